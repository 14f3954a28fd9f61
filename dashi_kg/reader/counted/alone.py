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
from dashi_kg.reader.counted.done_to import done_to, may_be_done_to, said_with
from dashi_kg.reader.counted.objects import (
    MATTERS,
    SHORTEST,
    act_length,
    action,
    is_joined,
    object_of,
    same_things,
)
from dashi_kg.reader.counted.thing import thing_and_act, thing_length, thing_of
from dashi_kg.reader.counted.words_before import skip, words_before
from dashi_kg.reader.rules.table import table, word_class, wordings, words
from dashi_kg.text.segments import begin_after, clauses

_SAID = wordings("alone")

_SAID_OF = _SAID["said-of"]
_THERE_IS = {there[0]: there for there in word_class("alone", "there-is")}


_WHO = frozenset(word_class("alone", "who"))


def _who_did(item: Observation, before: list[Observation]) -> str:
    """7名村党支部书记作了述法,9名|提交书面报告: who they are, as counted before by the same counter word; else ``""``."""
    if item.rules_of("counted") != ("act-behind",) or item.classifier not in _WHO:
        return ""
    kin = next(
        (
            o
            for o in reversed(before)
            if o.classifier == item.classifier and o.rules_of("counted") != ("act-behind",)
        ),
        None,
    )
    noun = _bare(kin.counted) if kin and not is_joined(kin) else ""
    return noun if len(noun) > 1 and not VERB.match(noun) and noun not in item.counted else ""


def _is_before(item: Observation) -> bool:
    """Counted words before their number, which is no share."""
    there = item.counted_span and item.number_span
    return bool(there) and item.unit != "percent" and item.counted_span.end <= item.number_span.start  # type: ignore[union-attr]


def _needsobject_of(item: Observation) -> bool:
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


def with_objects(
    ctx: Context, chain: list[Observation], earlier: list[Observation] | tuple[()] = ()
) -> list[Observation]:
    """The observations of one sentence, each with counted words that stand alone.

    Args:
        earlier: those of the sentence before it in the paragraph.
    """
    done: list[Observation] = []
    for at, item in enumerate(chain):
        kin = _carried_from(item, chain[:at])
        done.append(
            _completed(ctx, item, done, list(earlier)) if kin is None else _as_completed(item, done[kin])
        )
    return done


def _carried_from(item: Observation, before: list[Observation]) -> int | None:
    """政策文件57件,修改6件,占|10.5%; 举报奖励兑现9人、|2.35万元: the place of the number whose act alone another was given."""
    if item.rules_of("counted") != ("carried",) or item.counted_span is not None:
        return None
    return next((n for n in range(len(before) - 1, -1, -1) if before[n].counted == item.counted), None)


def _as_completed(item: Observation, kin: Observation) -> Observation:
    rule = next((rule for field, rule in kin.rules if field == "counted-joined"), None)
    return item if rule is None or kin.counted == item.counted else _joined(item, kin.counted, rule)


