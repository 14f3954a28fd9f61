"""The pages that ask and find, where the data are not beside them or are large: the server answers (real Chromium)."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import chromium
from tests.serve.conftest import PUBLISHED_BASE
from tests.serve.running import Running, running

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CROSS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
WAIT = 60_000
WASM = re.compile(r"\.wasm$|\.nq$")
WRONG = [
    ("SELECT * { SERVICE <http://127.0.0.1:9/> {} }", "SERVICE is refused"),
    ("DROP ALL", "An update (DROP) is refused"),
    ("SELECT *\nWHERE {\n  ?s ?p }", "line 3, column 9, at “}”"),
    ("SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }", "no such graph"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as p:
        found = chromium(p)
        yield found
        found.close()


@pytest.fixture(scope="module")
def over_file(published: Path) -> Iterator[Running]:
    with running(published / "dashi-kg.nq", "--rows", "50", "--timeout", "8", base=PUBLISHED_BASE) as started:
        yield started


@pytest.fixture(scope="module", params=["file", "endpoint"])
def over(request: pytest.FixtureRequest, over_file: Running, published_server: Running) -> Iterator[Running]:
    """The site over RDF, and over a SPARQL endpoint."""
    if request.param == "file":
        yield over_file
        return
    endpoint = f"http://127.0.0.1:{published_server.port}/sparql"
    with running("--endpoint", endpoint, "--rows", "50", "--timeout", "8", base=PUBLISHED_BASE) as started:
        yield started


@pytest.fixture(scope="module")
def static(published: Path) -> Iterator[str]:
    """The release on a plain host."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    handler = functools.partial(Quiet, directory=str(published))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Visit:
    """A page, what it asked for, and what its console says."""

    def __init__(self, browser: Any) -> None:
        self.context = browser.new_context()
        self.page = self.context.new_page()
        self.page.set_default_timeout(WAIT)
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.page.on("request", lambda r: self.asked.append(f"{r.method} {r.url}"))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on(
            "console", lambda m: self.wrong.append(m.text) if m.type in ("error", "warning") else None
        )

    def open(self, address: str) -> Any:
        self.page.goto(address)
        self.page.wait_for_selector("html[data-ready]")
        return self.page

    def run(self, text: str = "") -> None:
        if text:
            program = "text => document.querySelector('.CodeMirror').CodeMirror.setValue(text)"
            self.page.evaluate(program, text)
        self.page.click("#run")
        self.page.wait_for_selector("#answer:not([hidden]), #error:not([hidden])")

    def posts(self) -> int:
        return sum(a.startswith("POST ") and a.endswith("/sparql") for a in self.asked)


@pytest.fixture
def visit(browser: Any) -> Iterator[Visit]:
    found = Visit(browser)
    yield found
    found.context.close()


def at(server: Running) -> str:
    return f"http://127.0.0.1:{server.port}"


def test_the_server_answers_where_no_data_are_beside_the_page(visit: Visit, over: Running) -> None:
    page = visit.open(f"{at(over)}/query.en.html#question=report-metadata")
    assert "The server that gives these pages answers" in page.inner_text(".lead")
    visit.run()
    assert "answered by the server" in page.inner_text("#status")
    assert "Dashi Subdistrict Office" in page.inner_text("#result")
    assert page.is_hidden("#cut")
    visit.run("ASK { ?r a fz:Report }")
    assert page.inner_text("#result") == "yes"
    visit.run("CONSTRUCT { ?r a fz:Report } WHERE { ?r a fz:Report }")
    assert page.inner_text("#result").count("ns#Report>") == 1
    visit.run("SELECT ?r { ?r a fz:Report }")  # with names in place of IRIs, asked for by a second query
    assert "Dashi" in page.inner_text("#result tbody")
    assert visit.posts() >= 5
    assert not [a for a in visit.asked if WASM.search(a)]
    assert visit.wrong == []


