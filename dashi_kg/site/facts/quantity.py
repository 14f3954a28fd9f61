"""The amount of an observation, target or derived value, out of its node."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from dashi_kg.reader.numbers.rules import RULES
from dashi_kg.site.facts.report_graph import Node
from dashi_kg.site.layout.labels import Labels
from dashi_kg.site.shared.amounts import Amount
from dashi_kg.text.fold import fold

# rules whose words say more than digits and a counter word: 18万张, 两千余件
_COUNTING = ("number-and-unit", "chinese-number-and-unit", "hundred-millions", "money-in-parts")
# how the code list calls in English a counter word that names no thing
COUNTER = "counter word "
_UNITS = {"NUM": "", "PERCENT": "%", "UNITLESS": "", "FRACTION": ""}


def unit_name(labels: Labels, classifier: str, unit: str, lang: str) -> str:
    """What a number is followed by: the counter word, else the unit, by their IRIs; ``""`` where it counts bare.

    English has no counter words: those that name no thing themselves (条, 项) are left to the name of the indicator.
    """
    if classifier:
        words = labels.said(classifier, lang).words
        if not words.startswith(COUNTER):
            return words
    short = unit.rpartition("/")[2]
    if not unit or short in _UNITS:
        return _UNITS.get(short, "")
    return labels.said(unit, lang).words


def amount_of(node: Node, labels: Labels, lang: str) -> Amount:
    """The value with unit, qualifier and bounds. A counter word (次) stands as the unit of what is counted."""
    name = unit_name(labels, node.iri_of("fz:classifier"), node.iri_of("qudt:hasUnit"), lang)
    low, high = node.number("fz:minExclusive"), node.number("fz:maxExclusive")
    low_open, high_open = low is not None, high is not None
    return Amount(
        value=_stated(node),
        unit=name,
        qualifier=node.small("fz:qualifier"),
        low=low if low_open else node.number("fz:minInclusive"),
        low_open=low_open,
        high=high if high_open else node.number("fz:maxInclusive"),
        high_open=high_open,
        words=words_of(node),
    )


def _stated(node: Node) -> Decimal | None:
    """The value with as many decimals as the text has: a store may keep 12.50 as 12.5."""
    value = node.number("sosa:hasSimpleResult")
    if value is None:
        return node.number("fz:value")
    decimals = node.number("fz:decimals")
    if decimals is None and value == value.to_integral_value():
        return value.to_integral_value()
    scaled = "fz:statedPrecision" in node.values  # 1.5万: the digits after the point are not those of 15,000
    return value if decimals is None or scaled else value.quantize(Decimal(1).scaleb(-int(decimals)))


def words_of(node: Node) -> str:
    """The number as the text writes it (50余次, 18万张), where that is more than its digits and counter word."""
    value = node.number("sosa:hasSimpleResult")
    if value is None or not node.anchors:
        return ""
    return _counted_words(node.anchors[0].quote, value)


@lru_cache(maxsize=4096)  # of both languages, and of reports that use the same words
def _counted_words(quote: str, value: Decimal) -> str:
    view = fold(quote)
    if len(view) != len(quote):
        return ""
    for rule in RULES:
        for read in rule.find(view) if rule.id in _COUNTING else ():
            spelled = not view[read.number[0]].isascii()
            if read.value == value and (spelled or read.scaled or read.more or read.after):
                return quote[read.start : read.end]
    return ""
