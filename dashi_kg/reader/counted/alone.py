"""Counted words that say alone what a number is: 审结|77件 → 审结行政复议申请, 覆盖|384人次 → 法治专题课覆盖.

The main stretch stays where it is (``counted_span``); what it needs was named earlier in the sentence and is joined to it.
"""

from __future__ import annotations

import re
from functools import cache

from dashi_kg.model import Observation, Span
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import NOUN_AFTER_VERB, NOUNLIKE, VERB
from dashi_kg.reader.counted.counted import OCCASIONS
from dashi_kg.reader.counted.thing import thing_and_act, thing_of
from dashi_kg.reader.counted.words_before import words_before
from dashi_kg.reader.rules.table import table, words
from dashi_kg.text.alternatives import one_of
from dashi_kg.text.segments import clauses

# what is counted as a matter: the object of an act may have another counter word of the same kind
_MATTERS = frozenset("件 起 宗 例 案 件次 宗次".split())
_SAID_OF = re.compile(r"^(?:成功|依法|及时|按期|共|已|其中|全部|均)+")
_SHORTEST = 2
_THERE_IS = {"尚": "尚有", "另": "另有", "还": "还有"}


@cache
def _action() -> re.Pattern[str]:
    """An act whose object may be what a later act of the sentence is done to."""
    return re.compile("^" + one_of(words("object")["act"]) + "(?:了|出)?")


@cache
def _noun() -> re.Pattern[str]:
    """What names such an object alone."""
    return re.compile(one_of(words("object")["noun"]) + "$")


_WHO = frozenset("名 人 位 家 户".split())


def _who_did(item: Observation, before: list[Observation]) -> str:
    """7名村党支部书记作了述法,9名|提交书面报告: who they are, as counted before by the same counter word; else ``""``."""
    if item.rules_of("counted") != ("act-behind",) or item.classifier not in _WHO:
        return ""
    kin = next((o for o in reversed(before) if o.classifier == item.classifier), None)
    noun = _bare(kin.counted) if kin and not _is_joined(kin) else ""
    return noun if len(noun) > 1 and not VERB.match(noun) and noun not in item.counted else ""


def _is_before(item: Observation) -> bool:
    """Counted words before their number, which is no share."""
    there = item.counted_span and item.number_span
    return bool(there) and item.unit != "percent" and item.counted_span.end <= item.number_span.start  # type: ignore[union-attr]


def _needs_object(item: Observation) -> bool:
    """A verb alone; but an occasion is one of an act, and some acts are done to nothing: 出庭应诉|2件."""
    return (
        is_bare(item.counted)
        and item.classifier not in OCCASIONS
        and item.counted not in _no_act()
        and not any(r.action == "whole" for r, _ in table("counted-act").all(item.counted))
    )


@cache
def _no_act() -> frozenset[str]:
    """Verbs that say alone what is counted (立案), or that nothing was done by (实现每村3名)."""
    return frozenset((*words("alone")["own"], *words("alone")["no-act"]))


def with_objects(ctx: Context, chain: list[Observation]) -> list[Observation]:
    """The observations of one sentence, each with counted words that stand alone."""
    done: list[Observation] = []
    for item in chain:
        done.append(_completed(ctx, item, done))
    return done


def _completed(ctx: Context, item: Observation, before: list[Observation]) -> Observation:
    if not item.counted or (item.change is not None and not item.change.level):
        return item
    if _is_joined(item):
        return item
    if kin := _who_did(item, before):
        return _joined(item, kin + item.counted, "who-did-it")
    if _is_before(item) and (named := thing_and_act(ctx, item.counted_span or item.span)):
        told = changed(item, counted_span=named.span)  # 税费争议在办税服务厅就地解决|63起
        return _joined(told, named.words + named.done, named.rule)
    found = table("alone").first(item.counted)
    if found is None:
        noun = _object(item, before) if _needs_object(item) else ""
        return _joined(item, item.counted + noun, "verb-alone") if noun else item
    rule, _ = found
    if rule.action == "rest":  # 其余2件: its wording says already of what
        if len(item.wording) > len(item.counted):
            rest = item.wording.removeprefix(item.counted)  # 剩余|排查出重大隐患
            verb = VERB.match(rest)
            size = act_length(rest) if verb and verb[0] not in NOUNLIKE else 0
            return _joined(item, item.counted + (thing_of(rest) or rest[size:]), rule.id)
        noun = _object(item, before)  # 已回函3件,尚有1件正在研究: never what was said to be done
        return _joined(item, _THERE_IS.get(item.counted, item.counted) + noun, rule.id) if noun else item
    if rule.action == "act-behind":  # 投入45万元建成法治主题广场
        act = _SPENT_ON.match(ctx.view, _behind_sum(ctx, item))
        return _joined(item, item.counted + act[0].strip(), rule.id) if act and VERB.match(act[0]) else item
    if rule.action == "subject-before":  # 调解结案103件,占审结数的51%
        of = next((o.counted for o in reversed(before) if o.change is None or o.change.level), "")
        return _joined(item, of + item.counted, rule.id) if of else item
    if rule.action == "object-behind":
        noun = _object(item, before)
        if noun and noun not in item.counted:
            twice = _SHORTEST if item.counted.endswith(noun[:_SHORTEST]) else 0  # 准予许可, 许可申请
            whole = noun + item.counted if item.counted.endswith("成功") else item.counted + noun[twice:]
            return _joined(item, whole, rule.id)  # 矛盾成功, as 审结行政复议申请
        return item
    noun = _topic(ctx, item, before)
    return _joined(item, noun + item.counted, rule.id) if noun and noun not in item.counted else item


