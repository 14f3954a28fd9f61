"""What pages say about themselves, as a table: head (and foot) → issuer, year, dates, numbers, addressee."""

from __future__ import annotations

import pytest

from dashi_kg.knowledge.reference import load_reference
from dashi_kg.knowledge.resolve import identify
from dashi_kg.model import Metadata
from dashi_kg.reader.extract import extract
from dashi_kg.resources import data_dir
from dashi_kg.source.read import from_text
from tests.many import in_one

BODY = "{opening}推进依法行政,建设法治政府。现将有关情况报告如下:\n一、法治政府建设主要举措和成效\n(一)强化学法。组织学法3次。\n二、存在的不足\n法治意识还不够强。\n"
REFERENCE = load_reference(data_dir() / "reference")


def page(head: str, *, opening: str = "", tail: str = "") -> Metadata:
    return extract(from_text(f"{head}\n{BODY.format(opening=opening)}{tail}")).metadata


# title line(s) → issuer, year
TITLES = [
    ("大石街道办事处2023年度法治政府建设情况报告", "大石街道办事处", "2023"),
    ("重庆市合川区司法局2022年法治政府建设年度报告", "重庆市合川区司法局", "2022"),
    ("合川区应急管理局关于2021年度法治政府建设情况的报告", "合川区应急管理局", "2021"),
    ("关于2020年度法治政府建设工作情况的报告", None, "2020"),
    ("2019年仁和镇人民政府法治政府建设工作总结", "仁和镇人民政府", "2019"),
    ("2024年度平江县水利局推进法治政府建设情况报告", "平江县水利局", "2024"),
    ("平江县教育局法治政府建设2018年工作情况的报告", "平江县教育局", "2018"),
    ("株洲市人民政府关于2017年法治政府建设情况的报告", "株洲市人民政府", "2017"),
    ("湖南省司法厅2025年法治政府部门建设报告", "湖南省司法厅", "2025"),
    ("中共平江县委员会 平江县人民政府2023年法治政府建设情况报告", "平江县人民政府", "2023"),
    ("中共平江县委员会、平江县人民政府关于2022年度法治政府建设情况的报告", "平江县人民政府", "2022"),
    ("平江县城关镇2021年法治政府建设工作总结报告", "平江县城关镇", "2021"),
    ("株洲市生态环境局2023年度\n法治政府建设情况报告", "株洲市生态环境局", "2023"),
    ("株洲市公安局\n2023年度法治政府建设情况报告", "株洲市公安局", "2023"),
    ("中共城关镇委员会 城关镇人民政府\n2023年法治政府建设工作报告", "城关镇人民政府", "2023"),
    ("高新技术产业开发区管委会2020年度依法行政工作总结", "高新技术产业开发区管委会", "2020"),
    ("平江县卫生健康局2016—2020年法治政府建设情况报告", "平江县卫生健康局", "2020"),
    ("株洲市人民政府2021年上半年法治政府建设工作报告", "株洲市人民政府", "2021"),
    ("南岸区市场监督管理局2023年法治建设工作报告", "南岸区市场监督管理局", "2023"),
    ("首页 > 公开 > 法治政府建设年度报告\n南岸区公安分局2024年度法治公安建设工作报告", "南岸区公安分局", "2024"),
    ("城关镇人民政府关于报送2022年法治政府建设工作总结的报告", "城关镇人民政府", "2022"),
    ("东湖街道办事处二〇二一年度法治政府建设工作报告", "东湖街道办事处", "2021"),
    ("中共城关镇委员会\n城关镇人民政府\n关于2022年法治政府建设情况的报告", "城关镇人民政府", "2022"),
    ("城关镇2023年法治政府建设工作总结及2024年工作计划", "城关镇", "2023"),
]  # fmt: skip


@in_one(("title", "issuer", "year"), TITLES, ids=[t[0][:24] for t in TITLES])
def test_title(title: str, issuer: str | None, year: str) -> None:
    found = page(title)
    assert (found.issuer.value if found.issuer else None) == issuer
    assert found.year and found.year.value == year


@pytest.mark.parametrize(
    "title",
    [
        "平江县2023年法治政府建设工作要点",
        "平江县人民政府办公室关于报送2023年度法治政府建设报告的通知",
        "平江县法治政府建设实施方案",
    ],
)
def test_what_announces_is_no_report(title: str) -> None:
    found = extract(from_text(f"{title}\n{BODY.format(opening='')}"))
    assert not (found.measures or found.problems or found.bodies)
    assert "不是年度报告" in found.warnings[0]


