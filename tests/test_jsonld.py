"""Our JSON-LD says the same triples, whoever reads it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld as pyld
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from dashi_kg.errors import DashiError
from dashi_kg.pipeline import build
from dashi_kg.rdf.jsonld import compactor, expanded, jsonld, natural, no_remote
from dashi_kg.rdf.namespaces import XSD
from dashi_kg.rdf.ontology_files import context
from dashi_kg.settings import settings
from tests.conftest import REPORT_DIR

BASE = settings(None).base


@cache
def report_triples() -> frozenset[Triple]:
    return frozenset(q.triple for q in build(REPORT_DIR, BASE).quads)


def by_pyoxigraph(data: bytes) -> set[Triple]:
    return {q.triple for q in ox.parse(data, ox.RdfFormat.JSON_LD)}


def by_pyld(data: bytes) -> set[Triple]:
    options = {"format": "application/n-quads", "documentLoader": no_remote}
    return {q.triple for q in ox.parse(pyld.to_rdf(json.loads(data), options), ox.RdfFormat.N_QUADS)}


def by_rdflib(data: bytes) -> set[Triple]:
    lines = rdflib.Graph().parse(data=data, format="json-ld").serialize(format="nt")
    return {q.triple for q in ox.parse(lines, ox.RdfFormat.N_TRIPLES)}


Reader = Callable[[bytes], set[Triple]]
READERS = pytest.mark.parametrize("reader", [by_pyoxigraph, by_pyld, by_rdflib], ids=lambda r: r.__name__)


@READERS
def test_the_report_comes_back(reader: Reader) -> None:
    triples = report_triples()
    assert reader(jsonld(triples, BASE)) == triples


# Properties of the context in each way of writing, and some that it does not know.
TERMS = context(BASE)["@context"]
KNOWN = sorted(compactor(BASE).terms)
IRIS = st.sampled_from(
    [f"{BASE}report/x/2023#o1", f"{BASE}place/cn-1", "http://qudt.org/vocab/unit/NUM", f"{BASE}ns#stated",
     "https://example.org/a", "https://example.org/a?b=c&d=%20", "http://www.w3.org/ns/org#", "urn:isbn:0451450523"]
)  # fmt: skip
WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
LITERALS = st.one_of(
    st.builds(Literal, WORDS),
    st.builds(lambda w, tag: Literal(w, language=tag), WORDS, st.sampled_from(["zh", "en", "zh-hant"])),
    st.builds(
        lambda w, kind: Literal(w, datatype=NamedNode(XSD + kind)),
        st.sampled_from(["1", "01", "-0", "0", "-5", "1.50", "2023", "2023-03-01", "true", "1",
                         "9007199254740993", "999999999999999", "99.8035363458"]),
        st.sampled_from(["integer", "decimal", "date", "gYear", "boolean", "string"]),
    ),
)  # fmt: skip
TRIPLES = st.builds(
    lambda s, p, o: Triple(NamedNode(s), NamedNode(p), o),
    IRIS,
    st.one_of(st.sampled_from(KNOWN), IRIS, st.just("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")),
    st.one_of(LITERALS, st.builds(NamedNode, IRIS)),
)


@READERS
@given(triples=st.sets(TRIPLES, max_size=8))
def test_any_triples_come_back(reader: Reader, triples: set[Triple]) -> None:
    if reader is by_rdflib:  # it keeps values, not spellings: "01" and "1" are one integer to it
        triples = {t for t in triples if not isinstance(t.object, Literal) or plain(t.object)}
    assert reader(jsonld(triples, BASE)) == triples


def plain(literal: Literal) -> bool:
    return literal.datatype.value.endswith(("#string", "#langString"))


def test_compaction_is_the_librarys_up_to_numbers() -> None:
    """Another road to the same document: the general algorithm, on the same triples."""
    triples = report_triples()
    theirs = pyld.compact(expanded(triples), context(BASE), {"documentLoader": no_remote, "graph": True})
    ours = json.loads(jsonld(triples, BASE))
    simple = {n["id"]: normal(n) for n in theirs["graph"]}
    assert {n["id"]: normal(n) for n in ours["graph"]} == simple


def normal(value: object) -> object:
    """Order of sets and JSON's own integers and truth values aside."""
    if isinstance(value, dict):
        kind = value.get("type")
        if kind == "xsd:integer":
            return int(value["@value"])
        if kind == "xsd:boolean":
            return value["@value"] == "true"
        return {k: normal(v) for k, v in value.items()}
    if isinstance(value, list):
        return sorted((normal(v) for v in value), key=repr)
    return value


def test_numbers_are_exact() -> None:
    p = NamedNode(f"{BASE}ns#maxInclusive")
    s = NamedNode(f"{BASE}x")
    for words, kind, written in [
        ("110", "integer", 110),
        ("99.80", "decimal", {"@value": "99.80", "type": "xsd:decimal"}),
        ("9007199254740993", "integer", {"@value": "9007199254740993", "type": "xsd:integer"}),
    ]:
        document = json.loads(jsonld([Triple(s, p, Literal(words, datatype=NamedNode(XSD + kind)))], BASE))
        assert document["graph"][0]["maxInclusive"] == written


def test_names_are_sorted_by_their_numbers() -> None:
    assert sorted(["#o10", "#o9", "#o9b", "#o"], key=natural) == ["#o", "#o9", "#o9b", "#o10"]


def test_a_blank_node_is_refused() -> None:
    with pytest.raises(DashiError, match="blank node"):
        jsonld([Triple(BlankNode(), NamedNode("https://example.org/p"), Literal("x"))], BASE)


def test_no_context_is_fetched() -> None:
    with pytest.raises(DashiError, match="remote JSON-LD context"):
        no_remote("https://example.org/context.jsonld")


def test_the_file_carries_its_context() -> None:
    document = json.loads(jsonld([], BASE))
    assert document["@context"] == context(BASE)["@context"]
    assert document["graph"] == []
