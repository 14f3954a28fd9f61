"""Queries: what is refused, the result formats, labels, engines, endpoints, streams."""

from __future__ import annotations

import csv
import http.server
import io
import json
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import openpyxl
import pyoxigraph
import pytest
import rdflib
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, parse_query_results

import dashi_kg
from dashi_kg.cli import cli
from dashi_kg.errors import DashiError
from dashi_kg.pipeline import ask, engine_for, own_quads, question_list
from dashi_kg.query.bind import bind
from dashi_kg.query.engines import EndpointEngine, engine
from dashi_kg.query.guard import checked, tokens
from dashi_kg.query.labels import with_labels
from dashi_kg.query.named import by_name
from dashi_kg.query.questions import question
from dashi_kg.query.result import Engine, Result, Row
from dashi_kg.query.write import write
from dashi_kg.rdf.namespaces import XSD
from dashi_kg.settings import settings
from tests.questions import table
from tests.site.cases import GUARDED

BASE = settings(None).base
R = "report/cn-500117007-office/2023"


@pytest.fixture(scope="module")
def on() -> Engine:
    return engine("pyoxigraph", own_quads(BASE), BASE)


def observation(on: Engine, words: str) -> str:
    """The IRI of the one observation whose anchor has exactly these words."""
    text = f'SELECT ?o {{ ?o a fz:Observation ; fz:anchor/nif:anchorOf ?q FILTER(STR(?q) = "{words}") }}'
    ((found,),) = on.run(text).rows or ()
    assert isinstance(found, NamedNode)
    return found.value


def written(result: Result, form: str) -> bytes:
    out = io.BytesIO()
    write(result, form, out, BASE)
    return out.getvalue()


# ------------------------------------------------------------------ refused


@pytest.mark.parametrize(("text", "key"), GUARDED)
def test_reaching_out_and_changing_is_refused(on: Engine, text: str, key: str | None) -> None:
    if key is None:  # words elsewhere are just words
        assert checked(text).graphs is None
        on.run(text)
        return
    with pytest.raises(DashiError, match="SERVICE is refused" if key == "refused_service" else "an update"):
        on.run(text)


@pytest.mark.parametrize("name", ["pyoxigraph", "rdflib"])
def test_a_triple_in_many_graphs_is_one_triple(name: str) -> None:
    """The default graph is the merge of all graphs (SPARQL 1.1, 13.1), not a bag of them."""
    s, p, o = (NamedNode(f"https://example.org/{x}") for x in "spo")
    quads = [pyoxigraph.Quad(s, p, o, NamedNode(f"https://example.org/g{i}")) for i in range(9)]
    on = engine(name, quads, BASE)
    assert len(table(on.run("SELECT * { ?s ?p ?o . ?s ?q ?o }"))[1:]) == 1
    assert table(on.run("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"))[1] == ["9"]


def test_from_chooses_graphs_and_fetches_nothing(on: Engine) -> None:
    def ask_graph(name: str) -> bool | None:
        return on.run(f"ASK FROM <{BASE}graph/{name}> {{ ?s a fz:Report }}").boolean

    assert ask_graph(f"stated/{R.partition('/')[2]}") is True
    assert ask_graph("ontology") is False
    with pytest.raises(DashiError, match="no such graph"):
        ask_graph("nowhere")
    with pytest.raises(DashiError, match="FROM is refused"):
        engine("rdflib", [], BASE).run("SELECT * FROM <http://127.0.0.1:9/x> { ?s ?p ?o }")


def test_from_is_resolved_as_the_query_says() -> None:
    text = "BASE <http://a/b/> PREFIX ex: <c#> SELECT * FROM <d> FROM NAMED ex:e\\-f FROM own:g {}"
    assert checked(text, "http://z/", {"own": "u:"}).graphs == ("http://a/b/d", "http://a/b/c#e-f", "u:g")
    assert checked("ASK FROM <d> {}", "http://z/").graphs == ("http://z/d",)


@pytest.mark.parametrize(
    "text", ["ASK" + "{" * 3000 + "}" * 3000, "SELECTDISTINCT?s{?s ?p ?o}", "ASK { s ?p ?o }"]
)
def test_what_parsers_read_differently_is_refused(on: Engine, text: str) -> None:
    with pytest.raises(DashiError, match=r"nested|SPARQL has no word"):
        on.run(text)


