"""SPARQL 1.1 Protocol (W3C Recommendation 2013), its query operation: the cases of the specification, and those it
implies. The same over a store of our own and over real stores at an address."""

from __future__ import annotations

import asyncio
import http.client
import json
from urllib.parse import quote, urlencode

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results
from starlette.requests import Request
from starlette.types import Message

from dashi_kg.serve.sparql.request import Unreadable, body_of
from tests.serve.sparql.conftest import A, B
from tests.serve.sparql.running import FORM, JSON, Server

QUERY = "application/sparql-query"
SUBJECTS = "SELECT ?s { ?s <http://example.org/p> ?o } ORDER BY ?s"
ALL = ["http://example.org/s1", "http://example.org/s2", "http://example.org/人"]


def e(words: str) -> str:
    return quote(words, safe="")


# ------------------------------------------------------------------ 2.1 the three ways to ask


def test_query_get(endpoint: Server) -> None:
    reply = endpoint.query(SUBJECTS)
    assert (reply.status, reply.type) == (200, JSON)
    assert reply.column() == ALL  # the default graph is the union of the named graphs


def test_query_post_form(endpoint: Server) -> None:
    assert endpoint.form([("query", SUBJECTS)]).column() == ALL


def test_query_post_direct(endpoint: Server) -> None:
    for kind in (QUERY, f"{QUERY}; charset=UTF-8", f'{QUERY};charset="utf-8"'):
        reply = endpoint.send("POST", "/sparql", SUBJECTS.encode(), {"Content-Type": kind, "Accept": JSON})
        assert reply.column() == ALL


@pytest.mark.parametrize(
    "kind",
    [f"{QUERY};charset=utf8", f'{QUERY}; x="a;charset=gbk"; charset=utf-8', "Application/SPARQL-Query ; a=b"],
)
def test_parameters_of_the_content_type_are_read_as_such(local: Server, kind: str) -> None:
    reply = local.send("POST", "/sparql", SUBJECTS.encode(), {"Content-Type": kind, "Accept": JSON})
    assert reply.column() == ALL


def test_the_mark_at_the_beginning_of_a_file_is_no_part_of_the_query(endpoint: Server) -> None:
    text = "\ufeff" + SUBJECTS
    direct = endpoint.send("POST", "/sparql", text.encode(), {"Content-Type": QUERY, "Accept": JSON})
    for reply in (direct, endpoint.query(text), endpoint.form([("query", text)])):
        assert reply.column() == ALL


def test_the_content_type_is_given_once(local: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", local.port, timeout=600)
    connection.putrequest("POST", "/sparql")
    for kind in (QUERY, "text/plain"):
        connection.putheader("Content-Type", kind)
    connection.putheader("Content-Length", "6")
    connection.endheaders(b"ASK {}")
    assert connection.getresponse().status == 400
    connection.close()


def test_a_body_that_does_not_come_is_not_waited_for_for_ever() -> None:
    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(Unreadable) as error:
        asyncio.run(body_of(Request({"type": "http", "headers": []}, receive), 1000, 0.01))
    assert error.value.answer.status == 408


def test_head_is_get_without_a_body(endpoint: Server) -> None:
    whole, head = (
        endpoint.query(SUBJECTS),
        endpoint.send("HEAD", f"/sparql?query={e(SUBJECTS)}", headers={"Accept": JSON}),
    )
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.body))
    assert head.type == whole.type


# ------------------------------------------------------------------ 2.1.4 the dataset


def test_dataset_default_graph(endpoint: Server) -> None:
    assert endpoint.query(SUBJECTS, more=f"&default-graph-uri={e(B)}").column() == [ALL[2]]
    assert endpoint.form([("query", SUBJECTS), ("default-graph-uri", B)]).column() == [ALL[2]]


def test_dataset_default_graphs_are_merged(endpoint: Server) -> None:
    assert (
        endpoint.query(SUBJECTS, more=f"&default-graph-uri={e(A)}&default-graph-uri={e(B)}").column() == ALL
    )
    fields = [("query", SUBJECTS), ("default-graph-uri", A), ("default-graph-uri", B)]
    assert endpoint.form(fields).column() == ALL


