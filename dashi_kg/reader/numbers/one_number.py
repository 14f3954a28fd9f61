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
from dashi_kg.text import patterns
from dashi_kg.text.segments import trim

# words of circumstance before the statement itself
_PREFIX = re.compile(
    r"(?:同时|此外|另外|目前|截至目前|现(?![场代金行实役状])|全年|年内|今年以来|本年度"
    rf"|{patterns.YEAR}年(?:度|以来|年?[底末](?:[之以]?前)?)?|(?:自|从|至){patterns.YEAR}年以来"
    r"|在[^,、\d]{2,14}(?:下|中|上)|共?有(?=具有|持有|取得))"
)
_PRACTICE = re.compile(r"坚持每年|每年(?:均|都|为|坚持|组织|开展|举办)|每季度|每月|每周|每半年")
_STUDY = re.compile(r"学习$|列席旁听")
_AT_END = re.compile(r"[\d余多]+\S{0,2}$")


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
        if own and not re.match(
            r"党|机关|领导|政府|主要|干部|全体|街|村|乡|域|级|直|属|长", words[len(own) :]
        ):
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
        target or (number.qualifier == "at-least" and "坚持" not in words)
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
    if qualifier == "exact" and "共有" in prefix:
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
        if "每人" in ctx.view[span.start : number.span.start]
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


_FORMER_YEAR = re.compile(
    r"(?:由|从)[ ]?(?:(?P<y>(?:19|20)\d\d)[ ]?年(?:底|末|初|度|同期)?|(?P<last>去年|上年|上一年)度?(?:底|末|同期)?|(?P<half>[上下])半年)的?[ ]?(?:约|近)?[ ]?$"
)


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


# 平均每村8名，每个村至少3名，日均新设企业611户，13个乡镇平均持证人员4.2人，12个社区各聘请法律顾问1名
_EACH = re.compile(
    r"每(?:个(?!月|季|学期|工作|年)|[名位家所户村支校店]|社区|乡镇|街道|单位)|[日村所户]均(?![为达在应])|[个家所支]\w{0,6}平均(?!年龄|浓度|得?分|成绩)"
    r"|人[员数]平均(?:只|仅|约|不足|不到|超过|达到?)*[ ]?$|[个家所支][\w()]{1,12}各(?:聘请?|选聘|配备?|设立?|派驻?|建|有)"
)


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
    if "每人" in words:
        team = next((b for b in reversed(actors.bodies) if b.kind == "team" and _named(b, before)), None)
        if team:
            return team.id, span.start
    studies = (
        "学习" in words or "列席旁听" in words
    )  # the words of the pattern, looked for before the number is cut off
    if "中心组" in words or (studies and _STUDY.search(_AT_END.sub("", words))):
        group = next((b for b in actors.bodies if b.kind == "study-group" and _named(b, before)), None)
        if group:
            return group.id, span.start
    return "", span.start


def _named(body: Body, words: str) -> bool:
    return any(m.name in words for m in body.mentions) or body.name in words
