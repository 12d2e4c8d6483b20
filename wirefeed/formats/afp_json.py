"""AFP's API document (an answer of ``/v1/api/search``, one document, or a list of them) -> entries. Asking for it is the transport's work.

The same document comes again under its ``uno`` with a later ``revision``. Pictures, films and web stories of their own are no articles.
"""

import json
import re
from typing import Any, Final

from wirefeed.formats.batch import subjects_of, take_each
from wirefeed.formats.contacts import without_contact_lines, without_contacts
from wirefeed.formats.document import Document, Shape
from wirefeed.formats.fields import Remarks
from wirefeed.formats.members import Members
from wirefeed.formats.terms import held, kind_of
from wirefeed.model.delivery import Entry, FaultKind, Parsed, Picture
from wirefeed.model.item import Kind, PubStatus
from wirefeed.text.urls import safe_url

_ARTICLES: Final = ("text", "factcheck", "multimedia")
_OTHERS: Final = ("picture", "graphic", "video", "videography", "webstory", "audio", "livereport")
_NOT_ARTICLES: Final = ("program", "textprogram", "memo", "schedule", "planning")
_PLAIN: Final = 4
"""From this urgency on a text is no alert any more, and its headline is a field of its own."""
_ALERT: Final = 2
_WITHDRAWN: Final = re.compile(r"(?:annulation|anulación|anulação|annullierung|annulliert|kill|إلغاء)\s{0,3}:", re.IGNORECASE)
_UNO: Final = re.compile(r"newsml\.afp\.com\.[0-9TZ]{8,20}\.[A-Za-z0-9-]{3,60}")
_ROLES: Final = ("highdef", "preview", "quicklook", "squared120", "thumbnail")
_LONGEST_HEADLINE: Final = 300


def recognises(document: Document) -> bool:
    """Whether the JSON is an answer of AFP's search, one of its documents, or a list of them."""
    data = document.data
    if document.shape is not Shape.JSON:
        return False
    docs = _docs(data)
    if docs is None:
        return _is_item(data[0] if isinstance(data, list) and data else data)
    return not isinstance(docs, list) or not docs or any(map(_is_item, docs))


def read(document: Document, seen: frozenset[bytes]) -> Parsed:
    """The entries not in ``seen``. Raises Malformed when ``docs`` is no list."""
    data: Any = document.data
    docs = _docs(data)
    items = docs if docs is not None else data if isinstance(data, list) else [data]
    if not isinstance(items, list):
        raise document.malformed("an answer of AFP whose docs are no list")
    raws = [(json.dumps(item, sort_keys=True).encode(), item) for item in items]
    return take_each(document, seen, raws, lambda item, remarks: _entry(item, document.url, remarks), name="afp-json")


def _docs(data: object) -> Any:  # noqa: ANN401 - whatever the JSON holds there
    """``response.docs`` of an answer; None where the JSON is none. Solr answers in the same shape but says so."""
    if not isinstance(data, dict) or "responseHeader" in data:
        return None
    response = data.get("response")
    return response.get("docs", []) if isinstance(response, dict) and ("docs" in response or "numFound" in response) else None


def _is_item(value: object) -> bool:
    if not isinstance(value, dict) or not any(isinstance(value.get(name), str) for name in ("uno", "afpshortid")):
        return False
    return any(name in value for name in ("news", "class", "bagItem", "revision", "published"))


def _entry(value: object, base: str, remarks: Remarks) -> Entry | None:
    item = Members.of(value, remarks)
    guid = item.text("uno", "afpshortid")
    if guid is None:
        remarks.note(FaultKind.BAD_ENTRY, "a document without uno and afpshortid", lost=True)
        return None
    remarks.where = guid[:200]
    if why := _no_article(item):
        remarks.note(FaultKind.NOT_AN_ARTICLE, why, lost=True)
        return None
    paragraphs, withdrawn = _paragraphs(item)
    embargoed = item.time("embargoed")
    status = PubStatus.CANCELED if withdrawn else held(item.text("status") or "usable", item.text("embargoed"), embargoed)
    urgency = item.urgency("urgency")
    return Entry(
        guid=guid,
        version=item.text("revision"),
        pubstatus=status,
        kind=_kind(item, status, urgency),
        headline=_headline(item, paragraphs, urgency),
        slugline="-".join(" ".join(slug.split()) for slug in item.texts("slug")) or None,
        byline=item.byline("byline", "creator"),
        located=item.line("city", "countryname"),
        published=item.time("published", "created"),
        language=item.text("lang", "language"),
        summary="\n\n".join(item.texts("summary")) or item.line("subheadline"),
        text=without_contact_lines("\n\n".join(paragraphs)) or None,
        picture=_picture(item, base),
        urgency=urgency,
        embargoed=embargoed,
        ednote=without_contacts(item.line("advisory")),
        creditline=item.line("creditline"),
        copyrightholder=item.line("copyright", "provider"),
        usageterms=_usage(item),
        subjects=subjects_of([*item.texts("mediatopic"), *item.texts("iptc"), *item.texts("keyword")]),
        links=tuple(filter(None, [safe_url(item.text("href"), base)])),
        refers_to=tuple(dict.fromkeys(uno for uno in _UNO.findall(item.line("advisory") or "") if uno != guid)),
    )


