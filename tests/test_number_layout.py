"""Numbers that the page breaks or sets out: line ends inside a number, cells of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashi_kg.reader.extract import extract
from dashi_kg.source.read import read_source
from dashi_kg.validation.checks import numbers_in
from tests.helpers import passage, report


def rows(found: object) -> list[str]:
    return [
        f"{o.counted} {o.value} {o.classifier or o.unit} {o.period.key}"
        + (f" {o.change.direction}" if o.change else "")
        for o in found.observations  # type: ignore[attr-defined]
    ]


@pytest.mark.parametrize(("text", "expected"), [
    ("全年办理行政处罚案件1\n286件，发放资料3.\n2万份，化解率达9\n8.5%。", [
        "办理行政处罚案件 1286 件 2023", "发放资料 32000 份 2023", "化解率 98.5 percent 2023"]),
    ("全年共发放各类宣传资料1,\n286份，检查企业56\n家次。", ["发放各类宣传资料 1286 份 2023", "检查企业 56 家次 2023"]),
    ("全年推进依法行政工作,开展各项检查执法培训宣传活动12\n次。", ["开展各项检查执法培训宣传活动 12 次 2023"]),
    # the next line begins with a number of its own
    ("(一)印发文件2023\n2.开展培训3次。", ["开展培训 3 次 2023"]),
])  # fmt: skip
def test_a_line_end_inside_a_number(text: str, expected: list[str]) -> None:
    found = passage(text)
    assert rows(found) == expected
    for o in found.observations:
        assert o.value in numbers_in(found.source.quote(o.span))


TABLE = """<html><head><meta charset="utf-8"></head><body><h1>青山县人民政府2023年法治政府建设年度报告</h1>
<p>一、2023年法治政府建设的主要举措和成效</p><p>全县执法数据如下：</p>
<table><tr><th>序号</th><th>类别</th><th>2022年（件）</th><th>2023年（件）</th><th>同比</th></tr>
<tr><td>1</td><td>行政处罚</td><td>1 286</td><td>1,320</td><td>2.6%</td></tr>
<tr><td>2</td><td>行政许可</td><td>45678</td><td>44216</td><td>-3.2%</td></tr>
<tr><td>3</td><td>罚没款（万元）</td><td>312.5</td><td>300</td><td></td></tr>
<tr><td></td><td>合计</td><td>46964</td><td>45536</td><td>持平</td></tr></table></body></html>"""


def test_the_cells_of_a_table(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(TABLE, encoding="utf-8")
    found = extract(read_source(page))
    assert rows(found) == [
        "行政处罚 1286 件 2022", "行政处罚 1320 件 2023", "行政处罚 2.6 percent 2023 increase",
        "行政许可 45678 件 2022", "行政许可 44216 件 2023", "行政许可 3.2 percent 2023 decrease",
    ]  # fmt: skip
    for o in found.observations:
        assert o.rule == "table-cell" and o.value in numbers_in(found.source.quote(o.span))
        assert o.number_span and found.source.quote(o.number_span).replace(",", "").replace(" ", "") == str(
            o.value
        )
    assert not any("|" in found.source.quote(m.span) for m in found.measures)


def test_a_mark_between_words_makes_no_table() -> None:
    found = report("处理12345|12315热线工单36件。")
    assert rows(found)[-1].endswith("36 件 2023")
