"""The parts of the evidence reader: cutting texts, amounts, charts, citations, style rules, findings."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from dashi_kg.site.charts.charts import Bar, Scale, bar_chart
from dashi_kg.site.evidence.citation import Work, bibtex, csl, gbt7714, ris
from dashi_kg.site.evidence.highlight import Mark, pieces
from dashi_kg.site.evidence.text_html import css_name, lines, text_html
from dashi_kg.site.facts.report_graph import natural
from dashi_kg.site.shared.amounts import Amount, said
from tests.many import in_one

TEXTS = st.text(alphabet="法治50余次,。\n <&>\"'𠮷\u3000", max_size=60)
MARKS = st.lists(
    st.tuples(st.integers(-3, 65), st.integers(-3, 65), st.sampled_from("abcdef")).map(lambda t: Mark(*t)),
    max_size=12,
)
KINDS = dict(zip("abcdef", ("observation", "measure", "body", "note", "problem", "section"), strict=True))


def covered(mark: Mark, at: int, text: str) -> bool:
    return max(mark.start, 0) <= at < min(mark.end, len(text))


@given(TEXTS, MARKS)
def test_pieces_are_the_text_and_each_character_knows_its_marks(text: str, marks: list[Mark]) -> None:
    found = list(pieces(text, marks))
    assert "".join(p.text for p in found) == text
    assert all(text[p.start : p.end] == p.text for p in found)
    for piece in found:
        for at in range(piece.start, piece.end):
            assert set(piece.marks) == {m for m in marks if covered(m, at, text)}
        sizes = [m.end - m.start for m in piece.marks]
        assert sizes == sorted(sizes)


@given(TEXTS, MARKS)
def test_lines_keep_every_character_and_end_where_lines_end(text: str, marks: list[Mark]) -> None:
    rows = ["".join(p.text for p in row) for row in lines(text, marks)]
    assert rows == text.splitlines(keepends=True) if text else rows == []


@given(TEXTS, MARKS)
def test_the_text_in_html_is_the_text(text: str, marks: list[Mark]) -> None:
    html = text_html(lines(text, marks), KINDS, heads={0: ("s1", 1)}, flagged="a".__eq__)
    body = LexborHTMLParser(f"<div>{html}</div>").css_first("div")
    assert body is not None
    assert body.text(deep=True) == text
    ids = [n.attributes["id"] for n in body.css("[id]")]
    assert len(ids) == len(set(ids))
    for link in body.css("a"):
        start = int((link.attributes["id"] or "")[1:])
        owner = (link.attributes["href"] or "")[1:]
        assert any(m.key == owner and covered(m, start, text) for m in marks)


@in_one(
    ("amount", "zh", "en"),
    [
        (Amount(Decimal(50), "次", "more-than", Decimal(50), True), "多于 50 次", "more than 50 次"),
        (Amount(Decimal(60), "h", "at-least", Decimal(60)), "不少于 60 h", "at least 60 h"),
        (Amount(Decimal("99.8"), "%", "reaches"), "达到 99.8%", "reaches 99.8%"),
        (Amount(Decimal(180000), "张", "exact"), "180,000 张", "180,000 张"),
        (Amount(None, "", "full-coverage"), "全覆盖，原文未给数字", "full coverage; the text gives no number"),
        (Amount(Decimal(0), "", "none-occurred"), "未发生，记为 0", "none occurred, recorded as 0"),
        (Amount(None, "次", "range", Decimal(3), False, Decimal(5)), "3–5 次", "3–5 次"),
        (Amount(None, "", "", high=Decimal(700), high_open=True), "少于 700", "less than 700"),
        (Amount(None, "", "", low=Decimal(4)), "不少于 4", "at least 4"),
    ],
)  # fmt: skip
def test_amounts_in_words(amount: Amount, zh: str, en: str) -> None:
    assert (said(amount, "zh"), said(amount, "en")) == (zh, en)


def chart(*bars: Bar, lang: str = "zh") -> LexborHTMLParser:
    return LexborHTMLParser(bar_chart(bars, lang))


def test_units_are_never_mixed_and_lone_values_get_no_axis() -> None:
    page = chart(
        Bar("甲", Amount(Decimal(3), "次")), Bar("乙", Amount(Decimal(6), "次")), Bar("丙", Amount(Decimal(9), "份")),
        Bar("丁", Amount(Decimal(38), "%")), Bar("戊", Amount(None, "", "full-coverage")),
    )  # fmt: skip
    captions = [n.text(strip=True) for n in page.css("figcaption")]
    assert captions == ["单位：次", "单位：%", "各只有一个数值的单位", "原文未给数字"]
    assert [len(f.css("tbody tr")) for f in page.css("figure")] == [2, 1, 1, 1]
    assert [len(f.css("svg.bar")) for f in page.css("figure")] == [2, 1, 0, 0]
    assert "style=" not in bar_chart([Bar("甲", Amount(Decimal(3), "%"))], "zh")


def test_bars_begin_at_zero_and_are_as_long_as_their_values() -> None:
    page = chart(Bar("甲", Amount(Decimal(3), "次")), Bar("乙", Amount(Decimal(6), "次")))
    widths = [float((r.attributes["width"] or "").rstrip("%")) for r in page.css("svg.bar rect")]
    assert widths[1] == 2 * widths[0] == Scale(0, 6, False).at(6)
    assert [r.attributes.get("x") for r in page.css("svg.bar rect")] == [None, None]


def test_wide_ranges_are_points_on_a_logarithmic_axis_that_says_so() -> None:
    page = chart(Bar("甲", Amount(Decimal(600), "份")), Bar("乙", Amount(Decimal(50000), "份")))
    assert "对数刻度" in (page.css_first("figcaption") or page).text()
    assert not page.css("svg.bar rect") and len(page.css("svg.bar circle")) == 2
    assert (page.css_first(".axis svg") or page).text() == "1001,00010,000100,000"


def test_zero_has_no_point_on_a_logarithmic_axis() -> None:
    page = chart(*(Bar(str(n), Amount(Decimal(n), "件")) for n in (0, 1, 326)))
    assert [len(n.css("circle")) for n in page.css("svg.bar")] == [0, 1, 1]


def test_open_values_end_in_an_arrow_and_their_words_stand_beside() -> None:
    open_, shut = (
        Amount(Decimal(50), "次", "more-than", Decimal(50), True, words="50余次"),
        Amount(Decimal(60), "次"),
    )
    page = chart(Bar("甲", open_, href="#o16"), Bar("乙", shut))
    assert [len(n.css("path.open")) for n in page.css("svg.bar")] == [1, 0]
    assert (page.css_first("tbody td") or page).text() == "多于 50 次 50余次"
    assert "没有上限" in (page.css_first("figcaption") or page).text()


@given(st.lists(st.decimals(0, 10**9, places=1), min_size=1, max_size=8))
def test_every_value_lies_on_its_axis(values: list[Decimal]) -> None:
    scale = Scale.of(Amount(v, "次") for v in values)
    assert all(0 <= scale.at(v) <= 88 for v in values)
    assert [scale.at(v) for v in sorted(values)] == sorted(scale.at(v) for v in values)


REPORT = Work("某局", "年度报告", "2024-02-20", "https://x.org/kg/report/a/2023", "某办", "ab12")
FACT = Work(
    "某局",
    "年度报告",
    "2024-02-20",
    "https://x.org/kg/report/a/2023#o16",
    "某办",
    "ab12",
    "开展50余次",
    27,
    33,
)


def test_citations_of_a_report_and_of_a_fact() -> None:
    assert gbt7714(REPORT) == "某局. 年度报告[R/OL]. (2024-02-20)[引用日期]. https://x.org/kg/report/a/2023."
    assert gbt7714(FACT) == (
        "某局. 开展50余次[R/OL]//某局. 年度报告: 第27—33字. (2024-02-20)[引用日期]. https://x.org/kg/report/a/2023#o16."
    )
    assert bibtex(FACT) == (
        "@incollection{a-2023-o16,\n  author      = {{某局}},\n  title       = {开展50余次},\n  booktitle   = {年度报告},\n"
        "  year        = {2024},\n  date        = {2024-02-20},\n  publisher   = {某办},\n"
        "  url         = {https://x.org/kg/report/a/2023#o16},\n  note        = {characters 27--33, archived text: SHA-256 ab12},\n"
        "  langid      = {chinese},\n}\n"
    )
    assert ris(REPORT) == (
        "TY  - RPRT\r\nAU  - 某局\r\nTI  - 年度报告\r\nPY  - 2024\r\nDA  - 2024/02/20\r\nPB  - 某办\r\n"
        "UR  - https://x.org/kg/report/a/2023\r\nLA  - zh\r\nN1  - SHA-256 ab12\r\nER  - \r\n"
    )
    assert json.loads(csl([REPORT, FACT]))[1] == {
        "id": "a-2023-o16", "type": "chapter", "title": "开展50余次", "container-title": "年度报告", "author": [{"literal": "某局"}],
        "issued": {"date-parts": [[2024, 2, 20]]}, "publisher": "某办", "page": "27-33", "note": "SHA-256 ab12", "language": "zh",
        "URL": "https://x.org/kg/report/a/2023#o16",
    }  # fmt: skip


def test_what_a_report_does_not_say_is_not_in_its_citation() -> None:
    bare = Work("", "报告", "", "https://x.org/report/a/x")
    assert gbt7714(bare) == "报告[R/OL]. [引用日期]. https://x.org/report/a/x."
    assert "author" not in bibtex(bare) and "date" not in bibtex(bare)
    assert "issued" not in json.loads(csl([bare]))[0]


def test_bibtex_escapes_what_tex_would_read() -> None:
    assert r"title       = {50\% \& \{a\}\_b\#}" in bibtex(
        Work("", "50% & {a}_b#", "", "https://x.org/report/a/1")
    )


@pytest.mark.parametrize("name", ["o16", "addresses-a4.1b-p3.1a", "char=27,33", "org/cn-1-office", "3a"])
def test_ids_as_css_names(name: str) -> None:
    unescaped = re.sub(r"\\3(\d) ", r"\1", css_name(name)).replace("\\", "")
    assert unescaped == name


def test_natural_order() -> None:
    assert sorted(["o10", "o9", "a4.1b", "a4.1a"], key=natural) == ["a4.1a", "a4.1b", "o9", "o10"]
