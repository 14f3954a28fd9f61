"""The ways in which a number stands in prose, as rules in the order tried: what one has read no other reads again.

A numeral is read as a whole or not at all: no sign of a numeral stands right before or behind what a rule reads. Patterns
are for the folded view (:mod:`dashi_kg.text.fold`). Examples stand beside each rule, and the tests read every one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Context as Precision
from decimal import Decimal
from pathlib import Path
from typing import Any

from dashi_kg.prepared import worked_out
from dashi_kg.reader.numbers.rule import Reading, Rule
from dashi_kg.reader.rules.table import filled, word_class, wordings, yaml_rows
from dashi_kg.text.numerals import (
    MAGNITUDES,
    ONE_TO_NINE,
    by_position,
    last_step,
    number,
    pair,
)
from dashi_kg.text.patterns import UNIT_NAMES

_SAID = wordings("rules")
_MONEY = _SAID["money"]
_MONEY_BEHIND = _SAID["money-behind"]
_NO_PLAN = _SAID["no-plan"]
WAYS = Path(__file__).with_name("ways.yaml")
_TWELVE = Precision(prec=12)
_NEAR = 30  # characters in which the words stand that make a sum of money


# ------------------------------------------------------------------ productions
def _reading(match: re.Match[str], place: tuple[int, int], **said: object) -> Reading:
    groups = match.groupdict()
    get = groups.get
    more = (get("yu1") or "") + (get("yu2") or "") + (get("yu3") or "")
    return Reading(match.start(), match.end(), place, more=more, after=groups.get("after") or "", **said)  # type: ignore[arg-type]


def unit_name(word: str) -> str:
    """The name of a unit: 平方米 for ㎡ and 平米, 公里 for km; any other word as it stands."""
    return UNIT_NAMES.get(word, word)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _whole(value: Decimal) -> Decimal:
    """15000, not 15000.0, for 1.5万."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _factor(scale: str | None) -> int:
    """10 000 for 万, 1 000 000 for 百万, 1 where there is none."""
    factor = 1
    for sign in (scale or "").removeprefix("个"):
        factor *= 10 if sign == "十" else MAGNITUDES[sign]
    return factor


def _percent(plain: Decimal, match: re.Match[str], place: tuple[int, int], parts: int) -> Reading:
    value = plain * 100 / parts
    return _reading(
        match, place, value=value, kind="percent", decimals=_decimals(plain) + len(str(parts)) - 3
    )


def _counted(match: re.Match[str]) -> Reading | None:
    """Digits or a numeral, with what stands before (3万|5千) and a magnitude behind it."""
    groups = match.groupdict()
    high, words, scale = groups.get("high") or "", match["number"], groups.get("scale") or ""
    place = (match.start("high") if high else match.start("number"), match.end("number"))
    if groups.get("percent"):
        plain = number(words)
        return (
            None
            if plain is None or high
            else _percent(plain, match, place, 1000 if match["percent"] == "‰" else 100)
        )
    if by_position(words) or (words == "万" and scale):
        return None  # 三六五
    digits = words[0].isascii()
    if high or not digits:
        value = number(high + words + scale)
        step = (
            last_step(value)
            if value is not None and (scale or "万" in words or "亿" in words or high)
            else None
        )
    else:
        plain = number(words)
        value = plain if plain is None or not (scale or "." in words) else _whole(plain * _factor(scale))
        step = last_step(plain) * _factor(scale) if plain is not None and scale else None
    if value is None:
        return None
    return _reading(
        match,
        place,
        value=value,
        unit=unit_name(groups.get("unit") or ""),
        scaled=bool(scale),
        precision=step,
    )


def _bare(match: re.Match[str]) -> Reading | None:
    name = "big" if match["big"] else "number"
    plain, factor = number(match[name]), _factor(match["scale"])
    if plain is None:
        return None
    step = last_step(plain) * factor if factor > 1 else None
    found = _reading(match, match.span(name), value=_whole(plain * factor), scaled=factor > 1, precision=step)
    return found._replace(start=match.start(name))


def _hundred_millions(match: re.Match[str]) -> Reading | None:
    plain = number(match["number"])
    if plain is None or by_position(match["number"]):
        return None
    view, end = match.string, match.end()
    money = (
        match["unit"]
        or _MONEY.search(view, max(0, match.start() - _NEAR), match.start())
        or _MONEY_BEHIND.match(view, end)
    )
    value = _whole(plain * MAGNITUDES["亿"])
    return _reading(
        match, match.span("number"), value=value, unit="元" if money else "", scaled=True,
        precision=last_step(plain) * MAGNITUDES["亿"],
    )  # fmt: skip


