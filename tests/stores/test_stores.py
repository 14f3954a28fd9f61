"""The loader on real stores: what arrives is what was sent, all at once or not at all, and it can be asked."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from dashi_kg.errors import DashiError
from dashi_kg.files import Progress
from dashi_kg.loading.http import UnsureError
from dashi_kg.loading.load import Loaded, load
from dashi_kg.loading.load_plan import GraphPlan, plan
from dashi_kg.loading.manifest import STAGING, manifest_iri
from dashi_kg.loading.proof import prove
from dashi_kg.loading.stores import STORES, Client, connect
from dashi_kg.loading.unload import unload
from dashi_kg.pipeline import own_quads
from dashi_kg.query.engines import EndpointEngine, OxigraphEngine, all_graphs
from dashi_kg.query.questions import questions
from dashi_kg.query.result import Engine
from tests.conftest import ROOT
from tests.questions import BASE, answer, expected
from tests.stores.proxy import Proxy, proxy
from tests.stores.servers import PASSWORD, Server, beside, prepare, server


def quiet(step: str, done: int = 0, total: int = 0) -> None:
    return None


QUIET: Progress = quiet


@cache
def whole() -> list[GraphPlan]:
    return plan(own_quads(BASE))


def small(value: str = "1", count: int = 400) -> list[GraphPlan]:
    """Two graphs of a size that takes several requests."""
    p = NamedNode("urn:p")
    quads = [
        Quad(NamedNode(f"urn:s{i}"), p, Literal(f"余{value}-{i}", language="zh"), NamedNode(f"urn:test:{g}"))
        for i in range(count)
        for g in ("a", "b")
    ]
    return plan(quads)


@pytest.fixture(scope="module", params=beside("pyoxigraph"))
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = server(request.param, tmp_path_factory.mktemp(request.param))
    started.start()
    try:
        prepare(started)
        yield started
    finally:
        started.stop()


_DISK: dict[str, Client] = {}


@pytest.fixture
def client(running: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    for name, value in running.environment.items():
        monkeypatch.setenv(name, value)
    if running.kind == "pyoxigraph":  # one process, one handle
        if running.url not in _DISK:
            _DISK[running.url] = connect(running.url, running.kind)
        found = _DISK[running.url]
    else:
        found = connect(running.url, running.kind)
    yield found
    unload(found, BASE, force=True)


def states(found: list[Loaded]) -> set[str]:
    return {g.state for g in found}


def values(client: Client, graph: str) -> set[str]:
    return {t.object.value for t in client.triples(graph)}  # type: ignore[union-attr]


# ------------------------------------------------------------------ every store


def test_what_arrives_is_what_was_sent_and_answers_and_loading_twice_changes_nothing(
    client: Client, running: Server
) -> None:
    first = load(client, whole(), BASE, QUIET)
    assert states(first) == {"loaded"}
    for graph in whole():
        assert prove(client, graph).same
    assert client.graphs() >= {g.iri for g in whole()}
    assert not [g for g in client.graphs() if g.startswith(STAGING)]
    second = load(client, whole(), BASE, QUIET)
    assert states(second) == {"same"}
    the_saved_questions_are_answered(client, running)


def the_saved_questions_are_answered(client: Client, running: Server) -> None:
    """Through the store's own endpoint."""
    on: Engine
    if running.kind == "pyoxigraph":
        on = OxigraphEngine(client.store, BASE)  # type: ignore[attr-defined]
    else:
        graphs = [g for g in all_graphs(EndpointEngine(running.sparql, BASE)) if g.startswith(BASE)]
        on = EndpointEngine(running.sparql, BASE, graphs=graphs)
    wrong = {}
    for question in questions():
        found, wanted = answer(question, on), expected(question.name)
        if running.kind == "virtuoso":  # truth values that it computes are 1 and 0 (docs/stores.md)
            found = [[{"1": "true", "0": "false"}.get(c, c) if i == 5 and question.name == "sums-and-rates" else c
                      for i, c in enumerate(row)] for row in found]  # fmt: skip
        if found != wanted:
            wrong[question.name] = [pair for pair in zip(found, wanted, strict=False) if pair[0] != pair[1]][
                :1
            ]
    assert wrong == {}


