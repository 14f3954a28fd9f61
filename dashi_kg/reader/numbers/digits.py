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
from dashi_kg.text import patterns

_TITLE_MARKS = re.compile(r"《[^》\n]{1,80}》")
_OUTLINE_MARK = re.compile(r"(?m)^[^\S\n]*(?:\(\d{1,2}\)|\d{1,2}[.、])(?!\d)")
_YEARS_LONG = re.compile(r"\d{1,2}年(?:来|内|以来|以上|左右|期间)")
_MONTH = re.compile(r"\d{1,2}(?:\s*[-—–至到]\s*\d{1,2})?\s*月(?:份|\d{1,2}日)?")
_YEAR_RANGE = re.compile(rf"{patterns.YEAR}\s*[-—–至]\s*{patterns.YEAR}\s*年")
# 2016 年 12 月 30 日, 每月15日, 20日前
_SPACED_DATE = re.compile(
    rf"(?=[\d每])(?:(?:{patterns.YEAR}\s*年\s*)?\d{{1,2}}\s*月\s*\d{{1,2}}\s*日|每(?:月|季|年|周)\d{{1,2}}[日号]|(?<![\d.])\d{{1,2}}日(?:前|起|至|上午|下午|晚|凌晨)(?!后))"
)
# 近3年, 3年行动: spans of time that are names or frames, no counts
_YEARS_FRAME = re.compile(
    r"(?:近|过去|最近|未来|今后|这)\d{1,2}年|连续\d{1,2}年(?=保持|稳定|实现|获|荣|被评|位[居列]|[居入]|蝉联|排名|全[部省市国县区])|\d{1,2}年(?:行动|规划|计划|攻坚|(?:信访|历史)?(?:积案|难题|悬案))|每\d年"
)
# 60岁以上: a class of persons
_AGES = re.compile(r"\d{1,3}(?:\s*[-—至到]\s*\d{1,3})?周?岁(?:以上|以下|以内|及以)")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_VERSION = re.compile(
    r"(?=[A-Za-z\d])(?:(?<![A-Za-z])[A-Za-z]+\d+(?:\.\d+)?|(?<![\d.])\d\.0(?![\d%万亿]|分|个)|(?<!\d)\d{1,4}(?:小时|天)(?:全天候|在线|值班|服务|热线|不打烊|无休|自助|响应|备勤|专人)|\d[×xX*]\d{1,2}(?:小时)?|(?<![\d.])\d{1,2}[·・]\d{1,2}(?!\d))"
)
# 行政处罚法第24条, not a count of articles
_ARTICLE = re.compile(r"第\d+[条款项次届批期]")

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
