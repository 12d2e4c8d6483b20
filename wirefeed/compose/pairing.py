"""Whether the quotation marks of an article, paired as a reader pairs them, enclose what one source said. It repairs nothing.

Straight marks look the same at both ends. A one-word term in them is easily read over, and from there on the marks pair the wrong way
round: what stands *between* two quotations is read as quoted.
"""

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from wirefeed.model.story import Segments

_ALIKE: Final = str.maketrans("“”‘’–—\u00a0", "\"\"''-- ")
_PASSAGE: Final = re.compile(r"\"([^\"]{12,})\"")
_TERM: Final = re.compile(r"[\"“][^\"“”]{0,11}[\"”]")


def misread(printed: Sequence[Segments], texts: Sequence[str]) -> int | None:
    """The first part of an article, in order, from which the marks pair the wrong way round; None when all is well.

    ``printed`` are its sentences (or its headline), ``texts`` what the source of each says.
    """
    told = [_level("".join(segment.text for segment in segments if not _is_date(segment.operation))) for segments in printed]
    if not any('"' in part for part in told):
        return None
    said = [_level(text) for text in texts]
    ends = list(accumulate(len(part) + 1 for part in told))
    for passage in _PASSAGE.finditer(" ".join(told)):
        if not any(passage[1].rstrip(",.") in text for text in said):
            return next(number for number, end in enumerate(ends) if passage.start() < end)
    return None


def has_term(text: str) -> bool:
    """Whether a text has a short term in quotation marks."""
    return _TERM.search(text) is not None


def _is_date(operation: str | None) -> bool:
    return operation is not None and operation.startswith("date")


def _level(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(_ALIKE)).strip()
