"""``python -m wirefeed``."""

from wirefeed.cli import main

main()
