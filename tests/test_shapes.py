"""Every shape fires on its invalid cases, and only it; valid cases are silent."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, RdfFormat, parse, serialize

from dashi_kg.rdf.namespaces import FOREIGN
from dashi_kg.rdf.ontology_files import ontology_quads, shapes_quads
from dashi_kg.validation.engine import validate
from dashi_kg.validation.shapes import load_shapes
from tests.conftest import ROOT
from tests.many import in_one

BASE = "https://example.org/kg/"
CASES = ROOT / "tests" / "shapes"
SHAPES = ROOT / "ontology" / "shapes"
FOLDERS = sorted(p for p in CASES.iterdir() if p.is_dir())
VALID = sorted(CASES.glob("*/valid-*.ttl"))
INVALID = sorted(CASES.glob("*/invalid-*.ttl"))


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def quads(path: Path) -> list[Quad]:
    context = parse((CASES / "_context.ttl").read_bytes(), format=RdfFormat.TURTLE, base_iri=BASE)
    return [*context, *parse(path.read_bytes(), format=RdfFormat.TURTLE, base_iri=BASE)]


def codes(path: Path) -> list[str]:
    return sorted({f.code for f in validate(quads(path), BASE).findings})


def test_each_shape_has_a_folder_and_both_kinds_of_cases() -> None:
    stems = {p.stem for p in SHAPES.glob("s*.ttl")}
    assert len(stems) == 36
    assert {p.name for p in FOLDERS} == stems
    assert {p.parent.name for p in VALID} == {p.parent.name for p in INVALID} == stems


def test_the_context_alone_is_silent() -> None:
    assert validate(quads(CASES / "_context.ttl"), BASE).findings == ()


@in_one("path", VALID, ids=name)
def test_valid_cases_are_silent(path: Path) -> None:
    assert codes(path) == []


@in_one("path", INVALID, ids=name)
def test_invalid_cases_make_exactly_their_shape_fire(path: Path) -> None:
    assert codes(path) == [path.parent.name[:3].upper()]


@in_one("shape", load_shapes(BASE)[0], ids=lambda s: s.code)
def test_shapes_speak_both_languages(shape: Any) -> None:
    assert re.fullmatch(r"S\d\d", shape.code)
    for texts in (shape.label, shape.comment, shape.message):
        assert set(texts) == {"zh", "en"}
        assert all(texts.values())
    slots = [sorted(re.findall(r"\{\?(\w+)\}", shape.message[lang])) for lang in ("zh", "en")]
    assert slots[0] == slots[1]
    assert bool(shape.select) != bool(shape.check)
    if shape.select:
        head = shape.select[: shape.select.index("WHERE")]
        assert all(f"?{slot}" in head for slot in slots[0])


def test_a_copy_in_one_language_lacks_only_the_messages_of_the_others() -> None:
    """Apache Jena refuses two messages of one constraint; it reads these copies (``tests/referees``)."""
    message = FOREIGN["sh"] + "message"
    everything, chinese = set(shapes_quads(BASE)), set(shapes_quads(BASE, "zh"))
    said = [q for q in chinese if q.predicate.value == message]
    assert len({q.subject for q in said}) == len(said) == len(load_shapes(BASE)[0])
    assert chinese < everything
    assert {(q.predicate.value, q.object.language) for q in everything - chinese} == {(message, "en")}  # type: ignore[union-attr]


def test_severities_follow_the_plan() -> None:
    warnings = {"S12", "S13", "S15", "S19", "S22", "S31"}
    infos = {"S14", "S16", "S17", "S18", "S23", "S28"}
    for shape in load_shapes(BASE)[0]:
        expected = "warning" if shape.code in warnings else "info" if shape.code in infos else "violation"
        assert shape.severity == expected, shape.code


def test_nothing_in_the_shapes_that_engines_skip_without_a_word() -> None:
    """A severity inside ``sh:sparql`` is not read (it belongs on the shape); ``xsd:date("…")`` is unbound in some engines,
    and the check never fires."""
    sh = FOREIGN["sh"]
    found = list(shapes_quads(BASE))
    inside = {q.object for q in found if q.predicate.value == f"{sh}sparql"}
    graded = {q.subject for q in found if q.predicate.value == f"{sh}severity"}
    assert inside and graded and not inside & graded
    assert {q.subject for q in found if q.predicate.value == f"{sh}sparql"} <= graded
    queries = [str(q.object) for q in found if q.predicate.value in (f"{sh}select", f"{sh}ask")]
    assert queries
    for query in queries:
        assert not re.search(r"(xsd:|XMLSchema#)(date|gYear)>?\s*\(", query), query


# ------------------------------------------------------------------ the same in a SHACL engine


@cache
def shape_graph() -> Any:
    import rdflib

    data = serialize((q.triple for q in shapes_quads(BASE)), format=RdfFormat.N_TRIPLES)
    assert data is not None
    return rdflib.Graph().parse(data=data, format="nt")


def test_every_term_of_shacl_exists() -> None:
    from rdflib.namespace import SH

    used = {str(t) for triple in shape_graph() for t in triple if str(t).startswith(FOREIGN["sh"])}
    names = {term.removeprefix(FOREIGN["sh"]) for term in used}
    assert names
    assert [term for term in sorted(names) if f"{FOREIGN['sh']}{term}" not in SH] == []


def test_the_shapes_conform_to_shacl_itself() -> None:
    import pyshacl
    import rdflib

    conforms, _, words = pyshacl.validate(rdflib.Graph(), shacl_graph=shape_graph(), meta_shacl=True)
    assert conforms, words


def test_ontology_is_no_data_for_the_shapes() -> None:
    assert validate(ontology_quads(BASE), BASE).findings == ()
