"""Persons' names and abbreviations of a text, and where each is first given in full. It knows no persons, only how names are written."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from unicodedata import combining, normalize

from wirefeed.text.abbreviations import abbreviation_mentions, abbreviations
from wirefeed.text.given_names import EASTERN_GIVEN, EASTERN_SURNAMES, GIVEN_NAMES, IMPERSONAL, PLACE_OPENERS, TITLES
from wirefeed.text.span import Span
from wirefeed.text.speech import SAID
from wirefeed.text.stop_words import STOP_WORDS
from wirefeed.text.words import primary

__all__ = ["Name", "abbreviation_mentions", "abbreviations", "find_names", "introductions", "same_name", "surname_mentions"]

# No article is longer; names beyond are not looked for.
_LONGEST: Final = 100_000
_WITHOUT_CAPITALS: Final = frozenset(("he", "ar", "zh", "ja", "th"))
_CAPITALS: Final = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŘŚŞŠŢŤŪŮŰŲŹŻŽА-ЯЁ"
_PARTICLE: Final = "(?:de|da|dos|del|della|di|du|bin|bint|ben|ibn|van|von|der|den|la|le|al|el|ter|ten|y)"
_RUN: Final = re.compile(
    rf"[{_CAPITALS}](?<![\w.].)[\w’'.-]*(?:[ \xa0](?:{_PARTICLE}[ \xa0]){{0,2}}(?:[ae]l-)?[{_CAPITALS}][\w’'.-]*){{0,9}}"
)
_TOKEN: Final = re.compile(r"[^ \xa0]+")
_POSSESSIVE: Final = re.compile(r"['’]s$|['’-]+$")
# Titles and initials keep their full stop; any other word ends its sentence with one.
_STOPPED: Final = re.compile(
    r"(?:Mrs?|Ms|Dr|Gen|Sens?|Reps?|Gov|Lt|Col|Maj|Capt|Sgt|Cpl|Prof|Rev|Adm|Cmdr|Brig|Hon|Det|Supt|Jr|Sr|St|[^\W\d_](?:\.[^\W\d_])*)\."
)
_PARTICLE_BEFORE: Final = re.compile(rf"(?:\b{_PARTICLE} |\b[ae]l-)+$")
_DEMONYM: Final = re.compile(r"\w{3,}(?:ian|ese|ish|ench|ean|can|aeli|aqi|ani)")
_ROLES: Final = frozenset(
    (
        *("president", "minister", "chancellor", "premier", "secretary", "leader", "spokesman", "spokeswoman", "spokesperson", "director"),
        *(
            "chairman",
            "chairwoman",
            "mayor",
            "governor",
            "senator",
            "ambassador",
            "envoy",
            "general",
            "colonel",
            "professor",
            "judge",
            "lawyer",
        ),
        *("attorney", "analyst", "actor", "actress", "singer", "coach", "commander", "rabbi", "bishop", "officer"),
    )
)
_OFFICES: Final = frozenset(("State", "Defense", "Defence", "Staff", "House", "Affairs", "Energy", "Labor", "Commerce", "Interior"))
_ROLE_BEFORE: Final = re.compile(
    r"(?:\b(?:former|ex-|acting|deputy|vice|prime|foreign|defen[cs]e|finance|interior|secretary|supreme|opposition|party|press|chief)[ -]?)"
    r"{0,3}\b[a-z]+ $"
)
_SECRETARY_OF: Final = re.compile(
    r"\b(?:[Ss]ecretary|[Mm]inister|Speaker|Chief) (?:of|for) (?:the )?"
    r"(?:State|Defen[cs]e|Staff|House|Foreign Affairs|Energy|Labor|Commerce|Interior) $"
)
_PERSON_AFTER: Final = re.compile(
    rf"(?:,? (?:{SAID})\b|, (?:aged )?\d{{1,3}}(?:,| )|, (?:who|whose)\b| who\b| \((?:[RD]-|\d{{2}}|born)|, (?:an?|the) [^,.]{{2,60}}?"
    r"(?:spokes\w+|minister|president|director|professor|leader|analyst|lawyer|attorney|chief|head|chairman|expert|officer|mayor|author))"
)
_GENERATION: Final = frozenset(("Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"))
_COMMON: Final = STOP_WORDS["en"]
_LONGEST_NAME: Final = 5
_PAIR: Final = 2
_LONGEST_PRINTED: Final = 120
_SHORTEST_UPPER: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person's name as printed, title left out; ``title`` is the title before it, if any.

    ``surname`` is the word others would use alone (the first of an East Asian name). ``full`` where a given name or initial stands with it.
    """

    start: int
    end: int
    surname: str
    full: bool
    title: Span | None = None

    @property
    def whole(self) -> Span:
        """The name with its title."""
        return Span(self.title.start if self.title else self.start, self.end)


