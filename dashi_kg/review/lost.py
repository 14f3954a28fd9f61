"""Corrections that no longer fit, in words: which, and why."""

from __future__ import annotations

from collections.abc import Iterable

from dashi_kg.knowledge.correct import locate, matching
from dashi_kg.knowledge.corrections import Correction
from dashi_kg.language import Both
from dashi_kg.model import Extraction
from dashi_kg.model.kinds import kind
from dashi_kg.review.review_words import DECISIONS


def lost(read: Extraction, orphaned: Iterable[Correction]) -> list[Both]:
    """A sentence for each correction that was not applied: its decision, kind, words, note, and the reason.

    Args:
        read: the report as the rules read it.
        orphaned: of :class:`~dashi_kg.knowledge.correct.Corrected`.
    """
    return [_sentence(one, misfit(read, one)) for one in orphaned]


def _sentence(one: Correction, why: Both) -> Both:
    decision, name = DECISIONS[one.decision], kind(one.kind).name
    note_zh, note_en = (f"（{one.note}）", f" ({one.note})") if one.note else ("", "")
    return Both(
        f"{decision.zh}{name.zh}“{one.quote}”{note_zh}：{why.zh}。",
        f"{decision.en} {name.en} “{one.quote}”{note_en}: {why.en}.",
    )


def misfit(read: Extraction, correction: Correction) -> Both:
    """Why a correction found no place; ``read`` is the report as the rules read it."""
    text = read.source.text
    span = locate(text, correction)
    if span is None and correction.quote not in text:
        return Both("原文中已没有这些字", "these words are no longer in the text")
    if span is None:
        return Both(
            "这些字在原文中不止一处，前后的字也对不上",
            "these words stand in the text more than once, and none has the words around it",
        )
    row = kind(correction.kind)
    items = list(getattr(read, row.field))
    if matching(items, correction, span, row.form.apart if row.form else "") is None:
        return Both("现在的规则从这些字读不出这样的条目", "the rules now read no such item from these words")
    return Both("所指的另一个数现在找不到", "the other figure that it names is not found")
