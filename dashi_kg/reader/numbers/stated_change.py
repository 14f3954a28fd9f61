"""The change that the words around a number state: the steps of ``reader/steps/change.yaml``."""

from __future__ import annotations

from collections.abc import Callable

from dashi_kg.model import Change, Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.links.changes import (
    against,
    change_alone,
    change_before,
    change_of_noun,
    change_of_object,
    difference,
    from_before,
    level_before,
    moved_to,
)
from dashi_kg.reader.numbers.pieces import Piece
from dashi_kg.reader.rules.steps import Said, Steps

_REACH = 30  # characters in which what a number is compared with stands before it
Found = tuple[Span, Change]  # the words before the number without those of the change; the change


def change_of(ctx: Context, left: Span, item: Piece) -> tuple[Span, Change | None]:
    """The change that the words around the number state, and the words before it without them."""
    found = CHANGES.first(ctx, left, item)
    return found[1] if found else (left, None)


def _both_given(said: Said, ctx: Context, left: Span, item: Piece) -> Found | None:
    """由486项减至327项: both values stand there."""
    if item.previous is None:
        return None
    words = ctx.words(left)
    origin = from_before(words)
    start = left.start + (origin.start() if origin else len(words))
    direction, was, now = "", item.previous.value, item.number.value
    if was is not None and now is not None:
        direction = "increase" if now > was else "decrease"
    return Span(left.start, start), Change(
        direction, "earlier-value", level=True, previous=was, previous_span=item.previous.number_span
    )


def _level(said: Said, ctx: Context, left: Span, item: Piece) -> Found | None:
    """持证率提升到|98%: what is now."""
    level = level_before(ctx.words(left))
    if level is None:
        return None
    direction = (
        "" if said["either"].match(level[0]) else "decrease" if said["down"].match(level[0]) else "increase"
    )
    return Span(left.start, left.start + level.start()), Change(direction, "", level=True)


def _moved_to(said: Said, ctx: Context, left: Span, item: Piece) -> Found | None:
    """出庭率提高12.4个百分点至|100%: what another number has moved to."""
    if ctx.words(left).strip():
        return None
    direction = moved_to(ctx.view[max(left.end - _REACH, 0) : left.end])
    return (Span(left.end, left.end), Change(direction, "", level=True)) if direction else None


def _against(said: Said, ctx: Context, left: Span, item: Piece) -> Found | None:
    """比上年的49起增加|15起: the size of the change against the number before it."""
    before = ctx.view[max(item.piece.start - _REACH, 0) : item.piece.start].rpartition("。")[2]
    found = against(before, ctx.words(left))
    return (Span(left.end, left.end), Change(found.direction, found.compared, level=False)) if found else None


def _size(said: Said, ctx: Context, left: Span, item: Piece) -> Found | None:
    """同比下降|26.3%: the size of a change, told right before it."""
    words, number = ctx.words(left), item.number
    bare_needs = number.unit not in ("percent", "percentage-point") and number.classifier != "倍"
    if bare_needs and change_alone(words) and number.value is not None:
        bare_needs = difference(ctx.view[max(left.start - _REACH, 0) : left.start]) != number.value
    found = change_before(words, bare_needs=bare_needs)
    if found is None:
        return None
    return Span(left.start, left.start + found.start), Change(found.direction, found.compared, level=False)


def _of_noun(said: Said, ctx: Context, left: Span, item: Piece) -> Found | None:
    """较2022年减少信访件|38件: the noun stands behind the verb."""
    found = change_of_noun(ctx.words(left))
    if found is None:
        return None
    words, start = found
    return Span(left.start + start, left.end), Change(words.direction, words.compared, level=False)


def _of_object(said: Said, ctx: Context, left: Span, item: Piece) -> Found | None:
    """平均减环节|61%: a verb and its object before a percentage."""
    direction = change_of_object(ctx.words(left)) if item.number.unit == "percent" else ""
    return (left, Change(direction, "", level=False)) if direction else None


ACTIONS: dict[str, Callable[[Said, Context, Span, Piece], Found | None]] = {
    "both-given": _both_given, "level": _level, "moved-to": _moved_to, "against": _against, "size": _size, "of-noun": _of_noun,
    "of-object": _of_object,
}  # fmt: skip
CHANGES: Steps[Found] = Steps("change", ACTIONS)
