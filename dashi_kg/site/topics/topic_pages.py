"""The page of a topic: its figures by body and year; the page of the list of topics is the way in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

from dashi_kg.export.charts import Chart, drawable, most_told, over_years
from dashi_kg.export.tables.observations import COLUMNS, NUMBERS, Row, csv_bytes
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.languages import LANGUAGES
from dashi_kg.site.layout.links import page_path
from dashi_kg.site.shared.document import Document
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.things.resource_pages import ResourcePages
from dashi_kg.site.topics.figure_source import AskedFigures, FigureSource, TopicCount
from dashi_kg.site.topics.matrix import Matrix, matrix
from dashi_kg.site.topics.tables import number, places, shown
from dashi_kg.site.topics.words import WORDS

LIST = "topic"
SPEC, PICTURE = ".vl.json", ".svg"
TABLE = ".figures.csv"
LINES = 700  # and figures of all tables of a page
APART = 60


class TopicPages(Bilingual):
    """``topic.html``: all topics; ``topic/G1.html`` and ``topic/G1.figures.csv``: one of them."""

    start = LIST

    def __init__(
        self, site_graph: SiteGraph, resources: ResourcePages, figures: FigureSource, asked: AskedFigures
    ) -> None:
        self.site_graph, self.resources, self.figures, self.asked = site_graph, resources, figures, asked
        self._read: tuple[str, Matrix, int] | None = None  # of the last topic, for its other language

    @cached_property
    def _documents(self) -> frozenset[str]:
        return frozenset(
            path for path in self.site_graph.documents if path == LIST or path.startswith(f"{LIST}/")
        )

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return self._documents

    def has(self, document: str) -> bool:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return (document == LIST or document.startswith(f"{LIST}/")) and document in self.site_graph.documents

    def others(self) -> Iterable[str]:
        """The table files of the topics that have figures, and the charts of those that have comparable ones of two years."""
        if not self.site_graph.listable:
            return []
        tables = [f"{one.iri.removeprefix(self.site_graph.base)}{TABLE}" for one in self.counts.values()]
        return [*tables, *self._charts]

    def has_other(self, path: str) -> bool:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        if not path.startswith(f"{LIST}/") or not self.site_graph.listable:
            return False
        table = path.removesuffix(TABLE)
        return path in self._charts if table == path else self.site_graph.base + table in self.counts

    def other(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        if not path.startswith(f"{LIST}/") or not self.site_graph.listable:
            return None
        if not path.endswith(TABLE) and path in self._charts:
            document, lang, form = self._charts[path]
            chart = self._chart(document, lang)
            return (chart.to_json() if form == SPEC else chart.to_svg()).encode("utf-8") if chart else None
        document = path.removesuffix(TABLE)
        if document == path or self.site_graph.base + document not in self.counts:
            return None
        # with all columns, which the rows that lie ready do not have
        return csv_bytes(self.asked.of_topic(document.removeprefix(f"{LIST}/")))

    def write(self, document: str, path: str, lang: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        read = self.site_graph.document(document)
        if read is None:
            return None
        return self._index(read, path, lang) if document == LIST else self._topic(read, path, lang)

    @cached_property
    def _charts(self) -> dict[str, tuple[str, str, str]]:
        """Path of a file of a chart → document of its topic, language, suffix; pictures only where they can be drawn."""
        if not self.site_graph.listable:
            return {}
        documents = [iri.removeprefix(self.site_graph.base) for iri in sorted(self.figures.compared)]
        forms = (SPEC, PICTURE) if drawable() else (SPEC,)
        return {
            _chart_path(document, lang, form): (document, lang, form)
            for document in documents
            if document.startswith(f"{LIST}/")
            for lang in LANGUAGES
            for form in forms
        }

    def _chart(self, document: str, lang: str) -> Chart | None:
        rows = most_told(self.rows(document))
        bodies = {row["org_id"]: f"{self.site_graph.base}org/{row['org_id']}" for row in rows}
        self.site_graph.labels.need([*bodies.values(), *(row["indicator_iri"] for row in rows)])
        said = self.site_graph.labels.said
        names = {body: said(iri, lang).words for body, iri in bodies.items()}
        return over_years(rows, said(rows[0]["indicator_iri"], lang).words, names) if rows else None

    def rows(self, document: str) -> list[Row]:
        """The figures of the topic of a document."""
        return self.figures.of_topic(document.removeprefix(f"{LIST}/"))

    def _matrix(self, document: str) -> tuple[Matrix, int]:
        """What the page of a topic compares, and of how many figures."""
        if self._read is None or self._read[0] != document:
            rows = self.rows(document) if self.site_graph.base + document in self.counts else []
            self._read = document, matrix(rows), len(rows)
        return self._read[1:]

    @property
    def counts(self) -> Mapping[str, TopicCount]:
        """See :class:`~dashi_kg.site.topics.figure_source.FigureSource`."""
        return self.figures.counts

    def _topic(self, document: Document, path: str, lang: str) -> bytes:
        below = self._below(document.iri)
        compared, latest = self._matrix(document.path)
        return self.resources.render(
            document,
            path,
            lang,
            "topic.html",
            words=WORDS,
            listed={f"{self.site_graph.base}ns#about", curie("skos:broader").value},
            count=self.counts.get(document.iri),
            narrower=[c for c in self.counts.values() if c.iri in below],
            **matrix_context(self.site_graph, compared, lang),
            table=f"{document.path}{TABLE}",
            whole=self.site_graph.listable,
            latest=latest,
            chart={
                form: file
                for form in (SPEC, PICTURE)
                if (file := _chart_path(document.path, lang, form)) in self._charts
            },
            columns=len(COLUMNS),
            numbers=" ".join(name for name, *_ in COLUMNS if name in NUMBERS),
            folded=True,
            question=f"{page_path('questions/topic-over-years', lang)}",
        )

    def _below(self, iri: str) -> set[str]:
        query = f"SELECT ?t WHERE {{ ?t {curie('skos:broader')} <{iri}> }}"
        return {value(row[0]) for row in self.site_graph.reader.rows(query)}

    def _index(self, document: Document, path: str, lang: str) -> bytes:
        broader = curie("skos:broader")
        query = f"SELECT ?t ?up WHERE {{ ?t {curie('skos:inScheme')} <{document.iri}> OPTIONAL {{ ?t {broader} ?up }} }}"
        up: dict[str, list[str]] = {}
        for topic, above in self.site_graph.reader.rows(query):
            up.setdefault(value(topic), []).extend([value(above)] if above is not None else [])
        self.site_graph.labels.need(up)
        groups = [
            (self.counts[top], [self.counts[t] for t in sorted(up) if top in up[t] and t in self.counts])
            for top in sorted(up)
            if not up[top] and top in self.counts
        ]
        return self.resources.render(
            document,
            path,
            lang,
            "topics.html",
            words=WORDS,
            listed={curie("skos:inScheme").value, curie("skos:topConceptOf").value},
            groups_of_topics=groups,
            members=(),
            folded=True,
            unused=[t for t in sorted(up) if t not in self.counts and up[t]],
        )


def _chart_path(document: str, lang: str, form: str) -> str:
    return f"{document}.chart{'.en' if lang == 'en' else ''}{form}"


def matrix_context(site_graph: SiteGraph, found: Matrix, lang: str) -> dict[str, Any]:
    """What the template of a matrix needs: its tables, what stands apart, the choices of its filter."""
    blocks = shown(site_graph, found.blocks, lang, LINES)
    apart = found.apart[:APART]
    base = site_graph.base
    site_graph.labels.need(
        [one.body for block in blocks for one in block.lines] + [block.indicator for block in blocks]
        + sorted({one.place_iri for block in blocks for one in block.lines} - {""})
        + [f"{base}org/{a.row['org_id']}" for a in apart] + [a.row["indicator_iri"] for a in apart]
    )  # fmt: skip
    return {
        "blocks": blocks,
        "blocks_count": len(found.blocks),
        "apart": [
            (a.row, number(a.row), f"{base}org/{a.row['org_id']}", [facet.zh if lang == "zh" else facet.en for facet in a.why])
            for a in apart
        ],
        "apart_count": len(found.apart),
        "choices": places(blocks),
    }  # fmt: skip
