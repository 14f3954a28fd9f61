"""Years in Chinese numerals, in the view as digits: 二〇二三年 is 2023年. The length is kept."""

from __future__ import annotations

import re

_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○◯OoΟ0", "0")
_ZERO = "[〇○◯零OoΟ0]"
_YEAR = re.compile(
    rf"(?<![一二三四五六七八九十百千万〇零\d])(?:二{_ZERO}|一九)(?:{_ZERO}|[一二三四五六七八九]){{2}}(?=\s*(?:年|[-—–~至]+\s*二{_ZERO}))"
)


def years_in_digits(view: str) -> str:
    """The view with its years in digits.

    >>> years_in_digits("二〇二三年度,二○一六—二○二〇年")
    '2023年度,2016—2020年'
    """
    return _YEAR.sub(lambda found: "".join(_DIGITS[c] for c in found[0]), view)
