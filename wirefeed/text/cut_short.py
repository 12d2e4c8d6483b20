"""A sentence its feed cut off: how much of it is a statement of its own. Not a parser; English only.

Feeds give the beginning of a text and end it where their room ends: "The boosters protect against the Delta variant, which has caused
caseloads in...". What stands before the last clause that only adds something is whole.
"""

import re
from typing import Final

from wirefeed.text.marks import balanced
from wirefeed.text.speech import SAID
from wirefeed.text.words import is_stop, tokens

CUT_OFF: Final = r"(?:(?:\.\.\.|…)\s*[\"”’)\]]?|\[(?:\.\.\.|…|\+\d+ chars)\])$"
"""How a text ends that was cut off."""
FEWEST: Final = 8
"""Words a statement must have left."""
PAST: Final = (
    r"[a-z]{3,}ed|became|began|broke|brought|built|came|caught|chose|drew|drove|fell|found|fought|gave|got|grew|held|hit|kept|laid|led|left"
    r"|lost|made|met|paid|put|ran|rose|saw|sent|set|shot|sold|spent|spoke|stood|struck|sued|took|threw|went|withdrew|won|wrote"
    r"|has|have|had|is|are|was|were|will|would|did|does"
)
"""Verbs by their form, as an alternation: one of them makes a clause."""
_VERB: Final = re.compile(
    rf"\b(?:{PAST}|{SAID}|can|could|may|might|must|should|do|says?|plans|wants|comes?|shows|makes|takes|gives|gets|goes|remains?|seeks|faces"
    r"|calls|includes?|requires|allows|bans|means|provides|aims|expects|believes|begins|needs|keeps|leaves|runs|holds|marks|leads|sets|puts"
    r"|follows|continues|appears|seems|adds|moves|works|raises|rules|reverses|prevents|offers|opens|ends|brings|owes?)\b"
)
_SHORT_FORM: Final = re.compile(
    r"\b(?:([A-Z]\.[A-Z]\.)|(?:Mrs?|Ms|Dr|Gen|Sens?|Reps?|Gov|Lt|Col|Maj|Capt|Sgt|Prof|Rev|Adm|St|vs?|No|[A-Z])\.)\s+$"
)
# Where a clause begins that adds something; one that takes back ("but", "unless") or finds something is missed where it is gone.
CLAUSE: Final = (
    r"(?:, (?:who|which|whose|where|when|as|after|amid|because|since|including|adding|saying|leaving|making|meaning|following"
    r"|referring|citing|calling|arguing|noting|part of|one of|(?:the )?(?:first|latest|second|third|last)|less than|more than|nearly|almost"
    r"|at least|hours|days|months|weeks|years|even|before)\b"
    r"|,? [—–] (?!but\b)| -- (?!but\b)|; (?!but\b|however\b)"
    rf"|, and (?=(?:[^ ,]+ ){{1,6}}(?:{PAST}|{SAID}) )| (?:amid|after|as) (?=[^,]{{2,60}} (?:{PAST}) )"
    rf"| and (?!(?:found|said|showed|concluded|determined|discovered|ruled|warned) )(?=(?:{PAST}) ))"
)
_CLAUSE: Final = re.compile(CLAUSE)
LED_IN: Final = re.compile(
    r"(?:In|On|At|After|During|Since|By|For|From|Of|As|While|Though|Although|When|If|Because|Before|With|Without|Despite|Once|Until|Unless"
    r"|Under|Like|Unlike|According|Just|Amid|Among|Even|To"
    r"|[A-Z][a-z]+ing (?:to|the|an?|his|her|its|their|in|on|at|for|from|with|that|by|up|out|back)"
    r"|[A-Z][a-z]+ed (?:by|in|with|on|as|to|from|at|up|for))\b"
)
"""What may stand before a subject, up to its comma."""
_ASIDE: Final = re.compile(r",| (?:who|which|that|whose|where|when|while|as|after|if|because|—|–|--)(?= )")
# What a statement does not end with: a clause that is announced and does not come, the first of two adjectives.
_HANGS: Final = re.compile(
    r"(?:,|\b(?:that|to|of|in|on|at|for|with|by|from|an?|the|and|or|but|is|are|was|were|be|been|has|have|had|his|her|its|their|as|than|not"
    r"|who|which|into|said|says|told|about|over|will|would|could|may|it|he|she|they|called|named|modell?ed|both|between|either|such|so"
    r"|days?|weeks?|hours?|minutes?|months?|years?|shortly|soon|just|only|long|moments|immediately|right|especially|particularly"
    r"|mainly|shot|[a-z]+(?:ical|ous|ful|ive|ible|able)))"
    r"[\"”’']*$"
)
# "said the states", "whether he": what follows such words needs a verb of its own, and so does who is named behind a quotation.
_ANNOUNCED: Final = re.compile(
    r"\b(?:sa(?:id|ys?)|told|th(?:inks?|ought)|believes?d?|claim(?:s|ed)?|argu(?:es?|ed)|showed|shows|suggest(?:s|ed)?|whether|that|if"
    r"|because|although|while|when|which|who|whom|where)\b(?: that)?(?P<rest>[^,;]*)$"
)
_DASH: Final = re.compile(r" (?:[—–]|--) ")
_QUOTED: Final = re.compile(r"[,?!][\"”](?P<rest>[^,;\"“”]*)$")
# "...", said Nick Bunker, who leads: without the clause nobody knows who he is.
_JUST_NAMED: Final = re.compile(rf"[,?!][\"”] (?:(?:{SAID}) )?(?:[A-Z][\w.’'-]*\s?){{1,4}}$")


