"""Documents in forms that no file has: RDF/XML and a JSON tree by negotiation, and data at the base IRI."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyld import jsonld
from pyoxigraph import RdfFormat, parse

from dashi_kg.export.frames import as_list
from tests.serve.conftest import PUBLISHED_BASE
from tests.serve.running import Running

REPORT = "/report/cn-500117007-office/2023"
DOCUMENTS = [REPORT, "/org/cn-500117007-office", "/topic/G1", "/ns"]


def triples(lines: bytes, form: RdfFormat) -> set[object]:
    return {q.triple for q in parse(lines, format=form)}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_rdf_xml_says_what_the_triples_say(published_server: Running, document: str) -> None:
    asked = published_server.get(document, Accept="application/rdf+xml")
    assert (asked.status, dict(asked.headers)["location"]) == (303, f"{document}.rdf")
    answer = published_server.get(f"{document}.rdf")
    assert dict(answer.headers)["content-type"].startswith("application/rdf+xml")
    assert triples(answer.body, RdfFormat.RDF_XML) == triples(
        published_server.get(f"{document}.nt").body, RdfFormat.N_TRIPLES
    )


@pytest.mark.parametrize("document", DOCUMENTS)
def test_json_is_a_part_of_the_triples(published: Path, published_server: Running, document: str) -> None:
    asked = published_server.get(document, Accept="application/json")
    assert (asked.status, dict(asked.headers)["location"]) == (303, f"{document}.json")
    tree = json.loads(published_server.get(f"{document}.json").body)
    context = json.loads((published / "ontology" / "context.jsonld").read_text(encoding="utf-8"))
    assert tree["@context"][0] == f"{PUBLISHED_BASE}ontology/context.jsonld"
    tree["@context"][0] = context["@context"]
    said = jsonld.to_rdf(tree, {"format": "application/n-quads"}).encode()
    whole = triples(published_server.get(f"{document}.nt").body, RdfFormat.N_TRIPLES)
    found = triples(said, RdfFormat.N_QUADS)
    # the words of an anchor stand at the item, without the IRI of the anchor
    assert {t for t in found if "_:" not in str(t)} <= whole
    anchors = sum(len(as_list(item["anchor"])) for item in tree.get("items", ()))
    assert sum("_:" in str(t) for t in found) <= 4 * anchors
    assert len(found) > 3


def test_a_report_weighs_a_few_times_its_text(published: Path, published_server: Running) -> None:
    text = (published / "reports/cn-500117007-office/2023/source.txt").stat().st_size
    body = published_server.get(f"{REPORT}.json").body
    assert len(body) <= 8 * text
    tree = json.loads(body)
    assert sum(bool({"Observation", "Target"} & set(as_list(item["type"]))) for item in tree["items"]) == 31
    (resolved,) = (
        i
        for i in tree["items"]
        if i.get("observedProperty") == "indicator/disputes-resolved" and i.get("value") == 508
    )
    assert resolved["anchor"]["anchorOf"].endswith("508起") and resolved["id"].startswith("r:f-")


def test_the_base_answers_with_the_catalogue(published_server: Running) -> None:
    for kind, file in (
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/rdf+xml", "rdf"),
    ):
        asked = published_server.get("/", Accept=kind)
        assert (asked.status, dict(asked.headers)["location"]) == (303, f"/catalog.{file}")
        assert published_server.get(f"/catalog.{file}").status == 200


def test_what_is_no_document_has_no_other_form(published_server: Running) -> None:
    for path in ("/report/none.json", "/assets/site.rdf", "/topic/G1.figures.json"):
        assert published_server.get(path).status == 404
