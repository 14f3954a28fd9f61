"""Source → the tree of sections. Total: any text gives a tree, and its extents tile the text.

Devices of the genre, outermost first: 一、 · (一) · 1. · (1) · 一是 (run in, inside a paragraph).
A device that is missing is skipped, so 「1.」 may stand directly under 「一、」.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dashi_kg import patterns
from dashi_kg.model import Section, Source, Span
from dashi_kg.roles import PLAN_OPENING, PLAN_TURN, PROBLEM_OPENING, is_merged, role_of
from dashi_kg.text.fold import fold
from dashi_kg.text.lines import joined
from dashi_kg.text.numerals import chinese_number
from dashi_kg.text.segments import sentences, trim

RUN_IN_LEVEL = len(patterns.HEADS) + 1
_LONGEST_HEADING = 80
_LONGEST_RUN_IN_TITLE = 40
_LONGEST_CHROME_LINE = 60
# 一、主要举措和成效………1   a line of a table of contents
_OF_CONTENTS = re.compile(r"(?:[.…·]\s?){3,}\s*\d{1,3}\s*$|\t\s*\d{1,3}\s*$")
# A heading and its text with nothing but a space between them.
_GAP = re.compile(r"(?P<title>[^\s。,;:]{4,30}(?:,[^\s。,;:]{4,20})?)[ \t]+(?=[\u4e00-\u9fff\d“《][^\n]{20})")
# A first sentence that states a fact, and is no heading: with a count in it, or with many clauses.
_STATEMENT = re.compile(
    r"\d(?:余|多)?(?:余|多|万)*(?:[次件场人份名期项条家户起宗]|个(?!维护|确立|意识|自信|统一|方面)|%)|(?:[^,]*,){4}|^(?:截至|截止|目前|20\d\d年(?:度|以来)?,)"
)
# 第一部分 2021年主要工作: above 一、
_PART = re.compile(
    r"(?P<marker>第[一二三四五六七八九十]{1,3}(?:部分|章))[、: \t]*(?=[^\s。;,][^。;\n]{1,38}$)"
)
# 一 工作开展情况: a space where the mark was lost
_SPACED = re.compile(r"(?P<marker>[一二三四五六七八九十]{1,3})[ \t]+(?=[\u4e00-\u9fff\d][^。;:,\n]{3,38}$)")
# …检查45次。二、存在的不足 / …。(二)规范执法。/ …;2.完善制度: behind a full stop, in the middle of a line
_GLUED = re.compile(
    r"(?:(?<=[。;:])|(?<=[。;:] ))(?:(?P<m1>[一二三四五六七八九十]{1,3}、)(?=[^。;\n]{2,40}$)|(?P<m2>\([一二三四五六七八九十]{1,3}\))(?![项款目、和至])|(?P<m3>\d{1,2}[.、])(?![\d、]))"
)
_DATE_LINE = re.compile(
    r"^(?:\(?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日\)?|(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}|[二〇○零0一三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)$"
)
_FAREWELL = re.compile(
    r"^(?:特此|专此)[^。]{2,16}。?$|^(?:特此|专此)(?:报告|汇报|函告)|^以上(?:报告|情况)[^。]{0,12}。?$|^(?:妥否|当否)[^。]{0,10}。?$|^\(?此件(?:公开|依申请|主动|不予)"
)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A place where a section begins.

    ``role``: of a part without heading, known from how it begins; ``held``: of a part with one, known from what it holds.
    """

    start: int
    marker: Span
    level: int
    role: str = ""
    held: str = ""


def outline(source: Source) -> Section:
    """The tree of sections of a text.

    Args:
        source: any source.

    Returns:
        The root (number ``""``, role ``report``); its children are the head chrome ``0a``, the
        preamble ``0b``, the numbered parts ``1`` …, and what follows them. The extents of the
        children of any section, with its own head before them, tile its extent exactly.
    """
    view = view_of(source)
    lines = _lines(view)
    cuts = _line_cuts(view, lines)
    year = _report_year(view, lines, cuts)
    cuts = _with_unheaded_parts(view, lines, cuts, year)
    cuts = _with_the_years_work(view, cuts, year)
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
    children += [_quoted(source, section) for section in _sections(view, cuts, tail, "", "", year)]
    number = sum(child.level == 1 for child in children)
    for part, role in _tail(view, lines, tail):
        number += 1
        children.append(_plain(view, str(number), part, role))
    everything = Span(0, len(view))
    trimmed = trim(view, 0, len(view))
    return Section("", "", "", None, everything, trimmed, Span(0, 0), 0, "report", tuple(children))


