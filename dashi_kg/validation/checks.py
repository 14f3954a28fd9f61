"""Checks that are better in the program than in SPARQL: numbers in quotes (S10), check digits (S27)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from pyoxigraph import NamedNode, Store

from dashi_kg.rdf.namespaces import FOREIGN
from dashi_kg.rdf.terms import select, value
from dashi_kg.reader.numbers.rules import RULES
from dashi_kg.text.credit_code import uscc_is_valid
from dashi_kg.text.fold import fold
from dashi_kg.text.line_ends.joined import plain
from dashi_kg.text.numerals import number
from dashi_kg.text.patterns import CELL_NUMBER

Row = dict[str, str]

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


def number_in_quote(store: Store, base: str) -> Iterator[tuple[NamedNode, Row]]:
    """S10: the value of a statement is a number of its quote; zero where the words say that none occurred."""
    prefixes = {"fz": f"{base}ns#", "sosa": FOREIGN["sosa"], "nif": FOREIGN["nif"]}
    fitting: dict[NamedNode, bool] = {}
    rows: dict[NamedNode, Row] = {}
    for solution in select(store, _NUMBERS, prefixes=prefixes):
        this, number_value, quote = solution["this"], value(solution["value"]), value(solution["quote"])
        none = "qualifier" in solution and value(solution["qualifier"]).endswith("none-occurred")
        try:
            fits = (none and Decimal(number_value) == 0) or Decimal(number_value) in _numbers(quote)
        except ArithmeticError:
            fits = False
        fitting[this] = fitting.get(this, False) or fits
        rows[this] = {"value": number_value, "quote": quote}
    for this in fitting:
        if not fitting[this]:
            yield this, rows[this]


def uscc_check_digit(store: Store, base: str) -> Iterator[tuple[NamedNode, Row]]:
    """S27: every identifier typed ``fz:USCC`` has a right check digit."""
    prefixes = {"fz": f"{base}ns#", "org": FOREIGN["org"]}
    for solution in select(store, _CODES, prefixes=prefixes):
        code = value(solution["value"])
        if not uscc_is_valid(code):
            yield solution["this"], {"value": code}


CHECKS: dict[str, Callable[[Store, str], Iterator[tuple[NamedNode, Row]]]] = {
    "number-in-quote": number_in_quote,
    "uscc-check-digit": uscc_check_digit,
}
