"""Text set in lines for a teleprinter -> paragraphs parted by blank lines, tables row by row. It reads no mark-up."""

import re
from typing import Final

_INDENT: Final = 3
_COLUMNS: Final = re.compile(r"\S(?: {3,}|\t)\S")
_FIGURES: Final = re.compile(r"(?:\s[\d.,:+{/_-]{1,12}){3,40}$")
_MOST_PROSE: Final = 0.5


def paragraphs(text: str) -> str:
    """The text with its lines joined.

    A blank line or an indent begins a paragraph; where most lines have columns or end in figures, each stays a line of its own, its
    columns parted by tabs.
    """
    blocks: list[list[str]] = [[]]
    for line in text.expandtabs(4).split("\n"):
        bare = line.strip()
        if not bare:
            blocks.append([])
        elif len(line) - len(line.lstrip()) >= _INDENT and not _COLUMNS.search(bare):
            blocks.append([bare])
        else:
            blocks[-1].append(bare)
    return "\n\n".join(_joined(block) for block in blocks if block)


def _joined(lines: list[str]) -> str:
    columns = sum(1 for line in lines if _COLUMNS.search(line) or _FIGURES.search(line[-200:]))
    if columns > 1 and columns > _MOST_PROSE * len(lines):
        return "\n".join(re.sub(r" {3,}", "\t", line) for line in lines)
    return " ".join(" ".join(lines).split())
