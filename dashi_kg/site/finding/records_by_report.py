"""What the search finds of reports, one report at a time: what has not changed is known from an earlier run.

What is looked at of a report and what all share lie in a small store in memory, which takes a sixth of the time of a store on the disk.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Quad, RdfFormat, Store, parse

from dashi_kg.query.engines import OxigraphEngine
from dashi_kg.query.on_disk.stored import load_merged
from dashi_kg.rdf.iris import lines_of_reports
from dashi_kg.rdf.namespaces import curie
from dashi_kg.site.finding.figure_details import DETAILS
from dashi_kg.site.finding.ready_records import Record
from dashi_kg.site.finding.search_records import TOLD, records_of
from dashi_kg.site.shared.site_graph import SiteGraph

_OF_THINGS = ("rdf:type", "nif:anchorOf", "nif:beginIndex", *(name for name in DETAILS if ":" in name))
_OURS = ("anchor", *(name for name in DETAILS if ":" not in name))


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
    def _store(self) -> Store:
        store = Store()
        load_merged(store, [self.shared.read_bytes(), self.common])
        return store

    @cached_property
    def _looked_at(self) -> frozenset[bytes]:
        """The properties of a report's own things that decide what is found, as N-Quads write them."""
        ours = (f"<{self.base}ns#{name}>".encode() for name in _OURS)
        return frozenset((*TOLD, *(str(curie(name)).encode() for name in _OF_THINGS), *ours))

    def __call__(self, file: Path) -> Told | None:
        """What is found of a report; ``None``: it speaks of what belongs to another report.

        Args:
            file: its N-Quads.
        """
        private = lines_of_reports(self.base)
        lines = [line for line in file.read_bytes().splitlines(keepends=True) if line.startswith(private)]
        places = re.compile(rb"<" + re.escape(self.base.encode()) + rb"((?:report|source)/[^#>]*)")
        documents = {one[1] for line in lines if (one := places.match(line))}
        if set(places.findall(b"".join(lines))) - documents:
            return None
        words = [line.split(b" ", 2) for line in lines]
        own = b"".join(line for line, (_, p, _) in zip(lines, words, strict=True) if p in self._looked_at)
        engine = OxigraphEngine(self._store, self.base, merged=True)
        load_merged(self._store, [own])
        try:
            names = {s[1:-1].decode() for s, p, _ in words if p in TOLD}
            found = records_of(SiteGraph(engine, self.base), names)
            return Told(sorted(d.decode() for d in documents), [(group, tuple(one)) for group, one in found])
        finally:
            for quad in parse(own, format=RdfFormat.N_QUADS):
                self._store.remove(Quad(quad.subject, quad.predicate, quad.object))
