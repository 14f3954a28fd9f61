"""A release: its files, its bytes, its tables, its swap, and what verify finds in a broken one."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from dashi_kg.corpus.build import build_corpus
from dashi_kg.errors import DashiError
from dashi_kg.export.tables.observations import COLUMNS
from dashi_kg.files import RELEASE_MARKS, is_release
from dashi_kg.language import Both
from dashi_kg.pipeline import build, publish
from dashi_kg.pipeline.report import BuiltReport
from dashi_kg.publishing.release import Release, write_release
from dashi_kg.publishing.swap import recover, swapped_in, taken
from dashi_kg.publishing.verify import verify
from dashi_kg.query.write import no_formula
from dashi_kg.rdf.parse import read_rdf
from dashi_kg.rdf.statements import Statements
from dashi_kg.site.site import Site
from tests import corpus_make
from tests.conftest import ROOT
from tests.once import data_release, few_words, read_here, short_vocabulary

BASE = "https://example.org/kg/"
REPORT = "reports/cn-500117007-office/2023"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data_release(tmp_path_factory, BASE)


def test_a_fresh_release_verifies(release: Path) -> None:
    assert verify(release) == []


def test_without_the_site_only_data_are_written(release: Path) -> None:
    assert not (release / "index.html").exists() and not (release / "hosting").exists()
    assert "index.html" not in (release / "README.txt").read_text("utf-8")


def test_all_syntaxes_hold_the_same_triples_in_both_libraries(release: Path) -> None:
    """The other library reads one of them whole; that it reads each syntax is tried on a report and by chance."""
    import rdflib

    nquads = list(parse((release / "dashi-kg.nq").read_bytes(), format=RdfFormat.N_QUADS))
    expected = {str(q.triple) for q in nquads}
    for name, form in (
        ("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES), ("jsonld", RdfFormat.JSON_LD), ("trig", RdfFormat.TRIG),
    ):  # fmt: skip
        assert {
            str(q.triple) for q in parse((release / f"dashi-kg.{name}").read_bytes(), format=form)
        } == expected, name
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(release / "dashi-kg.trig", format="trig")
    graph = rdflib.Graph().parse(release / "dashi-kg.nt", format="nt")
    assert {(s, p, o) for s, p, o, _ in dataset.quads()} == set(graph)
    assert len(graph) == len(expected)
    graphs = {str(g.identifier) for g in dataset.graphs() if len(g)}
    assert f"{BASE}graph/stated/cn-500117007-office/2023" in graphs


def test_named_graphs_are_of_these_kinds(release: Path) -> None:
    quads = parse((release / "dashi-kg.nq").read_bytes(), format=RdfFormat.N_QUADS)
    kinds = {str(q.graph_name).removeprefix(f"<{BASE}graph/").partition("/")[0].rstrip(">") for q in quads}
    assert kinds == {
        "ontology", "schemes", "reference", "source", "stated", "derived", "interpreted", "proposed", "quality", "meta",
        "shared", "moved",
    }  # fmt: skip


def test_framed_report_is_a_tree_with_all_its_triples(release: Path) -> None:
    tree = json.loads((release / REPORT / "report.framed.jsonld").read_text("utf-8"))
    assert tree["type"] and tree["label"]["zh"].startswith("大石街道")
    sections = {s["number"]: s for s in tree["hasPart"]}
    assert set(sections) == {"0a", "0b", "1", "2", "3", "4", "5"}
    inner = {s["number"]: s for s in sections["2"]["hasPart"]}
    assert [m["label"]["en"] for m in inner["2.5"]["measures"]][-1] == "Dispute screening and resolution"
    framed = {
        str(q.triple)
        for q in parse((release / REPORT / "report.framed.jsonld").read_bytes(), format=RdfFormat.JSON_LD)
    }
    plain = {
        str(q.triple) for q in parse((release / REPORT / "report.ttl").read_bytes(), format=RdfFormat.TURTLE)
    }
    assert plain <= framed


def test_csv_opens_in_excel_and_quotes_the_text(release: Path) -> None:
    data = (release / REPORT / "observations.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 31 and list(rows[0]) == [c[0] for c in COLUMNS]
    text = (release / REPORT / "source.txt").read_text("utf-8")
    for row in rows:
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]
    (leaflets,) = (r for r in rows if r["quote"] == "印制发布宣传单、通告18万张")
    assert (leaflets["value"], leaflets["classifier"]) == ("180000", "张")
    assert leaflets["iri"] == f"{BASE}report/cn-500117007-office/2023#{leaflets['id']}"


def test_xlsx_holds_the_same_rows(release: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(release / REPORT / "observations.xlsx")
    data, columns = book.worksheets
    assert data.max_row == 32 and columns.max_row == len(COLUMNS) + 1
    names = [c[0] for c in COLUMNS]
    quote, value = names.index("quote"), names.index("value")
    values = {row[quote].value: row[value].value for row in data.iter_rows(min_row=2)}
    assert values["化解率达到99.8%"] == 99.8 and values["实现中心组列席旁听全覆盖"] is None


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-1", "@x", "\tx"])
def test_cells_cannot_act_as_formulas(cell: str) -> None:
    assert no_formula(cell) == "'" + cell


# ------------------------------------------------------------------ many files, some of them bad


def _report(place: str, year: int = 2023, seed: int = 0) -> bytes:
    return corpus_make.text(place, "司法局", year, seed).encode("utf-8")


def _quads(out: Path) -> set[str]:
    return {str(q) for q in parse((out / "dashi-kg.nq").read_bytes(), format=RdfFormat.N_QUADS)}


def _saved(folder: Path, **files: bytes) -> Path:
    folder.mkdir()
    for name, data in files.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    return folder


@pytest.fixture
def few() -> Iterator[None]:
    with short_vocabulary():
        yield


@pytest.mark.usefixtures("few")
def test_a_folder_of_saved_files_is_published_with_the_iris_of_build(tmp_path: Path) -> None:
    page = "".join(f"<p>{line}</p>" for line in _report("平江县").decode().splitlines())
    data = _saved(
        tmp_path / "saved",
        a_txt=_report("合川区"),
        b_html=f"<!DOCTYPE html><meta charset='utf-8'><body>{page}</body>".encode(),
        c_txt=_report("合川区"),
        d_txt=_report("合川区", seed=1),
    )
    release = publish(tmp_path / "dist", BASE, data=data, site=False)
    assert release.reports == 2 and not release.left_out
    assert verify(tmp_path / "dist") == []
    found = _quads(tmp_path / "dist")
    for name in ("a.txt", "b.html"):
        assert {str(q) for q in build(data / name, BASE).quads} <= found, name
    # another text of one body and year is told, never mixed in
    same, other = (next(w for w in release.warnings if name in w) for name in ("c.txt", "d.txt"))
    assert "the same text as" in same and str(data / "a.txt") in same
    assert "another text" in other and str(data / "a.txt") in other
    assert len(list((tmp_path / "dist" / "reports").glob("*/*"))) == 2


@pytest.mark.usefixtures("few")
def test_a_file_that_is_no_report_refuses_the_release_or_is_left_out(tmp_path: Path) -> None:
    data = _saved(
        tmp_path / "saved",
        a_txt=corpus_make.BAD["news.txt"],
        b_docx=b"PK no document",
        c_txt=_report("合川区"),
    )
    with pytest.raises(
        DashiError,
        match=r"a\.txt: .*no statement of a rule-of-law report.*eave such files out",
    ):
        publish(tmp_path / "dist", BASE, data=data, site=False)
    assert not (tmp_path / "dist").exists()
    release = publish(tmp_path / "dist", BASE, data=data, site=False, keep_going=True)
    assert release.reports == 1
    assert [(Path(left.error.file).name, left.cell) for left in release.left_out] == [
        ("a.txt", None),  # whose report it is, nobody knows
        ("b.docx", None),
    ]


@pytest.mark.usefixtures("few")
def test_what_cannot_be_read_is_of_the_body_whose_reports_lie_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        Site, "paths", lambda self: ["coverage.csv"]
    )  # the board is all that is asked of the site
    for name, words in {
        "a/sfj/2022": _report("合川区", 2022),
        "a/sfj/2023": b"",  # the folder is not named by the id of its body
        "b/sfj/2023": b"",  # another folder of that name: whose it is, nobody knows
    }.items():
        (tmp_path / "data" / name).mkdir(parents=True)
        (tmp_path / "data" / name / "source.txt").write_bytes(words)
    body = build(tmp_path / "data" / "a" / "sfj" / "2022", BASE).org_id
    assert body != "sfj"
    wanted = {
        body: {"2022": "published", "2023": "unreadable"},
        "sfj": {"2022": "missing", "2023": "unreadable"},
    }
    publish(tmp_path / "dist", BASE, data=tmp_path / "data", keep_going=True)
    rows = csv.DictReader(io.StringIO((tmp_path / "dist" / "coverage.csv").read_text("utf-8-sig")))
    assert {row["org_id"]: {year: row[year] for year in ("2022", "2023")} for row in rows} == wanted
    with read_here():
        build_corpus([tmp_path / "data"], tmp_path / "corpus", BASE, jobs=1)
    summary = json.loads((tmp_path / "corpus" / "summary.json").read_text("utf-8"))
    assert summary["coverage"] == wanted


@pytest.mark.usefixtures("few")
def test_folders_that_cannot_be_read_or_do_not_conform_are_left_out(tmp_path: Path) -> None:
    folders = {
        "cn-1-a/2021": b"",
        "cn-1-b/2022": "床前明月光,疑是地上霜。\n举头望明月,低头思故乡。\n".encode(),
        "cn-1-c/2023": _report("合川区"),
    }
    for name, words in folders.items():
        (tmp_path / "data" / name).mkdir(parents=True)
        (tmp_path / "data" / name / "source.txt").write_bytes(words)
    (tmp_path / "data" / "notes.txt").write_text("beside", encoding="utf-8")
    out = tmp_path / "dist"
    release = publish(out, BASE, data=tmp_path / "data", site=False, keep_going=True)
    assert [left.cell for left in release.left_out] == [("cn-1-a", "2021"), ("cn-1-b", "2022")]
    assert "empty" in release.left_out[0].error.cause
    assert "does not pass the checks: 1 error" in release.left_out[1].error.cause
    assert str(tmp_path / "data" / "cn-1-b" / "2022") in str(release.left_out[1].error)
    assert "notes.txt" in release.warnings[0] and "not taken" in release.warnings[0]
    assert "Left out: 2" in release.summary()
    # the release is the one that is made of the good report alone
    publish(tmp_path / "alone", BASE, data=tmp_path / "data" / "cn-1-c", site=False)
    assert (out / "SHA256SUMS").read_bytes() == (tmp_path / "alone" / "SHA256SUMS").read_bytes()


@pytest.mark.usefixtures("few")
def test_a_second_text_takes_the_place_of_one_that_does_not_conform(tmp_path: Path) -> None:
    good = build(_saved(tmp_path / "in", a_txt=_report("合川区")) / "a.txt", BASE)
    fz = f"{BASE}ns#"
    without = Statements.of(q for q in good.quads if q.predicate.value != f"{fz}reportYear")
    bad = good._replace(file="bad", statements=without)
    release = write_release(
        tmp_path / "dist", BASE, [bad, good], few_words(BASE), lambda *_: None, site=False, keep_going=True
    )
    assert release.reports == 1
    assert [left.cell for left in release.left_out] == [(good.org_id, "2023")]
    assert not any("another text" in warning for warning in release.warnings)


@pytest.mark.usefixtures("few")
def test_nothing_is_written_where_nothing_is_left(tmp_path: Path) -> None:
    data = _saved(tmp_path / "saved", a_txt=b"", b_pdf=corpus_make.BAD["scan.pdf"])
    with pytest.raises(
        DashiError, match=r"none of the 2 reports can be published; the first: .*a\.txt.*empty"
    ):
        publish(tmp_path / "dist", BASE, data=data, site=False, keep_going=True)
    assert not (tmp_path / "dist").exists()


# ------------------------------------------------------------------ large releases, and once more


@pytest.mark.usefixtures("few")
def test_a_changed_report_rewrites_what_it_touches_and_gives_the_bytes_of_a_full_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = _saved(tmp_path / "saved", a_txt=_report("合川区"), b_txt=_report("平江县"))
    out, full = tmp_path / "dist", tmp_path / "full"
    one, other = (build(data / name, BASE) for name in ("a.txt", "b.txt"))

    def written(folder: Path, *reports: BuiltReport) -> Release:
        return write_release(
            folder, BASE, reports, few_words(BASE), lambda *_: None, site=False, files="chosen"
        )

    assert written(out, one, other).kept == 0
    # the data once and packed, of a report what people open
    assert {str(q) for q in one.quads} <= {str(q) for q in read_rdf(out, BASE)}
    names = {p.rpartition("/")[2] for p in _files_of(out) if p.startswith(("reports/", "dashi-kg."))}
    wanted = {"observations.csv.gz", "source.txt", "validation.en.html", "validation.html", "validation.json"}
    assert names == {*wanted, "dashi-kg.nq.gz"}
    shutil.copytree(out, full)
    before = {p: (out / p).stat().st_ino for p in _files_of(out)}
    (data / "b.txt").write_bytes(_report("平江县", seed=1))
    other = build(data / "b.txt", BASE)
    again = written(out, one, other)
    monkeypatch.setattr("dashi_kg.publishing.data.release_folder._linked", lambda *_: False)
    assert written(full, one, other).kept == 0
    assert _files_of(out) == _files_of(full)
    assert all((out / p).read_bytes() == (full / p).read_bytes() for p in _files_of(out))
    kept = {p for p in _files_of(out) if (out / p).stat().st_ino == before.get(p)}
    assert len(kept) == again.kept
    body = one.org_id
    touched = {p for p in _files_of(out) - kept if not p.startswith("reports/")}
    assert not any(body in p for p in _files_of(out) - kept)
    assert touched == {
        "SHA256SUMS",
        "catalog.jsonld",
        "catalog.ttl",
        "dashi-kg.nq.gz",
        "dataset.jsonld",
        "void.ttl",
    }
    assert verify(out) == []
    packed = out / "dashi-kg.nq.gz"
    packed.write_bytes(packed.read_bytes()[:-20])
    assert {m.file for m in verify(out)} == {"dashi-kg.nq.gz", "catalog.ttl"}


def _files_of(out: Path) -> set[str]:
    return {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}


# ------------------------------------------------------------------ the swap


def _fill(folder: Path, words: str) -> None:
    for mark in RELEASE_MARKS:
        (folder / mark).write_text(words)


def test_every_release_is_known_by_its_marks(release: Path) -> None:
    assert is_release(release)


def test_a_folder_with_checksums_is_not_yet_a_release(tmp_path: Path) -> None:
    """Else a folder of downloads would be replaced, with all that is in it; told before anything is read."""
    (tmp_path / "SHA256SUMS").write_text("of others")
    with pytest.raises(DashiError, match="holds no release"):
        publish(tmp_path, BASE, data=tmp_path / "none")
    assert (tmp_path / "SHA256SUMS").read_text() == "of others"


def test_a_folder_that_is_no_release_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious")
    with pytest.raises(DashiError, match="holds no release"), swapped_in(tmp_path):
        pass
    assert (tmp_path / "mine.txt").read_text() == "precious"
    file = tmp_path / "mine.txt"
    with pytest.raises(DashiError, match="not a folder"), swapped_in(file):
        pass


def test_a_failure_leaves_the_former_release(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    with swapped_in(out) as new:
        _fill(new, "one")
    with pytest.raises(RuntimeError), swapped_in(out) as new:
        _fill(new, "two")
        raise RuntimeError
    assert (out / "SHA256SUMS").read_text() == "one"
    assert [p.name for p in tmp_path.iterdir()] == ["dist"]


@pytest.mark.parametrize("step", ["fill", "rename", "exchange"])
def test_a_kill_leaves_a_whole_release(tmp_path: Path, step: str) -> None:
    """Kill the process while it fills the folder, between the renames, and right after the exchange."""
    out = tmp_path / "dist"
    with swapped_in(out) as new:
        _fill(new, "former")
    code = f"""
