"""A reader's claims: links between statements, classifications, notes. Basis interpreted; their graph is signed and dated."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from dashi_kg.graph.nodes.canvas import Canvas
from dashi_kg.language import Both
from dashi_kg.model import Span
from dashi_kg.model.kinds import items, statements
from dashi_kg.rdf.namespaces import curie

_CLASSES = {
    "addresses": ("AddressesLink", "plan", "problem", "addresses"),
    "continues": ("ContinuesLink", "plan", "measure", "continuesMeasure"),
    "tensions": ("TensionLink", "oneSide", "otherSide", ""),
    "echoes": ("EchoLink", "measure", "echoes", ""),
    "placings": ("PlacingLink", "item", "place", ""),
}
_NAMES = {
    "addresses": "addresses",
    "continues": "continues",
    "tensions": "tension",
    "echoes": "echo",
    "placings": "placing",
}


def write_links(c: Canvas) -> list[Both]:
    """Links of the reading file, with a plain shortcut triple where the ontology has one.

    Returns:
        A line for each link whose ends the report does not have (orphaned).
    """
    if c.reading is None:
        return []
    graph = c.graph("interpreted")
    orphaned = []
    for link in c.reading.links:
        ends = _ends(c, link.kind, link.one, link.other)
        if ends is None:
            orphaned.append(
                Both(
                    f"关联 {link.one} → {link.other} 的一端在报告中已找不到，未采用",
                    f"link {link.one} → {link.other}: one end is no longer in the report; not used",
                )
            )
            continue
        one, other = ends
        class_name, first, second, shortcut = _CLASSES[link.kind]
        ids = [_NAMES[link.kind], c.lasting(link.one), "" if link.kind == "echoes" else c.lasting(link.other)]
        name = "-".join(filter(None, ids))
        node = c.item(name if name.isascii() else f"{ids[0]}-{one.value.rpartition('/')[2]}")
        c.types(node, c.n.fz(class_name), graph=graph)
        c.add(node, c.n.fz(first), one, graph)
        c.add(node, c.n.fz(second), other, graph)
        if link.strength:
            c.add(node, c.n.fz("strength"), c.n.fz(link.strength), graph)
        if link.article:
            c.add(node, c.n.fz("article"), Literal(link.article), graph)
        c.comment(node, link.zh, link.en, graph)
        c.basis(node, "interpreted", graph)
        if shortcut:
            c.add(one, c.n.fz(shortcut), other, graph)
        if link.kind == "placings":
            c.add(one, curie("schema:containedInPlace"), other, graph)
    return orphaned


def _spans(c: Canvas) -> dict[str, Span]:
    """The statements of the report, which a reader's links may name, by id."""
    return {item.id: item.span for item in items(c.found, statements())}


def _ends(c: Canvas, kind: str, one: str, other: str) -> tuple[NamedNode, NamedNode] | None:
    spans = _spans(c)
    if kind == "echoes":
        law = c.reference.law_by_slug(other)
        return (c.item(one), c.n(law.path)) if one in spans and law else None
    if kind == "placings":
        by_name = {p.name: p for p in c.found.places}
        if one in by_name and other in by_name:
            return c.place(by_name[one]), c.place(by_name[other])
        return None
    return (c.item(one), c.item(other)) if one in spans and other in spans else None


def write_classifications(c: Canvas) -> list[Both]:
    """Domains of measures and types of problems: a node each, and the shortcut ``fz:domain``/``fz:problemType``."""
    if c.reading is None:
        return []
    graph = c.graph("interpreted")
    spans = _spans(c)
    orphaned = []
    rows = [
        (identity, key, f"domain/{'local-ext' if key.startswith('X') else 'outline-2021'}", "domain")
        for identity, key in c.reading.domains
    ] + [(identity, key, "problem-type", "problemType") for identity, key in c.reading.problem_types]
    for identity, key, scheme, shortcut in rows:
        if identity not in spans:
            orphaned.append(
                Both(
                    f"归入 {key} 的条目 {identity} 在报告中已找不到，未采用",
                    f"item {identity}, classified as {key}, is no longer in the report; not used",
                )
            )
            continue
        concept = c.vocabulary.concept(scheme, key)
        node, item = c.item(f"classify-{c.lasting(identity)}-{key}"), c.item(identity)
        c.types(node, c.n.fz("ClassifyingLink"), graph=graph)
        c.add(node, c.n.fz("item"), item, graph)
        c.add(node, c.n.fz("concept"), NamedNode(concept.iri), graph)
        c.basis(node, "interpreted", graph)
        c.add(item, c.n.fz(shortcut), NamedNode(concept.iri), graph)
    return orphaned


def write_notes(c: Canvas) -> list[Both]:
    """Notes on the quality of the text (DQV quality annotations) with their targets and anchors."""
    if c.reading is None:
        return []
    graph = c.graph("quality")
    orphaned = []
    for note in c.reading.notes:
        places = [quote.find(c.found.source.text) for quote in note.quotes]
        if None in places:
            orphaned.append(
                Both(
                    f"说明 {note.id} 的引文在报告中已找不到，未采用",
                    f"note {note.id}: its quote is no longer in the report; not used",
                )
            )
            continue
        node = c.item(note.id)
        c.types(node, c.kind("note"), graph=graph)
        c.label(node, note.zh, note.en, graph)
        for language, words in (("zh", note.treat_zh), ("en", note.treat_en)):
            c.add(node, c.n.fz("treatAs"), Literal(words, language=language), graph)
        targets = [
            item.id
            for item in items(c.found, [row for row in statements() if row.cited])
            if any(place and place.overlaps(item.span) for place in places)
        ]
        for target in targets or ["report"]:
            c.add(node, curie("oa:hasTarget"), c.node(target), graph)
        for place in places:
            if place:
                c.add(node, c.n.fz("anchor"), c.anchor(place), graph)
        c.basis(node, "interpreted", graph)
    return orphaned
