"""The catalogue of a release: DCAT 3 (W3C REC 2024) with checksums, as the profile DCAT-AP 3 wants it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from dashi_kg.graph.meta import RIGHTS
from dashi_kg.publishing.data.release_folder import File
from dashi_kg.rdf.namespaces import LABEL, RDF_TYPE, Names, curie, typed
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
    "gz": "application/gzip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_IANA = "https://www.iana.org/assignments/media-types/"
# the EU's authority tables, which DCAT-AP asks for: languages, themes
_EU = "http://publications.europa.eu/resource/authority/"
_LANGUAGES = tuple(
    (NamedNode(f"{_EU}language/{code}"), zh, en)
    for code, zh, en in (("ZHO", "中文", "Chinese"), ("ENG", "英文", "English"))
)
_THEMES = tuple(
    (NamedNode(f"{_EU}data-theme/{code}"), zh, en)
    for code, zh, en in (
        ("GOVE", "政府与公共部门", "Government and public sector"),
        ("JUST", "司法、法律与公共安全", "Justice, legal system and public safety"),
    )
)
_KEYWORDS = (
    ("法治政府建设", "rule of law"),
    ("年度报告", "yearly report"),
    ("依法行政", "administration by law"),
)
ABOUT = (
    "法治政府建设年度报告写了什么；每个条目都指明在原文的哪几个字。",
    "What rule-of-law reports state; every item names the very words that state it.",
)
_ABOUT_TERMS = (
    "图谱所用的术语、代码表、JSON-LD 上下文和 SHACL 检查规则。",
    "The terms, code lists, JSON-LD context and SHACL shapes in which the graph is written.",
)
_NOT_DATA = ("README.txt", "void.ttl")  # they speak of the data


@dataclass(frozen=True, slots=True)
class Described:
    """A report in the catalogue: its name, those of its data and of their series, its day, the IRI of its place."""

    org_id: str
    year: str
    name_zh: str
    name_en: str
    issued: str
    data: tuple[str, str]
    series: tuple[str, str]
    place: str = ""


class Sheet:
    """Triples as they are written."""

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
    sheet = Sheet(base)
    n = sheet.n
    top = n("catalog")
    sheet.add(top, "a", curie("dcat:Catalog"))
    sheet.label(top, "法治政府建设年度报告数据目录", "Catalogue of rule-of-law reports as data")
    sheet.words(top, "dct:title", "法治政府建设年度报告数据目录", "Catalogue of rule-of-law reports as data")
    sheet.words(top, "dct:description", *ABOUT)
    sheet.add(top, "dcat:version", Literal(__version__))
    _common(sheet, top, max((r.issued for r in reports), default=""))
    whole, terms = n("dataset/all"), n("dataset/vocabulary")
    _dataset(sheet, top, whole, ("全部报告的图谱", "The graph of all reports"), ABOUT, reports)
    _dataset(
        sheet,
        top,
        terms,
        ("术语、代码表与检查规则", "Terms, code lists and checks (SHACL shapes)"),
        _ABOUT_TERMS,
    )
    for report in reports:
        tail = f"{report.org_id}/{report.year}"
        dataset, series = n(f"dataset/{tail}"), n(f"series/{report.org_id}")
        _dataset(sheet, top, dataset, report.data, ABOUT, [report])
        sheet.add(dataset, "dcat:inSeries", series)
    for org_id in dict.fromkeys(report.org_id for report in reports):
        own = [report for report in reports if report.org_id == org_id]
        _dataset(sheet, top, n(f"series/{org_id}"), own[0].series, ABOUT, own)
        sheet.add(n(f"series/{org_id}"), "a", curie("dcat:DatasetSeries"))
    folders = {f"reports/{r.org_id}/{r.year}": n(f"dataset/{r.org_id}/{r.year}") for r in reports}
    for file in files:
        if file.path in _NOT_DATA:
            continue
        owner = terms if file.path.startswith("ontology/") else whole
        owner = folders.get("/".join(file.path.split("/")[:3]), owner)
        _distribution(sheet, owner, file)
    return list(dict.fromkeys(sheet.triples))


def _dataset(
    sheet: Sheet,
    top: NamedNode,
    node: NamedNode,
    title: tuple[str, str],
    about: tuple[str, str],
    reports: Sequence[Described] = (),
) -> None:
    """A data set; of reports also their years and places, and the day of the newest."""
    sheet.add(node, "a", curie("dcat:Dataset"))
    sheet.label(node, *title)
    sheet.words(node, "dct:title", *title)
    sheet.words(node, "dct:description", *about)
    sheet.add(node, "dcat:version", Literal(__version__))
    sheet.add(node, "dct:conformsTo", sheet.n("ns"))
    sheet.add(sheet.n("ns"), "a", curie("dct:Standard"))
    _common(sheet, node, max((r.issued for r in reports), default=""))
    for theme, zh, en in _THEMES:
        sheet.add(node, "dcat:theme", theme)
        sheet.add(theme, "a", curie("skos:Concept"))
        sheet.words(theme, "skos:prefLabel", zh, en)
    for words in _KEYWORDS:
        sheet.words(node, "dcat:keyword", *words)
    for place in sorted({r.place for r in reports} - {""}):
        sheet.add(node, "dct:spatial", NamedNode(place))
        sheet.add(NamedNode(place), "a", curie("dct:Location"))
    if years := sorted({r.year for r in reports if r.year.isdecimal()}):
        _years(sheet, node, years[0], years[-1])
    sheet.add(top, "dcat:dataset", node)


def _years(sheet: Sheet, node: NamedNode, first: str, last: str) -> None:
    """The time that the data are about, first and last day."""
    between = sheet.n(f"catalog#years-{first}-{last}")
    sheet.add(node, "dct:temporal", between)
    sheet.add(between, "a", curie("dct:PeriodOfTime"))
    sheet.label(between, *((first, first) if first == last else (f"{first}—{last}", f"{first} to {last}")))
    sheet.add(between, "dcat:startDate", typed(f"{first}-01-01", "date"))
    sheet.add(between, "dcat:endDate", typed(f"{last}-12-31", "date"))


def _common(sheet: Sheet, node: NamedNode, issued: str) -> None:
    """What catalogue and data sets say alike: who publishes, in which languages, with which rights, since when."""
    publisher = sheet.n("agent/dashi-kg")
    sheet.add(node, "dct:publisher", publisher)
    sheet.add(publisher, "a", curie("foaf:Agent"))
    sheet.add(publisher, "foaf:name", Literal("dashi-kg"))
    rights(sheet, node)
    for language, zh, en in _LANGUAGES:
        sheet.add(node, "dct:language", language)
        sheet.add(language, "a", curie("dct:LinguisticSystem"))
        sheet.label(language, zh, en)
    if issued:
        sheet.add(node, "dct:issued", typed(issued, "date"))


def rights(sheet: Sheet, node: NamedNode) -> None:
    """The one statement of rights, a node of its own."""
    statement = sheet.n("catalog#rights")
    sheet.add(node, "dct:rights", statement)
    sheet.add(statement, "a", curie("dct:RightsStatement"))
    sheet.label(statement, *RIGHTS)


def _distribution(sheet: Sheet, owner: NamedNode, file: File) -> None:
    n = sheet.n
    node, checksum = n(f"distribution/{file.path}"), n(f"distribution/{file.path}#sha256")
    sheet.add(owner, "dcat:distribution", node)
    sheet.add(node, "a", curie("dcat:Distribution"))
    sheet.label(node, file.path, file.path)
    sheet.add(node, "dcat:accessURL", n(file.path))  # nothing stands before the file
    sheet.add(node, "dcat:downloadURL", n(file.path))
    inner = file.path.removesuffix(".gz").rpartition(".")[2]
    for term, suffix in (
        ("dcat:mediaType", inner),
        ("dcat:compressFormat", "gz" if file.suffix == "gz" else ""),
    ):
        if media := MEDIA_TYPES.get(suffix):
            sheet.add(node, term, NamedNode(_IANA + media))
            sheet.add(NamedNode(_IANA + media), "a", curie("dct:MediaType"))
    sheet.add(node, "dcat:byteSize", typed(file.size, "nonNegativeInteger"))
    sheet.add(node, "spdx:checksum", checksum)
    sheet.add(checksum, "a", curie("spdx:Checksum"))
    sheet.label(checksum, f"{file.path} 的 SHA-256", f"SHA-256 of {file.path}")
    sheet.add(checksum, "spdx:algorithm", curie("spdx:checksumAlgorithm_sha256"))
    sheet.add(checksum, "spdx:checksumValue", typed(file.sha256, "hexBinary"))
