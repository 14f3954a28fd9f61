"""All reports and all bodies that report, as lists that are filtered in the page: ``reports.html``, ``bodies.html``, by pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dashi_kg.export.tables.figures import LEVELS
from dashi_kg.export.tables.listed import listed
from dashi_kg.export.tables.observations import Row
from dashi_kg.language import Both
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.links import page_path
from dashi_kg.site.things.coverage import Board, Report

REPORTS, BODIES = "reports", "bodies"
ROWS = 150  # on a page
LEVEL_WORDS = {
    "province": Both("省级", "province"),
    "prefecture": Both("市级", "prefecture"),
    "county": Both("县级", "county"),
    "township": Both("乡级", "township"),
}
WORDS: dict[str, tuple[str, str]] = {
    REPORTS: ("报告", "Reports"),
    BODIES: ("机关", "Bodies"),
    "about_reports": (
        "收录的全部报告，新的在前。点题名读报告，点机关看它历年的报告和数值。",
        "All reports here, the latest first. Choose a title to read the report, a body to see its reports and figures over the years.",
    ),
    "about_bodies": (
        "有报告的全部机关，按地区排列。点名称看它历年的报告、数值、问题和安排。",
        "All bodies that report, by place. Choose a name to see its reports, figures, problems and plans over the years.",
    ),
    "filter": ("筛选", "Filter"),
    "f_words": ("名称或地区", "Name or place"),
    "f_level": ("层级", "Level"),
    "f_year": ("年度", "Year"),
    "f_all": ("全部", "all"),
    "f_reset": ("清除", "Clear"),
    "rows_shown": ("{shown} / {count} 行", "{shown} of {count} rows"),
    "this_page": ("这里是第 {} 页，共 {} 页；筛选只看这一页，要找全部请用", "Page {} of {}; the filter looks at this page only. To look through all of them, use the "),
    "to_search": ("搜索", "search"),
    "full_stop": ("。", "."),
    "pages": ("分页", "Pages"),
    "page": ("页", "Page"),
    "year": ("年度", "Year"),
    "report": ("报告", "Report"),
    "body": ("机关", "Body"),
    "place": ("地区", "Place"),
    "level": ("层级", "Level"),
    "issued": ("公开日期", "Published"),
    "late": ("逾期公开", "published late"),
    "after": ("4 月 1 日后公开", "after 1 April"),
    "undated": ("日期不详", "date unknown"),
    "figures": ("数值", "Figures"),
    "no_rows": ("还没有收录报告。", "No report has been collected yet."),
    "as_table": ("这张表（CSV）", "This table as CSV"),
    **{key: (words.zh, words.en) for key, words in LEVEL_WORDS.items()},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report with the place (IRI) and level of its body (``""``: not known), and the names of all that the place lies in."""

    report: Report
    place: str
    level: str
    within: str


@dataclass(frozen=True, slots=True)
class ListedBody:
    """A body with its place (IRI), level, all that the place lies in, reports by year, and how many figures they state."""

    iri: str
    place: str
    level: str
    within: str
    reports: tuple[Report, ...]
    figures: int


