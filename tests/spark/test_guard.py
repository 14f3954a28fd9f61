"""A document that kills, stalls or swells its reader is told, and the next one is read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from dashi_kg.corpus.one_file import tool_digest
from dashi_kg.errors import DashiError
from dashi_kg.settings import settings
from dashi_kg.spark.guard import Document, Guard, Result
from dashi_kg.spark.reading import Limits
from tests import corpus_make
from tests.spark.cluster import PATHS
from tests.spark.poison.sitecustomize import KILLS, STALLS, SWELLS

BASE = settings().base
GOOD = corpus_make.text("合川区", "司法局", 2023, 0)


def document(words: str) -> Document:
    data = words.encode("utf-8")
    return Document("a.txt", "key", data, None, len(data))


@pytest.fixture
def guard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Guard:
    monkeypatch.setenv("PYTHONPATH", PATHS)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    return Guard(Limits(60, 256, BASE, tool_digest(BASE), tables=False, check=False))


@pytest.mark.parametrize(
    ("poison", "told"),
    [(KILLS, "ended unexpectedly over this file (exit code -9)"), (SWELLS, "more than 256 MiB of memory")],
)
def test_a_document_that_ends_its_reader_is_told_and_the_next_is_read(
    guard: Guard, poison: str, told: str
) -> None:
    found = guard.read(document(GOOD + poison))
    assert found.limited and found.record.status == "refused"
    assert told in found.record.reason and found.record.remedy
    assert list(Path(tempfile.gettempdir()).iterdir()) == []  # the copy of the document goes with its reader
    after = guard.read(document(GOOD))
    guard.close()
    assert after.record.status == "read" and after.parts["quads"] and not after.limited


def test_a_document_that_stalls_is_told(guard: Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    assert guard.read(document(GOOD)).record.status == "read"  # it is up
    leap = 0.0

    def clock(real: float = 0.0) -> float:
        """Leaps over the limit when the answer is awaited, so that nothing is to be waited for."""
        nonlocal leap
        leap += 40
        return leap

    monkeypatch.setattr("dashi_kg.spark.guard.time.monotonic", clock)
    found: Result = guard.read(document(GOOD + STALLS))
    guard.close()
    assert found.limited and "not read within 60 s" in found.record.reason


def test_another_version_on_a_node_is_told() -> None:
    guard = Guard(Limits(60, 256, BASE, "another"))
    with pytest.raises(DashiError, match="another version"):
        guard.read(document(GOOD))
    guard.close()


def test_a_file_too_large_is_refused_in_the_words_of_the_reader(guard: Guard) -> None:
    found = guard.read(Document("a.txt", "key", b"", None, 17 << 20))
    guard.close()
    assert "larger than 16 MiB" in found.record.reason and not found.limited
    assert "PYTHONPATH" in os.environ
