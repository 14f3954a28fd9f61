"""Plan items: what the report announces, in the part on next year, behind 下一步 in a part on shortcomings, or in a sentence on the
work that names a year to come.

Read by the part they stand in, then by words: 将, 进一步 and 持续 stand in every measure and say nothing about the
future by themselves. A sentence (up to 。 or ;) is one item, with the targets that belong to it; a sentence without a
number of its own (一是) that only lists three actions and more under a heading, without a figure, is as many. What only announces the list is none.
"""

from __future__ import annotations

import re

from dashi_kg.model import PlanItem, Section, Span
from dashi_kg.reader.context.context import REPORTED, Context
from dashi_kg.reader.context.statements import (
    FAREWELL,
    MARK,
    announced,
    in_tree,
    leaves,
    only_lists,
    own_title,
    statements,
    unmarked,
    until_farewell,
)
from dashi_kg.reader.items.measures import letters
from dashi_kg.reader.numbers.periods import plan_year
from dashi_kg.text.han import compiled
from dashi_kg.text.segments import sentences

_LEAST_LISTED_PLANS = 3
# 提高依法行政、依法执政水平 — an aim; 加强依法行政教育和培训工作 — an action
_GOAL = re.compile(
    r"^(?:切实|不断|进一步|着力|有效|全面|持续|努力|逐步|稳步)?"
    r"(?:增强|提高|提升|努力建设|努力营造|努力打造|营造|形成|促进|确保|实现|推动形成|建设(?:负责|法治|人民满意))"
)
_MEANS = re.compile(r"(?:宣传|监督|执法)力度|覆盖面$")
# 认真履行第一责任人职责: a duty without its holder belongs to the clause that names the holder
_DUTY = re.compile(r"^(?:认真|切实|严格|全面|自觉)?(?:履行|落实|扛牢|压实).{0,14}(?:职责|责任)$")
_HOLDER = re.compile(r"负责人|负责同志|领导|书记|主任")
# 下一步 / 我局将重点做好以下工作: what only opens the list
_ANNOUNCES = re.compile(
    r"^(?:下一?步|下一?年度?|下一?阶段|今后)(?:的)?(?:主要)?(?:工作)?(?:打算|安排|计划|思路|重点|措施)(?:如下|是|为)?$|^(?:主要|重点)?(?:工作)?(?:打算|安排|计划|思路|措施)(?:如下|是|为)$"
    r"|^(?:今后|下一?步(?:工作中)?|下一?阶段|接下来|新的一年|(?:19|20)\d\d年度?|明年|来年|同时|此外|为此|对此)$"
    r"|^(?:19|20)\d\d年是[^,]{4,40}(?:之年|一年|[^\d]年)$"
    r"|^.{0,24}(?:做好|抓好|开展|推进|落实|从|在)(?:以下|如下|下列)[^,。]{0,10}$|^.{0,8}(?:做好|抓好|做实)[一二三四五六七八九十\d]+(?:个|大)?(?:方面|项)(?:的)?(?:重点)?工作$|^.{0,16}(?:主要|重点)(?:工作)?(?:安排|打算|思路|任务)?(?:是|如下|为)$"
    r"|^(?:我.{1,2})?将?(?:继续|始终|一如既往)?(?:坚持|始终)?以.{4,}为(?:指引|根本|指导|统领|引领|遵循|根本遵循|契机|抓手|主线|目标)$|^(?:按照|根据|对照)(?!.*(?:抓好|抓实|推进|开展|整改|完善|健全|建立|加强)).{2,30}$|^在.{2,28}(?:[础提导]?[上下]|[^其当集]中|方面|期间|时)$|^(?:针对|结合|围绕|通过)[^,]{2,24}(?:要求|部署|任务|目标|实际|问题|不足|情况|工作)$"
)
_LEAST_PARALLEL = 2
_LOOKED_AT = 200  # characters of the item before a clause
# 我局将进一步…,…,…: one announcement, however many clauses
_WE_SHALL = compiled(
    r"^(?:(?:我|全|本|我们)[\u4e00-\u9fff]{0,4}?)?(?:将(?!法治|习近平|其|.{2,14}(?:纳入|列入|作为|融入|与))|(?<!^)要(?!求))"
)
_SHALL = compiled(r"^(?:我[\u4e00-\u9fff]{0,2}|全[\u4e00-\u9fff]{1,3}|本[\u4e00-\u9fff])?将")
# 聚焦重点群体, / 以…为抓手, / 依托…平台,: how the next clause is done
_CIRCUMSTANCE = re.compile(
    r"^(?:聚焦|围绕|针对|依托|结合|借助|利用|通过|立足|紧扣|紧盯|瞄准|对照|按照|根据|以[^,]{2,20}为)|^[^,]{2,20}牵头$"
)
# 全年不少于10场 / 力争持证率达到90% / 做到应审尽审 / 让群众…: the target of the action before it
_TARGET = re.compile(
    r"^(?:全年|年内|每(?:年|季度|月|人|所|半年)|力争|争取|确保|做到|实现|达到|使|让|以|从而|切实做到|不少于|覆盖|(?:到)?(?:20\d\d年)?(?:年底|底)前|[^,]{2,12}(?:率|比例|数|量|占比)[^,]{0,10}(?:达|提|降|不低于|稳定|保持|压减|控制))"
)


