"""Heads of reports as sites print them: what is read from each, and where its issuer belongs.

All heads are our own words with names of real places. ``code`` ``""`` means: no division, on purpose.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pyoxigraph import Quad

from dashi_kg.knowledge.reference import load_reference
from dashi_kg.knowledge.resolve import Identity, identify
from dashi_kg.model import Extraction
from dashi_kg.pipeline import build, shared_quads
from dashi_kg.reader.extract import extract
from dashi_kg.resources import data_dir
from dashi_kg.settings import settings
from dashi_kg.source.read import from_text
from dashi_kg.validation.engine import validate
from tests.many import in_one

REFERENCE = load_reference(data_dir() / "reference")
BODY = (
    "\n{opening}推进依法行政,建设法治政府。现将有关情况报告如下:\n一、法治政府建设主要举措和成效\n(一)强化学法。组织学法3次。\n"
    "二、存在的不足\n法治意识还不够强。\n三、下一步工作打算\n继续学法。\n{tail}"
)


def read(head: str, opening: str = "", tail: str = "") -> tuple[Extraction, Identity]:
    found = extract(from_text(head + BODY.format(opening=opening, tail=tail)))
    return found, identify(found, REFERENCE)


# head → issuer, level, code, year, further fields
HEADS: list[tuple[str, str, str, str, str, dict[str, str]]] = [
    # provinces and their departments
    ("青海省人民政府2020年法治政府建设情况报告\n国务院:", "青海省人民政府", "province", "630000", "2020", {"addressee": "国务院"}),
    ("浙江省应急管理厅2022年度法治政府建设情况报告", "浙江省应急管理厅", "province", "330000", "2022", {}),
    ("广西壮族自治区司法厅2023年法治政府建设年度报告", "广西壮族自治区司法厅", "province", "450000", "2023", {}),
    ("广西司法厅2023年法治政府建设年度报告", "广西司法厅", "province", "450000", "2023", {}),
    ("新疆维吾尔自治区教育厅2021年法治政府建设情况报告", "新疆维吾尔自治区教育厅", "province", "650000", "2021", {}),
    ("北京市公安局2022年法治政府建设年度情况报告", "北京市公安局", "province", "110000", "2022", {}),
    ("2024年度重庆市水利局法治政府建设情况报告", "重庆市水利局", "province", "500000", "2024", {}),
    ("发布机构:内蒙古自治区林业和草原局\n2019年法治政府建设工作报告", "内蒙古自治区林业和草原局", "province", "150000", "2019", {}),
    # prefectures
    ("焦作市人民政府关于2021年度法治政府建设情况的报告", "焦作市人民政府", "prefecture", "410800", "2021", {}),
    ("阿坝藏族羌族自治州人民政府2023年法治政府建设情况报告", "阿坝藏族羌族自治州人民政府", "prefecture", "513200", "2023", {}),
    ("阿坝州人民政府2023年法治政府建设情况报告", "阿坝州人民政府", "prefecture", "513200", "2023", {}),
    ("锡林郭勒盟司法局2022年法治政府建设工作总结", "锡林郭勒盟司法局", "prefecture", "152500", "2022", {}),
    ("大兴安岭地区应急管理局2022年法治政府建设工作总结", "大兴安岭地区应急管理局", "prefecture", "232700", "2022", {}),
    ("东莞市人民政府2023年法治政府建设年度报告", "东莞市人民政府", "prefecture", "441900", "2023", {}),
    ("嘉峪关市教育局2023年法治政府建设年度报告", "嘉峪关市教育局", "prefecture", "620200", "2023", {}),
    ("首页 >> 焦作市 >> 政务公开\n来源:市司法局\n2023年度法治政府建设情况报告", "市司法局", "prefecture", "410800", "2023", {}),
    # counties, districts, banners
    ("息县人民政府关于2023年度法治政府建设情况的报告", "息县人民政府", "county", "411528", "2023", {}),
    ("鲁山县司法局\n关于2021年度法治政府建设工作情况的报告", "鲁山县司法局", "county", "410423", "2021", {}),
    ("峨边彝族自治县林业局2020年法治政府建设工作总结", "峨边彝族自治县林业局", "county", "511132", "2020", {}),
    ("峨边县林业局2020年法治政府建设工作总结", "峨边县林业局", "county", "511132", "2020", {}),
    ("阿拉善左旗人民政府关于2022年度法治政府建设工作情况的报告", "阿拉善左旗人民政府", "county", "152921", "2022", {}),
    ("鄂伦春自治旗民政局2022年法治政府建设情况报告", "鄂伦春自治旗民政局", "county", "150723", "2022", {}),
    ("上海市浦东新区人民政府2023年法治政府建设情况报告", "上海市浦东新区人民政府", "county", "310115", "2023", {}),
    ("北京市朝阳区人民政府2023年法治政府建设年度情况报告", "北京市朝阳区人民政府", "county", "110105", "2023", {}),
    ("长春市公安局朝阳区分局2023年法治政府建设年度情况报告", "长春市公安局朝阳区分局", "county", "220104", "2023", {}),
    ("神农架林区人民政府2023年法治政府建设年度报告", "神农架林区人民政府", "county", "429021", "2023", {}),
    ("六枝特区财政局2022年法治政府建设工作报告", "六枝特区财政局", "county", "520203", "2022", {}),
    ("济南市市中区人民政府2023年法治政府建设工作总结", "济南市市中区人民政府", "county", "370103", "2023", {}),
    ("西宁市城中区人民政府2023年法治政府建设工作总结", "西宁市城中区人民政府", "county", "630103", "2023", {}),
    ("国家税务总局重庆市合川区税务局2022年法治政府建设情况报告", "国家税务总局重庆市合川区税务局", "county", "500117", "2022", {}),
    ("重庆市合川区人民政府办公室2022年法治政府建设情况报告", "重庆市合川区人民政府办公室", "county", "500117", "2022", {}),
    ("伊犁哈萨克自治州尼勒克县司法局2022年法治政府建设情况报告", "伊犁哈萨克自治州尼勒克县司法局", "county", "654028", "2022", {}),
    ("新疆生产建设兵团第八师石河子市2021年法治政府建设情况报告", "新疆生产建设兵团第八师石河子市", "county", "659001", "2021", {}),
    ("中共柳城县委员会 柳城县人民政府关于2023年法治政府建设情况的报告\n市委、市政府:", "柳城县人民政府", "county", "450222", "2023", {"addressee": "市委、市政府"}),
    ("中共息县县委 息县人民政府关于2023年度法治政府建设情况的报告", "息县人民政府", "county", "411528", "2023", {}),
    ("武陟县人民政府2023年度法治政府建设情况的报告\n日期:2024-02-20来源:武陟县人民政府字体:【大 中 小】", "武陟县人民政府", "county", "410823", "2023", {"issued": "2024-02-20"}),
    # towns and subdistricts
    ("当前位置:首页>张掖市>山丹县>大马营镇\n山丹县大马营镇2022年法治政府建设工作情况报告\n山丹县人民政府:", "山丹县大马营镇", "township", "620725105", "2022", {"addressee": "山丹县人民政府"}),
    ("吴忠市利通区金积镇2023年推进法治政府建设工作总结", "吴忠市利通区金积镇", "township", "640302100", "2023", {}),
    ("苏尼特左旗巴彦淖尔镇人民政府2023年法治政府建设工作总结", "苏尼特左旗巴彦淖尔镇人民政府", "township", "152523102", "2023", {}),
    ("东莞市长安镇人民政府2023年法治政府建设年度报告", "东莞市长安镇人民政府", "township", "441900119", "2023", {}),
    ("江苏省南京市鼓楼区华侨路街道办事处2023年法治政府建设工作总结", "江苏省南京市鼓楼区华侨路街道办事处", "township", "320106002", "2023", {}),
    ("鼓楼区华侨路街道办事处2023年法治政府建设工作总结", "鼓楼区华侨路街道办事处", "township", "320106002", "2023", {}),
    ("重庆市合川区大石街道办事处2023年度法治政府建设情况报告", "重庆市合川区大石街道办事处", "township", "500117007", "2023", {}),
    ("发布机构:广丰区\n大石街道办事处2023年度法治政府建设情况报告", "大石街道办事处", "township", "361103005", "2023", {}),
    # no division: ministries, zones
    ("水利部2023年法治政府建设年度报告", "水利部", "national", "", "2023", {}),
    ("国家市场监督管理总局2021年法治政府建设年度报告", "国家市场监督管理总局", "national", "", "2021", {}),
    ("中国证券监督管理委员会2020年法治政府建设情况", "中国证券监督管理委员会", "national", "", "2020", {}),
    ("万盛经济技术开发区管理委员会2023年法治政府建设年度报告", "万盛经济技术开发区管理委员会", "zone", "", "2023", {}),
    ("重庆两江新区管委会2022年法治政府建设情况报告", "重庆两江新区管委会", "zone", "", "2022", {}),
    ("烟台高新技术产业开发区管委会2022年法治政府建设报告", "烟台高新技术产业开发区管委会", "zone", "", "2022", {}),
    ("昆明经济技术开发区管理委员会2024年上半年法治政府建设情况报告", "昆明经济技术开发区管理委员会", "zone", "", "2024", {"covers": "2024-01/2024-06"}),
    # times
    ("甘肃省山丹县2016-2020年法治政府建设工作总结", "甘肃省山丹县", "county", "620725", "2020", {"covers": "2016/2020"}),
    ("山丹县水务局2016—2020年法治政府建设工作总结", "山丹县水务局", "county", "620725", "2020", {"covers": "2016/2020"}),
    ("焦作市人民政府“十三五”期间法治政府建设情况报告", "焦作市人民政府", "prefecture", "410800", "2020", {"covers": "2016/2020"}),
    ("2021年上半年柳城县法治政府建设工作总结", "柳城县", "county", "450222", "2021", {"covers": "2021-01/2021-06"}),
    ("五年来法治政府建设情况报告\n来源:息县人民政府 发布时间:2021-01-03", "息县人民政府", "county", "411528", "2020", {"covers": "2016/2020", "issued": "2021-01-03"}),
    ("柳城县人民政府法治政府建设工作报告(2021年)", "柳城县人民政府", "county", "450222", "2021", {}),
    # numbers and dates of the page
    ("文 号 | 武政[2022]8号 | 成文日期 | 2022年1月3日\n武陟县人民政府关于2021年度法治政府建设情况的报告", "武陟县人民政府", "county", "410823", "2021", {"document_number": "武政[2022]8号", "signed": "2022-01-03", "issued": ""}),
    ("武政发【2022】 8 号\n武陟县人民政府关于2021年度法治政府建设情况的报告", "武陟县人民政府", "county", "410823", "2021", {"document_number": "武政发【2022】 8 号"}),
    ("发文字号:\n成文日期:2022-01-03\n武陟县人民政府关于2021年度法治政府建设情况的报告", "武陟县人民政府", "county", "410823", "2021", {"document_number": "", "signed": "2022-01-03"}),
    ("今天是:2019年10月31日 星期三\n成文日期:\n2024-01-10\n发布日期:\n2024-01-12\n武陟县人民政府2023年度法治政府建设情况的报告", "武陟县人民政府", "county", "410823", "2023", {"signed": "2024-01-10", "issued": "2024-01-12"}),
    ("索 引 号\nK12-3/2024\n武陟县财政局2023年法治政府建设工作报告", "武陟县财政局", "county", "410823", "2023", {"index_number": "K12-3/2024"}),
    ("[索 引 号] 00123-4 [主题分类] 综合政务\n武陟县财政局2023年法治政府建设工作报告", "武陟县财政局", "county", "410823", "2023", {"index_number": "00123-4", "topic": "综合政务"}),
    ("成文日期:二〇二四年一月十日\n武陟县财政局2023年法治政府建设工作报告", "武陟县财政局", "county", "410823", "2023", {"signed": "2024-01-10"}),
    ("发文日期:2022-01-03\n发布日期:2022-01-10\n武陟县人民政府关于2021年度法治政府建设情况的报告", "武陟县人民政府", "county", "410823", "2021", {"issued": "2022-01-10"}),
    ("发文日期:2022-01-05\n武陟县人民政府关于2021年度法治政府建设情况的报告", "武陟县人民政府", "county", "410823", "2021", {"issued": "2022-01-05"}),
    ("统一社会信用代码:11410823005764123U\n武陟县财政局2023年法治政府建设工作报告", "武陟县财政局", "county", "410823", "2023", {"uscc": "11410823005764123U"}),
]  # fmt: skip


@in_one("row", HEADS, ids=[h[0].replace("\n", "|")[:34] for h in HEADS])
def test_head(row: tuple[str, str, str, str, str, dict[str, str]]) -> None:
    head, issuer, level, code, year, further = row
    found, identity = read(head)
    meta = found.metadata
    assert meta.issuer and meta.issuer.value == issuer
    assert (identity.division.code if identity.division else "") == code
    assert identity.level == level
    assert meta.year and meta.year.value == year
    for field, value in further.items():
        stated = getattr(meta, field)
        assert (stated.value if stated else "") == value, field
        if stated and field not in ("covers", "issued", "signed"):
            assert value in found.source.quote(stated.span)


def test_the_table_is_long_enough() -> None:
    assert len(HEADS) >= 60
    assert len({h[0] for h in HEADS}) == len(HEADS)


# three 大石街道, four 鼓楼区, two 朝阳区: what is around the report → code ("": undecided)
NAMESAKES = [
    ("大石街道2023年法治政府建设工作报告", "2023年,在合川区委、区政府的坚强领导下,大石街道", "", "500117007"),
    ("大石街道办事处2023年法治政府建设工作报告", "2023年,在广丰区委、区政府的领导下,", "", "361103005"),
    ("大石街道办事处2023年法治政府建设工作报告", "", "广州市番禺区人民政府大石街道办事处\n2024年1月5日\n", "440113012"),
    ("大石街道办事处2023年法治政府建设工作报告\n番禺区人民政府:", "", "", "440113012"),
    ("大石街道办事处2023年法治政府建设工作报告", "", "", ""),
    ("首页>广东省\n大石街道办事处2023年法治政府建设工作报告", "", "", ""),  # a province alone decides nothing
    ("大石街道办事处2023年法治政府建设工作报告", "", "合川区、番禺区友好街道\n", ""),
    ("朝阳区司法局2023年法治政府建设年度情况报告", "", "", ""),
    ("首页>长春市>朝阳区\n朝阳区司法局2023年法治政府建设年度情况报告", "", "", "220104"),
    ("市中区人民政府2023年法治政府建设工作总结", "", "", ""),
    ("市中区人民政府2023年法治政府建设工作总结\n乐山市人民政府:", "", "", "511102"),
    ("区教育局2023年法治政府建设工作总结", "2023年,前进区教育局", "", "230804"),
    ("区教育局2023年法治政府建设工作总结", "", "", ""),
    ("市司法局2023年法治政府建设工作总结", "", "", ""),
]  # fmt: skip


@in_one(("head", "opening", "tail", "code"), NAMESAKES)
def test_the_page_decides_among_namesakes(head: str, opening: str, tail: str, code: str) -> None:
    _, identity = read(head, opening, tail)
    assert (identity.division.code if identity.division else "") == code


def test_the_edges_of_the_page_outweigh_its_body() -> None:
    text = "大石街道办事处2023年法治政府建设工作报告\n合川区人民政府:" + BODY.format(opening="", tail="")
    found = extract(from_text(text.replace("组织学法3次", "赴番禺区组织学法3次")))
    division = identify(found, REFERENCE).division
    assert division
    assert division.code == "500117007"


def test_the_same_body_has_one_id_in_all_forms_of_its_name() -> None:
    heads = [
        "重庆市合川区司法局2023年法治政府建设工作报告",
        "合川区司法局2023年法治政府建设工作报告",
        "首页>合川区\n区司法局2023年法治政府建设工作报告",
    ]
    assert len({read(head)[1].org_id for head in heads}) == 1
    towns = ["山丹县大马营镇2022年法治政府建设工作报告", "山丹县大马营镇人民政府2022年法治政府建设工作报告"]
    assert len({read(head)[1].org_id for head in towns}) == 1


def test_the_number_of_a_cited_document_is_not_the_report_s() -> None:
    found, _ = read(
        "武陟县财政局2023年法治政府建设工作报告",
        "根据《法治政府建设与责任落实督察工作规定》(厅字〔2019〕28号)要求,",
    )
    assert found.metadata.document_number is None


@pytest.mark.parametrize("pronoun", ["我镇", "本镇"])
def test_we_are_the_issuer(pronoun: str) -> None:
    found, _ = read("山丹县大马营镇人民政府2022年法治政府建设工作报告", f"2022年,{pronoun}")
    (issuer,) = [b for b in found.bodies if b.name == "山丹县大马营镇人民政府"]
    (mention,) = [m for m in issuer.mentions if m.name == pronoun]
    assert found.source.quote(mention.span) == pronoun


@in_one("row", HEADS, ids=[h[0].replace("\n", "|")[:34] for h in HEADS])
def test_no_place_is_made_of_parts_of_names(row: tuple[str, str, str, str, str, dict[str, str]]) -> None:
    found, _ = read(row[0])
    for place in found.places:
        assert place.name in found.source.quote(place.span)
        assert not place.name.startswith(("国家", "中共", "局"))


JOINT = (
    "首页>焦作市>武陟县\n统一社会信用代码:{code}\n发布日期:2024-02-01\n中共武陟县委员会 武陟县人民政府\n"
    "关于2023年度法治政府建设情况的报告\n市委、市政府:"
)


@cache
def joint(code: str) -> tuple[list[Quad], tuple[str, ...]]:
    base = settings().base
    text = JOINT.format(code=code) + BODY.format(
        opening="2023年,在市委、市政府的坚强领导下,", tail="武陟县人民政府\n2024年1月10日\n"
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / "joint.txt"
        file.write_text(text, encoding="utf-8")
        built = build(file, base)
    return built.quads, built.warnings


def objects(quads: list[Quad], predicate: str) -> set[str]:
    return {
        q.object.value for q in quads if q.predicate.value.endswith(predicate) and hasattr(q.object, "value")
    }


def test_joint_issuers_in_the_graph() -> None:
    base = settings().base
    quads, warnings = joint("11410823005764123U")
    (report,) = {q.subject for q in quads if q.predicate.value == f"{base}ns#addressee"}
    of_report = [q for q in quads if q.subject == report]
    assert objects(of_report, "/terms/creator") == {f"{base}org/cn-410823-government"}
    assert objects(of_report, "/terms/contributor") == {f"{base}org/cn-410823-party-committee"}
    assert objects(of_report, "/terms/spatial") == {f"{base}place/cn-410823"}
    assert objects(of_report, "/terms/created") == {"2024-01-10"}
    assert objects(of_report, "/terms/issued") == {"2024-02-01"}
    assert objects(quads, "org#identifier") == {"11410823005764123U"}
    assert not [w for w in warnings if "代码" in w]


def test_a_joint_report_conforms() -> None:
    base = settings().base
    quads, _ = joint("11410823005764123U")
    outcome = validate([*quads, *shared_quads(base)], base)
    assert outcome.conforms


def test_a_credit_code_with_a_wrong_check_digit_is_told_and_not_asserted() -> None:
    quads, warnings = joint("11410823005764123X")
    assert objects(quads, "org#identifier") == set()
    assert [w for w in warnings if "11410823005764123X" in w and "GB 32100-2015" in w]


def test_the_candidates_of_an_undecided_place_are_named(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text(
        "大石街道办事处2023年法治政府建设工作报告" + BODY.format(opening="", tail=""), encoding="utf-8"
    )
    built = build(file, settings().base)
    (warning,) = [w for w in built.warnings if "同名" in w]
    assert all(words in warning for words in ("合川区大石街道 500117007", "361103005", "440113012"))
    assert objects(built.quads, "/terms/spatial") == set()
