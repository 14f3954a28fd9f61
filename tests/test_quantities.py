"""Numbers and what they count, as a table: (reason, sentence, expected rows).

A row is ``counted = value unit classifier qualifier period kind``.
"""

from __future__ import annotations

import pytest

from dashi_kg.model import Observation
from dashi_kg.reader.extract import extract
from dashi_kg.source.read import from_text
from dashi_kg.text.fold import fold
from dashi_kg.validation.checks import numbers_in
from tests.helpers import report
from tests.many import in_one

CASES = [
    ("余 is a lower bound", "悬挂横幅50余条。", ["悬挂横幅 = 50 number 条 more-than 2023 actual"]),
    ("约 and 达 as the end of a word", "修订村规民约189份,受理预约120次,下达12份整改通知书,服务村民约200人。", [
        "修订村规民约 = 189 number 份 exact 2023 actual", "受理预约 = 120 number 次 exact 2023 actual",
        "整改通知书 = 12 number 份 exact 2023 actual", "服务村民 = 200 number 人 about 2023 actual"]),
    ("约 behind a word that ends so", "修订居民公约约20份。", ["修订居民公约 = 20 number 份 about 2023 actual"]),
    ("主动公开 is the law's word", "主动公开政府信息30条。", ["主动公开政府信息 = 30 number 条 exact 2023 actual"]),
    ("a grade is of what was counted alike", "抽检食品60批次,移送公安4件,不合格8批次。", [
        "抽检食品 = 60 number 批次 exact 2023 actual", "移送公安 = 4 number 件 exact 2023 actual",
        "不合格 = 8 number 批次 exact 2023 actual"]),
    ("a method that was promised", "推行告知承诺制证明事项54项。", ["推行告知承诺制证明事项 = 54 number 项 exact 2023 actual"]),
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
    ("from A, grown to B", "公职律师由286名发展到371名。", ["公职律师 = 286 number 名 exact until-2023 former", "公职律师 = 371 number 名 exact 2023 actual"]),
    ("at most, once", "赋权事项由最多127项调整到76项。", ["赋权事项 = 127 number 项 exact until-2023 former", "赋权事项 = 76 number 项 exact 2023 actual"]),
    ("by the end of a year is a time", "2024年底前实现执法人员培训全覆盖,2022年底配备执法人员12名。", [
        "执法人员培训 = — -  full-coverage 2024-12 actual", "配备执法人员 = 12 number 名 exact as-of-2022 actual"]),
    ("tenths", "检查频次降低约两成,投诉上升四成多。", ["检查频次 = 20 percent  about 2023 actual", "投诉 = 40 percent  more-than 2023 actual"]),
    ("a range of money, each with its unit", "罚款3.2万元至20万元不等,补助500元至2万元。", [
        "罚款 = — yuan 元 range 2023 actual", "补助 = — yuan 元 range 2023 actual"]),
    ("what is compared with has its year", "立案64起,比上年的49起增加15起。", [
        "立案 = 64 number 起 exact 2023 actual", "立案 = 49 number 起 exact 2022 actual", "立案 = 15 number 起 exact 2023 actual"]),
    ("groups and sides", "编制权责清单8大类345项。", ["编制权责清单 = 8 number 大类 exact 2023 actual", "编制权责清单 = 345 number 项 exact 2023 actual"]),
    ("lines and grades are names", "对2号线建设项目和3号楼开展评估,改造一类所4个、二类所12个。", [
        "改造一类所 = 4 number 个 exact 2023 actual", "二类所 = 12 number 个 exact 2023 actual"]),
    ("破, and as many as", "访问量破百万次,侦破案件12件,赋权事项多达118项。", [
        "访问量破 = 1000000 number 次 more-than 2023 actual", "侦破案件 = 12 number 件 exact 2023 actual", "赋权事项 = 118 number 项 reaches 2023 actual"]),
    ("一 of several rates", "参考率、合格率均达100%。", [
        "参考率 = 100 percent  reaches 2023 actual", "合格率 = 100 percent  reaches 2023 actual"]),
    ("quotes outside the number", "完成50名“法律明白人”培训。", ["“法律明白人”培训 = 50 number 名 exact 2023 actual"]),
    ("余 before 万", "投入资金2079余万元。", ["投入资金 = 20790000 yuan 元 more-than 2023 actual"]),
    ("万 before 余", "发放宣传资料1.5万余份。", ["发放宣传资料 = 15000 number 份 more-than 2023 actual"]),
    ("thousands comma", "累计办理法律援助案件1,234件。", ["办理法律援助案件 = 1234 number 件 total 2023 actual"]),
    ("a bound in one word", "行政诉讼败诉率低于5%,信访量少于20件。", [
        "行政诉讼败诉率 = 5 percent  below 2023 actual", "信访量 = 20 number 件 below 2023 actual"]),
    ("outcomes that share a number", "审结行政复议案件451件,其中:维持157件,撤销、确认违法、责令履行20件。", [
        "审结行政复议案件 = 451 number 件 exact 2023 actual", "维持 = 157 number 件 exact 2023 actual",
        "撤销、确认违法、责令履行 = 20 number 件 exact 2023 actual"]),
    ("a day before which things were made", "清理2020年12月31日前制定的规范性文件386件。", [
        "清理2020年12月31日前制定的规范性文件 = 386 number 件 exact 2023 actual"]),
    ("of whom some", "11名执法人员中仅3人具有法律专业背景。", [
        "执法人员 = 11 number 名 exact 2023 actual", "具有法律专业背景 = 3 number 人 exact 2023 actual"]),
    ("covered by a day", "推进行政执法公示落实,2020年6月底前实现全覆盖。", [
        "推进行政执法公示落实 = — -  full-coverage 2020-06 actual"]),
    ("a yearly rate", "平均每年流失率在15%左右。", ["平均每年流失率 = 15 percent  about 2023 actual"]),
    ("from tenths of a year", "隐患整改率从2017年的九成提升至98.6%。", [
        "隐患整改率 = 90 percent  exact 2017 former", "隐患整改率 = 98.6 percent  exact 2023 actual"]),
    ("a law and its bylaw are one", "集体学习《中华人民共和国预算法》及其实施条例4次。", [
        "集体学习《中华人民共和国预算法》及其实施条例 = 4 number 次 exact 2023 actual"]),
    ("a law behind a law", "学习《行政处罚法》和宪法5次。", ["学习《行政处罚法》和宪法 = 5 number 次 exact 2023 actual"]),
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
    ("two verbs that are one act", "主持召开党组会议12次、局务会24次。", [
        "主持召开党组会议 = 12 number 次 exact 2023 actual", "局务会 = 24 number 次 exact 2023 actual"]),
    ("acts that take acts", "开展行政执法案卷评查3次,下达责令限期整改指令书38份。", [
        "开展行政执法案卷评查 = 3 number 次 exact 2023 actual", "下达责令限期整改指令书 = 38 number 份 exact 2023 actual"]),
    ("who acts is not counted", "消防救援大队检查单位1,865家,市本级财政投入专项资金86万元。", [
        "检查单位 = 1865 number 家 exact 2023 actual", "投入专项资金 = 860000 yuan 元 exact 2023 actual"]),
    ("acts without an object", "邀请市委党校教授授课3场,常务会议集体学法6次。", [
        "授课 = 3 number 场 exact 2023 actual", "集体学法 = 6 number 次 exact 2023 actual"]),
    ("a verb in a name is none", "发放《未成年人保护法》读本8000余册,受理社会组织申请12件。", [
        "发放《未成年人保护法》读本 = 8000 number 册 more-than 2023 actual", "受理社会组织申请 = 12 number 件 exact 2023 actual"]),
    ("the head stands behind 等", "出台《关于加强监督的意见》等文件6个,开展春节、国庆等时段市场巡查86次。", [
        "出台《关于加强监督的意见》等文件 = 6 number 个 exact 2023 actual", "开展春节、国庆等时段市场巡查 = 86 number 次 exact 2023 actual"]),
    ("a counter word of two", "现有检测设备20台套。", ["检测设备 = 20 number 台套 exact as-of-2024-02-20 actual"]),
    ("the head stands behind 的", "清理与民法典不一致的省政府规章7部,在21个领域的行政处罚权下放。", [
        "清理与民法典不一致的省政府规章 = 7 number 部 exact 2023 actual", "领域 = 21 number 个 exact 2023 actual"]),
    ("noun, then another act", "为218户企业协调解决用工、融资等难题五百余个。", [
        "企业 = 218 number 户 exact 2023 actual", "协调解决用工、融资等难题 = 500 number 个 more-than 2023 actual"]),
    ("the act begins behind the unit", "发放资料2000份宣讲32次,投入310万元升级改造平台5个。", [
        "发放资料 = 2000 number 份 exact 2023 actual", "宣讲 = 32 number 次 exact 2023 actual",
        "投入 = 3100000 yuan 元 exact 2023 actual", "升级改造平台 = 5 number 个 exact 2023 actual"]),
    ("occasions before the act", "县政府主要领导先后6次主持召开会议研究法治工作。", ["召开会议 = 6 number 次 exact 2023 actual"]),
    ("a noun with the end of a verb", "制定3项规则,引进15名专业人才,新建5所高中,查处8起违法行为。", [
        "规则 = 3 number 项 exact 2023 actual", "专业人才 = 15 number 名 exact 2023 actual",
        "高中 = 5 number 所 exact 2023 actual", "违法行为 = 8 number 起 exact 2023 actual"]),
    ("a share speaks of what was counted", "招录公务员15名,其中法学专业6名,占40%。", [
        "招录公务员 = 15 number 名 exact 2023 actual", "法学专业 = 6 number 名 exact 2023 actual",
        "法学专业 = 40 percent  exact 2023 actual"]),
    ("an average speaks of it too", "培养“法律明白人”85名,村均5名。", [
        "培养“法律明白人” = 85 number 名 exact 2023 actual", "培养“法律明白人” = 5 number 名 exact 2023 actual"]),
    ("values dealt out over two clauses", "立案1 432起,破案876起,同比分别下降6.3%和上升11.8%。", [
        "立案 = 1432 number 起 exact 2023 actual", "破案 = 876 number 起 exact 2023 actual",
        "立案 = 6.3 percent  exact 2023 actual", "破案 = 11.8 percent  exact 2023 actual"]),
    ("years dealt out", "2021年、2022年分别受理案件56件、78件。", [
        "受理案件 = 56 number 件 exact 2021 actual", "受理案件 = 78 number 件 exact 2022 actual"]),
    ("the year of the value before", "败诉率由去年的12.5%降至7.3%,人员由2022 年的56人增加到89人。", [
        "败诉率 = 12.5 percent  exact 2022 former", "败诉率 = 7.3 percent  exact 2023 actual",
        "人员 = 56 number 人 exact 2022 former", "人员 = 89 number 人 exact 2023 actual"]),
    ("how often", "每季度开展督查1次。法律顾问到村服务每月不少于8小时。", [
        "开展督查 = 1 number 次 exact each-quarter practice", "到村服务 = 8 hour 小时 at-least each-month practice"]),
    ("until a month", "力争6月底前完成整改18项,年底前建成示范点5个。", [
        "完成整改 = 18 number 项 exact 2023-06 target", "建成示范点 = 5 number 个 exact 2023-12 actual"]),
    ("law-teaching plans", "“八五”普法以来,培育骨干118名。", ["培育骨干 = 118 number 名 exact since-2021 actual"]),
    ("a time inside a noun is not the time of the act", "对2005年以来印发的文件开展清理,保留61件。", ["保留 = 61 number 件 exact 2023 actual"]),
    ("spaces everywhere", "2022 年 3 月，审结 3 268 件，办结率 98% 以上。", [
        "审结 = 3268 number 件 exact 2022-03 actual", "办结率 = 98 percent  at-least 2022-03 actual"]),
    ("half-width full stops", "办结率达98%.全年调解纠纷12件。", [
        "办结率 = 98 percent  reaches 2023 actual", "调解纠纷 = 12 number 件 exact 2023 actual"]),
    ("two magnitudes, and plus", "投入资金1亿2千万元,惠及群众3万5千余人,服务50+场次。", [
        "投入资金 = 120000000 yuan 元 exact 2023 actual", "惠及群众 = 35000 number 人 more-than 2023 actual",
        "服务 = 50 number 场次 more-than 2023 actual"]),
    ("tenths with a half, and ten thousand without a digit", "调解成功率约八成五,参赛群众近万人次。", [
        "调解成功率 = 85 percent  about 2023 actual", "参赛群众 = 10000 number 人次 below 2023 actual"]),
    ("units that no list holds", "整治占道经营2.1万余处次,接入视频526路,存储5.6TB,注册用户突破80万。", [
        "整治占道经营 = 21000 number 处次 more-than 2023 actual", "接入视频 = 526 number 路 exact 2023 actual",
        "存储 = 5.6 one TB exact 2023 actual", "注册用户 = 800000 number  more-than 2023 actual"]),
    ("more and fewer taken in", "拆除违法搭建118处,较2022年多拆41处;收案655件,比上年少收84件。", [
        "拆除违法搭建 = 118 number 处 exact 2023 actual", "拆除违法搭建 = 41 number 处 exact 2023 actual",
        "收案 = 655 number 件 exact 2023 actual", "收案 = 84 number 件 exact 2023 actual"]),
    ("an indefinite number is none", "化解纠纷数十次,服务群众几百人,举办三至五场。", ["举办 = — number 场 range 2023 actual"]),
    ("frames and names are no counts", "近3年推进“5+N”模式,落实7×24小时值班,建设15分钟便民圈、智慧城管二期,服务60岁以上老人,综合排名前10名,十三五期间,电话0512-65221234,每月15日接访。", []),
    ("a qualifier before the verb", "全年至少开展检查4次,覆盖率近乎100%,举办讲座上百场,培训达12场之多,5个工作日内答复。", [
        "开展检查 = 4 number 次 at-least 2023 actual", "覆盖率 = 100 percent  below 2023 actual",
        "举办讲座 = 100 number 场 at-least 2023 actual", "培训 = 12 number 场 reaches 2023 actual",
        "培训 = 5 day 个工作日 at-most 2023 actual"]),
    ("a number on its noun, a multiple, a mark of a list", "方便23万群众办事,案件总量达360件,是2020年的2.5倍;(2)行政许可126件。", [
        "群众 = 230000 number  exact 2023 actual", "案件总量 = 360 number 件 reaches 2023 actual",
        "案件总量 = 2.5 one 倍 exact 2023 actual", "行政许可 = 126 number 件 exact 2023 actual"]),
    ("verbs that share an object", "省政府制定、修改、废止规章12部,加强执法监督、开展案卷评查3次。", [
        "制定、修改、废止规章 = 12 number 部 exact 2023 actual", "开展案卷评查 = 3 number 次 exact 2023 actual"]),
    ("a noun behind what is said of it", "依法对3家存在重大隐患的企业停产整顿,对12名责任人员予以处罚。", [
        "存在重大隐患的企业 = 3 number 家 exact 2023 actual", "责任人员 = 12 number 名 exact 2023 actual"]),
    ("a comparison alone speaks of the sentence before", "办理行政处罚案件23件。比去年同期减少11件。", [
        "办理行政处罚案件 = 23 number 件 exact 2023 actual", "办理行政处罚案件 = 11 number 件 exact 2023 actual"]),
    ("what another is compared with has its own year", "行政处罚案件较2021年的189件下降17.5%。", [
        "行政处罚案件 = 189 number 件 exact 2021 actual", "行政处罚案件 = 17.5 percent  exact 2023 actual"]),
    ("values dealt out over a semicolon", "办理援助案件32件;接待来访58人次,同比分别增长8%、12%。", [
        "办理援助案件 = 32 number 件 exact 2023 actual", "接待来访 = 58 number 人次 exact 2023 actual",
        "办理援助案件 = 8 percent  exact 2023 actual", "接待来访 = 12 percent  exact 2023 actual"]),
    ("shares of several heads", "办理环节、材料、时限较上年压减28%、35%、41%。", [
        "办理环节 = 28 percent  exact 2023 actual", "材料 = 35 percent  exact 2023 actual", "时限 = 41 percent  exact 2023 actual"]),
    ("several years before the one that is reached", "案件总数由2021年的43件、2022年的39件下降到2023年的34件,三年降幅21%。", [
        "案件总数 = 43 number 件 exact 2021 former", "案件总数 = 39 number 件 exact 2022 former",
        "案件总数 = 34 number 件 exact 2023 actual", "案件总数 = 21 percent  exact 2023 actual"]),
    ("a change behind a change", "结案67件,罚没金额738万元,案件数量增加37件,增长13.88%。", [
        "结案 = 67 number 件 exact 2023 actual", "罚没金额 = 7380000 yuan 元 exact 2023 actual",
        "案件数量 = 37 number 件 exact 2023 actual", "案件数量 = 13.88 percent  exact 2023 actual"]),
    ("headings and what is under them", "督察发现问题8个方面43项,整改完成41项,剩余2项正在推进。", [
        "方面 = 8 number 个 exact 2023 actual", "督察发现问题 = 43 number 项 exact 2023 actual",
        "整改完成 = 41 number 项 exact 2023 actual", "剩余 = 2 number 项 exact 2023 actual"]),
    ("bodies and acts whose characters are verbs elsewhere", "审核政府采购项目12个,提请县人大常委会审议草案2件,劳动仲裁立案9件,对2名评审专家予以处罚。", [
        "审核政府采购项目 = 12 number 个 exact 2023 actual", "提请县人大常委会审议草案 = 2 number 件 exact 2023 actual",
        "劳动仲裁 = 9 number 件 exact 2023 actual", "评审专家 = 2 number 名 exact 2023 actual"]),
    ("how it was done is not counted", "通过调解、和解方式结案58件。", ["结案 = 58 number 件 exact 2023 actual"]),
    ("figures of speech are no counts", "百名律师下基层,千名干部进万家,命案连续8年保持全破,抽检4.2批次/千人,6.26宣传,365天不打烊,三项合计。", []),
    ("slogans are no counts", "坚决做到“两个维护”,落实三项制度,推进“最多跑一次”改革,开展“4个1”活动。", []),
    ("ordinals, hotlines and days are no counts", "第14次常务会议审议,12345热线畅通,“12·4”国家宪法日。", []),
    ("document numbers are no counts", "印发《方案》(石发〔2016〕23号),落实第三批清单。", []),
    ("words with a unit's character are no counts", "习近平法治思想,统一组织,一名党员带头,全部完成,传达精神。", []),
]  # fmt: skip


