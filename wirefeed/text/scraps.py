"""Sentences that are no report: buttons, error pages, words about the publisher, captions, transcripts. It judges no lines.

Lines that are boilerplate as a whole are lifted off by ``text/body.py``; what is left here hides among sentences. Found by reading
composites; each pattern is a class, none the words of one page.
"""

import re
from collections.abc import Mapping
from typing import Final

PAGE: Final = "page"
PUBLISHER: Final = "publisher"
CAPTION: Final = "caption"
TRANSCRIPT: Final = "transcript"
GLUED: Final = "glued"
HEADING: Final = "heading"
ARCHIVE: Final = "archive"
PAPER: Final = "paper"
OF_THE_PAGE: Final = frozenset((PAGE, PUBLISHER, ARCHIVE))
"""Kinds that speak of the page or its publisher, not of an event."""
CUT_SHORT: Final = "cut short"

_DAYS: Final = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTHS: Final = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_ARCHIVES: Final = (
    r"(?:\bInternet Archive\b|\bWayback Machine\b|\bcrawl(?:s|ed| data)?\b|\bWARCs?\b|\bweb (?:captures|collections)\b|\bArchive-?IT\b)"
)
_SCRAPS: Final = {
    PAGE: re.compile(
        r"\bthe page you(?: are|['’]re| were|['’]ve)? (?:looking for|requested)\b|\bcould not be (?:loaded|played)\b|\byour tweets?\b"
        r"|\bstay up to date on the latest\b|\b(?:enable|turn on) (?:javascript|cookies)\b|\byour (?:browser|web browser) (?:does|is|has)\b"
        r"|\b(?:this|the) (?:video|content|gallery|media) (?:is|was) (?:not|un|no longer) ?available\b|\bclick (?:here|on the|the) \w"
        r"|^(?:scroll|swipe|tap|click|hover|share|subscribe|sign up|log ?in|register|skip to|watch the video|see also|view gallery)\b"
        r"|^(?:are|do|did|have|would|can|could|should|will|what (?:do|did|would)|how (?:do|did|would)) you\b[^\"“”]*\?$"
        r"|\bpermission is (?:hereby )?granted\b|\b(?:sign up|subscribe) (?:for|to) (?:our|the|this|your)\b"
        r"|\bour (?:newsletter|privacy policy|cookie policy|terms of)\b"
        r"|\b(?:enter|confirm) your (?:e-?mail|password|address|name)\b|\be-?mail address is invalid\b"
        r"|\bforgot(?:ten)? your\b[^.]{0,30}\bpassword\b"
        r"|\bget (?:breaking|the latest|our) news\b[^.]{0,40}\balerts?\b|\bdelivered (?:\w+ )?(?:mornings?|daily|to your inbox)\b|^notes?: "
        r"|^remember (?:me|my)\b|^[^\"“]*\bplease (?:check|try|enter|contact|consider|refresh|note|visit)\b"
        r"|\[(?:real ?audio|mp3|pdf|audio|video|image|photo)\]"
        r"|\b(?:for|find) more (?:information|details|stories|videos?)\b[^.]{0,40}\b(?:contact|visit|go to|click|see|call)\b"
        r"|\ball rights reserved\b|\bcopyright notice\b|^(?:listen to|watch|read) (?:the|this|our|more|full)\b|\bemail this\b"
        r"|^watch (?:\w+ ){1,9}here\.$"
        r"|\b(?:machine-read|uncorrected)\b.{0,40}\b(?:text|material|chapter)\b"
        r"|\b(?:in|of|to|version of) this (?:story|article|post)\b|\bby clicking\b"
        r"|^here (?:are|is) \w+ |\((?:see|read|watch|click) [^()]{4,60}\.\)$|^\(\d{1,2}\) "
        r"|\b(?:opinions?|views?) expressed\b[^\"“]*\b(?:own|authors?|do not|does not)\b"
        r"|\b(?:call|phone|dial|text|contact|e-?mail)\b[^.\"“]{0,80}\b(?:1-)?[\dA-Z]{3}-[\dA-Z]{3,4}-[\dA-Z]{4}\b|\b1-8\d\d-[\dA-Z-]{7,}"
        r"|\brequires the (?:\w+ )?(?:consent|permission) of\b|\b(?:publication|reproduction|redistribution)\b[^.]{0,60}\bprohibited\b",
        re.IGNORECASE,
    ),
    PUBLISHER: re.compile(
        r"\b(?:is|are) (?:the|an?|one of the) (?:world|nation|country|region)['’]s (?:\w+ )?(?:largest|leading|biggest|premier|foremost)\b"
        r"(?: [\w-]+){0,2} (?:news|media|broadcast\w*|information)"
        r" (?:provider|agency|organi[sz]ation|company|group|service|network|outlet)\b"
        r"|^[A-Z][\w.&’' -]{1,40} (?:provides|delivers|offers|brings you|publishes)\b[^.]{0,80}\bnews\b[^.]{0,120}"
        r"\b(?:via|through|to (?:prof|consum|read|subscr|busin|audi))"
    ),
    CAPTION: re.compile(
        r"\((?:[LRC]|left|right|above|below|cent(?:er|re)|pictured|from left|[Ff]ront|2nd [LR]|[A-Z]-[A-Z])\)"
        rf"|\b(?:is|are) (?:seen|pictured|shown)\b.{{0,200}}\b{_MONTHS}\.? \d{{1,2}},? \d{{4}}"
        r"|\b[Tt]h(?:is|ese)(?: undated| still| combination| combo| file| handout| aerial| video| recent| booking| \d{4})*"
        rf"(?: {_MONTHS}\.?,?(?: \d{{1,2}},?)?(?: \d{{4}})?)?"
        r" (?:image|photo(?:graph)?|picture|frame grab|screen ?grab|screenshot)s?\b(?: \w+){0,4}"
        r" (?:shows?|from|taken|provided|released|made|posted)\b"
        r"|\bin th(?:is|ese) (?:\w+ )?(?:image|photo(?:graph)?|picture)s?\b|\bHide Caption\b"
        r"|\b\d{1,3} of \d{1,3} Photos\b"
        r"|^(?:[A-Z][\w.’'-]*|player|forward|guard|quarterback|receiver|wide|running|back|the|of) (?:[\w.’'-]+ ){1,8}\(\d{1,2}\) [a-z]+s\b"
        r"|^(?:Photographs|Photos|Pictures|Images) (?:of|from) (?:some of )?(?:the )?(?:key|best|most|defining|past|last|week|day)\b"
        r"|^Colou?rs? (?:show|indicate|represent|mark)s?\b"
        rf"|, (?:late |early )?{_DAYS},? {_MONTHS}[.,]{{0,2}} \d{{1,2}},? \d{{4}}|^(?:[A-Z .\d]+ )?FILE ?[-–—]"
        r"|[A-Z][\w.’'-]+, (?:\d+, )?(?:far |cent(?:er|re) |(?:second|third) from )?(?:left|right|cent(?:er|re)), "
        r"(?:and|in|at|with|speaks?|talks?|looks?|stands?|sits?|walks?|poses?|celebrates?|shakes?|waves?|arrives?|greets?|smiles?|holds?|[A-Z])"
        r"|^(?:[A-Z][\w.&]*(?: [A-Z][\w.&]*){0,3}['’]s? )(?:[A-Z][\w.’'-]+ ){1,4}"
        r"(?:reports\b|has more\b|explains\b|joins us\b|has the (?:story|latest|details))"
        rf"|^{_MONTHS}\.? \d{{1,2}}, \d{{4}} [A-Z]|, (?:[A-Z][a-z]+day, )?{_MONTHS}[.,]? \d{{1,2}},? \d{{4}}\.$"
        r"|^(?:Left|Right|Above|Below|Top|Bottom|Cent(?:er|re)|Photo|Image|Picture|Credit|Caption|Video)s?(?: \w+)?\s?: "
        r"|\bGetty Images\b|\bAP Photo\b"
        r"|^\([^()]{2,60}(?:/|\b(?:Photo|Image|Service|Police|Courtesy|Handout|Submitted|File|Facebook|Twitter|Instagram|YouTube|Press))"
        r"[^()]{0,40}\) "
    ),
    TRANSCRIPT: re.compile(
        r"(?:^|[.)] )(?:[A-Z][A-Z.'’-]+ ){0,3}(?:SECRETARY|PRESIDENT|SEN|REP|GOV|MR|MS|MRS|DR|GEN|QUESTION|REPORTER|HOST|ANCHOR"
        r"|MODERATOR|CHAIRMAN|SPEAKER|AMBASSADOR|Q|A)\.?(?: [A-Z][A-Z.'’-]+){0,3}: "
    ),
    GLUED: re.compile(
        r"[^\W\d_]{2} ,\s| \.$|[a-z]{2}[.!?:][A-Z][a-z]|[a-z][!?][a-z]+: "
        r"|\b(?!mc)[a-z]{2,}[A-Z][a-z]{3,} |\b[A-Z]{3,}[\w ,.]{0,30} -- [A-Z][a-z]"
    ),
    ARCHIVE: re.compile(rf"^(?:These )?[Cc]rawls? of\b|{_ARCHIVES}.{{0,200}}?{_ARCHIVES}", re.IGNORECASE),
    PAPER: re.compile(
        r"\b(?:Extended Data|Supplementary|Supporting) (?:Figs?|Tables?|Information|Data|Methods)\b"
        r"|\((?:see )?(?:Figs?\.?|Figures?|Tables?) ?\w*\d"
        r"|\w = [~\w]|\[\d{1,3}(?:[,–-] ?\d{1,3})*\]|\bet al\.|\bPages? [A-Z]?\d+[-–][A-Z]?\d"
    ),
    CUT_SHORT: re.compile(r"(?:^|[\s(])(?:Sens?|Reps?|Gov|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sgt|Capt|Prof)\.$"),
}


