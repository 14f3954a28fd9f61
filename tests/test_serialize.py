"""Any quads come back from every syntax, by both libraries; the bytes do not depend on the order."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from dashi_kg.errors import DashiError
from dashi_kg.rdf.namespaces import XSD
from dashi_kg.rdf.serialize import FORMATS, serialize
from dashi_kg.settings import settings

BASE = settings(None).base
THEIRS = {"turtle": "turtle", "trig": "trig", "nt": "nt", "nq": "nquads", "jsonld": "json-ld"}
OURS = {
    "turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip
NAMED = {"trig", "nq"}

IRIS = st.sampled_from(
    [f"{BASE}report/x/2023#o1", f"{BASE}report/x/2023#a.b", f"{BASE}ns#x-", f"{BASE}ns#-x", f"{BASE}ns#", f"{BASE}ns#1",
     "http://www.w3.org/ns/org#a.", "https://example.org/a?b=c&d=%20'()", "urn:isbn:0451450523",
     "https://schema.org/name~x", "http://www.w3.org/2001/XMLSchema#string"]
).map(NamedNode)  # fmt: skip
WORDS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=10
) | st.sampled_from(
    ['"', "\\", '"""', "a\nb\r\nc\td", "\x7f\x01\x1f", "“余”\u3000", "𠀀", "'", "a\\", "\u2028"]
)
LITERALS = st.one_of(
    st.builds(Literal, WORDS),
    st.builds(lambda w, tag: Literal(w, language=tag), WORDS, st.sampled_from(["zh", "en", "zh-hant"])),
    st.builds(
        lambda v, kind: Literal(v, datatype=NamedNode(XSD + kind)),
        st.sampled_from(["1", "01", "-5", "+5", "1.50", ".5", "5.", "true", "1e3", "2023", "x"]),
        st.sampled_from(["integer", "decimal", "boolean", "gYear", "date"]),
    ),
)
QUADS = st.builds(Quad, IRIS, IRIS, IRIS | LITERALS, IRIS)


@pytest.mark.parametrize("form", FORMATS)
@given(quads=st.lists(QUADS, max_size=10))
def test_any_quads_come_back(form: str, quads: list[Quad]) -> None:
    data = serialize(quads, form, BASE)
    back = list(ox.parse(data, OURS[form]))
    if form in NAMED:
        assert set(back) == set(quads)
    else:
        assert {q.triple for q in back} == {q.triple for q in quads}
    shuffled = quads[:]
    random.Random(1).shuffle(shuffled)
    assert serialize(shuffled, form, BASE) == data


@pytest.mark.parametrize("form", FORMATS)
@given(quads=st.lists(st.builds(Quad, IRIS, IRIS, st.builds(Literal, WORDS) | IRIS, IRIS), max_size=8))
def test_rdflib_reads_the_same(form: str, quads: list[Quad]) -> None:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=serialize(quads, form, BASE).decode(), format=THEIRS[form])
    found = {(str(s), str(p), str(o), isinstance(o, rdflib.URIRef)) for s, p, o, _ in dataset.quads()}
    expected = {
        (q.subject.value, q.predicate.value, q.object.value, isinstance(q.object, NamedNode))  # type: ignore[union-attr]
        for q in quads
    }
    assert found == expected


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(DashiError, match="unknown format “rdfxml”"):
        serialize([], "rdfxml", BASE)
