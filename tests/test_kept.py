"""The store that is kept beside a large corpus: the same answers, made anew where it does not fit, safe for many at once."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from dashi_kg.corpus.build import _write
from dashi_kg.errors import DashiError
from dashi_kg.pipeline import engine_for, own_quads
from dashi_kg.query.bind import bind
from dashi_kg.query.engines import OxigraphEngine, engine
from dashi_kg.query.on_disk import kept, stored
from dashi_kg.query.on_disk.figures import answerable, keep_figures
from dashi_kg.query.on_disk.kept import FOLDER, opened
from dashi_kg.query.on_disk.stored import GRAPHS, MERGED, KeptEngine, keep_store, open_kept
from dashi_kg.query.questions import question
from dashi_kg.rdf import lines
from dashi_kg.rdf.parse import read_rdf
from dashi_kg.rdf.serialize import serialize
from dashi_kg.resources import ontology_dir
from dashi_kg.serve.workers.data import load
from dashi_kg.settings import settings
from tests.commands import ENV, run
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
    monkeypatch.setattr(lines, "_READ", 100)  # lines go over the edges of blocks
    monkeypatch.setattr(stored, "_LOADED", 150)  # and are loaded in several goes
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
    keep_store(file)
    made = _folders(file)
    keep_store(file)
    assert _folders(file) == made
    copy = shutil.copytree(file.parent, tmp_path / "copy", ignore=shutil.ignore_patterns("copy")) / file.name
    keep_store(copy)
    assert _folders(copy) == made


@pytest.mark.parametrize(
    "harm", ["changed", "file gone", "file cut", "mark gone", "mark broken", "library", "folder gone"]
)
def test_a_store_that_does_not_fit_is_made_anew(file: Path, harm: str) -> None:
    keep_store(file)
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
        "import sys; from pathlib import Path; from dashi_kg.query.on_disk.stored import KeptEngine\n"
        f"print(len(list(KeptEngine(Path(sys.argv[1]), {BASE!r}).run({ALL!r}).rows)))"
    )
    line = [sys.executable, "-c", code, str(file)]
    runs = [subprocess.Popen(line, cwd=ROOT, env=ENV, stdout=subprocess.PIPE) for _ in range(3)]
    assert [run.communicate()[0] for run in runs] == [b"4\n"] * 3
    assert len(_folders(file)) == 1


def test_what_is_small_or_no_file_of_ours_gets_no_store(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_bytes(b"<http://a/1> <http://p/to> <http://a/2> .\n")  # in no graph
    with pytest.raises(DashiError, match="not N-Quads of named graphs"):
        keep_store(file)
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


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports that come along, as a corpus."""
    file = tmp_path_factory.mktemp("real") / "corpus.nq"
    file.write_bytes(serialize(own_quads(BASE), "nq", BASE))
    return file


@pytest.mark.parametrize("name", sorted(p.stem for p in (ontology_dir() / "questions").glob("*.sql")))
def test_the_table_of_figures_gives_the_rows_of_the_store(real: Path, name: str) -> None:
    pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    on = KeptEngine(real, BASE)
    alone = OxigraphEngine(on.store, BASE, merged=True)
    text = question(name).text
    report = f"{BASE}report/cn-500117007-office/2023"
    for asked in (
        text,
        bind(question(name), {p.name: report for p in question(name).parameters if p.name == "report"}, BASE),
        text.replace("UNDEF", "<urn:none>"),
        text.replace('= "zh"', '= "en"'),
    ):
        on.by_table = False
        assert list(on.run(asked).rows or ()) == list(alone.run(asked).rows or ())
        assert on.by_table
    assert list(on.run(text).rows or ())
    # what people make of a question: several values, or one written otherwise, are no keys of a table
    own = report.removeprefix(BASE)
    for values in (f"<{report}> <urn:none>", f"<{own}>", f"<{report.replace('cn', chr(92) + 'u0063n')}>"):
        asked = text.replace("UNDEF", values)
        assert list(on.run(asked).rows or ()) == list(alone.run(asked).rows or ()) != []


def test_where_addresses_are_limited_threads_share_what_they_reserve() -> None:
    code = (
        "import os, resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "from threading import Thread, Barrier; from dashi_kg.address_space import spare_addresses; spare_addresses()\n"
        "together = Barrier(12)\n"
        "def work(): kept = [bytearray(1000) for _ in range(1000)]; together.wait()\n"
        "threads = [Thread(target=work) for _ in range(12)]; [t.start() for t in threads]; [t.join() for t in threads]\n"
        "print(open('/proc/self/status').read().partition('VmPeak:')[2].split()[0], os.environ['MALLOC_ARENA_MAX'])"
    )
    if not sys.platform.startswith("linux"):
        pytest.skip("Linux")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=ENV, check=True, capture_output=True)
    peak, arenas = done.stdout.split()
    assert int(peak) < 500_000 and arenas == b"1"  # each arena reserves 64 MiB


