"""Who did what a number counts: named at the head of the clause or of one before it in the sentence; else the issuer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashi_kg.model import Section, Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import ADVERBS, FOLLOWING, NOUNLIKE, SUBJECT, VERB
from dashi_kg.reader.rules.table import Rule, table
from dashi_kg.text.fold import fold
from dashi_kg.text.han import compiled
from dashi_kg.text.segments import clauses

_LEAD = re.compile(r"(?:其中|此外|同时|另外|[、,:;)])+")
_BETWEEN = re.compile(
    r"(?:共|累计|全年|先后|已|还|均|全部|依法|积极|主动|义务|免费|无偿|带头|集中|专题|年均|每(?:月|年|季度)|平均|\d+次)+"
)
_ALSO_ACTS = re.compile(
    r"联合|参与|利用|于|会同|同|组织|主持|坚持|推行|设[“有立置]|核定|实有|有|进驻|梳理|开通|承办|[一二]审|依托|通过|围绕|聚焦|针对|按照|结合|运用|牵头|自(?=\d)|下(?=[连乡村社基])|[对为向在到与以把将就]"
)
_RATE = re.compile(
    "[^,]{0,8}?(?:率|度|比例|占比|水平)[达为保持至超均仅约近]{0,3}[0-9〇一二三四五六七八九百由从较同比]"
)
# what is said of a body, not what it does: 司法所|平均在编1.6人, 行政机关|作为被告的案件
_STATE = re.compile("平均|覆盖|作为|由|从|中(?=[,仅仍有只])")
# 全镇|87名执法人员…: of the office as a whole, whoever was named before
_WHOLE_OFFICE = re.compile("(?:全|我|本)(?:省|市|区|县|旗|州|镇|乡|街道|局|系统|委|厅)")
_OWN = re.compile(r"(?:本|我)?(?:局|委|办|厅|镇|乡|街道|县|市|区|省|单位|政府|机关|部门|系统|全局|全镇|全乡)")
_PART_ONLY = re.compile(
    r"(?:全|各|本|我|该)(?:局|委|办|厅|镇|乡|街道|县|市|区|省|单位)(?:上下|各级|\d*余?名?(?:民警|干部|人员))?"
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Words that name who acts, where they stand, and the rule that found them."""

    words: str
    span: Span
    rule: str
    clause: Span


def actors_in(ctx: Context, scope: Span) -> list[Actor]:
    """The actors that a stretch names, in the order of the text; each acts until the next.

    Args:
        scope: a sentence from the last full stop on.
    """
    found: list[Actor] = []
    head, *others = table("actor").rules
    for clause in clauses(ctx.view, scope, ends=",:;"):
        if at_head := _at_head(ctx, clause, head):
            found.append(at_head)
        elif own := _WHOLE_OFFICE.match(ctx.view, clause.start, clause.end):
            found.append(Actor("", Span(clause.start, own.end()), "issuer-itself", clause))
        words = ctx.words(clause)
        for rule in others:
            at = 0
            while match := rule.search(words, at):
                who = Span(clause.start + match.start("who"), clause.start + match.end("who"))
                led = at_head is not None and (
                    rule.id == "set-up" or (rule.id == "meeting-called" and _is_post(at_head))
                )
                if not led and not _begins_with_act(ctx.words(who)):
                    found.append(_actor(ctx, who, rule.id, clause))
                at = match.end()
    return sorted(found, key=lambda a: (a.span.start, -len(a.span)))


def actor_of_heading(ctx: Context, section: Section) -> list[Actor]:
    """The body whose work a heading announces (县司法局履职情况); none where it is the issuer or names no body."""
    if section.heading is None:
        return []
    found = table("actor-heading").first(section.title)
    at = ctx.view.find(found[1]["who"], section.heading.start, section.heading.end) if found else -1
    if not found or at < 0:
        return []
    actor = _actor(ctx, Span(at, at + len(found[1]["who"])), found[0].id, section.heading)
    return [actor] if actor.words else []


def actor_at(ctx: Context, actors: list[Actor], clause: Span, offset: int) -> Actor | None:
    """The last actor named before an offset; ``None`` where it is the issuer itself.

    A meeting acts in its own clause, and where the next one says that it dealt with something; any other up to a
    semicolon, and behind it where the words go on with the same matter.
    """
    over = 0
    for actor in reversed(actors):
        if actor.span.end > offset:
            continue
        if _is_meeting(actor) and _is_over(ctx, actor, clause, offset):
            over = actor.span.start
            continue
        if ";" in ctx.view[actor.span.end : over]:
            return None  # 镇长旁听庭审;中心组学法,班子成员7人述法: who acted before the meeting is over too
        if actor.rule == "head-of-clause" and offset == actor.span.end:
            return None  # 公职律师|4人参与…: they are what is counted
        return actor if actor.words and (actor.rule == "heading" or _goes_on(ctx, actor, offset)) else None
    return None


def acts_on(actor: Actor, counted: str) -> bool:
    """Whether what is counted is the actor's own doing: a court decides, but who loses or attends is another."""
    found = table("actor-not").first(f"{actor.words}◆{counted}")
    return found is None


def _is_meeting(actor: Actor) -> bool:
    """A meeting or study group, whoever says so: 召开党组会, 党组理论学习中心组学法."""
    return actor.rule == "meeting-called" or _MEETING.search(actor.words) is not None


def _is_post(actor: Actor) -> bool:
    """One person by his post: 县长, 镇党委书记."""
    return _POST.search(actor.words) is not None


