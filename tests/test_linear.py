"""Reading costs as much as a text is long, whatever it repeats: ratios within one run, never seconds."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from dashi_kg.model import Span
from dashi_kg.reader.extract import extract
from dashi_kg.reader.numbers.masks import Masks
from dashi_kg.source.read import from_text
from dashi_kg.text.segments import LONGEST_SENTENCE, sentences

FRAME = "仁和镇人民政府2023年度法治政府建设情况报告\n2023年,仁和镇推进依法行政,建设法治政府。\n一、主要举措和成效\n(一)有关工作。"
SHORT, LONG = 800, 4800  # characters; a square would cost 36 times as much
AT_MOST = 13.0
REPEATED = (
    "0",
    "z",
    "一是",
    "《",
    "(",
    ".",
    "\t",
    "\n",
    "张三",
    "其中行政案件5件",
    "案件5件;",
    "第1件。",
    "2023年,",
    "三分之一在",
    "10.5%件",
    "。1.",
)


def _cost(unit: str, length: int) -> float:
    source = from_text(f"{FRAME}{(unit * length)[:length]}。\n")
    begin = time.process_time()
    extract(source)
    return time.process_time() - begin


@pytest.mark.parametrize("unit", REPEATED)
def test_six_times_the_length_costs_about_six_times_as_much(unit: str) -> None:
    _cost(unit, 100)  # patterns are compiled by now
    ratios = []
    for _ in range(3):  # a busy machine is no failure
        ratios.append(_cost(unit, LONG) / _cost(unit, SHORT))
        if ratios[-1] <= AT_MOST:
            return
    raise AssertionError(ratios)


@pytest.mark.parametrize("unit", ["案件1,234件,", "受理案件", "1234", "一百二十三件"])
def test_what_has_no_end_comes_in_pieces(unit: str) -> None:
    view = unit * 600
    pieces = sentences(view, Span(0, len(view)))
    assert max(map(len, pieces)) <= LONGEST_SENTENCE < len(view)
    assert all(a.end <= b.start <= a.end + 1 for a, b in pairwise(pieces))
    if unit != "1234":  # where there is anything but digits, no number is cut
        assert all(not (view[p.end - 1].isdigit() and view[p.end : p.end + 1].isdigit()) for p in pieces)
    assert sentences("一二三", Span(0, 3)) == [Span(0, 3)]


def test_masks_are_found_by_place() -> None:
    masks = Masks([("date", [Span(0, 4), Span(6, 9)]), ("other", [Span(3, 8)])])
    assert masks.reason(Span(6, 8)) == "date"
    assert masks.reason(Span(4, 6)) == "other" and masks.reason(Span(4, 6), besides="other") == ""
    assert masks.overlapping(Span(3, 7)) == [Span(0, 4), Span(6, 9), Span(3, 8)]
    assert masks.overlapping(Span(9, 12)) == []