import os, signal, sys
from pathlib import Path
from dashi_kg.files import RELEASE_MARKS
from dashi_kg.publishing import swap
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
if {step!r} == "rename":
    swap._exchanged = lambda one, other: False
    rename = Path.rename
    def first_only(self, to):
        rename(self, to)
        die()
    Path.rename = first_only
if {step!r} == "exchange":
    exchanged = swap._exchanged
    swap._exchanged = lambda one, other: (exchanged(one, other), die())
with swap.swapped_in(Path({str(out)!r})) as new:
    for mark in RELEASE_MARKS:
        (new / mark).write_text("later")
    if {step!r} == "fill":
        die()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == -signal.SIGKILL
    told = recover(out)
    assert len(told) == 1
    assert "a run was killed" in told[0]
    assert (out / "SHA256SUMS").read_text() in ("former", "later")
    with swapped_in(out) as new:
        _fill(new, "next")
    assert (out / "SHA256SUMS").read_text() == "next"
    assert [p.name for p in tmp_path.iterdir()] == ["dist"]


def test_a_swap_has_a_folder_that_no_other_run_has(tmp_path: Path) -> None:
    """Two publishers had one hidden folder, and the second removed what the first was writing."""
    names = set()
    for _ in range(2):
        with swapped_in(tmp_path / "dist") as new:
            _fill(new, "one")
            names.add(new.name)
    assert len(names) == 2


