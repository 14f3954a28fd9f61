"""Sorting what is larger than memory: sorted runs on the disk, merged."""

from __future__ import annotations

import heapq
import marshal
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from dashi_kg.rdf.jsonld import natural

Record = tuple[bytes, bytes]  # what it is sorted by, and what it is
_RUN = 16 << 20  # bytes of records in a run
_EACH = 150  # bytes of a record besides
_AT_ONCE = 64  # runs that are merged at once


def disk_sorted(records: Iterable[Record], folder: Path) -> Iterator[Record]:
    """The records in order, each once.

    Args:
        records: in any order.
        folder: for the runs; it is there.
    """
    runs = _Runs(folder)
    held: list[Record] = []
    size = 0
    for record in records:
        held.append(record)
        size += len(record[0]) + len(record[1]) + _EACH
        if size >= _RUN:
            runs.add(sorted(held))
            held, size = [], 0
    held.sort()
    if runs.paths:
        runs.add(held)
        held = []
    yield from _once(_merged(runs.paths) if runs.paths else held)
    for path in runs.paths:
        path.unlink()


class _Runs:
    """Sorted runs on the disk; where they grow too many, those that there are become one."""

    def __init__(self, folder: Path) -> None:
        self.paths: list[Path] = []
        self._folder = Path(tempfile.mkdtemp(prefix="runs-", dir=folder))
        self._made = 0

    def add(self, records: Iterable[Record]) -> None:
        self.paths.append(self._written(records))
        if len(self.paths) > _AT_ONCE:
            merged = self._written(_merged(self.paths))
            for path in self.paths:
                path.unlink()
            self.paths = [merged]

    def _written(self, records: Iterable[Record]) -> Path:
        self._made += 1
        path = self._folder / str(self._made)
        with path.open("wb") as file:
            for record in records:
                marshal.dump(record, file)
        return path


def _merged(runs: Iterable[Path]) -> Iterator[Record]:
    with ExitStack() as stack:
        yield from heapq.merge(*(_read(stack.enter_context(run.open("rb"))) for run in runs))


def _read(file: IO[bytes]) -> Iterator[Record]:
    while True:
        try:
            record: Record = marshal.load(file)
        except EOFError:
            return
        yield record


def _once(records: Iterable[Record]) -> Iterator[Record]:
    last: Record | None = None
    for record in records:
        if record != last:
            yield record
            last = record


def natural_bytes(words: str) -> bytes:
    """Bytes that sort as :func:`dashi_kg.rdf.jsonld.natural` does.

    >>> sorted(["d10", "d9", "d", "d9a"], key=natural_bytes)
    ['d', 'd9', 'd9a', 'd10']
    """
    out = bytearray()
    for kind, number, part in natural(words):
        if kind:
            out += b"\x02" + part.encode("utf-8", "surrogatepass") + b"\x00"
        else:
            digits = str(number).encode()
            out += b"\x01" + len(digits).to_bytes(4) + digits
    return bytes(out)
