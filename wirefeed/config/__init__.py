"""The configuration: one frozen tree, read once by the command line and passed to ``app.build``.

Nothing below reads a file or the environment.
"""

from wirefeed.config.load import load
from wirefeed.config.settings import Settings

__all__ = ["Settings", "load"]
