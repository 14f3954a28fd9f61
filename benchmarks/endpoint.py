"""What an endpoint answers, and how soon: the saved questions, and pages of the site through ``dashi-kg serve --endpoint``."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

LIMIT = 30  # seconds of a question, and of a page
_PAGES = (
    "index.html", "index.en.html", "reports.html", "bodies.html", "coverage.html", "topic.html", "topic/G1.html", "indicator.html",
    "indicator/reconsideration-accepted.html", "ns.html", "shapes.html", "explore.html", "query.html", "search.html",
    "search.html?q=%E4%BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C", "place/cn-500000.html", "place/cn-500000.ttl", "graph/meta.html",
    "questions/index.html", "robots.txt",
)  # fmt: skip
_OF_REPORT = ("{}.html", "{}.en.html", "{}.css", "{}.ttl", "{}/cite.html", "{}/cite.bib")
_OF_BODY = ("{}.html", "{}.ttl", "{}.figures.csv", "{}.problems.csv")
_OF_TEXT = ("{}.html", "{}.txt", "{}.css", "{}.nt")
EACH = 8  # reports, bodies and texts of which pages are asked for
SLOW = 2  # seconds that a question should not take
TIMES = 3  # that a page is asked for, and a question that is quick


def cpu_of(process: int) -> float:
    """Seconds of the processor that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def asked(url: str, limit: int = LIMIT) -> dict[str, Any]:
    """Seconds of each saved question over an endpoint, about one report and over all, and which did not answer; of those
    again where their parameters name a report, a body or a text.

    Those that are quick are asked several times; of a question that is asked pair by pair, some pairs.

    Args:
        limit: seconds of a question.
    """
    from dashi_kg.errors import DashiError
    from dashi_kg.query.bind import bind
    from dashi_kg.query.engines import EndpointEngine
    from dashi_kg.query.paired import pairs
    from dashi_kg.query.questions import questions
    from dashi_kg.rdf.namespaces import curie
    from dashi_kg.rdf.terms import value
    from dashi_kg.settings import settings

    base = settings().base
    on = EndpointEngine(url, base, timeout=limit + 5)
    some = list(
        on.run(
            f"SELECT ?r ?b ?t {{ ?r a <{base}ns#Report> ; {curie('dct:creator')} ?b ; {curie('prov:wasDerivedFrom')} ?t }} "
            f"ORDER BY ?r LIMIT {TIMES}"
        ).rows
        or ()
    )
    given = [dict(zip(("report", "body", "source"), map(value, row), strict=True)) for row in some]
    found: dict[str, Any] = {}
    for key in ("one", "all", "narrowed"):
        spent: dict[str, list[float]] = {}
        failed: dict[str, str] = {}
        for question in questions():
            names = {parameter.name for parameter in question.parameters}
            if (key == "one" and "report" not in names) or (
                key == "narrowed" and question.name not in found["all"]["failed"]
            ):
                continue
            several = pairs(bind(question, {}, base), on, base) if key == "all" else None
            if several:
                found["pairs"] = {question.name: len(several)}
            for one, text in zip(given, several or [""] * len(given), strict=False):
                told = {**one, "issuer": one["body"], "one": one["body"]}
                values = {
                    "one": {"report": one["report"]},
                    "all": {},
                    "narrowed": {name: told[name] for name in sorted(names & told.keys())},
                }[key]
                start = time.perf_counter()
                try:
                    list(on.run(text or bind(question, values, base)).rows or ())
                except DashiError as error:
                    # which repeats the whole query
                    failed[question.name] = error.cause.en.split("SPARQL query:")[0].strip()
                    break
                took = time.perf_counter() - start
                spent.setdefault(question.name, []).append(took)
                if took > 2:
                    break
            times = [round(took, 2) for took in spent.get(question.name, ())]
            print(key, question.name, times, failed.get(question.name, ""), flush=True)
        found[key] = {"failed": failed, **quantiles(spent)}
    return found


