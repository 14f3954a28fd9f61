"""Which values are parts of which: 其中维持24件、撤销2件; parts that add up to what stands before or behind them.

A part has the unit of its whole. Two breakdowns of one whole stand side by side; each has a number of its own and is
summed by itself.
"""

from __future__ import annotations

import re
from decimal import Decimal

from dashi_kg.model import Observation
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import VERB
from dashi_kg.reader.links.alike import alike
from dashi_kg.reader.rules.table import table

_SHARES = ("percent", "percentage-point", "fraction")
_POINTS = ("", "分", "倍")  # what is no amount of anything
_AMONG = re.compile("其中")
_TOGETHER = re.compile("(?:共|总)计|合计|总共|(?<![公中])共$")
_ANY_MATTER = re.compile(
    "(?:事项|事务|工作|业务|服务)$"
)  # 处理法律事项6件,其中…协助宣传4次: whatever was done
_JOINED, _PARTED = re.compile("[、和及与]"), re.compile("[,;:。\n]")
_LEAST_TOTAL = 20  # two numbers that add up to a smaller one may do so by chance
_MANY = 3
_TWO = 2


def with_wholes(ctx: Context, chain: list[Observation]) -> list[Observation]:
    """The observations with ``component_of`` (or ``possible_wholes``) and ``breakdown``."""
    found = _Sentence(ctx, list(chain))
    found.among()
    found.added_up()
    found.listed()
    found.what_is_left()
    return found.items


