"""Where sections begin: at the heads of lines, inside a line where the numbering goes on, and 一是 … inside a paragraph."""

from __future__ import annotations

import re
from typing import NamedTuple

from dashi_kg.model import Span
from dashi_kg.reader.rules.table import wordings
from dashi_kg.text import patterns
from dashi_kg.text.numerals import chinese_number
from dashi_kg.text.segments import trim

_SAID = wordings("cuts")
_NO_NUMERAL = _SAID["no-numeral"]

RUN_IN_LEVEL = len(patterns.HEADS) + 1
# 一、主要举措和成效………1   a line of a table of contents
_OF_CONTENTS = re.compile(r"(?:[.…·]\s?){3}\s*\d{1,3}\s*$|\t\s*\d{1,3}\s*$")
_LINE_OF_CONTENTS = 80  # characters from the end of a line in which dots and number of a page stand
_PART = _SAID["part"]
_SPACED = _SAID["spaced"]
_GLUED = _SAID["glued"]

_ATTACHED = _SAID["attached"]
# the second of a series: (二), 2., (2) behind a full stop
_SECOND = {
    2: re.compile(r"(?<=[。;])\s?\(二\)"),
    3: re.compile(r"(?<=[。;])\s?2[.、](?![\d、])"),
    4: re.compile(r"(?<=[。;])\s?\(2\)"),
}


class Cut(NamedTuple):
    """A place where a section begins.

    ``role``: of a part without heading, known from how it begins; ``held``: of a part with one, known from what it holds.
    ``title_end``: where its heading ends, where that is known and no line ends there.
    """

    start: int
    marker: Span
    level: int
    role: str = ""
    held: str = ""
    title_end: int = 0


def lines_of(view: str) -> list[Span]:
    """Lines with their line end; they tile the text."""
    found, start = [], 0
    while start < len(view):
        end = view.find("\n", start)
        end = len(view) if end == -1 else end + 1
        found.append(Span(start, end))
        start = end
    return found


def line_cuts(view: str, lines: list[Span]) -> list[Cut]:
    """Cuts at the heads of lines; and inside a line, behind a full stop, where the numbering goes on."""
    cuts: list[Cut] = []
    attached = False
    last = [0] * (len(patterns.HEADS) + 1)  # the last number of each level, 0 where none is open
    for line in lines:
        content = trim(view, line.start, line.end)
        if _OF_CONTENTS.search(view, max(content.start, content.end - _LINE_OF_CONTENTS), content.end):
            continue
        attached = attached or bool(_ATTACHED.match(view, content.start, content.end))
        cut = _cut_at(view, line, content)
        if cut and attached and cut.level > 2:
            continue  # 附件:1.统计表 ⏎ 2.统计表
        if cut:
            attached = False
            cuts.append(cut)
            last[cut.level :] = [value_of(view, cut.marker)] + [0] * (len(last) - cut.level - 1)
        # level → where the next second of a series stands, as it was last looked for
        seconds: dict[int, int] = {}
        for found in _GLUED.finditer(view, content.start + 1, content.end):
            level = next(n for n in (1, 2, 3, 4) if found[f"m{n}"])
            marker = Span(*found.span(f"m{level}"))
            value = value_of(view, marker)
            opens = value == 1 and level > 1 and _followed(view, marker, content.end, level, seconds)
            if (last[level] and value == last[level] + 1) or opens:
                cuts.append(Cut(marker.start, marker, level))
                last[level:] = [value] + [0] * (len(last) - level - 1)
    return cuts


def _cut_at(view: str, line: Span, content: Span) -> Cut | None:
    """The cut at the head of a line."""
    if found := _PART.match(view, content.start, content.end):
        return Cut(line.start, Span(*found.span("marker")), 0)
    for level, pattern in enumerate(patterns.HEADS, start=1):
        if found := pattern.match(view, content.start, content.end):
            return Cut(line.start, Span(*found.span("marker")), level)
    if found := _SPACED.match(view, content.start, content.end):
        return Cut(line.start, Span(*found.span("marker")), 1)
    return None


def value_of(view: str, marker: Span) -> int:
    """The number that a marker shows; 0 where it shows none."""
    digits = _NO_NUMERAL.sub("", view[marker.start : marker.end])
    return int(chinese_number(digits) or 0) if digits and not digits.isdigit() else int(digits or 0)


def _followed(view: str, marker: Span, end: int, level: int, seconds: dict[int, int]) -> bool:
    """Whether the second of a series that opens inside a line stands in the same line.

    The line is looked through once for all series: what was found, or that nothing is left, holds for the next one too.
    """
    if seconds.get(level, -1) < marker.end:
        found = _SECOND[level].search(view, marker.end, end)
        seconds[level] = found.start() if found else end
    return seconds[level] < end


def run_in_cuts(view: str, body: Span) -> list[Cut]:
    """一是 … 二是 … inside one body: a run that starts at 一 has at least a second; 二是 without 一是 is an item all the same."""
    runs: list[list[Cut]] = []
    expected = 0
    for found in patterns.RUN_IN.finditer(view, body.start, body.end):
        value = chinese_number(found["n"])
        cut = Cut(found.start(), Span(*found.span("marker")), RUN_IN_LEVEL)
        if value == 1:
            runs.append([cut])
            expected = 2
        elif runs and value in (expected, expected + 1):  # one of a series may have lost its mark
            runs[-1].append(cut)
            expected = value + 1
        elif not runs and value:
            runs.append([cut])
            expected = value + 1
    return [cut for run in runs if len(run) > 1 or value_of(view, run[0].marker) > 1 for cut in run]
