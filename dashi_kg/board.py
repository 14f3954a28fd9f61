"""The coverage board: which body reported for which year.

A cell says what is known of the files, never of the body: ``missing`` is not “nothing was done”, and not
“nothing was published”.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

PUBLISHED, MISSING, UNREADABLE = "published", "missing", "unreadable"
WORDS = {
    PUBLISHED: ("已发布", "published", "●"),
    UNREADABLE: ("无法读取", "unreadable", "!"),
    MISSING: ("未见", "missing", "·"),
}
YEAR = re.compile(r"(?:19|20)\d\d")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Row:
    """One body: its id, name and a cell a year (:data:`WORDS`)."""

    org_id: str
    name: str
    level: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Bodies by years; ``years`` has no gap, so that a year in which nobody reported is seen."""

    years: tuple[str, ...]
    rows: tuple[Row, ...]

    def as_dict(self) -> dict[str, dict[str, str]]:
        """Body → year → cell."""
        return {row.org_id: dict(zip(self.years, row.cells, strict=True)) for row in self.rows}


def table(names: Mapping[str, tuple[str, str]], cells: Mapping[tuple[str, str], str]) -> Coverage:
    """The board of these bodies.

    Args:
        names: body → name and level.
        cells: body and year → cell; what is not there is missing.
    """
    if not cells:
        return Coverage((), ())
    found = [int(year) for _, year in cells]
    years = tuple(str(y) for y in range(min(found), max(found) + 1))
    rows = (
        Row(org_id, *names[org_id], tuple(cells.get((org_id, y), MISSING) for y in years))
        for org_id in sorted(names)
    )
    return Coverage(years, tuple(rows))


def told_by_folder(file: str) -> tuple[str, str] | None:
    """Body and year of a file that lies as the data of a release do.

    >>> told_by_folder("in/reports/cn-500117007-office/2023/source.txt")
    ('cn-500117007-office', '2023')
    >>> told_by_folder("in/2023/a.txt")
    """
    parts = PurePath(file).parts
    if len(parts) < 3 or not parts[-1].startswith("source."):
        return None
    org_id, year = parts[-3], parts[-2]
    return (org_id, year) if _ID.fullmatch(org_id) and YEAR.fullmatch(year) else None
