"""What 10,000 short reports cost where no process may have more than 1 GiB of addresses: ``python -m benchmarks.limited FOLDER [STEP…]``.

The texts are those of ``python -m benchmarks.texts`` with 2,000 characters each. Each step is a whole process, once; what it took is kept in ``limited.json``
and shown on the page of :mod:`benchmarks.sizes`. Hours on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from datetime import date
from pathlib import Path

from benchmarks.sizes import BASE, measured
from benchmarks.texts import SHORTEST, write
from dashi_kg.rdf.iris import report

KEPT = Path(__file__).with_suffix(".json")
COUNT, MEMORY = 10_000, 1024  # reports; MiB
STEPS = {
    "build": (
        "文本到图，连同磁盘上的库 text to graph, with the store on the disk",
        "build {texts} -o {corpus} -j 1",
    ),
    "validate": ("第一次规则检查 the first validation", "validate {corpus} -f json -o {found}"),
    "look-up": (
        "问一份报告 about one report",
        "query lower-bounds --data {corpus} -f csv -p report={report}",
    ),
    "aggregate": ("汇总全部数值 over all figures", "query indicators-over-reports --data {corpus} -f csv"),
    "coverage": ("谁哪年有报告 who reported when", "query coverage --data {corpus} -f csv"),
}


def run(folder: Path, steps: list[str]) -> None:
    """Measure steps, each kept as soon as it is done."""
    texts, corpus = folder / "texts", folder / "corpus"
    write(texts, COUNT, SHORTEST)
    names = {"texts": str(texts), "corpus": str(corpus), "found": str(folder / "found.json"), "report": ""}
    for step in steps:
        if step == "look-up":
            rows = (corpus / "reports.tsv").read_text(encoding="utf-8").splitlines()[1].split("\t")
            names["report"] = BASE + report(rows[2], rows[5])
        words = [word.format(**names) for word in STEPS[step][1].split()]
        seconds, most = measured([sys.executable, "-m", "dashi_kg", *words], MEMORY)
        kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
        kept["machine"] = f"{platform.machine()}, {os.cpu_count()} CPU, Python {platform.python_version()}"
        kept["date"] = str(date.today())
        kept.setdefault("steps", {})[step] = [round(seconds, 2), round(most)]
        KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        print(step, seconds, most, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("steps", nargs="*", default=list(STEPS))
    given = parser.parse_args()
    run(given.folder, given.steps)
