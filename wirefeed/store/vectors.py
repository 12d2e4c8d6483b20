"""Vectors of leads, kept so that a restart computes none anew, and the items they stand for. What they say is compared in ``cluster``."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import and_, bindparam, func, select, update

from wirefeed.model.item import Item
from wirefeed.pipeline.ports import LeadVector
from wirefeed.store import tables as t
from wirefeed.store.dialect import replacing, within
from wirefeed.store.items import whole
from wirefeed.store.rows import dump, item_of, load
from wirefeed.store.session import Session, chunks


class Vectors(Session):
    """The part of a unit that knows what leads say in any language."""

    def lead_vectors(self, items: Sequence[int]) -> dict[int, LeadVector]:
        """For each of these items its current version, how long its text is, and the vector of its lead where there is one."""
        statement = within(self.backend, _LEADS, _i.c.number)
        rows = self.connection.execute(statement, {"numbers": self.backend.pack(items)}) if items else ()
        return {item: LeadVector(version=at, language=tag, length=length, vector=vector) for item, at, tag, length, vector in rows}

    def lead_items(self, versions: Sequence[int]) -> Mapping[int, Item]:
        """Item versions by the store's number."""
        found: dict[int, Item] = {}
        for chunk in chunks(versions):
            rows = self.connection.execute(_ITEMS, {"versions": chunk}).mappings()
            found.update((row["number"], item_of(row)) for row in rows)
        return found

    def save_vectors(self, vectors: Mapping[int, bytes]) -> None:
        """Keep the vectors of item versions (the store's numbers); empty ones for leads that cannot be read."""
        self.run(replacing(self.backend, t.lead_vector, "vector"), [{"version": each, "vector": vectors[each]} for each in sorted(vectors)])

    def give_reasons(self, items: Sequence[int], reasons: Sequence[str]) -> None:
        """Add to the reasons for which these items sit where they do."""
        for chunk in chunks(items):
            rows = self.connection.execute(_REASONS, {"items": chunk}).all()
            self.run(_GIVE, [{"item_": item, "reasons": dump((*load(said), *reasons))} for item, said in rows])


_i, _v, _l, _m = t.item, t.item_version, t.lead_vector, t.member
_LEADS: Final = (
    select(_i.c.number, _v.c.number, _v.c.language, func.length(_v.c.text), _l.c.vector)
    .join_from(_i, _v, and_(_v.c.item == _i.c.number, _v.c.version == _i.c.shown))
    .outerjoin(_l, _l.c.version == _v.c.number)
)
_ITEMS: Final = whole().where(_v.c.number.in_(bindparam("versions", expanding=True)))
_REASONS: Final = select(_m.c.item, _m.c.reasons).where(_m.c.item.in_(bindparam("items", expanding=True))).order_by(_m.c.item)
_GIVE: Final = update(_m).where(_m.c.item == bindparam("item_"))  # sets the reasons handed in
