"""The store that is kept beside a large corpus: the same answers, made anew where it does not fit, safe for many at once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dashi_kg.corpus.build import _write
from dashi_kg.errors import DashiError
from dashi_kg.pipeline import engine_for
from dashi_kg.query import kept
from dashi_kg.query.engines import OxigraphEngine, engine
from dashi_kg.query.kept import FOLDER, GRAPHS, MERGED, KeptEngine, keep, opened
from dashi_kg.rdf.parse import read_rdf
from dashi_kg.settings import settings
from tests.commands import ENV
from tests.conftest import ROOT

BASE = settings().base
LINES = (
    b'<http://a/1> <http://p/says> "a <b> .\\" <c> ." <http://g/one> .\n',
    b'<http://a/1> <http://p/says> "a <b> .\\" <c> ." <http://g/two> .\n',
    b'<http://a/1> <http://p/says> "\xe6\xb3\x95"@zh <http://g/one> .\n',
    b"<http://a/1> <http://p/to> <http://a/2> <http://g/two> .\n",
    b'<http://a/2> <http://p/says> "5"^^<http://www.w3.org/2001/XMLSchema#integer> <http://g/one> .\n',
)
ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
NAMED = "SELECT ?g ?o { GRAPH ?g { ?s <http://p/says> ?o } ?s <http://p/to> ?t } ORDER BY ?g ?o"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus that is large enough."""
    monkeypatch.setattr(kept, "SMALLEST", 0)
    monkeypatch.setattr(kept, "_BLOCK", 100)  # lines go over the edges of blocks
    (tmp_path / "corpus.nq").write_bytes(b"".join(LINES))
    return tmp_path / "corpus.nq"


def _answers(on: object, query: str) -> list[object]:
    assert isinstance(on, OxigraphEngine)
    return list(on.run(query).rows or ())


def _folders(file: Path, kind: str = MERGED) -> list[str]:
    return sorted(p.name for p in (file.parent / FOLDER).glob(f"{kind}-*/"))


@pytest.mark.parametrize("query", [ALL, NAMED, "SELECT ?o FROM <http://g/two> { ?s ?p ?o } ORDER BY ?o"])
def test_the_store_answers_as_the_file_does(file: Path, query: str) -> None:
    on = engine_for(str(file.parent), "pyoxigraph", BASE)
    assert isinstance(on, KeptEngine)
    assert _answers(on, query) == _answers(engine("pyoxigraph", read_rdf(file, BASE), BASE), query) != []
    assert bool(_folders(file, GRAPHS)) == (query != ALL)  # stored when they are first asked for


def test_a_store_that_fits_is_used_again_and_a_copy_too(file: Path, tmp_path: Path) -> None:
    keep(file, MERGED)
    made = _folders(file)
    keep(file, MERGED)
    assert _folders(file) == made
    copy = shutil.copytree(file.parent, tmp_path / "copy", ignore=shutil.ignore_patterns("copy")) / file.name
    keep(copy, MERGED)
    assert _folders(copy) == made


@pytest.mark.parametrize(
    "harm", ["changed", "file gone", "file cut", "mark gone", "mark broken", "library", "folder gone"]
)
def test_a_store_that_does_not_fit_is_made_anew(file: Path, harm: str) -> None:
    keep(file, MERGED)
    before = _folders(file)
    folder, mark = file.parent / FOLDER / before[0], file.parent / FOLDER / f"{MERGED}.json"
    tables = sorted(folder.glob("*.sst"))
    if harm == "changed":  # as long as it was, and of the same date
        stat = file.stat()
        file.write_bytes(file.read_bytes().replace(b"/says", b"/said"))
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    elif harm == "file gone":
        tables[0].unlink()
    elif harm == "file cut":
        tables[-1].write_bytes(tables[-1].read_bytes()[:-7])
    elif harm == "mark gone":
        mark.unlink()
    elif harm == "mark broken":
        mark.write_bytes(b"[")
    elif harm == "library":
        mark.write_text(json.dumps(json.loads(mark.read_bytes()) | {"library": "0.1"}))
    else:
        shutil.rmtree(folder)
    assert opened(file, MERGED) is None
    rows = _answers(KeptEngine(file, BASE), ALL)
    assert rows == _answers(engine("pyoxigraph", read_rdf(file, BASE), BASE), ALL)
    assert len(_folders(file)) == 1 and _folders(file) != before


def test_a_reader_keeps_its_store_while_another_is_made(file: Path) -> None:
    reader = KeptEngine(file, BASE)
    before = _answers(reader, ALL)
    file.write_bytes(b"".join(LINES[:2]))
    assert len(_answers(KeptEngine(file, BASE), ALL)) == 1
    assert _answers(reader, ALL) == before and len(_folders(file)) == 2
    del reader
    file.write_bytes(b"".join(LINES[:4]))
    KeptEngine(file, BASE)
    assert len(_folders(file)) == 1


def test_many_at_once_make_one_store(file: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from dashi_kg.query.kept import KeptEngine\n"
        f"print(len(list(KeptEngine(Path(sys.argv[1]), {BASE!r}).run({ALL!r}).rows)))"
    )
    line = [sys.executable, "-c", code, str(file)]
    runs = [subprocess.Popen(line, cwd=ROOT, env=ENV, stdout=subprocess.PIPE) for _ in range(3)]
    assert [run.communicate()[0] for run in runs] == [b"4\n"] * 3
    assert len(_folders(file)) == 1


def test_what_is_small_or_no_file_of_ours_gets_no_store(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_bytes(b"<http://a/1> <http://p/to> <http://a/2> .\n")  # in no graph
    with pytest.raises(DashiError, match="not N-Quads of named graphs"):
        keep(file, MERGED)
    assert _folders(file) == []
    assert len(_answers(engine_for(str(file.parent), "pyoxigraph", BASE), ALL)) == 1
    (file.parent / "more.ttl").write_text("<http://a/3> a <http://a/4> .")
    assert len(_answers(engine_for(str(file.parent), "pyoxigraph", BASE), ALL)) == 2
    (file.parent / "more.ttl").unlink()
    file.write_bytes(LINES[0])
    monkeypatch.undo()
    assert not isinstance(engine_for(str(file.parent), "pyoxigraph", BASE), KeptEngine)
    assert _folders(file) == []


def test_build_leaves_a_store_beside_a_large_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "SMALLEST", 0)
    (tmp_path / ".work").mkdir()
    _write([], tmp_path, tmp_path / ".work", BASE, None, None)
    assert opened(tmp_path / "corpus.nq", MERGED) is not None