def _no_article(item: Members) -> str | None:
    """Why the document is no article: a picture or film under its own name, a programme, a memo."""
    kind = (item.text("class") or _ARTICLES[0]).lower()
    if kind in _OTHERS or (kind not in _ARTICLES and not item.texts("news")):
        return f"of class {kind[:40]}"
    genres = {genre.rpartition(":")[2].lower() for genre in (*item.texts("genre"), *item.texts("genreid"))}
    return next((f"of genre {genre}" for genre in _NOT_ARTICLES if genre in genres), None)


def _paragraphs(item: Members) -> tuple[list[str], bool]:
    """The paragraphs, and whether the first says that the text is withdrawn (``KILL:``, a line of its own or not)."""
    lines = item.texts("news")
    withdrawn = bool(lines) and _WITHDRAWN.match(lines[0]) is not None
    texts = [_WITHDRAWN.sub("", line, count=1) if withdrawn and not number else line for number, line in enumerate(lines)]
    plain = (Members(values={"news": line}, remarks=item.remarks).plain("news") for line in texts)
    return [text for text in plain if text], withdrawn


def _headline(item: Members, paragraphs: list[str], urgency: int | None) -> str | None:
    """The headline; a flash, alert or urgent has none, there it is the first line of the text."""
    headline = item.line("headline")
    if headline:
        return _WITHDRAWN.sub("", headline, count=1).strip() if _WITHDRAWN.match(headline) else headline
    opening = paragraphs[0].partition("\n")[0] if paragraphs else ""
    return opening if (urgency or _PLAIN) < _PLAIN and len(opening) <= _LONGEST_HEADLINE else None


def _kind(item: Members, status: PubStatus | None, urgency: int | None) -> Kind | None:
    """A kill; what the signals say, a correction before an update; what its genre says (``afpedtype:Lead``); an alert by its urgency."""
    if status is PubStatus.CANCELED:
        return Kind.KILL
    stated = kind_of(*item.texts("signal")) or kind_of(*item.texts("genreid"), *item.texts("genre"))
    return stated or (Kind.ALERT if (urgency or _PLAIN) <= _ALERT else None)


def _usage(item: Members) -> str | None:
    """The terms as given, and where and until when the text may be used."""
    phrases = [right.line("phrase", "name") for right in item.each("usageright")]
    places = [("Not for use in", item.texts("country_out")), ("For use only in", item.texts("country_only"))]
    terms = [*phrases, *(f"{words} {', '.join(names)}" for words, names in places if names)]
    if expires := item.time("expires"):
        terms.append(f"Not after {expires:%Y-%m-%d %H:%M %Z}".rstrip())
    return ". ".join(term.rstrip(". ") for term in terms if term) or None


def _picture(item: Members, base: str) -> Picture:
    """The first photo that comes with the text, in its best rendition."""
    for bag in item.each("bagitem"):
        photos = [media for media in bag.each("medias") if (media.text("type") or "photo").lower() in ("photo", "graphic", "picture")]
        sized = [(_rank(photo), safe_url(photo.text("href"), base)) for photo in photos]
        if url := min(((rank, url) for rank, url in sized if url), default=(None, None))[1]:
            captions = (*bag.texts("caption"), *item.texts("caption"))
            return Picture(
                url=url,
                caption=" ".join(captions[0].split()) if captions else None,
                credit=bag.line("creditline") or item.line("creditline") or bag.inside("provider").line("name"),
                photographer=bag.byline("creator"),
            )
    return Picture()


def _rank(photo: Members) -> tuple[int, int]:
    """The best role first, then the widest."""
    role = (photo.text("role") or "").lower()
    width = photo.values.get("width")
    return _ROLES.index(role) if role in _ROLES else len(_ROLES), -width if isinstance(width, int) else 0
