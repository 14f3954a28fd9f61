"""A rate right behind the count of what it was done to: 处理投诉17件,回复率100%."""

from __future__ import annotations

from dashi_kg.reader.links.alike import alike
from dashi_kg.reader.links.rate import (
    Base,
    Rate,
    done_already,
    listed_counts,
    possible,
    said_at,
    shares_words,
)
from dashi_kg.reader.rules.steps import Said
from dashi_kg.reader.rules.table import patterns, word_class

_HOW = word_class("next-to", "how")
_OCCASIONS = frozenset(
    (
        *word_class("counters", "occasions"),
        *word_class("counters", "attendances"),
        *word_class("next-to", "apart"),
    )
)


def next_to(said: Said, rate: Rate) -> Base | None:
    """处理投诉17件,回复率100%; 事项2136项,网上可办率99.4%、全程网办率92.7%: the count right before the rate or its list."""
    ctx, item, stem, before = rate.ctx, rate.item, rate.stem, rate.before
    last = before[-1] if before else None
    if (
        last is None
        or last.unit != "number"
        or last.number_span is None
        or last.classifier in _OCCASIONS
        or not (
            said["stem"].search(stem)
            or (said["corrected"].search(stem) and said["wrong"].search(last.counted))
        )
        or said["not-done-to"].search(last.counted)
        or (said["failed"].search(said_at(ctx, last)) and not said["remedied"].search(stem))
        or said["not-decided"].match(last.counted)
        or (said["early"].search(item.counted) and not shares_words(last, item))
        or listed_counts(ctx, before)
        or not possible(last, item)
    ):
        return None
    if done_already(last, stem, *_HOW):
        return None
    between = ctx.view[last.number_span.end : item.span.start]
    both = patterns("rate")["both"].search(
        ctx.view, last.number_span.end, (item.number_span or item.span).start
    )
    if both and any(alike(o, last) for o in before[-2:-1]):
        return None  # 司法建议7份,检察建议22份,回复率均为100%: of both
    return (None, last) if said["between"].fullmatch(between) else None
