"""Fields of a page, with and without labels: dates, codes, numbers, the addressee."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashi_kg.model import Section, Source, Span, Stated
from dashi_kg.reader.page.days import CHINESE_DATE, day_at
from dashi_kg.text import patterns
from dashi_kg.text.fold import fold
from dashi_kg.text.han import compiled

_VALUE_END = rf"(?=\s|\||{patterns.HEAD_LABEL}\s*[:|]|$)"
# 统一社会信用代码:91350100M000100Y43
_USCC = re.compile(r"(?:统一社会)?信用代码\s*(?:[:|][ \t|]*)?\s*(?P<value>[0-9A-Za-z]{18})(?![0-9A-Za-z])")
# what stands behind the date of publication: nothing, a time, or another field
_BEHIND_DATE = compiled(
    rf"[ \t]*(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?[ \t|/]*(?:$|(?={patterns.HEAD_LABEL}\s*[:|])|(?=[【\[]?(?:字|打印|浏览|来源))|[\u4e00-\u9fff]{{2,20}}(?:局|厅|委|办|府|处|室|会|所|心|院|部)[ \t]*$)",
    re.MULTILINE,
)
# 临江县公安局 2021-01-12 来源:本站
_BY = compiled(r"[\u4e00-\u9fff]{2,20}(?:局|厅|委|办|府|处|室|会|所|心|院|部)[ \t]+(?=(?:19|20)\d\d)")
# a field that says that there is nothing to say
_NOTHING = frozenset(
    ("无", "暂无", "-", "--", "—", "/", "null", "空", "无文号", "本站", "本网", "本网站", "原创")
)
_NUMBER_LINE = compiled(
    r"(?m)^[^\S\n]*(?P<value>[\u4e00-\u9fff]{1,12}\s*[〔\[【(]\s*(?:19|20)\d{2}\s*[〕\]】)]\s*第?\s*\d+\s*号)\s*$"
)
# 市委、市政府:
_ADDRESSEE = compiled(
    r"(?m)^[^\S\n]*(?P<value>[\u4e00-\u9fff、,() ]{0,40}(?:委|政府|国务院|人大|人大常委会|厅|局|办|办公室|委员会|小组)[\u4e00-\u9fff]{0,6})\s*:\s*$"
)


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
    if not found or re.search(r"如下|来\s*源|机\s*构", found["value"]):
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
