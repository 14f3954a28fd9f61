"""One piece of a clause for each of its numbers, with the words on both sides that may belong to it."""

from __future__ import annotations

from typing import NamedTuple

from dashi_kg.model import Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import FOLLOWING, VERB
from dashi_kg.reader.counted.counted import fitting_length, noun_length
from dashi_kg.reader.counted.words_before import words_before
from dashi_kg.reader.links.changes import change_alone, from_before, level_before
from dashi_kg.reader.numbers.numbers import Number

_CONJUNCTION = ("——", "—", "以及", "、", "和", "及", "与", "暨", "并", "且", ";")


class Piece(NamedTuple):
    """A number with its piece of the clause; ``left`` and ``right`` may name what it counts."""

    number: Number
    piece: Span
    left: Span
    right: Span
    previous: Number | None = None


def pieces_of(ctx: Context, clause: Span, numbers: list[Number]) -> list[Piece]:
    """One piece of the clause a number, with the words on both sides that may belong to it.

    由16个减至14个 is one piece: it states what is, and what was.
    """
    found: list[Piece] = []
    start = clause.start
    previous: Number | None = None
    for index, item in enumerate(numbers):
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        if following is None:
            mark = ctx.view.find("、", item.span.end, clause.end)
            end = mark if mark == item.span.end else clause.end  # 「处置3件、规范管理」
            found.append(_found(item, start, end, end, previous))
            break
        gap = ctx.view[item.span.end : following.span.start]
        if from_before(ctx.view[start : item.span.start]) and level_before(
            gap + ctx.view[following.span.start : following.number_span.start]
        ):
            previous = item
            continue
        complete = _complete(ctx, Span(start, item.span.start), item)
        cut, skip = _cut(gap, complete=complete, classifier=item.classifier)
        end = item.span.end + cut
        found.append(_found(item, start, end, end, previous))
        previous = None
        start = end + skip
    return found


_TIMES = ("day", "working-day", "hour", "month")


def _found(item: Number, start: int, end: int, right_end: int, previous: Number | None) -> Piece:
    if previous and item.classifier == "个" and previous.unit in _TIMES:  # 由8个工作日减至3个
        item = item._replace(unit=previous.unit, classifier=previous.classifier)
    left_end = previous.span.start if previous else item.span.start
    return Piece(item, Span(start, end), Span(start, left_end), Span(item.span.end, right_end), previous)


def _complete(ctx: Context, left: Span, item: Number) -> bool:
    """A verb with its noun stands before a number: 发放资料|20000份, or a measure behind a verb: 投入|1200万元. What
    follows is another act."""
    before = words_before(ctx, left, percent=False)
    words = ctx.words(before) if before else ""
    verb = VERB.match(words)
    return verb is not None and (len(words) > verb.end() + 1 or item.unit not in ("number", "one"))


def _cut(gap: str, *, complete: bool, classifier: str = "") -> tuple[int, int]:
    """Where the words between two numbers part: how many belong to the first, how many marks to nobody.

    >>> [_cut(w, complete=False) for w in ("、合同协议", "学生、", "企业协调解决用工、融资等难题", "张贴标语")]
    [(0, 1), (2, 1), (2, 0), (0, 0)]
    """
    if gap.startswith(" "):
        cut, skip = _cut(gap.lstrip(), complete=complete, classifier=classifier)
        return cut + len(gap) - len(gap.lstrip()), skip
    if (complete and VERB.match(gap)) or change_alone(gap):
        return 0, 0
    for mark in _CONJUNCTION:
        if gap.startswith(mark):
            return 0, len(mark)
    of = 1 if gap.startswith("的") else 0
    noun = of + fitting_length(classifier, gap[of : of + noun_length(gap[of:])])
    if noun == of:
        verb = VERB.search(gap, 1) if FOLLOWING.match(gap) or VERB.match(gap) else None
        mark_at = min((gap.find(m) for m in "、;" if m in gap), default=-1)
        return (mark_at, 1) if mark_at > 0 and verb is None else (0, 0)
    rest = gap[noun:]
    for mark in _CONJUNCTION:
        if rest.startswith(mark):
            return noun, len(mark)
    if rest:
        return noun, 0
    return noun, len(gap) - noun
