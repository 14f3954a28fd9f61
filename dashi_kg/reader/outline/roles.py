"""What a part of a report is for, from its heading: measures, shortcomings, leaders' duty, next year.

Matched on key nouns, not on whole headings: typos and additions are common. Words that name a problem or a plan
without being about one (问题导向, 解决突出问题, 安排部署) are taken out before.
"""

from __future__ import annotations

import re

_LEADER = re.compile(
    r"第一责任人|主要负责(?:人|同志).{0,14}(?:履行|推进|推动|履职|职责)|(?:履行|落实)推进法治建设.{0,6}职责"
)
# 其他需要报告的事项
_OTHER = re.compile(
    r"^其[他它](?:需要|有关|应当?)?.{0,6}(?:事项|情况|问题)|^(?:需要|应当|有关)(?:报告|说明|反映)的?(?:其[他它])?(?:事项|情况|问题)|^(?:有关|工作|几点|相关)?(?:意见|建议)(?:[和与、]?建议)?$"
)
# 主要工作完成情况 / 计划落实情况: a look back, whatever else the heading says
_LOOK_BACK = re.compile(r"(?:完成|开展|落实|进展|推进|整改)情况|举措[和与及、].{0,6}成效")
# 聚焦突出问题 / 坚持问题导向 / 补齐短板 / 困难群众: no shortcomings of the report
_SOLVED = re.compile(
    r"(?:解决|化解|破解|聚焦|针对|整治|治理|回应|突破|缓解|排查|补齐|补足|补|缩小|破除|消除|直面)[^,、]{0,12}?(?:问题|不足|短板|困难|差距|薄弱环节|弱项)(?:[和与、及]?(?:问题|不足|短板|困难|差距|薄弱环节|弱项))*"
    r"|以问题为|问题(?:导向|整治|整改|治理|化解|排查|线索|清单)|困难(?:群众|群体|企业|家庭|职工)|(?<!存在的)(?<!主要)(?<!面临的)(?:疑难|历史遗留|热点难点|突出|重点难点)问题"
)
_PROBLEM = re.compile(r"问题|不足|短板|困难|差距|薄弱环节|弱项|存在的?(?:主要)?问")
# 安排部署 / 落实普法计划 / 创新思路: no plan of the report
_ARRANGED = re.compile(
    r"安排部署|部署安排|统筹安排|科学安排|(?:落实|执行|完成|制定|纳入|编制|实施)[^,、]{0,8}(?:计划|安排)|计划(?:落实|执行|实施|完成)"
    r"|(?:创新|理清|厘清|拓宽|转变|明确|打开)[^,、]{0,6}思路|(?:立法|普法|培训|执法|检查)(?:规划|计划)|展望性"
)
_PLAN = re.compile(
    r"下一?步|下一?年|下一?阶段|下阶段|明年|来年|今后|打算|展望|努力方向|改进(?:方向|措施|打算)|思路|安排|计划|目标任务|工作要点|工作重点$"
)
_OVERVIEW = re.compile(r"^[^,]{0,16}(?:总体情况|基本情况|概况|概述)$")
_MEASURE_WORD = re.compile(r"举措|措施|成效|做法|成果|工作|建设|推进")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
# Headings of parts inside a part: only what says it outright.
_PROBLEM_OUTRIGHT = re.compile(
    r"^[^,]{0,10}(?:存在|主要|面临)[^,]{0,8}(?:问题|不足|短板|困难|差距)|(?:问题|不足)[和与及].{0,6}原因"
)
_PLAN_OUTRIGHT = re.compile(r"^(?:下一?步|下一?年|下一?阶段|明年|今后)|(?:工作|主要)(?:打算|安排|计划|思路)$")

