"""A large release that is published again: what nothing has touched is taken over, and the bytes are those of a full run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.pipeline import shared_quads
from dashi_kg.pipeline.report import build
from dashi_kg.publishing.data.kept_reads import KeptReads
from dashi_kg.publishing.data.kept_report import KeptReport, keep
from dashi_kg.publishing.release import CHOSEN, write_release
from dashi_kg.publishing.several import LeftOut
from dashi_kg.publishing.swap import kept_beside
from dashi_kg.site.chosen_site import ChosenSite
from dashi_kg.validation.engine import Outcome
from dashi_kg.validation.finding import Finding
from dashi_kg.validation.render import render
from dashi_kg.validation.shapes import load_shapes
from tests import corpus_make
from tests.once import few_words

BASE = "https://example.org/kg/"
Texts = dict[str, str]


def _text(place: str, year: int, seed: int) -> str:
    return corpus_make.text(place, "司法局", year, seed)


TEXTS = {
    "a": _text("合川区", 2022, 0),
    "b": _text("合川区", 2023, 1),
    "c": _text("平江县", 2023, 2),
    "d": _text("丁青县", 2023, 3),
}
NOTHING = Outcome((), 0, 0)
CHANGES: dict[str, Texts] = {
    "nothing": TEXTS,
    "one figure": TEXTS | {"b": TEXTS["b"].replace("次", "余次", 1)},
    "another text": TEXTS | {"c": _text("平江县", 2023, 9)},
    "one less": {name: text for name, text in TEXTS.items() if name != "a"},
    "one more": TEXTS | {"e": _text("江津区", 2023, 4)},
}


def _write(out: Path, work: Path, texts: Texts, found: Mapping[str, Outcome] = MappingProxyType({})) -> int:
    """Publish, with what was found of some; how many files are those of the former release."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    reports = []
    for name, text in texts.items():
        file = work / f"{name}.txt"
        file.write_text(text, encoding="utf-8")
        reports.append(keep(build(file, BASE), found.get(name, NOTHING), work / name, BASE))
    places = [q for q in shared_quads(BASE) if str(q.subject).startswith(f"<{BASE}place/")]
    return write_release(out, BASE, reports, [*few_words(BASE), *places], lambda *_: None, files=CHOSEN).kept


@pytest.fixture(scope="module", autouse=True)
def no_pages_of_the_ontology() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dashi_kg.publishing.release.write_ontology", lambda *_: None)
        yield


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, no_pages_of_the_ontology: None) -> Path:
    folder = tmp_path_factory.mktemp("first")
    _write(folder / "dist", folder / "work", TEXTS)
    return folder