def stretch(o: Observation, sentence: str) -> str:
    """The main stretch of the counted words, without what is joined to it from earlier in the sentence."""
    return (
        fold(report(sentence).source.quote(o.counted_span))
        if o.counted_span and o.rules_of("counted-joined")
        else o.counted
    )


def row(o: Observation, sentence: str) -> str:
    value = "—" if o.value is None else format(o.value, "f")
    return f"{stretch(o, sentence)} = {value} {o.unit or '-'} {o.classifier} {o.qualifier} {o.period.key} {o.kind}"


@in_one(("reason", "sentence", "expected"), CASES, ids=[c[0] for c in CASES])
def test_numbers(reason: str, sentence: str, expected: list[str]) -> None:
    assert [row(o, sentence) for o in report(sentence).observations] == expected, reason


@pytest.mark.parametrize("sentence", [c[1] for c in CASES], ids=[c[0] for c in CASES])
def test_every_value_is_a_number_of_its_quote(sentence: str) -> None:
    """What the reader reads, the check of a release (S10) reads too: no form is known to one alone."""
    for o in report(sentence).observations:
        if o.value is not None and o.number_span is not None:
            quote = report(sentence).source.quote(o.span)
            assert o.value in numbers_in(quote), quote


def test_parts_of_a_total() -> None:
    found = report("共受理行政复议案件12件,其中维持8件、撤销4件。").observations
    assert [(o.id, o.component_of) for o in found] == [("o01", None), ("o02", "o01"), ("o03", "o01")]


