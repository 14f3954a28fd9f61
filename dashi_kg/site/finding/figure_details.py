"""What the search tells of a figure besides its words: its value with the unit, and which indicator it is of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from dashi_kg.export.tables.lookup import Facts
from dashi_kg.query.result import Term
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.facts.quantity import unit_name
from dashi_kg.site.shared.amounts import Amount, said
from dashi_kg.site.shared.site_graph import SiteGraph

# the bounds of a value: which it is, and whether it lies outside
_BOUNDS = (("minExclusive", "low", True), ("minInclusive", "low", False), ("maxExclusive", "high", True), ("maxInclusive", "high", False))  # fmt: skip
# the properties of a figure that are looked at
DETAILS = ("sosa:observedProperty", "sosa:hasSimpleResult", "qudt:hasUnit", "classifier", "qualifier", *(name for name, _, _ in _BOUNDS))  # fmt: skip


class FigureDetails(NamedTuple):
    """``value``: its digits, ``""`` where the text gives none; ``unit``: the counter word or unit in Chinese;
    ``amount_zh``, ``amount_en``: value, unit and bounds in words (``多于 50 次``); ``indicator``: IRI below the base."""

    value: str
    unit: str
    amount_zh: str
    amount_en: str
    indicator: str


class IndicatorDetails(NamedTuple):
    """An indicator or combination: the keys of its topic and of its kind of quantity, its names; in the order of the catalogue."""

    topic: str
    kind: str
    zh: str
    en: str


def figure_details(site_graph: SiteGraph, iris: str) -> Mapping[str, FigureDetails]:
    """IRI below the base of each figure and required figure → what is told of it.

    Args:
        iris: those that are looked at, as SPARQL writes them.
    """
    fz, base = f"{site_graph.base}ns#", site_graph.base
    parts = [f"OPTIONAL {{ ?f <{fz}{name}> ?v{n} }}" for n, (name, _, _) in enumerate(_BOUNDS)]
    query = (
        f"SELECT ?f ?i ?value ?unit ?counter ?how {' '.join(f'?v{n}' for n in range(len(_BOUNDS)))} WHERE {{ "
        f"VALUES ?f {{ {iris} }} ?f {curie('sosa:observedProperty')} ?i . OPTIONAL {{ ?f {curie('sosa:hasSimpleResult')} ?value }} "
        f"OPTIONAL {{ ?f {curie('qudt:hasUnit')} ?unit }} OPTIONAL {{ ?f <{fz}classifier> ?counter }} "
        f"OPTIONAL {{ ?f <{fz}qualifier> ?how }} {' '.join(parts)} }}"
    )
    found: dict[str, FigureDetails] = {}
    # a store on the disk takes long for its own order: it looks up the words again for each comparison
    rows = sorted(site_graph.reader.rows(query), key=lambda row: (value(row[0]), value(row[1])))
    for figure, indicator, *told in rows:
        found.setdefault(value(figure).removeprefix(base), _detail(site_graph, value(indicator), told))
    return found


def figure_details_in(
    site_graph: SiteGraph, facts: Facts, iris: Iterable[str]
) -> Mapping[str, FigureDetails]:
    """See :func:`figure_details`; out of what a report says.

    Args:
        site_graph: has the names of units.
        facts: of the report, each once.
        iris: those that are looked at.
    """
    fz, base = f"{site_graph.base}ns#", site_graph.base
    names = (
        *(curie(name).value for name in ("sosa:hasSimpleResult", "qudt:hasUnit")),
        *(f"{fz}{name}" for name in ("classifier", "qualifier", *(name for name, _, _ in _BOUNDS))),
    )
    found: dict[str, FigureDetails] = {}
    for iri in iris:
        if indicator := facts.one(iri, curie("sosa:observedProperty").value):
            told = [next(iter(facts.all(iri, name)), None) for name in names]
            found[iri.removeprefix(base)] = _detail(site_graph, indicator, told)
    return found


def _detail(site_graph: SiteGraph, indicator: str, told: Sequence[Term | None]) -> FigureDetails:
    """What is told of one.

    Args:
        indicator: IRI.
        told: number, unit, counter word, qualifier and bounds, so far as they are there.
    """
    number, unit, counter, how, *bounds = told
    low, low_open = _bound(bounds, "low")
    high, high_open = _bound(bounds, "high")
    units = {
        lang: unit_name(
            site_graph.labels, value(counter) if counter else "", value(unit) if unit else "", lang
        )
        for lang in ("zh", "en")
    }
    number_of = _decimal(number) if number else None
    words = [
        said(
            Amount(number_of, units[lang], value(how).rpartition("/")[2] if how else "", low, low_open, high, high_open),
            lang,
        )
        for lang in ("zh", "en")
    ]  # fmt: skip
    return FigureDetails(
        "" if number_of is None else format(number_of.normalize(), "f"),
        units["zh"], words[0], words[1], indicator.removeprefix(site_graph.base),
    )  # fmt: skip


def _decimal(term: Term) -> Decimal:
    """A number without zeros behind the point that say nothing: a store keeps 12.50 as 12.5."""
    words = value(term)
    return Decimal(words.rstrip("0").removesuffix(".") if "." in words else words)


def _bound(bounds: Sequence[Term | None], which: str) -> tuple[Decimal | None, bool]:
    for term, (_, side, is_open) in zip(bounds, _BOUNDS, strict=True):
        if side == which and term is not None:
            return _decimal(term), is_open
    return None, False


def indicator_details(site_graph: SiteGraph, indicators: set[str]) -> Mapping[str, IndicatorDetails]:
    """IRI below the base of each of these indicators → what is told of it."""
    fz, base = f"{site_graph.base}ns#", site_graph.base
    query = f"SELECT ?i ?t ?k WHERE {{ ?i <{fz}about> ?t OPTIONAL {{ ?i <{fz}quantityKind> ?k }} }} ORDER BY ?i ?t ?k"
    about = {
        value(i).removeprefix(base): (value(topic).rpartition("/")[2], value(kind).rpartition("/")[2] if kind else "")
        for i, topic, kind in site_graph.reader.rows(query)
    }  # fmt: skip
    labels = site_graph.labels
    labels.need(base + path for path in indicators)
    return {
        path: IndicatorDetails(
            *about.get(path, ("", "")), labels.said(base + path, "zh").words, labels.said(base + path, "en").words
        )
        for path in sorted(indicators)
    }  # fmt: skip
