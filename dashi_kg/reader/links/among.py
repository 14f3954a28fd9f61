"""Breakdowns that words open: 其中 …, (…), 56名干部中…; which values belong to one, and of what they are parts."""

from __future__ import annotations

import re
from decimal import Decimal

from dashi_kg.model import Observation
from dashi_kg.model.changed import changed
from dashi_kg.reader.links.alike import alike
from dashi_kg.reader.links.values import Values, is_new_act, is_outcome
from dashi_kg.reader.rules.steps import Said
from dashi_kg.reader.rules.table import table, the_word

_AMONG = the_word("among", "among")

_TWO = 2


def among(said: Said, values: Values) -> None:
    """其中 …, (…), 56名干部中… opens a breakdown of what stands before it."""
    for at, i in enumerate(values.counts):
        gap = values.gap(i)
        opened = table("breakdown").first(gap)
        if not opened or not values.counts[:at] or values.items[i].component_of:
            continue
        if said["adds"].match(values.items[i].counted) and values.items[i].classifier not in {
            values.items[j].classifier for j in values.counts[max(0, at - 2) : at]
        }:
            continue
        wholes = [
            j
            for j in values.counts[:at]
            if alike(values.items[j], values.items[i]) and values.value(j) >= values.value(i)
        ]
        same = [j for j in wholes if values.items[j].classifier == values.items[i].classifier]
        if same and values.items[wholes[-1]].classifier != values.items[i].classifier:
            wholes = same  # 查办案件129起,查扣卷烟3762条,其中大要案11起
        if opened[0].action == "of-the-one-before":
            wholes = [j for j in wholes if j == values.counts[at - 1]]
        if wholes:
            _deal(said, values, _members(said, values, at), _members(said, values, at, wide=True), wholes)
            _what_they_involve(said, values, at)


def _members(said: Said, values: Values, at: int, *, wide: bool = False) -> list[int]:
    """The values that go on from a place as one breakdown: alike, and (unless ``wide``) before the next semicolon."""
    first = values.counts[at]
    found = [first]
    bracket = "(" in values.gap(first).rpartition(")")[2]
    nested = False  # a breakdown of one of the parts in brackets: 许可257件(新办141件、延续92件),校验186件
    for i in values.counts[at + 1 :]:
        gap, item = values.gap(i), values.items[i]
        nested = nested and ")" not in gap
        if re.search("[。\n]", gap) or (";" in gap and not wide) or (bracket and ")" in gap):
            break
        if "(" in gap.rpartition(")")[2]:
            nested = True
        elif not nested and table("breakdown").first(gap) and not (";" in gap and _AMONG in gap):
            break
        anything = (
            item.unit == "number"
            and values.counts[:at]
            and said["any-matter"].search(values.items[values.counts[at - 1]].counted)
        )
        if (
            nested
            or not (alike(values.items[first], item) or anything)
            or _adds(said, item, values.items[first])
        ):
            continue
        found.append(i)
    return found


def _what_they_involve(said: Said, values: Values, at: int) -> None:
    """…其中复杂纠纷4起,涉及群众840人: of which cases is as open as the cases' own whole."""
    behind = values.counts[at + 1 : at + 2]
    if (
        behind
        and values.items[values.counts[at]].possible_wholes
        and said["adds"].match(values.items[behind[0]].counted)
    ):
        values.items[behind[0]] = changed(values.items[behind[0]], certainty="ambiguous")


def _deal(said: Said, values: Values, members: list[int], wide: list[int], wholes: list[int]) -> None:
    """Give the members of a breakdown their whole: the value that they add up to, else the nearest that there is."""
    narrow = len(members) if members == wide[: len(members)] else 0  # 审结117件,其中维持52件…;未审结16件
    sizes = sorted(range(2, len(wide) + 1), key=lambda size: (size != narrow, -size))
    for size in sizes:
        for whole in reversed(wholes):
            if values.make_up(wide[:size], whole):
                also = _straight_behind(said, values, members, size, whole)
                values.put([*wide[:size], *also], whole, 1)
                _second(said, values, wide[size - 1], whole)
                return
    own = [i for i in members if not re.search("[,;]", values.gap(i)) or i == members[0]]
    acts = is_new_act(values.items[members[0]])
    if not said["done-next"].search(values.gap(members[0])):  # 抽查412家,其中游泳场所358家,责令改正49家
        members = [i for i in members if i in own or not said["done-next"].search(values.gap(i))]
    # 公开信息214条,其中通过公众号发布156条,收到|申请2件: an act of its own upon other things
    counter = values.items[members[0]].classifier
    members = [
        i for i in members
        if i in own or not is_new_act(values.items[i]) or (acts and values.items[i].classifier == counter)
    ]  # fmt: skip
    if all(is_outcome(values.items[i]) for i in members):
        wholes = wholes[-1:]  # 受理26件,审结24件,其中撤销3件: of what was concluded
    wholes = _nearest_part(said, values, members[0], wholes)
    if len(wholes) == 1:
        values.put(_within(said, values, members, wholes[0]), wholes[0], 1)
        return
    for i in members:
        values.items[i] = changed(
            values.items[i], certainty="ambiguous", possible_wholes=tuple(values.items[j].id for j in wholes),
            rules=(*values.items[i].rules, ("whole", "among-several")),
        )  # fmt: skip


def _straight_behind(said: Said, values: Values, members: list[int], size: int, whole: int) -> list[int]:
    """处理法律事项6件,其中修改合同4项,起草答复2项,协助宣传|4次: of matters, what goes on with the list though it adds up without."""
    if not said["any-matter"].search(values.items[whole].counted):
        return []
    found: list[int] = []
    last = members[min(size, len(members)) - 1]
    for i in members[size:]:
        if i != last + 1 or ";" in values.gap(i):
            break
        found.append(i)
        last = i
    return found


def _within(said: Said, values: Values, members: list[int], whole: int) -> list[int]:
    """The members that fit into the whole: 排查264件,其中邻里103件、婚姻88件,调解成功259件 has two."""
    found = [i for i in members if values.value(i) <= values.value(whole)]
    if values.items[whole].qualifier not in ("exact", "total", "reaches"):
        return found
    total = sum((values.value(i) for i in found), Decimal(0))
    most = values.value(whole) + values.slack([*found, whole])
    while len(found) > 1 and total > most and "," in values.gap(found[-1]):
        total -= values.value(found.pop())
    return found


def _nearest_part(said: Said, values: Values, first: int, wholes: list[int]) -> list[int]:
    """Those wholes that no semicolon parts from the first member, where there are any."""
    here = values.items[first].number_span
    assert here is not None
    near = [j for j in wholes if ";" not in values.ctx.view[values.end(j) : here.start]]
    return near or wholes[-1:]


def _second(said: Said, values: Values, last: int, whole: int) -> None:
    """Behind a breakdown that is complete: another one of the same whole, where it adds up to it."""
    behind, total = [], Decimal(0)
    for i in values.counts[values.counts.index(last) + 1 :]:
        if not alike(values.items[last], values.items[i]):
            continue
        behind.append(i)
        total += values.value(i)
        if total >= values.value(whole):
            break
    if len(behind) >= _TWO and total == values.value(whole):
        values.put(behind, whole, 2)


def _adds(said: Said, item: Observation, first: Observation) -> bool:
    return said["adds"].match(item.counted) is not None and item.classifier != first.classifier
