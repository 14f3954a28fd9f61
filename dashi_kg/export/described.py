"""The few triples of a large graph that its description for search engines speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from pyoxigraph import RdfFormat, Triple, parse

from dashi_kg.rdf.namespaces import LABEL, RDF_TYPE, curie

_NAMES = (LABEL, curie("skos:prefLabel"), curie("skos:hiddenLabel"))
_OF_REPORT = ("dct:creator", "dct:publisher", "dct:issued", "dct:spatial")
_OF_FIGURE = (curie("sosa:observedProperty"), curie("qudt:hasUnit"))


def described_triples(lines: Iterable[bytes], base: str) -> list[Triple]:
    """What :func:`dashi_kg.export.dataset.dataset` looks at, of all reports; of figures that have indicator and units in common, one.

    Args:
        lines: sorted N-Quads.
        base: the base IRI.
    """
    return list(
        dict.fromkeys(q.triple for q in parse(b"".join(_chosen(lines, base)), format=RdfFormat.N_QUADS))
    )


def _chosen(lines: Iterable[bytes], base: str) -> Iterator[bytes]:
    def names(*terms: object) -> frozenset[bytes]:
        return frozenset(str(term).encode() for term in terms)

    item = f"<{base}report/".encode()
    anchor = f"<{base}source/".encode()
    own = (f"<{base}ns#reportYear>", f"<{base}ns#divisionCode>")
    told = names(*_NAMES, *map(curie, _OF_REPORT), *own)
    figures = names(*_OF_FIGURE)
    kinds = names(*(f"<{base}ns#{name}>" for name in ("Report", "Observation")))
    type_ = str(RDF_TYPE).encode()
    seen: set[tuple[bytes, ...]] = set()
    wanted = told | figures | {type_}
    for subject, group in groupby(lines, key=lambda line: line[: line.index(b"> ")]):
        if subject.startswith(anchor):
            continue
        found = [(line, *words[1:3]) for line in group if (words := line.split(b" ", 3))[1] in wanted]
        known = [line for line, predicate, thing in found if predicate == type_ and thing in kinds]
        if subject.startswith(item) and b"#" in subject:
            if not known:
                continue
            of_figure = [(line, thing) for line, predicate, thing in found if predicate in figures]
            same = tuple(thing for _, thing in of_figure)
            if same not in seen:
                seen.add(same)
                yield from (*known, *(line for line, _ in of_figure))
        else:
            yield from (*known, *(line for line, predicate, _ in found if predicate in told))
