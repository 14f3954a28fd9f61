"""A rate before its base is looked for: the words that make it one, the counts around it, and which of them can be its base."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from dashi_kg.model import Observation
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.links.alike import alike
from dashi_kg.reader.rules.table import patterns, the_word, wordings
from dashi_kg.reader.rules.table import words as words_of
from dashi_kg.text.segments import LONGEST_SENTENCE, begin_after

_SAID = wordings("rate")
_OF_THESE = the_word("shares", "among")
_AGES = _SAID["ages"]

Base = tuple[Observation | None, Observation | None]  # numerator, denominator


class Rate(NamedTuple):
    """A rate of a sentence: ``stem``, what is done in its words (办结 of 按时办结率); ``chain``, all values of the sentence;
    ``before`` and ``behind``, the counts on both sides of it; ``earlier``, those of the sentences before.
    """

    ctx: Context
    item: Observation
    stem: str
    chain: list[Observation]
    before: list[Observation]
    behind: list[Observation]
    earlier: list[Observation]


HUNDRED = Decimal(100)


_LOOSE = 3  # points: 近六成, 约三成


STEM = 2


_LIST_WORDS = 5  # 民事782件,刑事455件,行政3件: counter word, mark and name


def _has_share(words: str) -> bool:
    """Whether words end in those of a share; where there is no 占, the pattern would try each place in vain."""
    return "占" in words and patterns("rate")["share"].search(words) is not None


def is_rate(ctx: Context, item: Observation) -> bool:
    """Whether a number is a rate of what happened: by the words for it, a share, or “N人中…的”."""
    if (
        item.unit not in ("percent", "fraction")
        or item.value is None
        or item.kind != "actual"
        or item.change is not None
        or is_threshold(ctx, item)
    ):
        return False
    by, up_to = patterns("rate"), words_up_to(ctx, item)
    return (
        told_of(ctx, item) is not None or by["name"].search(item.counted) is not None or _has_share(said_before(ctx, item))
        or by["among"].search(up_to) is not None or by["stated"].search(up_to) is not None or by["shared"].search(up_to) is not None
        or by["done"].search(said_before(ctx, item)) is not None or by["task"].search(up_to) is not None
        or by["among-these"].search(said_before(ctx, item)) is not None
        or (opener(ctx, item) is not None and by["part"].search(said_before(ctx, item)) is not None)
    )  # fmt: skip


def told_of(ctx: Context, item: Observation) -> str | None:
    """What a share with its words behind it is of: 近五分之一|已临近退休 (``""``: what was counted before), 89.6%|的案件; else ``None``."""
    span = item.number_span
    if (
        span is None
        or item.unit not in ("percent", "fraction")
        or patterns("rate")["named"].search(ctx.view, max(0, span.start - 8), span.start)
    ):
        return None
    found = patterns("rate")["told"].match(ctx.view, span.end)
    return None if found is None else found["of"] or ""


def words_up_to(ctx: Context, item: Observation) -> str:
    """The words of the sentence up to the number, at most as many as a count and its noun take."""
    if item.number_span is None:
        return ""
    end = item.number_span.start
    start = max(ctx.view.rfind("。", 0, end), ctx.view.rfind("\n", 0, end), end - _CLAUSE) + 1
    return ctx.view[start:end]


_CLAUSE = 48


def said_before(ctx: Context, item: Observation) -> str:
    """The words of the clause before the number, from the number before it on."""
    if item.number_span is None:
        return ""
    end = item.number_span.start
    least = max(
        end - LONGEST_SENTENCE, 0
    )  # no clause is longer; what has no marks would be looked at for each of its numbers
    start = begin_after(ctx.view, end, ",;。:\n(", least)
    words = ctx.view[start : item.number_span.start]
    if "岁" in words:
        words = _AGES.sub("岁", words)
    return re.split(r"\d[%％]?[\u4e00-\u9fff]?", words)[-1].rstrip()


def is_count(item: Observation) -> bool:
    """Whether a number counts what is there, so that a rate may be reckoned from it."""
    return (
        item.unit not in ("percent", "percentage-point", "fraction", "one") and item.value is not None and item.value > 0
        and (item.change is None or item.change.level) and item.kind == "actual"
    )  # fmt: skip


def is_mean(ctx: Context, item: Observation) -> bool:
    """Whether a number is a mean (日均730件), of which nothing is a share."""
    start = item.number_span.start if item.number_span else 0
    return patterns("rate")["mean"].search(ctx.view, max(0, start - _WORDS_OF_A_MEAN), start) is not None


_WORDS_OF_A_MEAN = 12


def is_threshold(ctx: Context, item: Observation) -> bool:
    """Whether a share only says which are counted behind it: 差错率超过|10%的2家."""
    return item.number_span is not None and bool(
        patterns("rate")["threshold"].match(ctx.view, item.number_span.end)
    )


def stem_of(item: Observation) -> str:
    """What the name of a rate says before 率: 办结 of 案件办结率; empty where it names none."""
    match = patterns("rate")["name"].search(item.counted)
    return patterns("rate")["every"].sub("", match["stem"]) if match else ""


def gives(top: Observation, bottom: Observation, rate: Observation) -> bool:
    """Whether one number by the other gives the rate, rounded or cut as it is printed, within what its qualifier says."""
    assert top.value is not None and bottom.value is not None and rate.value is not None
    if (top.value > bottom.value and rate.value <= HUNDRED) or not {top.qualifier, bottom.qualifier} <= {
        "exact",
        "total",
        "reaches",
    }:
        return False
    step = Decimal(1).scaleb(-(rate.decimals or 0))
    quotient = top.value * HUNDRED / bottom.value
    near = {quotient.quantize(step, rounding=ROUND_HALF_UP), quotient.quantize(step, rounding=ROUND_FLOOR)}
    off = quotient - rate.value
    loose = {
        "at-least": 0 <= off < 1,
        "more-than": 0 <= off < 1,
        "below": -_LOOSE < off < 0,
        "about": abs(off) < _LOOSE,
    }
    return rate.value in near or loose.get(rate.qualifier, False)


def names(top: Observation, stem: str) -> bool:
    """Whether the words of a count say what the rate is a rate of."""
    if len(stem) < STEM:
        return False
    return any(word in top.counted for word in (stem[-STEM:], *words_of("rate").get(stem[-STEM:], ())))


def listed_counts(ctx: Context, counts: list[Observation]) -> bool:
    """Whether the last two counts stand in a list, side by side, with no act between them."""
    if len(counts) <= 1 or counts[-1].number_span is None or counts[-2].number_span is None:
        return False
    between = ctx.view[counts[-2].number_span.end : counts[-1].number_span.start]
    beside = (
        "," in between
        and len(between) <= _LIST_WORDS
        and alike(counts[-1], counts[-2])  # 个人14人,罚款168.4万元 are no list
        and not patterns("rate")["act"].search(between)
    )
    return ("、" in between and "," not in between and _OF_THESE not in between) or beside


def possible(bottom: Observation, rate: Observation) -> bool:
    """Whether some whole number of the count rounds to the rate."""
    assert bottom.value is not None and rate.value is not None
    half = Decimal("0.5").scaleb(-(rate.decimals or 0))
    low = ((rate.value - half) * bottom.value / HUNDRED).to_integral_value(ROUND_CEILING)
    high = ((rate.value + half) * bottom.value / HUNDRED).to_integral_value(ROUND_FLOOR)
    return (
        low <= high
        or bottom.qualifier in ("more-than", "about", "below")
        or rate.qualifier not in ("exact", "reaches")
    )


def opener(ctx: Context, item: Observation) -> tuple[int, int] | None:
    """Where a count opens a breakdown in the part of the sentence before a number (283个环境问题中,), else ``None``."""
    if item.number_span is None:
        return None
    end = item.number_span.start
    start = begin_after(ctx.view, end, "。;\n")
    found = patterns("rate")["opened"].search(ctx.view, max(start, end - _FAR), end)
    return (found.start(), found.end()) if found else None


_FAR = 60


def shares_words(count: Observation, rate: Observation) -> bool:
    """隐患整改率 and 发现隐患: two characters side by side stand in both."""
    words = rate.counted.removesuffix("率")
    return any(words[k : k + 2] in count.counted for k in range(len(words) - 1))


def done_already(count: Observation, stem: str, *how: str) -> bool:
    """办结1307件,办结率99%; 执法决定法制审核7件,审核率100%: a count is of what was done, perhaps told ``how``, and not of what the rate is over."""
    if len(stem) < STEM:
        return False
    act = stem[-STEM:]
    if count.counted.startswith(f"{act}性"):
        return False  # 规范性文件7件,规范率100%
    return count.counted.startswith(tuple(f"{way}{act}" for way in ("", *how))) or count.counted.endswith(act)


def said_at(ctx: Context, item: Observation) -> str:
    """The words that stand at a number, without those joined to them."""
    return ctx.words(item.counted_span) if item.counted_span else item.counted
