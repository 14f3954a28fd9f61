"""All that is said of one report, by node: what the queries of :class:`~dashi_kg.site.facts.report_graph.ReportReader` find, without a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode

from dashi_kg.rdf.namespaces import COMMENT, LABEL, RDF_TYPE, curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.facts.report_graph import Anchor, ArchivedText, Node, ReportGraph, ReportReader

Statement = tuple[str, str, NamedNode | Literal]
_CONTEXT, _BEGIN, _END, _EXACT, _PLACE, _REPLACED = (
    curie(name).value
    for name in (
        "nif:referenceContext",
        "nif:beginIndex",
        "nif:endIndex",
        "nif:anchorOf",
        "oa:hasSelector",
        "dct:isReplacedBy",
    )
)
_NAMES = {LABEL.value: "0", curie("skos:prefLabel").value: "1", _EXACT: "3"}
_HIDDEN, _TYPE = curie("skos:hiddenLabel").value, RDF_TYPE.value


class SaidOfReport:
    """Statements about a report and what stands in it.

    Attributes:
        anchors: the anchors of its text.
        anchored: the nodes with words of the text.
        in_report: the nodes that say of themselves that they are of the report.
    """

    def __init__(self, statements: Iterable[Statement], report: str, source: str, base: str) -> None:
        self.report, self.source, self.base = report, source, base
        self.of: dict[str, dict[str, set[NamedNode | Literal]]] = defaultdict(dict)
        self.add(statements)
        text, whole = NamedNode(source), NamedNode(report)
        anchor, inside = f"{base}ns#anchor", f"{base}ns#inReport"
        self.anchors = {s for s, said in self.of.items() if text in said.get(_CONTEXT, ())}
        self.anchored = {
            s
            for s, said in self.of.items()
            if anchor in said and any(value(a) in self.anchors for a in said[anchor])
        }
        self.in_report = {s for s, said in self.of.items() if whole in said.get(inside, ())}

    def add(self, statements: Iterable[Statement]) -> None:
        """Take more of them."""
        for subject, predicate, term in statements:
            said = self.of[subject]
            if predicate in said:
                said[predicate].add(term)
            else:
                said[predicate] = {term}

    def graph(self, reader: ReportReader) -> ReportGraph:
        """The report as :meth:`~dashi_kg.site.facts.report_graph.ReportReader.report` reads it."""
        node = Node(self.source, reader.named(self.of[self.source]))
        text = node.text("fz:text")
        anchors = [self._anchor(iri, text) for iri in self.anchors]
        archived = ArchivedText(
            node, tuple(sorted(filter(None, anchors), key=lambda a: (a.start, a.end, a.iri)))
        )
        item, outside = f"{self.base}ns#item", NamedNode(f"{self.base}ns#ExternalFact")
        facts = {
            s
            for s, said in self.of.items()
            if outside in said.get(_TYPE, ()) and any(value(i) in self.anchored for i in said.get(item, ()))
        }
        start = f"{self.report}#"
        former = sorted(
            (s, value(new))
            for s, said in self.of.items()
            if s.startswith(start)
            for new in said.get(_REPLACED, ())
        )
        return reader.assembled(
            self.report,
            archived,
            {s: reader.named(self.of[s]) for s in self.anchored},
            {s: reader.named(self.of[s]) for s in (self.in_report | facts) - self.anchored},
            lambda: reader.named(self.of[self.report]),
            former,
        )

    def _anchor(self, iri: str, text: str) -> Anchor | None:
        said = self.of[iri]
        if _BEGIN not in said or _END not in said:
            return None
        first, last = (int(max(value(t) for t in said[name])) for name in (_BEGIN, _END))
        quote = max((value(t) for t in said.get(_EXACT, ())), default=text[first:last])
        place = max((value(t) for t in said.get(_PLACE, ())), default="")
        return Anchor(iri, first, last, quote, text[first:last] == quote, place)

    def labels(self, iris: Iterable[str]) -> Mapping[str, set[tuple[str, Literal]]]:
        """The words that name each of these nodes, as :class:`~dashi_kg.site.layout.labels.Labels` asks for them."""
        ns = f"{self.base}ns#"
        basis, editorial = f"{ns}translationBasis", NamedNode(f"{ns}editorial")
        found: dict[str, set[tuple[str, Literal]]] = {}
        for iri in iris:
            said = self.of.get(iri, {})
            names = {
                (which, t)
                for p, which in _NAMES.items()
                if p in said
                for t in said[p]
                if isinstance(t, Literal)
            }
            if editorial in said.get(basis, ()):
                names |= {("2", t) for t in said.get(_HIDDEN, ()) if isinstance(t, Literal)}
            if COMMENT.value in said and any(
                (c := value(t)).startswith(ns) and c.endswith("Link") for t in said.get(_TYPE, ())
            ):
                names |= {("4", t) for t in said[COMMENT.value] if isinstance(t, Literal)}
            found[iri] = names
        return found

    def gone(self, lang: str) -> list[tuple[str, str]]:
        """See :meth:`~dashi_kg.site.facts.report_graph.ReportReader.gone`."""
        deprecated, note = curie("owl:deprecated").value, curie("skos:historyNote").value
        start = f"{self.report}#"
        return sorted(
            (s.rpartition("#")[2], value(why))
            for s, said in self.of.items()
            if s.startswith(start)
            and any(value(t) == "true" for t in said.get(deprecated, ()))
            and _REPLACED not in said
            for why in said.get(note, ())
            if isinstance(why, Literal) and why.language == lang
        )