def test_the_limits_of_the_server_are_told(visit: Visit, over_file: Running) -> None:
    page = visit.open(f"{at(over_file)}/query.en.html")
    page.uncheck("#labels")
    visit.run("SELECT ?s ?p ?o { ?s ?p ?o }")
    assert "Cut by the server: the first 50 rows only" in page.inner_text("#cut")
    assert page.locator("#result tbody tr").count() == 50
    visit.run("CONSTRUCT WHERE { ?s ?p ?o }")
    assert "Cut by the server" in page.inner_text("#cut")
    assert "#truncated" not in page.inner_text("#result")
    visit.run("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 50")
    visit.run("SELECT ?s { ?s ?p ?o } LIMIT 3")
    assert page.is_hidden("#cut")
    assert visit.wrong == []
    visit.run(CROSS)
    assert "its own limit of 8 s" in page.inner_text("#error")


def test_stop_and_the_time_limit_end_a_query_on_the_server(visit: Visit, over_file: Running) -> None:
    page = visit.open(f"{at(over_file)}/query.en.html")
    program = "text => document.querySelector('.CodeMirror').CodeMirror.setValue(text)"
    page.evaluate(program, CROSS)
    page.click("#run")
    playwright.expect(page.locator("#status")).to_contain_text("Running", timeout=WAIT)
    page.click("#stop")
    page.wait_for_selector("#error:not([hidden])")
    assert page.inner_text("#error") == "Stopped."
    page.evaluate(
        "document.querySelector('#seconds option').value = '1'; document.querySelector('#seconds').value = '1'"
    )
    visit.run(CROSS)
    assert "Stopped after 1 s" in page.inner_text("#error")
    visit.run("ASK { ?r a fz:Report }")  # the only worker is free again
    assert page.inner_text("#result") == "yes"


def test_what_is_refused_or_wrong_is_said(visit: Visit, over_file: Running) -> None:
    page = visit.open(f"{at(over_file)}/query.en.html")
    for text, words in WRONG:
        visit.run(text)
        assert words in page.inner_text("#error"), text
        if "refused" in words:  # before anything is sent
            assert visit.posts() == 0


def test_neighbours_and_search_need_no_data_beside_the_page(visit: Visit, over: Running) -> None:
    page = visit.open(f"{at(over)}/explore.en.html")
    page.press("#start", "Enter")
    page.wait_for_selector("#list button")
    assert "neighbours" in page.inner_text("#status")
    page = visit.open(f"{at(over)}/search.en.html?q=%E8%B0%83")
    page.wait_for_selector("#hits section")
    assert visit.posts() >= 2
    assert not [a for a in visit.asked if WASM.search(a)]
    assert visit.wrong == []


def test_a_reader_without_scripts_searches_by_the_form(browser: Any, published_server: Running) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{at(published_server)}/search.html")
    page.fill("#q", "矛盾纠纷")
    page.press("#q", "Enter")
    page.wait_for_selector("#hits section")
    assert "矛盾纠纷" in page.inner_text("#status")
    context.close()


def large(visit: Visit) -> None:
    """The pages as they would be over large data."""

    def changed(route: Any) -> None:
        answer = route.fetch()
        assert '"large":false' in answer.text()
        route.fulfill(response=answer, body=answer.text().replace('"large":false', '"large":true'))

    visit.page.route("**/query.en.html", changed)


def test_over_large_data_the_server_of_a_release_is_asked(visit: Visit, published_server: Running) -> None:
    large(visit)
    page = visit.open(f"{at(published_server)}/query.en.html#question=report-metadata")
    visit.run()
    assert "answered by the server" in page.inner_text("#status")
    assert visit.posts() >= 1 and f"HEAD {at(published_server)}/dashi-kg.nq" in visit.asked
    assert visit.wrong == []


def test_a_plain_host_of_large_data_is_asked_for_nothing_it_has_not(visit: Visit, static: str) -> None:
    large(visit)
    page = visit.open(f"{static}/query.en.html#question=report-metadata")
    visit.run()
    assert "quads" in page.inner_text("#status")
    assert visit.posts() == 0
    assert visit.wrong == []


def test_small_data_of_a_release_are_asked_in_the_browser(visit: Visit, published_server: Running) -> None:
    page = visit.open(f"{at(published_server)}/query.en.html#question=report-metadata")
    visit.run()
    assert "quads" in page.inner_text("#status")
    assert visit.posts() == 0 and not [a for a in visit.asked if a.startswith("HEAD")]
    assert visit.wrong == []
