"""A few of the faults of ``python -m faults``: five kills of each writer, one wrong clock, workers killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from faults.outcome import FORMER, NEW, Row, complaints, table
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")


def test_five_kills_of_each_writer_leave_the_former_or_the_new() -> None:
    command = [
        sys.executable, "-m", "faults", "--kills", "5", "--minutes", "60", "--only",
        "load", "build", "review", "killed_server", "killed_publishers", "killed_workers",
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    rows = [
        line for line in done.stdout.decode().splitlines() if line.startswith("| ") and "|---" not in line
    ]
    assert len(rows) == 7  # the head, and a line a fault


def test_the_table_tells_what_was_amiss() -> None:
    good = Row("好", "good", runs=2, again=1, counts=Counter({FORMER: 1, NEW: 1}))
    bad = Row("坏", "bad", runs=1, amiss=["left over: a"])
    none = Row("无", "none", skipped="no disk")
    assert table([good, bad, none]).splitlines()[2:] == [
        "| 好 good | 2 | 1 | 1 | 0 | 1 | 0 |",
        "| 坏 bad | 1 | 0 | 0 | 0 | 0 | 1 |",
        "| 无 none | – | – | – | – | – | 略过 skipped: no disk |",
    ]
    assert complaints([good, bad]) == ["bad: left over: a"]


def test_a_kill_comes_at_the_same_file_operation(tmp_path: Path) -> None:
    from faults.children import Child

    (tmp_path / "logs").mkdir()

    def task() -> None:
        for number in range(9):
            (tmp_path / str(number)).write_bytes(b"")

    child = Child(task, tmp_path / "logs", kill_at=4)
    assert child.end().code == -9 and child.orphans() == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["0", "1", "2", "logs"]
    assert Child(task, tmp_path / "logs").end().events == 9
