"""Cuts → the tree of sections, each with its role."""

from __future__ import annotations

from dashi_kg.model import Section, Span
from dashi_kg.reader.outline.cuts import Cut, run_in_cuts
from dashi_kg.reader.outline.headings import read_heading
from dashi_kg.reader.outline.roles import LEADS_TO_PLANS, PLAN_TURN, role_of
from dashi_kg.text.segments import sentences as sentences_of
from dashi_kg.text.segments import trim


def sections(
    view: str, cuts: list[Cut], end: int, parent: str, role: str, year: int | None, before: int = 0
) -> list[Section]:
    """Sections from cuts that all lie in one parent, ``before`` of it first; deeper cuts become children."""
    found: list[Section] = []
    at = 0
    while at < len(cuts):
        # A deeper device before the first shallower one still opens a section of this parent.
        level = cuts[at].level
        after = at + 1
        while after < len(cuts) and cuts[after].level > level:
            after += 1
        stop = cuts[after].start if after < len(cuts) else end
        index = before + len(found) + 1
        number = f"{parent}.{index}" if parent else str(index)
        found.append(_section(view, cuts[at], cuts[at + 1 : after], stop, number, role, year))
        at = after
    return found


def _section(
    view: str, cut: Cut, inner: list[Cut], end: int, number: str, parent_role: str, year: int | None
) -> Section:
    own_end = inner[0].start if inner else end
    heading, title, body = read_heading(view, cut, own_end, holds=bool(inner))
    role = cut.role or cut.held or role_of(title, parent_role, year)
    opening = title or view[body.start : body.end]
    if role == "shortcomings-causes" and parent_role and PLAN_TURN.match(opening):
        role = "next-year"  # 三、存在问题及今后打算: (二)今后,我局将…
    if inner:
        announced = role == "shortcomings-causes" and _announces(view, body)
        children = sections(view, inner, end, number, "next-year" if announced else role, year)
    else:
        runs = run_in_cuts(view, body)
        turn = len(runs)
        if role == "shortcomings-causes":
            turn = _turn(view, runs, body.start)
        elif role in ("measures-results", "overview"):
            turn = _to_come(view, runs, body.start, year)
        stop = runs[turn].start if turn < len(runs) else end
        children = sections(view, runs[:turn], stop, number, role, year)
        children += sections(view, runs[turn:], end, number, "next-year", year, len(children))
        if runs:
            body = trim(view, body.start, runs[0].start)
    return Section(
        number=number,
        marker=view[cut.marker.start : cut.marker.end],
        title=title,
        heading=heading,
        extent=Span(cut.start, end),
        span=trim(view, cut.start, end),
        body=body,
        level=number.count(".") + 1,
        role=role,
        children=tuple(children),
    )


def _turn(view: str, runs: list[Cut], begin: int) -> int:
    """The first run-in item that announces: what stands before it turned to plans. 三是…。下一步,我镇将:|一是…

    Args:
        begin: where the prose before the first item begins.
    """
    for index, run in enumerate(runs):
        if not view.startswith("一", run.marker.start):
            continue
        before = Span(runs[index - 1].start if index else begin, run.start)
        if _announces(view, before):
            return index
    return len(runs)


def _to_come(view: str, runs: list[Cut], begin: int, year: int | None) -> int:
    """The first run-in item of the year's work that announces: what leads in to it names a year to come. …12件。2024年,|一是…"""
    for index, run in enumerate(runs):
        if not view.startswith("一", run.marker.start):
            continue
        before = sentences_of(view, Span(runs[index - 1].start if index else begin, run.start))
        lead = LEADS_TO_PLANS.match(view, before[-1].start, run.start) if before else None
        if lead and (not lead["year"] or (year and int(lead["year"]) > year)):
            return index
    return len(runs)


def _announces(view: str, where: Span) -> bool:
    """Whether a sentence of a part on shortcomings turns to plans."""
    return any(PLAN_TURN.match(view, s.start, s.end) for s in sentences_of(view, where))