def test_functions_that_change_are_known() -> None:
    assert checked("SELECT (RAND() AS ?x) {}").changing
    assert not checked("SELECT ?now { ?now ?p 'NOW()' }").changing


@given(st.text(alphabet="SERVICEfrom<>\"'#\\{}?$:@ \nab_u0041", max_size=40))
def test_any_text_has_tokens(text: str) -> None:
    list(tokens(text))


@pytest.mark.parametrize("name", ["pyoxigraph", "rdflib"])
@pytest.mark.parametrize("text", ["SELECT", "SELECT * { ?s ?p }", "SELECT * { ?s nope:x ?o }", "", "{}"])
def test_what_is_no_query_is_one_error(name: str, text: str) -> None:
    with pytest.raises(DashiError):
        engine(name, [], BASE).run(text)


# ------------------------------------------------------------------ the W3C's formats

TERMS: list[object] = [
    NamedNode("https://example.org/a?b=c&d=<".replace("<", "%3C")), Literal("a,b\"c\n\td\r\\"), Literal("余", language="zh"),
    Literal("1.50", datatype=NamedNode(XSD + "decimal")), Literal("<&>'"), Literal(""), BlankNode("b0"), None,
    Literal("2023", datatype=NamedNode(XSD + "gYear")), Literal(" 前后 "), Literal("𠀀"),
]  # fmt: skip


def rows() -> Result:
    return Result(("x", "y"), rows=iter([(t, TERMS[i - 1]) for i, t in enumerate(TERMS)]))  # type: ignore[misc]


@pytest.mark.parametrize("form", ["json", "xml", "tsv"])
def test_terms_come_back_exactly(form: str) -> None:
    kind = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}[
        form
    ]
    back = parse_query_results(written(rows(), form), format=kind)
    found = [(solution["x"], solution["y"]) for solution in back]  # type: ignore[union-attr]
    if form == "xml":  # this reader drops spaces at the ends; the file has them
        assert "<literal> 前后 </literal>" in written(rows(), form).decode()
        found = [tuple(Literal(" 前后 ") if t == Literal("前后") else t for t in pair) for pair in found]  # type: ignore[misc]
    named = [(x, y) for x, y in found if not isinstance(x, BlankNode) and not isinstance(y, BlankNode)]
    expected = [(t, TERMS[i - 1]) for i, t in enumerate(TERMS)]
    assert named == [
        (x, y) for x, y in expected if not isinstance(x, BlankNode) and not isinstance(y, BlankNode)
    ]
    assert len(found) == len(expected)


@pytest.mark.parametrize("form", ["json", "xml", "csv"])
def test_rdflib_reads_our_results(form: str) -> None:
    found = rdflib.query.Result.parse(io.BytesIO(written(rows(), form)), format=form)
    assert len(list(found)) == len(TERMS)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_as_pyoxigraph_writes_them(on: Engine, form: str) -> None:
    """Not byte by byte (spaces differ), but the same document."""
    text = "SELECT ?s ?o { ?s fz:minExclusive|rdfs:label ?o } ORDER BY ?s ?o LIMIT 40"
    ours = written(on.run(text), form)
    kind = getattr(QueryResultsFormat, form.upper())
    theirs = on.store.query(  # type: ignore[attr-defined]
        text, prefixes={"fz": BASE + "ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}, use_default_graph_as_union=True,
    ).serialize(format=kind)  # fmt: skip
    if form == "csv":
        assert list(csv.reader(io.StringIO(ours.decode()))) == list(csv.reader(io.StringIO(theirs.decode())))
        assert ours.count(b"\r\n") == 41
    else:
        assert [tuple(s) for s in parse_query_results(ours, format=kind)] if form != "tsv" else ours  # type: ignore[union-attr]
    if form == "json":
        assert json.loads(ours)["results"] == json.loads(theirs)["results"]


@pytest.mark.parametrize(("form", "expected"), [("json", b'"boolean":true'), ("xml", b"<boolean>true</boolean>"), ("csv", b"true"), ("table", b"true")])  # fmt: skip
def test_yes_and_no(form: str, expected: bytes) -> None:
    assert expected in written(Result(boolean=True), form)


def test_triples_are_turtle_or_jsonld(on: Engine) -> None:
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{BASE}graph/derived/{R.partition('/')[2]}> {{ ?s ?p ?o }} }}"
    turtle, tree = written(on.run(text), "turtle"), written(on.run(text), "jsonld")
    first = {q.triple for q in pyoxigraph.parse(turtle, pyoxigraph.RdfFormat.TURTLE)}
    assert first == {q.triple for q in pyoxigraph.parse(tree, pyoxigraph.RdfFormat.JSON_LD)}
    assert len(first) > 50
    assert written(on.run(text), "table") == turtle
    with pytest.raises(DashiError, match="triples cannot be written as csv"):
        written(on.run(text), "csv")
    with pytest.raises(DashiError, match="turtle is for triples"):
        written(rows(), "turtle")


