"""The page of a body that reports: its reports by year, its figures by topic and year, its problems and plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from dashi_kg.export.tables.figures import Filter, chosen_rows
from dashi_kg.export.tables.observations import COLUMNS, Row, csv_bytes
from dashi_kg.model.board import PUBLISHED
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.shared.document import Document
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.things.coverage import SIGNS, Board, Report
from dashi_kg.site.things.resource_pages import ResourcePages
from dashi_kg.site.topics.lines import topic_lines
from dashi_kg.site.topics.topic_pages import TABLE
from dashi_kg.site.topics.words import WORDS

ITEMS = 40  # problems or plans of a year on a page


@dataclass(frozen=True, slots=True)
class YearItems:
    """What one report of a body says of one kind: IRI and words of each item, as many as a page shows, and how many there are."""

    year: str
    items: tuple[tuple[str, str], ...]
    count: int


class BodyPages(Bilingual):
    """``org/….html`` and ``org/….figures.csv`` of each body that has a report."""

    start = "org/"

    def __init__(self, site_graph: SiteGraph, board: Board, resources: ResourcePages) -> None:
        self.site_graph, self.board, self.resources = site_graph, board, resources
        self.rows = lru_cache(maxsize=1)(self._rows)  # the pages and the table of a body follow each other

    @cached_property
    def reports(self) -> dict[str, list[Report]]:
        """Document of the body → its reports by year."""
        found: dict[str, list[Report]] = defaultdict(list)
        for report in self.board.reports:
            document = self.site_graph.links.document(report.body)
            if document and document.startswith(self.start):
                found[document].append(report)
        return {document: sorted(of, key=lambda r: (r.year, r.iri)) for document, of in found.items()}

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return self.reports.keys()

    def others(self) -> Iterable[str]:
        """A table file for each body."""
        return [f"{document}{TABLE}" for document in self.reports]

    def other(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        document = path.removesuffix(TABLE)
        known = document != path and document.startswith(self.start) and document in self.reports
        return csv_bytes(self.rows(document)) if known else None

    def _rows(self, document: str) -> list[Row]:
        chosen = Filter(body=document.removeprefix(self.start))
        return chosen_rows(self.site_graph.engine, self.site_graph.base, chosen)

    def write(self, document: str, path: str, lang: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        read = self.site_graph.document(document)
        return self._page(read, path, lang) if read else None

    def _page(self, document: Document, path: str, lang: str) -> bytes:
        reports = self.reports[document.path]
        rows = self.rows(document.path)
        self.site_graph.labels.need([r.iri for r in reports])
        fz = f"{self.site_graph.base}ns#"
        return self.resources.render(
            document,
            path,
            lang,
            "body.html",
            words=WORDS,
            listed={f"{fz}issuer", curie("dct:creator").value, f"{fz}describes"},
            reports=[(r, _sign(r, lang)) for r in reversed(reports)],
            topics=topic_lines(self.site_graph, rows, lang),
            figures=len(rows),
            problems=self._items(reports, "Problem"),
            plans=self._items(reports, "PlanItem"),
            table=f"{document.path}{TABLE}",
            columns=len(COLUMNS),
            folded=True,
        )

    def _items(self, reports: Sequence[Report], kind: str) -> list[YearItems]:
        """The problems or plans of each report, latest first; those that have no parts."""
        fz = f"{self.site_graph.base}ns#"
        names = " ".join(f"<{r.iri}>" for r in reports)
        query = (
            f"SELECT ?r ?x ?words WHERE {{ VALUES ?r {{ {names} }} ?x <{fz}inReport> ?r ; a <{fz}{kind}> ; {curie('rdfs:label')} ?words ; "
            f"<{fz}anchor>/{curie('nif:beginIndex')} ?at FILTER(LANGMATCHES(LANG(?words), 'zh')) "
            f"FILTER NOT EXISTS {{ ?part {curie('dct:isPartOf')} ?x ; a <{fz}{kind}> }} }} ORDER BY ?r ?at ?x"
        )
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for r, x, words in self.site_graph.reader.rows(query):
            found[value(r)].setdefault(value(x), value(words))
        return [
            YearItems(r.year, tuple(found[r.iri].items())[:ITEMS], len(found[r.iri]))
            for r in reversed(reports)
            if found[r.iri]
        ]


def _sign(report: Report, lang: str) -> str:
    """That it came late, or after 1 April; else nothing."""
    return "" if report.cell == PUBLISHED else SIGNS[report.cell][lang == "en"]
