"""Rates that are shares: 其中持证9人,占81.8%; 283个问题中,扬尘类占三成; 优秀、合格案卷占比分别为…"""

from __future__ import annotations

import re
from typing import NamedTuple

from dashi_kg.model import Observation
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.links.alike import alike
from dashi_kg.reader.links.rate import (
    STEM,
    Base,
    Rate,
    gives,
    is_rate,
    listed_counts,
    opener,
    said_at,
    said_before,
    told_of,
    words_up_to,
)
from dashi_kg.reader.rules.steps import Said
from dashi_kg.reader.rules.table import patterns, the_word, word_class
from dashi_kg.text.segments import begin_after

_FILES = word_class("shares", "files")
_QUOTAS = word_class("shares", "quota")
_SHARE = the_word("shares", "share")
_DEALT_WITH = the_word("shares", "dealt-with")

_AMONG = the_word("shares", "among")
_CASES = word_class("shares", "cases")
_CASE = the_word("shares", "case")
_PERSONS = word_class("counters", "persons")
_WIDEST = 4


def out_of(said: Said, rate: Rate) -> Base | None:
    """持证的1062名人员中,具有法学背景的不足|两成: of those persons."""
    among = patterns("rate")["among"].search(words_up_to(rate.ctx, rate.item))
    return (None, rate.before[-1]) if rate.before and among else None


def stated_whole(said: Said, rate: Rate) -> Base | None:
    """持证人员22人,占应持证人员25人的|88%: the whole is stated within the words of the share; its subject is what is counted alike."""
    if len(rate.before) < STEM or not patterns("rate")["stated"].search(words_up_to(rate.ctx, rate.item)):
        return None
    *others, whole = rate.before
    same = [o for o in others if o.counted == rate.item.counted or gives(o, whole, rate.item)]
    return (same[-1] if same else None, whole)


class _Share(NamedTuple):
    """The words of a share: ``of`` and ``whole`` as they stand; ``own``: what is named, without 其中 and 约; the counts of the same words."""

    of: str
    whole: str
    own: str
    together: bool
    same_words: list[Observation]

    def among_persons(self, rate: Rate) -> bool:
        """其中女性占四成: of what was counted before, whatever it was."""
        return (
            not self.same_words
            and self.of.startswith(_AMONG)
            and not self.whole
            and not listed_counts(rate.ctx, rate.before)
        )


def _share_of(rate: Rate) -> _Share | None:
    by = patterns("rate")
    found = by["share"].search(said_before(rate.ctx, rate.item))
    if not found or not rate.before:
        return None
    own = by["around"].sub("", found["of"])
    together = by["together"].search(own) is not None
    own = "" if together else own
    outside = [o for o in rate.before if not _within(rate, o)]
    same_words = [
        o for o in outside
        if any(own[k : k + 2] in o.counted for k in range(len(own) - 1) if own[k : k + 2] not in _VAGUE)
        or (own[-1] == o.classifier and o.classifier in _FILES)
    ] if own else []  # fmt: skip
    return _Share(found["of"], found["whole"] or "", own, together, same_words)


def _within(rate: Rate, count: Observation) -> bool:
    """Whether a count stands within the words of the share: 公安等三个|领域案件占72.6%."""
    one, other = count.number_span, rate.item.number_span
    if one is None or other is None:
        return False
    return not re.search("[,;。:)中]", rate.ctx.view[one.end : other.start])


_VAGUE = frozenset(word_class("shares", "vague"))


def share_among(said: Said, rate: Rate) -> Base | None:
    """执法人员26名,其中女性占四成: of the count before."""
    found = _share_of(rate)
    if found is None or not found.own or not found.among_persons(rate):
        return None
    unit = "yuan" if said["money"].search(found.own) else "number"
    return (None, rate.before[-1]) if rate.before[-1].unit == unit else None


def share_named(said: Said, rate: Rate) -> Base | None:
    """优秀卷占26.5%: of the count of the same words, else of what such a kind is one of."""
    found = _share_of(rate)
    if found is None or not found.own or found.among_persons(rate):
        return None
    counted = [o for o in found.same_words if o.unit == "number"] or found.same_words
    bottom = counted[-1] if counted else _kind_of(said, rate, found.own)
    whole = next((o for o in rate.before if bottom and o.id == bottom.component_of), None)
    if bottom and whole and not found.whole and gives(bottom, whole, rate.item):
        return bottom, whole  # 其中林木采伐1547件,林木采伐占|81.8%
    return (None, bottom) if bottom and not found.whole else None


