"""The page of the formats is true: its samples are what export writes, its list is the list."""

from __future__ import annotations

import io
import re
import sqlite3
from functools import cache
from importlib.util import find_spec

import pytest

from dashi_kg.export.databases.relations import relations
from dashi_kg.export.formats import FORMATS, Material, format_named
from dashi_kg.pipeline import material_of
from tests.conftest import ROOT

BASE = "https://example.org/kg/"
PAGE = ROOT / "docs" / "formats.md"
SECTIONS = dict(re.findall(r"^## ([a-z-]+)\n(.*?)(?=^## |\Z)", PAGE.read_text("utf-8"), re.M | re.S))


@cache
def found() -> Material:
    return material_of(None, BASE)[0]


def written(name: str) -> list[str]:
    data = format_named(name).write(found())
    if name == "parquet":
        import pyarrow.parquet

        return pyarrow.parquet.read_schema(io.BytesIO(data)).to_string(show_field_metadata=False).splitlines()
    if name == "sqlite":
        with sqlite3.connect(":memory:") as made:
            made.deserialize(data)
            return [line.strip() for line in "\n".join(made.iterdump()).replace(', "', ',\n"').splitlines()]
    if name == "duckdb":
        return [f"{table.name}: {len(table.rows)}" for table in relations(found().quads, BASE)]
    return [line.strip() for line in data.decode("utf-8-sig").splitlines()]


def samples(name: str) -> list[list[list[str]]]:
    """Each sample of a section as pieces of lines; ``…`` stands between pieces."""
    blocks = re.findall(r"^```(?!console)[a-z]+\n(.*?)^```", SECTIONS[name], re.M | re.S)
    return [
        [[line.strip() for line in piece.splitlines() if line.strip()] for piece in block.split("…\n")]
        for block in blocks
    ]


def test_every_format_is_on_the_page() -> None:
    text = PAGE.read_text("utf-8")
    names = {f.name for f in FORMATS}
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []
    assert set(SECTIONS) == names - {"nt", "xlsx"}  # told beside nq and csv


@pytest.mark.parametrize("name", SECTIONS)
def test_samples_are_what_is_written(name: str) -> None:
    library = {"parquet": "pyarrow", "duckdb": "duckdb"}.get(name)
    if library and not find_spec(library):
        pytest.skip(f"{library} is not installed (pip install '.[{name}]')")
    lines = written(name)
    assert samples(name)
    for pieces in samples(name):
        at = 0
        for piece in pieces:
            assert piece
            places = (i for i in range(at, len(lines)) if lines[i : i + len(piece)] == piece)
            at = next(places, -1)
            assert at >= 0, "\n".join(piece)
            at += len(piece)


def test_links_within_the_page_lead_somewhere() -> None:
    links = re.findall(r"\]\(#([a-z-]+)\)", PAGE.read_text("utf-8"))
    assert links and set(links) <= set(SECTIONS)
