"""English sentences without a verb, and words run into one another. Not a parser: it knows verbs by form and asks only for one.

Whatever might be a verb counts as one, so that a report is never taken for a fragment; fragments that look like more are let through.
"""

import re
from collections.abc import Collection
from typing import Final

from wirefeed.text.listing import listed
from wirefeed.text.speech import SAID

_VERBS: Final = frozenset(SAID.split("|")) | listed(
    """
    is are was were be been being am has have had do does did will would can could may might must shall should cannot let became began
    bent bet bit bled blew bought bound broke brought built burst came caught chose clung cost cut dealt drank drew drove dug ate fed
    fell felt fled flew fought found forgot froze gave got went grew hit held hid hung heard hurt kept knew laid led left lent lost
    made meant met paid put quit ran read rose rode sang sank sat saw sent set shook shone shot shrank shut slept slid sold sought
    spent split spoke spread sprang stood stole struck stuck stung swam swept swore swung taught thought threw told took tore
    understood upset wept woke won wore withdrew wrote beat sued remain make take go come want need seek face hold keep live work call
    show include continue believe think know see use help fear hope plan expect oppose support agree begin fight gather protest appear
    seem look feel give get find lead leave meet pay play retain rely require return rise fall grow tell ask become bring buy choose
    create deny draw drive eat end enter fail follow happen hear increase join kill learn lie like listen lose love mean move occur
    offer open produce provide reach receive refuse represent run serve share sit speak spend stand start stay stop suffer suggest talk
    try turn understand visit vote wait walk watch win worry write gain carry deserve earn enjoy benefit depend approve disapprove
    demonstrate favor favour reflect reveal differ vary exist form prefer recommend warrant concur reiterate guess begun
    """
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_SHORT_FORM: Final = re.compile(r"(?:n['’]t|['’](?:re|ve|d|ll|m))$")
_IS: Final = frozenset(("it's", "that's", "there's", "here's", "he's", "she's", "what's", "who's"))
# What a name or a noun is told by at the end of a sentence: one clause, which is no statement of its own.
_TOLD_BY: Final = re.compile(r"(?:,? (?:who|which|where|whose|whom)|, (?:before|after|as|when|while)) [^,;:]*[.!]$")
_RELATIVES: Final = (" who ", " which ", " where ", " whose ", " whom ", ", before ", ", after ", ", as ", ", when ", ", while ")
_QUOTED: Final = re.compile(r"[\"“«](?:[^\s\"“”«»]+\s+)+[^\"“”«»]*[\"”»]")
_SHORTEST_ENDING: Final = 4


def is_fragment(sentence: str) -> bool:
    """Whether a sentence states nothing: no word of it outside a closing "who ..." can be a verb. One that quotes two words is none."""
    sure, relative = not _VERBS.isdisjoint(sentence.split()), any(map(sentence.__contains__, _RELATIVES))
    if (sure and not relative) or _QUOTED.search(sentence):
        return False
    told = _TOLD_BY.search(sentence) if relative else None
    if told is None:
        return not any(map(_may_be_a_verb, _WORD.findall(sentence)))
    return len(_verbs(sentence)) <= 1 and not _verbs(sentence[: told.start()])


def _verbs(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if _may_be_a_verb(word)]


def _may_be_a_verb(word: str) -> bool:
    lower = word.lower()
    if lower in _VERBS or _SHORT_FORM.search(lower) or lower.replace("’", "'") in _IS:
        return True
    ends = lower.endswith("ed") or (lower.endswith("s") and not lower.endswith(("ss", "'s", "’s", "us", "is")))
    return word[0].islower() and len(word) >= _SHORTEST_ENDING and ends


_TAILS: Final = ("the", "that", "of", "is", "to", "and", "was", "were", "has", "have", "for", "from", "with", "which")
_SMALL: Final = frozenset(("he", "she", "it", "that", "over", "its", "the", "for", "with", "from", "of", "and", "is", "was", "to", "by"))
_WORDS: Final = frozenset(
    (
        *("whereof", "thereof", "hereof", "thereto", "hereto", "hitherto", "therefor", "therefrom", "herewith", "therewith", "forthwith"),
        *("within", "without", "itself"),
    )
)
_NUMBERED: Final = re.compile(r"(?:million|billion|thousand|hundred)(?!s$|ths?$|aires?$|fold$)[a-z]{4,}$")
# How a word of two must end or begin: most words are passed over by that.
_ENDS: Final = (*_TAILS, "its", "ed")
_COUNTS: Final = ("million", "billion", "thousand", "hundred")
_LEAST: Final = 4
_ENDING: Final = re.compile(r"[a-z]{3,}ed$")


def run_together(vocabulary: Collection[str]) -> frozenset[str]:
    """Those of a text's words that are two run together: "thatthe", "Aunesaid". Both must be words of it, or small ones."""
    ends = (word for word in vocabulary if word.endswith(_ENDS) or word.startswith(_COUNTS))
    return frozenset(word for word in ends if word not in _WORDS and _is_two(word, vocabulary))


def _is_two(word: str, vocabulary: Collection[str]) -> bool:
    if word.endswith(_TAILS):
        return any(_is_word(word[: -len(tail)], vocabulary) for tail in _TAILS if word.endswith(tail)) and word.islower()
    if word.endswith("its"):
        return word[:-3] in _SMALL
    if word.endswith("ed") and word[0].isupper():
        return any(word[:at] in vocabulary and _ENDING.match(word[at:]) for at in range(_LEAST, len(word) - _LEAST))
    return _NUMBERED.match(word) is not None


def _is_word(head: str, vocabulary: Collection[str]) -> bool:
    return head in _SMALL or (len(head) >= _LEAST and head in vocabulary)
