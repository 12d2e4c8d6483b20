"""wirefeed: agency wires in, one composite article a story out.

Start with docs/tour.md; the composition root is wirefeed/app.py.
"""

__version__ = "0.1.0"
