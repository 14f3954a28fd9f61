"""The values of a sentence while their parts are looked for, and what the words of a value say of it: an outcome, an act of its own."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dashi_kg.model import Observation
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import VERB
from dashi_kg.reader.rules.table import table, word_class, wordings

_SAID = wordings("values")
_GOOD = word_class("values", "good")

_SHARES = ("percent", "percentage-point", "fraction")
_NARROWS = _SAID["narrows"]
_POINTS = ("", *word_class("values", "points"))  # what is no amount of anything


class Values:
    """The values of a sentence; ``counts``: the places of those that may be parts or wholes; ``rule``: by which a part is told."""

    def __init__(self, ctx: Context, items: list[Observation]) -> None:
        self.ctx = ctx
        self.items = items
        self.rule = "breakdown"
        self.counts = [i for i, o in enumerate(items) if counts(o)]
        self._gaps: dict[
            int, str
        ] = {}  # no number moves while parts are looked for, and each is asked of from all before it

    def gap(self, i: int) -> str:
        """The words between the number before and this one, with the qualifying words at both."""
        if i not in self._gaps:
            self._gaps[i] = self._gap(i)
        return self._gaps[i]

    def _gap(self, i: int) -> str:
        here = self.items[i].number_span
        assert here is not None
        ends = [
            o.number_span.end for o in self.items[:i] if o.number_span and o.number_span.end <= here.start
        ]
        if len(ends) > 1 and _NARROWS.fullmatch(self.ctx.view, ends[-1], here.start):
            return self.ctx.view[ends[-2] : here.start]  # 其中案值1000万元以上的4件
        start = ends[-1] if ends else max(self.items[i].span.start - 4, 0)
        return self.ctx.view[start : here.start]

    def end(self, i: int) -> int:
        span = self.items[i].number_span
        return span.end if span else self.items[i].span.end

    def put(self, members: list[int], whole: int, breakdown: int) -> None:
        rule = "second-breakdown" if breakdown > 1 else self.rule
        for i in members:
            if i != whole:
                self.items[i] = changed(
                    self.items[i], component_of=self.items[whole].id, breakdown=breakdown, certainty="clear",
                    possible_wholes=(), rules=(*self.items[i].rules, ("whole", rule)),
                )  # fmt: skip

    def value(self, i: int) -> Decimal:
        return self.items[i].value or Decimal(0)

    def make_up(self, members: Sequence[int], whole: int) -> bool:
        """Whether some values add up to another, as far as these are rounded: 4.86万户,其中企业1.12万户,个体工商户3.68万户,合作社608户.

        Of a value that is smaller than what rounding may hide the sum says nothing.
        """
        off = abs(sum(map(self.value, members)) - self.value(whole))
        return not off or off <= self.slack([*members, whole]) < min(map(self.value, members))

    def slack(self, values: Sequence[int]) -> Decimal:
        """How far the sum of some values may be off by what was rounded away in print: half a step of each."""
        return sum((self.items[i].stated_precision or Decimal(0) for i in values), Decimal(0)) / 2


def counts(item: Observation) -> bool:
    """Whether a value may be a part or a whole: an amount, no share, no size of a change."""
    size = item.change is not None and not item.change.level
    return (
        item.value is not None and item.number_span is not None and item.unit not in _SHARES and not size
        and item.kind != "former" and item.rule != "table-cell" and not (item.unit == "one" and item.classifier in _POINTS)
    )  # fmt: skip


def _said(item: Observation) -> str:
    """What counted words that need others are looked for: ``rest``, ``object-behind``, ``topic-before``; else ``""``."""
    found = table("alone").first(item.counted)
    return found[0].action if found else ""


def is_outcome(item: Observation) -> bool:
    """What became of something counted before: 维持, 合格."""
    return _said(item) in ("object-behind", "rest") or item.counted.endswith(_GOOD)


def is_new_act(item: Observation) -> bool:
    """A verb with an object of its own: 选派3名干部, 为受援人挽回损失; no outcome, no noun."""
    if is_outcome(item):
        return False
    words = item.wording or item.counted
    verb = VERB.match(words)
    return verb is not None and len(words) - verb.end() > 1