def test_a_new_release_replaces_the_old_and_drops_what_is_gone(client: Client) -> None:
    load(client, small("1"), BASE, QUIET)
    other = plan([Quad(NamedNode("urn:x"), NamedNode("urn:p"), Literal("neu"), NamedNode("urn:test:c"))])
    after = [small("2")[0], *other]
    found = load(client, after, BASE, QUIET, chunk=150)
    assert {g.iri: g.state for g in found} == {
        "urn:test:a": "loaded",
        "urn:test:c": "loaded",
        "urn:test:b": "removed",
    }
    assert all(v.startswith("余2-") for v in values(client, "urn:test:a"))
    assert client.triples("urn:test:b") == []


def test_unload_removes_what_was_loaded_and_nothing_else(client: Client) -> None:
    client.update('INSERT DATA { GRAPH <urn:other> { <urn:a> <urn:b> "余"@zh } }')
    try:
        load(client, small(), BASE, QUIET)
        assert states(unload(client, BASE, dry_run=True)) == {"would remove"}
        assert len(client.triples("urn:test:a")) == 400
        assert states(unload(client, BASE)) == {"removed"}
        left = client.graphs()
        assert "urn:other" in left
        assert not left & {"urn:test:a", "urn:test:b", manifest_iri(BASE)}
        assert unload(client, BASE) == []
    finally:
        client.update("DROP SILENT GRAPH <urn:other>")


def test_other_peoples_graphs_are_not_touched(client: Client) -> None:
    client.update('INSERT DATA { GRAPH <urn:test:a> { <urn:a> <urn:b> "mine" } }')
    try:
        with pytest.raises(DashiError, match="other data"):
            load(client, small(), BASE, QUIET)
        assert values(client, "urn:test:a") == {"mine"}
        assert states(load(client, small(), BASE, QUIET, force=True)) == {"loaded"}
        client.update('INSERT DATA { GRAPH <urn:test:a> { <urn:a> <urn:b> "later" } }')
        with pytest.raises(DashiError, match="were changed"):
            unload(client, BASE)
        assert "later" in values(client, "urn:test:a")
    finally:
        unload(client, BASE, force=True)


def test_a_dry_run_changes_nothing(client: Client) -> None:
    before = client.graphs()
    assert states(load(client, small(), BASE, QUIET, dry_run=True)) == {"would load"}
    assert client.graphs() == before


def test_what_was_changed_behind_our_back_is_put_right(client: Client) -> None:
    load(client, small(), BASE, QUIET)
    client.update('DELETE DATA { GRAPH <urn:test:a> { <urn:s1> <urn:p> "余1-1"@zh } }')
    found = load(client, small(), BASE, QUIET)
    assert {g.iri: g.state for g in found} == {"urn:test:a": "loaded", "urn:test:b": "same"}
    assert len(client.triples("urn:test:a")) == 400


def test_odd_literals_come_back(client: Client) -> None:
    words = ['a"b\\c\nd\te', "“余”\u3000𠀀", "", " x ", "38.0", "<&>"]
    graph = NamedNode("urn:test:a")
    quads = [Quad(NamedNode(f"urn:s{i}"), NamedNode("urn:p"), Literal(w), graph) for i, w in enumerate(words)]
    assert states(load(client, plan(quads), BASE, QUIET)) == {"loaded"}
    assert values(client, "urn:test:a") == set(words)


# ------------------------------------------------------------------ faults, on the stores with HTTP


@pytest.fixture
def broken(running: Server, client: Client) -> Iterator[Proxy]:
    if running.kind == "pyoxigraph":
        pytest.skip("pyoxigraph: no network between")
    load(client, small("1"), BASE, QUIET)
    with proxy(running.url) as between:
        yield between


