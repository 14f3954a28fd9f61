"""Problems and plan items: what is one item, and what is none. Each row has its reason."""

from __future__ import annotations

from dashi_kg.graph.propose import propose
from dashi_kg.reader.extract import extract
from dashi_kg.source.read import from_text
from tests.helpers import passage
from tests.many import in_one

PROBLEMS = [
    ("a sentence with its figures is one problem", "执法力量与任务不匹配,全县监督员仅14人,人均监管135家以上;普法方式单一。",
     "执法力量与任务不匹配,全县监督员仅14人,人均监管135家以上|普法方式单一"),
    ("a sentence that only lists is as many", "执法人员力量不足,法治人才比较匮乏,执法队伍素养缺乏,基层执法力量薄弱。",
     "执法人员力量不足|法治人才比较匮乏|执法队伍素养缺乏|基层执法力量薄弱"),
    ("what opens the list is none", "虽取得一定成绩,但仍存在以下不足:一是法治观念不强。二是普法方式单一。", "法治观念不强|普法方式单一"),
    ("…with 是", "存在的主要问题是:信息化手段运用不充分;宣传实效还需增强。", "信息化手段运用不充分|宣传实效还需增强"),
    ("…with nothing else", "主要是:部分地方违法占用耕地屡禁不止;源头预防机制有待完善。", "部分地方违法占用耕地屡禁不止|源头预防机制有待完善"),
    ("…in a sentence of its own", "总的来看,我市法治政府建设仍有短板弱项。主要表现在:推进不平衡;24个司法所为“一人所”,力量不足。",
     "推进不平衡|24个司法所为“一人所”,力量不足"),
    ("the rule that is not met", "培训不少于40学时,但培训内容与实务结合不够紧密。", "培训内容与实务结合不够紧密"),
    ("causes are no problems", "执法能力不强。究其原因,主要是编制受限、经费保障渠道单一。", "执法能力不强"),
    ("causes in two parts", "执法能力不强。造成以上问题,既有客观因素,也有主动作为不足的主观因素。", "执法能力不强"),
    ("a part on causes", "(一)存在不足\n1.立法供给还不够充分。个别领域缺乏规定。\n(二)原因分析\n一是上位法滞后;二是人员更新慢。", "个别领域缺乏规定"),
    ("an item needs no word that says so", "(一)执法体制尚未理顺。司法所核定编制4名,实际在岗2名,且承担大量事务性工作。", "司法所核定编制4名,实际在岗2名,且承担大量事务性工作"),
    ("the cause behind it in one sentence", "法规体系还不够完善,主要原因是立法资源有限;队伍专业化水平不高,原因在于人员流动大。", "法规体系还不够完善|队伍专业化水平不高"),
    ("a label before causes", "不足:执法人员配备不足;宣传不深入。原因:编制偏紧;宣传方式单一。培训不够经常。", "执法人员配备不足|宣传不深入|培训不够经常"),
    ("what opens the list in an item", "(一)虽然取得成绩,但还存在不少问题,主要是执法人员少,力量不足,意识淡薄。", "执法人员少,力量不足,意识淡薄"),
    ("numbers inside a paragraph", "存在问题和不足:1.学法不够经常。2.执法人员数量不足,压力大。", "学法不够经常|执法人员数量不足,压力大"),
]  # fmt: skip

