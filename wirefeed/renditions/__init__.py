"""A story as bytes for somebody else: one file a format, and the table of them. Nothing here changes a story."""

from collections.abc import Callable, Mapping
from typing import Final

from wirefeed.model.story import Story, StoryTimes
from wirefeed.renditions import atom, html, json_, jsonfeed, newsml_g2, ninjs, text

Renderer = Callable[[Story, StoryTimes], str]

RENDITIONS: Final[Mapping[str, Renderer]] = {
    "text": text.render,
    "json": json_.render,
    "html": html.render,
    "ninjs": ninjs.render,
    "newsml-g2": newsml_g2.render,
    "atom": atom.render,
    "jsonfeed": jsonfeed.render,
}
"""Every outgoing format by the name users say."""