def through(between: Proxy, running: Server, value: str = "2") -> list[Loaded]:
    return load(connect(between.url, running.kind), small(value), BASE, QUIET, chunk=150)


def is_write(running: Server, method: str, path: str) -> bool:
    """Whether a request stages data (not a query, not the swap)."""
    quads = STORES[running.kind].quads
    to_one = "graph=" in path or "graph-uri=" in path
    return method == "PUT" or (
        method == "POST" and (to_one or bool(quads and path.partition("?")[0].endswith(quads)))
    )


def is_swap(running: Server, method: str, path: str) -> bool:
    return method == "POST" and path.partition("?")[0].endswith(("/update", "/sparql-auth", "/statements"))


@pytest.mark.parametrize("fault", ["cut", "503", "429", "slow"])
def test_a_passing_fault_is_overcome(broken: Proxy, running: Server, client: Client, fault: str) -> None:
    writes = iter((fault, "", fault, ""))

    def one_in_two(method: str, path: str, number: int) -> str:
        return next(writes, "") if is_write(running, method, path) else ""

    broken.fault = one_in_two
    assert states(through(broken, running)) == {"loaded"}
    assert all(v.startswith("余2-") for v in values(client, "urn:test:a"))


@pytest.mark.parametrize(("fault", "words"), [("500", "HTTP 500"), ("507", "HTTP 507"), ("401", "HTTP 401")])
@pytest.mark.parametrize("step", ["write", "swap"])
def test_a_lasting_fault_leaves_the_old_release_whole(
    broken: Proxy, running: Server, client: Client, fault: str, words: str, step: str
) -> None:
    chosen = is_write if step == "write" else is_swap
    count = iter(range(100))

    def later(method: str, path: str, number: int) -> str:
        return fault if chosen(running, method, path) and (step == "swap" or next(count) >= 2) else ""

    broken.fault = later
    with pytest.raises(DashiError, match=words):
        through(broken, running)
    for graph in small("1"):
        assert prove(client, graph).same
    broken.fault = lambda method, path, number: ""
    assert states(through(broken, running)) == {"loaded"}
    for graph in small("2"):
        assert prove(client, graph).same
    assert not [g for g in client.graphs() if g.startswith(STAGING)]


