"""The coverage board, and as CSV: which body's report for which year is here, and whether it came in time.

In time is what shape S19 asks: published before 1 April of the following year.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from dashi_kg.language import Both
from dashi_kg.model.board import MISSING, PUBLISHED, UNREADABLE, WORDS, YEAR, Coverage, table
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.shared.paging import FILTER
from dashi_kg.site.shared.site_graph import SiteGraph

LATE, AFTER = "late", "after-1-april"
SIGNS = {
    **WORDS,
    LATE: ("逾期公开", "published late", "◐"),
    AFTER: ("4 月 1 日后公开", "published after 1 April", "○"),
}
ORDER = (PUBLISHED, LATE, AFTER, UNREADABLE, MISSING)

TEXTS = {
    **FILTER,
    "title": ("收录情况", "Coverage"),
    "about": (
        "每个机关每个年度的报告是否收录。按《法治政府建设与责任落实督察工作规定》第二十四条，年度报告应在次年 4 月 1 日前公开，未按期的写“逾期公开”；街道办事处是参照做法，只写“4 月 1 日后公开”，不作判断。",
        "Whether the report of each body for each year was collected. By Article 24 of the Provisions on the Supervision of Law-based Government, annual reports are to be made public before 1 April of the next year; those that were not are “published late”. For subdistrict offices this is custom: “published after 1 April” is no verdict.",
    ),
    "not_zero": (
        "“未收录”只说明这里没有这份文件，不说明没有公开，更不说明没有做；没有报告不等于零。",
        "“Not collected” says that the file is not here. It does not say that nothing was made public or done: not reported is not zero.",
    ),
    "body": ("机关", "Body"),
    "undated": ("日期不详", "date unknown"),
    "csv": ("下载全表（CSV）", "The whole table as CSV"),
    "none": ("还没有收录报告。", "No report has been collected yet."),
    "legend": ("图例", "Key"),
    "refused": ("没有收录的文件", "Files that are not here"),
    "refused_about": (
        "这些文件读不了，也不知道是哪个机关哪一年的；改好后再发布一次即可收录。",
        "These could not be read, and nobody knows whose they are; fix them and publish again.",
    ),
    "why": ("为何无法读取", "Why these could not be read"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """A report: IRI, body's IRI, year, date of publication (``""``: not known); whether a subdistrict office made it."""

    iri: str
    body: str
    year: str
    issued: str
    office: bool = False

    @property
    def after(self) -> bool:
        """Whether it was published on or after 1 April of the year after it reports on."""
        return bool(self.issued) and self.issued >= f"{int(self.year) + 1}-04-01"

    @property
    def late(self) -> bool:
        """Whether that breaks the rule: subdistrict offices are not under it (``rule/publish-before-1-april``)."""
        return self.after and not self.office

    @property
    def cell(self) -> str:
        """Its cell on the board."""
        return LATE if self.late else AFTER if self.after else PUBLISHED


