"""The shapes of ``ontology/shapes/`` as values, and their prefixes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from pyoxigraph import NamedNode

from dashi_kg.errors import DataError
from dashi_kg.language import Both
from dashi_kg.prepared import worked_out
from dashi_kg.rdf.namespaces import COMMENT, FOREIGN, LABEL, RDF_TYPE, Names, curie
from dashi_kg.rdf.ontology_files import shapes_quads
from dashi_kg.rdf.terms import value
from dashi_kg.validation.finding import Shape

_SH = FOREIGN["sh"]
_SHOWN = (
    "skos:prefLabel", "nif:beginIndex", "nif:endIndex", "nif:anchorOf", "nif:referenceContext"
)  # fmt: skip
_PREFIX = re.compile(r"PREFIX (\w*): <([^>]*)>")
_NAME = re.compile(
    r"(?<![\w:])(\w+):([A-Za-z][\w-]*)|<([A-Za-z][\w.:/#%+~-]*)>"
)  # a relative IRI is one of the base
_SEVERITY = {f"{_SH}Violation": "violation", f"{_SH}Warning": "warning", f"{_SH}Info": "info"}


@cache
def load_shapes(base: str) -> tuple[tuple[Shape, ...], str]:
    """All shapes by code, and the ``PREFIX`` lines that their queries need.

    Raises:
        DataError: a shape file is malformed.
    """
    rows, lines = worked_out("shapes", base, lambda: _read(base))
    return tuple(Shape(*row) for row in rows), lines


_Texts = dict[str, str]
_Row = tuple[str, str, str, _Texts, _Texts, _Texts, tuple[str, ...], str, str, str]  # the fields of a shape


def _read(base: str) -> tuple[list[_Row], str]:
    values: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in shapes_quads(base):
        values[value(quad.subject)][quad.predicate.value].append(quad.object)

    def texts(subject: str, predicate: str) -> dict[str, str]:
        return {t.language: t.value for t in values[subject][predicate]}

    def one(subject: str, predicate: str) -> str:
        found = values[subject].get(predicate, [])
        return found[0].value if found else ""

    shapes = []
    for iri in sorted(values):
        if f"{_SH}NodeShape" not in {t.value for t in values[iri][FOREIGN["rdf"] + "type"]}:
            continue
        constraint = one(iri, f"{_SH}sparql")
        shapes.append(
            (
                one(iri, FOREIGN["dct"] + "identifier"),
                iri,
                _SEVERITY[one(iri, f"{_SH}severity")],
                texts(iri, FOREIGN["rdfs"] + "label"),
                texts(iri, FOREIGN["rdfs"] + "comment"),
                texts(constraint or iri, f"{_SH}message"),
                tuple(sorted(t.value for t in values[iri][f"{_SH}targetClass"])),
                one(constraint, f"{_SH}select") if constraint else "",
                constraint,
                one(iri, f"{base}shapes#check"),
            )
        )
    declared = {
        one(iri, f"{_SH}prefix"): one(iri, f"{_SH}namespace")
        for iri in list(values)
        if one(iri, f"{_SH}prefix")
    }
    lines = "".join(f"PREFIX {name}: <{declared[name]}>\n" for name in sorted(declared))
    return sorted(shapes), lines  # by code


def known_prefixes(base: str, lines: str) -> dict[str, str]:
    """Prefix → namespace, of what the shapes declare, of others' vocabularies, and ``fz``."""
    return {**FOREIGN, "fz": f"{base}ns#", **dict(_PREFIX.findall(lines))}


def asked_for(base: str, queries: Iterable[str] = ()) -> tuple[frozenset[NamedNode], frozenset[NamedNode]]:
    """What the shapes, and these queries of checks, can look at.

    Returns:
        The predicates: every term that a query names, and those by which a finding is shown; the classes that a query
        names though no shape is about them.

    Raises:
        DataError: a shape file is malformed.
    """
    texts = tuple(queries)
    terms, classes = worked_out("asked-for", f"{base} {texts}", lambda: _named(base, texts))
    return frozenset(map(NamedNode, terms)), frozenset(map(NamedNode, classes))


def _named(base: str, queries: Iterable[str]) -> tuple[list[str], list[str]]:
    shapes, lines = load_shapes(base)
    prefixes = known_prefixes(base, lines)
    texts = [*(shape.select for shape in shapes), *queries]
    for shape in shapes:
        for *_, iri in _NAME.findall(shape.select):
            if iri and ":" not in iri:
                raise DataError(
                    Both(
                        f"形状 {shape.code} 的查询用了相对的 IRI <{iri}>",
                        f"the query of shape {shape.code} has a relative IRI, <{iri}>",
                    ),
                    remedy=Both(
                        "请用 ontology/shapes/prefixes.ttl 中声明的前缀。",
                        "Use a prefix that ontology/shapes/prefixes.ttl declares.",
                    ),
                )
    named = {
        NamedNode((iri if ":" in iri else base + iri) if iri else prefixes[prefix] + name)
        for text in texts
        for prefix, name, iri in _NAME.findall(text)
        if iri or prefix in prefixes
    }
    shown = {RDF_TYPE, LABEL, COMMENT, *map(curie, _SHOWN), *map(Names(base).fz, ("anchor", "text"))}
    targets = {NamedNode(target) for shape in shapes for target in shape.targets}
    return sorted(t.value for t in named | shown), sorted(t.value for t in named - targets)
