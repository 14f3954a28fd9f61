"""Shortcomings that a part on the year's work states outright, without a heading or a turn: 局法治审核力量薄弱。

A predicate of shortcoming ends the sentence, or one of its clauses and only what is wanting follows. Where the sentence, the
one that opens it or the one behind it speaks of a remedy, of a finding about others or of times past, it states none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from dashi_kg.model import Section, Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.statements import unmarked
from dashi_kg.reader.rules.table import table, words
from dashi_kg.text.alternatives import one_of
from dashi_kg.text.han import compiled
from dashi_kg.text.segments import sentences

# 整改情况, 案例: what stands under it tells of what was found, and done
_NOT_UNDER = re.compile("整改|问题|反馈|督察|巡[视察]|案例|考核|评查|测评")
# 检查发现以下问题 / 反馈的问题如下: the sentence before opens what was found
_OPENS_FINDINGS = re.compile(
    "(?:发现|反馈|指出|通报|查出|查摆|反映|存在)[^。]{0,24}(?:问题|情况|不足|隐患)[^,。]{0,6}$|(?:如下|以下[^,]{0,8}|:)$"
)
# 的问题没有根本解决, 把关仍需加强, 败诉率上升: no remedy, and no finding about others
_UNSOLVED = compiled(
    "(?:没有|未能?|尚未)[^,]{0,6}(?:解决|破题|扭转|缓解)|(?:很难|难以)组织|(?:[仍还尚亟]需要?|[仍还尚亟有]待)(?:进一步|不断|持续|继续)?[\u4e00-\u9fff]{2}|败诉率[^,]{0,6}(?:上升|偏高|\\d)|败诉\\d"
)
# 县级专员平均不到2人, behind a shortcoming
_SO_FEW = re.compile("不到\\d|仅")
# 核定编制186名,实有人员151名: how few there are, in the sentence behind a shortcoming of staff
_STAFF = compiled("^(?:全[\u4e00-\u9fff]|现有|目前)?(?:核定|定编|实有|现有|在编|在岗|持证|编制)[^,]{0,8}\\d")
_OF_STAFF = re.compile("编|人手|力量|队伍|人员|专业")
# 50岁以上的占四成, 年内调离8人, 逾期报备6件: how much is wanting, behind the clause that says so
_FIGURE_OF_IT = compiled(
    "(?:占|人均|平均|每[个名人]|年内|全年|逾期|缺口|超过|离[职岗]|调离|流失|引发|被|上升|高出|[率度])[^,]{0,20}(?:\\d|[一二三四五六七八九]成)"
)
# 对责任落实不到位…: what somebody does to it comes behind
_TOWARDS = re.compile("(?:^|,)对(?![照接])")
# 为此,我局… / 针对这一情况
_REMEDIED = re.compile("为此|对此|针对|围绕|鉴于|通过|为(?:解决|破解|补齐|缓解)|(?:已|均|正)")


def stated_outright(ctx: Context, section: Section, wanting: Callable[[str], bool]) -> list[Span]:
    """The sentences of a section of the year's work that state a shortcoming of the present outright.

    Args:
        wanting: whether words say that something is wanting; asked of the clauses behind the one that states it.
    """
    if section.heading and _NOT_UNDER.search(ctx.words(section.heading)):
        return []
    found: list[Span] = []
    told = sentences(ctx.view, section.body)
    findings = False  # of what is joined by ; all speaks of others where one does
    for at, sentence in enumerate(told):
        before = told[at - 1] if at else None
        behind = ctx.words(told[at + 1]) if at + 1 < len(told) else ""
        said = ctx.words(sentence)
        joined = before is not None and ctx.view[before.end : before.end + 1] == ";"
        remedied = bool(_remedy().search(_UNSOLVED.sub("", said)) or _TOWARDS.search(said))
        findings = (joined and findings) or bool(before and _OPENS_FINDINGS.search(ctx.words(before)))
        goes_on = joined and bool(found) and before == found[-1]
        findings, refused = findings or remedied, findings or remedied or bool(_REMEDIED.match(behind))
        if refused:
            continue
        if goes_on and wanting(said) and (_present().search(said) or _SO_FEW.search(said)):
            found.append(sentence)
            continue
        behind_staff = bool(found) and before == found[-1] and _OF_STAFF.search(ctx.words(before))
        if _states(ctx, sentence, wanting) or (behind_staff and _STAFF.match(said)):
            found.append(sentence)
    return found


def _states(ctx: Context, sentence: Span, wanting: Callable[[str], bool]) -> bool:
    """Whether a clause ends with a predicate of shortcoming, and nothing but what is wanting stands behind it."""
    parts = unmarked(ctx, sentence)
    present = bool(_present().search(ctx.words(sentence)))
    for clause in parts:  # 人手紧张:… explains itself
        if ctx.view[clause.end : clause.end + 1] == ":" and _fires(ctx.words(clause), present):
            return _others().search(ctx.view, sentence.start, clause.end) is None
    for clause in reversed(parts):
        if _fires(ctx.words(clause), present):
            return _others().search(ctx.view, sentence.start, clause.end) is None
        if not (wanting(ctx.words(clause)) or _FIGURE_OF_IT.search(ctx.words(clause))):
            return False
    return False


def _fires(clause: str, present: bool) -> bool:
    return any(present or rule.action == "whole" for rule, _ in table("stated-shortcoming").all(clause))


@cache
def _present() -> re.Pattern[str]:
    return re.compile(one_of(words("shortcoming")["present"]))


@cache
def _others() -> re.Pattern[str]:
    """Whose shortcoming it is, or when, up to the clause that states it: 企业安全制度不健全 is none of the office."""
    lists = words("shortcoming")
    return re.compile(one_of((*lists["others"], *lists["before"])))


@cache
def _remedy() -> re.Pattern[str]:
    return re.compile(one_of(words("shortcoming")["remedy"]))
