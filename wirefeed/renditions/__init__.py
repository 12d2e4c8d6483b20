"""A story as bytes for somebody else: one file a format, and the table of them. Nothing here changes a story."""

from collections.abc import Callable, Mapping
from typing import Final

from wirefeed.model.story import Story, StoryTimes
from wirefeed.renditions import json_, text

Renderer = Callable[[Story, StoryTimes], str]

RENDITIONS: Final[Mapping[str, Renderer]] = {"text": text.render, "json": json_.render}
"""Every outgoing format by the name users say."""
