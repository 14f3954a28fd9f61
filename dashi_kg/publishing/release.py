"""The files of a release, written into a hidden folder and swapped in at once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pyoxigraph import NamedNode, Quad, Triple

from dashi_kg.export.dataset import Download, dataset
from dashi_kg.export.frames import FRAMES, frame
from dashi_kg.export.schema import schema_bytes
from dashi_kg.export.tables.csvw import csvw_bytes
from dashi_kg.export.tables.observations import csv_bytes, observation_rows, xlsx_bytes
from dashi_kg.export.tree import report_tree
from dashi_kg.files import Progress
from dashi_kg.language import Both, both
from dashi_kg.publishing.catalog import MEDIA_TYPES, Described, File, catalog
from dashi_kg.publishing.former_findings import FILE, former_findings
from dashi_kg.publishing.gone import tombstones
from dashi_kg.publishing.several import (
    LeftOut,
    Named,
    does_not_conform,
    none_left,
    note_on_second,
    reasons_left_out,
    refused_files,
)
from dashi_kg.publishing.swap import MARK, swapped_in
from dashi_kg.publishing.void import void
from dashi_kg.query.engines import engine
from dashi_kg.rdf.namespaces import FOREIGN, LABEL, curie
from dashi_kg.rdf.ontology_files import context, ontology_quads, read_turtle, scheme_quads, shapes_quads
from dashi_kg.rdf.serialize import FORMATS, SUFFIXES, dump, jsonld, serialize, turtle
from dashi_kg.rdf.terms import language, value
from dashi_kg.resources import ontology_dir
from dashi_kg.site.facts.findings import Findings, notes_of
from dashi_kg.site.shared.exact import exact_literals
from dashi_kg.site.site import Site
from dashi_kg.validation.engine import Outcome, Validator
from dashi_kg.validation.finding import Finding
from dashi_kg.validation.render import FORMATS as VALIDATION_FORMATS
from dashi_kg.validation.render import render

_SPATIAL = curie("dct:spatial")


class Built(Named, Protocol):
    """What a release needs of a report (see :class:`dashi_kg.pipeline.BuiltReport`)."""

    @property
    def quads(self) -> list[Quad]: ...
    @property
    def source_bytes(self) -> bytes: ...
    @property
    def original(self) -> tuple[str, bytes] | None: ...
    @property
    def warnings(self) -> tuple[Both, ...]: ...


_SEVERITIES = {
    "violation": Both("错误", "errors"),
    "warning": Both("警告", "warnings"),
    "info": Both("提示", "notes"),
}


@dataclass(frozen=True, slots=True)
class Release:
    """A written release: where, how much, what to know about it, and what is not in it."""

    folder: Path
    reports: int
    triples: int
    files: int
    findings: dict[str, int]
    warnings: tuple[Both, ...]
    pages: int = 0
    left_out: tuple[LeftOut, ...] = ()

    def summary(self) -> str:
        """What was written and how to look at it, in the language of the person."""
        found = [(_SEVERITIES[n], count) for n, count in self.findings.items() if count]
        zh = "，".join(f"{words.zh} {count}" for words, count in found) or "无"
        en = ", ".join(f"{words.en} {count}" for words, count in found) or "none"
        at = self.folder
        lines = [
            Both(
                f"已发布：{at}/（报告 {self.reports} 份，三元组 {self.triples:,} 条，文件 {self.files} 个）",
                f"Published: {at}/ (reports {self.reports}, triples {self.triples:,}, files {self.files})",
            ),
            Both(f"规则检查：{zh}，见 {at}/reports/*/*/validation.html", f"Checks: {en}; see {at}/reports/*/*/validation.html"),
            Both(f"阅读：{at}/dashi-kg.ttl，{at}/reports/*/*/observations.xlsx", f"Read: {at}/dashi-kg.ttl, {at}/reports/*/*/observations.xlsx"),
            Both(f"核验：dashi-kg verify {at}", f"Verify: dashi-kg verify {at}"),
            Both("查询：dashi-kg query --list", "Ask: dashi-kg query --list"),
        ]  # fmt: skip
        if self.pages:
            browse = Both(
                f"浏览：{at}/index.html（网页 {self.pages:,} 个）",
                f"Browse: {at}/index.html (pages {self.pages:,})",
            )
            lines.insert(2, browse)
        if self.left_out:
            count = len(self.left_out)
            lines.insert(
                1, Both(f"未收录：{count} 份报告", f"Left out: {count} report{'s' if count > 1 else ''}")
            )
        return "\n".join(line.said() for line in lines)


class _Folder:
    """Files of a release with their digests."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: list[File] = []

    def write(self, path: str, data: bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self.files.append(File(path, hashlib.sha256(data).hexdigest(), len(data)))


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

    Raises:
        DashiError: a report violates a shape (without ``keep_going``), none is left (nothing is written), or the
            folder cannot be written.
    """
    steps = len(reports) + 5
    left = list(left_out)
    reports, outcomes, notes = _checked(reports, shared, base, progress, left if keep_going else None)
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
        folder = _Folder(root)
        for form in FORMATS:
            progress(
                Both(f"正在写入 dashi-kg.{SUFFIXES[form]}", f"writing dashi-kg.{SUFFIXES[form]}"),
                len(reports),
                steps,
            )
            folder.write(f"dashi-kg.{SUFFIXES[form]}", serialize(everything, form, base))
        described, new = [], {}
        wheres = [_where(report) for report in reports]
        digest = next(f.sha256 for f in folder.files if f.path == "dashi-kg.nq")
        former = former_findings(out, wheres, digest)
        for report, outcome in zip(reports, outcomes, strict=True):
            progress(
                Both(f"正在写入 {report.org_id} {report.year}", f"writing {report.org_id} {report.year}"),
                len(reports) + 1,
                steps,
            )
            new[_where(report)] = former.new(_where(report), outcome) if former else None
            described.append(
                _write_report(folder, report, shared, outcome, base, new[_where(report)], pages=not site)
            )
        progress(Both("正在写入 ontology/", "writing ontology/"), len(reports) + 2, steps)
        _write_ontology(folder, base)
        progress(Both("正在写入目录", "writing the catalogue"), len(reports) + 3, steps)
        graphs = Counter(value(q.graph_name) for q in everything)
        dumps = [f"dashi-kg.{suffix}" for suffix in SUFFIXES.values()]
        folder.write("void.ttl", turtle(void(triples, graphs, dumps, base), base))
        folder.write("README.txt", _readme(described, folder.files, site).encode("utf-8"))
        shown = _downloads(f for f in folder.files if not f.path.startswith("reports/"))
        folder.write("dataset.jsonld", dump(dataset(triples, base, files=shown)))
        catalogue = catalog(described, sorted(folder.files, key=lambda f: f.path), base)
        folder.write("catalog.ttl", turtle(catalogue, base))
        folder.write("catalog.jsonld", jsonld(catalogue, base))
        if site:
            progress(Both("正在写入网站", "writing the site"), len(reports) + 4, steps)
            told = {
                f"{base}report/{r.org_id}/{r.year}": notes_of(o, new[_where(r)])
                for r, o in zip(reports, outcomes, strict=True)
            }
            why = reasons_left_out(left, reports), refused_files(left)
            pages = _write_site(folder, everything, catalogue, told, base, *why)
        files = sorted(folder.files, key=lambda f: f.path)
        sums = "".join(f"{file.sha256}  {file.path}\n" for file in files)
        (root / MARK).write_text(sums, encoding="utf-8", newline="\n")
    warnings = (*notes, *(both(w).about(r.file) for r in reports for w in r.warnings))
    return Release(
        out, len(reports), len(triples), len(files) + 1, dict(findings), warnings, pages, tuple(left)
    )


def _checked(
    reports: Iterable[Built],
    shared: Sequence[Quad],
    base: str,
    progress: Progress,
    left: list[LeftOut] | None,
) -> tuple[list[Built], list[Outcome], list[Both]]:
    """The reports that conform, the first of each body and year; their findings; what is told of the others.

    Args:
        left: takes what does not conform; ``None``: that is an error.
    """
    reports = list(reports)
    taken: dict[tuple[str, str], Built] = {}
    outcomes: list[Outcome] = []
    notes: list[Both] = []
    validator = Validator(base, shared)
    for number, report in enumerate(reports):
        progress(
            Both(f"正在检查 {report.org_id} {report.year}", f"checking {report.org_id} {report.year}"),
            number,
            len(reports) + 5,
        )
        if first := taken.get((report.org_id, report.year)):
            notes.append(note_on_second(report, first))
            continue
        outcome = validator.check(report.quads)
        if outcome.conforms:
            taken[report.org_id, report.year] = report
            outcomes.append(outcome)
            continue
        refused = does_not_conform(report, outcome.counts()["violation"])
        if left is None:
            raise refused.error
        left.append(refused)
    return list(taken.values()), outcomes, notes


# beside the site, for those who want everything at once
_OFFERED = (
    "dashi-kg.ttl",
    "dashi-kg.jsonld",
    "dashi-kg.nq",
    "dashi-kg.trig",
    "dashi-kg.nt",
    "catalog.ttl",
    "void.ttl",
)


def _write_site(
    folder: _Folder,
    quads: Sequence[Quad],
    catalogue: Sequence[Triple],
    findings: Findings,
    base: str,
    unreadable: Mapping[tuple[str, str], Both],
    refused: Sequence[tuple[str, Both]],
) -> int:
    """The pages and documents; how many pages. The catalogue is told on pages, but lists data only."""
    meta = NamedNode(f"{base}graph/meta")
    extra = [Quad(t.subject, t.predicate, t.object, meta) for t in catalogue]
    folder.write(
        "catalog.nt", serialize(extra, "nt", base)
    )  # beside .ttl and .jsonld, which are the whole, too
    everything = [*quads, *extra]
    site = Site(
        engine("pyoxigraph", everything, base),
        base,
        files=[*_OFFERED, MARK],
        findings=findings,
        exact=exact_literals(everything),
        unreadable=unreadable,
        refused=refused,
        # as it is read back from dashi-kg.nq: rows that a question leaves unordered come in the order of loading
        data=engine("pyoxigraph", sorted(set(quads), key=str), base),
    )
    written = {f.path for f in folder.files}
    pages = 0
    for path in site.paths():
        if path in written:
            continue
        data = site.file(path)
        assert data is not None, path
        folder.write(path, data)
        pages += path.endswith(".html")
    return pages


def _where(report: Built) -> str:
    """The folder of a report in the release."""
    return f"reports/{report.org_id}/{report.year}"


def _write_report(
    folder: _Folder,
    report: Built,
    shared: Sequence[Quad],
    outcome: Outcome,
    base: str,
    new: Collection[Finding] | None,
    *,
    pages: bool,
) -> Described:
    """Its files. ``pages``: whether the findings have pages of their own here, since no site has them."""
    where = _where(report)
    iri = f"{base}report/{report.org_id}/{report.year}"
    own = [q.triple for q in report.quads]
    everything = [*own, *(q.triple for q in shared)]
    folder.write(f"{where}/source.txt", report.source_bytes)
    if report.original:
        name, data = report.original
        folder.write(f"{where}/original/{name}", data)
    folder.write(f"{where}/report.ttl", turtle(own, base))
    folder.write(f"{where}/report.jsonld", jsonld(own, base))
    folder.write(f"{where}/report.framed.jsonld", dump(report_tree(everything, iri, base)))
    rows = observation_rows([*report.quads, *shared], base)
    meta = report.extraction.metadata
    folder.write(f"{where}/observations.csv", csv_bytes(rows))
    folder.write(f"{where}/observations.csv-metadata.json", csvw_bytes(base))
    folder.write(f"{where}/observations.xlsx", xlsx_bytes(rows, meta.issued.value if meta.issued else ""))
    names = _titles(own, iri)
    for form, name in (("json", FILE), ("turtle", "validation.ttl")):
        assert form in VALIDATION_FORMATS
        folder.write(f"{where}/{name}", render(outcome, form, base=base, new=new).encode("utf-8"))
    for tag, name, other in (
        ("zh", "validation.html", "validation.en.html"),
        ("en", "validation.en.html", "validation.html"),
    ):
        if pages:
            page = render(outcome, "html", lang=tag, base=base, about=names.get(tag, ""), other=other)
            folder.write(f"{where}/{name}", page.encode("utf-8"))
    downloads = _downloads(f for f in folder.files if f.path.startswith(where + "/"))
    folder.write(f"{where}/dataset.jsonld", dump(dataset(everything, base, iri, downloads)))
    return Described(
        report.org_id,
        report.year,
        names.get("zh", report.org_id),
        names.get("en", report.org_id),
        meta.issued.value if meta.issued else "",
        _labels(own, f"{base}dataset/{report.org_id}/{report.year}"),
        _labels(own, f"{base}series/{report.org_id}"),
        next((value(t.object) for t in own if value(t.subject) == iri and t.predicate == _SPATIAL), ""),
    )


def _labels(triples: Sequence[Triple], iri: str) -> tuple[str, str]:
    """In zh and en: the catalogue calls things what the graph calls them."""
    found = {
        language(t.object): value(t.object)
        for t in triples
        if value(t.subject) == iri and t.predicate == LABEL
    }
    return found.get("zh", iri), found.get("en", iri)


def _downloads(files: Iterable[File]) -> list[Download]:
    return [Download(f.path, MEDIA_TYPES[f.suffix], f.sha256, f.size) for f in files]


def _titles(triples: Sequence[Triple], iri: str) -> dict[str, str]:
    title = FOREIGN["dct"] + "title"
    return {
        language(t.object): value(t.object)
        for t in triples
        if value(t.subject) == iri and t.predicate.value == title
    }


def _write_ontology(folder: _Folder, base: str) -> None:
    """The vocabulary with absolute IRIs: merged, and file by file."""
    ontology = [q.triple for q in ontology_quads(base)]
    schemes = [q.triple for q in scheme_quads(base)]
    folder.write("ontology/dashi-kg-ontology.ttl", turtle([*ontology, *schemes], base))
    folder.write("ontology/shapes.ttl", shapes_turtle(base))
    folder.write("ontology/context.jsonld", dump(context(base)))
    folder.write("ontology/report.schema.json", schema_bytes(base))
    for name in FRAMES:
        folder.write(f"ontology/frames/{name}.jsonld", dump(frame(name, base)))
    source = ontology_dir()
    for path in sorted([*source.glob("*.ttl"), *source.glob("concepts/*.ttl")]):
        name = path.relative_to(source).as_posix()
        folder.write(f"ontology/{name}", turtle([q.triple for q in read_turtle(path, base)], base))


def shapes_turtle(base: str) -> bytes:
    """The shapes as Turtle; they have no blank nodes, so the sorted writer serves."""
    return turtle([q.triple for q in shapes_quads(base)], base)


def _readme(reports: Sequence[Described], files: Sequence[File], site: bool) -> str:
    originals = any("/original/" in file.path for file in files)
    lines = [
        "法治政府建设年度报告知识图谱 · rule-of-law reports as linked data",
        "",
        *(
            [
                "index.html                          网站：每个 IRI 有一页 the site: a page for every IRI, beside it .ttl .jsonld .nt"
            ]
            if site
            else []
        ),
        *(
            ["hosting/ .htaccess                  网站主机的配置 configurations for web hosts"]
            if site
            else []
        ),
        "dashi-kg.ttl .jsonld .nt .nq .trig  全部数据 all data (.nq and .trig keep the named graphs)",
        "reports/<org>/<year>/               每份报告 each report:",
        "  source.txt                        存档原文 the archived text",
        *(["  original/                         原件 the file it was converted from"] if originals else []),
        "  report.ttl report.jsonld          图谱 the graph",
        "  report.framed.jsonld              树形 JSON-LD as a tree",
        "  observations.csv observations.xlsx 数据表 the figures as a table",
        "  observations.csv-metadata.json    列的含义 what the columns hold (CSVW)",
        "  validation.html .en.html .json .ttl 校验报告 validation report",
        "ontology/                           本体、代码表、约束 terms, code lists, shapes, context, frames, JSON Schema",
        "catalog.ttl void.ttl                目录 DCAT catalogue, VoID description",
        "dataset.jsonld                      供数据集搜索引擎 for dataset search engines (schema.org)",
        "SHA256SUMS                          校验和 checksums: sha256sum -c SHA256SUMS",
        "",
        "报告 reports:",
        *(f"  {r.org_id}/{r.year}  {r.name_zh} · {r.name_en}" for r in reports),
        "",
        "基础 IRI 为暂定。 The base IRI is provisional.",
    ]
    return "\n".join(lines) + "\n"
