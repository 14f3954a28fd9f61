"""The forms in which a number stands in prose, and the value of each.

Seven forms: digits with a counter word, Chinese numerals with a counter word, percentages (98%, 百分之九十, 九成五),
fractions (三分之二), ranges (3至5次), bare digits where the words before them ask for a number, and digits before a counter
word that no list knows.
"""

from __future__ import annotations

import re
from decimal import Context as Precision
from decimal import Decimal

from dashi_kg.text import patterns
from dashi_kg.text.numerals import MAGNITUDES, number

# in the order tried; a number read by one form is not read again
FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("range", patterns.RANGE),
    ("fraction", patterns.FRACTION),
    ("percent-in-words", patterns.PERCENT_WORDS),
    ("tenths", patterns.TENTHS),
    ("number-and-unit", patterns.QUANTITY),
    ("chinese-number-and-unit", patterns.CHINESE_QUANTITY),
    ("bare-number", patterns.BARE_NUMBER),
    ("number-and-unlisted-unit", patterns.UNLISTED_UNIT),
)
_TWELVE = Precision(prec=12)


def place(match: re.Match[str]) -> tuple[int, int]:
    """Where the digits or the numeral of a match stand (without 万 behind them)."""
    groups = match.groupdict()
    if groups.get("bottom") is not None:
        return match.start("bottom"), match.end("number")
    if groups.get("low") is not None:
        return match.start("low"), match.end("number")
    name = "big" if groups.get("big") else "number"
    begin = match.start("high") if groups.get("high") else match.start(name)
    return begin, match.end("half") if groups.get("half") else match.end(name)


def scale_of(match: re.Match[str]) -> int:
    """10 000 for 万, 1 000 000 for 百万, else 1."""
    scale = 1
    for character in match.groupdict().get("scale") or "":
        scale *= MAGNITUDES[character]
    return scale


def written(match: re.Match[str]) -> Decimal | None:
    """The number as written, without its magnitude: 1.5 for 1.5万, 10 000 for the 万 of 近万人."""
    words = match.groupdict().get("big") or match["number"]
    return Decimal(MAGNITUDES["万"]) if words == "万" else number(words)


def bounds(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    """Both ends of a range; ``None`` where they are none."""
    low, high = number(match["low"]), number(match["number"])
    if low is None or high is None:
        return None
    scale = scale_of(match)
    groups = match.groupdict()
    own = 1 if groups.get("low_word") else scale  # 3至5万元, but 500元至2万元
    low, high = low * MAGNITUDES.get(groups.get("low_scale") or "", own), high * scale
    return (whole(low), whole(high)) if low < high else None


def amount(rule: str, match: re.Match[str]) -> Decimal | None:
    """The value of a match of one of :data:`FORMS`, the range aside; ``None`` where it is no number.

    A percentage is its number (九成五 is 95), a fraction has twelve digits.
    """
    groups = match.groupdict()
    if rule == "fraction":
        top, bottom = number(match["number"]), number(match["bottom"])
        return _TWELVE.divide(top, bottom) if top and bottom and top < bottom else None
    plain = written(match)
    if plain is None:
        return None
    value = plain * scale_of(match)
    if groups.get("high"):  # 3万5千余人
        value += Decimal(match["high"]) * MAGNITUDES[match["high_scale"]]
    if rule == "tenths":
        value *= 10
        if half := groups.get("half"):  # 八成五
            value += 5 if half == "半" else number(half) or 0
    if groups.get("percent") == "‰":
        value /= 10
    return value if groups.get("percent") or rule in ("tenths", "percent-in-words") else whole(value)


def whole(value: Decimal) -> Decimal:
    """15000, not 15000.0, for 1.5万."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
