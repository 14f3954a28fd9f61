"""Quantified statements: numbers with what they count, zero statements, full coverage.

Numbers are found first (:mod:`dashi_kg.reader.numbers.numbers`, minus the masks of :mod:`digits`); then each gets the
piece of the sentence that states it, the counted words, the period, the change, and its relation to the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dashi_kg.model import Body, Change, Measure, Observation, Period, Place, Section, Span
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.counted.actor import Actor, actor_at, actor_of_heading, actors_in
from dashi_kg.reader.counted.counted import counted_words, wording
from dashi_kg.reader.counted.each_actor import each_by_one
from dashi_kg.reader.counted.words_before import skip
from dashi_kg.reader.links.changes import (
    against,
    base_before,
    change_alone,
    change_before,
    change_of_noun,
    change_of_object,
    difference,
    from_before,
    level_before,
    moved_to,
    year_of_base,
)
from dashi_kg.reader.links.parts import numbered, related
from dashi_kg.reader.numbers.coverage import TARGET, full_coverage, none_occurred
from dashi_kg.reader.numbers.dependent import COMPARES, apart, by_years, dealt_out, of_change, shared
from dashi_kg.reader.numbers.inherited import Around, carried
from dashi_kg.reader.numbers.masks import Masks
from dashi_kg.reader.numbers.numbers import Number, find_numbers
from dashi_kg.reader.numbers.periods import (
    STOCK,
    TimeWord,
    earlier,
    months_period,
    read_period,
    time_words,
    year_period,
)
from dashi_kg.reader.numbers.pieces import Piece, pieces_of
from dashi_kg.reader.numbers.tables import read_table, tables
from dashi_kg.text import patterns
from dashi_kg.text.segments import LONGEST_SENTENCE, clauses, sentences, trim

# words of circumstance before the statement itself
_PREFIX = re.compile(
    r"(?:同时|此外|另外|目前|截至目前|现(?![场代金行实役状])|全年|年内|今年以来|本年度"
    rf"|{patterns.YEAR}年(?:度|以来|年?[底末](?:[之以]?前)?)?|(?:自|从|至){patterns.YEAR}年以来"
    r"|在[^,、\d]{2,14}(?:下|中|上)|共?有(?=具有|持有|取得))"
)
_REACH = 30  # characters in which what a number is compared with stands before it
_PRACTICE = re.compile(r"坚持每年|每年(?:均|都|为|坚持|组织|开展|举办)|每季度|每月|每周|每半年")
_STUDY = re.compile(r"学习$|列席旁听")
_AT_END = re.compile(r"[\d余多]+\S{0,2}$")


class _Actors(NamedTuple):
    bodies: Sequence[Body]
    places: Sequence[Place]


def read_observations(
    ctx: Context,
    masked: Masks,
    measures: list[Measure],
    bodies: Sequence[Body],
    places: Sequence[Place],
) -> list[Observation]:
    """All quantified statements outside the page chrome, in the order of the text, numbered ``o01`` …

    ``component_of``, ``numerator`` and ``denominator`` are set where the sentence says so; where it leaves
    two readings open, ``possible_wholes`` names them and ``certainty`` is ``ambiguous``.
    """
    actors = _Actors(bodies, places)
    found: list[Observation] = []
    for section, stretch in ctx.prose():
        group: list[Observation] = []
        whole: list[Observation] = []  # of the sentence up to its full stop
        chain: list[Observation] = []  # …and of those that go on with 其中
        earlier: list[Observation] = []  # of the sentences before
        before: Span | None = None
        set_out = list(tables(ctx.view, stretch))
        for table in set_out:
            found += _passing(read_table(ctx, section, table), len(found))
        in_table = Masks([("table", [table.span for table in set_out])])
        for sentence in sentences(ctx.view, stretch):
            if in_table.overlapping(sentence):
                continue
            full = len(chain) > _LONGEST_CHAIN or (
                before and sentence.end - before.start > 2 * LONGEST_SENTENCE
            )
            continues = _GOES_ON.match(ctx.words(sentence)) is not None and not full
            scope = Span(before.start, sentence.end) if continues and before else sentence
            opening = _opening(ctx, stretch, scope)
            joined = ctx.view[max(sentence.start - 1, 0)] == ";" and not full
            # …23件。比去年同期减少11件: a comparison alone speaks of the sentence before
            compares = not full and COMPARES.match(ctx.words(sentence))
            tail = group[-1:] if joined else group if compares else []
            goes_on = bool(tail) or joined
            whole = whole if joined else []
            if not continues:
                group = []
                before = sentence
                if not goes_on:
                    linked = related(ctx, chain, earlier)
                    found += linked
                    earlier = (earlier + linked)[-_NEAR:]
                    chain = []
            own = _in_sentence(ctx, section, sentence, opening, masked, actors, tail, whole)
            own = _passing(own, len(found) + len(chain))
            group += own
            chain += own
            whole = whole + own
        found += related(ctx, chain, earlier)
    found.sort(key=lambda o: (o.span.start, o.span.end))
    return numbered(ctx, found, measures)


def _passing(own: list[Observation], before: int) -> list[Observation]:
    """The observations with passing ids, by which they are linked until they are numbered; ``before``: how many there are."""
    return [changed(item, id=f"@{n}") for n, item in enumerate(own, start=before)]


_LONGEST_OPENING = 400
# Numbers that may hang together, over semicolons and 其中: a report has a score. Each is compared with all of them.
_LONGEST_CHAIN = 60
# a sentence that divides what the one before counted
_GOES_ON = re.compile(r"其中|(?:按|从)[^,;。\d]{2,10}?(?:划?分(?:类)?|看),")
_NEAR = 12  # numbers of the sentences before, in which the object of a bare act is looked for


def _opening(ctx: Context, stretch: Span, scope: Span) -> Span:
    """The scope from the last full stop on: 截至12月底,…;… holds for all that semicolons part."""
    first = max(stretch.start, scope.start - _LONGEST_OPENING)
    start = max(first, *(ctx.view.rfind(end, first, scope.start) + 1 for end in "。!?\n"))
    return Span(start, scope.end)


# ------------------------------------------------------------------ one sentence


def _in_sentence(
    ctx: Context,
    section: Section,
    sentence: Span,
    scope: Span,
    masked: Masks,
    actors: _Actors,
    tail: list[Observation],
    whole: list[Observation],
) -> list[Observation]:
    """One sentence, or one of the parts of a sentence between semicolons.

    Args:
        tail: the observations before it that a number without words of its own may speak of.
        whole: the observations of the parts before it, up to the last full stop.
    """
    found: list[Observation] = []
    subject = ""
    hidden = masked.overlapping(sentence)
    times = time_words(ctx, scope)
    doers: list[Actor] | None = None
    earlier_clause: Span | None = None
    for clause in clauses(ctx.view, sentence):
        numbers = find_numbers(ctx, clause, hidden)
        pieces = pieces_of(ctx, clause, numbers)
        own: list[Observation] = []
        for item in pieces:
            observation = _quantity(ctx, section, item, clause, scope, actors, times)
            if any(place.id == observation.about for place in actors.places):
                subject = observation.about
            elif subject and not observation.about:  # 易家小院参与…3次、组织…7件,自发化解…4起
                observation = changed(observation, about=subject)
            observation = _by_carrying(
                observation,
                carried(
                    ctx, observation, item, Around(clause, earlier_clause, pieces, whole, tail, found, own)
                ),
            )
            if doers is None:
                doers = actors_in(ctx, scope) or actor_of_heading(ctx, section)
            observation = _with_actor(ctx, observation, doers, clause)
            values = shared(observation, apart=apart(ctx.words(clause)))
            if item.previous and values:
                found.append(_former(ctx, values[0], item.previous))
            found += values
            own += values
        if own:
            own = found[len(found) - len(own) :] = by_years(ctx, clause, own, found[: len(found) - len(own)])
            at = len(found) - len(own)
            if all(found[at + i] is o for i, o in enumerate(own)):
                found[at:] = each_by_one(ctx, clause, dealt_out(ctx, clause, own))
        before, earlier_clause = earlier_clause, clause
        if not numbers:
            if cover := next(ctx.find(patterns.FULL_COVERAGE, clause), None):
                named = ctx.view[cover.start() - 1 : cover.start()] == "“"  # 按照“应纳尽纳”原则
                if not named and not _inside(hidden, Span(*cover.span())):
                    span, _ = _stripped(ctx, clause)
                    about, _ = _about(ctx, span, scope, actors)
                    found.append(full_coverage(ctx, section, clause, span, cover, scope, about, before))
            elif none := next(ctx.find(patterns.NONE_OCCURRED, clause), None):
                found += none_occurred(ctx, section, clause, Span(none.end(), clause.end), sentence)
            elif none := next(ctx.find(patterns.NONE_BEHIND, clause), None):
                bare, _ = _stripped(ctx, Span(clause.start, none.start()))
                found += none_occurred(ctx, section, clause, bare, sentence)
    return found


def _by_carrying(before: Observation, after: Observation) -> Observation:
    """The observation with ``carried`` as the rule of its counted words, where those are of another number or clause."""
    if after.counted == before.counted and after.counted_span == before.counted_span:
        return after
    rules = tuple(pair for pair in after.rules if pair[0] != "counted")
    return changed(after, rules=(*rules, ("counted", "carried")) if after.counted else rules)


def _with_actor(ctx: Context, item: Observation, doers: list[Actor], clause: Span) -> Observation:
    doer = actor_at(ctx, doers, clause, item.number_span.start if item.number_span else item.span.start)
    if doer is None:
        return item
    item = _without_actor(ctx, item, doer)
    return changed(item, actor=doer.words, actor_span=doer.span, rules=(*item.rules, ("actor", doer.rule)))


def _without_actor(ctx: Context, item: Observation, doer: Actor) -> Observation:
    """复议机关|审结: who acts is no part of what is counted."""
    span = item.counted_span
    if (
        item.unit == "percent"
        or span is None
        or not doer.span.start <= span.start < doer.span.end <= span.end - 2
    ):
        return item
    rest = Span(skip(ctx, doer.span.end, span.end), span.end)
    words = ctx.words(rest)
    if words == "学法" and re.search("召开|主持", ctx.view[max(doer.span.start - 4, 0) : doer.span.end]):
        return item  # 主持召开县政府常务会议学法
    wording = (
        words + item.wording.removeprefix(item.counted)
        if item.wording.startswith(item.counted)
        else item.wording
    )
    return changed(item, counted=words, counted_span=rest, wording=wording)


def _inside(hidden: Sequence[Span], span: Span) -> bool:
    return any(h.overlaps(span) for h in hidden)


def _stripped(ctx: Context, piece: Span) -> tuple[Span, str]:
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


def _quantity(
    ctx: Context,
    section: Section,
    item: Piece,
    clause: Span,
    scope: Span,
    actors: _Actors,
    times: Sequence[TimeWord],
) -> Observation:
    number = item.number
    span, prefix = _stripped(ctx, item.piece)
    if span.start > number.number_span.start:  # the number itself is not a circumstance: 全年3次
        span, prefix = trim(ctx.view, item.piece.start, item.piece.end), ""
    about, subject_end = _about(ctx, span, scope, actors)
    left = Span(max(min(span.start, item.left.end), min(subject_end, item.left.end)), item.left.end)
    left, change = _change(ctx, left, item)
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
    repeated = bool(patterns.EACH_YEAR.search(words)) and (
        bool(TARGET.search(words)) or (number.qualifier == "at-least" and "坚持" not in words)
    )
    kind = (
        "target" if planned or TARGET.search(words) else "practice" if _PRACTICE.search(words) else "actual"
    )
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


def _former(ctx: Context, now: Observation, number: Number) -> Observation:
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


def _change(ctx: Context, left: Span, item: Piece) -> tuple[Span, Change | None]:
    """The change that the words around the number state, and the words before it without them."""
    words = ctx.words(left)
    number = item.number
    if item.previous is not None:
        origin = from_before(words)
        start = left.start + (origin.start() if origin else len(words))
        direction = ""
        if item.previous.value is not None and number.value is not None:
            direction = "increase" if number.value > item.previous.value else "decrease"
        return Span(left.start, start), Change(
            direction,
            "earlier-value",
            level=True,
            previous=item.previous.value,
            previous_span=item.previous.number_span,
        )
    if level := level_before(words):
        direction = "decrease" if re.match("下降|减|降|缩|压|精简|下调|回落|下滑", level[0]) else "increase"
        if re.match("调整|变", level[0]):
            direction = ""
        return Span(left.start, left.start + level.start()), Change(direction, "", level=True)
    before = ctx.view[max(item.piece.start - _REACH, 0) : item.piece.start].rpartition("。")[2]
    if not words.strip() and (direction := moved_to(ctx.view[max(left.end - _REACH, 0) : left.end])):
        return Span(left.end, left.end), Change(direction, "", level=True)
    if found := against(before, words):
        return Span(left.end, left.end), Change(found.direction, found.compared, level=False)
    bare_needs = number.unit not in ("percent", "percentage-point") and number.classifier != "倍"
    if bare_needs and change_alone(words) and number.value is not None:
        bare_needs = difference(ctx.view[max(left.start - _REACH, 0) : left.start]) != number.value
    if found := change_before(words, bare_needs=bare_needs):
        return Span(left.start, left.start + found.start), Change(
            found.direction, found.compared, level=False
        )
    if noun := change_of_noun(words):
        return Span(left.start + noun[1], left.end), Change(noun[0].direction, noun[0].compared, level=False)
    if number.unit == "percent" and (direction := change_of_object(words)):
        return left, Change(direction, "", level=False)
    return left, None


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


def _about(ctx: Context, span: Span, scope: Span, actors: _Actors) -> tuple[str, int]:
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
