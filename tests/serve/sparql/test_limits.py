"""Each query has its limits, and only the query that passes them feels it."""

from __future__ import annotations

import csv
import http.server
import io
import itertools
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from dashi_kg.errors import DashiError
from dashi_kg.serve.common.config import Config
from tests.conftest import ROOT
from tests.serve.sparql.running import Reply, Server, served

MIB = 1024 * 1024
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HOG = "SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
EVERYTHING = "SELECT ?s ?p ?o { ?s ?p ?o }"


@pytest.fixture(scope="module")
def strict(release: Path) -> Iterator[Server]:
    with served(source=str(release), timeout=3, max_memory=128 * MIB, workers=2, queue=8) as server:
        yield server


@pytest.fixture(scope="module")
def short(release: Path) -> Iterator[Server]:
    """Answers are cut; there is time enough for them on a busy machine."""
    with served(source=str(release), timeout=600, max_rows=50, max_bytes=20_000, workers=2) as server:
        yield server


@pytest.fixture(scope="module")
def narrow(release: Path) -> Iterator[Server]:
    """Memory is the only limit: on a slow machine that of time would come first."""
    with served(source=str(release), timeout=600, max_memory=64 * MIB, workers=2) as server:
        yield server


def together(*calls: Callable[[], Reply]) -> list[Reply]:
    """The replies to calls made at the same time, in their order."""
    replies: dict[int, Reply] = {}
    threads = [
        threading.Thread(target=lambda i=i, call=call: replies.__setitem__(i, call()))  # type: ignore[misc]
        for i, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [replies[i] for i in range(len(calls))]


def eventually(said: Callable[[], bool], seconds: float = 300) -> None:
    """Wait until something holds."""
    until = time.monotonic() + seconds
    while not said():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.05)


_NUMBERS = itertools.count()


def quick(server: Server) -> Reply:
    """A quick query that was not asked before: a worker must answer it."""
    return server.query(f"ASK {{ ?s ?p ?o }} # {next(_NUMBERS)}")


def answers(server: Server) -> None:
    assert quick(server).json()["boolean"] is True


# ------------------------------------------------------------------ time, memory, the engine itself


def test_a_long_query_is_stopped_and_others_go_on(strict: Server) -> None:
    others_ask = [lambda: quick(strict)] * 6
    long, *others = together(lambda: strict.query(LONG), *others_ask)
    assert (long.status, long.json()["limit"]) == (504, "time")
    assert set(long.json()) == {"title", "status", "detail", "limit", "seconds", "retry"}
    assert int(long.headers["retry-after"]) == long.json()["retry"] >= 1
    assert [r.status for r in others] == [200] * 6
    answers(strict)


def test_a_query_that_hogs_memory_is_stopped_and_others_go_on(narrow: Server) -> None:
    hog, *others = together(lambda: narrow.query(HOG), *[lambda: quick(narrow)] * 6)
    assert (hog.status, hog.json()["limit"]) == (507, "memory")
    assert [r.status for r in others] == [200] * 6
    answers(narrow)


def test_a_query_that_stops_the_engine_stops_only_itself(narrow: Server) -> None:
    text = f"SELECT ({'!' * 100_000}1 AS ?x) {{}}"
    crash, *others = together(lambda: narrow.form([("query", text)]), *[lambda: quick(narrow)] * 6)
    assert (crash.status, crash.json()["limit"]) == (500, "crash")
    assert [r.status for r in others] == [200] * 6
    answers(narrow)


def test_brackets_too_deep_are_told_as_such(narrow: Server) -> None:
    reply = narrow.form([("query", "ASK" + "{" * 5000 + "}" * 5000)])
    assert reply.status == 400 and "nested" in reply.json()["detail"]


def test_many_failures_leave_as_many_workers_as_before(strict: Server) -> None:
    for reply in together(*[lambda: strict.query(HOG)] * 6):
        assert reply.status in (507, 504, 503)  # on a slow machine the other limits come first
    # both workers are there again: one has a long query, and one is kept for the quick
    replies = together(*[lambda: strict.query(LONG)] * 2, lambda: strict.query("ASK {}"))
    assert sorted(r.status for r in replies[:2]) in ([503, 504], [504, 504])
    assert replies[2].status == 200
    answers(strict)