# Literals of which one must occur for a kind to be looked for: regular expressions over every sentence of every text are dear.
_NEEDS: Final = {
    PAGE: (
        *("page you", "could not be ", "your tweet", "up to date on", "javascript", "cookies", "your browser", "your web", "available"),
        *("permission is ", "click ", "sign up ", "subscribe ", "our newsletter", "our privacy", "our cookie", "our terms"),
        *("enter your ", "confirm your ", "forgot your ", "forgotten your ", "mail address", "alert", "delivered ", "note: ", "notes: "),
        *("requires the ", "prohibited", " this story", " this article", " this post", " clicking", "here are ", "here is ", ".)"),
        *(" expressed ", "call ", "phone ", "dial ", "text ", "contact ", "mail ", "1-8", "please "),
        *("[real", "[mp3", "[pdf", "[audio", "[video", "[image", "[photo", "more information", "more details", "more stor"),
        *("more video", "rights reserved", "copyright notice", "email this", "machine-read", "uncorrected"),
    ),
    PUBLISHER: (
        *("world's", "world’s", "nation's", "nation’s", "country's", "country’s", "region's", "region’s"),
        *("provides", "delivers", "offers", "brings you", "publishes"),
    ),
    CAPTION: (
        *(", 1", ", 2", " 19", " 20", "(", " seen ", "pictured", " shown ", "image", "photo", "picture", "grab", "screenshot", ": "),
        *("getty", "left, ", "right, ", "center, ", "centre, ", "file", "caption", " reports", " has more", " explains", " joins us"),
        *(" has the ", "colors ", "colours "),
    ),
    TRANSCRIPT: (": ",),
    GLUED: (" ,", " .", " -- ", "!", "?"),
    ARCHIVE: ("archive", "wayback", "crawl", "warc", "web c"),
    PAPER: ("(fig", "(table", "(see ", "supplementary", "supporting", "extended data", " al.", "[", "page ", "pages ", " = "),
    CUT_SHORT: ("sen.", "sens.", "rep.", "reps.", "gov.", "mr.", "mrs.", "ms.", "dr.", "gen.", "lt.", "col.", "sgt.", "capt.", "prof."),
}
_FEWEST: Final = 4
_SMALL: Final = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "vs", "with"])
_JOINED: Final = re.compile(r"[a-z.!?:][A-Z]")
_ORDERS: Final = (
    *("scroll", "swipe", "tap", "click", "hover", "share", "subscribe", "sign up", "log in", "login", "register", "skip to"),
    *("watch", "see also", "view gallery", "listen to", "read ", "remember m"),
    "(",
)
_BUTTON: Final = re.compile(
    r"(?:CLOSE|SHARE|ADVERTISEMENT|Advertisement|PHOTOS?|VIDEO|AUDIO|GALLERY|MORE|PLAY|Play Video|MENU|SAVE|PRINT|COMMENTS?|UPDATED?"
    r"|LATEST HEADLINES|Caption"
    r"|Analysis(?= (?:A|An|The|In|On|At|For|After|As|When|While|It) )"
    r"|(?:Enlarge|Hide|Toggle) (?:Image|Caption)|STORY HIGHLIGHTS)[:!.]? (?=[A-Z\"“])"
)
_LABEL: Final = re.compile(
    r"(?:Why (?:it|this) matters|The (?:big picture|latest|bottom line|backdrop|details|state of play)|Driving the news|State of play"
    r"|Context|Background|Between the lines|By the numbers|Catch up quick|Flashback|Details|Go deeper|Of note|Worth noting"
    r"|What(?:['’]s| is) next|What (?:they['’]re saying|we['’]re watching|to (?:know|watch))"
    r"|What happened|Yes, but|Zoom (?:in|out)|The intrigue|How it works"
    r"|(?:ORIGINALLY|Originally|FIRST|First) (?:PUBLISHED|published|APPEARED|appeared)[^:.]{3,40})"
    r"(?:,[ \xa0]via [^:]{3,40})?:[ \xa0](?=[A-Z\"“])"
)
"""A label in front of a sentence, by which a newsletter parts its text, or which says when it was new."""
_SHOUTED: Final = re.compile(r"(?:[A-Z][A-Z'’&-]+,? ){4,}(?=[A-Z][a-z]+ [a-z])")
"""A heading in capitals before a sentence that is not."""
_TITLE_CASE: Final = re.compile(r"(?:(?:[A-Z0-9][\w.’'-]*|a|an|and|at|by|for|from|in|of|on|or|the|to|vs|with) ){6}")
_STARTS: Final = re.compile(
    r"(?<=[\w’')] )(?:A|An|The|In|On|At|For|After|As|When|While|Police|Officials|More|Two|Three|It|There) (?=[a-z])"
)
_HEADING_WORDS: Final = 6
"""Words in capitals from which what stands before a sentence is its heading and not a name."""
_LISTED: Final = re.compile(
    r"(?:Step|Tip|Lesson|Rule|Chapter|No\.|#) ?\d{1,3}[:.)] |\d{1,3} (?:of|/) \d{1,3} [A-Z]|(?!9/11)\d{1,3}/\d{2,3} [A-Z]"
    r"|.*?(?:\b[A-Z][\w-]{1,12}: [^:]{1,60}){3}"
)
"""A line of a numbered list, or labels each with its value: the head of a letter, a table run into a line."""


