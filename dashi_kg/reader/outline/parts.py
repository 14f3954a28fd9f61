"""What the parts of a report are for where their headings do not say it: parts without heading, and 总体情况 with the year's work."""

from __future__ import annotations

from dashi_kg.model import Span
from dashi_kg.reader.outline.bare import opening_role
from dashi_kg.reader.outline.cuts import Cut
from dashi_kg.reader.outline.frame import is_title
from dashi_kg.reader.outline.headings import LONGEST_HEADING, read_heading
from dashi_kg.reader.outline.roles import is_merged, role_of
from dashi_kg.reader.rules.table import wordings
from dashi_kg.text import patterns
from dashi_kg.text.segments import trim

_SAID = wordings("parts")

_YEARS_WORK = _SAID["years-work"]
_FIGURE = _SAID["figure"]
_LEAST_FIGURES = 3


def report_year(view: str, lines: list[Span], cuts: list[Cut]) -> int | None:
    """The year in the title, or the first in a heading of a part: what is later is a plan."""
    first = cuts[0].start if cuts else len(view)
    above = [view[line.start : line.end].strip() for line in lines if line.end <= first]
    titles = [words for words in above if is_title(words)]
    top = min((c.level for c in cuts), default=1)
    heads = [view[c.start : c.start + LONGEST_HEADING].partition("\n")[0] for c in cuts if c.level == top]
    for words in [*titles, *heads]:
        if found := patterns.YEAR_WORD.search(words):
            return int(found["y"])
    return None


def with_unheaded_parts(view: str, lines: list[Span], cuts: list[Cut], year: int | None) -> list[Cut]:
    """Parts on shortcomings and on next year that have no heading of their own, only a paragraph that begins so.

    Looked for where no heading names such a part (or one heading names both), from the last part on.
    """
    top = min((cut.level for cut in cuts), default=1)
    tops = [cut for cut in cuts if cut.level == top]
    if not tops:
        return cuts
    titles = [read_heading(view, cut, len(view))[1] for cut in tops]
    roles = [role_of(title, "", year) for title in titles]
    deeper = [read_heading(view, cut, len(view))[1] for cut in cuts if cut.level > top]
    inner = {role_of(title, "measures-results") for title in deeper if title}
    merged = [cut.start for cut, title in zip(tops, titles, strict=True) if is_merged(title)]
    starts = {cut.start for cut in cuts}
    found: list[Cut] = []
    known = {*roles, *inner}
    begin = merged[0] if merged else tops[-1].start
    for line in lines:
        if line.start <= begin or line.start in starts:
            continue
        words = trim(view, line.start, line.end)
        text = view[words.start : words.end]
        role = opening_role(text, year)
        if role and role not in known:
            known.add(role)
            found.append(Cut(words.start, Span(words.start, words.start), top, role))
    return sorted([*cuts, *found], key=lambda cut: cut.start)


def with_the_years_work(view: str, cuts: list[Cut], year: int | None) -> list[Cut]:
    """Parts named 总体情况, 基本情况 that hold the measures: with the year's figures, or where no other part has them."""
    top = min((cut.level for cut in cuts), default=1)
    tops = [cut for cut in cuts if cut.level == top]
    roles = [cut.role or role_of(read_heading(view, cut, len(view))[1], "", year) for cut in tops]
    found: dict[int, Cut] = {}
    for at, (cut, role) in enumerate(zip(tops, roles, strict=True)):
        if role != "overview":
            continue
        end = tops[at + 1].start if at + 1 < len(tops) else len(view)
        words = view[cut.start : end]
        parts = any(cut.start < c.start < end and c.level > top for c in cuts)
        alone = "measures-results" not in roles and len(tops) > 1
        if _YEARS_WORK.search(words) or (alone and (parts or len(_FIGURE.findall(words)) >= _LEAST_FIGURES)):
            found[cut.start] = cut._replace(held="measures-results")
    return [found.get(cut.start, cut) for cut in cuts]
