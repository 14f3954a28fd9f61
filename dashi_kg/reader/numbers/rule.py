"""What a rule for numbers is: a value with a pattern, a production, and examples on both sides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from dashi_kg.text import han


class Reading(NamedTuple):
    """What a rule reads at one place.

    ``start`` and ``end`` are the whole stretch, ``number`` the digits or the numeral in it (without a magnitude behind
    it): half-open code points of the text that was searched. ``value`` is ``None`` where ``low`` and ``high`` say a range.
    ``unit`` is the counter word under its name; ``kind`` is ``count``, ``percent`` or ``fraction``. ``more`` holds
    余, 多, 几, 来 or + as written, ``after`` words such as 以上. ``precision`` is the step of the last digit written
    before a magnitude; ``decimals`` are those of a percentage.
    """

    start: int
    end: int
    number: tuple[int, int]
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    kind: str = "count"
    more: str = ""
    after: str = ""
    scaled: bool = False
    precision: Decimal | None = None
    decimals: int | None = None


class Rule(NamedTuple):
    """One way to write a number.

    Attributes:
        id: as in the scheme ``extraction-rule``.
        hint: a pattern, quick to search, that stands in every text of the rule.
        pattern: in the verbose syntax of :mod:`re`, without blanks of its own (``[ ]`` for one).
        produce: what a match says; ``None`` where it is no number after all.
        examples: words, and what is read in them: values, ranges and units as :func:`said` writes them.
        counterexamples: words in which the rule reads nothing.
        digits: the number itself is always written in digits: where others have read all of these, the rule has nothing to read.
    """

    id: str
    hint: str
    pattern: str
    produce: Callable[[re.Match[str]], Reading | None]
    examples: tuple[tuple[str, str], ...]
    counterexamples: tuple[str, ...]
    digits: bool = False

    def matches(self, view: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Where the pattern holds between two offsets of a folded text; looking round goes beyond them."""
        return compiled(self.pattern).finditer(view, start, end)

    def find(self, view: str) -> Iterator[Reading]:
        """What the rule reads in a folded text."""
        if compiled(self.hint).search(view) is None:
            return iter(())
        return filter(None, map(self.produce, self.matches(view, 0, len(view))))


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of a rule, compiled when it is first used."""
    return han.compiled(pattern, re.VERBOSE)


def said(reading: Reading) -> str:
    """A reading in one line: ``12300+份``, ``2..3次``, ``98.5%``, ``0.333333333333``."""
    words = f"{reading.low:f}..{reading.high:f}" if reading.value is None else f"{reading.value:f}"
    mark = "%" if reading.kind == "percent" else ""
    return words + mark + ("+" if reading.more else "") + reading.unit + reading.after
