"""The newsroom's own terms as wire formats spell them -> pubstatus, kind, urgency. It reads no document."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from wirefeed.model.item import Kind, PubStatus

_STATUS: Final = {
    "usable": PubStatus.USABLE,
    "withheld": PubStatus.WITHHELD,
    "withhold": PubStatus.WITHHELD,
    "embargoed": PubStatus.WITHHELD,
    "canceled": PubStatus.CANCELED,
    "cancelled": PubStatus.CANCELED,
    "killed": PubStatus.CANCELED,
}
_KINDS: Final = {
    "alert": Kind.ALERT,
    "flash": Kind.ALERT,
    "update": Kind.UPDATE,
    "correction": Kind.CORRECTION,
    "corrective": Kind.CORRECTION,
    "writethru": Kind.WRITE_THROUGH,
    "write-through": Kind.WRITE_THROUGH,
    "lead": Kind.LEAD,
    "repeat": Kind.REPEAT,
    "kill": Kind.KILL,
    "withdrawal": Kind.KILL,
    "hold": Kind.HOLD,
    "release": Kind.RELEASE,
    "advisory": Kind.ADVISORY,
    "isadvisory": Kind.ADVISORY,
}
_RANK: Final = (
    Kind.KILL,
    Kind.HOLD,
    Kind.CORRECTION,
    Kind.RELEASE,
    Kind.WRITE_THROUGH,
    Kind.LEAD,
    Kind.UPDATE,
    Kind.REPEAT,
    Kind.ALERT,
    Kind.ADVISORY,
)
_URGENCIES: Final = range(1, 10)


def status_of(term: str | None) -> PubStatus | None:
    """A status by its word, with or without a vocabulary's prefix (``stat:usable``); None for an unknown one."""
    return _STATUS.get(_bare(term))


def held(said: str | None, stated: str | None, until: datetime | None) -> PubStatus | None:
    """The status of an item that states an embargo: withheld where its time cannot be read (``until`` None), else as ``said``."""
    status = status_of(said)
    if _bare(said) == "embargoed":
        return PubStatus.USABLE if until else PubStatus.WITHHELD
    return PubStatus.WITHHELD if stated and until is None and status in (None, PubStatus.USABLE) else status


def kind_of(*terms: str | None) -> Kind | None:
    """The weightiest kind that signals (``sig:correction``, ``update``) state; None where they state none."""
    return weightiest(_KINDS.get(_bare(term)) for term in terms)


def weightiest(kinds: Iterable[Kind | None]) -> Kind | None:
    """The kind that decides where a desk states several."""
    found = frozenset(kinds)
    return next((kind for kind in _RANK if kind in found), None)


def urgency_of(value: object) -> int | None:
    """An urgency of 1 to 9 given as a number or in digits; None for whatever else."""
    if isinstance(value, str) and len(value.strip()) == 1 and value.strip() in "123456789":
        return int(value)
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) and value in _URGENCIES else None


def _bare(term: str | None) -> str:
    return (term or "").strip()[:100].rpartition(":")[2].lower()
