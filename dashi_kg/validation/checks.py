"""Checks that are better in the program than in SPARQL: numbers in quotes (S10), check digits (S27)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache

from dashi_kg.reader.numbers.rules import RULES
from dashi_kg.text.credit_code import uscc_is_valid
from dashi_kg.text.fold import fold
from dashi_kg.text.line_ends.joined import plain
from dashi_kg.text.numerals import number
from dashi_kg.text.patterns import CELL_NUMBER
from dashi_kg.validation.compiled.values import lexical, plainest
from dashi_kg.validation.data import Data, Solution

_KEPT = 4096
_DIGIT = re.compile(r"\d")
_PLAIN = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,4})?")

# The queries of the checks are there to be seen, as those of the shapes are: what they name is what is loaded.
_NUMBERS = """
SELECT ?this ?value ?quote ?qualifier WHERE {
  VALUES ?type { fz:Observation fz:Target }
  ?this a ?type ; sosa:hasSimpleResult ?value ; fz:anchor ?anchor .
  OPTIONAL { ?this fz:qualifier ?qualifier }
  ?anchor nif:anchorOf ?quote .
}
"""
_CODES = "SELECT ?this ?value WHERE { ?this org:identifier ?value . FILTER(DATATYPE(?value) = fz:USCC) }"
QUERIES = (_NUMBERS, _CODES)


# all are tried until one fits, so the order decides nothing but the time: most numbers have their unit behind them
_IN_ORDER = sorted(RULES, key=lambda rule: rule.id != "number-and-unit")


def numbers_in(words: str) -> set[Decimal]:
    """Every value that the words can mean, by every rule of :mod:`dashi_kg.reader.numbers.rules`.

    >>> sorted(numbers_in("满意度九成五,投入1.5万元"))
    [Decimal('95'), Decimal('15000')]
    """
    return {value for value in _numbers(words) if value is not None}


def _numbers(words: str) -> Iterator[Decimal | None]:
    """The same, one after the other: most quotes have the value that is looked for among the first."""
    view = plain(fold(words)).replace("\n", " ")
    for rule in _IN_ORDER:
        for reading in rule.find(view):
            yield reading.value
    if "|" in view:
        for match in CELL_NUMBER.finditer(view):
            yield number(match["number"])


@lru_cache(maxsize=_KEPT)  # 培训1次 stands in many reports
def _stands_in(value: str, quote: str) -> bool:
    if _is_counted(value, fold(quote)):
        return True
    try:
        return Decimal(value) in _numbers(quote)
    except ArithmeticError:
        return False


def _is_counted(value: str, view: str) -> bool:
    """Whether a value stands before a unit or % as most numbers do, with nothing that makes another number of it."""
    begin = _DIGIT.search(view)
    if begin is None or "\n" in view or not _PLAIN.fullmatch(value):
        return False
    for match in _IN_ORDER[0].matches(view, begin.start(), len(view)):  # none begins before the first digit
        number, high, percent, scale = match.group("number", "high", "percent", "scale")
        if (number == value or f"{number}.0" == value) and not high and not scale and percent != "‰":
            return True
    return False


def number_in_quote(data: Data) -> Iterator[Solution]:
    """S10: the value of a statement is a number of its quote; zero where the words say that none occurred."""
    fitting: dict[str, bool] = {}
    rows: dict[str, Solution] = {}
    for this, value, quote, qualifier in data.rows(_NUMBERS, ("this", "value", "quote", "qualifier")):
        assert this and value and quote
        number_words = lexical(value)
        none = qualifier is not None and qualifier.endswith("none-occurred>")
        fits = (none and _is_zero(number_words)) or _stands_in(number_words, lexical(quote))
        fitting[this] = fitting.get(this, False) or fits
        rows[this] = {"this": this, "value": plainest(value), "quote": quote}
    for this, fits in fitting.items():
        if not fits:
            yield rows[this]


def _is_zero(value: str) -> bool:
    try:
        return Decimal(value) == 0
    except ArithmeticError:
        return False


def uscc_check_digit(data: Data) -> Iterator[Solution]:
    """S27: every identifier typed ``fz:USCC`` has a right check digit."""
    for row in data.select(_CODES):
        if not uscc_is_valid(lexical(row["value"])):
            yield row


CHECKS: dict[str, Callable[[Data], Iterator[Solution]]] = {
    "number-in-quote": number_in_quote,
    "uscc-check-digit": uscc_check_digit,
}
