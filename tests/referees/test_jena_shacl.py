"""Apache Jena's SHACL engine over the published shapes finds what our validation finds, on hundreds of faults."""

from __future__ import annotations

import random
import re
import subprocess
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from dashi_kg.pipeline import own_quads
from dashi_kg.publishing.vocabulary_part import shapes_turtle
from dashi_kg.rdf.namespaces import FOREIGN
from dashi_kg.validation.engine import validate
from dashi_kg.validation.shapes import load_shapes
from tests.referees.given import place
from tests.test_shapes import BASE, CASES, INVALID

pytestmark = pytest.mark.referee

FAULTS = 600
Found = tuple[str, str, str, str, tuple[str, ...]]
SHAPES = [s for s in load_shapes(BASE)[0] if s.select]  # the others are checked by a program of ours
MESSAGES = {
    template: re.compile(re.sub(r"\\\{\\\?\w+\\\}", ".*", re.escape(template)), re.S)
    for template in (s.message["en"] for s in SHAPES)
}


def apart(case: list[Quad], context: list[Quad], number: int) -> list[Triple]:
    """A case whose own nodes have addresses of their own, so that the cases stand side by side."""
    own = {q.subject for q in case} - {q.subject for q in context}

    def moved(term: object) -> object:
        if isinstance(term, NamedNode) and term in own and term.value.startswith(BASE):
            return NamedNode(f"{BASE}case{number}/{term.value.removeprefix(BASE)}")
        return term

    return [Triple(moved(q.subject), q.predicate, moved(q.object)) for q in case]  # type: ignore[arg-type]


def _cases() -> list[Triple]:
    """The invalid cases of all shapes; without those of blank nodes, which have another name in each engine."""
    context = list(parse((CASES / "_context.ttl").read_bytes(), RdfFormat.TURTLE, base_iri=BASE))
    found = [q.triple for q in context]
    for number, path in enumerate(INVALID):
        if "blank" not in path.read_text("utf-8"):
            found += apart(list(parse(path.read_bytes(), RdfFormat.TURTLE, base_iri=BASE)), context, number)
    return found


def _faulty() -> list[Triple]:
    """The graph of the report that comes along, of which some triples are gone or have another predicate or object."""
    rng = random.Random(7)
    own = sorted({q.triple for q in own_quads(BASE)}, key=str)
    found = []
    changed = set(rng.sample(range(len(own)), FAULTS))
    for at, (subject, predicate, value) in enumerate(own):
        how = rng.choice(("gone", "also", "other", "said otherwise")) if at in changed else ""
        if how in ("", "also"):
            found.append(own[at])
        if how in ("also", "other"):
            found.append(Triple(subject, predicate, rng.choice(own).object))
        if how == "said otherwise":
            found.append(Triple(subject, rng.choice(own).predicate, value))
    return found


def _templates(message: str) -> tuple[str, ...]:
    """Which messages of the shapes this one is: engines print IRIs and decimals within them in ways of their own."""
    return tuple(sorted(t for t, pattern in MESSAGES.items() if pattern.fullmatch(message)))


def _value(words: str) -> str:
    """Jena writes the decimal 138 as 138.0."""
    try:
        return str(Decimal(words).normalize())
    except InvalidOperation:
        return words


def _by_jena(jar: Path, shapes: Path, data: Path) -> Counter[Found]:
    done = subprocess.run(
        ["java", "-Xmx2g", "-cp", str(jar), "shacl.shacl_validate", "--shapes", str(shapes), "--data", str(data)],
        capture_output=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    graph = rdflib.Graph().parse(data=done.stdout, format="turtle")
    sh = rdflib.Namespace(FOREIGN["sh"])

    def of(result: rdflib.term.Node) -> Found:
        focus, shape, severity, value, message = (
            graph.value(result, sh[name])
            for name in ("focusNode", "sourceShape", "resultSeverity", "value", "resultMessage")
        )
        assert graph.value(result, sh.resultPath) is None  # no shape of ours looks along a path
        return str(focus), str(shape), str(severity), _value(str(value)), _templates(str(message))

    return Counter(of(result) for result in graph.subjects(rdflib.RDF.type, sh.ValidationResult))


def _by_us(triples: list[Triple]) -> Counter[Found]:
    found: Counter[Found] = Counter()
    for f in validate([Quad(*t) for t in triples], BASE).findings:
        if f.shape.select:
            value = re.sub(
                r'^<(.*)>$|^"(.*?)"(?:\^\^.*|@.*)?$', lambda m: m[1] or m[2] or "", f.value, flags=re.S
            )
            severity = FOREIGN["sh"] + f.severity.capitalize()
            found[f.focus, f.shape.iri, severity, _value(value or f.focus), _templates(f.message_en)] += 1
    return found


def test_jena_finds_the_same(tmp_path: Path) -> None:
    jar = place("DASHI_KG_FUSEKI", "the server's jar (Maven, org.apache.jena:jena-fuseki-server)")
    shapes, data = tmp_path / "shapes.en.ttl", tmp_path / "data.nt"
    shapes.write_bytes(shapes_turtle(BASE, "en"))
    fired = set()
    for made in (_cases(), _faulty()):
        triples = sorted(set(made), key=str)
        serialize(triples, str(data), format=RdfFormat.N_TRIPLES)
        ours, theirs = _by_us(triples), _by_jena(jar, shapes, data)
        assert (theirs - ours, ours - theirs) == (Counter(), Counter())
        assert all(said for *_, said in ours)
        fired |= {shape for _, shape, *_ in ours}
    assert fired == {s.iri for s in SHAPES}