PLANS = [
    ("a sentence with its target is one item", "组建宣讲队,将普法融入演出,全年进村宣讲34场。", "组建宣讲队,将普法融入演出,全年进村宣讲34场"),
    ("two clauses are one", "严格落实法制审核制度,做到应审尽审;建立后评估制度。", "严格落实法制审核制度,做到应审尽审|建立后评估制度"),
    ("a mere list under a heading is as many", "(一)加大监督力度\n加大行政复议宣传力度,规范行政复议流程,充分发挥行政复议监督作用。",
     "加大行政复议宣传力度|规范行政复议流程|充分发挥行政复议监督作用"),
    ("what only announces is none", "2024年,我局将紧紧围绕中心工作,重点做好以下工作:一是加强学习。二是推广说理式文书。", "加强学习|推广说理式文书"),
    ("one announcement of ours", "2024年,我局将深入学习习近平法治思想,全面落实各项任务,推动工作再上新台阶。", "我局将深入学习习近平法治思想,全面落实各项任务,推动工作再上新台阶"),
    ("the aim before a colon", "着力推进法治建设再上新台阶:加快立法进程,尽快提请审议。", "加快立法进程,尽快提请审议"),
    ("what only says in how many ways", "2024年,我局将坚持以法治思想为指导,着力在以下几个方面下功夫。选派10名骨干跟班学习。", "选派10名骨干跟班学习"),
    ("dashes head items", "——深化改革,减少重复检查。——强化监督,评查案卷。", "深化改革,减少重复检查|强化监督,评查案卷"),
    ("what the year is", "2017年是全面落实《纲要》的关键一年。一是深化改革。二是加强学习。", "深化改革|加强学习"),
    ("a list of its own number is one", "(一)加大监督力度\n一是加大行政复议宣传力度,规范行政复议流程,充分发挥行政复议监督作用。",
     "加大行政复议宣传力度,规范行政复议流程,充分发挥行政复议监督作用"),
    ("a list without a heading is one", "加大行政复议宣传力度,规范行政复议流程,充分发挥行政复议监督作用。",
     "加大行政复议宣传力度,规范行政复议流程,充分发挥行政复议监督作用"),
    ("about what it is belongs to it", "围绕“12·4”等节点开展宣传,力争覆盖所有村。", "围绕“12·4”等节点开展宣传,力争覆盖所有村"),
    ("who leads belongs to the act", "(一)压实责任\n县委依法治县办牵头,对乡镇开展督察,推动整改。", "县委依法治县办牵头,对乡镇开展督察|推动整改"),
    ("numbers in circles", "①加强学习培训,提升能力;②健全内控机制;③创新普法形式。", "加强学习培训,提升能力|健全内控机制|创新普法形式"),
    ("一要, 二要", "一要深化改革,打造一流环境。二要加快立法。", "深化改革,打造一流环境|加快立法"),
    ("a signature in the last line", "推动司法所规范化建设,组织司法所工作人员参加业务培训。永泽县公安局2023年1月10日", "推动司法所规范化建设,组织司法所工作人员参加业务培训"),
    ("farewell and signature", "推动司法所规范化建设。\n特此总结,请予审阅。\n永泽县公安局", "推动司法所规范化建设"),
]  # fmt: skip


@in_one(("reason", "text", "expected"), PROBLEMS, ids=[row[0] for row in PROBLEMS])
def test_problems(reason: str, text: str, expected: str) -> None:
    found = passage(text, "一、存在的问题和不足")
    assert [text_of(found, p.span) for p in found.problems if not p.children] == expected.split("|"), reason


@in_one(("reason", "text", "expected"), PLANS, ids=[row[0] for row in PLANS])
def test_plan_items(reason: str, text: str, expected: str) -> None:
    found = passage(text, "一、2024年工作打算")
    assert [text_of(found, a.span) for a in found.plan_items if not a.children] == expected.split("|"), reason


