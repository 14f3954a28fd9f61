"""All quads of a release as a sorted file, and what is made of it: of many reports, in little memory."""

from __future__ import annotations

import hashlib
import marshal
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse

from dashi_kg.export.described import described_triples
from dashi_kg.export.tables.lookup import Facts
from dashi_kg.export.tables.observations import rows_of
from dashi_kg.files import is_release
from dashi_kg.publishing.data.disk_engine import disk_engine, leading
from dashi_kg.publishing.data.exact_literals import ExactLiterals
from dashi_kg.publishing.data.gone_lines import write_gone
from dashi_kg.publishing.data.held_graph import Engines
from dashi_kg.publishing.data.kept_figures import KeptFigures, ToldFigures, keep_figures_of, told_figures
from dashi_kg.publishing.data.kept_reads import KeptValues, program_digest
from dashi_kg.publishing.data.kept_report import KeptReport
from dashi_kg.publishing.data.merge import merge
from dashi_kg.publishing.data.page_keys import PageKeys
from dashi_kg.publishing.data.release_folder import ReleaseFolder
from dashi_kg.publishing.data.report_scan import ReportScan, apart, scanned
from dashi_kg.publishing.data.totals import Totals, totals
from dashi_kg.rdf.iris import lines_of_reports, source
from dashi_kg.rdf.lines import pieces_of
from dashi_kg.rdf.parse import PACKED_FILE, release_data
from dashi_kg.rdf.serialize import serialize
from dashi_kg.site.finding.ready_records import things_with_names
from dashi_kg.site.shared.known_documents import Named
from dashi_kg.site.shared.pointing import Pointing, pointing


