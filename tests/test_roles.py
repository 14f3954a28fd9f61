"""What part each number of a sentence plays, as a table; parts, bases, changes, scopes, actors, negations."""

from __future__ import annotations

from dashi_kg.model import Observation
from tests.helpers import report
from tests.many import in_one


def read(sentence: str) -> tuple[Observation, ...]:
    return report(sentence).observations


@in_one(("sentence", "roles"), [
    ("划转26个部门的153项行政审批权。", "scope value"),
    ("事项从原来的486项调整到327项。", "before after"),
    ("立案查处88件,同比下降26.3%。", "value change"),
    ("办理案件32件,其中维持24件、撤销8件。", "value part part"),
    ("走进9个行政村、2所中小学开展宣讲40场。", "scope scope value"),
    ("为218户企业协调解决难题56个。", "scope value"),
    ("为213名农民工追回欠薪384万元。", "value value"),
    ("8个社区中仅3个配备辅导员。", "scope part"),
    ("全局56名干部中取得执法资格的39名。", "value part"),
    ("纠正执法人员持证率低于5%的要求不落实问题。", "scope"),
    ("审批事项从186项压减至112项,减少74项。", "before after change"),
    ("出庭应诉率提高12.4个百分点至100%。", "change value"),
])  # fmt: skip
def test_roles(sentence: str, roles: str) -> None:
    assert [o.role for o in read(sentence)] == roles.split()


@in_one(("sentence", "wholes"), [
    ("办结案件436件,挽回经济损失873.6万元。", "- -"),
    ("办理法律援助案件436件,其中民事案件288件、刑事案件148件,为受援人挽回经济损失873.6万元。", "- o01 o01 -"),
    ("供应土地196宗742.6亩,其中耕地131.2亩。", "- - o02"),
    ("办理许可1068件,其中卫生许可257件(新办141件、延续92件、注销24件),校验186件,其他625件。", "- o01 o02 o02 o02 o01 o01"),
    ("处理投诉11起,驳回6起、部分成立3起、责令2起。", "- o01 o01 o01"),
    ("执法队员14名(持证11名)。", "- o01"),
    ("立案54起(其中种子案件18起、农药36起),办结51起。", "- o01 o01 -"),
    ("排查隐患20条,整改18条,剩余2条已列入台账。", "- - o01"),
    ("受理26件,审结24件,其中撤销3件。", "- - o02"),
    ("受理133件,审结117件,其中维持52件、驳回14件、撤销9件、调解42件;未审结16件。", "- - o02 o02 o02 o02 -"),
    ("调解家庭纠纷17起、邻里纠纷24起、土地纠纷9起,三类共计50起。", "o05 o05 o05 - -"),
    ("19个村、7个社区共配备顾问26名。", "- - -"),
    ("公开政府信息214条,其中通过公众号发布156条,收到依申请公开2件。", "- o01 -"),
    ("13名执法人员中兼职7人。", "- o01"),
    ("政府采购投诉处理17件:驳回9件,责令重新采购5件,撤回3件。", "- o01 o01 o01"),
    ("收到卫片图斑418个,经核查合法379个,违法39个。", "- o01 o01"),
    ("收到卫片图斑418个,经核查合法379个,违法38个。", "- - -"),
    ("排查隐患519处,整改433处,未整改86处。", "- - -"),
    ("开展检查4次,宣讲2次,走访2次。", "- - -"),
    ("实有经营主体4.86万户,其中企业1.12万户,个体工商户3.68万户,农民专业合作社608户。", "- o01 o01 o01"),
    ("实有经营主体4.86万户,其中企业1.12万户,个体工商户3.74万户,新登记农民专业合作社120户。", "- o01 o01 -"),
])  # fmt: skip
def test_parts_have_the_unit_of_their_whole(sentence: str, wholes: str) -> None:
    assert [o.component_of or "-" for o in read(sentence)] == wholes.split()


def test_two_breakdowns_of_one_whole_stand_side_by_side() -> None:
    found = read("办理行政复议案件32件,其中被申请人案件27件、第三人案件5件;维持24件,撤销2件,正在办理6件。")
    assert [(o.component_of, o.breakdown) for o in found[1:]] == [("o01", 1)] * 2 + [("o01", 2)] * 3
    assert [o.counted for o in found[3:]] == ["维持行政复议案件", "撤销行政复议案件", "正在办理行政复议案件"]


@in_one(("sentence", "base"), [
    ("调处矛盾纠纷1892件,调解成功1851件,调解成功率97.8%。", ("o02", "o01")),
    ("评查案卷68卷,优秀率41.2%。", (None, "o01")),
    ("全局民警参加法律知识考试412人次,合格率98.3%。", (None, "o01")),
    ("现有执法人员11人,其中持证9人,占81.8%。", ("o02", "o01")),
    ("通报单位1家,问题整改率达100%。", (None, None)),
    ("审理案件319件,出庭应诉率100%。", (None, None)),
    ("办理建议76件、提案112件,办复率100%。", (None, None)),
    ("受理群众诉求1038件,按期办结率98.2%。", (None, "o01")),
    ("建有纠纷调解室12个,调解成功率85%。", (None, None)),
    ("抽检食品1640批次,检出不合格29批次,合格率98.2%。", (None, "o01")),
    ("3个单位出庭率不足60%。", (None, None)),
    ("办理援助案件27件;信访事项同比减少,按期答复率98%。", (None, None)),
    ("受理仲裁申请489件,当期结案率96.3%。", (None, None)),
    ("收回欠款22.4万元,整改到位率98%。", (None, None)),
    ("法治知识测试4120人参加,参考率99.2%。", ("o01", None)),
    ("受理治安案件3370起,查处3218起,其中适用快速程序的占46.8%。", (None, "o02")),
    ("持证的1062名人员中,具有法学背景的不足两成。", (None, "o01")),
])  # fmt: skip
def test_a_rate_has_its_base(sentence: str, base: tuple[str | None, str | None]) -> None:
    rate = read(sentence)[-1]
    assert (rate.numerator, rate.denominator) == base


