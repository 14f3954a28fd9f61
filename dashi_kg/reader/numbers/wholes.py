"""Which values are parts of which: 其中维持24件、撤销2件; parts that add up to what stands before or behind them.

A part has the unit of its whole. Two breakdowns of one whole stand side by side; each has a number of its own and is
summed by itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from dashi_kg.model import Observation
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import VERB
from dashi_kg.reader.rules.table import table

_SHARES = ("percent", "percentage-point", "fraction")
_POINTS = ("", "分", "倍")  # what is no amount of anything
# counter words of one kind of thing: 件 and 起 count cases, 名 and 人 persons; 个 and 项 count anything
_FAMILIES = tuple(
    frozenset(row.split())
    for row in (
        "件 起 宗 例 案 个 项", "人 名 位 个", "家 户 个 所", "项 个 条 件 大项", "份 册 张 本 件 部 卷 个", "处 个 起 条", "场 次 期 场次 轮 堂 节",
        "个 条 项 处 件", "台 套 台套 辆 架 部 个", "篇 条 则 期 个", "批 批次", "人次 人",
    )
)  # fmt: skip
_AMONG = re.compile("其中|(?<!不)包括|包含|(?<=[,(])含")
_TOGETHER = re.compile("(?:共|总)计|合计|总共|(?<![公中])共")
_LEAST_TOTAL = 20  # two numbers that add up to a smaller one may do so by chance
_MANY = 3
_TWO = 2


def with_wholes(ctx: Context, chain: list[Observation]) -> list[Observation]:
    """The observations with ``component_of`` (or ``possible_wholes``) and ``breakdown``."""
    found = _Sentence(ctx, list(chain))
    found.among()
    found.added_up()
    found.what_is_left()
    return found.items


def alike(one: Observation, other: Observation) -> bool:
    """Whether two values can be added: one unit, counter words of one kind."""
    if one.unit != other.unit and not {one.unit, other.unit} <= {"number", "one"}:
        return False
    if one.unit not in ("number", "one") or one.classifier == other.classifier:
        return True
    return any(one.classifier in row and other.classifier in row for row in _FAMILIES)


class _Sentence:
    """The values of a sentence while their parts are looked for."""

    def __init__(self, ctx: Context, items: list[Observation]) -> None:
        self.ctx = ctx
        self.items = items
        self.counts = [i for i, o in enumerate(items) if _counts(o)]

    def gap(self, i: int) -> str:
        """The words between the number before and this one, with the qualifying words at both."""
        here = self.items[i].number_span
        assert here is not None
        ends = [o.number_span.end for o in self.items[:i] if o.number_span and o.number_span.end <= here.start]
        start = ends[-1] if ends else max(self.items[i].span.start - 4, 0)
        return self.ctx.view[start : here.start]

    def among(self) -> None:
        """其中 … opens a breakdown of what stands before it."""
        for at, i in enumerate(self.counts):
            if not (_AMONG.search(self.gap(i)) and self.counts[:at]) or self.items[i].component_of:
                continue
            if _ADDS.match(self.items[i].counted):
                continue  # 其中…,涉及群众840人
            members = self.members(at)
            wholes = [
                j for j in self.counts[:at] if alike(self.items[j], self.items[i]) and self.value(j) >= self.value(i)
            ]
            if wholes and members:
                self.deal(members, wholes)

    def members(self, at: int) -> list[int]:
        """The values that go on from a place as one breakdown: alike, and no act of their own."""
        first = self.counts[at]
        found = [first]
        for i in self.counts[at + 1 :]:
            gap = self.gap(i)
            item = self.items[i]
            if "。" in gap or "\n" in gap or (_AMONG.search(gap) and i != first):
                break
            if not alike(self.items[first], item) or _ADDS.match(item.counted):
                continue
            if re.search("[,;]", gap) and _is_new_act(item) and not _is_new_act(self.items[first]):
                break
            found.append(i)
        return found

    def deal(self, members: list[int], wholes: list[int]) -> None:
        """Give the members of a breakdown their whole: the value that they add up to, else the one that there is."""
        for size in range(len(members), 1, -1):
            total = sum((self.value(i) for i in members[:size]), Decimal(0))
            if whole := next((j for j in reversed(wholes) if self.value(j) == total), None):
                self.put(members[:size], whole, 1)
                self.second(members[size:], whole)
                return
            if wholes[0] == 0 and self.value(0) == total:
                self.put(members[:size], 0, 1)
                self.second(members[size:], 0)
                return
        if all(_is_outcome(self.items[i]) for i in members):
            wholes = wholes[-1:]  # 受理26件,审结24件,其中撤销3件: of what was concluded
        wholes = self.nearest_part(members[0], wholes)
        totals = [j for j in wholes if self.items[j].qualifier == "total"]
        if len(wholes) > 1 and totals:
            wholes = totals[-1:]
        if len(wholes) == 1:
            self.put([i for i in members if self.value(i) <= self.value(wholes[0])], wholes[0], 1)
            return
        for i in members:
            self.items[i] = replace(
                self.items[i], certainty="ambiguous", possible_wholes=tuple(self.items[j].id for j in wholes),
                rules=(*self.items[i].rules, ("whole", "among-several")),
            )  # fmt: skip

    def nearest_part(self, first: int, wholes: list[int]) -> list[int]:
        """Those wholes that no semicolon parts from the first member, where there are any."""
        here = self.items[first].number_span
        assert here is not None
        near = [j for j in wholes if ";" not in self.ctx.view[self.end(j) : here.start]]
        return near or wholes

    def end(self, i: int) -> int:
        span = self.items[i].number_span
        return span.end if span else self.items[i].span.end

    def second(self, members: list[int], whole: int) -> None:
        """What goes on behind a breakdown that is complete: another one of the same whole, or no parts at all."""
        total = sum((self.value(i) for i in members), Decimal(0))
        outcomes = all(_is_outcome(self.items[i]) for i in members)
        if members and (total == self.value(whole) or (outcomes and total < self.value(whole))):
            self.put(members, whole, 2)

    def added_up(self) -> None:
        """Values that add up to the one before them, or to the total behind them: 64件:保留41件,修改8件,废止15件."""
        for at, j in enumerate(self.counts):
            if any(o.component_of == self.items[j].id for o in self.items) or self.items[j].component_of:
                continue
            behind, total = [], Decimal(0)
            for i in self.counts[at + 1 :]:
                if not alike(self.items[j], self.items[i]) or self.items[i].component_of:
                    break
                behind.append(i)
                total += self.value(i)
                if total >= self.value(j):
                    break
            if total == self.value(j) and self.is_sure(behind, total):
                self.put(behind, j, 1)
                continue
            if self.items[j].qualifier == "total" and _TOGETHER.search(self.gap(j)):
                ahead, total = [], Decimal(0)
                for i in reversed(self.counts[:at]):
                    if not alike(self.items[j], self.items[i]) or self.items[i].component_of:
                        break
                    ahead.append(i)
                    total += self.value(i)
                    if total >= self.value(j):
                        break
                if len(ahead) >= _TWO and total == self.value(j):
                    self.put(ahead[::-1], j, 1)

    def is_sure(self, members: list[int], total: Decimal) -> bool:
        outcomes = all(_is_outcome(self.items[i]) for i in members)
        acts = any(_is_new_act(self.items[i]) for i in members)
        return len(members) >= _TWO and (outcomes or (not acts and (len(members) >= _MANY or total >= _LEAST_TOTAL)))

    def what_is_left(self) -> None:
        """46个,已整改43个,其余3个: a part of what it makes up with another value."""
        for i in self.counts:
            item = self.items[i]
            if item.component_of or _said(item) != "rest":
                continue
            before = [j for j in self.counts if j < i and alike(self.items[j], item)]
            for j in before:
                if any(self.value(k) + self.value(i) == self.value(j) for k in before if k > j):
                    self.put([i], j, 1)
                    break

    def put(self, members: list[int], whole: int, breakdown: int) -> None:
        rule = "second-breakdown" if breakdown > 1 else "breakdown"
        for i in members:
            if i != whole:
                self.items[i] = replace(
                    self.items[i], component_of=self.items[whole].id, breakdown=breakdown, certainty="clear",
                    possible_wholes=(), rules=(*self.items[i].rules, ("whole", rule)),
                )  # fmt: skip

    def value(self, i: int) -> Decimal:
        return self.items[i].value or Decimal(0)


_ADDS = re.compile("涉及|惠及|覆盖|涉案|挽回|参与|参训|共?发放|为[^,]{2,12}(?:挽回|避免|追回)")


def _counts(item: Observation) -> bool:
    size = item.change is not None and not item.change.level
    return (
        item.value is not None and item.number_span is not None and item.unit not in _SHARES and not size
        and item.kind != "former" and item.rule != "table-cell" and not (item.unit == "one" and item.classifier in _POINTS)
    )  # fmt: skip


def _said(item: Observation) -> str:
    """What counted words that need others are looked for: ``rest``, ``object-behind``, ``topic-before``; else ``""``."""
    found = table("alone").first(item.counted)
    return found[0].action if found else ""


def _is_outcome(item: Observation) -> bool:
    return _said(item) in ("object-behind", "rest") or item.counted.endswith(("合格", "优秀"))


def _is_new_act(item: Observation) -> bool:
    """A verb with an object of its own: 选派3名干部, 为受援人挽回损失; no outcome, no noun."""
    if _is_outcome(item):
        return False
    words = item.wording or item.counted
    verb = VERB.match(words)
    return verb is not None and len(words) - verb.end() > 1