def _completed(
    ctx: Context, item: Observation, before: list[Observation], earlier: list[Observation]
) -> Observation:
    if not item.counted or (item.change is not None and not item.change.level):
        return item
    if is_joined(item):
        return item
    if kin := _who_did(item, before):
        return _joined(item, kin + item.counted, "who-did-it")
    if _is_before(item) and (named := thing_and_act(ctx, item.counted_span or item.span)):
        told = changed(item, counted_span=named.span)  # 税费争议在办税服务厅就地解决|63起
        return _joined(told, named.words + named.done, named.rule)
    if item.rules_of("counted") in (("words-as-they-stand",), ("act-alone",)) and (
        size := thing_length(item.counted)
    ):
        assert item.counted_span is not None
        start = item.counted_span.start  # 双语折页发出|4800份
        return _joined(changed(item, counted_span=Span(start, start + size)), item.counted, "thing-then-act")
    found = table("alone").first(item.counted)
    if found is None and item.counted in _PUNISHED and item.classifier in _PUNISHED_COUNTED:
        noun = object_of(item, before)  # 飞行检查定点医药机构64家,行政处罚|11家
        return _joined(item, item.counted + noun, "verb-alone") if noun else item
    if found is None:
        noun = done_to(ctx, item, before) if _needsobject_of(item) else ""
        return _joined(item, said_with(item, noun), "verb-alone") if noun else item
    rule, _ = found
    if rule.action == "rest":  # 其余2件: its wording says already of what
        noun = ""
        if len(item.wording) > len(item.counted):
            said = item.wording.removeprefix(item.counted)  # 剩余|排查出重大隐患
            verb = VERB.match(said)
            size = act_length(said) if verb and (verb[0] not in NOUNLIKE or action().match(said)) else 0
            noun = thing_of(said) or said[size:]
        if len(noun) < SHORTEST or is_bare(noun):
            noun = object_of(item, before)  # 已回函3件,尚有1件正在研究: never what was said to be done
        if (
            (at := item.counted_span)
            and ctx.view.startswith("有", at.end)
            and not item.counted.endswith("有")
        ):
            item = changed(item, counted_span=Span(at.start, at.end + 1))
        said = item.counted[:-1] + _THERE_IS.get(item.counted[-1:], item.counted[-1:])  # 复查时尚|有
        return _joined(item, said + noun, rule.id) if noun else item
    if rule.action == "act-behind":  # 投入45万元建成法治主题广场
        act = _SPENT_ON.match(ctx.view, _behind_sum(ctx, item))
        return _joined(item, item.counted + act[0].strip(), rule.id) if act and VERB.match(act[0]) else item
    if rule.action == "subject-before":  # 调解结案103件,占审结数的51%
        of = next((o.counted for o in reversed(before) if o.change is None or o.change.level), "")
        return _joined(item, of + item.counted, rule.id) if of else item
    if rule.action == "persons-before":
        if item.classifier in _PERSONS and (who := _learners(ctx, item)):
            return _joined(item, who + item.counted, rule.id)
        if item.classifier not in _PERSONS or (item.counted.endswith("训") and "参" not in item.counted):
            return item  # 举办讲座3场,培训5天
    if rule.action == "object-behind":
        if thing := _dealt_with_by(ctx, item):
            return _joined(item, item.counted + thing, "thing-of-the-body")
        if _is_before(item) and (stands := _thing_before(ctx, item)):
            told = changed(item, counted_span=stands)  # 审计查出问题|整改完成|52个
            return _joined(told, ctx.words(stands) + item.counted, "thing-then-act")
        noun = done_to(ctx, item, before)
        if not noun and item.classifier in MATTERS and all(is_joined(o) for o in before):
            noun = object_of(item, earlier)  # 收到申请241件。已审结205件
            noun = noun if may_be_done_to(item, noun) else ""
        if noun and noun not in item.counted:
            twice = SHORTEST if item.counted.endswith(noun[:SHORTEST]) else 0  # 准予许可, 许可申请
            if twice and item.counted_span and len(item.counted_span) > twice:
                done = item.counted_span  # the thing is 许可申请, what was done with it 准予
                item = changed(item, counted_span=Span(done.start, done.end - twice))
            return _joined(item, said_with(item, noun, twice), rule.id)
        return item
    noun = _topic(ctx, item, before)
    return _joined(item, noun + item.counted, rule.id) if noun and noun not in item.counted else item


# punishments that are counted by who was punished, which else say alone what they are
_PUNISHED = frozenset(word_class("alone", "punished"))
_PUNISHED_COUNTED = frozenset(word_class("alone", "punished-counted"))
_BODY = _SAID["body"]
_LONGEST_BODY = 24


def _dealt_with_by(ctx: Context, item: Observation) -> str:
    """劳动人事争议|仲裁机构|立案: what the body in front of the act is there for; else ``""``."""
    if item.counted_span is None:
        return ""
    at = item.counted_span.start
    found = _BODY.search(ctx.view, max(0, at - _LONGEST_BODY), at)
    return found["thing"] if found else ""


def _thing_before(ctx: Context, item: Observation) -> Span | None:
    """辅助人员|核减|4名, 审计查出问题|整改完成|52个: the thing that stands right before what was done with it, by its counter word."""
    assert item.counted_span is not None
    at = item.counted_span.start
    begin = begin_after(ctx.view, at, ",;:。(\n")
    begin = skip(ctx, begin, at) if begin < at else at
    noun = (
        "person" if item.classifier in _WHO_COUNTED else "thing" if item.classifier in _THINGS_COUNTED else ""
    )
    found = table("thing-before").first(f"{noun}◇{ctx.view[begin:at]}") if noun else None
    return Span(at - len(found[1]["thing"]), at) if found else None


