"""What part a number plays: a value, a part, the size of a change, what was before it and after it, a scope, a target.

The steps stand in ``reader/steps/role.yaml`` in the order in which they are tried; the first that holds gives the role.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from dashi_kg.model import Observation, Span
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.links.changes import base_before, dealt_out_over
from dashi_kg.reader.rules.steps import Said, Steps
from dashi_kg.reader.rules.table import table, the_word, word_class
from dashi_kg.text.segments import CLAUSE_ENDS, SENTENCE_ENDS

_EACH = the_word("roles", "each")

# A sentence of thousands of numbers costs no more for each of them: how many numbers on each side, and how many
# characters of its clause, a rule looks at.
_NEAR = 40
_REACH = 80


def with_roles(ctx: Context, chain: list[Observation]) -> list[Observation]:
    """The observations of a sentence with their roles, and what changed, what was before, what a scope is of."""
    done = []
    for i, item in enumerate(chain):
        near = chain[max(i - _NEAR, 0) : i + _NEAR + 1]
        found = ROLES.first(ctx, item, near)
        assert found is not None  # the last step always holds
        step, holds = found
        done.append(
            changed(
                item,
                role=step.key,
                rules=(*item.rules, ("role", holds if isinstance(holds, str) else step.rule)),
            )
        )
    done = [_linked(ctx, i, done) for i in range(len(done))]
    return [_narrowed(item) for item in done]


def _narrowed(item: Observation) -> Observation:
    """A yardstick (低于5%的要求) asks nothing of the reporting body."""
    threshold = item.role == "scope" and ("role", "yardstick") in item.rules
    return changed(item, kind="actual") if threshold and item.kind == "target" else item


def _linked(ctx: Context, at: int, chain: list[Observation]) -> Observation:
    item = chain[at]
    if item.role == "change" or (item.change is not None and not item.change.level):
        of = _changed(ctx, item, chain, at)
        return changed(item, change_of=of.id if of else None)
    if item.change is not None and item.change.previous_span is not None:
        base = next(
            (
                o
                for o in reversed(chain)
                if o.number_span == item.change.previous_span and o.counted == item.counted
            ),
            None,
        )
        base = base or next((o for o in chain if o.number_span == item.change.previous_span), None)
        return changed(item, changed_from=base.id if base else None)
    if item.role == "scope" and item.number_span:
        clause = _clause(ctx, item.number_span)
        over = next(
            (
                o for o in chain[at + 1 :]
                if o.role not in ("scope", "change") and o.number_span and clause.contains(o.number_span)
            ),
            None,
        )  # fmt: skip
        return changed(item, scope_of=over.id if over else None)
    return item


def _changed(ctx: Context, item: Observation, chain: list[Observation], at: int) -> Observation | None:
    """The value whose change this is the size of.

    Of several dealt out (同比分别下降11%和16.2%) the one in the same place of the list before; else the nearest of the same
    words, and of the same counter word where one is; else the first that it names by half and more (案件数 of 查处违法案件, with which the
    sentence begins, and not of what was done with some of these); else what is reached behind it.
    """
    values = [
        o for o in chain[:at]
        if (o.change is None or o.change.level) and o.role not in ("before", "scope", "change") and o.number_span
    ]  # fmt: skip
    if item.number_span:
        clause = _clause(ctx, item.number_span)
        together = [
            o for o in chain if o.role == "change" and o.number_span and clause.contains(o.number_span)
        ]
        earlier = [o for o in values if o.number_span and o.number_span.end <= clause.start]
        own_words = item.counted_span is not None and clause.contains(item.counted_span)
        if (
            len(together) > 1
            and not own_words
            and len(earlier) >= len(together)
            and (_EACH in ctx.view[clause.start : clause.end] or _counted_twice(earlier[-len(together) :]))
        ):
            of = dealt_out_over(earlier, [o.unit for o in together])
            return of[together.index(item)] if of else None
    named = [
        o for o in reversed(values)
        if (o.counted_span is not None and o.counted_span == item.counted_span)
        or (item.counted and o.counted.startswith(item.counted))
        or o.counted == item.counted
    ]  # fmt: skip
    if named:  # 来信来访87批次213人次,同比上升18批次: of what the same counter word counts
        return next((o for o in named if (o.unit, o.classifier) == (item.unit, item.classifier)), named[0])
    pairs = _pairs(item.counted)
    for other in values:
        of_rate = (other.unit == "percent") == (item.unit == "percentage-point")
        shares = (pairs and 2 * len(pairs & _pairs(other.counted)) >= len(pairs)) or (
            len(item.counted) == 2 and item.counted.startswith(other.classifier or "-")
        )
        if shares and of_rate and (other.unit == item.unit or item.unit in ("percent", "percentage-point")):
            return other
    behind = chain[at + 1 : at + 2]
    if (
        behind
        and behind[0].unit == "percent"
        and item.unit == "percentage-point"
        and behind[0].counted == item.counted
    ):
        return behind[0]
    if item.unit == "percentage-point" and values and values[-1].unit == "percent" and not item.counted_span:
        return values[-1]
    return None


def _pairs(said: str) -> set[str]:
    """The pairs of characters that tell what counted words are about: none of how many, how often, or what rate."""
    pairs = {said[k : k + 2] for k in range(len(said) - 1)} - _NO_NAMES
    return {pair for pair in pairs if pair[1] not in _HOW_MANY}


def _counted_twice(values: list[Observation]) -> bool:
    """One thing in several counter words, side by side: 来访312批次890人次,同比下降11%和8%."""
    spans = [o.number_span for o in values if o.number_span]
    beside = all(b.start - a.end <= _WIDEST for a, b in pairwise(spans))
    return beside and len({o.classifier for o in values}) == len(values)


_WIDEST = 4
_LEAD = 10  # characters before a number that say whose it is: 法定办理时限的
_NO_NAMES = frozenset(word_class("roles", "no-names"))
_HOW_MANY = frozenset(word_class("roles", "how-many"))


# ------------------------------------------------------------------ the actions of the steps


def _yardstick(said: Said, ctx: Context, item: Observation, chain: list[Observation]) -> bool:
    return _scope_rule(ctx, item, chain, percent=True) in _OF_SHARES


_OF_SHARES = ("yardstick", "share-that-narrows")


def _scope(said: Said, ctx: Context, item: Observation, chain: list[Observation]) -> str:
    return _scope_rule(ctx, item, chain, percent=False)


def _scope_rule(ctx: Context, item: Observation, chain: list[Observation], *, percent: bool) -> str:
    """The rule of ``rules/scope.yaml`` by which a number is a scope, else ``""``."""
    if item.number_span is None or item.change is not None or (item.unit == "percent") != percent:
        return ""
    clause = _clause(ctx, item.number_span)
    if not table("scope").fitting(f"{ctx.view[clause.start : clause.end]}◆◇"):
        return ""  # nearly always
    found = table("scope").first(marked(ctx, item.number_span, chain))
    return found[0].id if found else ""


def marked(ctx: Context, number: Span, chain: list[Observation]) -> str:
    """The clause of a number with ``◆`` for this number and ``◇`` for each other one: 划转◆个部门的◇项行政审批权."""
    clause = _clause(ctx, number)
    words, at = "", clause.start
    for span in sorted({o.number_span for o in chain if o.number_span and clause.contains(o.number_span)}):
        words += ctx.view[at : span.start] + ("◆" if span == number else "◇")
        at = span.end
    return words + ctx.view[at : clause.end]


def _clause(ctx: Context, span: Span) -> Span:
    ends = CLAUSE_ENDS + SENTENCE_ENDS
    start, end = span.start, span.end
    first, last = max(0, span.start - _REACH), min(len(ctx.view), span.end + _REACH)
    while start > first and ctx.view[start - 1] not in ends:
        start -= 1
    while end < last and ctx.view[end] not in ends:
        end += 1
    return Span(start, end)


def _compared_with(said: Said, ctx: Context, item: Observation, chain: list[Observation]) -> bool:
    if item.number_span is None or item.change is not None:
        return False
    start = item.number_span.start
    if base_before(ctx.view[max(0, start - _REACH) : start]) is None:
        return False  # nearly always: within the clause these words do not stand either
    clause = _clause(ctx, item.number_span)
    words = ctx.view[clause.start : start]
    behind = ctx.view[item.number_span.end : clause.end + 12]
    return base_before(words) is not None and said["behind"].search(behind) is not None


def _of_kind(kind: str) -> Action:
    return lambda said, ctx, item, chain: item.kind == kind


def _allowed_by_law(said: Said, ctx: Context, item: Observation, chain: list[Observation]) -> bool:
    if item.number_span is None:
        return False
    start = item.number_span.start
    return said["lead"].search(ctx.view[max(0, start - _LEAD) : start]) is not None


def _size_of_change(said: Said, ctx: Context, item: Observation, chain: list[Observation]) -> bool:
    return item.change is not None and not item.change.level


def _reached(said: Said, ctx: Context, item: Observation, chain: list[Observation]) -> bool:
    return item.change is not None and item.change.previous is not None


def _how_far_apart(said: Said, ctx: Context, item: Observation, chain: list[Observation]) -> bool:
    return item.unit == "percentage-point" or item.classifier == "倍"


def _rate_of_change(said: Said, ctx: Context, item: Observation, chain: list[Observation]) -> bool:
    return item.unit == "percent" and said["rate"].search(item.counted) is not None


def _of_a_whole(said: Said, ctx: Context, item: Observation, chain: list[Observation]) -> bool:
    return bool(item.component_of or item.possible_wholes)


def _plain(said: Said, ctx: Context, item: Observation, chain: list[Observation]) -> bool:
    return True


# Whether an observation of a chain has the role; the id of the rule of another table that says so
Action = Callable[[Said, Context, Observation, list[Observation]], bool | str]
ACTIONS: dict[str, Action] = {
    "yardstick": _yardstick, "planned": _of_kind("target"), "allowed-by-law": _allowed_by_law, "former": _of_kind("former"), "compared-with": _compared_with,
    "size-of-change": _size_of_change, "reached": _reached, "how-far-apart": _how_far_apart, "rate-of-change": _rate_of_change,
    "of-a-whole": _of_a_whole, "scope": _scope, "plain": _plain,
}  # fmt: skip
ROLES: Steps[bool | str] = Steps("role", ACTIONS)
