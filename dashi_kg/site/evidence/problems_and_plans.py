"""Problems with the plans that answer them, as a reader judged; those left open; what a machine proposes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from dashi_kg.site.facts.card import Ref
from dashi_kg.site.facts.facts_panel import Cards
from dashi_kg.site.facts.report_graph import Node


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """A plan that answers a problem: who says so, how strongly, why; ``proposed``: a machine's candidate."""

    id: str
    plan: Ref
    strength: str
    why: str
    by: str
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem; ``parts`` are those that it is divided into. ``state``: ``answered``, ``open`` or ``unread``."""

    problem: Ref
    state: str
    answers: tuple[PlanAnswer, ...]
    parts: tuple[ProblemRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ProblemsAndPlans:
    """``read``: a person has judged at least one link, so that an open problem means something."""

    read: bool
    rows: tuple[ProblemRow, ...]
    groundless: tuple[Ref, ...]
    counts: tuple[int, int]


def problems_and_plans(cards: Cards) -> ProblemsAndPlans:
    """The table of one report, by place in the text. Counts: problems without parts, and those of them left open."""
    graph, fz = cards.graph, f"{cards.site_graph.base}ns#"
    found_links = graph.of_type(fz + "AddressesLink")
    links = [node for node in found_links if node.small("fz:basis") != "proposed"]
    answers: dict[str, list[PlanAnswer]] = defaultdict(list)
    for node in sorted(found_links, key=lambda node: node.small("fz:basis") == "proposed"):
        strength = node.iri_of("fz:strength")
        why = node.said("rdfs:comment", cards.lang)
        answers[node.iri_of("fz:problem")].append(
            PlanAnswer(
                cards.id(node.iri),
                cards.ref(node.iri_of("fz:plan"), whole=True),
                cards.site_graph.labels.said(strength, cards.lang).words
                if strength
                else node.text("fz:score"),
                why.words if why else "",
                cards.signed(node),
                node.small("fz:basis") == "proposed",
            )
        )
    problems = graph.of_type(fz + "Problem")
    children: dict[str, list[Node]] = defaultdict(list)
    for node in problems:
        children[node.iri_of("dct:isPartOf")].append(node)

    def row(node: Node) -> ProblemRow:
        found = tuple(answers[node.iri])
        parts = tuple(row(p) for p in children[node.iri])
        if any(not a.proposed for a in found):
            state = "answered"
        elif parts:
            state = ""
        else:
            state = "open" if links else "unread"
        return ProblemRow(cards.ref(node.iri, whole=True), state, found, parts)

    names = {p.iri for p in problems}
    rows = tuple(row(p) for p in problems if p.iri_of("dct:isPartOf") not in names)
    used = {node.iri_of("fz:plan") for node in links}
    plans = [p for p in graph.of_type(fz + "PlanItem") if p.small("fz:planKind") != "head"]
    groundless = tuple(cards.ref(p.iri, whole=True) for p in plans if p.iri not in used) if links else ()
    leaves = [p for p in problems if not children[p.iri]]
    left = sum(1 for p in leaves if not any(not a.proposed for a in answers[p.iri]))
    return ProblemsAndPlans(bool(links), rows, groundless, (len(leaves), left))
