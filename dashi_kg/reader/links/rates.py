"""Over what a rate is: 调处1892件,调解成功1851件,调解成功率97.8%.

The surest base is the pair of counts in the sentence whose quotient is the rate; then the count that the rate's own words
name; a rate of 100 % or none has the count of the clause before as its base.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from dashi_kg.model import Observation
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.links.alike import alike
from dashi_kg.reader.links.next_to import next_to
from dashi_kg.reader.links.over_one import OF_OTHERS, made_and_reviewed, sole
from dashi_kg.reader.links.over_persons import examined, of_persons
from dashi_kg.reader.links.rate import (
    HUNDRED,
    STEM,
    Found,
    Rate,
    gives,
    is_count,
    is_rate,
    names,
    stem_of,
)
from dashi_kg.reader.links.shares import dealt_out, opened, out_of, share, told
from dashi_kg.text.han import compiled

_FAR = Decimal(2)  # a quotient further off than two points is of other numbers


class BaseRule(NamedTuple):
    """One way to find what a rate is over; ``example``: words with the rate in brackets."""

    id: str
    find: Callable[[Rate], Found | None]
    example: str


def with_bases(ctx: Context, chain: list[Observation]) -> list[Observation]:
    """The observations of a sentence; rates with ``numerator`` and ``denominator``, as far as the sentence has them."""
    done = list(chain)
    for i, item in enumerate(chain):
        if not is_rate(ctx, item):
            continue
        before = [o for o in chain[:i] if is_count(o)]
        behind = [o for o in chain[i + 1 :] if is_count(o)]
        rate = Rate(ctx, item, stem_of(item), chain, before, behind)
        found = next((f for rule in BASES if (f := rule.find(rate))), None)
        if found:
            top, bottom, by = found
            done[i] = changed(
                item,
                numerator=top.id if top else None,
                denominator=bottom.id if bottom else None,
                rules=(*item.rules, ("base", by)),
            )
    return done


def _by_quotient(
    item: Observation, stem: str, before: list[Observation], behind: list[Observation]
) -> Found | None:
    """The nearest pair whose quotient rounds to the rate; one of 100 % needs the rate's own words in it."""
    assert item.value is not None
    tried = [*reversed(before), *behind]
    for n, top in enumerate(tried):
        by_chance = item.value == HUNDRED or (not item.decimals and OF_OTHERS.search(stem))
        if by_chance and not names(top, stem):
            continue
        order = [*tried[n + 1 :], *tried[:n]]
        for bottom in order:
            if alike(top, bottom) and bottom.number_span != top.number_span and gives(top, bottom, item):
                return top, bottom, "quotient"
    return None


def _by_words(item: Observation, stem: str, before: list[Observation]) -> Found | None:
    """调解成功率: 调解成功… over the nearest larger count before it; far-off quotients are of other numbers."""
    assert item.value is not None
    if len(stem) < STEM:
        return None
    for n in range(len(before) - 1, -1, -1):
        top = before[n]
        if not (top.counted.startswith(stem[-STEM:]) or names(top, stem)):
            continue
        for bottom in reversed(before[:n]):
            if alike(top, bottom) and bottom.value and top.value and bottom.value >= top.value:
                off = abs(top.value * HUNDRED / bottom.value - item.value)
                if off <= _FAR:
                    return top, bottom, "named-numerator"
        return None
    return None


_CORRECTED = re.compile("纠错$|被纠正$")


_CASES_CLOSED = re.compile("(?:审结|办结|结案|作出(?:行政)?复议决定)")


def _closed(stem: str, before: list[Observation]) -> Found | None:
    """审结1,174件,…直接纠错率10.99%: of the cases that were closed, however many outcomes stand between."""
    if not _CORRECTED.search(stem):
        return None
    bottom = next((o for o in reversed(before) if _CASES_CLOSED.match(o.counted)), None)
    return (None, bottom, "cases-closed") if bottom else None


_SPENDING = re.compile("(?:执行|支付|(?<!整改)到位|拨付|支出|使用|兑付|清偿|追缴|征缴)$")


def _spent(ctx: Context, item: Observation, stem: str, before: list[Observation]) -> Found | None:
    """普法经费预算15万元,执行率98.6%: of the money of the clause before."""
    last = before[-1] if before else None
    if not _SPENDING.search(stem) or last is None or last.unit != "yuan" or last.number_span is None:
        return None
    between = ctx.view[last.number_span.end : item.span.end]
    return None if re.search("[;。]", between) else (None, last, "money-spent")


_MOST = 8


def _added_up(item: Observation, before: list[Observation]) -> Found | None:
    """排查63处,当月整改58处,…又整改4处,整改率98.4%: two steps of one act over what they are of."""
    if not item.decimals:
        return None
    near = before[-_MOST:]
    for n, bottom in enumerate(near):
        tops = [o for o in near[n + 1 :] if alike(o, bottom)]
        for k, one in enumerate(tops):
            for other in tops[k + 1 :]:
                both = changed(one, value=(one.value or Decimal(0)) + (other.value or Decimal(0)))
                if gives(both, bottom, item):
                    return None, bottom, "added-up"
    return None


