"""Tells whether a sentence can stand first, without the one before it. Not a resolver: it never says what a pronoun means."""

import re
from typing import Final

from wirefeed.text.listing import listed
from wirefeed.text.span import Span
from wirefeed.text.speech import SAID
from wirefeed.text.words import primary

PRONOUN: Final = "pronoun"
DEMONSTRATIVE: Final = "demonstrative"
DEFINITE: Final = "definite"
CONNECTIVE: Final = "connective"
COMPARISON: Final = "comparison"
ALSO: Final = "also"
ORPHAN_QUOTE: Final = "orphan quote"
BROKEN_QUOTE: Final = "broken quote"
QUOTED: Final = "leaning words in a quote"
QUOTED_PERSON: Final = "person in a quote"

# Only this much of a sentence is looked at: what leans, leans early.
_FRONT: Final = 300
_LEADING: Final = " \t\xa0\"“”„«»‘'`([*•●-–—"


def _phrases(listing: str) -> re.Pattern[str]:
    """One pattern for the phrases of a listing, one a line, each a regular expression; they match whole words, in any case."""
    return re.compile("(?:" + "|".join(line.strip() for line in listing.strip().splitlines()) + r")(?![\w-])", re.IGNORECASE)


def _table(listing: dict[str, str]) -> dict[str, str]:
    """Word -> reason."""
    return {word.replace("_", " "): reason for reason, words in listing.items() for word in words.split()}


# Words that lean wherever a sentence opens with them.
_FIRST_WORDS: Final = {
    "en": _table(
        {
            PRONOUN: "he she they it his her hers their theirs its him them himself herself themselves itself",
            DEMONSTRATIVE: "this these those such",
            CONNECTIVE: """but and or nor yet however meanwhile also instead still moreover furthermore additionally besides nevertheless
                nonetheless therefore thus hence consequently accordingly similarly likewise otherwise conversely indeed elsewhere
                separately plus subsequently afterward afterwards eventually finally lastly secondly thirdly regardless too""",
            COMPARISON: "other others another further additional similar",
        }
    ),
    "ru": _table(
        {
            PRONOUN: "он она они оно его её ее их ему ей им него неё нее них",
            DEMONSTRATIVE: "этот эта это эти этого этой этом этих такой такая такие такое тогда там здесь тот те",
            CONNECTIVE: "но а и однако также поэтому впрочем затем потом наконец зато кстати причём причем ещё еще",
            COMPARISON: "оба обе другой другая другие остальные",
        }
    ),
    "fr": _table(
        {
            PRONOUN: "elle ils elles son sa ses leur leurs lui celui celle ceux celles",
            DEMONSTRATIVE: "ce cet cette ces cela ceci c’est c'est",
            CONNECTIVE: "mais et or donc cependant toutefois pourtant néanmoins aussi ainsi puis ensuite enfin",
            COMPARISON: "autre autres",
        }
    ),
    "he": _table(
        {
            PRONOUN: "הוא היא הם הן לדבריו לדבריה לדבריהם שלו שלה",
            DEMONSTRATIVE: "זה זו זאת אלה אלו כך שם",
            CONNECTIVE: "אבל אך אולם ואולם גם לכן בנוסף בינתיים ועם",
        }
    ),
    "ar": _table(
        {
            PRONOUN: "هو هي هم وهو وهي",
            DEMONSTRATIVE: "هذا هذه ذلك تلك هؤلاء وهذا وهذه",
            CONNECTIVE: "لكن ولكن غير كما ثم بينما لذلك",
            ALSO: "وأضاف وأضافت وتابع وتابعت وأوضح وأوضحت",
        }
    ),
    "vi": _table({PRONOUN: "họ nó", CONNECTIVE: "nhưng và"}),
}
_FIRST_WORD: Final = re.compile(r"\w+(?:['’](?=est\b)\w+)?")

