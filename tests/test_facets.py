"""What a number is about: the rulings of the design as rows, every decider with an example and a counterexample."""

from __future__ import annotations

import random
import re

import pytest

from dashi_kg.model import Facets
from dashi_kg.reader.extract import extract
from dashi_kg.reader.facets import weighed
from dashi_kg.reader.facets.lexicon import BLOCKS, LAYERS, Entry, Words, hits, layer_of, lexicon, read_entries
from dashi_kg.reader.facets.rulings import rulings
from dashi_kg.reader.facets.sureness import sure_of_kind, sure_of_stage, sure_topic
from dashi_kg.reader.rules.weights import Weights, pairs, read, weigh
from dashi_kg.source.read import from_text
from evaluation.learn import learned
from scripts import grades
from tests.conftest import ROOT
from tests.many import in_one

TOPICS = (
    "A1 A2 A3 A4 A5 B1 B2 B3 B4 B5 C1 C2 C3 C4 C5 D1 D2 E1 E2 E3 E4 E5 E6 E7 E8 E9 F1 F2 F3 G1 G2 G3 G4 G5 G6 G7 "
    "H1 H2 H3 H4 H5 I1 I2 I3 I4 I5 I6 J1 K1 L1"
).split()
SORTS = "matter occasion person person-time body place document copy money rate change kind duration physical other".split()
STAGE_KEYS = "asked accepted handled concluded success failure pending new found issued dropped changed stock passed-on".split()
FRAME = (
    "发布日期:2024-02-20\n甲县人民政府2023年法治政府建设年度报告\n2023年,甲县推进依法行政,现将有关情况报告如下:\n"
    "一、2023年工作情况\n"
)


def facets(words: str) -> Facets:
    """The facets of the number in square brackets."""
    at = words.index("[") + len(FRAME)
    text = FRAME + words.replace("[", "").replace("]", "") + "。\n"
    found = extract(from_text(text))
    items = [o for o in found.observations if o.number_span and o.number_span.start >= at]
    assert items, words
    first = min(items, key=lambda o: o.number_span or o.span)
    assert first.facets is not None
    return first.facets


