"""Over what a rate is: 调处1892件,调解成功1851件,调解成功率97.8%.

The surest base is the pair of counts in the sentence whose quotient is the rate; then the count that the rate's own words
name; a rate of 100 % or none has the count of the clause before as its base. The steps stand in ``reader/steps/base.yaml``, in the
order in which they are tried.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from dashi_kg.model import Observation
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.links.alike import alike
from dashi_kg.reader.links.next_to import next_to
from dashi_kg.reader.links.over_one import made_and_reviewed, sole
from dashi_kg.reader.links.over_persons import examined, of_persons, those_who_came
from dashi_kg.reader.links.rate import (
    HUNDRED,
    STEM,
    Base,
    Rate,
    done_already,
    gives,
    is_count,
    is_mean,
    is_rate,
    names,
    stem_of,
)
from dashi_kg.reader.links.shares import (
    among_these,
    dealt_out,
    done,
    opened,
    out_of,
    share,
    share_among,
    share_named,
    stated_whole,
    told,
)
from dashi_kg.reader.rules.steps import Said, Steps
from dashi_kg.reader.rules.table import patterns, the_word, word_class
from dashi_kg.reader.rules.table import words as words_of

_ATTENDANCES = the_word("counters", "attendances")
_WITH_SUCCESS = the_word("rates", "with-success")
_MANNERS = word_class("rates", "manner")

_FAR = Decimal(2)  # a quotient further off than two points is of other numbers
_SMALL = 4  # 确认违法1件 of 67 is not 2.99 %: of a small rate, a quarter is far off
_MOST = 8  # counts before a rate of which two may be added up


def with_bases(ctx: Context, chain: list[Observation], earlier: list[Observation]) -> list[Observation]:
    """The observations of a sentence; rates with ``numerator`` and ``denominator``, as far as it or those before it (``earlier``) have them."""
    done = list(chain)
    told = [o for o in earlier if is_count(o)]
    for i, item in enumerate(chain):
        if not is_rate(ctx, item):
            continue
        before = [o for o in chain[:i] if is_count(o) and not is_mean(ctx, o)]
        behind = [o for o in chain[i + 1 :] if is_count(o)]
        found = BASES.first(Rate(ctx, item, stem_of(item), chain, before, behind, told))
        if found is None and i and (beside := _of_the_same_number(item, done[i - 1])):
            done[i] = beside
        elif found:
            step, (top, bottom) = found
            done[i] = changed(
                item,
                numerator=top.id if top else None,
                denominator=bottom.id if bottom else None,
                rules=(*item.rules, ("base", step.rule)),
            )
    return done


def _of_the_same_number(item: Observation, other: Observation) -> Observation | None:
    """报备47件,报备率、及时率均为100%: of two rates of one number, the one that says how is over the same."""
    base = other.rules_of("base")
    if not base or item.number_span != other.number_span or not item.counted.startswith(_MANNERS):
        return None
    return changed(
        item, numerator=other.numerator, denominator=other.denominator, rules=(*item.rules, ("base", base[0]))
    )


def _by_quotient(said: Said, rate: Rate) -> Base | None:
    """The nearest pair whose quotient rounds to the rate; one of 100 % needs the rate's own words in it."""
    item, stem = rate.item, rate.stem
    assert item.value is not None
    tried = [*reversed(rate.before), *rate.behind]
    # 败诉2件,未审结2件,败诉率10.5%: two counts give the rate, one has its name
    tried.sort(key=lambda o: not names(o, stem))
    for n, top in enumerate(tried):
        by_chance = item.value == HUNDRED or (not item.decimals and patterns("rate")["others"].search(stem))
        order = [*tried[n + 1 :], *tried[:n]]
        for bottom in order:
            if alike(top, bottom) and bottom.number_span != top.number_span and gives(top, bottom, item):
                if by_chance and not (names(top, stem) or said["task"].search(bottom.counted)):
                    continue
                if top in rate.behind and bottom in rate.behind and not item.decimals:
                    continue  # 一窗受理比例达80%,不见面审批事项1105项,占依申请事项1382项的80%
                return top, bottom
    return None


def _by_words(said: Said, rate: Rate) -> Base | None:
    """调解成功率: 调解成功… over the nearest larger count before it; far-off quotients are of other numbers."""
    item, stem, before = rate.item, rate.stem, rate.before
    assert item.value is not None
    if len(stem) < STEM:
        return None
    for n in range(len(before) - 1, -1, -1):
        top = before[n]
        if not (top.counted.startswith(stem[-STEM:]) or names(top, stem)):
            continue
        for bottom in reversed(before[:n]):
            if alike(top, bottom) and bottom.value and top.value and bottom.value >= top.value:
                off = abs(top.value * HUNDRED / bottom.value - item.value)
                if off <= min(_FAR, item.value / _SMALL) and (item.value != HUNDRED or not off):
                    return top, bottom
        return None
    return None


def _over_earlier(said: Said, rate: Rate) -> Base | None:
    """已审结246件。其中直接纠错35件,直接纠错率14.2%: what its words name over a count of a sentence before, where they give it exactly."""
    if not rate.item.decimals:
        return None
    tops = [o for o in (*rate.earlier, *rate.before) if names(o, rate.stem)]
    for top in reversed(tops):
        for bottom in reversed(rate.earlier):
            if bottom is not top and alike(top, bottom) and gives(top, bottom, rate.item):
                return top, bottom
    return None


def _any_count(said: Said, rate: Rate) -> Base | None:
    """审结1,174件,…直接纠错率10.99%: of the cases that were closed, however many outcomes stand between."""
    if not said["stem"].search(rate.stem):
        return None
    bottom = next((o for o in reversed(rate.before) if said["count"].match(o.counted)), None)
    bottom = bottom or next((o for o in reversed(rate.before) if said["else-count"].match(o.counted)), None)
    return (None, bottom) if bottom else None


