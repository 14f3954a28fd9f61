"""A rate over the one count that was taken in before it: 评查案卷68卷,优秀率41.2%."""

from __future__ import annotations

import re
from decimal import Decimal

from dashi_kg.model import Observation
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.links.alike import alike
from dashi_kg.reader.links.rate import (
    HUNDRED,
    STEM,
    Base,
    Rate,
    done_already,
    listed_counts,
    names,
    possible,
    said_at,
    shares_words,
)
from dashi_kg.reader.rules.steps import Said
from dashi_kg.reader.rules.table import patterns, the_word, word_class

_SINGLE_PERSONS = word_class("counters", "persons")

_BATCHES = word_class("counters", "batches")
_SETTLED = the_word("over-one", "settled")

_HOW = word_class("over-one", "how")
_OCCASIONS = (*word_class("counters", "occasions"), *word_class("counters", "attendances"))


def sole(said: Said, rate: Rate) -> Base | None:
    """评查案卷68卷,优秀率41.2%: the count of the clause before, where some whole number of it gives the rate."""
    ctx, item, stem, before = rate.ctx, rate.item, rate.stem, rate.before
    assert item.value is not None
    if not said["stem"].search(stem) or patterns("rate")["others"].search(stem):
        return None
    counts = [
        o
        for o in before
        if o.unit == "number"
        and o.classifier not in _OCCASIONS
        # of the matters, not of the visits
        and not (o.classifier in _BATCHES and stem.endswith(_SETTLED))
    ]
    if not counts:
        return None
    while len(counts) > 1 and said["passed-over"].match(said_at(ctx, counts[-1])):
        counts.pop()  # 接到举报126件,属实58件,办结率100%: of all that were reported
    last = counts[-1]
    named = [o for o in counts if shares_words(o, item)]
    bottom = named[-1] if named and item.value not in (HUNDRED, Decimal(0)) else last
    if about := [o for o in counts if _is_about(item, stem, o)]:
        bottom = about[-1]  # 发现隐患136条,下达通知58份,隐患整改率100%
    if bottom.component_of and bottom not in named:  # 办理4126件,其中审批3980件、核准146件,按时办结率100%
        bottom = next((o for o in before if o.id == bottom.component_of), bottom)
    if (
        item.number_span
        and patterns("rate")["both"].search(ctx.view, last.span.end, item.number_span.start)
        and any(alike(o, last) for o in counts[-2:-1])
    ):
        return None  # 司法建议7份,检察建议22份,回复率均为100%: of both
    if said["graded"].search(stem) and said["graded"].search(said_at(ctx, bottom)):
        # 抽查案卷120卷,优秀36卷,合格82卷,合格率98.3%: of all that were looked at
        bottom = next(
            (o for o in reversed(counts) if _is_taken_in(said, ctx, o) and alike(o, bottom)), bottom
        )
    if bottom.number_span and re.search(
        "[。;]" if bottom not in named else "。", ctx.view[bottom.number_span.end : item.span.end]
    ):
        return None
    if item.value != HUNDRED and said["not-at-some-time"].search(item.counted):
        return None
    if (
        item.value != HUNDRED
        and said["in-time"].search(item.counted)
        and not (_is_taken_in(said, ctx, bottom) and bottom is last)
    ):
        return None
    if bottom.classifier in _SINGLE_PERSONS and said["not-to-persons"].search(stem):
        return None  # 法务人员1974人,规章制度审核率100%
    if said["not-dropped"].search(said_at(ctx, bottom)):
        return None  # 不予通过4件,报备率100%
    if said["not-rooms"].search(bottom.counted):
        return None  # 建有调解室12个,调解成功率85%
    if done_already(bottom, stem, *_HOW):
        return None
    if bottom is last and listed_counts(ctx, counts):
        return None  # 建议76件、提案112件,办复率100%: of both
    beside = (
        bottom.number_span is not None and bottom.number_span.end + len(bottom.classifier) >= item.span.start
    )
    taken = bottom in named or names(bottom, stem) or _is_taken_in(said, ctx, bottom) or beside
    return (None, bottom) if taken and possible(bottom, item) else None


def _is_about(rate: Observation, stem: str, count: Observation) -> bool:
    """Whether a count is of what the words of a rate name before the act: 隐患 of 隐患整改率."""
    thing = rate.counted.removesuffix("率").removesuffix(stem)[-STEM:]
    return len(thing) == STEM and count.counted.endswith(thing)


def _is_taken_in(said: Said, ctx: Context, count: Observation) -> bool:
    """受理诉求18 462件: what is handled, counted before it is."""
    words = count.wording or count.counted
    if said["taken-in"].search(words):
        return True
    return count.number_span is not None and said["behind"].match(ctx.view, count.number_span.end) is not None


def made_and_reviewed(said: Said, rate: Rate) -> Base | None:
    """制定规范性文件12件,合法性审核率、备案率均达100%: of the documents that were made."""
    last = rate.before[-1] if rate.before else None
    if (
        last is None
        or last.number_span is None
        or rate.item.value != HUNDRED
        or not said["stem"].search(rate.stem)
    ):
        return None
    between = rate.ctx.view[last.number_span.end : rate.item.span.end]
    if said["not-between"].search(between):
        return None
    return (None, last) if said["count"].match(last.wording or last.counted) else None
