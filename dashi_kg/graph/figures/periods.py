"""Periods, shared by all reports (OWL-Time), and the year that a figure describes."""

from __future__ import annotations

import re
from datetime import date

from pyoxigraph import Literal, NamedNode

from dashi_kg.graph.nodes.canvas import Canvas
from dashi_kg.model import Observation, Period
from dashi_kg.model.period_words import period_label
from dashi_kg.rdf.namespaces import curie, typed

_AS_OF = "as-of-"
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
# what a change is compared with: the year before is known only from these words
_YEAR_BEFORE = ("year-on-year", "previous-period")


def write_periods(c: Canvas) -> None:
    """Each period once: an instant (a day), an interval with its bounds, or a time without bounds (每年)."""
    periods = {period_key(o.period): o.period for o in c.found.observations}
    for key in sorted(periods):
        _write_period(c, key, periods[key])


def period_key(period: Period) -> str:
    """The name of a period in IRIs: a state at a day is that day.

    >>> period_key(Period("as-of-2024-02-20", None, None, "../2024-02-20"))
    '2024-02-20'
    """
    day = day_of(period)
    return day.isoformat() if day else period.key


def day_of(period: Period) -> date | None:
    """The day of a period that is an instant: a stated day, or the day as of which something stood."""
    if period.key.startswith(_AS_OF) and period.end:
        return period.end  # as of a month or year: its last day
    found = _DAY.fullmatch(period.key.removeprefix(_AS_OF))
    return date(*map(int, found.groups())) if found else None


def _write_period(c: Canvas, key: str, period: Period) -> None:
    node = c.n(f"period/{key}")
    if day := day_of(period):
        _write_day(c, day)
        return
    kind = (
        "ProperInterval"
        if period.begin and period.end
        else "Interval"
        if period.begin or period.end
        else "TemporalEntity"
    )
    c.types(node, curie(f"time:{kind}"))
    c.label(node, *period_label(key))
    for term, bound in (("time:hasBeginning", period.begin), ("time:hasEnd", period.end)):
        if bound:
            c.add(node, curie(term), _write_day(c, bound))
    if period.edtf and not period.key.startswith(_AS_OF):  # "as of an unknown day" has no date to write
        c.add(node, c.n.fz("edtf"), Literal(period.edtf))


def _write_day(c: Canvas, day: date) -> NamedNode:
    node = c.n(f"period/{day.isoformat()}")
    c.types(node, curie("time:Instant"))
    c.label(node, f"{day.year}年{day.month}月{day.day}日", day.isoformat())
    c.add(node, curie("time:inXSDDate"), typed(day.isoformat(), "date"))
    c.add(node, c.n.fz("edtf"), Literal(day.isoformat()))
    return node


def year_of(o: Observation, report_year: str) -> str:
    """The year that a figure describes, or ``""`` where it describes several, none in particular, or an unknown one.

    Of a flow its year; of a stock the year at whose end it stood, also where it was counted when the report was written;
    of the value before a change the year before, where the text compares with that.

    Args:
        report_year: four digits, or anything else where the year is not known.
    """
    known = int(report_year) if report_year.isdigit() else None
    period = o.period
    if o.kind == "former":
        compared = o.change.compared if o.change else ""
        return str(known - 1) if known and compared in _YEAR_BEFORE else _single(period, None)
    if period.key.startswith(_AS_OF):
        end = day_of(period)
        if end is None:
            return str(known or "")
        return str(min(end.year, known)) if known else str(end.year)
    return _single(period, known)


def _single(period: Period, report_year: int | None) -> str:
    """The one year in which a period lies; an open one, if it began in the year of the report."""
    if period.begin is None:
        return str(period.end.year) if period.end and not period.key.startswith("until-") else ""
    last = period.end.year if period.end else report_year
    return str(period.begin.year) if last == period.begin.year else ""
