"""External facts: divisions, known documents, dispatch of offices. Basis external, each with its source."""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import Literal, NamedNode, Quad

from dashi_kg.graph.documents import document_type
from dashi_kg.graph.nodes.canvas import Canvas
from dashi_kg.knowledge import divisions
from dashi_kg.knowledge.reference import Division, Law, Reference
from dashi_kg.rdf import iris
from dashi_kg.rdf.namespaces import LABEL, RDF_TYPE, Names, curie, typed

Add = Callable[[NamedNode, NamedNode, NamedNode | Literal], None]
External = Callable[..., None]


def reference_quads(reference: Reference, base: str) -> list[Quad]:
    """All divisions and documents of the reference tables, in ``graph/reference``."""
    n = Names(base)
    graph = n(iris.graph("reference"))
    quads: list[Quad] = []

    def add(s: NamedNode, p: NamedNode, o: NamedNode | Literal) -> None:
        quads.append(Quad(s, p, o, graph))

    external = _external(n, add)
    for division in reference.divisions:
        _division(n, division, reference, add, external)
    for former in reference.former_names:
        node = n(f"place/cn-{former.code}/name/{iris.slug(former.en)}")
        add(node, RDF_TYPE, n.fz("NameRecord"))
        external(node, former.zh, former.en, former.source)
        add(node, curie("schema:name"), Literal(former.zh, language="zh"))
        add(node, curie("schema:about"), n(iris.place(former.code)))
    for law in reference.laws:
        _law(n, law, add, external)
    return [*quads, *_graphs(n)]


def _graphs(n: Names) -> list[Quad]:
    """What the named graphs hold that stand beside the reports: vocabulary is of no basis, what is known of places and laws is external."""
    meta, quads = n(iris.graph("meta")), []
    for name, basis, zh, en in (
        ("ontology", "", "本体", "the ontology"),
        ("schemes", "", "代码表", "code lists"),
        ("reference", "external", "外部资料", "from outside sources"),
        ("meta", "", "关于命名图和数据集", "about named graphs and data sets"),
        ("shared", "stated", "各报告共有的机构、地点、时期、文件和指标", "bodies, places, periods, documents and indicators of several reports"),
        ("moved", "derived", "先前的标识", "former IRIs"),
    ):  # fmt: skip
        graph = n(iris.graph(name))
        quads.append(Quad(graph, RDF_TYPE, curie("sd:NamedGraph"), meta))
        quads += [
            Quad(graph, LABEL, Literal(words, language=tag), meta)
            for tag, words in (("zh", f"命名图：{zh}"), ("en", f"Named graph: {en}"))
        ]
        if basis:
            quads.append(Quad(graph, n.fz("basis"), n.fz(basis), meta))
    return quads


def _external(n: Names, add: Add) -> External:
    def external(s: NamedNode, zh: str, en: str, source: str, translation: str = "editorial") -> None:
        add(s, LABEL, Literal(zh, language="zh"))
        add(s, LABEL, Literal(en, language="en"))
        add(s, n.fz("translationBasis"), n.fz(translation))
        add(s, n.fz("basis"), n.fz("external"))
        add(s, curie("dct:source"), Literal(source, language="zh"))

    return external


def write_divisions(c: Canvas) -> None:
    """The division of the reporting body and those it lies in, where the hand-made table does not have them."""
    graph = c.n(iris.graph("reference"))
    known = {d.code for d in c.reference.divisions}

    def add(s: NamedNode, p: NamedNode, o: NamedNode | Literal) -> None:
        c.add(s, p, o, graph)

    external = _external(c.n, add)
    for division in (c.identity.division, *c.identity.chain):
        if division and division.code not in known:
            _division(c.n, division, c.reference, add, external)


def _division(n: Names, division: Division, reference: Reference, add: Add, external: External) -> None:
    node = n(iris.place(division.code))
    add(node, RDF_TYPE, curie("schema:AdministrativeArea"))
    if division.generated:
        external(node, division.zh, division.en, divisions.SOURCE, "generated")
    else:
        external(node, division.zh, division.en, reference.place_source)
    add(node, n.fz("divisionCode"), Literal(division.code))
    add(node, n.fz("codeVintage"), Literal(divisions.VINTAGE if division.generated else reference.vintage))
    add(node, n.fz("placeKind"), n(f"place-kind/{division.kind}"))
    if division.parent:
        add(node, curie("schema:containedInPlace"), n(iris.place(division.parent)))


def _law(n: Names, law: Law, add: Add, external: External) -> None:
    node = n(law.path)
    add(node, RDF_TYPE, document_type(law.kind))
    external(node, law.zh, law.en, law.source)
    add(node, n.fz("documentKind"), n(f"document-kind/{law.kind}"))
    if law.identifier:
        add(node, curie("schema:legislationIdentifier"), Literal(law.identifier))
    if law.date:
        add(node, curie("schema:legislationDate"), typed(law.date, "date"))
    if law.in_force:
        add(node, n.fz("inForceFrom"), typed(law.in_force, "date"))
    for alias in law.aliases:
        add(node, curie("skos:altLabel"), Literal(alias, language="zh"))


def write_dispatch(c: Canvas) -> None:
    """That an office is dispatched by the government above it: by law, not by the report."""
    kinds = {b.id: b for b in c.found.bodies}
    issuer = next(
        (b for b in kinds.values() if c.found.metadata.issuer and b.name == c.found.metadata.issuer.value),
        None,
    )
    above = next(
        (
            b
            for b in kinds.values()
            if b.kind == c.reference.dispatched_by and c.division_of_body(b) == c.identity.county
        ),
        None,
    )
    if not issuer or not above or issuer.kind not in c.reference.dispatched_kinds or not c.identity.county:
        return
    graph = c.n(iris.graph("reference"))
    fact = c.n(f"fact/dispatch-{c.identity.org_id}")
    c.types(fact, c.kind("external"), graph=graph)
    c.label(
        fact,
        f"{c.name_of(issuer)}由{c.identity.county.zh}人民政府派出",
        f"Dispatch of the issuing office by the government of {c.identity.county.en}",
        graph,
    )
    c.add(fact, c.n.fz("translationBasis"), c.n.fz("editorial"), graph)
    c.add(fact, c.n.fz("item"), c.body(issuer), graph)
    c.add(fact, curie("dct:source"), Literal(c.reference.dispatch_source, language="zh"), graph)
    c.basis(fact, "external", graph)
    c.add(c.body(issuer), c.n.fz("dispatchedBy"), c.body(above), graph)
