"""The SQLite and DuckDB files: rows as in the CSV, references that hold, words of two characters found, Datasette shows it."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dashi_kg.export.databases.datasette import datasette_bytes
from dashi_kg.export.databases.relations import Table, relations
from dashi_kg.export.databases.sqlite import match_words, sqlite_bytes
from dashi_kg.export.formats import Material, format_named
from dashi_kg.export.tables.parquet import parquet_bytes
from dashi_kg.pipeline import material_of
from tests.labelled import NAMES, text_of

BASE = "https://example.org/kg/"


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """Four reports of the texts for development, beside each other."""
    folder = tmp_path_factory.mktemp("texts")
    for name in NAMES[:4]:
        (folder / f"{name}.txt").write_text(text_of(name), encoding="utf-8")
    return material_of(folder, BASE)[0]


@pytest.fixture(scope="module")
def tables(material: Material) -> list[Table]:
    return relations(material.quads, material.base)


@pytest.fixture(scope="module")
def database(tables: list[Table]) -> Iterator[sqlite3.Connection]:
    with sqlite3.connect(":memory:") as made:
        made.deserialize(sqlite_bytes(tables))
        yield made


def test_the_figures_are_those_of_the_csv(material: Material, database: sqlite3.Connection) -> None:
    rows = list(csv.DictReader(io.StringIO(format_named("csv").write(material).decode("utf-8-sig"))))
    found = database.execute("SELECT iri, value, unit, quote FROM observations").fetchall()
    assert len(rows) > 50
    assert [(iri, unit or "", quote) for iri, _, unit, quote in found] == [
        (r["iri"], r["unit"], r["quote"]) for r in rows
    ]
    assert [value for _, value, *_ in found] == [float(r["value"]) if r["value"] else None for r in rows]


def test_rows_refer_to_rows(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    (joined,) = database.execute(
        "SELECT count(*) FROM observations o JOIN reports r ON o.report = r.iri "
        "JOIN organisations b ON r.organisation = b.iri"
    ).fetchone()
    assert (joined,) == database.execute("SELECT count(*) FROM observations").fetchone()
    assert database.execute("SELECT count(*) FROM reports").fetchone() == (4,)


@pytest.mark.parametrize("words", ["调解", "行政复议", "法", "执法 培训", "行政执法人员"])
def test_search_finds_just_the_rows_with_the_words(database: sqlite3.Connection, words: str) -> None:
    found = database.execute(
        "SELECT rowid FROM quotes WHERE rowid IN (SELECT rowid FROM quotes_search WHERE quotes_search MATCH ?) "
        "ORDER BY rowid",
        (match_words(words),),
    ).fetchall()
    having = " AND ".join("words_zh || char(10) || quote LIKE ?" for _ in words.split())
    scanned = database.execute(
        f"SELECT rowid FROM quotes WHERE {having} ORDER BY rowid", [f"%{word}%" for word in words.split()]
    ).fetchall()
    assert found == scanned != []


@pytest.mark.parametrize(
    "words, expression",
    [
        ("普法宣传", 'bigrams : "普法 法宣 宣传"'),
        ("法", 'longer : "法"'),
        ("A级 景区", '"a" AND longer : "级" AND bigrams : "景区"'),
        ('"; DROP', '"drop"'),
        ("《》", ""),
    ],
)
def test_words_become_an_expression(words: str, expression: str) -> None:
    assert match_words(words) == expression


def test_duckdb_opens_the_same_rows(tables: list[Table], tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed (pip install '.[duckdb]')")
    from dashi_kg.export.databases.duckdb import duckdb_bytes

    path = tmp_path / "r.duckdb"
    path.write_bytes(duckdb_bytes(tables))
    with duckdb.connect(str(path), read_only=True) as made:
        for table in tables:
            columns = ", ".join(f'"{c.name}"' for c in table.columns if c.kind == "string")
            rows = made.execute(f'SELECT {columns} FROM "{table.name}"').fetchall()
            assert rows == [
                tuple(r.get(c.name) or None for c in table.columns if c.kind == "string") for r in table.rows
            ]
        (total,) = made.execute("SELECT sum(value) FROM observations WHERE role = 'value'").fetchone()
        assert total > 0


@cache
def _third() -> list[dict[str, str]]:
    (row, *_) = next(
        t for t in relations(material_of(None, BASE)[0].quads, BASE) if t.name == "observations"
    ).rows
    return [{**row, "value": "0.333333333333"}]


def test_a_fraction_without_end_is_rounded_where_the_column_ends() -> None:
    parquet = pytest.importorskip(
        "pyarrow.parquet", reason="pyarrow is not installed (pip install '.[parquet]')"
    )
    (value,) = parquet.read_table(io.BytesIO(parquet_bytes(_third())))["value"].to_pylist()
    assert str(value) == "0.3333333333"


def test_datasette_shows_and_finds(tables: list[Table], tmp_path: Path) -> None:
    """The real Datasette: facets, search for two characters, labels of the rows referred to."""
    pytest.importorskip("datasette", reason="datasette is not installed")
    (tmp_path / "reports.sqlite").write_bytes(sqlite_bytes(tables))
    (tmp_path / "metadata.json").write_bytes(datasette_bytes(tables))

    def get(path: str) -> str:
        """What Datasette answers, without a server."""
        done = subprocess.run(
            [sys.executable, "-m", "datasette", "reports.sqlite", "-m", "metadata.json", "--get", path],
            cwd=tmp_path, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    found = json.loads(get("/reports/quotes.json?_search=%E8%B0%83%E8%A7%A3&_shape=array"))
    assert found and all("调解" in row["words_zh"] + row["quote"] for row in found)
    page = get("/reports/observations?_size=3")
    assert "facet-info" in page and "事项名 · Topic (zh)" in page
    (title, *_) = [row["title_zh"] for t in tables if t.name == "reports" for row in t.rows]
    assert title in page
