"""Search without scripts: the server puts what it finds into the page."""

from __future__ import annotations

import asyncio
import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from selectolax.lexbor import LexborHTMLParser

from dashi_kg.query.engines import OxigraphEngine
from dashi_kg.rdf.namespaces import curie
from dashi_kg.serve.common.cache import ByteCache
from dashi_kg.serve.dereference.finder import Finder
from dashi_kg.serve.http.content import Content
from dashi_kg.site.asking.search import Search
from dashi_kg.site.shared.site_graph import SiteGraph
from tests.serve.conftest import PUBLISHED_BASE
from tests.serve.running import Answer, Running, running

Q = quote("矛盾纠纷")


@pytest.fixture(scope="module", params=["release", "rendered"])
def searched(request: pytest.FixtureRequest, published: Path) -> Iterator[Running]:
    """Over a release, and over its data, where pages are made as they are asked for."""
    if request.param == "release":
        yield request.getfixturevalue("published_server")
        return
    with running(published / "dashi-kg.nq", base=PUBLISHED_BASE) as started:
        yield started


def hits(answer: Answer) -> list[str]:
    return [a.attributes["href"] or "" for a in LexborHTMLParser(answer.body.decode()).css("#hits a")]


@pytest.mark.parametrize(("page", "lang"), [("/search.html", "zh-Hans"), ("/search.en.html", "en")])
def test_what_is_found_is_in_the_page(searched: Running, page: str, lang: str) -> None:
    found = searched.get(f"{page}?q={Q}")
    assert (found.status, found["Content-Language"]) == (200, lang)
    assert found["X-Robots-Tag"] == "noindex"
    assert found["Cache-Control"] == "public, no-cache"
    links = hits(found)
    assert any(link.startswith(("report/", "./report/")) for link in links)
    for link in links[:5]:
        assert searched.get("/" + link.removeprefix("./").partition("#")[0]).status == 200
    box = LexborHTMLParser(found.body.decode()).css_first("#q")
    assert box.attributes["value"] == "矛盾纠纷"


def test_both_hosts_find_the_same(published: Path, published_server: Running) -> None:
    with running(published / "dashi-kg.nq", base=PUBLISHED_BASE) as rendered:
        for words in (Q, "mediation", quote("调"), "xyzzy"):  # the catalogue is of a release alone
            there, here = (s.get(f"/search.html?q={words}") for s in (rendered, published_server))
            assert hits(there) == hits(here)


def test_it_may_be_kept_as_other_pages(searched: Running) -> None:
    at = f"/search.html?q={Q}"
    first = searched.get(at)
    assert searched.get(at)["ETag"] == first["ETag"]
    assert searched.get(at, If_None_Match=first["ETag"]).status == 304
    assert searched.get("/search.html?q=xyzzy")["ETag"] != first["ETag"]
    packed = searched.get(at, Accept_Encoding="gzip")
    assert packed["Content-Encoding"] == "gzip" and gzip.decompress(packed.body) == first.body
    head = searched.ask(at, method="HEAD")
    assert (head.status, head.body, head["ETag"]) == (200, b"", first["ETag"])
    # the IRI of the page leads there with the question
    assert searched.get(f"/search?q={Q}", "text/html")["Location"] == at


def test_without_words_it_is_the_file(searched: Running) -> None:
    plain = searched.get("/search.html")
    assert "X-Robots-Tag" not in plain
    for query in ("?q=", "?q=%20%00", "?x=1", "?" + "&".join("a=1" for _ in range(30))):
        assert searched.get(f"/search.html{query}").body == plain.body, query


@pytest.mark.parametrize(
    "words", ["%3Cscript%3Ealert(1)%3C/script%3E", "%22%3E%3Cb%3E", "%ff%fe", "%F0%A0%80%80", "a%00b"]
)
def test_words_are_words(searched: Running, words: str) -> None:
    found = searched.get(f"/search.html?q={words}")
    assert found.status == 200
    assert b"<script>alert" not in found.body and b"><b>" not in found.body and b"\x00" not in found.body


def test_long_questions_are_refused(searched: Running) -> None:
    assert searched.get(f"/search.html?q={quote('法' * 200)}").status == 200
    refused = searched.get(f"/search.en.html?q={quote('法' * 201)}", "text/html", Accept_Language="en")
    assert refused.status == 400
    assert b"At most 200 characters" in refused.body


