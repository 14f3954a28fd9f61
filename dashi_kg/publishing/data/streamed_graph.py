"""All quads of a release as a sorted file, and what is made of it: of many reports, in little memory."""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse

from dashi_kg.export.described import described_triples
from dashi_kg.files import is_release
from dashi_kg.publishing.data.disk_engine import disk_engine
from dashi_kg.publishing.data.exact_literals import ExactLiterals
from dashi_kg.publishing.data.gone_lines import write_gone
from dashi_kg.publishing.data.held_graph import Engines
from dashi_kg.publishing.data.kept_figures import keep_figures_of
from dashi_kg.publishing.data.kept_report import KeptReport
from dashi_kg.publishing.data.merge import merge
from dashi_kg.publishing.data.page_keys import PageKeys
from dashi_kg.publishing.data.release_folder import ReleaseFolder
from dashi_kg.publishing.data.totals import Totals, totals
from dashi_kg.rdf.iris import lines_of_reports, source
from dashi_kg.rdf.lines import pieces_of
from dashi_kg.rdf.parse import PACKED_FILE, release_data
from dashi_kg.rdf.serialize import serialize
from dashi_kg.site.shared.pointing import pointing


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
        common = scratch / "shared.nq"
        common.write_bytes(serialize(shared, "nq", base))
        self.places = {f"{base}report/{r.org_id}/{r.year}": r.nquads for r in reports}
        own = {f"report/{r.org_id}/{r.year}": [r.nquads] for r in reports}
        texts: dict[str, list[str]] = defaultdict(list)
        for report in reports:
            texts[f"{base}{source(report.text_sha256)}"].append(f"report/{report.org_id}/{report.year}")
        former = release_data(out) if is_release(out) else None
        self._told = told = write_gone(former, own, scratch / "gone.nq", base, texts) if former else []
        self.parts = [common, *told, *(r.nquads for r in reports)]
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

    @contextmanager
    def engines(self, extra: Sequence[Quad]) -> Iterator[Engines]:
        """What a site over the quads and what is said besides asks."""

        def parts() -> Iterator[bytes]:
            yield serialize(extra, "nq", self.base)
            for part in self.parts:
                yield part.read_bytes()

        stores = self.scratch / "stores"
        stores.mkdir()
        others = self._of_others()
        exact = ExactLiterals([serialize(extra, "nq", self.base), others], self.parts, self.base)
        known = [q.triple for q in (*self._shared, *parse(others, format=RdfFormat.N_QUADS))]
        figures = keep_figures_of(self.scratch / "figures.db", list(self.places.values()), known, self.base)

        def keys(program: str) -> PageKeys:
            names = {iri.removeprefix(self.base): file for iri, file in self.places.items()}
            common = self.parts[0].read_bytes()
            start = tuple(f"<{self.base}{kind}/".encode() for kind in ("org", "place"))
            lead = b"".join(line for line in common.splitlines(keepends=True) if line.startswith(start))
            more = [lead, *(file.read_bytes() for file in self._told), serialize(extra, "nq", self.base)]
            decides = hashlib.sha256(program.encode() + common).digest()
            return PageKeys(self.base, names, more, decides, figures.reports_on)

        engine = disk_engine(self.file, extra, stores, self.base)
        said_besides = serialize(extra, "nq", self.base).splitlines(keepends=True)
        with self.file.open("rb") as lines:
            who = pointing(lines, said_besides, self.base)
        yield Engines(engine, engine, exact, parts, stores, self.places, figures, keys, who)
