"""One report as the graph has it: its archived text, and every node with an anchor in that text, by SPARQL.

Five small queries a report, each bound to it or to its source, so that the same is read from a file, a store on disk
or a remote endpoint; what other reports say of a shared organisation or place does not come along.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from dashi_kg.query.result import Engine, Row, Term
from dashi_kg.rdf.namespaces import FOREIGN, prefixes
from dashi_kg.rdf.terms import value
from dashi_kg.site.layout.languages import Said, best

_REPORTS = "SELECT DISTINCT ?r ?s WHERE { ?r a fz:Report ; prov:wasDerivedFrom ?s . ?s a fz:SourceText } ORDER BY ?r ?s"
_SOURCES = "SELECT DISTINCT ?s WHERE { ?s a fz:SourceText } ORDER BY ?s"
_SOURCE_OF = "SELECT DISTINCT ?s WHERE {{ <{report}> a fz:Report ; prov:wasDerivedFrom ?s . ?s a fz:SourceText }} ORDER BY ?s"
_REPORTS_OF = "SELECT DISTINCT ?r WHERE {{ ?r prov:wasDerivedFrom <{source}> ; a fz:Report }} ORDER BY ?r"
_IS_SOURCE = "SELECT DISTINCT ?t WHERE {{ <{source}> a ?t FILTER(?t = fz:SourceText) }}"
_LENGTH = "SELECT (STRLEN(?t) AS ?n) WHERE {{ <{source}> fz:text ?t }}"
_OF = "SELECT DISTINCT ?p ?o WHERE {{ <{source}> ?p ?o }}"
_ANCHORS = """SELECT DISTINCT ?a ?start ?end ?exact WHERE {{ ?a nif:referenceContext <{source}> ;
  nif:beginIndex ?start ; nif:endIndex ?end . OPTIONAL {{ ?a nif:anchorOf ?exact }} }}"""
_PLACES = "SELECT DISTINCT ?a ?place WHERE {{ ?a nif:referenceContext <{source}> ; oa:hasSelector ?place }}"
_ANCHORED = """SELECT DISTINCT ?s ?p ?o WHERE {{
  {{ SELECT DISTINCT ?s WHERE {{ ?a nif:referenceContext <{source}> . ?s fz:anchor ?a }} }} ?s ?p ?o }}"""
# what stands in the report without words of its own (derived values, links), and external facts about what it names
_ABOUT = """SELECT DISTINCT ?s ?p ?o WHERE {{ {{ SELECT DISTINCT ?s WHERE {{ {{ ?s fz:inReport <{report}> }} UNION
  {{ ?a nif:referenceContext <{source}> . ?item fz:anchor ?a . ?s fz:item ?item ; a fz:ExternalFact }} }} }} ?s ?p ?o }}"""
_GRAPH = NamedNode(FOREIGN["sd"] + "NamedGraph")
Values = dict[str, tuple[Term, ...]]


_FORMER = """SELECT DISTINCT ?old ?new WHERE {{ ?old dct:isReplacedBy ?new FILTER(STRSTARTS(STR(?old), "{report}#")) }}"""
_GONE = """SELECT DISTINCT ?old ?why WHERE {{ ?old owl:deprecated true ; skos:historyNote ?why
  FILTER(STRSTARTS(STR(?old), "{report}#") && LANG(?why) = "{lang}") FILTER NOT EXISTS {{ ?old dct:isReplacedBy ?new }} }}"""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of the text: half-open code points. ``whole`` is false where the text has not the quote there."""

    iri: str
    start: int
    end: int
    quote: str
    whole: bool = True
    place: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A node with its values by prefixed name (``fz:basis``), sorted, and its anchors in this text, in order."""

    iri: str
    values: Values
    anchors: tuple[Anchor, ...] = ()

    def iris(self, name: str) -> list[str]:
        """The IRIs that a property has."""
        terms = self.values.get(name)
        return [t.value for t in terms if isinstance(t, NamedNode)] if terms else []

    def iri_of(self, name: str) -> str:
        """The first IRI of a property, or ``""``."""
        for term in self.values.get(name, ()):
            if isinstance(term, NamedNode):
                return term.value
        return ""

    def said(self, name: str, lang: str) -> Said | None:
        """The literal of a property for a reader of ``lang``."""
        return best((t for t in self.values.get(name, ()) if isinstance(t, Literal)), lang)

    def text(self, name: str) -> str:
        """The first literal of a property, or ``""``."""
        for term in self.values.get(name, ()):
            if isinstance(term, Literal):
                return term.value
        return ""

    def number(self, name: str) -> Decimal | None:
        """The number of a property; ``None`` where there is none."""
        if name not in self.values:
            return None
        try:
            return Decimal(self.text(name))
        except InvalidOperation:
            return None

    def small(self, name: str) -> str:
        """The last part of the first IRI: ``stated`` of ``ns#stated``."""
        if name not in self.values:
            return ""
        return self.iri_of(name).rpartition("#")[2].rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class ArchivedText:
    """An archived text with its anchors, sorted by start, end."""

    node: Node
    anchors: tuple[Anchor, ...]

    @property
    def iri(self) -> str:
        return self.node.iri

    @property
    def text(self) -> str:
        return self.node.text("fz:text")