def test_a_sheet_has_numbers_as_numbers_and_no_formulas() -> None:
    number = Literal("42", datatype=NamedNode(XSD + "integer"))
    data = [
        (number, Literal("=1+1")),
        (Literal("99.8", datatype=NamedNode(XSD + "decimal")), Literal("https://example.org/")),
    ]
    first = written(Result(("a", "b"), rows=iter(data)), "xlsx")
    assert first == written(Result(("a", "b"), rows=iter(data)), "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(first)).active
    assert sheet is not None
    assert [[c.value for c in row] for row in sheet.rows] == [
        ["a", "b"],
        [42, "=1+1"],
        [99.8, "https://example.org/"],
    ]
    assert sheet["B2"].data_type == "s"


def test_a_table_is_aligned_for_chinese(on: Engine) -> None:
    lines = (
        written(on.run("SELECT ?a ?b { VALUES (?a ?b) { ('余' 'x') ('ab' 'y') } }"), "table")
        .decode()
        .splitlines()
    )
    assert lines == ["a   b", "──  ─", "余  x", "ab  y"]
    assert written(on.run("SELECT ?a { FILTER(false) }"), "table").decode() == "a\n─\n(0)\n"


# ------------------------------------------------------------------ labels


def test_labels_in_the_readers_language_with_zh_as_the_next_best(on: Engine) -> None:
    one = observation(on, "开展各类宣传活动50余次")
    result = with_labels(on.run(f"SELECT ?x {{ VALUES ?x {{ <{one}> <urn:none> }} }}"), on, "en")
    assert table(result) == [
        ["x", "xLabel"],
        [f"<{one.removeprefix(BASE)}>", "Publicity activities of all kinds@en"],
        ["<urn:none>", ""],
    ]
    quads = [
        pyoxigraph.Quad(
            NamedNode("urn:a"),
            NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
            Literal(w, language=tag),
        )
        for w, tag in (("德", "de"), ("甲", "zh"), ("Jia", "ja"))
    ]
    own = engine("pyoxigraph", quads, BASE)
    assert table(with_labels(own.run("SELECT (<urn:a> AS ?x) {}"), own, "en"))[1][1] == "甲@zh"


def test_no_label_column_for_words_that_are_there_already(on: Engine) -> None:
    text = 'SELECT ?p ?words { ?p a fz:Problem ; rdfs:label ?words FILTER(LANG(?words) = "zh") }'
    assert with_labels(on.run(text), on, "zh").variables == ("p", "words")
    assert with_labels(on.run(text), on, "en").variables == ("p", "pLabel", "words")


def test_labels_of_rows_far_below_the_first(on: Engine) -> None:
    many = ["urn:none"] * 1200 + [observation(on, "开展各类宣传活动50余次")]
    first = observation(on, "开展习近平法治思想专题学习3次")
    rows: Iterator[Row] = iter([(NamedNode(i),) for i in (first, *many)])
    found = table(with_labels(Result(("x",), rows=rows), on, "zh"))
    assert found[-1][1] == "开展各类宣传活动50余次@zh"


# ------------------------------------------------------------------ streams


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "table", "markdown"])
def test_very_many_rows_do_not_fill_memory(form: str) -> None:
    """Rows are written as they come: memory stays far below what the rows take."""

    class Sink(io.RawIOBase):
        size = 0

        def write(self, data: object) -> int:
            self.size += len(data)  # type: ignore[arg-type]
            return len(data)  # type: ignore[arg-type]

    digits = " ".join(str(i) for i in range(17 if form != "csv" else 28))
    text = f"SELECT ?a ?b ?c {{ VALUES ?a {{ {digits} }} VALUES ?b {{ {digits} }} VALUES ?c {{ {digits} }} }}"
    sink = Sink()
    tracemalloc.start()
    try:
        ask(text, engine("pyoxigraph", [], BASE), form, sink, BASE)  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sink.size > (180_000 if form == "csv" else 45_000)
    assert peak < 1_200_000  # five thousand rows that are held are 1.7 million