# ------------------------------------------------------------------ rows and bytes


def rows(reply: Reply, form: str) -> int:
    if form == "csv":
        return len(list(csv.reader(io.StringIO(reply.body.decode(), newline="")))) - 1
    kind = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}[
        form
    ]
    return len(list(parse_query_results(reply.body, format=kind)))  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_beyond_the_limit_are_cut_and_said_to_be(short: Server, form: str) -> None:
    reply = short.query("SELECT ?p { ?s ?p ?o }", "*/*", f"&format={form}")
    assert (reply.status, reply.headers["dashi-truncated"]) == (200, "rows")
    assert rows(reply, form) == 50
    assert f"truncated.{form}" in reply.headers["content-disposition"]
    assert "etag" not in reply.headers  # another answer may be cut elsewhere
    mark = f"http://127.0.0.1:{short.port}/sparql#truncated-rows"
    if form == "json":
        assert reply.json()["head"]["link"] == [mark]
    if form == "xml":
        assert f'<link href="{mark}"/></head>' in reply.body.decode()
    assert mark in short.get("/sparql", "application/n-triples").body.decode()  # and explained


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("count", [49, 50, 51])
def test_the_limit_of_rows_is_exact(short: Server, form: str, count: int) -> None:
    for variables in ("?p", "?none", "('' AS ?e)"):  # rows of any width, and none at all
        reply = short.query(f"SELECT {variables} {{ ?s ?p ?o }} LIMIT {count}", "*/*", f"&format={form}")
        assert rows(reply, form) == min(count, 50), variables
        assert ("dashi-truncated" in reply.headers) == (count > 50)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_bytes_beyond_the_limit_are_cut_at_a_row(short: Server, form: str) -> None:
    words = '余,\\"x' * 200
    text = f'SELECT ?s ("{words}" AS ?long) {{ ?s ?p ?o }}'
    reply = short.query(text, "*/*", f"&format={form}")
    assert (reply.status, reply.headers["dashi-truncated"]) == (200, "bytes")
    assert 0 < rows(reply, form) < 50
    assert len(reply.body) < 30_000


@pytest.mark.parametrize("form", ["turtle", "nt", "jsonld", "rdfxml", "nq", "trig"])
def test_triples_beyond_the_limit_are_cut_and_said_to_be(short: Server, form: str) -> None:
    reply = short.query("CONSTRUCT { ?s a ?p } { ?s ?p ?o }", "*/*", f"&format={form}")
    assert reply.headers["dashi-truncated"] == "rows"
    kinds = {
        "turtle": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD, "rdfxml": RdfFormat.RDF_XML,
        "nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG,
    }  # fmt: skip
    if form != "jsonld":
        assert len(list(parse(reply.body, format=kinds[form]))) == 50
    if form in ("turtle", "nt", "nq", "trig"):
        assert reply.body.endswith(b"/sparql#truncated-rows\n")


def test_one_giant_row_is_refused(short: Server) -> None:
    text = "SELECT (GROUP_CONCAT(STR(?o)) AS ?x) { ?s ?p ?o }"
    for form in ("json", "csv", "tsv", "xml"):
        reply = short.query(text, "*/*", f"&format={form}")
        assert reply.status == 400 and "one row" in reply.json()["detail"]


# ------------------------------------------------------------------ the queue and the client