def read_plan_items(ctx: Context) -> list[PlanItem]:
    """Plan items of the part on the next year: heads, actions and goals."""
    year = plan_year(ctx)
    found: list[PlanItem] = []
    for section in leaves(ctx, "next-year"):
        identity = f"a{section.number}"
        head = own_title(ctx, section)
        spans = [s for sentence in statements(ctx, section) for s in _joined_plans(ctx, sentence, bool(head))]
        if head:
            found.append(PlanItem(identity, head, section.number, "plan-heading", "head", year))
        found += _plan_clauses(ctx, section, spans, year, identity if head else None)
    for section in leaves(ctx, "shortcomings-causes"):
        turn = ctx.plans_from(section)
        later = [*announced(ctx, section)]
        later += [s for s in until_farewell(ctx, sentences(ctx.view, section.body)) if s.start >= turn]
        spans = [s for sentence in later for s in _joined_plans(ctx, sentence, False)]
        found += _plan_clauses(ctx, section, spans, year, None)
    for section in ctx.sections(*REPORTED):
        spans = [s for sentence in ctx.announced(section) for s in _joined_plans(ctx, sentence, False)]
        found += _plan_clauses(ctx, section, spans, year, None)
    return in_tree(found)


def _plan_clauses(
    ctx: Context, section: Section, spans: list[Span], year: int | None, parent: str | None
) -> list[PlanItem]:
    return [
        PlanItem(
            f"a{section.number}{letters(i)}", span, section.number, "plan-clause",
            "goal" if _is_goal(ctx.words(span)) else "action", year, parent,
        )
        for i, span in enumerate(spans)
    ]  # fmt: skip


def _joined_plans(ctx: Context, sentence: Span, headed: bool) -> list[Span]:
    """What each sentence announces: one item with its targets, or as many as a mere list under a heading has."""
    if FAREWELL.search(ctx.words(sentence)):
        return []
    parts = unmarked(ctx, sentence)
    if parts and _ANNOUNCES.match(ctx.words(parts[-1])):
        return []
    for at in range(len(parts) - 2, -1, -1):  # 我镇将…,抓好以下工作:(一)加强… / 推进…再上新台阶:加快…
        colon = ctx.view[parts[at].end : parts[at].end + 1] == ":"
        words = ctx.words(parts[at])
        if colon and (
            at == 0 or _ANNOUNCES.match(words) or _WE_SHALL.match(words) or words.endswith(("将", "重点"))
        ):
            parts = unmarked(ctx, Span(parts[at + 1].start, parts[-1].end))
            break
    ours = False
    while parts and _ANNOUNCES.match(ctx.words(parts[0])):
        ours = ours or bool(_SHALL.match(ctx.words(parts[0])))
        parts = parts[1:]
    if not parts:
        return []
    whole = Span(parts[0].start, parts[-1].end)
    listed = (
        headed and not MARK.match(ctx.words(sentence)) and only_lists(ctx, whole, parts, _LEAST_LISTED_PLANS)
    )
    if ours or not listed or _WE_SHALL.match(ctx.words(whole)):
        return [whole]
    found: list[Span] = []
    pending: Span | None = None
    for clause in parts:
        words = ctx.words(clause)
        last = found[-1] if found else None
        before = ctx.words(Span(max(last.start, last.end - _LOOKED_AT), last.end)) if last else ""
        if found and pending is None and (
            _parallel(before.split(",")[-1], words)
            or (_DUTY.match(words) and _HOLDER.search(before))
            or _TARGET.match(words)
        ):  # fmt: skip
            found[-1] = Span(found[-1].start, clause.end)
        elif _CIRCUMSTANCE.match(words) and clause is not parts[-1]:
            pending = pending or clause
        else:
            found.append(Span(pending.start if pending else clause.start, clause.end))
            pending = None
    return found


def _parallel(one: str, other: str) -> bool:
    """坚持按法律办事,按制度办事 / 用制度管权…,用制度规范…: the same word opens both, or opens and closes."""
    one = re.sub(r"^(?:坚持|做到|始终)", "", one)
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    closes = one[-_LEAST_PARALLEL:] == other[-_LEAST_PARALLEL:]
    return (same >= 3) or (same >= 1 and closes and len(one) <= 10 and one[0] in "按以用靠依从")


def _is_goal(words: str) -> bool:
    return bool(_GOAL.match(words)) and not _MEANS.search(words)
