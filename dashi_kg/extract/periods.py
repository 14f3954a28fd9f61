"""The time a value is about: said in the sentence (explicit) or the report's own year (implied)."""

from __future__ import annotations

import re
from datetime import date

from dashi_kg import patterns
from dashi_kg.extract.context import Context
from dashi_kg.model import Period, Span

_TITLE_MARKS = re.compile(r"《[^》\n]{1,80}》")
# 在20个村(社区)建立法治文化宣传阵地: what has been set up is there at the time of writing
STOCK = re.compile(r"建立|建成|建有|设立|设有|配备|共有|现有|拥有|组建|成立")


def year_period(year: int) -> Period:
    """One calendar year."""
    return Period(str(year), date(year, 1, 1), date(year, 12, 31), str(year))


def since(ctx: Context, year: int) -> Period:
    """From a year on, without an end; the date of publication bounds what can be meant."""
    return Period(f"since-{year}", date(year, 1, 1), None, f"{year}/..", ctx.metadata.issued_date)


def as_of(ctx: Context) -> Period:
    """The time of writing: not later than the date of publication."""
    day = ctx.metadata.issued_date
    if day:
        return Period(f"as-of-{day.isoformat()}", None, None, f"../{day.isoformat()}", day)
    return Period("as-of-unknown", None, None, "..")


def each_year() -> Period:
    """Every year (每年): no bounds."""
    return Period("each-year", None, None, "")


def unknown() -> Period:
    """For a report whose year is not stated anywhere."""
    return Period("unknown", None, None, "")


def period_of(
    ctx: Context, sentence: Span, clause: Span, at: int, *, repeated: bool, stock: bool, planned: bool
) -> tuple[Period, str]:
    """The period of a number and its basis.

    Args:
        sentence: the sentence (or joined sentences) in which to look for words of time.
        clause: the clause that holds the number.
        at: where the number begins; words of time before it count, the nearest wins.
        repeated: a standard for each year (每人每年…不少于) is being stated.
        stock: without words of time, the value is a stock at the time of writing.
        planned: the sentence stands in the part on next year.

    Returns:
        The period, and ``explicit`` or ``implied``.
    """
    year = int(ctx.metadata.year.value) if ctx.metadata.year else None
    end = max(at, clause.start)
    hidden = [Span(*m.span()) for m in ctx.find(_TITLE_MARKS, sentence)]

    def last(pattern: re.Pattern[str], where: Span) -> re.Match[str] | None:
        found = None
        for match in ctx.find(pattern, where):
            if match.start() < end and not any(h.contains(Span(*match.span())) for h in hidden):
                found = match
        return found

    from_year = last(patterns.SINCE, sentence)
    if repeated and last(patterns.EACH_YEAR, clause):
        return each_year(), "explicit"
    now = last(patterns.AS_OF, sentence)
    one = last(patterns.YEAR_WORD, sentence)
    this = last(patterns.THIS_YEAR, sentence)
    if from_year and (not one or from_year.end() >= one.end()):
        first = int(from_year["y"])
        if first == year and now is None:
            return year_period(first), "explicit"
        if now is None or now[0] == "至今" or now.start() < from_year.start():
            return since(ctx, first), "explicit"
    if now and (not one or now.start() > one.start()):
        return as_of(ctx), "explicit"
    if one:
        return year_period(int(one["y"])), "explicit"
    if this and year:
        return year_period(year + 1 if planned else year), "explicit"
    if planned:
        return (year_period(year + 1) if year else unknown()), "implied"
    if stock:
        return as_of(ctx), "implied"
    return (year_period(year) if year else unknown()), "implied"
