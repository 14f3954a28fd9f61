"""Headings as real reports write them: (reason, text, expected tree as ``number marker title``)."""

from __future__ import annotations

import pytest

from dashi_kg.reader.outline.outline import numbered, outline, view_of
from dashi_kg.source.read import from_text
from tests.many import in_one

PROSE = "大石街道深入推进依法行政,全面落实各项工作要求,持续提升治理能力和水平。"
CASES = [
    ("run-in heading", f"一、主要举措和成效\n(一)强化政治引领,纵深推进。{PROSE}", ["1 一、 主要举措和成效", "1.1 (一) 强化政治引领,纵深推进"]),
    ("heading on its own line", f"一、主要举措和成效\n(一)强化政治引领\n{PROSE}", ["1 一、 主要举措和成效", "1.1 (一) 强化政治引领"]),
    ("full-width brackets", f"一、主要举措\n（一）强化政治引领。{PROSE}", ["1 一、 主要举措", "1.1 （一） 强化政治引领"]),
    ("no (一) level", f"一、主要举措\n一是抓学习。{PROSE}二是抓落实。{PROSE}", ["1 一、 主要举措", "1.1 一是 抓学习", "1.2 二是 抓落实"]),
    ("1. under 一、", f"一、主要举措\n1.抓学习。{PROSE}\n2、抓落实。{PROSE}", ["1 一、 主要举措", "1.1 1. 抓学习", "1.2 2、 抓落实"]),
    ("numbering that runs on", f"一、主要举措\n(一)甲事。\n1.抓学习。{PROSE}\n(二)乙事。\n2.抓落实。{PROSE}", [
        "1 一、 主要举措", "1.1 (一) 甲事", "1.1.1 1. 抓学习", "1.2 (二) 乙事", "1.2.1 2. 抓落实"]),
    ("a colon ends a short title", f"一、主要举措\n(一)深化改革:{PROSE}", ["1 一、 主要举措", "1.1 (一) 深化改革"]),
    ("an item that is one sentence has no title", f"一、主要问题\n(一){PROSE}", ["1 一、 主要问题", "1.1 (一) "]),
    ("一是 must go on with 二是", f"一、主要举措\n(一)抓学习。这一是基础。{PROSE}", ["1 一、 主要举措", "1.1 (一) 抓学习"]),
    ("ordinals are no headings", f"一、主要举措\n{PROSE}\n一、二审案件较多,需要加强应诉能力建设,提升办案水平和质量。", ["1 一、 主要举措"]),
    ("a heading line broken inside a word", f"一、主要举措\n(一)推进法治政府建\n设,提升能力\n{PROSE}", ["1 一、 主要举措", "1.1 (一) 推进法治政府建设,提升能力"]),
    ("a heading line broken behind a comma", f"一、主要举措\n(一)强化政治引领,\n\n纵深推进法治政府建设。{PROSE}", ["1 一、 主要举措", "1.1 (一) 强化政治引领,纵深推进法治政府建设"]),
    ("a heading line broken before a mark", f"一、主要举措\n(一)强化政治引领\n,纵深推进法治政府建设。{PROSE}", ["1 一、 主要举措", "1.1 (一) 强化政治引领,纵深推进法治政府建设"]),
    ("a frame heading on two lines", f"二、2023年度推进法治政府建设\n主要举措和成效\n{PROSE}", ["1 二、 2023年度推进法治政府建设主要举措和成效"]),
    ("own-line and run-in headings mixed", f"一、主要举措\n(一)强化政治引领\n{PROSE}\n(二)规范行政执法。{PROSE}", ["1 一、 主要举措", "1.1 (一) 强化政治引领", "1.2 (二) 规范行政执法"]),
    ("a heading with a mark at its end", f"一、主要举措:\n(一)强化政治引领。\n{PROSE}", ["1 一、 主要举措", "1.1 (一) 强化政治引领"]),
    ("a space between heading and text", "一、主要举措\n(一)加强组织领导 我局高度重视法治建设,成立领导小组,定期召开会议。", ["1 一、 主要举措", "1.1 (一) 加强组织领导"]),
    ("a first sentence with a count is no heading", f"一、主要举措\n(一)全年开展法治宣传活动50余次。{PROSE}", ["1 一、 主要举措", "1.1 (一) "]),
    ("spaces inside markers", f"一 、主要举措\n( 一 )强化政治引领。{PROSE}", ["1 一 、 主要举措", "1.1 ( 一 ) 强化政治引领"]),
    ("a point in the place of 、", f"一.主要举措\n{PROSE}\n二．存在的问题\n{PROSE}", ["1 一. 主要举措", "2 二． 存在的问题"]),
    ("numbers with a bracket", f"一、主要举措\n1)抓学习。{PROSE}\n2)抓落实。{PROSE}", ["1 一、 主要举措", "1.1 1) 抓学习", "1.2 2) 抓落实"]),
    ("一是 on lines of their own", f"一、主要举措\n(一)抓学习\n一是领导带头。{PROSE}\n二是全员参与。{PROSE}", ["1 一、 主要举措", "1.1 (一) 抓学习", "1.1.1 一是 领导带头", "1.1.2 二是 全员参与"]),
    ("一是 directly in a part", f"一、存在问题\n主要问题:一是认识不够。{PROSE}二是力量不足。{PROSE}", ["1 一、 存在问题", "1.1 一是 认识不够", "1.2 二是 力量不足"]),
    ("a table of contents is no text", f"目录\n一、主要举措……………………1\n二、存在的问题……………………5\n一、主要举措\n{PROSE}", ["1 一、 主要举措"]),
    ("traditional characters", f"一、推進法治政府建設的主要舉措和成效\n(一)強化政治引領。{PROSE}\n二、存在的問題和不足\n{PROSE}", [
        "1 一、 推進法治政府建設的主要舉措和成效", "1.1 (一) 強化政治引領", "2 二、 存在的問題和不足"]),
    ("a heading glued to the paragraph before it", f"一、主要举措\n{PROSE}二、存在的不足\n{PROSE}", ["1 一、 主要举措", "2 二、 存在的不足"]),
    ("…only where the numbering goes on", f"一、主要举措\n{PROSE}三、四级联动\n{PROSE}", ["1 一、 主要举措"]),
    ("items in one paragraph", "一、存在的问题\n(一)力量薄弱。有9个“一人所”。(二)程序执行不到位,参与渠道不畅。", [
        "1 一、 存在的问题", "1.1 (一) 力量薄弱", "1.2 (二) 程序执行不到位,参与渠道不畅"]),
    ("numbers in one paragraph", f"一、主要举措\n(一)抓执法。1.抓培训。{PROSE}2.抓监督。{PROSE}", [
        "1 一、 主要举措", "1.1 (一) 抓执法", "1.1.1 1. 抓培训", "1.1.2 2. 抓监督"]),
    ("parts above 一、", f"第一部分 主要工作\n一、强化学习\n{PROSE}\n第二部分 存在的问题\n一、力量不足\n{PROSE}", [
        "1 第一部分 主要工作", "1.1 一、 强化学习", "2 第二部分 存在的问题", "2.1 一、 力量不足"]),
    ("a space in the place of 、", f"一 工作开展情况\n{PROSE}\n二 存在的问题\n{PROSE}", ["1 一 工作开展情况", "2 二 存在的问题"]),
    ("a heading broken behind 和", f"二、存在的不足和\n原因\n{PROSE}", ["1 二、 存在的不足和原因"]),
    ("a heading broken before 的", f"一、履行第一责任人职责,加强法治政府建设\n的有关情况\n{PROSE}", ["1 一、 履行第一责任人职责,加强法治政府建设的有关情况"]),
    ("a numbered sentence by itself is an item", f"一、存在问题\n1.力量不足。{PROSE}\n2.普法形式单一。", ["1 一、 存在问题", "1.1 1. 力量不足", "1.2 2. "]),
    ("(1) in one paragraph", "三、工作安排\n(1)深化改革。(2)加强普法。(3)建强队伍,培训4期。", [
        "1 三、 工作安排", "1.1 (1) ", "1.2 (2) ", "1.3 (3) "]),
    ("a heading above numbered items, without a word of its own", "一、工作情况\n(一)依法履职\n1.强化监管\n(1)检查企业860家次。\n(2)查处违法行为132起。", [
        "1 一、 工作情况", "1.1 (一) 依法履职", "1.1.1 1. 强化监管", "1.1.1.1 (1) ", "1.1.1.2 (2) "]),
    ("several sentences are no heading", "一、工作打算\n(一)深化“放管服”改革;推进智慧监管;优化审批流程。\n(二)加强法治宣传教育;", [
        "1 一、 工作打算", "1.1 (一) ", "1.2 (二) 加强法治宣传教育"]),
    ("a comma behind 一是", f"一、存在问题\n一是,认识不够。{PROSE}\n二是,力量不足。{PROSE}", ["1 一、 存在问题", "1.1 一是 认识不够", "1.2 二是 力量不足"]),
    ("line ends lost", f"某局2022年法治政府建设报告2022年,{PROSE}现将情况报告如下:一、主要工作举措和成效(一)强化领导。{PROSE}(二)规范执法。{PROSE}二、存在的问题力量薄弱。三、下一步工作计划1.抓学习。{PROSE}2.抓落实。{PROSE}", [
        "1 一、 主要工作举措和成效", "1.1 (一) 强化领导", "1.2 (二) 规范执法", "2 二、 存在的问题",
        "3 三、 下一步工作计划", "3.1 1. 抓学习", "3.2 2. 抓落实"]),
    ("…of one part only is none", f"某局2022年法治政府建设报告。{PROSE}一、主要工作{PROSE}", []),
    ("a year behind the number", f"1、2021年工作开展情况\n{PROSE}\n2、存在的问题\n{PROSE}", ["1 1、 2021年工作开展情况", "2 2、 存在的问题"]),
    ("…but not of an attachment", f"一、主要举措\n{PROSE}\n附件:1.2021年度统计表\n2.2021年度明细表\n", ["1 一、 主要举措"]),
    ("a space before the point", f"一、主要举措\n1 . 深化改革。{PROSE}\n2 . 优化环境。{PROSE}", ["1 一、 主要举措", "1.1 1 . 深化改革", "1.2 2 . 优化环境"]),
    ("a count between 1. and 2.", f"一、主要举措\n(一)强化政治建设。1.提高站位。学习12次。{PROSE}2.压实责任。{PROSE}", [
        "1 一、 主要举措", "1.1 (一) 强化政治建设", "1.1.1 1. 提高站位", "1.1.2 2. 压实责任"]),
    ("decimals are no headings", f"一、主要举措\n{PROSE}\n1.5万余人参加了本年度组织开展的法治宣传教育和培训活动。", ["1 一、 主要举措"]),
]  # fmt: skip


