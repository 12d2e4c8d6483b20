"""Members of a JSON object, of the type a wire format gives them or noted and left out. It knows no format.

Names are compared without regard to case: ninjs wrote ``versioncreated`` for ten years and writes ``versionCreated`` now.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

from wirefeed.formats.contacts import without_contacts
from wirefeed.formats.fields import Remarks, fragment_of, line_of, looks_marked_up, person, sound, time_of
from wirefeed.formats.terms import urgency_of
from wirefeed.model.delivery import FaultKind
from wirefeed.text.markup import Fragment

MOST: Final = 200
"""Elements of one list that are looked at."""
_LONGEST_BYLINE: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """One JSON object, its names in lower case."""

    values: Mapping[str, Any]
    remarks: Remarks

    @classmethod
    def of(cls, value: object, remarks: Remarks) -> Self:
        """The members of a JSON value; none where it is no object."""
        return cls(values={name.lower(): each for name, each in value.items()} if isinstance(value, dict) else {}, remarks=remarks)

    def text(self, *names: str) -> str | None:
        """The first of these members that holds text (or a number); of another type it is noted."""
        for name in names:
            value = self.values.get(name)
            if isinstance(value, int | float) and not isinstance(value, bool):
                value = str(value)[:_LONGEST_BYLINE]
            if isinstance(value, str):
                if found := sound(value.strip()):
                    return found
            elif value is not None:
                self._note(name, value, "text")
        return None

    def line(self, *names: str) -> str | None:
        """The first of these members as one line of plain text."""
        text = self.text(*names)
        return line_of(text, self.remarks, names[0], html=looks_marked_up(text)) if text else None

    def plain(self, *names: str) -> str | None:
        """The first of these members as plain text of several paragraphs, marked up or not."""
        return self.fragment(*names, html=None).text or None

    def fragment(self, *names: str, html: bool | None = True) -> Fragment:
        """The first of these members read as mark-up; with None, as what it looks like."""
        text = self.text(*names) or ""
        return fragment_of(text, self.remarks, names[0], html=looks_marked_up(text) if html is None else html)

    def byline(self, *names: str) -> str | None:
        """A byline without addresses and telephone numbers."""
        line = self.line(*names)
        return person(without_contacts(line[:_LONGEST_BYLINE]) or "") if line else None

    def time(self, *names: str) -> datetime | None:
        """The first of these members as a time."""
        for name in names:
            if text := self.text(name):
                return time_of(text, self.remarks, name)
        return None

    def urgency(self, name: str) -> int | None:
        """An urgency of 1 to 9; another is noted."""
        value = self.values.get(name)
        found = urgency_of(value)
        if found is None and value not in (None, "", 0):
            self.remarks.note(FaultKind.BAD_FIELD, f"{name}: {str(value)[:40]!r} is no urgency")
        return found

    def inside(self, *names: str) -> Self:
        """The first of these members that is an object; no members where none is."""
        found = next((self.values[name] for name in names if isinstance(self.values.get(name), dict)), None)
        return self.of(found, self.remarks)

    def each(self, *names: str) -> tuple[Self, ...]:
        """The objects of the first of these members: of a list, or of an object that names each of them (ninjs 1)."""
        found = self._all(names)
        return tuple(self.of(value, self.remarks) for value in found if isinstance(value, dict))

    def texts(self, *names: str) -> tuple[str, ...]:
        """The texts of the first of these members, a list or one text."""
        found = self._all(names)
        return tuple(sound(value.strip()) for value in found if isinstance(value, str) and value.strip())

    def _all(self, names: tuple[str, ...]) -> list[Any]:
        for name in names:
            value = self.values.get(name)
            if isinstance(value, list):
                return value[:MOST]
            if isinstance(value, dict):
                return list(value.values())[:MOST]
            if isinstance(value, str):
                return [value]
            if value is not None:
                self._note(name, value, "a list")
        return []

    def _note(self, name: str, value: object, due: str) -> None:
        self.remarks.note(FaultKind.BAD_FIELD, f"{name}: a {type(value).__name__} where {due} was due")
