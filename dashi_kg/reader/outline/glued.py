"""A text whose line ends were lost: its headings stand inside one long line, each right before what follows.

…现将有关情况报告如下:一、主要工作举措和成效(一)强化组织领导。局党组专题研究4次。…二、存在的问题(一)…
Read only where no line begins with the first device, and only along a numbering that goes up from 一.
"""

from __future__ import annotations

import re

from dashi_kg.model import Span
from dashi_kg.reader.outline.cuts import Cut, value_of
from dashi_kg.reader.outline.roles import FRAME_END
from dashi_kg.reader.rules.table import wordings

_SAID = wordings("glued")

_LEAST_PARTS = 2
_LONGEST_TITLE = 40
_PART = _SAID["part"]
_INNER = (
    (2, _SAID["second-level"]),
    (3, re.compile(r"(?:(?<=[。;:!])\s?|^)(?P<marker>\d{1,2}[.、])(?![\d、])")),
)


def glued_cuts(view: str) -> list[Cut]:
    """The parts of such a text and what is numbered in them; none where fewer than two parts are found."""
    parts: list[Span] = []
    for found in _PART.finditer(view):
        marker = Span(*found.span("marker"))
        if value_of(view, marker) == len(parts) + 1:
            parts.append(marker)
    if len(parts) < _LEAST_PARTS:
        return []
    cuts: list[Cut] = []
    for marker, end in zip(parts, [*(p.start for p in parts[1:]), len(view)], strict=True):
        title_end = _title_end(view, marker.end, end)
        cuts.append(Cut(marker.start, marker, 1, title_end=title_end))
        cuts += _inner(view, Span(title_end, end), 0)
    return cuts


def _title_end(view: str, start: int, end: int) -> int:
    """Where the heading of a part ends: before the number that follows, behind a word of the frame, at a full stop."""
    stop = min((at for at in (view.find(c, start, end) for c in "。\n(;") if at != -1), default=end)
    if stop - start <= _LONGEST_TITLE and view[stop : stop + 1] == "(":
        return stop
    framed = FRAME_END.match(view, start, min(stop, start + _LONGEST_TITLE))
    return framed.end() if framed else stop


def _inner(view: str, where: Span, index: int) -> list[Cut]:
    """The runs (一) (二) … and 1. 2. … inside a part; an item right behind a heading opens a run, too."""
    if index == len(_INNER):
        return []
    level, pattern = _INNER[index]
    found = _run(view, where, pattern)
    if len(found) < _LEAST_PARTS:
        return _inner(view, where, index + 1)
    cuts: list[Cut] = []
    for marker, end in zip(found, [*(m.start for m in found[1:]), where.end], strict=True):
        cuts.append(Cut(marker.start, marker, level))
        stop = view.find("。", marker.end, end)
        if stop != -1:
            cuts += _inner(view, Span(stop + 1, end), index + 1)
    return cuts


def _run(view: str, where: Span, pattern: re.Pattern[str]) -> list[Span]:
    """The markers of one device in a stretch, as long as they count up from one."""
    found: list[Span] = []
    for match in pattern.finditer(view[where.start : where.end]):
        begin, end = match.span("marker")
        marker = Span(where.start + begin, where.start + end)
        if value_of(view, marker) == len(found) + 1:
            found.append(marker)
    return found
