"""Fields of heads as sites print them: in cells, empty, cut, glued, without separators, in two blocks, left by a template."""

from __future__ import annotations

from typing import Any

from dashi_kg.model import Stated
from dashi_kg.reader.extract import extract
from dashi_kg.source.read import from_text
from tests.many import in_one

BODY = (
    "\n推进依法行政,建设法治政府。现将有关情况报告如下:\n一、法治政府建设主要举措和成效\n(一)强化学法。组织学法3次。\n"
    "二、存在的不足\n法治意识还不够强。\n三、下一步工作打算\n继续学法。\n"
)
T = "青山县司法局2023年法治政府建设年度报告"
# head → fields; None: there is none
HEADS: list[tuple[str, dict[str, str | None]]] = [
("发文字号: | 发文时间: | 2024-01-15\n"+T, {"document_number": None, "issued": '2024-01-15'}),
("索引号 | 0123-4 | 发文字号 | 发文时间 | 2024年1月15日 |\n"+T, {"document_number": None, "issued": '2024-01-15',"index_number": '0123-4'}),
("号: 青司发〔2024〕3号\n期: 2024-01-15\n源: 青山县司法局\n"+T, {"document_number": '青司发〔2024〕3号', "issued": '2024-01-15', "source": '青山县司法局'}),
("发布日期2024-01-15来源青山县司法局\n"+T, {"issued": '2024-01-15',"source": '青山县司法局'}),
("发布机构 青山县人民政府办公室 发布日期 2024-01-15 索引号 0123-4\n"+T, {"issued": '2024-01-15',"source": '青山县人民政府办公室',"index_number": '0123-4'}),
("| 名称 | "+T+" |\n| 发布日期 | 2024-01-15 | 来源 | 青山县政府网 |", {"title": T,"issued": '2024-01-15'}),
("标题:"+T+"\n发布日期:2024-01-15", {"title": T,"issued": '2024-01-15'}),
("青山县司法局2023年法治政府建设\n年度报告\n2024-01-15 来源:县司法局", {"title": T,"issued": '2024-01-15',"source": '县司法局'}),
(T+"(2024年1月15日)\n", {"title": T,"signed": '2024-01-15'}),
(T+"(2024-01-15)\n", {"title": T,"signed": '2024-01-15'}),
("中共青山县委员会 青山县人民政府关于2023年法治政府建设情况的报告\n发布时间:2024-01-15", {"issuer": '青山县人民政府',"joint": '中共青山县委员会'}),
("中共青山县委员会青山县人民政府关于2023年法治政府建设情况的报告\n发布时间:2024-01-15", {"issuer": '青山县人民政府',"joint": '中共青山县委员会'}),
("中共青山县委员会\n青山县人民政府\n关于2023年法治政府建设情况的报告\n发布时间:2024-01-15", {"issuer": '青山县人民政府',"joint": '中共青山县委员会'}),
("中共青山县委、青山县人民政府关于2023年法治政府建设情况的报告\n发布时间:2024-01-15", {"issuer": '青山县人民政府',"joint": '中共青山县委'}),
("索引号:0123-4\n发布机构:青山县人民政府办公室\n成文日期:2024-01-10\n发布日期:2024-01-15\n"+T+"\n来源:青山县司法局 发布时间:2024-01-15 09:30 浏览次数:12", {"title": T,"issued": '2024-01-15',"signed": '2024-01-10',"source": '青山县司法局'}),
("青山县司法局\n关于报送2023年法治政府建设年度报告的函\n县委依法治县办:\n现将我局2023年法治政府建设年度报告报送你办,请审阅。\n青山县司法局\n2024年1月15日\n"+T, {"title": T,"issuer": '青山县司法局'}),
("日期:2017-05-04 来源:模板网站\n发布日期:2024-01-15\n发布机构:青山县司法局\n"+T, {"issued": '2024-01-15',"title": T}),
("• 索引号:\n\n  0123/2024-1\n• 主题分类:\n\n• 来源:\n\n• 发文机构:\n\n  青山县司法局\n• 发文字号:\n\n• 发布日期:\n\n  2024年01月15日 16:34\n• 内容概述:\n\n"+T, {"index_number": '0123/2024-1',"issued": '2024-01-15',"document_number": None,"source": '青山县司法局',"title": T}),
("青山县人民政府 2019年12月3日星期二\n无障碍 简体| 繁体\n"+T+"\n来源:青山县司法局 发布时间:2024-01-15 09:18\n"+T, {"issued": '2024-01-15',"title": T,"source": '青山县司法局'}),
("当前位置:首页>政务公开>法治政府建设年度报告\n"+T+"\n发布时间:2024-01-15 09:18:30 信息来源:县司法局办公室 点击数: 字体:大 中 小", {"issued": '2024-01-15',"title": T,"source": '县司法局办公室'}),
("发布时间:2024/1/5    作者:青山县司法局   来源:本站    浏览:12次\n"+T, {"issued": '2024-01-05',"title": T,"source": '青山县司法局'}),
("【来源:青山县司法局】【发布时间:2024.01.15】\n"+T, {"issued": '2024-01-15',"title": T,"source": '青山县司法局'}),
("发布单位:青山县司法局 | 发布时间:2024-01-15 | 浏览次数:33\n"+T, {"issued": '2024-01-15',"title": T,"source": '青山县司法局'}),
("东方体育|青山县司法局2023年法治政府建设年度报告-青山县人民政府\n"+T+"\n发布时间:2024-01-15", {"title": T,"issued": '2024-01-15'}),
(T+"\n2024-01-15 09:18 青山县司法局", {"title": T,"issued": '2024-01-15'}),
(T+"\n青山县司法局 2024年01月15日", {"title": T,"issued": '2024-01-15'}),
(T+"\n(青山县司法局 2024年1月15日)", {"title": T,"signed": '2024-01-15'}),
("关于2023年度法治政府建设工作情况的报告\n来源:青山县司法局 日期:2024-01-15", {"title": '关于2023年度法治政府建设工作情况的报告',"issuer": '青山县司法局'}),
("发文日期: 2024-01-15 | 有效性: 有效\n文　　号: | 青司〔2024〕3号\n名　　称: | "+T, {"title": T,"issued": '2024-01-15',"document_number": '青司〔2024〕3号'}),
("信息分类:\n法治政府建设\n发文字号:\n无\n生成日期:\n2024-01-15\n"+T, {"document_number": None,"signed": '2024-01-15'}),
("公开日期:2024-01-15 | 责任部门:青山县司法局\n"+T, {"issued": '2024-01-15',"title": T}),
]  # fmt: skip