def _between(match: re.Match[str]) -> Reading | None:
    """Both ends of a range; a magnitude behind the second holds for the first where that has none of its own."""
    low_words, high_words, groups = match["low"], match["number"], match.groupdict()
    low, high = number(low_words), number(high_words)
    place = (match.start("low"), match.end("number"))
    if low is None or high is None or by_position(low_words) or by_position(high_words):
        return None
    if high_words[0].isascii():
        factor = _factor(match["scale"])
        own = 1 if groups["low_word"] else factor  # 3至5万元, but 500元至2万元
        low, high = low * MAGNITUDES.get(groups["low_scale"] or "", own), high * factor
    else:
        if low_words == "一" and (high_words not in tuple("两二三") or match["unit"] in _GRADED - {"年"}):
            return None  # 一至三层
        tail = high_words.lstrip(ONE_TO_NINE + "十")  # 三至五|百, 十至二十|万
        high *= _factor(match["scale"])
        low *= MAGNITUDES.get(groups["low_scale"] or "", _factor(match["scale"]))
        if tail in MAGNITUDES and low < MAGNITUDES[tail] and low * MAGNITUDES[tail] < high:
            low *= MAGNITUDES[tail]
        elif low < 10 and high_words.endswith("十") and len(high_words) == 2:
            return None  # 三至五十: from three, or from thirty?
    if low >= high:
        return None
    kind = "percent" if groups.get("percent") else "count"
    parts = 10 if groups.get("percent") == "‰" else 1
    return _reading(
        match,
        place,
        low=_whole(low / parts),
        high=_whole(high / parts),
        kind=kind,
        unit=unit_name(groups.get("unit") or ""),
    )


_GRADED = frozenset(word_class("rules", "graded"))


def _approximate(match: re.Match[str]) -> Reading | None:
    words, scale = match["number"].replace("、", ""), match["scale"] or ""
    if _NO_PLAN.fullmatch(words) or (match["unit"] in _GRADED and len(words + scale) == 2):
        return None  # 十四五, 二三级
    if words[0].isascii():
        low, high = Decimal(words[0]), Decimal(words[1])
        ends = (low * _factor(scale), high * _factor(scale)) if high - low == 1 else None
    else:
        ends = pair(words + scale)
    if ends is None:
        return None
    return _reading(
        match,
        match.span("number"),
        low=ends[0],
        high=ends[1],
        unit=unit_name(match["unit"]),
        scaled=bool(scale),
    )


def _of_hundred(match: re.Match[str]) -> Reading | None:
    parts = {"百": 100, "千": 1_000, "万": 10_000}[match["parts"]]
    words, upto = match["number"], match["high"] or match["upto"]
    plain = number(words)
    ends = (plain, number(upto)) if upto else pair(words)
    if ends is not None:
        low, high = ends
        if low is None or high is None or low >= high:
            return None
        place = (match.start("number"), max(match.end("number"), match.end("high"), match.end("upto")))
        share = Decimal(100) / parts
        return _reading(match, place, low=_whole(low * share), high=_whole(high * share), kind="percent")
    return (
        None if plain is None or by_position(words) else _percent(plain, match, match.span("number"), parts)
    )


def _fraction(match: re.Match[str]) -> Reading | None:
    top, bottom = number(match["number"]), number(match["bottom"])
    if not top or not bottom or top >= bottom:
        return None
    begin, end = sorted((match.span("bottom"), match.span("number")))
    return _reading(match, (begin[0], end[1]), value=_TWELVE.divide(top, bottom), kind="fraction")


def _tenths(match: re.Match[str]) -> Reading | None:
    words, half = match["number"], match["half"]
    place = (match.start("number"), match.end("half") if half else match.end("number"))
    if (ends := pair(words)) is not None and not half:
        return _reading(match, place, low=ends[0] * 10, high=ends[1] * 10, kind="percent")
    plain = number(words)
    if plain is None or by_position(words):
        return None
    value = plain * 10 + (0 if not half else 5 if half == "半" else number(half) or 0)
    return _reading(match, place, value=value, kind="percent", decimals=max(_decimals(plain) - 1, 0))


def _money(match: re.Match[str]) -> Reading | None:
    yuan = number(match["number"] + (match["scale"] or ""))
    if yuan is None:
        return None
    jiao, fen = number(match["jiao"]), number(match["fen"] or "零")
    if jiao is None or fen is None:
        return None
    value = yuan + jiao / 10 + fen / 100
    return _reading(
        match,
        (match.start("number"), match.end("fen") if match["fen"] else match.end("jiao")),
        value=value,
        unit="元",
    )


# ------------------------------------------------------------------ rules
_ACTIONS: Mapping[str, Callable[[re.Match[str]], Reading | None]] = {
    "between": _between,
    "fraction": _fraction,
    "of-hundred": _of_hundred,
    "tenths": _tenths,
    "money": _money,
    "hundred-millions": _hundred_millions,
    "approximate": _approximate,
    "counted": _counted,
    "bare": _bare,
}


def one_way(row: Mapping[str, Any]) -> Rule:
    """The rule of a row of ``ways.yaml``, its patterns filled in."""
    examples = tuple(row["examples"].items())
    return Rule(
        row["id"], filled(row["hint"]), filled(row["pattern"]), _ACTIONS[row["action"]], examples, tuple(row["counterexamples"]),
        digits=row.get("digits", False),
    )  # fmt: skip


RULES = tuple(map(one_way, worked_out("ways", str(WAYS), lambda: yaml_rows(WAYS))))