def test_what_a_store_has_not_yet_is_added_unstaged_and_whole_graphs_at_a_time(
    broken: Proxy, running: Server, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lost answer is looked up; what a refusal has left out, the next load adds."""
    kind = STORES[running.kind]
    if kind.quads is None:
        pytest.skip("takes no quads")

    def is_addition(method: str, path: str) -> bool:
        return (
            method == "POST"
            and path.partition("?")[0] == urlsplit(f"{broken.url}{kind.quads}").path
            and "graph" not in path
        )

    def first(fault: str, at: int, most: int) -> set[str]:
        unload(client, BASE)
        broken.seen.clear()
        monkeypatch.setitem(STORES, running.kind, replace(kind, at_once=most))
        broken.fault = lambda method, path, number: (
            fault if is_addition(method, path) and sum(is_addition(*one) for one in broken.seen) == at else ""
        )
        return states(through(broken, running))

    assert first("lost", 1, 0) == {"loaded"}
    assert len([one for one in broken.seen if is_addition(*one)]) == 1
    assert not [one for one in broken.seen if one[0] in ("PUT", "DELETE")]
    with pytest.raises(UnsureError):
        first("cut", 1, 0)
    assert not client.graphs()
    with pytest.raises(DashiError, match="HTTP 500"):
        first("500", 2, 500)
    assert client.graphs() == {"urn:test:a", manifest_iri(BASE)}
    broken.fault = lambda method, path, number: ""
    assert {g.iri: g.state for g in through(broken, running)} == {
        "urn:test:a": "same",
        "urn:test:b": "loaded",
    }
    for graph in small("2"):
        assert prove(client, graph).same


def test_a_large_first_load_goes_graph_by_graph_where_a_request_takes_no_more(
    broken: Proxy, running: Server, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is staged; what a refusal has left half written is known for ours, and written again."""
    kind = STORES[running.kind]
    if kind.quads:
        pytest.skip("takes quads of many graphs")
    unload(client, BASE)
    monkeypatch.setitem(STORES, running.kind, replace(kind, at_once=100, told=1))
    count = iter(range(100))
    broken.fault = lambda method, path, number: (
        "500" if is_write(running, method, path) and next(count) >= 2 else ""
    )
    with pytest.raises(DashiError, match="HTTP 500"):
        through(broken, running)
    assert 0 < len(values(client, "urn:test:a")) < 400 and not values(client, "urn:test:b")
    broken.fault = lambda method, path, number: ""
    broken.seen.clear()
    assert states(through(broken, running)) == {"loaded"}
    assert not [path for _, path in broken.seen if "staging" in path]
    for graph in small("2"):
        assert prove(client, graph).same
    assert states(through(broken, running)) == {"same"}
    assert states(through(broken, running, "1")) == {
        "loaded"
    }  # another release is staged, and swapped as far as a request may tell
    fewer = small("3")[:1]
    asked = len(broken.seen)
    assert {line.state for line in load(connect(broken.url, running.kind), fewer, BASE, QUIET)} == {
        "loaded",
        "removed",
    }
    assert sum(is_swap(running, *request) for request in broken.seen[asked:]) == 2  # what goes is named, too
    assert not values(client, "urn:test:b") and prove(client, fewer[0]).same
    assert [path for _, path in broken.seen if "staging" in path]
    assert states(unload(client, BASE)) == {"removed"} and not values(client, "urn:test:a")


def test_a_swap_whose_answer_is_lost_is_looked_up(broken: Proxy, running: Server, client: Client) -> None:
    broken.fault = lambda method, path, number: "lost" if is_swap(running, method, path) else ""
    assert states(through(broken, running)) == {"loaded"}


def test_a_store_that_is_still_at_it_when_no_answer_came_in_time_is_waited_for(
    broken: Proxy, running: Server, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashi_kg.loading.http.TIMEOUT", (10.0, 2.0))
    broken.fault = lambda method, path, number: "late" if is_swap(running, method, path) else ""
    assert states(through(broken, running)) == {"loaded"}
    assert sum(is_swap(running, *request) for request in broken.seen if request[0] == "POST") <= 2


def test_a_swap_that_never_arrived_is_said_to_be_unsure(
    broken: Proxy, running: Server, client: Client
) -> None:
    broken.fault = lambda method, path, number: "cut" if is_swap(running, method, path) else ""
    with pytest.raises(UnsureError, match="connection failed"):
        through(broken, running)
    for graph in small("1"):
        assert prove(client, graph).same
    assert sum(is_swap(running, *request) for request in broken.seen if request[0] == "POST") <= 2


def test_readers_never_see_a_part(broken: Proxy, running: Server, client: Client) -> None:
    """At each request, whoever reads the graphs finds the whole old release, or the whole new one."""
    seen = set()

    def look(method: str, path: str) -> None:
        if is_write(running, method, path) or is_swap(running, method, path):
            state = tuple(frozenset(v[1] for v in values(client, f"urn:test:{g}")) for g in ("a", "b"))
            seen.add(state)

    broken.on_request = look
    through(broken, running)
    assert seen == {(frozenset("1"), frozenset("1"))}
    assert len([r for r in broken.seen if is_swap(running, *r)]) in (1, 2)  # Digest asks twice


def test_loading_again_sends_nothing(broken: Proxy, running: Server) -> None:
    through(broken, running, "1")
    assert not [r for r in broken.seen if is_write(running, *r) or is_swap(running, *r)]


def test_a_killed_loader_is_simply_run_again(
    broken: Proxy, running: Server, client: Client, tmp_path: Path
) -> None:
    lines = [line for g in small("2") for line in (f"{q[:-3]} <{g.iri}> .\n" for q in g.lines)]
    (tmp_path / "new.nq").write_text("".join(lines), encoding="utf-8")
    writes = iter(range(100))
    broken.fault = lambda method, path, number: (
        "slow" if is_write(running, method, path) and next(writes) >= 1 else ""
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "dashi_kg", "load", broken.url, str(tmp_path / "new.nq"), "--store", running.kind,
         "--chunk", "150"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},  # where it leaves the lock of the store
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while not [r for r in broken.seen if is_write(running, *r)] and process.poll() is None:
        time.sleep(0.02)
    process.kill()
    process.wait()
    while broken.busy:  # what it has sent arrives, though nobody waits for it
        time.sleep(0.02)
    for graph in small("1"):
        assert prove(client, graph).same
    broken.fault = lambda method, path, number: ""
    assert states(through(broken, running)) == {"loaded"}
    for graph in small("2"):
        assert prove(client, graph).same


# ------------------------------------------------------------------ one store's own


def test_a_wrong_password_is_one_line_without_it(running: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    if running.kind != "virtuoso":
        pytest.skip("only Virtuoso asks for a password here")
    monkeypatch.setenv("DASHI_KG_USER", "dba")
    monkeypatch.setenv("DASHI_KG_PASSWORD", "not-" + PASSWORD)
    with pytest.raises(DashiError) as caught:
        load(connect(running.url, "virtuoso"), small(), BASE, QUIET)
    assert "HTTP 401" in str(caught.value)
    assert "Check the credentials" in str(caught.value)
    assert PASSWORD not in str(caught.value)


def test_a_graph_store_without_updates_is_served_graph_by_graph(running: Server, client: Client) -> None:
    if running.kind != "oxigraph":
        pytest.skip("one store without its update endpoint is enough")
    plain = connect(f"{running.url}/store", "gsp", query_url=running.sparql)
    assert not plain.can_update
    assert states(load(plain, small("1"), BASE, QUIET)) == {"loaded"}
    assert states(load(plain, small("1"), BASE, QUIET)) == {"same"}
    found = load(plain, small("2")[:1], BASE, QUIET)
    assert {g.iri: g.state for g in found} == {"urn:test:a": "loaded", "urn:test:b": "removed"}
    assert client.triples("urn:test:b") == []
    assert states(unload(plain, BASE)) == {"removed"}
    assert client.graphs() == set()


@pytest.mark.store
def test_a_store_killed_in_the_middle_ends_equal(tmp_path: Path) -> None:
    started = server("oxigraph", tmp_path, on_disk=True)
    started.start()
    try:
        client = connect(started.url, "oxigraph", retries=0)
        load(client, small("1"), BASE, QUIET)
        with proxy(started.url) as between:
            writes = iter(range(100))

            def kill(method: str, path: str) -> None:
                if is_write(started, method, path) and next(writes) == 2:
                    started.stop(hard=True)

            between.on_request = kill
            with pytest.raises(DashiError):
                load(connect(between.url, "oxigraph", retries=0), small("2"), BASE, QUIET, chunk=150)
        started.start()
        for graph in small("1"):
            assert prove(client, graph).same
        assert states(load(client, small("2"), BASE, QUIET)) == {"loaded"}
        for graph in small("2"):
            assert prove(client, graph).same
    finally:
        started.stop()


@pytest.mark.store
def test_a_full_disk_leaves_the_old_release_whole(tmp_path: Path) -> None:
    """A real one: a file system in memory that is too small for the new release."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small file system here")
    try:
        started = server("oxigraph", disk, on_disk=True)
        started.start()
        try:
            client = connect(started.url, "oxigraph", retries=0)
            load(client, small("1"), BASE, QUIET)
            with pytest.raises(DashiError, match="No space left") as caught:
                load(client, small("2" * 100, count=60_000), BASE, QUIET)
            assert "Make space" in str(caught.value)
            for graph in small("1"):
                assert prove(client, graph).same
        finally:
            started.stop()
    finally:
        subprocess.run(["umount", str(disk)], check=True)
