"""The site over an endpoint of any size: nothing is listed when it starts, and each page is what it is over a small graph."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs

import pytest
from pyoxigraph import Quad, QueryResultsFormat, Store

from dashi_kg.query.engines import EndpointEngine, merge
from dashi_kg.serve.common.config import Config
from dashi_kg.serve.dereference.served_data import open_source
from dashi_kg.site.shared import site_graph
from dashi_kg.site.site import Site
from tests.site.conftest import BASE, Published

REPORT = "report/cn-500117007-office/2023"
KINDS = (
    f"{REPORT}.html", f"{REPORT}.ttl", f"{REPORT}/cite.bib", "org/cn-500117007-office.html", "org/cn-500117007-office.problems.csv",
    "place/cn-500117.nt", "indicator/disputes-resolved.html", "topic/G1.figures.csv", "reports.html", "coverage.csv",
    "catalog.ttl", "graph/meta.html",
)  # fmt: skip


class Endpoint(http.server.ThreadingHTTPServer):
    """A SPARQL endpoint over a store that counts what it is asked."""

    def __init__(self, store: Store) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.store, self.asked = store, list[str]()
        self.url = f"http://127.0.0.1:{self.server_port}/sparql"


class _Asked(http.server.BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        query = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["query"][0]
        self.server.asked.append(query)
        found: Any = self.server.store.query(query)
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(found.serialize(format=QueryResultsFormat.JSON))

    def log_message(self, *_: object) -> None: ...


@contextmanager
def endpoint(quads: list[Quad]) -> Iterator[Endpoint]:
    store = Store()
    store.bulk_extend(quads)
    merge(store)
    server = Endpoint(store)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def many(published: Published) -> Iterator[Endpoint]:
    with endpoint(published.quads) as started:
        yield started


@pytest.fixture(scope="module")
def large(many: Endpoint) -> Site:
    return Site(EndpointEngine(many.url, BASE), BASE, large=True)


def test_the_start_takes_as_many_requests_over_one_report_as_over_many(
    many: Endpoint, published: Published
) -> None:
    reports = {q.graph_name for q in published.quads if str(q.graph_name).startswith(f"<{BASE}graph/stated/")}
    assert len(reports) > 2
    others = {str(g).rstrip(">").removeprefix(f"<{BASE}graph/stated") for g in reports}
    others -= {f"/{REPORT.removeprefix('report/')}"}
    few = [q for q in published.quads if not str(q.graph_name).rstrip(">").endswith(tuple(others))]
    taken = []
    with endpoint(few) as one:
        for server in (one, many):
            server.asked.clear()
            host = open_source(Config(source=server.url, base=BASE), lambda *_: None).host
            taken.append(len(server.asked))
            assert host.has(f"{REPORT}.html")
            assert not host.has("report/cn-500117007-office/1999.html")
            assert not host.has('org/x> ?p ?o } #"')
    assert taken[0] == taken[1] <= 4
    assert not [query for query in many.asked if "label" in query and "VALUES" not in query]


def test_every_kind_of_page_and_file_is_the_same(site: Site, large: Site, published: Published) -> None:
    paths = sorted(
        p
        for p in published.files
        if p.endswith((".html", ".css", ".bib")) and not p.startswith(("reports/", "dataset/"))
    )
    text = next(p for p in paths if p.startswith("source/") and p.endswith(".css"))
    missing = [path for path in paths[:: max(1, len(paths) // 60)] if not large.holds(path)]
    other = [path for path in (*KINDS, text) if large.file(path) != site.file(path)]
    assert (missing, other) == ([], [])


def test_many_reports_are_found_by_names_and_not_listed(
    many: Endpoint, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_graph, "FEW", 0)
    large = Site(EndpointEngine(many.url, BASE), BASE, large=True)
    assert [large.holds(p) for p in ("search.html", "search/catalogue.json", "sitemap.xml")] == [
        True,
        False,
        False,
    ]
    assert b"Sitemap" not in (large.file("robots.txt") or b"")
    assert b'href="org/cn-500117007-office.html"' in large.search.page("大石街道", "zh")
    assert b'<ul class="hits">' not in large.search.page('zzqqzz" } #', "en")
    whole, some = (one.file("topic/G1.html") for one in (site, large))
    assert whole
    assert some
    assert b"G1.figures.csv" in whole
    assert b"G1.figures.csv" not in some
    assert not large.holds("topic/G1.figures.csv")


def test_virtuoso_answers_yes_and_no_by_a_table() -> None:
    class Table(_Asked):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"])).decode()
            rows = '{"__ASK_RETVAL":{"type":"literal","value":"1"}}' if "yes" in query else ""
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.end_headers()
            self.wfile.write(
                f'{{"head":{{"vars":["__ASK_RETVAL"]}},"results":{{"bindings":[{rows}]}}}}'.encode()
            )

    with endpoint([]) as server:
        server.RequestHandlerClass = Table
        on = EndpointEngine(server.url, BASE)
        assert on.run("ASK { <urn:yes> ?p ?o }").boolean is True
        assert on.run("ASK { <urn:no> ?p ?o }").boolean is False