def test_a_release_that_is_not_whole_is_replaced_and_told(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    out.mkdir()
    listed = ("README.txt", "dashi-kg.nq", "reports/a/2023/source.txt", "void.ttl")
    (out / "SHA256SUMS").write_text("".join(f"{'0' * 64}  {path}\n" for path in listed))
    (out / "dashi-kg.nq").touch()
    with taken(out) as told:
        assert [note.partition(" · ")[2] for note in told] == [
            "the release in it is not whole and will be replaced"
        ]
        with swapped_in(out) as new:
            _fill(new, "next")
    assert is_release(out)
    (out / "SHA256SUMS").write_text("".join(f"{'0' * 64}  {path}\n" for path in listed))
    (out / "void.ttl").unlink()
    (out / "mine.txt").write_text("precious")  # something of somebody's is in it
    with pytest.raises(DashiError, match="holds no release"), taken(out):
        pass


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("step", ["checking", "writing dashi-kg.nt", "writing the site"])
def test_a_killed_publish_leaves_the_former_release_whole(release: Path, tmp_path: Path, step: str) -> None:
    out = tmp_path / "dist"
    shutil.copytree(release, out)

    def tell(now: Both, done: int = 0, total: int = 0) -> None:
        if step in now.en:
            os.kill(os.getpid(), signal.SIGKILL)

    data = _saved(tmp_path / "in", a_txt=_report("合川区"))
    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):  # nothing of the tests may go on in here
            publish(out, BASE, data=data, progress=tell)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    recover(out)
    kept, former = (
        {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        for folder in (out, release)
    )
    assert kept == former


# ------------------------------------------------------------------ verify


def test_verify_names_what_was_changed(release: Path, tmp_path: Path) -> None:
    out = tmp_path / "dist"
    shutil.copytree(release, out)
    turtle = out / "dashi-kg.ttl"
    turtle.write_text(
        turtle.read_text("utf-8").replace("开展各类宣传活动50余次", "开展各类宣传活动90余次"),
        encoding="utf-8",
    )
    (out / "void.ttl").unlink()
    (out / "stray.txt").write_text("?")
    causes = {(m.file, m.cause.partition("·")[2].strip().partition(":")[0]) for m in verify(out)}
    assert ("dashi-kg.ttl", "changed") in causes
    assert ("dashi-kg.ttl", "triples differ from dashi-kg.nq") in causes
    assert ("void.ttl", "missing") in causes
    assert ("stray.txt", "not in the list") in causes


def test_verify_finds_a_quote_that_is_not_there(release: Path, tmp_path: Path) -> None:
    out = tmp_path / "dist"
    shutil.copytree(release, out)
    nquads = out / "dashi-kg.nq"
    words = nquads.read_text("utf-8").replace('#anchorOf> "化解508起"', '#anchorOf> "化解509起"')
    nquads.write_text(words, encoding="utf-8")
    found = [m for m in verify(out) if "quote" in m.cause]
    assert [m.place.rpartition("#")[2] for m in found] == ["char=3347,3353"]


def test_verify_refuses_what_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(DashiError, match="no release here"):
        verify(tmp_path)