@in_one(("reason", "text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_headings(reason: str, text: str, expected: list[str]) -> None:
    root = outline(from_text(text))
    assert [f"{s.number} {s.marker} {s.title}" for s in numbered(root) if s.marker] == expected, reason


ROLES = [
    ("推进法治政府建设的主要举措和成效", "measures-results"),
    ("主要做法与成效", "measures-results"),
    ("2022年主要工作完成情况", "measures-results"),
    ("2023年度推荐法治政府建设存在的不足", "shortcomings-causes"),
    ("存在的主要问题和原因", "shortcomings-causes"),
    ("党政主要负责人履行推进法治建设第一责任人职责情况", "leader-duty"),
    ("街道党政主要负责人推进法治政府建设总体情况", "leader-duty"),
    ("下一步工作打算", "next-year"),
    ("聚焦短板弱项,全面提升依法行政水平", "measures-results"),
    ("法治建设中存在的突出问题", "shortcomings-causes"),
    ("需要说明的事项", "other"),
    ("意见建议", "other"),
    ("法治政府建设总体情况", "overview"),
    ("工作概况", "overview"),
    ("2024年度推动法治政府建设主要工作思路和打算", "next-year"),
    ("2024年工作安排", "next-year"),
    ("加强组织领导,健全推进机制", "measures-results"),
    # topical headings that name a problem or plan without being about one
    ("坚持问题导向,着力解决突出问题", "measures-results"),
    ("依法化解社会矛盾纠纷,促进困难群众救助", "measures-results"),
    ("补齐执法短板,规范行政执法", "measures-results"),
    ("统筹安排部署,压实工作责任", "measures-results"),
    ("落实普法计划,营造法治氛围", "measures-results"),
    # … and frame headings in other words
    ("存在的问题及下一步打算", "shortcomings-causes"),
    ("法治政府建设中的短板和差距", "shortcomings-causes"),
    ("不足之处", "shortcomings-causes"),
    ("面临的困难", "shortcomings-causes"),
    ("今后努力方向", "next-year"),
    ("2024年展望", "next-year"),
    ("下步工作安排", "next-year"),
    ("其他需要报告的事项", "other"),
    ("基本情况", "overview"),
    ("推進法治政府建設存在的問題和原因", "shortcomings-causes"),
]


@in_one(("title", "role"), ROLES, ids=[r[0] for r in ROLES])
def test_section_roles(title: str, role: str) -> None:
    root = outline(from_text(f"一、{title}\n{PROSE}"))
    assert [s.role for s in root.children] == [role]


def test_signature_and_footer_are_apart() -> None:
    text = f"一、主要举措\n{PROSE}\n\n仁和镇人民政府\n2024年1月15日\n分享到\n主办:某区人民政府办公室\n"
    parts = [(s.number, s.role) for s in outline(from_text(text)).children]
    assert parts == [("1", "measures-results"), ("2", "closing"), ("3", "chrome")]


def test_text_without_headings_is_one_preamble() -> None:
    root = outline(from_text(PROSE))
    assert [(s.number, s.role, s.span.end) for s in root.children] == [("0b", "preamble", len(PROSE))]


def roles(text: str) -> list[tuple[str, str]]:
    return [(s.title, s.role) for s in outline(from_text(text)).children]


def test_a_topical_report_without_frame_headings() -> None:
    text = (
        f"某局2023年法治政府建设工作报告\n一、加强党的领导\n{PROSE}\n二、规范行政执法\n{PROSE}\n"
        f"三、化解矛盾纠纷,解决突出问题\n{PROSE}\n四、存在问题\n{PROSE}\n五、2024年重点任务\n{PROSE}\n"
    )
    assert [role for _, role in roles(text)] == [
        "chrome", "measures-results", "measures-results", "measures-results", "shortcomings-causes", "next-year",
    ]  # fmt: skip


FIGURES = "全年受理行政案件217起,开展培训12次,审查文件36件。"


@pytest.mark.parametrize(("reason", "first", "rest", "expected"), [
    ("the year's figures", f"一、基本情况\n我局现有民警318名。{FIGURES}\n", f"二、主要做法\n{PROSE}\n", "measures-results"),
    ("what there is", "一、总体情况\n全省执法机构现有人员3912人,持证3655人。\n", f"二、主要做法\n{PROSE}\n", "overview"),
    ("no other part has the measures", f"一、总体情况\n(一)加强学习\n{PROSE}\n(二)规范执法\n{PROSE}\n", "", "measures-results"),
    ("another has them", f"一、总体情况\n(一)加强学习\n{PROSE}\n", f"二、主要做法\n{PROSE}\n", "overview"),
], ids=lambda value: value if isinstance(value, str) and len(value) < 40 else "")  # fmt: skip
def test_an_overview_that_holds_the_measures(reason: str, first: str, rest: str, expected: str) -> None:
    found = roles(f"{first}{rest}三、存在的问题\n{PROSE}\n四、下一步打算\n{PROSE}\n")
    assert found[0][1] == expected, reason


def test_a_year_after_the_report_is_a_plan_only_if_the_report_year_is_known() -> None:
    assert roles(f"一、2024年重点工作\n{PROSE}") == [("2024年重点工作", "measures-results")]


def test_merged_part_with_a_heading_for_each() -> None:
    text = f"一、存在的问题及下一步打算\n(一)存在的问题\n{PROSE}\n(二)下一步打算\n{PROSE}"
    (part,) = outline(from_text(text)).children
    assert [(s.number, s.role) for s in [part, *part.children]] == [
        ("1", "shortcomings-causes"), ("1.1", "shortcomings-causes"), ("1.2", "next-year"),
    ]  # fmt: skip


def test_merged_part_whose_plan_is_a_paragraph() -> None:
    text = f"一、主要做法\n{PROSE}\n二、存在的问题及下一步打算\n一是力量不足。{PROSE}二是形式单一。{PROSE}\n下一步,我镇将加强学习。{PROSE}"
    assert roles(text) == [
        ("主要做法", "measures-results"), ("存在的问题及下一步打算", "shortcomings-causes"), ("", "next-year"),
    ]  # fmt: skip


def test_shortcomings_and_plan_in_closing_paragraphs() -> None:
    text = (
        f"某镇2023年法治政府建设报告\n一、主要做法\n{PROSE}\n二、工作成效\n{PROSE}\n"
        f"我镇法治政府建设取得了一定成绩,但仍存在一些问题和不足:执法力量薄弱。\n2024年,我镇将加大普法力度。{PROSE}\n"
    )
    assert [role for _, role in roles(text)] == [
        "chrome", "measures-results", "measures-results", "shortcomings-causes", "next-year",
    ]  # fmt: skip


def test_leaders_duty_inside_the_measures() -> None:
    text = f"一、主要举措\n(一)履行第一责任人职责情况\n{PROSE}\n(二)规范执法\n{PROSE}"
    (part,) = outline(from_text(text)).children
    assert [s.role for s in part.children] == ["leader-duty", "measures-results"]


def test_what_follows_the_signature_is_no_text() -> None:
    text = (
        f"一、主要举措\n{PROSE}\n二、下一步打算\n{PROSE}\n特此报告。\n\n某某县应急管理局\n二〇二四年一月十五日\n"
        "本网站所载内容的版权属于原作者,未经书面许可不得转载,违者将依法追究其法律责任,请予以注意。\n上一篇:无\n"
    )
    parts = outline(from_text(text)).children
    assert [(s.number, s.role) for s in parts] == [
        ("1", "measures-results"), ("2", "next-year"), ("3", "closing"), ("4", "chrome"),
    ]  # fmt: skip
    source = from_text(text)
    assert source.quote(parts[2].span) == "特此报告。\n\n某某县应急管理局\n二〇二四年一月十五日"


@pytest.mark.parametrize("last", ["全年办理案件80件,办结78件", "全年办理案件80件.", "群众满意率为98.2%."])
def test_a_last_line_of_figures_without_a_full_stop_is_text(last: str) -> None:
    text = f"一、主要举措\n{PROSE}\n{last}\n仁和镇人民政府\n2024年1月15日\n"
    source = from_text(text)
    measures, closing = outline(source).children
    assert last in source.quote(measures.span)
    assert source.quote(closing.span) == "仁和镇人民政府\n2024年1月15日"


def test_broken_lines_keep_the_length_of_the_view() -> None:
    source = from_text("一、推进法治政\n府建设\n(一)规范 \n\n 执法,\r\n提升能力。")
    assert len(view_of(source)) == len(source.text)


def test_parts_that_have_bare_headings() -> None:
    text = (
        f"某局2022年度法治政府建设年度报告\n2022年,{PROSE}现将情况报告如下:\n加强组织领导\n{PROSE}\n规范执法行为\n{PROSE}\n"
        f"存在的问题和不足\n{PROSE}\n下一步工作打算\n{PROSE}\n"
    )
    assert roles(text)[2:] == [
        ("加强组织领导", "measures-results"), ("规范执法行为", "measures-results"),
        ("存在的问题和不足", "shortcomings-causes"), ("下一步工作打算", "next-year"),
    ]  # fmt: skip


def test_parts_that_are_paragraphs_only() -> None:
    text = (
        f"某镇2020年法治政府建设工作总结\n2020年,某镇扎实推进法治政府建设。现总结如下。\n{PROSE}\n{PROSE}\n"
        f"一年来,我镇工作虽然取得了一定成绩,但也存在一些不足:部分干部意识不强。\n下一步,我镇将加强学习。{PROSE}\n某镇人民政府\n2020年12月20日\n"
    )
    assert [role for _, role in roles(text)] == [
        "chrome", "preamble", "measures-results", "shortcomings-causes", "next-year", "closing",
    ]  # fmt: skip


@pytest.mark.parametrize("head", ["", "某镇新闻\n"])
def test_paragraphs_without_a_title_are_no_parts(head: str) -> None:
    text = f"{head}{PROSE}\n{PROSE}\n下一步,我镇将加强学习。{PROSE}\n"
    assert not {role for _, role in roles(text)} & {"measures-results", "next-year"}


def test_years_in_chinese_numerals() -> None:
    text = f"某局二〇二三年度法治政府建设报告\n一、主要工作\n{PROSE}\n二、二○二四年重点任务\n{PROSE}\n"
    assert roles(text)[1:] == [("主要工作", "measures-results"), ("二○二四年重点任务", "next-year")]


def test_an_item_that_announces_in_a_merged_part() -> None:
    text = f"一、主要工作\n{PROSE}\n二、存在问题及今后打算\n(一)虽然取得成绩,但还存在不少问题,主要是执法人员少,力量不足。\n(二)今后,我局将继续加强宣传,加大检查力度。\n"
    part = outline(from_text(text)).children[-1]
    assert [s.role for s in part.children] == ["shortcomings-causes", "next-year"]
