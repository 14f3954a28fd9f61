"""The table of all divisions: well formed, complete in its upward references, found by code and name."""

from __future__ import annotations

import lzma
import re
from collections import Counter

import pytest

from dashi_kg.errors import DataError
from dashi_kg.knowledge import divisions
from dashi_kg.resources import data_dir

FOLDER = data_dir() / "reference"
FILE = FOLDER / "divisions.tsv.xz"
LINES = lzma.decompress(FILE.read_bytes()).decode("utf-8").splitlines()
TABLE = divisions.table(FOLDER)


def test_each_line_is_code_name_and_stem() -> None:
    shape = re.compile(r"(?:\d{2}|\d{4}|\d{6}|\d{9})\t[^\t\s]+\t[A-Za-z]*")
    assert [line for line in LINES if not shape.fullmatch(line)] == []


def test_codes_are_sorted_and_stand_once() -> None:
    codes = [line.partition("\t")[0] for line in LINES]
    assert codes == sorted(set(codes))


def test_every_code_begins_with_the_code_of_a_division_above() -> None:
    codes = {line.partition("\t")[0] for line in LINES}
    lost = [c for c in codes if len(c) > 2 and not any(c[:n] in codes for n in (6, 4, 2) if n < len(c))]
    assert lost == []


def test_counts() -> None:
    """31 provinces, 333 prefectures; counties and townships as the vintage has them."""
    found = Counter(len(line.partition("\t")[0]) for line in LINES)
    assert found == {2: 31, 4: 333, 6: 2978, 9: 41352}
    assert len(TABLE) == len(LINES)


def test_the_file_is_small() -> None:
    assert FILE.stat().st_size < 400_000


def test_no_row_only_groups_others() -> None:
    names = {line.split("\t")[1] for line in LINES if len(line.partition("\t")[0]) < 9}
    assert names.isdisjoint({"市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@pytest.mark.parametrize(
    ("code", "zh", "kind", "parent"),
    [
        ("500000", "重庆市", "province", ""),
        ("410800", "焦作市", "prefecture", "410000"),
        ("500117", "合川区", "county", "500000"),
        ("500117007", "大石街道", "township", "500117"),
        ("441900", "东莞市", "prefecture", "440000"),
        ("659001", "石河子市", "county", "650000"),
    ],
)
def test_by_code(code: str, zh: str, kind: str, parent: str) -> None:
    row = TABLE.get(code)
    assert row
    assert (row.code, row.zh, row.kind, row.parent) == (code, zh, kind, parent)


@pytest.mark.parametrize(
    ("zh", "codes"),
    [
        ("大石街道", ["361103005", "440113012", "500117007"]),
        ("东莞市", ["441900"]),  # its second row, 441900 again, only holds its towns
        ("嘉峪关市", ["620200"]),
        ("鼓楼区", ["320106", "320302", "350102", "410204"]),
        ("无此地", []),
        ("大石", []),  # whole names only
    ],
)
def test_by_name(zh: str, codes: list[str]) -> None:
    assert [row.code for row in TABLE.named(zh)] == codes


@pytest.mark.parametrize(
    ("short", "codes"),
    [("阿坝州", ["513200"]), ("峨边县", ["511132"]), ("合川县", []), ("州", []), ("(州", [])],
)
def test_by_short_name(short: str, codes: list[str]) -> None:
    assert [row.code for row in TABLE.autonomous(short)] == codes


def test_provinces_by_short_name() -> None:
    assert len(TABLE.provinces) == 31
    assert TABLE.provinces["广西"].code == "450000"
    assert TABLE.provinces["内蒙古"].code == "150000"
    assert TABLE.provinces["重庆"].code == "500000"


def test_no_code_no_row() -> None:
    assert TABLE.get("999999") is None
    assert TABLE.get("") is None


def test_a_broken_table_is_said_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("broken")
    (folder / "divisions.tsv.xz").write_bytes(b"no xz")
    with pytest.raises(DataError, match="table of divisions"):
        divisions.table(folder)
