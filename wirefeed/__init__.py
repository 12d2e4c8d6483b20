"""wirefeed: agency wires in, one composite article a story out.

Start with docs/tour.md; the composition root is wirefeed/app.py.
"""

import os

# Matrix products here are small: with a thread for each core OpenBLAS waits longer than it works (five times as long on a busy machine),
# and adds in another order. It reads this once, when numpy is first imported; who has set it already is left alone.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