# ------------------------------------------------------------------ data from elsewhere


def test_data_from_a_file_a_folder_and_a_release(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text('<u:a> <u:b> "x" .', encoding="utf-8")
    (tmp_path / "b.trig").write_text('<u:g> { <u:a> <u:b> "y" }', encoding="utf-8")
    for name in ("pyoxigraph", "rdflib"):
        found = table(engine_for(str(tmp_path), name, BASE).run("SELECT ?o { <u:a> <u:b> ?o } ORDER BY ?o"))
        assert found == [["o"], ["x"], ["y"]], name
        found = table(engine_for(str(tmp_path / "a.ttl"), name, BASE).run("SELECT ?o { ?s ?p ?o }"))
        assert found == [["o"], ["x"]]


class Endpoint(http.server.BaseHTTPRequestHandler):
    """A SPARQL endpoint over one triple; odd paths answer oddly."""

    seen: list[tuple[str, str]] = []  # noqa: RUF012

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query = parse_qs(body)["query"][0]
        self.seen.append((query, self.headers.get("Authorization", "")))
        store = pyoxigraph.Store()
        store.add(pyoxigraph.Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("余", language="zh")))
        status, kind, data = 200, "application/sparql-results+json; charset=utf-8", b""
        if self.path == "/html":
            kind, data = "text/html", b"<p>hello"
        elif self.path == "/denied":
            status, kind, data = 401, "text/plain", b"who are you"
        elif self.path == "/broken":
            data = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x"'
        else:
            found = store.query(query)
            if isinstance(found, pyoxigraph.QueryTriples):
                kind, data = "application/n-triples", found.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES)
            else:
                data = found.serialize(format=QueryResultsFormat.JSON)
        self.send_response(302 if self.path == "/moved" else status)
        if self.path == "/moved":
            self.send_header("Location", "/sparql")
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Endpoint.seen.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_endpoint_answers(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    on = engine_for(f"{address}/sparql", "pyoxigraph", BASE)
    assert table(on.run("SELECT ?o { ?s ?p ?o }")) == [["o"], ["余@zh"]]
    assert on.run("ASK { ?s ?p ?o }").boolean is True
    assert len(list(on.run("CONSTRUCT WHERE { ?s ?p ?o }").triples or ())) == 1
    on.run("SELECT ?o { ?s fz:x ?o }")
    assert f"PREFIX fz: <{BASE}ns#>" in Endpoint.seen[-1][0]
    assert Endpoint.seen[-1][1] == ""
    monkeypatch.setenv("DASHI_KG_USER", "reader")
    monkeypatch.setenv("DASHI_KG_PASSWORD", "secret")
    on.run("ASK {}")
    assert Endpoint.seen[-1][1] == "Basic cmVhZGVyOnNlY3JldA=="
    with pytest.raises(DashiError, match="SERVICE"):
        on.run("SELECT * { SERVICE <http://127.0.0.1:9/> {} }")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/html", "unknown type"),
        ("/denied", "HTTP 401"),
        ("/broken", "端点的回答不完整|not whole"),
        ("/moved", "has moved to http.*/sparql"),
    ],
)
def test_an_endpoint_that_fails_is_one_error(address: str, path: str, words: str) -> None:
    with pytest.raises(DashiError, match=words):
        table(EndpointEngine(address + path, BASE).run("SELECT ?o { ?s ?p ?o }"))


def test_an_endpoint_that_is_not_there() -> None:
    with pytest.raises(DashiError, match="connection failed"):
        EndpointEngine("http://127.0.0.1:9/", BASE).run("ASK {}")
    with pytest.raises(DashiError, match="not an http"):
        EndpointEngine("file:///etc/hostname", BASE)
    with pytest.raises(DashiError, match="password in it"):
        EndpointEngine("http://user:secret@127.0.0.1:9/", BASE)


