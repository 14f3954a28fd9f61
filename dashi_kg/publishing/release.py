"""The files of a release, written into a hidden folder and swapped in at once."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pyoxigraph import Quad

from dashi_kg.export.dataset import dataset
from dashi_kg.files import Progress
from dashi_kg.language import Both, both
from dashi_kg.publishing.catalog import catalog
from dashi_kg.publishing.conforming import conforming
from dashi_kg.publishing.former_findings import former_findings
from dashi_kg.publishing.gone import tombstones
from dashi_kg.publishing.readme import readme
from dashi_kg.publishing.release_folder import ReleaseFolder
from dashi_kg.publishing.release_told import Release
from dashi_kg.publishing.report_part import Built, downloads_of, where_of, write_report
from dashi_kg.publishing.several import LeftOut, none_left, reasons_left_out, refused_files
from dashi_kg.publishing.site_part import write_site
from dashi_kg.publishing.swap import MARK, swapped_in
from dashi_kg.publishing.vocabulary_part import write_ontology
from dashi_kg.publishing.void import void
from dashi_kg.rdf.parse import PACKED, PACKED_FILE, RELEASE_FILE
from dashi_kg.rdf.serialize import FORMATS, SUFFIXES, dump, jsonld, serialize, turtle
from dashi_kg.rdf.terms import value
from dashi_kg.site.facts.findings import notes_of

__all__ = ["ALL", "CHOSEN", "FEW", "Built", "Release", "write_release"]

ALL, CHOSEN = "all", "chosen"
FEW = 20  # reports; a release of more has the chosen files only, where nobody says otherwise


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

    Raises:
        DashiError: a report violates a shape (without ``keep_going``), none is left (nothing is written), or the
            folder cannot be written.
    """
    steps = len(reports) + 5
    left = list(left_out)
    reports, outcomes, notes = conforming(reports, shared, base, progress, left if keep_going else None)
    if not reports and left:
        raise none_left(left)
    findings: Counter[str] = Counter()
    for outcome in outcomes:
        findings.update(outcome.counts())
    pages = 0
    everything = list(dict.fromkeys(q for report in reports for q in report.quads)) + list(shared)
    everything = list(dict.fromkeys(everything))
    everything += tombstones(out, everything, base)
    triples = sorted({q.triple for q in everything}, key=str)
    with swapped_in(out) as root:
        folder = ReleaseFolder(root, out)
        few = files == ALL or (files is None and len(reports) <= FEW)
        dumps = _write_dumps(folder, everything, base, lambda told: progress(told, len(reports), steps), few)
        described, new = [], {}
        wheres = [where_of(report) for report in reports]
        digest = next(f.sha256 for f in folder.files if f.path in (RELEASE_FILE, PACKED_FILE))
        former = former_findings(out, wheres, digest)
        for report, outcome in zip(reports, outcomes, strict=True):
            progress(
                Both(f"正在写入 {report.org_id} {report.year}", f"writing {report.org_id} {report.year}"),
                len(reports) + 1,
                steps,
            )
            new[where_of(report)] = former.new(where_of(report), outcome) if former else None
            described.append(
                write_report(
                    folder, report, shared, outcome, base, new[where_of(report)], pages=not site, few=few
                )
            )
        progress(Both("正在写入 ontology/", "writing ontology/"), len(reports) + 2, steps)
        write_ontology(folder, base)
        progress(Both("正在写入目录", "writing the catalogue"), len(reports) + 3, steps)
        graphs = Counter(value(q.graph_name) for q in everything)
        folder.write("void.ttl", turtle(void(triples, graphs, dumps, base), base))
        folder.write("README.txt", readme(described, folder.files, site).encode("utf-8"))
        shown = downloads_of(f for f in folder.files if not f.path.startswith("reports/"))
        folder.write("dataset.jsonld", dump(dataset(triples, base, files=shown)))
        number = len(triples)
        del triples  # the site needs the room
        catalogue = catalog(described, sorted(folder.files, key=lambda f: f.path), base)
        folder.write("catalog.ttl", turtle(catalogue, base))
        folder.write("catalog.jsonld", jsonld(catalogue, base))
        if site:
            progress(Both("正在写入网站", "writing the site"), len(reports) + 4, steps)
            told = {
                f"{base}report/{r.org_id}/{r.year}": notes_of(o, new[where_of(r)])
                for r, o in zip(reports, outcomes, strict=True)
            }
            why = reasons_left_out(left, reports), refused_files(left)
            pages = write_site(folder, everything, catalogue, told, base, *why, few=few)
        listed = sorted(folder.files, key=lambda f: f.path)
        sums = "".join(f"{file.sha256}  {file.path}\n" for file in listed)
        (root / MARK).write_text(sums, encoding="utf-8", newline="\n")
    warnings = (*notes, *(both(w).about(r.file) for r in reports for w in r.warnings))
    return Release(
        out,
        len(reports),
        number,
        len(listed) + 1,
        dict(findings),
        warnings,
        pages,
        tuple(left),
        few,
        folder.kept,
    )


def _write_dumps(
    folder: ReleaseFolder, quads: Sequence[Quad], base: str, tell: Callable[[Both], None], few: bool
) -> list[str]:
    """All data: in five syntaxes, or the one that keeps the graphs, packed; the names of the files.

    The other four say no more, and of many reports each is as large as all pages together.
    """
    names = []
    for form in FORMATS if few else ["nq"]:
        name = f"dashi-kg.{SUFFIXES[form]}" + ("" if few else PACKED)
        tell(Both(f"正在写入 {name}", f"writing {name}"))
        data = serialize(quads, form, base)
        folder.write(name, data if few else gzip.compress(data, 6, mtime=0))
        names.append(name)
    return names
