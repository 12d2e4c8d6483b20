"""Encodings: stated, misstated, unstated, and never any but those on the list."""

import pytest

from wirefeed.formats.charset import to_utf8

FRENCH, RUSSIAN, CHINESE = "Le bac reprend à l’été", "Паром возобновит рейсы", "渡輪復航"


def xml(text, encoding=None):
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else "<?xml version='1.0'?>"
    return f"{declaration}<t>{text}</t>"


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (FRENCH, "cp1252", "iso-8859-1"),
        (FRENCH, "cp1252", "Windows-1252"),
        ("žluťoučký kůň", "iso8859_2", "ISO-8859-2"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8_r", "KOI8-R"),
        (CHINESE, "big5hkscs", "Big5"),
        ("渡轮复航", "gb18030", "gb2312"),
        ("フェリー再開", "cp932", "Shift_JIS"),
        ("フェリー再開", "euc_jp", "EUC-JP"),
        ("フェリー再開", "iso2022_jp", "ISO-2022-JP"),
        ("여객선 재개", "cp949", "EUC-KR"),
    ],
)
@pytest.mark.parametrize("by_header", [False, True])
def test_a_stated_encoding_is_used(text, codec, label, by_header):
    body = xml(text, None if by_header else label).encode(codec)
    found, complaint = to_utf8(body, f"text/xml; charset={label}" if by_header else None)
    assert text in found.decode()
    assert complaint is None


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_a_byte_order_mark_or_zero_bytes_decide(codec):
    found, complaint = to_utf8(xml(RUSSIAN, "utf-16").encode(codec), "text/xml; charset=iso-8859-1")
    assert found.decode() == xml(RUSSIAN, "utf-16")
    assert complaint is None or "utf-16" in complaint


def test_what_is_valid_utf8_is_utf8_whatever_a_server_says():
    found, complaint = to_utf8(xml(FRENCH).encode(), "text/xml; charset=ISO-8859-1")
    assert FRENCH in found.decode()
    assert complaint == "said to be iso-8859-1, reads as utf-8"


def test_the_servers_word_goes_before_the_documents():
    found, complaint = to_utf8(xml(RUSSIAN, "iso-8859-1").encode("koi8_r"), "text/xml; charset=koi8-r")
    assert RUSSIAN in found.decode()
    assert complaint is None


def test_the_documents_word_stands_where_the_servers_does_not_fit():
    found, complaint = to_utf8(xml(RUSSIAN, "windows-1251").encode("cp1251"), "text/xml; charset=utf-8")
    assert RUSSIAN in found.decode()
    assert complaint == "not utf-8; read as windows-1251"


def test_the_encoding_of_a_page_stands_in_its_head():
    body = f"<html><head><meta charset='windows-1251'><title>{RUSSIAN}</title>".encode("cp1251")
    assert RUSSIAN in to_utf8(body, None)[0].decode()


def test_single_accented_letters_without_a_stated_encoding_are_western():
    found, complaint = to_utf8(xml(FRENCH).encode("cp1252"), None)
    assert FRENCH in found.decode()
    assert complaint == "not utf-8; read as windows-1252"


def test_bytes_that_fit_nothing_show_as_such():
    found, complaint = to_utf8(xml(RUSSIAN).encode("cp1251"), None)
    assert "\ufffd" in found.decode()
    assert complaint == "not utf-8; unreadable bytes replaced"


@pytest.mark.parametrize(
    "label", ["zlib", "punycode", "undefined", "unicode_escape", "utf-7", "base64", "cp037", "idna", "rot13", "x" * 40]
)
def test_names_of_other_codecs_are_never_tried(label):
    body = xml("+ADw-b+AD4- \\u0041", label).encode()
    found, complaint = to_utf8(body, None)
    assert found == body
    assert complaint == f"unknown encoding {label}; read as utf-8"
