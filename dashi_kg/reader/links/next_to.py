"""A rate right behind the count of what it was done to: 处理投诉17件,回复率100%."""

from __future__ import annotations

import re

from dashi_kg.model import Observation
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.links.alike import alike
from dashi_kg.reader.links.rate import BOTH, STEM, Found, listed_counts, possible, said_at, shares_words
from dashi_kg.text.han import compiled

# what may be done to each of the things counted or not; an outcome (败诉率, 采纳率) is of those that were decided
_ACTS_ON = compiled(
    r"(?:可办|网办|办理|办结|审结|受理|处理|处置|处置完成|解决|答复|办复|回复|合格|优良|达标|清零|销号|归档|回访|复核|核查|移除|送达|签收|兑现|完结|响应)$"
)
_MENDS = re.compile("(?:整改|整改完成)$")
_TO_MEND = re.compile("隐患|问题|线索|预警|缺陷|违法|违规")
_DECIDED = re.compile("^(?:已|共|仲裁)?(?:审结|结案|办结|执结|调解成功|成功|化解|撤诉|采纳)")
_FAILED = re.compile("不合格$")
_NO_BASE = compiled("(?:窗口|平台|系统|中心|站|室|点|机构|队|讲座|活动|培训|会议|横幅|资料|手册)$")


def next_to(ctx: Context, item: Observation, stem: str, before: list[Observation]) -> Found | None:
    """处理投诉17件,回复率100%; 事项2136项,网上可办率99.4%、全程网办率92.7%: the count right before the rate or its list."""
    last = before[-1] if before else None
    if (
        last is None
        or last.unit != "number"
        or last.number_span is None
        or last.classifier in _OCCASIONS
        or not (_ACTS_ON.search(stem) or (_MENDS.search(stem) and _TO_MEND.search(last.counted)))
        or _NO_BASE.search(last.counted)
        or _FAILED.search(said_at(ctx, last))
        or _DECIDED.match(last.counted)
        or (re.search("初次|提前|快速", item.counted) and not shares_words(last, item))
        or listed_counts(ctx, before)
        or not possible(last, item)
    ):
        return None
    if len(stem) >= STEM and re.match(f"(?:已|依法|按期|成功)?{stem[-STEM:]}", last.counted):
        return None  # 办结1307件,办结率99%: what was done, not what it is of
    between = ctx.view[last.number_span.end : item.span.start]
    both = BOTH.search(ctx.view, last.number_span.end, (item.number_span or item.span).start)
    if both and any(alike(o, last) for o in before[-2:-1]):
        return None  # 司法建议7份,检察建议22份,回复率均为100%: of both
    return (None, last, "next-to") if _RATES_ONLY.fullmatch(between) else None


_OCCASIONS = frozenset("次 场 期 轮 场次 轮次 期次 人次 天 元".split())
_RATES_ONLY = compiled(
    r"[\u4e00-\u9fff()]{0,4},(?:(?:同比|环比|较|比)[^,;。]{2,16},)?(?:[\u4e00-\u9fff“”]{2,12}率(?:为|达到?|均?为)?[\d.]+%[,、和]){0,3}"
)
