"""What a person sees of a file: struck-out words, note marks, signs of fonts, carried cells, words drawn twice; and limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dashi_kg.errors import SourceError
from dashi_kg.knowledge.placing import with_levels
from dashi_kg.knowledge.reference import load_reference
from dashi_kg.rdf.parse import read_rdf
from dashi_kg.reader.extract import extract
from dashi_kg.reader.outline.outline import numbered, outline
from dashi_kg.resources import data_dir
from dashi_kg.source.read import MAX_CHARACTERS, decode, from_text, read_source
from dashi_kg.text.line_ends.joined import joined_source
from tests.test_office import docx, p, printed

TITLE = "某镇2023年法治政府建设年度报告"
CASES = Path(__file__).parents[2] / "shared" / "cases" / "files"


def page(body: str) -> str:
    return decode(
        f"<html><body><div><h1>{TITLE}</h1><p>一、主要工作</p>{body}</div></body></html>".encode()
    ).text


def run(words: str, properties: str = "") -> str:
    return f"<w:p><w:r><w:t>调解12</w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r><w:r><w:t>件。</w:t></w:r></w:p>"


PAGES = [
    ("struck out", "<p>调解<del>99</del><ins>12</ins>件,培训<s>8</s>3次,<strike>检查</strike>巡查5次。</p>", "调解12件,培训3次,巡查5次。"),
    ("struck out by style", '<p>调解<span style="text-decoration: line-through">99</span>12件。</p>', "调解12件。"),
    ("underlined stays", '<p>调解<span style="text-decoration: underline">12</span>件。</p>', "调解12件。"),
    ("a note mark", "<p>调解12<sup>[1]</sup>件,培训3次<sup>2</sup>,检查5次<sup><a href='#n'>①</a></sup>。</p>", "调解12件,培训3次,检查5次。"),
    ("a power", "<p>拆除3000m<sup>2</sup>。</p>", "拆除3000m²。"),
    ("raised words stay", "<p>第5<sup>次</sup>会议。</p>", "第5次会议。"),
    ("ruby", "<p>调解<ruby>纠纷<rt>jiufen</rt></ruby>12件。</p>", "调解纠纷12件。"),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "body", "line"), PAGES, ids=[row[0] for row in PAGES])
def test_of_a_page(reason: str, body: str, line: str) -> None:
    assert line in page(body).split("\n"), reason


DOCUMENTS = [
    ("struck out", run("99", "<w:strike/>"), "调解12件。"),
    ("struck out twice", run("99", "<w:dstrike/>"), "调解12件。"),
    ("not struck out", run("0", '<w:strike w:val="0"/>'), "调解120件。"),
    ("a note mark", run("[1]", '<w:vertAlign w:val="superscript"/>'), "调解12件。"),
    ("a sign of a font", '<w:p><w:r><w:t>满意率98</w:t></w:r><w:r><w:sym w:font="Symbol" w:char="F025"/></w:r></w:p>', "满意率98%"),
    ("a tick", '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:t>已完成</w:t></w:r></w:p>', "✓已完成"),
    ("ruby", "<w:p><w:r><w:ruby><w:rt><w:r><w:t>jiu</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>纠</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>纷</w:t></w:r></w:p>", "纠纷"),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "body", "line"), DOCUMENTS, ids=[row[0] for row in DOCUMENTS])
def test_of_a_docx(reason: str, body: str, line: str) -> None:
    assert decode(docx(body)).text == f"{line}\n", reason


ROWS = ["类别 | 项目 | 件数", "行政执法 | 处罚 | 12", "行政执法 | 检查 | 30", "复议 | 受理 | 5"]


def test_a_cell_over_several_rows_stands_in_each() -> None:
    cells = (
        "<tr><th>类别</th><th>项目</th><th>件数</th></tr><tr><td rowspan='2'>行政执法</td><td>处罚</td><td>12</td></tr>"
        "<tr><td>检查</td><td>30</td></tr><tr><td>复议</td><td>受理</td><td>5</td></tr>"
    )
    assert page(f"<table>{cells}</table>").split("\n")[2:6] == ROWS

    def cell(words: str, merge: str = "") -> str:
        return f"<w:tc><w:tcPr>{merge}</w:tcPr>{p(words)}</w:tc>"

    rows = [
        cell("类别") + cell("项目") + cell("件数"),
        cell("行政执法", '<w:vMerge w:val="restart"/>') + cell("处罚") + cell("12"),
        cell("", "<w:vMerge/>") + cell("检查") + cell("30"),
        cell("复议") + cell("受理") + cell("5"),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert decode(docx(table)).text.split("\n")[:4] == ROWS


def test_what_stands_behind_a_carried_cell_is_counted() -> None:
    table = "\n".join(f"| {row} |" for row in ROWS)
    found = extract(from_text(f"{TITLE}\n一、主要工作\n情况如下:\n{table}\n二、存在的问题\n力量不足。\n"))
    assert [(o.counted, str(o.value)) for o in found.observations] == [
        ("处罚", "12"),
        ("检查", "30"),
        ("复议", "5"),
    ]


def test_words_drawn_twice_count_once() -> None:
    lines = [
        (72.0, 700.0, "调解纠纷12件。"),
        (72.4, 700.0, "调解纠纷12件。"),
        (72.0, 600.0, "调解纠纷12件。"),
    ]
    assert decode(printed(lines)).text == "调解纠纷12件。\n调解纠纷12件。\n"


def test_a_byte_order_mark_before_turtle(tmp_path: Path) -> None:
    file = tmp_path / "bom.ttl"
    file.write_bytes(b'\xef\xbb\xbf<a:a> <a:b> "c" .')
    assert len(read_rdf(file, "https://example.org/")) == 1


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("bold.pdf", ["12", "1234"]), ("r4.pdf", ["128", "98.5", "3000"]), ("del.html", ["12", "3"]), ("footref.html", ["12", "3"]),
        ("symbol.docx", ["98"]), ("ruby.docx", ["12"]), ("no-preamble.txt", ["3"]),
    ],
)  # fmt: skip
def test_the_shared_cases(name: str, values: list[str]) -> None:
    found = extract(read_source(CASES / name))
    assert [str(o.value) for o in found.observations] == values
    assert all(len(section.span) for section in numbered(found.outline))


@pytest.mark.parametrize("before", ["", "\n", "\n \n"])
@pytest.mark.parametrize("between", ["\n", "\n\n \n"])
@pytest.mark.parametrize("behind", ["", "\n\n"])
def test_a_blank_line_makes_no_section(before: str, between: str, behind: str) -> None:
    text = before + TITLE + between + "一、主要工作\n培训3次。\n二、存在的问题\n力量不足。" + behind
    assert [s.number for s in numbered(outline(from_text(text))) if not len(s.span)] == []


def test_a_place_has_the_level_of_the_table() -> None:
    reference = load_reference(data_dir() / "reference")
    text = "{}司法局2023年法治政府建设年度报告\n一、主要工作\n法治政府建设培训3次。\n"
    levels = {
        place.name: place.kind
        for name in ("四川省华蓥市", "眉山市彭山区", "无名市")
        for place in with_levels(extract(from_text(text.format(name))), reference).places
    }
    assert levels == {
        "四川省": "province",
        "华蓥市": "county",
        "眉山市": "prefecture",
        "彭山区": "county",
        "无名市": "prefecture",
    }


def test_an_item_without_a_first_and_words_that_only_head_items() -> None:
    text = (
        f"{TITLE}\n一、主要工作\n我镇法治政府建设主要做了以下工作:一是加强培训,培训3次。二是检查5次。\n"
        "二、存在的问题\n力量不足。二是经费不足。\n"
    )
    found = extract(from_text(text))
    assert [s.number for s in numbered(found.outline) if s.marker.endswith("是")] == ["1.1", "1.2", "2.1"]
    assert [found.source.quote(m.span) for m in found.measures] == ["加强培训,培训3次", "检查5次"]
    assert [found.source.quote(p.span) for p in found.problems] == ["力量不足", "经费不足"]


# ------------------------------------------------------------------ limits


REFUSED: list[tuple[str, Callable[[], bytes]]] = [
    ("text", lambda: ("法治政府建设。" * (MAX_CHARACTERS // 6)).encode()),
    ("digits in a DOCX", lambda: docx(f"<w:p><w:r><w:t>{'1' * 3_000_000}</w:t></w:r></w:p>")),
    ("empty paragraphs in a DOCX", lambda: docx("<w:p/>" * 600_000)),
    ("attributes of an element", lambda: f"<html><body><p {' '.join(f'a{i}' for i in range(3000))}>法治</p></body></html>".encode()),
    ("paragraphs of a page", lambda: ("<html><body>" + "<p>推进法治政府建设,开展培训3次,成效明显提升,群众满意,再接再厉。</p>" * 8000 + "</body></html>").encode()),
]  # fmt: skip


@pytest.mark.parametrize(("what", "make"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_no_report_has_is_refused(what: str, make: Callable[[], bytes]) -> None:
    with pytest.raises(SourceError, match=r"which no|more than any report"):
        decode(make(), what)


def _cost(words: str, length: int) -> float:
    text = (
        f"{TITLE}\n一、主要工作\n{(words * length)[:length]}\n二、存在的问题\n{(words * length)[:length]}\n"
    )
    source = from_text(text)
    begin = time.process_time()
    read, _ = joined_source(source)
    outline(read)
    return time.process_time() - begin


@pytest.mark.parametrize(
    "words", ["一是加强。", "《", "(", "1", "其中行政案件5件,", "一、加强\n", "加强\n", "法治政府建设报告\n"]
)
def test_the_outline_of_hostile_text_costs_in_proportion(words: str) -> None:
    """Compared with itself in one run, with room for noise: eight times the text, not sixty-four times the work."""
    short = min(_cost(words, 5_000) for _ in range(2))
    assert _cost(words, 40_000) < 24 * max(short, 0.01)
