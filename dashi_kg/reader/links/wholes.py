"""Which values are parts of which: 办理行政复议案件32件,其中维持24件、撤销2件…; 投诉11起,驳回6起、成立3起、责令2起.

A part has the unit of its whole. Two breakdowns of one whole stand side by side; each has a number of its own and is
summed by itself. The steps stand in ``reader/steps/whole.yaml``; each sees what those before it have found.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from dashi_kg.model import Observation
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.links.alike import alike
from dashi_kg.reader.links.among import among
from dashi_kg.reader.links.values import Values, is_new_act, is_outcome
from dashi_kg.reader.rules.steps import Said, Steps
from dashi_kg.reader.rules.table import word_class

_JOINED, _PARTED = re.compile("[、和及与]"), re.compile("[,;:。\n]")
_LEAST_TOTAL = 20  # two numbers that add up to a smaller one may do so by chance
_MANY = 3
_TWO = 2
_TIMES = (
    *word_class("counters", "occasions"),
    *word_class("counters", "attendances"),
)  # 检查40次,宣讲20次,走访20次: acts side by side


def with_wholes(ctx: Context, chain: list[Observation]) -> list[Observation]:
    """The observations with ``component_of`` (or ``possible_wholes``) and ``breakdown``."""
    if len(chain) < _TWO:
        return list(chain)
    found = Values(ctx, list(chain))
    for step in WHOLES.rows:
        found.rule = step.rule
        step.action(step.words, found)
    return found.items


def _added_up(said: Said, values: Values) -> None:
    """A list that adds up to a value before it, or to the total behind it: 投诉11起,驳回6起、成立3起、责令2起."""
    for run in _runs(values):
        total = sum((values.value(i) for i in run), Decimal(0))
        before = [
            j
            for j in values.counts
            if j < run[0] and values.value(j) == total and alike(values.items[j], values.items[run[0]])
        ]
        at = values.counts.index(run[-1]) + 1
        behind = [j for j in values.counts[at : at + 2] if alike(values.items[j], values.items[run[0]])][:1]
        outcomes = (
            before
            and before[-1] == run[0] - 1
            and all(is_outcome(values.items[i]) and not said["how-far"].search(values.gap(i)) for i in run)
        )
        if before and (outcomes or len(run) >= _MANY or total >= _LEAST_TOTAL):
            values.put(run, before[-1], 1)
        elif behind and values.value(behind[0]) == total and said["together"].search(values.gap(behind[0])):
            values.put(run, behind[0], 1)


def _listed(said: Said, values: Values) -> None:
    """Outcomes listed straight behind a value that they add up to exactly: 处理17件:驳回9件,责令重做5件,撤回3件."""
    for at, whole in enumerate(values.counts):
        members: list[int] = []
        total = Decimal(0)
        for i in values.counts[at + 1 :]:
            item = values.items[i]
            last = members[-1] if members else whole
            if (
                i != last + 1 or item.component_of or item.classifier in _TIMES or item.classifier != values.items[whole].classifier
                or not said["listed"].match(values.gap(i)) or not alike(values.items[whole], item)
            ):  # fmt: skip
                break
            members.append(i)
            total += values.value(i)
            if total >= values.value(whole):
                break
        enough = len(members) >= _MANY or (len(members) >= _TWO and total >= _LEAST_TOTAL)
        if not enough or total != values.value(whole):
            continue
        if ":" not in values.gap(members[0]):
            if any(is_new_act(values.items[i]) for i in members):
                continue
            # 排查519处,整改433处,未整改86处: how far the work came; each compares with that of other reports
            members = [i for i in members if not said["how-far"].search(_words_of(values, i))]
        if len(members) >= _TWO:
            values.put(members, whole, 1)


def _words_of(values: Values, i: int) -> str:
    """The words before a value, behind it where only a mark stands before it: 驳回9件,|3件正在办理."""
    gap = values.gap(i)
    behind = (
        "" if gap[-1:] not in (",", "、") else values.ctx.view[values.end(i) : values.end(i) + _FEW_WORDS]
    )
    return gap + re.split("[,;。]", behind)[0]


_FEW_WORDS = 6


def _runs(values: Values) -> list[list[int]]:
    """Values alike that stand side by side in one list, with nothing but its marks between them."""
    found: list[list[int]] = []
    for at, i in enumerate(values.counts):
        gap = values.gap(i)
        joined = found and _JOINED.search(gap) and not _PARTED.search(gap)
        if (
            joined
            and found[-1][-1] == values.counts[at - 1]
            and alike(values.items[found[-1][0]], values.items[i])
        ):
            found[-1].append(i)
        else:
            found.append([i])
    return [run for run in found if len(run) >= _TWO and not any(values.items[i].component_of for i in run)]


def _what_is_left(said: Said, values: Values) -> None:
    """46个,已整改43个,其余3个: a part of what it makes up with another value."""
    for i in values.counts:
        item = values.items[i]
        if item.component_of or not (said["rest"].search(item.counted) or said["rest"].search(values.gap(i))):
            continue
        if said["not-yet"].match(values.ctx.view, values.end(i)):
            continue  # 其余16条正在整改: how far the work came
        before = [j for j in values.counts if j < i and alike(values.items[j], item)]
        if all_of := _with_the_rest(said, values, i, before):
            values.put([*(k for k in before if k > all_of[0]), i], all_of[0], 1)
            continue
        for j in before:
            if any(values.value(k) + values.value(i) == values.value(j) for k in before if k > j):
                values.put([i], j, 1)
                break
        else:
            if before:
                values.put([i], max(before, key=values.value), 1)


def _with_the_rest(said: Said, values: Values, i: int, before: list[int]) -> list[int]:
    """评估214件,宣布失效31件,修改18件,其余165件继续有效: the whole that all behind it add up to; else nothing."""
    total = values.value(i)
    for n in range(len(before) - 1, 0, -1):
        total += values.value(before[n])
        if (
            len(before) - n >= _TWO
            and total == values.value(before[n - 1])
            and not any(values.items[k].component_of for k in before[n:])
        ):
            return [before[n - 1]]
    return []


ACTIONS: dict[str, Callable[[Said, Values], None]] = {
    "among": among, "added-up": _added_up, "listed": _listed, "what-is-left": _what_is_left,
}  # fmt: skip
WHOLES: Steps[None] = Steps("whole", ACTIONS)
