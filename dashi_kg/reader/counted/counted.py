"""What a number counts: looked for behind it first (14名执法人员), else before it (悬挂横幅50余条).

A Chinese counter word is followed by its noun without a mark; where a mark, a conjunction or a verb follows,
the noun stands before (:mod:`dashi_kg.reader.counted.words_before`). The result is always one stretch of the text, or nothing.
"""

from __future__ import annotations

import re

from dashi_kg.model import Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import FOLLOWING, NOUN_AFTER_VERB, NOUNLIKE, VERB, blind
from dashi_kg.reader.counted.who_acts import ACTOR_END
from dashi_kg.reader.counted.words_before import EVENT_END, Counted, read_before, words_before
from dashi_kg.reader.rules.polarity import start_of_negation
from dashi_kg.reader.rules.table import table, the_word, word_class, wordings
from dashi_kg.text.segments import trim

_SAID = wordings("counted")
_DEVICES = the_word("counted", "devices")
_AS_NOUNS = "".join(word_class("counted", "as-nouns"))
_OF_A_NOUN = "”" + "".join(word_class("counted", "of-a-noun"))
_PLACES = "".join(word_class("counted", "places"))
_ONLY = "".join(word_class("counted", "only"))
_SAID_OF = _SAID["said-of"]
_NO_HEAD = _SAID["no-head"]
_TOGETHER = _SAID["together"]
_PAPER = _SAID["paper"]

_CONJUNCTION = "、和及与暨并"
_EMPTY_LEFT = _SAID["empty-left"]
_PLACE_ONLY = _SAID["place-only"]
# 5次召开…, 3场宣讲…: occasions, counted before the act is named
OCCASIONS = (*word_class("counters", "occasions"), *word_class("counters", "batches"))


def counted_words(ctx: Context, left: Span, right: Span, *, classifier: str, percent: bool) -> Counted | None:
    """The words for what is counted, and the rule; a negation that stands right before them is one of them.

    Args:
        left: the part of the clause before the number (and its qualifying words) that belongs to it.
        right: the part behind the number's unit that may belong to it.
        classifier: the counter word, or ``""``.
        percent: the number is a percentage or a fraction.

    Returns:
        A span of the text with the rule that gave it, or ``None`` where the words beside the number name nothing.
    """
    if (
        not percent
        and "占" in (said := ctx.words(left))
        and (of := _SHARE_OF.search(said))
        and _IN_PERCENT.match(ctx.view, right.start)
    ):
        return Counted(Span(left.start + of.start("of"), left.start + of.end()), BASE_OF_A_SHARE)
    found = _counted(ctx, left, right, classifier=classifier, percent=percent)
    if found is None or found.span.start >= left.end:
        return found
    if (
        classifier in _PERSONS
        and _GATHERED.fullmatch(ctx.words(found.span))
        and (act := _what_they_do(ctx, right))
    ):
        return Counted(act, "what-they-do")  # 组织全市|1.19万人|参加网络专题班学习
    start = start_of_negation(ctx.view, left.start, found.span.start)
    group = _STUDY_GROUP.search(ctx.view, max(left.start, start - _GROUP_REACH), start)
    if group and _STUDIES.match(ctx.view, start):
        start = group.start()  # 局党组理论学习|中心组学习…: who studies is part of what it is called
    return Counted(Span(start, found.span.end), found.rule)


# 占|应持证人员|25人|的88%: over what the share is, with its number
BASE_OF_A_SHARE = "base-of-a-share"
_SHARE_OF = _SAID["share-of"]
_IN_PERCENT = _SAID["in-percent"]
# 处以|488.5万元|罚款: verbs as often as nouns, which name the sum before them
_SUMS = frozenset(word_class("counted", "sums"))
_PERSONS = frozenset(
    (
        *word_class("counters", "persons"),
        *word_class("counters", "attendances"),
        *word_class("counted", "as-persons"),
    )
)
_GATHERED = _SAID["gathered"]
_STUDY_GROUP = _SAID["study-group"]
_GROUP_REACH = 4
_STUDIES = _SAID["studies"]


def _what_they_do(ctx: Context, right: Span) -> Span | None:
    words = re.split("[,;。、]", ctx.words(right))[0]
    act = VERB.match(words)
    return Span(right.start, right.start + len(words)) if act and len(words) - act.end() > 1 else None