def quantiles(spent: dict[str, list[float]]) -> dict[str, Any]:
    """The middle and the 99th percentile of all times, and the median of each of the five slowest."""
    every = sorted(took for times in spent.values() for took in times)
    middle = {name: round(statistics.median(times), 3) for name, times in spent.items()}
    return {
        "answered": len(spent),
        "p50": round(statistics.median(every), 3) if every else None,
        "p99": round(every[min(len(every) - 1, len(every) * 99 // 100)], 3) if every else None,
        "slowest": dict(sorted(middle.items(), key=lambda one: -one[1])[:5]),
        "slow": {name: took for name, took in sorted(middle.items()) if took > SLOW},
    }


def pages(url: str, folder: Path) -> dict[str, Any]:
    """Seconds until ``serve --endpoint`` answers, and of pages of the site."""
    at = f"http://127.0.0.1:{port()}"
    command = [sys.executable, "-m", "dashi_kg", "serve", "--endpoint", url, "--port", at.rpartition(":")[2]]
    command += ["--timeout", str(LIMIT), "--no-access-log", "--lang", "en", "--fresh", "86400"]
    start = time.perf_counter()
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        while not _page(f"{at}/readyz"):
            if process.poll() is not None or time.perf_counter() - start > 5 * LIMIT:
                said = (folder / "serve.log").read_text(encoding="utf-8").strip().splitlines()
                return {"start": None, "said": (said or ["it does not answer"])[-1][:300]}
            time.sleep(0.1)
        result: dict[str, Any] = {
            "start": round(time.perf_counter() - start, 1),
            "cpu": round(cpu_of(process.pid), 1),
            "memory at start": peak(process.pid),
        }
        first: dict[str, list[float]] = {}
        later: dict[str, list[float]] = {}
        failed = []
        for page in [*_PAGES, *_some(url)]:
            for nth in range(TIMES):
                began = time.perf_counter()
                if _page(f"{at}/{page}"):
                    (later if nth else first).setdefault(page, []).append(time.perf_counter() - began)
                else:
                    failed.append(page)
                    break
            print(
                "page",
                page,
                [round(took, 2) for took in (*first.get(page, ()), *later.get(page, ()))],
                flush=True,
            )
        kept = quantiles(later)
        return {
            **result, "failed": failed, **quantiles(first), "again": {"p50": kept["p50"], "p99": kept["p99"]},
            "memory": peak(process.pid),
        }  # fmt: skip
    finally:
        process.terminate()
        process.wait(60)


def _some(url: str) -> list[str]:
    """Pages and files of reports, their bodies and their texts, spread over all reports of an endpoint."""
    from dashi_kg.query.engines import EndpointEngine
    from dashi_kg.rdf.namespaces import curie
    from dashi_kg.rdf.terms import value
    from dashi_kg.settings import settings

    base = settings().base
    query = (
        f"SELECT ?r ?b ?t {{ ?r a <{base}ns#Report> ; {curie('dct:creator')} ?b ; {curie('prov:wasDerivedFrom')} ?t }} "
        "ORDER BY ?r ?b ?t"
    )
    rows = list(EndpointEngine(url, base, timeout=LIMIT).run(query).rows or ())
    chosen: list[str] = []
    for row in rows[:: max(1, len(rows) // EACH)][:EACH]:
        for term, forms in zip(row, (_OF_REPORT, _OF_BODY, _OF_TEXT), strict=True):
            chosen += [form.format(value(term).removeprefix(base)) for form in forms]
    return list(dict.fromkeys(chosen))


def peak(process: int) -> int:
    """The most bytes of memory that a process has had."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024


def _page(url: str) -> bytes:
    """What a page holds; nothing where it does not answer."""
    try:
        with urllib.request.urlopen(url, timeout=4 * LIMIT) as answer:
            return bytes(answer.read())
    except OSError:
        return b""


def port() -> int:
    """One that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
