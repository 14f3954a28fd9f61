"""Parts of a report without numbers: headings bare on lines of their own, or paragraphs that say what they are."""

from __future__ import annotations

from itertools import pairwise

from dashi_kg.model import Span
from dashi_kg.reader.outline.cuts import Cut
from dashi_kg.reader.outline.frame import is_prose, is_title
from dashi_kg.reader.outline.roles import PLAN_OPENING, PROBLEM_OPENING, role_of
from dashi_kg.reader.rules.table import wordings
from dashi_kg.text.segments import trim

_SAID = wordings("bare")

_LONGEST = 30
_LEAST_HEADINGS = 2
_OPENS = _SAID["opens"]
_NO_HEADING = _SAID["no-heading"]


def bare_cuts(view: str, lines: list[Span], year: int | None) -> list[Cut]:
    """Parts of a text below a title in which no line has a number.

    Headings first: short lines without a mark, each before a paragraph, where one of them names shortcomings or plans.
    Else paragraphs: the work behind the opening, then what begins with 虽然…但存在不足, then what begins with 下一步.
    """
    rows = [trim(view, line.start, line.end) for line in lines]
    rows = [row for row in rows if len(row)]
    titles = [at for at, row in enumerate(rows) if is_title(view[row.start : row.end])]
    if not titles:
        return []
    rows = rows[titles[-1] + 1 :]
    return _headings(view, rows, year) or _paragraphs(view, rows, year)


def _headings(view: str, rows: list[Span], year: int | None) -> list[Cut]:
    found = [
        row
        for row, after in pairwise(rows)
        if 4 <= len(row) <= _LONGEST
        and not _NO_HEADING.search(view[row.start : row.end])
        and view[after.end - 1] in "。;:"
    ]
    roles = {role_of(view[row.start : row.end], "", year) for row in found}
    if len(found) < _LEAST_HEADINGS or not roles & {"shortcomings-causes", "next-year"}:
        return []
    return [Cut(row.start, Span(row.start, row.start), 1) for row in found]


def _paragraphs(view: str, rows: list[Span], year: int | None) -> list[Cut]:
    prose = [row for row in rows if is_prose(view[row.start : row.end])]
    found: list[Cut] = []
    for row in prose[1:]:
        role = opening_role(view[row.start : row.end], year)
        if role and role not in {cut.role for cut in found}:
            found.append(Cut(row.start, Span(row.start, row.start), 1, role))
    if not found:
        return []
    opening = prose[0]
    for row in prose[:2]:
        if _OPENS.search(view[row.start : row.end]):
            opening = row
    work = next((row for row in prose if row.start > opening.start), None)
    if work and work.start < found[0].start:
        found.insert(0, Cut(work.start, Span(work.start, work.start), 1, "measures-results"))
    return found


def opening_role(text: str, year: int | None) -> str:
    """What a paragraph without heading is about, from how it begins; empty where that does not say."""
    plan = PLAN_OPENING.match(text)
    if plan and not (plan["year"] and not (year and int(plan["year"]) > year)):
        return "next-year"
    return "shortcomings-causes" if PROBLEM_OPENING.match(text) else ""
