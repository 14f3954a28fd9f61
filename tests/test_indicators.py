"""Which concept a value is one of: by its words, its unit and its counter word."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from dashi_kg.graph.figures.explained import (
    end_said,
    explained,
    of_heads_only,
    of_one_head,
    of_village_counsel,
    stage_said,
    unsaid,
)
from dashi_kg.graph.figures.figure_indicators import match_indicator, named_indicator
from dashi_kg.knowledge.indicators import facets_of, indicators
from dashi_kg.knowledge.vocabulary import definitions, vocabulary
from dashi_kg.model import Observation
from dashi_kg.model.changed import changed
from dashi_kg.pipeline import build, shared_quads
from dashi_kg.query.engines import engine
from dashi_kg.query.questions import question
from dashi_kg.settings import settings
from tests.helpers import report
from tests.many import in_one
from tests.questions import table

BASE = settings(None).base
HERE = vocabulary(BASE)


@in_one(("words", "keys"), [
    ("办理行政处罚案件23件,罚款1.2万元。", ["penalty-cases", "fines"]),
    ("收到行政复议申请31件,受理28件,审结27件,综合纠错率18.5%。", [
        "reconsideration-applications", "reconsideration-accepted", "reconsideration-concluded", "reconsideration-overall-correction-rate"]),
    ("化解各类矛盾纠纷12起,培育“法律明白人”30名。", ["disputes-resolved", "law-literate-villagers-new"]),
    ("审核行政规范性文件9件,制发规范性文件4份,清理规范性文件76件。", [
        "normative-documents-reviewed", "normative-documents-issued", "normative-documents-cleared"]),
    ("行政诉讼案件败诉率6.4%,行政首长出庭应诉率100%。", ["litigation-loss-rate", "court-attendance-rate"]),
    ("办理人大代表建议8件、政协提案6件,办复率100%。", ["deputy-suggestions", "committee-proposals", "proposals-answered-rate"]),
    # persons who took part are no occasions; powers are no acts; documents are no campaigns; how many times is no number
    ("开展法治培训6期。", ["training-sessions"]),
    ("开展法治培训320人次。", ["training-person-times"]),
    ("梳理行政许可19项、行政处罚345项。", ["", ""]),
    ("开展规范性文件清理2次。", [""]),
    ("行政处罚12人。", [""]),
    ("行政复议案件66件,是2022年的2.5倍。", ["reconsideration-cases-total", ""]),
    # a share, the size of a change and what is left are other indicators than the count
    ("办理行政处罚案件23件,比上年减少11件,占案件总数的12%。", ["penalty-cases", "", ""]),
    ("排查矛盾纠纷20起,化解18起,其余2起正在调处。", ["disputes-identified", "disputes-resolved", ""]),
])  # fmt: skip
def test_words_unit_and_counter_name_the_indicator(words: str, keys: list[str]) -> None:
    found = [
        match_indicator(HERE, o.wording or o.counted, o.unit, o.classifier)
        for o in report(words).observations
    ]
    assert [concept.key if concept else "" for concept in found] == keys


@pytest.mark.parametrize(("key", "words", "part", "named"), [
    ("disputes-resolved", "化解各类矛盾纠纷", False, True),
    ("disputes-resolved", "成功化解全县矛盾纠纷", False, True),
    # words that cut out a part, in any name; words that no list knows, in a name of things of one sort
    ("disputes-resolved", "当场化解矛盾纠纷", False, False),
    ("disputes-resolved", "化解草场纠纷", False, False),
    ("inspections", "检查沿街商户", False, True),
    ("inspections", "涉企检查", False, False),
    ("hidden-dangers-found", "排查重大隐患", False, False),
    # 被撤销 is no 撤销, a fine that was spared is no fine; a title is an example
    ("reconsideration-cases-corrected", "被撤销行政复议案件", False, False),
    ("fines-and-confiscations", "涉及罚款", False, False),
    ("normative-documents-issued", "制定《根治欠薪工作考核办法》等规范性文件", False, True),
    # how it is counted: 按时 and 按期 are one, and none of a name that has neither; a cut is no level; a sort of body is a part
    ("on-time-conclusion-rate", "按期办结率", False, True),
    ("complaints-conclusion-rate", "按期办结率", False, False),
    ("collective-law-study", "集体学法", False, True),
    ("petition-visits", "接待集体来访", False, False),
    ("petition-visits", "接待来访群众", False, True),
    ("materials-required", "申请材料", False, True),
    ("materials-required", "压减申请材料", False, False),
    ("service-time", "法定时限", False, False),
    ("inspections", "检查校外培训机构", False, False),
    ("violation-cases", "查处价格违法案件", False, False),
    # two things counted together under the name of one
    ("land-disputes-resolved", "化解土地承包、用水纠纷", False, False),
    ("disputes-mediated", "调解土地承包、用水纠纷", False, False),
    # the words of a part say which part it is
    ("inspections", "检查沿街商户", True, False),
    ("violation-cases", "查处违法案件", True, True),
    # of a sort that the words name, whole or part
    ("sort-violation-cases", "查处网约车违规案件", False, True),
    ("sort-violation-cases", "查处网约车违规案件", True, True),
    ("sort-violation-cases", "查处违法案件", False, False),
])  # fmt: skip
def test_every_word_of_a_figure_is_accounted_for(key: str, words: str, part: bool, named: bool) -> None:
    assert explained(HERE.concept("indicator", key), words, part) == named


def test_the_narrower_name_is_given_where_there_is_one() -> None:
    """涉企检查 is not 行政检查 in all; a name that no stage parts from others leaves no verb of one over."""
    found = report("开展涉企检查23次,检查沿街商户120户次。").observations
    assert [named(o) for o in found] == ["inspections-of-enterprises", "inspections"]


@pytest.mark.parametrize(("key", "words", "actor", "named"), [
    # a name that says how it is counted wants it said; a head's own act is no total, save of what heads do
    ("on-time-conclusion-rate", "办结率", "", False),
    ("on-time-conclusion-rate", "按期办结率", "", True),
    ("petition-visits", "接访", "县长", False),
    ("petition-visits", "接访", "县信访局", True),
    ("leaders-law-lectures", "讲法治课", "局主要负责人", True),
    ("river-patrols", "巡河", "县、乡两级河长", True),
    # what only leaders do is said by the act or by who acts
    ("leaders-receptions", "接待来访群众", "县信访局", False),
    ("leaders-receptions", "接待来访群众", "县长", True),
    ("leaders-receptions", "接访下访", "", True),
    ("court-attendances-number", "出庭应诉", "区长", True),
    # the counsel of a village acts for the village
    ("contracts-reviewed", "审查合同", "村法律顾问", False),
    ("contracts-reviewed", "审查合同", "县政府法律顾问", True),
])  # fmt: skip
def test_a_name_says_how_and_by_whom_no_less_than_its_figure(
    key: str, words: str, actor: str, named: bool
) -> None:
    concept = HERE.concept("indicator", key)
    withheld = (
        unsaid(concept, words),
        of_one_head(concept, actor),
        of_heads_only(concept, words, actor),
        of_village_counsel(concept, actor),
    )
    assert (not any(withheld)) == named


@pytest.mark.parametrize("words", ["2024年,计划开展行政检查30次。", "全年开展行政检查23次,较上年减少11次。"])
def test_what_is_planned_and_how_many_fewer_is_not_how_many(words: str) -> None:
    assert named(report(words).observations[-1]) == ""


def named(o: Observation) -> str:
    concept = named_indicator(HERE, BASE, o)
    return concept.key if concept else ""


@pytest.mark.parametrize(
    "words",
    ["12个社区各聘请法律顾问1名。", "乡镇法制审核人员平均不足1.5人。", "社区法律顾问每月开展法律咨询1次。"],
)
def test_a_mean_or_how_often_is_no_total(words: str) -> None:
    o = report(words).observations[-1]
    assert named_indicator(HERE, BASE, o) is None


@pytest.mark.parametrize(("words", "value", "key"), [
    ("查办大要案23件,其中案值1000万元以上的4件。", 10_000_000, ""),
    ("查办大要案23件,案值1000万元。", 10_000_000, "case-value"),
    ("行政许可平均办理时限由法定的20个工作日压缩到6.5个工作日。", 20, ""),
    ("行政许可平均办理时限由20个工作日压缩到6.5个工作日。", 20, "mean-service-time"),
])  # fmt: skip
def test_a_threshold_and_what_the_law_allows_are_no_value_of_the_body(
    words: str, value: int, key: str
) -> None:
    (o,) = (o for o in report(words).observations if o.value == value)
    assert named(o) == key


@pytest.mark.parametrize(("key", "words", "said"), [
    ("procuratorial-proposals-answered", "回复检察建议", True),
    # the same act, or words that are in the name; another act of the same stage is another matter, save of what succeeded
    ("powers-delegated", "下放审批事项", True),
    ("powers-delegated", "落地经济管理权限", False),
    ("audit-proposals-adopted-rate", "采纳率", True),
    ("disputes-resolved", "各类纠纷调处成功", True),
    ("hazards-outstanding", "尚未整改隐患", True),
])  # fmt: skip
def test_an_act_of_the_name_says_its_stage(key: str, words: str, said: bool) -> None:
    assert stage_said(HERE.concept("indicator", key), words) == said


@pytest.mark.parametrize(("words", "key"), [
    # said of one topic only, and all the words are the name's; a word that several fields share, or another left over
    ("超限率0.8%。", "overload-rate"),
    ("为482名农民工追讨工资613.5万元。", "wages-recovered"),
    ("完成率98%。", ""),
])  # fmt: skip
def test_words_of_one_topic_name_it_whatever_stands_around(words: str, key: str) -> None:
    o = report(words).observations[-1]
    assert o.facets is not None
    elsewhere = changed(o, facets=replace(o.facets, topic="E2", topic_rule="weighed", margin=0))
    assert named(elsewhere) == key


def test_how_a_case_ended_is_said_where_the_name_says_it() -> None:
    concluded = HERE.concept("indicator", "fishery-cases-concluded")
    assert end_said(concluded, "办结渔业案件")
    assert not end_said(concluded, "渔业案件")
    assert end_said(HERE.concept("indicator", "reconsideration-upheld"), "维持")


def test_a_definition_made_of_the_label_holds_it_as_it_is() -> None:
    """A label that is corrected is corrected in its definition, too."""
    made = re.compile("(?:报告年度的|时期内的)(?P<name>.+)。")
    concepts, told = HERE.scheme("indicator"), definitions(BASE, "indicator")
    found = [(key, m["name"]) for key in concepts if (m := made.fullmatch(told[key]["zh"]))]
    assert found and not [key for key, name in found if not name.startswith(concepts[key].labels["zh"])]


def test_no_wording_names_two_indicators() -> None:
    named: dict[str, set[str]] = {}
    for concept in HERE.scheme("indicator").values():
        for wording in concept.wordings():
            named.setdefault("".join(wording.split()), set()).add(concept.key)
    assert {wording: keys for wording, keys in named.items() if len(keys) > 1} == {}


def test_a_common_figure_of_two_years_is_found_over_reports(tmp_path: Path) -> None:
    quads = list(shared_quads(BASE))
    for year, words in (
        (2022, "全年办理行政处罚案件34件。"),
        (2023, "全年查处行政处罚案件23件。比去年同期减少11件。"),
    ):
        file = tmp_path / f"{year}.txt"
        file.write_text(
            f"合川区大石街道办事处{year}年法治政府建设年度报告\n一、{year}年推进法治政府建设的主要举措和成效\n{words}\n",
            encoding="utf-8",
        )
        quads += build(file, BASE).quads
    on = engine("pyoxigraph", quads, BASE)
    rows = table(on.run(question("indicators-over-reports").full_text(BASE)))
    assert [row for row in rows if "penalty-cases" in row[0]] == [
        [
            "<indicator/penalty-cases>",
            "行政处罚案件数@zh",
            "penalty-cases|level||number|year|exact",
            "2",
            "1",
            "2022",
            "2023",
            "2",
        ]
    ]


def test_an_indicator_names_one_combination_of_facets() -> None:
    seen: dict[tuple[str, str, str], str] = {}
    found = HERE.scheme("indicator")
    assert len(found) >= 300
    for concept in found.values():
        facets = facets_of(concept)
        assert facets is not None
        if "namesCombination" in concept.extra:
            assert facets not in seen, (concept.key, seen[facets])
            seen[facets] = concept.key
            assert indicators(BASE).by_facets(facets, "") == concept


@pytest.mark.parametrize(("facets", "words", "key"), [
    (("G1", "matter", "success"), "化解矛盾纠纷", "disputes-resolved"),
    (("G2", "matter", "concluded"), "维持", "reconsideration-upheld"),
    (("G2", "matter", "pending"), "未审结行政复议案件", "reconsideration-cases-pending"),
    # in time, and whether in time or not
    (("G2", "rate", "concluded"), "行政复议案件按期审结率", "reconsideration-conclusion-rate"),
    (("G2", "rate", "concluded"), "行政复议案件审结率", "reconsideration-concluded-rate"),
    (("E2", "money", ""), "罚没款", "fines-and-confiscations"),
    # words that are needed and do not stand there; a combination without a name
    (("E2", "matter", ""), "撤案", ""),
    (("G2", "physical", ""), "行政复议", ""),
    # a name that says less than its facets wants its words, or leaves some out
    (("F1", "person", ""), "应急救援人员", "emergency-team-members"),
    (("F1", "person", ""), "死亡", "accident-deaths"),
    (("E6", "person", ""), "参加考试", "enforcement-exam-takers"),
    (("C3", "document", "dropped"), "废止规范性文件", "normative-documents-repealed"),
    (("C3", "document", "dropped"), "废止文件", "documents-repealed"),
    (("C3", "document", "dropped"), "拟废止文件", ""),
    (("E1", "matter", "found"), "发现隐患", "hidden-dangers-found"),
    (("E1", "matter", "found"), "发现问题", "inspection-problems-detected"),
    (("E1", "matter", "found"), "发现问题线索", "clues-found"),
    (("E3", "matter", "handled"), "办理取水许可", "water-permit-cases"),
    (("E3", "matter", "handled"), "办理结婚登记", "marriages-registered"),
    (("E3", "matter", "handled"), "办理抵押登记", "mortgage-registrations"),
    (("E2", "matter", ""), "简易处罚", ""),
    (("E2", "body", ""), "警告", "bodies-warned"),
    (("E5", "matter", "changed"), "排查整改隐患", "campaign-problems-corrected"),
    (("C1", "document", "handled"), "报请省人大常委会审议地方性法规草案", ""),
    (("C4", "document", "handled"), "审查规范性文件和重大合同", ""),
    (("A1", "matter", ""), "研究大额资金安排等议题", "matters-deliberated"),
    (("A1", "occasion", ""), "主持召开市政府常务会议", "executive-meetings-held"),
    (("A1", "occasion", ""), "市政府常务会议研究法治工作", "executive-meetings"),
    (("A1", "occasion", ""), "主持召开法治建设专题会", "law-work-deliberations"),
    (("B5", "person", ""), "增加编制", ""),
    (("I4", "person", ""), "参加学法用法考试", "staff-examined"),
    (("H4", "money", ""), "促进增收节支", "audit-revenue-gained"),
    (("E8", "rate", ""), "优秀率", "files-excellent-rate"),
    # what is counted of a stock is there, whether 现有 says so or not; what comes anew is none of it
    (("E6", "person", ""), "持证执法人员", "licensed-enforcers"),
    (("E6", "person", "stock"), "持证执法人员", "licensed-enforcers"),
    (("E6", "person", "new"), "持证执法人员", "officers-certified"),
    (("E2", "change", ""), "罚没款同比变化率", "fines-change"),
    (("E2", "change", ""), "免罚金额同比变化率", "lenient-amount-change"),
    # a joint name is of neither thing alone, one of all sorts not of one; what only shares a word is another thing
    (("E6", "physical", ""), "配发执法记录仪", "enforcement-recorders"),
    (("D1", "occasion", ""), "举行听证会", "decision-hearing-sessions"),
    (("E2", "money", ""), "行政罚款", "fines"),
    (("E2", "money", ""), "没收违法所得", "gains-confiscated"),
    (("E1", "occasion", ""), "动态巡查", "patrols"),
    (("E1", "occasion", ""), "参与飞行检查", "sector-flying-inspections"),
    (("G1", "money", ""), "协议赔付金额", "mediation-compensation"),
    (("B2", "duration", ""), "平均办理用时", "mean-time-taken"),
    (("F1", "person", ""), "聘请护林员", "forest-rangers-fire"),
    (("C4", "document", "handled"), "合法性审查文件合同", "documents-and-contracts-reviewed"),
    (("G3", "matter", "concluded"), "调解结案仲裁申请", "arbitration-settled"),
    (("E2", "change", ""), "立案查处违法案件同比变化率", "violation-cases-change"),
    (("E1", "occasion", ""), "抽检农药", "farm-input-samples"),
    (("E1", "occasion", ""), "上路检查车辆", "vehicles-inspected"),
    (("B4", "matter", "success"), "立项支持", ""),
    # a field of cases; inspecting must be said
    (("E2", "matter", "handled"), "查处不正当竞争案件", "unfair-competition-violation-cases"),
    (("E1", "body", ""), "检查培训机构", "training-institutions-inspected"),
    (("E1", "body", ""), "培训机构", ""),
])  # fmt: skip
def test_facets_name_the_indicator(facets: tuple[str, str, str], words: str, key: str) -> None:
    concept = indicators(BASE).by_facets(facets, words)
    assert (concept.key if concept else "") == key