class ListPages(Bilingual):
    """``reports.html``, ``reports-2.html`` …, ``bodies.html`` …, their English twins.

    Args:
        board: the reports by body and year.
    """

    def __init__(self, board: Board) -> None:
        self.board, self.site_graph = board, board.site_graph

    def documents(self) -> Sequence[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return [
            *_pages(REPORTS, len(self.board.reports)),
            *_pages(BODIES, len({report.body for report in self.board.reports})),
        ]

    def has(self, document: str) -> bool:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        name = document.partition("-")[0]
        return name in (REPORTS, BODIES) and (document == name or document in self.documents())

    def write(self, document: str, path: str, lang: str) -> bytes:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        name, _, number = document.partition("-")
        all_rows: Sequence[ListedReport | ListedBody] = self.reports if name == REPORTS else self.bodies
        at = int(number or 1) - 1
        rows = all_rows[at * ROWS : (at + 1) * ROWS]
        self.site_graph.labels.need(
            iri
            for row in rows
            for iri in (
                (row.report.iri, row.report.body)
                if isinstance(row, ListedReport)
                else (row.iri, *filter(None, [row.place]), *(r.iri for r in row.reports))
            )
        )
        title = WORDS[name][lang == "en"]
        pages = _pages(name, len(all_rows))
        return self.site_graph.pages.page(
            "list.html",
            path=path,
            lang=lang,
            title=f"{title} {at + 1}" if at else title,
            words=WORDS,
            description=WORDS[f"about_{name}"][lang == "en"],
            kind=name,
            rows=rows,
            total=len(all_rows),
            levels=[level for level in LEVELS if any(row.level == level for row in rows)],
            years=sorted({year for row in rows for year in _years(row)}, reverse=True),
            links=[page_path(page, lang) for page in pages],
            number=at,
        )

    @cached_property
    def reports(self) -> tuple[ListedReport, ...]:
        """All of them, the latest year first, then by body."""
        found = sorted(self.board.reports, key=lambda r: (-int(r.year), r.iri))
        return tuple(ListedReport(r, *self._where(r.body)) for r in found)

    @cached_property
    def bodies(self) -> tuple[ListedBody, ...]:
        """All of them, by their ids, which begin with the code of their division."""
        of: dict[str, list[Report]] = defaultdict(list)
        for report in self.board.reports:
            of[report.body].append(report)
        return tuple(
            ListedBody(
                body,
                *self._where(body),
                tuple(sorted(of[body], key=lambda r: (r.year, r.iri))),
                self._figures.get(body, 0),
            )
            for body in sorted(of)
        )

    def _where(self, body: str) -> tuple[str, str, str]:
        row = self._rows.get(body, {})
        return self._place.get(body, ""), row.get("level", ""), " ".join(self._within.get(body, ()))

    @cached_property
    def _place(self) -> Mapping[str, str]:
        """Body → its place."""
        query = (
            f"SELECT DISTINCT ?b ?p WHERE {{ ?r {curie('dct:creator')} ?b ; {curie('dct:spatial')} ?p . "
            f"?p <{self.site_graph.base}ns#placeKind> ?k }} ORDER BY DESC(?b) DESC(?p)"
        )
        return {value(body): value(place) for body, place in self.site_graph.reader.rows(query)}

    @cached_property
    def _within(self) -> Mapping[str, list[str]]:
        """Body → the names of its place and of all that this lies in, in both languages: what a reader may filter by."""
        query = (
            f"SELECT DISTINCT ?b ?name WHERE {{ ?r {curie('dct:creator')} ?b ; {curie('dct:spatial')}/"
            f"{curie('schema:containedInPlace')}* ?p . ?p {curie('rdfs:label')} ?name }} ORDER BY ?b ?name"
        )
        found: dict[str, list[str]] = defaultdict(list)
        for body, name in self.site_graph.reader.rows(query):
            found[value(body)].append(value(name))
        return found

    @cached_property
    def _rows(self) -> Mapping[str, Row]:
        return {
            row["iri"]: row for row in listed(self.site_graph.engine, self.site_graph.base, BODIES, {}).rows
        }

    @cached_property
    def _figures(self) -> Mapping[str, int]:
        ns = f"{self.site_graph.base}ns#"
        query = f"SELECT ?b (COUNT(DISTINCT ?f) AS ?n) WHERE {{ ?f a <{ns}Observation> ; <{ns}issuer> ?b }} GROUP BY ?b"
        return {value(b): int(value(n)) for b, n in self.site_graph.reader.rows(query) if b is not None}


def _years(row: ListedReport | ListedBody) -> list[str]:
    return [row.report.year] if isinstance(row, ListedReport) else [r.year for r in row.reports]


def _pages(name: str, rows: int) -> list[str]:
    """The documents of a list, the first without a number."""
    return [name, *(f"{name}-{number}" for number in range(2, -(-rows // ROWS) + 1))]
