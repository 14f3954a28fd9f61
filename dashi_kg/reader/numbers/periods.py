"""The time a value is about: said in the sentence (explicit) or the report's own year (implied)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import islice

from dashi_kg.model import Period, Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import VERB
from dashi_kg.reader.rules.table import filled, table, the_word, wordings, words
from dashi_kg.text import patterns
from dashi_kg.text.numerals import number

_SAID = wordings("periods")
_UNTIL_NOW = the_word("periods", "until-now")
_THERE_ARE = the_word("periods", "there-are")
_SINCE_THEN = the_word("periods", "since-then")
_PER, _FROM = "per-", "five-years-from-"  # classes of words of the list: per-month, five-years-from-2021
_AT_THAT_TIME = _SAID["at-that-time"]
_ALREADY = _SAID["already"]
_DATE_SIGN = _SAID["date-sign"]

_TITLE_MARKS = re.compile(r"《[^》\n]{1,80}》")
_COMPARED = _SAID["compared"]
_SINCE = _SAID["since"]
_OF = _SAID["of"]
STOCK = _SAID["stock"]

TimeWord = tuple[str, re.Match[str]]  # which rule of rules/time-word.yaml, and where


@cache
def _time_words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The rules of words of time in their order; the signs of a date may have blanks beside them: 2016 年 12 月."""
    return tuple(
        (rule.id, re.compile(_spaced(filled(rule.pattern)), re.VERBOSE)) for rule in table("time-word").rules
    )


def _spaced(pattern: str) -> str:
    return _DATE_SIGN.sub(r"(?:[ ]?\g<0>[ ]?+)", pattern) if "(?P<" in pattern else pattern


_SIGN = _SAID["sign"]
_LONGEST_SUBJECT = 12
_NEAREST = 40  # more words of time are not looked at for one number
_REACH = 80
# 每月不少于8小时, 每学期到校授课3至5次: how often; but 每月…累计12次 is a total, “每周一课” a name
_EACH_KEYS = {
    word: kind.removeprefix(_PER)
    for kind, named in words("periods").items()
    if kind.startswith(_PER)
    for word in named
}
_EACH = _SAID["each"]
_PART = _SAID["part"]
# five-year plans, and the five years of law teaching that go with them: “八五”普法
_FIVE_YEARS = {
    word: int(kind.removeprefix(_FROM))
    for kind, named in words("periods").items()
    if kind.startswith(_FROM)
    for word in named
}


def year_period(year: int) -> Period:
    """One calendar year."""
    return Period(str(year), date(year, 1, 1), date(year, 12, 31), str(year))


def years_period(first: int, last: int) -> Period:
    """Several calendar years, both included."""
    if first >= last:
        return year_period(last)
    return Period(f"{first}_{last}", date(first, 1, 1), date(last, 12, 31), f"{first}/{last}")


def months_period(year: int, first: int, last: int, last_year: int | None = None) -> Period:
    """One month, or several; the first and last month of a year make the year."""
    end_year = last_year or year
    begin, end = date(year, first, 1), date(end_year, last, calendar.monthrange(end_year, last)[1])
    if (year, first, last) == (end_year, 1, 12):
        return year_period(year)
    if (year, first) == (end_year, last):
        name = f"{year}-{first:02d}"
        return Period(name, begin, end, name)
    one, two = f"{year}-{first:02d}", f"{end_year}-{last:02d}"
    return Period(f"{one}_{two}", begin, end, f"{one}/{two}")


def day_period(day: date) -> Period:
    """One day."""
    return Period(day.isoformat(), day, day, day.isoformat())


def since(ctx: Context, begin: date, name: str) -> Period:
    """From a year or day on, without an end; the date of publication bounds what can be meant."""
    return Period(f"since-{name}", begin, None, f"{name}/..", ctx.metadata.issued_date)


def until(day: date, name: str) -> Period:
    """A state at a stated time (截至…); nothing is said about when it began."""
    return Period(f"as-of-{name}", None, day, f"../{name}")


def as_of(ctx: Context) -> Period:
    """The time of writing: not later than the date of publication."""
    day = ctx.metadata.issued_date
    if day:
        return Period(f"as-of-{day.isoformat()}", None, None, f"../{day.isoformat()}", day)
    return Period("as-of-unknown", None, None, "..")


