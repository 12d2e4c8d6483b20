"""Who a newsroom says is speaking, from the words around a quotation. It reads one sentence and finds no quotation marks itself."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wirefeed.text.span import Span
from wirefeed.text.speech import SAID, SAID_BY_LANGUAGE


class Pattern(StrEnum):
    """How a quotation is tied to its speaker."""

    AFTER = "quote said X"
    BEFORE = "X said: quote"
    ACCORDING = "according to X, quote"
    SPLIT = "split quote"
    PARTIAL = "X said it was quote"
    CONTINUED = "quote goes on"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Speaker, verb and agency of a quotation as spans of the text, each None where there is none."""

    pattern: Pattern = Pattern.NONE
    speaker: Span | None = None
    verb: Span | None = None
    agency: Span | None = None


# The news media a person speaks to: well-known names, and names that say so.
_KNOWN: Final = (
    "AFP|Agence France-Presse|TASS|Tass|ITAR-TASS|Interfax|RIA(?: Novosti)?|Sputnik|Reuters|AP|(?:The )?Associated Press|UPI|DPA|dpa"
    "|ANSA|EFE|Xinhua|Kyodo|Yonhap|IRNA|ISNA|Fars|WAFA|SANA|JTA|BBC|CNN|NBC|ABC|CBS|MSNBC|CNBC|NPR|PBS|Fox|Sky|ITV|RT"
    r"|Al[ -]Jazeera|Al[ -]Arabiya|Haaretz|Axios|Politico|Bloomberg|Ynet|Kan|Channel \d{1,2}"
)
_TELLTALE: Final = (
    "News|Times|Post|Press|Guardian|Telegraph|Herald|Tribune|Journal|Gazette|Mail|Mirror|Today|Weekly|Magazine|Radio|TV|Television"
    "|Broadcasting|Agency|Observer|Independent|Standard|Chronicle|Globe|Star|Sun|Dispatch"
)
MEDIA: Final = rf"(?:the )?(?:{_KNOWN}|(?:[A-Z][\w’'.-]* (?:of |& )?){{0,3}}?(?:{_TELLTALE})(?: of [A-Z]\w+)?)\b"
# A full stop inside a name or title, not at the end of a sentence.
_NO_STOP: Final = (
    r"(?:[^.,;:“”\"!?«»\n—–―]|(?<=\b[A-Z])\.|(?<=\b(?:Mr|Ms|Dr|St|Lt|Jr|Sr))\.|(?<=\b(?:Mrs|Gen|Sen|Rep|Gov|Col|Maj|Sgt|Rev|Adm))\."
    r"|(?<=\b(?:Prof|Capt|Cmdr))\.)"
)
_ADVERB: Final = (
    r"(?:also|later|then|has|had|have|did|again|previously|recently|once|repeatedly|went on to|goes on to|\w+ly|on \w+day|\w+day|earlier) "
)
_PRONOUN: Final = re.compile(r"(?:he|she|they|it|we|i|who|он|она|они|il|elle|ils|elles|on|הוא|היא|הם|هو|هي|هم)", re.IGNORECASE)
# Words no speaker begins with, or is made of alone: "referring to Trump", "Republican".
_NO_SPEAKER: Final = re.compile(
    r"(?:and|but|who|which|that|as|when|while|after|before|if|because|though|although|in|on|at|to|for|of|with|by|from"
    r"|[a-z]+ing)\b|.* (?:to|not|never|and|or)$"
    r"|(?:Republican|Democratic|GOP|House|Senate|That['’]s|[A-Z][a-z]+(?:ian|ish|ese|ean|ing))$"
)
_STARTERS: Final = re.compile(r"(?:The|A|An|He|She|They|It|But|And|In|On|At|His|Her|Their|This|That|When|As|After)\b")
_STOP: Final = (
    r"(?:in|on|at|with|from|by|to|was|is|were|are|has|had|have|that|who|whom|whose|which|as|after|before|when|while|where|but|during|about"
    r"|amid|since|because|if|through|via|over|into|under|between|against|adding|speaking|yesterday|today|late|early|last|this|told|said)\b"
)
_TITLE: Final = r"(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Maj|Capt|Sgt|Prof|St|Rev|Adm|Cmdr|Sens|Reps)\."
_TOKEN: Final = rf"(?:{_TITLE}|(?:[A-Z]\.)+|[\w’'&/-]+)"
_NO_NAME: Final = (
    r"(?:And|But|Yet|So|In|On|At|As|When|While|After|Before|If|For|With|By|From|Then|Though|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_CAPITAL: Final = rf"(?!{_NO_NAME})(?:{_TITLE}|(?:[A-Z]\.)+|[A-ZÀ-ÖØ-Þ][\w’'&/-]*)"
_NAME: Final = rf"{_CAPITAL}(?:\s(?:{_CAPITAL}|(?:of|for|the|de|da|al|bin|ben|von|van|and)(?=\s(?:the\s)?[A-Z]))){{0,9}}"
_DEFINITE: Final = (
    "(?:the|an?|one|his|her|their|its|another|two|some|several|many|The|An?|One|His|Her|Their|Its)"
    rf"\s{_TOKEN}(?:\s(?!{_STOP}){_TOKEN}){{0,9}}"
)
_PEOPLE: Final = (
    r"(?:[\w’'-]+\s){0,3}?(?:officials?|police|authorities|witnesses|prosecutors|experts|analysts|critics|sources?|investigators|rescuers"
    r"|residents|lawyers|activists|protesters|doctors|researchers|scientists|spokesman|spokeswoman|spokesperson)"
)
_SPEAKER: Final = rf"(?:(?:he|she|they|it|we|I)\b|{_DEFINITE}|(?:(?!{_STOP})[a-z][\w’'-]*\s){{0,5}}{_NAME}|{_PEOPLE})"

_QUOTED_AS: Final = re.compile(
    rf"[,\s]*(?P<agency>{MEDIA}(?: news agency)?|[A-Z][\w-]+ news agency) (?:quoted|cited) (?P<speaker>{_SPEAKER})"
    r" as (?P<verb>saying|telling)\b"
)
_SAID_X: Final = re.compile(rf",?\s*(?P<verb>{SAID})\s(?P<speaker>{_SPEAKER})")
_X_SAID: Final = re.compile(
    rf",?\s*(?P<speaker>{_NO_STOP}{{1,100}}?)(?:, {_NO_STOP}{{2,90}},)? (?:{_ADVERB}){{0,2}}(?<!['’]s )(?P<verb>{SAID})\b"
)
_ACCORDING_AFTER: Final = re.compile(rf",?\s*according to (?P<speaker>{_SPEAKER})")
_ACCORDING_BEFORE: Final = re.compile(rf"\b[Aa]ccording to (?P<speaker>{_SPEAKER})")

_TELLS: Final = (
    "called|calls|described|describes|labell?ed|dubbed|denounced|condemned|praised|hailed|blasted|slammed|branded|accused|criticized"
    "|criticised|dismissed|rejected|characterized|welcomed|cited|questioned|mocked|thanked|referred"
)
_GOING: Final = (
    "saying|calling|describing|adding|insisting|arguing|claiming|writing|warning|telling|declaring|noting|stating|asking|praising"
)
_VERB_BEFORE: Final = re.compile(rf"(?<![\w-])(?<!['’]s )(?:{SAID}|{_TELLS}|(?P<going>{_GOING}))\b")
_PRONOUN_SUBJECT: Final = re.compile(rf"\b(?P<speaker>[Hh]e|[Ss]he|[Tt]hey|[Ww]e|I|[Ii]t)\s(?:{_ADVERB}){{0,2}}$")
_SUBJECT: Final = re.compile(
    r"(?:^|[,;:—–”\"]\s?|\b(?:but|and|as|while|when|that|where)\s)"
    rf"(?P<speaker>(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]e|I|who)\b|{_DEFINITE}|(?:(?!{_STOP})[a-z][\w’'-]*\s){{0,5}}{_NAME}"
    rf"(?:(?:\s(?!{_STOP})[a-z][\w’'-]*){{1,4}}\s{_NAME})?|{_PEOPLE})"
    rf"(?:, [^,“”\"]{{2,90}},|\s\([^()]{{1,30}}\))?\s(?:{_ADVERB}){{0,2}}$"
)
_FIRST_NOUN: Final = re.compile(
    r"(?:(?:In|On|At|During|After|Before|Speaking|Asked|For)\s[^,]{2,80},\s)?"
    rf"(?P<speaker>(?:He|She|They|It|I|We|he|she|they)\b|{_DEFINITE}|{_NAME})"
)
_TOLD: Final = re.compile(
    r"\b(?:told|tells|telling|interview (?:with|to|on|for)|speaking (?:to|on)|quoted by|according to|cited by|reported by|comments to"
    rf"|statement to) (?P<agency>{MEDIA})"
)
_REPORTED: Final = re.compile(rf"(?P<agency>{MEDIA}|[A-Z][\w-]+ (?:news agency|newspaper)) (?:\w+ )?(?:reported|reports)\b")
_ALONE_LOWER: Final = re.compile(r"\s(?:he|she|they|said)\b")
_NEAR: Final = 160


def attribute(text: str, sentence: Span, quote: Span, before: int, after: int) -> Attribution:
    """Who says the quotation ``quote`` of ``sentence``; ``before`` and ``after`` bound the words that may say so."""
    if not text.isascii():
        other = _other_tongue(text, sentence, quote, before, after)
        if other:
            return other
    found = _after(text, quote, after) or _before(text, sentence, quote, before) or Attribution()
    return _with_agency(text, sentence, quote, found)


def is_pronoun(words: str) -> bool:
    """Whether a speaker is only a pronoun."""
    return _PRONOUN.fullmatch(words) is not None


def _span(match: re.Match[str], name: str) -> Span:
    return Span(*match.span(name))


_BEHIND: Final = (
    (_QUOTED_AS, Pattern.AFTER),
    (_SAID_X, Pattern.AFTER),
    (_ACCORDING_AFTER, Pattern.ACCORDING),
    (_X_SAID, Pattern.AFTER),
)


def _after(text: str, quote: Span, end: int) -> Attribution | None:
    """An attribution behind the quotation, which a comma, question or exclamation mark must lead to, or a small letter follow."""
    inside = text[quote.start : quote.end].rstrip("”\"»'’ “")
    leads = inside[-1:] in ",?!…—-" or text.startswith(",", quote.end)
    if not leads and not _ALONE_LOWER.match(text, quote.end):
        return _attribution(_QUOTED_AS.match(text, quote.end, end), Pattern.AFTER)
    end = min(end, quote.end + 2 * _NEAR)
    for behind, pattern in _BEHIND:
        match = behind.match(text, quote.end, end)
        if match and not (behind is _X_SAID and _NO_SPEAKER.match(match["speaker"])):
            starts_anew = behind is _X_SAID and inside[-1:] in "?!…" and _STARTERS.match(match["speaker"])
            return None if starts_anew else _attribution(match, pattern)
    return None


def _attribution(match: re.Match[str] | None, pattern: Pattern) -> Attribution | None:
    if match is None:
        return None
    named = match.groupdict()
    return Attribution(
        pattern=pattern,
        speaker=_span(match, "speaker"),
        verb=_span(match, "verb") if "verb" in named else None,
        agency=_span(match, "agency") if "agency" in named else None,
    )


def _before(text: str, sentence: Span, quote: Span, start: int) -> Attribution | None:
    """An attribution in front of the quotation: its last verb of speech and that verb's subject, or "according to"."""
    begin = max(start, quote.start - 2 * _NEAR)
    verbs = list(_VERB_BEFORE.finditer(text, begin, quote.start))
    quoted_as = _QUOTED_AS.search(text, begin, quote.start) if "as saying" in text[begin : quote.start] else None
    if quoted_as:
        return _attribution(quoted_as, Pattern.BEFORE)
    according = _ACCORDING_BEFORE.search(text, max(sentence.start, quote.start - 2 * _NEAR), quote.start)
    if according and (not verbs or verbs[-1].start() < according.start()):
        return _attribution(according, Pattern.ACCORDING)
    if not verbs:
        return None
    verb = verbs[-1]
    between = text[verb.end() : quote.start].rstrip()
    direct = not between or between[-1] in ":," or between.endswith("that")
    pattern = (Pattern.SPLIT if start > sentence.start else Pattern.BEFORE) if direct else Pattern.PARTIAL
    return Attribution(pattern=pattern, speaker=_subject(text, sentence, verb), verb=Span(*verb.span()))


def _subject(text: str, sentence: Span, verb: re.Match[str]) -> Span | None:
    """Whose verb it is: the noun before it; the sentence's first noun for "..., saying"."""
    offset = max(sentence.start, verb.start() - _NEAR)
    if verb["going"]:
        offset = sentence.start
        match = _FIRST_NOUN.match(text[offset : verb.start()])
    else:
        lead = text[offset : verb.start()]
        match = _PRONOUN_SUBJECT.search(lead) or _SUBJECT.search(lead)
    if match is None or _NO_SPEAKER.match(match["speaker"]):
        return None
    return Span(offset + match.start("speaker"), offset + match.end("speaker"))


def _with_agency(text: str, sentence: Span, quote: Span, found: Attribution) -> Attribution:
    """The agency that carried the words, where the sentence names one outside the quotation; a medium that reports is no speaker."""
    if found.agency:
        return found
    for start, end in ((quote.end, sentence.end), (sentence.start, quote.start)):
        told = _TOLD.search(text, start, end) or _REPORTED.search(text, start, end)
        if told:
            agency = _span(told, "agency")
            same = found.speaker is not None and found.speaker.start <= agency.start < found.speaker.end
            return Attribution(pattern=found.pattern, speaker=None if same else found.speaker, verb=found.verb, agency=agency)
    return found


# Other tongues: a verb and the words beside it, as far as the next mark.
_BESIDE: Final = r"[^.,;:—–«»\"“”()\n]{2,80}"


def _patterns(verbs: str, according: str, dash: str) -> tuple[re.Pattern[str], ...]:
    """Behind the quotation: verb and speaker, speaker and verb; in front of it: according to, speaker and verb, verb and speaker."""
    return (
        re.compile(rf",?\s*{dash}(?P<verb>{verbs})\s(?P<speaker>{_BESIDE})"),
        re.compile(rf",?\s*{dash}(?P<speaker>{_BESIDE}?)\s(?P<verb>{verbs})\b"),
        re.compile(rf"(?:{according})\s(?P<speaker>{_BESIDE})"),
        re.compile(rf"(?:^|[,.;:—–]\s?)(?P<speaker>{_BESIDE}?)\s(?P<verb>{verbs})\b[^«\"“]{{0,80}}$"),
        re.compile(rf"(?:^|[,.;:—–\s])(?P<verb>{verbs})\s(?P<speaker>{_BESIDE}?)(?:,?\s(?:что|que|כי|إن|أن|ان))?\s?[:,]?\s*$"),
    )


_TONGUES: Final = {
    "ru": _patterns(SAID_BY_LANGUAGE["ru"], "[Пп]о (?:словам|мнению|данным)|[Кк]ак (?:заявил|сообщил|отметил)а?", r"(?:[—–-]\s)?"),
    "he": _patterns(SAID_BY_LANGUAGE["he"], "לדברי|לפי", ""),
    "ar": _patterns(SAID_BY_LANGUAGE["ar"], "بحسب|وفقا ل|وفق", ""),
    "fr": _patterns(SAID_BY_LANGUAGE["fr"], "[Ss]elon|[Dd]['’]après", ""),
}
_SCRIPTS: Final = (("ru", re.compile("[а-яё]{3}")), ("he", re.compile("[א-ת]{2}")), ("ar", re.compile("[\u0621-\u064a]{2}")))
_FRENCH: Final = re.compile(r"\b(?:le|la|les|des|une|du|est|que|dans|pour)\b")


def _other_tongue(text: str, sentence: Span, quote: Span, before: int, after: int) -> Attribution | None:
    """An attribution in Russian, Hebrew, Arabic or French, told apart by their letters; None in any other."""
    cut = text[sentence.start : sentence.end]
    tongue = next((name for name, script in _SCRIPTS if script.search(cut)), None)
    if tongue is None and "«" in cut and _FRENCH.search(cut):
        tongue = "fr"
    if tongue is None:
        return None
    inverted, plain, according, said, said_first = _TONGUES[tongue]
    match = inverted.match(text, quote.end, after) or plain.match(text, quote.end, after)
    if match:
        return Attribution(pattern=Pattern.AFTER, speaker=_trimmed(match, 0), verb=_span(match, "verb"))
    match = according.search(text, sentence.start, quote.start)
    if match:
        return Attribution(pattern=Pattern.ACCORDING, speaker=_trimmed(match, 0))
    offset = max(before, quote.start - _NEAR)
    lead = text[offset : quote.start]
    match = said.search(lead) or said_first.search(lead)
    if match:
        verb = Span(offset + match.start("verb"), offset + match.end("verb"))
        return Attribution(pattern=Pattern.BEFORE, speaker=_trimmed(match, offset), verb=verb)
    return Attribution()


def _trimmed(match: re.Match[str], offset: int) -> Span:
    words, start = match["speaker"], offset + match.start("speaker")
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))
