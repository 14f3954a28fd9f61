"""The figures of one body by topic: what is counted down, years across."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dashi_kg.export.tables.observations import Row
from dashi_kg.model.comparing import read_key
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.topics.matrix import Block, Line
from dashi_kg.site.topics.small_charts import Axis, line
from dashi_kg.site.topics.tables import cells, notes

_PAGE = 700  # figures and lines on a page of a body
# figures of one year in a line: of more the first, and a link to the next, whose report has them all
IN_CELL = 2
_LEAST = 5  # lines of a topic
_ONCE = 3  # lines of a topic that only one year has: nothing compares over years there, and the report has them all


@dataclass(frozen=True, slots=True)
class FigureLine:
    """What is counted (IRI of the indicator, notes), its cells by year (number, IRI, quote), and its line over the years."""

    indicator: str
    notes: tuple[str, ...]
    cells: tuple[tuple[tuple[str, str, str], ...], ...]
    trend: Markup


@dataclass(frozen=True, slots=True)
class TopicLines:
    """A topic with as many of its lines as a page shows; ``count`` and ``figures`` are of all of them."""

    topic: str
    years: tuple[str, ...]
    lines: tuple[FigureLine, ...]
    count: int
    figures: int


def topic_lines(site_graph: SiteGraph, rows: Sequence[Row], lang: str) -> list[TopicLines]:
    """All figures of a body; those of one key of comparison are one line, and one that compares with none is a line of its own.

    Args:
        rows: of the body's figures.
    """
    by_topic: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_topic[row["topic"]].append(row)
    years = tuple(sorted({row["report_year"] for row in rows}))
    site_graph.labels.need(f"{site_graph.base}topic/{topic}" for topic in by_topic)
    site_graph.labels.need({row["indicator_iri"] for row in rows})
    alike = {topic: _alike(by_topic[topic]) for topic in sorted(by_topic)}
    most = _most(list(alike.values()))
    return [
        TopicLines(
            f"{site_graph.base}topic/{topic}",
            years,
            tuple(_line(site_graph, found, years, lang) for found in _shown(lines, most)),
            len(lines),
            len(by_topic[topic]),
        )
        for topic, lines in alike.items()
    ]


def _most(topics: Sequence[Sequence[Sequence[Row]]]) -> int:
    """How many lines of each topic a page bears: as many as there are, if they are few, else the same of each."""
    most = max(map(len, topics), default=0)
    while (
        most > _LEAST
        and sum(1 + min(len(line), IN_CELL) for lines in topics for line in _shown(lines, most)) > _PAGE
    ):
        most -= 1
    return most


def _shown(lines: Sequence[Sequence[Row]], most: int) -> Sequence[Sequence[Row]]:
    """The lines of a topic that a page shows: of those that only one year has, and which come last, a few."""
    over_years = sum(len({row["report_year"] for row in line}) > 1 for line in lines)
    return lines[: min(most, over_years + _ONCE)]


def in_both(
    site_graph: SiteGraph, rows: Sequence[Row], before: str, after: str, lang: str
) -> list[FigureLine]:
    """The figures of a body that compare and stand in both of two years, in the order of the text.

    Args:
        rows: of the body's figures, of any years.
        before, after: the years of two reports.
    """
    chosen = [row for row in rows if row["comparison_key"] and row["report_year"] in (before, after)]
    lines = [found for found in _alike(chosen) if {row["report_year"] for row in found} == {before, after}]
    site_graph.labels.need({found[0]["indicator_iri"] for found in lines})
    return [_line(site_graph, found, (before, after), lang) for found in lines]


def _alike(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of one key together; the lines of most years first, then in the order of the text."""
    lines: dict[str, list[Row]] = {}
    for row in rows:
        lines.setdefault(row["comparison_key"] or row["iri"], []).append(row)
    return sorted(lines.values(), key=lambda found: -len({row["report_year"] for row in found}))


def _line(site_graph: SiteGraph, rows: Sequence[Row], years: Sequence[str], lang: str) -> FigureLine:
    one = Line(
        rows[0]["org_id"], {year: tuple(r for r in rows if r["report_year"] == year) for year in years}
    )
    values = one.numbers(years)
    axis = Axis.of([v for v in values if v is not None], rate=rows[0]["unit"] == "PERCENT")
    key = rows[0]["comparison_key"]
    return FigureLine(
        rows[0]["indicator_iri"],
        notes(site_graph, Block(read_key(key), tuple(rows)), lang) if key else (rows[0]["counted_words"],),
        cells(one, years),
        Markup(line(values, axis)),
    )
