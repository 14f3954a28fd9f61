"""Time what users wait for, beside the plain way with rdflib and pySHACL, in one run on one machine.

``python -m benchmarks`` prints the table and writes ``benchmarks/RESULTS.md``. Medians of several runs.
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROUNDS = 5
HERE = Path(__file__).resolve().parent


def median_ms(task: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median wall time of ``task`` in milliseconds, after one run that does not count (a single round has none)."""
    if rounds > 1:
        task()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        task()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def command(*arguments: str) -> Callable[[], object]:
    """A whole process of the command line, output thrown away."""
    line = [sys.executable, "-m", "dashi_kg", *arguments]
    return lambda: subprocess.run(line, check=True, capture_output=True)


def rows() -> list[tuple[str, float, str, float]]:
    """(what, ours in ms, the peer, the peer in ms)."""
    import pyoxigraph
    import pyshacl
    import rdflib
    from pyld import jsonld as pyld

    from dashi_kg.pipeline import build, report_folders, shared_quads
    from dashi_kg.query.engines import engine
    from dashi_kg.query.questions import questions
    from dashi_kg.query.result import Engine
    from dashi_kg.rdf.ontology_files import context, shapes_quads
    from dashi_kg.rdf.serialize import expanded, jsonld, serialize
    from dashi_kg.resources import data_dir
    from dashi_kg.settings import settings
    from dashi_kg.validation.engine import validate

    def ask_all(on: Engine) -> None:
        for question in questions():
            list(on.run(question.full_text(base)).rows or ())

    base = settings().base
    folder = report_folders(data_dir())[0]
    quads = [*build(folder, base).quads, *shared_quads(base)]
    shapes = shapes_quads(base)
    triples = [q.triple for q in quads]
    slow = engine("rdflib", quads, base)
    turtle = serialize(quads, "turtle", base)
    nquads = serialize(quads, "nq", base)
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    shape_graph = rdflib.Graph().parse(
        data=pyoxigraph.serialize([q.triple for q in shapes], format=pyoxigraph.RdfFormat.N_TRIPLES),
        format="nt",
    )
    with tempfile.TemporaryDirectory() as where:
        out = str(Path(where) / "release")
        publish = median_ms(command("publish", "--no-site", "-o", out), 3)
        with_site = median_ms(command("publish", "-o", out), 3)

        def plain() -> None:
            """A part of the same work by the plain way: parse, write three syntaxes; no check."""
            code = (
                "import sys, rdflib\n"
                "g = rdflib.Graph().parse(sys.argv[1], format='turtle')\n"
                "[g.serialize(format=f) for f in ('turtle', 'nt', 'json-ld')]\n"
            )
            subprocess.run([sys.executable, "-c", code, data_file], check=True, capture_output=True)

        data_file = str(Path(where) / "data.ttl")
        Path(data_file).write_bytes(turtle)
        plain_publish = median_ms(plain, 3)
    return [
        (
            "publish the data, whole process",
            publish,
            "rdflib parse + write of 3 syntaxes, no check, whole process",
            plain_publish,
        ),
        ("publish the data and the site, whole process", with_site, "—", 0.0),
        (
            "validate one report",
            median_ms(lambda: validate(quads, base), 3),
            "pySHACL over rdflib, the same shapes (a query a focus node), once",
            median_ms(lambda: pyshacl.validate(graph, shacl_graph=shape_graph), 1),
        ),
        (
            "write JSON-LD in our context",
            median_ms(lambda: jsonld(triples, base)),
            "PyLD (compact)",
            median_ms(lambda: pyld.compact(expanded(triples), context(base), {"graph": True}), 3),
        ),
        (
            f"{len(questions())} saved questions",
            median_ms(lambda: ask_all(engine("pyoxigraph", quads, base))),
            "rdflib",
            median_ms(lambda: ask_all(slow), 1),
        ),
        ("build one report (text to quads)", median_ms(lambda: build(folder, base)), "—", 0.0),
        (
            "write Turtle",
            median_ms(lambda: serialize(quads, "turtle", base)),
            "rdflib",
            median_ms(lambda: graph.serialize(format="turtle")),
        ),
        (
            "parse N-Quads",
            median_ms(lambda: list(pyoxigraph.parse(nquads, pyoxigraph.RdfFormat.N_QUADS))),
            "rdflib",
            median_ms(lambda: rdflib.Dataset().parse(data=nquads, format="nquads")),
        ),
        (
            "`dashi-kg --help`",
            median_ms(command("--help")),
            "python -c 'import rdflib, pyshacl'",
            median_ms(lambda: subprocess.run([sys.executable, "-c", "import rdflib, pyshacl"], check=True)),
        ),
    ]


def table(found: list[tuple[str, float, str, float]]) -> str:
    """The results as a Markdown table that names machine and date."""
    lines = [
        "# Results",
        "",
        f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}, {date.today()}; medians,",
        "both columns measured in one run. Take the ratio; measure again on your machine (`make bench`).",
        "",
        "| work | dashi-kg, ms | peer | peer, ms | ratio |",
        "|---|---:|---|---:|---:|",
    ]
    for what, ours, peer, theirs in found:
        ratio = f"{theirs / ours:.1f}×" if theirs else ""
        lines.append(f"| {what} | {ours:.0f} | {peer} | {f'{theirs:.0f}' if theirs else ''} | {ratio} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    from benchmarks.start import table as start_table

    words = table(rows()) + "\n## Start\n\nA whole process; user time, median of seven.\n\n" + start_table()
    page = HERE / "RESULTS.md"
    _, mark, server = page.read_text(encoding="utf-8").partition(
        "\n## Server"
    )  # measured by benchmarks.serve
    page.write_text(words + mark + server, encoding="utf-8")
    print(words)
