"""pySHACL over the shapes says what our validation says, word for word, on hundreds of faults that reach every shape."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from dashi_kg.rdf.namespaces import FOREIGN
from dashi_kg.validation.engine import validate
from dashi_kg.validation.render import render
from tests.referees.test_jena_shacl import SHAPES, apart
from tests.test_shapes import BASE, CASES, INVALID, VALID, shape_graph

FAULTS = 550
Found = tuple[str, ...]


def _cases(paths: list[Path]) -> list[Triple]:
    """Cases of shapes side by side; without those of blank nodes, which have another name in each engine."""
    context = list(parse((CASES / "_context.ttl").read_bytes(), RdfFormat.TURTLE, base_iri=BASE))
    found = [q.triple for q in context]
    for number, path in enumerate(paths):
        if "blank" not in path.read_text("utf-8"):
            found += apart(list(parse(path.read_bytes(), RdfFormat.TURTLE, base_iri=BASE)), context, number)
    return sorted(set(found), key=str)


def _kind(term: object) -> object:
    """What a term may stand for without being ill-typed: rdflib gives up on 标签 as a number."""
    return term.datatype if isinstance(term, Literal) else type(term)


def _faulty(triples: list[Triple]) -> list[Triple]:
    """The same, of which some triples are gone or have another predicate or object."""
    dice = random.Random(14)
    changed = set(dice.sample(range(len(triples)), FAULTS))
    of_kind: dict[object, list[Triple]] = {}
    of_predicate: dict[NamedNode, list[Triple]] = {}
    for triple in triples:
        of_kind.setdefault(_kind(triple.object), []).append(triple)
        of_predicate.setdefault(triple.predicate, []).append(triple)
    found = []
    for at, triple in enumerate(triples):
        subject, predicate, thing = triple
        how = dice.choice(("gone", "also", "other", "said otherwise")) if at in changed else ""
        alike = of_kind[_kind(thing)]
        if how in ("", "also"):
            found.append(triple)
        if how in ("also", "other"):
            others = dice.choice((alike, [t for t in of_predicate[predicate] if t in alike]))
            found.append(Triple(subject, predicate, dice.choice(others).object))
        if how == "said otherwise":
            found.append(Triple(subject, dice.choice(alike).predicate, thing))
    return sorted(set(found), key=str)


def _plain(words: str) -> str:
    """Decimals as the shortest words of their value: stores keep values, rdflib the spelling (138.0)."""
    return re.sub(r"(?<![\d.])(\d+)\.0+(?![\d.])", r"\1", words)


def _named(iri: str, labels: dict[str, str], lang: str) -> str:
    """A name in a language, or in the other where a fault took it away; the IRI where it took both."""
    return labels.get(lang) or next(iter(labels.values()), iri)


def _results(graph: rdflib.Graph, labels: dict[str, dict[str, str]]) -> Counter[Found]:
    """The results of a report: focus, path, value, severity, shape, component, constraint and messages.

    Args:
        labels: of things, which our messages say instead of their IRIs (SHACL, 5.1.2, asks for words and leaves them open).
    """
    sh = rdflib.Namespace(FOREIGN["sh"])
    names = (
        "focusNode", "resultPath", "value", "resultSeverity", "sourceShape", "sourceConstraintComponent", "sourceConstraint"
    )  # fmt: skip

    def of(result: rdflib.term.Node) -> Found:
        said = [graph.value(result, sh[name]) for name in names]
        messages = {_plain(str(message)) for message in graph.objects(result, sh.resultMessage)}
        for iri, name in labels.items():  # pySHACL leaves the language tags out, too
            messages = {
                m.replace(iri, _named(iri, name, "zh" if re.search("[一-鿿]", m) else "en")) for m in messages
            }
        return *(_plain(term.n3()) if term is not None else "" for term in said), *sorted(messages)

    return Counter(of(result) for result in graph.subjects(rdflib.RDF.type, sh.ValidationResult))


@pytest.mark.usefixtures("queries_read_once")
def test_pyshacl_finds_the_same_on_every_fault() -> None:
    import pyshacl

    cases = _cases([*INVALID, *VALID])
    # plans and targets of several cases stand in one section
    of_plans = _cases([path for path in INVALID if path.parent.name.startswith("s18")])
    fired = set()
    for triples in (cases, _faulty(cases), of_plans):
        data = rdflib.Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
        _, report, _ = pyshacl.validate(data, shacl_graph=shape_graph(), inference="none", advanced=False)
        outcome = validate([Quad(*triple) for triple in triples], BASE)
        # the others are checked by a program of ours
        found = outcome._replace(findings=tuple(f for f in outcome.findings if f.shape.select))
        ours = rdflib.Graph().parse(data=render(found, "turtle", base=BASE), format="turtle")
        labels = {
            str(item): {
                str(getattr(label, "language", "")): str(label)
                for label in data.objects(item, rdflib.SKOS.prefLabel)
            }
            for item in data.subjects(rdflib.SKOS.inScheme)
        }
        theirs = _results(report, labels)
        assert (theirs - _results(ours, {}), _results(ours, {}) - theirs) == (Counter(), Counter())
        fired |= {finding.shape.iri for finding in found.findings}
    assert fired == {shape.iri for shape in SHAPES}