@in_one(
    ("text", "expected"),
    [
        (
            "开展宣传12场,但仍存在普法覆盖面不够广、针对性不强的问题。",
            ["仍存在普法覆盖面不够广、针对性不强的问题"],
        ),
        ("开展示范创建。目前仍存在亮点不突出等问题。", ["目前仍存在亮点不突出等问题"]),
        ("成效明显,但还存在一些不足:执法力量薄弱,经费保障不够。", ["执法力量薄弱,经费保障不够"]),
        ("持证率100%。但人员流动性较大,案卷质量还有待提升。", ["人员流动性较大,案卷质量还有待提升"]),
        ("编制虽少,但干劲足,推动解决了执法力量不足的问题。", []),
        ("针对存在的突出问题开展整治,督促整改问题36个。", []),
        ("着力解决群众反映的、仍存在的难点问题。", []),
        ("对检查中发现的仍存在隐患的企业下达文书。", []),
        (
            "存在的不足是,救助经办力量偏弱,3个镇没有专职人员。",
            ["存在的不足是,救助经办力量偏弱,3个镇没有专职人员"],
        ),
        ("查摆存在的不足12个,逐项落实整改。", []),
        ("审核32件。局法治审核力量薄弱。", ["局法治审核力量薄弱"]),
        ("专职人员只有3名,把关质量参差不齐。", ["专职人员只有3名,把关质量参差不齐"]),
        (
            "数据治理短板明显:标准不一,错漏约占3%;县级专员平均不到2人。",
            ["数据治理短板明显:标准不一,错漏约占3%", "县级专员平均不到2人"],
        ),
        ("数据治理短板明显;全年归集数据300条。", ["数据治理短板明显"]),
        ("个别乡镇告知书送达不及时。为此,县局办培训2期。", []),
        ("检查发现以下问题:个别单位责任落实不到位;部分案卷使用不规范。", []),
        ("目前部分企业安全制度不健全。对仍有差距的乡镇约谈3次。", []),
        ("过去基层执法力量薄弱。日均服务群众不足40人。把关质量参差不齐的退回3件。", []),
        ("(一)督察整改\n个别乡镇台账更新滞后。", []),
        # how much is wanting, behind the clause that says so; a sentence on staff behind one
        ("仲裁员数量仍偏少,人均办案超过90件。", ["仲裁员数量仍偏少,人均办案超过90件"]),
        ("监督员缺编较为突出。核定编制86名,实有51名。", ["监督员缺编较为突出", "核定编制86名,实有51名"]),
        ("普法针对性还不强。备案把关仍需加强。", ["普法针对性还不强", "备案把关仍需加强"]),
        ("部分企业安全制度不完善。核定编制86名。", []),
    ],
)
def test_shortcomings_told_in_the_years_work(text: str, expected: list[str]) -> None:
    found = passage(text)
    assert [text_of(found, p.span) for p in found.problems] == expected
    assert not any(text_of(found, m.span).startswith("但") for m in found.measures)


@in_one(
    ("text", "expected"),
    [
        ("检查单位12家。2024年计划新建消防站2座。", ["2024年计划新建消防站2座"]),
        ("剩余74万元欠款,力争2024年6月底前全部清零。", ["剩余74万元欠款,力争2024年6月底前全部清零"]),
        ("2023年计划检查12家,实际检查13家。", []),
        (
            "县数据局将牵头起草办法,到2024年底再开放数据集50个。",
            ["县数据局将牵头起草办法,到2024年底再开放数据集50个"],
        ),
        ("2024年,要把布点增加到150处。", ["要把布点增加到150处"]),
        ("检查12家。2024年,一是增配2名;二是在3个镇设立站点。", ["增配2名", "在3个镇设立站点"]),
        ("检查12家。2023年,一是增配2名;二是设立站点。", []),
        ("将组织法治建设纳入考核,于2024年初通报。2023年,要求报备12件。", []),
        ("2023年将法治建设纳入考核。力争2023年底前完成。", []),
    ],
)
def test_plans_told_in_the_years_work(text: str, expected: list[str]) -> None:
    found = passage(text)
    assert [text_of(found, a.span) for a in found.plan_items] == expected
    said = [o for o in found.observations if any(a.span.contains(o.span) for a in found.plan_items)]
    assert {o.role for o in said} <= {"target"}


def test_plans_behind_problems_in_one_paragraph() -> None:
    found = passage(
        "一是法治意识不强。二是执法不规范。下一步,我局将抓好以下工作:一是加强培训。二是健全制度。",
        "一、存在的问题和下一步打算",
    )
    assert [text_of(found, p.span) for p in found.problems] == ["法治意识不强", "执法不规范"]
    assert [text_of(found, a.span) for a in found.plan_items] == ["加强培训", "健全制度"]


