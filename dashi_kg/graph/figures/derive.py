"""What follows from the stated values by arithmetic. Knows no report; every result names its rule and inputs.

All arithmetic is exact (:class:`decimal.Decimal`, 12 significant digits where a quotient does not end).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from dashi_kg.model import Observation
from dashi_kg.text.numerals import last_step

_EXACT = Context(prec=12, rounding=ROUND_HALF_UP)
HUNDRED = Decimal(100)


class Derived(NamedTuple):
    """One derived value. ``rule`` is the key of the rule; ``inputs`` are ids of observations.

    ``value`` or bounds are set; ``condition_zh``/``condition_en`` say where it holds only if ….
    """

    rule: str
    inputs: tuple[str, ...]
    zh: str
    en: str
    unit: str
    value: Decimal | None = None
    min_inclusive: Decimal | None = None
    max_inclusive: Decimal | None = None
    max_exclusive: Decimal | None = None
    condition_zh: str = ""
    condition_en: str = ""


def derive(observations: Sequence[Observation]) -> list[Derived]:
    """All derived values of one report, in the order of rules and of the observations."""
    by_id = {o.id: o for o in observations}
    found: list[Derived] = []
    for rate in observations:
        top, bottom = by_id.get(rate.numerator or ""), by_id.get(rate.denominator or "")
        if top and bottom and top.value is not None and bottom.value and rate.value is not None:
            found += _rate(rate, top, bottom)
    for share, part in _shares(observations):
        found.append(_whole(share, part))
    for people, cases in _per_case(observations):
        found.append(_ratio(people, cases))
    found += [_usual_limit(o) for o in observations if o.qualifier == "more-than" and o.value]
    return found


def _rate(rate: Observation, top: Observation, bottom: Observation) -> list[Derived]:
    """What is left, and the rate reckoned again; nothing where all of all is said to be 100 %, for it says so itself."""
    assert top.value is not None and bottom.value is not None and rate.value is not None
    if top.value == bottom.value and rate.value == HUNDRED:
        return []
    verb = rate.counted[:-1][-2:]
    quotient = _EXACT.divide(top.value * HUNDRED, bottom.value)
    decimals = rate.decimals or 0
    whole = [
        n
        for n in range(max(0, int(top.value) - 5), int(top.value) + 6)
        if n <= bottom.value
        and rounded(_EXACT.divide(Decimal(n) * HUNDRED, bottom.value), decimals) == rate.value
    ]
    only = whole == [int(top.value)]
    noun = bottom.counted
    return [
        Derived(
            "difference",
            (bottom.id, top.id),
            f"未{verb}：{noun}减{top.wording or top.counted}",
            f"Not resolved: {bottom.value} − {top.value}",
            "number",
            value=bottom.value - top.value,
        ),
        Derived(
            "rate-recomputed",
            (top.id, bottom.id, rate.id),
            f"{rate.counted}复算：{top.value}÷{bottom.value}，保留{decimals}位小数为{rounded(quotient, decimals)}%"
            + (f"；得出此率的整数只有{top.value}" if only else ""),
            f"Rate recomputed: {top.value} / {bottom.value}, to {decimals} decimals {rounded(quotient, decimals)} %"
            + (f"; {top.value} is the only whole number that gives it" if only else ""),
            "percent",
            value=quotient,
        ),
    ]


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half up, as reports round.

    >>> rounded(Decimal("99.80353"), 1)
    Decimal('99.8')
    """
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _shares(observations: Sequence[Observation]) -> list[tuple[Observation, Observation]]:
    """占街道全体工作人员的38% right behind 执法人员42人: the share and the count it is a share with."""
    pairs = []
    for before, share in itertools.pairwise(observations):
        if (
            share.unit == "percent"
            and share.counted.removeprefix(before.counted).startswith("占")
            and share.value
            and not share.denominator
            and before.unit == "number"
            and before.value
            and before.measure == share.measure
            and before.section == share.section
        ):
            pairs.append((share, before))
    return pairs


def _whole(share: Observation, part: Observation) -> Derived:
    """The totals whose share rounds to the stated one."""
    assert share.value is not None and part.value is not None
    half = Decimal("0.5").scaleb(-(share.decimals or 0))
    low = _EXACT.divide(part.value * HUNDRED, share.value + half)
    high = _EXACT.divide(part.value * HUNDRED, share.value - half)
    least = low.to_integral_value(ROUND_FLOOR) + 1  # the upper edge itself rounds up to the next share
    most = high.to_integral_value(ROUND_FLOOR)
    cut = _EXACT.divide(part.value * HUNDRED, share.value + 2 * half).to_integral_value(ROUND_FLOOR) + 1
    cut_most = _EXACT.divide(part.value * HUNDRED, share.value).to_integral_value(ROUND_FLOOR)
    whole = share.counted.removeprefix(part.counted).removeprefix("占")
    return Derived(
        "total-implied-by-share",
        (part.id, share.id),
        f"{whole}总数：由{part.value}和{share.value}%推算",
        f"Total implied by {part.value} being {share.value} %",
        "number",
        min_inclusive=least,
        max_inclusive=most,
        condition_zh=f"百分比按四舍五入；若为截尾，则为{cut}至{cut_most}",
        condition_en=f"If the share was rounded; if it was cut off: {cut} to {cut_most}",
    )


def _per_case(observations: Sequence[Observation]) -> list[tuple[Observation, Observation]]:
    """涉及群众840人 right behind 复杂疑难矛盾纠纷4起, where the text leaves open which cases are meant."""
    return [
        (people, cases)
        for cases, people in itertools.pairwise(observations)
        if people.counted.startswith("涉及")
        and people.certainty == "ambiguous"
        and cases.certainty == "ambiguous"
        and cases.value
        and people.value is not None
    ]


def _ratio(people: Observation, cases: Observation) -> Derived:
    assert people.value is not None and cases.value is not None
    return Derived(
        "ratio",
        (people.id, cases.id),
        f"每件{people.counted}:{people.value}÷{cases.value}",
        f"People per case: {people.value} / {cases.value}",
        "number",
        value=_EXACT.divide(people.value, cases.value),
        condition_zh=f"仅当{people.value}属于{cases.value}件时成立",
        condition_en=f"Only if the {people.value} belong to the {cases.value}",
    )


def _usual_limit(o: Observation) -> Derived:
    """50余 is usually read as 51–59: the next step of the last non-zero digit. Never a stated bound."""
    assert o.value is not None
    limit = o.value + last_step(o.value)
    return Derived(
        "usual-limit-of-yu",
        (o.id,),
        f"“{o.value}余”习惯读法的上限（原文没有给出）：不到{limit}",
        f"Usual upper limit of “more than {o.value}” (not given by the text): below {limit}",
        o.unit,
        max_exclusive=limit.to_integral_value(ROUND_CEILING),
    )
