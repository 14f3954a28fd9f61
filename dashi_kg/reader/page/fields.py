"""Fields of a page, with and without labels: dates, codes, numbers, the addressee."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashi_kg.model import Section, Source, Span, Stated
from dashi_kg.reader.page.days import CHINESE_DATE, day_at
from dashi_kg.reader.rules.table import word_class, wordings
from dashi_kg.text import patterns
from dashi_kg.text.fold import fold

_SAID = wordings("fields")
_NO_VALUE = _SAID["no-value"]

_VALUE_END = rf"(?=\s|\||{patterns.HEAD_LABEL}\s*[:|]|$)"
_USCC = _SAID["uscc"]
_BEHIND_DATE = _SAID["behind-date"]
_BY = _SAID["by"]
# a field that says that there is nothing to say
_NOTHING = frozenset(word_class("fields", "nothing"))
_NUMBER_LINE = _SAID["number-line"]
_ADDRESSEE = _SAID["addressee"]


def labelled(source: Source, view: str, where: Span, label: str, rule: str) -> Stated | None:
    """``label: value``, ``label | value`` or the value on the next line; the span covers label and value."""
    for pattern in (
        rf"(?:{label})\s*(?:[\]】]\s*[:|]?|[:|])[ \t|]*(?P<value>[^\s|:]+?){_VALUE_END}",
        rf"(?m:^)[ \t|]*(?:{label})\s*[:|]?[ \t]*\n[ \t|]*(?P<value>[^\s|:]{{2,40}})[ \t|]*$",
    ):
        found = re.compile(pattern, re.MULTILINE).search(view, where.start, where.end)
        if (
            found
            and found["value"].strip() not in _NOTHING
            and not re.fullmatch(patterns.HEAD_LABEL, found["value"])
        ):
            return Stated(source.quote(Span(*found.span("value"))), Span(*found.span()), rule)
    return None


def bare_date(view: str, head: Span) -> Stated | None:
    """2024-01-15 09:30 来源:… — a line of the head that begins with a date and no label; not the page's clock."""
    for line in lines_of(view, head):
        by = _BY.match(view, line.start, line.end)
        day = day_at(view, by.end() if by else line.start, line.end)
        if day and _BEHIND_DATE.match(view, day[1], line.end):
            return Stated(day[0], Span(line.start, day[1]), "date-in-head")
    return None


def bracketed_date(view: str, head: Span, title: Stated | None) -> Stated | None:
    """(2022年1月25日), (青山县司法局 2022年1月25日) — under or right behind the title: when the report was made."""
    for line in lines_of(view, head):
        if title and title.span and line.contains(title.span):
            line = Span(title.span.end, line.end)
            line = Span(
                line.start + len(view[line.start : line.end]) - len(view[line.start : line.end].lstrip()),
                line.end,
            )
        if len(line) > 2 and view[line.start] == "(" and view[line.end - 1] == ")":
            by = _BY.match(view, line.start + 1, line.end)
            day = day_at(view, by.end() if by else line.start + 1, line.end)
            if day and day[1] == line.end - 1:
                return Stated(day[0], line, "date-in-head")
    return None


def signature_date(view: str, closing: Span) -> Stated | None:
    """The last date of the signature."""
    last: Stated | None = None
    for pattern in (patterns.DATE, CHINESE_DATE):
        for found in pattern.finditer(view, closing.start, closing.end):
            day = day_at(view, found.start(), closing.end)
            if day and (last is None or last.span is None or found.start() > last.span.start):
                last = Stated(day[0], Span(found.start(), day[1]), "date-of-signature")
    return last


def lines_of(view: str, where: Span) -> Iterator[Span]:
    """The lines that are not empty, without the white space around them."""
    for found in re.compile(r"[^\n]+").finditer(view, where.start, where.end):
        words = found[0]
        start = found.start() + len(words) - len(words.lstrip())
        if words.strip():
            yield Span(start, start + len(words.strip()))


def number_line(source: Source, view: str, head: Span) -> Stated | None:
    """石发〔2016〕23号 — the number of the report itself, alone on a line of the head."""
    found = _NUMBER_LINE.search(view, head.start, head.end)
    if not found:
        return None
    span = Span(*found.span("value"))
    return Stated(source.quote(span), span, "document-number-line")


def text_start(root: Section, head: Span) -> int:
    """Where the first numbered part begins."""
    first = next((c.extent for c in root.children if c.level == 1 and c.heading), None)
    return first.start if first else head.end


def addressee_line(source: Source, view: str, root: Section, title: Stated | None) -> Stated | None:
    """市委、市政府: — a line of its own between the title and the text."""
    start = title.span.end if title and title.span else 0
    first = next((c.extent for c in root.children if c.level == 1 and c.heading), None)
    end = first.start if first else min(len(view), start + 400)
    found = _ADDRESSEE.search(view, start, end)
    if not found or _NO_VALUE.search(found["value"]):
        return None
    span = Span(*found.span("value"))
    return Stated(source.quote(span), span, "addressee-line")


def uscc_of(source: Source, view: str, places: tuple[Span, ...]) -> Stated | None:
    """统一社会信用代码 of the page; whether its check digit is right is not asked here."""
    for where in places:
        found = _USCC.search(view, where.start, where.end)
        if found:
            value = source.quote(Span(*found.span("value")))
            return Stated(fold(value).upper(), Span(*found.span()), "uscc-on-page")
    return None
