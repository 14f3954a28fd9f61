"""The W3C's tests of the SPARQL 1.1 Protocol (query operation) against the service: 20 of 20."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from tests.referees.given import files
from tests.serve.sparql.running import Server, served

pytestmark = pytest.mark.referee

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
GRAPHS = "http://kasei.us/2009/09/sparql/data/"
# the operation that this service offers; it refuses updates (tests/serve/sparql/test_protocol.py)
NAMES = """query_post_form query_dataset_default_graphs_get query_dataset_default_graphs_post query_dataset_named_graphs_post
query_dataset_named_graphs_get query_dataset_full query_multiple_dataset query_get query_content_type_select
query_content_type_ask query_content_type_describe query_content_type_construct query_post_direct bad_query_method
bad_multiple_queries bad_query_wrong_media_type bad_query_missing_form_type bad_query_missing_direct_type
bad_query_non_utf8 bad_query_syntax""".split()
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml", "text/boolean"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-"),
    "RDF": ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml", "application/trig"),
}  # fmt: skip


@dataclass
class Exchange:
    """A request, and what must come back."""

    method: str
    path: str
    body: bytes | None
    headers: dict[str, str]
    statuses: tuple[str, ...]
    format: str
    boolean: str


@pytest.fixture(scope="module")
def manifest() -> Graph:
    return Graph().parse(files("sparql11") / "protocol" / "manifest.ttl")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = Store()
    # the manifest gives no data for data0.rdf, which was a page on the web; a graph that is not there is refused
    there = NamedNode(f"{GRAPHS}data0.rdf")
    store.add(Quad(there, NamedNode("http://www.w3.org/2000/01/rdf-schema#seeAlso"), there, there))
    for number in (1, 2, 3):
        data = (files("sparql11") / "protocol" / f"data{number}.nt").read_bytes()
        graph = NamedNode(f"{GRAPHS}data{number}.rdf")
        store.extend(Quad(*q.triple, graph) for q in parse(data, RdfFormat.N_TRIPLES))
    file = tmp_path_factory.mktemp("protocol") / "data.nq"
    store.dump(file, RdfFormat.N_QUADS)
    with served(source=str(file), timeout=120) as server:
        yield server


def exchanges(manifest: Graph, name: str) -> list[Exchange]:
    (test,) = (s for s in manifest.subjects(MF.name) if str(s).endswith(f"#{name}"))
    (action,) = manifest.objects(test, MF.action)
    found = []
    for request in Collection(manifest, _one(manifest, action, HT.requests)):
        answer = _one(manifest, request, HT.resp)
        body = None
        if (content := manifest.value(request, HT.body)) is not None:
            coding = str(manifest.value(content, CNT.characterEncoding))
            body = str(manifest.value(content, CNT.chars)).encode(coding)
        headers = {}
        if (listed := manifest.value(request, HT.headers)) is not None:
            for header in Collection(manifest, listed):
                headers[str(manifest.value(header, HT.fieldName))] = str(
                    manifest.value(header, HT.fieldValue)
                )
        found.append(
            Exchange(
                str(manifest.value(request, HT.methodName)),
                str(manifest.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1),
                body,
                headers,
                tuple(str(s).rpartition("StatusCode")[2][0] for s in manifest.objects(answer, MF.expectedStatus)),
                str(manifest.value(answer, MF.expectedFormat) or ""),
                str(manifest.value(answer, MF.expectedBoolean) or ""),
            )
        )  # fmt: skip
    return found


def _one(graph: Graph, node: Node, predicate: URIRef) -> Node:
    found = graph.value(node, predicate)
    assert found is not None, (node, predicate)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_what_the_specification_says(manifest: Graph, service: Server, name: str) -> None:
    asked = exchanges(manifest, name)
    assert asked
    for exchange in asked:
        reply = service.send(exchange.method, exchange.path, exchange.body, exchange.headers)
        assert str(reply.status)[0] in exchange.statuses, (reply.status, reply.body)
        if exchange.format:
            assert reply.type.startswith(FORMATS[exchange.format]), reply.type
        if exchange.boolean:
            assert reply.json()["boolean"] is (exchange.boolean == "true")


def test_they_are_all_of_the_query_operation(manifest: Graph) -> None:
    names = {str(s).rpartition("#")[2] for s in manifest.subjects(MF.name)}
    assert len(NAMES) == 20
    assert {n for n in names if "update" not in n} == set(NAMES)
