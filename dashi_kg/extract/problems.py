"""Problems and plan items: what the report says is wanting, and what it announces.

Both are read by the part they stand in, then by words: 将, 进一步 and 持续 stand in every measure and say
nothing about the future by themselves. A sentence (up to 。 or ;) is one problem or one plan item, with the facts and
targets that belong to it; a sentence that only lists (four shortcomings and more, three actions and more, without a
figure) is as many. Causes, introductions and farewells are neither.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

from dashi_kg.extract.context import Context
from dashi_kg.extract.measures import letters
from dashi_kg.model import PlanItem, Problem, Section, Span
from dashi_kg.text.segments import clauses, sentences

_Item = TypeVar("_Item", Problem, PlanItem)
_PROBLEM = re.compile(
    r"有待|不足(?!以)|不够|不强|不高|不深|不实|不到位|不完善|不健全|不平衡|不均衡|不规范|不及时|不充分|不全面|不明显|不深入|不扎实"
    r"|尚需|还需|仍需|需要进一步|需进一步|薄弱|匮乏|缺乏|短缺|紧缺|欠缺|单一|滞后|偏低|偏弱|偏少|较少|较弱|较低|较慢|不敢|不愿|不会"
    r"|存在(?:差距|短板|问题)|有差距|覆盖面窄|流于形式|老龄化|断层|难以|困难|压力大|矛盾突出|未能|没有形成|缺少|弱化|不严|淡薄|落后|缺口|参差不齐|不均|偏小|不优|不细|不顺|不畅|不便|脱节|不匹配|时有发生|不作为|流动性大|任务重|老化|不力|不精|不浓|不清|模糊|未形成|不紧密|随意|缺位|不主动|畏难|消极|局限|阻力|不一致|不统一|不协调|不合理|不充足|不稳定|有短板|有欠缺|有缺陷|一人一|增加[^,。]{0,6}负担|较大差距|差距较大|不精准|不多|不大(?!于)|形式化|传统|陈旧|偏重|重[^,。]{1,6}轻|以[^,。]{1,3}代|赶不上|跟不上|吃不透|把握不准|底数不清"
)
# 认为法治建设与自身无关: what somebody thinks belongs to the shortcoming before it
_GOES_ON = re.compile(r"^(?:认为|导致|造成|致使|从而|使得|以致|没有|也|甚至|特别是|尤其是|主要(?:表现|体现))")
# 存在以下问题: / 与上级要求相比仍有差距: — opens the list; behind it stands what it opens
_INTRODUCES = re.compile(
    r"(?:主要(?:表现|体现)|具体表现|存在(?:以下|如下))[^,。]{0,10}$|(?:存在|仍有|还有|尚有|依然有|也有)(?:着|了)?(?:的)?(?:一些|一定|不少|不小|明显|以下|如下|诸多|许多|部分|较多|较大|很多|几个|某些|[一二三四五六七八九十]个)?(?:方面)?(?:的)?(?:主要)?"
    r"(?:短板(?:弱项)?|不足(?:之处)?|问题|差距|薄弱环节|困难|弱项|薄弱点)(?:(?:和|与|、|及)(?:不足|短板|差距|问题|薄弱环节|困难|弱项|不足之处))*$|^(?:主要)?(?:问题|不足|表现)(?:是|为|有|如下)?$|(?:主要)?(?:表现|体现)(?:在|为|如下)[^,。]{0,8}$"
    r"|^(?:一|另|其)(?:方面|是|二|三)$|^(?:在)?(?:肯定|看到|总结|取得)[^,。]{0,12}成绩[^,。]{0,8}(?:同时|之余)$"
)
# 究其原因 / 产生上述问题的原因 / 上述问题主要是由于…所致: why, not what
_CAUSE = re.compile(
    r"^(?:究其原因|分析(?:其|以上|上述)?原因|追根溯源|归根结底|(?:其)?(?:主要|根本|深层次|客观|主观)?原因(?:在于|是|有|主要|:|,|如下)"
    r"|(?:出现|产生|造成|导致|存在|形成)[^,。]{0,12}(?:问题|不足|差距|现象)[^,。]{0,4}(?:的)?[^,。]{0,4}(?:原因|根源)|(?:造成|导致|产生)(?:这些|以上|上述|此类|这种)[^,。]{0,4}(?:问题|不足|差距|现象)"
    r"|(?:这些|以上|上述)(?:问题|不足|差距|短板)[^,。]{0,10}(?:原因|由于|源于|是因为|究其|反映出|在于|既有|产生|成因|根源|出现))|所致$|(?:主要|客观|主观)原因(?:是|在于|有)"
)
# 一年来的工作虽取得一定成绩 — what is good, said before what is not
_PRAISE = re.compile(
    r"取得[^,。]{0,14}(?:成绩|成效|进展|进步|效果|成果)|^(?:虽然|尽管)|^(?:一年来|过去一年|20\d\d年)[^,。]{0,20}(?:有力|有效|稳步|扎实)(?:推进|提升)"
)
# 特此报告 / 请予审阅 / 抄送
_FAREWELL = re.compile(
    r"^(?:特此|专此|以上报告|请予?(?:审阅|审议|批示|指正)|抄送|抄报|附件|附:|报告完毕|不妥之处|\(此件|20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)|印发$"
)
_LEAST_LISTED_PROBLEMS = 4
_LEAST_LISTED_PLANS = 3
# a longer sentence than this holds more than one item, figures or not
_LONGEST_ITEM = 90
_FIGURE = re.compile(
    r"\d|[一二三四五六七八九]成|百分之|翻[一]?番|全覆盖|应[\u4e00-\u9fff]尽[\u4e00-\u9fff]|一半以上|三分之"
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
    r"^(?:下一?步|下一?年度?|下一?阶段|今后)(?:的)?(?:主要)?(?:工作)?(?:打算|安排|计划|思路|重点|措施)(?:如下|是|为)?$|^(?:主要|重点)?(?:工作)?(?:打算|安排|计划|思路|措施)(?:如下|是|为)$"
    r"|^(?:今后|下一?步(?:工作中)?|下一?阶段|接下来|新的一年|(?:19|20)\d\d年度?|明年|来年|同时|此外|为此|对此)$"
    r"|^.{0,24}(?:做好|抓好|开展|推进|落实|从)(?:以下|如下|下列)[^,。]{0,10}$|^.{0,8}(?:做好|抓好|做实)[一二三四五六七八九十\d]+(?:个|大)?(?:方面|项)(?:的)?(?:重点)?工作$|^.{0,16}(?:主要|重点)(?:工作)?(?:安排|打算|思路|任务)?(?:是|如下|为)$"
    r"|^(?:我.{1,2})?将?(?:坚持|始终)?以.{4,}为(?:指引|根本|指导|统领|引领|遵循|根本遵循|契机|抓手|主线|目标)$|^(?:按照|根据|针对|围绕|结合|对照|通过|在).{2,30}$"
)
_LEAST_PARALLEL = 2
# 我局将进一步…,…,…: one announcement, however many clauses
_WE_SHALL = re.compile(r"^(?:我|全|本|我们)[\u4e00-\u9fff]{0,4}?(?:将|要)(?!求)")
# 聚焦重点群体, / 以…为抓手, / 依托…平台,: how the next clause is done
_CIRCUMSTANCE = re.compile(
    r"^(?:聚焦|围绕|针对|依托|结合|借助|利用|通过|立足|紧扣|紧盯|瞄准|对照|按照|根据|以[^,]{2,20}为)"
)
# 全年不少于10场 / 力争持证率达到90% / 做到应审尽审 / 让群众…: the target of the action before it
_TARGET = re.compile(
    r"^(?:全年|年内|每(?:年|季度|月|人|所|半年)|力争|争取|确保|做到|实现|达到|使|让|以|从而|切实做到|不少于|覆盖|(?:到)?(?:20\d\d年)?(?:年底|底)前|[^,]{2,12}(?:率|比例|数|量|占比)[^,]{0,10}(?:达|提|降|不低于|稳定|保持|压减|控制))"
)
# 持证人员仅14人 / 只有2名 / 超过30起: what is wanting, told by a figure or by what was not done
_LACK = re.compile(
    r"有的|个别|部分|少数|一些|某些|仅|只有|仍|尚|还(?:有|没|需|不|存在)|未|没有|无(?:专职|人|法|力)|过(?:多|少|重|于|低|高)|超过|低于|高于|疲于|不(?![少低超断仅折定但管同论])[\u4e00-\u9fff]|有偏差|有待|弱|(?<!不)少(?!年)|缺|欠|难|慢|旧|散|低|差|满负荷|超负荷|多发|频发|偏|依赖|应付|层层递减|递减|上热下冷|一刀切|逐利|选择性"
)
_TURNS = re.compile(r"但是|但|然而|不过")
_GOES_ON_CAUSE = re.compile(
    r"^(?:一方面|另一方面|主观|客观|一是|二是|三是|四是|同时|此外|也有|还有|加之|加上)"
)
_YEAR = re.compile(r"(?:19|20)\d\d\s*年")
# 主要问题是: / 不足之处有:
_NAMES_THE_LIST = re.compile(
    r"(?:问题|不足|不足之处|短板|差距|弱项|困难|薄弱环节|方面)(?:主要)?(?:是|有|为|如下|在于|包括)?$"
)
# 1. / (一) / 三是 at the head of a sentence whose paragraph is not cut by it
_MARK = re.compile(
    r"^(?:\d{1,2}[.、)](?!\d)|\([一二三四五六七八九十\d]{1,3}\)[、.]?|[一二三四五六七八九十]{1,3}(?:是(?!否|非)|要|、)|第[一二三四五六七八九十][,、]|[①-⑳])\s*"
)
_NO_SHORTCOMING = re.compile(r"^(?:以上|上述|这些)(?:问题|不足)")


def read_problems(ctx: Context) -> list[Problem]:
    """Problems of the part on shortcomings: a heading with its sub-problems, or sentences by themselves."""
    found: list[Problem] = []
    parents = _parents(ctx)
    for section in _leaves(ctx, "shortcomings-causes"):
        if _tells_causes(ctx, section, parents):
            continue
        spans = _joined_problems(ctx, _statements(ctx, section), item=section.level > 1)
        identity = f"p{section.number}"
        head = _head(ctx, section)
        if head and (section.children or spans or _wanting(ctx.words(head))):
            found.append(Problem(identity, head, section.number, "problem-heading"))
            found += [
                Problem(f"{identity}{letters(i)}", span, section.number, "problem-clause", identity)
                for i, span in enumerate(spans)
            ]
        elif section.marker.endswith("是") and spans:  # an item is one problem, however many clauses it has
            whole = Span(spans[0].start, spans[-1].end)
            found.append(Problem(identity, whole, section.number, "problem-item"))
        else:
            found += [
                Problem(f"{identity}{letters(i)}", span, section.number, "problem-clause")
                for i, span in enumerate(spans)
            ]
    return _in_tree(found)


def read_plan_items(ctx: Context) -> list[PlanItem]:
    """Plan items of the part on the next year: heads, actions and goals."""
    year = int(ctx.metadata.year.value) + 1 if ctx.metadata.year else None
    found: list[PlanItem] = []
    for section in _leaves(ctx, "next-year"):
        identity = f"a{section.number}"
        spans = [s for sentence in _statements(ctx, section) for s in _joined_plans(ctx, sentence)]
        head = _head(ctx, section)
        if head:
            found.append(PlanItem(identity, head, section.number, "plan-heading", "head", year))
        found += _plan_clauses(ctx, section, spans, year, identity if head else None)
    for section in _leaves(ctx, "shortcomings-causes"):
        turn = ctx.plans_from(section)
        later = [s for s in _until_farewell(ctx, sentences(ctx.view, section.body)) if s.start >= turn]
        spans = [s for sentence in later for s in _joined_plans(ctx, sentence)]
        found += _plan_clauses(ctx, section, spans, year, None)
    return _in_tree(found)


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


def _in_tree(items: list[_Item]) -> list[_Item]:
    """Each item under the nearest head above it; a head knows those under it."""
    heads = {i.section: i.id for i in items if i.rule.endswith("-heading")}
    under: dict[str, list[str]] = {}
    placed: list[_Item] = []
    for item in items:
        parent = item.parent
        outer = item.section
        while parent is None and "." in outer:
            outer = outer.rpartition(".")[0]
            parent = heads.get(outer)
        if parent:
            under.setdefault(parent, []).append(item.id)
        placed.append(replace(item, parent=parent))
    return [replace(item, children=tuple(under.get(item.id, ()))) for item in placed]


# 存在的问题 / 下一步打算: names the part, and states nothing
_FRAME = re.compile(
    r"^(?:(?:20\d\d年度?|当前|目前|工作|推进|法治(?:政府)?建设|依法行政|中)*(?:存在|面临)?的?(?:主要|突出|一些)*(?:问题|不足|短板|困难|差距|薄弱环节|弱项)(?:之处)?(?:(?:[和与及、]|以及)(?:主要)?(?:不足|短板|差距|困难|原因|问题|薄弱环节)(?:之处|分析)?)*"
    r"|(?:(?:下一?步|下一?年度?|下一?阶段|今后|明年|来年|20\d\d年度?)(?:的)?)?(?:法治(?:政府)?建设|推进|重点|主要|整改|改进|工作)*(?:的)?(?:主要)?(?:打算|安排|计划|思路|重点|目标|任务|措施|举措|方向)(?:[和与及、](?:打算|安排|计划|思路|措施|举措))?)$"
)


def _head(ctx: Context, section: Section) -> Span | None:
    """The title of a section below the parts, where it says something of its own."""
    title = _title_span(section)
    return None if title is None or _FRAME.match("".join(ctx.words(title).split())) else title


def _wanting(words: str) -> bool:
    return bool(_PROBLEM.search(words) or _LACK.search(words))


def _leaves(ctx: Context, role: str) -> list[Section]:
    """Sections of the part that hold statements: with a heading of their own or with prose."""
    return [s for s in ctx.sections(role) if s.level > 1 or len(s.body)]


def _title_span(section: Section) -> Span | None:
    if section.heading is None or section.level == 1:
        return None
    return Span(section.heading.end - len(section.title), section.heading.end)


def _statements(ctx: Context, section: Section) -> list[Span]:
    """The section's own sentences up to its turn to plans or its farewell; not what only leads in to its items."""
    everything = found = _until_farewell(ctx, sentences(ctx.view, section.body))
    if section.role == "shortcomings-causes":
        turn = ctx.plans_from(section)
        found = [s for s in found if s.start < turn]
    if (
        section.children
        and found
        and found[-1] is everything[-1]
        and (section.level == 1 or section.heading is None)
    ):
        lead = ctx.words(found[-1])
        if not _FIGURE.search(_YEAR.sub("", lead)):
            found = found[:-1]
    return found