def test_what_is_left_is_another_indicator_than_the_whole() -> None:
    found = report("排查隐患20条,整改18条,剩余2条已列入台账。调解纠纷9起,成功8起,1起正在调处。").observations
    assert [o.wording for o in found] == [
        "排查隐患", "整改隐患", "剩余排查隐患", "调解纠纷", "纠纷成功", "正在调处调解纠纷",
    ]  # fmt: skip


def test_a_bare_verb_has_its_object_before_the_semicolon() -> None:
    found = report("受理行政复议申请86件,同比增长5%;审结77件,其中维持42件。").observations
    assert [o.wording for o in found][2:] == ["审结行政复议申请", "维持行政复议申请"]
    assert found[3].component_of == found[2].id


def test_a_bare_act_has_the_object_of_the_sentence_before() -> None:
    found = report(
        "收到行政复议申请241件。已审结205件,其中维持98件。受理信访件9件。罚款2万元,立案3件。"
    ).observations
    assert [o.counted for o in found[1:3]] == ["审结行政复议申请", "维持行政复议申请"]
    assert found[-1].counted == "立案", "behind an act of its own sentence nothing is taken from before"


def test_a_sentence_that_divides_speaks_of_the_one_before() -> None:
    found = report("受理行政复议申请110件。按管理领域分,公安类79件、人社类31件。按期答复12件。").observations
    assert [o.component_of for o in found] == [None, "o01", "o01", None]


