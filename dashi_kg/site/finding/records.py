"""Many records in a table on the disk that only this process sees: a large graph has more than the memory should hold."""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Callable, Iterable, Iterator

from dashi_kg.site.finding.search_records import SearchRecord

Place = tuple[int, int, int]


class Records(Iterable[SearchRecord]):
    """Records by group and path.

    Args:
        found: each with the number of its group.
    """

    def __init__(self, found: Iterable[tuple[int, SearchRecord]]) -> None:
        self._table = sqlite3.connect(
            "", check_same_thread=False
        )  # without a name: SQLite's own temporary file
        self._table.execute(
            "CREATE TABLE record (number INTEGER PRIMARY KEY, kind INTEGER, path TEXT, data BLOB)"
        )
        self._table.executemany(
            "INSERT INTO record (kind, path, data) VALUES (?, ?, ?)",
            ((kind, one.path, marshal.dumps(tuple(one))) for kind, one in found),
        )
        self._table.execute(
            "CREATE TABLE place (number INTEGER PRIMARY KEY, first, second, third, path TEXT)"
        )

    def __len__(self) -> int:
        ((count,),) = self._table.execute("SELECT COUNT(*) FROM record")
        return int(count)

    def __iter__(self) -> Iterator[SearchRecord]:
        return self._each("SELECT data FROM record ORDER BY kind, path")

    def of(self, kinds: Iterable[int]) -> Iterator[SearchRecord]:
        """Those of some groups."""
        return self._each(
            f"SELECT data FROM record WHERE kind IN ({','.join(map(str, kinds))}) ORDER BY kind, path"
        )

    def arranged(self, place: Callable[[SearchRecord], Place]) -> Iterator[SearchRecord]:
        """All of them by place, then path; may be asked again."""
        self._table.execute("DELETE FROM place")
        rows = self._table.execute("SELECT number, data FROM record")
        self._table.executemany(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?)",
            ((number, *place(one), one.path) for number, one in ((n, _read(data)) for n, data in rows)),
        )
        return self._each(
            "SELECT data FROM place JOIN record USING (number) ORDER BY first, second, third, place.path"
        )

    def _each(self, query: str) -> Iterator[SearchRecord]:
        return (_read(data) for (data,) in self._table.execute(query))


def _read(data: bytes) -> SearchRecord:
    return SearchRecord(*marshal.loads(data))
