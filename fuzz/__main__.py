"""Fuzz every reader: ``python -m fuzz [--seconds 45] [--reader html] [--seed 1]`` (``make fuzz``).

Each reader has a process of its own, with limits of time and memory a case, and its share of the seconds. Cases are mutations
of a kept corpus, seeded: case 17 of seed 1 is the same everywhere, only how many of them fit in the time differs. A case that
fails is kept in ``fuzz/corpus/READER/``, where it is the first to be tried from then on, here and in ``tests/test_fuzz_readers.py``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from fuzz.targets import HERE, ROOT, TARGETS, Target

_GRACE = 120.0  # seconds for the last case of a reader, and for loading it


def main() -> int:
    """Exit code 1 where anything failed."""
    names = [target.name for target in TARGETS]
    options = argparse.ArgumentParser(prog="python -m fuzz", description="Fuzz the readers.")
    options.add_argument("--seconds", type=float, default=45.0, help="for each reader (default: 45)")
    options.add_argument("--reader", choices=names, action="append", help="only this one; may be given again")
    options.add_argument("--seed", type=int, default=1, help="another seed gives other cases (default: 1)")
    options.add_argument("--cases", type=int, default=0, help="at most so many a reader (default: no limit)")
    given = options.parse_args()
    chosen = [target for target in TARGETS if not given.reader or target.name in given.reader]
    failed = 0
    print(
        "| reader | cases | read | refused | failures | slowest case | memory |\n|---|---|---|---|---|---|---|"
    )
    for target in chosen:
        figures = _apart(target, given.seconds, given.seed, given.cases)
        failures = figures["failures"]
        failed += len(failures)
        print(
            f"| {target.name} | {figures['cases']} | {figures['read']} | {figures['refused']} | {len(failures)} "
            f"| {figures['slowest'] * 1000:.0f} ms | {figures['memory']} MiB |",
            flush=True,
        )
        for failure in {one["why"]: one for one in reversed(failures)}.values():  # one of each kind
            kept = _keep(target, bytes.fromhex(failure["data"]))
            print(f"{kept.relative_to(ROOT)}: {failure['why']}", file=sys.stderr, flush=True)
    return 1 if failed else 0


def _apart(target: Target, seconds: float, seed: int, most: int) -> dict[str, Any]:
    """The figures of one reader; where its process dies, the case that it died of is the failure."""
    with tempfile.TemporaryDirectory() as folder:
        current = Path(folder) / "case"
        command = [sys.executable, "-m", "fuzz.one", target.name, *map(str, (seconds, seed, most, current))]
        try:
            done = subprocess.run(
                command, cwd=ROOT, capture_output=True, timeout=seconds + _GRACE, check=False
            )
            if done.returncode == 0:
                found: dict[str, Any] = json.loads(done.stdout)
                return found
            why = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            cause = signal.Signals(-done.returncode).name if done.returncode < 0 else "".join(why)
        except subprocess.TimeoutExpired:
            cause = "it never ends"
        data = current.read_bytes() if current.exists() else b""
        failure = {"why": f"the process died: {cause}", "data": data.hex()}
        return {"cases": 0, "read": 0, "refused": 0, "slowest": 0.0, "memory": 0, "failures": [failure]}


def _keep(target: Target, data: bytes) -> Path:
    path = HERE / "corpus" / target.name / f"found-{hashlib.sha256(data).hexdigest()[:12]}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


if __name__ == "__main__":
    sys.exit(main())