Cues = Mapping[str, tuple[str, ...]]
"""Kind of scrap -> those of its literals that a text holds."""


def cues_in(text: str) -> Cues:
    """What the sentences of a text need be looked through for; a kind none of whose literals occurs in it cannot occur either."""
    lower = text.lower()
    joined = _JOINED.search(text) is not None
    found = ((kind, tuple(filter(lower.__contains__, literals))) for kind, literals in _NEEDS.items())
    return {kind: cues for kind, cues in found if cues or kind == PAGE or (kind == GLUED and joined)}


def scrap(sentence: str, cues: Cues | None = None) -> str | None:
    """What kind of scrap a sentence is; None when it may be part of a report. ``cues``: those of its text, where it has one."""
    lower = sentence.lower()
    for kind, literals in (cues_in(sentence) if cues is None else cues).items():
        if (any(map(lower.__contains__, literals)) or _begins_one(kind, sentence, lower)) and _SCRAPS[kind].search(sentence):
            return kind
    return HEADING if _is_heading(sentence) or ((": " in sentence or sentence[0].isdigit()) and _LISTED.match(sentence)) else None


def front_of(sentence: str) -> int:
    """How many characters at the front of a sentence ran into it from the page: a button, a label, a heading without a full stop."""
    button = _BUTTON.match(sentence) or _LABEL.match(sentence) or _SHOUTED.match(sentence)
    at = button.end() if button else 0
    for start in _STARTS.finditer(sentence, at + 1) if _TITLE_CASE.match(sentence, at) else ():
        words = sentence[at : start.start()].split()
        if not all(map(_stands_in_a_heading, words)):
            break
        if len(words) >= _HEADING_WORDS and sum(word in _SMALL for word in words) < len(words) / 2:
            return start.start()
    return at


def _is_heading(sentence: str) -> bool:
    """Whether all but the smallest words begin with a capital or a figure: a heading, a list of titles, a table's line; a verb is small."""
    words = sentence.split()
    return len(words) >= _FEWEST and '"' not in sentence and "“" not in sentence and all(map(_stands_in_a_heading, words))


def _stands_in_a_heading(word: str) -> bool:
    bare = word.lstrip("'‘(") or word
    return "A" <= bare[0] <= "Z" or "0" <= bare[0] <= "9" or word in _SMALL


def _begins_one(kind: str, sentence: str, lower: str) -> bool:
    """Whether a sentence may be a scrap without a literal: by how it begins or ends, or by a capital within a word."""
    if kind == PAGE:
        return lower.startswith(_ORDERS) or lower.endswith("?")
    return kind == GLUED and _JOINED.search(sentence) is not None
