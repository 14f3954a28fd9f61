"""Combinations of facets as indicators: readable, the same in all reports, above the named ones.

The key of a combination is ``topic.kind[.stage[.audience]]``. A named indicator repeats its facets and stands below the
combination of them; a figure without a named indicator is of its combination.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from dashi_kg.rdf.namespaces import RDF_TYPE, Names, curie

# property of an indicator → the scheme that it takes its value from
FACETS = (("about", "topic"), ("quantityKind", "quantity-kind"), ("stage", "stage"), ("audience", "audience"))
# kinds of quantity that are not counted in numbers; none where the unit is that of the figure
_UNITS = {
    "rate": "unit:PERCENT",
    "money": "unit:CCY_CNY",
    "change": "",
    "duration": "",
    "physical": "",
    "other": "",
}
_COUNT = "unit:NUM"

Labels = Mapping[str, Mapping[str, str]]  # path of a concept (``topic/G1``) → language → label


class Combination(NamedTuple):
    """Keys of the schemes ``topic``, ``quantity-kind``, ``stage`` and ``audience`` (``""``: none said)."""

    topic: str
    kind: str
    stage: str = ""
    audience: str = ""

    @property
    def key(self) -> str:
        """The key in IRIs.

        >>> Combination("G1", "matter", "success").key, Combination("E7", "occasion", audience="officers").key
        ('G1.matter.success', 'E7.occasion.officers')
        """
        return ".".join(part for part in self if part)

    @property
    def wider(self) -> Combination | None:
        """The combination with one facet less: first the audience goes, then the stage."""
        if self.audience:
            return self._replace(audience="")
        return self._replace(stage="") if self.stage else None

    def chain(self) -> Iterator[Combination]:
        """This combination and all that are wider."""
        one: Combination | None = self
        while one:
            yield one
            one = one.wider

    def concepts(self) -> list[tuple[str, str]]:
        """Property and path of the concept of each facet that is said."""
        return [(term, f"{scheme}/{key}") for (term, scheme), key in zip(FACETS, self, strict=True) if key]


def combination_quads(
    found: Combination, labels: Labels, base: str, graph: NamedNode | DefaultGraph
) -> list[Quad]:
    """One combination as a concept of the scheme ``indicator``: its names, its facets, and what is wider."""
    n = Names(base)
    node = n(f"indicator/{found.key}")
    facets = found.concepts()
    zh, en = ([labels[path][lang] for _, path in facets] for lang in ("zh", "en"))
    stages = "、".join(zh[2:])
    said: list[tuple[NamedNode, NamedNode | Literal]] = [
        (RDF_TYPE, n.fz("Indicator")),
        (RDF_TYPE, curie("skos:Concept")),
        (curie("skos:inScheme"), n("indicator")),
        (curie("skos:notation"), Literal(found.key)),
        (curie("skos:prefLabel"), Literal("·".join(zh), language="zh")),
        (curie("skos:prefLabel"), Literal(f"{en[0]}: {', '.join(en[1:])}", language="en")),
        (
            curie("skos:definition"),
            Literal(f"关于“{zh[0]}”的数字，数的是{zh[1]}{'：' if stages else ''}{stages}。", language="zh"),
        ),
        (curie("skos:definition"), Literal(f"Figures on {en[0]}: {', '.join(en[1:])}.", language="en")),
        (n.fz("scope"), n.fz("combined")),
        *((n.fz(term), n(path)) for term, path in facets),
    ]
    if unit := _UNITS.get(found.kind, _COUNT):
        said.append((n.fz("defaultUnit"), curie(unit)))
    if found.wider:
        said.append((curie("skos:broader"), n(f"indicator/{found.wider.key}")))
    else:
        said.append((curie("skos:topConceptOf"), n("indicator")))
    return [Quad(node, p, o, graph) for p, o in said]


def with_combinations(quads: Iterable[Quad], base: str, graph: NamedNode | DefaultGraph) -> list[Quad]:
    """Code lists with the combinations above their named indicators.

    A named indicator is below its combination, and no longer at the top of the list.
    """
    quads = list(quads)
    n = Names(base)
    indicator, labelled, top = n.fz("Indicator"), curie("skos:prefLabel"), curie("skos:topConceptOf")
    terms = {n.fz(term): term for term, _ in FACETS}
    said: dict[object, dict[str, str]] = defaultdict(dict)
    named: set[object] = set()
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for q in quads:
        predicate = q.predicate
        if predicate == labelled:
            if isinstance(q.object, Literal) and isinstance(q.subject, NamedNode):
                labels[q.subject.value.removeprefix(base)][q.object.language or ""] = q.object.value
        elif predicate == RDF_TYPE:
            if q.object == indicator:
                named.add(q.subject)
        elif predicate in terms and isinstance(q.object, NamedNode):
            said[q.subject][terms[predicate]] = q.object.value.rpartition("/")[2]
    facets = {node: of for node, of in said.items() if node in named}
    above = {node: Combination(*(of.get(term, "") for term, _ in FACETS)) for node, of in facets.items()}
    kept = [q for q in quads if not (q.predicate == top and q.subject in above)]
    kept += [
        Quad(node, curie("skos:broader"), n(f"indicator/{of.key}"), graph)
        for node, of in above.items()
        if isinstance(node, NamedNode)
    ]
    for found in sorted({wide for of in above.values() for wide in of.chain()}):
        kept += combination_quads(found, labels, base, graph)
    return kept