@dataclass(frozen=True, eq=False)  # known by itself: what is made of it is kept with it
class ReportGraph:
    """A report, its source, and all nodes anchored there or speaking of those; ``nodes`` sorted by IRI."""

    report: Node
    source: ArchivedText
    nodes: dict[str, Node] = field(default_factory=dict)
    readings: Node | None = None  # the named graph of what people read in it: by whom, when
    former: tuple[tuple[str, str], ...] = ()  # IRIs of earlier releases, and what they are now

    @cached_property
    def sections(self) -> list[Node]:
        """The sections in the order of the text."""
        found = [n for n in self.nodes.values() if "fz:hasSectionRole" in n.values and n.anchors]
        return sorted(found, key=lambda n: (n.anchors[0].start, natural(n.text("fz:number")), n.iri))

    @cached_property
    def _by_type(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            for iri in node.iris("rdf:type"):
                found[iri].append(node)
        return found

    def of_type(self, iri: str) -> list[Node]:
        """Nodes of a class, by place in the text."""
        return sorted(
            self._by_type.get(iri, ()),
            key=lambda n: (n.anchors[0].start if n.anchors else -1, natural(n.iri)),
        )


class ReportReader:
    """Reads reports and sources out of a graph."""

    def __init__(self, engine: Engine, base: str) -> None:
        self.engine, self.base = engine, base
        self._names = sorted(((iri, name) for name, iri in prefixes(base).items()), key=lambda p: -len(p[0]))
        self._short: dict[str, str] = {}

    def reports(self) -> dict[str, str]:
        """IRI of each report → IRI of its source (the first where it has several)."""
        found: dict[str, str] = {}
        for report, source in self._rows(_REPORTS):
            found.setdefault(value(report), value(source))
        return found

    def sources(self) -> list[str]:
        """The IRIs of all archived texts."""
        return [value(row[0]) for row in self._rows(_SOURCES)]

    def source_of(self, report: str) -> str:
        """The IRI of the source of a report, the first where it has several; ``""``: there is no such report."""
        return next((value(row[0]) for row in self._rows(_SOURCE_OF.format(report=report))), "")

    def is_source(self, iri: str) -> bool:
        """Whether an IRI is that of an archived text."""
        return any(True for _ in self._rows(_IS_SOURCE.format(source=iri)))

    def reports_of(self, source: str) -> list[str]:
        """The reports of which this text is the source."""
        found = [value(row[0]) for row in self._rows(_REPORTS_OF.format(source=source))]
        return [report for report in found if self.source_of(report) == source]

    def length(self, source: str) -> int:
        """How many characters an archived text has."""
        return max((int(value(row[0])) for row in self._rows(_LENGTH.format(source=source))), default=0)

    def text(self, source: str) -> str:
        """An archived text."""
        return Node(source, self._grouped(self._about(source))[source]).text("fz:text")

    def source(self, iri: str) -> ArchivedText:
        """An archived text and its anchors."""
        values = self._grouped((NamedNode(iri), p, o) for p, o in self._rows(_OF.format(source=iri)))[iri]
        node = Node(iri, values)
        text = node.text("fz:text")
        places = {value(a): value(p) for a, p in self._rows(_PLACES.format(source=iri))}
        found: dict[str, Anchor] = {}
        for anchor, start, end, exact in self._rows(_ANCHORS.format(source=iri)):
            first, last = int(value(start)), int(value(end))
            quote = value(exact) if exact is not None else text[first:last]
            name = value(anchor)
            found[name] = Anchor(name, first, last, quote, text[first:last] == quote, places.get(name, ""))
        return ArchivedText(node, tuple(sorted(found.values(), key=lambda a: (a.start, a.end, a.iri))))

    def report(self, iri: str, source_iri: str) -> ReportGraph:
        """A report with everything that is anchored in its source."""
        return self.assembled(
            iri,
            self.source(source_iri),
            self._grouped(self._rows(_ANCHORED.format(source=source_iri))),
            self._grouped(self._rows(_ABOUT.format(source=source_iri, report=iri))),
            lambda: self._grouped(self._about(iri))[iri],
            sorted((value(old), value(new)) for old, new in self._rows(_FORMER.format(report=iri))),
        )

    def assembled(
        self,
        iri: str,
        source: ArchivedText,
        anchored: dict[str, Values],
        about: Mapping[str, Values],
        report: Callable[[], Values],
        former: Sequence[tuple[str, str]],
    ) -> ReportGraph:
        """A report out of what is said of it.

        Args:
            iri: of the report.
            anchored: what is said of the nodes with words of the text, by their IRIs.
            about: the same of nodes that are of the report without words of it, and of external facts.
            report: of the report itself, if it has no words.
            former: IRIs of earlier releases, and what they are now.
        """
        anchors = {a.iri: a for a in source.anchors}
        readings: Node | None = None
        for subject, values in about.items():
            # a graph is of the report too, and has a basis, but is no fact
            if _GRAPH in values.get("rdf:type", ()):
                graph = Node(subject, values)
                if graph.small("fz:basis") == "interpreted" and "dct:date" in values:
                    readings = graph
            elif "fz:basis" in values:
                anchored.setdefault(subject, values)
        nodes = {}
        for subject in sorted(anchored):
            # a document of the text is anchored there, but the items of other reports on the same text are not ours
            if "/report/" in subject and not subject.startswith(iri):
                continue
            own = [anchors[v] for t in anchored[subject].get("fz:anchor", ()) if (v := value(t)) in anchors]
            if len(own) > 1:
                own.sort(key=lambda a: (a.start, a.end))
            nodes[subject] = Node(subject, anchored[subject], tuple(own))
        own_node = nodes.pop(iri, None) or Node(iri, report())
        return ReportGraph(own_node, source, nodes, readings, tuple(former))

    def gone(self, report: str, lang: str) -> list[tuple[str, str]]:
        """The ids of what earlier releases had in a report and this one has not, each with the reason."""
        rows = self._rows(_GONE.format(report=report, lang=lang))
        return sorted((value(old).rpartition("#")[2], value(why)) for old, why in rows)

    def _about(self, iri: str) -> Iterator[Row]:
        return ((NamedNode(iri), p, o) for p, o in self._rows(_OF.format(source=iri)))

    def _rows(self, query: str) -> Iterable[Row]:
        return self.engine.run(query).rows or ()

    def named(self, said: Mapping[str, set[NamedNode | Literal]]) -> Values:
        """Values by the IRIs of their properties → by the names that a :class:`Node` has."""
        return {self._name(p): _sorted(terms) for p, terms in said.items()}

    def _grouped(self, rows: Iterable[Row]) -> dict[str, Values]:
        found: dict[str, dict[str, set[Term]]] = defaultdict(lambda: defaultdict(set))
        for subject, predicate, term in rows:
            if term is not None:
                found[value(subject)][self._name(value(predicate))].add(term)
        return defaultdict(
            dict,
            {s: {p: _sorted(o) for p, o in values.items()} for s, values in found.items()},
        )

    def _name(self, iri: str) -> str:
        if iri not in self._short:
            space, name = next((p for p in self._names if iri.startswith(p[0])), ("", ""))
            self._short[iri] = f"{name}:{iri.removeprefix(space)}" if name else iri
        return self._short[iri]


def _sorted(terms: AbstractSet[Term]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=_order)) if len(terms) > 1 else tuple(terms)  # most are one


def _order(term: Term) -> tuple[list[tuple[str, int]], str]:
    return natural(value(term)), str(term)


def natural(words: str) -> list[tuple[str, int]]:
    """A sort key in which ``o9`` stands before ``o10``."""
    return [
        (part, 0) if not part.isdigit() else ("", int(part)) for part in re.findall(r"[0-9]+|[^0-9]+", words)
    ]
