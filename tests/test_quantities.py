"""Numbers and what they count, as a table: (reason, sentence, expected rows).

A row is ``counted = value unit classifier qualifier period kind``.
"""

from __future__ import annotations

import pytest

from dashi_kg.model import Observation
from tests.helpers import report

CASES = [
    ("余 is a lower bound", "悬挂横幅50余条。", ["悬挂横幅 = 50 number 条 more-than 2023 actual"]),
    ("a rate", "化解率达96%。", ["化解率 = 96 percent  reaches 2023 actual"]),
    ("noun behind, verb before", "组建22支普法小分队。", ["普法小分队 = 22 number 支 exact 2023 actual"]),
    ("noun behind only", "14名执法人员通过考试。", ["执法人员 = 14 number 名 exact 2023 actual"]),
    ("two counts with one verb", "全年召开6次党组会暨12次学习会。", [
        "党组会 = 6 number 次 exact 2023 actual", "学习会 = 12 number 次 exact 2023 actual"]),
    ("a list", "办理行政许可19项、行政处罚345项、其他行政权力12项。", [
        "办理行政许可 = 19 number 项 exact 2023 actual", "行政处罚 = 345 number 项 exact 2023 actual",
        "其他行政权力 = 12 number 项 exact 2023 actual"]),
    ("from A to B is about B", "审批事项由16个减至14个。", ["审批事项 = 16 number 个 exact until-2023 former", "审批事项 = 14 number 个 exact 2023 actual"]),
    ("working days are days", "时限由8个工作日缩减至5个工作日。", ["时限 = 8 day 个工作日 exact until-2023 former", "时限 = 5 day 个工作日 exact 2023 actual"]),
    ("一 of several rates", "参考率、合格率均达100%。", [
        "参考率 = 100 percent  reaches 2023 actual", "合格率 = 100 percent  reaches 2023 actual"]),
    ("quotes outside the number", "完成50名“法律明白人”培训。", ["“法律明白人”培训 = 50 number 名 exact 2023 actual"]),
    ("余 before 万", "投入资金2079余万元。", ["投入资金 = 20790000 yuan 元 more-than 2023 actual"]),
    ("万 before 余", "发放宣传资料1.5万余份。", ["发放宣传资料 = 15000 number 份 more-than 2023 actual"]),
    ("thousands comma", "累计办理法律援助案件1,234件。", ["办理法律援助案件 = 1234 number 件 total 2023 actual"]),
    ("亿", "涉及资金3.5亿元。", ["涉及资金 = 350000000 yuan 元 exact 2023 actual"]),
    ("full-width", "开展培训１２次，合格率９９．５％。", [
        "开展培训 = 12 number 次 exact 2023 actual", "合格率 = 99.5 percent  exact 2023 actual"]),
    ("Chinese numerals", "开展联合检查十余次。", ["开展联合检查 = 10 number 次 more-than 2023 actual"]),
    ("近 is an upper bound", "开展培训近百场。", ["开展培训 = 100 number 场 below 2023 actual"]),
    ("以上", "调解成功率98%以上。", ["调解成功率 = 98 percent  at-least 2023 actual"]),
    ("none", "未发生行政诉讼败诉案件。", ["行政诉讼败诉案件 = 0 number  none-occurred 2023 actual"]),
    ("none, behind", "行政复议和行政诉讼案件为零。", [
        "行政复议案件 = 0 number  none-occurred 2023 actual", "行政诉讼案件 = 0 number  none-occurred 2023 actual"]),
    ("a rate of none", "败诉率为零。", ["败诉率 = 0 percent  none-occurred 2023 actual"]),
    ("persons of the activity before", "组织参加法治培训6期,共320人次。", [
        "参加法治培训 = 6 number 期 exact 2023 actual", "参加法治培训 = 320 number 人次 total 2023 actual"]),
    ("full coverage has no number", "实现法律顾问全覆盖。", ["法律顾问 = — -  full-coverage 2023 actual"]),
    ("a practice", "每月开展学法1次。", ["开展学法 = 1 number 次 exact each-month practice"]),
    ("a requirement", "确保每人每年接受不少于40学时的培训。", ["培训 = 40 class-hour 学时 at-least each-year target"]),
    ("since a year", "自2015年以来,共受理案件7件。", ["受理案件 = 7 number 件 total since-2015 actual"]),
    ("another year is named", "2022年,开展培训3次。", ["开展培训 = 3 number 次 exact 2022 actual"]),
    ("slogans are no counts", "坚决做到“两个维护”,落实三项制度,推进“最多跑一次”改革,开展“4个1”活动。", []),
    ("ordinals, hotlines and days are no counts", "第14次常务会议审议,12345热线畅通,“12·4”国家宪法日。", []),
    ("document numbers are no counts", "印发《方案》(石发〔2016〕23号),落实第三批清单。", []),
    ("words with a unit's character are no counts", "习近平法治思想,统一组织,一名党员带头,全部完成,传达精神。", []),
]  # fmt: skip


def row(o: Observation) -> str:
    value = "—" if o.value is None else format(o.value, "f")
    return f"{o.counted} = {value} {o.unit or '-'} {o.classifier} {o.qualifier} {o.period.key} {o.kind}"


@pytest.mark.parametrize(("reason", "sentence", "expected"), CASES, ids=[c[0] for c in CASES])
def test_numbers(reason: str, sentence: str, expected: list[str]) -> None:
    assert [row(o) for o in report(sentence).observations] == expected, reason


def test_parts_of_a_total() -> None:
    found = report("共受理行政复议案件12件,其中维持8件、撤销4件。").observations
    assert [(o.id, o.component_of) for o in found] == [("o01", None), ("o02", "o01"), ("o03", "o01")]


def test_a_rate_finds_its_numerator_and_denominator() -> None:
    found = report("排查矛盾纠纷120起,化解114起,化解率达95%。").observations
    assert (found[2].numerator, found[2].denominator) == ("o02", "o01")
    assert (found[1].counted, found[1].wording) == ("化解", "化解矛盾纠纷")


def test_plans_are_targets_of_the_next_year() -> None:
    text = "二、2024年工作打算\n(一)加强普法宣传。年内开展普法活动20场次。"
    found = report("推进依法行政工作。\n" + text).observations
    assert [(o.kind, o.period.key, o.period_basis) for o in found] == [("target", "2024", "explicit")]