def statement_in(sentence: str) -> int:
    """How many characters of a sentence that was cut off are a statement of their own, to be closed by a full stop; 0 where none are."""
    mark, begin = re.search(CUT_OFF, sentence), _subject(sentence)
    if mark is None or begin < 0:
        return 0
    aside = _ASIDE.search(sentence, begin)
    if aside is not None and not _VERB.search(sentence, begin, aside.start()):
        return 0
    found = _CLAUSE.finditer(sentence, begin, mark.start())
    cuts = (cut.start() for cut in found if cut[0] != ", who" or not _JUST_NAMED.search(sentence, begin, cut.start()))
    return max((cut for cut in cuts if _stands(sentence[:cut], begin)), default=0)


def _subject(sentence: str) -> int:
    """Where the main clause begins; -1 where what leads it in has no comma."""
    if not LED_IN.match(sentence):
        return 0
    return sentence.find(", ") + 2 if ", " in sentence else -1


def _stands(text: str, begin: int) -> bool:
    """Whether a beginning of a sentence is whole: long enough, closed, and with a verb wherever one is announced."""
    if len(text.split()) < FEWEST or _HANGS.search(text) or not _VERB.search(text, begin):
        return False
    bare = any((last := one.search(text)) and last["rest"].strip() and not _VERB.search(last["rest"]) for one in (_ANNOUNCED, _QUOTED))
    return (not bare or _names_speaker(text)) and is_closed(text)


def is_closed(text: str) -> bool:
    """Whether every mark, bracket and dash that was opened is closed."""
    return balanced(text) and dashes_in(text) % 2 == 0


def dashes_in(text: str) -> int:
    """How many dashes stand between words: an aside has two."""
    return len(_DASH.findall(text))


def _names_speaker(text: str) -> bool:
    """Whether a beginning ends in whom it quotes: "...", said the scientists."""
    return re.search(rf"[,?!][\"”] (?:{SAID}) [^,;\"“”]+$", text) is not None


def goes_on(text: str, start: int, language: str) -> bool:
    """Whether what begins at ``start``, behind a full stop, is no sentence: "The U.S. Supreme Court", "Sen. Lim", "Lim v. Harstad".

    Behind initials of a country a sentence does begin at a small word: "in the U.S. The owners".
    """
    short = _SHORT_FORM.search(text, max(0, start - 12), start)
    if short is None:
        return False
    word = tokens(text[start : start + 24])[:1]
    return short[1] is None or not (word and is_stop(word[0].lower(), language))
