"""The index of indicators: by topic, with how many values, bodies and years each has; unused ones apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.languages import Said
from dashi_kg.site.layout.minify import minify_html
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.things.resource_pages import ResourcePages
from dashi_kg.site.topics.figure_source import FigureSource, TopicCount
from dashi_kg.site.topics.words import WORDS

INDEX = "indicator"


@dataclass(frozen=True, slots=True)
class TopicOfIndicators:
    """A topic (IRI) with its indicators that have values, those with most of them first, and the IRIs of those without."""

    iri: str
    used: tuple[TopicCount, ...]
    unused: tuple[str, ...]

    @property
    def figures(self) -> int:
        """How many values all of them have."""
        return sum(one.figures for one in self.used)


class IndicatorIndex(Bilingual):
    """``indicator.html``."""

    start = INDEX

    def __init__(self, site_graph: SiteGraph, resources: ResourcePages, figures: FigureSource) -> None:
        self.site_graph, self.resources, self.figures = site_graph, resources, figures

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return (INDEX,) if INDEX in self.site_graph.documents else ()

    def write(self, document: str, path: str, lang: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        read = self.site_graph.document(document)
        if read is None:
            return None
        topics = self._topics
        labels = self.site_graph.labels
        labels.need([iri for one in topics for iri in (one.iri, *one.unused)])
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
            within=lambda iri, topic: _within(labels.said(iri, lang), labels.said(topic, lang).words),
        )
        return minify_html(page.decode()).encode()

    @cached_property
    def _topics(self) -> list[TopicOfIndicators]:
        graph, label = self.site_graph, curie("skos:prefLabel")
        query = (
            f"SELECT ?i ?t WHERE {{ ?i <{graph.base}ns#about> ?t ; <{graph.base}ns#quantityKind> ?kind ; {label} ?zh , ?en "
            "FILTER(LANGMATCHES(LANG(?zh), 'zh') && LANGMATCHES(LANG(?en), 'en')) } ORDER BY ?i ?t"
        )
        topic_of: dict[str, str] = {}
        for indicator, topic in graph.reader.rows(query):
            topic_of.setdefault(value(indicator), value(topic))
        counts = self.figures.indicators
        by_topic: dict[str, list[TopicCount | str]] = defaultdict(list)
        for iri, about in topic_of.items():
            by_topic[about].append(counts.get(iri, iri))
        return [_topic(topic, by_topic[topic]) for topic in sorted(by_topic)]


def _within(said: Said, topic: str) -> Said:
    """A name below that of its topic, with which names of combinations begin.

    >>> _within(Said("环境·次数", "zh"), "环境").words, _within(Said("environment: matter", "en"), "environment").words
    ('次数', 'matter')
    """
    words = next(
        (said.words.removeprefix(t) for t in (f"{topic}·", f"{topic}: ") if said.words.startswith(t)), ""
    )
    return Said(words, said.lang) if words else said


def _topic(iri: str, indicators: Iterable[TopicCount | str]) -> TopicOfIndicators:
    some = list(indicators)
    used = sorted((i for i in some if isinstance(i, TopicCount)), key=lambda one: (-one.figures, one.iri))
    return TopicOfIndicators(iri, tuple(used), tuple(i for i in some if isinstance(i, str)))