def _until_farewell(ctx: Context, found: list[Span]) -> list[Span]:
    end = next((i for i, s in enumerate(found) if _FAREWELL.search(ctx.words(s))), len(found))
    return found[:end]


def _tells_causes(ctx: Context, section: Section, parents: dict[str, Section]) -> bool:
    """Whether a part, or the items that it opens, tell why and not what: (二)原因分析, 究其原因:一是…"""
    at: Section | None = section
    while at is not None:
        title = ctx.words(at.heading) if at.heading else ""
        if "原因" in title and not re.search("问题|不足|短板|差距|困难", title):
            return True
        at = parents.get(at.number)
    parent = parents.get(section.number)
    if parent is None or not section.marker.endswith("是"):
        return False
    own = sentences(ctx.view, Span(max(parent.body.start, parent.body.end - 120), parent.body.end))
    return bool(own) and bool(_CAUSE.search(ctx.words(own[-1])))


def _parents(ctx: Context) -> dict[str, Section]:
    """Number of a section → the section that holds it; the root holds nothing."""
    return {c.number: s for s in ctx.sections() for c in s.children}


def _joined_problems(ctx: Context, parts: list[Span], *, item: bool = False) -> list[Span]:
    """What each sentence states as wanting; what follows a cause (一方面…;另一方面…) is cause too.

    Args:
        item: the sentences stand in a numbered item or under a heading: they need no word that says so.
    """
    found: list[Span] = []
    cause = -1
    for sentence in parts:
        words = ctx.words(sentence)
        if _CAUSE.search(words) or (cause == sentence.start - 1 and _GOES_ON_CAUSE.match(words)):
            cause = sentence.end
            continue
        stated = _without_opening(ctx, _unmarked(ctx, sentence), item=item)
        if not stated:
            continue
        alone = ctx.words(stated[0])
        if len(stated) == 1 and (_PRAISE.search(alone) or _NO_SHORTCOMING.match(alone)):
            continue
        whole = Span(stated[0].start, stated[-1].end)
        if not item and not _wanting(ctx.words(whole)):
            continue
        if _only_lists(ctx, whole, stated, _LEAST_LISTED_PROBLEMS):
            found += _listed_problems(ctx, stated)
        else:
            found.append(whole)
    return found


