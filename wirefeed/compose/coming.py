"""Which sentences say what comes next: on a day that can be named, or by the words a desk ends a story with. It chooses none of them."""

import re
from collections.abc import Sequence
from typing import Final

from wirefeed.compose.credit import QUOTATION
from wirefeed.compose.days import comes_next
from wirefeed.compose.likeness import OPENING
from wirefeed.compose.line import Line
from wirefeed.compose.source import Source
from wirefeed.text.words import primary

_ADVERB: Final = r"(?:now |also |then |still |next |tentatively |currently )?"
_AWAITED: Final = re.compile(
    rf"\b(?:is|are) {_ADVERB}(?:expected|scheduled|slated|set) (?:to|for|in|on|at)\b"
    rf"|\b(?:is|are) {_ADVERB}due (?:(?:back )?(?:in|at|on|before|for|by|next)"
    r"|to (?:be|begin|start|open|appear|meet|vote|launch|return|take|expire|end|arrive|speak|leave|go|face|stand))\b"
    rf"|\bwill {_ADVERB}(?:be (?:sentenced|arraigned|held|heard|tried|sworn|decided|released|published|deported|extradited|buried|reviewed)"
    r"|appear (?:in|before)|vote|meet|hold|go (?:to|before|into effect)|take (?:effect|over)|come into force|begin|decide|consider|hear"
    r"|resume|announce|publish|debate|stand trial|return to|appeal)\b"
    r"|\b(?:has|have) (?:until\b|(?:\d+|two|three|four|five|six|seven|ten|fourteen|thirty) (?:more )?(?:days|weeks|months) to\b)"
    r"|\bfaces? (?:up to|as (?:much|many) as|a (?:maximum|minimum|possible)|life in|between \d|\d+ years|the death penalty)\b"
    r"|\b(?:investigation|inquiry|probe|search|talks|negotiations)(?: (?!that\b|which\b)\w+){0,3} (?:is|are|remains?)"
    r" (?:ongoing|under ?way|continuing)\b"
    r"|\bawaiting (?:trial|sentencing|extradition|a decision|approval)\b"
)
# Of which one stands in every sentence above: looked for first, for it is cheap.
_WORDS: Final = ("is ", "are ", "will ", "has ", "have ", "face", "remain", "awaiting")
_ONLY_IF: Final = re.compile(r"(?:If|Unless|Whether|Should|Until|In case)\b|.*(?:\bif\b|\bunless\b|\bwould have\b|\bnot yet\b|\?\W*$)")


def looks_ahead(text: str) -> bool:
    """Whether an English sentence, outside its quotations and without a condition, says what is to happen."""
    if not any(map(text.__contains__, _WORDS)):
        return False
    said = QUOTATION.sub('""', text)
    return _AWAITED.search(said) is not None and _ONLY_IF.match(said) is None


def coming_of(sources: Sequence[Source], lines: Sequence[Line], worth: Sequence[float]) -> list[bool]:
    """Which lines say what comes next: those that name a day ahead; where none does, the one most ``worth`` its length that looks ahead.

    None where the lines at the head of the texts look ahead themselves: then all of the story is about what comes.
    """
    members = [sources[line.source].member for line in lines]
    found = [comes_next(member, line.sentence.start, line.sentence.end) for member, line in zip(members, lines, strict=True)]
    if any(found):
        return found
    texts = [
        member.item.text[line.sentence.start : line.sentence.end] if primary(member.item.language) == "en" else ""
        for member, line in zip(members, lines, strict=True)
    ]
    ahead = [i for i, text in enumerate(texts) if not lines[i].sentence.comment and looks_ahead(text)]
    further = [i for i in ahead if lines[i].sentence.index >= OPENING]  # what is awaited before is the news itself
    if not further or len(ahead) - len(further) > 1:
        return found
    best = max(further, key=lambda i: worth[i] / lines[i].sentence.words)
    return [i == best for i in range(len(lines))]
