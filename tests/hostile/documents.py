"""Documents made to hurt: over two hundred, by code, in families. It holds no expectation but that nothing may break (see runner.py).

A family is a generator of (name, body) or (name, body, content type), registered by its decorator; a new one joins by being written.
"""

import base64
import gzip
import json
import random
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

FOUND = Path(__file__).parent / "found"
WORDS = "The harbour of Port Vell was closed on Wednesday after a crane fell onto the main quay, the port authority said."

Raw = tuple[str, bytes | str] | tuple[str, bytes | str, str]
Family = Callable[[], Iterator[Raw]]
_FAMILIES: list[Family] = []


@dataclass(frozen=True)
class Document:
    """One hostile document."""

    name: str
    body: bytes
    content_type: str | None = None
    url: str = "https://wire.example/feed"


def family(make: Family) -> Family:
    """Add a family to the corpus."""
    _FAMILIES.append(make)
    return make


def documents() -> Iterator[Document]:
    """The whole corpus, what fuzzing found included; a body is made when it is asked for."""
    for make in _FAMILIES:
        for name, body, *rest in make():
            yield Document(f"{make.__name__}: {name}", body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass"), *rest)
    for path in sorted(FOUND.glob("*.bin")):
        about = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
        yield Document(f"found: {path.stem}", path.read_bytes(), about[1] if about[1:] and about[1] != "None" else None)


def rss(*items: str, head: str = "", prolog: str = "<?xml version='1.0'?>") -> str:
    """An RSS document of these items, each given as the inside of its element."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f"{prolog}<rss version='2.0'><channel><title>T</title>{head}{inside}</channel></rss>"


def atom(entry: str) -> str:
    """An Atom document of one entry."""
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><id>f</id><entry><id>e</id>{entry}</entry></feed>"


def g2(inside: str, prolog: str = "") -> str:
    """A NewsML-G2 news item with this content set."""
    return (
        f"{prolog}<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:x' version='1'><itemMeta><itemClass qcode='ninat:text'/>"
        f"<versionCreated>2026-10-07T10:00:00Z</versionCreated></itemMeta><contentMeta><headline>H</headline></contentMeta>"
        f"<contentSet><inlineXML contenttype='application/xhtml+xml'>{inside}</inlineXML></contentSet></newsItem>"
    )


def nitf(inside: str, prolog: str = "") -> str:
    """A NITF document."""
    return (
        f"{prolog}<nitf><head><docdata><doc-id id-string='x'/></docdata></head><body><body.head><hedline><hl1>H</hl1></hedline></body.head>"
        f"<body.content>{inside}</body.content></body></nitf>"
    )


GOOD = f"<title>Crane falls</title><guid>good</guid><description>{WORDS}</description>"


@family
def paths_and_addresses() -> Iterator[Raw]:
    """Bodies that are names of files or addresses: feedparser opens what is no BytesIO."""
    for name in (
        "/etc/hostname",
        "/etc/passwd",
        "/proc/self/environ",
        "/dev/zero",
        "file:///etc/passwd",
        "http://127.0.0.1:1/",
        "-",
        ".",
        "~/.netrc",
    ):
        yield name, name
    yield "an address with spaces", "  http://169.254.169.254/latest/meta-data/  "


@family
def nothing() -> Iterator[Raw]:
    """Less than a document."""
    for body in (
        b"",
        b"\0",
        b" ",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"<",
        b"<?",
        b"<?xml",
        b"<!",
        b"<!--",
        b"{",
        b"[",
        b"[]",
        b"{}",
        b"null",
        b"0",
        b'"x"',
        b"&",
        b"\x1f\x8b",
    ):
        yield repr(body), body
    yield "a megabyte of NUL", b"\0" * (1 << 20)
    yield "eight megabytes of spaces", b" " * (8 << 20)
    yield "eight megabytes of open brackets", b"<" * (8 << 20)


@family
def entities() -> Iterator[Raw]:
    """Entity bombs, external entities, hidden document types."""
    lol = "<!DOCTYPE r [<!ENTITY a0 'lol'>" + "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 10)) + "]>"
    quadratic = f"<!DOCTYPE r [<!ENTITY q '{'x' * 50_000}'>]>"
    external = "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    parameter = "<!DOCTYPE r [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/x.dtd'> %p; ]>"
    loop = "<!DOCTYPE r [<!ENTITY a '&b;'><!ENTITY b '&a;'>]>"
    for kind, wrap in (("rss", rss), ("nitf", nitf), ("g2", g2)):
        for name, prolog, use in (
            ("billion laughs", lol, "&a9;"),
            ("quadratic", quadratic, "&q;" * 1000),
            ("external", external, "&x;"),
            ("parameter", parameter, "x"),
            ("loop", loop, "&a;"),
            ("external dtd", "<!DOCTYPE nitf SYSTEM 'http://127.0.0.1:1/nitf.dtd'>", "x"),
        ):
            inside = f"<p>{use}</p>"
            yield f"{name} in {kind}", wrap(f"<title>{use}</title><guid>1</guid>", prolog=prolog) if wrap is rss else wrap(inside, prolog)
    for code in ("utf-16", "utf-32", "utf-7", "cp037"):
        yield f"bomb in {code}", f"<?xml version='1.0' encoding='{code}'?>{lol}{rss('<title>&a9;</title>', prolog='')}".encode(code)
    yield "ten thousand declarations", "<!DOCTYPE r [" + "".join(f"<!ENTITY e{i} 'x'>" for i in range(10_000)) + "]>" + rss(GOOD, prolog="")
    yield "a prolog that never ends", "<!DOCTYPE r [" + "<!ENTITY x 'y'>" * 200_000
    yield "XInclude", rss("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' parse='text'/>" + GOOD)
    yield "stylesheet", "<?xml-stylesheet href='http://127.0.0.1:1/x.xsl' type='text/xsl'?>" + rss(GOOD, prolog="")
    yield "half a million character references", rss(f"<title>{'&#65;' * 500_000}</title><guid>1</guid>")
    yield (
        "character references beyond Unicode",
        rss("<title>&#x110000;&#xFFFFFFFF;&#99999999999999999999;&#xD800;&#0;</title><guid>1</guid>"),
    )


@family
def processor_bombs() -> Iterator[Raw]:
    """Quadratic paths of the libraries."""
    for letters in (80_000, 200_000):
        yield f"author of {letters} letters", rss(f"<author>{'a' * letters}</author>{GOOD}")
        yield (
            f"creator of {letters} letters",
            rss(f"<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>{'a' * letters}</dc:creator>{GOOD}"),
        )
        yield f"atom author of {letters} letters", atom(f"<author><name>{'a' * letters}</name></author><title>x</title>")
    for count in (40_000, 200_000):
        attributes = " ".join(f"a{i}='x'" for i in range(count))
        yield f"{count} attributes on the root", f"<rss {attributes}><channel/></rss>"
        yield f"{count} attributes in an item", rss(f"<title {attributes}>x</title>{GOOD}")
        yield f"{count} attributes in a page", f"<html><body><p {attributes}>x</p></body></html>", "text/html"
    for count in (20_000, 100_000):
        yield f"{count} categories", rss("".join(f"<category>{i}</category>" for i in range(count)) + GOOD)
        yield f"{count} links", rss("<link>https://e.example/</link>" * count + GOOD)
        yield f"{count} enclosures", rss("<enclosure url='https://e.example/a.jpg' type='image/jpeg'/>" * count + GOOD)
        yield f"{count} namespaces", rss("".join(f"<n xmlns:n{i}='urn:{i}'/>" for i in range(count)) + GOOD)
        yield f"{count} empty entries", rss(*([""] * count))
        same = (f"<guid>0</guid><link>https://e.example/{i}</link><title>{i} {WORDS[i % 50 :]} {i * i}</title>" for i in range(count // 10))
        yield f"{count // 10} articles under one guid", rss(*same)
        yield f"{count} entries", rss(*(f"<guid>{i}</guid>" for i in range(count)))
    for noise in ("&lt;!--", "<![CDATA[", "<a b='", "&#", "<!--", "</", "<item>", '"<', "&a", "<a\n", "<?x ", "]]>", "<!DOCTYPE "):
        yield f"a description of {noise!r}", rss(f"<description>{noise * (400_000 // len(noise))}</description>{GOOD}")
        yield f"a document of {noise!r}", (noise * (2_000_000 // len(noise)))
    yield "a title that looks like dates", rss(f"<pubDate>{'Wed, ' * 50_000}</pubDate>{GOOD}")
    yield "a date of digits", rss(f"<pubDate>{'9' * 200_000}</pubDate>{GOOD}")


@family
def nesting() -> Iterator[Raw]:
    """Elements and lists inside one another."""
    for depth in (1000, 100_000):
        deep = "<div>" * depth + "x" + "</div>" * depth
        yield f"{depth} deep in an item", rss(f"<description>{deep}</description>{GOOD}")
        yield f"{depth} deep, escaped", rss(f"<description><![CDATA[{deep}]]></description>{GOOD}")
        yield f"{depth} deep, xhtml", atom(f"<title>x</title><content type='xhtml'>{deep}</content>")
        yield f"{depth} deep in NewsML-G2", g2(deep)
        yield f"{depth} deep in NITF", nitf(deep)
        yield f"{depth} deep in a page", f"<html><body>{deep}</body></html>", "text/html"
        yield f"{depth} deep, never closed", "<rss>" + "<b>" * depth
        yield f"{depth} deep in JSON", "[" * depth + "]" * depth, "application/json"
        yield (
            f"{depth} deep in a JSON Feed",
            '{"version":"https://jsonfeed.org/version/1.1","items":' + '[{"a":' * depth + "1" + "}]" * depth + "}",
        )
    yield "items in items", "<rss><channel>" + "<item><title>x</title>" * 5000 + "</item>" * 5000 + "</channel></rss>"
    yield "crossing elements", rss("<description>" + "<b><i></b></i>" * 20_000 + "</description>" + GOOD)


@family
def large() -> Iterator[Raw]:
    """At and over the limits of size."""
    yield "a title of a megabyte", rss(f"<title>{'word ' * 200_000}</title><guid>1</guid>")
    yield "a word of a megabyte", rss(f"<title>{'w' * 1_000_000}</title><guid>1</guid>")
    yield "a guid of a megabyte", rss(f"<guid>{'g' * 1_000_000}</guid><title>x</title>")
    yield "a link of a megabyte", rss(f"<link>https://e.example/{'l' * 1_000_000}</link>{GOOD}")
    yield "seven megabytes of one sentence", rss(f"<description>{(WORDS[:-1] + ' and ') * 60_000}</description>{GOOD}")
    yield (
        "seven megabytes of one sentence, escaped",
        rss(f"<description><![CDATA[<p>{(WORDS[:-1] + ' and ') * 60_000}</p>]]></description>{GOOD}"),
    )
    yield "two thousand long texts", rss(*(f"<guid>{i}</guid><description>{WORDS * 30}</description>" for i in range(2000)))
    yield (
        "two thousand long texts, ill-formed",
        rss(*(f"<guid>{i}</guid><description>{WORDS * 20}</description>" for i in range(2000)), head="<b>"),
    )
    yield "larger than allowed", b"<rss>" + b"x" * (9 << 20) + b"</rss>"
    yield "quotes without end", rss(f"<description>{'“' * 100_000}{WORDS}</description>{GOOD}")
    yield "sentences of one letter", rss(f"<description>{'A. ' * 80_000}</description>{GOOD}")
    yield "full stops", rss(f"<description>{'.' * 200_000}</description>{GOOD}")
    yield "numbers", rss(f"<description>{'1,000 ' * 40_000}</description>{GOOD}")
    yield "capitals and dashes", rss(f"<description>{'MOSCOW, October 7. /TASS/. ' * 8000}</description>{GOOD}")
    yield "brackets", rss(f"<description>{'(' * 100_000}{')' * 100_000}</description>{GOOD}")
    yield "a page of 100,000 paragraphs", "<html><body>" + f"<p>{WORDS}</p>" * 20_000 + "</body></html>", "text/html"
    yield "a page of 50,000 links", "<html><body>" + "<a href='https://e.example/'>x</a>" * 50_000 + "</body></html>", "text/html"
    yield "a JSON number of a megabyte", '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":' + "9" * 1_000_000 + "}]}"
    yield (
        "a JSON feed of 100,000 items",
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": str(i)} for i in range(100_000)]}),
    )


@family
def charsets() -> Iterator[Raw]:
    """Encodings that are undeclared, wrong, or no encodings at all."""
    text = rss(f"<title>Порт закрыт — é ü 港</title><guid>1</guid><description>{WORDS}</description>", prolog="")
    for code in (
        "zlib",
        "punycode",
        "undefined",
        "unicode_escape",
        "idna",
        "rot13",
        "hex",
        "base64",
        "bz2",
        "mbcs",
        "x-" * 5000,
        "utf-8\0",
        "../utf-8",
        "utf-16",
        "utf-32",
        "cp037",
        "utf-7",
        "iso-2022-jp",
        "hz",
        "raw_unicode_escape",
    ):
        yield f"declared {code[:20]!r}", f"<?xml version='1.0' encoding='{code}'?>{text}".encode()
        yield f"served as {code[:20]!r}", text.encode(), f"text/xml; charset={code}"
    for code in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp037", "shift_jis", "gb18030", "utf-7"):
        yield f"really {code}, undeclared", text.encode(code, "replace")
    yield "half utf-8, half utf-16", text.encode() + text.encode("utf-16")
    yield "every byte", b"<rss><channel><item><title>" + bytes(range(256)) + b"</title><guid>1</guid></item></channel></rss>"
    yield "overlong utf-8", b"<rss><channel><item><title>\xc0\xbcscript\xc0\xbe\xe0\x80\xaf</title><guid>1</guid></item></channel></rss>"
    yield "content type of a megabyte", text.encode(), "text/xml; charset=" + "x" * 1_000_000
    yield "content type with controls", text.encode(), "text/xml\x1b[31m; charset=\x00utf-8"


@family
def characters() -> Iterator[Raw]:
    """What no store, log or terminal may meet."""
    for name, text in {
        "NUL": "a\0b",
        "escape": "a\x1b[31;1mred\x1b]0;title\x07",
        "C1": "a\x9b31m\x85b",
        "bidi": "gpj.\u202eexe\u202c \u2066x\u2069",
        "nonchars": "\ufffe\uffff\ufdd0\U0010ffff",
        "private": "\ue000\U000f0000",
        "zero width": "k\u200bi\u200dl\u2060l\ufeff",
        "combining": "e" + "\u0301" * 50_000,
        "tags": "\U000e0041\U000e007f",
        "line ends": "a\u2028b\u2029c\x0bd\x0ce",
        "surrogate pair, halves apart": "\ud83d \ude00",
        "ansi in a title": "\x1b[2J\x1b[H",
        "formula": "=cmd|' /C calc'!A0",
        "template": "{{7*7}} ${7*7} <%= 7*7 %> #{7*7}",
        "sql": "'; DROP TABLE item; --",
        "path": "../../../../etc/passwd",
        "crlf": "x\r\nSet-Cookie: a=b\r\n\r\n<script>",
    }.items():
        yield name, rss(f"<title>{text}</title><guid>{text}</guid><description>{text} {WORDS}</description>")
        if name not in ("combining", "crlf"):
            yield (
                f"{name}, JSON",
                json.dumps(
                    {
                        "version": "https://jsonfeed.org/version/1.1",
                        "title": text,
                        "items": [{"id": text, "title": text, "content_text": f"{text} {WORDS}"}],
                    }
                ),
            )


@family
def markup() -> Iterator[Raw]:
    """Scripts, handlers and addresses that do things."""
    vectors = (
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='&#1;javascript:alert(1)'>x</a>",
        "<form action='javascript:alert(1)'><button>x</button></form>",
        "<iframe src='javascript:alert(1)'></iframe>",
        "<video poster='javascript:alert(1)'></video>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
        "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
        "<base href='https://evil.example/'><a href='x'>x</a>",
        "<meta http-equiv='refresh' content='0;url=javascript:alert(1)'>",
        "<object data='data:text/html;base64,PHNjcmlwdD4='></object>",
        "<style>@import 'https://evil.example/x.css';</style>",
        '<p style="background:url(javascript:alert(1))">x</p>',
        "<template><script>alert(1)</script></template>",
        "</title><script>alert(1)</script>",
    )
    for vector in vectors:
        escaped = vector.replace("&", "&amp;").replace("<", "&lt;")
        yield (
            vector[:40],
            rss(f"<title>{escaped}</title><link>javascript:alert(1)</link><guid>1</guid><description>{escaped} {WORDS}</description>"),
        )
    for scheme in (
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example\\@good.example/",
        "https://user:pass@e.example/",
        "http://[::1",
        "http://e.example:99999/",
    ):
        safe = scheme.replace("<", "&lt;")
        yield f"link {scheme}", rss(f"<title>x</title><link>{safe}</link><enclosure url='{safe}' type='image/png'/><guid>{safe}</guid>")


@family
def dates_and_names() -> Iterator[Raw]:
    """Times that are none, names that collide."""
    dates = (
        "-2026-01-01",
        "0000-00-00T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "2026-02-30T25:61:61Z",
        "Wed, 32 Feb 2026 25:00:00 +9999",
        "9" * 40,
        "1e309",
        "NaN",
        "now",
        "2026-10-25T01:30:00 Europe/London",
        "١٢/٣/٢٠٢٦",
        "",
    )
    for date in dates:
        yield (
            f"date {date[:20]!r}",
            rss(
                f"<title>x</title><guid>1</guid><pubDate>{date}</pubDate><dc:date xmlns:dc='http://purl.org/dc/elements/1.1/'>{date}</dc:date>"
            ),
        )
    yield "one guid a thousand times", rss(*(f"<guid>same</guid><title>{i}</title>" for i in range(1000)))
    yield (
        "guids that differ in case and space",
        rss(*(f"<guid>{guid}</guid><title>x</title>" for guid in ("A", "a", " a", "a ", "\u00e0", "a\u0300"))),
    )
    yield "no guid, no title, a thousand times", rss(*(f"<description>{WORDS}</description>" for _ in range(1000)))
    yield (
        "numbers for names, JSON",
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "items": [
                    {"id": i, "title": [], "content_html": {}, "url": 7, "date_published": {}, "authors": "x", "tags": {"a": 1}}
                    for i in range(20)
                ],
            }
        ),
    )
    yield (
        "null everywhere, JSON",
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "items": [dict.fromkeys(("id", "title", "content_text", "url", "image", "authors"))] * 5,
            }
        ),
    )
    yield "items that are no objects", json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [None, 1, "x", [], True]})


@family
def cut_short() -> Iterator[Raw]:
    """Whole documents of every format, cut at many places, and with bytes flipped."""
    whole = {
        "rss": rss(GOOD, GOOD.replace("good", "two")).encode(),
        "atom": atom("<title>x</title><updated>2026-10-07T10:00:00Z</updated><content type='html'>&lt;p&gt;x&lt;/p&gt;</content>").encode(),
        "g2": g2("<html><body><p>x</p></body></html>").encode(),
        "nitf": nitf(f"<p>{WORDS}</p>").encode(),
        "json": json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_text": WORDS}]}).encode(),
        "iptc": b"\x01rev0001 4 WOS 0123\r\n\x02Head\r\n" + WORDS.encode() + b"\r\n\x03071000 Oct 26\r\n\x04",
    }
    for name, body in whole.items():
        for tenth in (2, 5, 8):
            yield f"{name} cut at {tenth}/10", body[: len(body) * tenth // 10]
        rng = random.Random(name)  # noqa: S311 - repeatable noise
        for flip in range(3):
            noisy = bytearray(body)
            for _ in range(12):
                noisy[rng.randrange(len(noisy))] = rng.randrange(256)
            yield f"{name} with noise {flip}", bytes(noisy)


@family
def packed() -> Iterator[Raw]:
    """Archives and pictures where a document was due."""
    yield "gzip inside", gzip.compress(rss(GOOD).encode())
    yield "gzip bomb inside", gzip.compress(b"\0" * (64 << 20))
    yield "zlib inside", zlib.compress(rss(GOOD).encode())
    yield "base64", base64.b64encode(rss(GOOD).encode())
    yield "zip", b"PK\x03\x04" + b"\0" * 1000
    yield "png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
    yield "elf", b"\x7fELF" + b"\0" * 4096
    yield "pickle", b"\x80\x04\x95\x1c\0\0\0\0\0\0\0\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x02id\x94\x85\x94R\x94."
    yield "svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>", "image/svg+xml"
    yield "opml", "<opml version='2.0'><body>" + "<outline xmlUrl='http://127.0.0.1/'/>" * 100_000 + "</body></opml>"
    yield "noise", random.Random(7).randbytes(1 << 20)  # noqa: S311 - repeatable noise
    yield "control words of a wire", b"\x01\x02\x03\x04\x16\x16\x01" * 10_000
    yield "an IPTC 7901 header without end", b"\x01" + b"abc0001 " * 100_000
