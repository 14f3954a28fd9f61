"""Rates that are shares: 其中持证9人,占81.8%; 283个问题中,扬尘类占三成; 优秀、合格案卷占比分别为…"""

from __future__ import annotations

import re

from dashi_kg.model import Observation
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.links.alike import alike
from dashi_kg.reader.links.rate import (
    AMONG,
    PART_OF_IT,
    SHARE,
    STEM,
    Found,
    gives,
    is_rate,
    listed_counts,
    opener,
    said_before,
    told_of,
    words_up_to,
)
from dashi_kg.text.han import compiled


def out_of(ctx: Context, item: Observation, before: list[Observation]) -> Found | None:
    """持证的1062名人员中,具有法学背景的不足|两成: of those persons."""
    return (None, before[-1], "share-among") if before and AMONG.search(words_up_to(ctx, item)) else None


_TOGETHER = re.compile(
    r"(?:以上|上述|前)?(?:[两三四五六七八九十\d]+[项类者种])?(?:合计|总计|共计|共)"
)  # 三项合计占


_VAGUE = frozenset("案件 纠纷 事项 问题 人员 文件 工作 项目 企业 情况".split())


def share(ctx: Context, item: Observation, before: list[Observation]) -> Found | None:
    """其中持证9人,占81.8%: the count before over the one that it is part of; 其中女性占四成: of the count before."""
    found = SHARE.search(said_before(ctx, item))
    if not found or not before:
        return None
    last = before[-1]
    own = re.sub("^(?:其中|约|仅|近)+|(?:约|近|已|仅)+$", "", found["of"])
    together = _TOGETHER.fullmatch(own) is not None
    own = "" if together else own
    if own:  # 优秀卷占26.5%
        alike_words = [
            o for o in before
            if any(own[k : k + 2] in o.counted for k in range(len(own) - 1) if own[k : k + 2] not in _VAGUE)
            or (own[-1] == o.classifier and o.classifier in ("卷", "案"))
        ]  # fmt: skip
        if (
            not alike_words
            and found["of"].startswith("其中")
            and not found["whole"]
            and not listed_counts(ctx, before)
        ):
            return (None, last, "share-among") if last.unit == "number" else None
        persons = (
            last.classifier in ("人", "名")
            and found["of"].startswith("其中")
            and not listed_counts(ctx, before)
        )
        bottom = alike_words[-1] if alike_words else last if persons else _kind_of(ctx, item, own, before)
        return (None, bottom, "share-named") if bottom and not found["whole"] else None
    exact = next((o for o in reversed(before[:-1]) if alike(last, o) and gives(last, o, item)), None)
    whole = next((o for o in before if o.id == last.component_of), None) or exact
    if whole is None and found["whole"]:  # 占受理总数的73.2%
        named = re.sub("全部|总数|总量|总", "", found["whole"])
        whole = next(
            (
                o
                for o in reversed(before)
                if len(named) > 1 and (o.wording or o.counted).startswith(named[:2])
            ),
            None,
        )
        return (None if whole else last), whole, "share"
    return (None if together else last), whole, "share"


_SAMPLED = ("抽检", "抽查", "抽样")


def dealt_out(
    ctx: Context, item: Observation, chain: list[Observation], before: list[Observation]
) -> Found | None:
    """建议186件、提案243件,满意率分别为99.5%和99.2%: the first of the first, the second of the second."""
    if item.number_span is None:
        return None
    start = max(ctx.view.rfind(mark, 0, item.number_span.start) for mark in ",;。:\n") + 1
    if not _IN_TURN.search(ctx.view, start, item.number_span.start):
        return None
    if shared := _SHARES_OF.search(ctx.view, start, item.number_span.start):
        return _one_share(item, chain, before, shared.end())
    own = [o for o in chain if is_rate(ctx, o) and o.number_span and start <= o.number_span.start and o.counted == item.counted
           and not re.search("[,;。]", ctx.view[start : o.number_span.start])]  # fmt: skip
    counts = [o for o in before if o.number_span and o.number_span.end <= start]
    shares = item.counted.endswith("占比")
    listed = "、" in ctx.view[start : own[0].number_span.start] if own and own[0].number_span else False
    if shares and listed and counts:  # 案卷480份,优秀、合格、不合格案卷占比分别为…
        return None, counts[-1], "dealt-out"
    if len(own) < STEM or len(counts) < len(own) or item not in own:
        return None
    dealt = counts[len(counts) - len(own) :]
    if item.counted.startswith(_SAMPLED) and not any(o.counted.startswith(_SAMPLED) for o in dealt):
        return None  # of the samples, not of the places
    if not all(alike(dealt[0], o) for o in dealt) or (
        len(counts) > len(own) and not shares and alike(counts[-len(own) - 1], dealt[0])
    ):
        return None
    one = dealt[own.index(item)]
    return (one, None, "dealt-out") if shares else (None, one, "dealt-out")


