"""Rebuild stored composites from stored item versions. It repairs nothing; it tells."""

from collections.abc import Callable, Sequence

from wirefeed.compose.verify import Mismatch, verify
from wirefeed.pipeline.ports import Unit


def check_stories(
    unit: Unit, stories: Sequence[str], told: Callable[[int], None] = lambda _: None
) -> tuple[tuple[str, tuple[Mismatch, ...]], ...]:
    """(story, mismatches) for every story that does not rebuild."""
    found = []
    for name in stories:
        story = unit.get_story(name)
        versions = unit.item_versions([citation.item for citation in story.printed()])
        mismatches = verify(story, versions.__getitem__)
        if mismatches:
            found.append((name, mismatches))
        told(1)
    return tuple(found)
