"""Tables: a row says what is counted, its column says in which year, by which counter word, or that it is a change.

A table is two and more lines in a row with the same number of cells between ``|``. Only what row and column say plainly
is read: totals, ranks, amounts whose column holds the magnitude (万元) and cells without a word for them are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from dashi_kg.model import Change, Observation, Period, Section, Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.numbers.dependent import of_change
from dashi_kg.reader.numbers.numbers import unit_key
from dashi_kg.reader.numbers.periods import period_of, year_period
from dashi_kg.reader.rules.table import the_word, wordings
from dashi_kg.text.han import compiled
from dashi_kg.text.numerals import MAGNITUDES, number
from dashi_kg.text.segments import trim

_SAID = wordings("tables")
_MONTH_ON_MONTH = the_word("tables", "month-on-month")

_CELL = _SAID["cell"]
_UNIT = _SAID["unit"]
_SKIPPED = _SAID["skipped"]
_CHANGED = _SAID["changed"]
_SHARE = _SAID["share"]
_COUNTS = _SAID["counts"]
_PLAIN = _SAID["plain"]
_TOTAL = _SAID["total"]
_YEAR = _SAID["year"]
_LABEL = compiled(r"[\u4e00-\u9fff]{2}")


class Table(NamedTuple):
    """Rows of cells, each cell a span; the first row is the head where it holds no number."""

    rows: tuple[tuple[Span, ...], ...]

    @property
    def span(self) -> Span:
        return Span(self.rows[0][0].start, self.rows[-1][-1].end)


def tables(view: str, where: Span) -> Iterator[Table]:
    """The tables of a stretch, in the order of the text."""
    if "|" not in view[where.start : where.end]:
        return
    rows: list[tuple[Span, ...]] = []
    at = where.start
    while at < where.end:
        end = view.find("\n", at, where.end)
        end = where.end if end == -1 else end
        row = _row(view, trim(view, at, end))
        if row is not None and (not rows or len(row) == len(rows[0])):
            rows.append(row)
        else:
            if len(rows) > 1:
                yield Table(tuple(rows))
            rows = [row] if row else []
        at = end + 1
    if len(rows) > 1:
        yield Table(tuple(rows))


def _row(view: str, line: Span) -> tuple[Span, ...] | None:
    start, end = line.start, line.end
    if view[start : start + 1] == "|":
        start += 1
    if end > start and view[end - 1] == "|":
        end -= 1
    marks = [i for i in range(start, end) if view[i] == "|"]
    if not marks:
        return None
    return tuple(
        trim(view, a, b) for a, b in zip([start, *(m + 1 for m in marks)], [*marks, end], strict=True)
    )


def read_table(ctx: Context, section: Section, table: Table) -> list[Observation]:
    """What the cells of a table state; rule ``table-cell``. Changes have their sign as direction."""
    head = table.rows[0]
    if any(_CELL.fullmatch(ctx.words(cell)) for cell in head):
        return []
    caption = _UNIT.search(ctx.view, max(table.span.start - 40, 0), table.span.start)
    found: list[Observation] = []
    for index, row in enumerate(table.rows[1:], start=1):
        at = next((i for i, cell in enumerate(row) if _LABEL.search(ctx.words(cell))), None)
        if at is None or _CELL.fullmatch(ctx.words(row[at])) or _TOTAL.search(ctx.words(row[at])):
            continue
        while _is_carried(
            ctx, table, index, at
        ):  # 行政执法 | 检查 | 120: a cell over several rows, then what it counts
            at += 1
        for column in range(at + 1, len(row)):
            if item := _observation(ctx, section, head[column], row[at], row[column], caption):
                found.append(item)
    return found


def _is_carried(ctx: Context, table: Table, index: int, at: int) -> bool:
    """Whether a cell stands in the row above or below, too, and what is counted stands behind it."""
    row = table.rows[index]
    if (
        at + 1 >= len(row)
        or not _LABEL.search(ctx.words(row[at + 1]))
        or _CELL.fullmatch(ctx.words(row[at + 1]))
    ):
        return False
    near = [table.rows[i] for i in (index - 1, index + 1) if 1 <= i < len(table.rows)]
    return any(ctx.words(other[at]) == ctx.words(row[at]) for other in near)


def _observation(
    ctx: Context, section: Section, head: Span, label: Span, cell: Span, caption: re.Match[str] | None
) -> Observation | None:
    title, named = ctx.words(head), ctx.words(label)
    match = _CELL.fullmatch(ctx.words(cell))
    value = number(match["number"]) if match else None
    if match is None or value is None or _SKIPPED.search(title):
        return None
    said = next((m for m in (_UNIT.search(title), _UNIT.search(named), caption) if m), None)
    word = match["unit"] or ((said["unit"] or said["plain"]) if said else "")
    changed, share = _CHANGED.search(title), _SHARE.search(title)
    percent = word == "%"
    if (changed or share) and not percent:
        return None
    if not word and not _COUNTS.search(title):
        return None
    if percent and not (changed or share or _SHARE.search(named)):
        return None
    change = None
    if changed:
        if not value:
            return None
        compared = "previous-period" if _MONTH_ON_MONTH in title else "year-on-year"
        change = Change("decrease" if match["sign"] else "increase", compared, level=False)
    elif match["sign"]:
        return None
    counted = Span(label.start, label.start + len(re.sub(r"\([^()]*\)$", "", named)))
    words = ctx.words(counted)
    rest = _PLAIN.sub("", re.sub(r"\([^()]*\)", "", title))
    period, basis = _period(ctx, section, title, cell)
    scale = MAGNITUDES.get(match["scale"] or "", 1)
    more = bool(match["more"])
    exact = value * Decimal(scale)
    planned = ctx.is_planned(section, cell.start)
    item = Observation(
        id="", span=Span(label.start, cell.end), rule="table-cell", counted=words, counted_span=counted,
        value=exact, number_span=Span(cell.start + match.start("number"), cell.start + match.end("number")),
        unit="percent" if percent else unit_key(word), classifier="" if percent else word or "",
        qualifier="more-than" if more else "exact", period=period, period_basis=basis,
        kind="target" if planned else "actual", about="", section=section.number,
        min_exclusive=exact if more else None, decimals=len(match["number"].partition(".")[2]) if percent else None,
        change=change,
    )  # fmt: skip
    wording = of_change(words, item) if changed else words + rest
    return None if _TOTAL.search(rest) else replace(item, wording=wording)


def _period(ctx: Context, section: Section, title: str, cell: Span) -> tuple[Period, str]:
    own = int(ctx.metadata.year.value) if ctx.metadata.year else None
    match = _YEAR.search(title)
    if match and match["y"]:
        return year_period(int(match["y"])), "explicit"
    if match and own:
        return year_period(own - 1 if match["last"] else own), "explicit"
    planned = ctx.is_planned(section, cell.start)
    return period_of(ctx, cell, cell, cell.start, repeated=False, stock=False, planned=planned)
