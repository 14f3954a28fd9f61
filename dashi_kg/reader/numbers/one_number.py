"""What one number says: the statement around it, what it counts, when, and of whom; and the value before a change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dashi_kg.model import Body, Observation, Period, Place, Section, Span
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.counted.counted import counted_words, wording
from dashi_kg.reader.links.changes import base_before, year_of_base
from dashi_kg.reader.numbers.coverage import TARGET
from dashi_kg.reader.numbers.dependent import of_change
from dashi_kg.reader.numbers.numbers import Number
from dashi_kg.reader.numbers.periods import (
    STOCK,
    TimeWord,
    earlier,
    months_period,
    read_period,
    year_period,
)
from dashi_kg.reader.numbers.pieces import Piece
from dashi_kg.reader.numbers.stated_change import change_of
from dashi_kg.reader.rules.table import the_word, wordings
from dashi_kg.text import patterns
from dashi_kg.text.segments import trim

_SAID = wordings("one-number")
_KEEPS_TO = the_word("one-number", "keeps-to")
_THERE_ARE = the_word("one-number", "there-are")
_EACH_PERSON = the_word("one-number", "each-person")
_STUDIES = the_word("one-number", "studies")
_SITS_IN = the_word("one-number", "sits-in")
_STUDY_GROUP = the_word("one-number", "study-group")
_NOT_ONLY_ITS_NAME = _SAID["not-only-its-name"]

_PREFIX = _SAID["prefix"]
_PRACTICE = _SAID["practice"]
_STUDY = _SAID["study"]
_AT_END = _SAID["at-end"]


class Actors(NamedTuple):
    """Whom or what a value may be about: the bodies and places of the report."""

    bodies: Sequence[Body]
    places: Sequence[Place]


def stripped(ctx: Context, piece: Span) -> tuple[Span, str]:
    """The piece without words of circumstance and the issuer's own name before it, and those words."""
    start = piece.start
    while True:
        words = ctx.view[start : piece.end]
        if found := _PREFIX.match(words):
            start += found.end()
            continue
        own = ctx.own_name(words, 3)
        if own and not _NOT_ONLY_ITS_NAME.match(words[len(own) :]):
            start += len(own)
            continue
        if start > piece.start and words[:1] in ",:":
            start += 1
            continue
        return trim(ctx.view, start, piece.end), ctx.view[piece.start : start]


def one_number(
    ctx: Context,
    section: Section,
    item: Piece,
    clause: Span,
    scope: Span,
    actors: Actors,
    times: Sequence[TimeWord],
) -> Observation:
    """The statement of one number, without its relations to others.

    Args:
        item: the number with the words on both sides of it.
        scope: the sentence, from the last full stop on.
        times: the words of time in that.
    """
    number = item.number
    span, prefix = stripped(ctx, item.piece)
    if span.start > number.number_span.start:  # the number itself is not a circumstance: 全年3次
        span, prefix = trim(ctx.view, item.piece.start, item.piece.end), ""
    about, subject_end = about_whom(ctx, span, scope, actors)
    left = Span(max(min(span.start, item.left.end), min(subject_end, item.left.end)), item.left.end)
    left, change = change_of(ctx, left, item)
    former = _FORMER_YEAR.search(ctx.words(left)) if item.previous is None and change is None else None
    if aside := former or base_before(ctx.words(left)):  # 较2021年的|189件, 由2021年的|189件、…降到…
        left = Span(left.start, left.start + aside.start())
    said = counted_words(
        ctx,
        left,
        item.right,
        classifier=number.classifier,
        percent=number.unit in ("percent", "percentage-point", "fraction"),
    )
    counted = said.span if said else None
    if change and counted and not (left.start <= counted.start < left.end):
        counted = None  # 同比增长12个百分点的…: a change is of what stands before it
    words = ctx.words(clause)
    planned = ctx.is_planned(section, clause.start)
    target = TARGET.search(words) is not None
    repeated = bool(patterns.EACH_YEAR.search(words)) and (
        target or (number.qualifier == "at-least" and _KEEPS_TO not in words)
    )
    kind = "target" if planned or target else "practice" if _PRACTICE.search(words) else "actual"
    stock = bool(STOCK.search(ctx.words(span))) and kind == "actual" and not change
    period, basis, times_rule = read_period(
        ctx,
        scope,
        clause,
        number.number_span.start,
        repeated=repeated,
        stock=stock,
        planned=planned,
        times=times,
    )
    own_year = int(ctx.metadata.year.value) if ctx.metadata.year else None
    if former:
        period, basis, kind, times_rule = _former_period(ctx, former), "explicit", "former", "year-of-former"
    elif year := year_of_base(ctx.view[clause.start : number.span.start], own_year):
        period, basis, times_rule = year_period(year), "explicit", "year-of-base"
    qualifier = number.qualifier
    if qualifier == "exact" and _THERE_ARE in prefix:
        qualifier = "total"
    value = number.value
    found = Observation(
        id="",
        span=span,
        rule="value-before-change"
        if former
        else "change"
        if change and change.direction and not change.level
        else number.rule,
        counted=ctx.words(counted) if counted else "",
        counted_span=counted,
        value=value,
        number_span=number.number_span,
        unit=number.unit,
        classifier=number.classifier,
        qualifier=qualifier,
        period=period,
        period_basis=basis,
        kind=kind,
        about=about,
        section=section.number,
        min_inclusive=number.low if value is None else value if qualifier == "at-least" else None,
        min_exclusive=value if qualifier == "more-than" else None,
        max_inclusive=number.high if value is None else value if qualifier == "at-most" else None,
        max_exclusive=value if qualifier == "below" else None,
        stated_precision=number.precision,
        decimals=number.decimals,
        per="person"
        if _EACH_PERSON in ctx.view[span.start : number.span.start]
        else _each(ctx.view, clause.start, number.span.start),
        change=change,
        rules=(
            ("form", number.rule),
            *((("counted", said.rule),) if counted and said else ()),
            ("qualifier", "in-all" if qualifier != number.qualifier else number.qualifier_rule),
            ("period", times_rule),
        ),
    )
    return changed(found, wording=of_change(wording(ctx, left, item.right, counted), found))


