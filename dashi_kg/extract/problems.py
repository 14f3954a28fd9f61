"""Problems and plan items: what the report says is wanting, and what it announces.

Both are read by the part they stand in, then by words: 将, 进一步 and 持续 stand in every measure and say
nothing about the future by themselves.
"""

from __future__ import annotations

import re

from dashi_kg.extract.context import Context
from dashi_kg.extract.measures import letters
from dashi_kg.model import PlanItem, Problem, Section, Span
from dashi_kg.text.segments import clauses, sentences

_PROBLEM = re.compile(
    r"有待|不足(?!以)|不够|不强|不高|不深|不实|不到位|不完善|不健全|不平衡|不均衡|不规范|不及时|不充分|不全面|不明显|不深入|不扎实"
    r"|尚需|还需|仍需|需要进一步|需进一步|薄弱|匮乏|缺乏|短缺|紧缺|欠缺|单一|滞后|偏低|偏弱|偏少|较少|较弱|较低|较慢|不敢|不愿|不会"
    r"|存在(?:差距|短板|问题)|有差距|覆盖面窄|流于形式|老龄化|断层|难以|困难|压力大|矛盾突出|未能|没有形成|缺少|弱化|不严|淡薄|落后|缺口|参差不齐|不均|偏小|不优|不细|不顺|不畅|不便|脱节|不匹配|时有发生|不作为|流动性大|任务重|老化|不力|不精|不浓|不清|模糊|未形成|不紧密|随意|缺位|不主动|畏难|消极|局限|阻力|不一致|不统一|不协调|不合理|不充足|不稳定|有短板|有欠缺|有缺陷|一人一|增加[^,。]{0,6}负担|较大差距|差距较大|不精准|不多|不大(?!于)|形式化|传统|陈旧|偏重|重[^,。]{1,6}轻|以[^,。]{1,3}代|赶不上|跟不上|吃不透|把握不准|底数不清"
)
# 认为法治建设与自身无关: what somebody thinks belongs to the shortcoming before it
_GOES_ON = re.compile(r"^(?:认为|导致|造成|致使|从而|使得|以致|没有|也|甚至|特别是|尤其是|主要(?:表现|体现))")
_INTRODUCES = re.compile(
    r"(?:主要(?:表现|体现)|具体表现|存在(?:以下|如下))[^,。]{0,8}$|存在(?:着)?(?:一些|一定|不少|以下|如下|诸多|许多|部分|较多)?(?:的)?(?:短板|不足|问题|差距|薄弱环节)(?:和不足|与不足|和短板|和差距)?$"
)

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
    r"^(?:今后|下一?步|下一?阶段|接下来|新的一年|(?:19|20)\d\d年度?|明年|来年|同时|此外|为此|对此)$"
    r"|^.{0,24}(?:做好|抓好|开展|推进|落实|从)(?:以下|如下|下列)[^,。]{0,10}$|^.{0,8}(?:做好|抓好|做实)[一二三四五六七八九十\d]+(?:个|大)?(?:方面|项)(?:的)?(?:重点)?工作$|^.{0,16}(?:主要|重点)(?:工作)?(?:安排|打算|思路|任务)?(?:是|如下|为)$"
    r"|^(?:我.{1,2})?将?(?:坚持|始终)?以.{4,}为(?:指引|根本|指导|统领|引领|遵循|根本遵循|契机|抓手|主线|目标)$|^(?:按照|根据|针对|围绕|结合|对照|通过|在).{2,30}$"
)
_LEAST_PARALLEL = 2


def read_problems(ctx: Context) -> list[Problem]:
    """Problems of the part on shortcomings: a heading with its sub-problems, or sentences by themselves."""
    found: list[Problem] = []
    for section in _leaves(ctx, "shortcomings-causes"):
        parts = _statements(ctx, section)
        spans = _joined_problems(ctx, parts)
        identity = f"p{section.number}"
        head = _title_span(section)
        if head and not section.children:
            children = tuple(f"{identity}{letters(i)}" for i in range(len(spans)))
            found.append(Problem(identity, head, section.number, "problem-heading", None, children))
            for child, span in zip(children, spans, strict=True):
                found.append(Problem(child, span, section.number, "problem-clause", identity))
        elif head and section.level > 1:
            children = tuple(f"p{c.number}" for c in section.children if _states_problem(ctx, c))
            found.append(Problem(identity, head, section.number, "problem-heading", None, children))
        else:
            # An item (一是 …) is one problem, however many clauses it has.
            if section.marker.endswith("是") and spans:
                parent = f"p{section.number.rpartition('.')[0]}"
                parent_known = any(p.id == parent for p in found)
                whole = Span(spans[0].start, spans[-1].end)
                found.append(
                    Problem(identity, whole, section.number, "problem-item", parent if parent_known else None)
                )
            else:
                found += [
                    Problem(f"{identity}{letters(i)}", span, section.number, "problem-clause")
                    for i, span in enumerate(spans)
                ]
    return found