_OPENINGS: Final = {
    "en": (
        (
            DEMONSTRATIVE,
            _phrases(r"""
            that(?:['’]s)?(?! (?:said|way,))
            (?:in|at|on|by|for|since|after|before|until|despite|because of|during|from) (?:that|these|those|then|it|them|him|her)
            (?:amid|following|alongside) (?:that|this|these|those|it|them)
            (?:in|at|on|by|for|since|after|before|until|despite|because of) this(?! (?:morning|evening|week|month|year|summer|winter))
            (?:under|with|given|like) (?:this|that|these|those|it|them|him|her)
            (?:even )?(?:when|while|after|before|by|if|in|without) (?:\w+ing|taken) (?:for )?(?:this|that|these|those|it|them|him|her)
            \w{3,}ing (?:this|that|these|those|it|them),
            (?:most |more )?(?:notably|importantly|crucially|significantly|interestingly|tellingly),
            then(?! (?-i:[A-Z]))
            there(?:,| (?:he|she|they|it)(?! (?:is|was)))
            at the time(?! (?:of|when|the|he|she))
            to (?:that|this) end
            in (?:its|their) place,
            according to (?:him|her|them|it)
            """),
        ),
        (
            CONNECTIVE,
            _phrases(r"""
            so(?! (?:far|many|much|called)\b)(?!-)
            in (?:addition|contrast|turn|fact|other words|comparison|response|return|exchange|all|short|particular)(?! (?:to|of|for|with)\b)
            in (?:doing so|any case|the meantime)
            as (?:a result|a consequence|such)(?! of\b)
            as a result
            in addition
            by (?:contrast|comparison)
            on the (?:other hand|contrary)
            for (?:example|instance|one thing)
            even so
            if (?:so|not),
            after all,
            at the same time(?! (?:as|that)\b)
            of course
            to be sure
            above all,
            what(?:['’]s| is) more
            not only that
            worse(?: still| yet)?,
            more (?:importantly|broadly|generally|recently),
            that (?:said|is|way),
            at (?:first|last),
            all the while
            all of (?:that|this)
            (?:next|first|second|third|later|earlier|previously|rather|though|again),
            later (?:he|she|they|it|the|in the day|on)
            for (?:his|her|its|their) part
            (?:when )?(?:asked|pressed|questioned) (?:about|for|whether|if|why|how|by|what)
            (?:when )?(?:asked|pressed|contacted|reached),
            (?:[\w’'.-]+ ){1,3}(?:opened|launched|started|began|conducted|ordered|held|made|issued) (?:its|their|his|her) own
            (?:(?-i:[A-Z])[\w.’'-]+ ){1,3}(?:was|were|is|appeared to be|seemed to be) (?:referring|alluding|responding) to
            """),
        ),
        (
            COMPARISON,
            _phrases(r"""
            (?:both|neither)(?! (?:(?-i:[A-Z])|of the\b))(?! (?:[\w’'-]+ ){1,4}(?:and|nor)\b)
            the (?:others?|same|latter|rest|remaining|remainder)
            the former(?=,| (?:is|was|has|had|said|will)\b)
            an? (?:similar|second|third|fourth|separate|further|additional|different|subsequent|related|later)
            (?:one|two|three|four|five|six|some|most|many|all|none|several|few|half|each|either|both|any|much) of (?:them|these|those|which)
            (?:among|of) (?:them|these|those)
            (?:two|three|four|five|six|several|many|some|most|all) (?:others|more(?! than\b))
            (?:some|several|many|most|all|few|none) (?:feature|show|include|contain|depict|appear)(?:ed|s)?
            the (?:two|three|four|five|first|second|third|last|next),
            the (?:two|three|four|five) (?:men|women|sides|leaders|countries|nations|were|are|have|had|also|will|met|said)
            the (?:first|second|third|last|next) (?:was|is|will|came)
            """),
        ),
    ),
    "ru": (
        (
            CONNECTIVE,
            _phrases(r"""
            при этом
            кроме того
            более того
            вместе с тем
            в то же время
            между тем
            тем (?:не менее|временем|самым)
            таким образом
            в (?:свою очередь|частности|результате|связи с этим)
            по (?:его|её|ее|их) (?:словам|мнению|данным)
            """),
        ),
    ),
    "fr": (
        (PRONOUN, _phrases(r"il(?! (?:y a|est (?:prévu|possible|probable|encore|trop)|faut|s['’]agit)\b)")),
        (
            CONNECTIVE,
            _phrases(
                r"en (?:outre|revanche|effet)"
                "\n"
                r"de (?:plus|même)"
                "\n"
                r"par (?:ailleurs|contre)"
                "\n"
                r"au contraire"
                "\n"
                r"pour sa part"
            ),
        ),
    ),
    "he": ((CONNECTIVE, _phrases("עם זאת\nכמו כן\nלאחר מכן\nיחד עם זאת")),),
    "ar": ((CONNECTIVE, _phrases("من جهة أخرى\nفي المقابل\nإلى ذلك\nمن جانبه\nمن جهته")),),
    "vi": (
        (PRONOUN, re.compile(r"(?:Ông|Bà|Anh|Chị|Cô) (?=[^\WA-ZĐÀ-ỸƯƠ])")),
        (CONNECTIVE, _phrases("tuy nhiên\nngoài ra\nbên cạnh đó\ntrong khi đó\ndo đó\nvì vậy\nsau đó\nđiều này\nviệc này")),
    ),
}