class StreamedGraph:
    """The quads of kept reports and of what they share, merged.

    Args:
        out: the folder of the release, where the former one stands.
        reports: those of the release.
        shared: what all share.
        scratch: a folder for the files.
        base: the base IRI.
    """

    def __init__(
        self, out: Path, reports: Sequence[KeptReport], shared: Sequence[Quad], scratch: Path, base: str
    ) -> None:
        self.base, self.scratch, self._shared = base, scratch, shared
        self._program = program_digest()
        common = scratch / "shared.nq"
        common.write_bytes(serialize(shared, "nq", base))
        self.places = {f"{base}report/{r.org_id}/{r.year}": r.nquads for r in reports}
        own = {f"report/{r.org_id}/{r.year}": [r.nquads] for r in reports}
        texts: dict[str, list[str]] = defaultdict(list)
        for report in reports:
            texts[f"{base}{source(report.text_sha256)}"].append(f"report/{report.org_id}/{report.year}")
        former = release_data(out) if is_release(out) else None
        self._told = told = write_gone(former, own, scratch / "gone.nq", base, texts) if former else []
        self._besides_reports = [common, *told]
        self.parts = [*self._besides_reports, *(r.nquads for r in reports)]
        self.file = scratch / "all.nq"
        merge(self.parts, self.file, scratch / "merging")

    def write_packed(self, folder: ReleaseFolder) -> str:
        """Write them as N-Quads, packed; the name of the file."""
        packed = self.scratch / PACKED_FILE
        packer = zlib.compressobj(6, zlib.DEFLATED, 31)  # as gzip.compress without a time
        with packed.open("wb") as file:
            for piece in pieces_of(self.file):
                file.write(packer.compress(piece))
            file.write(packer.flush())
        folder.take(PACKED_FILE, packed)
        return PACKED_FILE

    def totals(self, linked: Sequence[str]) -> Totals:
        """See :func:`~dashi_kg.publishing.data.totals.totals`."""
        with self.file.open("rb") as lines:
            return totals(lines, self.base, linked)

    def described(self) -> Sequence[Triple]:
        """The triples that the description of the data looks at."""
        with self.file.open("rb") as lines:
            return described_triples(lines, self.base)

    def _of_others(self) -> bytes:
        """What is shared, and what reports say of other things than themselves and their texts: sorted lines."""
        own = lines_of_reports(self.base)
        found: set[bytes] = set()
        for part in self.parts:
            found.update(line for line in part.read_bytes().splitlines(True) if not line.startswith(own))
        return b"".join(sorted(found))

    def _keys(self, besides: bytes, program: str, on_topic: Callable[[str], Iterable[int]]) -> PageKeys:
        names = {iri.removeprefix(self.base): file for iri, file in self.places.items()}
        common = self.parts[0].read_bytes()
        start = tuple(f"<{self.base}{kind}/".encode() for kind in ("org", "place"))
        lead = b"".join(line for line in common.splitlines(keepends=True) if line.startswith(start))
        more = [*(file.read_bytes() for file in self._told), besides]
        decides = hashlib.sha256(program.encode() + common).digest()
        return PageKeys(self.base, names, lead, more, decides, on_topic)

    def _figures(self, known: Facts, keys: PageKeys, kept: KeptValues) -> KeptFigures:
        """The figures of all reports: as they were made with the tables, as an earlier run has kept them, or made now."""
        names: dict[str, str] = {}

        def told() -> Iterator[ToldFigures]:
            for iri, file in self.places.items():
                path = iri.removeprefix(self.base)
                name = names[path] = keys.of_records(path)
                found = kept.find(name)
                if found is None:
                    found = self._made(file, known, alone=keys.alone(path))
                    kept.put(name, found)
                yield ToldFigures(*found)

        figures = keep_figures_of(self.scratch / "figures.db", told(), known)
        kept.forget(set(names.values()))
        return figures

    def _made(self, file: Path, known: Facts, *, alone: bool) -> tuple[object, ...]:
        made = file.with_suffix(".figures")
        if alone and made.exists():
            return tuple(marshal.loads(made.read_bytes()))
        facts = Facts((q.triple for q in parse(file.read_bytes(), format=RdfFormat.N_QUADS)), known)
        return tuple(told_figures(facts, rows_of(facts, self.base), self.base))

    def _scans(self, kept: KeptValues) -> list[Callable[[], ReportScan]]:
        """Of each report what gives its scan: from what is kept, or made and kept now."""
        names = set[str]()

        def scan(file: Path) -> Callable[[], ReportScan]:
            data = file.read_bytes()
            name = hashlib.sha256(f"{self._program} {self.base} ".encode() + data).hexdigest()
            names.add(name)
            if not kept.has(name):
                kept.put(name, tuple(scanned(data, self.base)))

            def found() -> ReportScan:
                told = kept.find(name)  # damaged, or not to be kept: looked at again
                return scanned(file.read_bytes(), self.base) if told is None else ReportScan(*told)

            return found

        scans = [scan(file) for file in self.places.values()]
        kept.forget(names)
        return scans

    def _pointing(
        self, more: Sequence[bytes], others: bytes, scans: Sequence[Callable[[], ReportScan]]
    ) -> Pointing:
        """See :func:`~dashi_kg.site.shared.pointing.pointing`."""
        if not apart(scan() for scan in scans):
            with self.file.open("rb") as everything:
                return pointing(everything, more, self.base)
        own = lines_of_reports(self.base)
        gone = [
            line for part in self._told for line in part.read_bytes().splitlines(True) if line.startswith(own)
        ]
        lines = sorted((*others.splitlines(keepends=True), *gone))
        return pointing(lines, more, self.base, (scan().pointers for scan in scans))

    @contextmanager
    def engines(self, extra: Sequence[Quad], program: Callable[[], str], kept: Path) -> Iterator[Engines]:
        """What a site over the quads and what is said besides asks.

        Args:
            extra: what is said besides.
            program: gives a digest of what else decides the pages.
            kept: the folder of what an earlier run has found out.
        """

        besides = serialize(extra, "nq", self.base)
        scans = self._scans(KeptValues(kept / "scans", ()))

        def parts() -> Iterator[bytes | Named]:
            yield besides
            for part in self._besides_reports:
                yield part.read_bytes()
            yield from (scan().named for scan in scans)

        stores = self.scratch / "stores"
        stores.mkdir()
        others = self._of_others()
        exact = ExactLiterals([besides, others], self.parts, self.base)
        known = [q.triple for q in (*self._shared, *parse(others, format=RdfFormat.N_QUADS))]
        keys = self._keys(besides, program(), lambda topic: figures.reports_on(topic))
        figures = self._figures(Facts(dict.fromkeys(known)), keys, KeptValues(kept / "figures", ()))
        gone = b"".join(part.read_bytes() for part in self._told)
        lead = chain([others, *leading([gone], self.base)], (scan().lead for scan in scans))
        engine = disk_engine(self.file, lead, extra, stores, self.base)
        named = things_with_names(line for some in (besides, others, gone) for line in some.splitlines())
        who = self._pointing(besides.splitlines(keepends=True), others, scans)
        yield Engines(engine, engine, exact, parts, stores, self.places, figures, keys, who, named)
