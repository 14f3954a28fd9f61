"""The texts that are measured with, and the page of what was measured."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from benchmarks.sizes import STAGES, page, plot
from benchmarks.texts import LONGEST, SHORTEST, STYLES, length_of, text
from dashi_kg.reader.extract import extract
from dashi_kg.source.read import from_text


def test_a_number_gives_one_text_and_every_style_is_read() -> None:
    for number in range(len(STYLES)):
        words = text(number, 800)
        assert words == text(number, 800)
        assert 800 <= len(words) <= 1400
        found = extract(from_text(words))
        assert found.metadata.issuer and found.observations
    assert text(0, 800) != text(len(STYLES), 800)


def test_lengths_are_those_of_reports() -> None:
    lengths = [length_of(number) for number in range(300)]
    assert min(lengths) >= SHORTEST and max(lengths) < LONGEST and max(lengths) > 4 * min(lengths)


def test_the_page_has_each_stage_and_the_plot_is_xml() -> None:
    found = {name: {1: (0.5, 100.0), 10: (2.5, 120.0)} for name in STAGES}
    assert all(f"| {name}: " in page(found) for name in STAGES)
    assert len(ET.fromstring(plot(found)).findall("{http://www.w3.org/2000/svg}polyline")) == len(STAGES)