def test_a_title_and_parts_are_enough_for_a_report() -> None:
    found = extract(
        from_text(
            "平江县水利局2021年法治政府建设情况报告\n一、工作情况\n立案查处案件156件。\n二、存在问题\n普法针对性不强。\n"
        )
    )
    assert found.measures and found.problems


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ("| 发文日期: | 2018年03月30日 |\n平江县2017年度法治政府建设情况报告", "issued", "2018-03-30"),
        ("平江县司法局\n2021年法治政府建设工作报告\n(2022年1月25日)", "signed", "2022-01-25"),
        ("2021年法治公安建设情况报告\n平江县公安局 2022-01-12 来源:本站", "issued", "2022-01-12"),
    ],
)
def test_dates_of_tables_and_lines(head: str, field: str, value: str) -> None:
    assert getattr(page(head), field).value == value


def test_a_government_signs_what_its_office_publishes() -> None:
    found = page(
        "平江县人民政府办公室\n关于2021年法治政府建设情况的报告", tail="平江县人民政府\n2022年3月28日\n"
    )
    assert found.issuer and (found.issuer.value, found.issuer.rule) == ("平江县人民政府", "signature")


def test_a_title_in_one_line_with_the_text() -> None:
    text = f"平江县教育局2022年法治政府建设年度报告2022年,{BODY.format(opening='')}".replace("\n", "")
    found = extract(from_text(text)).metadata
    assert found.title and found.title.value == "平江县教育局2022年法治政府建设年度报告"
    assert found.issuer and found.issuer.value == "平江县教育局"


def test_this_site_is_no_source() -> None:
    found = page(
        "2021年法治公安建设情况报告\n平江县公安局 2022-01-12 来源:本站", tail="平江县公安局\n2022年1月12日\n"
    )
    assert found.issuer and found.issuer.value == "平江县公安局"


def test_joint_issuers_are_two() -> None:
    found = page(TITLES[9][0])
    assert [j.value for j in found.joint] == ["中共平江县委员会"]


@pytest.mark.parametrize(
    ("title", "covers"),
    [(TITLES[16][0], "2016/2020"), (TITLES[17][0], "2021-01/2021-06"), (TITLES[0][0], None)],
)
def test_a_title_may_cover_another_time_than_a_year(title: str, covers: str | None) -> None:
    found = page(title)
    assert (found.covers.value if found.covers else None) == covers


# lines of page chrome → field, value
FIELDS = [
    ("发布日期:2024-03-28 09:18", "issued", "2024-03-28"),
    ("发布时间：2021/03/29 11:30:01", "issued", "2021-03-29"),
    ("日期:2024-02-20来源:城关镇人民政府", "issued", "2024-02-20"),
    ("发布日期: 2025年03月28日 16:52 浏览次数:12", "issued", "2025-03-28"),
    ("文章来源:城关镇 发布时间:2025-01-14 15:20", "issued", "2025-01-14"),
    ("更新时间:2025-01-14 浏览次数:12", "issued", "2025-01-14"),
    ("更新时间:2025-01-14 发布日期:2025-01-10", "issued", "2025-01-10"),
    ("公开日期:2019年3月1日", "issued", "2019-03-01"),
    ("| 发布日期 | 2022-01-09 |", "issued", "2022-01-09"),
    ("成文日期:2024-01-15\n发布日期:2024-02-01", "issued", "2024-02-01"),
    ("成文日期:2024-01-15\n发布日期:2024-02-01", "signed", "2024-01-15"),
    ("生成日期:2023年12月31日", "signed", "2023-12-31"),
    ("成文日期:二〇二四年一月十日", "signed", "2024-01-10"),
    ("今天是:2019年10月31日 星期三\n发布日期:2024-03-01", "issued", "2024-03-01"),
    ("索引号:00832/2024-7", "index_number", "00832/2024-7"),
    ("索 引 号:K12-3", "index_number", "K12-3"),
    ("| 索引号 | 11500117-2024 |", "index_number", "11500117-2024"),
    ("发文字号:平府〔2024〕5号", "document_number", "平府〔2024〕5号"),
    ("文 号:石办发〔2023〕12号", "document_number", "石办发〔2023〕12号"),
    ("平府发〔2024〕5号", "document_number", "平府发〔2024〕5号"),
    ("主题分类:综合政务", "topic", "综合政务"),
    ("来源:城关镇人民政府", "issuer", "城关镇人民政府"),
    ("发布机构:平江县审计局", "issuer", "平江县审计局"),
    ("发布机构\n平江县审计局", "issuer", "平江县审计局"),
    ("发文日期:2024年2月5日", "issued", "2024-02-05"),
    ("发布日期:[2021-01-08]", "issued", "2021-01-08"),
    ("2024-01-15 09:30 来源:城关镇 点击:35", "issued", "2024-01-15"),
    ("| 文件编号 | 平应急〔2024〕3号 |", "document_number", "平应急〔2024〕3号"),
]  # fmt: skip


