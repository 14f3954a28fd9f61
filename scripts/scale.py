"""The figures of ``docs/scale.md`` and its plot, from what the benchmarks have measured.

``python scripts/scale.py`` writes them between the marks of the page; ``--check`` says whether they are those of the
results. No figure of the page is typed by hand: measure again (``python -m benchmarks.spark``, ``python -m benchmarks.lake``), then run this.
"""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "scale.md"
PLOT = ROOT / "docs" / "scale.svg"
BEGIN, END = "<!-- made by scripts/scale.py -->\n", "<!-- end -->\n"
# reports a year: zh, en, bodies; only the country's is given, the others are its order of magnitude downwards
PLACES = (
    ("县", "a county", 50),
    ("市", "a city", 500),
    ("省", "a province", 4_000),
    ("全国", "the country", 125_000),
)
CORES = (8, 200)
STAGES = ("read", "tables", "check", "write")
BUILD, TWO = "build -j 2", "spark, 2 workers"
ONE_FEW, TWO_FEW = "spark, 1 workers, few", "spark, 2 workers, few"
WHOLE, AGAIN = "spark, 2 workers, tables and findings, few", "spark, 2 workers, nothing new, few"
RUNS = (
    (BUILD, "`dashi-kg build -j 2`", False), (TWO, "Spark，两个工作进程 two workers", False),
    (ONE_FEW, "Spark，一个工作进程 one worker", True), (TWO_FEW, "Spark，两个 two workers", True),
    (WHOLE, "同上，连同表和规则检查 with tables and findings", True), (AGAIN, "同上，没有新文件 again, nothing new", True),
)  # fmt: skip
WANTED = 2_000  # documents that the measurement is meant for


@dataclass(frozen=True)
class Costs:
    """What a report costs: seconds of a processor, quads, figures, bytes; ``start``: seconds of a processor a run."""

    seconds: float
    read: float
    overhead: float
    start: float
    quads: float
    figures: float
    bytes: dict[str, float]


def costs(found: dict[str, Any]) -> Costs:
    """The costs of a report by the results of ``benchmarks.spark``; without a run on Spark, of reading alone."""
    each = found["document"]
    alone = sum(each[stage] for stage in STAGES)
    start, overhead = 0.0, 1.0
    if again := found.get(AGAIN):
        start = again["cpu"]
        overhead = max(1.0, (found[WHOLE]["cpu"] - start) / found["few"] / alone)
    elif two := found.get(TWO):  # the quads alone, and the start spread over all
        overhead = max(1.0, two["cpu"] / found["documents"] / (each["read"] + each["write"]))
    return Costs(
        alone * overhead, each["read"], overhead, start, each["quads"], each["figures"],
        found["bytes"],
    )  # fmt: skip