def view_of(source: Source) -> str:
    """The text as the rules see it: one width of character, simplified, broken lines joined; as long as the text."""
    return joined(fold(source.text))


def _quoted(source: Source, section: Section) -> Section:
    """The section with marker and title as they stand in the text (rules see the folded view)."""
    heading = section.heading
    title = source.quote(Span(heading.end - len(section.title), heading.end)) if heading else ""
    start = heading.start if heading else section.span.start
    marker = source.quote(Span(start, start + len(section.marker)))
    return replace(
        section,
        marker=marker,
        title=re.sub(r"\s*\n\s*", "", title),
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
    """Cuts at the heads of lines; and inside a line, behind a full stop, where the numbering goes on."""
    cuts: list[_Cut] = []
    last = [0] * (len(patterns.HEADS) + 1)  # the last number of each level, 0 where none is open
    for line in lines:
        content = trim(view, line.start, line.end)
        if _OF_CONTENTS.search(view, content.start, content.end):
            continue
        if cut := _cut_at(view, line, content):
            cuts.append(cut)
            last[cut.level :] = [_value(view, cut.marker)] + [0] * (len(last) - cut.level - 1)
        for found in _GLUED.finditer(view, content.start + 1, content.end):
            level = next(n for n in (1, 2, 3) if found[f"m{n}"])
            marker = Span(*found.span(f"m{level}"))
            value = _value(view, marker)
            opens = value == 1 and level > 1 and _followed(view, marker, content.end, level)
            if (last[level] and value == last[level] + 1) or opens:
                cuts.append(_Cut(marker.start, marker, level))
                last[level:] = [value] + [0] * (len(last) - level - 1)
    return cuts


def _cut_at(view: str, line: Span, content: Span) -> _Cut | None:
    """The cut at the head of a line."""
    if found := _PART.match(view, content.start, content.end):
        return _Cut(line.start, Span(*found.span("marker")), 0)
    for level, pattern in enumerate(patterns.HEADS, start=1):
        if found := pattern.match(view, content.start, content.end):
            return _Cut(line.start, Span(*found.span("marker")), level)
    if found := _SPACED.match(view, content.start, content.end):
        return _Cut(line.start, Span(*found.span("marker")), 1)
    return None


def _value(view: str, marker: Span) -> int:
    """The number that a marker shows; 0 where it shows none."""
    digits = re.sub(r"[^\d一二三四五六七八九十]", "", view[marker.start : marker.end])
    return int(chinese_number(digits) or 0) if digits and not digits.isdigit() else int(digits or 0)


def _followed(view: str, marker: Span, end: int, level: int) -> bool:
    """Whether the second of a series that opens inside a line stands in the same line."""
    second = ("", "二、", "(二)", "2")[level]
    at = view.find(second, marker.end, end)
    return at > 0 and view[at - 1] in "。;" and bool(_GLUED.match(view, at, end))


def _report_year(view: str, lines: list[Span], cuts: list[_Cut]) -> int | None:
    """The year in the title, or the first in a heading of a part: what is later is a plan."""
    first = cuts[0].start if cuts else len(view)
    above = [view[line.start : line.end].strip() for line in lines if line.end <= first]
    titles = [words for words in above if len(words) <= _LONGEST_CHROME_LINE and patterns.TITLE.search(words)]
    top = min((c.level for c in cuts), default=1)
    heads = [view[c.start : c.start + _LONGEST_HEADING].partition("\n")[0] for c in cuts if c.level == top]
    for words in [*titles, *heads]:
        if found := patterns.YEAR_WORD.search(words):
            return int(found["y"])
    return None


def _with_unheaded_parts(view: str, lines: list[Span], cuts: list[_Cut], year: int | None) -> list[_Cut]:
    """Parts on shortcomings and on next year that have no heading of their own, only a paragraph that begins so.

    Looked for where no heading names such a part (or one heading names both), from the last part on.
    """
    top = min(1, *(cut.level for cut in cuts)) if cuts else 1
    tops = [cut for cut in cuts if cut.level == top]
    if not tops:
        return cuts
    titles = [_heading(view, cut, len(view))[1] for cut in tops]
    roles = [role_of(title, "", year) for title in titles]
    deeper = [_heading(view, cut, len(view))[1] for cut in cuts if cut.level > top]
    inner = {role_of(title, "measures-results") for title in deeper if title}
    merged = [cut.start for cut, title in zip(tops, titles, strict=True) if is_merged(title)]
    starts = {cut.start for cut in cuts}
    found: list[_Cut] = []
    begin = merged[0] if merged else tops[-1].start
    for line in lines:
        if line.start <= begin or line.start in starts:
            continue
        words = trim(view, line.start, line.end)
        text = view[words.start : words.end]
        role = ""
        plan = PLAN_OPENING.match(text)
        if plan and plan.groupdict()["year"] and not (year and int(plan["year"]) > year):
            plan = None
        if plan and "next-year" not in {*roles, *inner}:
            role = "next-year"
        elif "shortcomings-causes" not in {*roles, *inner} and PROBLEM_OPENING.match(text):
            role = "shortcomings-causes"
        if role and role not in {cut.role for cut in found}:
            found.append(_Cut(words.start, Span(words.start, words.start), top, role))
    return sorted([*cuts, *found], key=lambda cut: cut.start)


# 全年共受理行政案件4217起: what was done in the year, with figures
_YEARS_WORK = re.compile(r"(?:全年|年内|今年以来|一年来)[^。\n]{0,30}?\d")
_FIGURE = re.compile(r"\d[\d ,.]*[余]?万?[\u4e00-\u9fff%]")
_LEAST_FIGURES = 3


def _with_the_years_work(view: str, cuts: list[_Cut], year: int | None) -> list[_Cut]:
    """Parts named 总体情况, 基本情况 that hold the measures: with the year's figures, or where no other part has them."""
    top = min((cut.level for cut in cuts), default=1)
    tops = [cut for cut in cuts if cut.level == top]
    roles = [cut.role or role_of(_heading(view, cut, len(view))[1], "", year) for cut in tops]
    found: dict[int, _Cut] = {}
    for at, (cut, role) in enumerate(zip(tops, roles, strict=True)):
        if role != "overview":
            continue
        end = tops[at + 1].start if at + 1 < len(tops) else len(view)
        words = view[cut.start : end]
        parts = any(cut.start < c.start < end and c.level > top for c in cuts)
        alone = "measures-results" not in roles and len(tops) > 1
        if _YEARS_WORK.search(words) or (alone and (parts or len(_FIGURE.findall(words)) >= _LEAST_FIGURES)):
            found[cut.start] = replace(cut, held="measures-results")
    return [found.get(cut.start, cut) for cut in cuts]


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


def _turn(view: str, runs: list[_Cut]) -> int:
    """The first run-in item that announces: what stands before it turned to plans. 三是…。下一步,我镇将:|一是…"""
    for index in range(1, len(runs)):
        if not view.startswith("一", runs[index].marker.start):
            continue
        before = Span(runs[index - 1].start, runs[index].start)
        if _announces(view, before):
            return index
    return len(runs)


def _announces(view: str, where: Span) -> bool:
    """Whether a sentence of a part on shortcomings turns to plans."""
    return any(PLAN_TURN.match(view, s.start, s.end) for s in sentences(view, where))


def _sections(
    view: str, cuts: list[_Cut], end: int, parent: str, role: str, year: int | None, before: int = 0
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
    view: str, cut: _Cut, inner: list[_Cut], end: int, number: str, parent_role: str, year: int | None
) -> Section:
    own_end = inner[0].start if inner else end
    heading, title, body = _heading(view, cut, own_end)
    role = cut.role or cut.held or role_of(title, parent_role, year)
    if inner:
        announced = role == "shortcomings-causes" and _announces(view, body)
        children = _sections(view, inner, end, number, "next-year" if announced else role, year)
    else:
        runs = _run_in_cuts(view, body)
        turn = _turn(view, runs) if role == "shortcomings-causes" else len(runs)
        stop = runs[turn].start if turn < len(runs) else end
        children = _sections(view, runs[:turn], stop, number, role, year)
        children += _sections(view, runs[turn:], end, number, "next-year", year, len(children))
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
    if cut.role:
        return None, "", trim(view, cut.start, end)
    begin = cut.marker.end
    while (begin < end and view[begin] in " \t.、") or (cut.level == 0 and view[begin : begin + 1] == ":"):
        begin += 1
    line_end = view.find("\n", begin, end)
    line_end = end if line_end == -1 else line_end
    line = trim(view, begin, line_end)
    stop = view.find("。", line.start, line.end)
    run_in = cut.level == RUN_IN_LEVEL
    longest = _LONGEST_RUN_IN_TITLE if run_in else _LONGEST_HEADING
    rest_follows = trim(view, line_end, end)
    colon = view.find(":", line.start, min(line.end - 1, line.start + 30))
    gap = None if run_in else _GAP.match(view, line.start, line.end)
    if colon != -1 and (stop == -1 or colon < stop) and not run_in:  # 「(一)深化改革:加强…」
        title, after = trim(view, line.start, colon), colon + 1
    elif gap and stop > gap.end("title") and not view[gap.end("title") : line.end].startswith("\n"):
        title, after = Span(*gap.span("title")), gap.end("title")  # 「(一)加强组织领导 我局高度重视…。」
    elif not run_in and stop != -1 and _STATEMENT.search(view[line.start : stop]):
        return None, "", trim(view, begin, end)
    elif stop == -1:  # a heading on its own line, or an item that is all one clause
        if run_in or len(line) > longest or (cut.level > 2 and not len(rest_follows)):
            return None, "", trim(view, begin, end)
        title, after = line, line_end
    elif stop - line.start > longest:
        return None, "", trim(view, begin, end)
    elif stop + 1 < line.end or len(rest_follows):  # 「(一)强化政治引领。大石街道…」
        title, after = trim(view, line.start, stop), stop + 1
    elif (
        run_in or stop - line.start > 30 or cut.level > 2
    ):  # one sentence and nothing else: it is the item, not its heading
        return None, "", trim(view, begin, end)
    else:
        title, after = trim(view, line.start, stop), stop + 1
    while len(title) and view[title.end - 1] in ",;:. ":
        title = Span(title.start, title.end - 1)
    if not len(title):
        return None, "", trim(view, begin, end)
    heading = Span(cut.marker.start, title.end)
    return heading, view[title.start : title.end], trim(view, after, end)


# ------------------------------------------------------------------ chrome


def _plain(view: str, number: str, extent: Span, role: str) -> Section:
    span = trim(view, extent.start, extent.end)
    return Section(number, "", "", None, extent, span, span, 1 if role == "closing" else 0, role)


# 行政处罚 | 1 286 | 12.5%: a row of a table of figures is text
_ROW = re.compile(r"\|\s*[-−]?\d[\d,. ]*(?:%|[\u4e00-\u9fff]{1,3})?\s*(?:\||$)")


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
            and not set("。,:;>") & set(words)
        )
        if _is_prose(words) and not chrome:
            break
        if chrome or title:
            end = line.end
    return end