class _Sentence:
    """The values of a sentence while their parts are looked for."""

    def __init__(self, ctx: Context, items: list[Observation]) -> None:
        self.ctx = ctx
        self.items = items
        self.counts = [i for i, o in enumerate(items) if _counts(o)]
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
        start = ends[-1] if ends else max(self.items[i].span.start - 4, 0)
        return self.ctx.view[start : here.start]

    def among(self) -> None:
        """其中 …, (…), 56名干部中… opens a breakdown of what stands before it."""
        for at, i in enumerate(self.counts):
            gap = self.gap(i)
            opened = table("breakdown").first(gap)
            if not opened or not self.counts[:at] or self.items[i].component_of:
                continue
            if (
                _ADDS.match(self.items[i].counted)
                and self.items[i].classifier != self.items[self.counts[at - 1]].classifier
            ):
                continue
            wholes = [
                j
                for j in self.counts[:at]
                if alike(self.items[j], self.items[i]) and self.value(j) >= self.value(i)
            ]
            same = [j for j in wholes if self.items[j].classifier == self.items[i].classifier]
            if same and self.items[wholes[-1]].classifier != self.items[i].classifier:
                wholes = same  # 查办案件129起,查扣卷烟3762条,其中大要案11起
            if opened[0].action == "of-the-one-before":
                wholes = [j for j in wholes if j == self.counts[at - 1]]
            if wholes:
                self.deal(self.members(at), self.members(at, wide=True), wholes)
                self.what_they_involve(at)

    def members(self, at: int, *, wide: bool = False) -> list[int]:
        """The values that go on from a place as one breakdown: alike, and (unless ``wide``) before the next semicolon."""
        first = self.counts[at]
        found = [first]
        bracket = "(" in self.gap(first).rpartition(")")[2]
        nested = (
            False  # a breakdown of one of the parts in brackets: 许可257件(新办141件、延续92件),校验186件
        )
        for i in self.counts[at + 1 :]:
            gap, item = self.gap(i), self.items[i]
            nested = nested and ")" not in gap
            if re.search("[。\n]", gap) or (";" in gap and not wide) or (bracket and ")" in gap):
                break
            if "(" in gap.rpartition(")")[2]:
                nested = True
            elif not nested and table("breakdown").first(gap) and not (";" in gap and "其中" in gap):
                break
            anything = (
                item.unit == "number"
                and self.counts[:at]
                and _ANY_MATTER.search(self.items[self.counts[at - 1]].counted)
            )
            if nested or not (alike(self.items[first], item) or anything) or _adds(item, self.items[first]):
                continue
            found.append(i)
        return found

    def what_they_involve(self, at: int) -> None:
        """…其中复杂纠纷4起,涉及群众840人: of which cases is as open as the cases' own whole."""
        behind = self.counts[at + 1 : at + 2]
        if (
            behind
            and self.items[self.counts[at]].possible_wholes
            and _ADDS.match(self.items[behind[0]].counted)
        ):
            self.items[behind[0]] = changed(self.items[behind[0]], certainty="ambiguous")

    def deal(self, members: list[int], wide: list[int], wholes: list[int]) -> None:
        """Give the members of a breakdown their whole: the value that they add up to, else the nearest that there is."""
        narrow = len(members) if members == wide[: len(members)] else 0  # 审结117件,其中维持52件…;未审结16件
        sizes = sorted(range(2, len(wide) + 1), key=lambda size: (size != narrow, -size))
        for size in sizes:
            total = sum((self.value(i) for i in wide[:size]), Decimal(0))
            for whole in reversed(wholes):
                if self.value(whole) == total:
                    anything = _ANY_MATTER.search(self.items[whole].counted) and len(members) > size
                    self.put(members if anything else wide[:size], whole, 1)
                    self.second(wide[size - 1], whole)
                    return
        own = [i for i in members if not re.search("[,;]", self.gap(i)) or i == members[0]]
        acts = _is_new_act(self.items[members[0]])
        members = [i for i in members if i in own or acts or not _is_new_act(self.items[i])]
        if all(_is_outcome(self.items[i]) for i in members):
            wholes = wholes[-1:]  # 受理26件,审结24件,其中撤销3件: of what was concluded
        wholes = self.nearest_part(members[0], wholes)
        if len(wholes) == 1:
            self.put(self.within(members, wholes[0]), wholes[0], 1)
            return
        for i in members:
            self.items[i] = changed(
                self.items[i], certainty="ambiguous", possible_wholes=tuple(self.items[j].id for j in wholes),
                rules=(*self.items[i].rules, ("whole", "among-several")),
            )  # fmt: skip

    def within(self, members: list[int], whole: int) -> list[int]:
        """The members that fit into the whole: 排查264件,其中邻里103件、婚姻88件,调解成功259件 has two."""
        found = [i for i in members if self.value(i) <= self.value(whole)]
        if self.items[whole].qualifier not in ("exact", "total", "reaches"):
            return found
        total = sum((self.value(i) for i in found), Decimal(0))
        while len(found) > 1 and total > self.value(whole) and "," in self.gap(found[-1]):
            total -= self.value(found.pop())
        return found

    def nearest_part(self, first: int, wholes: list[int]) -> list[int]:
        """Those wholes that no semicolon parts from the first member, where there are any."""
        here = self.items[first].number_span
        assert here is not None
        near = [j for j in wholes if ";" not in self.ctx.view[self.end(j) : here.start]]
        return near or wholes[-1:]

    def end(self, i: int) -> int:
        span = self.items[i].number_span
        return span.end if span else self.items[i].span.end

    def second(self, last: int, whole: int) -> None:
        """Behind a breakdown that is complete: another one of the same whole, where it adds up to it."""
        behind, total = [], Decimal(0)
        for i in self.counts[self.counts.index(last) + 1 :]:
            if not alike(self.items[last], self.items[i]):
                continue
            behind.append(i)
            total += self.value(i)
            if total >= self.value(whole):
                break
        if len(behind) >= _TWO and total == self.value(whole):
            self.put(behind, whole, 2)

    def added_up(self) -> None:
        """A list that adds up to a value before it, or to the total behind it: 投诉11起,驳回6起、成立3起、责令2起."""
        for run in self.runs():
            total = sum((self.value(i) for i in run), Decimal(0))
            before = [
                j
                for j in self.counts
                if j < run[0] and self.value(j) == total and alike(self.items[j], self.items[run[0]])
            ]
            at = self.counts.index(run[-1]) + 1
            behind = [j for j in self.counts[at : at + 2] if alike(self.items[j], self.items[run[0]])][:1]
            if before and (len(run) >= _MANY or total >= _LEAST_TOTAL):
                self.put(run, before[-1], 1)
            elif behind and self.value(behind[0]) == total and _TOGETHER.search(self.gap(behind[0])):
                self.put(run, behind[0], 1)

    def listed(self) -> None:
        """Outcomes listed straight behind a value that they add up to exactly: 处理17件:驳回9件,责令重做5件,撤回3件."""
        for at, whole in enumerate(self.counts):
            members: list[int] = []
            total = Decimal(0)
            for i in self.counts[at + 1 :]:
                item = self.items[i]
                last = members[-1] if members else whole
                if (
                    i != last + 1 or item.component_of or item.classifier in _TIMES or item.classifier != self.items[whole].classifier
                    or not _LISTED.match(self.gap(i)) or not alike(self.items[whole], item)
                ):  # fmt: skip
                    break
                members.append(i)
                total += self.value(i)
                if total >= self.value(whole):
                    break
            opened = members and ":" in self.gap(members[0])
            if not opened and any(
                _HOW_FAR.search(self.gap(i)) or _is_new_act(self.items[i]) for i in members
            ):
                continue  # 排查519处,整改433处,未整改86处: how far the work came; each compares with that of other reports
            enough = len(members) >= _MANY or (len(members) >= _TWO and total >= _LEAST_TOTAL)
            if enough and total == self.value(whole):
                self.put(members, whole, 1)

    def runs(self) -> list[list[int]]:
        """Values alike that stand side by side in one list, with nothing but its marks between them."""
        found: list[list[int]] = []
        for at, i in enumerate(self.counts):
            gap = self.gap(i)
            joined = found and _JOINED.search(gap) and not _PARTED.search(gap)
            if (
                joined
                and found[-1][-1] == self.counts[at - 1]
                and alike(self.items[found[-1][0]], self.items[i])
            ):
                found[-1].append(i)
            else:
                found.append([i])
        return [run for run in found if len(run) >= _TWO and not any(self.items[i].component_of for i in run)]

    def what_is_left(self) -> None:
        """46个,已整改43个,其余3个: a part of what it makes up with another value."""
        for i in self.counts:
            item = self.items[i]
            if item.component_of or not (_REST.search(item.counted) or _REST.search(self.gap(i))):
                continue
            before = [j for j in self.counts if j < i and alike(self.items[j], item)]
            if all_of := self.with_the_rest(i, before):
                self.put([*(k for k in before if k > all_of[0]), i], all_of[0], 1)
                continue
            for j in before:
                if any(self.value(k) + self.value(i) == self.value(j) for k in before if k > j):
                    self.put([i], j, 1)
                    break
            else:
                if before:
                    self.put([i], max(before, key=self.value), 1)

    def with_the_rest(self, i: int, before: list[int]) -> list[int]:
        """评估214件,宣布失效31件,修改18件,其余165件继续有效: the whole that all behind it add up to; else nothing."""
        total = self.value(i)
        for n in range(len(before) - 1, 0, -1):
            total += self.value(before[n])
            if (
                len(before) - n >= _TWO
                and total == self.value(before[n - 1])
                and not any(self.items[k].component_of for k in before[n:])
            ):
                return [before[n - 1]]
        return []

    def put(self, members: list[int], whole: int, breakdown: int) -> None:
        rule = "second-breakdown" if breakdown > 1 else "breakdown"
        for i in members:
            if i != whole:
                self.items[i] = changed(
                    self.items[i], component_of=self.items[whole].id, breakdown=breakdown, certainty="clear",
                    possible_wholes=(), rules=(*self.items[i].rules, ("whole", rule)),
                )  # fmt: skip

    def value(self, i: int) -> Decimal:
        return self.items[i].value or Decimal(0)


_ADDS = re.compile("涉及|惠及|覆盖|涉案|挽回|参与|参训|共?发放|为[^,]{2,12}(?:挽回|避免|追回)")


_TIMES = ("次", "场", "期", "场次", "人次", "轮")  # 检查40次,宣讲20次,走访20次: acts side by side
_HOW_FAR = re.compile(
    "未|尚|正在|在办|待|剩余|办结|审结|结案|整改|化解|完成|解决|落实|办理|答复|受理|立案|调[解处]成功"
)
_LISTED = re.compile(r"[^,;:。\d]{0,4}[,:、](?!另|还|此外|同时|较|比)[^,;:。\n]{1,14}$")
_REST = re.compile("其余|剩余|余下")


def _adds(item: Observation, first: Observation) -> bool:
    return _ADDS.match(item.counted) is not None and item.classifier != first.classifier


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
