"""What the desk decides by hand: stories united, items divided off, and either undone. It advises nobody; the machine heeds it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Text, bindparam, delete, insert, or_, select, update

from wirefeed.errors import InputError
from wirefeed.model.cluster import Join, Open, Ruling
from wirefeed.model.ids import ItemKey
from wirefeed.model.match import Match
from wirefeed.pipeline.ports import Seat
from wirefeed.store import tables as t
from wirefeed.store.rows import Row, load
from wirefeed.store.seats import SEATS, Seats
from wirefeed.store.session import chunks

RULINGS: Final = "rulings"
"""The counter that names rulings."""
_UNITED: Final = Match(score=1.0, reasons=("united by the desk",))
_DIVIDED: Final = Match(score=1.0, reasons=("divided off by the desk",))


class DeskRulings(Seats):
    """The part of a unit by which people steer stories."""

    def rulings(self) -> tuple[Ruling, ...]:
        """Every ruling in force, oldest first."""
        found: dict[int, bool] = {}
        sides: dict[tuple[int, bool], set[int]] = defaultdict(set)
        for number, item, together, side in self.connection.execute(_RULINGS):
            found[number] = together
            sides[number, side].add(item)
        return tuple(
            Ruling(number=number, together=together, one=frozenset(sides[number, True]), other=frozenset(sides[number, False]))
            for number, together in found.items()
        )

    def unite(self, stories: Sequence[str], now: datetime) -> str:
        """Merge stories into the oldest of them, for good; returns its id. What a ruling kept apart is free again.

        Raises InputError for a story that does not exist, or when all of them are one already.
        """
        ids = self._found(stories)
        if len(ids) < 2:  # noqa: PLR2004 - it takes two
            raise InputError(f"{', '.join(stories)}: one and the same story")
        into, *rest = ids
        for old in rest:
            one, other = self._members((into,)), self._members((old,))
            self._release_apart(one, other)
            number = self._rule(one, other, together=True)
            self.fold(old, into, _UNITED, now, {"by": "desk", "ruling": number})
        return into

    def divide(self, story: str, items: Collection[ItemKey], now: datetime) -> str:
        """Take items out of a story into one of their own, for good; returns its id.

        Raises InputError when the story does not exist, holds one of the items not, or would lose all of them.
        """
        (story,) = self._found((story,))
        sitting = {ItemKey(feed=row["feed"], guid=row["guid"]): row["number"] for row in self._rows(story)}
        for key in items:
            if key not in sitting:
                raise InputError(f"story {story} has no item {key.guid!r} of {key.feed}")
        chosen = [key for key in sitting if key in items]
        if len(chosen) == len(sitting):
            raise InputError(f"story {story} has no other items: leave at least one")
        away = {sitting[key] for key in chosen}
        number = self._rule(set(sitting.values()) - away, away, together=False)
        new = self.free_story_ids((chosen[0],))[chosen[0]]
        opens = Seat(number=sitting[chosen[0]], placement=Open(nearest=story, match=_DIVIDED), story=new)
        joins = [Seat(number=sitting[key], placement=Join(cluster=new, match=_DIVIDED), story=new) for key in chosen[1:]]
        self.seat([opens, *joins], now)
        detail = {"by": "desk", "ruling": number, "from": story, "to": new, "item_numbers": sorted(away)}
        self.tell([(story, "split", detail), (new, "split", detail)], now)
        return new

    def undo(self, story: str, now: datetime) -> tuple[str, str, str]:
        """Take back the latest merge or division of a story that still stands: (what, story, the other story).

        A merge the machine made becomes a ruling that the two are two. Raises InputError when there is nothing to undo.
        """
        (story,) = self._found((story,))
        undone: set[int] = set()
        for event in self.connection.execute(_STEERED, {"story": story}).mappings():
            detail = load(event["detail"])
            if event["kind"] == "undone":
                undone.add(detail["event"])
            elif event["number"] not in undone and detail.get("ruling") not in undone:
                if event["kind"] == "merged" and "item_numbers" in detail:
                    return self._part_again(story, event["number"], detail, now)
                if event["kind"] == "split":
                    return self._join_again(detail, now)
        raise InputError(f"story {story} has no merge or split that can be undone")

    # --- how

    def _part_again(self, story: str, event: int, detail: dict[str, Any], now: datetime) -> tuple[str, str, str]:
        old, back = detail["from"], set(detail["item_numbers"]) & self._members((story,))
        self.count(SEATS, 1)
        self.connection.execute(_UNALIAS, {"old": old})
        self.connection.execute(_UNFOLD, {"old": old})
        for alias in detail["aliases"]:
            self.connection.execute(_UNFOLD_ALIAS, {"alias": alias, "old": old})
            self.connection.execute(_UNFOLD_CHAIN, {"alias": alias, "old": old})
        for chunk in chunks(sorted(back)):
            self.connection.execute(_BACK, {"items": chunk, "old": old})
        self._leave((old, story), now)
        if "ruling" in detail:
            self._revoke((detail["ruling"],))
        else:
            self._rule(self._members((story,)), back, together=False)
        told = {"by": "desk", "event": event, "what": "merged", "other": old}
        self.tell([(story, "undone", told), (old, "undone", {**told, "other": story})], now)
        return "merged", story, old

    def _join_again(self, detail: dict[str, Any], now: datetime) -> tuple[str, str, str]:
        into, old = self._found((detail["from"],))[0], self._found((detail["to"],))[0]
        self._revoke((detail["ruling"],))
        told = {"by": "desk", "event": detail["ruling"], "what": "split", "other": old}
        self.tell([(into, "undone", told), (old, "undone", {**told, "other": into})], now)
        if into != old:
            self.fold(old, into, Match(score=1.0, reasons=("the desk took a split back",)), now, {"by": "desk"})
        return "split", into, old

    def _rule(self, one: Iterable[int], other: Iterable[int], *, together: bool) -> int:
        """Put a ruling in force. Its number is negative, so that an "undone" event cannot mistake it for that of an event."""
        number = self.count(RULINGS, -1)
        sides = ((True, one), (False, other))
        rows = [{"number": number, "item": item, "together": together, "side": side} for side, items in sides for item in sorted(items)]
        self.run(_RULE, rows)
        return number

    def _revoke(self, numbers: Collection[int]) -> None:
        self.run(_REVOKE, [{"number_": number} for number in numbers])

    def _release_apart(self, one: set[int], other: set[int]) -> None:
        """Revoke the rulings that keep some of these items apart from some of those."""
        opposed = [
            each.number
            for each in self.rulings()
            if not each.together and ((one & each.one and other & each.other) or (one & each.other and other & each.one))
        ]
        self._revoke(opposed)

    def _found(self, stories: Sequence[str]) -> list[str]:
        """The stories these ids lead to, each once, oldest first. Raises InputError."""
        leads = self._leads(stories)
        for story in stories:
            if story not in leads:
                raise InputError(f"there is no story {story!r}")
        return list(self.connection.scalars(_OLDEST_FIRST, {"ids": list(set(leads.values()))}))

    def _members(self, stories: Sequence[str]) -> set[int]:
        return {row["number"] for story in stories for row in self._rows(story)}

    def _rows(self, story: str) -> Sequence[Row]:
        return self.connection.execute(_MEMBERS, {"story": story}).mappings().all()


_i, _f, _m, _s, _e, _a, _r = t.item, t.feed, t.member, t.story, t.story_event, t.story_alias, t.ruling
_RULINGS: Final = select(_r.c.number, _r.c.item, _r.c.together, _r.c.side).order_by(_r.c.number.desc(), _r.c.item)
_RULE: Final = insert(_r)
_REVOKE: Final = delete(_r).where(_r.c.number == bindparam("number_"))
_OLDEST_FIRST: Final = select(_s.c.id).where(_s.c.id.in_(bindparam("ids", expanding=True))).order_by(_s.c.first_seen_at, _s.c.id)
_MEMBERS: Final = (
    select(_i.c.number, _i.c.guid, _f.c.name.label("feed"))
    .join_from(_m, _i, _i.c.number == _m.c.item)
    .join(_f, _f.c.number == _i.c.feed)
    .where(_m.c.story == bindparam("story"))
    .order_by(_i.c.published_at, _f.c.name, _i.c.guid)
)
_STEERED: Final = (
    select(_e.c.number, _e.c.kind, _e.c.detail)
    .where(
        or_(_e.c.story == bindparam("story"), _e.c.story.in_(select(_a.c.old_id).where(_a.c.story_id == bindparam("story")))),
        _e.c.kind.in_(("merged", "split", "undone")),
    )
    .order_by(_e.c.number.desc())
)
_old: Final = bindparam("old", type_=Text)
_UNALIAS: Final = delete(_a).where(_a.c.old_id == _old)
_UNFOLD: Final = update(_s).where(_s.c.id == _old).values(merged_into=None)
_UNFOLD_ALIAS: Final = update(_a).where(_a.c.old_id == bindparam("alias", type_=Text)).values(story_id=_old)
_UNFOLD_CHAIN: Final = update(_s).where(_s.c.id == bindparam("alias", type_=Text)).values(merged_into=_old)
_BACK: Final = update(_m).where(_m.c.item.in_(bindparam("items", expanding=True))).values(story=_old)