# words, topic, audience, kind, stage
ROWS = [
    # study and training by who learns
    ("县政府党组理论学习中心组集体学法[5次]", "A2", "leaders", "occasion", ""),
    ("举办行政执法人员培训班[4期]", "E7", "officers", "occasion", ""),
    ("组织机关干部参加法律知识测试[120人次]", "I4", "staff", "person-time", ""),
    ("举办行政执法人员培训班4期,参训[360人次]", "E7", "officers", "person-time", ""),
    ("组织执法资格考试[2批次]", "E6", "", "occasion", ""),
    # powers and service
    ("承接县级下放的行政执法事项[78项]", "B1", "", "matter", "passed-on"),
    ("办理食品经营许可证[860件]", "E3", "", "document", "handled"),
    ("取消无谓证明[8项]", "B2", "", "matter", "dropped"),
    ("企业开办时间由[3个工作日]压缩至1个工作日", "B2", "", "duration", ""),
    # review
    ("审查合同[96份]", "C4", "", "document", "handled"),
    ("公平竞争审查政策措施[26份]", "C5", "", "document", "handled"),
    ("评查执法案卷[320卷]", "E8", "", "document", ""),
    ("审核行政处罚案件[45件]", "E8", "", "matter", "handled"),
    ("聘请法律顾问[2名]", "D2", "", "person", ""),
    ("配备村(社区)法律顾问[12名]", "G6", "", "person", ""),
    # enforcement
    ("开展特种设备安全检查[450家次]", "E1", "", "occasion", ""),
    ("开展安全生产专项整治行动3次,检查企业[20家]", "E5", "", "body", ""),
    ("立案查处违法案件[36件]", "E2", "", "matter", "handled"),
    ("罚没款[18.7万元]", "E2", "", "money", ""),
    ("向公安机关移送涉嫌犯罪案件[3件]", "E9", "", "matter", "passed-on"),
    ("清理不合格执法人员[12名]", "E6", "", "person", "dropped"),
    ("撤销行政执法队伍[2支]", "E6", "", "body", "dropped"),
    # acts that say no stage of some topic or kind (no_stage.tsv)
    ("县政府常务会议研究法治议题[19个]", "A1", "", "matter", ""),
    ("提请市人大常委会审议地方性法规草案[2件]", "C1", "", "document", "issued"),
    ("组建[15人]的普法讲师团", "I5", "", "person", ""),
    ("审查政策措施36件,不予出台[2件]", "C5", "", "document", ""),
    ("审查设区市报备的规章和规范性文件[1183件]", "C2", "", "document", "handled"),
    ("划转整合[5支]执法队伍的职责", "E6", "", "body", ""),
    ("洪水影响评价审批[12件]", "E3", "", "matter", ""),
    ("发布预警信号[137期]", "F1", "", "occasion", "issued"),
    ("查获违规渔船[56艘]", "E2", "", "physical", ""),
    ("化解“登记难”小区4个、惠及业主[2260户]", "F3", "", "body", ""),
    # fields of bureaus, whatever the number before them was about
    ("县海事处检查渡口[13处],下发整改通知书9份", "E1", "", "place", ""),
    ("查处超限车辆932辆,卸载转运货物[1.43万吨]", "E4", "", "physical", ""),
    ("检查养殖场26家,补植复绿[2300余亩]", "F2", "", "physical", ""),
    ("处理游客投诉87件,新增文物保护单位[6处]", "F3", "", "place", "new"),
    # cases and their outcomes
    ("受理行政复议案件26件,审结[24件]", "G2", "", "matter", "concluded"),
    ("受理行政复议案件26件,其中撤销[3件]", "G2", "", "matter", "failure"),
    ("行政机关负责人出庭应诉率[100%]", "G4", "", "rate", ""),
    ("排查矛盾纠纷82件,化解[80件],化解率97.5%", "G1", "", "matter", "success"),
    ("排查矛盾纠纷82件,化解80件,化解率[97.5%]", "G1", "", "rate", "success"),
    ("受理信访案件20件,未办结[3件]", "G5", "", "matter", "pending"),
    ("受理行政复议案件26件,同比增长[12%]", "G2", "", "change", ""),
    ("答复检察建议[6份]", "G7", "", "document", "concluded"),
    # publicity
    ("发放宣传资料[5000余份]", "I2", "", "copy", ""),
    ("开展普法活动12场,受教育群众[4000余人次]", "I3", "", "person-time", ""),
    ("镇司法所开展法治宣传[12场次]", "I1", "", "occasion", ""),
    ("组建[22支]普法小分队", "I5", "", "body", "new"),
    # words that only look like another
    ("向县人大常委会报告法治工作[1次]", "A5", "", "occasion", ""),
    ("答复依申请公开[38件]", "H2", "", "matter", "concluded"),
    ("下达责令改正通知书[33份]", "E1", "", "document", "issued"),
    ("办理人大代表建议131件、政协提案[156件]", "H3", "", "matter", "handled"),
]  # fmt: skip


@in_one(("words", "topic", "audience", "kind", "stage"), ROWS, ids=[row[0] for row in ROWS])
def test_rulings_of_the_design(words: str, topic: str, audience: str, kind: str, stage: str) -> None:
    found = facets(words)
    assert (found.topic, found.audience, found.quantity_kind, found.stage) == (
        topic,
        audience,
        kind,
        stage,
    ), found


@in_one("ruling", rulings(), ids=lambda r: r.id)
def test_each_ruling_decides_its_example_and_leaves_its_counterexample(ruling) -> None:  # type: ignore[no-untyped-def]
    found = facets(ruling.example)
    assert (found.topic_rule, found.topic) == (ruling.id, ruling.topic)
    assert facets(ruling.counter).topic_rule != ruling.id


def _rows(name: str) -> list[dict[str, str]]:
    return grades.rows(ROOT / "dashi_kg/reader/facets" / name)


