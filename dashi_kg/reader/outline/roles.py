"""What a part of a report is for, from its heading: measures, shortcomings, leaders' duty, next year.

Matched on key nouns, not on whole headings: typos and additions are common. Words that name a problem or a plan
without being about one (问题导向, 解决突出问题, 安排部署) are taken out before.
"""

from __future__ import annotations

from dashi_kg.reader.rules.table import the_word, wordings

_SAID = wordings("roles")
_BASIC, _FIRST_RESPONSIBLE = the_word("roles", "basic"), the_word("roles", "first-responsible")
_TO_COME = _SAID["to-come"]
_NEXT = _SAID["next"]
_PLAIN = _SAID["plain"]

_LEADER = _SAID["leader"]
_OTHER = _SAID["other"]
_LOOK_BACK = _SAID["look-back"]
_SOLVED = _SAID["solved"]
_PROBLEM = _SAID["problem"]
_ARRANGED = _SAID["arranged"]
_PLAN = _SAID["plan"]
_OVERVIEW = _SAID["overview"]
_MEASURE_WORD = _SAID["measure-word"]
_YEAR = _SAID["year"]
_PROBLEM_OUTRIGHT = _SAID["problem-outright"]
_PLAN_OUTRIGHT = _SAID["plan-outright"]

PLAN_OPENING = _SAID["plan-opening"]
PLAN_TURN = _SAID["plan-turn"]
LEADS_TO_PLANS = _SAID["leads-to-plans"]
ANNOUNCED = _SAID["announced"]
FRAME_END = _SAID["frame-end"]
PROBLEM_OPENING = _SAID["problem-opening"]


def role_of(title: str, parent: str = "", year: int | None = None) -> str:
    """The role of a section (key of the scheme ``section-role``).

    Args:
        title: its heading without marker, folded; may be empty.
        parent: the role of the section around it; empty for a part of the report.
        year: the report year, where it is known: a heading with a later year is a plan.
    """
    words = "".join(title.split())
    if parent:
        return _inner(words, parent)
    if not words:
        return "other"
    if _LEADER.search(words):
        return "leader-duty"
    if _OTHER.match(words):
        return "other"
    if _LOOK_BACK.search(words) and not _is_problem(words) and not _NEXT.search(words):
        return "measures-results"
    if _is_problem(words):
        return "shortcomings-causes"
    if _is_plan(words, year):
        return "next-year"
    if _OVERVIEW.search(words) and not _MEASURE_WORD.search(
        words if _BASIC in words else _PLAIN.sub("", words)
    ):
        return "overview"
    return "measures-results"


def is_merged(title: str) -> bool:
    """Whether a heading names shortcomings and plans at once: 存在的问题及下一步打算."""
    words = "".join(title.split())
    return _is_problem(words) and _is_plan(words, None)


def _is_problem(words: str) -> bool:
    return bool(_PROBLEM.search(_SOLVED.sub("", words)))


def _is_plan(words: str, year: int | None) -> bool:
    if _PLAN.search(_ARRANGED.sub("", words)):
        return True
    years = [int(y) for y in _YEAR.findall(words)]
    return bool(year and years and min(years) > year)


def _inner(words: str, parent: str) -> str:
    if parent in ("measures-results", "overview") and words:
        if _FIRST_RESPONSIBLE in words:
            return "leader-duty"
        if len(words) <= 24 and _PROBLEM_OUTRIGHT.search(words) and _is_problem(words):
            return "shortcomings-causes"
        if len(words) <= 24 and _PLAN_OUTRIGHT.search(words):
            return "next-year"
    if parent == "shortcomings-causes" and _TO_COME.search(words):
        return "next-year"  # 三、存在的问题及下一步打算, with a part for each
    return parent
