"""Who did what a number counts: named at the head of the clause or of one before it in the sentence; else the issuer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashi_kg.model import Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import ADVERBS, FOLLOWING, NOUNLIKE, SUBJECT, VERB
from dashi_kg.reader.rules.table import Rule, table
from dashi_kg.text.fold import fold
from dashi_kg.text.segments import clauses

_LEAD = re.compile(r"(?:其中|此外|同时|另外|[、,:;)])+")
_BETWEEN = re.compile(
    r"(?:共|累计|全年|先后|已|还|均|全部|依法|积极|主动|带头|集中|专题|年均|每(?:月|年|季度)|平均|\d+次)+"
)
_ALSO_ACTS = re.compile(
    r"联合|参与|利用|于|会同|同|组织|主持|坚持|推行|设[“有立]|核定|实有|有|进驻|梳理|开通|承办|[一二]审|[对为向在到与以把将就]"
)
_RATE = re.compile(
    "[^,]{0,8}?(?:率|度|比例|占比|水平)[达为保持至超均仅约近]{0,3}[0-9〇一二三四五六七八九百由从较同比]"
)
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
        words = ctx.words(clause)
        for rule in others:
            at = 0
            while match := rule.search(words, at):
                who = Span(clause.start + match.start("who"), clause.start + match.end("who"))
                if not _begins_with_act(ctx.words(who)):
                    found.append(_actor(ctx, who, rule.id, clause))
                at = match.end()
    return sorted(found, key=lambda a: (a.span.start, -len(a.span)))


def actor_at(ctx: Context, actors: list[Actor], clause: Span, offset: int) -> Actor | None:
    """The last actor named before an offset; a meeting acts in its own clause, and where the next one says that it dealt
    with something. ``words`` is empty where the issuer itself is named.
    """
    for actor in reversed(actors):
        if actor.span.end > offset:
            continue
        if (
            actor.rule == "meeting-called"
            and actor.clause.end < clause.start
            and not _DEALT.match(ctx.words(clause))
        ):
            continue
        return actor if actor.words else None
    return None


_DEALT = re.compile("(?:其中|否决|暂缓|研究|审议|审定|学习|听取|集体|专题|议题|讨论|通过)")


def _begins_with_act(words: str) -> bool:
    verb = VERB.match(words)
    return verb is not None and verb[0] not in NOUNLIKE


def _actor(ctx: Context, who: Span, rule: str, clause: Span) -> Actor:
    return Actor("" if _is_issuer(ctx, ctx.words(who)) else ctx.words(who), who, rule, clause)


_NAME = re.compile(r"(?:[\u4e00-\u9fff“”()、]|\d{1,6}余?[个名支家所位])+")
_LONGEST = 34


def _at_head(ctx: Context, clause: Span, rule: Rule) -> Actor | None:
    """The name at the head of a clause that ends before a verb: 街道|综合行政执法队|开展…"""
    start = _past_time(ctx, clause)
    words = ctx.view[start : min(clause.end, start + _LONGEST)]
    at = 0
    while match := rule.search(words, at):
        who = words[: match.end("end")]
        at = match.start() + 1
        if not _NAME.fullmatch(who) or _begins_with_act(who):
            return None
        if _acts(words, match.end()):
            return _actor(ctx, Span(start, start + len(who)), rule.id, clause)
    return None


_LEANS = re.compile("[对在就向为与]|针对|联合|会同|要求|争取")


def _past_time(ctx: Context, clause: Span) -> int:
    start = clause.start
    if _LEANS.match(ctx.view, start, clause.end):
        return start  # 对县委督察反馈的…: whom it is done to
    while start < clause.end:
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
    act = VERB.match(words, at) or FOLLOWING.match(rest) or _ALSO_ACTS.match(rest)
    return act is not None and not re.match("全[面员程]", rest) and not _RATE.match(rest)


_SHORT = (("监督管理", "监管"), ("管理委员会", "管委会"), ("人民政府", "政府"), ("街道办事处", "街道"))


_LEAST = 2


def _within(short: str, name: str) -> bool:
    """住建局 in 住房和城乡建设局: its characters in the same order."""
    rest = iter(name)
    return all(character in rest for character in short)


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
    return (
        shortened
        or words in ctx.self_names
        or any(name.endswith(words) for name in named)
        or _OWN.fullmatch(words) is not None
        or _PART_ONLY.fullmatch(words) is not None
    )