def _counted(ctx: Context, left: Span, right: Span, *, classifier: str, percent: bool) -> Counted | None:
    """The first rule of ``rules/counted.yaml`` decides between what stands before the number and what behind it."""
    before = read_before(ctx, left, percent=percent)
    if behind := _behind(ctx, right):
        behind = Span(behind.start, behind.start + fitting_length(classifier, ctx.words(behind)))
    act = _act_behind(ctx, right, before.span if before else None, classifier)
    words = ctx.words(before.span) if before else ""
    is_open = bool(words) and bool(
        VERB.fullmatch(words) or _EMPTY_LEFT.search(words) or (behind and _PLACE_ONLY.match(words))
    )
    told_of = _that_which(ctx, right) if behind is None and (before is None or is_open) else None
    noun = ctx.words(behind) if behind else ""
    frame = (
        f"{words}{'○' if is_open else ''}◆{'%' if percent else classifier}◇{'▷' if VERB.match(noun) and noun not in _SUMS else ''}{noun}|"
        f"{'▷' if act else '△' if told_of else ''}{ctx.words(right)}"
    )
    decided = table("counted").first(frame)
    if decided is None:
        return None
    rule, _ = decided
    if rule.action == "before":
        return before
    span = {"behind": behind, "act-behind": act, "noun-told-of": told_of}[rule.action]
    return Counted(span, rule.id) if span else None


def wording(ctx: Context, left: Span, right: Span, counted: Span | None) -> str:
    """The counted words with the act that they stand in, number left out: 组建普法小分队, 执法人员通过考试.

    Two values are of one indicator only if these agree: officers who passed and officers who were punished are
    counted by the same word.
    """
    if counted is None:
        return ""
    if counted.start < left.end:
        return ctx.words(counted)
    before = words_before(ctx, left, percent=False)
    words = ctx.words(before) if before else ""
    words = words if VERB.match(words) else ""
    behind = ctx.words(Span(counted.start, max(right.end, counted.end)))
    return words + re.split("[、;,]", behind)[0]


_PERSON = _SAID["person"]
_PAIR = _SAID["pair"]
_LISTED = _SAID["listed"]
_DOCUMENT = _SAID["document"]
_HANDED_OUT = _SAID["handed-out"]
_TOLD = _SAID["told"]
_THING = _SAID["thing"]
_STATE = _SAID["state"]
_TAKES_PART = frozenset(word_class("counted", "takes-part"))
_WITH = _SAID["with"]
_END_MARK = re.compile(r"[、;:,]|\((?![\u4e00-\u9fff、]{1,6}\))")


def noun_length(words: str, *, whole: bool = False) -> int:
    """How many characters right behind a unit are the noun that is counted; 0 where none stands there.

    Args:
        whole: 的 stands between (60学时的法律知识和专业知识培训): a conjunction belongs to the noun.

    >>> noun_length("学校聘任法治副校长"), noun_length("领域的行政处罚权"), noun_length("参加考试")
    (2, 2, 0)
    """
    words = blind(words)
    if (
        _PAPER.search(words)
        and (document := _DOCUMENT.match(words))
        and not _HANDED_OUT.search(document[0])
        and (VERB.match(words) or FOLLOWING.match(words))
    ):
        return document.end()
    if not words or words[0] in "、,;:。()和及与暨并" or FOLLOWING.match(words) or _TOLD.match(words):
        return 0
    first = VERB.match(words)
    if first and first[0] not in NOUNLIKE and not NOUN_AFTER_VERB.match(words[first.end() :]):
        return 0
    if _DEVICES in words and (state := _STATE.search(words)):
        words = words[: state.start()]
    listed = _LISTED.match(words)
    if listed and not VERB.search(listed[0]) and not FOLLOWING.search(listed[0], 1):
        return listed.end()  # 46家|矿山、危化、烟花爆竹企业
    bracket = re.match(r"[^、;:,(]*\([\u4e00-\u9fff、]{1,6}\)", words)
    mark = _END_MARK.search(words, bracket.end() if bracket else 0)
    end = mark.start() if mark else len(words)
    for follower in FOLLOWING.finditer(words, 1 if words[0] in _AS_NOUNS else 2, end):
        if (
            follower[0] in "和与及"
            and (whole or _is_pair(words, follower.start()))
            and not _WITH.match(words, follower.start())
        ):
            continue
        end = follower.start()
        break
    for verb in VERB.finditer(words, 1, end if end == len(words) else min(len(words), end + 2)):
        at = verb.start()
        if at >= end:
            break
        rest = words[verb.end() :]
        person = (len(rest) >= 2 or not rest or verb[0] in _TAKES_PART) and _PERSON.search(words[:at])
        person = person or (len(rest) > 2 and _THING.search(words[:at]))
        if words[at - 1] in _OF_A_NOUN or (
            NOUN_AFTER_VERB.match(rest) and not (person and verb[0] not in NOUNLIKE)
        ):
            continue  # “拉网式”排查
        if verb[0] not in NOUNLIKE or person:
            end = at
            break
    of = words.find("的", 1 if words[0] in _PLACES else 2, end)
    if (
        of > 0 and not VERB.search(words[:of]) and not _SAID_OF.search(words[:of])
    ):  # 领域|的行政处罚权; but 新建的广场
        end = of
    elif mark and end == mark.start() and _is_pair(words, end):
        pair = _PAIR.match(words, end)
        end += noun_length(words[end + 1 :]) + 1 if pair else 0
    return len(words[:end].rstrip(_CONJUNCTION + " " + _ONLY))


