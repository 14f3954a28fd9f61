"""Statements without a digit that still state a quantity: full coverage, and nothing at all."""

from __future__ import annotations

import re
from decimal import Decimal

from dashi_kg.model import Observation, Section, Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.numbers.periods import period_of
from dashi_kg.reader.rules.table import the_word, wordings
from dashi_kg.text import patterns
from dashi_kg.text.segments import clauses

_SAID = wordings("coverage")
_REACHED = the_word("coverage", "reached")

_HEAD_NOUN = _SAID["head-noun"]
_AND = _SAID["and"]
_LEAD = _SAID["lead"]
_WHEN = _SAID["when"]
TARGET = _SAID["target"]


def full_coverage(
    ctx: Context,
    section: Section,
    clause: Span,
    span: Span,
    cover: re.Match[str],
    scope: Span,
    about: str,
    earlier: Span | None = None,
) -> Observation:
    """实现…全覆盖, 应审尽审: a statement of completeness without a number.

    Args:
        earlier: the clause before, which says what is covered where this one says only when.
        span: the clause without words of circumstance: the anchor.
        about: the id of the body or place that it is about.
    """
    left = ctx.view[span.start : cover.start()]
    lead = _LEAD.match(left)
    begin = span.start + (lead.end() if lead else 0)
    planned = ctx.is_planned(section, clause.start)
    period, basis = period_of(ctx, scope, clause, cover.start(), repeated=False, stock=False, planned=planned)
    # 镇街“一支队伍管执法”|实现全覆盖
    end = cover.start() - (2 if ctx.view.startswith(_REACHED, cover.start() - 2, cover.start()) else 0)
    end = max(begin, end)
    if earlier and (
        begin == end or _WHEN.fullmatch(ctx.view, begin, end)
    ):  # …“三项制度”落实,2020年6月底前|实现全覆盖
        lead = _LEAD.match(ctx.words(earlier))
        begin, end = earlier.start + (lead.end() if lead else 0), earlier.end
    counted = ctx.view[begin:end]
    return Observation(
        id="", span=span, rule="full-coverage", counted=counted or ctx.words(span),
        counted_span=Span(begin, end) if counted else None, value=None, number_span=None, unit="",
        classifier="", qualifier="full-coverage", period=period, period_basis=basis,
        kind="target" if planned or TARGET.search(ctx.words(clause)) else "actual", about=about,
        section=section.number,
    )  # fmt: skip


def none_occurred(
    ctx: Context, section: Section, clause: Span, things: Span, sentence: Span
) -> list[Observation]:
    """未发生因…而产生的行政复议和行政诉讼案件: one zero for each thing that is named."""
    start = clause.start
    for earlier in clauses(ctx.view, Span(sentence.start, clause.start)):
        if patterns.SINCE.fullmatch(ctx.words(earlier)) or patterns.YEAR_WORD.fullmatch(ctx.words(earlier)):
            start = earlier.start  # the time belongs to what a zero says
    span = Span(start, clause.end)
    planned = ctx.is_planned(section, clause.start)
    period, basis = period_of(
        ctx, sentence, clause, things.start, repeated=False, stock=False, planned=planned
    )
    found = []
    for counted in filter(None, _coordinated(ctx.words(things))):
        found.append(
            Observation(
                id="",
                span=span,
                rule="none-occurred",
                counted=counted,
                counted_span=None,
                value=Decimal(0),
                number_span=None,
                unit="percent" if counted.endswith("率") else "number",
                classifier="",
                qualifier="none-occurred",
                period=period,
                period_basis=basis,
                kind="target" if planned else "actual",
                about="",
                section=section.number,
            )
        )
    return found


def _coordinated(words: str) -> list[str]:
    """因执法问题而产生的行政复议和行政诉讼案件 → …行政复议案件, …行政诉讼案件."""
    cut = words.rfind("的") + 1
    shared, rest = words[:cut], words[cut:]
    head = _HEAD_NOUN.search(rest)
    parts = [part for part in _AND.split(rest) if part]
    if len(parts) < 2 or not head:
        return [words]
    return [shared + (part if part.endswith(head["head"]) else part + head["head"]) for part in parts]