_WHO_COUNTED = frozenset(word_class("counters", "persons"))
_THINGS_COUNTED = frozenset(word_class("alone", "things-counted"))
_PERSONS = frozenset(
    (
        *word_class("counters", "persons"),
        *word_class("counters", "attendances"),
        *word_class("alone", "more-persons"),
    )
)


def _learners(ctx: Context, item: Observation) -> str:
    """组织执法人员轮训26期,培训|5180人次: whom the clauses before name last as those who are taught; else ``""``."""
    if item.counted_span is None:
        return ""
    at = item.counted_span.start
    begin = begin_after(ctx.view, at, "。;\n")
    found = list(table("persons").rules[0].every(ctx.view, begin, at))
    if not found:
        return ""
    words = found[-1]["who"]
    for verb in VERB.finditer(words):
        if verb.end() < len(words) - 1 and verb[0] not in NOUNLIKE:
            words = words[verb.end() :]
            break
    return words


_SUM = _SAID["sum"]
_SPENT_ON = re.compile("[^,;。、\\d]{4,24}")


def _behind_sum(ctx: Context, item: Observation) -> int:
    """Where the words behind a number and its unit begin."""
    at = item.number_span.end if item.number_span else item.span.end
    found = _SUM.match(ctx.view, at)
    return found.end() if found else at


def _joined(item: Observation, counted: str, rule: str) -> Observation:
    wording = counted if item.wording in ("", item.counted) else item.wording
    return changed(item, counted=counted, wording=wording, rules=(*item.rules, ("counted-joined", rule)))


_FIGURE = _SAID["figure"]
_SIZE = _SAID["size"]
_GRADE = _SAID["grade"]


def _topic(ctx: Context, item: Observation, before: list[Observation]) -> str:
    """What the nearest act before is: 开展|法治专题课|12场,覆盖; else what the clauses before name."""
    for other in reversed(before):
        if other.counted_span is None or other.change is not None or item.number_span == other.number_span:
            continue
        if table("alone").first(other.counted) or is_joined(other):
            continue
        graded = _GRADE.search(item.counted) and item.unit != "percent"
        if graded and (other.unit == "percent" or not same_things(other, item)):
            continue  # 抽检食品1560批次,移送公安4件,不合格|38批次: a grade is of what was counted alike
        if _SIZE.search(other.counted):
            continue  # 点赞量3.6万次,线上答题|2.1万人
        noun = _bare(other.counted)
        behind = other.number_span is not None and other.counted_span.start >= other.number_span.end
        taken = behind or len(noun) < len(other.counted)
        if len(noun) > SHORTEST or (graded and taken and len(noun) == SHORTEST):
            return noun  # 抽查120宗|卷宗,优秀36宗; 抽检|食品3820批次,不合格71批次
        if len(other.counted) > SHORTEST and VERB.match(other.counted):
            return other.counted  # 调处矛盾3,415件,涉及|8,200余人
    if item.counted_span is None:
        return ""
    at = item.counted_span.start
    begin = begin_after(ctx.view, at, "。;\n")
    for clause in reversed(clauses(ctx.view, Span(begin, at))):
        named = words_before(ctx, clause, percent=False)
        noun = _bare(ctx.words(named)) if named and named.end <= at else ""
        if len(noun) > SHORTEST and VERB.match(ctx.words(named or clause)) and not _FIGURE.search(noun):
            return noun
    return ""


def _bare(said: str) -> str:
    """Without the verb that says only that it took place: 开展|法治专题课."""
    while (verb := action().match(said) or _strong(said)) and len(said) - verb.end() > 1:
        said = said[verb.end() :]
    return _SAID_OF.sub("", said)


def _strong(said: str) -> re.Match[str] | None:
    """抽取|卷宗, 参考|执法人员: a verb at the start that is hardly a noun."""
    verb = VERB.match(said)
    return (
        verb if verb and verb[0] not in NOUNLIKE and not NOUN_AFTER_VERB.match(said[verb.end() :]) else None
    )


def is_bare(said: str) -> bool:
    """Whether words are a verb alone.

    >>> is_bare("覆盖"), is_bare("覆盖群众"), is_bare("培训")
    (True, False, False)
    """
    verb = VERB.fullmatch(said)
    return verb is not None and said not in NOUNLIKE
