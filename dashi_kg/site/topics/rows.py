"""Figures with all their columns, out of the graph: the rows of every table of figures, on pages as in exports."""

from __future__ import annotations

from dashi_kg.export.tables.observations import Row, observation_rows
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.shared.site_graph import SiteGraph

# what leads from a figure to the nodes whose words stand in its row
_OURS = (
    "inReport", "issuer", "describes", "reportedIn", "inSection", "anchor", "role", "classifier", "qualifier",
    "countedBy", "rule", "about",
)  # fmt: skip
_FOREIGN = (
    "sosa:observedProperty", "sosa:phenomenonTime", "dct:creator", "dct:spatial", "schema:containedInPlace",
    "time:hasBeginning", "time:hasEnd",
)  # fmt: skip


def figure_rows(site_graph: SiteGraph, pattern: str) -> list[Row]:
    """The rows of some figures, as :func:`~dashi_kg.export.tables.observations.observation_rows` makes them.

    Args:
        pattern: a SPARQL pattern that binds ``?figure``; IRIs in full.

    Returns:
        By report and place in the text.
    """
    base, reader = site_graph.base, site_graph.reader
    follow = frozenset((*(f"{base}ns#{name}" for name in _OURS), *(curie(name).value for name in _FOREIGN)))
    query = f"SELECT DISTINCT ?figure WHERE {{ {pattern} }}"
    figures = sorted(value(row[0]) for row in reader.rows(query))
    known: set[str] = set()
    wanted, triples = set(figures), []
    while wanted:
        found = reader.about(sorted(wanted))
        known |= wanted
        triples += [s.triple for s in found]
        wanted = {
            value(s.object) for s in found if s.predicate in follow and value(s.object).startswith(base)
        } - known
    rows = observation_rows(triples, base)
    return [row for row in rows if row["iri"] in set(figures)] if len(rows) != len(figures) else rows
