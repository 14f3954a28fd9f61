"""Quantified statements: numbers with what they count, zero statements, full coverage.

Numbers are found first (:mod:`dashi_kg.extract.numbers`, minus the masks of :mod:`digits`); then each gets the
piece of the sentence that states it, the counted words, the period, the change, and its relation to the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashi_kg import patterns
from dashi_kg.extract.before import words_before
from dashi_kg.extract.changes import change_before, from_before, level_before
from dashi_kg.extract.context import Context
from dashi_kg.extract.counted import counted_words, noun_length, wording
from dashi_kg.extract.coverage import TARGET, full_coverage, none_occurred
from dashi_kg.extract.numbers import Number, find_numbers
from dashi_kg.extract.parts import numbered, related
from dashi_kg.extract.periods import (
    STOCK,
    TimeWord,
    earlier,
    months_period,
    period_of,
    time_words,
    year_period,
)
from dashi_kg.extract.words import FOLLOWING, VERB
from dashi_kg.model import Body, Change, Measure, Observation, Period, Place, Section, Span
from dashi_kg.text.segments import clauses, sentences, trim

# words of circumstance before the statement itself
_PREFIX = re.compile(
    r"(?:同时|此外|另外|目前|截至目前|现(?![场代金行实役状])|全年|年内|今年以来|本年度"
    rf"|{patterns.YEAR}年(?:度|以来)?|(?:自|从|至){patterns.YEAR}年以来"
    r"|在[^,、\d]{2,14}(?:下|中|上)|共?有(?=具有|持有|取得))"
)
_PRACTICE = re.compile(r"坚持每年|每年(?:均|都|为|坚持|组织|开展|举办)|每季度|每月|每周|每半年")
_STUDY = re.compile(r"学习$|列席旁听")
# 参考率、合格率均达100%
_RATES = re.compile(r"^(?P<list>[^、和,]{1,12}率(?:(?:、|和|及(?!时|格))[^、和,]{1,12}率)+)(?:均|都|全部)?$")
_CONJUNCTION = ("——", "—", "以及", "、", "和", "及", "与", "暨", "并", "且", ";")


@dataclass(frozen=True, slots=True)
class _Found:
    """A number with its piece of the clause; ``left`` and ``right`` may name what it counts."""

    number: Number
    piece: Span
    left: Span
    right: Span
    previous: Number | None = None


@dataclass(frozen=True, slots=True)
class _Actors:
    bodies: Sequence[Body]
    places: Sequence[Place]


def read_observations(
    ctx: Context,
    masked: Sequence[tuple[Span, str]],
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
        before: Span | None = None
        for sentence in sentences(ctx.view, stretch):
            continues = ctx.words(sentence).startswith("其中")
            scope = Span(before.start, sentence.end) if continues and before else sentence
            opening = _opening(ctx, stretch, scope)
            tail = group[-1:] if ctx.view[max(sentence.start - 1, 0)] == ";" else []
            if not continues:
                found += related(ctx, group)
                group = []
                before = sentence
            group += _in_sentence(ctx, section, sentence, opening, masked, actors, tail)
        found += related(ctx, group)
    found.sort(key=lambda o: (o.span.start, o.span.end))
    return numbered(ctx, found, measures)


_LONGEST_SENTENCE = 400


def _opening(ctx: Context, stretch: Span, scope: Span) -> Span:
    """The scope from the last full stop on: 截至12月底,…;… holds for all that semicolons part."""
    start = scope.start
    while start > max(stretch.start, scope.start - _LONGEST_SENTENCE) and ctx.view[start - 1] not in "。!?\n":
        start -= 1
    return Span(start, scope.end)


# ------------------------------------------------------------------ one sentence


def _in_sentence(
    ctx: Context,
    section: Section,
    sentence: Span,
    scope: Span,
    masked: Sequence[tuple[Span, str]],
    actors: _Actors,
    tail: list[Observation],
) -> list[Observation]:
    """``tail``: the last observation before a semicolon, which a number without words of its own may speak of."""
    found: list[Observation] = []
    subject = ""
    hidden = [span for span, _ in masked if span.overlaps(sentence)]
    times = time_words(ctx, scope)
    earlier_clause: Span | None = None
    for clause in clauses(ctx.view, sentence):
        numbers = find_numbers(ctx, clause, hidden)
        pieces = _pieces(ctx, clause, numbers)
        own: list[Observation] = []
        for item in pieces:
            observation = _quantity(ctx, section, item, clause, scope, actors, times)
            if any(place.id == observation.about for place in actors.places):
                subject = observation.about
            elif subject and not observation.about:  # 易家小院参与…3次、组织…7件,自发化解…4起
                observation = replace(observation, about=subject)
            said = observation.counted
            if _RELATES.fullmatch(observation.counted.strip()) and (found or not own):
                observation = replace(observation, counted="", counted_span=None)  # 纠错决定31件,占15.3%
            if not observation.counted.strip() and own and own[-1].change and observation.change is None:
                observation = replace(
                    observation, change=_turned(own[-1].change, said), rule=own[-1].rule
                )  # 提升1.2个和|0.8个百分点, 净减少15个、增加|64人
            if observation.counted.startswith("占") and found:  # 持证23名,占在编人员的82%
                observation = replace(observation, wording=found[-1].wording + observation.counted)
            if not observation.counted.strip() and (kin := _respective(ctx, clause, pieces, found, own)):
                observation = _like(observation, kin)
            if not observation.counted.strip() and found:  # 组织参加法治培训6期,共320人次
                observation = _like(
                    observation, _kin(found, item.number, change=observation.change is not None)
                )
            if not observation.counted.strip() and (head := _topic(ctx, earlier_clause, said)):
                words = ctx.words(head)
                observation = replace(
                    observation, counted=words, counted_span=head, wording=_of_change(words, observation)
                )
            if not observation.counted.strip() and tail:  # 承接71项;其余两项…
                observation = _like(observation, tail[0])
            if not observation.counted.strip() and (rest := _remains(ctx, item)):
                observation = replace(
                    observation, counted=ctx.words(rest), counted_span=rest, wording=ctx.words(rest)
                )
            shared = _shared(observation, apart="分别" in ctx.words(clause))
            if item.previous and shared:
                found.append(_former(ctx, shared[0], item.previous))
            found += shared
            own += shared
        if own:
            own = found[len(found) - len(own) :] = _by_years(ctx, clause, own, found[: len(found) - len(own)])
            at = len(found) - len(own)
            if all(found[at + i] is o for i, o in enumerate(own)):
                found[at:] = _dealt_out(ctx, clause, own)
        earlier_clause = clause
        if not numbers:
            if cover := next(ctx.find(patterns.FULL_COVERAGE, clause), None):
                if not _inside(hidden, Span(*cover.span())):
                    span, _ = _stripped(ctx, clause)
                    about, _ = _about(ctx, span, scope, actors)
                    found.append(full_coverage(ctx, section, clause, span, cover, scope, about))
            elif none := next(ctx.find(patterns.NONE_OCCURRED, clause), None):
                found += none_occurred(ctx, section, clause, Span(none.end(), clause.end), sentence)
            elif none := next(ctx.find(patterns.NONE_BEHIND, clause), None):
                bare, _ = _stripped(ctx, Span(clause.start, none.start()))
                found += none_occurred(ctx, section, clause, bare, sentence)
    return found


def _respective(
    ctx: Context, clause: Span, pieces: list[_Found], found: list[Observation], own: list[Observation]
) -> Observation | None:
    """分别同比下降8.4%、上升21.7%: the first is about the first of the values before, the second about the second."""
    before = found[: len(found) - len(own)]
    if own and own[0].counted_span and clause.contains(own[0].counted_span):
        return own[0]  # 整改完成率分别为98.9%和|100%
    if "分别" not in ctx.words(clause) or len(before) < len(pieces) or len(own) >= len(pieces):
        return None
    return before[len(before) - len(pieces) + len(own)]


def _topic(ctx: Context, earlier: Span | None, said: str) -> Span | None:
    """What the clause before names: 法治培训覆盖面扩大:2021年举办|6期; a bare verb behind a comma is its own."""
    if earlier is None or (said and ctx.view[earlier.end : earlier.end + 1] != ":"):
        return None
    return counted_words(ctx, earlier, Span(earlier.end, earlier.end), classifier="", percent=False)


def _shared(item: Observation, *, apart: bool) -> list[Observation]:
    """One value over several rates is one observation each; a number that counts nothing nameable is none."""
    if not apart and (rates := _RATES.match(item.counted)) and item.counted_span:
        found, at = [], item.counted_span.start
        for rate in re.split("、|和|及(?!时|格)", rates["list"]):
            found.append(replace(item, counted=rate, counted_span=Span(at, at + len(rate)), wording=rate))
            at += len(rate) + 1
        return found
    return [item] if item.counted.strip() else []


_CONTENT = re.compile(r"[\u4e00-\u9fff“”《》]{2,16}")
# words that say nothing of their own: what was counted before is meant
_RELATES = re.compile(
    r"(?:约|仅)?占(?:到|了|比)?|占比|比重|比例|增幅|降幅|增速|减幅|涨幅|总数|总量|数量|人数|规模|其中|其余|剩余|另有?|同|人均(?:完成)?|每人"
    r"|(?:较|比|与|同比|环比|低于|高于|优于|高出)[^,。]{0,14}"
    r"|(?:全年|累计)?(?:举办|召开|开展|组织|新增|增加|减少|净增|增至|完成|达)"
)


def _like(item: Observation, kin: Observation) -> Observation:
    """The observation with the counted words of another."""
    return replace(item, counted=kin.counted, counted_span=None, wording=_of_change(kin.wording, item))


def _remains(ctx: Context, item: _Found) -> Span | None:
    """What stands beside a number that nothing else explains: a number that the text counts is not lost."""
    for side in (item.left, item.right):
        for found in ctx.find(_CONTENT, side):
            if found[0] not in ("其中", "其余", "共有", "共计", "累计"):
                return Span(*found.span())
    return None


def _turned(change: Change, words: str) -> Change:
    """The change of the value before, in the other direction where a word says so."""
    direction = (
        "increase" if words.startswith(("增", "升")) else "decrease" if words.startswith(("减", "降")) else ""
    )
    return replace(change, direction=direction or change.direction)


def _kin(found: list[Observation], number: Number, *, change: bool) -> Observation:
    """The value before that a number without words of its own speaks of: the last of the same counter word, else
    the last that is not itself the size of a change."""
    same = [o for o in found if o.classifier == number.classifier]
    if change and number.unit == "number" and same:
        return same[-1]
    levels = [o for o in found if o.change is None or o.change.level] if change else []
    return levels[-1] if levels else found[-1]


def _dealt_out(ctx: Context, clause: Span, own: list[Observation]) -> list[Observation]:
    """起数、死亡人数分别下降25%、33.3%: one head for each value, in order."""
    if len(own) < 2 or "分别" not in ctx.words(clause) or own[0].counted_span is None:
        return own
    head = own[0].counted_span
    parts = [Span(*m.span()) for m in ctx.find(re.compile("[^、和及与]{2,}"), head)]
    if len(parts) != len(own) or not all(o.counted == own[0].counted for o in own):
        return own
    return [
        replace(o, counted=ctx.words(p), counted_span=p, wording=_of_change(ctx.words(p), o))
        for o, p in zip(own, parts, strict=True)
    ]


_YEAR_LIST = re.compile(r"(?:(?:19|20)\d\d年?度?[、和及至]*){2,}年?")
_SO_MANY_YEARS = re.compile("([两三四五])年")


def _by_years(
    ctx: Context, clause: Span, own: list[Observation], before: list[Observation]
) -> list[Observation]:
    """2021年、2022年分别受理56件、78件: one year for each value, in order; 三年分别为…: those named before."""
    words = ctx.words(clause)
    if len(own) < 2 or "分别" not in words:
        return own
    listed = _YEAR_LIST.search(words[: max(own[0].number_span.start - clause.start, 0)] if own[0].number_span else "")
    years = re.findall(r"(?:19|20)\d\d", listed[0]) if listed else []
    if not listed and (many := _SO_MANY_YEARS.search(words)):
        named = list(dict.fromkeys(o.period.key for o in before if o.period_basis == "explicit"))
        count = "两三四五".index(many[1]) + 2
        years = named if len(named) == count and all(n.isdigit() for n in named) else []
    if len(years) != len(own):
        return own
    return [
        replace(o, period=year_period(int(y)), period_basis="explicit") for o, y in zip(own, years, strict=True)
    ]


def _inside(hidden: Sequence[Span], span: Span) -> bool:
    return any(h.overlaps(span) for h in hidden)


def _pieces(ctx: Context, clause: Span, numbers: list[Number]) -> list[_Found]:
    """One piece of the clause a number, with the words on both sides that may belong to it.

    由16个减至14个 is one piece: it states what is, and what was.
    """
    found: list[_Found] = []
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
        cut, skip = _cut(gap, complete=_complete(ctx, Span(start, item.span.start), item))
        end = item.span.end + cut
        found.append(_found(item, start, end, end, previous))
        previous = None
        start = end + skip
    return found


def _found(item: Number, start: int, end: int, right_end: int, previous: Number | None) -> _Found:
    left_end = previous.span.start if previous else item.span.start
    return _Found(item, Span(start, end), Span(start, left_end), Span(item.span.end, right_end), previous)


def _complete(ctx: Context, left: Span, item: Number) -> bool:
    """A verb with its noun stands before a number: 发放资料|20000份, or a measure behind a verb: 投入|1200万元. What
    follows is another act."""
    before = words_before(ctx, left, percent=False)
    words = ctx.words(before) if before else ""
    verb = VERB.match(words)
    return verb is not None and (len(words) > verb.end() + 1 or item.unit not in ("number", "one"))


def _cut(gap: str, *, complete: bool) -> tuple[int, int]:
    """Where the words between two numbers part: how many belong to the first, how many marks to nobody.

    >>> [_cut(w, complete=False) for w in ("、合同协议", "学生、", "企业协调解决用工、融资等难题", "张贴标语")]
    [(0, 1), (2, 1), (2, 0), (0, 0)]
    """
    if gap.startswith(" "):
        cut, skip = _cut(gap.lstrip(), complete=complete)
        return cut + len(gap) - len(gap.lstrip()), skip
    if complete and VERB.match(gap):
        return 0, 0
    for mark in _CONJUNCTION:
        if gap.startswith(mark):
            return 0, len(mark)
    of = 1 if gap.startswith("的") else 0
    noun = of + noun_length(gap[of:])
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


def _stripped(ctx: Context, piece: Span) -> tuple[Span, str]:
    """The piece without words of circumstance and the issuer's own name before it, and those words."""
    start = piece.start
    while True:
        words = ctx.view[start : piece.end]
        if found := _PREFIX.match(words):
            start += found.end()
            continue
        own = next((n for n in ctx.self_names if words.startswith(n) and len(words) > len(n) + 3), "")
        if own and not re.match(r"党|机关|领导|政府|主要|干部|全体|街|村|乡|域|级|直|属", words[len(own) :]):
            start += len(own)
            continue
        if start > piece.start and words[:1] in ",:":
            start += 1
            continue
        return trim(ctx.view, start, piece.end), ctx.view[piece.start : start]