@in_one(("head", "field", "value"), FIELDS, ids=[f"{f[1]}: {f[0][:18]}" for f in FIELDS])
def test_field_of_the_page(head: str, field: str, value: str) -> None:
    found = getattr(page(f"{head}\n2023年度法治政府建设情况报告"), field)
    assert found is not None
    assert found.value == value


def test_no_number_is_no_number() -> None:
    assert page("文号:无\n2023年度法治政府建设情况报告").document_number is None


def test_the_number_may_stand_below_the_title() -> None:
    found = page("平江县人民政府\n关于2022年法治政府建设情况的报告\n平政〔2023〕8号\n市人民政府:")
    assert found.document_number and found.document_number.value == "平政〔2023〕8号"


@pytest.mark.parametrize(("head", "tail", "issuer"), [
    ("信息来源:平江县司法局\n平江县2023年度法治政府建设情况报告", "平江县人民政府\n2024年1月25日", "平江县人民政府"),
    ("信息来源:平江县司法局\n平江县2023年度法治政府建设情况报告", "", "平江县"),
    ("来源:平江县公安局法制大队\n平江县公安局2023年度法治政府建设情况报告", "", "平江县公安局"),
    ("发文机关:平江县人民政府办公室\n平江县2023年度法治政府建设情况报告", "", "平江县人民政府"),
])  # fmt: skip
def test_who_reports_for_a_division(head: str, tail: str, issuer: str) -> None:
    """A title that names a division alone: its government reports, not the bureau whose page it is."""
    found = page(head, tail=tail)
    assert found.issuer and found.issuer.value == issuer


def test_the_clock_of_the_page_is_no_date() -> None:
    assert page("今天是:2019年10月31日 星期三\n2023年度法治政府建设情况报告").issued is None


@pytest.mark.parametrize("words", ["市委、市政府", "平江县人民政府", "市法治政府建设领导小组办公室"])
def test_addressee(words: str) -> None:
    found = page(f"城关镇人民政府2023年度法治政府建设情况报告\n{words}:")
    assert found.addressee
    assert found.addressee.value == words


@pytest.mark.parametrize(
    ("tail", "issuer", "signed"),
    [
        ("平江县林业局\n2024年1月12日\n", "平江县林业局", "2024-01-12"),
        ("        平江县林业局\n      二〇二四年一月十二日\n", "平江县林业局", "2024-01-12"),
        ("平江县林业局\n2024年13月12日\n", "平江县林业局", None),
    ],
)
def test_signature(tail: str, issuer: str, signed: str | None) -> None:
    found = page("2023年度法治政府建设情况报告", tail=tail)
    assert found.issuer and (found.issuer.value, found.issuer.rule) == (issuer, "signature")
    assert (found.signed.value if found.signed else None) == signed


def test_every_field_quotes_the_text() -> None:
    head = "\n".join([f for f, _, _ in FIELDS] + ["城关镇人民政府2023年度法治政府建设情况报告"])
    source = from_text(f"{head}\n{BODY.format(opening='')}")
    found = extract(source).metadata
    for name in ("issuer", "year", "title", "index_number", "document_number", "topic"):
        stated = getattr(found, name)
        assert stated and stated.span, name
        assert stated.value in source.quote(stated.span).replace("\n", ""), name


# head → code of the division (None: undecided)
PLACES = [
    ("来源:重庆市合川区司法局", "500117"),
    ("来源:合川区司法局", "500117"),
    ("来源:合川区大石街道办事处", "500117007"),
    ("来源:大石街道办事处\n当前位置:首页>番禺区>大石街道", "440113012"),
    ("来源:大石街道办事处", None),
    ("来源:湖南省司法厅", "430000"),
    ("来源:株洲市人民政府", "430200"),
    ("来源:平江县人民政府", "430626"),
    ("来源:临桂区应急管理局", "450312"),
    ("来源:无此地县司法局", None),
]  # fmt: skip


@in_one(("head", "code"), PLACES, ids=[p[0] for p in PLACES])
def test_the_division_of_the_issuer(head: str, code: str | None) -> None:
    found = extract(from_text(f"{head}\n2023年度法治政府建设情况报告\n{BODY.format(opening='')}"))
    division = identify(found, REFERENCE).division
    assert (division.code if division else None) == code


def test_a_body_has_one_id_however_long_its_name() -> None:
    ids = set()
    for name in ("重庆市合川区司法局", "合川区司法局"):
        found = extract(from_text(f"来源:{name}\n2023年度法治政府建设情况报告\n{BODY.format(opening='')}"))
        ids.add(identify(found, REFERENCE).org_id)
    assert len(ids) == 1
