"""Candidates in their own named graph: the same links as a reader's, scored, with basis proposed; nothing is asserted."""

from __future__ import annotations

from functools import cache

from pyoxigraph import Literal, NamedNode

from dashi_kg.graph.nodes.canvas import Canvas
from dashi_kg.graph.propose import Candidate, propose
from dashi_kg.knowledge.vocabulary import Vocabulary
from dashi_kg.rdf.namespaces import COMMENT, typed

_SCHEMES = ("domain/local-ext", "domain/outline-2021", "problem-type")
# predicate → the class of link, and what its two ends are called in it
_LINKS = {
    "addresses": ("AddressesLink", "plan", "problem"),
    "continuesMeasure": ("ContinuesLink", "plan", "measure"),
    "domain": ("ClassifyingLink", "item", "concept"),
    "problemType": ("ClassifyingLink", "item", "concept"),
}


def write_candidates(c: Canvas) -> None:
    """Every candidate that no reader has decided: a link of basis proposed, without its shortcut.

    No domain of a measure that its figures tell: ``sosa:observedProperty/fz:about/skos:broadMatch`` of them leads to it.
    """
    decided = _decided(c)
    graph = c.graph("proposed")
    for found in propose(c.found, _wordings(c.vocabulary)):
        if (found.predicate, found.subject) in decided or _told_by_figures(c, found):
            continue
        node = c.item(f"candidate-{found.predicate}-{c.lasting(found.subject)}-{c.lasting(found.object)}")
        link, one, other = _LINKS[found.predicate]
        c.types(node, c.n.fz(link), graph=graph)
        c.add(node, c.n.fz(one), c.item(found.subject), graph)
        c.add(node, c.n.fz(other), _target(c, found), graph)
        c.add(node, c.n.fz("score"), typed(format(found.score, "f"), "decimal"), graph)
        c.add(node, COMMENT, Literal(f"共有用语：{'、'.join(found.shared)}", language="zh"), graph)
        c.basis(node, "proposed", graph)


@cache
def _wordings(vocabulary: Vocabulary) -> dict[str, dict[str, list[str]]]:
    return {
        scheme: {
            key: [w for w in concept.wordings() if w] for key, concept in vocabulary.scheme(scheme).items()
        }
        for scheme in _SCHEMES
    }


def _told_by_figures(c: Canvas, found: Candidate) -> bool:
    """Whether a topic of the figures in a measure lies in the domain that its words suggest."""
    if found.predicate != "domain" or not (topics := c.topics_in.get(found.subject)):
        return False
    domain = c.vocabulary.concept(found.scheme, found.object).iri
    known = c.vocabulary.scheme("topic")
    return any(domain in known[topic].within for topic in topics if topic in known)


def _target(c: Canvas, found: Candidate) -> NamedNode:
    """A concept of a scheme, or another item."""
    return (
        NamedNode(c.vocabulary.concept(found.scheme, found.object).iri)
        if found.scheme
        else c.item(found.object)
    )


def _decided(c: Canvas) -> set[tuple[str, str]]:
    """What a reader has already said of an item: no candidate stands beside it."""
    if c.reading is None:
        return set()
    kinds = {"addresses": "addresses", "continues": "continuesMeasure"}
    found = {(kinds[link.kind], link.one) for link in c.reading.links if link.kind in kinds}
    found |= {("domain", identity) for identity, _ in c.reading.domains}
    return found | {("problemType", identity) for identity, _ in c.reading.problem_types}
