"""Stories that somebody hands over as such. It doubts them once, and changes no membership.

::

    members ─> compose ─> do any two tell of one event? ┬ yes: the composite
                                                        └ no:  what the item with the lede tells, alone
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import numpy as np
import structlog

from wirefeed.cluster import LiveIndex, Weights, encode
from wirefeed.compose import compose
from wirefeed.compose.pairing import misread
from wirefeed.compose.source import Annotations
from wirefeed.model.item import Item
from wirefeed.model.story import Member, Note, Story, Unchanged
from wirefeed.pipeline.rules import Rules
from wirefeed.text.words import primary

log = structlog.get_logger(module=__name__)
OWN_VOICE: Final = 0.2
"""Share of its sentences in which the writer of a text may speak of himself where it is to stand alone."""
_STORY: Final = "given"


def weave_given(story_id: str, members: tuple[Member, ...], rules: Rules, weights: Weights, now: datetime) -> Story | Unchanged:
    """The composite of items given as one story. Where no two of them tell of one event, only the one with the lede is told.

    Two events in one article are worse than one of them, and a note tells the editor of the others. Placing makes no such stories; a file
    may.
    """
    annotations = Annotations()
    made = compose(story_id, members, None, rules.compose, now, annotations)
    if not isinstance(made, Story) or made.lead is None or is_one_story(members, rules, weights):
        return made
    (told,) = (member for member in members if member.ref == made.lead)
    alone = compose(story_id, (told,), None, rules.compose, now, annotations)
    if not isinstance(alone, Story) or not _stands_alone(alone, told.item, annotations):
        return made
    left = [member for member in members if member is not told]
    log.warning("no two items tell of one event", story=story_id, told=told.item.guid, left=[member.item.guid for member in left])
    untold = "; ".join(f"{member.agency.name}: {member.item.headline or member.item.guid}" for member in left)
    return replace(alone, notes=(*made.notes, *alone.notes, Note(kind="of other events, not told", message=untold)))


def is_one_story(members: Sequence[Member], rules: Rules, weights: Weights) -> bool:
    """Whether some two members are likelier than not to tell of one event, one copies another, or nobody can compare them.

    Nobody can where languages differ, where all lie further apart than the window of stories, and where there are too many.
    """
    languages = {primary(member.item.language) for member in members}
    comparable = len(languages) == 1 and 1 < len(members) <= rules.cluster.heard
    if not comparable or any(member.duplicate_of for member in members):
        return True
    index = LiveIndex(rules.cluster, weights)
    index.add_all(
        (_STORY, number, member.item.published_at, encode(member.item), member.agency.key) for number, member in enumerate(members)
    )
    kin = index.kinship(_STORY)
    known = kin[~np.isnan(kin)]
    return not known.size or bool(known.max() > 0.0)


def _stands_alone(alone: Story, item: Item, annotations: Annotations) -> bool:
    """Whether an item is a report that can be printed as it stands: not its writer's own voice, no marks that would be misread."""
    fit = [sentence for sentence in annotations.beside_others(item)[0].sentences if sentence.fit]
    own = sum(sentence.comment for sentence in fit)
    return own <= OWN_VOICE * len(fit) and misread([alone.headline, *alone.paragraphs], [item.headline, item.text]) is None