def _money(said: Said, rate: Rate) -> Base | None:
    """普法经费预算15万元,执行率98.6%: of the money of the clause before."""
    last = rate.before[-1] if rate.before else None
    if not said["stem"].search(rate.stem) or last is None or last.unit != "yuan" or last.number_span is None:
        return None
    between = rate.ctx.view[last.number_span.end : rate.item.span.end]
    return None if said["not-between"].search(between) else (None, last)


def _added_up(said: Said, rate: Rate) -> Base | None:
    """排查63处,当月整改58处,…又整改4处,整改率98.4%: two steps of one act over what they are of."""
    if not rate.item.decimals:
        return None
    near = rate.before[-_MOST:]
    for n, bottom in enumerate(near):
        tops = [o for o in near[n + 1 :] if alike(o, bottom)]
        for k, one in enumerate(tops):
            for other in tops[k + 1 :]:
                both = changed(one, value=(one.value or Decimal(0)) + (other.value or Decimal(0)))
                if gives(both, bottom, rate.item):
                    return None, bottom
    return None


def _task(said: Said, rate: Rate) -> Base | None:
    """检查企业305家,计划完成率102%; 拆除违建28.7万平方米,完成年度任务的118%: what was done of what was planned."""
    last, number = rate.before[-1] if rate.before else None, rate.item.number_span
    if last is None or last.number_span is None or number is None or rate.item.value == HUNDRED:
        return None  # 抽取企业305家,任务完成率100%: what was to be done, or what was done
    return (
        (last, None) if said["between"].fullmatch(rate.ctx.view, last.number_span.end, number.start) else None
    )


def _of_whom(said: Said, rate: Rate) -> Base | None:
    """回访的520家企业对检查的满意率为99.1%: the count within the words of the rate."""
    last, number = rate.before[-1] if rate.before else None, rate.item.number_span
    if (
        last is None
        or last.number_span is None
        or number is None
        or not said["rate"].search(rate.item.counted)
    ):
        return None
    return (
        (None, last) if said["between"].fullmatch(rate.ctx.view, last.number_span.end, number.start) else None
    )


def _act_of_last(said: Said, rate: Rate) -> Observation | None:
    """The count of the clause before, if it is of the act of the rate: 修订村规民约189份,修订率91.7%."""
    item, stem = rate.item, rate.stem
    last = rate.before[-1] if rate.before else None
    if (
        last is None
        or last.number_span is None
        or len(stem) < STEM
        or (last.unit != "number" and last.classifier != "天")
        or last.classifier == _ATTENDANCES
    ):
        return None
    between = rate.ctx.view[last.number_span.end : item.span.start]
    acts = (stem[-STEM:], *words_of("rate").get(f"alone-{stem[-STEM:]}", ()))
    named = "," in between and any(_says_done(last.counted, act) for act in acts)
    return last if named and not said["not-between"].search(between) else None


def _is_the_act(count: Observation, stem: str) -> bool:
    """Whether the words of a count begin or end with the act of a rate, or with another word for it."""
    acts = words_of("rate").get(f"alone-{stem[-STEM:]}", ())
    return done_already(count, stem) or count.counted.startswith(tuple(acts))


def _says_done(words: str, act: str) -> bool:
    """Whether an act stands in words, and not with 未, 不, 不予 or 应 before it."""
    at = words.find(act)
    while at > 0 and (words[at - 1] in "未不应" or words[at - 2 : at] == "不予"):
        at = words.find(act, at + 1)
    return at >= 0


def _in_time(said: Said, rate: Rate) -> Base | None:
    """办结政务事项862件,提前办结率91.7%: how many of those that were done."""
    last = _act_of_last(said, rate)
    when = said["when"].search
    return (None, last) if last and when(rate.item.counted) and not when(last.counted) else None


def _success_alone(said: Said, rate: Rate) -> Base | None:
    """调解成功692件,成功率80.2%: what succeeded, where the words do not say of how many."""
    last = _act_of_last(said, rate) if rate.stem.endswith(_WITH_SUCCESS) else None
    return (last, None) if last else None


def _done_alone(said: Said, rate: Rate) -> Base | None:
    """修订村规民约189份,修订率91.7%: what was done, where the words do not say of how many."""
    last = _act_of_last(said, rate)
    if last is None or said["not-a-thing"].search(rate.stem):
        return None
    if rate.item.value == HUNDRED and not _is_the_act(last, rate.stem):
        return None  # 规范性文件6件,规范率100%
    assert last.number_span is not None
    if said["what-is-left"].search(rate.ctx.view, 0, last.number_span.start):
        return None  # 压减机构至6家,压减率93.8%
    if said["once"].search(rate.stem) and last.classifier.endswith("次"):
        return None  # 监督检查1042户次,监督覆盖率99.1%: who was met twice is covered once
    return last, None


ACTIONS: dict[str, Callable[[Said, Rate], Base | None]] = {
    "out-of": out_of, "stated-whole": stated_whole, "dealt-out": dealt_out, "share-among": share_among, "share-named": share_named, "share": share,
    "opened": opened, "among-these": among_these, "task": _task, "told": told, "done": done, "quotient": _by_quotient, "of-whom": _of_whom, "numerator-by-words": _by_words, "over-earlier": _over_earlier,
    "any-count": _any_count, "money": _money, "came": those_who_came, "examined": examined, "of-persons": of_persons,
    "added-up": _added_up, "made-and-reviewed": made_and_reviewed, "sole": sole, "next-to": next_to, "in-time": _in_time,
    "success": _success_alone, "done-alone": _done_alone,
}  # fmt: skip
BASES: Steps[Base] = Steps("base", ACTIONS)
