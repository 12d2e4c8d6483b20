"""The numbers every placement and repair obeys. Nothing here is learned; what is learned lies in the weights."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRules:
    """Rules of placing and repairing. Times in days; thresholds are logits of the learned decisions.

    ``join`` is the least logit at which an item joins a story, ``merge`` the least at which two stories become one. ``stay`` is added
    for an item's own story when it is re-seated, so that nothing wavers. ``copy`` is the containment above which a copy joins its
    original's story whatever its words say. ``window`` is how long a story without news still takes items; ``long_window`` the same
    for a story of at least ``growing`` items. ``elsewhere`` is the likeness in words below which an agency's two reports from different
    places are two events.

    ``neighbours`` stories near a changed one, of a likeness of ``least_twin``, are looked at to merge them; ``around`` it, of a likeness of
    ``least_around``, reports are grouped anew: two groups come together when the mean logit of two of their reports telling of one event
    is ``kin``. Reports of one story have ``held`` more; two lone ones need ``lone`` more. Of a story at most ``heard`` reports are
    heard; one that has more loses none.
    """

    window: float = 7.0
    long_window: float = 7.0
    growing: int = 4
    decay: float = 3.0
    candidates: int = 8
    shortlist: int = 12
    least_likeness: float = 0.06
    join: float = 0.25
    merge: float = 1.2
    neighbours: int = 2
    least_twin: float = 0.25
    stay: float = 0.5
    copy: float = 0.6
    elsewhere: float = 0.45
    weakest: int = 1
    around: int = 4
    least_around: float = 0.15
    heard: int = 32
    kin: float = 0.0
    held: float = 1.25
    lone: float = 1.25
    members_seen: int = 16
