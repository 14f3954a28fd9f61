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
from dashi_kg.reader.rules.table import table, wordings, words
from dashi_kg.text.alternatives import one_of
from dashi_kg.text.segments import sentences

_SAID = wordings("stated")

_NOT_UNDER = _SAID["not-under"]
_OPENS_FINDINGS = _SAID["opens-findings"]
_UNSOLVED = _SAID["unsolved"]
_SO_FEW = _SAID["so-few"]
_STAFF = _SAID["staff"]
_OF_STAFF = _SAID["of-staff"]
_FIGURE_OF_IT = _SAID["figure-of-it"]
_TOWARDS = _SAID["towards"]
_REMEDIED = _SAID["remedied"]


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
