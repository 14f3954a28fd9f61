"""Which year a report is about, and which time where it is not one year."""

from __future__ import annotations

from dashi_kg.model import Section, Span, Stated
from dashi_kg.reader.rules.table import wordings
from dashi_kg.text import patterns
from dashi_kg.text.numerals import chinese_number

_SAID = wordings("report-year")

_RANGE = _SAID["range"]
_HALF = _SAID["half"]
_PLAN_PERIOD = _SAID["plan-period"]
_YEARS = _SAID["years"]
_YEAR_BEHIND = _SAID["year-behind"]


def covers_of(view: str, title: Stated | None) -> Stated | None:
    """The time a report is about where its title says another than one year: EDTF ``2016/2020``, ``2021-01/2021-06``."""
    if not title or not title.span:
        return None
    where = title.span
    if (found := _RANGE.search(view, where.start, where.end)) and found["a"] < found["b"]:
        return Stated(f"{found['a']}/{found['b']}", Span(*found.span()), "span-in-title")
    if found := _PLAN_PERIOD.search(view, where.start, where.end):
        years = {"二": "2011/2015", "三": "2016/2020", "四": "2021/2025", "五": "2026/2030"}[found["n"]]
        return Stated(years, Span(*found.span()), "plan-period-in-title")
    if found := _HALF.search(view, where.start, where.end):
        months = ("01", "06") if found["h"] == "上" else ("07", "12")
        return Stated(
            f"{found['y']}-{months[0]}/{found['y']}-{months[1]}", Span(*found.span()), "half-year-in-title"
        )
    return None


def years_until(view: str, root: Section, title: Stated | None, year: Stated | None) -> Stated | None:
    """五年来, 近三年来: so many years, the report year the last of them."""
    if year is None or year.rule == "year-in-title":
        return None
    places = [title.span] if title and title.span else []
    places += [
        Span(c.span.start, min(c.span.end, c.span.start + 12)) for c in root.children if c.role == "preamble"
    ]
    for where in places:
        found = _YEARS.search(view, where.start, where.end)
        count = chinese_number(found["n"]) if found else None
        if found and count and int(count) > 1:
            first = int(year.value) - int(count) + 1
            return Stated(f"{first}/{year.value}", Span(*found.span()), "years-until-report-year")
    return None


def report_year(
    view: str, root: Section, title: Stated | None, issued: Stated | None, covers: Stated | None
) -> Stated | None:
    """The report year: from the title, a heading that looks back, the preamble, or the year before publication."""
    places: list[tuple[Span, str]] = []
    if title and title.span:
        if found := _RANGE.search(view, title.span.start, title.span.end):
            return Stated(found["b"], Span(*found.span()), "last-year-in-title")
        places.append((title.span, "year-in-title"))
        if covers and covers.rule == "plan-period-in-title":
            return Stated(covers.value[-4:], covers.span, "last-year-in-title")
        after = _YEAR_BEHIND.match(view, title.span.end)
        bracket = after or _YEAR_BEHIND.search(view, title.span.start, title.span.end)
        if bracket:
            return Stated(bracket["y"], Span(*bracket.span("whole")), "year-in-title")
    for section in root.children:
        if section.heading and section.role in ("measures-results", "leader-duty", "shortcomings-causes"):
            places.append((section.heading, "year-in-heading"))
    places += [(c.span, "year-in-preamble") for c in root.children if c.role == "preamble"]
    for span, rule in places:
        for found in patterns.YEAR_WORD.finditer(view, span.start, span.end):
            if view[max(span.start, found.start() - 1) : found.start()] in (
                "—",
                "-",
                "至",
                "(",
            ) or view.startswith("—", found.end()):
                continue  # 《…纲要(2021—2025年)》 names no year of the report
            return Stated(found["y"], Span(*found.span()), rule)
    plan = next((c for c in root.children if c.role == "next-year" and c.heading), None)
    if plan and plan.heading:
        found_plan = patterns.YEAR_WORD.search(view, plan.heading.start, plan.heading.end)
        if found_plan:
            return Stated(str(int(found_plan["y"]) - 1), Span(*found_plan.span()), "year-before-plan")
    if issued:
        return Stated(str(int(issued.value[:4]) - 1), issued.span, "year-before-publication")
    return None
