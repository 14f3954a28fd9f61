"""What a bare act is done to: the object of an act before it, or what such a number before counts (受理|行政复议申请|86件,…审结)."""

from __future__ import annotations

import re
from functools import cache

from dashi_kg.model import Observation
from dashi_kg.reader.context.word_lists import NOUN_AFTER_VERB, NOUNLIKE, VERB
from dashi_kg.reader.counted.thing import thing_length, thing_of
from dashi_kg.reader.rules.table import table, word_class, wordings, words
from dashi_kg.text.alternatives import one_of

_SAID = wordings("objects")

# what is counted as a matter: the object of an act may have another counter word of the same kind
MATTERS = frozenset(word_class("objects", "matters"))
SHORTEST = 2
# counter words that count few things: the same one again counts the same thing
_OWN_THINGS = frozenset(word_class("objects", "own-things"))


@cache
def action() -> re.Pattern[str]:
    """An act whose object may be what a later act of the sentence is done to."""
    return _SAID["act"]


@cache
def _noun() -> re.Pattern[str]:
    """What names such an object alone."""
    return re.compile(one_of(words("object")["noun"]) + "$")


def object_of(item: Observation, before: list[Observation]) -> str:
    """The object of the nearest act before of the same counter word: 受理|行政复议申请|86件,…审结; else what such a number before
    counts: 13封|举报信…查实8封.
    """
    return head_noun(
        _object_of_act(item, before) or _noun_counted(item, before) or _object_before(item, before)
    )


def _object_before(item: Observation, before: list[Observation]) -> str:
    """发现|隐患|215处,立案3起: a case is made of what the nearest act before was done to, whatever its counter word."""
    if item.counted not in words("object")["filed"] or item.classifier not in MATTERS:
        return ""
    paper = tuple(words("object")["paper"])
    for other in reversed(before):
        if is_joined(other) or other.unit != "number" or (other.change and not other.change.level):
            continue
        size = act_length(other.counted)
        noun = other.counted[size:] if size else ""
        if noun.endswith((*paper, *words("object")["round"])):
            continue  # 下达责令改正决定书61份,立案查处39件; 开展|巡查|30次,立案查处5起
        if len(noun) >= SHORTEST and not _SENT_OUT.match(other.counted) and not _TO_WHOM.search(noun):
            return noun
    return ""


def head_noun(noun: str) -> str:
    """The noun behind 等 and 的, where what stands before it was said already: 《…办法》等|规范性文件.

    >>> head_noun("食品、药品等许可申请"), head_noun("以县政府为被告的行政诉讼"), head_noun("行政复议申请")
    ('许可申请', '行政诉讼', '行政复议申请')
    """
    found = _HEAD.search(noun)
    return _UNDERGONE.sub("", found["head"] if found else noun)


_UNDERGONE = _SAID["undergone"]
_HEAD = _SAID["head"]


def _noun_counted(item: Observation, before: list[Observation]) -> str:
    kin = next(
        (
            o
            for o in reversed(before)
            if o.classifier == item.classifier
            and o.unit == item.unit
            and o.change is None
            # 138项内部管理制度…修改47项、废止|21项: what the acts between are done to was named before them
            and not (is_joined(o) or table("alone").first(o.counted))
        ),
        None,
    )
    if kin is None or item.number_span == kin.number_span:
        return ""
    noun = kin.counted
    behind = kin.counted_span and kin.number_span and kin.counted_span.start >= kin.number_span.start
    return noun if behind and len(noun) > 1 else ""


def _object_of_act(item: Observation, before: list[Observation]) -> str:
    whole = next((o for o in before if o.id == item.component_of), None)
    if whole and (noun := thing_of(whole.counted)):
        return noun
    if whole and (size := act_length(whole.counted)) and len(noun := whole.counted[size:]) >= SHORTEST:
        return noun  # 其中维持24件: of the whole
    for other in reversed(before):
        if (
            not same_things(other, item)
            or other.unit != item.unit
            or (other.change and not other.change.level)
        ):
            continue
        if noun := thing_of(other.counted) or _told_first(other):
            return noun  # 矛盾纠纷排查|286起,化解
        if is_joined(other) or table("alone").first(other.counted):
            continue
        size = act_length(other.counted)
        if size and _SENT_OUT.match(other.counted):
            continue  # 出动|警力: who acts, and nothing is done to them
        if size and len(noun := other.counted[size:]) >= SHORTEST and not _TO_WHOM.search(noun):
            return noun
        if party := _PARTY.match(other.counted):
            return other.counted[party.end() :]  # 县政府作为被告的|一审行政诉讼案件
        if size or _does(other.counted) or other.component_of:
            continue
        if _noun().search(other.counted) or (
            item.classifier == other.classifier and item.classifier in _OWN_THINGS
        ):
            return other.counted  # 危险货物作业附证33张,注销|2张: what 张 counts
    return ""


def _does(said: str) -> bool:
    """Whether counted words begin with an act: 检查企业, but not 应诉案件."""
    verb = VERB.match(said)
    return verb is not None and not (verb[0] in NOUNLIKE and _THINGS.match(said, verb.end()))


def act_length(said: str) -> int:
    """How many characters at the start are acts with an object behind them: 复查|信访事项, 参与协调|行政争议; 0 where
    none are.
    """
    act = action().match(said)
    if act is None and (act := VERB.match(said)) is not None and NOUN_AFTER_VERB.match(said[act.end() :]):
        act = act if act[0] not in NOUNLIKE and _THINGS.match(said, act.end()) else None  # 查结|案件
    if act is None:
        return 0
    while said[act.end() : act.end() + 1] in tuple("、和及与并") and (
        also := VERB.match(said, act.end() + 1)
    ):
        act = also  # 制定、修改|省政府规章
    for verb in VERB.finditer(said, act.end()):
        rest = said[verb.end() :]
        if (
            (verb[0] not in NOUNLIKE or verb.start() == act.end())
            and len(rest) > SHORTEST
            and not NOUN_AFTER_VERB.match(rest)
            and rest[0] not in "的、和及与化"
            and said[verb.start() - 1] not in "、和及与"  # 受理|民办学校设立、变更申请
        ):
            act = verb
    return act.end()


def _told_first(other: Observation) -> str:
    """初信初访|受理|843件: a thing that stands before what was done with it."""
    return (
        other.counted[: thing_length(other.counted)]
        if ("counted-joined", "thing-then-act") in other.rules
        else ""
    )


_THINGS = _SAID["things"]
_SENT_OUT = _SAID["sent-out"]
_TO_WHOM = _SAID["to-whom"]
_PARTY = _SAID["party"]


def is_joined(item: Observation) -> bool:
    """Whether its words were taken from a number before: they are no words to take again."""
    return any(field == "counted-joined" and rule != "thing-then-act" for field, rule in item.rules)


def same_things(one: Observation, other: Observation) -> bool:
    """Whether two counter words may count the same things: 件 and 起, 家 and 家次."""
    one_word, other_word = (o.classifier.removesuffix("次") or o.classifier for o in (one, other))
    return one_word == other_word or {one.classifier, other.classifier} <= MATTERS