def test_a_question_that_is_not_the_saved_one_is_asked_of_the_store() -> None:
    text = question("indicators-used").text
    assert answerable(text) and answerable(text.replace("UNDEF", "<urn:x>"))
    assert answerable(text.replace("COUNT(?statement)", "COUNT(DISTINCT ?statement)")) is None
    assert answerable(text.replace("# table indicators-used", "# table lower-bounds")) is None


def test_figures_with_two_values_make_no_table(file: Path) -> None:
    pytest.importorskip("pyarrow")
    line = "<http://a/1> <http://www.w3.org/ns/sosa/observedProperty> <http://i/{}> <http://g/1> .\n"
    file.write_text(line.format(1) + line.format(2))
    with pytest.raises(DashiError):
        keep_figures(file, BASE)
    assert _folders(file, "figures") == []


def test_it_is_told_who_answered_where_an_engine_is_chosen(file: Path) -> None:
    done = run("query", "-e", ALL, "--data", file.parent, "--engine", "pyoxigraph", "-f", "csv")
    assert done.returncode == 0 and b"answered by pyoxigraph, the store on disk" in done.stderr
    assert run("query", "-e", ALL, "--data", file.parent, "-f", "csv").stderr == b""


READ_ONLY = """
import json, os, sys
from pathlib import Path
from dashi_kg.query.on_disk import kept
kept.SMALLEST = 0
from dashi_kg.pipeline import engine_for
from dashi_kg.query.on_disk.stored import KeptEngine
from dashi_kg.user_cache import in_use
from contextlib import nullcontext
from dashi_kg import locks
told = []
os.setgroups([]); os.setegid(65534); os.seteuid(65534)  # once all is imported: the interpreter may lie where others may not read
with in_use() if sys.argv[3] else nullcontext():
    on = engine_for(sys.argv[1], "pyoxigraph", sys.argv[2], told.append)
assert isinstance(on, KeptEngine)
print(json.dumps([len(list(on.run("SELECT * { ?s ?p ?o }").rows)), str(on._kept.folder), [[t.zh, t.en] for t in told]]))
"""


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can be somebody else")
@pytest.mark.parametrize("cache", ["cache", ""])
@pytest.mark.parametrize("stale", [True, False])
def test_of_a_folder_that_is_read_only_the_store_lies_elsewhere(cache: str, stale: bool) -> None:
    """A stale store beside the corpus of somebody else is left alone; ours lies in the user's cache folder, or goes with us."""
    with tempfile.TemporaryDirectory() as place:  # where others may read
        Path(place).chmod(0o755)
        corpus, home = Path(place) / "corpus", Path(place) / "home"
        corpus.mkdir()
        home.mkdir()
        home.chmod(0o777)
        (corpus / "corpus.nq").write_bytes(b"".join(LINES))
        if stale:
            keep_store(corpus / "corpus.nq")
            (corpus / "corpus.nq").write_bytes(b"".join(LINES[:3]))
            for found in corpus.rglob("*"):
                found.chmod(0o755)
        before = sorted(corpus.rglob("*"))
        line = [sys.executable, "-c", READ_ONLY, str(corpus), BASE, cache]
        env = {**ENV, "XDG_CACHE_HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": str(ROOT)}
        answers = [
            json.loads(subprocess.run(line, env=env, check=True, capture_output=True).stdout)
            for _ in range(2)
        ]
        assert sorted(corpus.rglob("*")) == before
        for rows, folder, _ in answers:
            assert rows == (2 if stale else 4) and Path(folder).is_relative_to(
                home / "dashi-kg" if cache else home
            )
        ((zh, en),) = answers[0][2]
        assert ("不符" if stale else "还没有") in zh and "不能写入" in zh and "cannot be written" in en
        assert bool(answers[1][2]) != bool(
            cache
        )  # found again in the cache; a temporary one is made each time
        assert bool(list(home.rglob("CURRENT"))) == bool(cache)


def test_a_damaged_store_is_made_anew(file: Path) -> None:
    keep_store(file)
    before = _folders(file)
    manifest = next((file.parent / FOLDER / before[0]).glob("MANIFEST-*"))
    manifest.write_bytes(b"x" * manifest.stat().st_size)  # of the right size
    assert len(_answers(KeptEngine(file, BASE), ALL)) == 4
    assert _folders(file) != before


def test_the_store_that_is_served_says_what_it_holds(file: Path) -> None:
    told: list[object] = []
    kept_store, store = open_kept(file, GRAPHS, tell=told.append)
    served = load(str(kept_store.folder), BASE, on_disk=False, folder=file.parent / "none")
    assert len(told) == 1 and served.merged
    assert (served.info.triples, served.info.graphs) == (4, {"http://g/one": 3, "http://g/two": 2})
    assert served.info.digest == hashlib.sha256(file.read_bytes()).hexdigest()
    assert len(store) == 4 + 5 and keep_store(file, MERGED).folder == kept_store.folder  # one is enough
