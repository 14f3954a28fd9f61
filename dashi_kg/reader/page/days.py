"""Dates of a page, in digits or Chinese numerals."""

from __future__ import annotations

from datetime import date

from dashi_kg.reader.rules.table import wordings
from dashi_kg.text import patterns
from dashi_kg.text.numerals import chinese_number

_SAID = wordings("days")

CHINESE_DATE = _SAID["chinese-date"]


def day_at(view: str, start: int, end: int) -> tuple[str, int] | None:
    """A date right at ``start``, in digits or Chinese numerals: as ISO 8601, and where it ends.

    >>> day_at("2024年1月5日", 0, 9), day_at("二〇二四年一月五日", 0, 9), day_at("2024-02-30", 0, 10)
    (('2024-01-05', 9), ('2024-01-05', 9), None)
    """
    if found := patterns.DATE.match(view, start, end):
        parts = (int(found["y"]), int(found["m"]), int(found["d"]))
    elif found := CHINESE_DATE.match(view, start, end):
        year = found["y"].replace("○", "〇").replace("O", "〇").replace("0", "〇").replace("2", "二")
        whole = int(found["y"]) if found["y"].isdigit() else chinese_number(year)
        numbers = (whole, chinese_number(found["m"]), chinese_number(found["d"]))
        if None in numbers:
            return None
        parts = tuple(numbers)  # type: ignore[assignment]
    else:
        return None
    try:
        return date(*parts).isoformat(), found.end()
    except ValueError:
        return None