def _without_opening(ctx: Context, parts: list[Span], *, item: bool) -> list[Span]:
    """Clauses behind what only opens (还存在一些短板:), what is good (虽取得成绩), and the rule that is not met (…,但…)."""
    for at in range(len(parts) - 1, -1, -1):
        if _opens(ctx, parts[at], item=item):
            parts = parts[at + 1 :]
            break
    for at, clause in enumerate(parts[1:], start=1):
        if turn := _TURNS.match(ctx.words(clause)):
            before = [ctx.words(c) for c in parts[:at]]
            if any(_PRAISE.search(w) for w in before) or not any(_wanting(w) for w in before):
                parts = [Span(clause.start + turn.end(), clause.end), *parts[at + 1 :]]
            break
    while len(parts) > 1 and _PRAISE.search(ctx.words(parts[0])):
        parts = parts[1:]
    if parts and (mark := _MARK.match(ctx.words(parts[0]))):
        parts = [Span(parts[0].start + mark.end(), parts[0].end), *parts[1:]]
    return [part for part in parts if len(part)]


def _unmarked(ctx: Context, sentence: Span) -> list[Span]:
    """The clauses of a sentence, without a number at its head."""
    mark = _MARK.match(ctx.words(sentence))
    start = sentence.start + (mark.end() if mark else 0)
    return clauses(ctx.view, Span(start, sentence.end)) if start < sentence.end else []


