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
    gives,
    is_count,
    is_mean,
    is_rate,
    names,
    stem_of,
)
from dashi_kg.reader.links.shares import (
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
from dashi_kg.reader.rules.table import patterns, the_word
from dashi_kg.reader.rules.table import words as words_of

_ATTENDANCES = the_word("rates", "attendances")
_WITH_SUCCESS = the_word("rates", "with-success")

_FAR = Decimal(2)  # a quotient further off than two points is of other numbers
_MOST = 8  # counts before a rate of which two may be added up


def with_bases(ctx: Context, chain: list[Observation]) -> list[Observation]:
    """The observations of a sentence; rates with ``numerator`` and ``denominator``, as far as the sentence has them."""
    done = list(chain)
    for i, item in enumerate(chain):
        if not is_rate(ctx, item):
            continue
        before = [o for o in chain[:i] if is_count(o) and not is_mean(ctx, o)]
        behind = [o for o in chain[i + 1 :] if is_count(o)]
        if found := BASES.first(Rate(ctx, item, stem_of(item), chain, before, behind)):
            step, (top, bottom) = found
            done[i] = changed(
                item,
                numerator=top.id if top else None,
                denominator=bottom.id if bottom else None,
                rules=(*item.rules, ("base", step.rule)),
            )
    return done


def _by_quotient(said: Said, rate: Rate) -> Base | None:
    """The nearest pair whose quotient rounds to the rate; one of 100 % needs the rate's own words in it."""
    item, stem = rate.item, rate.stem
    assert item.value is not None
    tried = [*reversed(rate.before), *rate.behind]
    # 败诉2件,未审结2件,败诉率10.5%: two counts give the rate, one has its name
    tried.sort(key=lambda o: not names(o, stem))
    for n, top in enumerate(tried):
        by_chance = item.value == HUNDRED or (not item.decimals and patterns("rate")["others"].search(stem))
        if by_chance and not names(top, stem):
            continue
        order = [*tried[n + 1 :], *tried[:n]]
        for bottom in order:
            if alike(top, bottom) and bottom.number_span != top.number_span and gives(top, bottom, item):
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
                if off <= _FAR:
                    return top, bottom
        return None
    return None


def _any_count(said: Said, rate: Rate) -> Base | None:
    """审结1,174件,…直接纠错率10.99%: of the cases that were closed, however many outcomes stand between."""
    if not said["stem"].search(rate.stem):
        return None
    bottom = next((o for o in reversed(rate.before) if said["count"].match(o.counted)), None)
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
        or item.value == HUNDRED
    ):
        return None
    between = rate.ctx.view[last.number_span.end : item.span.start]
    acts = (stem[-STEM:], *words_of("rate").get(f"alone-{stem[-STEM:]}", ()))
    named = "," in between and any(_says_done(last.counted, act) for act in acts)
    return last if named and not said["not-between"].search(between) else None


def _says_done(words: str, act: str) -> bool:
    """Whether an act stands in words, and not with 未, 不 or 应 before it."""
    at = words.find(act)
    while at > 0 and words[at - 1] in "未不应":
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
    return (last, None) if last else None


ACTIONS: dict[str, Callable[[Said, Rate], Base | None]] = {
    "out-of": out_of, "stated-whole": stated_whole, "dealt-out": dealt_out, "share-among": share_among, "share-named": share_named, "share": share,
    "opened": opened, "told": told, "done": done, "quotient": _by_quotient, "of-whom": _of_whom, "numerator-by-words": _by_words,
    "any-count": _any_count, "money": _money, "came": those_who_came, "examined": examined, "of-persons": of_persons,
    "added-up": _added_up, "made-and-reviewed": made_and_reviewed, "sole": sole, "next-to": next_to, "in-time": _in_time,
    "success": _success_alone, "done-alone": _done_alone,
}  # fmt: skip
BASES: Steps[Base] = Steps("base", ACTIONS)
