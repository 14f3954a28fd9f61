"""Records of reports that were made one report at a time: they wait in a file until the search puts all in order.

What is looked at of a report is put in a table, and what all share lies in a small store in memory; what is found of a report that has not changed
is known from an earlier run.
"""

from __future__ import annotations

import marshal
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from pyoxigraph import RdfFormat, Store, parse

from dashi_kg.export.tables.lookup import Facts
from dashi_kg.query.engines import OxigraphEngine
from dashi_kg.query.on_disk.stored import load_merged
from dashi_kg.rdf.iris import lines_of_reports
from dashi_kg.rdf.namespaces import curie
from dashi_kg.site.finding.figure_details import DETAILS
from dashi_kg.site.finding.search_records import TOLD, SearchRecord, records_in, records_of
from dashi_kg.site.shared.site_graph import SiteGraph

Record = tuple[int, tuple[Any, ...]]  # number of the group, fields of the record
_OF_THINGS = ("rdf:type", "nif:anchorOf", "nif:beginIndex", *(name for name in DETAILS if ":" in name))
_OURS = ("anchor", *(name for name in DETAILS if ":" not in name))


class ReadyRecords:
    """What can be found of some documents, in a file.

    Args:
        file: is written.

    Attributes:
        named: IRIs of all things with names that are not here, where somebody knows them; things without names may be among them.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._documents = Counter[str]()
        self._things: set[str] = set()
        self.named: list[str] | None = None
        file.write_bytes(b"")

    def add(self, documents: Iterable[str], records: list[Record]) -> None:
        """All that there is to be found of some documents (paths), as one report tells it.

        Raises:
            OSError: it cannot be written.
        """
        self._documents.update(documents)
        with self._file.open("ab") as file:
            marshal.dump(records, file)

    def add_things(self, paths: Iterable[str], records: list[Record]) -> None:
        """All that there is to be found of some things that no report tells of.

        Raises:
            OSError: it cannot be written.
        """
        self._things.update(paths)
        with self._file.open("ab") as file:
            marshal.dump(records, file)

    def has(self, path: str) -> bool:
        """Whether a thing is told by one report and no other, or by none, so that it is here."""
        return path in self._things or self._documents[path.partition("#")[0]] == 1

    @property
    def apart(self) -> bool:
        """Whether no document is told by two reports."""
        return all(count == 1 for count in self._documents.values())

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


class Told(NamedTuple):
    """What the search finds of which documents."""

    documents: list[str]
    records: list[Record]


class RecordsByReport:
    """Looks at one report after the other; can be sent to another process.

    Args:
        base: the base IRI.
        shared: the N-Quads of what all reports share.
        common: lines of what reports say of things that are not their own, each once.
    """

    def __init__(self, base: str, shared: Path, common: bytes) -> None:
        self.base, self.shared, self.common = base, shared, common

    def __getstate__(self) -> dict[str, object]:
        return {"base": self.base, "shared": self.shared, "common": self.common}

    @cached_property
    def _site_graph(self) -> SiteGraph:
        store = Store()
        load_merged(store, [self.shared.read_bytes(), self.common])
        return SiteGraph(OxigraphEngine(store, self.base, merged=True), self.base)

    @cached_property
    def _looked_at(self) -> frozenset[bytes]:
        """The properties of a report's own things that decide what is found, as N-Quads write them."""
        ours = (f"<{self.base}ns#{name}>".encode() for name in _OURS)
        return frozenset((*TOLD, *(str(curie(name)).encode() for name in _OF_THINGS), *ours))

    @cached_property
    def vocabulary(self) -> list[str]:
        """Paths of the things with names that all share."""
        names = things_with_names(self.shared.read_bytes().splitlines())
        return [iri.removeprefix(self.base) for iri in names if iri.startswith(self.base)]

    def of_vocabulary(self, said: Collection[str]) -> Told:
        """What is found of the things that all share.

        Args:
            said: paths of those of which others say something, too: they are left out.
        """
        some = [path for path in self.vocabulary if path not in said]
        found = records_of(self._site_graph, (self.base + path for path in some))
        return Told(some, [(group, tuple(one)) for group, one in found])

    def __call__(self, file: Path) -> Told | None:
        """What is found of a report; ``None``: it speaks of what belongs to another report.

        Args:
            file: its N-Quads.
        """
        private = lines_of_reports(self.base)
        start, mark = len(f"<{self.base}".encode()), re.compile(rb"[#>]")
        documents, mentioned, names, looked_at = set[bytes](), set[bytes](), set[str](), list[bytes]()
        last = b""
        for line in file.read_bytes().splitlines(keepends=True):
            if line.startswith(private):
                subject, predicate, rest = line.split(b" ", 2)
                if subject != last:
                    documents.add(mark.split(subject[start:], maxsplit=1)[0])
                    last = subject
                if predicate in TOLD:
                    names.add(subject[1:-1].decode())
                if predicate in self._looked_at:
                    looked_at.append(line)
                if rest.startswith(private):
                    mentioned.add(mark.split(rest[start:], maxsplit=1)[0])
        if mentioned - documents:
            return None
        facts = Facts(dict.fromkeys(q.triple for q in parse(b"".join(looked_at), format=RdfFormat.N_QUADS)))
        found = records_in(self._site_graph, facts, names)
        return Told(sorted(d.decode() for d in documents), [(group, tuple(one)) for group, one in found])


def things_with_names(lines: Iterable[bytes]) -> list[str]:
    """The IRIs of which lines of N-Quads tell a name, sorted."""
    parts = (line.split(b" ", 2) for line in lines)
    return sorted({s[1:-1].decode() for s, p, rest in parts if p in TOLD and rest.startswith(b'"')})
