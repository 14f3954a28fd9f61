"""The index of indicators: by topic, with how many values, bodies and years each has; unused ones apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from dashi_kg.export.tables.listed import listed
from dashi_kg.export.tables.observations import Row
from dashi_kg.rdf.namespaces import curie
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.minify import minify_html
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.things.resource_pages import ResourcePages
from dashi_kg.site.topics.words import WORDS

INDEX = "indicator"


@dataclass(frozen=True, slots=True)
class IndicatorCount:
    """An indicator (IRI): values, bodies, first and last year of their reports."""

    iri: str
    figures: int
    bodies: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class TopicOfIndicators:
    """A topic (IRI) with its indicators that have values, those with most of them first, and the IRIs of those without."""

    iri: str
    used: tuple[IndicatorCount, ...]
    unused: tuple[str, ...]

    @property
    def figures(self) -> int:
        """How many values all of them have."""
        return sum(one.figures for one in self.used)


class IndicatorIndex(Bilingual):
    """``indicator.html``."""

    start = INDEX

    def __init__(self, site_graph: SiteGraph, resources: ResourcePages) -> None:
        self.site_graph, self.resources = site_graph, resources

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return (INDEX,) if INDEX in self.site_graph.documents else ()

    def write(self, document: str, path: str, lang: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        read = self.site_graph.document(document)
        if read is None:
            return None
        topics = self._topics
        self.site_graph.labels.need([iri for one in topics for iri in (one.iri, *one.unused)])
        page = self.resources.render(
            read,
            path,
            lang,
            "indicators.html",
            words=WORDS,
            listed={curie("skos:inScheme").value, curie("skos:topConceptOf").value},
            members=(),
            folded=True,
            topics=[one for one in topics if one.used],
            apart=[one for one in topics if one.unused],
            count=sum(len(one.unused) for one in topics),
        )
        return minify_html(page.decode()).encode()

    @cached_property
    def _topics(self) -> list[TopicOfIndicators]:
        by_topic: dict[str, list[Row]] = defaultdict(list)
        for row in listed(self.site_graph.engine, self.site_graph.base, "indicators", {}).rows:
            by_topic[row["topic"]].append(row)
        return [_topic(f"{self.site_graph.base}topic/{key}", by_topic[key]) for key in sorted(by_topic)]


def _topic(iri: str, rows: list[Row]) -> TopicOfIndicators:
    used = [
        IndicatorCount(r["iri"], int(r["figures"]), int(r["bodies"]), r["first_year"], r["last_year"])
        for r in rows
        if r["figures"]
    ]
    used.sort(key=lambda one: (-one.figures, one.iri))
    return TopicOfIndicators(iri, tuple(used), tuple(r["iri"] for r in rows if not r["figures"]))
