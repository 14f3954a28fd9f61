"""Data is checked in the light of what all reports share: the same is found as with all of that loaded and checked, too."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from dashi_kg.pipeline import build, shared_quads
from dashi_kg.rdf.namespaces import RDF_TYPE
from dashi_kg.rdf.ontology_files import shapes_quads
from dashi_kg.validation.engine import Validator, validate
from dashi_kg.validation.shapes import asked_for
from tests.conftest import REPORT_DIR
from tests.corpus_make import text

BASE = "https://example.org/kg/"


def test_what_all_reports_share_is_silent() -> None:
    """Only the nodes of the data are checked, and what they reach; so the rest must hold by itself."""
    assert validate(shared_quads(BASE), BASE).findings == ()


def test_the_same_is_found_as_with_all_that_is_shared() -> None:
    shared = shared_quads(BASE)
    whole = build(REPORT_DIR, BASE).quads
    validator = Validator(BASE, shared)
    dice = random.Random(36)
    codes: set[str] = set()
    for _ in range(2):
        kept = [quad for quad in whole if dice.random() > 0.03]
        found = validator.check(kept).findings
        assert found == validate([*kept, *shared], BASE).findings
        codes |= {finding.code for finding in found}
    assert len(codes) > 8, "the faults are few"


def test_reports_together_are_as_each_by_itself(tmp_path: Path) -> None:
    validator = Validator(BASE, shared_quads(BASE))
    built = []
    for number, place in enumerate(("合川区", "平江县", "株洲市")):
        file = tmp_path / f"{number}.txt"
        file.write_text(text(place, "司法局", 2023, number), "utf-8")
        built.append(build(file, BASE).quads)
    together = validator.check(quad for quads in built for quad in quads)
    alone = [validator.check(quads) for quads in built]
    assert set(together.findings) == {finding for one in alone for finding in one.findings}
    assert together.triples == sum(one.triples for one in alone)


def test_a_shared_concept_that_a_report_speaks_of_is_checked() -> None:
    concept = NamedNode(BASE + "classifier/ci")
    assert (
        Validator(BASE, shared_quads(BASE))
        .check([Quad(concept, RDF_TYPE, NamedNode(BASE + "ns#Law"))])
        .conforms
    )
    other = Quad(
        concept, NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), Literal("另", language="zh")
    )
    found = Validator(BASE, shared_quads(BASE)).check([other]).findings
    assert [(finding.code, finding.focus) for finding in found] == [("S29", concept.value)]


def test_every_predicate_of_a_shape_has_a_name() -> None:
    """What a query names is what is loaded; a variable for a predicate would see only that."""
    from rdflib.paths import Path as PathOfTerms
    from rdflib.plugins.sparql import prepareQuery
    from rdflib.term import URIRef

    def predicates(node: Any) -> list[Any]:
        """Of a query as rdflib reads it: triples stand one after the other, three terms each."""
        if isinstance(node, dict):
            return [
                p
                for k, v in node.items()
                for p in ([t for row in v for t in row[1::3]] if k == "triples" else predicates(v))
            ]
        return [p for one in node for p in predicates(one)] if isinstance(node, (list, tuple, set)) else []

    sh = "http://www.w3.org/ns/shacl#"
    found = shapes_quads(BASE)
    by = {
        (q.subject, q.predicate.value.removeprefix(sh)): q.object.value
        for q in found
        if hasattr(q.object, "value")
    }
    prefixes = {by[s, "prefix"]: by[s, "namespace"] for s, p in by if p == "namespace"}
    queries = [words for (_, p), words in by.items() if p == "select"]
    assert len(queries) > 30
    for words in queries:
        named = predicates(prepareQuery(words, initNs=prefixes).algebra)
        assert named
        assert all(isinstance(p, (URIRef, PathOfTerms)) for p in named), words


def test_a_query_may_name_a_term_in_full_or_from_the_base() -> None:
    query = (
        "SELECT $this WHERE { $this <p/one> ?x ; <urn:two> ?y ; org:identifier ?z . FILTER(?x<?y && ?z>?y) }"
    )
    predicates, _ = asked_for(BASE, [query])
    assert {NamedNode(f"{BASE}p/one"), NamedNode("urn:two")} <= predicates