def test_dataset_named_graphs(endpoint: Server) -> None:
    text = "SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    assert endpoint.query(text).column() == [A, B]
    assert endpoint.query(text, more=f"&named-graph-uri={e(B)}").column() == [B]
    assert endpoint.query(text, more=f"&named-graph-uri={e(A)}&named-graph-uri={e(B)}").column() == [A, B]
    # only named graphs: the default graph is empty
    assert endpoint.query(SUBJECTS, more=f"&named-graph-uri={e(B)}").column() == []


def test_dataset_full(endpoint: Server) -> None:
    text = "SELECT ?g { ?d <http://example.org/p> ?x . GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    more = f"&default-graph-uri={e(A)}&named-graph-uri={e(B)}"
    assert endpoint.query(text, more=more).column() == [B]
    # only a default graph: no named graph is seen
    assert (
        endpoint.query("SELECT ?g { GRAPH ?g { ?s ?p ?o } }", more=f"&default-graph-uri={e(A)}").column()
        == []
    )


def test_dataset_in_the_address_of_a_direct_post(endpoint: Server) -> None:
    reply = endpoint.send(
        "POST",
        f"/sparql?default-graph-uri={e(B)}",
        SUBJECTS.encode(),
        {"Content-Type": QUERY, "Accept": JSON},
    )
    assert reply.column() == [ALL[2]]


def test_dataset_in_the_address_of_a_form_post(endpoint: Server) -> None:
    headers = {"Content-Type": FORM, "Accept": JSON}
    body = f"query={e(SUBJECTS)}"
    reply = endpoint.send("POST", f"/sparql?default-graph-uri={e(B)}", body.encode(), headers)
    assert reply.column() == [ALL[2]]
    twice = f"{body}&default-graph-uri={e(A)}".encode()
    assert endpoint.send("POST", f"/sparql?default-graph-uri={e(B)}", twice, headers).status == 400


def test_dataset_of_the_request_overrides_that_of_the_query(endpoint: Server) -> None:
    text = f"SELECT ?s FROM <{A}> {{ ?s ?p ?o }} ORDER BY ?s"
    assert endpoint.query(text).column() == ALL[:2]
    assert endpoint.query(text, more=f"&default-graph-uri={e(B)}").column() == [ALL[2]]
    named = f"SELECT ?g FROM NAMED <{A}> {{ GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
    assert endpoint.query(named).column() == [A]
    assert endpoint.query(named, more=f"&named-graph-uri={e(B)}").column() == [B]


@pytest.mark.parametrize("graph", ["http://127.0.0.1:1/nowhere", "urn:x", "a b", "relative", ""])
def test_dataset_of_an_unknown_graph_is_refused_and_not_fetched(endpoint: Server, graph: str) -> None:
    reply = endpoint.query(SUBJECTS, more=f"&default-graph-uri={e(graph)}")
    assert reply.status == 400
    assert reply.type == "application/problem+json"


# ------------------------------------------------------------------ 2.1.5 content types


