"""Plan items: what the report announces, in the part on next year, behind 下一步 in a part on shortcomings, or in a sentence on the
work that names a year to come.

Read by the part they stand in, then by words: 将, 进一步 and 持续 stand in every measure and say nothing about the
future by themselves. A sentence (up to 。 or ;) is one item, with the targets that belong to it; a sentence without a
number of its own (一是) that only lists three actions and more under a heading, without a figure, is as many. What only announces the list is none.
"""

from __future__ import annotations

from dashi_kg.model import PlanItem, Section, Span
from dashi_kg.reader.context.context import REPORTED, Context
from dashi_kg.reader.context.statements import (
    FAREWELL,
    MARK,
    announced,
    in_tree,
    leaves,
    only_lists,
    own_title,
    statements,
    unmarked,
    until_farewell,
)
from dashi_kg.reader.items.measures import letters
from dashi_kg.reader.numbers.periods import plan_year
from dashi_kg.reader.rules.table import the_word, word_class, wordings
from dashi_kg.text.segments import sentences

_SAID = wordings("plans")
_BY_MEANS = "".join(word_class("plans", "by-means"))
_MAINLY = the_word("plans", "mainly")
_KEEPS_TO = _SAID["keeps-to"]

_LEAST_LISTED_PLANS = 3
_GOAL = _SAID["goal"]
_MEANS = _SAID["means"]
_DUTY = _SAID["duty"]
_HOLDER = _SAID["holder"]
_ANNOUNCES = _SAID["announces"]
_LEAST_PARALLEL = 2
_LOOKED_AT = 200  # characters of the item before a clause
_WE_SHALL = _SAID["we-shall"]
_SHALL = _SAID["shall"]
_CIRCUMSTANCE = _SAID["circumstance"]
_TARGET = _SAID["target"]


def read_plan_items(ctx: Context) -> list[PlanItem]:
    """Plan items of the part on the next year: heads, actions and goals."""
    year = plan_year(ctx)
    found: list[PlanItem] = []
    for section in leaves(ctx, "next-year"):
        identity = f"a{section.number}"
        head = own_title(ctx, section)
        spans = [s for sentence in statements(ctx, section) for s in _joined_plans(ctx, sentence, bool(head))]
        if head:
            found.append(PlanItem(identity, head, section.number, "plan-heading", "head", year))
        found += _plan_clauses(ctx, section, spans, year, identity if head else None)
    for section in leaves(ctx, "shortcomings-causes"):
        turn = ctx.plans_from(section)
        later = [*announced(ctx, section)]
        later += [s for s in until_farewell(ctx, sentences(ctx.view, section.body)) if s.start >= turn]
        spans = [s for sentence in later for s in _joined_plans(ctx, sentence, False)]
        found += _plan_clauses(ctx, section, spans, year, None)
    for section in ctx.sections(*REPORTED):
        spans = [s for sentence in ctx.announced(section) for s in _joined_plans(ctx, sentence, False)]
        found += _plan_clauses(ctx, section, spans, year, None)
    return in_tree(found)


def _plan_clauses(
    ctx: Context, section: Section, spans: list[Span], year: int | None, parent: str | None
) -> list[PlanItem]:
    return [
        PlanItem(
            f"a{section.number}{letters(i)}", span, section.number, "plan-clause",
            "goal" if _is_goal(ctx.words(span)) else "action", year, parent,
        )
        for i, span in enumerate(spans)
    ]  # fmt: skip


def _joined_plans(ctx: Context, sentence: Span, headed: bool) -> list[Span]:
    """What each sentence announces: one item with its targets, or as many as a mere list under a heading has."""
    if FAREWELL.search(ctx.words(sentence)):
        return []
    parts = unmarked(ctx, sentence)
    if parts and _ANNOUNCES.match(ctx.words(parts[-1])):
        return []
    for at in range(len(parts) - 2, -1, -1):  # 我镇将…,抓好以下工作:(一)加强… / 推进…再上新台阶:加快…
        colon = ctx.view[parts[at].end : parts[at].end + 1] == ":"
        words = ctx.words(parts[at])
        if colon and (
            at == 0 or _ANNOUNCES.match(words) or _WE_SHALL.match(words) or words.endswith(("将", _MAINLY))
        ):
            parts = unmarked(ctx, Span(parts[at + 1].start, parts[-1].end))
            break
    ours = False
    while parts and _ANNOUNCES.match(ctx.words(parts[0])):
        ours = ours or bool(_SHALL.match(ctx.words(parts[0])))
        parts = parts[1:]
    if not parts:
        return []
    whole = Span(parts[0].start, parts[-1].end)
    listed = (
        headed and not MARK.match(ctx.words(sentence)) and only_lists(ctx, whole, parts, _LEAST_LISTED_PLANS)
    )
    if ours or not listed or _WE_SHALL.match(ctx.words(whole)):
        return [whole]
    found: list[Span] = []
    pending: Span | None = None
    for clause in parts:
        words = ctx.words(clause)
        last = found[-1] if found else None
        before = ctx.words(Span(max(last.start, last.end - _LOOKED_AT), last.end)) if last else ""
        if found and pending is None and (
            _parallel(before.split(",")[-1], words)
            or (_DUTY.match(words) and _HOLDER.search(before))
            or _TARGET.match(words)
        ):  # fmt: skip
            found[-1] = Span(found[-1].start, clause.end)
        elif _CIRCUMSTANCE.match(words) and clause is not parts[-1]:
            pending = pending or clause
        else:
            found.append(Span(pending.start if pending else clause.start, clause.end))
            pending = None
    return found


def _parallel(one: str, other: str) -> bool:
    """坚持按法律办事,按制度办事 / 用制度管权…,用制度规范…: the same word opens both, or opens and closes."""
    one = _KEEPS_TO.sub("", one)
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    closes = one[-_LEAST_PARALLEL:] == other[-_LEAST_PARALLEL:]
    return (same >= 3) or (same >= 1 and closes and len(one) <= 10 and one[0] in _BY_MEANS)


def _is_goal(words: str) -> bool:
    return bool(_GOAL.match(words)) and not _MEANS.search(words)
