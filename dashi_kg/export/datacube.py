"""The comparable figures as an RDF Data Cube (W3C Recommendation 2014), and its integrity constraints.

``ontology/datacube/`` has the structure, the normalisation of section 10 and the constraints of section 11 of
the Recommendation, one file each.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import QueryBoolean, Store, Triple

from dashi_kg.errors import DataError
from dashi_kg.export.construct import constructed, store_of
from dashi_kg.language import Both
from dashi_kg.rdf.namespaces import prefixes
from dashi_kg.rdf.ontology_files import read_turtle
from dashi_kg.rdf.terms import select
from dashi_kg.resources import ontology_dir

# IC-20 and IC-21 are asked once for each property of a hierarchical code list.
_HIERARCHIES = {
    "ic-20": "SELECT DISTINCT ?p WHERE { ?list qb:parentChildProperty ?p FILTER(ISIRI(?p)) }",
    "ic-21": "SELECT DISTINCT ?p WHERE { ?list qb:parentChildProperty ?pair . ?pair owl:inverseOf ?p FILTER(ISBLANK(?pair) && ISIRI(?p)) }",
}


def datacube(triples: Iterable[Triple], base: str) -> list[Triple]:
    """The cube: data set, structure, dimensions, and the observations that can be compared.

    Args:
        triples: reports with vocabulary and reference facts.
        base: the base IRI.
    """
    return [*structure(base), *constructed("datacube", triples, base)]


def structure(base: str) -> list[Triple]:
    """What the cube is made of, whatever the figures are."""
    folder = ontology_dir()
    return [
        q.triple for path in ("datacube/structure.ttl", "cube.ttl") for q in read_turtle(folder / path, base)
    ]


def constraints() -> list[str]:
    """The names of the integrity constraints: ``ic-01`` … ``ic-21``.

    Raises:
        DataError: there is none.
    """
    found = sorted(path.stem for path in (ontology_dir() / "datacube").glob("ic-*.rq"))
    if not found:
        raise DataError(
            Both("没有找到完整性约束", "no integrity constraint found"),
            remedy=Both("请重新安装 dashi-kg。", "Install dashi-kg again."),
            file="ontology/datacube",
        )
    return found


def normalised(triples: Iterable[Triple], base: str) -> Store:
    """The cube with what its abbreviations stand for, by the algorithm of section 10."""
    store = store_of(triples)
    for path in sorted((ontology_dir() / "datacube").glob("normalise-*.ru")):
        store.update(path.read_text(encoding="utf-8"), base_iri=base, prefixes=prefixes(base))
    return store


def violated(triples: Iterable[Triple], base: str) -> list[str]:
    """The names of the integrity constraints that the cube violates, after normalisation."""
    store = normalised(triples, base)
    return [
        name
        for name in constraints()
        if any(_asked(store, text, base) for text in queries(name, store, base))
    ]


def queries(name: str, store: Store, base: str) -> list[str]:
    """The ASK queries of one constraint; of those on hierarchies one for each property in the data."""
    text = (ontology_dir() / "datacube" / f"{name}.rq").read_text(encoding="utf-8")
    if name not in _HIERARCHIES:
        return [text]
    found = select(store, _HIERARCHIES[name], prefixes=prefixes(base))
    return [text.replace("{property}", iri) for iri in sorted(str(s["p"].value) for s in found)]


def _asked(store: Store, text: str, base: str) -> bool:
    answer = store.query(text, base_iri=base, prefixes=prefixes(base))
    if not isinstance(answer, QueryBoolean):
        raise DataError(
            Both("约束不是 ASK 查询", "a constraint is not an ASK query"),
            remedy=Both("请写成 ASK …", "Write ASK …"),
            file="ontology/datacube",
        )
    return bool(answer)