class Changing:
    """A host whose records change with its version."""

    def __init__(self, version: str, names: list[str]) -> None:
        self.version = version
        store = Store()
        for name in names:
            one = NamedNode(f"{PUBLISHED_BASE}topic/{name}")
            store.add(Quad(one, curie("skos:prefLabel"), Literal(name, language="zh")))
        self.files = Search(SiteGraph(OxigraphEngine(store, PUBLISHED_BASE), PUBLISHED_BASE)).files

    def has(self, path: str) -> bool:
        return path in self.files

    def peek(self, path: str) -> Content | None:
        return None

    def get(self, path: str) -> Content | None:
        data = self.files[path]
        return Content(path, len(data), "", data)


def test_a_new_release_is_searched_at_once() -> None:
    async def found(finder: Finder, host: Changing) -> list[str]:
        page = await finder.page(host, "search.html", "调解")
        assert page is not None and page.data is not None
        links = LexborHTMLParser(page.data.decode()).css("#hits a")
        return [a.text() for a in links if "questions/" not in (a.attributes["href"] or "")]

    async def both() -> tuple[list[str], list[str]]:
        finder = Finder(PUBLISHED_BASE, ByteCache(1 << 20))
        return (
            await found(finder, Changing("1", ["人民调解", "诉讼"])),
            await found(finder, Changing("2", ["行政调解"])),
        )

    assert asyncio.run(both()) == (["人民调解"], ["行政调解"])


# ------------------------------------------------------------------ for programs


def test_hits_by_pages(searched: Running) -> None:
    first = json.loads(searched.get(f"/api/search.json?q={Q}&limit=2").body)
    assert set(first) == {"total", "offset", "limit", "next", "whole", "facets", "rows"}
    assert first["total"] > 2 and len(first["rows"]) == 2 and first["whole"] is True
    rows, follow = first["rows"], first["next"]
    while follow:
        page = json.loads(searched.get(f"/api/search.json{follow.replace('limit=2', 'limit=50')}").body)
        rows, follow = rows + page["rows"], page["next"]
    assert len({row["iri"] for row in rows}) == len(rows) == first["total"]
    # the page has the same ones, in the same order
    links = [
        link.removeprefix("./").replace(".html", "") for link in hits(searched.get(f"/search.html?q={Q}"))
    ]
    assert [row["iri"].removeprefix(PUBLISHED_BASE) for row in rows[: len(links)]][:3] == links[:3]
    figure = next(row for row in rows if row["kind"] == "figure" and row["value"] is not None)
    assert figure["quote"] and figure["body_zh"] and figure["year"] and figure["amount_en"]
    counted = {facet["value"]: facet["count"] for facet in first["facets"]["group"]}
    only = json.loads(searched.get(f"/api/search.json?q={Q}&group=figure&year={figure['year']}").body)
    body = first["facets"]["body"][0]
    assert (
        json.loads(searched.get(f"/api/search.json?q={Q}&body={body['value']}").body)["total"]
        == body["count"]
    )
    assert only["total"] == len(only["rows"]) <= counted["figure"] and {r["kind"] for r in only["rows"]} == {
        "figure"
    }


def test_hits_in_other_forms(searched: Running) -> None:
    table = searched.get(f"/api/search.csv?q={Q}")
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    total = json.loads(searched.get(f"/api/search?q={Q}&limit=1").body)["total"]
    assert len(list(csv.DictReader(io.StringIO(table.body.decode("utf-8-sig"))))) == total
    assert searched.get(f"/api/search.xlsx?q={Q}").body[:2] == b"PK"
    assert searched.get(f"/api/search.csv?q={Q}", If_None_Match=table["ETag"]).status == 304
    assert searched.get("/api/search", "text/csv").status == 400  # no words


@pytest.mark.parametrize(
    ("query", "says"),
    [("", "q=调解"), ("?q=%20", "q=调解"), ("?q=a&yaer=2023", "year"), ("?q=a&limit=x", "100"), ("?q=" + "a" * 201, "200")],
)  # fmt: skip
def test_what_is_wrong_is_said(searched: Running, query: str, says: str) -> None:
    refused = searched.get(f"/api/search.json{query}")
    assert refused.status == 400 and says in json.loads(refused.body)["detail"]


def test_the_search_is_described(published_server: Running) -> None:
    described = json.loads(published_server.get("/openapi.json").body)
    operation = described["paths"]["/api/search.{form}"]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    answer = json.loads(published_server.get(f"/api/search.json?q={Q}").body)
    assert set(schema["required"]) == set(answer)
    assert set(described["components"]["schemas"]["Hit"]["properties"]) == set(answer["rows"][0])
    assert {p["name"] for p in operation["parameters"]} == {
        "form",
        "q",
        "group",
        "year",
        "body",
        "level",
        "topic",
        "limit",
        "offset",
    }
    assert "search" in [table["name"] for table in json.loads(published_server.get("/api").body)["tables"]]
