"""``wirefeed diff ID V1 V2``: what changed between two versions of a story."""

import difflib
import re
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from wirefeed.cli.context import Context, console, print_json, shown

if TYPE_CHECKING:
    from wirefeed.model.story import Story

_WORDS: Final = re.compile(r"\s+|[^\s]+")


def diff(
    context: typer.Context,
    story: Annotated[str, typer.Argument(help="Story id.")],
    before: Annotated[int, typer.Argument(metavar="V1", min=1, help="The earlier version.")],
    after: Annotated[int, typer.Argument(metavar="V2", min=1, help="The later version.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of lines.")] = False,
) -> None:
    """Show what changed between two versions of a story.

    Paragraph by paragraph: [-words gone-] and {+words that came+}.
    """
    obj: Context = context.obj
    with obj.app() as app, app.store.read() as unit:
        left, right = unit.get_story(story, before), unit.get_story(story, after)
    changes = compare(left, right)
    if as_json:
        print_json({"story": story, "before": before, "after": after, "changes": changes})
        return
    for change in changes:
        console().print(f"{change['part']}: {shown(change['words'])}", soft_wrap=True)
    if not changes:
        console().print("Not a word differs.")


def compare(left: "Story", right: "Story") -> list[dict[str, Any]]:
    """Every part that differs: its name, before, after, and both in one line of marked words."""
    found = [
        (name, _part(left, name), _part(right, name)) for name in ("status", "slug", "headline", "caption", "credit", "reporting_line")
    ]
    before, after = left.body.split("\n\n"), right.body.split("\n\n")
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for at in range(max(i2 - i1, j2 - j1)):
            old = before[i1 + at] if i1 + at < i2 else ""
            new = after[j1 + at] if j1 + at < j2 else ""
            found.append((f"paragraph {(j1 if new else i1) + at + 1}", old, new))
    return [{"part": name, "before": old, "after": new, "words": marked(old, new)} for name, old, new in found if old != new]


def marked(before: str, after: str) -> str:
    """Two texts as one, word by word."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    out = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            out.append("".join(old[i1:i2]))
            continue
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        out += [f"[-{gone}-]" if gone else "", f"{{+{come}+}}" if come else ""]
    return "".join(out)


def _part(story: "Story", name: str) -> str:
    from wirefeed.model.story import plain

    value = getattr(story, name)
    return plain(value) if isinstance(value, tuple) else str(value)
