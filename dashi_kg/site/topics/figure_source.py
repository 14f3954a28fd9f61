"""Where the pages of topics and bodies get their figures from: they ask the graph, or somebody has them ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

from dashi_kg.export.tables.figures import Filter, chosen_rows, figure_rows, latest_figures
from dashi_kg.export.tables.observations import Row
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.shared.site_graph import SiteGraph

LATEST = 1500  # figures of a topic of a graph that is too large for all of them
# the columns that pages show, and by which figures are told apart and put in order; table files have all
SHOWN = (
    "id", "org_id", "level", "division_code", "province", "county", "report_year", "topic", "counted_words", "value",
    "high", "unit", "classifier", "qualifier_zh", "qualifier_en", "min_inclusive", "min_exclusive", "max_exclusive",
    "period_zh", "period_en", "role", "kind", "topic_certainty", "comparison_key", "quote", "start", "iri", "indicator_iri",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TopicCount:
    """How much there is on a topic, or of an indicator: figures, bodies, and the first and last year of their reports."""

    iri: str
    figures: int
    bodies: int
    first: str
    last: str


class FigureSource(Protocol):
    """Figures by report and place in the text. Rows have the columns :data:`SHOWN` at least."""

    def of_topic(self, key: str) -> list[Row]:
        """Those on a topic (``G1``), or on the topics of a class (``G``)."""
        ...

    def of_body(self, key: str) -> list[Row]:
        """Those that a body (by its id) has issued."""
        ...

    @property
    def counts(self) -> Mapping[str, TopicCount]:
        """By IRI, the topics of which reports state figures; a class of topics counts those of all its topics."""
        ...

    @property
    def indicators(self) -> Mapping[str, TopicCount]:
        """By IRI, the indicators of which reports state figures."""
        ...

    @property
    def compared(self) -> frozenset[str]:
        """The IRIs of topics with values of one key of comparison from reports of two years."""
        ...


class AskedFigures:
    """Asks the graph, figure by figure."""

    def __init__(self, site_graph: SiteGraph) -> None:
        self.site_graph = site_graph
        # the pages and the table of a topic, or of a body, follow each other
        self.of_topic, self.of_body = (
            lru_cache(maxsize=1)(self._of_topic),
            lru_cache(maxsize=1)(self._of_body),
        )

    def _of_topic(self, key: str) -> list[Row]:
        chosen, engine, base = Filter(topic=key), self.site_graph.engine, self.site_graph.base
        if self.site_graph.listable:
            return chosen_rows(engine, base, chosen)
        return figure_rows(engine, base, latest_figures(engine, base, chosen, LATEST))

    def _of_body(self, key: str) -> list[Row]:
        return chosen_rows(self.site_graph.engine, self.site_graph.base, Filter(body=key))

    @cached_property
    def counts(self) -> Mapping[str, TopicCount]:
        """See :class:`FigureSource`."""
        return self._counted("?t", f"?i <{self.site_graph.base}ns#about>/{curie('skos:broader')}* ?t")

    @cached_property
    def indicators(self) -> Mapping[str, TopicCount]:
        """See :class:`FigureSource`."""
        return self._counted("?i")

    def _counted(self, by: str, more: str = "") -> Mapping[str, TopicCount]:
        """Counts of figures ``?f`` of indicators ``?i`` by a variable.

        Args:
            more: what leads to it.
        """
        fz = f"{self.site_graph.base}ns#"
        query = (
            f"SELECT {by} (COUNT(DISTINCT ?f) AS ?n) (COUNT(DISTINCT ?b) AS ?m) (MIN(?y) AS ?one) (MAX(?y) AS ?last) WHERE {{ "
            f"?f {curie('sosa:observedProperty')} ?i ; <{fz}issuer> ?b ; <{fz}inReport>/<{fz}reportYear> ?y . "
            f"{more} }} GROUP BY {by} ORDER BY {by}"
        )
        return {
            value(t): TopicCount(value(t), int(value(n)), int(value(m)), value(one), value(last))
            for t, n, m, one, last in self.site_graph.reader.rows(query)
            if t is not None
        }

    @cached_property
    def compared(self) -> frozenset[str]:
        """See :class:`FigureSource`."""
        fz = f"{self.site_graph.base}ns#"
        query = (
            f"SELECT DISTINCT ?t WHERE {{ {{ SELECT ?t ?key (COUNT(DISTINCT ?y) AS ?n) WHERE {{ ?f <{fz}comparisonKey> ?key ; "
            f"{curie('sosa:observedProperty')} ?i ; {curie('sosa:hasSimpleResult')} ?v ; <{fz}inReport>/<{fz}reportYear> ?y . "
            f"?i <{fz}about>/{curie('skos:broader')}* ?t }} GROUP BY ?t ?key }} FILTER(?n > 1) }} ORDER BY ?t"
        )
        return frozenset(value(t) for (t,) in self.site_graph.reader.rows(query))