def find_names(text: str, language: str = "en") -> tuple[Name, ...]:
    """The persons' names of a text, in order: full names, and bare surnames once given in full or led by a title.

    What makes a run of capitals a person: a title, a known given name, or what follows ("said", an age, "who", a role). Scripts
    without capitals have none; nor do runs in capitals throughout.
    """
    if primary(language) in _WITHOUT_CAPITALS:
        return ()
    found: list[Name] = []
    surnames: set[str] = set()
    for run in _runs(text):
        name = _person(text, run, surnames)
        if name:
            surnames.add(name.surname)
            found.append(name)
    return tuple(found)


def full_names(text: str, language: str = "en") -> tuple[Name, ...]:
    """Those of ``find_names`` that are full."""
    if primary(language) in _WITHOUT_CAPITALS:
        return ()
    found = (_person(text, run, frozenset()) for run in _runs(text) if len(run) > 1)
    return tuple(name for name in found if name and name.full)


def introductions(text: str, language: str = "en") -> Mapping[str, Span]:
    """Surname -> where the text first gives the full name, with the title before it.

    A surname two persons share is left out: nobody can say whose it is when it stands alone.
    """
    first: dict[str, Name] = {}
    shared: set[str] = set()
    for name in find_names(text, language):
        if not name.full:
            continue
        known = first.setdefault(name.surname, name)
        if known is not name and not same_name(text[known.start : known.end], text[name.start : name.end]):
            shared.add(name.surname)
    return {surname: name.whole for surname, name in first.items() if surname not in shared}


def surname_mentions(sentence: str, known: Collection[str] | None = None, wanted: Callable[[str], bool] = lambda _: True) -> Iterator[Name]:
    """Single capitalised words that may be surnames used alone (with their titles), those among ``known`` where it is given.

    Without ``known`` places and firms are among them: compare with the keys of ``introductions``. Those not ``wanted`` are left out.
    """
    if known is not None and not any(map(sentence.__contains__, known)):
        return
    full: set[str] = set()
    for run in _runs(sentence):
        words, title = _split_title(sentence, run)
        if len(words) == 1:
            surname = _bare(words[0][2])
            if surname not in full and wanted(surname) and (surname in known if known is not None else _may_be_name(surname)):
                particle = _PARTICLE_BEFORE.search(sentence, max(0, words[0][0] - 12), words[0][0])
                start = particle.start() if particle else words[0][0]
                yield Name(start=start, end=words[0][1], surname=surname, full=False, title=title)
        elif words:
            full.update(_bare(word) for _, _, word in words)


# A word of a run: start, end, the word.
Word = tuple[int, int, str]
_PARTICLES: Final = frozenset(_PARTICLE[3:-1].split("|"))


@lru_cache(maxsize=256)
def _runs(text: str) -> tuple[list[Word], ...]:
    """Runs of capitalised words as far as a possessive or a full stop, small words at their front dropped; no lines in capitals.

    The last few are remembered: a sentence is read for full names and for surnames alone.
    """
    return tuple(_read_runs(text[:_LONGEST]))


def _read_runs(text: str) -> Iterator[list[Word]]:
    for match in _RUN.finditer(text):
        run: list[Word] = []
        if match[0].isalpha():
            word = match[0]
            if not (_shouted(word) or _opens_only(word)):
                yield [(*match.span(), word)]
            continue
        for token in _TOKEN.finditer(match[0]):
            start, word = match.start() + token.start(), token[0]
            own = _POSSESSIVE.search(word)
            if own:
                word = word[: own.start()]
            stops = word.endswith(".") and not _STOPPED.fullmatch(word)
            kept = word.rstrip(".") if stops else word
            if run or not _opens_only(kept):
                run.append((start, start + len(kept), kept))
            if own or stops:
                yield from _printed(run)
                run = []
        yield from _printed(run)


def _opens_only(word: str) -> bool:
    """Whether a capitalised word is a small one that opens a sentence."""
    return word.lower() in _COMMON and word not in GIVEN_NAMES and word not in PLACE_OPENERS


def _shouted(word: str) -> bool:
    return len(word) >= _SHORTEST_UPPER and word.isupper()


def _printed(run: list[Word]) -> Iterator[list[Word]]:
    """The run without particles and words in capitals at its end ("John Jumper AF"), unless it is one in capitals throughout."""
    if all(_shouted(word) for _, _, word in run):
        return
    while run and (
        run[-1][2] in _PARTICLES or (len(run) > 1 and len(run[-1][2]) > 1 and run[-1][2].isupper() and run[-1][2] not in _GENERATION)
    ):
        run.pop()
    if run:
        yield run


def _split_title(text: str, run: list[Word]) -> tuple[list[Word], Span | None]:
    """The name's own words, and the title before them: capitals as far as the last title word, or a role in small letters."""
    at = len(run)
    while at and run[at - 1][2].rstrip(".") not in TITLES:
        at -= 1
    words = run[at:]
    if not words:
        return [], None
    return words, Span(run[0][0], run[at - 1][1]) if at else _role_before(text, words[0][0])


