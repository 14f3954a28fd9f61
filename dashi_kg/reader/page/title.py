"""Which line of a page is the title of the report."""

from __future__ import annotations

import re

from dashi_kg.model import Source, Span, Stated
from dashi_kg.reader.outline.frame import is_title
from dashi_kg.reader.page.fields import lines_of
from dashi_kg.reader.rules.table import wordings
from dashi_kg.text import patterns

_SAID = wordings("title")
_YEAR = _SAID["year"]

_BEFORE = _SAID["before"]
_AFTER = re.compile(r"[\s|]+$")
_DATE_BEHIND = _SAID["date-behind"]


def bare_title(view: str, line: Span) -> Span:
    """The line without the label, the cell marks and the date in brackets around its words (may be empty)."""
    words = view[line.start : line.end]
    label = _BEFORE.match(words)
    before = label.end() if label else 0
    words = words[before:]
    words = _AFTER.sub("", words)
    words = _DATE_BEHIND.sub("", words)
    return Span(line.start + before, line.start + before + len(words))


def read_title(source: Source, view: str, head: Span) -> Stated | None:
    """The line that is a title, or two lines that are one; the one before the text wins over 标题: of a table."""
    lines = [bare_title(view, line) for line in lines_of(view, head)]
    found: list[tuple[Span, str]] = []
    for index, line in enumerate(lines):
        words = view[line.start : line.end]
        before = lines[index - 1] if index else None
        if is_title(words) and before and _opens_title(view[before.start : before.end], words):
            found.append((Span(before.start, line.end), "title-on-two-lines"))
        elif is_title(words):
            found.append((line, "title-line"))
        elif index + 1 < len(lines) and len(words) >= 4 and not re.search(r"[:|]", words):
            after = lines[index + 1]
            if is_title(words + view[after.start : after.end]) and not is_title(
                view[after.start : after.end]
            ):
                found.append((Span(line.start, after.end), "title-on-two-lines"))
    if not found:
        return None
    span, rule = found[-1]
    return Stated(re.sub(r"\s*\n\s*", "", source.quote(span)), span, rule)


def _opens_title(line: str, title: str) -> bool:
    """株洲市生态环境局2023年度|法治政府建设情况报告: the year stands on the line above."""
    return bool(_YEAR.search(line)) and not patterns.YEAR_WORD.search(title) and not re.search(r"[:|]", line)
