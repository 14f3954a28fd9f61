"""The words before a number that say what it counts: the nearest verb with its noun (悬挂横幅|50余条).

What belongs to the number itself is taken off at the end (累计, 达到, 平均), who and when at the start; then the last
verb that has an object begins the words. 的 and 等 have their heads behind them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dashi_kg.model import Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import (
    ADVERBS,
    NOUN_AFTER_VERB,
    NOUNLIKE,
    SUBJECT,
    VERB,
    blind,
)
from dashi_kg.reader.counted.last_verb import outcome, start_of_last_verb, verbs
from dashi_kg.reader.counted.manner import with_manner
from dashi_kg.reader.counted.who_acts import ACTOR_END, LOOSE_END, length_of_actor
from dashi_kg.reader.rules.table import Rule, table, the_word, word_class, wordings
from dashi_kg.text.segments import trim

_SAID = wordings("words-before")
_STUDY_GROUP = the_word("words-before", "study-group")
_THERE_IS = word_class("words-before", "there-is")
_JOINED = _SAID["joined"]
_AND_OTHERS = _SAID["and-others"]
_NOT_ONLY_ITS_NAME = _SAID["not-only-its-name"]

RATE = _SAID["rate"]
EVENT_END = _SAID["event-end"]
_MEETING = _SAID["meeting"]
_BY = _SAID["by"]
_TURNED = _SAID["turned"]
_LONGEST = 200  # no phrase is longer; words further off are not looked at
_SHORT_CLAUSE = 14
_HOLDING = word_class("words-before", "holding")  # persons are what they hold


class Counted(NamedTuple):
    """A stretch of the text that says what a number counts, and the rule that gave it."""

    span: Span
    rule: str


def words_before(ctx: Context, left: Span, *, percent: bool) -> Span | None:
    """The stretch before a number that names what it counts, or ``None``; see :func:`read_before`."""
    found = read_before(ctx, left, percent=percent)
    return found.span if found else None


def read_before(ctx: Context, left: Span, *, percent: bool) -> Counted | None:
    """The stretch before a number that names what it counts, with its rule, or ``None``.

    Args:
        left: the part of the clause before the number and its qualifying words.
        percent: the number is a percentage or a fraction.
    """
    bare = _without_edges(ctx, left, percent=percent)
    if bare is None:
        return None
    words = ctx.words(bare)
    sign = "%" if percent else ""
    for rule, match in table("counted-before").all(sign + words):
        if (found := _by_form(ctx, bare, rule, match, len(sign))) is not None:
            return Counted(found, rule.id) if len(found) else None
    act = _by_act(ctx, Span(bare.start + length_of_actor(words), bare.end))
    if act and _AND_OTHERS.search(ctx.view, act.span.start, min(act.span.end + 1, left.end)):
        return Counted(Span(act.span.start, act.span.end + 1), act.rule)
    return act


def _without_edges(ctx: Context, left: Span, *, percent: bool) -> Span | None:
    """The words without what belongs to the number, says when and how, or is another of several acts."""
    of_number, way_of = table("counted-edges").rules
    start, end = max(left.start, left.end - _LONGEST), left.end
    while (bare := trim(ctx.view, start, end)) and (trail := of_number.search(ctx.words(bare))):
        end = bare.start + trail.start()
    start, end = bare.start, bare.end
    first = skip(ctx, start, end)
    if way := way_of.search(ctx.view[first:end]):
        start = first + way.end()
    words = ctx.view[start:end]
    start += _last_rates(words) if percent and RATE.search(words) else _last_of_acts(words)
    start = skip(ctx, start, end)
    return None if start >= end or SUBJECT.fullmatch(ctx.view[start:end]) else Span(start, end)


def _by_form(ctx: Context, bare: Span, rule: Rule, match: re.Match[str], sign: int) -> Span | None:
    """What a rule of form keeps of the words; ``None`` where it does not apply after all.

    Args:
        sign: how many signs stand in the match before the words themselves.
    """
    words = ctx.words(bare)
    if rule.action in ("keep", "rate"):
        begin, end = (bare.start + at - sign for at in match.span("keep"))
        return Span(min(skip(ctx, begin, end), end), end) if rule.action == "rate" else Span(begin, end)
    short_act = (len(words) <= _SHORT_CLAUSE and VERB.match(words)) or words.startswith(_HOLDING)
    if _is_act(match["head"]) or (rule.action == "head-of-long" and short_act):
        return None
    if (whole := _whole_phrase(ctx, bare, rule)) is not None:
        return whole
    head = match.start("head") - sign
    if act := start_of_last_verb(match["head"]):  # 对招商引资等合同|提出书面意见
        return trim(ctx.view, bare.start + head + act, bare.end)
    if turned := _TURNED.search(words, 0, head):  # 以区政府为被告的|行政诉讼案件, 未年检的|组织
        head = turned.start() if turned["as"] or turned.start() == 0 else head
    return trim(ctx.view, bare.start + head, bare.end)


_LONGEST_WHOLE, _LONGEST_NOUN = (
    30,
    20,
)  # code points of an act with all of its object; of a noun with what is said of it


def _whole_phrase(ctx: Context, bare: Span, rule: Rule) -> Span | None:
    """修订公务用车、办公用房等管理制度, 因信息公开引发的复议: the words without who acts, where they are no longer than a phrase;
    ``None`` where only the noun behind 等 or 的 is left of them.
    """
    said = ctx.words(bare)
    start = bare.start + (0 if VERB.match(said) else length_of_actor(said))
    words = ctx.view[start : bare.end]
    if (act := VERB.match(words)) and not outcome().match(words):
        return Span(start, bare.end) if len(words) <= _LONGEST_WHOLE else None
    whole = not act and rule.action == "head-of-long" and len(words) <= _LONGEST_NOUN
    whole = whole and not _JOINED.search(words)
    return Span(start, bare.end) if whole else None


def _by_act(ctx: Context, bare: Span) -> Counted | None:
    """The last act of the words with its object, or an act that needs none."""
    start, end = bare.start, bare.end
    words, alone = ctx.view[start:end], None
    for rule in table("counted-act").fitting(words):
        match = rule.search(words)
        if match is None:
            continue
        if rule.action == "nothing":
            return None
        if rule.action == "front":
            start += match.end()
        elif rule.action == "whole":
            alone = match
        elif not VERB.match(words):
            end = start + match.start()
        words = ctx.view[start:end]
    begin, rule_id = start_of_last_verb(words), "last-verb"
    if alone and alone.start() == 0 and _STUDY_GROUP in alone[0]:
        begin, rule_id = 0, "act-alone"
    elif alone and not (begin and _holds(words, begin)):
        before = LOOSE_END.sub("", words[: alone.start()])
        if _BY.match(before) or ACTOR_END.search(before) or _MEETING.search(before):
            begin, rule_id = alone.start(), "act-alone"
    if not begin and rule_id != "act-alone" and not VERB.match(words) and (at := _act_at_end(words)):
        begin, rule_id = at, "act-alone"
    if begin and rule_id == "last-verb":
        begin = with_manner(words, begin)
    if not begin and rule_id != "act-alone":
        rule_id = "words-as-they-stand" if not VERB.match(words) else "last-verb"
    found = trim(ctx.view, start + begin, end)
    return Counted(found, rule_id) if len(found) and ctx.words(found) not in _PARTICLES else None


def _act_at_end(words: str) -> int:
    """为农民工|讨薪, “信易贷”平台|促成: where an act without its object begins behind how or by whom it was done; else 0."""
    last = None
    for verb in VERB.finditer(blind(words)):
        last = verb
    if (
        last is None
        or last.end() < len(words)
        or last[0] in NOUNLIKE
        or last[0] in _THERE_IS
        or last.start() < 2
    ):
        return 0  # 执法人员配备: what is there
    before = LOOSE_END.sub("", words[: last.start()])
    return last.start() if _BY.match(before) or ACTOR_END.search(before) or _WHERE_END.search(before) else 0


_WHERE_END = _SAID["where-end"]


def _is_act(words: str) -> bool:
    """The words begin with a verb that takes the rest as its object: 开展|巡查, but not 宣传|单."""
    verb = VERB.match(words)
    return verb is not None and verb[0] not in NOUNLIKE and not NOUN_AFTER_VERB.match(words[verb.end() :])


def _holds(words: str, at: int) -> bool:
    verb = VERB.match(words, at)
    return verb is not None and verb[0] in verbs("container")


def _last_rates(words: str) -> int:
    """加强执法监督、|案件办结率98%: rates may be listed, other things before a rate are not of it."""
    if "等" in words:
        return 0  # 征求意见、合法性审核等程序履行率
    marks = re.finditer("、", blind(words))  # “双随机、一公开”抽查比例: none in a name
    return max((m.end() for m in marks if not RATE.search(words[: m.start()])), default=0)


def _bare_acts(parts: list[str]) -> bool:
    """Verbs that share the object behind the last one: (省政府)制定、修改、废止|规章."""
    if all(outcome().fullmatch(part) for part in parts):
        return True  # 撤销、确认违法、|责令履行
    last = [m for m in VERB.finditer(parts[0]) if m.end() == len(parts[0])]
    return all(VERB.fullmatch(p) for p in parts[1:]) and any(
        m[0] == parts[0] or m[0] not in NOUNLIKE for m in last
    )


_MADE = _SAID["made"]


_LIST_MARK = re.compile("[、;]")
_AND_SO_ON = _SAID["and-so-on"]
_UNLAWFUL = _SAID["unlawful"]


def _last_of_acts(words: str) -> int:
    """加强执法监督、|开展案卷评查12次: the last of several acts; but 行政许可、行政处罚共120件 is one."""
    if "、" not in words and ";" not in words:
        return 0  # nearly always
    cut, words = 0, blind(words)
    for mark in _LIST_MARK.finditer(words):
        rest = words[mark.end() :]
        verb = VERB.match(ADVERBS.sub("", rest))
        held = VERB.match(ADVERBS.sub("", words[cut : mark.start()]))
        if (
            verb
            and verb[0] not in NOUNLIKE
            and len(rest) > len(verb[0]) + 1
            and not _MADE.match(ADVERBS.sub("", rest)[len(verb[0]) :])
            and not _AND_SO_ON.match(rest)
            and not _UNLAWFUL.search(words, cut, mark.start())
            and not (held and held[0] in verbs("container"))
        ):
            if _bare_acts(words[cut : mark.start()].removeprefix("经").split("、")):
                continue  # 制定、修改、废止规章
            cut = mark.end()
    return cut


_PARTICLES = frozenset(word_class("words-before", "particles"))


_ITEM = _SAID["item"]


_AND_ITS = _SAID["and-its"]
_AMONG = _SAID["among"]
_SO_FAR = frozenset(word_class("words-before", "so-far"))
_RATE_ALONE = _SAID["rate-alone"]


def skip(ctx: Context, start: int, end: int) -> int:
    """Past words of time, the reporting body's own name, adverbs."""
    while start < end:
        words = ctx.view[start:end]
        for pattern in (_ITEM, SUBJECT, ADVERBS, _AMONG):
            found = pattern.match(words)
            if (
                found
                and pattern is ADVERBS
                and found[0] not in _SO_FAR
                and _RATE_ALONE.fullmatch(words, found.end())
            ):
                continue  # 定期检验率, 及时受理率: how it was done is part of the rate's name
            if found and found.end() and found.end() < len(words):
                start += found.end()
                break
        else:
            own = ctx.own_name(words, 1)
            if own and not _NOT_ONLY_ITS_NAME.match(
                words[len(own) :],
            ):
                start += len(own)
                if also := _AND_ITS.match(ctx.view, start, end):
                    start = also.end()  # 区政府|及其部门|败诉
                continue
            if words[0] == "含" and ctx.view[start - 1] == "(":
                start += 1  # (含|上年结转182件)
                continue
            if words[0] in ",:、 (的" or (words[0] in "将把" and len(words) > 3):
                start += 1
                continue
            return start
    return start