@in_one("row", [*_rows("act_stages.tsv"), *_rows("negated.tsv"), *_rows("stage_fits.tsv")], ids=str)
def test_what_an_act_says_is_shown_by_a_number(row: dict[str, str]) -> None:
    """In its topic, with a negation, of its sort of thing."""
    found = facets(row["example"])
    if "sort" in row:
        assert found.stage in row["only"].split() if row["only"] else found.stage not in row["never"].split()
    elif "negated" in row:
        assert (found.stage, found.topic != "L1") == (row["negated"], True), found
    else:
        (hit,) = [
            h for h in hits("act", row["example"], 0, len(row["example"])) if h.entry.form == row["form"]
        ]
        wanted = {"=": hit.entry.stage, "-": ""}.get(row["stage"], row["stage"])
        assert found.stage == wanted and (
            not row["topics"] or found.topic.startswith(tuple(row["topics"].split()))
        )


@in_one("row", _rows("counter.tsv"), ids=lambda row: row["form"])
def test_what_a_counter_word_may_count(row: dict[str, str]) -> None:
    assert row["what"] in ("unit", "counter") and row["kind"] in SORTS
    assert set(row["may be"].split()) <= set(SORTS)
    assert row["what"] == "unit" or row["form"] in row["seen"]


def test_all_words_together_overrule_one_word_but_no_ruling_of_the_design() -> None:
    found = facets("举办集市[17场],接受咨询1500人次")
    assert (found.topic, found.topic_rule) == ("I1", weighed.RULE)
    assert not sure_topic(found)
    assert facets("受理行政复议案件[26件]").topic_rule == "own-head"
    assert facets("取消户籍证明[18类]").topic_rule == "paper-dropped"


def test_all_words_together_overrule_a_kind_and_a_stage_but_nothing_that_is_said_for_sure() -> None:
    seized = facets("收缴“三无”船舶、网具分别为22艘和[780张],查获非法捕捞案件14起")
    assert (seized.quantity_kind, seized.kind_rule) == ("physical", weighed.KIND_RULE)
    few = facets("执法力量薄弱,水政监察人员仅[14名],人均管护水面近3平方公里")
    assert (few.stage, few.stage_rule) == ("", weighed.STAGE_RULE)
    assert not sure_of_kind(seized) and not sure_of_stage(few, "水政监察人员")
    plain = facets("受理行政复议案件[26件]")
    assert (plain.quantity_kind, plain.stage, plain.stage_rule) == ("matter", "accepted", "stage-of-act")
    with pytest.MonkeyPatch.context() as patch:  # whatever the weights say
        wild = {"kind": "document:9999", "stage": "dropped:9999", "topic": "A1:0"}
        found = {f: Weights({f"u{c}": w for c in ("元", "家次", "件", "%")}) for f, w in wild.items()}
        patch.setattr(weighed, "weights_of", found.__getitem__)
        assert facets("受理行政复议案件[26件]").quantity_kind == "document"
        assert facets("受理行政复议案件[26件]").stage == "accepted"
        assert facets("全年依法受理行政复议案件[26件]").stage == "dropped"
        assert facets("检查企业[120家次]").quantity_kind == "occasion"
        assert facets("合格率达[98%]").quantity_kind == "rate"
        assert facets("办结21件,尚有[2件]在办").stage == "pending"


def test_the_weights_are_learned_from_the_labels_alone_and_the_same_each_time() -> None:
    rows = [(["o调解", "u件"], "G1"), (["o复议", "u件"], "G2")] * 3
    table = learned(rows)
    assert table == learned(rows)
    lines = Weights(pairs(table.partition("\n")[2]))
    assert weigh(["o调解", "u件"], lines)[0][1] == "G1"
    assert weigh(["o复议"], lines)[0][1] == "G2"
    assert weigh(["o未见"], lines) == []


