"""Where each named graph comes from (PROV-O), and the datasets (DCAT 3), without dates of the run."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from dashi_kg.graph.nodes.canvas import Canvas
from dashi_kg.graph.text import titles
from dashi_kg.knowledge.english_titles import english_body
from dashi_kg.rdf import iris
from dashi_kg.rdf.namespaces import curie, typed
from dashi_kg.version import __version__

# graph → the basis of what stands in it, and how it is called
_GRAPHS = (
    ("stated", "stated", "读取报告", "Reading the report"),
    ("derived", "derived", "推算", "Derivation"),
    ("interpreted", "interpreted", "解读", "Interpretation"),
    ("proposed", "proposed", "提出候选", "Proposing candidates"),
    ("quality", "interpreted", "质量说明", "Quality notes"),
)


# of the data and of the reports; the catalogue says the same (DCAT-AP: a statement is a node)
RIGHTS = (
    "数据许可尚未决定；报告原文的许可在页面上没有说明。",
    "The licence of the data is not decided; the pages state none for the reports themselves.",
)


def write_meta(c: Canvas) -> None:
    """Agents, named graphs (whose they are, from which text, by whom), dataset and series, in ``graph/meta``."""
    graph = c.n(iris.graph("meta"))
    software = c.n("agent/dashi-kg")
    c.types(software, curie("prov:SoftwareAgent"), graph=graph)
    c.label(software, f"dashi-kg {__version__} 读取程序", f"dashi-kg {__version__}, the extractor", graph)
    reader = c.n(f"agent/{c.reading.reader_id}") if c.reading else None
    if c.reading and reader:
        c.types(reader, curie("prov:Agent"), graph=graph)
        c.label(reader, c.reading.reader_zh, c.reading.reader_en, graph)
    tail = f"{c.identity.org_id}/{c.year}"
    zh_of, en_of = _issuer(c)
    written = {row[3] for row in c.rows}
    _write_text(c, graph)
    for name, basis, zh, en in _GRAPHS:
        part = c.graph(name)
        if str(part) not in written:
            continue
        c.types(part, curie("sd:NamedGraph"), curie("prov:Entity"), graph=graph)
        c.basis(part, basis, graph)
        c.add(part, c.n.fz("inReport"), c.report, graph)
        c.label(part, f"命名图：{zh}，{zh_of}{c.year}年度", f"Named graph: {en}, {en_of}, {c.year}", graph)
        c.add(part, curie("prov:wasDerivedFrom"), c.source, graph)
        signed = basis == "interpreted" and reader
        c.add(part, curie("prov:wasAttributedTo"), reader if signed and reader else software, graph)
        if signed and c.reading:
            c.add(part, curie("dct:date"), typed(c.reading.day.isoformat(), "date"), graph)
    _write_dataset(c, graph, tail)


def _write_text(c: Canvas, graph: NamedNode) -> None:
    """The graph of the text."""
    text = c.n(iris.graph(c.source_path))
    zh, en = titles(c)
    c.types(text, curie("sd:NamedGraph"), graph=graph)
    c.basis(text, "stated", graph)
    c.add(text, c.n.fz("inReport"), c.report, graph)
    c.label(text, f"命名图：《{zh}》存档原文", f"Named graph: archived text, {en}", graph)


def _issuer(c: Canvas) -> tuple[str, str]:
    """The issuer's name in zh, and in en by a person or a rule; where none is known, its id stands for it."""
    issuer = c.found.metadata.issuer
    if issuer is None:
        return c.identity.org_id, c.identity.org_id
    body = next((b for b in c.found.bodies if c.is_issuer(b)), None)
    gloss = c.glosses.get(body.id) if body else None
    known = c.reference.organisation(issuer.value)
    return c.identity.name or issuer.value, gloss.en if gloss else known.en if known else _composed(c)


def _composed(c: Canvas) -> str:
    """The issuer's name in en by a rule: the same in all its reports."""
    if not c.identity.name:
        return c.identity.org_id
    return english_body(c.identity.name, "public body", c.identity.division, c.reference)


def _write_dataset(c: Canvas, graph: NamedNode, tail: str) -> None:
    dataset, series = c.n(f"dataset/{tail}"), c.n(f"series/{c.identity.org_id}")
    name, name_en = _issuer(c)
    c.types(series, curie("dcat:DatasetSeries"), graph=graph)
    c.label(
        series,
        f"{name}法治政府建设年度报告数据",
        # the graph of all reports: a name that only one of them knows would be a second label
        f"Rule-of-law reports as data, {_composed(c)}",
        graph,
    )
    zh, en = (
        f"{name}{c.year}年度法治政府建设报告数据",
        f"Rule-of-law report {c.year} as data, {name_en}",
    )
    c.types(dataset, curie("dcat:Dataset"), graph=graph)
    c.label(dataset, zh, en, graph)
    for language, words in (("zh", zh), ("en", en)):
        c.add(dataset, curie("dct:title"), Literal(words, language=language), graph)
    c.add(dataset, curie("dcat:inSeries"), series, graph)
    c.add(dataset, curie("dct:source"), c.report, graph)
    c.add(dataset, curie("dcat:version"), Literal(__version__), graph)
    if c.found.metadata.issued:
        c.add(dataset, curie("dct:issued"), typed(c.found.metadata.issued.value, "date"), graph)
    statement = c.n("catalog#rights")
    c.add(dataset, curie("dct:rights"), statement, graph)
    c.types(statement, curie("dct:RightsStatement"), graph=graph)
    c.label(statement, *RIGHTS, graph)
