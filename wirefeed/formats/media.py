"""Media RSS as it stands in an item -> its main picture. The wording is the agency's: no caption is made of a file name."""

from collections.abc import Iterable, Iterator

from wirefeed.formats.fields import Remarks, line_of, looks_marked_up
from wirefeed.formats.scan import Medium
from wirefeed.model.delivery import Picture
from wirefeed.text.urls import safe_url

_SPEAKING = 4
_IMAGE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")


def picture_of(media: Iterable[Medium], base: str, remarks: Remarks) -> Picture:
    """The widest picture of an item (the first of equals, a thumbnail where there is no other), with the words that go with it.

    What stands beside the picture (in its group, or in the item) counts where the picture itself says nothing.
    """
    roots = tuple(media)
    best: tuple[float, Medium | None, tuple[Medium, ...]] = (-1.0, None, roots)
    for medium, around in _walk(roots, ()):
        if (rank := _rank(medium)) > best[0] and safe_url(medium.attributes.get("url"), base):
            best = (rank, medium, around)
    _, chosen, around = best
    if chosen is None:
        return Picture()
    near = (*chosen.inside, *around)
    credits_ = [medium for medium in near if medium.name == "credit" and medium.text]
    takers = [medium for medium in credits_ if medium.attributes.get("role", "").lower() == "photographer"]
    return Picture(
        url=safe_url(chosen.attributes.get("url"), base),
        caption=_words(near, ("description", "text"), remarks) or _title(near, remarks),
        credit=_line(credits_[0], remarks) if credits_ else None,
        photographer=_line(takers[0], remarks) if takers else None,
    )


def description_of(media: Iterable[Medium], remarks: Remarks) -> str | None:
    """What the media of an item are said to show: the text of a video feed, whose entries have no other."""
    return _words(tuple(medium for medium, _ in _walk(tuple(media), ())), ("description",), remarks)


def title_of(media: Iterable[Medium], remarks: Remarks) -> str | None:
    """The title of an item's media: that of an item which has no other."""
    return _words(tuple(medium for medium, _ in _walk(tuple(media), ())), ("title",), remarks)


def _walk(media: tuple[Medium, ...], above: tuple[Medium, ...]) -> Iterator[tuple[Medium, tuple[Medium, ...]]]:
    """Every medium with what stands beside it and beside what holds it."""
    around = (*media, *above)
    for medium in media:
        yield medium, around
        yield from _walk(tuple(medium.inside), around)


def _rank(medium: Medium) -> float:
    """How well a medium serves as the main picture; below zero when it is none."""
    if medium.name == "thumbnail":
        return 0.0 + _width(medium) / 1e6
    if medium.name != "content":
        return -1.0
    said = medium.attributes.get("medium", "").lower(), medium.attributes.get("type", "").lower()
    ending = medium.attributes.get("url", "").lower().partition("?")[0].endswith(_IMAGE_ENDINGS)
    if said[0] == "image" or said[1].startswith("image/") or (ending and not any(said)):
        return 1.0 + _width(medium) + (0.5 if medium.attributes.get("isDefault") == "true" else 0.0)
    return -1.0


def _width(medium: Medium) -> float:
    width = medium.attributes.get("width", "")
    return float(min(int(width), 100_000)) if width.isascii() and width.isdecimal() and len(width) < 7 else 0.0  # noqa: PLR2004


def _words(media: tuple[Medium, ...], names: tuple[str, ...], remarks: Remarks) -> str | None:
    for name in names:
        for medium in media:
            if medium.name == name and (line := _line(medium, remarks)):
                return line
    return None


def _title(media: tuple[Medium, ...], remarks: Remarks) -> str | None:
    """A medium's title where it says something; most are "image" or the name of a file."""
    title = _words(media, ("title",), remarks)
    return title if title and len(title.split()) >= _SPEAKING else None


def _line(medium: Medium, remarks: Remarks) -> str | None:
    html = medium.attributes.get("type") == "html" or looks_marked_up(medium.text)
    return line_of(medium.text, remarks, f"media:{medium.name}", html=html)