# Nouns that point back whatever follows "the", and those that do when they stand alone.
_POINTING: Final = listed("man woman group suspect company ministry statement move decision two pair")
_ALONE: Final = listed(
    """
    accident accord accused action actor actress agency agreement aircraft airline album alliance allegation amendment amount
    announcement app area assailant attacker attack attorney author bank bill blast blaze bloc board boat body bomber book boy brother
    building bus campaign candidate car carrier case change charge charity child children city clip club coalition comment commission
    committee complaint contest cost council country couple crash crowd daughter deal decline decrease defence defense defendant
    demonstrator detainee device disease district doctor document drive driver drone drop drug duo effort event explosion facility
    family father figure fighter film fire firm footage foundation fund gain game girl gunman gunmen hearing helicopter hospital
    hostage hurricane husband idea incident increase individual interview investigation island issue jet judge jury killing law
    lawmaker lawsuit lawyer league legislation letter list magazine maker manufacturer marcher match matter measure meeting memo men
    militant minister money mother movie name nation network news newspaper nominee number officer official operation order
    organisation organization panel paper parent party patient people person phone plaintiff plan plane plot policy poll post price
    prisoner probe problem process product professor program programme project proposal prosecution protester province quake question
    race raid rebel region remain remark report researcher result retailer rise rule ruling school scientist senator service ship
    shooter shooting show singer sister site situation soldier son song speech spokesman spokesperson spokeswoman star state storm
    strike student study suit summit survey suspect system talk teacher team teen teenager total tournament town train treaty tremor
    trial trio trip troops truck tweet union university vehicle verdict vessel victim video village visit vote warning weapon website
    widow wife women writer
    """
)
# What makes a noun phrase say itself which one it means: "the attack on the mosque", "the report that ...".
_TELLING: Final = listed(
    """
    of on in at by from for against between to with that who whose whom involving over near into about under behind along around among
    within outside inside where when known called named accused suspected charged responsible nearest and or
    """
)
_THE: Final = re.compile(
    r"(?:according to )?the (?:(?:new|latest|whole|entire|proposed|current|planned|deadly|alleged|young|old|injured|dead|massive|huge) )?"
    r"([\w-]+)(?:['’]s?)?(?: ([\w-]+))?",
    re.IGNORECASE,
)
# "The official opening date": no official, unless something is said of him.
_OFFICIAL_DOES: Final = re.compile(
    rf"(?:\w+ed|\w+s|{SAID}|was|were|has|had|will|would|could|did|gave|spoke|also|later|then|now|never|not|did|made|put|in|at|from|with)\b"
)
_AGED: Final = re.compile(r"\d{1,2}-year-olds?")
_NAMED_AFTER: Final = re.compile(r", (?:[A-Z][\w.’'-]* ){1,4}")

