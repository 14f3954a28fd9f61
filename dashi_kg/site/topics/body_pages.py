"""The page of a body that reports: its reports by year, its figures by topic and year, its problems and plans."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from dashi_kg.export.tables.listed import table_file
from dashi_kg.export.tables.observations import COLUMNS, Row, csv_bytes
from dashi_kg.model.board import PUBLISHED
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.languages import Said
from dashi_kg.site.layout.pages import words_of
from dashi_kg.site.shared.asked_documents import no_path
from dashi_kg.site.shared.document import Document
from dashi_kg.site.shared.over_years import Alike, Answers, alike_in_words, answers_of, items_of
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.things.coverage import SIGNS, Board, Report
from dashi_kg.site.things.resource_pages import ResourcePages
from dashi_kg.site.topics.figure_source import AskedFigures, FigureSource
from dashi_kg.site.topics.lines import topic_lines
from dashi_kg.site.topics.lines_html import Addressed, topics_html
from dashi_kg.site.topics.topic_pages import TABLE
from dashi_kg.site.topics.words import WORDS

LISTS = {"problems": ".problems.csv", "plans": ".plans.csv"}  # tables of /api → end of the file
ITEMS = 40  # problems or plans of a year on a page


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A problem or plan: its words, the plans that answer a problem, and those of the next report that are like it."""

    iri: str
    words: str
    answers: Answers | None = None
    alike: tuple[Alike, ...] = ()


@dataclass(frozen=True, slots=True)
class YearItems:
    """What one report of a body says of one kind: its items, as many as a page shows, and how many there are.

    ``next_year``: of the report that its problems are held against; empty where the next year has none here.
    """

    year: str
    items: tuple[ShownItem, ...]
    count: int
    next_year: str = ""


