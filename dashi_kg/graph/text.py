"""Source, report and sections."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from dashi_kg.graph.nodes.canvas import Canvas
from dashi_kg.knowledge.english_titles import english_title
from dashi_kg.model import Body, Section, Span, Stated
from dashi_kg.model.page import BY_PERSON
from dashi_kg.rdf import iris
from dashi_kg.rdf.namespaces import curie, typed
from dashi_kg.reader.outline.outline import numbered

_CONTENT_ITEMS = ("measures-results", "shortcomings-causes", "leader-duty", "next-year", "other")


def write_source(c: Canvas) -> None:
    """The captured text, in a graph of its own."""
    source = c.found.source
    graph = c.n(iris.graph(f"source/sha256-{source.sha256[:16]}"))
    c.types(c.source, c.n.fz("SourceText"), curie("prov:Entity"), graph=graph)
    zh, en = titles(c)
    c.label(c.source, f"《{zh}》存档原文", f"Archived text: {en}", graph)
    c.basis(c.source, "stated", graph)
    for name, value in (
        ("text", Literal(source.text)),
        ("sha256", Literal(source.sha256)),
        ("fileSha256", Literal(source.file_sha256)),
        ("charLength", typed(len(source.text), "integer")),
        ("encoding", Literal(source.encoding)),
        ("offsetUnit", Literal("code point")),
        ("normalisation", Literal("; ".join(source.steps) or "none")),
    ):
        c.add(c.source, c.n.fz(name), value, graph)


def titles(c: Canvas) -> tuple[str, str]:
    """The title of the report in zh, as it states it, a person gave it or a rule composes it, and in en."""
    meta, reading = c.found.metadata, c.reading
    name = meta.issuer.value if meta.issuer else "（未知机关）"
    issuer = next((body for body in c.found.bodies if c.is_issuer(body)), None)
    kind, year = issuer.kind if issuer else "", c.year if meta.year else ""
    zh = (reading.title_zh if reading else "") or f"{name}{c.year}年度法治政府建设报告"
    en = (reading.title_en if reading else "") or english_title(c.identity, kind, year, c.reference)
    return meta.title.value if meta.title else zh, en


def write_report(c: Canvas) -> None:
    """The report: title, issuer, host, date, year, place, source."""
    meta, reading = c.found.metadata, c.reading

    def by(stated: Stated | None) -> NamedNode | None:
        """What a person says of the report is an interpretation, not the report's own word."""
        return c.graph("interpreted") if stated and stated.rule == BY_PERSON else None

    zh, en = titles(c)
    basis = "stated" if meta.title and not by(meta.title) else "supplied"
    c.types(c.report, c.kind("report"), curie("schema:Report"), curie("prov:Entity"))
    c.label(c.report, zh, "", by(meta.title))
    c.label(c.report, "", en)
    c.add(
        c.report,
        c.n.fz("translationBasis"),
        c.n.fz("editorial" if reading and reading.title_en else "generated"),
    )
    c.add(c.report, curie("dct:title"), Literal(zh, language="zh"), by(meta.title))
    c.add(c.report, curie("dct:title"), Literal(en, language="en"))
    c.add(c.report, c.n.fz("titleBasis"), c.n.fz(basis))
    c.add(c.report, curie("prov:wasDerivedFrom"), c.source)
    spans = [
        s.span
        for s in (
            meta.title,
            meta.issued,
            meta.issuer,
            meta.publisher,
            meta.host,
            meta.website_id,
            meta.year,
            meta.signed,
            meta.addressee,
            meta.covers,
        )
        if s and s.span and not by(s)
    ]
    if meta.issuer:
        c.add(c.report, curie("dct:creator"), c.issuer, by(meta.issuer))
    if publisher := _publisher(c):
        c.add(c.report, curie("dct:publisher"), c.body(publisher), by(meta.publisher))
    for other in meta.joint:
        for body in c.found.bodies:
            if body.name == other.value:
                c.add(c.report, curie("dct:contributor"), c.body(body))
    if meta.signed:
        c.add(c.report, curie("dct:created"), typed(meta.signed.value, "date"), by(meta.signed))
    if meta.covers:
        c.add(c.report, c.n.fz("covers"), Literal(meta.covers.value))
    if meta.issued:
        c.add(c.report, curie("dct:issued"), typed(meta.issued.value, "date"), by(meta.issued))
    if meta.year:
        c.add(c.report, c.n.fz("reportYear"), typed(c.year, "gYear"), by(meta.year))
    if c.identity.division:
        c.add(c.report, curie("dct:spatial"), c.n(iris.place(c.identity.division.code)))
    for stated, term in (
        (meta.website_id, "websiteId"),
        (meta.document_number, "documentNumber"),
        (meta.index_number, "indexNumber"),
        (meta.addressee, "addressee"),
        (meta.topic, "topic"),
    ):
        if stated:
            c.add(c.report, c.n.fz(term), Literal(stated.value))
    c.stated_by(c.report, spans or [c.found.outline.span], "page-metadata")
    for section in c.found.outline.children:
        c.add(c.report, curie("dct:hasPart"), c.item(section.id))


def _publisher(c: Canvas) -> Body | None:
    """The body that published the report: by its name, or by a form of it that the page uses."""
    stated = c.found.metadata.publisher
    if stated is None:
        return None
    named = [body for body in c.found.bodies if body.name == stated.value]
    named += [body for body in c.found.bodies if any(m.name == stated.value for m in body.mentions)]
    return named[0] if named else None


def write_sections(c: Canvas) -> None:
    """Sections with number, marker, role; parts refer to their whole and back."""
    parents = {child.number: s for s in [c.found.outline, *numbered(c.found.outline)] for child in s.children}
    for section in numbered(c.found.outline):
        node = c.item(section.id)
        role = c.vocabulary.concept("section-role", section.role)
        zh = section.title or (role.labels["zh"] if not section.marker else _opening(c, section))
        c.types(node, c.kind("section"))
        c.named(node, section.id, zh)
        c.add(node, c.n.fz("number"), Literal(section.number))
        if section.marker:
            c.add(node, c.n.fz("marker"), Literal(section.marker))
        c.add(node, c.n.fz("hasSectionRole"), c.n(f"section-role/{section.role}"))
        if section.level == 1 and section.marker and section.role in _CONTENT_ITEMS:
            c.add(node, curie("m8g:supportsRequirement"), c.n(f"requirement/{section.role}"))
        parent = parents[section.number]
        whole = c.item(parent.id) if parent.number else c.report
        c.add(node, curie("dct:isPartOf"), whole)
        for child in section.children:
            c.add(node, curie("dct:hasPart"), c.item(child.id))
        rule = "heading" if section.heading else "part-of-page"
        c.stated_by(node, [section.heading or _anchor(section)], rule, "section")


def _anchor(section: Section) -> Span:
    return section.span


def _opening(c: Canvas, section: Section) -> str:
    words = c.quote(section.span).removeprefix(section.marker).strip(" ,，、:：;；。")
    return words if len(words) <= 30 else words[:29] + "…"
