"""All reports and all bodies that report, as lists that are filtered in the page: ``reports.html``, ``bodies.html``, by pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dashi_kg.export.tables.figures import LEVELS
from dashi_kg.language import Both
from dashi_kg.rdf.terms import value
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.shared.body_places import BodyPlaces, Where
from dashi_kg.site.shared.paging import FILTER, documents, number_of, turn
from dashi_kg.site.things.coverage import Board, Report

REPORTS, BODIES = "reports", "bodies"
ROWS = 20  # on a page: one or two screens, on a phone, too
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
    **FILTER,
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
    """A report, and where its body is."""

    report: Report
    where: Where


@dataclass(frozen=True, slots=True)
class ListedBody:
    """A body, where it is, its reports by year, and how many figures they state."""

    iri: str
    where: Where
    reports: tuple[Report, ...]
    figures: int


class ListPages(Bilingual):
    """``reports.html``, ``reports-2.html`` …, ``bodies.html`` …, their English twins.

    Args:
        board: the reports by body and year.
        places: where the bodies are.
    """

    def __init__(self, board: Board, places: BodyPlaces) -> None:
        self.board, self.site_graph, self.places = board, board.site_graph, places

    def documents(self) -> Sequence[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return [
            *documents(REPORTS, len(self.board.reports), ROWS),
            *documents(BODIES, len({report.body for report in self.board.reports}), ROWS),
        ]

    def has(self, document: str) -> bool:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        name = document.partition("-")[0]
        return name in (REPORTS, BODIES) and (document == name or document in self.documents())

    def write(self, document: str, path: str, lang: str) -> bytes:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        name, number = document.partition("-")[0], number_of(document)
        all_rows: Sequence[ListedReport | ListedBody] = self.reports if name == REPORTS else self.bodies
        rows = all_rows[(number - 1) * ROWS : number * ROWS]
        self.site_graph.labels.need(
            iri
            for row in rows
            for iri in (
                (row.report.iri, row.report.body)
                if isinstance(row, ListedReport)
                else (row.iri, *filter(None, [row.where.place]), *(r.iri for r in row.reports))
            )
        )
        title = WORDS[name][lang == "en"]
        pages = documents(name, len(all_rows), ROWS)
        levels = {row.where.level for row in all_rows}
        return self.site_graph.pages.page(
            "list.html",
            path=path,
            lang=lang,
            title=f"{title} {number}" if number > 1 else title,
            words=WORDS,
            description=WORDS[f"about_{name}"][lang == "en"],
            kind=name,
            rows=rows,
            total=len(all_rows),
            levels=[level for level in LEVELS if level in levels],
            years=sorted({year for row in all_rows for year in _years(row)}, reverse=True),
            turn=turn(pages, number, lang),
            beginnings=self.places.beginnings(
                [self.board.id(body.iri) for body in self.bodies], pages, ROWS, lang
            )
            if name == BODIES and len(pages) > 1
            else [],
        )

    @cached_property
    def reports(self) -> tuple[ListedReport, ...]:
        """All of them, the latest year first, then by body."""
        found = sorted(self.board.reports, key=lambda r: (-int(r.year), r.iri))
        return tuple(ListedReport(r, self.places.where(r.body)) for r in found)

    @cached_property
    def bodies(self) -> tuple[ListedBody, ...]:
        """All of them, by their ids, which begin with the code of their division."""
        of: dict[str, list[Report]] = defaultdict(list)
        for report in self.board.reports:
            of[report.body].append(report)
        return tuple(
            ListedBody(
                body,
                self.places.where(body),
                tuple(sorted(of[body], key=lambda r: (r.year, r.iri))),
                self._figures.get(body, 0),
            )
            for body in sorted(of)
        )

    @cached_property
    def _figures(self) -> Mapping[str, int]:
        ns = f"{self.site_graph.base}ns#"
        query = f"SELECT ?b (COUNT(DISTINCT ?f) AS ?n) WHERE {{ ?f a <{ns}Observation> ; <{ns}issuer> ?b }} GROUP BY ?b"
        return {value(b): int(value(n)) for b, n in self.site_graph.reader.rows(query) if b is not None}


def _years(row: ListedReport | ListedBody) -> list[str]:
    return [row.report.year] if isinstance(row, ListedReport) else [r.year for r in row.reports]
