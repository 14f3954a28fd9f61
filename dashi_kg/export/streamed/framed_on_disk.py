"""The framed trees of a graph that is larger than memory: nodes are framed report by report, and sorted on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from dashi_kg.export.frames import Framer, frame, place_of
from dashi_kg.export.streamed.disk_sort import Record, disk_sorted, natural_bytes
from dashi_kg.export.streamed.documents import write_graph
from dashi_kg.export.streamed.facts_on_disk import FactsOnDisk
from dashi_kg.export.streamed.sorted_file import SortedFile
from dashi_kg.rdf.jsonld import by_subject, compactor, nodes, written
from dashi_kg.rdf.terms import value


def write_framed(file: SortedFile, name: str, out: IO[bytes], folder: Path, base: str) -> None:
    """See :func:`dashi_kg.export.frames.framed`; the nodes of all reports in the order of their places in the text."""
    wanted = frame(name, base)

    def records() -> Iterator[Record]:
        facts = FactsOnDisk(file)
        for report in file.reports:
            facts.hold(report)
            yield from _of_report(facts, wanted, base)

    found = (words.decode() for _, words in disk_sorted(records(), folder))
    write_graph(wanted["@context"], found, out)


def _of_report(facts: FactsOnDisk, wanted: Any, base: str) -> Iterator[Record]:
    own = [q.triple for q in facts.quads]
    named = {o.value for said in by_subject(own).values() for objects in said.values() for o in objects}
    others = [
        q.triple
        for iri in sorted(named - {value(q.subject) for q in own})
        if iri.startswith(base)
        for q in facts.file.quads(iri)
    ]
    known = {node["id"]: node for node in nodes((*own, *others), base).values()}
    framer = Framer(known, wanted["@context"], base)
    short = compactor(base)
    iris = {short.iri(subject): subject for subject in by_subject(own)}
    for node in framer.matches(wanted):
        if iri := iris.get(node["id"]):
            place = place_of(known[node["id"]], known).to_bytes(8)
            yield place + natural_bytes(iri) + b"\x00" + iri.encode(), written(node, "\n  ").encode()
