"""What the readings of problems and of plan items share: which sentences count, which titles, what hangs under what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from dashi_kg.model import PlanItem, Problem, Section, Span
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.text.han import compiled
from dashi_kg.text.segments import clauses, sentences

_Item = TypeVar("_Item", Problem, PlanItem)
# 特此报告 / 请予审阅 / 抄送
FAREWELL = compiled(
    r"^(?:特此|专此|以上报告|请予?(?:审阅|审议|批示|指正)|抄送|抄报|附件|附:|报告完毕|不妥之处|\(此件|20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)|印发$|^[\u4e00-\u9fff]{4,24}(?:政府|办事处|局|厅|委员会|委|管委会|中心)\s*(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$"
)
# a longer sentence than this holds more than one item, figures or not
_LONGEST_ITEM = 90
_FIGURE = compiled(
    r"\d|[一二三四五六七八九]成|百分之|翻[一]?番|全覆盖|应[\u4e00-\u9fff]尽[\u4e00-\u9fff]|一半以上|三分之"
)
_YEAR = re.compile(r"(?:19|20)\d\d\s*年")
# 但执法人员流动性较大,执法案卷质量还有待提升 / 仍存在…的问题: a sentence of a part on the work that states a shortcoming
SHORTCOMING = re.compile(
    r"(?:但是?|然而|不过)(?![^。;]{0,160}(?:解决|克服|化解|扭转)了)[^。;]{0,160}?(?:有待|不足(?!以)|不够|不强|不高|不深|不到位|不完善|不健全|不规范|不平衡|不及时|不牢|不严|薄弱|偏弱|偏低|偏少|单一|缺乏|短缺|匮乏|滞后|存在[^,。;]{0,60}?(?:问题|短板|差距|弱项))"
    r"|(?:目前|当前)?(?:仍然?|还|尚)存在[^。;]{0,160}?(?:问题|不足|短板|差距|薄弱环节|弱项)(?:$|[,:])"
)
# 1. / (一) / 三是 at the head of a sentence whose paragraph is not cut by it
MARK = compiled(
    r"^(?:\d{1,2}[.、)](?!\d)|\([一二三四五六七八九十\d]{1,3}\)[、.]?|[一二三四五六七八九十]{1,3}(?:是(?!否|非)|要|、)|(?:第[一二三四五六七八九十]|其[一二三四五]|首先|其次|再次|最后|一方面|另一方面|同时|此外|另外|再者)(?:[,、]|$)|主要(?:是|表现[为在]|体现[为在])(?=[\u4e00-\u9fff])|[①-⑳]|—{1,2})\s*"
)


def in_tree(items: list[_Item]) -> list[_Item]:
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
        placed.append(changed(item, parent=parent))
    return [changed(item, children=tuple(under.get(item.id, ()))) for item in placed]


# 存在的问题 / 下一步打算: names the part, and states nothing
_FRAME = re.compile(
    r"^(?:(?:20\d\d年度?|当前|目前|工作|推进|法治(?:政府)?建设|依法行政|中)*(?:存在|面临)?的?(?:主要|突出|一些)*(?:问题|不足|短板|困难|差距|薄弱环节|弱项)(?:之处)?(?:(?:[和与及、]|以及)(?:主要)?(?:不足|短板|差距|困难|原因|问题|薄弱环节)(?:之处|分析)?)*"
    r"|(?:(?:下一?步|下一?年度?|下一?阶段|今后|明年|来年|20\d\d年度?)(?:的)?)?(?:法治(?:政府)?建设|推进|重点|主要|整改|改进|工作)*(?:的)?(?:主要)?(?:打算|安排|计划|思路|重点|目标|任务|措施|举措|方向)(?:[和与及、](?:打算|安排|计划|思路|措施|举措))?)$"
)


def own_title(ctx: Context, section: Section) -> Span | None:
    """The title of a section below the parts, where it says something of its own."""
    title = _title_span(section)
    return None if title is None or _FRAME.match("".join(ctx.words(title).split())) else title


def leaves(ctx: Context, role: str) -> list[Section]:
    """Sections of the part that hold statements: with a heading of their own or with prose."""
    return [s for s in ctx.sections(role) if s.level > 1 or len(s.body)]


def _title_span(section: Section) -> Span | None:
    if section.heading is None or section.level == 1:
        return None
    return Span(section.heading.end - len(section.title), section.heading.end)


def statements(ctx: Context, section: Section) -> list[Span]:
    """The section's own sentences up to its turn to plans or its farewell; not what only leads in to its items."""
    everything = found = until_farewell(ctx, sentences(ctx.view, section.body))
    if section.role == "shortcomings-causes":
        turn = ctx.plans_from(section)
        found = [s for s in found if s.start < turn]
        kept = dict(_stated(ctx, section, found))
        whole = bool(found) and found[-1] is everything[-1] and found[-1] in kept
        found = [kept[s] for s in found if s in kept]
        everything = found if whole else everything
    if (
        section.children
        and found
        and found[-1] is everything[-1]
        and not section.children[0].marker.startswith(
            ("二", "三")
        )  # 力量不足。二是…: the first item, without its mark
        and (section.level == 1 or section.heading is None)
    ):
        lead = ctx.words(found[-1])
        if not _FIGURE.search(_YEAR.sub("", lead)):
            found = found[:-1]
    return found


