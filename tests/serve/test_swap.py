"""A new release in the place of the old: no request fails, and no answer mixes two."""

from __future__ import annotations

import http.client
import shutil
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dashi_kg.publishing.swap import MARK
from tests.serve.running import Running, files, running, write_release

VERSIONS = [str(n) for n in range(1, 7)]  # the first, and five that are published while clients ask
PATHS = ["org/one.html", "org/one.ttl", "dashi-kg.nq", MARK]


def until(what: Callable[[], bool]) -> None:
    """Wait for something to come true; the limit is there for a server that hangs."""
    end = time.monotonic() + 600
    while not what():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def test_publishing_five_times_under_load(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    write_release(folder, VERSIONS[0])
    whole = {v: files(v) for v in VERSIONS}
    wrong: list[object] = []
    seen: dict[str, set[str]] = {path: set() for path in PATHS}
    tags: dict[str, set[tuple[str, bytes]]] = {path: set() for path in PATHS}
    stop = threading.Event()

    def client(server: Running, path: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
        while not stop.is_set():
            try:
                connection.request("GET", f"/{path}")
                answer = connection.getresponse()
                data = answer.read()
            except (OSError, http.client.HTTPException) as error:
                wrong.append((path, error))
                connection.close()
                continue
            tags[path].add((answer.headers["ETag"], data))
            if path == MARK:
                seen[path].add(data.decode())
                continue
            found = [v for v in VERSIONS if data == whole[v][path]]
            if answer.status != 200 or len(found) != 1:
                wrong.append((path, answer.status, data[:100]))
            seen[path].update(found)
        connection.close()

    with running(folder, "--no-access-log") as server:
        clients = [threading.Thread(target=client, args=(server, path)) for path in (*PATHS, *PATHS)]
        for one in clients:
            one.start()
        try:
            for version in VERSIONS:
                if version != VERSIONS[0]:
                    write_release(folder, version)
                until(lambda: version in seen["org/one.html"] and version in seen["dashi-kg.nq"])  # noqa: B023
        finally:
            stop.set()
            for one in clients:
                one.join(60)
    assert not wrong
    assert (
        seen["org/one.html"] == seen["dashi-kg.nq"] == seen["org/one.ttl"] | {VERSIONS[-1]} == set(VERSIONS)
    )
    for path, found in tags.items():  # a tag stands for the same bytes for ever, and other bytes have another
        assert len({tag for tag, _ in found}) == len({data for _, data in found}) == len(found), path
        assert len(found) > 1


def test_a_long_answer_ends_as_it_began(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    old = write_release(folder, "old")["dashi-kg.nq"]
    with running(folder) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
        connection.request("GET", "/dashi-kg.nq")
        answer = connection.getresponse()
        begun = answer.read(1000)
        new = write_release(folder, "new")["dashi-kg.nq"]  # the old folder is removed here
        until(lambda: server.get("/dashi-kg.nq").body == new)
        assert begun + answer.read() == old
        connection.close()


def test_a_file_that_is_gone_makes_the_server_look_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    write_release(folder, "1")
    with running(folder, "--no-watch") as server:  # nobody looks by the clock
        assert b"version 1 " in server.get("/org/one.html").body
        write_release(folder, "2")
        assert b"version 2 " in server.get("/ns.html").body  # was not in memory
        assert b"version 2 " in server.get("/org/one.html").body  # all are new from then on
    assert "a new release answers" in server.log()


def test_sighup_looks_for_a_new_release(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    write_release(folder, "1")
    with running(folder, "--no-watch") as server:
        before = server.get("/org/one.ttl")
        write_release(folder, "2")
        assert server.get("/org/one.ttl").body == before.body  # from memory
        server.process.send_signal(signal.SIGHUP)
        until(lambda: server.get("/org/one.ttl").body != before.body)
        after = server.get("/org/one.ttl", if_none_match=before["ETag"])
        assert after.status == 200
        assert after["ETag"] != before["ETag"]
        assert server.get("/org/one.ttl", if_none_match=after["ETag"]).status == 304
        assert "dashi_kg_site_swaps 1.0" in server.get("/metrics").body.decode()


@pytest.mark.parametrize("harm", ["gone", "broken"])
def test_a_release_that_is_gone_or_broken_does_not_take_the_place(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "release"
    write_release(folder, "1")
    with running(folder) as server:
        page = server.get("/org/one.html").body
        if harm == "gone":
            shutil.rmtree(folder)
            assert server.get("/ns.html").status == 503  # it cannot be read any more
            assert server.get("/ns.html")["Retry-After"]
        else:
            (folder / MARK).write_text("nonsense\n", encoding="utf-8")
            until(lambda: "not a list of SHA-256 digests" in server.log())
        assert server.get("/org/one.html").body == page
        write_release(folder, "3")
        until(lambda: b"version 3 " in server.get("/ns.html").body)


def test_the_old_folder_is_let_go(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    write_release(folder, "1")
    with running(folder) as server:
        fds = Path(f"/proc/{server.process.pid}/fd")
        if not fds.is_dir():
            pytest.skip("this system does not list open files")

        def held() -> list[str]:
            return [
                str(f.readlink())
                for f in fds.iterdir()
                if f.is_symlink() and str(tmp_path) in str(f.readlink())
            ]

        for version in "234":
            write_release(folder, version)
            until(lambda: f"version {version} ".encode() in server.get("/ns.html").body)  # noqa: B023
        until(lambda: held() == [str(folder)])


def test_queries_follow_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    write_release(folder, "1")
    at = "/sparql?query=SELECT%20%3Fv%20%7B%3Fs%20%3Fp%20%3Fv%7D"
    with running(folder) as server:
        first = server.get(at, "text/csv")
        assert first.body == b"v\r\n1\r\n"
        write_release(folder, "2")
        until(lambda: server.get(at, "text/csv").body == b"v\r\n2\r\n")
        assert server.get(at, "text/csv")["ETag"] != first["ETag"]
        assert 'dashi_kg_queries_ended_total{outcome="ok"}' in server.get("/metrics").body.decode()