class BodyPages(Bilingual):
    """``org/….html``, ``org/….figures.csv``, ``.problems.csv`` and ``.plans.csv`` of each body that has a report."""

    start = "org/"

    def __init__(
        self,
        site_graph: SiteGraph,
        board: Board,
        resources: ResourcePages,
        figures: FigureSource,
        asked: AskedFigures,
    ) -> None:
        self.site_graph, self.board, self.resources = site_graph, board, resources
        self.figures, self.asked = figures, asked
        self.reports = lru_cache(maxsize=64)(self._reports)
        self.problems, self.plans = lru_cache(maxsize=1)(self._problems), lru_cache(maxsize=1)(self._plans)

    def _reports(self, document: str) -> list[Report]:
        """The reports of the body of a document by year; none where it does not report."""
        if not document.startswith(self.start) or no_path(document):
            return []
        return sorted(self.board.of(self.site_graph.base + document), key=lambda r: (r.year, r.iri))

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        found = {self.site_graph.links.document(report.body) for report in self.board.reports}
        return sorted(document for document in found if document and document.startswith(self.start))

    def has(self, document: str) -> bool:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return bool(self.reports(document))

    def others(self) -> Iterable[str]:
        """The table files of each body: figures, problems, plans."""
        return [f"{document}{suffix}" for document in self.documents() for suffix in (TABLE, *LISTS.values())]

    def has_other(self, path: str) -> bool:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return any(
            path.endswith(suffix) and self.has(path.removesuffix(suffix))
            for suffix in (TABLE, *LISTS.values())
        )

    def other(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        for suffix in (TABLE, *LISTS.values()):
            document = path.removesuffix(suffix)
            if document != path and self.has(document):
                return self._table(document) if suffix == TABLE else self._list(document, suffix)
        return None

    def _list(self, document: str, suffix: str) -> bytes:
        name = next(name for name, end in LISTS.items() if end == suffix)
        given = {"body": document.removeprefix(self.start)}
        return table_file(self.site_graph.engine, self.site_graph.base, name, given)

    def rows(self, document: str) -> list[Row]:
        """The figures of the body of a document."""
        return self.figures.of_body(document.removeprefix(self.start))

    def _table(self, document: str) -> bytes:
        """The same with all columns, which the rows that lie ready do not have."""
        return csv_bytes(self.asked.of_body(document.removeprefix(self.start)))

    def write(self, document: str, path: str, lang: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        read = self.site_graph.document(document)
        return self._page(read, path, lang) if read else None

    def _page(self, document: Document, path: str, lang: str) -> bytes:
        reports = self.reports(document.path)
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
            topics=self._topics(rows, path, lang),
            places=self._places(reports),
            superiors=self._superiors(document.iri),
            figures=len(rows),
            problems=self.problems(document.path),
            plans=self.plans(document.path),
            table=f"{document.path}{TABLE}",
            lists={name: f"{document.path}{suffix}" for name, suffix in LISTS.items()},
            columns=len(COLUMNS),
            folded=True,
        )

    def _topics(self, rows: list[Row], path: str, lang: str) -> Markup:
        """The tables of the figures, by topic."""
        graph = self.site_graph

        def said(iri: str) -> Said:
            return graph.labels.said(iri, lang)

        def link(iri: str) -> str:
            return graph.links.href(iri, path, lang)

        return topics_html(topic_lines(graph, rows, lang), Addressed(said, link, lang, words_of(lang, WORDS)))

    def _places(self, reports: Iterable[Report]) -> list[str]:
        """The place of a body, what that lies in, and so on upwards."""
        names = " ".join(f"<{report.iri}>" for report in reports)
        query = (
            f"SELECT DISTINCT ?p ?above WHERE {{ VALUES ?r {{ {names} }} ?r {curie('dct:spatial')}/{curie('schema:containedInPlace')}* ?p "
            f"OPTIONAL {{ ?p {curie('schema:containedInPlace')} ?above }} }} ORDER BY ?p ?above"
        )
        above = {value(p): value(a) for p, a in self.site_graph.reader.rows(query)}
        found = [place for place in above if place not in above.values()][:1]
        while found and (up := above.get(found[-1])) and up not in found:
            found.append(up)
        self.site_graph.labels.need(found)
        return found

    def _superiors(self, body: str) -> list[str]:
        """The bodies above one, as reports state it."""
        query = (
            f"SELECT DISTINCT ?b WHERE {{ ?b <{self.site_graph.base}ns#superiorOf> <{body}> }} ORDER BY ?b"
        )
        found = [value(row[0]) for row in self.site_graph.reader.rows(query)]
        self.site_graph.labels.need(found)
        return found

    def _problems(self, document: str) -> list[YearItems]:
        """The problems of each report, latest first, with what became of them: plans, and problems of the next year in like words."""
        reports = self.reports(document)
        names = [r.iri for r in reports]
        found = items_of(self.site_graph, names, "Problem")
        answers = answers_of(self.site_graph, names)
        years = {r.year: r.iri for r in reports}
        shown = []
        for report in reversed(reports):
            own = found.get(report.iri, {})
            after = str(int(report.year) + 1) if report.year.isdigit() else ""
            later = years.get(after, "")
            like = alike_in_words(own, found.get(later, {})) if later else {}
            items = [ShownItem(iri, words, answers.get(iri), like.get(iri, ())) for iri, words in own.items()]
            if items:
                shown.append(YearItems(report.year, tuple(items[:ITEMS]), len(items), after if later else ""))
        return shown

    def _plans(self, document: str) -> list[YearItems]:
        """The plans of each report, latest first; those that have no parts."""
        reports = self.reports(document)
        found = items_of(self.site_graph, [r.iri for r in reports], "PlanItem")
        return [
            YearItems(r.year, tuple(ShownItem(*one) for one in items[:ITEMS]), len(items))
            for r in reversed(reports)
            if (items := list(found.get(r.iri, {}).items()))
        ]


def _sign(report: Report, lang: str) -> str:
    """That it came late, or after 1 April; else nothing."""
    return "" if report.cell == PUBLISHED else SIGNS[report.cell][lang == "en"]