def each_year() -> Period:
    """Every year (每年): no bounds."""
    return Period("each-year", None, None, "")


def each(name: str) -> Period:
    """Every month, week … (每月): no bounds."""
    return Period(f"each-{name}", None, None, "")


def earlier(ctx: Context) -> Period:
    """The time before a change within the report year or earlier: where no year is stated."""
    year = ctx.metadata.year.value if ctx.metadata.year else "unknown"
    return Period(f"until-{year}", None, None, f"../{year}" if year.isdigit() else "..")


def unknown() -> Period:
    """For a report whose year is not stated anywhere."""
    return Period("unknown", None, None, "")


def period_of(
    ctx: Context,
    sentence: Span,
    clause: Span,
    at: int,
    *,
    repeated: bool,
    stock: bool,
    planned: bool,
    times: Sequence[TimeWord] | None = None,
) -> tuple[Period, str]:
    """The period of a number and its basis: :func:`read_period` without its rule."""
    period, basis, _ = read_period(
        ctx, sentence, clause, at, repeated=repeated, stock=stock, planned=planned, times=times
    )
    return period, basis


def read_period(
    ctx: Context,
    sentence: Span,
    clause: Span,
    at: int,
    *,
    repeated: bool,
    stock: bool,
    planned: bool,
    times: Sequence[TimeWord] | None = None,
) -> tuple[Period, str, str]:
    """The period of a number and its basis.

    Args:
        sentence: the sentence (or joined sentences) in which to look for words of time.
        clause: the clause that holds the number.
        at: where the number begins; words of time before it count, the nearest wins.
        repeated: a standard for each year (每人每年…不少于) is being stated.
        stock: without words of time, the value is a stock at the time of writing.
        planned: the sentence stands in the part on next year.
        times: the words of time of the sentence (:func:`time_words`), where they were looked for before.

    Returns:
        The period, ``explicit`` or ``implied``, and the rule: the kind of the words of time, or what holds without any.
    """
    year = int(ctx.metadata.year.value) if ctx.metadata.year else None
    end = max(at, clause.start)
    every = time_words(ctx, Span(sentence.start, max(end, sentence.start))) if times is None else times
    nearest = list(islice((t for t in every if t[1].end() <= end), _NEAREST))
    if repeated and any(m.start() < end for m in ctx.find(patterns.EACH_YEAR, clause)):
        return each_year(), "explicit", "standard-of-each-year"
    if again := _EACH.search(ctx.view, max(clause.start, end - _REACH), end):
        return each(_EACH_KEYS[again["each"]] if again["each"] else "year"), "explicit", "each"
    for word, match in nearest:
        if match.start() < clause.start and not _governs(ctx, sentence, match):
            continue
        if (
            word == "now"
            and match[0] == _UNTIL_NOW
            and any(w in ("since-year", "since-date") for w, _ in nearest)
        ):
            continue
        if match[0] == _THERE_ARE and match.start() < clause.start and not _PART.match(ctx.words(clause)):
            continue
        period = _read(ctx, word, match, year, planned)
        if period:
            return period, "explicit", word
    if planned:
        return (
            (_months_to_come(ctx) or year_period(year + 1) if year else unknown()),
            "implied",
            "year-of-plans",
        )
    if stock:
        return as_of(ctx), "implied", "stock"
    return (_half(ctx) or year_period(year) if year else unknown()), "implied", "year-of-report"


def plan_year(ctx: Context) -> int | None:
    """The year that the report announces for: the next, or the same for a report on a first half-year."""
    if ctx.metadata.year is None:
        return None
    return int(ctx.metadata.year.value) + (0 if _months_to_come(ctx) else 1)


def _half(ctx: Context) -> Period | None:
    """The half-year that the title says the report is about (2024年上半年…); ``None`` for any other report."""
    covers = ctx.metadata.covers
    if covers is None or covers.rule != "half-year-in-title":
        return None
    first, last = (int(month[5:]) for month in covers.value.split("/"))
    return months_period(int(covers.value[:4]), first, last)


def _months_to_come(ctx: Context) -> Period | None:
    """What a half-year report plans for: a report on the first half announces the second of the same year."""
    half = _half(ctx)
    if half is None or half.begin is None or half.begin.month != 1:
        return None
    return months_period(half.begin.year, 7, 12)