def test_rates_dealt_out_have_one_base_each() -> None:
    found = read("承办建议186件、提案243件,满意率分别为99.5%和99.2%。")
    assert [o.denominator for o in found[2:]] == ["o01", "o02"]


def test_a_change_knows_what_changed() -> None:
    found = read("接待来访88批213人次,同比分别下降11%和16.2%。事项从原来的486项调整到327项。")
    assert [o.change_of for o in found[2:4]] == ["o01", "o02"]
    assert found[5].changed_from == found[4].id


@in_one(("sentence", "changes"), [
    ("调解纠纷2107件,调解成功2078件,成功率98.6%,同比分别增长11.4%、12.3%。", "- - - o01 o02"),
    ("办结率98%,满意率97%,同比分别提高1.2%、1.3%。", "- - o01 o02"),
    ("登记来信来访87批次213人次,同比上升18批次。", "- - o01"),
    ("排查矛盾纠纷2845件,调解2796件,与去年相比,纠纷数上升6.3%。", "- - o01"),
    ("重大案件挂牌督办21起,办结13起,诉讼标的额同比下降15%。", "- - -"),
])  # fmt: skip
def test_a_change_is_of_what_its_words_name(sentence: str, changes: str) -> None:
    assert [o.change_of or "-" for o in read(sentence)] == changes.split()


def test_acts_dealt_out_have_a_stage_each() -> None:
    found = read("取消、下放、承接行政权力事项分别为5项、12项、8项。")
    assert [o.facets.stage for o in found if o.facets] == ["dropped", "passed-on", "passed-on"]


def test_a_part_keeps_the_topic_of_its_whole() -> None:
    found = read("主动公开政府信息89条,其中规范性文件0条、财政资金信息12条。")
    assert {o.facets.topic for o in found if o.facets} == {"H1"}


def test_joint_subjects_give_a_fact_each() -> None:
    assert [(o.counted, o.value) for o in read("参与率、合格率均达100%。")] == [
        ("参与率", 100),
        ("合格率", 100),
    ]


@in_one(("sentence", "counted"), [
    ("未审结行政复议案件5件。", "未审结行政复议案件"),
    ("未受理行政复议申请9件。", "未受理行政复议申请"),
    ("以镇政府为被申请人的行政复议案件27件。", "以镇政府为被申请人的行政复议案件"),
    ("被诉案件3件。", "被诉案件"),
    ("对3名未持证人员予以处理。", "未持证人员"),
    ("办理不动产登记36件。", "办理不动产登记"),
    ("减免罚款36万元。", "减免罚款"),
    ("受理申请86件,未审结9件。", "未审结申请"),
    ("组织全市1.19万人参加网络专题班学习。", "参加网络专题班学习"),
    ("局党组理论学习中心组学习习近平法治思想20余次。", "学习习近平法治思想"),
    ("经调解、和解终止的案件6件。", "调解、和解终止的案件"),
    ("在用特种设备2413台。", "在用特种设备"),
    ("定期检验率98%。", "定期检验率"),
    ("开展法治专题课12场,覆盖384人次。", "法治专题课覆盖"),
    ("受理许可申请78件,准予许可77件。", "准予许可申请"),
    ("发出司法建议4件,已回函3件,尚有1件正在研究。", "尚有司法建议"),
    ("查处不作为、乱作为问题11件。", "查处不作为、乱作为问题"),
    ("完成社会稳定风险评估14件。", "完成社会稳定风险评估"),
])  # fmt: skip
def test_counted_words_stand_alone_and_keep_their_negation(sentence: str, counted: str) -> None:
    assert read(sentence)[-1].counted == counted


@in_one(("sentence", "actor"), [
    ("县委常委会听取全面依法治县工作汇报2次。", "县委常委会"),
    ("镇综治中心全年接待群众来访316批,化解积案7件。", "镇综治中心"),
    ("主要负责人主持召开局党组会研究法治工作4次。", "局党组会"),
    ("发挥县人民调解委员会作用,受理纠纷16件。", "县人民调解委员会"),
    ("加强镇司法所建设,配备人员3名。", ""),
    ("提请市人大常委会审议草案2件。", ""),
    ("法律顾问覆盖率达100%。", ""),
    ("公职律师4人。", ""),
    ("县政府网站公开信息120条。", ""),
    ("乡党委理论学习中心组学法6次,组织干部考试3场。", ""),
    ("法治督察组先后对12个部门进行督察,反馈问题45条。", "法治督察组"),
    ("县委宣传部组织法治文艺演出8场。", "县委宣传部"),
    ("区政府办公室督办事项36项。", "区政府办公室"),
    ("接受县司法局案卷评查1次。", "县司法局"),
    ("组织村(居)法律顾问参与接访18次。", "村(居)法律顾问"),
    ("设立劳动争议仲裁院,全年受理争议287件。", "劳动争议仲裁院"),
    ("被县纪委通报2次。", "县纪委"),
])  # fmt: skip
def test_who_acted(sentence: str, actor: str) -> None:
    assert read(sentence)[-1].actor == actor


def test_a_name_whose_end_is_found_twice_is_read() -> None:
    found = read("协调31家律师事务所与各级退役军人服务中心结对,设立法律服务站1268个。")
    assert [str(o.value) for o in found] == ["31", "1268"]
