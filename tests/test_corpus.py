"""Corpora: many files, some of them bad; in parallel, resumed, merged; what became of each."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyoxigraph
import pytest

from dashi_kg.corpus import pool
from dashi_kg.corpus.build import build_corpus
from dashi_kg.corpus.one_file import key_of, read_one
from dashi_kg.corpus.record import Record, place_of
from dashi_kg.errors import DashiError, SourceError
from dashi_kg.publishing.data.merge import merge
from dashi_kg.resources import DECIDING
from dashi_kg.settings import settings
from tests import corpus_make
from tests.commands import ENV, run
from tests.conftest import ROOT
from tests.once import read_here

BASE = settings().base
GOOD, BAD = 100, 30  # files that are reports, and that are none
OUTPUTS = ("corpus.nq", "summary.json", "reports.tsv", "refused.tsv", "coverage.csv")


@pytest.fixture
def within() -> Iterator[None]:
    with read_here():
        yield


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("corpus") / "in"
    return folder, corpus_make.make(folder, GOOD, BAD)


@pytest.fixture(scope="module")
def built(many: tuple[Path, dict[str, int]]) -> Path:
    folder, _ = many
    out = folder.parent / "out"
    build_corpus([folder], out, BASE, jobs=2)
    return out


def test_many_mixed_files_end_with_the_right_summary(many: tuple[Path, dict[str, int]], built: Path) -> None:
    _, wanted = many
    summary = json.loads((built / "summary.json").read_text(encoding="utf-8"))
    assert summary["files"] == GOOD + BAD
    assert summary["status"] == {k: v for k, v in wanted.items() if v}
    assert sum(summary["reasons"].values()) == wanted["refused"]
    assert len(summary["reasons"]) >= len(corpus_make.BAD) - 1
    refused = [r for r in summary["reports"] if r["status"] == "refused"]
    assert all(r["reason"] and r["remedy"] for r in refused)
    rows = list(
        csv.DictReader(io.StringIO((built / "reports.tsv").read_text(encoding="utf-8")), delimiter="\t")
    )
    assert len(rows) == GOOD + BAD
    assert {r["status"] for r in rows} == {k for k, v in wanted.items() if v}


def test_one_and_two_processes_write_the_same_bytes(
    many: tuple[Path, dict[str, int]], tmp_path: Path
) -> None:
    folder, _ = many
    some = [folder / "1", folder / "bad"]
    for jobs in (1, 2):
        build_corpus(some, tmp_path / str(jobs), BASE, jobs=jobs)
    for name in OUTPUTS:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_a_second_run_reads_nothing_anew(
    many: tuple[Path, dict[str, int]], built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = many
    before = {name: (built / name).read_bytes() for name in OUTPUTS}
    asked: list[object] = []

    def none(tasks: list[object], *rest: object) -> None:
        asked.extend(tasks)

    monkeypatch.setattr("dashi_kg.corpus.build.run", none)
    build_corpus([folder], built, BASE)
    assert asked == []
    assert {name: (built / name).read_bytes() for name in OUTPUTS} == before


def test_a_killed_run_goes_on_and_ends_the_same(many: tuple[Path, dict[str, int]], tmp_path: Path) -> None:
    folder, _ = many
    part = [str(folder / "2")]
    code = f"""
import os, signal
from pathlib import Path
from dashi_kg.corpus.build import build_corpus
def tell(step, done=0, total=0):
    if step.en == "reading" and done == 3:
        os.kill(os.getpid(), signal.SIGKILL)
