"""A rate over the one count that was taken in before it: 评查案卷68卷,优秀率41.2%."""

from __future__ import annotations

import re
from decimal import Decimal

from dashi_kg.model import Observation
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.links.alike import alike
from dashi_kg.reader.links.rate import (
    BOTH,
    HUNDRED,
    STEM,
    Found,
    listed_counts,
    names,
    possible,
    said_at,
    shares_words,
)
from dashi_kg.text.han import compiled

# what is done to each of the things counted before: 办结率, 整改率; not 满意率, 知晓率
_DONE = re.compile(
    r"(?:办结|审结|结案|办理|受理|处理|处置|整改|化解|调处|调解|成功|解决|答复|办复|回复|反馈|审查|审核|备案|报备|通过|合格|优秀|优良|及格|检验|检测|出庭|应诉|履行|公开|归档|录入|公示|签订|回访|督办|销号|移送|"
    r"败诉|胜诉|纠错|撤销|维持|调撤|和解|执行|兑现|采纳|落实|持证|参训|参考|参会|到岗|完成|评查|抽检|复核|清偿|报送|及时|规范|准确|被纠正|合法)$"
)


# of other numbers than the count before: heads of bodies who went to court, cases that were closed
OF_OTHERS = re.compile(
    "出庭|应诉|败诉|胜诉|纠错|完成|覆盖|督办|公示|规范|及时$|准确|参训|参考|参会|到岗|持证|调解和解|裁决|落实|执行$|质量|协议履行|自动履行"
)


def sole(ctx: Context, item: Observation, stem: str, before: list[Observation]) -> Found | None:
    """评查案卷68卷,优秀率41.2%: the count of the clause before, where some whole number of it gives the rate."""
    assert item.value is not None
    if not _DONE.search(stem) or OF_OTHERS.search(stem):
        return None
    counts = [
        o
        for o in before
        if o.unit == "number"
        and o.classifier not in ("人次", "次", "场", "期", "场次", "轮")
        and not (
            o.classifier in ("批", "批次") and stem.endswith("化解")
        )  # of the matters, not of the visits
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
        said_at(ctx, bottom)
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


def made_and_reviewed(ctx: Context, item: Observation, stem: str, before: list[Observation]) -> Found | None:
    """制定规范性文件12件,合法性审核率、备案率均达100%: of the documents that were made."""
    last = before[-1] if before else None
    if last is None or last.number_span is None or item.value != HUNDRED or not _REVIEWED.search(stem):
        return None
    near = re.search("[;。]", ctx.view[last.number_span.end : item.span.end]) is None
    return (None, last, "made-and-reviewed") if near and _MADE.match(last.wording or last.counted) else None
