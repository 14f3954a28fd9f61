"""What a figure must share with another to compare with it, as :mod:`dashi_kg.model.comparing` judges."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from dashi_kg.graph.figures.figure_indicators import Given, combination_of, is_mean, per_what
from dashi_kg.graph.figures.periods import period_key
from dashi_kg.graph.nodes.canvas import Canvas
from dashi_kg.model import Observation
from dashi_kg.model.comparing import Figure, basis
from dashi_kg.reader.facets.sureness import sure_topic

Indicators = dict[str, Given]  # by the id of the figure


def write_comparison(c: Canvas, node: NamedNode, o: Observation, indicators: Indicators) -> None:
    """``fz:comparisonKey`` of a figure that may compare; ``fz:topicCertainty`` where the words leave its topic unsure."""
    indicator, _, named, local = indicators[o.id]
    sure = named or (o.facets is not None and sure_topic(o.facets))
    if not sure:
        c.add(node, c.n.fz("topicCertainty"), c.n.fz("unsure"))
    whole = indicators.get(o.component_of or "")
    found = basis(
        Figure(
            indicator=_key(indicator),
            named=named,
            role=o.role,
            quantity_kind=combination_of(o)[1],
            unit=o.unit,
            period=period_key(o.period),
            qualifier=o.qualifier,
            year=c.year,
            whole=_key(whole.node) if whole else "",
            words="".join(o.counted.split()),
            counter=o.classifier,
            per=per_what(o) or ("mean" if is_mean(o) else ""),
            local_to=c.identity.org_id if local else "",
            practice=o.kind == "practice",
            sure=sure,
            valued=o.value is not None,
        )
    )
    if found:
        c.add(node, c.n.fz("comparisonKey"), Literal(found.key))


def _key(indicator: NamedNode) -> str:
    return indicator.value.rpartition("/")[2]