def _of_whom(ctx: Context, item: Observation, before: list[Observation]) -> Found | None:
    """回访的520家企业对检查的满意率为99.1%: the count within the words of the rate."""
    last = before[-1] if before else None
    if (
        last is None
        or last.number_span is None
        or item.number_span is None
        or not item.counted.endswith("率")
    ):
        return None
    between = ctx.view[last.number_span.end : item.number_span.start]
    return (None, last, "of-whom") if _WITHIN.fullmatch(between) else None


_WITHIN = compiled(
    r"[名人家户个份件][\u4e00-\u9fff]{1,10}对[\u4e00-\u9fff]{2,10}的[\u4e00-\u9fff]{1,5}率(?:为|达到?|高达|约)?"
    r"|[个所家户][\u4e00-\u9fff]{3,14}(?:覆盖|配备|建成|签约|接入|上线)率(?:均?为|均?达到?|高达|约)?"
)
_SAME_ACT = {"签约": ("签订", "签约"), "参考": ("参考",), "抽查": ("抽查",)}


def _named_top(ctx: Context, item: Observation, stem: str, before: list[Observation]) -> Found | None:
    """修订村规民约189份,修订率91.7%: what was done, where the words do not say of how many."""
    last = before[-1] if before else None
    if (
        last is None
        or last.number_span is None
        or len(stem) < STEM
        or last.unit != "number"
        or last.classifier == "人次"
        or item.value == HUNDRED
    ):
        return None
    between = ctx.view[last.number_span.end : item.span.start]
    acts = _SAME_ACT.get(stem[-STEM:], (stem[-STEM:],))
    named = "," in between and any(re.search(f"(?<![未不应]){act}", last.counted) for act in acts)
    if not named or re.search("[;。]", between):
        return None
    in_time = re.search("提前|按期|按时|及时", item.counted) and not re.search(
        "提前|按期|按时|及时", last.counted
    )
    return (None, last, "named-act-in-time") if in_time else (last, None, "named-numerator-alone")


BASES: tuple[BaseRule, ...] = (
    BaseRule("share-among", lambda r: out_of(r.ctx, r.item, r.before), "持证的1062名人员中,具有法学背景的不足[两成]"),
    BaseRule("dealt-out", lambda r: dealt_out(r.ctx, r.item, r.chain, r.before), "建议186件、提案243件,满意率分别为[99.5%]和99.2%"),
    BaseRule("share", lambda r: share(r.ctx, r.item, r.before), "其中持证9人,占[81.8%]"),
    BaseRule("share-opened", lambda r: opened(r.ctx, r.item, r.before), "283个问题中,扬尘类占到三成,臭气类不到[15%]"),
    BaseRule("share-told", lambda r: told(r.ctx, r.item, r.before), "受理申请1.87万件,[89.6%]的案件未再进入诉讼"),
    BaseRule("quotient", lambda r: _by_quotient(r.item, r.stem, r.before, r.behind), "调处1892件,调解成功1851件,调解成功率[97.8%]"),
    BaseRule("of-whom", lambda r: _of_whom(r.ctx, r.item, r.before), "回访的520家企业对检查的满意率为[99.1%]"),
    BaseRule("named-numerator", lambda r: _by_words(r.item, r.stem, r.before), "调处92件,调解成功90件,调解成功率[98.9%]"),
    BaseRule("cases-closed", lambda r: _closed(r.stem, r.before), "审结1174件,直接纠错率[10.99%]"),
    BaseRule("money-spent", lambda r: _spent(r.ctx, r.item, r.stem, r.before), "普法经费预算15万元,执行率[98.6%]"),
    BaseRule("examined", lambda r: examined(r.ctx, r.item, r.stem, r.before), "参加考试412人次,合格率[98.3%]"),
    BaseRule("of-persons", lambda r: of_persons(r.ctx, r.item, r.stem, r.before), "在册执法人员仅31人,持证率为[83.9%]"),
    BaseRule("added-up", lambda r: _added_up(r.item, r.before), "排查63处,整改58处,又整改4处,整改率[98.4%]"),
    BaseRule("made-and-reviewed", lambda r: made_and_reviewed(r.ctx, r.item, r.stem, r.before), "制定规范性文件12件,备案率[100%]"),
    BaseRule("sole-count", lambda r: sole(r.ctx, r.item, r.stem, r.before), "评查案卷68卷,优秀率[41.2%]"),
    BaseRule("next-to", lambda r: next_to(r.ctx, r.item, r.stem, r.before), "处理投诉17件,回复率[100%]"),
    BaseRule("named-numerator-alone", lambda r: _named_top(r.ctx, r.item, r.stem, r.before), "修订村规民约189份,修订率[91.7%]"),
)  # fmt: skip
