"""Counted words that say alone what a number is: 审结|77件 → 审结行政复议申请, 覆盖|384人次 → 法治专题课覆盖.

The main stretch stays where it is (``counted_span``); what it needs was named earlier in the sentence and is joined to it.
"""

from __future__ import annotations

import re

from dashi_kg.model import Observation, Span
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import NOUNLIKE, VERB
from dashi_kg.reader.counted.words_before import words_before
from dashi_kg.reader.rules.table import table
from dashi_kg.text.segments import clauses

# what is counted as a matter: the object of an act may have another counter word of the same kind
_MATTERS = frozenset("件 起 宗 例 案 件次 宗次".split())
_ACTION = re.compile(
    r"^(?:立案查处|承办|查处|新收|接收|调处|承接|审议|接待|排查化解|排查|摸排|受理|收到|接到|办理|审查|审核|调解|化解|处理|开展|组织|举办|召开|发放|印发|制定出台|制定|修订|清理|检查|出动|梳理|评查|抽查|抽检|完成|制发|发现|发出|下达|新增|建成|打造|聘请|培养|培育|全年|共有|现有)(?:了|出)?"
)
_NOUN_ALONE = re.compile(
    r"(?:案件|案|纠纷|事项|投诉|举报|申请|诉求|问题|隐患|线索|信访件|工单|文件|合同|条例|建议|提案|意见|争议)$"
)
_SAID_OF = re.compile(r"^(?:成功|依法|及时|按期|共|已|其中|全部|均)+")
_SHORTEST = 2


def with_objects(ctx: Context, chain: list[Observation]) -> list[Observation]:
    """The observations of one sentence, each with counted words that stand alone."""
    done: list[Observation] = []
    for item in chain:
        done.append(_completed(ctx, item, done))
    return done


def _completed(ctx: Context, item: Observation, before: list[Observation]) -> Observation:
    if not item.counted or (item.change is not None and not item.change.level):
        return item
    found = table("alone").first(item.counted)
    if found is None:
        return item
    rule, _ = found
    if rule.action == "rest":  # 其余2件: its wording says already of what
        return _joined(item, item.wording, rule.id) if len(item.wording) > len(item.counted) else item
    if rule.action == "object-behind":
        noun = _object(item, before)
        if noun and noun not in item.counted:
            words = noun + item.counted if item.counted.endswith("成功") else item.counted + noun
            return _joined(item, words, rule.id)  # 矛盾成功, as 审结行政复议申请
        return item
    noun = _topic(ctx, item, before)
    return _joined(item, noun + item.counted, rule.id) if noun and noun not in item.counted else item


def _joined(item: Observation, words: str, rule: str) -> Observation:
    wording = words if item.wording in ("", item.counted) else item.wording
    return changed(item, counted=words, wording=wording, rules=(*item.rules, ("counted-joined", rule)))


def _object(item: Observation, before: list[Observation]) -> str:
    """The object of the nearest act before of the same counter word: 受理|行政复议申请|86件,…审结."""
    whole = next((o for o in before if o.id == item.component_of), None)
    if (
        whole
        and (verb := _ACTION.match(whole.counted))
        and len(noun := whole.counted[verb.end() :]) >= _SHORTEST
    ):
        return noun  # 其中维持24件: of the whole
    for other in reversed(before):
        if not _same_things(other, item) or other.unit != item.unit or other.change is not None:
            continue
        verb = _ACTION.match(other.counted)
        if verb and len(noun := other.counted[verb.end() :]) >= _SHORTEST:
            return noun
        if (
            _NOUN_ALONE.search(other.counted)
            and not verb
            and not VERB.match(other.counted)
            and not other.component_of
        ):
            return other.counted
    return ""


_FIGURE = re.compile(r"\d|率|[大高多]$")  # 覆盖面逐年扩大: how it went
_GRADE = re.compile("(?:合格|优秀|良好|及格)$")


def _is_joined(item: Observation) -> bool:
    """Whether its words were taken from a number before: they are no words to take again."""
    return any(field == "counted-joined" for field, _ in item.rules)


def _same_things(one: Observation, other: Observation) -> bool:
    return one.classifier == other.classifier or {one.classifier, other.classifier} <= _MATTERS


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


def _bare(words: str) -> str:
    """Without the verb that says only that it took place: 开展|法治专题课."""
    while (verb := _ACTION.match(words)) and len(words) - verb.end() > 1:
        words = words[verb.end() :]
    return _SAID_OF.sub("", words)


def is_bare(words: str) -> bool:
    """Whether words are a verb alone.

    >>> is_bare("覆盖"), is_bare("覆盖群众"), is_bare("培训")
    (True, False, False)
    """
    verb = VERB.fullmatch(words)
    return verb is not None and words not in NOUNLIKE