def _governs(ctx: Context, sentence: Span, match: re.Match[str]) -> bool:
    """A word of time at the head of a clause holds for those after it; one inside a clause for that clause."""
    start = (
        max(
            (
                ctx.view.rfind(mark, max(sentence.start, match.start() - _REACH), match.start())
                for mark in ",;:。"
            ),
            default=-1,
        )
        + 1
    )
    before = ctx.view[max(start, sentence.start, match.start() - _REACH) : match.start()]
    if _AT_THAT_TIME.search(before):
        return False  # 中心于5月挂牌,…: the time of that act alone
    return len(before) <= _LONGEST_SUBJECT and not re.search(r"[\d、]", before) and not VERB.search(before)


def time_words(ctx: Context, where: Span) -> list[TimeWord]:
    """The words of time of a stretch, the last first; none inside a title or a comparison, none in another."""
    if _SIGN.search(ctx.view, where.start, where.end) is None:
        return []
    hidden: set[int] = set()
    for pattern in (_TITLE_MARKS, _COMPARED):
        for match in ctx.find(pattern, where):
            hidden.update(range(*match.span()))
    for match in ctx.find(_SINCE, where):
        act = VERB.match(ctx.view, match.end(), where.end)
        if act and (of := _OF.match(ctx.view, act.end(), where.end)):
            hidden.update(range(match.start(), of.end()))
    found: list[TimeWord] = []
    for word, pattern in _time_words():
        for match in ctx.find(pattern, where):
            if hidden.isdisjoint(range(*match.span())):
                hidden.update(range(*match.span()))
                found.append((word, match))
    return sorted(found, key=lambda f: -f[1].start())


def _read(ctx: Context, word: str, match: re.Match[str], year: int | None, planned: bool) -> Period | None:
    groups = match.groupdict()
    groups["y"] = groups.get("y") or groups.get("v")
    own = (
        int(groups["y"])
        if groups["y"]
        else (year + 1 if planned and year and not _months_to_come(ctx) else year)
    )
    try:
        if word == "now":
            return as_of(ctx)
        if word == "year":
            return year_period(int(match["y"]))
        if word == "years":
            return years_period(int(match["y"]), int(match["z"]))
        if word == "plan":
            first = _FIVE_YEARS[match["p"]]
            return (
                since(ctx, date(first, 1, 1), str(first))
                if match["s"] == _SINCE_THEN
                else years_period(first, first + 4)
            )
        if own is None:
            return None
        if word == "this-year":
            done = planned and year and _ALREADY.match(ctx.view[match.start() : match.start() + 24])
            return year_period(year if done and year else own)
        if word == "next-year":
            return year_period(year + 1) if year else None
        if word == "year-end":
            return months_period(own, 12, 12)
        if word == "first-months":
            count = number(match["n"])
            return months_period(own, 1, int(count)) if count else None
        if word == "last-year":
            return year_period(year - 1) if year else None
        if word == "past-years":
            count = number(match["k"] or match["j"])
            return years_period(own - int(count) + 1, own) if count else None
        if word == "since-year":
            # 2023年以来 in the report for 2023 is that year
            return year_period(own) if own == year and not planned else since(ctx, date(own, 1, 1), str(own))
        if word == "half":
            return months_period(own, 1, 6) if match["h"] == "上" else months_period(own, 7, 12)
        if word == "quarter":
            if match["f"]:
                return months_period(own, 1, 9)
            quarter = "一二三四1234".index(match["q"]) % 4
            return months_period(own, quarter * 3 + 1, quarter * 3 + 3)
        if word == "until-year":
            return until(date(own, 12, 31), str(own))
        month = int(match["m"])
        if word == "months":
            return months_period(own, month, int(match["n"]), int(match["y2"]) if match["y2"] else None)
        if word in ("month", "month-end"):
            return months_period(own, month, month)
        if word == "until-month":
            last = date(own, month, calendar.monthrange(own, month)[1])
            return until(last, f"{own}-{month:02d}")
        day = date(own, month, int(groups.get("d") or 1))
    except ValueError:
        return None  # 13月: a slip of the pen names no time
    if word == "until-date":
        return until(day, day.isoformat())
    if word == "since-date":
        return since(ctx, day, day.isoformat() if groups.get("d") else f"{own}-{month:02d}")
    return day_period(day)
