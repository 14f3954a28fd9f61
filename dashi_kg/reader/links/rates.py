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
from dashi_kg.reader.links.next_to import next_to
from dashi_kg.reader.links.rate import (
    BOTH,
    HUNDRED,
    STEM,
    Found,
    Rate,
    gives,
    is_count,
    is_rate,
    listed_counts,
    names,
    possible,
    shares_words,
    stem_of,
)
from dashi_kg.reader.links.shares import dealt_out, opened, out_of, share, told
from dashi_kg.reader.links.wholes import alike
from dashi_kg.text.han import compiled

# what is done to each of the things counted before: 办结率, 整改率; not 满意率, 知晓率
_DONE = re.compile(
    r"(?:办结|审结|结案|办理|受理|处理|处置|整改|化解|调处|调解|成功|解决|答复|办复|回复|反馈|审查|审核|备案|报备|通过|合格|优秀|优良|及格|检验|检测|出庭|应诉|履行|公开|归档|录入|公示|签订|回访|督办|销号|移送|"
    r"败诉|胜诉|纠错|撤销|维持|调撤|和解|执行|兑现|采纳|落实|持证|参训|参考|参会|到岗|完成|评查|抽检|复核|清偿|报送|及时|规范|准确|被纠正|合法)$"
)


# of other numbers than the count before: heads of bodies who went to court, cases that were closed
_OF_OTHERS = re.compile(
    "出庭|应诉|败诉|胜诉|纠错|完成|覆盖|督办|公示|规范|及时$|准确|参训|参考|参会|到岗|持证|调解和解|裁决|落实|执行$|质量|协议履行|自动履行"
)


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
        by_chance = item.value == HUNDRED or (not item.decimals and _OF_OTHERS.search(stem))
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


_EXAM = re.compile("考试|测试|考核|测验|竞赛|培训")


def _examined(ctx: Context, item: Observation, stem: str, before: list[Observation]) -> Found | None:
    """参加考试412人次,合格率98.3%: the persons who sat for it."""
    persons = [o for o in before if o.classifier in ("人", "名", "人次") and o.number_span]
    sat = [o for o in persons if _EXAM.search(o.counted) and "补考" not in o.counted]
    persons = sat or persons
    if (
        not persons
        or item.number_span is None
        or not re.search("合格|优秀|及格|通过|参考|参训|持有|优良", stem)
    ):
        return None
    last = persons[-1].number_span
    assert last is not None
    start = max(ctx.view.rfind(mark, 0, last.start) for mark in ",;。:\n") + 1
    end = ctx.view.find(",", last.end, item.number_span.start)
    found = end > 0 and _EXAM.search(ctx.view, start, end)
    if not found:
        return None
    came = _CAME[stem[-STEM:]].match(ctx.view, last.end, end) if stem[-STEM:] in _CAME else None
    return (persons[-1], None, "those-who-came") if came else (None, persons[-1], "examined")


# 法治知识测试4120人|参加, 311名民警|通过…考试: they did it
_CAME = {
    "参考": compiled(r" ?[余多]?[名人](?:次)?(?:参加|参考|到考)"),
    "参训": compiled(r" ?[余多]?[名人](?:次)?(?:参加|参训|到训)"),
    "通过": compiled(r" ?[余多]?[名人][\u4e00-\u9fff]{0,6}通过"),
}


def _sole(ctx: Context, item: Observation, stem: str, before: list[Observation]) -> Found | None:
    """评查案卷68卷,优秀率41.2%: the count of the clause before, where some whole number of it gives the rate."""
    assert item.value is not None
    if not _DONE.search(stem) or _OF_OTHERS.search(stem):
        return None
    counts = [
        o
        for o in before
        if o.unit == "number" and o.classifier not in ("人次", "次", "场", "期", "场次", "轮")
    ]
    if not counts:
        return None
    last = counts[-1]
    named = [o for o in counts if shares_words(o, item)]
    bottom = named[-1] if named and item.value not in (HUNDRED, Decimal(0)) else last
    if bottom.component_of and bottom not in named:  # 办理4126件,其中审批3980件、核准146件,按时办结率100%
        bottom = next((o for o in before if o.id == bottom.component_of), bottom)
    if (
        item.number_span
        and BOTH.search(ctx.view, last.span.end, item.number_span.start)
        and any(alike(o, last) for o in counts[-2:-1])
    ):
        return None  # 司法建议7份,检察建议22份,回复率均为100%: of both
    if _GRADED.search(stem) and _GRADED.search(
        bottom.counted
    ):  # 抽查案卷120卷,优秀36卷,合格82卷,合格率98.3%: of all that were looked at
        bottom = next((o for o in reversed(counts) if _is_taken_in(ctx, o) and alike(o, bottom)), bottom)
    if bottom.number_span and re.search(
        "[。;]" if bottom not in named else "。", ctx.view[bottom.number_span.end : item.span.end]
    ):
        return None
    if item.value != HUNDRED and _SOME_TIME.search(item.counted):
        return None
    if (
        item.value != HUNDRED
        and _IN_TIME.search(item.counted)
        and not (_is_taken_in(ctx, bottom) and bottom is last)
    ):
        return None
    if bottom.counted.endswith(("室", "站", "中心", "窗口", "点")):
        return None  # 建有调解室12个,调解成功率85%
    if len(stem) >= STEM and re.match(f"(?:已|依法|按期)?{stem[-STEM:]}", bottom.counted):
        return None  # 办结1307件,办结率99%: what was done, not what it is of
    if bottom is last and listed_counts(ctx, counts):
        return None  # 建议76件、提案112件,办复率100%: of both
    beside = (
        bottom.number_span is not None and bottom.number_span.end + len(bottom.classifier) >= item.span.start
    )
    if (bottom in named or names(bottom, stem) or _is_taken_in(ctx, bottom) or beside) and possible(
        bottom, item
    ):
        return None, bottom, "sole-count"
    return None


