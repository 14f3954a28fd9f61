"""Which lines make up the title, the addressee and the signature, where nothing but their words can tell."""

from __future__ import annotations

import re

from dashi_kg.text import patterns
from dashi_kg.text.han import compiled
from dashi_kg.text.line_ends.lines import BODY, DATE_LINE, OPENING, Line, is_prose

_LONGEST_TITLE = 75
_TITLE_LINES = 4  # that make up one title
_HEAD_LINES = 40  # looked at for a title

# how a title of a report ends, and what shows that more of it follows
_TITLE_END = re.compile(r"(?:报告|总结|汇报|情况)(?:\([^()]{0,20}\))?$")
_SUBJECT = re.compile(r"法治|依法行政|依法治")
_ADDRESSEE = compiled(
    r"[\u4e00-\u9fff、,]{0,40}(?:委|政府|国务院|人大|人大常委会|厅|局|办|办公室|委员会|小组)[\u4e00-\u9fff]{0,6}\s*:"
)
_TITLE_REST = re.compile(r"的?(?:年度)?(?:工作)?(?:情况)?的?(?:报告|总结|汇报)(?:\([^()]{0,20}\))?")
_OWN_NAME = compiled(
    r"(?:关于)?(?:(?:19|20)\d\d年度?)?(?P<name>[\u4e00-\u9fff]{2,30}?)(?=关于|(?:19|20)\d\d|推进|法治|依法)"
)
_NAME_IN_TITLE = re.compile("[省市区县旗镇乡]|街道|局$|厅$")
_NO_TITLE = re.compile(rf"[。,:;>|!?【】〔〕\[\]]|号$|^{patterns.HEAD_LABEL}$|^\d{{4}}[-/.]|网$|门户|首页")
_YEAR_BEGUN = re.compile(r"(?:[12]|19|20)\d{0,2}(?:年|$)")


def title_lines(lines: list[Line]) -> dict[int, bool]:
    """Lines of the head → whether each goes on from the one before, for those that make up a title."""
    found: dict[int, bool] = {}
    stop = next(
        (i for i, line in enumerate(lines[:_HEAD_LINES]) if line.marked or (is_prose(line) and line.ended)),
        min(len(lines), _HEAD_LINES),
    )
    end = 0
    while end < stop:
        best = -1
        # the longest run of lines that ends here and reads as a title
        for begin in range(end, max(-1, end - _TITLE_LINES), -1):
            if found.get(begin) or lines[begin].new or (begin < end and not _opens(lines, begin, end)):
                break
            if _reads_as_title("".join(line.words for line in lines[begin : end + 1])):
                best = begin
        if best >= 0 and not _goes_further(lines, best, end, stop):
            for index in range(best + 1, end + 1):
                found[index] = True
            if end + 1 < len(lines):
                found[end + 1] = False
        end += 1
    return found


def _reads_as_title(words: str) -> bool:
    return (
        8 <= len(words) <= _LONGEST_TITLE
        and not OPENING.match(words)
        and bool(_SUBJECT.search(words))
        and bool(_TITLE_END.search(words))
        and not _NO_TITLE.search(words)
    )


def _opens(lines: list[Line], begin: int, end: int) -> bool:
    """Whether a line can be the beginning of the title whose end is known to stand below it."""
    words = lines[begin].words
    if _NO_TITLE.search(words) or lines[begin + 1].new or len(words) > 50:
        return False
    below = "".join(line.words for line in lines[begin + 1 : end + 1])
    if _reads_as_title(words):
        return bool(_TITLE_REST.fullmatch(below))
    if not _reads_as_title(below):
        return True
    # below it stands a whole title: a body, a division or a year above belongs to it only where it names none itself
    own = _OWN_NAME.match(below)
    named = bool(own and _NAME_IN_TITLE.search(own["name"]) and own["name"] not in ("全市", "全县", "全区"))
    if words.endswith("关于"):
        return True
    if re.search(r"(?:19|20)\d\d年度?$", words):
        return not re.match("(?:关于)?(?:19|20)\\d\\d", below)
    if BODY.search(words):
        return not named or words.startswith("中共")
    if words[-1].isdigit():
        return below[0].isdigit() or below[0] in "年 "
    return bool(re.search(r"[\u4e00-\u9fff〇○(]$", words)) and not words.endswith(("公开", "报告"))


def _goes_further(lines: list[Line], begin: int, end: int, stop: int) -> bool:
    """…法治政府建设情况 | 的报告: what reads as a title goes on in the next line."""
    if end + 1 >= stop:
        return False
    words = "".join(line.words for line in lines[begin : end + 1])
    after = lines[end + 1].words
    if lines[end + 1].new:
        return bool(re.fullmatch(r"\([^()]{2,20}\)", after)) and not DATE_LINE.match(after)
    return (
        len(after) <= 16
        and bool(re.match(r"的|报告|总结|工作|\((?:19|20)\d\d年?", after))
        and _reads_as_title(words + after)
    )


def is_addressee(before: Line, line: Line) -> bool:
    """县人民政|府:"""
    words = before.words + line.words
    if before.new or before.ended:
        return False
    if _YEAR_BEGUN.match(before.words) and not _TITLE_END.search(before.words):
        return bool(re.match(r"(?:19|20)\d\d年", words))
    return (bool(_ADDRESSEE.fullmatch(words)) and len(line.words) <= 20) or (
        len(before.words) < 4 and bool(OPENING.match(words))
    )


def in_signature(lines: list[Line], index: int) -> bool:
    """A name or a date below the text that a line end divides: 黄丰镇人民|政府, 2025年1|月20日."""
    a, b = lines[index - 1].words, lines[index].words
    if DATE_LINE.match(a) or (BODY.search(a) and not re.match("办公[室厅]$", b)):
        return False
    if DATE_LINE.match(a + b) and not DATE_LINE.match(b):
        return True
    return len(a + b) <= 30 and bool(re.fullmatch(r"[\u4e00-\u9fff]+", a + b)) and bool(BODY.search(a + b))
