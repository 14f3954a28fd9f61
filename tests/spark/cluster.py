"""A cluster of processes on loopback, or the reason why there is none."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from tests.conftest import ROOT

REQUIRED = os.environ.get("DASHI_KG_SPARK") == "required"
MASTER = "local-cluster[2,1,1024]"  # two workers of one processor and 1 GiB
POISON = Path(__file__).parent / "poison"
PATHS = os.pathsep.join((str(POISON), str(ROOT)))
CONFIGURATION = {
    "spark.executor.memory": "1024m",
    "spark.executorEnv.PYTHONPATH": PATHS,
    "spark.sql.shuffle.partitions": "4",
    "spark.task.maxFailures": "4",
}


def needed() -> None:
    """Skip, with the reason, where Spark cannot run; fail where it must."""
    lacks = [name for name in ("pyspark", "pyarrow") if not importlib.util.find_spec(name)]
    lacks += [] if shutil.which("java") else ["Java 17"]
    if lacks and not REQUIRED:
        pytest.skip(
            f"{', '.join(lacks)} not installed: .ci/spark installs what Spark needs", allow_module_level=True
        )
    assert not lacks


@contextmanager
def cluster() -> Iterator[Any]:
    """A session on two worker processes."""
    from dashi_kg.spark import session

    with patch.dict(os.environ, {"PYTHONPATH": PATHS}), session(MASTER, CONFIGURATION) as started:
        yield started


def executors(application: str) -> list[int]:
    """The processes of the executors of an application."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
            except OSError:
                continue
            if any(w.endswith("CoarseGrainedExecutorBackend") for w in words) and application in words:
                found.append(int(folder.name))
    return sorted(found)


def kill_one(application: str) -> int:
    """Kill an executor as the system does; its process."""
    pid = executors(application)[0]
    os.kill(pid, signal.SIGKILL)
    return pid