def test_who_was_taught_and_a_thing_before_its_act() -> None:
    found = report("组织执法人员轮训26期,培训5180人次,双语折页发出4800份。").observations
    assert [o.counted for o in found] == ["组织执法人员轮训", "执法人员培训", "双语折页"]
    assert stretch(found[2], "组织执法人员轮训26期,培训5180人次,双语折页发出4800份。") == "双语折页"


def test_a_grade_and_a_reach_are_of_what_was_counted_alike() -> None:
    found = report("调处矛盾60件,涉及80人。抽检食品60批次,移送公安4件,不合格8批次。").observations
    assert [o.counted for o in found] == [
        "调处矛盾",
        "调处矛盾涉及",
        "抽检食品",
        "移送公安",
        "食品不合格",
    ]


def test_the_size_of_a_change_is_no_part_of_a_total() -> None:
    found = report("审结12件,其中维持8件、撤销4件,纠错率33.3%,较上年下降1.6个百分点。").observations
    assert [o.component_of for o in found] == [None, "o01", "o01", None, None]


def test_a_rate_finds_its_numerator_and_denominator() -> None:
    found = report("排查矛盾纠纷120起,化解114起,化解率达95%。").observations
    assert (found[2].numerator, found[2].denominator) == ("o02", "o01")
    assert (found[1].counted, found[1].wording) == ("化解矛盾纠纷", "化解矛盾纠纷")