# A paragraph without heading that begins so tells of next year, or of shortcomings.
PLAN_OPENING = re.compile(
    r"^(?:下一?步(?:工作中)?|下一?年度?|下一?阶段|明年|来年|今后|(?P<year>20\d{2})年)(?:工作(?:中|打算|安排|计划|思路)?)?[,:].{2,}|^下一?步[^,。]{0,20}(?:将|要|计划|打算)"
)
# 下一步,我局将…: from here on a part on shortcomings announces
PLAN_TURN = re.compile(
    r"(?:在)?(?:下一?步|今后|接下来|下一?阶段|下一年度?|明年|来年|新的一年|针对(?:以上|上述|这些|存在)[^,。]{0,8}(?:问题|不足|短板)|为此|对此)[^。]{0,12}?(?:,|:|将|要|我)"
    r"|20\d{2}年度?,(?:(?:我[^,。]{1,3})?(?:将|计划|拟)|[^,。]{2,14}?将(?:把|以|从|按|继续|进一步|围绕|着力|重点|坚持|持续|深入|全面|聚焦|认真|严格))"
    r"|20\d{2}年度?(?:将(?=争取|力争|继续|进一步|着力|重点|新|组织|开展)|计划(?!生育|内|数)|拟)"
)
# 2024年,我局将重点做好以下工作:|一是…: all of a sentence that leads in to items to come
LEADS_TO_PLANS = re.compile(
    r"(?:(?P<year>20\d{2})年度?|下一?步(?:工作中)?|下一?年度?|下一?阶段|明年|来年|今后),?(?:(?:我|本|全)[\u4e00-\u9fff]{1,3},?)?"
    r"(?:将|要|计划|拟)?(?:继续|重点|着力|主要|着重)*(?:抓好|做好|开展|推进|从|在)?(?:(?:以下|如下|下列)?(?:[几一二三四五六七八九]个?)?(?:方面|项|点)?的?(?:重点)?工作|(?:以下|如下|下列)?[几一二三四五六七八九]个?方面(?:发力|着手|入手)?)?[,:]?\s*$"
)
# 2024年计划新建小型消防站2座: a sentence of a part on the work that speaks of a year to come; 剩余欠款力争2020年6月底前清零
ANNOUNCED = re.compile(
    r"(?:(?P<year>20\d{2})年度?|下一步|下一年度?|明年|来年),?(?:(?:我|本|全)[\u4e00-\u9fff]{1,2},?)?"
    r"(?:将(?!法治|习近平|[^,。]{2,14}(?:纳入|列入|作为|融入))|计划(?!生育|内|数)|拟(?!定)|力争|预计)"
    r"|[^。;\n]{0,60}?力争(?:于|在|到)?(?P<till>20\d{2})年"
    r"|(?P<next>20\d{2})年度?,要(?!求|点|闻|案)"
    r"|[^。;,\n]{0,16}将(?![^。;]{0,30}(?:纳入|列入))(?:牵头|继续|新|启动|组织|建设|完成|实现|开展|制定|出台)[^。;\n]{0,60}?(?:到|于|在)(?P<by>20\d{2})年"
)
# 主要举措和成效|(一)…, 存在的问题|执法力量不足: how a heading of the frame ends
FRAME_END = re.compile(
    r"[^,。;:\n]{0,30}?(?:(?:举措|做法|措施)(?:[和与及](?:工作)?成效)|成效|(?:问题|不足|短板)(?:之处)?(?:[和与及](?:主要)?(?:原因|不足|短板|问题|差距))?(?![和与及])|(?:下一?步|下一?年度?|20\d\d年)[^,。;:\n]{0,14}?(?:打算|安排|计划|思路|举措)|(?:工作|开展|完成)情况)"
)
PROBLEM_OPENING = re.compile(
    r"^(?![^。]{0,60}(?:解决|针对|整改|整治|发现|化解|排查)[^。]{0,12}存在)[^。]{0,60}(?:但|仍|还|尚|也)[^。]{0,20}存在[^。]{0,14}(?:问题|不足|短板|差距|薄弱|弱项)"
)


def role_of(title: str, parent: str = "", year: int | None = None) -> str:
    """The role of a section (key of the scheme ``section-role``).

    Args:
        title: its heading without marker, folded; may be empty.
        parent: the role of the section around it; empty for a part of the report.
        year: the report year, where it is known: a heading with a later year is a plan.
    """
    words = "".join(title.split())
    if parent:
        return _inner(words, parent)
    if not words:
        return "other"
    if _LEADER.search(words):
        return "leader-duty"
    if _OTHER.match(words):
        return "other"
    if _LOOK_BACK.search(words) and not _is_problem(words) and not re.search(r"下一?步|打算", words):
        return "measures-results"
    if _is_problem(words):
        return "shortcomings-causes"
    if _is_plan(words, year):
        return "next-year"
    if _OVERVIEW.search(words) and not _MEASURE_WORD.search(
        words if "基本" in words else re.sub("工作|建设", "", words)
    ):
        return "overview"
    return "measures-results"


def is_merged(title: str) -> bool:
    """Whether a heading names shortcomings and plans at once: 存在的问题及下一步打算."""
    words = "".join(title.split())
    return _is_problem(words) and _is_plan(words, None)


def _is_problem(words: str) -> bool:
    return bool(_PROBLEM.search(_SOLVED.sub("", words)))


def _is_plan(words: str, year: int | None) -> bool:
    if _PLAN.search(_ARRANGED.sub("", words)):
        return True
    years = [int(y) for y in _YEAR.findall(words)]
    return bool(year and years and min(years) > year)


def _inner(words: str, parent: str) -> str:
    if parent in ("measures-results", "overview") and words:
        if "第一责任人" in words:
            return "leader-duty"
        if len(words) <= 24 and _PROBLEM_OUTRIGHT.search(words) and _is_problem(words):
            return "shortcomings-causes"
        if len(words) <= 24 and _PLAN_OUTRIGHT.search(words):
            return "next-year"
    if parent == "shortcomings-causes" and re.search(
        "下一?步|打算|安排|计划|整改措施|改进措施|努力方向", words
    ):
        return "next-year"  # 三、存在的问题及下一步打算, with a part for each
    return parent
