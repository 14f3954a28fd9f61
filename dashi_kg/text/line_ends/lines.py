"""The lines of a text that are not empty, and what their signs alone tell: marked, ended, running text, furniture of a page."""

from __future__ import annotations

import re
from typing import NamedTuple

from dashi_kg.text import patterns

LONGEST_HEADING = 60  # characters: what is longer and has no full stop is running text
PROSE = 30
_LONGEST_CHROME = 240
NUMERAL = "[一二三四五六七八九十]"

# A line that ends so is at its end…
ENDED = re.compile(r"[。!?;:…][”’)》】\"]*$|^[-—*=_·.\s]+$")
# A line of its own, whatever stands before it.
MARKED = re.compile(
    rf"(?:第{NUMERAL}{{1,3}}(?:部分|章)|{NUMERAL}{{1,3}}[ \t]+(?=[\u4e00-\u9fff\d][^。;:,]{{3,38}}$)|{NUMERAL}{{1,3}}\s?(?:、|\.(?!\d))|\(\s?(?:{NUMERAL}{{1,3}}|\d{{1,2}})\s?\)|\d{{1,2}}\s?[.、)](?!\s?\d)|\d{{1,2}}[.、](?=20\d\d年)|[①-⑳])"
)
_NEW = re.compile(
    rf"(?:附件(?:\s*[:\d]|$)|附:|抄[送报]\s*:|\(?此件|特此(?:报告|汇报|总结)|\s*\|?\s*{patterns.HEAD_LABEL}\s*[:|\]】]|\|)"
)
DATE_LINE = re.compile(
    r"[(]?(?:(?:19|20)\d{2}|[二一][〇○零0O一二三四五六七八九]{3})\s*(?:年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日|[./-]\s*\d{1,2}[./-]\d{1,2})[)]?$"
)
# what is left of a marker, a date or a number where a line end stands in it
_MARKER_BEGUN = re.compile(
    rf"(?:\(\s?(?:{NUMERAL}{{0,3}}|\d{{0,2}})|{NUMERAL}{{1,3}}|第{NUMERAL}{{0,3}}|\d{{1,2}})$"
)
_MARKER_ENDED = re.compile(rf"(?:{NUMERAL}{{0,2}}\s?[)、.]|\d?[)、.])")
OPENING = re.compile(r"(?:现将|现就|根据|按照|为深入|为贯彻|(?:19|20)\d\d年(?:度|以来|来)?,)")
BODY = re.compile(
    r"(?:办事处|政府|政府办公[室厅]|办公室|委员会|局|厅|委|中心|支队|大队|总队|管委会|司法所|党委|党组|党工委|部)$"
)


class Line(NamedTuple):
    """A line that is not empty. ``start``, ``end``: its words without the white space around them."""

    start: int
    end: int
    words: str
    indent: int
    blank: bool  # an empty line stands before it
    marked: bool
    new: bool
    ended: bool


def lines_of(view: str) -> list[Line]:
    """The lines of a folded text that hold more than white space, in their order."""
    found: list[Line] = []
    at, blank = 0, False
    for row in view.split("\n"):
        words = row.strip()
        if words:
            start = at + len(row) - len(row.lstrip())
            marked = bool(MARKED.match(words))
            found.append(
                Line(
                    start, start + len(words), words, start - at, blank, marked,
                    marked or bool(_NEW.match(words) or DATE_LINE.match(words) or patterns.CHROME_FOOT.match(words))
                    or "|" in words,
                    bool(ENDED.search(words[-6:]) or DATE_LINE.match(words)) or "|" in words or _is_chrome(words),
                )
            )  # fmt: skip
            if len(found) > 1 and begins_marker(found[-2].words, words):
                found[-2] = found[-2]._replace(new=True, marked=True)
        blank = not words
        at += len(row) + 1
    return found


def _is_chrome(words: str) -> bool:
    return len(words) <= _LONGEST_CHROME and bool(
        patterns.CHROME_HEAD.match(words) or patterns.CHROME_FOOT.match(words)
    )


def begins_marker(a: str, b: str) -> bool:
    """(|一)规范执法, 1|2.完善制度: a line end inside the number of a heading."""
    return bool(_MARKER_BEGUN.match(a) and _MARKER_ENDED.match(b) and MARKED.match(a + b[:6]))


def opens_text(line: Line) -> bool:
    """Whether running text begins with this line."""
    words = line.words
    running = len(words) >= 6 and bool(re.search("[,。]", words)) and not (line.new or _is_chrome(words))
    return running or bool(OPENING.match(words))


def ends_text(line: Line) -> bool:
    """Whether the text may end with this line: below it only a signature follows."""
    return (line.marked or not line.new) and bool(re.search("[。;!][”)]?$", line.words))


def is_prose(line: Line) -> bool:
    """Whether a line is running text by its length and signs."""
    return len(line.words) >= PROSE and ("。" in line.words or "," in line.words or len(line.words) > 100)