build_corpus({part!r}, Path({str(tmp_path / "killed")!r}), {BASE!r}, jobs=2, progress=tell)
"""
    killed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=ENV, check=False)
    assert killed.returncode == -signal.SIGKILL
    left = len(list((tmp_path / "killed" / ".work").rglob("*.json")))
    assert 3 <= left < sum(p.is_file() for folder in part for p in Path(folder).iterdir())
    assert not (tmp_path / "killed" / "corpus.nq").exists()
    assert run("build", *part, "-o", tmp_path / "killed", "-j", "2").returncode == 0
    with read_here():
        build_corpus(part, tmp_path / "whole", BASE, jobs=1)
    for name in OUTPUTS:
        assert (tmp_path / "killed" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name


def test_every_file_of_rules_and_data_decides_the_key() -> None:
    """What is read from another file than those that are digested would be kept although its rules have changed."""
    folders = [ROOT / "dashi_kg" / name for name in ("reader", "text", "knowledge", "source", "graph")]
    files = [p for folder in folders for p in folder.rglob("*") if p.is_file()]
    kinds = {p.suffix for p in files if "__pycache__" not in p.parts and "LICENSE" not in p.name}
    assert {".tsv", ".yaml"} <= kinds <= set(DECIDING)


def test_the_graph_is_sorted_n_quads_with_the_reports(built: Path) -> None:
    raw = (built / "corpus.nq").read_bytes()
    lines = raw.splitlines(keepends=True)
    assert lines == sorted(set(lines))
    store = pyoxigraph.Store()
    store.bulk_load(raw, format=pyoxigraph.RdfFormat.N_QUADS)
    counted = store.query(
        f"SELECT (COUNT(DISTINCT ?r) AS ?n) WHERE {{ GRAPH ?g {{ ?r a <{BASE}ns#Report> }} }}"
    )
    summary = json.loads((built / "summary.json").read_text(encoding="utf-8"))
    assert int(next(iter(counted))["n"].value) == summary["status"]["read"]  # type: ignore[index, arg-type]


def test_a_body_is_one_over_the_years_and_missing_is_not_zero(built: Path) -> None:
    summary = json.loads((built / "summary.json").read_text(encoding="utf-8"))
    cells = summary["coverage"]
    assert len(cells) == len(corpus_make._PLACES) * len(corpus_make._DEPARTMENTS)
    assert all(set(row) == {"2021", "2022", "2023", "2024"} for row in cells.values())
    assert {v for row in cells.values() for v in row.values()} == {"published", "missing"}
    assert any(list(row.values()).count("published") == 4 for row in cells.values())


def test_follow_ups_are_candidates_of_consecutive_years(built: Path) -> None:
    summary = json.loads((built / "summary.json").read_text(encoding="utf-8"))
    assert summary["followUpCandidates"] > 0
    store = pyoxigraph.Store()
    store.bulk_load((built / "corpus.nq").read_bytes(), format=pyoxigraph.RdfFormat.N_QUADS)
    rows = list(
        store.query(
            f"SELECT ?s ?o ?score ?basis WHERE {{ GRAPH ?g {{ ?c a <{BASE}ns#FollowUpLink> ; <{BASE}ns#earlier> ?s ; "
            f"<{BASE}ns#later> ?o ; <{BASE}ns#score> ?score ; <{BASE}ns#basis> ?basis }} }}"
        )
    )
    assert len(rows) == summary["followUpCandidates"]
    for row in rows:
        one, other = (str(row[k].value).partition("#")[0].rsplit("/", 2)[1:] for k in ("s", "o"))  # type: ignore[index]
        assert one[0] == other[0]
        assert int(other[1]) == int(one[1]) + 1
    assert not list(store.quads_for_pattern(None, pyoxigraph.NamedNode(f"{BASE}ns#followedUpBy"), None))


def test_a_reader_that_hangs_is_told_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is far beyond what a busy machine needs; the clock leaps over it when only the hung file is in hand."""
    folder = tmp_path / "in"
    corpus_make.make(folder, 6, 0)
    files = [f for f in sorted(folder.rglob("*.txt")) if f.is_file()]
    os.mkfifo(tmp_path / "pipe.txt")  # a reader of this waits for ever
    told: list[Record] = []
    leap = 0.0

    def tell(record: Record) -> None:
        nonlocal leap
        told.append(record)
        if len(told) == len(files) // 2:
            leap = 1000.0

    monkeypatch.setattr(pool, "time", SimpleNamespace(monotonic=lambda: time.monotonic() + leap))
    tasks = [(tmp_path / "pipe.txt", "0" * 64), *((f, key_of(f, BASE)) for f in files)]
    pool.run(tasks, tmp_path / "work", BASE, 2, 900.0, tell)
    by_name = {Path(r.file).name: r for r in told}
    assert len(told) == len(tasks)
    assert "within 900 s" in by_name["pipe.txt"].reason
    assert sum(r.status == "read" for r in told) == len(files)


def test_a_reader_that_dies_is_told_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(corpus_make.text("合川区", "司法局", 2022, 0), encoding="utf-8")
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    readers: list[subprocess.Popen[bytes]] = []

    def started(*args: Any, **options: Any) -> subprocess.Popen[bytes]:
        readers.append(subprocess.Popen(*args, **options))
        return readers[-1]

    def kill() -> None:
        with pipe.open("wb"):  # which waits for the reader to open it
            readers[0].kill()

    told: list[Record] = []
    fake = SimpleNamespace(Popen=started, PIPE=subprocess.PIPE)
    monkeypatch.setattr(pool, "subprocess", fake)
    killing = threading.Thread(target=kill, daemon=True)
    killing.start()
    pool.run([(pipe, "0" * 64), (file, key_of(file, BASE))], tmp_path / "work", BASE, 1, 900.0, told.append)
    killing.join()
    assert [(Path(r.file), r.status) for r in told] == [(pipe, "refused"), (file, "read")]
    assert "ended unexpectedly over this file (exit code -9)" in told[0].reason


