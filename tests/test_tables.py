"""The table of figures in its other shapes: CSVW that an independent validator accepts, typed Parquet."""

from __future__ import annotations

import io
import json
import sys
import warnings
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from dashi_kg.errors import DashiError
from dashi_kg.export.tables.csvw import DATATYPES, REQUIRED, csvw_bytes, csvw_metadata
from dashi_kg.export.tables.observations import COLUMNS, NUMBERS, Row, csv_bytes, observation_rows
from dashi_kg.export.tables.parquet import parquet_bytes
from dashi_kg.pipeline import build, shared_quads
from dashi_kg.query.bind import bind
from dashi_kg.query.engines import engine
from dashi_kg.query.questions import questions
from dashi_kg.rdf.terms import value
from tests.conftest import REPORT_DIR, ROOT

BASE = "https://example.org/kg/"


@cache
def rows() -> list[Row]:
    return observation_rows([*build(REPORT_DIR, BASE).quads, *shared_quads(BASE)], BASE)


# what every table of figures carries, whoever asks: export, saved question, REST (these share COLUMNS)
CARRIED = (
    "topic topic_zh topic_en audience quantity_kind stage role part_of actor indicator_iri indicator_zh indicator_en "
    "counted_words value low high unit qualifier_zh qualifier_en change_direction change_size numerator denominator "
    "period_zh period_en period_begin period_end org_id organisation_zh organisation_en level division_code province "
    "county report_year quote rule_counted grade"
).split()


def plain(cells: Row) -> Row:
    """Numbers by value: 38.0 is 38."""
    return {k: f"{Decimal(v).normalize():f}" if k in NUMBERS and v else v for k, v in cells.items()}


def test_the_saved_question_gives_what_the_table_gives() -> None:
    question = next(q for q in questions() if q.name == "values-with-quotes")
    on = engine("pyoxigraph", [*build(REPORT_DIR, BASE).quads, *shared_quads(BASE)], BASE)
    answer = on.run(bind(question, {}, BASE))
    asked = [dict(zip(answer.variables, row, strict=True)) for row in answer.rows or ()]
    assert set(CARRIED) <= set(answer.variables) and set(CARRIED) <= {c[0] for c in COLUMNS}
    assert len(asked) == len(rows()) == 31
    for found, wanted in zip(asked, rows(), strict=True):
        cells = {name: value(term) if (term := found[name]) else "" for name in CARRIED}
        cells["unit"] = cells["unit"].rpartition("/")[2]
        assert plain(cells) == plain({name: wanted[name] for name in CARRIED})


# ------------------------------------------------------------------ CSVW


def write(folder: Path, table: bytes, metadata: bytes) -> Any:
    csvw = pytest.importorskip("csvw", reason="csvw is not installed (pip install '.[test]')")
    (folder / "observations.csv").write_bytes(table)
    (folder / "observations.csv-metadata.json").write_bytes(metadata)
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")  # it counts the warnings that get through
        read = csvw.CSVW(str(folder / "observations.csv-metadata.json"), validate=True)
        return read, read.is_valid, [str(w.message) for w in read.warnings]


def test_the_library_finds_the_table_valid_and_its_cells_typed(tmp_path: Path) -> None:
    read, valid, told = write(tmp_path, csv_bytes(rows()), csvw_bytes(BASE))
    assert told == [] and valid
    table = read.tablegroup.tables[0]
    found = {row["counted_words"]: row for row in table.iterdicts(strict=True)}
    assert len(found) == 31
    assert found["化解率"]["value"] == Decimal("99.8") and found["中心组列席旁听"]["value"] is None
    assert found["因执法问题而产生的行政复议案件"]["period_begin"].date() == date(2013, 1, 1)
    events = found["开展各类宣传活动"]
    assert (events["start"], events["end"], events["topic"], events["role"]) == (2741, 2753, "I1", "value")


def test_the_table_of_a_text_without_notes_is_valid_too(tmp_path: Path) -> None:
    bureau = build(ROOT / "tests" / "reports" / "bureau.txt", BASE)
    made = observation_rows([*bureau.quads, *shared_quads(BASE)], BASE)
    _, valid, told = write(tmp_path, csv_bytes(made), csvw_bytes(BASE))
    assert len(made) == 26 and told == [] and valid


def test_the_library_makes_json_about_our_statements(tmp_path: Path) -> None:
    read, _, _ = write(tmp_path, csv_bytes(rows()), csvw_bytes(BASE))
    made = {item["@id"]: item for item in read.to_json(minimal=True)}
    (rate,) = (row["iri"] for row in rows() if row["counted_words"] == "化解率")
    assert made[rate]["sosa:observedProperty"] == f"{BASE}indicator/dispute-resolution-rate"
    assert str(made[rate]["sosa:hasSimpleResult"]) == "99.8"


