"""The pool of workers by itself: releases that change under load, stores on disk, what it needs."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, Store

from dashi_kg.errors import DashiError
from dashi_kg.serve.answers.answer_cache import AnswerCache
from dashi_kg.serve.answers.job import Answer, Job
from dashi_kg.serve.common.config import Config
from dashi_kg.serve.workers.pool import Pool
from dashi_kg.settings import DEFAULT_BASE as BASE
from tests.conftest import ROOT
from tests.serve.sparql.running import served

MIB = 1 << 20
TEXT = "SELECT ?o { <urn:s> <urn:p> ?o }"


def data(folder: Path, word: str) -> str:
    file = folder / f"{word}.nq"
    file.write_text(f'<urn:s> <urn:p> "{word}" <urn:g> .\n', encoding="utf-8")
    return str(file)


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 600))


def value(answer: Answer) -> str:
    assert answer.status == 200, answer.problem
    return str(json.loads(answer.body)["results"]["bindings"][0]["o"]["value"])


def test_a_new_release_drops_no_request(tmp_path: Path) -> None:
    async def work() -> None:
        pool = Pool(Config(source=data(tmp_path, "old"), workers=2, queue=1000, timeout=300))
        await pool.start()
        before = pool.info.digest
        try:
            first = [asyncio.create_task(pool.run(Job("query", TEXT))) for _ in range(200)]
            await asyncio.sleep(0)  # they are under way
            swap = asyncio.create_task(pool.swap(data(tmp_path, "new")))
            while not swap.done():
                assert value(await pool.run(Job("query", TEXT))) in ("old", "new")
            await swap
            assert value(await pool.run(Job("query", TEXT))) == "new"
            assert {value(await task) for task in first} == {"old"}
            assert pool.info.digest != before
        finally:
            await pool.close()

    run(work())


def test_a_release_that_cannot_be_read_changes_nothing(tmp_path: Path) -> None:
    async def work() -> None:
        pool = Pool(Config(source=data(tmp_path, "good"), workers=1))
        await pool.start()
        try:
            bad = tmp_path / "bad.nq"
            bad.write_text("this is no RDF", encoding="utf-8")
            with pytest.raises(DashiError, match=r"bad\.nq: line 1"):
                await pool.swap(str(bad))
            with pytest.raises(DashiError, match="no such file"):
                await pool.swap(str(tmp_path / "none.nq"))
            assert value(await pool.run(Job("query", TEXT))) == "good"
        finally:
            await pool.close()

    run(work())


def test_swapping_again_and_again_leaves_no_process(tmp_path: Path) -> None:
    async def work() -> None:
        pool = Pool(Config(source=data(tmp_path, "a"), workers=1, grace=1))
        await pool.start()
        seen = set(pool.pids())
        for word in "bcd":
            await pool.swap(data(tmp_path, word))
            seen |= set(pool.pids())
            assert value(await pool.run(Job("query", TEXT))) == word
        await pool.close()
        for pid in seen:
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)

    run(work())


def test_without_fork_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    with pytest.raises(DashiError, match="Linux or macOS"):
        run(Pool(Config(source=data(tmp_path, "x"))).start())


def test_answers_are_kept_within_bounds() -> None:
    kept = AnswerCache(most=10_000)
    kept.put("a", Answer(body=b"x" * 4000))
    kept.put("b", Answer(body=b"x" * 4000))
    assert kept.get("a") is not None
    kept.put("c", Answer(body=b"x" * 4000))  # b was asked for least recently
    assert [tag for tag in "abc" if kept.get(tag)] == ["a", "c"]
    assert kept.size <= 10_000
    for answer in (
        Answer(truncated="rows"),
        Answer(changing=True),
        Answer(status=504),
        Answer(body=b"x" * (1 << 21)),
    ):
        kept.put("d", answer)
    kept.put("", Answer())
    assert kept.get("d") is None and kept.get("") is None


def test_the_same_question_of_the_same_data_is_worked_out_once(tmp_path: Path) -> None:
    def worked_out() -> int:
        return sum(server.get("/stats").json()["outcomes"].values())

    with served(source=data(tmp_path, "x"), workers=1) as server:
        first = server.query(TEXT)
        assert worked_out() == 1
        assert server.query(TEXT).body == first.body
        assert server.form([("query", TEXT)]).body == first.body
        assert worked_out() == 1
        assert server.query(TEXT, "text/csv").body != first.body
        assert worked_out() == 2
        assert server.query("SELECT (RAND() AS ?x) {}").body != server.query("SELECT (RAND() AS ?x) {}").body
        assert worked_out() == 4


def test_a_store_on_disk(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    for _ in range(2):  # the second time it is there already
        with served(source=data(tmp_path, "disk"), store="disk", store_folder=str(kept), workers=2) as server:
            assert server.query(TEXT).column() == ["disk"]
            assert server.query("SELECT ?g { GRAPH ?g { ?s ?p ?o } }").column() == ["urn:g"]
            assert server.query("SELECT * { SERVICE <urn:x> {} }").status == 403
    assert kept.is_dir()
    with served(source=data(tmp_path, "temporary"), store="disk") as server:
        assert server.query(TEXT).column() == ["temporary"]


def test_a_store_that_is_there_already(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    store.load(b'<urn:s> <urn:p> "there" <urn:g> .', format=RdfFormat.N_QUADS)
    store.flush()
    del store
    with served(source=str(tmp_path / "store")) as server:
        assert server.query(TEXT).column() == ["there"]


def test_below_the_path_of_a_proxy(tmp_path: Path) -> None:
    """The proxy takes the path off; addresses that the server gives have it."""
    with served(source=data(tmp_path, "x"), root_path="/kg") as server:
        assert f"<http://127.0.0.1:{server.port}/kg/sparql>".encode() in server.get("/sparql").body
        assert server.get("/sparql", "text/html").headers["location"].endswith("/kg/query.html")


def test_who_comes_back_too_soon_is_told_so() -> None:
    async def work() -> None:
        pool = Pool(Config(workers=1))
        first = await pool._refused("198.51.100.1", False)
        again, other, unknown = await asyncio.gather(
            pool._refused("198.51.100.1", False),
            pool._refused("198.51.100.2", False),
            pool._refused("", False),
        )
        assert [a.status for a in (first, again, other, unknown)] == [503, 429, 503, 503]
        assert all(a.problem["retry"] >= 1 for a in (first, again, other, unknown))
        assert pool.outcomes == {"queue": 3, "client": 1}

    run(work())


def test_a_server_that_ends_while_the_data_are_loaded_leaves_no_trace(tmp_path: Path) -> None:
    ours, theirs = socket.socketpair()
    ours.close()
    options = {
        "source": data(tmp_path, "old"), "endpoint": None, "base": BASE, "store": "memory", "folder": "",
        "bounds": {"timeout": 1, "rows": 1, "bytes": 1024, "memory": MIB},
    }  # fmt: skip
    code = "from dashi_kg.serve.workers.parent import main; main()"
    command = [sys.executable, "-c", code, str(theirs.fileno()), json.dumps(options)]
    with theirs:
        done = subprocess.run(command, pass_fds=[theirs.fileno()], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
