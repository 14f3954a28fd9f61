"""Temporary folders: what a killed server leaves is removed by the next one, and nothing else is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dashi_kg.serve.common import scratch
from tests.serve.running import command, running, write_release
from tests.serve.test_ops import ENV


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_what_a_killed_server_left_is_removed_by_the_next(tmp_path: Path, temporary: Path) -> None:
    write_release(tmp_path / "release")
    env = {**ENV, "TMPDIR": str(temporary)}
    asked = command(tmp_path / "release", "--store", "disk")
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env) as killed:
        said = killed.stdout.readline() if killed.stdout else b""
        killed.kill()
    assert b"http://127.0.0.1" in said
    (left,) = temporary.iterdir()
    with running(tmp_path / "release", "--store", "disk", TMPDIR=str(temporary)) as server:
        (own,) = temporary.iterdir()
        assert own != left
        with running(tmp_path / "release", TMPDIR=str(temporary)) as other:  # finds it in use
            assert other.get("/sparql?query=ASK%7B%7D").status == 200
        assert list(temporary.iterdir()) == [own]
        assert server.get("/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D").status == 200
    assert list(temporary.iterdir()) == []


def test_what_is_in_use_or_not_ours_is_left_alone(tmp_path: Path, temporary: Path) -> None:
    used = scratch.Scratch()
    (temporary / "dashi-kg-serve-empty").mkdir()
    foreign = temporary / "dashi-kg-serve-foreign"
    foreign.mkdir()
    (foreign / ".in-use").write_text("somebody else's\n", encoding="utf-8")
    (temporary / "dashi-kg-serve-file").write_text("x", encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ".in-use").write_bytes((used.path / ".in-use").read_bytes())
    (temporary / "dashi-kg-serve-link").symlink_to(elsewhere)
    before = sorted(temporary.iterdir())
    assert scratch.remove_abandoned() == []
    assert sorted(temporary.iterdir()) == before
    assert (elsewhere / ".in-use").is_file()
    used.close()
    assert not used.path.exists()


def test_a_link_in_what_was_left_is_not_followed(tmp_path: Path, temporary: Path) -> None:
    lock = scratch.Scratch()
    left = temporary / "dashi-kg-serve-left"
    (left / "inside").mkdir(parents=True)
    (left / ".in-use").write_bytes((lock.path / ".in-use").read_bytes())  # nobody holds this one
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_text("x", encoding="utf-8")
    (left / "link").symlink_to(tmp_path / "kept")
    (left / "inside" / "link").symlink_to(tmp_path / "kept")
    assert scratch.remove_abandoned() == [left]
    assert not left.exists()
    assert (tmp_path / "kept" / "file").read_text(encoding="utf-8") == "x"
    lock.close()
