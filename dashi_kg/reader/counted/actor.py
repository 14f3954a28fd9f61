"""Who did what a number counts: named at the head of the clause or of one before it in the sentence; else the issuer."""

from __future__ import annotations

from typing import NamedTuple

from dashi_kg.model import Section, Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import ADVERBS, FOLLOWING, NOUNLIKE, SUBJECT, VERB
from dashi_kg.reader.counted.own_body import is_issuer
from dashi_kg.reader.rules.table import Rule, table, the_word, wordings
from dashi_kg.text.segments import clauses

_SAID = wordings("actor")
_OF_THESE = the_word("actor", "of-these")
_EVERYBODY = _SAID["everybody"]
_BETWEEN = _SAID["between"]

_LEAD = _SAID["lead"]
_WHOLE_OFFICE = _SAID["whole-office"]


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


_LETS = _SAID["lets"]


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
        if actor.rule == "hired-counsel" and not _COUNSEL.match(ctx.view, clause.start, clause.end):
            return None
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
    told = words.startswith(_OF_THESE) or _THAT_IS.match(words)
    return actor.clause.end < clause.start and not told and _acts(words, 0)


_THAT_IS = _SAID["that-is"]


_COMPARES = _SAID["compares"]
_COUNSEL = _SAID["counsel-acts"]


def _chief_goes_on(ctx: Context, clause: Span) -> bool:
    """What a head of the office does in person: 出庭应诉, 批示, 讲法治课; the rest is the work of the office."""
    return table("chief-goes-on").first(ctx.words(clause)) is not None


def _is_meeting(actor: Actor) -> bool:
    """A meeting or study group, whoever says so: 召开党组会, 党组理论学习中心组学法."""
    return actor.rule == "meeting-called" or _MEETING.search(actor.words) is not None


_MEETING = _SAID["meeting"]


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


_SO_OFTEN = _SAID["so-often"]
_DEALT = _SAID["dealt"]


def _begins_with_act(words: str) -> bool:
    verb = VERB.match(words)
    return verb is not None and verb[0] not in NOUNLIKE and not _BODY_OF.match(words, verb.end())


_BODY_OF = _SAID["body-of"]


def _actor(ctx: Context, who: Span, rule: str, clause: Span) -> Actor:
    return Actor("" if is_issuer(ctx, ctx.words(who)) else ctx.words(who), who, rule, clause)


_NAME = _SAID["name"]
_LONGEST = 34
_DONE_TO = _SAID["done-to"]


_AND = ("和", "及", "与", "、")
_IN_NAME = _SAID["in-name"]


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


_LEANS = _SAID["leans"]
_DURING = _SAID["during"]
_MADE_OF = _SAID["made-of"]


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
        if when and _EVERYBODY.match(words):
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
    between = _BETWEEN.match(words, end)
    at = between.end() if between else end
    said = table("actor-acts").first(words[at:])
    if said:
        return "" if said[0].action == "acts-not" else said[0].action
    acts = VERB.match(words, at) is not None or FOLLOWING.match(words, at) is not None
    return "acts" if acts else ""