_ALSO_EARLY: Final = re.compile(
    r"(?:[^\s\"“]+ ){1,7}?(?<!but )(?<!who )(?<!which )(?<!and )(?:also\b|went on to (?:say|add)\b)|(?:[^\s\"“]+ ){1,6}?также\b"
)
_ADDED: Final = re.compile(
    r"[^\"“]{1,60}? (?:added|continued|concluded|reiterated)(?=,| that\b|:| [\"“])|[^,\"“]{1,40}? (?:добавил|добавила)[,:]"
)
# Of which one occurs in either of them.
_ALSO_WORDS: Final = ("also", "went on", "также", "added", "continued", "concluded", "reiterated", "добавил")
# "In a statement, he said": an opening phrase without a person in it, then a pronoun as the subject.
_LED_IN: Final = re.compile(
    r"((?:in|on|at|during|after|before|from|with|without|for|by|under|according|born|once|now|as|like|unlike|despite|amid|following|since|within"
    r"|among|over|through|throughout|to|upon|when|while|if|although|because|until|last|earlier|later|\w{2,20}(?:ing|ed)|an?) "
    r"[^,;:\"“”.?!]{1,90}), (?:he|she|they|it (?:said|added|had|has)|that['’]s|this (?:is|was))\b",
    re.IGNORECASE,
)
_CLAUSE_OF_PRONOUN: Final = re.compile(
    r"(?:when|as|while|if|although|though|because|since|after|before|once|until|even if|even though) (?:he|she|they|it)\b"
    r"[^,;:\"“”.?!]{0,90}, (?:he|she|they|it|his|her|their|its)\b",
    re.IGNORECASE,
)
_CLAUSE_OF_PERSON: Final = re.compile(
    r"(?:[Ww]hen|[Aa]s|[Ww]hile|[Ii]f|[Aa]lthough|[Tt]hough|[Bb]ecause|[Ss]ince|[Aa]fter|[Bb]efore|[Oo]nce|[Uu]ntil) "
    r"(?:[a-z]+ ){0,2}[A-Z][\w’'-]+ (?!and )"
)
_PRONOUN_SAID: Final = re.compile(
    rf"[,\"”’'?!] ?(?:(?:he|she|they|it) (?:(?:also|later|then|has|had) )?(?:{SAID})\b|(?:{SAID}) (?:he|she|they)(?=\W*$|[.,;:]))"
)
"""Whoever spoke is only "he". "Lie, a farmer, said he was told" names the speaker."""
_THE_SAID: Final = re.compile(rf"[\"”] ?(?:[Tt]he (\w+) (?:{SAID})\b|(?:{SAID}) the (\w+)(?=[.,]|$))")
_THE_SAID_LAST: Final = re.compile(
    rf", the (?:spokes(?:man|woman|person)|official|officer|lawyer|attorney|source|aide|witness|expert|analyst) (?:{SAID})\.$"
)
_THOSE: Final = re.compile(
    rf"\b(?:{SAID}|says?|tells?|believes?|thinks?)(?: [A-Z]\w+){{0,3}} (?:that )?(?:(?:those|these) (?!who\b|(?:days|weeks|months|years)\b)"
    r"|this (?!week|month|year|morning|afternoon|evening|time|summer|winter|spring|fall|autumn|country|city|town|state|season|is\b|was\b))"
    r"[a-z]|\b(?:one|two|some|most|many|all) of (?:these|those) (?:people|officials|sources|men|women)\b"
    r"|\bthese people (?:said|cautioned|warned)\b|\b(?:all|both|each|any|many|some|most|none) (?:\d+ |\w+ )?of (?:these|those) [a-z]"
    r"|^\w{3,}ing (?:to|on|about|at|for|from|of) (?:these|those) (?!who\b|(?:days|weeks|months|years)\b)[a-z]"
)
"""Somebody says something of "those charges": of which ones the sentence before told."""
_UNTOLD: Final = ((_THOSE, DEMONSTRATIVE), (_THE_SAID_LAST, DEFINITE))
_NAME_SAID: Final = re.compile(rf"\b[A-Z][\w’'-]+ (?:(?:also|later|then|has|had) )?(?:{SAID})\b")
_PERSON: Final = re.compile(r"(?:he|she|his|her)\b", re.IGNORECASE)
_MANY: Final = re.compile(r"(?:they|their)\b", re.IGNORECASE)
"""A quotation that opens so speaks of somebody named before it; after another sentence it would speak of somebody else."""
_WORDS_OUTSIDE: Final = re.compile(r"\w\w")
_STRAIGHT: Final = re.compile(r"(?<!\w)\"|\"(?!\w)")
_QUOTATION: Final = re.compile(r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»")

_DROPPABLE: Final = re.compile(
    r"(?:(?:But|And)(?! (?:for|not|then|so|also|yet|to|only|even|now|what|who|why|how)\b)|Yet(?! (?:another|to|again|more)\b)"
    r"|(?:However|Meanwhile|Still|Moreover|Furthermore|Additionally|Also|Instead|Nevertheless|Nonetheless|Besides|Indeed|Separately"
    r"|Likewise|Similarly|Therefore|Thus|Consequently|Accordingly|In addition|In fact|As a result|At the same time|Even so|By contrast"
    r"|In contrast|For example|For instance|Yet|But|And|So),"
    r"|(?:Но|Однако|При этом|Между тем|Кроме того|Вместе с тем|В то же время)(?! (?:не|и|же)\b),?"
    r"|(?:Mais|Cependant,|Toutefois,|Pourtant,|En outre,|Par ailleurs,)(?! (?:aussi|pas)\b))[ \xa0]+(?=\w)"
)
_ENOUGH_WORDS: Final = 4


def leans_on_previous(sentence: str, language: str = "en") -> str | None:
    """Why a sentence cannot stand without its predecessor, as one of this module's reasons, or None when it can.

    ``leaning words in a quote`` is the mildest: the speaker is named, but the quotation opens with "It", "This" or the like, so the
    sentence may follow but should not open a paragraph; ``person in a quote`` is the same with "He" or "She", which may stand so only if
    nobody else can be meant. ``broken quote``: a quotation mark has no partner inside the sentence.
    """
    front = sentence.lstrip(_LEADING)
    tongue = primary(language)
    quoted = sentence.lstrip()[:1] in '"“«„'
    reason = _quote_fault(sentence, quoted=quoted)
    if reason is None:
        reason = _opening(front, tongue)
        if reason and quoted and not _MANY.match(front):
            reason = QUOTED_PERSON if _PERSON.match(front) else QUOTED
    if tongue == "en" and reason in {None, QUOTED, QUOTED_PERSON}:
        reason = _late(sentence, front, quoted=quoted) or reason
    return reason


def connective(sentence: str) -> Span | None:
    """The leading "But", "However," and the like with the space after it, where the rest still is a sentence; None where there is none.

    The rest may lean for another reason ("But he said"): ask again of ``sentence[span.end:]``.
    """
    match = _DROPPABLE.match(sentence)
    if match is None or sentence.count(" ", match.end(), match.end() + _FRONT) < _ENOUGH_WORDS - 1:
        return None
    return Span(0, match.end())


def pointed_at(sentence: str) -> str | None:
    """The noun by which an English sentence points back, in small letters: "company" of "The company said so"; None where it does not so.

    Not where the noun says itself which one it means: "The judge, James Boasberg, said so".
    """
    front = sentence.lstrip(_LEADING)
    if _points_back(front) and (phrase := _THE.match(front)):
        return None if _NAMED_AFTER.match(front, phrase.end(1)) else phrase[1].lower()
    speaker = _THE_SAID.search(sentence)
    return (speaker[1] or speaker[2]).lower() if speaker else None


def _opening(front: str, tongue: str) -> str | None:
    word = _FIRST_WORD.match(front)
    if word is None:
        return None
    reason = _FIRST_WORDS.get(tongue, {}).get(word[0].lower())
    if reason:
        return reason
    for named, pattern in _OPENINGS.get(tongue, ()):
        if pattern.match(front):
            return named
    return DEFINITE if tongue == "en" and _points_back(front) else None


def _points_back(front: str) -> bool:
    """Whether the first words are "the" and a noun that does not say which."""
    phrase = _THE.match(front)
    if phrase is None:
        return False
    noun, after = phrase[1].lower(), (phrase[2] or "").lower()
    if noun == "official" and after and not _OFFICIAL_DOES.match(after):
        return False
    # "the two-year plan" counts as pointing too: whoever scores composites reads it so.
    return noun.partition("-")[0] in _POINTING or ((_is_general(noun) or _AGED.fullmatch(noun) is not None) and after not in _TELLING)


def _is_general(noun: str) -> bool:
    return noun in _ALONE or noun in _POINTING or (noun.endswith("s") and (noun[:-1] in _ALONE or noun[:-1] in _POINTING))


def _quote_fault(sentence: str, *, quoted: bool) -> str | None:
    """Whether quotation marks are unpaired, or the sentence is a quotation and nothing else."""
    straight = len(_STRAIGHT.findall(sentence)) if '"' in sentence else 0
    if sentence.count("“") != sentence.count("”") or sentence.count("«") != sentence.count("»") or straight % 2:
        return None if "„" in sentence else BROKEN_QUOTE
    if quoted and not _WORDS_OUTSIDE.search(_QUOTATION.sub("", sentence)):
        return ORPHAN_QUOTE
    return None


def _late(sentence: str, front: str, *, quoted: bool) -> str | None:
    """What leans after the first words: an unnamed speaker, a pronoun behind an opening phrase, "also"."""
    said = _PRONOUN_SAID.search(sentence)
    if said and not _NAME_SAID.search(sentence, 0, said.start()):
        return PRONOUN
    if quoted:
        speaker = _THE_SAID.search(sentence)
        return DEFINITE if speaker and _is_general(speaker[1] or speaker[2]) else None
    if reason := next((why for pattern, why in _UNTOLD if pattern.search(sentence)), None):
        return reason
    if ", " in front:
        led = _LED_IN.match(front)
        if (led and not _CLAUSE_OF_PERSON.match(led[1])) or _CLAUSE_OF_PRONOUN.match(front):
            return PRONOUN
    if any(map(front.__contains__, _ALSO_WORDS)) and (_ALSO_EARLY.match(front) or _ADDED.match(front)):
        return ALSO
    return None
