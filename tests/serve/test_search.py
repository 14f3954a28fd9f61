"""Search without scripts: the server puts what it finds into the page."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from selectolax.lexbor import LexborHTMLParser

from dashi_kg.serve.common.cache import ByteCache
from dashi_kg.serve.dereference.finder import Finder
from dashi_kg.serve.http.content import Content
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
        self.files = {
            "search/index.json": {"kinds": [["concept", "概念", "Concepts"]], "files": ["search/000.json"]},
            "search/000.json": [[f"ns#{n}", 0, n] for n in names],
        }

    def has(self, path: str) -> bool:
        return path in self.files

    def peek(self, path: str) -> Content | None:
        return None

    def get(self, path: str) -> Content | None:
        data = json.dumps(self.files[path]).encode()
        return Content(path, len(data), "", data)


def test_a_new_release_is_searched_at_once() -> None:
    async def found(finder: Finder, host: Changing) -> list[str]:
        page = await finder.page(host, "search.html", "调解")
        assert page is not None and page.data is not None
        return [a.text() for a in LexborHTMLParser(page.data.decode()).css("#hits a")]

    async def both() -> tuple[list[str], list[str]]:
        finder = Finder(PUBLISHED_BASE, ByteCache(1 << 20))
        return (
            await found(finder, Changing("1", ["人民调解", "诉讼"])),
            await found(finder, Changing("2", ["行政调解"])),
        )

    assert asyncio.run(both()) == (["人民调解"], ["行政调解"])
