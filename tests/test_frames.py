"""Framed JSON-LD: the library frames the same, nothing is lost on the way, no context is fetched."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pyoxigraph as ox
import pytest
from pyld import jsonld as pyld
from pyoxigraph import Literal, NamedNode, Triple

from dashi_kg.errors import DashiError
from dashi_kg.export.frames import FRAMES, as_list, frame, framed
from dashi_kg.export.one_report import one_report, own_triples, reports
from dashi_kg.export.tree import report_tree
from dashi_kg.pipeline import build, shared_quads
from dashi_kg.rdf.jsonld import dump, expanded, no_remote
from dashi_kg.rdf.namespaces import FOREIGN, LABEL, RDF_TYPE, Names, curie
from dashi_kg.resources import ontology_dir
from dashi_kg.settings import settings
from tests.conftest import REPORT_DIR
from tests.test_jsonld import READERS, Reader

BASE = settings(None).base
IRI = f"{BASE}report/cn-500117007-office/2023"


@cache
def own() -> frozenset[Triple]:
    return frozenset(q.triple for q in build(REPORT_DIR, BASE).quads)


@cache
def everything() -> frozenset[Triple]:
    return own() | {q.triple for q in shared_quads(BASE)}


@cache
def around() -> frozenset[Triple]:
    """The report, and what is said of all that it mentions: the library reads for each frame all that it is given."""
    mentioned = {t.object for t in own()}
    return own() | {t for t in everything() if t.subject in mentioned}


@cache
def tree() -> bytes:
    return dump(report_tree(everything(), IRI, BASE))


def test_every_frame_file_is_tried() -> None:
    assert {p.stem for p in (ontology_dir() / "frames").glob("*.jsonld")} == set(FRAMES)


@pytest.mark.parametrize("name", FRAMES)
def test_the_library_frames_the_same(name: str) -> None:
    options = {"documentLoader": no_remote, "omitDefault": True, "omitGraph": False}
    theirs = pyld.frame(expanded(around()), frame(name, BASE), options)
    ours = framed(around(), name, BASE)
    assert len(ours["graph"]) == {"report": 1, "observation": 31, "problem": 15, "plan-item": 20}[name]
    assert normal(ours["graph"]) == normal(theirs["graph"])


def normal(value: Any) -> Any:
    """Order of sets, empty sets, and JSON's own integers and truth values aside."""
    if isinstance(value, dict):
        if value.get("type") == "xsd:integer":
            return int(value["@value"])
        if value.get("type") == "xsd:boolean":
            return value["@value"] == "true"
        return {name: normal(inner) for name, inner in value.items() if inner != []}
    if isinstance(value, list):
        return sorted((normal(inner) for inner in value), key=repr)
    return value


@READERS
def test_the_tree_has_every_triple_of_the_report(reader: Reader) -> None:
    found = reader(tree())
    assert own() - found == set()
    assert found - everything() == set()


def test_what_the_tree_adds_are_names_and_facts_about_its_nodes() -> None:
    found = {q.triple for q in ox.parse(tree(), ox.RdfFormat.JSON_LD)}
    mine = set(own_triples(everything(), IRI, BASE))
    named = {LABEL.value, FOREIGN["skos"] + "prefLabel", RDF_TYPE.value}
    assert {t.predicate.value for t in found - mine} <= named
    assert own() <= mine


@READERS
@pytest.mark.parametrize("name", ["observation", "problem", "plan-item"])
def test_frames_state_nothing_new(name: str, reader: Reader) -> None:
    found = reader(dump(framed(everything(), name, BASE)))
    assert found and found <= everything()


