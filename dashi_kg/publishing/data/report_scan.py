"""What one look at the lines of a report tells for counts over all reports: kept, so that those of reports that stay are not looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dashi_kg.publishing.data.disk_engine import leading
from dashi_kg.rdf.iris import lines_of_reports
from dashi_kg.site.shared.known_documents import iris_in
from dashi_kg.site.shared.pointing import Pointers, pointers

_Packed = list[tuple[bytes, bytes, str, int, int, list[int]]]  # as Pointers, with numbers of names


class ReportScan(NamedTuple):
    """Plain values.

    Attributes:
        own: documents (IRIs) of the report and its text of which it tells.
        named: the IRIs that it names, see :func:`~dashi_kg.site.shared.known_documents.iris_in`.
        lead: its own lines that a store has in their graphs (:func:`~dashi_kg.publishing.data.disk_engine.leading`).
        names, packed: see :attr:`pointers`.
    """

    own: list[str]
    named: dict[str, list[str]]
    lead: bytes
    names: list[bytes]
    packed: _Packed

    @property
    def pointers(self) -> Pointers:
        """To what its own things point; see :func:`~dashi_kg.site.shared.pointing.pointers`."""
        names = self.names
        return {
            (thing, predicate, kind): (count, lines, [names[number] for number in numbers])
            for thing, predicate, kind, count, lines, numbers in self.packed
        }


def scanned(nquads: bytes, base: str) -> ReportScan:
    """Look at the sorted N-Quads of a report.

    Args:
        base: the base IRI.
    """
    private = lines_of_reports(base)
    lines = [line for line in nquads.splitlines(keepends=True) if line.startswith(private)]
    own = {line[1 : line.index(b">")].partition(b"#")[0].decode() for line in lines}
    found = pointers(lines, base)
    number = {
        name: n for n, name in enumerate(sorted({name for *_, some in found.values() for name in some}))
    }
    packed = [
        (*key, count, of_lines, [number[n] for n in some]) for key, (count, of_lines, some) in found.items()
    ]
    named: Mapping[str, Sequence[str]] = iris_in(nquads)
    lead = b"".join(leading([b"".join(lines)], base))
    return ReportScan(
        sorted(own), {iri: list(some) for iri, some in named.items()}, lead, list(number), packed
    )


def apart(scans: Iterable[ReportScan]) -> bool:
    """Whether no two reports tell of one document that is a report's own, as two that were read from one text do."""
    seen: set[str] = set()
    for scan in scans:
        if not seen.isdisjoint(scan.own):
            return False
        seen.update(scan.own)
    return True