@pytest.mark.parametrize(
    ("text", "accept", "kind"),
    [
        (SUBJECTS, "*/*", JSON), (SUBJECTS, "", JSON),
        (SUBJECTS, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SUBJECTS, "text/csv", "text/csv; charset=utf-8"),
        (SUBJECTS, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (SUBJECTS, "text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (SUBJECTS, "text/*;q=0.9, application/sparql-results+json;q=0.1", "text/csv; charset=utf-8"),
        (SUBJECTS, "application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        (SUBJECTS, "text/turtle, text/csv;q=0.1", "text/csv; charset=utf-8"),
        (SUBJECTS, "application/json", "application/json"), (SUBJECTS, "TEXT/CSV ; Q=1", "text/csv; charset=utf-8"),
        (SUBJECTS, "text/csv;header=present;q=0.4, nonsense", "text/csv; charset=utf-8"),
        (SUBJECTS, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        ("ASK { ?s ?p ?o }", "*/*", JSON),
        ("ASK { ?s ?p ?o }", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("ASK { ?s ?p ?o }", "text/csv", "text/csv; charset=utf-8"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "*/*", "text/turtle; charset=utf-8"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples", "application/n-triples"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-quads", "application/n-quads"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/sparql-results+json, text/turtle;q=0.2", "text/turtle; charset=utf-8"),
        ("DESCRIBE <http://example.org/s1>", "*/*", "text/turtle; charset=utf-8"),
        ("DESCRIBE <http://example.org/s1>", "application/n-triples", "application/n-triples"),
    ],
)  # fmt: skip
def test_query_content_type(endpoint: Server, text: str, accept: str, kind: str) -> None:
    reply = endpoint.query(text, accept)
    assert (reply.status, reply.type) == (200, kind)
    assert "Accept" in reply.headers["vary"]


def test_accept_may_come_in_several_headers(local: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", local.port, timeout=600)
    connection.putrequest("GET", f"/sparql?query={e(SUBJECTS)}")
    connection.putheader("Accept", "image/png")
    connection.putheader("Accept", "text/csv")
    connection.endheaders()
    assert connection.getresponse().getheader("Content-Type") == "text/csv; charset=utf-8"
    connection.close()


RESULTS = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}
RDF = {
    "turtle": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD, "rdfxml": RdfFormat.RDF_XML,
    "nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG,
}  # fmt: skip


@pytest.mark.parametrize("form", RESULTS)
def test_every_result_format_says_the_same(endpoint: Server, form: str) -> None:
    reply = endpoint.query("SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s", "*/*", f"&format={form}")
    rows = [(row["s"].value, row["o"].value) for row in parse_query_results(reply.body, format=RESULTS[form])]  # type: ignore[union-attr]
    assert rows == list(zip(ALL, ("in a", "大石", "in b"), strict=True))


def test_results_as_csv(endpoint: Server) -> None:
    reply = endpoint.query("SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s", "text/csv")
    assert reply.body.decode().splitlines() == [
        "s,o",
        *(f"{s},{o}" for s, o in zip(ALL, ("in a", "大石", "in b"), strict=True)),
    ]


@pytest.mark.parametrize("form", RDF)
@pytest.mark.parametrize("text", ["CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT { ?s ?p [] } { ?s ?p ?o }"])
def test_every_rdf_format_says_the_same(endpoint: Server, form: str, text: str) -> None:
    reply = endpoint.query(text, "*/*", f"&format={form}")
    assert reply.status == 200
    assert {q.subject.value for q in parse(reply.body, format=RDF[form])} == set(ALL)  # type: ignore[union-attr]


def test_ask_in_every_format(endpoint: Server) -> None:
    text = "ASK { ?s ?p 'in b' }"
    assert endpoint.query(text).json()["boolean"] is True
    assert b"<boolean>true</boolean>" in endpoint.query(text, "application/sparql-results+xml").body
    for kind in ("text/csv", "text/tab-separated-values"):  # outside the specification: one word
        assert endpoint.query(text, kind).body == b"true\n"


@pytest.mark.parametrize(
    ("text", "accept", "more"),
    [
        (SUBJECTS, "image/png", ""), (SUBJECTS, "text/turtle", ""), ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv", ""),
        (SUBJECTS, "*/*;q=0", ""), (SUBJECTS, "text/html, */*;q=0", ""), (SUBJECTS, "*/*", "&format=turtle"), (SUBJECTS, "*/*", "&format=pdf"),
        ("ASK {}", "text/turtle", ""),
    ],
)  # fmt: skip
def test_what_there_is_not_is_406_with_a_list(endpoint: Server, text: str, accept: str, more: str) -> None:
    reply = endpoint.query(text, accept, more)
    assert reply.status == 406
    kind = "text/turtle" if text.startswith("CONSTRUCT") else JSON
    assert kind in reply.json()["available"]


# ------------------------------------------------------------------ 2.1.6 and 2.1.7 what is wrong


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        # the cases of the W3C's protocol tests
        ("PUT", "/sparql?query=ASK%20%7B%7D", None, {}, 405),
        ("GET", "/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", None, {}, 400),
        ("POST", "/sparql", "query=ASK%20%7B%7D&query=ASK%20%7B%7D", {"Content-Type": FORM}, 400),
        ("POST", "/sparql", "ASK {}", {"Content-Type": "text/plain"}, 415),
        ("POST", "/sparql", "query=ASK%20%7B%7D", {}, 415),
        ("POST", "/sparql", "ASK {}", {}, 415),
        ("POST", "/sparql", "ASK {}".encode("utf-16"), {"Content-Type": f"{QUERY}; charset=UTF-16"}, 415),
        ("POST", "/sparql", "ASK {}".encode("utf-16"), {"Content-Type": QUERY}, 400),
        ("GET", "/sparql?query=ASK%20%7B", None, {}, 400),
        ("POST", "/sparql", "query=" + e("ASK {"), {"Content-Type": FORM}, 400),
        ("POST", "/sparql", "ASK {", {"Content-Type": QUERY}, 400),
        # what else can be wrong
        ("GET", "/sparql?query=", None, {}, 400), ("GET", "/sparql?query=%20%0A", None, {}, 400),
        ("GET", "/sparql?default-graph-uri=urn:x", None, {}, 400),
        ("GET", "/sparql?query=%FF", None, {}, 400), ("POST", "/sparql", "query=%E6%88", {"Content-Type": FORM}, 400),
        ("POST", "/sparql?default-graph-uri=urn:x", "query=ASK%20%7B%7D", {"Content-Type": FORM}, 400),
        ("POST", "/sparql?named-graph-uri=urn:x", "query=ASK%20%7B%7D", {"Content-Type": FORM}, 400),
        ("POST", "/sparql", "ASK {}", {"Content-Type": "nonsense"}, 415),
        ("POST", "/sparql", "ASK {}", {"Content-Type": f"{QUERY}, {FORM}"}, 415),
        ("GET", "/sparql?query=" + e("ASK {}\0"), None, {}, 400), ("GET", "/sparql?query=" + e("ASK {} LIMIT -1"), None, {}, 400),
        ("GET", "/sparql?query=" + e("ASK {} LIMIT 99999999999999999999999999"), None, {}, 400),
        ("POST", "/sparql", b"ASK { <u:\xff> ?p ?o }", {"Content-Type": QUERY}, 400),
        ("POST", "/sparql", "", {"Content-Type": QUERY}, 400), ("POST", "/sparql", "", {"Content-Type": FORM}, 400),
        ("POST", "/sparql?query=ASK%20%7B%7D", "", {"Content-Type": FORM}, 400),
        ("POST", "/sparql?query=ASK%20%7B%7D", "ASK {}", {"Content-Type": QUERY}, 400),
        ("POST", "/sparql", "query=ASK%7B%7D", {"Content-Type": f"{FORM}; charset=gb18030"}, 415),
        ("POST", "/sparql", "ASK {}", {"Content-Type": QUERY, "Content-Encoding": "gzip"}, 415),
        ("POST", "/sparql", "--x--", {"Content-Type": "multipart/form-data; boundary=x"}, 415),
        ("POST", "/sparql", "x=" + "y" * 1_100_000, {"Content-Type": FORM}, 413),
        ("GET", "/sparql?query=ASK%20%7B%7D&format=csv&format=json", None, {}, 400),
        ("DELETE", "/sparql", None, {}, 405), ("PATCH", "/sparql", "x", {}, 405), ("TRACE", "/sparql", None, {}, 405),
        # updates
        ("POST", "/sparql", "update=CLEAR%20ALL", {"Content-Type": FORM}, 403),
        ("POST", "/sparql", "query=ASK%7B%7D&update=CLEAR%20ALL", {"Content-Type": FORM}, 403),
        ("POST", "/sparql", "CLEAR ALL", {"Content-Type": "application/sparql-update"}, 403),
        ("GET", "/sparql?update=CLEAR%20ALL", None, {}, 403), ("GET", "/sparql?query=CLEAR%20ALL", None, {}, 403),
        ("POST", "/sparql", "INSERT DATA { <u:a> <u:b> <u:c> }", {"Content-Type": QUERY}, 403),
        ("GET", "/sparql?query=" + e("LOAD <http://127.0.0.1:1/>"), None, {}, 403),
    ],
)  # fmt: skip
def test_bad_requests(
    endpoint: Server, method: str, path: str, body: str | bytes | None, headers: dict[str, str], status: int
) -> None:
    data = body.encode() if isinstance(body, str) else body
    reply = endpoint.send(method, path, data, headers)
    assert reply.status == status
    assert reply.type == "application/problem+json"
    problem = reply.json()
    assert problem["status"] == status
    assert problem["detail"].endswith((".", "]", "”")) and " · " in problem["title"]
    if status == 405:
        assert reply.headers["allow"] == "GET, HEAD, OPTIONS, POST"


def test_a_malformed_query_is_told_with_its_place(endpoint: Server) -> None:
    reply = endpoint.query("SELECT ?s {\n  ?s ?p }")
    assert reply.status == 400
    assert (reply.json()["line"], reply.json()["column"]) == (2, 10)
    assert len(reply.body) < 600


def test_options(endpoint: Server) -> None:
    reply = endpoint.send("OPTIONS", "/sparql")
    assert (reply.status, reply.body) == (204, b"")
    assert reply.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert QUERY in reply.headers["accept-post"]


# ------------------------------------------------------------------ encodings


@pytest.mark.parametrize(
    "text",
    ["SELECT ?o { <http://example.org/人> ?p ?o }", "SELECT ?o { <http://example.org/\\u4EBA> ?p ?o }"],
)
def test_chinese_is_decoded_exactly_once(endpoint: Server, text: str) -> None:
    assert endpoint.query(text).column() == ["in b"]
    assert endpoint.form([("query", text)]).column() == ["in b"]
    direct = endpoint.send("POST", "/sparql", text.encode(), {"Content-Type": QUERY, "Accept": JSON})
    assert direct.column() == ["in b"]


def test_a_percent_encoded_iri_stays_as_it_is(endpoint: Server) -> None:
    # <…/%E4%BA%BA> and <…/人> are two IRIs; a form decoded twice makes one of them
    text = "SELECT (STR(<http://example.org/%E4%BA%BA>) AS ?x) {}"
    for reply in (endpoint.query(text), endpoint.form([("query", text)])):
        assert reply.column() == ["http://example.org/%E4%BA%BA"]
    plus = "SELECT ('1+1 %2B & = ;' AS ?x) {}"
    for reply in (endpoint.query(plus), endpoint.form([("query", plus)])):
        assert reply.column() == ["1+1 %2B & = ;"]


def test_long_queries_go_by_post(endpoint: Server) -> None:
    many = " ".join(f"<http://example.org/{'x' * 100}{i}>" for i in range(3000))
    text = f"SELECT ?s {{ VALUES ?s {{ {many} <http://example.org/s1> }} ?s ?p ?o }}"
    assert len(text) > 300_000
    assert endpoint.form([("query", text)]).column() == ["http://example.org/s1"]


# ------------------------------------------------------------------ the service description, VoID, the graph store

SD = "http://www.w3.org/ns/sparql-service-description#"


def test_service_description(endpoint: Server) -> None:
    for accept, form in (
        ("*/*", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "rdfxml"),
        ("application/ld+json", "jsonld"),
    ):
        reply = endpoint.get("/sparql", accept)
        assert reply.status == 200
        facts = {
            (q.subject.value, q.predicate.value, q.object.value) for q in parse(reply.body, format=RDF[form])
        }  # type: ignore[union-attr]
        here = f"http://127.0.0.1:{endpoint.port}/sparql"
        assert (here, SD + "endpoint", here) in facts
        assert (here, SD + "feature", SD + "UnionDefaultGraph") in facts
        assert (here, SD + "supportedLanguage", SD + "SPARQL11Query") in facts
        assert {o for _, p, o in facts if p == SD + "name"} == {A, B}
        assert SD + "BasicFederatedQuery" not in reply.body.decode()
        assert {o for _, p, o in facts if p.endswith("void#triples")} == {"1", "2", "3"}


def test_browsers_are_led_to_the_query_page(endpoint: Server) -> None:
    reply = endpoint.get("/sparql", "text/html,application/xhtml+xml,*/*;q=0.8", Host="evil.example")
    assert (reply.status, reply.headers["location"]) == (303, "/query.html")


def test_who_refuses_pages_gets_none(local: Server) -> None:
    assert local.get("/sparql", "text/html;q=0").status == 406
    assert local.get("/sparql", "text/html;q=0, */*;q=0.1").type.startswith("text/turtle")


def test_void(endpoint: Server) -> None:
    reply = endpoint.get("/.well-known/void", "application/n-triples")
    assert (
        f"<http://rdfs.org/ns/void#sparqlEndpoint> <http://127.0.0.1:{endpoint.port}/sparql>"
        in reply.body.decode()
    )
    assert b'void#triples> "3"' in reply.body


def test_graph_store(endpoint: Server) -> None:
    found = endpoint.get(f"/rdf-graph-store?graph={e(B)}", "application/n-triples")
    assert found.body.decode() == '<http://example.org/人> <http://example.org/p> "in b" .\n'
    whole = endpoint.get("/rdf-graph-store?default", "application/n-triples")
    assert whole.body.count(b"\n") == 3
    assert endpoint.get("/rdf-graph-store?default").type == "text/turtle; charset=utf-8"
    assert endpoint.send("HEAD", f"/rdf-graph-store?graph={e(A)}").status == 200
    assert endpoint.get(f"/rdf-graph-store?graph={e(A)}", "image/png").status == 406


@pytest.mark.parametrize(
    ("method", "query", "status"),
    [
        ("GET", "", 400), ("GET", "?default&graph=urn:x", 400), ("GET", "?graph=urn:a&graph=urn:b", 400),
        ("GET", "?graph=urn:nowhere", 404), ("GET", "?graph=", 400), ("GET", "?graph=x%20y", 400), ("GET", "?graph=%FF", 400),
        ("PUT", "?default", 405), ("POST", "?default", 405), ("DELETE", "?default", 405), ("PATCH", "?default", 405),
    ],
)  # fmt: skip
def test_graph_store_refuses(endpoint: Server, method: str, query: str, status: int) -> None:
    reply = endpoint.send(method, f"/rdf-graph-store{query}")
    assert (reply.status, reply.type) == (status, "application/problem+json")
    if status == 405:
        assert reply.headers["allow"] == "GET, HEAD, OPTIONS"


# ------------------------------------------------------------------ what may be kept


def test_an_answer_is_kept_until_the_data_change(local: Server) -> None:
    first = local.query(SUBJECTS)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, no-cache"
    path = f"/sparql?{urlencode({'query': SUBJECTS})}"
    for given in (tag, tag.removeprefix("W/"), f'"other", {tag}'):
        again = local.get(path, JSON, **{"If-None-Match": given})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    for at in (path, "/.well-known/void", "/rdf-graph-store?default"):
        assert local.get(at, **{"If-None-Match": "*"}).status == 304
    # what has no answer is told, whatever the client has
    assert local.get("/sparql?query=SELEC", **{"If-None-Match": "*"}).status == 400
    assert local.get("/rdf-graph-store?graph=urn:none", **{"If-None-Match": "*"}).status == 404
    other = local.get(path, "text/csv", **{"If-None-Match": tag})
    assert other.status == 200 and other.headers["etag"] != tag
    store = f"/rdf-graph-store?graph={e(A)}"
    tag = local.get(store).headers["etag"]
    assert not tag.startswith("W/")
    assert local.get(store, **{"If-None-Match": tag}).status == 304


def test_what_changes_each_time_is_not_kept(endpoint: Server) -> None:
    for text in ("SELECT (NOW() AS ?x) {}", "SELECT (rand() AS ?x) {}", "SELECT (struuid() AS ?x) {}"):
        reply = endpoint.query(text)
        assert reply.status == 200
        assert "etag" not in reply.headers and reply.headers["cache-control"] == "no-store"


def test_json_is_well_formed_whatever_is_in_it(endpoint: Server) -> None:
    text = 'SELECT ("\\"\\\\\\n\\u0001\\t</x>" AS ?x) ?nothing {}'
    assert json.loads(endpoint.query(text).body)["results"]["bindings"][0]["x"]["value"] == '"\\\n\x01\t</x>'