def begun(server: Server) -> socket.socket:
    """A client whose long query has been sent."""
    client = socket.create_connection(("127.0.0.1", server.port))
    client.sendall(f"GET /sparql?query={quote(LONG)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return client


def now(server: Server) -> tuple[int, int]:
    """Queries that run and wait."""
    table = server.get("/stats").json()
    return table["running"], table["waiting"]


def test_a_full_queue_is_503_and_clients_that_go_away_free_it_and_the_worker(release: Path) -> None:
    with served(source=str(release), timeout=300, workers=1, queue=1) as server:
        with begun(server):
            eventually(lambda: now(server) == (1, 0))
            with begun(server):
                eventually(lambda: now(server) == (1, 1))
                full = server.query("ASK {}")
                assert full.status == 503
                assert int(full.headers["retry-after"]) >= 1
                assert full.json()["limit"] == "queue"
            eventually(lambda: now(server) == (1, 0))
        eventually(lambda: now(server) == (0, 0))
        answers(server)
        assert server.get("/stats").json()["outcomes"] == {"cancelled": 2, "ok": 1, "queue": 1}


# ------------------------------------------------------------------ processes


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


@linux
def test_a_killed_worker_is_replaced(small: Path) -> None:
    with served(source=str(small), timeout=120, workers=2) as server:
        for pid in server.pids[1:]:
            os.kill(pid, signal.SIGKILL)
        for _ in range(4):
            answers(server)


@linux
def test_the_process_that_holds_the_data_is_replaced(small: Path) -> None:
    with served(source=str(small), timeout=120, workers=2) as server:
        os.kill(server.pids[0], signal.SIGKILL)
        eventually(lambda: not any(alive(pid) for pid in server.pids[1:]))
        for _ in range(4):
            answers(server)


@linux
def test_nothing_is_left_behind(release: Path) -> None:
    with served(source=str(release), workers=2) as server:
        answers(server)
    assert not any(alive(pid) for pid in server.pids)
    with served(source=str(release), workers=2, timeout=300) as server, begun(server), begun(server):
        eventually(lambda: now(server) == (2, 0))
        server.process.kill()  # no chance to clear up
        server.process.wait()
        eventually(lambda: not any(alive(pid) for pid in server.pids))


def child(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, timeout=600,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip


def test_a_worker_cannot_open_a_socket_even_past_the_guard() -> None:
    with Listener() as listener:
        done = child(
            "import sys; from pyoxigraph import Store\n"
            "from dashi_kg.serve.workers.worker import AddressSpace, set_limits\n"
            "set_limits(1 << 29, AddressSpace(), closed=True)\n"
            "try: print(list(Store().query(sys.argv[1])))\n"
            "except OSError as error: print('OSError', error)\n",
            f"SELECT * {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}",
        )
        assert done.stdout.startswith("OSError Too many open files")
        assert listener.heard == []


def test_where_the_system_sets_no_limit_of_memory_a_thread_does(release: Path) -> None:
    done = child(
        "import sys; from pyoxigraph import RdfFormat, Store\n"
        "from dashi_kg.serve.workers.worker import watch_memory\n"
        "store = Store(); store.bulk_load(path=sys.argv[1], format=RdfFormat.N_QUADS)\n"
        "watch_memory(64 << 20)\n"
        "list(store.query(sys.argv[2], use_default_graph_as_union=True))\n",
        release / "dashi-kg.nq", HOG,
    )  # fmt: skip
    assert done.returncode == 77, done.stderr


# ------------------------------------------------------------------ nothing goes out


class Listener:
    """Hears whatever connects to a port of loopback."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/x"
        self.heard: list[bytes] = []

    def __enter__(self) -> Listener:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.heard.append(connection.recv(100))
            connection.close()

    def __exit__(self, *_: object) -> None:
        self.socket.close()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("SELECT * { SERVICE <URL> { ?s ?p ?o } }", 403), ("SELECT * { service silent <URL> { ?s ?p ?o } }", 403),
        ("SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }", 403), ("SELECT * { SERVICESILENT<URL>{ ?s ?p ?o } }", 403),
        ("SELECT * { { SELECT * { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } } } }", 403),
        ("ASK { ?s ?p 1e5SERVICE<URL>{ ?a ?b ?c } }", 403), ("ASK { ?s ?p trueSERVICE<URL>{ ?a ?b ?c } }", 403),
        ('ASK { BIND("\\u0022" AS ?x) SERVICE <URL> { ?a ?b ?c } BIND("\\u0022" AS ?y) }', 403),
        ("PREFIX x: <URL> ASK { SERVICEx: { ?a ?b ?c } }", 403), ("ASK { # x\r SERVICE <URL> {} }", 403),
        ("SELECT * FROM <URL> { ?s ?p ?o }", 400), ("PREFIX x: <URL> SELECT * FROM x: { ?s ?p ?o }", 400),
        ("SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }", 400), ("LOAD <URL>", 403), ("LOAD SILENT <URL>", 403),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }", 403), ("ASK {} ; LOAD <URL>", 400),
    ],
)  # fmt: skip
def test_no_query_reaches_out(endpoint: Server, text: str, status: int) -> None:
    with Listener() as listener:
        whole = text.replace("URL", listener.url)
        assert endpoint.query(whole).status == status
        assert (
            endpoint.query("SELECT * { ?s ?p ?o }", more=f"&default-graph-uri={quote(listener.url)}").status
            == 400
        )
        assert endpoint.get(f"/rdf-graph-store?graph={quote(listener.url)}").status == 404
        assert listener.heard == []


def test_words_that_only_look_like_it_are_asked(endpoint: Server) -> None:
    text = "PREFIX service: <http://example.org/> SELECT ?s { ?s service:p ?service . GRAPH ?g { ?s service:p 'in b' } } # SERVICE"
    assert endpoint.query(text).column() == ["http://example.org/人"]


def test_a_remote_endpoint_that_fails_is_502_without_its_address(small: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with served(source=f"http://127.0.0.1:{port}/secret-path", timeout=120) as server:
        reply = server.query("ASK {}")
        assert reply.status == 502
        assert b"secret-path" not in reply.body
        assert server.query("ASK {").status == 400  # what is no SPARQL is told without the endpoint


def test_a_remote_endpoint_that_hangs_is_504(small: Path) -> None:
    silent = socket.create_server(("127.0.0.1", 0))
    with (
        silent,
        served(source=f"http://127.0.0.1:{silent.getsockname()[1]}/", timeout=1, workers=1) as server,
    ):
        for _ in range(2):
            assert server.query("ASK {}").status in (502, 504)


class Half(http.server.BaseHTTPRequestHandler):
    """An endpoint that breaks off in the middle of a row."""

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        whole = b'{"head":{"vars":["g"]},"results":{"bindings":[]}}'
        self.send_header("Content-Length", str(len(whole) if b"GRAPH" in asked else 10_000))
        self.end_headers()
        self.wfile.write(
            whole if b"GRAPH" in asked else b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":'
        )

    def log_message(self, *_: object) -> None:
        return None


@pytest.mark.parametrize("form", ["json", "csv", "xml"])
def test_a_remote_endpoint_that_breaks_off_is_502(half: Server, form: str) -> None:
    reply = half.query("SELECT ?s { ?s ?p ?o }", "*/*", f"&format={form}")
    assert reply.status == 502


@pytest.fixture(scope="module")
def half() -> Iterator[Server]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Half) as endpoint:
        threading.Thread(target=endpoint.serve_forever, daemon=True).start()
        with served(source=f"http://127.0.0.1:{endpoint.server_address[1]}/", timeout=120) as server:
            yield server
        endpoint.shutdown()


def test_every_limit_has_an_option_and_stands_in_the_docs() -> None:
    """What the configuration bounds can be set on the command line, and the pages of the server name it."""
    from dashi_kg.cli.serving import serve

    told = "".join((ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in ("serve", "sparql"))
    limits = (
        "timeout rows bytes request-bytes url-bytes head-bytes patience memory workers queue client-queue quick "
        "connections client-connections grace cache"
    ).split()
    options = {name for parameter in serve.params for name in parameter.opts}
    assert {f"--{name}" for name in limits} <= options
    assert [name for name in limits if f"`--{name}" not in told] == []
    with pytest.raises(DashiError, match="--patience"):
        Config(patience=0)
