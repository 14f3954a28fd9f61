"""Source → the tree of sections. Total: any text gives a tree, and its extents tile the text.

Devices of the genre, outermost first: 一、 · (一) · 1. · (1) · 一是 (run in, inside a paragraph).
A device that is missing is skipped, so 「1.」 may stand directly under 「一、」.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dashi_kg import patterns
from dashi_kg.model import Section, Source, Span
from dashi_kg.text.fold import fold
from dashi_kg.text.numerals import chinese_number
from dashi_kg.text.segments import trim

RUN_IN_LEVEL = len(patterns.HEADS) + 1
_LONGEST_HEADING = 80
_LONGEST_RUN_IN_TITLE = 40
_LONGEST_CHROME_LINE = 60


@dataclass(frozen=True, slots=True)
class _Cut:
    """A place where a section begins. ``end`` is where its marker ends."""

    start: int
    marker: Span
    level: int


def outline(source: Source) -> Section:
    """The tree of sections of a text.

    Args:
        source: any source.

    Returns:
        The root (number ``""``, role ``report``); its children are the head chrome ``0a``, the
        preamble ``0b``, the numbered parts ``1`` …, and what follows them. The extents of the
        children of any section, with its own head before them, tile its extent exactly.
    """
    view = fold(source.text)
    lines = _lines(view)
    cuts = _line_cuts(view, lines)
    first = cuts[0].start if cuts else len(view)
    head_end = _head_end(view, [line for line in lines if line.end <= first])
    tail = _tail_start(view, lines, cuts[-1].start if cuts else head_end)
    cuts = [cut for cut in cuts if cut.start < tail]
    first = cuts[0].start if cuts else tail

    children: list[Section] = []
    if head_end:
        children.append(_plain(view, "0a", Span(0, head_end), "chrome"))
    if first > head_end:
        children.append(_plain(view, "0b", Span(head_end, first), "preamble"))
    children += [_quoted(source, section) for section in _sections(view, cuts, tail, "", "")]
    number = sum(child.level == 1 for child in children)
    for part, role in _tail(view, lines, tail):
        number += 1
        children.append(_plain(view, str(number), part, role))
    everything = Span(0, len(view))
    trimmed = trim(view, 0, len(view))
    return Section("", "", "", None, everything, trimmed, Span(0, 0), 0, "report", tuple(children))


def _quoted(source: Source, section: Section) -> Section:
    """The section with marker and title as they stand in the text (rules see the folded view)."""
    heading = section.heading
    title = source.quote(Span(heading.end - len(section.title), heading.end)) if heading else ""
    start = heading.start if heading else section.span.start
    marker = source.quote(Span(start, start + len(section.marker)))
    return replace(
        section,
        marker=marker,
        title=title,
        children=tuple(_quoted(source, child) for child in section.children),
    )


def walk(section: Section) -> list[Section]:
    """The section and all below it, in the order of the text."""
    found = [section]
    for child in section.children:
        found += walk(child)
    return found


def numbered(root: Section) -> list[Section]:
    """All sections but the root, in the order of the text."""
    return walk(root)[1:]


# ------------------------------------------------------------------ lines and cuts


def _lines(view: str) -> list[Span]:
    """Lines with their line end; they tile the text."""
    found, start = [], 0
    while start < len(view):
        end = view.find("\n", start)
        end = len(view) if end == -1 else end + 1
        found.append(Span(start, end))
        start = end
    return found


def _line_cuts(view: str, lines: list[Span]) -> list[_Cut]:
    cuts = []
    for line in lines:
        content = trim(view, line.start, line.end)
        for level, pattern in enumerate(patterns.HEADS, start=1):
            found = pattern.match(view, content.start, content.end)
            if found:
                cuts.append(_Cut(line.start, Span(*found.span("marker")), level))
                break
    return cuts


def _run_in_cuts(view: str, body: Span) -> list[_Cut]:
    """一是 … 二是 … inside one body: only a run that starts at 一 and has at least a second."""
    runs: list[list[_Cut]] = []
    expected = 0
    for found in patterns.RUN_IN.finditer(view, body.start, body.end):
        value = chinese_number(found["n"])
        cut = _Cut(found.start(), Span(*found.span("marker")), RUN_IN_LEVEL)
        if value == 1:
            runs.append([cut])
            expected = 2
        elif runs and value == expected:
            runs[-1].append(cut)
            expected += 1
    return [cut for run in runs if len(run) > 1 for cut in run]


def _sections(view: str, cuts: list[_Cut], end: int, parent: str, role: str) -> list[Section]:
    """Sections from cuts that all lie in one parent; deeper cuts become children."""
    found: list[Section] = []
    at = 0
    while at < len(cuts):
        # A deeper device before the first shallower one still opens a section of this parent.
        level = cuts[at].level
        after = at + 1
        while after < len(cuts) and cuts[after].level > level:
            after += 1
        stop = cuts[after].start if after < len(cuts) else end
        number = f"{parent}.{len(found) + 1}" if parent else str(len(found) + 1)
        found.append(_section(view, cuts[at], cuts[at + 1 : after], stop, number, role))
        at = after
    return found


def _section(view: str, cut: _Cut, inner: list[_Cut], end: int, number: str, parent_role: str) -> Section:
    own_end = inner[0].start if inner else end
    heading, title, body = _heading(view, cut, own_end)
    role = _role(title, parent_role)
    if inner:
        children = _sections(view, inner, end, number, role)
    else:
        runs = _run_in_cuts(view, body)
        children = _sections(view, runs, end, number, role)
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


def _heading(view: str, cut: _Cut, end: int) -> tuple[Span | None, str, Span]:
    """Heading span (marker included), title, body."""
    begin = cut.marker.end
    while begin < end and view[begin] in " \t.、":
        begin += 1
    line_end = view.find("\n", begin, end)
    line_end = end if line_end == -1 else line_end
    line = trim(view, begin, line_end)
    stop = view.find("。", line.start, line.end)
    run_in = cut.level == RUN_IN_LEVEL
    longest = _LONGEST_RUN_IN_TITLE if run_in else _LONGEST_HEADING
    rest_follows = trim(view, line_end, end)
    colon = view.find(":", line.start, min(line.end - 1, line.start + 30))
    if colon != -1 and (stop == -1 or colon < stop) and not run_in:  # 「(一)深化改革:加强…」
        title, after = trim(view, line.start, colon), colon + 1
    elif stop == -1:  # a heading on its own line, or an item that is all one clause
        if run_in or len(line) > longest or (cut.level > 2 and not len(rest_follows)):
            return None, "", trim(view, begin, end)
        title, after = line, line_end
    elif stop - line.start > longest:
        return None, "", trim(view, begin, end)
    elif stop + 1 < line.end or len(rest_follows):  # 「(一)强化政治引领。大石街道…」
        title, after = trim(view, line.start, stop), stop + 1
    elif run_in or stop - line.start > 30:  # one sentence and nothing else: it is the item, not its heading
        return None, "", trim(view, begin, end)
    else:
        title, after = trim(view, line.start, stop), stop + 1
    if not len(title):
        return None, "", trim(view, begin, end)
    heading = Span(cut.marker.start, title.end)
    return heading, view[title.start : title.end], trim(view, after, end)


def _role(title: str, parent_role: str) -> str:
    if parent_role:
        if re.search("第一责任人", title) and parent_role == "measures-results":
            return "leader-duty"
        if re.search("下一?步|打算|安排|计划", title) and parent_role == "shortcomings-causes":
            return "next-year"  # 三、存在的问题及下一步打算, with a part for each
        return parent_role
    for role, pattern in patterns.ROLES:
        if pattern.search(title):
            return role
    return "measures-results" if title else "other"


# ------------------------------------------------------------------ chrome


def _plain(view: str, number: str, extent: Span, role: str) -> Section:
    span = trim(view, extent.start, extent.end)
    return Section(number, "", "", None, extent, span, span, 1 if role == "closing" else 0, role)


def _is_prose(line: str) -> bool:
    return len(line) >= 30 and ("。" in line or len(line) > 100)


def _head_end(view: str, lines: list[Span]) -> int:
    """Where the page's chrome and title above the text end."""
    end = 0
    for line in lines:
        words = view[line.start : line.end].strip()
        chrome = patterns.CHROME_HEAD.search(words) and len(words) <= 4 * _LONGEST_CHROME_LINE
        title = (
            len(words) <= _LONGEST_CHROME_LINE
            and patterns.TITLE.search(words)
            and not set("。,:;") & set(words)
        )
        if _is_prose(words) and not chrome:
            break
        if chrome or title:
            end = line.end
    return end


def _tail_start(view: str, lines: list[Span], after: int) -> int:
    """Where what follows the text (signature, footer) begins: the end of the last line of prose."""
    last = after
    for line in lines:
        words = view[line.start : line.end].strip()
        if line.start < after or not words:
            continue
        foot = patterns.CHROME_FOOT.search(words)
        # The line that holds the last heading is text whatever its length.
        if line.start == after or (not foot and (_is_prose(words) or words.endswith(("。", ";", ":")))):
            last = line.end
    return last


def _tail(view: str, lines: list[Span], start: int) -> list[tuple[Span, str]]:
    """Signature (``closing``) and footer (``chrome``), each one part, together the rest of the text."""
    if start >= len(view):
        return []
    foot = next(
        (
            line.start
            for line in lines
            if line.start >= start and patterns.CHROME_FOOT.search(view[line.start : line.end].strip())
        ),
        len(view),
    )
    parts = []
    if len(trim(view, start, foot)):
        parts.append((Span(start, foot), "closing"))
    else:
        foot = start
    if foot < len(view):
        parts.append((Span(foot, len(view)), "chrome"))
    return parts