@pytest.mark.parametrize("change", CHANGES)
def test_a_release_published_again_has_the_bytes_of_a_full_run(
    first: Path, tmp_path: Path, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, full = tmp_path / "dist", tmp_path / "full"
    shutil.copytree(first / "dist", out)
    shutil.copytree(kept_beside(first / "dist"), kept_beside(out))
    made: list[str] = []
    file = ChosenSite.file

    def noted(self: ChosenSite, path: str) -> bytes:
        made.append(path)
        return file(self, path)

    monkeypatch.setattr(ChosenSite, "file", noted)
    _write(out, tmp_path / "work", CHANGES[change])
    again, made[:] = set(made), []
    if change == "nothing":
        full = first / "dist"  # a full run of the same texts
    else:
        shutil.copytree(first / "dist", full)
        _write(full, tmp_path / "work", CHANGES[change])
    paths = {p.relative_to(full).as_posix() for p in full.rglob("*") if p.is_file()}
    assert paths == {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    assert [p for p in sorted(paths) if (out / p).read_bytes() != (full / p).read_bytes()] == []
    # answers over the first reports are made anew by serve, over all
    assert {"questions/coverage.html", "questions/coverage.csv"} <= set(
        (out / "served.txt").read_text().split()
    )
    assert "questions/index.html" not in (out / "served.txt").read_text()
    # of the reports, and of what they speak of, only what is touched is made
    reports = {p for p in again if p.startswith("report/") and "validation" not in p and p.endswith(".html")}
    touched = {
        "nothing": 0,
        "one figure": 2,
        "another text": 1,
        "one less": 2,
        "one more": 3,
    }  # that of the next year; those nearby
    assert len(reports) == 2 * touched[change]
    bodies = {p for p in again if p.startswith("org/")}
    kept = ("org/", "place/", "questions/c", "topic/", "explore")
    assert change != "nothing" or not [p for p in again if p.startswith(kept) and p.endswith(".html")]
    if change in ("one figure", "another text", "one less"):
        assert len(bodies) == 2 and len({p for p in made if p.startswith("org/")}) >= 6


def test_what_is_damaged_in_the_former_release_is_made_again(first: Path, tmp_path: Path) -> None:
    out = tmp_path / "dist"
    shutil.copytree(first / "dist", out)
    shutil.copytree(kept_beside(first / "dist"), kept_beside(out))
    files = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    table = next(name for name in files if name.endswith("observations.csv.gz"))
    page = next(name for name in files if name.startswith("report/") and name.endswith(".en.html"))
    (out / table).write_bytes(files[table][:-1] + b"x")  # of the same size
    (out / page).unlink()
    values = [f for name in ("scans", "records") for f in (kept_beside(out) / name).iterdir()]
    for file in values:
        file.write_bytes(b"")
    kept = _write(out, tmp_path / "work", TEXTS)
    assert len(values) > 2 * len(TEXTS) and all(file.stat().st_size for file in values)  # kept anew
    assert {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()} == files
    assert len(files) / 2 < kept < len(files) - 2
    # with nothing changed, all but the list of files are those of before
    assert _write(out, tmp_path / "work", TEXTS) == len(files) - 1


def test_what_another_report_changes_of_the_findings_is_told_of_a_report_that_stays(
    first: Path, tmp_path: Path
) -> None:
    out = tmp_path / "dist"
    shutil.copytree(first / "dist", out)
    shutil.copytree(kept_beside(first / "dist"), kept_beside(out))
    (where,) = (f for f in out.glob("reports/*/2023") if (f / "source.txt").read_text("utf-8") == TEXTS["c"])
    table = (where / "observations.csv.gz").stat().st_ino
    warning = next(s for s in load_shapes(BASE)[0] if s.severity == "warning")
    finding = Finding(warning, f"{BASE}x", "某物", "a thing", "有误", "wrong")
    _write(out, tmp_path / "work", CHANGES["one figure"], {"c": Outcome((finding,), 0, 0)})
    told = json.loads((where / "validation.json").read_text("utf-8"))
    assert [(f["focus"], f["new"]) for f in told["findings"]] == [(f"{BASE}x", True)]
    assert (where / "observations.csv.gz").stat().st_ino == table  # the file of the former release


def test_whose_a_report_that_was_left_out_is_follows_the_folder_of_those_that_were_read(
    tmp_path: Path,
) -> None:
    text = tmp_path / "a.txt"
    text.write_text(TEXTS["a"], encoding="utf-8")
    report = keep(build(text, BASE), NOTHING, tmp_path / "a", BASE)
    error = DashiError(Both("损坏", "damaged"), remedy=Both("请换", "replace it"))
    left = [LeftOut(error, ("cn-430100-sfj", "2023"), "in/cn-430100-sfj/2023")]

    def published(folder: str) -> tuple[int, dict[str, bytes]]:
        read = replace(report, file=f"in/{folder}/2022/source.txt")
        told = write_release(
            tmp_path / "dist",
            BASE,
            [read],
            few_words(BASE),
            lambda *_: None,
            left_out=left,
            keep_going=True,
            files=CHOSEN,
        )
        files = {str(f): f.read_bytes() for f in (tmp_path / "dist").rglob("*") if f.is_file()}
        return len(files) - told.kept, files

    other = published("cn-500117-sfj")[1]
    made, beside = published("cn-430100-sfj")  # the folder of the one that was left out, too
    assert made > 1 and beside != other
    assert published("cn-430100-sfj") == (1, beside)  # the list of files


def test_pages_of_findings_are_made_again_with_another_version_of_what_writes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = tmp_path / "a.txt"
    text.write_text(TEXTS["a"], encoding="utf-8")
    report = keep(build(text, BASE), NOTHING, tmp_path / "a", BASE)
    made: list[str] = []

    def noted(outcome: Outcome, form: str, **more: Any) -> str:
        made.append(form)
        return render(outcome, form, **more)

    monkeypatch.setattr("dashi_kg.publishing.report_part.render", noted)

    def published() -> int:
        made.clear()
        write_release(
            tmp_path / "dist", BASE, [report], few_words(BASE), lambda *_: None, site=False, files=CHOSEN
        )
        return made.count("html")

    assert (published(), published()) == (2, 0)
    monkeypatch.setattr("dashi_kg.publishing.data.kept_reads.version", lambda name: "0")
    assert published() == 2


def test_a_report_is_not_read_twice_and_what_is_damaged_not_taken(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(TEXTS["a"], encoding="utf-8")
    report = keep(build(text, BASE), Outcome((), 0, 0), tmp_path / "one", BASE)
    kept = KeptReads(tmp_path / "kept", "program")
    key = kept.key(text, [text])
    assert kept.find(key, tmp_path / "two") is None
    kept.put(key, report)
    found = kept.find(key, tmp_path / "two")
    assert isinstance(found, KeptReport) and found.quads == report.quads
    assert (found.source_bytes, found.outcome, found.division) == (report.source_bytes, report.outcome, report.division)  # fmt: skip
    # another text, another name, another program
    other = tmp_path / "b.txt"
    other.write_text(TEXTS["b"], encoding="utf-8")
    keys = {key, kept.key(text, [other]), kept.key(other, [text]), KeptReads(tmp_path, "x").key(text, [text])}
    assert len(keys) == 4
    (file,) = (tmp_path / "kept").iterdir()
    data = file.read_bytes()
    for damaged in (data[:-1], data[:40] + b"x" + data[41:], b""):
        file.write_bytes(damaged)
        assert kept.find(key, tmp_path / "three") is None
    kept.files.forget(["other"])
    assert not list((tmp_path / "kept").iterdir())