@in_one(("head", "wanted"), HEADS, ids=[h[0].replace("\n", "|")[:40] for h in HEADS])
def test_fields_of_a_head(head: str, wanted: dict[str, Any]) -> None:
    found = extract(from_text(head + BODY))
    meta = found.metadata
    for name, value in wanted.items():
        stated: Stated | None = next(iter(meta.joint), None) if name == "joint" else getattr(meta, name)
        assert (stated and stated.value) == value, name
        if stated and stated.span and name not in ("issued", "signed", "title"):
            assert "".join(found.source.quote(stated.span).split()).endswith("".join(stated.value.split()))


def test_the_publisher_is_told_apart_from_the_issuer() -> None:
    meta = extract(
        from_text(f"来源:青山县人民政府办公室 发布时间:2024-01-15\n{T}{BODY}主办:青山县大数据局\n")
    ).metadata
    assert meta.issuer and meta.issuer.value == "青山县司法局"
    assert meta.publisher and meta.publisher.value == "青山县人民政府办公室"
    assert meta.host and meta.host.value == "青山县大数据局"
    own = extract(from_text(f"来源:县司法局 发布时间:2024-01-15\n{T}{BODY}主办:青山县大数据局\n")).metadata
    assert own.source and own.source.value == "县司法局"


def test_an_empty_cell_gives_no_number_and_a_date_before_the_year_is_a_leftover() -> None:
    meta = extract(from_text(f"发文字号: | 发文时间 | 2017-05-04\n发布日期:2024-01-15\n{T}{BODY}")).metadata
    assert meta.document_number is None
    assert meta.issued and meta.issued.value == "2024-01-15"