def test_a_year_and_will_turns_to_plans() -> None:
    found = passage(
        "1、执法力量薄弱。执法队仅有7人,难以满足工作需要。2024年,将积极争取编制,充实执法队伍。",
        "一、存在问题及下一步打算",
    )
    assert [text_of(found, p.span) for p in found.problems if p.parent] == ["执法队仅有7人,难以满足工作需要"]
    assert [text_of(found, a.span) for a in found.plan_items] == ["将积极争取编制,充实执法队伍"]


@in_one(("text", "problems", "plans"), [
    # a remedy beside each shortcoming is no shortcoming, and what follows in the next line is none of the remedy
    ("决策程序不严。整改措施:修订程序规定;开展督查。\n应诉能力偏弱。", "决策程序不严|应诉能力偏弱", "修订程序规定|开展督查"),
    ("存在宣传手段不多等问题,下步将购置记录仪20台。", "存在宣传手段不多等问题", "下步将购置记录仪20台"),
    ("执法力量薄弱。2024年,县住建局将把提升质量作为重点;对照清单抓好整改。", "执法力量薄弱", "县住建局将把提升质量作为重点|对照清单抓好整改"),
    ("执法力量薄弱。2024年将争取增加编制6名。", "执法力量薄弱", "2024年将争取增加编制6名"),
    ("力量薄弱。针对以上问题,2024年着重做好以下工作:一是健全机构。二是公示信息。", "力量薄弱", "健全机构|公示信息"),
    ("执法能力不强。之所以存在上述问题,既有编制制约,也有主动协调不够。", "执法能力不强", ""),
    # a report that will not, and a year that is only named, turn to nothing
    ("2023年,个别单位将述法作为应付,效果不好。", "2023年,个别单位将述法作为应付,效果不好", ""),
])  # fmt: skip
def test_plans_beside_problems(text: str, problems: str, plans: str) -> None:
    found = passage(text, "一、存在的问题")
    assert "|".join(text_of(found, p.span) for p in found.problems if not p.children) == problems
    assert "|".join(text_of(found, a.span) for a in found.plan_items if not a.children) == plans


def test_plans_behind_problems_as_headings() -> None:
    found = passage(
        "一是法治意识不强;二是执法不规范。下一步,我镇将从以下方面努力:\n(一)加强学习。组织干部学法。\n(二)规范执法。建立联动机制。",
        "一、存在的问题和下步打算",
    )
    assert [text_of(found, p.span) for p in found.problems] == ["法治意识不强", "执法不规范"]
    heads = {a.id: a for a in found.plan_items if a.children}
    assert [text_of(found, a.span) for a in heads.values()] == ["加强学习", "规范执法"]
    assert all(a.parent in heads for a in found.plan_items if not a.children)


def test_every_child_and_parent_is_there() -> None:
    found = passage(
        "(一)存在的问题。\n1.法治意识不强。\n2.执法不规范。个别案卷有瑕疵。\n(二)下一步打算。\n1.加强培训,提高水平。",
        "一、存在的问题和下一步打算",
    )
    for items in (found.problems, found.plan_items):
        known = {i.id: i for i in items}
        for item in items:
            assert all(known[c].parent == item.id for c in item.children)
            assert item.parent is None or item.id in known[item.parent].children


def text_of(found, span) -> str:  # type: ignore[no-untyped-def]
    return str(found.source.text[span.start : span.end])


def test_a_plan_that_names_the_shortcoming_it_is_for() -> None:
    found = extract(
        from_text(
            "仁和镇2022年法治政府建设报告\n一、主要做法\n开展培训3次。\n二、存在的不足\n一是执法力量不足。二是宣传的实效性不强。\n"
            "三、下一步打算\n针对宣传实效性不强的问题,开展“法律进企业”活动。\n"
        )
    )
    links = [c for c in propose(found, {}) if c.predicate == "addresses"]
    assert [(text_of(found, found.plan_items[0].span), c.object) for c in links] == [
        ("开展“法律进企业”活动", found.problems[1].id)
    ]
