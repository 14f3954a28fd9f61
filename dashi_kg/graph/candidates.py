"""Candidates in their own named graph: reified, scored, with the words that suggest them; nothing is asserted."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from dashi_kg.graph.canvas import Canvas, number_of
from dashi_kg.graph.propose import Candidate, propose
from dashi_kg.model.kinds import KINDS, items
from dashi_kg.rdf.namespaces import curie, typed

_SCHEMES = ("domain/local-ext", "domain/outline-2021", "problem-type")
_WORDS = {
    "addresses": ("安排{a}或针对问题{b}", "Plan {a} may address problem {b}"),
    "continuesMeasure": ("安排{a}或延续举措{b}", "Plan {a} may continue measure {b}"),
    "domain": ("举措{a}或属{b}", "Measure {a} may belong to {b}"),
    "problemType": ("问题{a}或属{b}", "Problem {a} may be of type {b}"),
}


def write_candidates(c: Canvas) -> None:
    """Every candidate that no reader has decided: class ``fz:Candidate`` (a reified statement), basis proposed."""
    wordings = {
        scheme: {
            key: [w for w in concept.wordings() if w] for key, concept in c.vocabulary.scheme(scheme).items()
        }
        for scheme in _SCHEMES
    }
    decided = _decided(c)
    spans = {item.id: item.span for item in items(c.found, [row for row in KINDS if row.statement])}
    graph = c.graph("proposed")
    for found in propose(c.found, wordings):
        if (found.predicate, found.subject) in decided:
            continue
        node = c.item(f"candidate-{found.predicate}-{found.subject}-{found.object}")
        target, zh, en = _target(c, found)
        a = number_of(found.subject)
        c.types(node, c.kind("candidate"), curie("rdf:Statement"), graph=graph)
        template = _WORDS[found.predicate]
        c.label(node, template[0].format(a=a, b=zh), template[1].format(a=a, b=en), graph)
        c.add(node, curie("rdf:subject"), c.item(found.subject), graph)
        c.add(node, curie("rdf:predicate"), c.n.fz(found.predicate), graph)
        c.add(node, curie("rdf:object"), target, graph)
        c.add(node, c.n.fz("score"), typed(format(found.score, "f"), "decimal"), graph)
        words = "、".join(found.shared)
        c.comment(node, f"共有用语:{words}", f"Shared words: {words}", graph)
        c.add(node, c.n.fz("rule"), Literal(found.rule), graph)
        c.add(node, c.n.fz("translationBasis"), c.n.fz("generated"), graph)
        c.basis(node, "proposed", graph)
        for identity in (found.subject, found.object):
            if identity in spans:
                c.add(node, c.n.fz("anchor"), c.anchor(spans[identity]), graph)


def _target(c: Canvas, found: Candidate) -> tuple[NamedNode, str, str]:
    if found.scheme:
        concept = c.vocabulary.concept(found.scheme, found.object)
        return NamedNode(concept.iri), f"“{concept.labels['zh']}”", f"“{concept.labels['en']}”"
    identity = number_of(found.object)
    return c.item(found.object), identity, identity


def _decided(c: Canvas) -> set[tuple[str, str]]:
    """What a reader has already said of an item: no candidate stands beside it."""
    if c.reading is None:
        return set()
    kinds = {"addresses": "addresses", "continues": "continuesMeasure"}
    found = {(kinds[link.kind], link.one) for link in c.reading.links if link.kind in kinds}
    found |= {("domain", identity) for identity, _ in c.reading.domains}
    return found | {("problemType", identity) for identity, _ in c.reading.problem_types}
