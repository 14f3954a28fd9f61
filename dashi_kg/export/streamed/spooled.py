"""The rows of tables on the disk, report by report, so that no table is held."""

from __future__ import annotations

import marshal
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from dashi_kg.export.databases.relations import Table, relations_of
from dashi_kg.export.streamed.facts_on_disk import FactsOnDisk
from dashi_kg.export.streamed.sorted_file import SortedFile
from dashi_kg.export.tables.observations import Row, rows_of

_ORGANISATIONS = "organisations"  # one row for all reports of a body; all others come report by report


class Spool(Collection[Row]):
    """Rows in a file; gone through as often as wanted."""

    def __init__(self, path: Path) -> None:
        self._path, self._count = path, 0
        self._names: tuple[str, ...] = ()
        self._file: IO[bytes] | None = path.open("wb")

    def add(self, rows: Iterable[Row]) -> None:
        """Put more rows behind; all have the same columns."""
        assert self._file is not None
        for row in rows:
            self._names = self._names or tuple(row)
            marshal.dump(tuple(map(row.__getitem__, self._names)), self._file)
            self._count += 1

    def finish(self) -> Spool:
        """Nothing comes any more."""
        assert self._file is not None
        self._file.close()
        self._file = None
        return self

    def __len__(self) -> int:
        return self._count

    def __contains__(self, row: object) -> bool:
        return any(row == other for other in self)

    def __iter__(self) -> Iterator[Row]:
        with self._path.open("rb") as file:
            for _ in range(self._count):
                yield dict(zip(self._names, marshal.load(file), strict=True))


def observations_on_disk(file: SortedFile, folder: Path, base: str) -> Spool:
    """The rows of the figures of all reports, as :func:`dashi_kg.export.tables.observations.observation_rows` gives them."""
    spool = Spool(folder / "rows")
    for facts in _each(file):
        spool.add(rows_of(facts, base))
    return spool.finish()


def relations_on_disk(file: SortedFile, folder: Path, base: str) -> list[Table]:
    """The tables of a database, as :func:`dashi_kg.export.databases.relations.relations` gives them."""
    empty = relations_of(FactsOnDisk(file), base)
    spools = {table.name: Spool(folder / f"{table.name}.rows") for table in empty}
    bodies: dict[str, Row] = {}
    for facts in _each(file):
        for table in relations_of(facts, base):
            if table.name == _ORGANISATIONS:
                bodies.update((row["iri"], row) for row in table.rows)
            else:
                spools[table.name].add(table.rows)
    spools[_ORGANISATIONS].add(bodies[iri] for iri in sorted(bodies))
    return [replace(table, rows=spools[table.name].finish()) for table in empty]


def empty_relations(file: SortedFile, base: str) -> list[Table]:
    """The tables without rows."""
    return relations_of(FactsOnDisk(file), base)


def _each(file: SortedFile) -> Iterator[FactsOnDisk]:
    facts = FactsOnDisk(file)
    for report in file.reports:
        facts.hold(report)
        yield facts