def _quantity(
    ctx: Context,
    section: Section,
    item: _Found,
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
    counted = counted_words(
        ctx,
        left,
        item.right,
        classifier=number.classifier,
        percent=number.unit in ("percent", "percentage-point", "fraction"),
    )
    if change and counted and not (left.start <= counted.start < left.end):
        counted = None  # 同比增长12个百分点的…: a change is of what stands before it
    words = ctx.words(clause)
    planned = ctx.is_planned(section, clause.start)
    repeated = bool(patterns.EACH_YEAR.search(words)) and (
        bool(TARGET.search(words)) or number.qualifier in ("at-least", "at-most")
    )
    kind = (
        "target" if planned or TARGET.search(words) else "practice" if _PRACTICE.search(words) else "actual"
    )
    stock = bool(STOCK.search(ctx.words(span))) and kind == "actual" and not change
    period, basis = period_of(
        ctx,
        scope,
        clause,
        number.number_span.start,
        repeated=repeated,
        stock=stock,
        planned=planned,
        times=times,
    )
    qualifier = number.qualifier
    if qualifier == "exact" and re.search("共有", prefix):
        qualifier = "total"
    value = number.value
    found = Observation(
        id="",
        span=span,
        rule="change" if change and change.direction and not change.level else number.rule,
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
        per="person" if "每人" in ctx.view[span.start : number.span.start] else "",
        change=change,
    )
    return replace(found, wording=_of_change(wording(ctx, left, item.right, counted), found))


_FORMER_YEAR = re.compile(
    r"(?:由|从)[ ]?(?:(?P<y>(?:19|20)\d\d)[ ]?年(?:底|末|初|度)?|(?P<last>去年|上年)(?:底|末|同期)?|(?P<half>[上下])半年)的?[ ]?(?:约|近)?[ ]?$"
)


def _former(ctx: Context, now: Observation, number: Number) -> Observation:
    """由16个|减至14个: the value before the change, with its own year where one is stated."""
    year = _FORMER_YEAR.search(ctx.view, now.span.start, number.span.start)
    value, qualifier = number.value, number.qualifier
    return replace(
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


def _of_change(words: str, item: Observation) -> str:
    """The size of a change is another indicator than what has changed: 受理案件 → 受理案件同比变化率."""
    if not words or item.change is None or item.change.level:
        return words
    unit = {"percent": "变化率", "percentage-point": "变化百分点"}.get(item.unit, "变化量")
    return words + ("同比" if item.change.compared == "year-on-year" else "") + unit


def _change(ctx: Context, left: Span, item: _Found) -> tuple[Span, Change | None]:
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
        direction = "decrease" if re.match("下降|减|降|缩|压|精简|下调", level[0]) else "increase"
        if re.match("调整|变", level[0]):
            direction = ""
        return Span(left.start, left.start + level.start()), Change(direction, "", level=True)
    bare_needs = number.unit not in ("percent", "percentage-point")
    if found := change_before(words, bare_needs=bare_needs):
        return Span(left.start, left.start + found.start), Change(
            found.direction, found.compared, level=False
        )
    return left, None


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
    if _STUDY.search(re.sub(r"[\d余多]+\S{0,2}$", "", words)) or "中心组" in words:
        group = next((b for b in actors.bodies if b.kind == "study-group" and _named(b, before)), None)
        if group:
            return group.id, span.start
    return "", span.start


def _named(body: Body, words: str) -> bool:
    return any(m.name in words for m in body.mentions) or body.name in words