def _tail_start(view: str, lines: list[Span], after: int) -> int:
    """Where what follows the text (signature, footer) begins: the end of the last line of prose.

    Behind the date of a signature, a farewell or the foot of the page, prose is not the report's any more.
    """
    last = after
    for line in lines:
        words = view[line.start : line.end].strip()
        if line.end <= after or not words:
            continue
        foot = patterns.CHROME_FOOT.search(words)
        # The line that holds the last heading is text whatever its length.
        own = line.start <= after
        if not own and last > after and (foot or _DATE_LINE.match(words) or _FAREWELL.match(words)):
            break
        if own or (not foot and (_is_prose(words) or words.endswith(("。", ";", ":")) or _ROW.search(words))):
            last = line.end
    return last


def _tail(view: str, lines: list[Span], start: int) -> list[tuple[Span, str]]:
    """Signature (``closing``) and footer (``chrome``), each one part, together the rest of the text."""
    if start >= len(view):
        return []
    foot = len(view)
    for line in lines:
        words = view[line.start : line.end].strip()
        if line.start < start:
            continue
        if patterns.CHROME_FOOT.search(words):
            foot = line.start
            break
        if _DATE_LINE.match(words) and len(trim(view, line.end, len(view))):
            foot = line.end
            break
    parts = []
    if len(trim(view, start, foot)):
        parts.append((Span(start, foot), "closing"))
    else:
        foot = start
    if foot < len(view):
        parts.append((Span(foot, len(view)), "chrome"))
    return parts