def _opens(ctx: Context, clause: Span, *, item: bool) -> bool:
    """Whether a clause only opens the list: 还存在一些短板: — in an item only where a colon follows."""
    words = ctx.words(clause)
    colon = ctx.view[clause.end : clause.end + 1] == ":"
    if colon and _NAMES_THE_LIST.search(words):
        return True
    return bool(_INTRODUCES.search(words)) and (colon or not item)


def _only_lists(ctx: Context, whole: Span, parts: list[Span], least: int) -> bool:
    if len(parts) < least:
        return False
    return not _FIGURE.search(ctx.words(whole)) or len(whole) > _LONGEST_ITEM


def _listed_problems(ctx: Context, parts: list[Span]) -> list[Span]:
    """Clauses that state a shortcoming; a clause that goes on belongs to the one before it."""
    found: list[Span] = []
    pending: Span | None = None
    for clause in parts:
        words = ctx.words(clause)
        if found and _GOES_ON.match(words):
            found[-1] = Span(found[-1].start, clause.end)
        elif _wanting(words):
            found.append(Span(pending.start if pending else clause.start, clause.end))
            pending = None
        elif found:  # a remark after a shortcoming: 部分单位…, 制约了…
            found[-1] = Span(found[-1].start, clause.end)
        else:  # circumstances before it: 随着…,
            pending = pending or clause
    return found