_TAKEN_IN = re.compile(
    "^(?:共|累计|全年|流转|组织|随机|抽样)?(?:受理|收到|接到|接收|接听|收|办理|立案|立案查处|查处|排查|摸排|发现|抽查|抽检|抽取|评查|检查|调处|调解|化解|提出|出具|处置|流转处置|归集|预警|参加|审议|清理|形成|发出|制发|下达|接待|登记|承办)"
)
_MADE = re.compile("^(?:制定|出台|印发|起草|拟定)")
_REVIEWED = re.compile("(?:审核|审查|备案|报备|公开|解读)$")
# 对187家社会组织|进行年度检查: what was looked at, counted before the verb
_LOOKED_AT = compiled(
    r"[\u4e00-\u9fff“”]{0,14}?(?:进行|开展|实施)[\u4e00-\u9fff“”]{0,8}?(?:检查|抽查|评查|核查|审查|考核|评估|抽检|年检|评议|轮训|测评),"
)


def _is_taken_in(ctx: Context, count: Observation) -> bool:
    """受理诉求18 462件: what is handled, counted before it is."""
    words = count.wording or count.counted
    if _TAKEN_IN.match(words) is not None or words.endswith(("立案", "收案", "受理")):
        return True
    return count.number_span is not None and _LOOKED_AT.match(ctx.view, count.number_span.end) is not None


_SOME_TIME = re.compile("当期|当日|磋商|提前|快速|及时|初次")
_IN_TIME = re.compile("按期|按时|如期")  # of those whose time was up, not of all that came in


_GRADED = re.compile("(?:合格|优秀|良好|及格)$")


def _made_and_reviewed(ctx: Context, item: Observation, stem: str, before: list[Observation]) -> Found | None:
    """制定规范性文件12件,合法性审核率、备案率均达100%: of the documents that were made."""
    last = before[-1] if before else None
    if last is None or last.number_span is None or item.value != HUNDRED or not _REVIEWED.search(stem):
        return None
    near = re.search("[;。]", ctx.view[last.number_span.end : item.span.end]) is None
    return (None, last, "made-and-reviewed") if near and _MADE.match(last.wording or last.counted) else None


_STAFF = re.compile("(?:人员|队员|干部|民警|职工|教师|员工|编制)$")


def _staff(ctx: Context, item: Observation, stem: str, before: list[Observation]) -> Found | None:
    """在册执法人员仅31人,持证率为83.9%: of those persons; 法治宣传员218名轮训一遍,考核合格率95.4%."""
    last = before[-1] if before else None
    if last is None or last.number_span is None or last.classifier not in ("人", "名"):
        return None
    between = ctx.view[last.number_span.end : item.span.end]
    if re.search("[;。]", between) or not possible(last, item):
        return None
    held = stem.endswith(("持证", "上岗")) and _STAFF.search(last.counted)
    trained = stem.endswith(("合格", "优秀")) and re.match(".?[^,]{0,4}(?:轮训|培训|受训|参训)", between)
    return (None, last, "of-persons") if held or trained else None


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
    BaseRule("examined", lambda r: _examined(r.ctx, r.item, r.stem, r.before), "参加考试412人次,合格率[98.3%]"),
    BaseRule("of-persons", lambda r: _staff(r.ctx, r.item, r.stem, r.before), "在册执法人员仅31人,持证率为[83.9%]"),
    BaseRule("added-up", lambda r: _added_up(r.item, r.before), "排查63处,整改58处,又整改4处,整改率[98.4%]"),
    BaseRule("made-and-reviewed", lambda r: _made_and_reviewed(r.ctx, r.item, r.stem, r.before), "制定规范性文件12件,备案率[100%]"),
    BaseRule("sole-count", lambda r: _sole(r.ctx, r.item, r.stem, r.before), "评查案卷68卷,优秀率[41.2%]"),
    BaseRule("next-to", lambda r: next_to(r.ctx, r.item, r.stem, r.before), "处理投诉17件,回复率[100%]"),
    BaseRule("named-numerator-alone", lambda r: _named_top(r.ctx, r.item, r.stem, r.before), "修订村规民约189份,修订率[91.7%]"),
)  # fmt: skip
