"""The coverage board: which body reported for which year.

A cell says what is known of the files, never of the body: ``missing`` is not “nothing was done”, and not
“nothing was published”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import NamedTuple

PUBLISHED, MISSING, UNREADABLE = "published", "missing", "unreadable"
WORDS = {
    PUBLISHED: ("已收录", "collected", "●"),
    UNREADABLE: ("无法读取", "unreadable", "!"),
    MISSING: ("未收录", "not collected", "·"),
}
YEAR = re.compile(r"(?:19|20)\d\d")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class BoardRow(NamedTuple):
    """One body: its id, name and a cell a year (:data:`WORDS`)."""

    org_id: str
    name: str
    level: str
    cells: tuple[str, ...]


class Coverage(NamedTuple):
    """Bodies by years; ``years`` has no gap, so that a year in which nobody reported is seen."""

    years: tuple[str, ...]
    rows: tuple[BoardRow, ...]

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
        BoardRow(org_id, *names[org_id], tuple(cells.get((org_id, y), MISSING) for y in years))
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


def bodies_of_folders(read: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The body whose reports lie in a folder ``…/{org-id}``, by :func:`body_folder`: the folder may be named otherwise
    than the body's id, and a file there that cannot be read is still that body's. Only where all the reports that
    were read there are of one body.

    Args:
        read: file or folder, and id of the body, of each report that was read.

    >>> bodies_of_folders([("in/cn-430100-sfj/2022/source.txt", "cn-430100-x1"), ("in/a.txt", "cn-2-x")])
    {'in/cn-430100-sfj': 'cn-430100-x1'}
    """
    found: dict[str, set[str]] = {}
    for file, org_id in read:
        if folder := body_folder(file):
            found.setdefault(folder, set()).add(org_id)
    return {folder: min(bodies) for folder, bodies in sorted(found.items()) if len(bodies) == 1}


def body_folder(report: str) -> str:
    """The folder ``…/{org-id}`` of a report's file or folder; empty where there is none.

    >>> body_folder("in/cn-430100-sfj/2022/source.txt"), body_folder("in/cn-430100-sfj/2022"), body_folder("a.txt")
    ('in/cn-430100-sfj', 'in/cn-430100-sfj', '')
    """
    file = report if told_by_folder(report) else f"{report}/source."
    return PurePath(file).parents[1].as_posix() if told_by_folder(file) else ""
