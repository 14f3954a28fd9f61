"""A value in words: what the text's qualifier and bounds say of the number, in zh and en."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

_SHAPES = {
    "total": ("共 {}", "{} in total"),
    "more-than": ("多于 {}", "more than {}"),
    "at-least": ("不少于 {}", "at least {}"),
    "at-most": ("不超过 {}", "at most {}"),
    "about": ("约 {}", "about {}"),
    "below": ("近 {}（未到）", "nearly {}, but below"),
    "reaches": ("达到 {}", "reaches {}"),
}
_NONE = {
    "full-coverage": ("全覆盖，原文未给数字", "full coverage; the text gives no number"),
    "": ("原文未给数字", "the text gives no number"),
}
_ABOVE = (("不少于 {}", "at least {}"), ("多于 {}", "more than {}"))
_UNDER = (("不超过 {}", "at most {}"), ("少于 {}", "less than {}"))
_ZERO = ("未发生，记为 0", "none occurred, recorded as 0")


@dataclass(frozen=True, slots=True)
class Amount:
    """A value with its unit as the graph has it.

    ``low`` and ``high`` are the stated bounds, ``None`` where there is none; ``*_open``: the bound is exclusive.
    ``unit`` is in the reader's language (``次``, ``times``, ``%``), ``words`` as the text writes it (``50余次``).
    """

    value: Decimal | None
    unit: str = ""
    qualifier: str = ""
    low: Decimal | None = None
    low_open: bool = False
    high: Decimal | None = None
    high_open: bool = False
    words: str = ""

    @property
    def open_above(self) -> bool:
        """The value lies at or above what is drawn, no upper bound being stated."""
        return self.low is not None and self.high is None

    @property
    def open_below(self) -> bool:
        """The value lies at or below what is drawn, no lower bound being stated."""
        return self.high is not None and self.low is None

    @property
    def drawn(self) -> Decimal | None:
        """The number at which a chart draws it: the value, else the bound that is there."""
        for number in (self.value, self.high, self.low):
            if number is not None:
                return number
        return None


def plain(number: Decimal) -> str:
    """Digits in groups of three, decimals as stated.

    >>> plain(Decimal("60000")), plain(Decimal("99.8"))
    ('60,000', '99.8')
    """
    return format(number, ",f")


def said(amount: Amount, lang: str) -> str:
    """The amount for a reader.

    >>> said(Amount(Decimal(50), "次", "more-than", Decimal(50), True), "zh")
    '多于 50 次'
    >>> said(Amount(Decimal(42), "persons", "total"), "en")
    '42 persons in total'
    """
    column = 1 if lang == "en" else 0
    if amount.qualifier == "none-occurred":
        return _ZERO[column]
    if amount.value is None and amount.low is not None and amount.high is not None:
        return f"{with_unit(amount.low, '', lang)}–{with_unit(amount.high, amount.unit, lang)}"
    for bound, is_open, words in (
        (amount.low, amount.low_open, _ABOVE),
        (amount.high, amount.high_open, _UNDER),
    ):
        if amount.value is None and bound is not None:
            return words[is_open][column].format(with_unit(bound, amount.unit, lang))
    if amount.value is None:
        return _NONE.get(amount.qualifier, _NONE[""])[column]
    number = with_unit(amount.value, amount.unit, lang)
    return _SHAPES.get(amount.qualifier, ("{}", "{}"))[column].format(number)


def with_unit(number: Decimal, unit: str, lang: str) -> str:
    """A number and its unit; the sign % stands close."""
    gap = "" if not unit or unit in "%‰" else " "
    return f"{plain(number)}{gap}{unit}"
