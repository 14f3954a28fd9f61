"""Figures: observations and targets with what they count, of whom, when, and how they belong to each other."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from dashi_kg.graph.figures.comparison import Indicators, write_comparison
from dashi_kg.graph.figures.derive import derive
from dashi_kg.graph.figures.figure_indicators import per_what, write_indicator
from dashi_kg.graph.figures.naming import named_indicators
from dashi_kg.graph.figures.periods import period_key, write_periods, year_of
from dashi_kg.graph.nodes.canvas import Canvas, value_literal
from dashi_kg.knowledge.lasting import numbered
from dashi_kg.model import Observation
from dashi_kg.model.kinds import USUAL_COUNTING_RULE, kind
from dashi_kg.rdf.namespaces import curie, typed

_UNITS = {
    "number": "unit:NUM", "percent": "unit:PERCENT", "yuan": "unit:CCY_CNY", "hour": "unit:HR", "minute": "unit:MIN",
    "day": "unit:DAY", "month": "unit:MO", "year": "unit:YR", "square-metre": "unit:M2",
    "square-kilometre": "unit:KiloM2", "kilometre": "unit:KiloM", "metre": "unit:M", "hectare": "unit:HA", "tonne": "unit:TONNE",
    "kilogram": "unit:KiloGM", "kilowatt-hour": "unit:KiloW-HR", "second": "unit:SEC", "dollar": "unit:CCY_USD",
    "fraction": "unit:FRACTION", "one": "unit:UNITLESS",
}  # fmt: skip
_OWN_UNITS = {"class-hour": "unit/ClassHour", "percentage-point": "unit/PercentagePoint"}
_COMPARED = {
    "year-on-year": "yearOnYear",
    "previous-period": "previousPeriod",
    "earlier-value": "earlierValue",
}


def write_figures(c: Canvas) -> None:
    """Each figure with its report, issuer and year, and one indicator."""
    write_periods(c)
    named = named_indicators(c.vocabulary, c.n.base, c.found.observations, c.found.source.text)
    indicators = {o.id: write_indicator(c, o, named.get(o.id)) for o in c.found.observations}
    for o in c.found.observations:
        _write_figure(c, o, indicators)
        if o.measure:
            c.topics_in.setdefault(o.measure, set()).add(indicators[o.id].topic)


def _write_figure(c: Canvas, o: Observation, indicators: Indicators) -> None:
    node = c.item(o.id)
    c.types(node, c.kind("target" if o.kind == "target" else "observation"))
    c.named(node, o.id, c.quote(o.span))
    c.add(node, c.n.fz("issuer"), c.issuer)
    if year := year_of(o, c.year):
        c.add(node, c.n.fz("year"), typed(year, "gYear"))
    c.add(node, curie("sosa:observedProperty"), indicators[o.id].node)
    c.add(node, c.n.fz("role"), c.n(f"figure-role/{o.role}"))
    if o.about:  # else the issuer
        c.add(node, c.n.fz("describes"), c.node(o.about))
    c.add(node, curie("sosa:phenomenonTime"), c.n(f"period/{period_key(o.period)}"))
    if o.period_basis == "explicit":
        c.add(node, c.n.fz("periodBasis"), c.n.fz("explicit"))
    if o.kind == "practice":
        c.add(node, c.n.fz("statementKind"), c.n.fz("practice"))
    write_comparison(c, node, o, indicators)
    _write_value(c, node, o)
    _write_change(c, node, o)
    _write_relations(c, node, o)
    # a figure that names no rule at all was counted by the usual one, too
    c.stated_by(
        node, [o.span], o.rule, "target" if o.kind == "target" else "observation", repeat=not counting_rule(o)
    )


def _write_value(c: Canvas, node: NamedNode, o: Observation) -> None:
    """The number, its unit, how it is qualified, and the words of what is counted."""
    if o.value is not None:
        c.add(node, curie("sosa:hasSimpleResult"), value_literal(o.value, o.unit))
        c.add(node, curie("qudt:hasUnit"), unit(c, o.unit))
    if o.classifier and (word := c.vocabulary.find("classifier", o.classifier)):
        c.add(node, c.n.fz("classifier"), NamedNode(word.iri))
    if o.qualifier != "exact":
        c.add(node, c.n.fz("qualifier"), c.n(f"qualifier/{o.qualifier}"))
    for term, bound in (
        ("minInclusive", o.min_inclusive),
        ("minExclusive", o.min_exclusive),
        ("maxInclusive", o.max_inclusive),
        ("maxExclusive", o.max_exclusive),
        ("statedPrecision", o.stated_precision),
    ):
        if bound is not None:
            c.add(node, c.n.fz(term), value_literal(bound, o.unit))
    c.add(node, c.n.fz("countedThing"), Literal(o.counted, language="zh"))
    counting = counting_rule(o)
    if counting and not (counting == USUAL_COUNTING_RULE and o.rule == kind("observation").usual_rule):
        c.add(node, c.n.fz("countedBy"), NamedNode(c.vocabulary.concept("counting-rule", counting).iri))
    if o.decimals:  # of a rate without: none
        c.add(node, c.n.fz("decimals"), typed(o.decimals, "integer"))
    if per := per_what(o):
        c.add(node, c.n.fz("per"), c.n.fz(per))
    if o.certainty != "clear":
        c.add(node, c.n.fz("certainty"), c.n.fz(o.certainty))


def counting_rule(o: Observation) -> str:
    """The rule by which it was read what a figure counts; ``""`` where the rule that read the number said it."""
    return next(iter(o.rules_of("counted")[-1:]), "")


def _write_change(c: Canvas, node: NamedNode, o: Observation) -> None:
    """Direction and base of a change; whether the value is its size or what it reached, the role says."""
    if not o.change:
        return
    if o.change.direction:
        c.add(node, c.n.fz("changeDirection"), c.n.fz(o.change.direction))
    if o.change.compared:
        c.add(node, c.n.fz("comparedWith"), c.n.fz(_COMPARED[o.change.compared]))
    if o.change.previous is not None:
        c.add(node, c.n.fz("previousValue"), value_literal(o.change.previous, o.unit))


def _write_relations(c: Canvas, node: NamedNode, o: Observation) -> None:
    """Other figures that it is part of or follows from; the measure and section that it stands in."""
    for term, other in (
        ("componentOf", o.component_of),
        ("numerator", o.numerator),
        ("denominator", o.denominator),
        ("changeOf", o.change_of),
        ("changedFrom", o.changed_from),
        ("scopeOf", o.scope_of),
        ("reportedIn", o.measure),
    ):
        if other:
            c.add(node, c.n.fz(term), c.item(other))
    for whole in o.possible_wholes:
        c.add(node, c.n.fz("possibleComponentOf"), c.item(whole))
    if o.component_of and o.breakdown > 1:
        c.add(node, c.n.fz("breakdown"), typed(o.breakdown, "integer"))
    if o.actor:
        c.add(node, c.n.fz("actorWords"), Literal(o.actor, language="zh"))
    if not o.measure:  # a measure says in which section it stands
        c.add(node, c.n.fz("inSection"), c.item(f"s{o.section}"))


def unit(c: Canvas, key: str) -> NamedNode:
    """The unit of a key of the model: QUDT's, or our own where QUDT has none."""
    return c.n(_OWN_UNITS[key]) if key in _OWN_UNITS else curie(_UNITS[key])


def write_derived(c: Canvas) -> None:
    """Derived values in their own graph, named by their rule and what they follow from."""
    graph = c.graph("derived")
    values = derive(c.found.observations)
    names = numbered("d", (" ".join((value.rule, *map(c.lasting, value.inputs))) for value in values))
    for name, value in zip(names, values, strict=True):
        node = c.item(name)
        c.types(node, c.kind("derived"), graph=graph)
        c.label(node, value.zh, value.en, graph)
        c.add(node, c.n.fz("derivationRule"), Literal(value.rule), graph)
        for source in value.inputs:
            c.add(node, curie("prov:wasDerivedFrom"), c.item(source), graph)
        for term, number_value in (
            ("value", value.value),
            ("minInclusive", value.min_inclusive),
            ("maxInclusive", value.max_inclusive),
            ("maxExclusive", value.max_exclusive),
        ):
            if number_value is not None:
                c.add(node, c.n.fz(term), value_literal(number_value, value.unit), graph)
        c.add(node, curie("qudt:hasUnit"), unit(c, value.unit), graph)
        for language, words in (("zh", value.condition_zh), ("en", value.condition_en)):
            if words:
                c.add(node, c.n.fz("condition"), Literal(words, language=language), graph)
        c.basis(node, "derived", graph)
