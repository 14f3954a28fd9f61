"""Documents in sentences of the genre: each row is a class of titles, with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashi_kg.errors import DataError
from dashi_kg.knowledge.ranks import rank_of, table
from dashi_kg.knowledge.reference import load_reference
from dashi_kg.resources import data_dir
from tests.helpers import passage
from tests.many import in_one

ROWS = [
    ("bare laws in a list", "学习宪法、民法典、新修订的行政处罚法和《信访工作条例》。", "宪法|民法典|行政处罚法|信访工作条例"),
    ("a law behind 新", "认真贯彻新行政复议法,收到申请43件。", "行政复议法"),
    ("a bare law anywhere", "清理与民法典不一致的文件,依据城乡规划法、土地管理法拆除违建32处。", "民法典|城乡规划法|土地管理法"),
    ("a decree that a bureau names", "讲授民法典、社会救助暂行办法专题课2次。", "民法典|社会救助暂行办法"),
    ("a regulation of a place", "严格执行道路交通安全法及其实施条例、安徽省道路运输管理条例。", "道路交通安全法|安徽省道路运输管理条例"),
    ("what is named for a law", "开展宪法宣传周、国家宪法日活动,建成民法典主题公园1个。", ""),
    ("titles without a mark between", "落实《优化营商环境条例》《信访工作条例》。", "优化营商环境条例|信访工作条例"),
    ("a title in a title", "根据《中共云河县委关于印发〈云河县法治社会建设实施方案(2021-2025年)〉的通知》精神。",
     "中共云河县委关于印发〈云河县法治社会建设实施方案(2021-2025年)〉的通知"),
    ("the short name is the same document", "按照《法治政府建设实施纲要(2021—2025年)》(以下简称《纲要》)部署,分解《纲要》任务。", "法治政府建设实施纲要(2021—2025年)"),
    ("a short name that nothing explains", "落实《优化营商环境条例》,对照《条例》自查。", "优化营商环境条例"),
    ("forms that are filled in", "下发《行政执法监督通知书》6份、《司法建议书》2份。", ""),
    ("newspapers and columns", "在《法治日报》《云河日报》刊发信息,《法治安宁》电视专栏播出24期。", ""),
    ("certificates", "换发《行政执法证》9个,注销《建筑工程施工许可证》2件。", ""),
    ("films and songs, the word before", "拍摄微电影《归途》1部,创作快板《说说民法典》。", ""),
    ("…and behind", "《民法典与生活》系列短视频点击量120万次。", ""),
    ("a short name behind a verb", "落实《云河县程序规定》(下称《规定》)。对照规定逐项销号。", "云河县程序规定"),
    ("a short name that either of two may be", "贯彻《法治政府建设实施纲要(2021—2025年)》《法治社会建设实施纲要(2020—2025年)》。对照《纲要》逐项落实。", "法治政府建设实施纲要(2021—2025年)|法治社会建设实施纲要(2020—2025年)|纲要"),
    ("a short name of the one in its sentence", "宣传《山林保护条例》。落实《优化营商环境条例》,对照《条例》自查。", "山林保护条例|优化营商环境条例"),
    ("a name of several is no short name of the last", "贯彻《法治中国建设规划》《法治社会建设实施纲要》(以下简称“一规划一纲要”)。", "法治中国建设规划|法治社会建设实施纲要"),
    ("the shortest laws, their regulations", "贯彻消防法实施细则,学习审计法和审计法实施条例,宣传水法、消防法。", "消防法实施细则|审计法|审计法实施条例|水法|消防法"),
    ("what a law sets", "按照行政许可法和行政处罚法规定的程序办案,开展长江保护法、水法宣传,学习安全生产法律法规。",
     "行政许可法|行政处罚法|长江保护法|水法"),
    ("new and revised", "深入贯彻新修订的行政复议法,学习新颁布的关税法。", "行政复议法|关税法"),
    ("decrees of places", "印发云河县“十四五”法治政府建设规划、云河县法治社会建设实施方案,修订云河市养犬管理办法(试行)。",
     "云河县“十四五”法治政府建设规划|云河县法治社会建设实施方案|云河市养犬管理办法(试行)"),
    ("levels are no places", "按照省市部署抓好法治建设规划,落实市区两级规定,编制乡镇权责清单,公布县级权力清单。", ""),
    ("a title that opens with 关于", "印发关于进一步加强行政执法工作的通知,落实国务院关于加强数字政府建设的指导意见。",
     "关于进一步加强行政执法工作的通知|国务院关于加强数字政府建设的指导意见"),
    ("a plan that its place or its years name", "落实法治云河建设规划(2021—2025年),推进法治社会建设实施方案。", "法治云河建设规划(2021—2025年)"),
    ("what any office has", "制定年度学法计划,出台规范性文件后评估办法,编制“八五”普法规划。", ""),
    ("whose or of which year", "制定干部年度培训方案,印发2023年度学法计划。", "干部年度培训方案|2023年度学法计划"),
    ("what somebody asked for is no title", "根据省政府办公厅通知要求和市委实施意见,制定方案。", ""),
    ("known by its number alone", "落实青政办发〔2021〕15号文件精神,收到〔2021〕3号复议决定。", "青政办发〔2021〕15号"),
    ("a slogan with a law's name", "组织“学宪法 讲宪法”演讲比赛,“宪法卫士”参与率97.6%。", ""),
]  # fmt: skip


@in_one(("reason", "text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_documents(reason: str, text: str, expected: str) -> None:
    found = [c.title for c in passage(text).citations]
    assert found == [title for title in expected.split("|") if title], reason


def test_number_and_short_name_in_one_bracket() -> None:
    text = "印发《云河县工作要点》(云法办发〔2023〕4号,以下简称“要点”),分解任务36项。"
    (citation,) = passage(text).citations
    assert (citation.title, citation.number) == ("云河县工作要点", "云法办发〔2023〕4号")


RANKS = [
    ("a table has it", "宣传《宪法》、土地管理法。", "law/table law/table"),
    ("a regulation of the State Council is no local one", "落实《物业管理条例》《四川省物业管理条例》。",
     "administrative-regulation/table local-regulation/title"),
    ("what carries a law out", "依据行政复议法实施条例办案。", "administrative-regulation/table"),
    ("a district makes no regulations, and a name alone tells nothing", "落实《合川区物业管理条例》《养犬管理条例》。", "- -"),
    ("a 条例 of the Party, and one of Party and government", "学习《中国共产党政法工作条例》《信访工作条例》。",
     "party-regulation/title joint-document/table"),
    ("measures of three ranks by their numbers",
     "执行《甲办法》(渝府规〔2023〕5号)、《乙办法》(重庆市人民政府令第329号)、《丙办法》(司法部令第146号)、《丁办法》(云办发〔2023〕5号)。",
     "normative-document/number local-government-rule/number departmental-rule/number -"),
    ("issued together", "落实中共中央、国务院印发的《法治云河规划》,国务院印发的《云河规划》。", "joint-document/issuer -"),
    ("the text says it, of a list too", "出台行政规范性文件《甲办法》《乙办法》,起草《丙规定》《丁规定》等2部政府规章。",
     "normative-document/said normative-document/said local-government-rule/said local-government-rule/said"),
    ("of two kinds together", "清理规章和规范性文件《甲办法》,审查《乙办法》等规范性文件和合同。", "- -"),
]  # fmt: skip


@in_one(("reason", "text", "expected"), RANKS, ids=[row[0] for row in RANKS])
def test_ranks_are_by_issuer_and_table(reason: str, text: str, expected: str) -> None:
    reference = load_reference(data_dir() / "reference")
    found = [rank_of(c, reference) for c in passage(text).citations]
    assert " ".join(f"{rank.key}/{rank.ground}" if rank else "-" for rank in found) == expected, reason


def test_a_title_stands_once_in_the_table_of_ranks(tmp_path: Path) -> None:
    (tmp_path / "document-ranks.yaml").write_text(
        "ranks:\n  - {rank: law, source: x, titles: [宪法, 中华人民共和国宪法]}\n", encoding="utf-8"
    )
    with pytest.raises(DataError, match="stands twice"):
        table(tmp_path)


@pytest.mark.parametrize("short", ["《规定》", "“规定”", "“《规定》”", "规定"])
def test_a_short_name_is_a_mention(short: str) -> None:
    (citation,) = passage(f"印发《云河县程序规定》(以下简称{short}),依据《规定》审查12件。").citations
    assert [m.name for m in citation.mentions] == ["云河县程序规定", "规定", "规定"]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        (
            "贯彻落实中共中央、国务院印发的《法治政府建设实施纲要》,推进依法行政。",
            "implements",
        ),  # others issued it
        ("认真落实县司法局出台的《云河县行政执法监督办法》。", "implements"),
        ("学习市委印发的《关于加强法治建设的意见》。", "studies"),
        ("按照《云河县依法行政工作要点》要求,开展自查。", "implements"),  # 要求 quotes nothing
        ("《法治政府建设实施纲要》提出,到2025年基本建成法治政府。", "quotes"),
        ("制定了《云河县执法公示办法》和《云河县重大决策规则》。", "formulates"),
        ("代县政府起草的《云河县养犬管理办法》已报审。", "formulates"),
    ],
)
def test_how_a_document_is_cited(text: str, mode: str) -> None:
    assert {c.mode for c in passage(text).citations} == {mode}
