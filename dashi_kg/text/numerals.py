"""Numbers as they stand in Chinese prose."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1_000}
MAGNITUDES = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_MOST_DIGITS = 20


def chinese_number(words: str) -> int | None:
    """The value of a Chinese numeral below 万, or ``None`` where the words are none.

    >>> chinese_number("二十三"), chinese_number("一百零五"), chinese_number("二〇二三"), chinese_number("十")
    (23, 105, 2023, 10)
    """
    if not words or any(c not in DIGITS and c not in PLACES for c in words):
        return None
    if all(c in DIGITS for c in words):
        return int("".join(str(DIGITS[c]) for c in words))
    total, digit = 0, None
    last = 10_000
    for c in words:
        if c in DIGITS:
            digit = DIGITS[c]
            continue
        place = PLACES[c]
        if place >= last:
            return None
        total += (1 if digit is None else digit) * place
        digit, last = None, place
    return total + (digit or 0)


def number(words: str) -> Decimal | None:
    """The value of digits (``50``, ``1,234``, ``99.8``) or of a Chinese numeral; else ``None``."""
    plain = words.replace(",", "").replace(" ", "").replace("\u2060", "")
    if len(plain) > _MOST_DIGITS:
        return None  # no statistic has so many
    if plain and all(c in "0123456789." for c in plain) and plain.count(".") <= 1 and plain[0] != ".":
        return Decimal(plain.rstrip("."))
    whole, point, part = plain.partition("点")
    if point:  # 九十八点五
        value = chinese_number(whole)
        if value is None or not part or any(c not in DIGITS for c in part):
            return None
        return Decimal(f"{value}." + "".join(str(DIGITS[c]) for c in part))
    value = chinese_number(plain)
    return None if value is None else Decimal(value)


def last_step(value: Decimal) -> Decimal:
    """The step of the last non-zero digit: 10 for 150, 10 000 for 180 000, 1 for 7."""
    if value == 0:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** (exponent if isinstance(exponent, int) else 0)
