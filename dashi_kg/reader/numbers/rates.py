"""Over what a rate is: 调处1892件,调解成功1851件,调解成功率97.8%.

The surest base is the pair of counts in the sentence whose quotient is the rate; then the count that the rate's own words
name; a rate of 100 % or none has the count of the clause before as its base.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from dashi_kg.model import Observation
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.numbers.wholes import alike

_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fff]*?)(?:率|占比|比例|比重)$")
_EVERY = re.compile("^(?:人民|行政|司法|依法|及时|按期|按时|如期|综合|平均|整体|全年|案件|问题|隐患|总)+(?=[\u4e00-\u9fff]{2})")
# what is done to each of the things counted before: 办结率, 整改率; not 满意率, 知晓率
_DONE = re.compile(
    r"(?:办结|审结|结案|办理|受理|处理|处置|整改|化解|调处|调解|成功|解决|答复|办复|回复|反馈|审查|审核|备案|报备|通过|合格|优秀|优良|及格|检验|检测|出庭|应诉|履行|公开|归档|录入|公示|签订|回访|督办|销号|移送|"
    r"败诉|胜诉|纠错|撤销|维持|调撤|和解|执行|兑现|采纳|落实|持证|参训|参考|参会|到岗|完成|评查|抽检|复核|清偿|报送|及时|规范|准确|被纠正|合法)$"
)
_FAR = Decimal(2)  # a quotient further off than two points is of other numbers
_HUNDRED = Decimal(100)
_FEW = 3000  # of more things, almost every rate is possible
_STEM = 2


def with_bases(ctx: Context, chain: list[Observation]) -> list[Observation]:
    """The observations of a sentence; rates with ``numerator`` and ``denominator``, as far as the sentence has them."""
    done = list(chain)
    for i, item in enumerate(chain):
        if not _is_rate(item):
            continue
        before = [o for o in chain[:i] if _is_count(o)]
        behind = [o for o in chain[i + 1 :] if _is_count(o)]
        stem = _stem(item)
        found = _by_quotient(item, stem, before, behind) or _by_words(item, stem, before) or _sole(ctx, item, stem, before)
        if found:
            top, bottom, rule = found
            done[i] = replace(
                item, numerator=top.id if top else None, denominator=bottom.id, rules=(*item.rules, ("base", rule))
            )
    return done


_Found = tuple[Observation | None, Observation, str]


def _is_rate(item: Observation) -> bool:
    return (
        item.unit == "percent" and item.value is not None and item.kind == "actual" and item.change is None
        and (_RATE.search(item.counted) is not None or "占" in item.counted)
    )  # fmt: skip


def _is_count(item: Observation) -> bool:
    return (
        item.unit not in ("percent", "percentage-point", "fraction", "one") and item.value is not None and item.value > 0
        and (item.change is None or item.change.level) and item.kind == "actual" and item.qualifier in ("exact", "total", "reaches")
    )  # fmt: skip


def _stem(item: Observation) -> str:
    match = _RATE.search(item.counted)
    return _EVERY.sub("", match["stem"]) if match else ""


def _by_quotient(item: Observation, stem: str, before: list[Observation], behind: list[Observation]) -> _Found | None:
    """The nearest pair whose quotient rounds to the rate; one of 100 % needs the rate's own words in it."""
    assert item.value is not None
    tried = [*reversed(before), *behind]
    for n, top in enumerate(tried):
        if item.value == _HUNDRED and not _names(top, stem):
            continue
        order = [*tried[n + 1 :], *tried[:n]]
        for bottom in order:
            if alike(top, bottom) and bottom.number_span != top.number_span and _gives(top, bottom, item):
                return top, bottom, "quotient"
    return None


def _gives(top: Observation, bottom: Observation, rate: Observation) -> bool:
    assert top.value is not None and bottom.value is not None and rate.value is not None
    if top.value > bottom.value:
        return False
    step = Decimal(1).scaleb(-(rate.decimals or 0))
    quotient = top.value * _HUNDRED / bottom.value
    near = {quotient.quantize(step, rounding=ROUND_HALF_UP), quotient.quantize(step, rounding=ROUND_FLOOR)}
    return rate.value in near or (rate.qualifier in ("at-least", "more-than") and 0 <= quotient - rate.value < 1)


def _by_words(item: Observation, stem: str, before: list[Observation]) -> _Found | None:
    """调解成功率: 调解成功… over the nearest larger count before it; far-off quotients are of other numbers."""
    assert item.value is not None
    if len(stem) < _STEM:
        return None
    for n in range(len(before) - 1, -1, -1):
        top = before[n]
        if not (top.counted.startswith(stem[-_STEM:]) or _names(top, stem)):
            continue
        for bottom in reversed(before[:n]):
            if alike(top, bottom) and bottom.value and top.value and bottom.value >= top.value:
                off = abs(top.value * _HUNDRED / bottom.value - item.value)
                if off <= _FAR:
                    return top, bottom, "named-numerator"
        return None
    return None


def _names(top: Observation, stem: str) -> bool:
    return len(stem) >= _STEM and stem[-_STEM:] in top.counted


def _sole(ctx: Context, item: Observation, stem: str, before: list[Observation]) -> _Found | None:
    """评查案卷68卷,优秀率41.2%: the count of the clause before, where some whole number of it gives the rate."""
    assert item.value is not None
    if not _DONE.search(stem):
        return None
    counts = [o for o in before if o.unit == "number" and o.classifier not in ("人次", "次", "场", "期", "场次", "轮")]
    if not counts:
        return None
    last = counts[-1]
    named = [o for o in counts if _shares_words(o, item)]
    bottom = named[-1] if named and item.value not in (_HUNDRED, Decimal(0)) else last
    if bottom.number_span and ctx.view.count("。", bottom.number_span.end, item.span.end):
        return None
    sure = item.value in (_HUNDRED, Decimal(0)) or bottom in named or _names(bottom, stem)
    few = bottom.value is not None and bottom.value <= _FEW
    if bottom is last and _listed(ctx, counts):
        return None  # 建议76件、提案112件,办复率100%: of both
    if (sure or few) and _possible(bottom, item):
        return None, bottom, "sole-count"
    return None


def _listed(ctx: Context, counts: list[Observation]) -> bool:
    if len(counts) <= 1 or counts[-1].number_span is None or counts[-2].number_span is None:
        return False
    between = ctx.view[counts[-2].number_span.end : counts[-1].number_span.start]
    return "、" in between and "," not in between and "其中" not in between


def _shares_words(count: Observation, rate: Observation) -> bool:
    """隐患整改率 and 发现隐患: two characters side by side stand in both."""
    words = rate.counted.removesuffix("率")
    return any(words[k : k + 2] in count.counted for k in range(len(words) - 1))


def _possible(bottom: Observation, rate: Observation) -> bool:
    """Whether some whole number of the count rounds to the rate."""
    assert bottom.value is not None and rate.value is not None
    half = Decimal("0.5").scaleb(-(rate.decimals or 0))
    low = ((rate.value - half) * bottom.value / _HUNDRED).to_integral_value(ROUND_CEILING)
    high = ((rate.value + half) * bottom.value / _HUNDRED).to_integral_value(ROUND_FLOOR)
    return low <= high or rate.qualifier not in ("exact", "reaches")