BROKEN: dict[str, Callable[[list[Row]], Any]] = {
    "a value in words": lambda r: r[0].update(value="three"),
    "a day that is none": lambda r: r[0].update(period_begin="2023-02-30"),
    "no quote": lambda r: r[0].update(quote=""),
    "a statement twice": lambda r: r.append(r[0]),
    "an unknown kind": lambda r: r[0].update(kind="hope"),
    "half a digest": lambda r: r[0].update(source_sha256="ec4f"),
    "a place before the text": lambda r: r[0].update(start="-1"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_library_refuses_a_broken_table(name: str, tmp_path: Path) -> None:
    broken = [dict(row) for row in rows()]
    BROKEN[name](broken)
    try:
        _, valid, _ = write(tmp_path, csv_bytes(broken), csvw_bytes(BASE))
    except ValueError as error:  # so it tells a key that occurs twice
        assert "duplicate primary key" in str(error)
        valid = False
    assert not valid


def test_the_library_refuses_a_missing_column(tmp_path: Path) -> None:
    metadata = csvw_metadata(BASE)
    metadata["tableSchema"]["columns"].pop(3)
    _, valid, _ = write(tmp_path, csv_bytes(rows()), json.dumps(metadata).encode())
    assert not valid


def test_every_column_is_described_in_both_languages() -> None:
    columns = csvw_metadata(BASE)["tableSchema"]["columns"]
    assert [c["name"] for c in columns] == [c[0] for c in COLUMNS]
    for column in columns:
        assert [w["@language"] for w in column["dc:description"]] == ["zh", "en"]
        assert set(column["titles"]) == {"zh", "en"}
    assert set(DATATYPES) | REQUIRED <= {c["name"] for c in columns}


def test_properties_and_values_are_those_of_the_graph() -> None:
    """What a converter makes of the table is in the graph, number types aside."""
    graph = {(str(q.subject), str(q.predicate), str(getattr(q.object, "value", "")))
             for q in build(REPORT_DIR, BASE).quads}  # fmt: skip
    stating = {
        c["name"]: c["propertyUrl"]
        for c in csvw_metadata(BASE)["tableSchema"]["columns"]
        if "propertyUrl" in c
    }
    assert len(stating) == 8
    for row in rows():
        for name, iri in stating.items():
            if row[name]:
                assert (f"<{row['iri']}>", f"<{iri}>", row[name]) in graph, (row["id"], name)


# ------------------------------------------------------------------ Parquet


def table(data: bytes) -> Any:
    import pyarrow.parquet

    return pyarrow.parquet.read_table(io.BytesIO(data))


needs_pyarrow = pytest.mark.skipif(
    find_spec("pyarrow") is None,
    reason="pyarrow is not installed (pip install '.[parquet]')",
)


@needs_pyarrow
def test_parquet_has_the_rows_of_the_csv_typed() -> None:
    found = table(parquet_bytes(rows()))
    assert found.column_names == [c[0] for c in COLUMNS] and found.num_rows == 31
    by_id = {row["id"]: row for row in found.to_pylist()}
    for row in rows():
        for name, cell in by_id[row["id"]].items():
            kind = DATATYPES.get(name, "string")
            expected: object = row[name] or None
            if expected and kind == "decimal":
                expected = Decimal(row[name])
            elif expected and kind == "date":
                expected = date.fromisoformat(row[name])
            elif expected and kind in ("gYear", "nonNegativeInteger"):
                expected = int(row[name])
            assert cell == expected, (row["id"], name)
    field = found.schema.field("value")
    assert str(field.type) == "decimal128(38, 10)"
    assert field.metadata[b"title_zh"].decode() == "数值" and field.metadata[b"description_en"]


@needs_pyarrow
def test_parquet_of_no_rows_has_the_same_columns() -> None:
    assert table(parquet_bytes([])).schema.equals(table(parquet_bytes(rows())).schema)


@needs_pyarrow
@pytest.mark.parametrize("words", ["1" * 29, "NaN"])
def test_a_number_that_has_no_room_is_refused(words: str) -> None:
    with pytest.raises(DashiError, match="too many digits"):
        parquet_bytes([{**rows()[0], "value": words}])
    assert table(parquet_bytes([{**rows()[0], "value": "1234567890123456789012345678.0123456789"}]))


def test_without_pyarrow_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DashiError, match=r"pip install pyarrow"):
        parquet_bytes(rows())