def test_plans_are_targets_of_the_next_year() -> None:
    text = "二、2024年工作打算\n(一)加强普法宣传。年内开展普法活动20场次。"
    found = report("推进依法行政工作。\n" + text).observations
    assert [(o.kind, o.period.key, o.period_basis) for o in found] == [("target", "2024", "explicit")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("专职调解员89人,净增33人。", ["", "increase"]),
        ("现有主体41个、人员873人,较改革前净减少15个、增加64人。", ["", "", "decrease", "increase"]),
        ("减税892亿元,同比多减137亿元。", ["", "increase"]),
        ("办理时限由60日缩短为20日。", ["", "decrease"]),
        ("属实率12.1%,比上年回落 3.4 个百分点。", ["", "decrease"]),
        ("事项由23项整合为14项,粉丝由6,000人涨到1.3万人。", ["", "decrease", "", "increase"]),
        ("通过率5.29%,比全市平均数高出1.9个百分点。", ["", ""]),
    ],
)
def test_changes(sentence: str, expected: list[str]) -> None:
    found = report(sentence).observations
    assert [o.change.direction if o.change else "" for o in found] == expected


@in_one(("sentence", "directions"), [
    ("立案64起,比上年的49起增加15起。", "||increase"),
    ("收到312件,较2022年(398件)相比减少86件,降幅21.6%。", "||decrease|decrease"),
    ("平均减环节61%、减材料55%。", "decrease|decrease"),
    ("压减办理时限65%,提高审批效率40%。", "decrease|increase"),
    ("减少申请材料12项,提高合格率5%。", "|"),
    ("较2022年减少信访件17件,比上年多化解积案3件。", "decrease|increase"),
    ("带动农户增收30万元,审批提速65%。", "|"),
    ("案件数、罚没额、移送数同比分别增长5.4%、下降11.2%、增长28%。", "increase|decrease|increase"),
    ("化解成功率由上年度的52.6%提高至68.3%。", "|increase"),
    ("信访量、投诉量分别下降12%、8.5%。", "decrease|decrease"),
    ("检查频次较2020年降低约两成。", "decrease"),
    ("审批事项从186项压减至112项,减少74项。", "|decrease|decrease"),
    ("出庭应诉率提高12.4个百分点至100%。", "increase|increase"),
])  # fmt: skip
def test_directions_of_changes(sentence: str, directions: str) -> None:
    found = [o.change.direction if o.change else "" for o in report(sentence).observations]
    assert found == directions.split("|")


