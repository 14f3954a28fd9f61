"""Charts of figures that compare: what they hold, a layout that depends on nothing, the same bytes everywhere."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

from dashi_kg.export.charts import LINES, Chart, most_told, over_years
from dashi_kg.export.tables.observations import Row
from tests.conftest import ROOT


def row(body: str, year: str, value: str, unit: str = "NUM", key: str = "k") -> Row:
    return {"org_id": body, "report_year": year, "value": value, "unit": unit, "comparison_key": key}


ROWS = [row("a", "2022", "10"), row("a", "2023", "14"), row("b", "2023", "7"), row("b", "2023", "8")]


def chart(rows: list[Row] = ROWS, names: dict[str, str] | None = None) -> Chart:
    found = over_years(rows, "调解", names or {"a": "甲", "b": "乙"})
    assert found
    return found


def test_every_value_is_a_point_and_a_line_goes_through_those_that_are_certain() -> None:
    points = chart().spec["data"]["values"]
    assert [(p["body"], p["year"], p["value"], p["alone"]) for p in points] == [
        ("甲", "2022", 10, True),
        ("甲", "2023", 14, True),
        ("乙", "2023", 7, False),
        ("乙", "2023", 8, False),
    ]
    line, point = chart().spec["layer"]
    assert line["transform"] == [{"filter": "datum.alone"}] and "transform" not in point


def test_the_layout_is_given_and_not_found_out() -> None:
    spec = chart().spec
    assert spec["autosize"] == {"type": "none"} and set(spec["padding"]) == {"left", "top", "right", "bottom"}
    for axis in (spec["encoding"]["x"], spec["encoding"]["y"]):
        assert axis["axis"]["minExtent"] == axis["axis"]["maxExtent"] and axis["scale"]["domain"]
    assert spec["encoding"]["color"]["legend"]["labelLimit"] == 0  # names are cut by characters, not by width


@pytest.mark.parametrize(
    ("values", "unit", "domain"),
    [
        (["10", "14"], "NUM", [0, 14]),  # counts from zero
        (["95.0", "99.0"], "PERCENT", [94.5, 99.5]),  # rates where they differ
        (["99.9", "100"], "PERCENT", [99.4, 100]),  # no more than all
        (["0", "0"], "NUM", [0, 1]),
    ],
)
def test_an_axis_shows_what_differs(values: list[str], unit: str, domain: list[float]) -> None:
    rows = [row("a", str(2022 + n), value, unit) for n, value in enumerate(values)]
    assert chart(rows).spec["encoding"]["y"]["scale"]["domain"] == pytest.approx(domain)


def test_names_that_are_one_are_told_apart_and_only_so_many_are_drawn() -> None:
    names = chart(names={"a": "城关镇人民政府", "b": "城关镇人民政府"}).spec["encoding"]["color"]["scale"][
        "domain"
    ]
    assert names == ["城关镇人民政府 (a)", "城关镇人民政府 (b)"]
    many = [row(f"b{n:02}", year, "1") for n in range(14) for year in ("2022", "2023")]
    found = chart(many)
    assert found.left_out == 14 - LINES
    assert len(found.spec["encoding"]["color"]["scale"]["domain"]) == LINES


def test_one_year_is_no_chart_and_the_most_told_key_is_drawn() -> None:
    assert over_years(ROWS[1:], "", {}) is None
    other = [row("a", "2022", "1", key="z"), row("a", "2023", "2", key="z")]
    lone = [row("a", "2022", "1", key="") for _ in range(9)]
    assert most_told([*other, *ROWS, *lone]) == ROWS
    assert most_told([ROWS[0], *lone]) == []


def test_the_picture_is_the_same_everywhere() -> None:
    pytest.importorskip("vl_convert", reason="the extra charts is not installed")
    svg = chart().to_svg()
    assert (
        "调解" in svg and "style=" not in svg
    )  # text stays text; the policy of the site allows no styles within
    code = "from tests.test_charts import chart; import hashlib; print(hashlib.sha256(chart().to_svg().encode()).hexdigest())"
    env = os.environ | {
        "TZ": "America/Lima",
        "LC_ALL": "C",
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
    }
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(svg.encode()).hexdigest()
