"""The scenes of items about to be placed, measured together, and brought up to date as the items before them are seated. It seats none.

Measuring one item costs mostly the calls it takes; measuring many takes hardly more of them. What an item sees changes, while those before
it are seated, only where they are seated: such stories are measured anew, alone. Document frequencies are those of the first look.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from wirefeed.cluster.roster import TELLING, Roster
from wirefeed.cluster.shelf import Shelf
from wirefeed.cluster.sight import Scene, Sight, judged
from wirefeed.cluster.stories import LiveStory
from wirefeed.cluster.trees import Trees

FORESEEN: Final = 32
"""Items looked at together."""


class Foresight:
    """Scenes of items by their rows on the shelf."""

    def __init__(self, sight: Sight, roster: Roster, shelf: Shelf) -> None:
        self._sight = sight
        self._roster = roster
        self._shelf = shelf
        self.forget()

    def __contains__(self, row: int) -> bool:
        """Whether this item was looked at."""
        return row in self._at

    def forget(self) -> None:
        """Rows may be other items' from now on, and stories that are gone are nobody's."""
        self._roster.changed.clear()
        self._rows = np.zeros(0, np.intp)
        self._at: dict[int, int] = {}
        self._scenes: list[Scene] = []
        self._judged: list[list[float]] = []
        self._trees: Trees | None = None
        self._shares = np.zeros((0, 0), np.float32)

    def look(self, rows: Sequence[int], trees: Trees) -> None:
        """Measure these items as things stand now, and judge them by ``trees``; what was looked at before is forgotten."""
        self._roster.changed.clear()
        self._rows = np.array(rows)
        self._at = {row: at for at, row in enumerate(rows)}
        self._scenes = self._sight.of_items(rows)
        self._trees, self._judged = trees, judged(self._scenes, trees)
        self._shares = self._shelf.shares(rows)

    def scene(self, row: int) -> Scene:
        """What an item that was looked at stands before now."""
        scene = self._scenes[self._at[row]]
        changed = self._roster.changed
        if not changed:
            return scene
        coming = self._coming(row, scene)
        gone = {story for story in scene.stories if story in changed and (not story.members or story in coming)}
        return self._sight.again(scene, row, gone, list(coming)) if gone or coming else scene

    def judged(self, row: int, trees: Trees) -> tuple[Scene, list[float]]:
        """The same, and what the trees make of each candidate."""
        scene = self.scene(row)
        at = self._at[row]
        return scene, self._judged[at] if scene is self._scenes[at] and trees is self._trees else judged([scene], trees)[0]

    def _coming(self, row: int, scene: Scene) -> dict[LiveStory, None]:
        """The changed stories to be measured anew: the likeliest of those it saw, and those whose new members share enough with it.

        What else the item saw has changed by members that share next to nothing with it.
        """
        changed = self._roster.changed
        coming = dict.fromkeys(story for story in scene.stories[:TELLING] if story in changed and story.members)
        slots = self._shelf.story[self._rows[self._shares[self._at[row]] > scene.telling]]
        for slot in slots[slots > 0].tolist():
            story = self._roster.at(slot)
            if story in changed and self._roster.fits(story, float(self._shelf.at[row]), dated=bool(self._shelf.dated[row])):
                coming[story] = None
        return coming
