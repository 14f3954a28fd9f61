"""What the nodes of one report are on its pages, in any language: their kind, their id, where they stand, what is a card."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from functools import cached_property, lru_cache

from pyoxigraph import NamedNode

from dashi_kg.model.kinds import kind
from dashi_kg.rdf.namespaces import prefixes
from dashi_kg.site.facts.fact_rows import PLACES, ROWS
from dashi_kg.site.facts.node_kind import kind_of, kinds_by_class
from dashi_kg.site.facts.report_graph import Node, ReportGraph, natural

_LINKS = (("fz:item", "fz:concept"), ("fz:plan", "fz:problem"), ("fz:plan", "fz:measure"))
# sections below stand with the one that they are in: their headings are, most often, the words of their facts
_DEEPEST = 2
_ABOUT = ("prov:wasDerivedFrom", "fz:item", "fz:plan", "fz:measure", "fz:oneSide", "oa:hasTarget")


class ReportItems:
    """The nodes of a report, looked at once for all its pages.

    Attributes:
        kinds: IRI of each node → key of its kind.
        notes: IRI of a node → the notes on it.
        saying: item and what is said of it → the link that says it.
        former: IRI of a node → its ids in earlier releases.
    """

    def __init__(self, graph: ReportGraph, base: str) -> None:
        self.graph, self.base = graph, base
        by_class = kinds_by_class(prefixes(base))
        self.kinds = {iri: kind_of(node, by_class) for iri, node in graph.nodes.items()}
        self.notes: dict[str, list[Node]] = defaultdict(list)
        self.saying: dict[tuple[str, str], Node] = {}
        self._own = graph.report.iri + "#"
        for node in graph.nodes.values():
            of = self.kinds[node.iri]
            if of == "note":
                for target in node.iris("oa:hasTarget"):
                    self.notes[target].append(node)
            if of == "candidate":
                continue
            for one, other in _LINKS:
                if (a := node.iri_of(one)) and (b := node.iri_of(other)):
                    self.saying[a, b] = node
        former: dict[str, list[str]] = defaultdict(list)
        for old, new in graph.former:
            former[new].append(self.id(old))
        self.former = {iri: tuple(ids) for iri, ids in former.items()}
        self._section_starts = [s.anchors[0].start for s in graph.sections]
        self._cards = {iri for iri, node in graph.nodes.items() if self._is_card(node)}

    def id(self, iri: str) -> str:
        """The id of a node's card: the fragment of an item of this report, the path below the base of another node."""
        if iri.startswith(self._own):
            return iri[len(self._own) :]
        return "report" if iri == self.graph.report.iri else iri.removeprefix(self.base)

    def is_card(self, iri: str) -> bool:
        """Whether the node stands on the page as a card of its own, not within another's."""
        return iri in self._cards

    def _is_card(self, node: Node) -> bool:
        # a document stands on the card of what cites it
        return not (
            self.kinds[node.iri] in ("document", "section") or self.classifies(node) or self.answers(node)
        )

    def answers(self, node: Node) -> bool:
        """Whether it links a plan to a problem of this report: it stands under the problem."""
        return bool(node.iri_of("fz:plan")) and self.kinds.get(node.iri_of("fz:problem")) == "problem"

    @staticmethod
    def classifies(node: Node) -> bool:
        """Whether it puts an item into a class: it stands on the card of the item."""
        return bool(node.iri_of("fz:concept") and node.iri_of("fz:item")) and "fz:score" not in node.values

    @cached_property
    def in_sections(self) -> list[tuple[Node | None, list[tuple[int, Node]]]]:
        """Each section down to the second level with the nodes that have cards in it and where each begins, in the order of the text; those of no place last."""
        found: dict[int, list[tuple[int, Node]]] = defaultdict(list)
        heads = self._heads
        for iri, node in self.graph.nodes.items():
            if iri in self._cards and self.kinds[iri] != "note":
                section = self.section_of(node)
                found[heads[section] if section >= 0 else -1].append((self.start_of(node), node))
        rows = []
        for index in sorted(found, key=lambda i: (i < 0, i)):
            nodes = sorted(found[index], key=lambda one: (one[0], natural(one[1].iri)))
            rows.append((self.graph.sections[index] if index >= 0 else None, nodes))
        return rows

    @cached_property
    def _heads(self) -> list[int]:
        """The index of each section's heading over cards: a point within a point stands below the latter's."""
        heads: list[int] = []
        for index, section in enumerate(self.graph.sections):
            heads.append(heads[-1] if heads and level_of(section) > _DEEPEST else index)
        return heads

    def rows_of(self, node: Node) -> list[tuple[str, str]]:
        """The properties of a node that a card shows, with the keys of their words, in the order of the rows."""
        found = sorted(PLACES[name] for name in node.values if name in PLACES)
        return [ROWS[place] for place in found]

    def section_of(self, node: Node) -> int:
        """The index of the section in which the node's words, or those it speaks of, begin; -1 for none."""
        start = self.start_of(node)
        if not node.anchors and start < 0:
            return -1
        return max(bisect_right(self._section_starts, start) - 1, 0 if self._section_starts else -1)

    def start_of(self, node: Node) -> int:
        """Where the words of a node begin; of one without words, the last of those that it speaks of."""
        if node.anchors and kind(self.kinds[node.iri]).shown.in_text:
            return node.anchors[0].start
        others = (self.graph.nodes[i] for name in _ABOUT for i in node.iris(name) if i in self.graph.nodes)
        starts = [n.anchors[0].start for n in others if n.anchors and n is not node]
        return max(starts, default=node.anchors[0].start if node.anchors else -1)

    @cached_property
    def places(self) -> dict[str, int]:
        """The ids of facts and sections (without those of pieces of the text) → where their words begin."""
        found: dict[str, int] = {}
        for node in self.graph.nodes.values():
            of = self.kinds[node.iri]
            if of == "section":
                found[self.id(node.iri)] = node.anchors[0].start if node.anchors else 0
            elif of not in ("document", "note") and not self.answers(node):
                start = found[self.id(node.iri)] = self.start_of(node)
                for terms in node.values.values():
                    for term in terms:
                        # a document stands on the card of what cites it
                        if isinstance(term, NamedNode) and self.kinds.get(term.value) == "document":
                            found[self.id(term.value)] = start
        return found

    @cached_property
    def named(self) -> frozenset[str]:
        """Every IRI that the pages may call by its name."""
        nodes = [self.graph.report, *self.graph.nodes.values()]
        found = {
            term.value
            for node in nodes
            for terms in node.values.values()
            for term in terms
            if isinstance(term, NamedNode)
        }
        return frozenset(found.union(node.iri for node in nodes))


def level_of(section: Node) -> int:
    """The depth of a section by its dotted number: 2 of ``2.4``; 0 of what stands before the first."""
    number = section.text("fz:number")
    return 0 if number.startswith("0") else number.count(".") + 1


@lru_cache(maxsize=2)
def items_of(graph: ReportGraph, base: str) -> ReportItems:
    """The items of a report; those of the last two are kept."""
    return ReportItems(graph, base)
