"""What changed since the report of the year before: figures side by side, problems named again, plans taken up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dashi_kg.site.shared.over_years import Alike, alike_in_words, items_of
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.topics.figure_source import FigureSource
from dashi_kg.site.topics.lines import FigureLine, in_both

SHOWN = 12  # rows of a kind on the page of a report


@dataclass(frozen=True, slots=True)
class Earlier:
    """An item of the earlier report, and those of this one that are like it in words."""

    iri: str
    words: str
    alike: tuple[Alike, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """The earlier report and its year; figures in both (as many as are shown, and how many); its problems and plans by whether this
    report has like words. A plan is held against measures.
    """

    year: str
    report: str
    figures: tuple[FigureLine, ...]
    n_figures: int
    again: tuple[Earlier, ...]
    not_again: tuple[Earlier, ...]
    taken_up: tuple[Earlier, ...]
    n_plans: int


class SinceBefore:
    """Reads what changed; what was read last is kept, as the pages of a body's reports follow each other in both languages."""

    def __init__(self, site_graph: SiteGraph, figures: FigureSource) -> None:
        self.site_graph, self.figures = site_graph, figures
        self.held = lru_cache(maxsize=2)(self._held)  # problems and plans

    def __call__(self, report: str, body: str, beside: Sequence[tuple[str, str]], lang: str) -> Since | None:
        """What changed up to a report; ``None`` where none of an earlier year is here.

        Args:
            report, body: IRIs.
            beside: year and IRI of the reports before and after.
        """
        own = report.rpartition("/")[2]
        year, earlier = max((one for one in beside if one[0] < own), default=("", ""))
        if not earlier:
            return None
        lines = in_both(self.site_graph, self.figures.of_body(body.rpartition("/")[2]), year, own, lang)
        problems = self.held("Problem", earlier, "Problem", report)
        plans = self.held("PlanItem", earlier, "Measure", report)
        taken_up = [plan for plan in plans if plan.alike]
        return Since(
            year,
            earlier,
            tuple(lines[:SHOWN]),
            len(lines),
            tuple(p for p in problems if p.alike),
            tuple(p for p in problems if not p.alike),
            tuple(taken_up[:SHOWN]),
            len(plans),
        )

    def _held(self, kind: str, earlier: str, other: str, report: str) -> list[Earlier]:
        before = items_of(self.site_graph, [earlier], kind)
        after = items_of(self.site_graph, [report], other)
        words = before.get(earlier, {})
        like = alike_in_words(words, after.get(report, {}))
        return [Earlier(iri, words[iri], found) for iri, found in like.items()]
