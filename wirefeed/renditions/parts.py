"""What every rendition asks of a story: its parts as plain text, safe for XML, and nothing at all of one that does not stand. No format."""

import re
from dataclasses import dataclass
from typing import Final

from wirefeed.model.item import PubStatus
from wirefeed.model.story import Story, plain
from wirefeed.text.clean import clean_text
from wirefeed.text.urls import safe_url

GENERATOR: Final = "wirefeed"
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The words of a story. All are empty where it is withheld or canceled; ``paragraphs`` end with the reporting line."""

    headline: str = ""
    caption: str = ""
    credit: str = ""
    image_url: str | None = None
    paragraphs: tuple[str, ...] = ()

    @property
    def picture(self) -> str:
        """Caption and credit as one line."""
        return " ".join(part for part in (self.caption, f"({self.credit})" if self.credit else "") if part)


def parts_of(story: Story) -> Parts:
    """The words of a story that may be shown, links checked once more on their way out."""
    if story.status is not PubStatus.USABLE:
        return Parts()
    paragraphs = (*(plain(paragraph) for paragraph in story.paragraphs), story.reporting_line)
    return Parts(
        headline=safe(plain(story.headline)),
        caption=safe(plain(story.caption)),
        credit=safe(plain(story.credit)),
        image_url=safe_url(story.image_url),
        paragraphs=tuple(safe(paragraph) for paragraph in paragraphs if paragraph),
    )


def safe(text: str) -> str:
    """Text without what XML cannot hold or a reader must not meet."""
    return _NOT_XML.sub(" ", clean_text(text))


def urn(story: Story) -> str:
    """The name of a story in documents of others, for life."""
    return f"urn:wirefeed:story:{story.id}"
