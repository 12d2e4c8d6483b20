"""The closed list of words in a composite that are ours. Not a template engine: a frame has at most one slot, for an agency's name."""

import re
from collections.abc import Collection
from functools import cache
from typing import Final

from wirefeed.errors import ProvenanceError
from wirefeed.text.words import primary

# One table, readable in a minute. {agency} is filled with an agency's name as configured, {agencies} with the names in the reporting line.
FRAMES: Final[dict[str, dict[str, str]]] = {
    "en": {
        "space": " ",
        "quoted": "{agency} quoted ",
        "quoted-him": "{agency} quoted him as saying",
        "quoted-her": "{agency} quoted her as saying",
        "quoted-them": "{agency} quoted them as saying",
        "saying": " as saying",
        "saying-comma": ", as saying",
        "reported": ", {agency} reported",
        "according": ", according to {agency}",
        "according-comma": ", according to {agency},",
        "credit": " ({agency})",
        "wrote": "{agency} wrote: ‘",
        "unquote": "’",
        "reporting": "With reporting by {agencies}",
    },
    "fr": {
        "space": " ",
        "reported": ", rapporte {agency}",
        "according": ", selon {agency}",
        "according-comma": ", selon {agency},",
        "credit": " ({agency})",
        "reporting": "Avec {agencies}",
    },
    "ru": {
        "space": " ",
        "reported": ", сообщает {agency}",
        "according": ", по данным {agency}",
        "according-comma": ", по данным {agency},",
        "credit": " ({agency})",
        "reporting": "По сообщениям {agencies}",
    },
}
FALLBACK: Final = "en"
LONGEST_NAME: Final = 60
_NAME: Final = re.compile(r"[^\W_][^\n\r\"“”«»<>{}]*")


def frames_of(language: str) -> dict[str, str]:
    """The frames of a language; those of English where there are none (then only the wordless ones and the reporting line serve)."""
    return FRAMES.get(primary(language), FRAMES[FALLBACK])


def speaks(language: str, key: str) -> bool:
    """Whether the list has this frame in the story's own language."""
    return key in FRAMES.get(primary(language), {})


def fill(key: str, language: str, agency: str = "") -> str:
    """The text of one frame. Raises ProvenanceError for a frame that is not in the list or a name that is no name."""
    template = frames_of(language).get(key)
    if template is None:
        raise ProvenanceError(f"no frame {key!r} in {language!r}")
    if "{agency}" not in template:
        return template
    if not is_name(agency):
        raise ProvenanceError(f"not an agency's name: {agency!r}")
    return template.replace("{agency}", agency)


def is_name(text: str) -> bool:
    """Whether ``text`` can stand in a sentence as an agency's name: one line, no quotation marks, at most 60 characters."""
    return len(text) <= LONGEST_NAME and _NAME.fullmatch(text) is not None


def belongs(key: str, language: str, text: str, names: Collection[str] | None) -> bool:
    """Whether ``text`` is the frame ``key`` as the list has it, its slot filled with one of ``names`` (None: with any name)."""
    template = frames_of(language).get(key)
    if template is None:
        return False
    if "{agency}" not in template:
        return text == template
    found = _pattern(template).fullmatch(text)
    return found is not None and (is_name(found[1]) if names is None else found[1] in names)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    before, after = template.split("{agency}")
    return re.compile(f"{re.escape(before)}(.+){re.escape(after)}")


def reporting_line(agencies: tuple[str, ...], language: str) -> str:
    """The closing line: who supplied what was printed, by words printed. Empty when nobody did."""
    return frames_of(language)["reporting"].replace("{agencies}", ", ".join(agencies)) if agencies else ""