_HEAD_OF_GOVERNMENT = re.compile("[县区市镇乡旗州]长$")
_POST = re.compile("(?:[县区市镇乡旗州]长|书记|级领导|[县市区]领导)$")
_MEETING = re.compile("(?:中心组|[务公委组]会|会议|常委会)$")


def _is_over(ctx: Context, meeting: Actor, clause: Span, offset: int) -> bool:
    """Whether a meeting does not act at an offset: it is what was counted before (召开局党组会|6次、…), or another clause
    does not say that it dealt with something.
    """
    if ctx.view[meeting.span.end : meeting.span.end + 1].isdigit():
        return offset > meeting.span.end
    return meeting.clause.end < clause.start and not _DEALT.match(ctx.words(clause))


def _goes_on(ctx: Context, actor: Actor, offset: int) -> bool:
    """Whether every part between semicolons, from the actor to an offset, goes on with what it does."""
    if _HEAD_OF_GOVERNMENT.search(actor.words):
        return True  # 县长主持…;批示…: what one person did is told to its end
    at = ctx.view.find(";", actor.span.end, offset)
    while at >= 0:
        if table("actor-goes-on").first(ctx.view[at + 1 : at + 1 + _LONGEST]) is None:
            return False
        at = ctx.view.find(";", at + 1, offset)
    return True


_DEALT = re.compile("(?:其中|占|否决|暂缓|研究|审议|审定|学习|听取|集体|专题|议题|讨论|通过)")


def _begins_with_act(words: str) -> bool:
    verb = VERB.match(words)
    return verb is not None and verb[0] not in NOUNLIKE


def _actor(ctx: Context, who: Span, rule: str, clause: Span) -> Actor:
    return Actor("" if _is_issuer(ctx, ctx.words(who)) else ctx.words(who), who, rule, clause)


_NAME = compiled(r"(?:[\u4e00-\u9fff]{0,4}12\d{3})?(?:[\u4e00-\u9fff“”()、]|\d{1,6}余?[个名支家所位])+")
_LONGEST = 34
# 督察组先后|对12个部门, 群众|通过“浙里办”: no name goes on behind these
_DONE_TO = re.compile("先后(?=对)|通过(?=“)")


def _at_head(ctx: Context, clause: Span, rule: Rule) -> Actor | None:
    """The name at the head of a clause that ends before a verb: 街道|综合行政执法队|开展…"""
    start = _past_time(ctx, clause)
    words = ctx.view[start : min(clause.end, start + _LONGEST)]
    at = 0
    while match := rule.search(words, at):
        who = words[: match.end("end")]
        at = match.start() + 1
        if not _NAME.fullmatch(who) or _begins_with_act(who) or _DONE_TO.search(who, 1):
            return None
        if _acts(words, match.end()):
            return _actor(ctx, Span(start, start + len(who)), rule.id, clause)
    return None


_DURING = re.compile("[^,;]{2,12}期间(?=[^,;]{6})")  # “零点行动”期间|12个检查组…
_LEANS = re.compile("[对在就向为与]|针对|联合|会同|要求|争取")


def _past_time(ctx: Context, clause: Span) -> int:
    start = clause.start
    if during := _DURING.match(ctx.view, start, clause.end):
        start = during.end()
    while start < clause.end:
        if _LEANS.match(ctx.view, start, clause.end):
            return start  # 对县委督察反馈的…: whom it is done to
        words = ctx.view[start : clause.end]
        lead = _LEAD.match(words)
        when = SUBJECT.match(words)
        adverbs = ADVERBS.match(words)
        step = next((m.end() for m in (lead, when, adverbs) if m and m.end()), 0)
        if when and re.match("全[^年]|各", words):
            step = 0 if not lead else lead.end()
        if not step:
            return start
        start += step
    return start


def _acts(words: str, end: int) -> bool:
    """A verb follows, perhaps behind an adverb: 镇综治中心|全年接待…; 法律顾问|到村服务."""
    between = _BETWEEN.match(words, end)
    at = between.end() if between else end
    rest = words[at:]
    if _STATE.match(rest):
        return False
    act = VERB.match(words, at) or FOLLOWING.match(rest) or _ALSO_ACTS.match(rest)
    return act is not None and not re.match("全[面员程]", rest) and not _RATE.match(rest)


_SHORT = (("监督管理", "监管"), ("管理委员会", "管委会"), ("人民政府", "政府"), ("街道办事处", "街道"))


_LEAST = 2


def _within(short: str, name: str) -> bool:
    """住建局 in 住房和城乡建设局: its characters in the same order."""
    rest = iter(name)
    return all(character in rest for character in short)


# 税务部门 in the report of a 税务局
_TRADE = compiled(r"(?P<trade>[\u4e00-\u9fff]{2,6})(?:部门|机关)")


def _is_issuer(ctx: Context, words: str) -> bool:
    issuer = fold(ctx.metadata.issuer.value) if ctx.metadata.issuer else ""
    named = [issuer]
    for long, short in _SHORT:
        named.append(named[-1].replace(long, short))
    short = re.sub("^[省市县区州旗镇乡]", "", words)
    shortened = (
        len(short) > _LEAST
        and words[-1] in "局委办厅"
        and issuer[-1:] in "局委会厅"
        and _within(short.rstrip("局委办厅"), issuer)
    )
    part = _TRADE.fullmatch(words)
    return (
        shortened
        or (part is not None and part["trade"] in issuer)
        or words in ctx.self_names
        or any(name.endswith(words) for name in named)
        or _OWN.fullmatch(words) is not None
        or _PART_ONLY.fullmatch(words) is not None
    )