def _role_before(text: str, start: int) -> Span | None:
    """The role or office in front of a name: "former prime minister", "Secretary of State"."""
    word = text[text.rfind(" ", max(0, start - 20), max(0, start - 1)) + 1 : max(0, start - 1)]
    if word in _ROLES:
        lead = _ROLE_BEFORE.search(text, max(0, start - 60), start)
    elif word in _OFFICES:
        lead = _SECRETARY_OF.search(text, max(0, start - 40), start)
    else:
        return None
    return Span(lead.start(), lead.end() - 1) if lead else None


def _person(text: str, run: list[Word], surnames: AbstractSet[str]) -> Name | None:
    words, title = _named(text, run)
    if not words or len(words) > _LONGEST_NAME or not IMPERSONAL.isdisjoint([word for _, _, word in words]):
        return None
    start, end = words[0][0], words[-1][1]
    core = [word for _, _, word in words if word not in _GENERATION]
    if not core:
        return None
    if len(core) == 1:
        surname = _bare(core[0])
        known = surname in surnames or (title is not None and _may_be_name(surname))
        return Name(start=start, end=end, surname=surname, full=False, title=title) if known else None
    told = title is not None or (core[0] in GIVEN_NAMES and core[0] not in PLACE_OPENERS)
    if not (told or (core[0] not in PLACE_OPENERS and _PERSON_AFTER.match(text, end))) or not _may_be_name(core[-1]):
        return None
    eastern = core[0] in EASTERN_SURNAMES or core[1] in EASTERN_GIVEN
    return Name(start=start, end=end, surname=core[0] if eastern else _bare(core[-1]), full=True, title=title)


def _named(text: str, run: list[Word]) -> tuple[list[Word], Span | None]:
    """The words of the name and its title, what stands before a known given name counted to the title, or dropped without one."""
    words, title = _split_title(text, run)
    given = next((index for index, (_, _, word) in enumerate(words[:-1]) if word in GIVEN_NAMES), 0)
    if given:
        title = Span(title.start, words[given - 1][1]) if title else _role_before(text, words[given][0])
        words = words[given:]
    elif len(words) > _PAIR and _DEMONYM.fullmatch(words[0][2]):
        words = words[1:]
    return words, title


def _bare(word: str) -> str:
    """A surname without its article: ``al-Assad`` -> ``Assad``."""
    return word[3:] if word[:3].lower() in {"al-", "el-"} else word


def _may_be_name(word: str) -> bool:
    return word not in IMPERSONAL and word.lower() not in _COMMON and word.rstrip(".") not in TITLES and len(word.rstrip(".")) > 1


_VOWELS: Final = frozenset("aiu")
_FOLD: Final = str.maketrans({"y": "i", "j": "i", "e": "i", "o": "u", "q": "k", "c": "k", "w": "v"})
_DOUBLED: Final = re.compile(r"(.)\1+")
_SHORTEST_VARIANT: Final = 5


def same_name(one: str, other: str) -> bool:
    """Whether two printed names may be one person's: ``Putin``, ``V. Putin``, ``President Vladimir Putin``; ``Raisi``, ``Raissi``.

    Transliterations are folded (doubled letters, i/y/e, o/u, one vowel); different given names part two persons.
    """
    first, second = _own_words(one), _own_words(other)
    if not first or not second or not _same_word(first[-1], second[-1]):
        return False
    if len(first) == 1 or len(second) == 1:
        return True
    return first[0][0].rstrip(".") == second[0][0].rstrip(".") and (
        _same_word(first[0], second[0]) or len(first[0].rstrip(".")) == 1 or len(second[0].rstrip(".")) == 1
    )


def _own_words(name: str) -> list[str]:
    words = [_bare(word) for word in name[:_LONGEST_PRINTED].split()]
    return [word for word in words if word.rstrip(".") not in TITLES and word not in _GENERATION and word[:1].isupper()]


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    first, second = _folded(one), _folded(other)
    if first == second:
        return True
    if min(len(first), len(second)) < _SHORTEST_VARIANT or first[0] != second[0]:
        return False
    if len(first) == len(second):
        differing = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
        return len(differing) == 1 and _VOWELS.issuperset(differing[0])
    short, long = sorted((first, second), key=len)
    return len(long) - len(short) == 1 and any(
        long[:at] + long[at + 1 :] == short and (long[at] in _VOWELS or long[at] == "h") for at in range(1, len(long))
    )


def _folded(word: str) -> str:
    plain = "".join(char for char in normalize("NFD", word.lower()) if not combining(char))
    return _DOUBLED.sub(r"\1", plain.translate(_FOLD)).replace("kh", "k").replace("ph", "f")
