"""Bytes in a stated, misstated or unstated encoding -> UTF-8. Only encodings on the list below are ever tried; it reads no mark-up."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from typing import Final

_SINGLE: Final = {
    **dict.fromkeys(
        ("ascii", "us-ascii", "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "windows-1252", "cp1252"), "cp1252"
    ),
    **{f"{stem}{n}": f"cp{n}" for n in range(1250, 1259) if n != 1252 for stem in ("windows-", "cp")},  # noqa: PLR2004 - 1252 stands above
    **{f"{stem}{n}": f"iso8859_{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16) for stem in ("iso-8859-", "iso8859-", "iso_8859-")},
    **dict.fromkeys(("iso-8859-9", "iso8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(("iso-8859-11", "tis-620", "windows-874"), "cp874"),
    "iso-8859-8-i": "iso8859_8",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "ibm866": "cp866",
}
_SEVERAL: Final = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "windows-949"), "cp949"),
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
}
_UTF8: Final = frozenset(("utf-8", "utf8", "utf_8"))
_WIDE: Final = frozenset(("utf-16", "utf-16le", "utf-16be", "utf-32", "utf-32le", "utf-32be", "ucs-2", "iso-10646-ucs-2"))
_MARKS: Final = (
    (BOM_UTF32_BE, "utf-32-be", 4),
    (BOM_UTF32_LE, "utf-32-le", 4),
    (BOM_UTF16_BE, "utf-16-be", 2),
    (BOM_UTF16_LE, "utf-16-le", 2),
    (b"\0\0\0<", "utf-32-be", 0),
    (b"<\0\0\0", "utf-32-le", 0),
    (b"\0<", "utf-16-be", 0),
    (b"<\0", "utf-16-le", 0),
)
_HEADER: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"\s{0,100}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})[\"']")
_META: Final = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_HEAD: Final = 4096
_DENSE: Final = re.compile(rb"[\x80-\xff]{4}")


def to_utf8(body: bytes, content_type: str | None) -> tuple[bytes, str | None]:
    """The document in UTF-8, without a byte order mark, and what was wrong with its stated encoding (None: nothing).

    A byte order mark decides; then bytes that are valid UTF-8 are UTF-8, unless an encoding of several bytes a character is
    stated and fits; then the server's word, then the document's own. What fits nothing is read as UTF-8 with replacement.
    """
    for mark, codec, skip in _MARKS:
        if body.startswith(mark):
            text = body[skip:].decode(codec, "replace")
            return _encoded(text), f"not clean {codec}" if "\ufffd" in text else None
    body = body.removeprefix(BOM_UTF8)
    stated = _stated(body, content_type)
    if body.isascii() and "iso-2022-jp" not in stated:
        return body, _unknown(stated)
    return _read_as_stated(body, stated)


def _stated(body: bytes, content_type: str | None) -> tuple[str, ...]:
    """The encodings a document is said to have, most binding first: by the server, in its XML declaration, in its HTML head."""
    labels = []
    if found := _HEADER.search(content_type or ""):
        labels.append(found.group(1))
    if declared := _DECLARED.match(body) or _META.search(body, 0, _HEAD):
        labels.append(declared.group(1).decode("ascii"))
    return tuple(label.lower() for label in labels)


def _read_as_stated(body: bytes, stated: tuple[str, ...]) -> tuple[bytes, str | None]:
    text = _decoded(body, "utf-8")
    for label in stated:
        if label in _SEVERAL and (several := _decoded(body, _SEVERAL[label])) is not None:
            return _encoded(several), _unknown(stated)
        if text is not None:
            return body, _unknown(stated) or (None if label in _UTF8 else f"said to be {label}, reads as utf-8")
        if label in _SINGLE:
            return _encoded(_single(body, _SINGLE[label])), None if label == stated[0] else f"not {stated[0]}; read as {label}"
    if text is not None:
        return body, _unknown(stated)
    return _guessed(body, stated)


def _guessed(body: bytes, stated: tuple[str, ...]) -> tuple[bytes, str]:
    """No stated encoding fits. Single accented letters among plain ones are a Western page; else the unreadable bytes show as such."""
    text = body.decode("utf-8", "replace")
    said = stated[0] if stated else "utf-8"
    if not _DENSE.search(body) and all(character == "\ufffd" for character in text if character > "\x7f"):
        return _encoded(_single(body, "cp1252")), f"not {said}; read as windows-1252"
    return _encoded(text), f"not {said}; unreadable bytes replaced"


def _unknown(stated: tuple[str, ...]) -> str | None:
    """What is wrong with a stated encoding that no document should have."""
    odd = [label for label in stated if label not in _UTF8 and label not in _SINGLE and label not in _SEVERAL]
    if not odd:
        return None
    return f"said to be {odd[0]}, reads as utf-8" if odd[0] in _WIDE else f"unknown encoding {odd[0]}; read as utf-8"


def _decoded(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec)
    except UnicodeDecodeError:
        return None


def _single(body: bytes, codec: str) -> str:
    """Text of one byte a character; the few bytes windows-1252 leaves open are read as Latin-1."""
    text = _decoded(body, codec)
    if text is not None:
        return text
    return body.decode("latin-1") if codec == "cp1252" else body.decode(codec, "replace")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
