"""Names in English, composed from Chinese ones: by sound, by the kind of body, by the level of the place."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from dashi_kg.knowledge.english.body_names import body_name
from dashi_kg.knowledge.english.group_names import group_name
from dashi_kg.knowledge.english.place_names import place_name
from dashi_kg.knowledge.english.post_names import post_name
from dashi_kg.knowledge.english_titles import english_title
from dashi_kg.knowledge.reference import load_reference
from dashi_kg.knowledge.resolve import Identity
from dashi_kg.query.engines import engine
from dashi_kg.query.labels import with_labels
from dashi_kg.rdf.namespaces import LABEL, curie
from dashi_kg.rdf.terms import value
from dashi_kg.resources import data_dir
from dashi_kg.text.pinyin import romanised, syllables
from tests.many import in_one


@in_one(
    ("words", "expected"),
    [
        ("沙鱼", "Shayu"),
        ("重庆", "Chongqing"),  # 重 alone is zhong
        ("长安", "Chang'an"),
        ("西安", "Xi'an"),
        ("吕梁", "Lüliang"),
        ("调解", "Tiaojie"),
        ("A区12号", "Aqu12hao"),
        ("Shayu", "Shayu"),
        ("", ""),
    ],
)
def test_names_by_sound(words: str, expected: str) -> None:
    assert romanised(words) == expected


def test_syllables_stay_apart() -> None:
    assert syllables("调解率98%") == ["tiao", "jie", "lü", "98%"]


REFERENCE = load_reference(data_dir() / "reference")
KIND = "public body"


@in_one(
    ("zh", "expected"),
    [
        # governments and their offices, with the place or the level that the words name
        ("岚水县人民政府", "People's Government of Lanshui County"),
        ("县人民政府", "County People's Government"),
        ("青乌县黄荆坝镇人民政府", "People's Government of Huangjingba Town, Qingwu County"),
        ("红旗街道办事处", "Office of Hongqi Subdistrict"),  # no banner with an office of a subdistrict
        ("岚水县人民政府办公室", "General Office of the People's Government of Lanshui County"),
        ("江埠區人民政府", "People's Government of Jiangbu District"),
        ("广西壮族自治区人民政府", "People's Government of Guangxi Zhuang Autonomous Region"),
        ("湘西土家族苗族自治州", "Xiangxi Tujia and Miao Autonomous Prefecture"),
        ("巴音郭楞蒙古自治州", "Bayingolin Mongol Autonomous Prefecture"),
        ("双江拉祜族佤族布朗族傣族自治县", "Shuangjiang Lahu, Va, Blang and Dai Autonomous County"),
        ("内蒙古自治区司法厅", "Justice Department of Inner Mongolia Autonomous Region"),
        ("陕西省人民政府", "People's Government of Shaanxi Province"),  # 山西省 has the same sound
        ("山西省人民政府", "People's Government of Shanxi Province"),
        ("水族镇人民政府", "People's Government of Shuizu Town"),
        ("平远市", "Pingyuan City"),  # it reports in the name of its place
        # departments: the field, then the word behind it
        ("区司法局", "District Justice Bureau"),
        ("鹤鸣市城市管理局", "Urban Management Bureau of Heming City"),
        ("市场监督管理局", "Market Regulation Bureau"),  # 市 is no level here
        ("县文化广电和旅游局", "County Culture, Radio, Television and Tourism Bureau"),
        ("省公安厅", "Provincial Public Security Department"),
        ("国家税务总局云河县税务局", "Tax Bureau of Yunhe County of the State Taxation Administration"),
        # a body of a body
        ("永泽县公安局交通警察大队", "Traffic Police Brigade of the Public Security Bureau of Yongze County"),
        ("县人民政府行政复议局", "Administrative Reconsideration Bureau of the County People's Government"),
        ("局法规科", "Regulations Section of the Bureau"),
        # the Party, congresses, courts
        ("中共梧丘市委员会", "Party Committee of Wuqiu City"),
        ("县委全面依法治县委员会", "Commission for Law-Based Governance of the County Party Committee"),
        ("区人大常委会", "Standing Committee of the District People's Congress"),
        ("市中级人民法院", "Municipal Intermediate People's Court"),
        # a name of its own by its sound
        ("广正律师事务所", "Guangzheng Law Firm"),
        ("区市场监管局南浦桥所", "Nanpuqiao Station of the District Market Regulation Bureau"),
        ("东码头消防中队", "Dongmatou Fire Squadron"),
        ("第二监管所", "No. 2 Regulation Station"),
        # no known word at its end: by its sound, and its kind
        ("天天向上俱乐部", "Tiantianxiangshangjulebu (public body)"),
        ("云河县天天向上俱乐部", "Tiantianxiangshangjulebu (public body) of Yunhe County"),
    ],
)
def test_bodies(zh: str, expected: str) -> None:
    assert body_name(zh, KIND) == expected


@pytest.mark.parametrize(
    ("zh", "division", "expected"),
    [
        ("沙鱼镇人民政府", "500117100", "People's Government of Shayu Town, Hechuan District"),
        ("合川区人民政府", "500117", "People's Government of Hechuan District"),
        ("重庆市合川区司法局", "500117", "Justice Bureau of Hechuan District"),
        ("中共合川区委员会", "500117", "Party Committee of Hechuan District"),
        ("大石街道党工委", "500117007", "Party Working Committee of Dashi Subdistrict, Hechuan District"),
        # the division is certain, but the words do not begin with it: nothing is added to them
        ("区司法局", "500117007", "District Justice Bureau"),
    ],
)
def test_bodies_of_a_division(zh: str, division: str, expected: str) -> None:
    known = REFERENCE.division(division)
    assert known
    lies_in = (known.zh, REFERENCE.placed_name(known))
    assert body_name(zh, KIND, REFERENCE.english_name, lies_in=lies_in) == expected


@in_one(
    ("zh", "kind", "expected"),
    [
        ("柿子村", "village", "Shizi Village"),
        ("青棠经济技术开发区", "county", "Qingtang Economic and Technological Development Zone"),
        ("西安市", "prefecture", "Xi'an City"),
        ("吕梁市", "prefecture", "Lüliang City"),
        ("重庆市", "province", "Chongqing Municipality"),  # as the table has it
        ("“明法廊”", "site", "Mingfalang (site)"),
        ("岚水县迎宾大道18号", "address", "No. 18 Yingbin Avenue, Lanshui County"),
        ("柿子村希望小学东侧空地", "address", "Shi zi cun xi wang xiao xue dong ce kong di (address)"),
        ("乡镇", "township", "Xiangzhen (township)"),  # a class, no name
    ],
)
def test_places(zh: str, kind: str, expected: str) -> None:
    assert place_name(zh, kind, kind, REFERENCE.english_name) == expected


@pytest.mark.parametrize(
    ("division", "name", "kind", "expected"),
    [
        ("500117100", "沙鱼镇人民政府", "township-government", "Rule-of-law report 2024, Shayu Town"),
        # one of 88 towns of this name
        ("620123100", "城关镇人民政府", "township-government", "Rule-of-law report 2024, Chengguan Town, Yuzhong County"),
        ("500117", "合川区司法局", "bureau", "Rule-of-law report 2024, Justice Bureau of Hechuan District"),
        ("", "岚水县人民政府", "county-government", "Rule-of-law report 2024, Lanshui County"),
        ("", "", "", "Rule-of-law report 2024, issuer not stated"),
    ],
)  # fmt: skip
def test_titles(division: str, name: str, kind: str, expected: str) -> None:
    found = REFERENCE.division(division) if division else None
    assert english_title(Identity("x", found, (), name=name), kind, "2024", REFERENCE) == expected


@in_one(
    ("zh", "expected"),
    [
        ("17个村(社区)", "17 villages (communities)"),
        ("1个社区", "1 community"),
        ("个别部门", "individual departments"),
        ("有的站所", "some stations"),
        ("上级", "superiors"),
        (
            "人大代表、政协委员",
            "deputies to people's congresses, members of political consultative conferences",
        ),
        # one unknown word, and nothing is composed
        ("人大代表、天外来客", ""),
        ("执法人员", ""),
        ("3个天外来客", ""),
    ],
)
def test_groups_of_actors(zh: str, expected: str) -> None:
    assert group_name(zh) == expected


@in_one(
    ("zh", "expected"),
    [
        ("局长", "Bureau Director"),
        ("名副局长", "Deputy Bureau Director"),  # 由3名副局长
        ("县长", "County Head"),
        ("镇党委书记", "Secretary of the Town Party Committee"),
        ("办事处主任", "Director of the Office"),
        ("县司法局局长", "Director of the County Justice Bureau"),
        ("党工委政法委员", "Political and Legal Affairs Commissioner of the Party Working Committee"),
        ("党政主要负责人", "Principal Leaders of Party and Government"),
        ("局党委书记、局长", "Secretary of the Party Committee of the Bureau and Bureau Director"),
        ("市委、市政府主要负责同志", "Principal Leader of the Municipal Party Committee and the Municipal Government"),
        # what has no known post, or a body of which nothing is known, is told by its kind
        ("天外来客", "Head of a department"),
        ("天外来客主任", "Head of a department"),
    ],
)  # fmt: skip
def test_posts(zh: str, expected: str) -> None:
    assert post_name(zh, "head of a department") == expected


def test_namesakes_are_told_apart_in_answers() -> None:
    quads = []

    def say(s: str, p: NamedNode, o: NamedNode | Literal) -> None:
        quads.append(Quad(NamedNode(s), p, o))

    for body, county, en in (
        ("1", "榆中县", "Yuzhong County"),
        ("2", "平江县", "Pingjiang County"),
        ("3", "攸县", "You County"),
    ):
        org, report, place = f"urn:x/org/{body}", f"urn:x/report/{body}", f"urn:x/place/{body}"
        name = "城关镇人民政府" if body != "3" else "网岭镇人民政府"
        say(org, LABEL, Literal(name, language="zh"))
        say(report, curie("dct:creator"), NamedNode(org))
        say(report, curie("dct:spatial"), NamedNode(f"{place}/town"))
        say(f"{place}/town", curie("schema:containedInPlace"), NamedNode(place))
        say(place, LABEL, Literal(county, language="zh"))
        say(place, LABEL, Literal(en, language="en"))
    say("urn:x/org/4", LABEL, Literal("网岭镇人民政府", language="zh"))  # it reports nothing
    on = engine("pyoxigraph", quads, "urn:x/")
    asked = f"SELECT ?body {{ ?report <{curie('dct:creator').value}> ?body }} ORDER BY ?body"
    names = [value(row[1]) for row in with_labels(on.run(asked), on, "zh").rows or ()]
    assert names == ["城关镇人民政府（榆中县）", "城关镇人民政府（平江县）", "网岭镇人民政府"]