class Board:
    """The reports of a graph by body and year.

    Args:
        unreadable: body's id and year of files that could not be read, which no graph knows of → why.
        refused: names of files of which nobody knows whose they are → why, and what to do.
    """

    def __init__(
        self,
        site_graph: SiteGraph,
        unreadable: Mapping[tuple[str, str], Both] | None = None,
        refused: Sequence[tuple[str, Both]] = (),
    ) -> None:
        self.site_graph = site_graph
        self.refused = tuple(refused)
        self.unreadable = dict(sorted((unreadable or {}).items()))

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """All reports with a body and a year, by body, then year."""
        return self._reports("")

    def of(self, body: str) -> tuple[Report, ...]:
        """Those of a body (IRI) by year; of a large graph only they are read."""
        if self.site_graph.large:
            return self._reports(f"VALUES ?o {{ <{body}> }}")
        return self._of.get(body, ())

    @cached_property
    def _of(self) -> Mapping[str, tuple[Report, ...]]:
        return {body: tuple(some) for body, some in groupby(self.reports, key=lambda r: r.body)}

    def _reports(self, some: str) -> tuple[Report, ...]:
        """The reports by body, then year; those of some bodies, by a pattern."""
        fz = f"{self.site_graph.base}ns#"
        query = (
            f"SELECT ?r ?o ?y ?d ?office WHERE {{ {some} ?r a <{fz}Report> ; {curie('dct:creator')} ?o ; <{fz}reportYear> ?y "
            f"OPTIONAL {{ ?r {curie('dct:issued')} ?d }} "
            f"BIND(EXISTS {{ ?o <{fz}bodyKind> <{self.site_graph.base}body-kind/subdistrict-office> }} AS ?office) }}"
        )
        found: dict[tuple[str, str, str], str] = {}
        offices = set()
        for r, o, y, d, office in self.site_graph.reader.rows(query):
            if value(office) == "true":
                offices.add(value(o))
            key = value(o), value(y), value(r)
            if YEAR.fullmatch(value(y)) and (key not in found or value(d) < found[key]):
                found[key] = value(d)
        return tuple(Report(r, o, y, found[o, y, r], o in offices) for o, y, r in sorted(found))

    @cached_property
    def by_cell(self) -> Mapping[tuple[str, str], Report]:
        """Body's id and year → report; the first where there are several."""
        cells: dict[tuple[str, str], Report] = {}
        for report in self.reports:
            cells.setdefault((self.id(report.body), report.year), report)
        return cells

    @cached_property
    def coverage(self) -> Coverage:
        """Bodies by years, names in Chinese; over many reports the bodies go by their ids."""
        cells = dict.fromkeys(self.unreadable, UNREADABLE)
        names = {body: ("", "") for body, _ in self.unreadable}
        if not self.site_graph.listable:
            cells |= {key: report.cell for key, report in self.by_cell.items()}
            return table(names | {body: (body, "") for body, _ in self.by_cell}, cells)
        self.site_graph.labels.need(r.body for r in self.reports)
        for key, report in self.by_cell.items():
            cells[key] = report.cell
            names[key[0]] = self.site_graph.labels.said(report.body, "zh").words, ""
        return table(names, cells)

    def reasons(self, body: str) -> list[tuple[str, Both]]:
        """Year and reason of what could not be read of a body; nothing where another file of that year was."""
        return [
            (y, why) for (b, y), why in self.unreadable.items() if b == body and (b, y) not in self.by_cell
        ]

    def counts(self) -> Counter[str]:
        """How many cells of each kind."""
        return Counter(cell for row in self.coverage.rows for cell in row.cells)

    def iri(self, body: str) -> str:
        """The IRI of a body by its id."""
        return f"{self.site_graph.base}org/{body}"

    def id(self, iri: str) -> str:
        """The id of a body by its IRI."""
        return iri.removeprefix(f"{self.site_graph.base}org/")


def signs(lang: str) -> list[tuple[str, str, str]]:
    """Kind of cell, its words in this language, its sign; in the order of the key."""
    return [(kind, SIGNS[kind][lang == "en"], SIGNS[kind][2]) for kind in ORDER]


def as_csv(board: Board) -> bytes:
    """One row a body, one column a year; UTF-8 with BOM, for spreadsheets.

    Where something could not be read, the last column says why.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    why = bool(board.counts()[UNREADABLE])
    writer.writerow(
        ("org_id", "organisation", *board.coverage.years, *(["unreadable_because"] if why else []))
    )
    labels = board.site_graph.labels
    if not board.site_graph.listable:
        labels.need(report.body for report in board.reports)
    for row in board.coverage.rows:
        name = row.name if board.site_graph.listable else labels.said(board.iri(row.org_id), "zh").words
        told = "; ".join(f"{year}: {reason.zh}" for year, reason in board.reasons(row.org_id))
        writer.writerow((row.org_id, name, *row.cells, *([told] if why else [])))
    return out.getvalue().encode("utf-8-sig")
