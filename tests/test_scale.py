"""The page on scale is made from what was measured."""

from __future__ import annotations

import json

from scripts.scale import PAGE, PLOT, costs, figures, hours, large, made
from tests.conftest import ROOT

FOUND = json.loads((ROOT / "benchmarks" / "spark.json").read_text(encoding="utf-8"))


def test_the_page_and_its_plot_are_those_of_the_results() -> None:
    page, picture = made()
    assert PAGE.read_text(encoding="utf-8") == page
    assert PLOT.read_text(encoding="utf-8") == picture


def test_a_figure_that_was_measured_otherwise_changes_the_page() -> None:
    other = {**FOUND, "document": {**FOUND["document"], "read": FOUND["document"]["read"] * 2}}
    assert costs(other).read == 2 * costs(FOUND).read
    assert figures(other, None) != figures(FOUND, None)


def test_the_cost_of_the_country_is_the_cost_of_a_report_times_its_reports() -> None:
    c = costs(FOUND)
    assert hours((c.start + c.seconds * 1_250_000) / 200) in figures(FOUND, None)


def test_numbers_are_said_as_a_reader_takes_them_in() -> None:
    assert [large(n) for n in (50, 1_250, 12_300_000, 5e9)] == ["50", "1.25 k", "12.3 M", "5 G"]
    assert [hours(s) for s in (12, 600, 7200)] == ["12 s", "10 min", "2.0 h"]
