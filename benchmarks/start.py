"""What a start costs: user time of whole processes beside ``python -c "import rdflib"``, in one run.

``python -m benchmarks.start`` prints the table. Medians of seven runs; the ratio is what counts.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from dashi_kg.pipeline import report_folders
from dashi_kg.resources import data_dir

ROUNDS = 7
_CORRECTIONS = """
corrections:
  - {kind: observation, quote: 悬挂标语150余条, decision: accept}
  - {kind: observation, quote: 海报460余副, decision: correct, set: {counted: 张贴海报}}
"""
# as for a user, for whom Python keeps what it has compiled
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def user_seconds(line: list[str]) -> float:
    """User time of one process and its children, in seconds (to the microsecond)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(line, check=True, capture_output=True, env=_ENVIRONMENT)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def _reports(where: Path) -> tuple[Path, Path]:
    """The text of a report alone, and with what a person reads in it and corrects."""
    given = report_folders(data_dir() / "reports")[0]
    alone, corrected = where / "alone" / given.name, where / "corrected" / given.name
    for folder in (alone, corrected):
        folder.mkdir(parents=True)
        shutil.copy(given / "source.txt", folder)
    reading = (given / "reading.yaml").read_text(encoding="utf-8")
    (corrected / "reading.yaml").write_text(reading + _CORRECTIONS, encoding="utf-8")
    return alone, corrected


def medians() -> dict[str, float]:
    """What is started → median user seconds. The runs of all take turns, so that a busy moment meets each."""
    command = [sys.executable, "-m", "dashi_kg"]
    with tempfile.TemporaryDirectory() as where:
        release = str(Path(where) / "release")
        subprocess.run([*command, "publish", "--no-site", "-o", release], check=True, capture_output=True)
        alone, corrected = _reports(Path(where))
        lines = {
            "python -c 'import rdflib'": [sys.executable, "-c", "import rdflib"],
            "dashi-kg --help": [*command, "--help"],
            "dashi-kg query open-disputes, over a release": [
                *command, "query", "open-disputes", "--data", release,
            ],
            "dashi-kg validate, one report": [*command, "validate", str(alone)],
            "the same, with a person's readings and corrections": [*command, "validate", str(corrected)],
        }  # fmt: skip
        for line in lines.values():  # which has it compiled
            user_seconds(line)
        found: dict[str, list[float]] = {name: [] for name in lines}
        for _ in range(ROUNDS):
            for name, line in lines.items():
                found[name].append(user_seconds(line))
    return {name: statistics.median(times) for name, times in found.items()}


def table() -> str:
    """The results as a Markdown table with ratios to the first row."""
    found = medians()
    first = next(iter(found.values()))
    rows = [f"| `{name}` | {seconds * 1000:.0f} | {seconds / first:.2f} |" for name, seconds in found.items()]
    return "\n".join(["| whole process | user time, ms | ratio |", "|---|---:|---:|", *rows]) + "\n"


if __name__ == "__main__":
    print(table())
