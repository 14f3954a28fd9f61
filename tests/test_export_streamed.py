"""A large corpus is exported out of its file and its store: the same bytes as when it is held."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.texts import text
from dashi_kg.errors import DashiError
from dashi_kg.export.formats import FORMATS, Format, Material, format_named
from dashi_kg.export.streamed import disk_sort, documents, sorted_file
from dashi_kg.export.streamed.disk_sort import disk_sorted, natural_bytes
from dashi_kg.export.tables import parquet, workbook
from dashi_kg.pipeline import build, export, exported, material_of, own_quads
from dashi_kg.query.on_disk import kept
from dashi_kg.rdf.jsonld import natural
from dashi_kg.rdf.serialize import serialize
from dashi_kg.settings import settings
from tests.test_export import HERE

BASE = settings().base


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report that comes along, and three generated ones, as ``build`` writes them."""
    folder = tmp_path_factory.mktemp("streamed")
    quads = list(own_quads(BASE))
    for number in range(3):
        file = folder / f"{number}.txt"
        file.write_text(text(number, 1_200), encoding="utf-8")
        quads += build(file, BASE).quads
        file.unlink()
    (folder / "corpus.nq").write_bytes(serialize(quads, "nq", BASE))
    return folder


@pytest.fixture(scope="module")
def held(corpus: Path) -> Material:
    """The same in memory; a file is read whole."""
    return material_of(corpus / "corpus.nq", BASE)[0]


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each limit is met many times over."""
    monkeypatch.setattr(kept, "SMALLEST", 0)
    monkeypatch.setattr(sorted_file, "_BLOCK", 3_000)
    monkeypatch.setattr("dashi_kg.rdf.lines._READ", 100_000)
    monkeypatch.setattr(disk_sort, "_RUN", 200_000)
    monkeypatch.setattr(disk_sort, "_AT_ONCE", 3)
    monkeypatch.setattr(documents, "_SUBJECTS", 7)
    monkeypatch.setattr(documents, "_NAMES", 50)
    monkeypatch.setattr(workbook, "MANY", 20)
    monkeypatch.setattr(parquet, "_GROUP", 40)
    monkeypatch.setattr(parquet, "_HELD", 10)
    yield


def _rows(data: bytes, folder: Path) -> list[object]:
    """The tables of a DuckDB file; its bytes are its own affair."""
    import duckdb

    path = folder / "read.duckdb"
    path.write_bytes(data)
    with duckdb.connect(str(path)) as made:
        names = sorted(name for (name,) in made.execute("SELECT table_name FROM duckdb_tables()").fetchall())
        return [(name, made.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names]


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize(
    "form", [f for f in FORMATS if f.name in HERE and f.name != "report"], ids=lambda f: f.name
)
def test_a_large_corpus_gives_the_same_bytes(
    corpus: Path, held: Material, form: Format, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wanted = form.write(held)
    monkeypatch.setattr("dashi_kg.pipeline.outputs.material_of", None)  # who holds it, fails
    out = io.BytesIO()
    exported(form.name, corpus, BASE)[0](out)
    if form.name == "duckdb":
        assert _rows(out.getvalue(), tmp_path) == _rows(wanted, tmp_path)
    else:
        assert out.getvalue() == wanted


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("form", ["report", "turtle", "csv"])
def test_one_report_of_a_large_corpus(corpus: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    report = "cn-500117007-office/2023"
    held, _ = export(form, corpus / "corpus.nq", BASE, report)
    monkeypatch.setattr("dashi_kg.pipeline.outputs.material_of", None)
    assert export(form, corpus, BASE, report)[0] == held
    with pytest.raises(DashiError, match=r"cn-500117007-office/2023"):
        export(form, corpus, BASE, "nobody/2023")


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("harm", ["order", "vocabulary"])
def test_a_file_of_another_kind_is_exported_all_the_same(corpus: Path, tmp_path: Path, harm: str) -> None:
    """Lines that are not sorted are read whole; what all reports share is added where the file has it not."""
    lines = (corpus / "corpus.nq").read_bytes().splitlines(keepends=True)
    if harm == "order":
        lines = lines[500:] + lines[:500]
    else:
        lines = [line for line in lines if f"<{BASE}topic".encode() not in line.split(b" ", 1)[0]]
    (tmp_path / "corpus.nq").write_bytes(b"".join(lines))
    for name in ("turtle", "nt", "csv"):
        assert export(name, tmp_path, BASE)[0] == export(name, tmp_path / "corpus.nq", BASE)[0]


def test_more_rows_than_a_sheet_has_are_told(monkeypatch: pytest.MonkeyPatch, held: Material) -> None:
    monkeypatch.setattr(workbook, "MOST", 5)
    with pytest.raises(DashiError, match="a sheet has 5"):
        format_named("xlsx").write(held)


def test_the_order_of_names_on_the_disk_is_that_in_memory(tmp_path: Path) -> None:
    names = [
        "d10",
        "d9",
        "d",
        "d9a",
        "d09",
        "",
        "9",
        "10",
        "a/2020#f-0",
        "a/2020",
        "a/2020-2#f",
        "b２",
        "é1",
        "法10",
        "法9",
        "a07b1",
        "a7b01",
    ]
    assert sorted(sorted(names), key=natural_bytes) == sorted(sorted(names), key=natural)
    records = [(natural_bytes(name), name.encode()) for name in [*names, *names]]
    assert list(disk_sorted(iter(records), tmp_path)) == sorted(set(records))
