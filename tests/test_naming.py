"""Which names the figures of a report bear beside each other: what a name says of one is not untrue beside the others."""

from __future__ import annotations

from dashi_kg.graph.figures.naming import named_indicators
from dashi_kg.knowledge.vocabulary import vocabulary
from dashi_kg.settings import settings
from tests.helpers import report
from tests.many import in_one

BASE = settings(None).base


@in_one(("words", "keys"), [
    # two values of one name are a part each; one value told twice is one
    ("办理行政处罚案件23件。⏎全年办理行政处罚案件31件。", ["", ""]),
    ("办理行政处罚案件23件。⏎全年办理行政处罚案件23件。", ["penalty-cases", "penalty-cases"]),
    # a fine of cases of any sort; of one case, of a sort of cases, of a campaign, of each
    ("办理行政处罚案件23件,罚款1.2万元。", ["penalty-cases", "fines"]),
    ("对1家未按规定检测防雷装置的加油站立案调查,处罚款1万元。", ["entities-with-cases-filed", "sort-fines"]),
    ("查处非法采砂案件14起,罚款27万元。", ["sand-mining-violation-cases", "sort-fines"]),
    ("打击非法开荒,罚款11.5万元。", ["sort-fines"]),
    ("打击非法开荒,单笔罚款1.5万元。", [""]),
    # a rate of what its name speaks of; of a sort of it that has a name; of one that has none
    ("受理矛盾纠纷288件,调处成功率97.6%。", ["disputes-accepted", "dispute-resolution-rate"]),
    ("抽检食品3260批次,合格率97.76%。", ["food-samples", "food-pass-rate"]),
    ("调处土地承包纠纷118起,成功率97.5%。", ["land-contract-disputes-mediated", "sort-dispute-resolution-rate"]),
    # what was done with a sort of disputes spoken of before, and with disputes of all sorts
    ("草场边界纠纷历来多发,全年调处37起。", ["sort-disputes-mediated"]),
    ("矛盾纠纷历来多发,全年调处37起。", ["disputes-mediated"]),
    # a stock, and those of it who took part
    ("现有公职律师3名,审核合同22份。", ["public-lawyers", "contracts-reviewed"]),
    ("公职律师3名参与审查合同22份。", ["", ""]),
    # how the office's own acts were judged
    ("审结行政复议案件24件,其中维持21件。", ["reconsideration-concluded", "reconsideration-upheld"]),
    ("被申请行政复议5件,州政府维持4件。", ["reconsideration-respondent-cases", "own-acts-upheld"]),
    # powers that came down to the office, and those that it handed down
    ("承接师市下放权责事项489项。", ["powers-taken-over"]),
    ("承接省级赋权91项,向县(区)下放行政职权14项。", ["powers-taken-over", "powers-delegated"]),
    # examples of what is counted, and the sorts that are counted
    ("受理婚姻家庭、邻里等纠纷196件。", ["disputes-accepted"]),
    ("查处占道经营、乱堆乱放等违法行为16起。", ["sort-violation-cases"]),
    # a bound of each of several; all until then, not what is new; how, said behind the number
    ("全县仍有7个乡镇持证执法人员不足5人。", ["", ""]),
    ("全县持证执法人员不足50人。", ["licensed-enforcers"]),
    ("新命名省级民主法治示范村2个。", ["model-villages-new"]),
    ("新命名省级民主法治示范村2个,累计建成9个。", ["model-villages-new", ""]),
    ("38名党政主要负责人书面述法,6名现场述法。", ["duty-accounts-written", ""]),
    # from afar; what a head did in person beside what all did
    ("开展执法巡查380次。", ["patrols"]),
    ("以非现场方式巡查380次。", [""]),
    ("负责人出庭34件。区长出庭1件。", ["head-attendance-cases", ""]),
    # parts that are sorts of their whole; persons for whom something was recovered
    ("办理行政处罚案件15件,其中环境卫生类9件、农村宅基地类4件。", ["penalty-cases", "sort-violation-cases", "sort-violation-cases"]),
    ("劳动监察为58名农民工追回工资。", ["workers-with-wages-recovered"]),
    # a sort of enterprises, which cuts out a part of the name of all, has the name of a sort; of cases that nothing tells it has none
    ("调解中心受理涉企纠纷156起,调解成功131起。", ["sort-disputes-accepted", "sort-disputes-resolved"]),
    ("不予处罚18起,涉及应罚金额74.4万元。", ["no-penalty-cases", ""]),
    # what was inspected, said behind the number; what others failed to do is no negation of the act
    ("卫生监督所对27家拍卖机构、46所学校实施检查。", ["sort-entities-inspected", "sort-entities-inspected"]),
    ("查处拒不检测案件7起。", ["sort-violation-cases"]),
    ("不予处罚网约车违规案件7起。", [""]),
    # by its counter word: rounds, vessels
    ("开展安全生产检查2轮。", ["inspection-rounds"]),
    # carried over from the year before, or left for the next
    ("受理政府信息公开申请1673件,上年结转36件。", ["disclosure-requests-accepted", "disclosure-requests-from-last-year"]),
    # how many more or fewer is not how many
    ("查处违法案件36件,同比减少9件。", ["violation-cases", "penalty-cases-more-or-fewer"]),
    # of two acts, and for each
    ("制定政府规章3件。", ["government-rules-made"]),
    ("制定修改政府规章43件。", [""]),
    ("为企业节约成本15万元。", ["business-burden-cut"]),
    ("单个项目节约费用15万元。", [""]),
    # a sort that the words name, and none
    ("查处网约车违规案件302件。", ["sort-violation-cases"]),
    ("查处违法案件302件。", ["violation-cases"]),
    # one sort of what may be inspected, by whatever word of trade; dead and missing, and missing alone
    ("检查单位120家次。", ["inspections"]),
    ("检查宾馆34家次。", ["sort-inspections"]),
    ("检查文化娱乐场所120家次。", ["sort-inspections"]),
    ("事故死亡失踪5人。", ["accident-deaths-missing"]),
    ("事故死亡3人,失踪1人。", ["accident-deaths", ""]),
    # training in law, and training
    ("举办《统计法》专题培训5期。", ["training-sessions"]),
    ("举办培训班5期。", ["trainings-of-any-subject"]),
    # rules are no normative documents
    ("废止规范性文件12件。", ["normative-documents-repealed"]),
    ("废止规章和规范性文件12件。", [""]),
    ("清理政府规章12件。", [""]),
    # what counsel did, where the paragraph speaks of counsel
    ("聘请法律顾问3名,参与重大项目论证5次。", ["legal-advisers", "counsel-in-project-studies"]),
    ("镇党委政府参与重大项目谈判5次。", [""]),
    ("县司法局出具法律意见书12份,采纳率100%。", ["", ""]),
    # a part is not called as its whole is; a sum behind its parts has the words of the last
    ("收到检察建议35份,其中回复22份。", ["procuratorial-proposals-received", "procuratorial-proposals-answered"]),
    ("受理投诉120件,其中有效投诉100件。", ["hotline-accepted", ""]),
    ("现有执法人员14名,其中9名已取得执法证。", ["enforcement-officers", ""]),
    ("公布权力清单,共保留行政处罚20项、其他行政权力3项,合计23项。", ["", "power-other-items", ""]),
    # sorts of one thing side by side
    ("修订应急总体预案1部、专项预案23部。", ["", ""]),
    ("修订应急预案12部。", ["emergency-plans-revised"]),
])  # fmt: skip
def test_a_name_holds_beside_the_others_of_its_report(words: str, keys: list[str]) -> None:
    found = report(words.replace("⏎", "\n"))
    named = named_indicators(vocabulary(BASE), BASE, found.observations, found.source.text)
    told = [(o, named.get(o.id)) for o in found.observations if o.number_span]
    assert [concept.key if concept else "" for _, concept in told] == keys