@pytest.mark.parametrize(("half", "rest", "periods", "year"), [
    ("上", "下半年工作计划", ["2024-01_2024-06", "2024-07_2024-12", "2024-07_2024-12"], 2024),
    ("下", "2025年工作计划", ["2024-07_2024-12", "2025", "2025-07_2025-12"], 2025),
])  # fmt: skip
def test_a_half_year_report_is_about_its_half(half: str, rest: str, periods: list[str], year: int) -> None:
    title = f"柳城县人民政府2024年{half}半年法治政府建设情况报告"
    text = f"{title}\n{title[7:15]},我县推进依法行政。\n一、工作情况\n办理行政处罚案件57件。\n"
    text += f"二、{rest}\n开展法治体检30家。下半年开展法治培训4次。\n"
    found = extract(from_text(text))
    assert [o.period.key for o in found.observations] == periods
    assert {a.for_year for a in found.plan_items} == {year}


@in_one(("sentence", "per"), [
    ("确保每人每年接受不少于40学时的培训。", "person"),
    ("培养法律明白人120名,平均每村8名。", "|each"),
    ("每个村至少配备2名调解员。", "each"),
    ("日均新设企业611户。", "each"),
    ("13个乡镇平均持证人员仅4.2人。", "|each"),
    # a mean by its nature, a time and a rate are no total either, and need no word for it
    ("平均得分93分,每个月开展普法1次,满意率均为98%。", "||"),
])  # fmt: skip
def test_what_holds_for_each_is_no_total(sentence: str, per: str) -> None:
    assert [o.per for o in report(sentence).observations] == per.split("|")