def _joined_plans(ctx: Context, sentence: Span) -> list[Span]:
    """What each sentence announces: one item with its targets, or as many as a mere list has."""
    if _FAREWELL.search(ctx.words(sentence)):
        return []
    parts = _unmarked(ctx, sentence)
    if parts and _ANNOUNCES.match(ctx.words(parts[-1])):
        return []
    for at in range(len(parts) - 2, -1, -1):  # 我镇将…,抓好以下工作:(一)加强… / 推进…再上新台阶:加快…
        colon = ctx.view[parts[at].end : parts[at].end + 1] == ":"
        if colon and (at == 0 or _ANNOUNCES.match(ctx.words(parts[at]))):
            parts = _unmarked(ctx, Span(parts[at + 1].start, parts[-1].end))
            break
    while parts and _ANNOUNCES.match(ctx.words(parts[0])):
        parts = parts[1:]
    if not parts:
        return []
    whole = Span(parts[0].start, parts[-1].end)
    if _WE_SHALL.match(ctx.words(whole)) or not _only_lists(ctx, whole, parts, _LEAST_LISTED_PLANS):
        return [whole]
    found: list[Span] = []
    pending: Span | None = None
    for clause in parts:
        words = ctx.words(clause)
        before = ctx.words(found[-1]) if found else ""
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