@pytest.mark.usefixtures("within")
def test_a_name_that_is_no_utf8_is_told_and_ends_nothing(tmp_path: Path) -> None:
    """Names as a Windows zip leaves them (GBK), and one that would speak to a terminal."""
    folder = tmp_path / "in"
    folder.mkdir()
    names = (
        "法治".encode("gbk") + b".txt",
        "坏".encode("gbk") + b".pdf",
        "甲\x1b[31m.txt".encode(),
        b"\xe2\x80\xae.txt",
    )
    for number, name in enumerate(names):
        text = "" if name.endswith(b".pdf") else corpus_make.text("合川区", "司法局", 2020 + number, number)
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(text, encoding="utf-8")
    built = build_corpus([folder], tmp_path / "out", BASE, jobs=1)
    assert [r.status for r in built.records].count("read") == 3
    written = [tmp_path / "out" / name for name in ("summary.json", "reports.tsv", "refused.tsv")]
    texts = [file.read_bytes().decode("utf-8") for file in written]
    for words in (*texts, built.text()):
        assert not any(sign in words for sign in "\x1b\u202e")
    files = {Path(one["file"]).name for one in json.loads(texts[0])["reports"]}
    assert files == {r"\xb7\xa8\xd6\xce.txt", r"\xbb\xb5.pdf", r"甲\u001b[31m.txt", r"\u202e.txt"}
    assert build_corpus([folder], tmp_path / "out", BASE, jobs=1).text() == built.text()  # from what was kept


@pytest.mark.usefixtures("within")
def test_what_a_killed_run_was_writing_is_removed_by_the_next_whatever_it_reads(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(corpus_make.text("合川区", "司法局", 2022, 0), encoding="utf-8")
    left = place_of(tmp_path / "out" / ".work", "ab" * 32, ".json").with_name(".abab.x.dashi-new")
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    build_corpus([tmp_path / "a.txt"], tmp_path / "out", BASE, jobs=1)
    assert not left.exists()


@pytest.mark.parametrize("harm", ["gone", "other", "none"])
def test_what_came_of_a_file_that_changed_meanwhile_is_not_kept(tmp_path: Path, harm: str) -> None:
    file = tmp_path / "a.txt"
    first, second = (corpus_make.text("合川区", "司法局", 2022, number) for number in (0, 1))
    file.write_text(first, encoding="utf-8")
    key = key_of(file, BASE)
    if harm == "gone":
        file.unlink()
    elif harm == "other":
        file.write_text(second, encoding="utf-8")
    record = read_one(file, key, tmp_path / "work", BASE)
    kept = place_of(tmp_path / "work", key, ".json").is_file()
    assert (record.status, kept) == (("read", True) if harm == "none" else ("refused", False))
    assert harm == "none" or "changed while it was read" in record.reason


def test_files_beside_the_reports_are_no_modules(tmp_path: Path) -> None:
    """A folder of reports may hold a json.py; it must not be run by the readers."""
    (tmp_path / "json.py").write_text("raise SystemExit('run')", encoding="utf-8")
    for seed in (1, 2):
        (tmp_path / f"{seed}.txt").write_text(
            corpus_make.text("合川区", "司法局", 2020 + seed, seed), encoding="utf-8"
        )
    done = run("build", ".", "-o", "corpus", "-j", "1", cwd=tmp_path)
    assert done.returncode == 0 and "read: 2" in done.stdout.decode(), done.stderr


def test_nothing_named_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no report in this folder"):
        build_corpus([tmp_path], tmp_path / "out", BASE)


def test_what_cannot_be_written_to_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(corpus_make.text("合川区", "司法局", 2022, 0), encoding="utf-8")
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    with pytest.raises(DashiError, match=r"taken: part of the path is not a folder\. Check the folder"):
        build_corpus([tmp_path], tmp_path / "taken", BASE, jobs=1)
    done = run("build", tmp_path, "-o", tmp_path / "out", "-f", "turtle")
    assert (done.returncode, done.stdout) == (2, b"")
    assert (
        "A corpus is written as nq, not as turtle" in done.stderr.decode() and done.stderr.count(b"\n") == 1
    )
    assert not (tmp_path / "out").exists()


def test_merging_more_files_than_may_be_open(tmp_path: Path) -> None:
    parts = []
    for number in range(300):
        part = tmp_path / f"{number}.nq"
        part.write_bytes(b"".join(b"%06d\n" % n for n in range(number, 3000, 97)))
        parts.append(part)
    count = merge(parts, tmp_path / "all", tmp_path / "merging")
    lines = (tmp_path / "all").read_bytes().splitlines()
    assert count == len(lines) == len(set(lines))
    assert lines == sorted(lines)


@pytest.mark.usefixtures("within")
def test_the_summary_has_ministries_and_zones(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, place in enumerate(("水利部", "烟台高新技术产业开发区管委会", "柳城县")):
        words = corpus_make.text(place, "", 2022, number)
        (folder / f"{number}.txt").write_text(words, encoding="utf-8")
    build_corpus([folder], tmp_path / "out", BASE, jobs=1)
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["levels"] == {"county": 1, "national": 1, "zone": 1}
    assert sum(n for years in summary["levelsByYear"].values() for n in years.values()) == 3


@pytest.mark.usefixtures("within")
def test_the_command_tells_the_summary_and_the_exit_code(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    corpus_make.make(folder, 8, 2)
    done = run("build", folder, "-o", tmp_path / "out", "-j", "1")
    told = done.stdout.decode()
    assert done.returncode == 1
    assert "10 files" in told
    assert "refused: 2" in told
    assert done.stderr == b""