def test_weights_that_are_added_up_packed_give_the_sum_of_each_topic() -> None:
    lines = {**read(weighed.FILES["topic"]), "only": "A1:-9999", "two": "L1:9999 A1:1"}
    weights, dice, known = Weights(lines), random.Random(3), sorted(lines)
    for size in (0, 1, 2, 40, 160):
        asked = [*dice.sample(known, size), "o未见", *("only", "two")[: size % 3]]
        sums: dict[str, int] = {}
        for cell in " ".join(lines.get(sign, "") for sign in asked).split():
            topic, _, weight = cell.partition(":")
            sums[topic] = sums.get(topic, 0) + int(weight)
        assert weigh(asked, weights) == sorted(
            ((n, t) for t, n in sums.items()), key=lambda row: (-row[0], row[1])
        )


def test_the_files_of_weights_are_in_order() -> None:
    for facet, keys in (("topic", TOPICS), ("kind", SORTS), ("stage", (weighed.NONE, *STAGE_KEYS))):
        rows = read(weighed.FILES[facet])
        assert list(rows) == sorted(rows) and len(rows) > 10_000
        assert {cell.split(":")[0] for line in rows.values() for cell in line.split()} <= set(keys)


def test_ids_are_given_once() -> None:
    ids = [r.id for r in rulings()]
    assert len(ids) == len(set(ids))


def test_the_lexicon_is_in_order() -> None:
    entries = read_entries()
    assert len(entries) >= 1500
    assert len({(layer_of(e), e.form) for e in entries}) == len(entries)
    for e in entries:
        assert e.form == e.form.strip() and re.search(r"[\u4e00-\u9fff]|\d|[A-Za-z]", e.form), e
        assert e.topic in ("", *TOPICS) and e.kind in ("", *SORTS) and e.stage in ("", *STAGE_KEYS), e
        assert 0 <= e.strength <= 9, e
        assert (e.role in ("head", "verb", "rate", "name")) == bool(e.topic), e
        assert e.role != "act" or e.stage, e
        assert e.role != "noun" or e.kind, e
    assert {e.topic for e in entries if e.topic} == set(TOPICS)


@pytest.mark.parametrize("layer", LAYERS)
def test_each_word_is_found(layer: str) -> None:
    words = lexicon()[layer]
    for entry in (e for e in read_entries() if layer_of(e) == layer):
        assert [hit.entry for hit in words.find(entry.form, 0, len(entry.form))] == [entry], entry.form


@pytest.mark.parametrize("layer", ["topic", "act"])
def test_each_block_is_needed(layer: str) -> None:
    every = [e for e in read_entries() if layer_of(e) == layer]
    open_ = Words.of("\t".join(map(str, e)) for e in every if e.role not in BLOCKS)
    words = lexicon()[layer]

    def hits(found: Words, e: Entry) -> list[str]:
        example = e.example or e.form
        return [h.entry.form for h in found.find(example, 0, len(example)) if h.entry.role not in BLOCKS]

    assert [e.form for e in every if e.role in BLOCKS and hits(open_, e) == hits(words, e)] == []


def test_a_title_is_passed_over() -> None:
    view = "学习《行政复议法》3次"
    assert [hit.entry.form for hit in lexicon()["topic"].find(view, 0, len(view))] == ["学习"]


def test_strong_words_decide_before_a_number() -> None:
    strong = [
        e for e in read_entries() if e.role == "head" and e.strength >= 9 and not re.search(r"\d", e.form)
    ]
    lines = [f"(一)工作\n做好{e.form}12件。" for e in strong]
    found = extract(from_text(FRAME + "\n".join(lines) + "\n"))
    topics = [o.facets.topic for o in found.observations if o.facets and o.classifier == "件"]
    assert len(topics) == len(strong)
    wrong = [e.form for e, topic in zip(strong, topics, strict=True) if topic != e.topic]
    assert len(wrong) <= len(strong) // 20, wrong


def test_every_number_has_its_facets() -> None:
    found = extract(from_text(FRAME + "受理案件3件,办结2件。实现全覆盖。未发生安全事故。\n"))
    assert found.observations and all(o.facets is not None for o in found.observations)