def share(said: Said, rate: Rate) -> Base | None:
    """其中持证9人,占81.8%: the count before over the one that it is part of."""
    found = _share_of(rate)
    if found is None or found.own:
        return None
    before, last = rate.before, rate.before[-1]
    exact = next((o for o in reversed(before[:-1]) if alike(last, o) and gives(last, o, rate.item)), None)
    whole = next((o for o in before if o.id == last.component_of), None)
    if whole is None or (exact and rate.item.decimals and not gives(last, whole, rate.item)):
        whole = exact  # 检查事务所11家、代理机构64家,其中未备案9家,占14.1%
    if whole is None and found.whole:  # 占受理总数的73.2%
        named = patterns("rate")["all"].sub("", found.whole)
        if named.endswith(_QUOTAS):
            return last, None  # 采伐蓄积3.8万立方米,占采伐限额的62%: no count says how much there might be
        whole = next(
            (
                o
                for o in (*reversed(before), *reversed(rate.earlier))
                if len(named) > 1 and (o.wording or o.counted).startswith(named[:2])
            ),
            None,
        )
        if whole:
            return (last if last is not whole and gives(last, whole, rate.item) else None), whole
        return _of_named(rate, named) or (last, None)
    return (None if found.together else last), whole


def _of_named(rate: Rate, named: str) -> Base | None:
    """督察反馈疑似图斑318个,核实违法图斑57个、面积41.2公顷,占疑似图斑数的|17.9%: of what has these words, the count that gives the share."""
    named = named.removesuffix("数")
    if len(named) < STEM or named in _VAGUE:
        return None
    for bottom in reversed(rate.before[:-1]):
        if named in bottom.counted:
            tops = [
                o for o in rate.before if o is not bottom and alike(o, bottom) and gives(o, bottom, rate.item)
            ]
            return (tops[-1] if tops else None), bottom
    return None


def dealt_out(said: Said, rate: Rate) -> Base | None:
    """建议186件、提案243件,满意率分别为99.5%和99.2%: the first of the first, the second of the second."""
    ctx, item, before = rate.ctx, rate.item, rate.before
    if item.number_span is None:
        return None
    start = begin_after(ctx.view, item.number_span.start, ",;。:\n")
    if not said["in-turn"].search(ctx.view, start, item.number_span.start):
        return None
    if shared := said["shares"].search(ctx.view, start, item.number_span.start):
        return _one_share(rate, shared.end())
    shares = item.counted.endswith(_SHARE) or _SHARE in ctx.view[start : item.number_span.start]
    own = [o for o in rate.chain if is_rate(ctx, o) and o.number_span and start <= o.number_span.start and (shares or o.counted == item.counted)
           and not re.search("[,;。]", ctx.view[start : o.number_span.start])]  # fmt: skip
    counts = [o for o in before if o.number_span and o.number_span.end <= start]
    listed = "、" in ctx.view[start : own[0].number_span.start] if own and own[0].number_span else False
    if shares and listed and counts:  # 案卷480份,优秀、合格、不合格案卷占比分别为…
        return None, counts[-1]
    if len(own) < STEM or len(counts) < len(own) or item not in own:
        return None
    dealt = counts[len(counts) - len(own) :]
    sampled = said["not-of-places"].match
    if sampled(item.counted) and not any(sampled(o.counted) for o in dealt):
        return None  # of the samples, not of the places
    if not all(alike(dealt[0], o) for o in dealt) or (
        len(counts) > len(own) and not shares and alike(counts[-len(own) - 1], dealt[0])
    ):
        return None
    one = dealt[own.index(item)]
    return (one, None) if shares else (None, one)


def _one_share(rate: Rate, start: int) -> Base | None:
    """其中刑事案件180件、民事案件280件,分别占39.1%、|60.9%: each of the part in its place, over their whole."""
    own = [o for o in rate.chain if o.unit == "percent" and o.number_span and start <= o.number_span.start]
    counts = [o for o in rate.before if o.number_span and o.number_span.end <= start]
    own = [o for n, o in enumerate(own) if n == 0 or _beside(own[n - 1], o)]
    if rate.item not in own or len(counts) < len(own) or len(own) < STEM:
        return None
    top = counts[len(counts) - len(own) + own.index(rate.item)]
    return top, next((o for o in counts if o.id == top.component_of), None)


