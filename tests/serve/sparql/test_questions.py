"""Saved questions as addresses: the same answers as on the command line, parameters bound as terms, described."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote

import openpyxl
import pytest
from selectolax.lexbor import LexborHTMLParser

from dashi_kg.pipeline import ask, engine_for, query_text
from dashi_kg.query.questions import questions
from dashi_kg.query.result import Engine
from dashi_kg.site.layout.typeset import typeset
from tests.questions import BASE
from tests.serve.sparql.running import Server

NAME = "problems-without-plan"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_for(None, "pyoxigraph", BASE)


def asked(engine: Engine, name: str, form: str, values: dict[str, str], *, labels: bool = False) -> bytes:
    out = io.BytesIO()
    ask(query_text(name, values, BASE), engine, form, out, BASE, labels=labels)
    return out.getvalue()


def rows(data: bytes) -> list[list[str]]:
    return sorted(csv.reader(io.StringIO(data.decode(), newline="")))


@pytest.mark.parametrize("name", [q.name for q in questions()])
def test_every_question_answers_as_on_the_command_line(
    over_release: Server, engine: Engine, name: str
) -> None:
    reply = over_release.get(f"/questions/{name}.csv")
    assert (reply.status, reply.type) == (200, "text/csv; charset=utf-8")
    assert rows(reply.body) == rows(asked(engine, name, "csv", {}))


def test_parameters_are_bound(over_release: Server, engine: Engine) -> None:
    values = {"indicator": "ind:publicity-events"}
    reply = over_release.get("/questions/compare-indicator.csv?indicator=ind:publicity-events")
    assert reply.status == 200 and reply.body.count(b"\n") > 1
    assert rows(reply.body) == rows(asked(engine, "compare-indicator", "csv", values))
    encoded = over_release.get("/questions/compare-indicator.csv?indicator=ind%3Apublicity-events")
    assert encoded.body == reply.body


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("compare-indicator.csv?indicatr=ind:x", 400, "indicatr"), ("compare-indicator.csv?indicatr=ind:x", 400, "“indicator”"),
        ("compare-indicator.csv?indicator=a%20b", 400, "indicator is not an IRI"),
        ("compare-indicator.csv?indicator=%3Eu:x%3E%20%7D", 400, "indicator is not an IRI"),
        ("compare-indicator.csv?indicator=ind:a&indicator=ind:b", 400, "indicator"),
        ("compare-indicator.csv?lang=fr", 400, "lang"), ("compare-indicator.csv?labels=maybe", 400, "labels"),
        ("compare-indicator.csv?indicator=%FF", 400, "UTF-8"),
        ("no-such-question.csv", 404, "no-such-question"), ("compare-indicator.pdf", 404, "pdf"),
        ("no-such-question", 404, "no-such-question"), ("..%2Fsparql.csv", 404, ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(over_release: Server, path: str, status: int, words: str) -> None:
    reply = over_release.get(f"/questions/{path}")
    assert reply.status == status
    assert words in reply.body.decode()


def test_a_year_must_be_a_year(over_release: Server) -> None:
    question = next(q for q in questions() if any(p.type == "gYear" for p in q.parameters))
    name = next(p.name for p in question.parameters if p.type == "gYear")
    reply = over_release.get(f"/questions/{question.name}.csv?{name}=zweitausend")
    assert reply.status == 400 and f"{name} is not an xsd:gYear" in reply.json()["detail"]
    assert over_release.get(f"/questions/{question.name}.csv?{name}=2023").status == 200
    assert over_release.get(f"/questions/{question.name}.csv?{name}=").status == 200  # a field left empty


def test_every_form(over_release: Server, engine: Engine) -> None:
    def get(tail: str) -> bytes:
        reply = over_release.get(f"/questions/{NAME}.{tail}")
        assert reply.status == 200
        return reply.body

    count = len(rows(get("csv"))) - 1
    assert count > 0
    assert len(over_release.get(f"/questions/{NAME}.json").json()["results"]["bindings"]) == count
    assert get("xml").count(b"<result>") == count
    assert get("tsv").count(b"\n") == count + 1
    sheet = openpyxl.load_workbook(io.BytesIO(get("xlsx"))).active
    assert sheet is not None and sheet.max_row == count + 1
    assert over_release.get(f"/questions/{NAME}.xlsx").type == XLSX
    text = over_release.get(f"/questions/{NAME}.rq").body.decode()
    assert over_release.query(text, "text/csv").body.count(b"\n") == count + 1  # it runs as it is


def test_in_words(over_release: Server) -> None:
    """Names in the place of IRIs, for people and for scripts; a parameter by its name."""
    at = "/questions/topic-over-years"
    told = over_release.get(f"{at}.plain.json?topic=G")
    assert (told.status, told.type) == (200, "application/json")
    rows_of = told.json()
    assert rows_of and all(
        row["statement_iri"].startswith("http") and isinstance(row["value"], int | float) for row in rows_of
    )
    table = list(csv.reader(io.StringIO(over_release.get(f"{at}.plain.csv?topic=G").body.decode())))
    assert len(table) == len(rows_of) + 1 and "报告机关" in table[0]
    assert "reporting body" in over_release.get(f"{at}.en.plain.csv?topic=G").body.decode().splitlines()[0]
    page = over_release.get(f"{at}.html?topic=G").body.decode()
    assert "<datalist" in page and "报告机关" in page and 'id="show-iris"' in page
    named = over_release.get(
        "/questions/compare-indicator.plain.json?indicator=%E6%99%AE%E6%B3%95%E5%AE%A3%E4%BC%A0%E6%B4%BB%E5%8A%A8%E6%AC%A1%E6%95%B0"
    )
    assert named.json() == over_release.get("/questions/compare-indicator.plain.json").json() != []


def test_names_with_the_language(over_release: Server) -> None:
    for tail in ("html", "csv", "json"):
        named, asked = (
            over_release.get(f"/questions/{NAME}.{x}").body for x in (f"en.{tail}", f"{tail}?lang=en")
        )
        assert named == asked


def test_labels(over_release: Server) -> None:
    def header(more: str) -> list[str]:
        return (
            over_release.get(f"/questions/compare-indicator.csv?{more}")
            .body.decode()
            .splitlines()[0]
            .split(",")
        )

    assert not any(name.endswith("Label") for name in header("labels=no"))
    assert header("labels=zh") == header("labels=en")
    assert len(header("labels=zh")) > len(header("labels=no"))
    zh, en = (
        over_release.get(f"/questions/compare-indicator.csv?labels={lang}").body for lang in ("zh", "en")
    )
    assert zh != en


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page(over_release: Server, lang: str) -> None:
    reply = over_release.get(f"/questions/{NAME}.html?lang={lang}")
    page = reply.body.decode()
    assert reply.type == "text/html; charset=utf-8"
    question = next(q for q in questions() if q.name == NAME)
    tag, title = ("en", question.en) if lang == "en" else ("zh-Hans", typeset(question.zh))
    assert f'<html lang="{tag}">' in page and f"<h1>{title}</h1>" in page
    # as the strict policy wants
    assert page.count("<script") == page.count('<script defer src="../assets/') > 1 and " style=" not in page
    assert '<nav id="menu"' in page  # as every page of the site
    assert 'scope="col"' in page
    # values come back escaped, in the form
    evil = over_release.get(f"/questions/compare-indicator.html?lang={lang}&indicator=u:%22onx%3D")
    assert evil.status == 400 and evil.type.startswith("text/html") and b'"onx=' not in evil.body
    kept = over_release.get(f"/questions/compare-indicator.html?lang={lang}&indicator=u:'%26x").body.decode()
    assert 'value="u:&#39;&amp;x"' in kept


def test_a_part_of_a_name_is_taken_for_a_person_and_refused_to_a_program(over_release: Server) -> None:
    part = f"compare-indicator.{{}}?indicator={quote('宣传活动')}&lang=zh"
    page = over_release.get("/questions/" + part.format("html"))
    assert page.status == 200
    (note,) = LexborHTMLParser(page.body).css("[role=note]")
    assert note.text().startswith("指标或组合：“宣传活动”取作")
    links = [
        a.attributes["href"] or "" for a in note.css("a")
    ]  # the others that it may mean are one click away
    assert links and {over_release.get(f"/questions/{link}").status for link in links} == {200}
    refused = over_release.get("/questions/" + part.format("csv"))
    assert refused.status == 400 and "相近的：" in refused.json()["detail"]


def test_index(over_release: Server) -> None:
    table = over_release.get("/questions").json()["questions"]
    assert [q["name"] for q in table] == [q.name for q in questions()]
    first = table[0]
    assert first["zh"] and first["en"]
    assert over_release.get(first["href"]["csv"]).status == 200


def test_openapi(over_release: Server) -> None:
    document = over_release.get("/openapi.json").json()
    from openapi_spec_validator import validate  # takes longer to load than all other libraries of the tests

    validate(document)
    assert document["openapi"].startswith("3.1")
    for question in questions():
        operation = document["paths"][f"/questions/{question.name}.{{form}}"]["get"]
        named = {p["name"] for p in operation["parameters"]}
        assert {p.name for p in question.parameters} <= named
    ids = [op["operationId"] for path in document["paths"].values() for op in path.values()]
    assert len(ids) == len(set(ids))


def test_kept_until_the_data_change(over_release: Server) -> None:
    path = f"/questions/{NAME}.csv?lang=en"
    tag = over_release.get(path).headers["etag"]
    assert over_release.get(path, **{"If-None-Match": tag}).status == 304


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_only_reading(over_release: Server, method: str) -> None:
    reply = over_release.send(method, f"/questions/{NAME}.csv")
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_void_of_the_release(over_release: Server) -> None:
    text = over_release.get("/.well-known/void", "application/n-triples").body.decode()
    assert (
        f"<{BASE}dataset/all> <http://rdfs.org/ns/void#sparqlEndpoint> <http://127.0.0.1:{over_release.port}/sparql>"
        in text
    )
    assert "http://rdfs.org/ns/void#dataDump" in text
