"""What may be forgotten: the history of polls, and the fingerprints of old texts. Items, versions, stories and bytes stay."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, select

from wirefeed.store import tables as t
from wirefeed.store.dialect import Moment
from wirefeed.store.near import Near


class Upkeep(Near):
    """The part of a unit that forgets."""

    def forget(self, before: datetime, limit: int = 5000) -> int:
        """Drop poll history, and fingerprints of items last seen, before this time; ``limit`` of each. Returns rows gone."""
        polls = self.connection.execute(_POLLS, {"before": before, "limit": limit}).rowcount
        return polls + self.forget_fingerprints(before, limit)


_old: Final = select(t.poll.c.number).where(t.poll.c.at < bindparam("before", type_=Moment)).order_by(t.poll.c.at).limit(bindparam("limit"))
_POLLS: Final = delete(t.poll).where(t.poll.c.number.in_(_old))
