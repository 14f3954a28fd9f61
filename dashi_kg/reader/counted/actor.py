"""Who did what a number counts: named at the head of the clause or of one before it in the sentence; else the issuer."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from dashi_kg.model import Section, Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import ADVERBS, FOLLOWING, NOUNLIKE, SUBJECT, VERB
from dashi_kg.reader.counted.own_body import is_issuer
from dashi_kg.reader.rules.table import Rule, table
from dashi_kg.reader.rules.table import words as listed
from dashi_kg.text.han import compiled
from dashi_kg.text.segments import clauses

_LEAD = re.compile(
    r"(?:其中|此外|同时|另外|但是?|不过|然而|[一二三四五六七八九十]{1,3}是|【[^】]{1,12}】|\(?[一二三四五六七八九十\d]{1,2}[)、.](?!\d)|[、,:;)])+"
)
# 全镇|87名执法人员…: of the office as a whole, whoever was named before
_WHOLE_OFFICE = re.compile("(?:全|我|本)(?:省|市|区|县|旗|州|镇|乡|街道|局|系统|委|厅)")


class Actor(NamedTuple):
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
    for clause in clauses(ctx.view, scope, ends=",:;"):
        key = (clause.start, clause.end)
        in_clause = ctx.acting.get(key)
        if in_clause is None:
            in_clause = ctx.acting[key] = _in_clause(ctx, clause)
        at_head, others = in_clause
        if at_head:
            found.append(at_head)
        elif found and (ended := table("actor-ends").first(ctx.words(clause))):
            found.append(Actor("", Span(clause.start, clause.start), ended[0].id, clause))
        found += others
    return sorted(found, key=lambda a: (a.span.start, -len(a.span)))


def _in_clause(ctx: Context, clause: Span) -> tuple[Actor | None, list[Actor]]:
    """Who acts at the head of a clause, or that the issuer itself does; and the others that it names."""
    head, chief, *others = table("actor").rules
    words = ctx.words(clause)
    start = _past_time(ctx, clause)
    at_head = _led(ctx, clause, start, chief) or _at_head(ctx, clause, start, head)
    first = at_head
    if not at_head and (own := _WHOLE_OFFICE.match(ctx.view, clause.start, clause.end)):
        first = Actor("", Span(clause.start, own.end()), "issuer-itself", clause)
    found: list[Actor] = []
    if _LETS.search(words) is None:
        return first, found  # none of the rules behind has its word here
    for rule in others:
        at = 0
        while match := rule.search(words, at):
            who = Span(clause.start + match.start("who"), clause.start + match.end("who"))
            led = None
            if rule.action == "up-to-the-verb":
                led = _at_head(ctx, clause, who.start, head)
            if led is not None:
                found.append(led._replace(rule=rule.id))
            elif not (rule.id == "set-up" and at_head) and not _begins_with_act(ctx.words(who)):
                found.append(_actor(ctx, who, rule.id, clause))
            at = match.end()
    return first, found


# one look for the words that the rules behind the head of a clause need
_LETS = re.compile(
    "(?=[由被请聘会中组发依接设成转交委督责调仲法])(?:[由被请聘会]|(?:调解委员会|调解组织|调委会|仲裁机构|法律顾问团)(?:达到?|共)?\\d|中心组|组织|发挥|依托|接受|[设成]立|组建|转[入由至]|交[由给]|委托|督促|责成)"
)


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
    if not any(actor.span.end <= offset for actor in actors):
        return None
    said = table("actor-acts").first(ctx.words(clause))
    if said and said[0].id == "state":
        return None  # 核定编制38名,实有34名: what a body has
    for actor in reversed(actors):
        if actor.span.end > offset:
            continue
        if _is_meeting(actor) and _is_over(ctx, actor, clause, offset):
            continue
        if actor.rule == "said-of" and not _taken_up(ctx, actor, clause):
            return None
        if (
            actor.rule in ("conduct-of-others", "beside")
            and actor.clause.end < clause.start
            and not _COMPARES.match(ctx.view, clause.start)
        ):
            continue  # 按期回复率100%, and then the body goes on
        if actor.rule == "chief" and actor.clause.end < clause.start and not _chief_goes_on(ctx, clause):
            return None
        if actor.rule == "head-of-clause" and offset == actor.span.end:
            return None  # 公职律师|4人参与…: they are what is counted
        if actor.rule == "set-up" and ctx.view.startswith("由", clause.start):
            return None  # 成立宣讲团,由12名律师组成: of whom it is made
        goes_on = actor.rule in ("heading", "chief") or _goes_on(ctx, actor, offset)
        return actor if actor.words and goes_on else None
    return None


def _taken_up(ctx: Context, actor: Actor, clause: Span) -> bool:
    """Whether a clause, or one between, says what the body did of which something was told first."""
    after = Span(actor.clause.end, clause.end)
    return any(_takes_up(ctx, actor, between) for between in clauses(ctx.view, after, ends=",:;"))


def _takes_up(ctx: Context, actor: Actor, clause: Span) -> bool:
    """区政务服务中心|进驻部门29个, and then: 全年受理办件21.7万件, which it does."""
    words = ctx.words(clause)
    told = words.startswith("其中") or _THAT_IS.match(words)
    return actor.clause.end < clause.start and not told and _acts(words, 0)


_THAT_IS = re.compile("[^,;]{1,10}的(?:只|仅|有|占)")  # 实际行使的|只有4项


_COMPARES = re.compile("同比|环比|较|比")


def _chief_goes_on(ctx: Context, clause: Span) -> bool:
    """What a head of the office does in person: 出庭应诉, 批示, 讲法治课; the rest is the work of the office."""
    return table("chief-goes-on").first(ctx.words(clause)) is not None


def _is_meeting(actor: Actor) -> bool:
    """A meeting or study group, whoever says so: 召开党组会, 党组理论学习中心组学法."""
    return actor.rule == "meeting-called" or _MEETING.search(actor.words) is not None


_MEETING = re.compile("(?:中心组|[务公组]会|(?:党委|(?<!人大)常委)会|会议)$")


def _is_over(ctx: Context, meeting: Actor, clause: Span, offset: int) -> bool:
    """Whether a meeting does not act at an offset: what stands behind its own number (召开局党组会6次|、…), or another clause, does
    not say that it dealt with something.
    """
    if ctx.view[meeting.span.end : meeting.span.end + 1].isdigit() and not _SO_OFTEN.match(
        ctx.view, meeting.span.end
    ):
        if offset == meeting.span.end:
            return False
        start = max(ctx.view.rfind(mark, meeting.span.end, offset) for mark in ",、;") + 1
        return _DEALT.match(ctx.view, start or meeting.span.end) is None
    return meeting.clause.end < clause.start and not _DEALT.match(ctx.words(clause))


def _goes_on(ctx: Context, actor: Actor, offset: int) -> bool:
    """Whether every part between semicolons, from the actor to an offset, goes on with what it does."""
    at = ctx.view.find(";", actor.span.end, offset)
    while at >= 0:
        if table("actor-goes-on").first(ctx.view[at + 1 : at + 1 + _LONGEST]) is None:
            return False
        at = ctx.view.find(";", at + 1, offset)
    return True


# 局党组会议|3次专题听取…: how often it did
_SO_OFTEN = re.compile(
    r"\d+余?[次场轮]先?后?(?:专题|集体|集中)?(?:研究|审议|审定|学习|听取|讨论|传达|部署|通过)"
)
_DEALT = re.compile("(?:其中|会前|占|否决|暂缓|研究|审议|审定|学习|听取|集体|专题|议题|讨论|通过)")


def _begins_with_act(words: str) -> bool:
    verb = VERB.match(words)
    return verb is not None and verb[0] not in NOUNLIKE and not _BODY_OF.match(words, verb.end())


_BODY_OF = re.compile("[所站室组队团庭]|中心|机构|部门|机关")  # 派出|所, 接待|站


def _actor(ctx: Context, who: Span, rule: str, clause: Span) -> Actor:
    return Actor("" if is_issuer(ctx, ctx.words(who)) else ctx.words(who), who, rule, clause)


_NAME = compiled(
    r"(?:[\u4e00-\u9fff]{0,4}12\d{3})?(?:[\u4e00-\u9fff“”()、]|\d[\d ,]{0,6}余?[个名支家所位户])+"
)
_LONGEST = 34
# 督察组先后|对12个部门, 群众|通过“浙里办”: no name goes on behind these
_DONE_TO = re.compile("先后(?=对)|通过(?=“)|(?<!所)在|(?<=[所个家名])中(?=[“有仅只])")


_AND = tuple("和及与、")
# 乡镇|服务站: the verb belongs to the name of a body
_IN_NAME = re.compile("(?:服务|监督|检查|调解|仲裁|审批|管理|救助|援助|监测|处置|鉴定|公证|稽查|督察|巡察)")


def _led(ctx: Context, clause: Span, start: int, rule: Rule) -> Actor | None:
    """The head of the office as the subject: 镇长|旁听庭审, 党委书记、乡长|先后听取…"""
    words = ctx.view[start : min(clause.end, start + _LONGEST)]
    match = rule.search(words)
    if match is None or match.start() or not _acts(words, match.end("who")):
        return None
    who = Span(start, start + match.end("who"))
    return Actor(ctx.words(who), who, rule.id, clause)


def _at_head(ctx: Context, clause: Span, start: int, rule: Rule) -> Actor | None:
    """The name from an offset on that ends before a verb: 街道|综合行政执法队|开展…"""
    words = ctx.view[start : min(clause.end, start + _LONGEST)]
    at = 0
    found: str | None = None
    kind = rule.id
    while match := rule.search(words, at):
        who = words[: match.end("end")]
        at = match.start() + 1
        if not _NAME.fullmatch(who) or who[0] == "由" or _begins_with_act(who) or _DONE_TO.search(who, 1):
            break
        if found is not None and not _still_name(words[len(found) : match.end("end")]):
            break
        if said := _behind(words, match.end()):
            found, kind = who, rule.id if said == "acts" else "said-of"
            if words[match.end() : match.end() + 1] not in _AND and not _IN_NAME.match(words, match.end()):
                break
    return _actor(ctx, Span(start, start + len(found)), kind, clause) if found else None


def _still_name(more: str) -> bool:
    """Whether words behind a name belong to it: 和21名法律服务工作者, 服务站; none behind it take nothing from it."""
    return not more or more[0] in _AND or (_IN_NAME.match(more) is not None and len(more) <= _SHORT_REST)


_SHORT_REST = 6


_LEANS = re.compile("[对在就向为与]|深入(?=\\d)|针对|联合|会同|要求|争取")
# “零点行动”期间|12个检查组
_DURING = compiled(r"[\u4e00-\u9fff“”]{2,12}?期间,?(?=[\u4e00-\u9fff\d])")
# 由3名稽核人员组成的|联合检查组: what a body is made of
_MADE_OF = compiled(r"由[^,;。]{2,30}?(?:组成|组建|构成)的")


def _past_time(ctx: Context, clause: Span) -> int:
    start = clause.start
    if _LEANS.match(ctx.view, start, clause.end):
        return start  # 对县委督察反馈的…: whom it is done to
    while start < clause.end:
        words = ctx.view[start : clause.end]
        lead = _LEAD.match(words)
        when = SUBJECT.match(words)
        if not lead and _LEANS.match(words):
            return start  # 7月会同公安对…
        adverbs = ADVERBS.match(words)
        set_off = _MADE_OF.match(words) or _DURING.match(words)
        step = next((m.end() for m in (lead, when, set_off, adverbs) if m and m.end()), 0)
        if when and re.match("全[^年]|各", words):
            step = 0 if not lead else lead.end()
        if not step:
            return start
        start += step
    return start


def _acts(words: str, end: int) -> bool:
    return _behind(words, end) == "acts"


def _behind(words: str, end: int) -> str:
    """What stands behind a name, perhaps after an adverb: ``acts`` (镇综治中心|全年接待…), ``said-of`` (司法所|现有12人), or
    nothing of it.
    """
    between = _between().match(words, end)
    at = between.end() if between else end
    said = table("actor-acts").first(words[at:])
    if said:
        return "" if said[0].action == "acts-not" else said[0].action
    acts = VERB.match(words, at) is not None or FOLLOWING.match(words, at) is not None
    return "acts" if acts else ""


@cache
def _between() -> re.Pattern[str]:
    """Adverbs between who acts and the verb."""
    return compiled(
        rf"(?:{'|'.join(listed('actor')['between'])}|每(?:月|年|季度)|自(?:19|20)\d\d年[^,;]{{0,6}}?以来|\d+次)+"
    )