def _beside(one: Observation, other: Observation) -> bool:
    """Two numbers of a list: 39.1%、60.9%."""
    there = one.number_span is not None and other.number_span is not None
    return there and other.number_span.start - one.number_span.end <= _WIDEST  # type: ignore[union-attr]


def _kind_of(said: Said, rate: Rate, own: str) -> Observation | None:
    """投诉2.3万件,…职业索赔类占四成: of the cases before; 执法人员26人,…法学专业占三分之一: of the persons before."""
    ctx, item, before = rate.ctx, rate.item, rate.before
    units = _CASES if said["of-cases"].search(own) else _PERSONS if said["of-persons"].search(own) else ()
    of = [o for o in before if o.classifier in units]
    if of and said["outcome"].match(said_at(ctx, of[-1])):  # 承办工单6482件,办结6437件,噪声类诉求占68%
        of = [o for o in of[:-1] if not said["outcome"].match(said_at(ctx, o))]
    if of and own.endswith(_DEALT_WITH) and _far(ctx, of[-1], item):
        return None
    if of:
        whole = next(
            (o for o in before if o.id == of[-1].component_of), of[-1]
        )  # 接件38件,其中夜间2件,即办件占六成
        return whole if whole is not of[-1] or not listed_counts(ctx, of) else None
    last = next((o for o in reversed(before) if o.unit != "yuan"), before[-1])
    near = (
        last.number_span is not None
        and item.number_span is not None
        and said["between"].fullmatch(ctx.view[last.number_span.end : item.number_span.start])
    )
    if not near or last.unit != "number" or not said["of-acts"].search(own):
        return None
    if own.endswith(_CASE) and last.classifier not in _CASES:
        return None  # 清除标志牌120块,非现场执法案件占三成
    listed = next(
        (o for o in before if o.id == last.component_of), None
    )  # A类83件、B类468件,不见面审批占九成
    return listed or (None if listed_counts(ctx, before) else last)


def _far(ctx: Context, count: Observation, item: Observation) -> bool:
    """Whether a semicolon stands between a count and a share."""
    there = count.number_span and item.number_span
    return not there or ";" in ctx.view[count.number_span.end : item.number_span.start]  # type: ignore[union-attr]


def told(said: Said, rate: Rate) -> Base | None:
    """在岗61名,近五分之一已临近退休; 受理1.87万件,89.6%的案件未再进入诉讼: a share whose words behind say of what."""
    of, before = told_of(rate.ctx, rate.item), rate.before
    if of is None or not before:
        return None
    if not of:
        return _last_number(rate)
    cases = said["of-cases"].fullmatch(of)
    named = [
        o for o in before if o.unit == "number" and (of in o.counted or (cases and o.classifier in _CASES))
    ]
    return (None, named[0]) if named else None


def done(said: Said, rate: Rate) -> Base | None:
    """上报事件1.1万余件,街道层面办结|九成五: of the count before, whatever it was."""
    if not patterns("rate")["done"].search(said_before(rate.ctx, rate.item)):
        return None
    return _last_number(rate)


def among_these(said: Said, rate: Rate) -> Base | None:
    """拆除违法建设5600平方米,其中存量违建约|三分之一: of the count before."""
    if not patterns("rate")["among-these"].search(said_before(rate.ctx, rate.item)):
        return None
    return _last_number(rate)


def _last_number(rate: Rate) -> Base | None:
    """The last count before a share that is no money (涉及金额1478万元), or what that is a part of."""
    last = next((o for o in reversed(rate.before) if o.unit != "yuan"), None)
    if last is None or last.unit in ("percent", "fraction") or _far(rate.ctx, last, rate.item):
        return None
    return None, next((o for o in rate.before if o.id == last.component_of), last)


def opened(said: Said, rate: Rate) -> Base | None:
    """283个环境问题中,扬尘类占到三成,臭气类不到15%: each of the count that the words begin with."""
    part = patterns("rate")["part"]
    if rate.item.number_span is None or not rate.before or not part.search(said_before(rate.ctx, rate.item)):
        return None
    whole = opener(rate.ctx, rate.item)
    return next(
        ((None, o) for o in rate.before if o.number_span and whole and o.number_span.end in range(*whole)),
        None,
    )