def test_members_of_a_set_are_always_an_array() -> None:
    document = json.loads(tree())
    sets = {
        n for n, e in document["@context"].items() if isinstance(e, dict) and e.get("@container") == "@set"
    }
    assert {"anchor", "measures", "observations", "planItems", "hasPart"} <= sets
    seen: set[str] = set()

    def walk(value: Any) -> None:
        for name, inner in value.items() if isinstance(value, dict) else ():
            if name in sets and name != "@context":
                assert isinstance(inner, list), (name, inner)
                seen.add(name)
            walk(inner)
        for inner in value if isinstance(value, list) else ():
            walk(inner)

    walk({k: v for k, v in document.items() if k != "@context"})
    assert {"anchor", "measures", "observations", "planItems", "addresses"} <= seen


def test_every_item_stands_once_and_in_its_section() -> None:
    document = json.loads(tree())
    places: dict[str, list[str]] = {}

    def walk(section: dict[str, Any]) -> None:
        for kind in ("measures", "problems", "planItems"):
            for item in section.get(kind, []):
                assert item["inSection"] == section["id"]
                places.setdefault(kind, []).append(item["id"])
                for figure in (*item.get("observations", ()), *item.get("targets", ())):
                    assert figure["reportedIn"] == item["id"]
                    places.setdefault("figures", []).append(figure["id"])
        for part in section.get("hasPart", []):
            walk(part)

    walk(document)
    assert {kind: len(found) for kind, found in places.items()} == {
        "measures": 48, "figures": 31, "problems": 15, "planItems": 20,
    }  # fmt: skip
    assert all(len(found) == len(set(found)) for found in places.values())


def test_included_nodes_are_not_in_the_tree_as_well() -> None:
    document = json.loads(tree())
    kinds = {kind for node in document["included"] for kind in as_list(node.get("type", []))}
    assert not kinds & {"Measure", "Observation", "Problem", "PlanItem", "Section", "Report", "Citation"}
    assert {"Mechanism", "PublicOrganisation", "QualityIssue", "AddressesLink", "SourceText"} <= kinds


def test_what_the_frame_does_not_know_is_not_lost() -> None:
    """Sections six deep, a figure outside every measure, a property of tomorrow: all come back."""
    n = Names(BASE)

    def item(name: str) -> NamedNode:
        return NamedNode(f"{IRI}#{name}")

    more = {
        Triple(item("o29"), n.fz("tomorrow"), Literal("x")),
        Triple(item("m1.1"), curie("schema:name"), Literal("y")),
    }
    above = "s2.5"
    for level in range(4, 8):
        more |= {
            Triple(item(above), curie("dct:hasPart"), item(f"s{level}x")),
            Triple(item(f"s{level}x"), RDF_TYPE, n.fz("Section")),
            Triple(item(f"s{level}x"), n.fz("number"), Literal(f"{level}x")),
        }
        above = f"s{level}x"
    more |= {
        Triple(item("o98"), RDF_TYPE, n.fz("Observation")),
        Triple(item("o98"), n.fz("inSection"), item(above)),
    }
    more |= {Triple(item("loop"), curie("dct:hasPart"), item("loop"))}
    document = report_tree([*everything(), *more], IRI, BASE)
    found = {q.triple for q in ox.parse(dump(document), ox.RdfFormat.JSON_LD)}
    assert (own() | more) - found == set()


def test_a_report_is_found_or_asked_for() -> None:
    assert reports(everything(), BASE) == [IRI]
    assert one_report(everything(), None, BASE) == IRI
    with pytest.raises(DashiError, match="no report in the data"):
        one_report([], None, BASE)
    with pytest.raises(DashiError, match=r"no report “x/2023”.*cn-500117007-office/2023"):
        one_report(everything(), "x/2023", BASE)
    two = [*everything(), *(Triple(ox.NamedNode(IRI + "x"), t.predicate, t.object)
                            for t in own() if str(t.subject) == f"<{IRI}>")]  # fmt: skip
    with pytest.raises(DashiError, match=r"2 reports.*--report"):
        one_report(two, None, BASE)
    assert one_report(two, "cn-500117007-office/2023", BASE) == IRI
