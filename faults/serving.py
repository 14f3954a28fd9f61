"""The server: killed during a swap, stopped under load, robbed of its workers."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import re
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from faults import forked, warm
from faults.children import PATIENCE, Child, Ended
from faults.outcome import FORMER, NEW, REFUSED, Row
from faults.writers import AmissError, digest, release_digest

_BASE = "https://data.example.org/kg/"
_ASK = "/sparql?query=" + quote("SELECT ?v { ?s ?p ?v } LIMIT 1")


class Server:
    """``dashi-kg serve`` over a folder, forked.

    Args:
        release: what is served.
        logs: scratch.
        scratch: its temporary folder.
    """

    def __init__(self, release: Path, logs: Path, scratch: Path, *more: str) -> None:
        self.scratch = scratch
        scratch.mkdir(exist_ok=True)
        line = [
            "serve", str(release), "--port", "0", "--workers", "2", "--no-access-log", "--timeout", "5",
            "--grace", "5", "--base", _BASE, *more,
        ]  # fmt: skip

        def before() -> None:
            os.environ["TMPDIR"] = str(scratch)
            # said, not found: to find one Python writes and removes a file, which a kill would leave
            tempfile.tempdir = str(scratch)
            forked.install()

        self.child = Child(lambda: warm.command(*line), logs, before=before)
        self.port = 0

    def up(self) -> bool:
        """Wait until it answers, or has ended."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not self.child.over():
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", self.child.said())
            if found:
                self.port = int(found[1])
                return True
            time.sleep(0.005)
        return False

    def get(self, path: str, accept: str = "*/*") -> tuple[int, bytes]:
        """Status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers={"Accept": accept, "Connection": "close"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def stop(self) -> Ended:
        """SIGTERM, and its end."""
        self.child.kill(signal.SIGTERM)
        return self.child.end()

    def left(self) -> list[str]:
        """What is in its temporary folder."""
        return sorted(os.listdir(self.scratch))  # noqa: PTH208


def _content(version: str) -> dict[str, bytes]:
    """The files of a small release."""
    content = {"void.ttl": b"", "README.txt": b""}
    for number in range(30):
        content[f"page-{number}.html"] = f"<!doctype html><title>{version}</title>\n".encode() * 20
    content["index.html"] = f"<!doctype html><title>{version}</title>\n".encode()
    content["dashi-kg.nq"] = f'<{_BASE}s> <{_BASE}v> "{version}" <{_BASE}g> .\n'.encode()
    content["SHA256SUMS"] = "".join(f"{digest(d)}  {p}\n" for p, d in sorted(content.items())).encode()
    return content


def put(folder: Path, version: str) -> None:
    """A small release in the place of the former, as ``publish`` puts it."""
    from dashi_kg.publishing.swap import swapped_in

    with swapped_in(folder) as new:
        for path, data in _content(version).items():
            (new / path).write_bytes(data)


def killed_server(count: int, seed: int, folder: Path, until: float) -> Row:
    """Kill the server and the one who swaps releases below it, at the same moment."""
    from dashi_kg.publishing.swap import settled

    row = Row("serve 在换发布时被杀", "serve, killed during a swap", wanted=count)
    rng = random.Random(f"{seed} serve")
    logs, scratch, release = folder / "logs", folder / "tmp", folder / "release"
    logs.mkdir(parents=True)
    put(release, "0")
    seconds = _start_seconds(release, logs, scratch)
    version = 0
    while row.runs < count:
        if time.monotonic() > until:
            break
        server = Server(release, logs, scratch)
        moment = rng.random() * 1.6 * seconds
        names = [str(version + n) for n in range(4)]
        swapping = Child(lambda: _swaps(release, names[1:], moment), logs)  # noqa: B023
        time.sleep(moment)
        server.child.kill()
        swapping.kill()
        server.child.end()
        swapping.end()
        row.runs += 1
        if server.child.orphans():
            row.amiss.append("processes were left")
        try:
            found = release_digest(settled(release))
        except AmissError as error:
            row.amiss.append(str(error))
            found = ""
        held = {digest(_content(name)["SHA256SUMS"]): name for name in names}.get(found)
        if held is None:
            row.amiss.append("not one of the releases")
            put(release, held := names[0])
        row.counts[FORMER if held == names[0] else NEW] += 1
        version = int(held)
        if row.runs % 5 == 0 or row.runs == count:
            _serves(Server(release, logs, scratch), held, row)
    return row


def _swaps(release: Path, versions: Sequence[str], seconds: float) -> None:
    """One release after another, over so many seconds."""
    for version in versions:
        time.sleep(seconds / len(versions))
        put(release, version)


def killed_publishers(count: int, seed: int, folder: Path, until: float) -> Row:
    """Kill those who put releases under a server that runs; it answers from one of them, whole."""
    row = Row("发布者在 serve 之下被杀", "publishers killed below a server", wanted=count)
    rng = random.Random(f"{seed} publishers")
    logs, scratch, release = folder / "logs", folder / "tmp", folder / "release"
    logs.mkdir(parents=True)
    put(release, "0")
    events = Child(lambda: put(release, "0"), logs).end().events
    server = Server(release, logs, scratch)
    if not server.up():
        row.amiss.append(f"the server did not start: {server.child.said()[-300:]}")
        return row
    seen = ["0"]  # what was held since what was shown last
    for number in range(1, count + 1):
        if time.monotonic() > until:
            break
        child = Child(
            lambda: put(release, str(number)),  # noqa: B023
            logs,
            kill_at=rng.randint(1, events + 2),
        )
        child.end()
        row.runs += 1
        try:
            release_digest(release)
        except AmissError as error:
            row.amiss.append(str(error))
        held = re.search(r"<title>(\d+)<", (release / "index.html").read_text())
        row.counts[NEW if held and held[1] == str(number) else FORMER] += 1
        status, page = server.get("/index.html", "text/html")
        shown = re.search(rb"<title>(\d+)<", page)
        if held and held[1] != seen[-1]:
            seen.append(held[1])
        if status != 200 or not shown or shown[1].decode() not in seen:  # it looks about once a second
            row.amiss.append(f"{status}: {page[:60]!r}, not among {seen}")
        else:
            del seen[: seen.index(shown[1].decode())]
    put(release, "last")
    _serves(server, "last", row, started=True)
    return row


def _serves(server: Server, version: str, row: Row, *, started: bool = False) -> None:
    """The page and the data are of this version; the server ends well, and leaves nothing."""
    row.again += 1
    if not started and not server.up():
        row.amiss.append(f"the next server did not start: {server.child.said()[-300:]}")
        server.stop()
        return
    until = time.monotonic() + 30
    while True:
        page, rows = server.get("/index.html", "text/html"), server.get(_ASK, "text/csv")
        right = f"<title>{version}<".encode() in page[1] and rows[1].split() == [b"v", version.encode()]
        if right or time.monotonic() > until:
            break
        time.sleep(0.05)
    if not right:
        row.amiss.append(f"not version {version}: {page[1][:80]!r} {rows[1][:80]!r}")
    ended = server.stop()
    if ended.code or "Traceback" in ended.words:
        row.amiss.append(f"exit code {ended.code}: {ended.words[-300:]}")
    if server.child.orphans():
        row.amiss.append("processes were left")
    if left := server.left():
        row.amiss.append(f"left over: {left}")


def _start_seconds(release: Path, logs: Path, scratch: Path) -> float:
    since = time.monotonic()
    server = Server(release, logs, scratch)
    if not server.up():
        raise RuntimeError(f"the server does not start undisturbed: {server.stop().words}")
    seconds = time.monotonic() - since
    server.stop()
    return seconds


def stopped_under_load(count: int, seed: int, folder: Path, until: float) -> Row:
    """SIGTERM while 12 clients ask: what was asked is answered whole, or refused by a closed door."""
    row = Row("负载下 SIGTERM", "SIGTERM under load", wanted=count)
    rng = random.Random(f"{seed} stop")
    logs, scratch, release = folder / "logs", folder / "tmp", folder / "release"
    logs.mkdir(parents=True)
    put(release, "0")
    for _ in range(count):
        if time.monotonic() > until:
            break
        server = Server(release, logs, scratch)
        if not server.up():
            row.amiss.append("the server did not start")
            continue
        clients = Child(lambda: _clients(server.port, 12), logs)  # noqa: B023
        time.sleep(0.3 + rng.random() * 0.7)
        ended = server.stop()
        told = json.loads(clients.end().words or "{}")
        row.runs += 1
        row.counts[NEW] += told.get("whole", 0) > 0
        if ended.code or "Traceback" in ended.words:
            row.amiss.append(f"exit code {ended.code}: {ended.words[-300:]}")
        if told.get("half", 0) or told.get("empty", 0) or not told.get("whole", 0):
            row.amiss.append(f"answers: {told}")
        if server.child.orphans() or server.left():
            row.amiss.append("processes or files were left")
    return row


def _clients(port: int, several: int) -> None:
    """Ask on new connections until the door is closed; print how the answers were."""
    found: Counter[str] = Counter()

    def ask(path: str) -> None:
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            try:
                connection.connect()
            except OSError:
                return
            try:
                connection.request("GET", path, headers={"Connection": "close"})
                answer = connection.getresponse()
                answer.read()
                found["whole" if answer.status in (200, 303, 503) else f"{answer.status}"] += 1
            except http.client.RemoteDisconnected:
                found["empty"] += 1
            except ConnectionResetError:  # it was not yet taken up
                found["refused"] += 1
            except (OSError, http.client.HTTPException):
                found["half"] += 1
            finally:
                connection.close()

    paths: Sequence[str] = ("/index.html", _ASK, "/page-1.html", "/dashi-kg.nq")
    threads = [threading.Thread(target=ask, args=(paths[n % len(paths)],)) for n in range(several)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(found))


def killed_workers(count: int, seed: int, folder: Path, until: float) -> Row:
    """Kill workers, and the process that holds the data, while queries run."""
    row = Row("查询进程被杀", "query workers, and the process that holds the data, killed", wanted=count)
    rng = random.Random(f"{seed} workers")
    logs, scratch, release = folder / "logs", folder / "tmp", folder / "release"
    logs.mkdir(parents=True)
    put(release, "0")
    server = Server(release, logs, scratch)
    if not server.up():
        row.amiss.append("the server did not start")
        return row
    whole = len(members(server.child.pid))
    if not whole:
        server.stop()
        row.skipped = "没有 /proc the system does not list processes"
        return row
    clients = Child(lambda: _clients_for_workers(server.port), logs)
    for _ in range(count):
        if time.monotonic() > until:
            break
        time.sleep(rng.random() * 0.2)
        there = [pid for pid in members(server.child.pid) if pid != server.child.pid]
        if there:  # else they are just being started
            with contextlib.suppress(ProcessLookupError):
                os.kill(rng.choice(there), signal.SIGKILL)
        row.runs += 1
    clients.kill(signal.SIGTERM)
    told = json.loads(clients.end().words or "{}")
    row.counts[NEW], row.counts[REFUSED] = told.get("200", 0), told.get("503", 0) + told.get("507", 0)
    if odd := set(told) - {"200", "503", "507"}:
        row.amiss.append(f"answers: {told} ({odd})")
    end = time.monotonic() + 15
    while len(members(server.child.pid)) != whole and time.monotonic() < end:
        time.sleep(0.05)
    if len(members(server.child.pid)) != whole:
        row.amiss.append(f"{len(members(server.child.pid))} processes instead of {whole}")
    _serves(server, "0", row, started=True)
    return row


def members(group: int) -> list[int]:
    """The processes of a group, by ``/proc``; none where there is no such thing."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            words = stat.read_text().rpartition(")")[2].split()
            if int(words[2]) == group and words[0] != "Z":
                found.append(int(stat.parent.name))
    return sorted(found)


def _clients_for_workers(port: int) -> None:
    """Ask ever new queries until SIGTERM; print how many answers of each status there were."""
    found: Counter[str] = Counter()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())

    def ask(own: int) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            try:
                words = quote(f"SELECT ?v {{ ?s ?p ?v }} # {own} {number}")
                connection.request("GET", f"/sparql?query={words}", headers={"Connection": "close"})
                answer = connection.getresponse()
                answer.read()
                found[str(answer.status)] += 1
            except (OSError, http.client.HTTPException) as error:
                found[type(error).__name__] += 1
            finally:
                connection.close()

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    while any(t.is_alive() for t in threads):
        time.sleep(0.02)
    print(json.dumps(found))
