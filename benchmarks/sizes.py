"""What each stage costs at sizes of 1, 10, 100, 1,000 … generated reports: ``python -m benchmarks.sizes 1 10 100``.

Writes ``docs/bench.md`` and its plot. Each stage is a whole process: its time of the processor (with its children), and
the most memory that one process held; with ``--memory MIB`` none may have more than that of its own. Beside them the programs of others
(:mod:`benchmarks.peers`) over the same files. Nothing is kept from one size to the next.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.peers import PEERS
from benchmarks.texts import write
from dashi_kg.rdf.iris import report
from dashi_kg.settings import settings

PAGE = Path(__file__).resolve().parents[1] / "docs" / "bench.md"
BASE = settings().base
STAGES = {
    "build": ("文本到图 text to graph", "build {texts} -o {corpus} -j 2"),
    "validate": ("规则检查 validation", "validate {corpus} --fresh"),
    "again": ("再次检查，没有改动 validation again, nothing changed", "validate {corpus}"),
    "load": ("装入另一个库 into a store of one's own", "load {store} {corpus} --store pyoxigraph"),
    "JSON-LD": ("写 JSON-LD writing JSON-LD", "export {corpus} -f jsonld -o {store}.jsonld"),
    "CSV": ("写数值表 writing the figures", "export {corpus} -f csv -o {store}.csv"),
    "SQLite": ("写 SQLite writing SQLite", "export {corpus} -f sqlite -o {store}.sqlite"),
    "publish": ("发布，连同网页 publishing, with pages", "publish {texts} -o {store}-release"),
    "look-up": (
        "问一份报告 about one report",
        "query lower-bounds --data {corpus} -f csv -p report={report}",
    ),
    "aggregate": ("汇总全部数值 over all figures", "query indicators-over-reports --data {corpus} -f csv"),
    "coverage": ("谁哪年有报告 who reported when", "query coverage --data {corpus} -f csv"),
}
# Reports beyond which a stage is not measured here: it holds what it loads, or takes the hours of all others.
LARGEST = {"load": 1000, "publish": 100}
_COLOURS = (
    "#1b6ca8", "#b5482a", "#3c7d3c", "#7a4b94", "#8a6d1f", "#2a8a8a", "#a83268", "#4a4a8a", "#6b8e23", "#8a4b2a", "#c48a2f",
)  # fmt: skip
_OTHERS = "#999"
ROUNDS = 3  # of which the median is taken
FEW = 10  # reports up to which there are so many rounds; beyond, one
LONGEST_PEER = 300  # seconds of the processor after which a program of others is ended
Cost = tuple[float, float]  # seconds of the processor, MiB at most
KEPT = Path(__file__).with_suffix(".json")


def median_of(costs: list[Cost]) -> Cost:
    """The medians of several rounds, each for itself."""
    return statistics.median(c for c, _ in costs), statistics.median(m for _, m in costs)


def measured(line: list[str], memory: int = 0, seconds: int = 0) -> Cost:
    """Seconds of the processor and MiB at most, of a command and its children.

    Args:
        memory: MiB of address space that each process may have (0: as it likes).
        seconds: of the processor that it may take (0: as it likes); one that takes more is ended there.

    Raises:
        CalledProcessError: it failed; one that found errors in the data did not.
    """
    # in a process of its own, so that what it has waited for is counted, and nothing else
    code = (
        "import resource, subprocess, sys\n"
        "most = int(sys.argv[1]) << 20\n"
        "if most: resource.setrlimit(resource.RLIMIT_AS, (most, most))\n"
        "last = int(sys.argv[2])\n"
        "if last: resource.setrlimit(resource.RLIMIT_CPU, (last, last + 5))\n"
        "done = subprocess.run(sys.argv[3:], stdout=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)\n"
        "sys.exit(0 if done.returncode in (1, -24, -9) else done.returncode)\n"
    )
    command = [sys.executable, "-c", code, str(memory), str(seconds), *line]
    spent, most = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    return float(spent), float(most)


def shared_files(folder: Path) -> dict[str, str]:
    """Shapes, context and a question, as the programs of others read them."""
    from pyoxigraph import RdfFormat, serialize

    from dashi_kg.query.questions import question
    from dashi_kg.rdf.ontology_files import context, shapes_quads

    files = {name: folder / name for name in ("shapes.ttl", "context.json", "query.rq")}
    triples = [q.triple for q in shapes_quads(BASE, "en")]  # Jena takes one message
    serialize(triples, str(files["shapes.ttl"]), format=RdfFormat.TURTLE)
    files["context.json"].write_text(json.dumps(context(BASE)), encoding="utf-8")
    files["query.rq"].write_text(question("indicators-over-reports").full_text(BASE), encoding="utf-8")
    return {name.partition(".")[0]: str(path) for name, path in files.items()}


def run(sizes: list[int], memory: int = 0) -> dict[str, dict[int, Cost]]:
    """Stage or program → reports → seconds of the processor, MiB."""
    asked = {name: peer for name, peer in PEERS.items() if peer.there}
    found: dict[str, dict[int, Cost]] = {name: {} for name in (*STAGES, *asked)}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            texts, corpus = Path(folder) / "texts", Path(folder) / "corpus"
            write(texts, size)
            names = {
                "texts": str(texts), "corpus": str(corpus), "report": BASE + report("none", "2020"),
                "store": f"{folder}/store", "graph": f"{corpus}/corpus.nq", "triples": f"{folder}/triples.nt",
                **shared_files(Path(folder)),
            }  # fmt: skip
            for name, (_, command) in STAGES.items():
                if size > LARGEST.get(name, size):
                    continue
                if name == "look-up":
                    rows = (corpus / "reports.tsv").read_text(encoding="utf-8").splitlines()[1].split("\t")
                    names["report"] = BASE + report(rows[2], rows[5])
                words = [word.format(**names) for word in command.split()]
                costs = []
                for _ in range(ROUNDS if size <= FEW else 1):
                    _as_new(Path(folder), corpus, name)
                    costs.append(measured([sys.executable, "-m", "dashi_kg", *words], memory))
                found[name][size] = median_of(costs)
                print(size, name, *found[name][size], flush=True)
            _triples(Path(names["graph"]), Path(names["triples"]))
            for name, peer in asked.items():
                if size <= peer.most:
                    words = [
                        names.get(word[1:-1], word.replace("{store}", names["store"]))
                        for word in peer.command
                    ]
                    costs = []
                    for _ in range(ROUNDS if size <= FEW and peer.most > 1 else 1):
                        _as_new(Path(folder), corpus, name)
                        costs.append(measured(words, seconds=LONGEST_PEER))
                    found[name][size] = median_of(costs)
                    print(size, name, *found[name][size], flush=True)
    return found


def _as_new(folder: Path, corpus: Path, name: str) -> None:
    """Remove what a former round of a stage or program has left, so that nothing is kept from one to the next."""
    left = {
        "build": [corpus], "load": [folder / "store"], "publish": [folder / "store-release"],
        "Jena tdb2": [folder / "store-tdb2"], "oxigraph load": [folder / "store-oxigraph"],
    }  # fmt: skip
    for path in left.get(name, ()):
        shutil.rmtree(path, ignore_errors=True)


def _triples(graph: Path, out: Path) -> None:
    """The lines of N-Quads without their graphs, for those that read triples only."""
    with graph.open("rb") as lines, out.open("wb") as file:
        for line in lines:
            file.write(line.rpartition(b" <")[0] + b" .\n")


def plot(found: dict[str, dict[int, Cost]]) -> str:
    """Cost against size, both logarithmic, as SVG: ours in colour, the programs of others in grey and dashed."""
    points = [(size, cost) for row in found.values() for size, (cost, _) in row.items()]
    most = max(math.ceil(math.log10(max(size for size, _ in points))), 1)
    low = math.floor(math.log10(min(cost for _, cost in points)))
    high = math.ceil(math.log10(max(cost for _, cost in points)))
    wide, tall = 460 / most, 420 / max(high - low, 1)

    def place(size: float, cost: float) -> tuple[float, float]:
        return 60 + math.log10(size) * wide, 450 - (math.log10(cost) - low) * tall

    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 490" font-family="sans-serif" font-size="12">',
        '<rect width="800" height="490" fill="#fff"/>',
    ]
    for power in range(most + 1):
        x, y = place(10**power, 10**low)
        lines.append(
            f'<path d="M{x:.1f},{y:.1f}V30" stroke="#ddd"/><text x="{x:.1f}" y="468" text-anchor="middle">{10**power:,}</text>'
        )
    for power in range(low, high + 1):
        x, y = place(1, 10**power)
        lines.append(
            f'<path d="M{x:.1f},{y:.1f}H520" stroke="#ddd"/><text x="54" y="{y:.1f}" text-anchor="end">{10.0**power:g} s</text>'
        )
    colours = dict(zip(STAGES, _COLOURS, strict=True))
    ends = []
    for name, row in found.items():
        if not row:
            continue
        line = [place(size, cost) for size, (cost, _) in sorted(row.items())]
        look = (
            f'stroke="{colours[name]}" stroke-width="2"'
            if name in colours
            else f'stroke="{_OTHERS}" stroke-dasharray="4 3"'
        )
        lines.append(
            f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in line)}" fill="none" {look}/>'
        )
        if len(line) == 1:
            lines.append(
                f'<circle cx="{line[0][0]:.1f}" cy="{line[0][1]:.1f}" r="3" fill="{colours.get(name, _OTHERS)}"/>'
            )
        ends.append((line[-1][1], line[-1][0], name))
    last = float("-inf")
    for y, x, name in sorted(
        ends
    ):  # the names stand below each other beside the plot, each with a thread to its line
        last = max(y, last + 13)
        colour = colours.get(name, "#666")
        lines.append(
            f'<path d="M{x:.1f},{y:.1f}L560,{last:.1f}" stroke="{colour}" stroke-width="0.4" fill="none"/>'
        )
        lines.append(f'<text x="564" y="{last + 4:.1f}" fill="{colour}">{name}</text>')
    lines.append('<text x="290" y="485" text-anchor="middle">报告 reports</text></svg>')
    return "\n".join(lines) + "\n"


def _cell(seconds: float, memory: float) -> str:
    more = "≥ " if seconds >= LONGEST_PEER and seconds < LONGEST_PEER + 6 else ""
    return f"{more}{seconds:.2f} s, {memory:.0f}"


def page(found: dict[str, dict[int, Cost]]) -> str:
    """The page of results, with machine and date."""
    sizes = sorted({size for row in found.values() for size in row})
    load = f"{os.getloadavg()[0]:.1f}"
    machine = (
        f"{platform.machine()}, {platform.system()}, {os.cpu_count()} CPU, Python {platform.python_version()}"
    )
    lines = [
        "# 规模与代价 Cost at size",
        "",
        f"由 `make bench-sizes` 写出：{machine}；{date.today()}，测完时的负载 {load}。文本由种子生成（`benchmarks/texts.py`）：各种编号，2,000 至 15,000 字。",
        f"每格是一个完整进程的处理器时间（秒）和最多的内存（MiB）；至多 {FEW} 份报告时取 {ROUNDS} 次的中位数，更多时只量一次；负载高时偏大，看比例。",
        f"“–”：不量（比数据增长更快的，或会占用其余各项时间的）；“≥”：用了 {LONGEST_PEER} 秒后被停下。",
        "结果逐次保存：各格可以出自不同的运行，每格是当时的一个进程。",
        "",
        f"Written by `make bench-sizes`: {machine}; {date.today()}, load {load} at the end. The texts come from a seed (`benchmarks/texts.py`): all styles of",
        "numbering, 2,000 to 15,000 characters. A cell is the time of the processor (s) and the most memory (MiB) of a whole process; a busy machine makes it more: look at ratios.",
        f"Up to {FEW} reports it is the median of {ROUNDS} rounds, beyond one round. “–”: not measured (it grows faster than the data, or would take the time of all others); “≥”: ended after {LONGEST_PEER} s.",
        "Results are kept from run to run: cells may be of different runs, each of one process at its time.",
        "",
        "| 报告 reports | " + " | ".join(f"{size:,}" for size in sizes) + " |",
        "|---|" + "---:|" * len(sizes),
    ]
    for name, row in found.items():
        if not row:
            continue
        cells = " | ".join(_cell(*row[size]) if size in row else "–" for size in sizes)
        told = f"{name}: {STAGES[name][0]}" if name in STAGES else f"{name}（{PEERS[name].stage}）"
        lines.append(f"| {told} | {cells} |")
    lines += ["", *_limited(), "![处理器时间与规模 processor time against size](bench.svg)", ""]
    lines += [f"`{name}`: `dashi-kg {command}`\n" for name, (_, command) in STAGES.items()]
    return "\n".join(lines)


def _limited() -> list[str]:
    """What :mod:`benchmarks.limited` has measured."""
    from benchmarks.limited import COUNT, KEPT, MEMORY, STEPS

    if not KEPT.exists():
        return []
    found = json.loads(KEPT.read_text(encoding="utf-8"))
    return [
        f"{COUNT:,} 份 2,000 字的报告，每个进程的地址空间至多 {MEMORY:,} MiB（`python -m benchmarks.limited`，{found['machine']}，{found['date']}，机器上另有工作）：",
        "",
        f"{COUNT:,} reports of 2,000 characters, no process with more than {MEMORY:,} MiB of addresses (`python -m benchmarks.limited`, {found['machine']}, {found['date']}, beside other work):",
        "",
        f"| {COUNT:,} 份 reports | 处理器 processor, s | 内存 memory, MiB |",
        "|---|---:|---:|",
        *(f"| {name}: {STEPS[name][0]} | {s:,.2f} | {m:,} |" for name, (s, m) in found["steps"].items()),
        "",
    ]


def kept_with(results: dict[str, dict[int, Cost]]) -> dict[str, dict[int, Cost]]:
    """The results with those of other sizes that were measured before."""
    before = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    for name, row in results.items():
        for size, (cost, memory) in row.items():
            before.setdefault(name, {})[str(size)] = [round(cost, 3), round(memory, 1)]
    KEPT.write_text(json.dumps(before, indent=1) + "\n", encoding="utf-8")
    names = [name for name in (*STAGES, *PEERS) if name in before]
    return {
        name: {int(size): (cost, memory) for size, (cost, memory) in before[name].items()} for name in names
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1, 10, 100, 1000])
    parser.add_argument("--memory", type=int, default=0, help="MiB that each process of ours may have")
    parser.add_argument("--add", action="store_true", help="keep the sizes that were measured before")
    begin = time.monotonic()
    given = parser.parse_args()
    if not given.add:
        KEPT.unlink(missing_ok=True)
    for size in sorted(given.sizes):  # what is measured is kept, whatever comes after
        results = kept_with(run([size], given.memory))
        PAGE.with_suffix(".svg").write_text(plot(results), encoding="utf-8")
        PAGE.write_text(page(results), encoding="utf-8")
    print(f"{time.monotonic() - begin:.0f} s: {PAGE}")
