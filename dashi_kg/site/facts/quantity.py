"""The amount of an observation, target or derived value, out of its node."""

from __future__ import annotations

from decimal import Decimal

from dashi_kg.site.facts.report_graph import Node
from dashi_kg.site.layout.labels import Labels
from dashi_kg.site.shared.amounts import Amount
from dashi_kg.text import patterns
from dashi_kg.text.fold import fold
from dashi_kg.text.numerals import MAGNITUDES, number

_UNITS = {"NUM": "", "PERCENT": "%", "UNITLESS": "", "FRACTION": ""}


def unit_name(labels: Labels, classifier: str, unit: str, lang: str) -> str:
    """What a number is followed by: the counter word, else the unit, by their IRIs; ``""`` where it counts bare."""
    if classifier:
        return labels.said(classifier, lang).words
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
    scaled = "fz:statedPrecision" in node.values  # 1.5万: the digits after the point are not those of 15,000
    return value if decimals is None or scaled else value.quantize(Decimal(1).scaleb(-int(decimals)))


def words_of(node: Node) -> str:
    """The number as the text writes it (50余次, 18万张), where that is more than its digits and counter word."""
    value = node.number("sosa:hasSimpleResult")
    if value is None or not node.anchors:
        return ""
    quote = node.anchors[0].quote
    view = fold(quote)
    for pattern in (patterns.QUANTITY, patterns.CHINESE_QUANTITY):
        for match in pattern.finditer(view):
            amount = number(match["number"])
            if amount is None:
                continue
            parts = match.groupdict()
            for character in parts.get("scale") or "":
                amount *= MAGNITUDES[character]
            more = any(parts.get(name) for name in ("yu1", "scale", "yu2", "yu3", "after"))
            if amount == value and len(view) == len(quote) and (more or pattern is patterns.CHINESE_QUANTITY):
                return quote[match.start() : match.end()]
    return ""
