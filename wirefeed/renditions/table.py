"""A story as one row of a table, for spreadsheets and data frames. A spreadsheet must not take a cell for a formula."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

COLUMNS: Final = (
    "id",
    "slug",
    "headline",
    "body",
    "caption",
    "credit",
    "image_url",
    "reporting_line",
    "agencies",
    "language",
    "status",
    "version",
    "item_count",
    "agency_count",
    "urgency",
    "located",
    "first_seen_at",
    "latest_item_at",
    "updated_at",
    "change_seq",
)
"""The columns of the view ``merged_stories``, in its order."""
_FORMULA: Final = re.compile(r"[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


def cells(row: Mapping[str, Any]) -> list[str]:
    """The row as text, ISO 8601 times, nothing for null; what a spreadsheet would compute is marked as text by an apostrophe."""
    return [_cell(row[name]) for name in COLUMNS]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    return str(value)
