"""Measures, events, mechanisms, problems, plans, other digits."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from dashi_kg.graph.nodes.canvas import Canvas
from dashi_kg.knowledge.lasting import numbered
from dashi_kg.model import PlanItem, Problem
from dashi_kg.rdf.namespaces import curie, typed


def write_measures(c: Canvas) -> None:
    """Measures with their label clause and section."""
    for m in c.found.measures:
        node = c.item(m.id)
        c.types(node, c.kind("measure"))
        c.named(node, m.id, c.quote(m.label_span))
        c.add(node, c.n.fz("inSection"), c.item(f"s{m.section}"))
        if m.parent:
            c.add(node, curie("dct:isPartOf"), c.item(m.parent))
        c.stated_by(node, [m.span], m.rule, "measure")


def write_events(c: Canvas) -> None:
    """Events and campaigns with their kind."""
    for event in c.found.events:
        node = c.item(event.id)
        c.types(node, c.kind("event"), curie("schema:Event"))
        c.named(node, event.id, event.name)
        c.add(node, c.n.fz("eventKind"), NamedNode(c.vocabulary.concept("event-kind", event.kind).iri))
        for name in sorted({m.name for m in event.mentions} - {event.name}):
            c.add(node, curie("skos:altLabel"), Literal(name, language="zh"))
        c.stated_by(node, list(dict.fromkeys([event.span, *(m.span for m in event.mentions)])), event.rule)


def write_mechanisms(c: Canvas) -> None:
    """Mechanisms and slogans, with the count in the name and the count of what is listed."""
    for mechanism in c.found.mechanisms:
        node = c.item(mechanism.id)
        c.types(node, c.kind("mechanism"))
        kind = c.vocabulary.concept("mechanism-kind", mechanism.kind)
        c.named(node, mechanism.id, mechanism.name)
        c.add(node, c.n.fz("mechanismKind"), NamedNode(kind.iri))
        if mechanism.stated_count is not None:
            c.add(node, c.n.fz("statedCount"), typed(mechanism.stated_count, "integer"))
        if mechanism.stated_count is not None or mechanism.listed:
            c.add(node, c.n.fz("listedCount"), typed(len(mechanism.listed), "integer"))
        spans = list(dict.fromkeys([mechanism.span, *(m.span for m in mechanism.mentions)]))
        c.stated_by(node, spans, mechanism.rule)


def write_problems(c: Canvas) -> None:
    """Problems and their parts; what became of them a later report may say."""
    for p in c.found.problems:
        node = c.item(p.id)
        c.types(node, c.kind("problem"))
        c.named(node, p.id, c.quote(p.span))
        _part(c, node, p)
        c.stated_by(node, [p.span], p.rule, "problem")


def write_plan_items(c: Canvas) -> None:
    """Plan items: heads, actions, goals, for the coming year."""
    for a in c.found.plan_items:
        node = c.item(a.id)
        c.types(node, c.kind("plan-item"))
        c.named(node, a.id, c.quote(a.span))
        c.add(node, c.n.fz("planKind"), c.n.fz(a.kind))
        if a.for_year:
            c.add(node, c.n.fz("forYear"), typed(a.for_year, "gYear"))
        _part(c, node, a)
        c.stated_by(node, [a.span], a.rule, "plan-item")


def _part(c: Canvas, node: NamedNode, item: Problem | PlanItem) -> None:
    if item.parent:
        c.add(node, curie("dct:isPartOf"), c.item(item.parent))
    c.add(node, c.n.fz("inSection"), c.item(f"s{item.section}"))


def write_not_statistics(c: Canvas) -> None:
    """Digits that count nothing, each with the reason."""
    quotes = (c.quote(entry.span) for entry in c.found.not_statistics)
    for name, entry in zip(numbered("n", quotes), c.found.not_statistics, strict=True):
        node = c.item(name)
        c.types(node, c.kind("not-statistic"))
        c.add(node, c.n.fz("reason"), c.n(f"not-statistic/{entry.reason}"))
        c.stated_by(node, [entry.span], "digits-outside-statements", "not-statistic")
