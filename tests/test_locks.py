"""One writer a target: the second is refused with who holds it, or waits; a killed holder is in nobody's way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashi_kg.cli import cli
from dashi_kg.errors import DataError
from dashi_kg.files import whole_file, write_file
from dashi_kg.loading.stores import lock_of
from dashi_kg.locks import HeldError, beside, locked
from dashi_kg.publishing.swap import settled, taken
from dashi_kg.review.save import save_corrections, state
from tests.conftest import ROOT

WHO = {"id": "reader", "zh": "核对人", "en": "Reader", "date": "2026-11-24"}


@contextmanager
def other_run(lock: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds a lock until it is ended."""
    code = (
        "import sys; from pathlib import Path; from dashi_kg.locks import locked\n"
        f"with locked(Path({str(lock)!r}), 'x'):\n    print('held', flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout
    try:
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.communicate("")


@pytest.mark.parametrize(
    ("lock", "line"),
    [
        (".dist.lock", "publish -o {}/dist"),
        ("corpus/.lock", "build {0}/a.txt {0}/b.txt -o {0}/corpus"),
        (".store.lock", "load {0}/store {0}/a.ttl --store pyoxigraph --graph urn:g"),
        (".store.lock", "unload {}/store --store pyoxigraph"),
        (".a.txt.reading.yaml.lock", "review {0}/a.txt --apply {0}/c.yaml"),
    ],
)
def test_a_second_writer_is_refused_with_who_holds_the_target(tmp_path: Path, lock: str, line: str) -> None:
    from dashi_kg.pipeline import reading_file

    (tmp_path / "a.txt").write_text(
        "日期:2024-02-20来源:仁和镇人民政府\n2023年,仁和镇推进依法行政。\n", encoding="utf-8"
    )
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    (tmp_path / "c.yaml").write_text("corrections: []\n")
    if "review" in line:
        lock = beside(reading_file(tmp_path / "a.txt")).name
    with other_run(tmp_path / lock) as other:
        before = sorted(p.name for p in tmp_path.rglob("*"))
        done = CliRunner().invoke(cli, line.format(tmp_path).split())
        assert isinstance(done.exception, HeldError), done.output
        assert f"another run is writing to it (pid {other.pid}, since 2" in str(done.exception)
        assert sorted(p.name for p in tmp_path.rglob("*")) == before


def test_who_waits_gets_its_turn_and_nothing_is_left(tmp_path: Path) -> None:
    lock = tmp_path / "new" / ".t.lock"
    with locked(lock, "t"):
        turns: list[bool] = []

        def second() -> None:
            with locked(lock, "t", wait=60):
                turns.append(True)

        waiting = threading.Thread(target=second)
        waiting.start()
        with locked(lock, "t"):  # whoever holds it may call what locks it again
            assert not turns
    waiting.join()
    assert turns == [True]
    assert not list(tmp_path.rglob("*.lock"))
    with locked(tmp_path / "other" / ".t.lock", "t"):
        assert (tmp_path / "other").is_dir()
    assert not (tmp_path / "other").exists()


def test_a_killed_holder_frees_its_lock(tmp_path: Path) -> None:
    with other_run(tmp_path / ".t.lock") as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
    assert (tmp_path / ".t.lock").exists()
    with locked(tmp_path / ".t.lock", "t"):
        pass
    assert not (tmp_path / ".t.lock").exists()


def test_two_names_of_a_store_have_one_lock(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "link").symlink_to("store")
    assert lock_of(str(tmp_path / "link"), "pyoxigraph") == lock_of(str(tmp_path / "store"), "pyoxigraph")
    at = lock_of("http://127.0.0.1:7878", "oxigraph")
    assert at == lock_of("http://127.0.0.1:7878/", "oxigraph") != lock_of("http://127.0.0.1:7879", "oxigraph")


def test_a_release_in_the_middle_of_a_swap_is_waited_for(tmp_path: Path) -> None:
    """Where folders cannot be exchanged in one step, there is none between two renames."""
    (tmp_path / ".dist.former").mkdir()
    with taken(tmp_path / "dist"):
        (tmp_path / "dist").rename(tmp_path / ".dist.former")
        reader = threading.Thread(target=settled, args=(tmp_path / "dist",))
        reader.start()
        (tmp_path / ".dist.former").rename(tmp_path / "dist")
    reader.join()
    (tmp_path / "dist").rename(tmp_path / ".dist.former")  # and where the run was killed there
    assert settled(tmp_path / "dist").is_dir()
    assert [p.name for p in tmp_path.iterdir()] == ["dist"]


def test_a_file_that_a_killed_run_was_writing_is_removed_by_the_next(tmp_path: Path) -> None:
    code = (
        "import os; from pathlib import Path; from dashi_kg.files import whole_file\n"
        f"with whole_file(Path({str(tmp_path / 'a.ttl')!r})) as f: f.write(b'half'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False)
    assert len(list(tmp_path.iterdir())) == 1
    with whole_file(tmp_path / "a.ttl") as file:  # one that is being written stays
        write_file(tmp_path / "a.ttl", b"other")
        file.write(b"one")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.ttl": b"one"}


def test_corrections_are_not_written_over_those_of_another(tmp_path: Path) -> None:
    file = tmp_path / "reading.yaml"
    row = {"kind": "observation", "quote": "8件", "decision": "reject"}
    seen = state(file)
    assert save_corrections(file, [row], WHO, seen=seen) == 1
    kept = file.read_bytes()
    with pytest.raises(DataError, match="was changed meanwhile"):
        save_corrections(file, [], WHO, seen=seen)
    assert file.read_bytes() == kept
    assert save_corrections(file, [], WHO, seen=state(file)) == 0
