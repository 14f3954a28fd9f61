"""Documents in forms that no file has: RDF/XML and a JSON tree by negotiation, and data at the base IRI."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pyld import jsonld
from pyoxigraph import RdfFormat, parse

from tests.serve.conftest import PUBLISHED_BASE
from tests.serve.running import Running
from tests.test_lean_tree import items

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
    if document == REPORT:  # it has its text with it
        whole |= triples(
            published_server.get(f"/{tree['wasDerivedFrom']['id']}.nt").body, RdfFormat.N_TRIPLES
        )
    assert found <= whole and len(found) > 3


def test_a_report_weighs_a_few_times_its_text(published: Path, published_server: Running) -> None:
    """``tests/test_lean_tree.py`` weighs others."""
    text = (published / "reports/cn-500117007-office/2023/source.txt").read_text(encoding="utf-8")
    body = published_server.get(f"{REPORT}.json").body
    assert len(body) <= 6 * len(text.encode())
    tree = json.loads(body)
    assert tree["wasDerivedFrom"]["text"] == text
    figures = [item for _, item, _ in items(tree) if "indicator" in item]
    (resolved,) = (f for f in figures if f["indicator"] == "i:disputes-resolved" and f["value"] == 508)
    begin, end = (int(n) for n in resolved["at"].removeprefix("t:").split(","))
    assert len(figures) == 31 and text[begin:end].endswith("508起") and resolved["id"].startswith("r:f-")


def test_the_tree_of_a_report_is_described(published_server: Running) -> None:
    described = json.loads(published_server.get("/openapi.json").body)
    content = described["paths"]["/report/{organisation}/{year}.json"]["get"]["responses"]["200"]["content"]
    schema = {**content["application/json"]["schema"], "components": described["components"]}
    tree = json.loads(published_server.get(f"{REPORT}.json").body)
    Draft202012Validator(schema).validate(tree)
    tree["hasPart"][0]["at"] = "24-31"
    assert not Draft202012Validator(schema).is_valid(tree)


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
