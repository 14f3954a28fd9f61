"""Which sentences the home page has about the reports of a release: the first few that its data bear out, each with the page where it is checked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from dashi_kg.query.bind import bind
from dashi_kg.query.questions import question
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.facts.told_by_report import ToldByReports
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.things.coverage import Board
from dashi_kg.site.things.findings_at_home import AtHome

MOST = 4
CHANGES, SPREAD = "changes", "spread"  # these have words of their own
# (key, (zh, en)); in the order in which they are taken; `{0}` and `{1}` are numbers
WORDS = {
    "compare": ("{1} 个数值中，{0} 个有可以比较的另一个数值", "{0} of {1} figures compare with another"),
    "late": ("{1} 份报告中，{0} 份逾期公开", "{0} of {1} reports were published late"),
    CHANGES: ("同一机关同一指标，前后两个年度之间变化最大的：", "The largest changes of one indicator of one body from one year to the next that it reports on:"),
    "open": (
        "经人逐份判断的 {1} 个问题里，{0} 个没有对应的安排",
        "{0} of {1} problems have no plan that addresses them, as a person judged report by report",
    ),
    SPREAD: ("同一年度各机关相差最大的比率：", "The rate that differs most between bodies in one year: "),
    "content": (
        "{1} 份报告中，{0} 份没有把规定的内容都单独写成一部分",
        "{0} of {1} reports do not give each of the required contents a part of its own",
    ),
    "measures": ("{1} 项举措中，{0} 项没有写出数值", "{0} of {1} measures come without a figure"),
    "plans": (
        "{1} 项安排中，{0} 项写明了要达到的数值或责任单位",
        "{0} of {1} plans say a figure to be reached or who is in charge",
    ),
    "rates": (
        "{1} 个比率中，{0} 个能找到作分子或分母的数值",
        "{0} of {1} rates come with a figure that they are a rate of",
    ),
    "in-time": ("{1} 份报告写明了公开日期，都在次年 4 月 1 日前", "All {1} reports with a date were published before 1 April of the next year"),
}  # fmt: skip


class Told(NamedTuple):
    """A sentence: the key of its words, what is counted in it, of how many, and the page (without suffix) and query of its address."""

    key: str
    number: int = 0
    of: int = 0
    page: str = ""
    query: str = ""


class Sentences:
    """The sentences of a release.

    Args:
        found: what compares.
        judged: problems of the reports in which a person has judged whether plans answer them, and how many of them no plan answers.
        told: what the reports tell, where somebody has it ready.
    """

    def __init__(
        self,
        site_graph: SiteGraph,
        board: Board,
        found: AtHome,
        judged: int,
        unanswered: int,
        told: ToldByReports | None = None,
    ) -> None:
        self._told = told
        self.site_graph, self.board, self.found = site_graph, board, found
        self.judged, self.unanswered = judged, unanswered

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """At most :data:`MOST`; of a graph that is too large to be listed, only what is counted anyway."""
        taken = []
        for one in self._all():
            taken.append(one)
            if len(taken) == MOST:
                break
        return tuple(sorted(taken, key=lambda one: one.key in (CHANGES, SPREAD)))  # lists come last

    def _all(self) -> Iterator[Told]:
        found, reports = self.found, self.board.reports
        late = sum(report.late for report in reports)
        if found.comparable:
            yield Told("compare", found.comparable, found.figures, "topic")
        if late:
            yield Told("late", late, len(reports), "coverage", "?cell=late")
        if found.changes:
            yield Told(CHANGES)
        if self.judged:
            yield _asked("open", self.unanswered, self.judged, "problems-without-plan")
        if found.spread:
            yield Told(SPREAD)
        if not self.site_graph.listable:
            return
        if incomplete := self._incomplete():
            yield _asked("content", incomplete, len(reports), "required-content")
        if measures := self._count("Measure", leaves=True):
            yield _asked(
                "measures", self._rows("measures-without-numbers"), measures, "measures-without-numbers"
            )
        if plans := self._count("PlanItem"):
            yield _asked("plans", self._rows("plans-with-target"), plans, "plans-with-target")
        based, rates = self._rates()
        if rates:
            yield _asked("rates", based, rates, "rates-with-bases")
        dated = [report for report in reports if report.issued]
        if dated and not any(report.after for report in dated):
            yield Told("in-time", len(dated), len(dated), "coverage")

    def _answer(self, name: str) -> list[dict[str, str]]:
        """The rows of a saved question with its defaults."""
        result = self.site_graph.reader.engine.run(bind(question(name), {}, self.site_graph.base))
        names = result.variables
        return [
            {n: value(t) if t is not None else "" for n, t in zip(names, row, strict=True)}
            for row in result.rows or ()
        ]

    def _rows(self, name: str) -> int:
        """How many things the rows of a question are about."""
        if self._told and name in (known := self._told.answers):
            return known[name]
        rows = self._answer(name)
        return len({next(iter(row.values())) for row in rows})

    def _incomplete(self) -> int:
        """The reports that lack a part for one of the required contents; what is required besides is not counted."""
        other = f"{self.site_graph.base}requirement/other"
        rows = self._answer("required-content")
        return len({row["report"] for row in rows if not row["section"] and row["item"] != other})

    def _rates(self) -> tuple[int, int]:
        rows = self._answer("rates-with-bases")
        based = {row["statement"] for row in rows if row["top"] or row["base"]}
        return len(based), len({row["statement"] for row in rows})

    def _count(self, name: str, *, leaves: bool = False) -> int:
        kind = f"<{self.site_graph.base}ns#{name}>"
        parts = f" MINUS {{ ?part a {kind} ; {curie('dct:isPartOf')} ?x }}" if leaves else ""
        query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x a {kind}{parts} }}"
        return sum(int(value(row[0])) for row in self.site_graph.reader.rows(query))


def _asked(key: str, number: int, of: int, name: str) -> Told:
    return Told(key, number, of, f"questions/{name}")