# 整改措施:修订程序规定 — beside each shortcoming, before the next one
_REMEDY = re.compile(r"(?:整改|改进|解决|应对|下一?步)(?:措施|举措|办法|打算|方向)(?:是|为)?:")
# 存在宣传手段不多等问题,|下步将购置记录仪20台: in one sentence
_TURNS_INSIDE = compiled(
    r"(?:下一?步|今后|接下来|下一?阶段|明年|来年|20\d{2}年)[^,。;]{0,12}?(?:将(?!近)|计划|拟|要(?!求))"
)


def _stated(ctx: Context, section: Section, found: list[Span]) -> Iterator[tuple[Span, Span]]:
    """Each sentence of a part on shortcomings that states one, and what of it does: not what announces."""
    said = {s: told for s, told, _ in _told_apart(ctx, section, found)}
    return ((s, told) for s, told in said.items() if told is not None)


def announced(ctx: Context, section: Section) -> list[Span]:
    """What a part on shortcomings announces before it turns to plans: remedies beside each, or behind one in its sentence."""
    turn = ctx.plans_from(section)
    found = [s for s in until_farewell(ctx, sentences(ctx.view, section.body)) if s.start < turn]
    return [plan for _, _, plan in _told_apart(ctx, section, found) if plan is not None]


def _told_apart(
    ctx: Context, section: Section, found: list[Span]
) -> Iterator[tuple[Span, Span | None, Span | None]]:
    """Each sentence with what it states as wanting and what it announces."""
    until = -1
    for sentence in found:
        words = ctx.words(sentence)
        if remedy := _REMEDY.match(words):
            line = ctx.view.find("\n", sentence.start, section.body.end)
            until = section.body.end if line == -1 else line
            yield sentence, None, Span(sentence.start + remedy.end(), sentence.end)
            continue
        if sentence.start < until:
            yield sentence, None, sentence
            continue
        turn = _TURNS_INSIDE.search(words)
        if turn and turn.start() > 0 and words[turn.start() - 1] == ",":
            at = sentence.start + turn.start()
            yield sentence, Span(sentence.start, at - 1), Span(at, sentence.end)
            continue
        yield sentence, sentence, None


def until_farewell(ctx: Context, found: list[Span]) -> list[Span]:
    """The sentences before a farewell (特此报告), or before what stands under it."""
    end = next((i for i, s in enumerate(found) if FAREWELL.search(ctx.words(s))), len(found))
    return found[:end]


def unmarked(ctx: Context, sentence: Span) -> list[Span]:
    """The clauses of a sentence, without a number at its head."""
    mark = MARK.match(ctx.words(sentence))
    start = sentence.start + (mark.end() if mark else 0)
    return clauses(ctx.view, Span(start, sentence.end)) if start < sentence.end else []


def only_lists(ctx: Context, whole: Span, parts: list[Span], least: int) -> bool:
    """Whether a sentence of clauses only lists: many of them and no figure, or too long for one item."""
    if len(parts) < least:
        return False
    return not _FIGURE.search(ctx.words(whole)) or len(whole) > _LONGEST_ITEM
