"""Composing: the members of a story -> one article in which every character is traced to an item version."""

from wirefeed.compose.compose import compose

__all__ = ["compose"]