def test_a_label_in_the_place_of_an_iri_is_told_and_not_asked() -> None:
    with pytest.raises(DashiError, match=r"not an IRI: “行政诉讼案件数”.*indicators-used"):
        bind(question("compare-indicator"), {"indicator": "行政诉讼案件数"}, BASE)


def test_the_list_tells_the_default_of_a_parameter() -> None:
    assert question("compare-indicator").default("indicator") == "<indicator/publicity-events>"
    assert question("compare-indicator").default("indicator") in question_list()
    assert question("report-metadata").default("year") == ""


def test_no_cell_begins_a_formula_unless_it_is_asked_for(tmp_path: Path) -> None:
    """As in observations.csv: texts get an apostrophe, numbers stay numbers; other formats are left alone."""
    (tmp_path / "a.ttl").write_text(
        '<u:a> <u:p> "=1+1", "@x"@en, "\\t+", "-5", "+x"^^<u:t>, -5, "=2"^^<http://www.w3.org/2001/XMLSchema#integer>, "a=b" .'
    )
    line = ["query", "-e", "SELECT ?o { ?s <u:p> ?o }", "--data", str(tmp_path / "a.ttl"), "-f"]

    def cells(form: str, *more: str) -> set[str]:
        done = CliRunner().invoke(cli, [*line, form, *more])
        assert done.exit_code == 0, done.output
        return set(done.stdout_bytes.decode().replace("\r\n", "\n").splitlines()[1:])

    assert cells("csv") == {"'=1+1", "'@x", "'\t+", "'-5", "'+x", "-5", "'=2", "a=b"}
    assert {'"\'=1+1"', '"\'@x"@en', '"-5"^^<http://www.w3.org/2001/XMLSchema#integer>'} <= cells("tsv")
    assert {"| '=1+1 |", "| '+x |", "| -5 |"} <= cells("markdown")
    assert cells("csv", "--raw") == {"=1+1", "@x", "\t+", "-5", "+x", "=2", "a=b"}
    assert "=1+1" in "".join(cells("json")) and "'=" not in "".join(cells("json"))


def test_the_mark_at_the_beginning_of_a_query_file_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_text("\ufeffASK {}", encoding="utf-8")
    assert CliRunner().invoke(cli, ["query", str(tmp_path / "a.rq"), "-f", "csv"]).output == "true\n"


def test_parameters_are_named_by_key_name_or_a_part_of_it() -> None:
    graph = dashi_kg.Graph.own()
    on, asked = graph._engine(), question("compare-indicator")
    resolved = {"indicator": f"{graph.base}indicator/disputes-resolved"}
    for words in ("disputes-resolved", "化解矛盾纠纷数", "Disputes resolved"):
        assert by_name(asked, {"indicator": words}, on, graph.base) == (resolved, [])
    for written in ("ind:disputes-resolved", "indicator/disputes-resolved", resolved["indicator"]):
        assert by_name(asked, {"indicator": written}, on, graph.base) == ({"indicator": written}, [])
    found, (note,) = by_name(asked, {"indicator": "化解矛盾"}, on, graph.base, nearest=True)
    assert found == resolved and "化解矛盾纠纷数（indicator/disputes-resolved）" in note.zh
    with pytest.raises(DashiError, match=r"not an IRI.*disputes-resolved"):  # a part is no name
        by_name(asked, {"indicator": "化解矛盾"}, on, graph.base)
    with pytest.raises(
        DashiError, match=r"nor a whole name.*disputes-resolved"
    ):  # nor is what is only like one
        by_name(asked, {"indicator": "化解矛盾纠纷件数"}, on, graph.base, nearest=True)
    with pytest.raises(DashiError, match="indicators-used"):
        by_name(asked, {"indicator": "zzz"}, on, graph.base, nearest=True)


def test_the_command_says_what_a_part_of_a_name_was_taken_as() -> None:
    done = CliRunner().invoke(cli, ["query", "compare-indicator", "-p", "indicator=化解矛盾", "-f", "csv"])
    assert done.exit_code == 0 and "508" in done.stdout
    assert (
        "is taken as Disputes resolved (indicator/disputes-resolved)" in done.stderr
        or "取作化解矛盾纠纷数（indicator" in done.stderr
    )
