"""Numerals in all their spellings: what each says, what is left alone, and what is listed as not read."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashi_kg.model import Observation
from dashi_kg.reader.numbers.rule import Rule, said
from dashi_kg.reader.numbers.rules import RULES, WAYS, one_way
from dashi_kg.reader.rules.table import yaml_rows
from dashi_kg.text.fold import fold
from dashi_kg.text.numerals import SIGNS, in_chinese, number, pair
from dashi_kg.text.traditional import simplified
from dashi_kg.validation.checks import numbers_in
from tests.helpers import report
from tests.look_arounds import look_arounds
from tests.many import in_one

# (reason, sentence, value unit qualifier of each number)
SENTENCES = [
    ("亿 and 千万", "投入资金一亿二千万元。", ["120000000元 exact"]),
    ("a point before 万", "投入经费三十五点六万元。", ["356000元 exact"]),
    ("两 and 万", "组织群众两万五千人参加。", ["25000人 exact"]),
    ("余 behind a long numeral", "发放资料一万二千三百余份。", ["12300份 more-than"]),
    ("two neighbours", "开展培训两三次。", ["2–3次 range"]),
    ("neighbours times ten", "走访三四十户。", ["30–40户 range"]),
    ("neighbours times ten thousand", "吸引三五万人次参与。", ["30000–50000人次 range"]),
    ("neighbours behind ten", "覆盖十七八个部门。", ["17–18个 range"]),
    ("neighbours with a mark", "走访2、3百户,培训2、3次。", ["200–300户 range", "2–3次 range"]),
    ("零 in the middle", "全县常住人口一百九十万零三千九百七十一人。", ["1903971人 exact"]),
    ("零 behind 万", "调解纠纷十万零一千件。", ["101000件 exact"]),
    ("零 before 十", "调解纠纷一千零十七件。", ["1017件 exact"]),
    ("万亿", "投入资金3.5万亿元。", ["3500000000000元 exact"]),
    ("digits and magnitudes", "中央资金1千2百万元。", ["12000000元 exact"]),
    ("digits and numerals", "省级资金1千二百万元,审结3百五十件。", ["12000000元 exact", "350件 exact"]),
    ("个亿 of money", "撬动社会资本1.2个亿。", ["120000000元 exact"]),
    ("个亿 of something else", "短视频点击量达3个亿。", ["300000000 reaches"]),
    ("signs of units", "绿化面积1200㎡,新建道路3km,清淤12m³。", ["1200平方米 exact", "3公里 exact", "12立方米 exact"]),
    ("per thousand and ten thousand", "满意率为千分之九百八十五,差错率万分之二。", ["98.5% exact", "0.02% exact"]),
    ("per hundred, two ends", "占比百分之三十至四十,增长百分之二三十。", ["30–40% range", "20–30% range"]),
    ("capital forms", "拨付资金壹拾贰万元,印发叁拾份,占百分之玖拾伍。", ["120000元 exact", "30份 exact", "95% exact"]),
    ("廿 and 卅", "走访廿三户,参加卅余人。", ["23户 exact", "30人 more-than"]),
    ("radicals and traditional characters", "調解糾紛⼆百件。", ["200件 exact"]),
    ("a fraction with a stroke", "法学专业不足1/3,占2/3以上。", ["0.333333333333 below", "0.666666666667 at-least"]),
    ("yuan and jiao", "每份收费3元5角。", ["3.5元 exact"]),
    ("tenths, two ends", "检查频次降低两三成。", ["20–30% range"]),
    ("ranges in words", "建设三百至五百户,投入三至五万元。", ["300–500户 range", "30000–50000元 range"]),
    ("before 万 alone, behind 上", "投入上千万元,参与近百万人次。", ["10000000元 at-least", "1000000人次 below"]),
    ("a word that ends in a numeral", "统一3个标准,统一三个口径。", ["3个 exact", "3个 exact"]),
    ("grades, plans and lists are no neighbours", "二三级单位,十四五期间,第二、三批,一、二审,12、13件。", ["13件 exact"]),
    ("ordinals in a row", "十四届三次全会,第十二、十三次会议,第12、13次会议,第二批、三批清单。", []),
    ("money written in full", "拨付壹佰万元整,经费20万元整。", ["1000000元 exact", "200000元 exact"]),
    ("years", "一至两年内完成,三到五年整改。", ["1–2年 range", "3–5年 range"]),
    ("words with numerals", "三五成群,千家万户,数以万计,一二三产业,三角地带5处。", ["5处 exact"]),
    ("what breaks the order is not read", "办理三十五百件,二〇二三件。", []),
]  # fmt: skip


def row(o: Observation) -> str:
    value = f"{o.min_inclusive:f}–{o.max_inclusive:f}" if o.value is None else f"{o.value:f}"
    return f"{value}{'%' if o.unit == 'percent' else o.classifier} {o.qualifier}"


@in_one(("reason", "sentence", "expected"), SENTENCES, ids=[s[0] for s in SENTENCES])
def test_sentences(reason: str, sentence: str, expected: list[str]) -> None:
    found = report(sentence)
    assert [row(o) for o in found.observations] == expected, reason
    for o in found.observations:
        assert o.value is None or o.value in numbers_in(found.source.quote(o.span))


@in_one("rule", RULES, ids=lambda r: r.id)
def test_each_rule_reads_its_examples_alone(rule: Rule) -> None:
    assert len(rule.examples) > 1 and rule.counterexamples
    read = {words: [said(r) for r in rule.find(words)] for words, _ in rule.examples}
    assert read == {words: [expected] for words, expected in rule.examples}
    assert [words for words in rule.counterexamples if list(rule.find(words))] == []


WRITTEN = {row["id"]: row for row in yaml_rows(WAYS)}


@in_one("rule", RULES, ids=lambda r: r.id)
def test_each_look_around_of_a_way_is_needed(rule: Rule) -> None:
    """Without it the way reads something else in an example or counterexample."""
    row = WRITTEN[rule.id]
    sentences = (*(words for words, _ in rule.examples), *rule.counterexamples)
    for begin, end in look_arounds(row["pattern"]):
        without = one_way({**row, "pattern": f"{row['pattern'][:begin]}(?:){row['pattern'][end:]}"})
        assert any(
            [said(r) for r in rule.find(words)] != [said(r) for r in without.find(words)]
            for words in sentences
        ), row["pattern"][begin:end]


@pytest.mark.parametrize(("sentence", "expected"), [
    ("化解纠纷数十件,服务几百人,开展若干次,回访好几家。", [("数十件", "indefinite"), ("几百人", "indefinite"), ("若干次", "indefinite"), ("好几家", "indefinite")]),
    ("落实三项制度,印发第三批、四批清单。", [("三项", "slogan-code"), ("第三批", "ordinal"), ("四批", "ordinal")]),
    ("办理三十五百件。", [("三十五百件", "other")]),
    ("一名党员带头,投入2079余万元、1.3 万人,审结五百余件。", []),
])  # fmt: skip
def test_what_is_seen_and_not_read_is_listed(sentence: str, expected: list[tuple[str, str]]) -> None:
    found = report(sentence)
    quoted = [(found.source.quote(n.span), n.reason) for n in found.not_statistics]
    assert [q for q in quoted if not re.search(r"\d", q[0])] == expected


@in_one(("words", "value"), [
    ("一百二", 120), ("两千五", 2500), ("一万二", 12000), ("一亿三", 130000000), ("3万5", 35000), ("3万2000", 32000), ("二〇二三", 2023), ("一十二", 12),
    ("百二十", 120), ("一点二万亿", 1200000000000), ("1亿2千3百", 100002300), ("九点零五", Decimal("9.05")), ("万", 10000), ("○", 0),
    ("三十五百", None), ("一万万", None), ("一亿亿", None), ("一千零", None), ("百千", None), ("三点五十", None), ("3.5万2千", None), ("点五", None),
    ("1.2.3", None), ("", None), ("一" * 50, None), ("9" * 25, None), ("第三", None),
])  # fmt: skip
def test_values_of_numerals(words: str, value: int | Decimal | None) -> None:
    assert number(words) == value


@given(st.integers(0, 10**13))
def test_a_number_written_in_chinese_is_read_again(value: int) -> None:
    assert number(in_chinese(value)) == value


@given(st.integers(0, 10**13 - 1), st.sampled_from("件 人次 元 户".split()))
def test_a_number_in_a_sentence_is_read_as_a_whole(value: int, unit: str) -> None:
    words = in_chinese(value)
    read = [r for rule in RULES for r in rule.find(f"共{words}{unit}。")]
    assert value < 2 or {r.value for r in read} == {Decimal(value)}, words


@given(
    st.decimals(0, 9999, places=2, allow_nan=False),
    st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]),
)
def test_decimals_in_words(value: Decimal, scale: tuple[str, int]) -> None:
    assert number(in_chinese(value) + scale[0]) == value * scale[1]


@given(st.integers(1, 10**13 - 1))
def test_another_reader_agrees(value: int) -> None:
    cn2an = pytest.importorskip("cn2an", reason="cn2an is not installed: pip install cn2an")
    words = in_chinese(value)
    assert cn2an.cn2an(words, "smart") == value
    assert number(cn2an.an2cn(str(value), "low")) == value
    assert number(cn2an.an2cn(str(value), "up")) == value


_WRITTEN = st.text(
    alphabet="0123456789一二两三四五六七八九十百千万亿零点余多几数个件次人元、至统%,。第",
    min_size=1,
    max_size=24,
)


@given(_WRITTEN)
def test_no_sign_of_a_numeral_is_cut_off(words: str) -> None:
    """A numeral is read as a whole: none of its signs stands right before what is read, or between it and its unit."""
    found = report(f"全年共{words}。")
    view = fold(found.source.text)
    for o in found.observations:
        if o.number_span is None:
            continue
        before = view[o.number_span.start - 1]
        assert (
            before not in SIGNS + "0123456789"
            or view[o.number_span.start - 2 : o.number_span.start] == "统一"
        )
        behind = re.match(rf"[{SIGNS}\d]*", view[o.number_span.end :])
        assert behind and set(behind[0]) <= set("十百千万亿"), view  # its magnitude


def test_neighbours_are_no_other_numerals() -> None:
    assert [pair(w) for w in ("二十三", "二〇二三", "一二三", "三二", "五")] == [None] * 5


def test_folding_keeps_the_length_and_is_done_in_one_go() -> None:
    pairs = simplified()
    assert len(pairs) > 3000 and not set(pairs) & set(pairs.values())
    assert fold("徵收⾞⼈⺠⻓龍後於體") == "征收车人民长龙后于体"
    assert fold("著名乾坤⺅") == "著名乾坤⺅"  # simplified text has the first three, no character is the last
