"""For those who run it: health, figures, logs, start, stop; the image and the unit."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from prometheus_client.parser import text_string_to_metric_families

from dashi_kg.errors import DashiError
from dashi_kg.publishing.swap import MARK
from dashi_kg.query.engines import EndpointEngine
from dashi_kg.query.result import Result
from dashi_kg.serve.common.config import Config
from dashi_kg.serve.dereference.served_data import open_source
from tests.commands import apart, run
from tests.conftest import REPORT_DIR, ROOT
from tests.serve.running import BASE, Running, command, running, write_release

ENV = {**os.environ, "PYTHONPATH": str(ROOT), "DASHI_KG_BASE": BASE}


def lines(server: Running) -> list[dict[str, object]]:
    return [json.loads(line) for line in server.log().splitlines()]


def test_health(server: Running) -> None:
    assert json.loads(server.get("/healthz").body) == {"status": "ok"}
    ready = json.loads(server.get("/readyz").body)
    assert ready["status"] == "ready"
    assert re.fullmatch("[0-9a-f]{16}", ready["release"])
    assert server.get("/healthz")["Cache-Control"] == "no-store"


def test_figures(server: Running) -> None:
    for at in ("/org/one", "/org/one.html", "/none"):
        server.get(at)
    server.ask("/org/one", method="BREW")
    text = server.get("/metrics").body.decode()
    found = {
        (s.name, *sorted(s.labels.items())): s.value
        for f in text_string_to_metric_families(text)
        for s in f.samples
    }
    assert found["dashi_kg_requests_total", ("kind", "iri"), ("method", "GET"), ("status", "303")] >= 1
    assert found["dashi_kg_requests_total", ("kind", "missing"), ("method", "GET"), ("status", "404")] >= 1
    assert found[("dashi_kg_requests_running",)] == 1  # this one
    assert found["dashi_kg_request_seconds_count", ("kind", "iri")] >= 1
    assert found[("dashi_kg_site_cached_bytes",)] > 0
    # what a client makes up is no label
    assert "BREW" not in text
    assert "none" not in {v for name in found for v in dict(name[1:]).values()}


def test_the_log_is_json_and_knows_nobody(tmp_path: Path) -> None:
    write_release(tmp_path / "release")
    with running(tmp_path / "release") as server:
        server.ask(
            "/org/one?name=secret-name", ("User-Agent", "secret-agent"), ("Referer", "https://secret.example/"),
            ("X-Forwarded-For", "198.51.100.7"), ("Cookie", "secret=1"),
        )  # fmt: skip
        answer = server.get("/org/one.ttl")
    found = lines(server)
    assert [line["kind"] for line in found if line["event"] == "request"] == ["iri", "file"]
    assert set(found[-1]) == {
        "time",
        "level",
        "event",
        "id",
        "method",
        "path",
        "kind",
        "status",
        "bytes",
        "ms",
    }
    assert found[-1]["id"] == answer["X-Request-Id"]
    assert found[-1]["bytes"] == len(answer.body)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(found[-1]["time"]))
    for word in ("secret", "198.51.100.7", "127.0.0.1"):
        assert word not in server.log()


def test_the_log_for_people_with_queries(tmp_path: Path) -> None:
    write_release(tmp_path / "release")
    with running(tmp_path / "release", "--log", "text", "--log-queries") as server:
        server.get("/org/one?q=x%0Ay")
        server.get("/a%0Ab")
    assert "query=q=x%0Ay" in server.log()
    assert len(server.log().splitlines()) == 2


def test_the_log_can_be_silent(tmp_path: Path) -> None:
    write_release(tmp_path / "release")
    with running(tmp_path / "release", "--no-access-log", "--no-metrics") as server:
        assert server.get("/org/one").status == 303
        assert server.get("/metrics").status == 404
    assert server.log() == ""


def test_a_stop_lets_running_requests_end(tmp_path: Path) -> None:
    data = write_release(tmp_path / "release", more={"big.nt": b"x" * (64 << 20)})["big.nt"]
    with running(tmp_path / "release") as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
        connection.request("GET", "/big.nt")
        answer = connection.getresponse()
        begun = answer.read(10)
        server.process.send_signal(signal.SIGTERM)
        refused = False
        while not refused:  # nobody new is let in
            try:
                socket.create_connection(("127.0.0.1", server.port), timeout=5).close()
                time.sleep(0.02)
            except OSError:
                refused = True
        assert server.process.poll() is None
        assert begun + answer.read() == data
        connection.close()
        assert server.process.wait(600) == 0


def test_a_stop_does_not_wait_for_ever(tmp_path: Path) -> None:
    write_release(tmp_path / "release", more={"big.nt": b"x" * (64 << 20)})
    with running(tmp_path / "release", "--grace", "1") as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
        connection.request("GET", "/big.nt")
        connection.getresponse().read(10)  # and then reads no more
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(600) == 0
        connection.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_exit_code_and_silence(tmp_path: Path, number: signal.Signals) -> None:
    write_release(tmp_path / "release")
    with running(tmp_path / "release") as server:
        server.process.send_signal(number)
        assert server.process.wait(600) == 0
    assert "Traceback" not in server.log()


@pytest.mark.parametrize(("store", "folders"), [("memory", 0), ("disk", 1)])
def test_a_stop_leaves_no_folder_behind(tmp_path: Path, store: str, folders: int) -> None:
    write_release(tmp_path / "release")
    (tmp_path / "temporary").mkdir()
    with running(tmp_path / "release", "--store", store, TMPDIR=str(tmp_path / "temporary")) as server:
        assert server.get("/org/one").status == 303
        assert len(list((tmp_path / "temporary").glob("dashi-kg-*"))) == folders
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_stop_while_reports_are_published_leaves_no_folder_behind(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    env = {**ENV, "TMPDIR": str(temporary)}
    with subprocess.Popen(command(REPORT_DIR), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as p:
        # the lock of the folder, and what is being published into it
        while len(list(temporary.glob("dashi-kg-*/*"))) < 2 and p.poll() is None:
            time.sleep(0.01)
        p.send_signal(signal.SIGTERM)
        told, wrong = p.communicate(timeout=600)
    assert p.returncode == 0
    assert told == b"" and b"Traceback" not in wrong
    assert list(temporary.iterdir()) == []


def test_reports_that_cannot_be_read_are_left_out_when_told_to(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "a.txt").write_bytes((REPORT_DIR / "source.txt").read_bytes())
    (data / "b.html").write_text("<html><body>404</body></html>", encoding="utf-8")
    told = fails(data)
    assert "b.html: " in told and "no statement of" in told
    (tmp_path / "temporary").mkdir()
    at = str(tmp_path / "temporary")
    with running(
        data, "--keep-going", "--no-access-log", module="tests.serve.few_pages", TMPDIR=at
    ) as server:
        assert server.get("/report/cn-500117007-office/2023", "text/turtle").status == 303
        assert list(Path(at).glob("dashi-kg-*/release/index.html"))
    assert not list(Path(at).iterdir())
    (line,) = [line for line in lines(server) if "left out" in str(line["event"])]
    assert "b.html" in str(line["event"]) and line["level"] == "warning"


def fails(*args: object, call: Callable[..., CompletedProcess[bytes]] = run, **environment: str) -> str:
    done = call("serve", *args, "--port", "0", **{"DASHI_KG_BASE": BASE, **environment})
    words = done.stderr.decode()
    assert done.returncode == 2, words
    assert words.count("\n") == 1, words
    assert done.stdout == b""
    return words


def test_a_port_that_is_taken(tmp_path: Path, server: Running) -> None:
    write_release(tmp_path / "release")
    done = run("serve", tmp_path / "release", "--port", server.port)
    assert done.returncode == 2
    assert re.fullmatch(r"dashi-kg: .*cannot listen.*--port.*\n", done.stderr.decode())


def test_sources_that_are_none(tmp_path: Path) -> None:
    def refused(source: object) -> str:
        with pytest.raises(DashiError) as error:
            open_source(Config(source=str(source), base=BASE), lambda step, done=0, total=0: None)
        return str(error.value)

    assert "nowhere" in refused(tmp_path / "nowhere")
    (tmp_path / MARK).write_text("x\n", encoding="utf-8")
    assert "SHA256SUMS is not a list" in refused(tmp_path)
    (tmp_path / "empty").mkdir()
    assert "no report found" in refused(tmp_path / "empty")
    (tmp_path / "bad.ttl").write_text("<a> <b> oops", encoding="utf-8")
    assert "bad.ttl: line 1" in refused(tmp_path / "bad.ttl")
    assert "connection failed" in refused("http://127.0.0.1:9/sparql")
    (tmp_path / "bad.ttl").write_text("<a> <b> oops", encoding="utf-8")
    assert "bad.ttl: line 1" in fails(tmp_path / "bad.ttl")
    assert "--endpoint" in fails("--endpoint", "ftp://x")
    assert "not several" in fails(tmp_path, "--endpoint", "http://127.0.0.1:9/")


@pytest.mark.parametrize(("graphs", "apart", "named"), [(3, False, 3), (60, False, 0), (60, True, 60)])
def test_many_graphs_are_named_only_where_they_must_be(
    graphs: int, apart: bool, named: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Virtuoso repeats each graph of a request in the head of its answer, of which no client takes more than a hundred lines."""
    asked: list[EndpointEngine] = []
    names = [*(f"{BASE}graph/{n}" for n in range(graphs)), "http://example.org/theirs"]
    at = "dashi_kg.serve.dereference.served_data"
    monkeypatch.setattr(f"{at}.all_graphs", lambda on: names)
    monkeypatch.setattr("dashi_kg.site.site.Site", lambda engine, base, large: asked.append(engine))
    monkeypatch.setattr(f"{at}.AskingHost", lambda site, cache: site)
    monkeypatch.setattr(EndpointEngine, "run", lambda self, text: Result(boolean=apart))
    open_source(Config(source="http://127.0.0.1:9/sparql", base=BASE), lambda step, done=0, total=0: None)
    (engine,) = asked
    assert engine.graphs == engine.named == tuple(names[:named])


def test_without_the_extra_one_line_tells_the_remedy(release: Path, tmp_path: Path) -> None:
    (tmp_path / "starlette.py").write_text(
        "raise ModuleNotFoundError('no', name='starlette')\n", encoding="utf-8"
    )
    words = fails(release, call=apart, PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert "pip install" in words
    assert "uvicorn" in words
    assert "starlette" in words


def test_many_clients_at_once(server: Running) -> None:
    wrong: list[int] = []

    def client() -> None:
        wrong.extend(s for s in (server.get("/org/one.html").status for _ in range(20)) if s != 200)

    clients = [threading.Thread(target=client) for _ in range(16)]
    for one in clients:
        one.start()
    for one in clients:
        one.join(60)
    assert not wrong
