"""The files of a release, written into a hidden folder and swapped in at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from pyoxigraph import Quad

from dashi_kg.export.charts import drawable
from dashi_kg.export.dataset import dataset
from dashi_kg.files import Progress
from dashi_kg.language import Both, both
from dashi_kg.publishing.catalog import Described, catalog
from dashi_kg.publishing.conforming import Checked, conforming
from dashi_kg.publishing.data.gone import tombstones
from dashi_kg.publishing.data.held_graph import HeldGraph
from dashi_kg.publishing.data.kept_reads import program_digest
from dashi_kg.publishing.data.kept_report import KeptReport
from dashi_kg.publishing.data.release_folder import ReleaseFolder
from dashi_kg.publishing.data.streamed_graph import StreamedGraph
from dashi_kg.publishing.findings_of import FindingsOf
from dashi_kg.publishing.former.former_files import FormerFiles, digest_of
from dashi_kg.publishing.former.former_release import Counted, FormerRelease
from dashi_kg.publishing.former_findings import former_findings
from dashi_kg.publishing.readme import readme
from dashi_kg.publishing.release_told import Release
from dashi_kg.publishing.report_part import Built, SharedFacts, downloads_of, where_of, write_report
from dashi_kg.publishing.several import LeftOut, none_left, reasons_left_out, refused_files
from dashi_kg.publishing.site_part import write_site
from dashi_kg.publishing.swap import MARK, kept_beside, scratch, swapped_in
from dashi_kg.publishing.vocabulary_part import write_ontology
from dashi_kg.publishing.void import LINKED, void
from dashi_kg.rdf.parse import PACKED_FILE, RELEASE_FILE
from dashi_kg.rdf.serialize import FORMATS, SUFFIXES, dump, jsonld, turtle

__all__ = ["ALL", "CHOSEN", "FEW", "Built", "Release", "write_release"]

ALL, CHOSEN = "all", "chosen"
FEW = 20  # reports; a release of more has the chosen files only, where nobody says otherwise
# why reports are not here, as the board tells it: by body and year; of files of which nobody knows whose they are
Why = tuple[Mapping[tuple[str, str], Both], tuple[tuple[str, Both], ...]]


def write_release(
    out: Path,
    base: str,
    reports: Sequence[Built],
    shared: Sequence[Quad],
    progress: Progress,
    *,
    site: bool = True,
    keep_going: bool = False,
    left_out: Iterable[LeftOut] = (),
    files: str | None = None,
    jobs: int = 1,
) -> Release:
    """Write a release of the reports; of a body and year the first, others are told as warnings.

    Args:
        out: the folder of the release; a former release there is replaced in one step.
        base: the base IRI.
        reports: the built reports.
        shared: ontology, code lists and reference facts.
        progress: told what is being done.
        site: whether the pages are written, too (see :mod:`dashi_kg.site`).
        keep_going: leave out what violates a shape.
        left_out: what could not be read; it stands on the board.
        files: :data:`ALL` of them, or the :data:`CHOSEN` (:mod:`dashi_kg.site.written.choice`); ``None``: all of at most
            :data:`FEW` reports.
        jobs: processes that write the chosen files; the bytes are the same.

    Raises:
        DashiError: a report violates a shape (without ``keep_going``), none is left (nothing is written), or the
            folder cannot be written.
    """
    steps = len(reports) + 5
    left = list(left_out)
    checked, notes = conforming(reports, shared, base, progress, left if keep_going else None)
    reports = [one.report for one in checked]
    if not reports and left:
        raise none_left(left)
    few = files == ALL or (files is None and len(reports) <= FEW)
    findings: Counter[str] = Counter()
    for one in checked:
        findings.update(one.outcome.counts())
    common = SharedFacts(shared)
    with scratch(out) as work, swapped_in(out) as root:
        folder = ReleaseFolder(root, out)
        why = reasons_left_out(left, reports), refused_files(left)
        former = _former(out, reports, common, base, why, site=site) if not few else None
        counted = former.take(folder) if former else None
        if not counted:

            def tell(told: Both, done: int) -> None:
                progress(told, len(reports) + done, steps)

            graph = _graph(out, reports, shared, base, work, few=few)
            counted = _write(folder, graph, checked, common, base, why, tell, site=site, few=few, jobs=jobs)
        listed = sorted(folder.files, key=lambda f: f.path)
        sums = "".join(f"{file.sha256}  {file.path}\n" for file in listed)
        (root / MARK).write_text(sums, encoding="utf-8", newline="\n")
        if former:
            former.note(sums.encode("utf-8"), counted)
    warnings = (*notes, *(both(w).about(r.file) for r in reports for w in r.warnings))
    return Release(
        out,
        len(reports),
        counted.triples,
        len(listed) + 1,
        dict(findings),
        warnings,
        counted.pages,
        tuple(left),
        few,
        folder.kept,
    )


def _former(
    out: Path,
    reports: Sequence[Built],
    common: SharedFacts,
    base: str,
    why: Why,
    *,
    site: bool,
) -> FormerRelease | None:
    """What is known of the release that stands there; ``None``: its reports are not kept."""
    kept = [report for report in reports if isinstance(report, KeptReport)]
    if len(kept) < len(reports):
        return None
    program = f"{program_digest()} {base} {site} {drawable()} {common.digest}"
    unread, refused = why
    parts: list[bytes | str] = [program, str((sorted(unread.items()), refused))]
    digests = (digest_of((where_of(report), report.original_name, *report.parts)) for report in kept)
    key = digest_of([*parts, *digests])
    return FormerRelease(kept_beside(out) / "release.json", key, MARK)


def _write(
    folder: ReleaseFolder,
    graph: HeldGraph | StreamedGraph,
    checked: Sequence[Checked],
    common: SharedFacts,
    base: str,
    why: Why,
    tell: Callable[[Both, int], None],
    *,
    site: bool,
    few: bool,
    jobs: int,
) -> Counted:
    """All files but the list of them."""
    out, reports = folder.former, [one.report for one in checked]
    assert out is not None
    dumps = _write_dumps(folder, graph, lambda told: tell(told, 0), few)
    described = []
    digest = next(f.sha256 for f in folder.files if f.path in (RELEASE_FILE, PACKED_FILE))
    former = former_findings(out, map(where_of, reports), digest)
    files_of = None
    if not few:
        files_of = FormerFiles(kept_beside(out) / "files", Described, program_digest())
    for one in checked:
        report, outcome = one.report, one.outcome
        tell(Both(f"正在写入 {report.org_id} {report.year}", f"writing {report.org_id} {report.year}"), 1)
        new = former.new(where_of(report), outcome) if former else None
        described.append(
            write_report(folder, report, common, outcome, base, new, pages=not site, few=few, former=files_of)
        )
    if files_of:
        files_of.finish()
    tell(Both("正在写入 ontology/", "writing ontology/"), 2)
    _write_vocabulary(folder, base, keep=isinstance(graph, StreamedGraph))
    tell(Both("正在写入目录", "writing the catalogue"), 3)
    counted = graph.totals(LINKED)
    folder.write("void.ttl", turtle(void(counted, dumps, base), base))
    folder.write("README.txt", readme(described, folder.files, site).encode("utf-8"))
    shown = downloads_of(f for f in folder.files if not f.path.startswith("reports/"))
    folder.write("dataset.jsonld", dump(dataset(graph.described(), base, files=shown)))
    catalogue = catalog(described, sorted(folder.files, key=lambda f: f.path), base)
    folder.write("catalog.ttl", turtle(catalogue, base))
    if few or not site:
        folder.write("catalog.jsonld", jsonld(catalogue, base))
    if not site:
        return Counted(counted.triples, 0)
    tell(Both("正在写入网站", "writing the site"), 4)
    told = FindingsOf(checked, former, base)
    terms = {**counted.properties, **counted.classes}
    pages = write_site(folder, graph, catalogue, told, base, *why, terms, few=few, jobs=jobs)
    return Counted(counted.triples, pages)


def _write_vocabulary(folder: ReleaseFolder, base: str, *, keep: bool) -> None:
    """The files of the vocabulary.

    Args:
        keep: take those of the former release where the program is the same.
    """
    if not keep:
        return write_ontology(folder, base)
    assert folder.former is not None
    former = FormerFiles(kept_beside(folder.former) / "vocabulary", str, program_digest())
    key, before = former.key((base,)), len(folder.files)
    if former.take(folder, key) is None:
        write_ontology(folder, base)
        former.note(key, folder.files[before:], base)
    return former.finish()


def _graph(
    out: Path, reports: Sequence[Built], shared: Sequence[Quad], base: str, work: Path, *, few: bool
) -> HeldGraph | StreamedGraph:
    """All quads: of kept reports on the disk, unless every syntax of them is written."""
    kept = [report for report in reports if isinstance(report, KeptReport)]
    if not few and len(kept) == len(reports):
        return StreamedGraph(out, kept, shared, work, base)
    everything = list(dict.fromkeys(q for report in reports for q in report.quads)) + list(shared)
    everything = list(dict.fromkeys(everything))
    return HeldGraph(everything + tombstones(out, everything, base), base)


def _write_dumps(
    folder: ReleaseFolder, graph: HeldGraph | StreamedGraph, tell: Callable[[Both], None], few: bool
) -> list[str]:
    """All data: in five syntaxes, or the one that keeps the graphs, packed; the names of the files.

    The other four say no more, and of many reports each is as large as all pages together.
    """
    if not few or isinstance(graph, StreamedGraph):
        tell(Both(f"正在写入 {PACKED_FILE}", f"writing {PACKED_FILE}"))
        return [graph.write_packed(folder)]
    names = []
    for form in FORMATS:
        name = f"dashi-kg.{SUFFIXES[form]}"
        tell(Both(f"正在写入 {name}", f"writing {name}"))
        names.append(graph.write(folder, form))
    return names