_FORMER_YEAR = _SAID["former-year"]


def former_value(ctx: Context, now: Observation, number: Number) -> Observation:
    """由16个|减至14个: the value before the change, with its own year where one is stated."""
    year = _FORMER_YEAR.search(ctx.view, now.span.start, number.span.start)
    value, qualifier = number.value, number.qualifier
    return changed(
        now,
        rule="value-before-change",
        value=value,
        number_span=number.number_span,
        unit=number.unit,
        classifier=number.classifier,
        qualifier=qualifier,
        period=_former_period(ctx, year) if year else earlier(ctx),
        period_basis="explicit",
        kind="former",
        min_inclusive=value if qualifier == "at-least" else None,
        min_exclusive=value if qualifier == "more-than" else None,
        max_inclusive=value if qualifier == "at-most" else None,
        max_exclusive=value if qualifier == "below" else None,
        stated_precision=number.precision,
        decimals=number.decimals,
        change=None,
    )


def _former_period(ctx: Context, words: re.Match[str]) -> Period:
    """由2021年的…, 由去年的…, 由上半年的…: the time of the value before a change."""
    own = int(ctx.metadata.year.value) if ctx.metadata.year else None
    if words["y"]:
        return year_period(int(words["y"]))
    if own is None:
        return earlier(ctx)
    if words["last"]:
        return year_period(own - 1)
    return months_period(own, 1, 6) if words["half"] == "上" else months_period(own, 7, 12)


_EACH = _SAID["each"]


def _each(view: str, start: int, end: int) -> str:
    """``each`` where the words before a number say that it holds for each of something, or is a mean: it is no total."""
    if all(view.find(sign, start, end) == -1 for sign in "每均各"):
        return ""  # nearly always
    return "each" if _EACH.search(view, start, end) else ""


def about_whom(ctx: Context, span: Span, scope: Span, actors: Actors) -> tuple[str, int]:
    """Whom or what the value is about: an item id (``""``: the issuer), and where a leading name ends."""
    words = ctx.words(span)
    for place in actors.places:
        if place.kind != "site":
            continue
        for name in (f"“{place.name.strip('“”')}”", place.name.strip("“”")):
            if words.startswith(name):
                return place.id, span.start + len(name)
    before = ctx.view[scope.start : span.end]
    if _EACH_PERSON in words:
        team = next((b for b in reversed(actors.bodies) if b.kind == "team" and _named(b, before)), None)
        if team:
            return team.id, span.start
    studies = (
        _STUDIES in words or _SITS_IN in words
    )  # the words of the pattern, looked for before the number is cut off
    if _STUDY_GROUP in words or (studies and _STUDY.search(_AT_END.sub("", words))):
        group = next((b for b in actors.bodies if b.kind == "study-group" and _named(b, before)), None)
        if group:
            return group.id, span.start
    return "", span.start


def _named(body: Body, words: str) -> bool:
    return any(m.name in words for m in body.mentions) or body.name in words