def hours(seconds: float) -> str:
    """Seconds as a reader takes them in."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def large(number: float) -> str:
    """1.2 million as 1.2 M."""
    for limit, name in ((1e9, " G"), (1e6, " M"), (1e3, " k")):
        if number >= limit:
            return f"{number / limit:.3g}{name}"
    return f"{number:.0f}"


def figures(found: dict[str, Any], lake: dict[str, Any] | None) -> str:
    """The part of the page that is made."""
    one, c = found["document"], costs(found)
    count = found["documents"] if TWO in found else one["sample"]
    lines = [
        f"{count} 份生成的报告，{found['date']}，{found['machine']}；一份的费用由其中 {one['sample']} 份量出，当时负载 {found['load']}。",
        f"{count} generated reports, {found['date']}, {found['machine']}; what one costs was measured over {one['sample']} of them, load average {found['load']}.",
        "",
    ]
    if BUILD in found:
        lines += [
            "| 量出的 measured | 报告 reports | 墙上时间 wall, s | 处理器 processor, s | 负载 load |",
            "|---|---:|---:|---:|---:|",
        ]
        for key, name, few in RUNS:
            if row := found.get(key):
                many = found["few"] if few else count
                lines.append(
                    f"| {name} | {many:,} | {row['wall']:.0f} | {row['cpu']:.0f} | {row['load']:.1f} |"
                )
                if "graph wall" in row:
                    lines.append(
                        f"| 同上，到图写成为止 until the graph is there | {many:,} | {row['graph wall']:.0f} | {row['graph cpu']:.0f} | {row['load']:.1f} |"
                    )
        lines.append("")
    if TWO in found:
        lines += compared(found)
    else:
        lines += [
            "一份的费用由工作进程所用的程序在一个进程里量出；Spark 自身的开销没有在这一次量出，以下按无计，实际会更多。",
            "The cost of a report is measured in one process by the code that the workers run; Spark's own cost was not measured this time, and is left out below: it will be more.",
            "",
        ]
    lines += [
        "| 一份报告 a report | |",
        "|---|---:|",
        f"| 字 characters | {one['characters']:,} |",
        f"| 数值 figures | {c.figures:.0f} |",
        f"| 四元组 quads | {c.quads:,.0f} |",
        f"| 读取 reading, s | {one['read']:.3f} |",
        f"| 数值表 rows of the table, s | {one['tables']:.3f} |",
        f"| 规则检查 findings, s | {one['check']:.3f} |",
        f"| 写出文件 writing the files, s | {one['write']:.3f} |",
        f"| 合计 all of it, s | {c.seconds:.3f}（× {c.overhead:.2f}） |",
        *(f"| `{name}`, KiB | {size / 1024:.1f} |" for name, size in sorted(c.bytes.items())),
        "",
        f"处理器秒数 = {c.start:.0f} + {c.seconds:.3f} × 报告数；小时 = 秒数 ÷ 核数 ÷ 3600。"
        f" Processor seconds = {c.start:.0f} + {c.seconds:.3f} × reports; hours = seconds ÷ cores ÷ 3600.",
        "",
        f"| | 报告 reports | 四元组 quads | {CORES[0]} 核 cores | {CORES[1]} 核 cores | 湖 lake | 结果 `.work` |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    lake_bytes = sum(size for name, size in c.bytes.items() if name != "work")
    for zh, en, bodies in PLACES:
        for years in (1, 10):
            n = bodies * years
            seconds = c.start + c.seconds * n
            at = " | ".join(hours(seconds / cores) for cores in CORES)
            name = f"{zh}，{years} 年 {en}, {years} year{'s' if years > 1 else ''}"
            sizes = " | ".join(
                f"{large(each * n)}B" if each else "–" for each in (lake_bytes, c.bytes.get("work", 0))
            )
            lines.append(f"| {name} | {n:,} | {large(c.quads * n)} | {at} | {sizes} |")
    lines += ["", "![小时与报告数 hours by reports](scale.svg)", ""]
    return "\n".join([*lines, *stores(lake)]) + "\n"


def compared(found: dict[str, Any]) -> list[str]:
    """Spark beside one machine, and two workers beside one, in words."""
    build, two = found[BUILD], found[TWO]
    zh, en = ("相同", "equal") if found["equal"] else ("不同", "not equal")
    whole, graph = (
        [f"{build[f'{of}{by}'] / two[by]:.2f}" for by in ("cpu", "wall")] for of in ("", "graph ")
    )
    lines = [
        f"Spark（两个工作进程，含启动）的速度是 `build -j 2`（连同它为提问所做的库和表）的 {whole[0]} 倍（按处理器时间）、{whole[1]} 倍（按墙上时间）；"
        f"只比到图写成为止，是 {graph[0]} 倍和 {graph[1]} 倍。排序后{zh}。两次运行时机器的负载不同，见上表；以处理器时间为准。",
        f"Spark (two workers, its start included) is {whole[0]} times as fast as `build -j 2` (with the store and the table that it makes for questions) by the"
        f" time of the processor and {whole[1]} times by the clock; {graph[0]} and {graph[1]} times when only the graph counts. After sorting the quads are {en}."
        " The load of the machine was not the same in both runs (see above): what counts is the time of the processor.",
    ]
    if ONE_FEW in found and TWO_FEW in found:
        more = found[ONE_FEW]["wall"] / found[TWO_FEW]["wall"]
        lines += [
            f"从一个到两个工作进程，{found['few']} 份快 {more:.2f} 倍（墙上时间）。",
            f"Two workers are {more:.2f} times as fast as one by the clock ({found['few']} reports).",
        ]
    else:
        lines += [
            "一个与两个工作进程之比没有量：机器上有别的工作，两者分到的处理器时间一样多。",
            "One worker beside two was not measured: with other work on the machine both get as much of its processors.",
        ]
    if found["documents"] < WANTED:
        lines += [
            f"原定 {WANTED:,} 份；这一次机器忙，只量了 {found['documents']:,} 份。",
            f"Meant are {WANTED:,} reports; the machine was busy this time, and {found['documents']:,} were measured.",
        ]
    return [*lines, ""]


def stores(lake: dict[str, Any] | None) -> list[str]:
    """The tables of loads, of questions and of pages, where some were measured."""
    if not lake or "cpu" not in lake["loads"][0]:
        return []
    lines = [
        f"载入（`python -m benchmarks.lake`，{lake['date']}）。 Loads.",
        "",
        "| 库 store | 四元组 quads | 墙上时间 wall, s | 处理器 processor, s | 磁盘 disk, MB | 内存 memory, MB | 字节/四元组 bytes a quad | 负载 load |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in lake["loads"]:
        each = row["disk"] / row["quads"]
        lines.append(
            f"| {row['store']} | {row['quads']:,} | {row['seconds']:.0f} | {row['cpu']:.0f} | {row['disk'] / 1e6:.0f} | {row['memory'] / 1e6:.0f} | {each:.0f} | {row['load']:.1f} |"
        )
    lines.append("")
    if copied := max((row.get("copies", 0) for row in lake["loads"]), default=0):
        lines += [
            f"量得最多的一行，湖里的报告又以别的年份、别的原文各取了 {copied} 次。",
            f"For the largest, the reports of the lake were taken {copied} more times, under other years and with other texts.",
            "",
        ]
    return [*lines, *_asked(lake), *_shown(lake)]


_WAYS = (
    ("one", "关于一份报告 about one report"),
    ("all", "关于全部报告 over all reports"),
    (
        "narrowed",
        "没有答完的，给出一份报告、一个机关或一份原文 those not answered, of one report, body or text",
    ),
)


def _asked(lake: dict[str, Any]) -> list[str]:
    """The saved questions over Virtuoso: about one report, and over all."""
    lines = [
        f"Virtuoso 上的预设问题，时限 {lake['limit']} 秒。 Saved questions over Virtuoso, within {lake['limit']} seconds each.",
        "",
        "| 四元组 quads | 问 asked | 答了 answered | p50, s | p99, s | 没有答完 not answered |",
        "|---:|---|---:|---:|---:|---|",
    ]
    for row in lake["loads"]:
        for key, name in _WAYS:
            if found := row.get("questions", {}).get(key):
                if key == "narrowed" and not found["answered"] and not found["failed"]:
                    continue
                failed = "、".join(f"`{one}`" for one in sorted(found["failed"])) or "–"
                lines.append(
                    f"| {row['quads']:,} | {name} | {found['answered']} | {_seconds(found['p50'])} | {_seconds(found['p99'])} | {failed} |"
                )
    return [*lines, ""]


def _shown(lake: dict[str, Any]) -> list[str]:
    """Pages of the site over Virtuoso."""
    lines = [
        f"`dashi-kg serve --endpoint --timeout {lake['limit']}` 在 Virtuoso 上的网页。 Pages of the site over Virtuoso.",
        "",
        "| 四元组 quads | 到能答为止 until it answers, s | 内存 memory, MB | 页 pages | 第一次 first p50, s | p99, s | 再次 again p50, s | p99, s | 最慢 slowest |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---|",
    ]
    for row in lake["loads"]:
        if found := row.get("pages"):
            if found["start"] is None:
                lines.append(
                    f"| {row['quads']:,} | 没有：一次请求超过时限 never: a request took longer | – | – | – | – | – | – | – |"
                )
            else:
                slowest = "、".join(f"{page} {took:.0f}" for page, took in [*found["slowest"].items()][:3])
                failed = "、".join(found["failed"])
                lines.append(
                    f"| {row['quads']:,} | {found['start']:.0f} | {found['memory'] / 1e6:.0f} | {found['answered']} | {_seconds(found['p50'])} | "
                    f"{_seconds(found['p99'])} | {_seconds(found['again']['p50'])} | {_seconds(found['again']['p99'])} | {slowest} |"
                )
                if failed:
                    lines.append(f"| {row['quads']:,} | 没有答的 not answered | | | | | | | {failed} |")
    return [*lines, ""]


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def plot(found: dict[str, Any]) -> str:
    """Hours by reports, both axes logarithmic; a line for each number of cores, and what was measured."""
    c = costs(found)
    left, top, width, height = 70, 20, 560, 320
    x_from, x_to, y_from, y_to = 1.0, 6.5, -3.0, 4.0  # powers of ten: reports, hours

    def x(reports: float) -> float:
        return left + (math.log10(reports) - x_from) / (x_to - x_from) * width

    def y(value: float) -> float:
        return top + height - (math.log10(value) - y_from) / (y_to - y_from) * height

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 90} {top + height + 50}" font-family="sans-serif" font-size="12">',
        "<title>Hours by reports, log–log · 小时与报告数，双对数</title>",
    ]
    for power in range(1, 7):
        at = x(10.0**power)
        parts.append(f'<line x1="{at:.1f}" y1="{top}" x2="{at:.1f}" y2="{top + height}" stroke="#ddd"/>')
        parts.append(
            f'<text x="{at:.1f}" y="{top + height + 18}" text-anchor="middle">{large(10.0**power)}</text>'
        )
    for power in range(-3, 5):
        at = y(10.0**power)
        parts.append(f'<line x1="{left}" y1="{at:.1f}" x2="{left + width}" y2="{at:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g} h</text>')
    for cores, color in ((1, "#555"), (CORES[0], "#1a6"), (CORES[1], "#15a")):
        points = [10 ** (x_from + step / 20 * (x_to - x_from)) for step in range(21)]
        path = " ".join(f"{x(n):.1f},{y((c.start + c.seconds * n) / 3600 / cores):.1f}" for n in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        end = (c.start + c.seconds * points[-1]) / 3600 / cores
        parts.append(
            f'<text x="{left + width + 6}" y="{y(end) + 4:.1f}" fill="{color}">{cores} 核 cores</text>'
        )
    many = found["few"] if WHOLE in found else found["document"]["sample"]
    spent = found[WHOLE]["cpu"] / 3600 if WHOLE in found else c.seconds * many / 3600
    parts.append(f'<circle cx="{x(many):.1f}" cy="{y(spent):.1f}" r="4" fill="#c30"/>')
    parts.append(f'<text x="{x(many) + 8:.1f}" y="{y(spent) + 4:.1f}" fill="#c30">量出 measured</text>')
    for _, en, bodies in PLACES:
        parts.append(
            f'<text x="{x(bodies):.1f}" y="{top + height + 36}" text-anchor="middle" fill="#777">{en}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def made() -> tuple[str, str]:
    """The page and the plot as they should be."""
    found = json.loads((ROOT / "benchmarks" / "spark.json").read_text(encoding="utf-8"))
    file = ROOT / "benchmarks" / "lake.json"
    lake = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, tail = rest.partition(END)
    return head + BEGIN + "\n" + figures(found, lake) + END + tail, plot(found)


if __name__ == "__main__":
    page, picture = made()
    if "--check" in sys.argv:
        same = PAGE.read_text(encoding="utf-8") == page and PLOT.read_text(encoding="utf-8") == picture
        sys.exit(0 if same else "docs/scale.md is not what the results say: run scripts/scale.py")
    PAGE.write_text(page, encoding="utf-8")
    PLOT.write_text(picture, encoding="utf-8")
