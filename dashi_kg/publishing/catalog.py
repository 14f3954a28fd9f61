"""The catalogue of a release: DCAT 3 (W3C REC 2024) with checksums, and VoID (W3C Note 2011) with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from dashi_kg.rdf.namespaces import FOREIGN, LABEL, OWN, RDF_TYPE, Names, curie, typed
from dashi_kg.rdf.terms import value
from dashi_kg.version import __version__

MEDIA_TYPES = {
    "ttl": "text/turtle",
    "trig": "application/trig",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "jsonld": "application/ld+json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "json": "application/json",
    "txt": "text/plain",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_IANA = "https://www.iana.org/assignments/media-types/"
_RIGHTS = (
    "数据许可尚未决定;报告原文的许可在页面上没有说明。",
    "The licence of the data is not decided; the pages state none for the reports themselves.",
)
# the EU's authority table of languages, which DCAT-AP asks for
_LANGUAGES = tuple(
    NamedNode(f"http://publications.europa.eu/resource/authority/language/{code}") for code in ("ZHO", "ENG")
)
_ABOUT = (
    "法治政府建设年度报告所述的事实;每个事实都锚定到陈述它的原文。",
    "What rule-of-law reports state; every fact is anchored to the words that state it.",
)
_ABOUT_TERMS = (
    "图谱所用的术语、代码表、JSON-LD 上下文和 SHACL 约束。",
    "The terms, code lists, JSON-LD context and SHACL shapes in which the graph is written.",
)
_NOT_DATA = ("README.txt", "void.ttl")  # they speak of the data


@dataclass(frozen=True, slots=True)
class File:
    """A file of the release: path below it, digest, size in bytes."""

    path: str
    sha256: str
    size: int

    @property
    def suffix(self) -> str:
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Described:
    """A report in the catalogue."""

    org_id: str
    year: str
    name_zh: str
    name_en: str
    issued: str
    org_zh: str = ""
    org_en: str = ""


class _Sheet:
    def __init__(self, base: str) -> None:
        self.n = Names(base)
        self.triples: list[Triple] = []

    def add(self, s: NamedNode, p: str, o: NamedNode | Literal) -> None:
        self.triples.append(Triple(s, RDF_TYPE if p == "a" else curie(p), o))

    def label(self, s: NamedNode, zh: str, en: str) -> None:
        self.triples += [
            Triple(s, LABEL, Literal(zh, language="zh")),
            Triple(s, LABEL, Literal(en, language="en")),
        ]

    def words(self, s: NamedNode, p: str, zh: str, en: str) -> None:
        self.add(s, p, Literal(zh, language="zh"))
        self.add(s, p, Literal(en, language="en"))


def catalog(reports: Sequence[Described], files: Iterable[File], base: str) -> list[Triple]:
    """DCAT: catalogue → series and datasets → distributions with media type, size and SHA-256."""
    sheet = _Sheet(base)
    n = sheet.n
    top = n("catalog")
    sheet.add(top, "a", curie("dcat:Catalog"))
    sheet.label(top, "法治政府建设年度报告数据目录", "Catalogue of rule-of-law reports as data")
    sheet.words(top, "dct:title", "法治政府建设年度报告数据目录", "Catalogue of rule-of-law reports as data")
    sheet.words(top, "dct:description", *_ABOUT)
    sheet.words(top, "dct:rights", *_RIGHTS)
    sheet.add(top, "dcat:version", Literal(__version__))
    _languages(sheet, top)
    whole, terms = n("dataset/all"), n("dataset/vocabulary")
    _dataset(sheet, top, whole, ("全部报告的图谱", "The graph of all reports"), _ABOUT)
    _dataset(sheet, top, terms, ("术语、代码表与约束", "Terms, code lists and shapes"), _ABOUT_TERMS)
    for report in reports:
        tail = f"{report.org_id}/{report.year}"
        dataset, series = n(f"dataset/{tail}"), n(f"series/{report.org_id}")
        title = f"{report.name_zh}(数据)", f"{report.name_en} (data)"
        _dataset(sheet, top, dataset, title, _ABOUT, report.issued)
        sheet.add(dataset, "dcat:inSeries", series)
        sheet.add(series, "a", curie("dcat:DatasetSeries"))
        zh, en = report.org_zh or report.org_id, report.org_en or report.org_id
        title = f"{zh}年度报告系列", f"Yearly reports of {en}"
        sheet.label(series, *title)
        sheet.words(series, "dct:title", *title)
        sheet.words(series, "dct:description", *_ABOUT)
        sheet.add(top, "dcat:dataset", series)
    for file in files:
        if file.path in _NOT_DATA:
            continue
        owner = terms if file.path.startswith("ontology/") else whole
        for report in reports:
            if file.path.startswith(f"reports/{report.org_id}/{report.year}/"):
                owner = n(f"dataset/{report.org_id}/{report.year}")
        _distribution(sheet, owner, file)
    return sheet.triples


def _dataset(
    sheet: _Sheet,
    top: NamedNode,
    node: NamedNode,
    title: tuple[str, str],
    about: tuple[str, str],
    issued: str = "",
) -> None:
    sheet.add(node, "a", curie("dcat:Dataset"))
    sheet.label(node, *title)
    sheet.words(node, "dct:title", *title)
    sheet.words(node, "dct:description", *about)
    sheet.words(node, "dct:rights", *_RIGHTS)
    sheet.add(node, "dcat:version", Literal(__version__))
    sheet.add(node, "dct:conformsTo", sheet.n("ns"))
    _languages(sheet, node)
    if issued:
        sheet.add(node, "dct:issued", typed(issued, "date"))
    sheet.add(top, "dcat:dataset", node)


def _languages(sheet: _Sheet, node: NamedNode) -> None:
    for language in _LANGUAGES:
        sheet.add(node, "dct:language", language)


def _distribution(sheet: _Sheet, owner: NamedNode, file: File) -> None:
    n = sheet.n
    node, checksum = n(f"distribution/{file.path}"), n(f"distribution/{file.path}#sha256")
    sheet.add(owner, "dcat:distribution", node)
    sheet.add(node, "a", curie("dcat:Distribution"))
    sheet.label(node, file.path, file.path)
    sheet.add(node, "dcat:downloadURL", n(file.path))
    if media := MEDIA_TYPES.get(file.suffix):
        sheet.add(node, "dcat:mediaType", NamedNode(_IANA + media))
    sheet.add(node, "dcat:byteSize", typed(file.size, "nonNegativeInteger"))
    sheet.add(node, "spdx:checksum", checksum)
    sheet.add(checksum, "a", curie("spdx:Checksum"))
    sheet.label(checksum, f"{file.path} 的 SHA-256", f"SHA-256 of {file.path}")
    sheet.add(checksum, "spdx:algorithm", curie("spdx:checksumAlgorithm_sha256"))
    sheet.add(checksum, "spdx:checksumValue", typed(file.sha256, "hexBinary"))


def void(
    triples: Sequence[Triple], graphs: Mapping[str, int], dumps: Iterable[str], base: str
) -> list[Triple]:
    """VoID: counts, vocabularies, partitions by class and property, example resources, dumps."""
    sheet = _Sheet(base)
    n = sheet.n
    node = n("dataset/all")
    sheet.add(node, "a", curie("void:Dataset"))
    sheet.label(node, "全部报告的图谱", "The graph of all reports")
    sheet.words(node, "dct:rights", *_RIGHTS)
    sheet.words(node, "dct:description", "基础 IRI 为暂定。", "The base IRI is provisional.")
    subjects = {t.subject for t in triples}
    sheet.add(node, "void:triples", typed(len(triples), "integer"))
    sheet.add(node, "void:distinctSubjects", typed(len(subjects), "integer"))
    sheet.add(node, "void:distinctObjects", typed(len({t.object for t in triples}), "integer"))
    sheet.add(node, "void:uriSpace", Literal(base))
    for dump in dumps:
        sheet.add(node, "void:dataDump", n(dump))
    spaces = [*sorted(FOREIGN.values()), base + OWN["fz"]]
    properties = Counter(t.predicate.value for t in triples)
    classes = Counter(value(t.object) for t in triples if t.predicate == RDF_TYPE)
    for space in spaces:
        if any(name.startswith(space) for name in (*properties, *classes)):
            sheet.add(node, "void:vocabulary", NamedNode(space))
    for kind, counts, term, amount in (
        ("property", properties, "void:property", "void:triples"),
        ("class", classes, "void:class", "void:entities"),
    ):
        for number, name in enumerate(sorted(counts), start=1):
            part = n(f"dataset/all/{kind}-{number}")
            sheet.add(node, f"void:{kind}Partition", part)
            sheet.label(part, f"按 {name} 划分", f"Partition by {name}")
            sheet.add(part, term, NamedNode(name))
            sheet.add(part, amount, typed(counts[name], "integer"))
    for name in sorted(graphs):
        part = n("dataset/all/" + name.removeprefix(base).replace("/", "-"))
        sheet.add(node, "void:subset", part)
        sheet.add(part, "a", curie("void:Dataset"))
        sheet.label(part, f"命名图 {name}", f"Named graph {name}")
        sheet.add(part, "dct:source", NamedNode(name))
        sheet.add(part, "void:triples", typed(graphs[name], "integer"))
    report = sorted(
        value(t.subject) for t in triples if t.predicate == RDF_TYPE and t.object == n.fz("Report")
    )
    for example in report[:3]:
        sheet.add(node, "void:exampleResource", NamedNode(example))
    return sheet.triples