_NUMBER_NEXT = re.compile(r".[^,;:。]{0,10}\d")  # 12名队员、|培训网格员30人: of that number


def _is_pair(words: str, at: int) -> bool:
    """A second noun stands behind the conjunction, and then a verb (and no number of its own)."""
    pair = _PAIR.match(words, at)
    if pair is None or _NUMBER_NEXT.match(words, at):
        return False
    size = noun_length(words[at + 1 :])
    rest = words[at + 1 + size :]
    return size > 0 and bool(FOLLOWING.match(rest) or VERB.match(rest))


def fitting_length(classifier: str, noun: str) -> int:
    """How much of a noun its counter word may count: 名|执法人员|轮训, 家|单位|负责人.

    >>> fitting_length("名", "执法人员轮训"), fitting_length("个", "执法人员轮训")
    (4, 6)
    """
    found = table("counted-noun").first(f"{classifier}◇{noun}") if noun else None
    return len(found[1]["keep"]) if found else len(noun)


def _behind(ctx: Context, right: Span) -> Span | None:
    """The noun right behind the unit: up to a mark, a conjunction at its end, or a verb."""
    span = trim(ctx.view, right.start, right.end)
    words = ctx.words(span)
    skip = 1 if words.startswith("的") else 0
    size = noun_length(words[skip:], whole=bool(skip))
    return Span(span.start + skip, span.start + skip + size) if size else None


_THAT_WHICH = _SAID["that-which"]
_NEGATED_NOUN = _SAID["negated-noun"]
_SHORT = 12


def _that_which(ctx: Context, right: Span) -> Span | None:
    words = ctx.words(right)
    if named := _NEGATED_NOUN.match(words):
        return Span(right.start, right.start + named.end())
    found = _THAT_WHICH.match(words)
    size = noun_length(words[found.end() :]) if found else 0
    if not found or not size:
        return None
    start = 0 if found.end() + size <= _SHORT else found.end()
    return Span(right.start + start, right.start + found.end() + size)


_LED = _SAID["led"]
_TOGETHER_WITH = _SAID["together-with"]


def _lead_length(words: str) -> int:
    """How many characters before an act say how or for whom it was done; 0 where no act follows them."""
    if (led := _LED.match(words)) and VERB.match(words, led.end()):
        return led.end()
    if (whom := _TOGETHER_WITH.match(words)) and (act := VERB.search(words, whom.end())):
        return 0 if re.search("[,;]", words[: act.start()]) else act.start()
    return 0


_ACT_END = _SAID["act-end"]


def _act_behind(ctx: Context, right: Span, before: Span | None, classifier: str) -> Span | None:
    """17次主持召开…会议: no act stands before the number, it stands behind it."""
    if before is not None:
        words = ctx.words(before)
        if classifier not in OCCASIONS or EVENT_END.search(words):
            return None
        if not (ACTOR_END.search(words) or _NO_HEAD.search(words)) or VERB.match(words):
            return None
    span = trim(ctx.view, right.start, right.end)
    words = ctx.words(span)
    start = 1 if words.startswith("的") else 0
    if len(words) - start < 4 or words[start] in "、,;:()":
        return None
    if (
        before is None
        and classifier not in OCCASIONS
        and (not VERB.match(words, start) or noun_length(words))
    ):
        return None  # 2名评审专家|予以处罚
    while lead := _lead_length(words[start:]):
        start += lead
    act = VERB.match(words, start)
    if not act:
        return None
    end = len(words)
    if mark := re.compile("[,;]").search(words, start):
        end = mark.start()
    for verb in VERB.finditer(words, act.end() + 2, end):
        if verb[0] not in NOUNLIKE or _ACT_END.fullmatch(words[verb.start() - 2 : verb.start()]):
            end = verb.start()
            break
    found = _TOGETHER.sub("", words[start:end])
    return Span(span.start + start, span.start + start + len(found))