def read_plan_items(ctx: Context) -> list[PlanItem]:
    """Plan items of the part on the next year: heads, actions and goals."""
    year = int(ctx.metadata.year.value) + 1 if ctx.metadata.year else None
    found: list[PlanItem] = []
    for section in _leaves(ctx, "next-year"):
        if section.level == 1 and section.children and not _statements(ctx, section):
            continue
        identity = f"a{section.number}"
        spans = [s for sentence in _statements(ctx, section) for s in _joined_plans(ctx, sentence)]
        head = _title_span(section) if section.level > 1 else None
        if head:
            inner = tuple(f"a{c.number}" for c in section.children)
            children = tuple(f"{identity}{letters(i)}" for i in range(len(spans))) + inner
            found.append(
                PlanItem(identity, head, section.number, "plan-heading", "head", year, None, children)
            )
        for i, span in enumerate(spans):
            kind = "goal" if _is_goal(ctx.words(span)) else "action"
            name = f"{identity}{letters(i)}"
            item = PlanItem(name, span, section.number, "plan-clause", kind, year, identity if head else None)
            found.append(item)
    for section in _leaves(ctx, "shortcomings-causes"):
        turn = ctx.plans_from(section)
        later = [s for s in sentences(ctx.view, section.body) if s.start >= turn]
        spans = [s for sentence in later for s in _joined_plans(ctx, sentence)]
        for i, span in enumerate(spans):
            kind = "goal" if _is_goal(ctx.words(span)) else "action"
            name = f"a{section.number}{letters(i)}"
            found.append(PlanItem(name, span, section.number, "plan-clause", kind, year))
    known = {item.id for item in found}
    return [_known_children(item, known) for item in found]


def _known_children(item: PlanItem, known: set[str]) -> PlanItem:
    from dataclasses import replace

    return replace(item, children=tuple(c for c in item.children if c in known))


def _leaves(ctx: Context, role: str) -> list[Section]:
    """Sections of the part that hold statements: with a heading of their own or with prose."""
    return [s for s in ctx.sections(role) if s.level > 1 or len(s.body)]


def _title_span(section: Section) -> Span | None:
    if section.heading is None or section.level == 1:
        return None
    return Span(section.heading.end - len(section.title), section.heading.end)


def _statements(ctx: Context, section: Section) -> list[Span]:
    found = sentences(ctx.view, section.body)
    if section.role == "shortcomings-causes":
        return [s for s in found if s.start < ctx.plans_from(section)]
    return found


def _states_problem(ctx: Context, section: Section) -> bool:
    return bool(_PROBLEM.search(ctx.words(section.span)))


def _joined_problems(ctx: Context, parts: list[Span]) -> list[Span]:
    """Clauses that state a shortcoming; a clause that goes on belongs to the one before it."""
    found: list[Span] = []
    for sentence in parts:
        pending: Span | None = None
        opened = False
        for clause in clauses(ctx.view, sentence):
            words = ctx.words(clause)
            if _INTRODUCES.search(words):
                pending = None
                continue
            if opened and _GOES_ON.match(words):
                found[-1] = Span(found[-1].start, clause.end)
            elif _PROBLEM.search(words):
                found.append(Span(pending.start if pending else clause.start, clause.end))
                pending, opened = None, True
            elif opened:  # a remark after a shortcoming: 部分单位…, 制约了…
                found[-1] = Span(found[-1].start, clause.end)
            else:  # circumstances before it: 随着…,
                pending = pending or clause
    return found


def _joined_plans(ctx: Context, sentence: Span) -> list[Span]:
    """Clauses of a sentence; parallel clauses, and a duty after its holder, are one item."""
    found: list[Span] = []
    for clause in clauses(ctx.view, sentence):
        words = ctx.words(clause)
        if _ANNOUNCES.match(words):
            continue
        before = ctx.words(found[-1]) if found else ""
        if found and (
            _parallel(before.split(",")[-1], words) or (_DUTY.match(words) and _HOLDER.search(before))
        ):
            found[-1] = Span(found[-1].start, clause.end)
        else:
            found.append(clause)
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
