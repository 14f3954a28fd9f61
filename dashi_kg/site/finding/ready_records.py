"""Records of reports that were made one report at a time: they wait in a file until the search puts all in order."""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dashi_kg.site.finding.search_records import SearchRecord

Record = tuple[int, tuple[Any, ...]]  # number of the group, fields of the record


class ReadyRecords:
    """What can be found of some documents, in a file.

    Args:
        file: is written.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._documents = Counter[str]()
        file.write_bytes(b"")

    def add(self, documents: Iterable[str], records: list[Record]) -> None:
        """All that there is to be found of some documents (paths), as one report tells it.

        Raises:
            OSError: it cannot be written.
        """
        self._documents.update(documents)
        with self._file.open("ab") as file:
            marshal.dump(records, file)

    def has(self, path: str) -> bool:
        """Whether a thing is told by one report and no other, so that it is here."""
        return self._documents[path.partition("#")[0]] == 1

    def __iter__(self) -> Iterator[tuple[int, SearchRecord]]:
        with self._file.open("rb") as file:
            while True:
                try:
                    found = marshal.load(file)
                except EOFError:
                    return
                for group, fields in found:
                    one = SearchRecord(*fields)
                    if self.has(one.path):
                        yield group, one