_IN_TURN = re.compile("分别|依次")
_SHARES_OF = re.compile("分别占(?:比|到|了)?[^,;、。\\d]{0,12}?(?:的)?(?=[\\d约近])")


def _one_share(
    item: Observation, chain: list[Observation], before: list[Observation], start: int
) -> Found | None:
    """其中刑事案件180件、民事案件280件,分别占39.1%、|60.9%: each of the part in its place, over their whole."""
    own = [o for o in chain if o.unit == "percent" and o.number_span and start <= o.number_span.start]
    counts = [o for o in before if o.number_span and o.number_span.end <= start]
    own = [o for n, o in enumerate(own) if n == 0 or _beside(own[n - 1], o)]
    if item not in own or len(counts) < len(own) or len(own) < STEM:
        return None
    top = counts[len(counts) - len(own) + own.index(item)]
    return top, next((o for o in counts if o.id == top.component_of), None), "dealt-out"


_WIDEST = 4


def _beside(one: Observation, other: Observation) -> bool:
    """Two numbers of a list: 39.1%、60.9%."""
    there = one.number_span is not None and other.number_span is not None
    return there and other.number_span.start - one.number_span.end <= _WIDEST  # type: ignore[union-attr]


_A_KIND = compiled(r"(?:类|类案件|类纠纷|等案件|[\u4e00-\u9fff]办件)$")
_PERSONAL = compiled(r"(?:专业|背景|学历|职称|女性|党员|本科|研究生|专业人员|岁(?:以[上下])?)$")
_CASES = ("件", "起", "宗", "案")
_PERSONS = ("人", "名")


def _kind_of(ctx: Context, item: Observation, own: str, before: list[Observation]) -> Observation | None:
    """投诉2.3万件,…职业索赔类占四成: of the cases before; 执法人员26人,…法学专业占三分之一: of the persons before."""
    units = _CASES if _A_KIND.search(own) else _PERSONS if _PERSONAL.search(own) else ()
    of = [o for o in before if o.classifier in units]
    if of and own.endswith("办件") and _far(ctx, of[-1], item):
        return None
    if of:
        whole = next(
            (o for o in before if o.id == of[-1].component_of), of[-1]
        )  # 接件38件,其中夜间2件,即办件占六成
        return whole if not listed_counts(ctx, of) else None
    last = before[-1]
    near = (
        last.number_span is not None
        and item.number_span is not None
        and _NEAR.fullmatch(ctx.view[last.number_span.end : item.number_span.start])
    )
    kind = last.unit == "number" and _KIND_OF_ACT.search(own) and not listed_counts(ctx, before)
    return last if near and kind else None


def _far(ctx: Context, count: Observation, item: Observation) -> bool:
    """Whether a semicolon stands between a count and a share."""
    there = count.number_span and item.number_span
    return not there or ";" in ctx.view[count.number_span.end : item.number_span.start]  # type: ignore[union-attr]


def told(ctx: Context, item: Observation, before: list[Observation]) -> Found | None:
    """在岗61名,近五分之一已临近退休; 受理1.87万件,89.6%的案件未再进入诉讼: a share whose words behind say of what."""
    of = told_of(ctx, item)
    if of is None or not before:
        return None
    if not of:
        last = before[-1]
        whole = next((o for o in before if o.id == last.component_of), last)
        return None if _far(ctx, last, item) or last.unit != "number" else (None, whole, "share-told")
    named = [
        o
        for o in before
        if o.unit == "number" and (of in o.counted or (of in _CASE_WORDS and o.classifier in _CASES))
    ]
    return (None, named[0], "share-told") if named else None


_CASE_WORDS = ("案件", "纠纷", "争议", "线索", "问题")


# 办理案件1.92万件,简易程序占93.7%; 发布解读118篇,图解、视频等形式占63%; …逾期未履行,涉及罚款386万元,申请法院强制执行的占11%
_KIND_OF_ACT = compiled(
    r"(?:程序|形式|方式|渠道|途径|平台|案件|类型|劝导|教育|警告|提醒|[\u4e00-\u9fff“”]{3,}的)$"
)
_NEAR = compiled(r"[\u4e00-\u9fff]{0,3},[\u4e00-\u9fff、“”]{2,16}占(?:比|到|了)?[达为至约近超过不足仅]*")


def opened(ctx: Context, item: Observation, before: list[Observation]) -> Found | None:
    """283个环境问题中,扬尘类占到三成,臭气类不到15%: each of the count that the words begin with."""
    if item.number_span is None or not before or not PART_OF_IT.search(said_before(ctx, item)):
        return None
    whole = opener(ctx, item)
    return next(
        (
            (None, o, "share-opened")
            for o in before
            if o.number_span and whole and o.number_span.end in range(*whole)
        ),
        None,
    )