@in_one(("sentence", "counted"), [
    ("执法支队与公安支队联合整治夜间噪声15轮次。", "联合整治夜间噪声"),
    ("当场教育劝导占道经营1.5万余起。", "教育劝导占道经营"),
    ("评查案卷20宗,发现并整改问题87个。", "评查案卷|发现并整改问题"),
    ("县公安局联合开展检查12次。", "开展检查"),
    ("“双随机、一公开”抽查企业比例5%。", "“双随机、一公开”抽查企业比例"),
    ("新培养“法律明白人”32名,全镇总数增至96名。", "新培养“法律明白人”|“法律明白人”"),
    ("培养“法律明白人”85名,村均5名。", "培养“法律明白人”|培养“法律明白人”"),
    ("组织中心组学法6次。", "组织中心组学法"),
])  # fmt: skip
def test_what_is_one_with_an_act_is_kept(sentence: str, counted: str) -> None:
    assert [o.counted for o in report(sentence).observations] == counted.split("|")


@in_one(("sentence", "counted"), [
    ("草场边界纠纷历来多发,全年调处37起、化解35起。", "调处草场边界纠纷|化解草场边界纠纷"),  # named where no number is
    ("开展“小散乱”砂石厂专项整治,取缔3家。", "取缔“小散乱”砂石厂"),
    ("草场边界纠纷历来多发。培训干部30人,调处37件。", "培训干部|调处"),  # in another sentence
    ("检查企业30家次,立案6件。", "检查企业|企业立案"),  # cases of enterprises
    ("责令整改企业30家,立案6家。", "责令整改企业|立案整改企业"),
    ("受理案件12件,备案5件。", "受理案件|备案"),  # a case is put on no file
    ("检查企业30家,行政处罚6家。", "检查企业|行政处罚企业"),  # who was punished is counted
    ("检查企业30家,行政处罚6件。", "检查企业|行政处罚"),
    ("核发许可证21本、作业附证33张,注销2张。", "核发许可证|作业附证|注销作业附证"),
    ("查处非法销售、安装接收设施案件23起。", "查处非法销售、安装接收设施案件"),  # unlawful acts of others
    ("追缴违规发放补贴12万元。", "追缴违规发放补贴"),
    ("查处未成年人进入网吧案件6起。", "查处未成年人进入网吧案件"),
    ("法制科审核采购合同、租赁合同等73份。", "审核采购合同、租赁合同等"),  # not these alone
    ("应诉一审行政案件20件,负责人出庭应诉18件。", "应诉一审行政案件|出庭应诉一审行政案件"),
])  # fmt: skip
def test_what_a_bare_act_is_done_to(sentence: str, counted: str) -> None:
    assert [o.counted for o in report(sentence).observations] == counted.split("|")