_SUM = re.compile("[^\u4e00-\u9fff]*[余多]?[十百千万亿]*余?[元]?")
_SPENT_ON = re.compile("[^,;。、\\d]{4,24}")


def _behind_sum(ctx: Context, item: Observation) -> int:
    """Where the words behind a number and its unit begin."""
    at = item.number_span.end if item.number_span else item.span.end
    found = _SUM.match(ctx.view, at)
    return found.end() if found else at


def _joined(item: Observation, counted: str, rule: str) -> Observation:
    wording = counted if item.wording in ("", item.counted) else item.wording
    return changed(item, counted=counted, wording=wording, rules=(*item.rules, ("counted-joined", rule)))


def _object(item: Observation, before: list[Observation]) -> str:
    """The object of the nearest act before of the same counter word: 受理|行政复议申请|86件,…审结."""
    whole = next((o for o in before if o.id == item.component_of), None)
    if whole and (noun := thing_of(whole.counted)):
        return noun
    if whole and (size := act_length(whole.counted)) and len(noun := whole.counted[size:]) >= _SHORTEST:
        return noun  # 其中维持24件: of the whole
    for other in reversed(before):
        if (
            not _same_things(other, item)
            or other.unit != item.unit
            or (other.change and not other.change.level)
        ):
            continue
        if noun := thing_of(other.counted):
            return noun  # 矛盾纠纷排查|286起,化解
        if _is_joined(other) or table("alone").first(other.counted):
            continue
        size = act_length(other.counted)
        if size and len(noun := other.counted[size:]) >= _SHORTEST and not _TO_WHOM.search(noun):
            return noun
        if party := _PARTY.match(other.counted):
            return other.counted[party.end() :]  # 县政府作为被告的|一审行政诉讼案件
        if (
            _noun().search(other.counted)
            and not size
            and not VERB.match(other.counted)
            and not other.component_of
        ):
            return other.counted
    return ""


def act_length(said: str) -> int:
    """How many characters at the start are acts with an object behind them: 复查|信访事项, 参与协调|行政争议; 0 where
    none are.
    """
    act = _action().match(said)
    if act is None and ((act := VERB.match(said)) is None or NOUN_AFTER_VERB.match(said[act.end() :])):
        return 0
    while said[act.end() : act.end() + 1] in tuple("、和及与") and (also := VERB.match(said, act.end() + 1)):
        act = also  # 制定、修改|省政府规章
    for verb in VERB.finditer(said, act.end()):
        rest = said[verb.end() :]
        if (
            (verb[0] not in NOUNLIKE or verb.start() == act.end())
            and len(rest) > _SHORTEST
            and not NOUN_AFTER_VERB.match(rest)
            and rest[0] not in "的、和及与"
            and said[verb.start() - 1] not in "、和及与"  # 受理|民办学校设立、变更申请
        ):
            act = verb
    return act.end()


_TO_WHOM = re.compile("(?:机关|部门|法院|检察院|公安|司法|纪委|监委|[局院])$")  # 移送|公安机关: no object
_PARTY = re.compile("(?:[^,;]{0,12}(?:作为|为))(?:共同)?(?:被告|被申请人|第三人|原告)的(?=.{2,}案件$)")
_FIGURE = re.compile(r"\d|率|[大高多]$")  # 覆盖面逐年扩大: how it went
_GRADE = re.compile("(?:合格|优秀|良好|及格)$")


def _is_joined(item: Observation) -> bool:
    """Whether its words were taken from a number before: they are no words to take again."""
    return "counted-joined" in [field for field, _ in item.rules]


def _same_things(one: Observation, other: Observation) -> bool:
    one_word, other_word = (o.classifier.removesuffix("次") or o.classifier for o in (one, other))
    return one_word == other_word or {one.classifier, other.classifier} <= _MATTERS


def _topic(ctx: Context, item: Observation, before: list[Observation]) -> str:
    """What the nearest act before is: 开展|法治专题课|12场,覆盖; else what the clauses before name."""
    for other in reversed(before):
        if other.counted_span is None or other.change is not None or item.number_span == other.number_span:
            continue
        if table("alone").first(other.counted) or _is_joined(other):
            continue
        graded = _GRADE.search(item.counted) and item.unit != "percent"
        if graded and (other.unit == "percent" or not _same_things(other, item)):
            continue  # 抽检食品1560批次,移送公安4件,不合格|38批次: a grade is of what was counted alike
        noun = _bare(other.counted)
        if len(noun) > _SHORTEST:
            return noun
        if len(other.counted) > _SHORTEST and VERB.match(other.counted):
            return other.counted  # 调处矛盾3,415件,涉及|8,200余人
    if item.counted_span is None:
        return ""
    at = item.counted_span.start
    begin = max(ctx.view.rfind(mark, 0, at) for mark in "。;\n") + 1
    for clause in reversed(clauses(ctx.view, Span(begin, at))):
        named = words_before(ctx, clause, percent=False)
        noun = _bare(ctx.words(named)) if named and named.end <= at else ""
        if len(noun) > _SHORTEST and VERB.match(ctx.words(named or clause)) and not _FIGURE.search(noun):
            return noun
    return ""


def _bare(said: str) -> str:
    """Without the verb that says only that it took place: 开展|法治专题课."""
    while (verb := _action().match(said)) and len(said) - verb.end() > 1:
        said = said[verb.end() :]
    return _SAID_OF.sub("", said)


def is_bare(said: str) -> bool:
    """Whether words are a verb alone.

    >>> is_bare("覆盖"), is_bare("覆盖群众"), is_bare("培训")
    (True, False, False)
    """
    verb = VERB.fullmatch(said)
    return verb is not None and said not in NOUNLIKE
