"""What stands around the text: chrome and title above it, signature and footer below."""

from __future__ import annotations

import re

from dashi_kg.model import Section, Span
from dashi_kg.text import patterns
from dashi_kg.text.han import compiled
from dashi_kg.text.segments import trim

LONGEST_CHROME_LINE = 60
_DATE_LINE = re.compile(
    r"^(?:\(?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日\)?|(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}|(?:(?:19|20)\d\d|[二〇○零0一三四五六七八九]{4})年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)$"
)
_FAREWELL = re.compile(
    r"^(?:特此|专此)[^。]{2,16}。?$|^(?:特此|专此)(?:报告|汇报|函告)|^以上(?:报告|情况)[^。]{0,12}。?$|^(?:妥否|当否)[^。]{0,10}。?$|^\(?此件(?:公开|依申请|主动|不予)"
)
# 行政处罚 | 1 286 | 12.5%: a row of a table of figures is text
_ROW = compiled(r"\|\s*[-−]?\d[\d,. ]*(?:%|[\u4e00-\u9fff]{1,3})?\s*(?:\||$)")
# 受理案件80件,办结78件: figures without a full stop, or with one of another width, are text
_UNSTOPPED = compiled(
    r"[\u4e00-\u9fff]{2}\d[\d.]*[余多]?[万亿]?[余多]?(?:件|场次|人次|次|场|期|名|人|起|项|个|家|户|份|%)(?:[,;.]|$)|[\u4e00-\u9fff]{8,}[^\n]*[\u4e00-\u9fff%]\.$"
)
# …法治政府建设年度报告2022年,… / …工作总结根据《…》: a title without a line end behind it
_GLUED_TITLE = re.compile(
    r"(?!现将|现就|根据|按照)[^。,:;\n]{4,50}?(?:法治|依法行政)[^。,:;\n]{0,24}?(?:报告|总结|汇报)[ \t]?(?=(?:19|20)\d\d年|今年|近年|一年来|(?!如下)[\u4e00-\u9fff、]{2,30}:|根据|按照|为深入|现将)"
)
# a notice about reports, a plan of work: named like a report, and none
_NO_REPORT = re.compile(
    r"(?:通知|公告|函|要点|方案|办法|规划|意见|(?<!总结及)(?<!打算和)(?<!下半年工作)(?<!年工作)计划)$"
)


def is_title(words: str) -> bool:
    """Whether a line of the folded view is the title of a report on rule-of-law government."""
    return (
        len(words) <= LONGEST_CHROME_LINE
        and bool(patterns.TITLE.search(words))
        and not set("。,:;>") & set(words)
        and not _NO_REPORT.search(words)
    )


def plain(view: str, number: str, extent: Span, role: str) -> Section:
    """A part without heading: chrome, opening, signature. ``extent``: all of it."""
    span = trim(view, extent.start, extent.end)
    return Section(number, "", "", None, extent, span, span, 1 if role == "closing" else 0, role)


def is_prose(line: str) -> bool:
    """Whether a line is running text."""
    return len(line) >= 30 and ("。" in line or len(line) > 100)


def head_end_of(view: str, lines: list[Span]) -> int:
    """Where the page's chrome and title above the text end."""
    end, titled = 0, False
    for line in lines:
        words = view[line.start : line.end].strip()
        chrome = patterns.CHROME_HEAD.search(words) and len(words) <= 4 * LONGEST_CHROME_LINE
        title = is_title(words)
        glued = (
            None
            if chrome or title or titled
            else _GLUED_TITLE.match(view, trim(view, line.start, line.end).start, line.end)
        )
        if glued:
            end = glued.end()
            break
        if is_prose(words) and not chrome:
            break
        if chrome or title:
            end, titled = line.end, titled or title
    return end


def tail_start(view: str, lines: list[Span], after: int) -> int:
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
        if own or (
            not foot
            and (
                is_prose(words)
                or words.endswith(("。", ";", ":"))
                or _ROW.search(words)
                or _UNSTOPPED.search(words)
            )
        ):
            last = line.end
    return last if len(trim(view, last, len(view))) else len(view)


def tail_parts(view: str, lines: list[Span], start: int) -> list[tuple[Span, str]]:
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
