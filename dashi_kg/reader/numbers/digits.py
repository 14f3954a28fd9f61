"""Digits and numerals that count nothing: dates, years, codes, numbers of documents and houses, ordinals.

The mask keeps them out of the observations; what is left over after the observations were read is
listed with its reason, so that every group of digits of a report is accounted for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from dashi_kg.model import NotStatistic, Observation, Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.numbers.masks import Masks
from dashi_kg.reader.numbers.unread import unread
from dashi_kg.reader.rules.table import wordings
from dashi_kg.text import patterns

_SAID = wordings("digits")

_TITLE_MARKS = re.compile(r"《[^》\n]{1,80}》")
_OUTLINE_MARK = re.compile(r"(?m)^[^\S\n]*(?:\(\d{1,2}\)|\d{1,2}[.、])(?!\d)")
_YEARS_LONG = _SAID["years-long"]
_MONTH = _SAID["month"]
_YEAR_RANGE = _SAID["year-range"]
_SPACED_DATE = _SAID["spaced-date"]
_YEARS_FRAME = _SAID["years-frame"]
_AGES = _SAID["ages"]
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_VERSION = _SAID["version"]
_ARTICLE = _SAID["article"]

# In the order tried: the first that covers a group of digits names the reason.
_MASKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("house-number", patterns.HOUSE),
    ("postcode", patterns.POSTCODE),
    ("site-id", patterns.SITE_ID),
    ("other", patterns.PHONE),
    ("other", patterns.CODE),
    ("document-number", patterns.DOCUMENT_NUMBER),
    ("date", patterns.DATE),
    ("date", _SPACED_DATE),
    ("date", _TIME),
    ("day-code", patterns.DAY_CODE),
    ("slogan-code", patterns.SLOGAN_CODE),
    ("year", _YEAR_RANGE),
    ("year", patterns.YEAR_WORD),
    ("year", _YEARS_LONG),
    ("year", _YEARS_FRAME),
    ("other", _AGES),
    ("date", _MONTH),
    ("hotline", patterns.HOTLINE),
    ("ordinal", _ARTICLE),
    ("ordinal", patterns.ORDINAL),
    ("version", _VERSION),
    ("other", _OUTLINE_MARK),
    ("other", _TITLE_MARKS),
)


def masks(ctx: Context) -> Masks:
    """Spans of the text in which no statistic stands, with the reason; they may overlap."""
    return Masks(
        (reason, (Span(*m.span()) for m in pattern.finditer(ctx.view))) for reason, pattern in _MASKS
    )


def not_statistics(ctx: Context, masked: Masks, observations: Iterable[Observation]) -> list[NotStatistic]:
    """Every group of digits that lies in no observation, and every numeral in words that was not read, with the reason.

    Digits that neither an observation nor a mask explains get the reason ``other``: nothing is lost.
    """
    seen = list(observations)
    taken = sorted(o.span for o in seen)
    starts = [t.start for t in taken]
    reach = list(accumulate((t.end for t in taken), max))  # how far the spans that begin up to here go
    found = []
    for match in patterns.DIGIT_GROUP.finditer(ctx.view):
        span = Span(*match.span())
        at = bisect_right(starts, span.start)
        if at and reach[at - 1] >= span.end:
            continue
        found.append(NotStatistic(span, masked.reason(span, besides="other") or "other"))
    numbers = [o.number_span for o in seen if o.number_span is not None]
    found += [NotStatistic(span, why) for span, why in unread(ctx.view, numbers, masked)]
    return sorted(found, key=lambda n: (n.span.start, n.span.end))
