"""Load on loopback: our server beside ``oxigraph serve`` and ``rdflib-endpoint``, over the same data, in one run.

``python -m benchmarks.serve [--oxigraph PROGRAM] [--seconds N]`` prints a table. Needs wrk (Debian). ``oxigraph`` is
taken from the path or ``DASHI_KG_OXIGRAPH``; ``rdflib-endpoint`` is installed into a venv of its own for the run
(``--no-rdflib`` leaves it out). Each figure is the median of rounds in which the servers take turns.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS = 8
WORK = {
    "look-up": "SELECT ?p ?o { <{base}report/cn-500117007-office/2023#o16> ?p ?o }",
    "aggregate": "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n)",
    "1000 rows": "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1000",
}
# Each request is another query, or a server that keeps answers would only be asked for what it has.
REPEATED = ("look-up",)
DIFFERENT = """local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", wrk.path .. "%20%23" .. n)
end
"""
FILES = {"page": "index.html", "Turtle": "ns.ttl"}
ACCEPT = "application/sparql-results+json"


@dataclass
class Target:
    """A server: where it takes queries, and what was measured (task → requests/s and 99th percentile in ms)."""

    name: str
    sparql: str
    root: str = ""
    found: dict[str, list[tuple[float, float]]] = field(default_factory=dict)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def process(command: list[str], ping: str, folder: Path) -> Iterator[None]:
    """A server for the length of a block, stopped by its pid."""
    log = (folder / f"{Path(command[0]).name}.log").open("ab")
    with log, subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as running:
        try:
            for _ in range(200):
                with contextlib.suppress(OSError):
                    if reached(ping):
                        break
                if running.poll() is not None:
                    raise SystemExit(f"{command[0]} did not start; see {log.name}")
                time.sleep(0.1)
            yield
        finally:
            running.terminate()
            try:
                running.wait(30)
            except subprocess.TimeoutExpired:  # it lets queries end, however long they take
                running.kill()


def reached(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except urllib.error.HTTPError:
        return True  # it answers
    return True


@contextlib.contextmanager
def ours(release: Path, folder: Path) -> Iterator[Target]:
    """``dashi-kg serve``."""
    port = free_port()
    at = f"http://127.0.0.1:{port}"
    command = [
        sys.executable,
        "-m",
        "dashi_kg",
        "serve",
        str(release),
        "--port",
        str(port),
        "--no-access-log",
    ]
    with process(command, f"{at}/sparql", folder):
        yield Target("dashi-kg serve", f"{at}/sparql", at)


@contextlib.contextmanager
def oxigraph(program: str, release: Path, folder: Path) -> Iterator[Target]:
    at = f"http://127.0.0.1:{free_port()}"
    command = [program, "serve", "--bind", at.removeprefix("http://"), "--union-default-graph"]
    with process(command, at, folder):
        request = urllib.request.Request(
            f"{at}/store", data=(release / "dashi-kg.nq").read_bytes(), method="POST",
            headers={"Content-Type": "application/n-quads"},
        )  # fmt: skip
        urllib.request.urlopen(request, timeout=60).close()
        yield Target("oxigraph serve", f"{at}/query")


@contextlib.contextmanager
def rdflib_endpoint(release: Path, folder: Path) -> Iterator[Target]:
    venv = folder / "rdflib-endpoint"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    install = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "rdflib-endpoint", "uvicorn"]
    subprocess.run(install, check=True)
    port = free_port()
    command = [
        str(venv / "bin" / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port),
        str(release / "dashi-kg.nt"),
    ]  # fmt: skip
    with process(command, f"http://127.0.0.1:{port}/docs", folder):
        yield Target("rdflib-endpoint", f"http://127.0.0.1:{port}/")


def load(url: str, accept: str, seconds: int, script: Path | None = None) -> tuple[float, float]:
    """Requests a second and the 99th percentile in milliseconds; an answer that is no success ends the run."""
    command = [
        "wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s", "--timeout", "30s",
        "--latency", "--header", f"Accept: {accept}", *(["--script", str(script)] if script else []), url,
    ]  # fmt: skip
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"failures at {url}:\n{said}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    late = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    if not rate or not late:
        raise SystemExit(said)
    return float(rate[1]), float(late[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[late[2]]


def same_answers(targets: list[Target], queries: dict[str, str]) -> None:
    """All servers answer alike, or the figures would mean nothing."""
    for name, text in queries.items():
        found = {}
        for target in targets:
            request = urllib.request.Request(
                f"{target.sparql}?query={quote(text)}", headers={"Accept": ACCEPT}
            )
            with urllib.request.urlopen(request, timeout=60) as answer:
                found[target.name] = len(json.load(answer)["results"]["bindings"])
        if len(set(found.values())) != 1:
            raise SystemExit(f"{name}: different answers: {found}")


def main() -> None:
    """Run and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--oxigraph", default=os.environ.get("DASHI_KG_OXIGRAPH") or shutil.which("oxigraph"))
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-rdflib", action="store_true")
    chosen = parser.parse_args()
    if not shutil.which("wrk") or not chosen.oxigraph:
        raise SystemExit("install wrk (Debian) and oxigraph (PyPI), or name it with --oxigraph")
    from dashi_kg.pipeline import publish
    from dashi_kg.settings import settings

    base = settings().base
    queries = {name: text.replace("{base}", base) for name, text in WORK.items()}
    with tempfile.TemporaryDirectory() as where, contextlib.ExitStack() as stack:
        folder = Path(where)
        release = folder / "release"
        publish(release, base)
        targets = [
            stack.enter_context(ours(release, folder)),
            stack.enter_context(oxigraph(chosen.oxigraph, release, folder)),
        ]
        if not chosen.no_rdflib:
            targets.append(stack.enter_context(rdflib_endpoint(release, folder)))
        same_answers(targets, queries)
        script = folder / "different.lua"
        script.write_text(DIFFERENT, encoding="utf-8")
        for _ in range(chosen.rounds):
            for name, text in queries.items():
                for target in targets:
                    url = f"{target.sparql}?query={quote(text)}"
                    target.found.setdefault(name, []).append(load(url, ACCEPT, chosen.seconds, script))
                    if name in REPEATED:
                        found = load(url, ACCEPT, chosen.seconds)
                        target.found.setdefault(f"{name}, repeated", []).append(found)
            for name, path in FILES.items():
                if (release / path).is_file():
                    url = f"{targets[0].root}/{path}"
                    targets[0].found.setdefault(name, []).append(load(url, "*/*", chosen.seconds))
        print(table(targets))


def table(targets: list[Target]) -> str:
    """Requests/s and p99 of each server, as Markdown."""
    lines = [
        f"{CONNECTIONS} connections, {os.cpu_count()} processors shared with the client; requests/s (p99 in ms)\n",
        "| | " + " | ".join(t.name for t in targets) + " |",
        "|---|" + "---:|" * len(targets),
    ]
    for name in {name: None for target in targets for name in target.found}:
        cells = []
        for target in targets:
            rounds = target.found.get(name)
            if not rounds:
                cells.append("–")
                continue
            rate = statistics.median(r for r, _ in rounds)
            late = statistics.median(p for _, p in rounds)
            if not rate:
                cells.append("none in time")
                continue
            cells.append(f"{rate:,.0f} ({late:.1f})" if rate >= 10 else f"{rate:.1f} ({late:,.0f})")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
