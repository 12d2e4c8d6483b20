"""Reporters' and editors' telephone numbers and addresses, taken out of notes and bylines. Texts for readers it leaves alone."""

import re
from typing import Final

_EMAIL: Final = re.compile(r"<?\b(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}>?")
_NUMBER: Final = r"(?:\+|\(\+?0?|\b0)\d[\d ()/.\u2010-\u2013-]{5,24}\d\b"
_PHONE: Final = re.compile(
    rf"(?:\b(?:tel(?:ephone|efon)?|phone|mobile|mobil|cell|fax|call)\b\.?\s{{0,3}}:?\s{{0,3}})?{_NUMBER}"
    r"|\b(?:tel(?:ephone|efon)?|phone|mobile|mobil|cell|fax)\b\.?\s{0,3}:?\s{0,3}\(?\d[\d ()/.-]{5,24}\d\b"
    r"|(?<!\d)(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}\b",
    re.IGNORECASE,
)
_LONGEST: Final = 4000


_CONTACT_LINE: Final = re.compile(
    r"\W{0,5}(?:(?:ihr(?:e)?|your|editorial|media|press)\s+)?(?:ansprechpartner(?:in)?|kontakt|contacts?|e-?mail|tel(?:ephone|efon)?|phone"
    r"|redaktion|autor(?:/in)?|reporting by|editing by|editor)\b",
    re.IGNORECASE,
)


def without_contact_lines(text: str) -> str:
    """A text without the lines in which a desk says how it is reached: those that begin so and hold a number or address."""
    if "@" not in text and not _PHONE.search(text):
        return text
    kept = [line for line in text.split("\n") if not (_CONTACT_LINE.match(line) and (_EMAIL.search(line) or _PHONE.search(line)))]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def without_contacts(note: str | None) -> str | None:
    """A note or byline of one line without e-mail addresses and telephone numbers; None when nothing else is left.

    Notes are cut at 4,000 characters.
    """
    if not note:
        return None
    text = note[:_LONGEST]
    if "@" in text:
        text = _EMAIL.sub(" ", text)
    text = _PHONE.sub(" ", text)
    return " ".join(text.split()).strip(",;:/ ") or None
