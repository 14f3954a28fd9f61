"""Documents in sentences of the genre: each row is a class of titles, with the reason."""

from __future__ import annotations

import pytest

from tests.helpers import passage

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
]  # fmt: skip


@pytest.mark.parametrize(("reason", "text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_documents(reason: str, text: str, expected: str) -> None:
    found = [c.title for c in passage(text).citations]
    assert found == [title for title in expected.split("|") if title], reason


def test_number_and_short_name_in_one_bracket() -> None:
    text = "印发《云河县工作要点》(云法办发〔2023〕4号,以下简称“要点”),分解任务36项。"
    (citation,) = passage(text).citations
    assert (citation.title, citation.number) == ("云河县工作要点", "云法办发〔2023〕4号")
