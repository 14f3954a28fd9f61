"""The command says what is missing, and what Spark says where it fails."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dashi_kg.spark.job import _failed
from tests.commands import run


def test_without_pyspark_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    done = run("spark", "build", tmp_path, tmp_path / "lake", "--lang", "en")
    assert done.returncode == 2
    assert "“pyspark” is not installed" in done.stderr.decode()
    assert "pip install" in done.stderr.decode()
    assert not (tmp_path / "lake").exists()


def test_a_property_is_a_pair(tmp_path: Path) -> None:
    done = run("spark", "build", tmp_path, tmp_path / "lake", "--conf", "nonsense", "--lang", "en")
    assert done.returncode == 2
    assert "--conf is KEY=VALUE, not nonsense" in done.stderr.decode()


def test_what_a_worker_says_is_told_and_not_the_trace_around_it() -> None:
    trace = """Job aborted due to stage failure: Task 1 failed
      File "guard.py", line 97, in _started
    dashi_kg.errors.DashiError: this node has another version. Install the same version on each node.
        at org.apache.spark.api.python"""
    assert "(this node has another version. Install the same version on each node.)" in _failed(trace).line(
        "en"
    )
    assert "(Connection refused)" in _failed("Connection refused\n  at java.net").line("en")
