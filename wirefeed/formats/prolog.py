"""What stands before a root element: declaration, comments, DOCTYPE and its entities. It reads nothing beyond the root's start tag.

No DOCTYPE ever reaches an XML parser, so that nothing external can be asked for and nothing can expand without limit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from wirefeed.formats.limits import EXPANSION, PROLOG

_SPACE: Final = b" \t\r\n\x0b\x0c\0"
_ROOT: Final = re.compile(rb"<((?:([A-Za-z_][\w.-]{0,60}):)?([A-Za-z_][\w.-]{0,60}))(?=[\s/>])")
_DOCTYPE: Final = re.compile(rb"<!doctype\s", re.IGNORECASE)
_DOCTYPE_NAME: Final = re.compile(rb"[\w.:-]{1,80}")
_DOCTYPE_TOKEN: Final = re.compile(rb"\"[^\"]*\"|'[^']*'|<!--|[\[\]>]")
_ENTITY: Final = re.compile(rb"<!ENTITY\s+(%\s+)?([^\s\"'<>%&;]{1,100})\s+(?:\"([^\"]*)\"|'([^']*)'|(?:SYSTEM|PUBLIC)\b)")
_REFERENCE: Final = re.compile(rb"&([^\s\"'<>%&;#]{1,100});")
_NESTED: Final = re.compile(rb"<|&(?!#\d{1,7};|#x[0-9A-Fa-f]{1,6};|(?:amp|lt|gt|quot|apos);)")
_PLAIN: Final = 64
_CDATA, _CDATA_END = b"<![CDATA[", b"]]>"


class PrologError(ValueError):
    """The start of a document is broken, endless, or its text depends on entities that are not resolved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prolog:
    """Where the root element starts (None: there is none) and what stood before it. ``entities`` maps a name to its text, None: refused."""

    root_at: int | None
    name: str = ""
    prefix: str = ""
    doctype: str = ""
    entities: dict[bytes, bytes | None] = field(default_factory=dict)


def read_prolog(body: bytes) -> Prolog:
    """Walk to the root element. Raises PrologError when a comment, instruction or DOCTYPE never ends."""
    at, doctype, entities = 0, "", dict[bytes, bytes | None]()
    while True:
        at += len(body[at : at + PROLOG]) - len(body[at : at + PROLOG].lstrip(_SPACE))
        if at > PROLOG:
            raise PrologError("no root element near the start")
        if body.startswith(b"<?", at):
            at = _after(body, b"?>", at)
        elif body.startswith(b"<!--", at):
            at = _after(body, b"-->", at + 4)
        elif _DOCTYPE.match(body, at):
            start, at = at, _doctype_end(body, at)
            doctype, entities = _read_doctype(body[start:at])
        else:
            break
    root = _ROOT.match(body, at)
    if root is None:
        return Prolog(root_at=None, doctype=doctype)
    return Prolog(
        root_at=at, name=root.group(3).decode("ascii"), prefix=(root.group(2) or b"").decode("ascii"), doctype=doctype, entities=entities
    )


def _after(body: bytes, mark: bytes, at: int) -> int:
    end = body.find(mark, at, at + PROLOG)
    if end < 0:
        raise PrologError(f"no {mark.decode()} where one is due")
    return end + len(mark)


def _doctype_end(body: bytes, start: int) -> int:
    at, inside, end = start, False, min(len(body), start + PROLOG)
    while (token := _DOCTYPE_TOKEN.search(body, at, end)) is not None:
        at = token.end()
        match token.group():
            case b"<!--":
                at = _after(body, b"-->", at)
            case b"[":
                inside = True
            case b"]":
                inside = False
            case b">" if not inside:
                return at
    raise PrologError("the DOCTYPE never ends")


def _read_doctype(declaration: bytes) -> tuple[str, dict[bytes, bytes | None]]:
    """The name of a DOCTYPE and the entities it declares; those that nest, hold mark-up, are long or external stand without text."""
    name = _DOCTYPE_NAME.search(declaration, len(b"<!doctype"))
    entities = dict[bytes, bytes | None]()
    for parameter, entity, double, single in _ENTITY.findall(declaration):
        if not parameter and entity not in entities:
            text = (double or single).replace(b"&#38;", b"&")
            entities[entity] = None if not text or len(text) > _PLAIN or _NESTED.search(text) else text
    return name.group().decode("ascii", "replace") if name else "", entities


def resolve(body: bytes, entities: dict[bytes, bytes | None]) -> bytes:
    """The document with its own plain entities resolved. Raises PrologError when its text needs one that is refused."""
    if not entities:
        return body
    added = 0

    def text_of(reference: re.Match[bytes]) -> bytes:
        nonlocal added
        name = reference.group(1)
        if name not in entities:
            return reference.group()
        text = entities[name]
        if text is None:
            raise PrologError(f"the text depends on the entity {name.decode('utf-8', 'replace')}, which is not plain text")
        added += len(text)
        if added > EXPANSION:
            raise PrologError("entities swell the text beyond measure")
        return text

    return b"".join(piece if literal else _REFERENCE.sub(text_of, piece) for literal, piece in outside_cdata(body))


def outside_cdata(body: bytes) -> Iterator[tuple[bool, bytes]]:
    """The document in pieces: (is a CDATA section, bytes). An open section runs to the end."""
    at = 0
    while (start := body.find(_CDATA, at)) >= 0:
        yield False, body[at:start]
        end = body.find(_CDATA_END, start)
        at = len(body) if end < 0 else end + len(_CDATA_END)
        yield True, body[start:at]
    yield False, body[at:]
