"""What each stage costs at sizes of 1, 10, 100, 1,000 … generated reports: ``python -m benchmarks.sizes 1 10 100``.

Writes ``docs/bench.md`` and its plot. Each stage is a whole process: its time of the processor (with its children), and
the most memory that one process held. Nothing is kept from one size to the next.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.texts import write
from dashi_kg.rdf.iris import report
from dashi_kg.settings import settings

PAGE = Path(__file__).resolve().parents[1] / "docs" / "bench.md"
BASE = settings().base
STAGES = {
    "build": ("文本到图 text to graph", "build {texts} -o {corpus} -j 2"),
    "look-up": (
        "问一份报告 about one report",
        "query lower-bounds --data {corpus} -f csv -p report={report}",
    ),
    "aggregate": ("汇总全部数值 over all figures", "query indicators-over-reports --data {corpus} -f csv"),
    "coverage": ("谁哪年有报告 who reported when", "query coverage --data {corpus} -f csv"),
}
_COLOURS = ("#1b6ca8", "#b5482a", "#3c7d3c", "#7a4b94")


def measured(words: list[str]) -> tuple[float, float]:
    """Seconds of the processor and MiB at most, of a command and its children."""
    # in a process of its own, so that what it has waited for is counted, and nothing else
    code = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)\n"
        "sys.exit(done.returncode)\n"
    )
    line = [sys.executable, "-c", code, sys.executable, "-m", "dashi_kg", *words]
    seconds, memory = subprocess.run(line, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(memory)


def run(sizes: list[int]) -> dict[str, dict[int, tuple[float, float]]]:
    """Stage → reports → seconds of the processor, MiB."""
    found: dict[str, dict[int, tuple[float, float]]] = {name: {} for name in STAGES}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            texts, corpus = Path(folder) / "texts", Path(folder) / "corpus"
            write(texts, size)
            names = {"texts": str(texts), "corpus": str(corpus), "report": BASE + report("none", "2020")}
            for name, (_, command) in STAGES.items():
                if name == "look-up":
                    rows = (corpus / "reports.tsv").read_text(encoding="utf-8").splitlines()[1].split("\t")
                    names["report"] = BASE + report(rows[2], rows[5])
                words = [word.format(**names) for word in command.split()]
                found[name][size] = measured(words)
                print(size, name, *found[name][size], flush=True)
    return found


def plot(found: dict[str, dict[int, tuple[float, float]]]) -> str:
    """Cost against size, both logarithmic, as SVG."""
    points = [(size, cost) for row in found.values() for size, (cost, _) in row.items()]
    most = max(math.ceil(math.log10(max(size for size, _ in points))), 1)
    low = math.floor(math.log10(min(cost for _, cost in points)))
    high = math.ceil(math.log10(max(cost for _, cost in points)))
    wide, tall = 460 / most, 260 / max(high - low, 1)

    def place(size: float, cost: float) -> str:
        return f"{60 + math.log10(size) * wide:.1f},{290 - (math.log10(cost) - low) * tall:.1f}"

    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 330" font-family="sans-serif" font-size="12">',
        '<rect width="720" height="330" fill="#fff"/>',
    ]
    for power in range(most + 1):
        x, y = place(10**power, 10**low).split(",")
        lines.append(
            f'<path d="M{x},{y}V30" stroke="#ddd"/><text x="{x}" y="308" text-anchor="middle">{10**power:,}</text>'
        )
    for power in range(low, high + 1):
        x, y = place(1, 10**power).split(",")
        lines.append(
            f'<path d="M{x},{y}H520" stroke="#ddd"/><text x="54" y="{y}" text-anchor="end">{10.0**power:g} s</text>'
        )
    for (name, row), colour in zip(found.items(), _COLOURS, strict=True):
        path = " ".join(place(size, cost) for size, (cost, _) in sorted(row.items()))
        end = path.split()[-1].split(",")
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines.append(f'<text x="{float(end[0]) + 6}" y="{end[1]}" fill="{colour}">{name}</text>')
    lines.append('<text x="290" y="325" text-anchor="middle">报告 reports</text></svg>')
    return "\n".join(lines) + "\n"


def page(found: dict[str, dict[int, tuple[float, float]]]) -> str:
    """The page of results, with machine and date."""
    sizes = sorted(next(iter(found.values())))
    load = f"{os.getloadavg()[0]:.1f}"
    machine = (
        f"{platform.machine()}, {platform.system()}, {os.cpu_count()} CPU, Python {platform.python_version()}"
    )
    lines = [
        "# 规模与代价 Cost at size",
        "",
        f"由 `make bench-sizes` 写出：{machine}；{date.today()}，测完时的负载 {load}。文本由种子生成（`benchmarks/texts.py`）：各种编号，2,000 至 15,000 字。",
        "每格是一个完整进程的处理器时间（秒）和最多的内存（MiB）；负载高时偏大，看比例。",
        "",
        f"Written by `make bench-sizes`: {machine}; {date.today()}, load {load} at the end. The texts come from a seed (`benchmarks/texts.py`): all styles of",
        "numbering, 2,000 to 15,000 characters. A cell is the time of the processor (s) and the most memory (MiB) of a whole process; a busy machine makes it more: look at ratios.",
        "",
        "| 报告 reports | " + " | ".join(f"{size:,}" for size in sizes) + " |",
        "|---|" + "---:|" * len(sizes),
    ]
    for name, row in found.items():
        cells = " | ".join(f"{row[size][0]:.2f} s, {row[size][1]:.0f}" for size in sizes)
        lines.append(f"| {name}: {STAGES[name][0]} | {cells} |")
    lines += ["", "![处理器时间与规模 processor time against size](bench.svg)", ""]
    lines += [f"`{name}`: `dashi-kg {command}`\n" for name, (_, command) in STAGES.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1, 10, 100, 1000])
    begin = time.monotonic()
    results = run(sorted(parser.parse_args().sizes))
    PAGE.with_suffix(".svg").write_text(plot(results), encoding="utf-8")
    PAGE.write_text(page(results), encoding="utf-8")
    print(f"{time.monotonic() - begin:.0f} s: {PAGE}")
