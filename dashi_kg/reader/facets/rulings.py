"""Rulings of the design: where two topics fit, these decide before all else. Each is a row with an example and a counterexample."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dashi_kg.reader.facets.place import Desk, Place


@dataclass(frozen=True, slots=True)
class Ruling:
    """``own``: must match the number's own words and the noun behind it (``#`` stands for the number); ``around``: the
    sentence up to there, with the heading above where ``titled``; ``unless`` must not match the first, ``never``
    not the second; ``units``, ``counters``: the only
    units and counter words. ``example``/``counter``: texts with the number in square brackets."""

    id: str
    topic: str
    own: str
    example: str
    counter: str
    around: str = ""
    unless: str = ""
    never: str = ""
    units: str = ""
    counters: str = ""
    titled: bool = False


_TAIL = re.compile("[,;、(]")
_ON = re.compile("(?:对|将|把)$")  # 对|60件决策草案、规范性文件进行合法性审查: the act closes the clause


@dataclass(frozen=True, slots=True)
class Around:
    """What rulings look at: a number's own words, its sentence up to there, the same with the heading above."""

    unit: str
    counter: str
    own: str
    around: str
    titled: str


def words_around(desk: Desk, place: Place) -> Around:
    """The words around a number, which itself is written ``#``."""
    view = desk.ctx.view
    tail = _TAIL.search(view, place.behind.start, place.behind.end)
    before = view[place.clause.start : place.start]
    close = place.clause.end if _ON.search(before) else tail.start() if tail else place.behind.end
    behind = "#" + view[place.end : close]
    around = view[place.sentence.start : place.start] + behind
    titled = "\n".join([*(desk.words(title) for title in place.titles[:1]), around])
    return Around(
        place.item.unit, place.item.classifier, view[place.since : place.start] + behind, around, titled
    )


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A ruling with its patterns; an empty one is ``None``."""

    ruling: Ruling
    own: re.Pattern[str]
    around: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    never: re.Pattern[str] | None
    units: frozenset[str]
    counters: frozenset[str]


@cache
def _compiled() -> tuple[_Compiled, ...]:
    """All rulings, compiled at first use."""

    def pattern(words: str) -> re.Pattern[str] | None:
        return re.compile(words) if words else None

    return tuple(
        _Compiled(
            r,
            re.compile(r.own),
            pattern(r.around),
            pattern(r.unless),
            pattern(r.never),
            frozenset(r.units.split()),
            frozenset(r.counters.split()),
        )
        for r in RULINGS
    )


def ruled(desk: Desk, place: Place) -> Ruling | None:
    """The first ruling that decides a number."""
    words = words_around(desk, place)
    own, unit, counter = words.own, words.unit, words.counter
    for rule in _compiled():
        if (rule.units and unit not in rule.units) or (rule.counters and counter not in rule.counters):
            continue
        if not rule.own.search(own) or (rule.unless and rule.unless.search(own)):
            continue
        around = words.titled if rule.ruling.titled else words.around
        if rule.around and not rule.around.search(around):
            continue
        if rule.never and rule.never.search(around):
            continue
        return rule.ruling
    return None


_POWERS = "(?:事项|权限|权力|职权|职能|审批|许可|处罚权|执法权|管理权|证明权)"
_TEXTS = "(?:文件|合同|协议|决策|草案|方案|会签稿|涉法|招标文书|政策文件|制度|事务|文稿|条款|合作)"

_MEETINGS = "(?:会议|推进会|调度会|专题会|部署会|工作会|例会|座谈会|研判会)[^,;#]{0,2}#"

RULINGS = (
    Ruling(
        "within-supervision", "E8", r"^[^#]{0,3}(?:走访|征集|收集|发现|查找|督促|纠正|整改|通报|退还|约谈|座谈|访谈|反馈|责令|聘任|聘请|(?:收到|受理|办结)(?:投诉|举报)?)[^,;#]{0,14}#",
        "开展行政执法专项监督,走访企业[156家]", "开展行政执法专项检查,走访企业[156家]",
        around="执法(?:质效)?(?:专项)?监督(?!员|所|局)|涉企行政执法专项|规范涉企(?:行政)?执法|案卷评查", unless="信访|纠纷|培训|复议|热线|12345|诉讼|律师|顾问",
    ),
    Ruling(
        "within-inspection-of-work", "A4", r"^[^#]{0,3}(?:查阅|调阅|谈话|个别谈话|访谈|座谈|走访|抽查|发现|查找|反馈|督促|整改|约谈|通报)[^,;#]{0,12}#",
        "开展法治督察,查阅资料[156份]", "开展法治宣传,查阅资料[156份]",
        around="法治(?:政府建设|建设)?(?:实地|专项|综合)?(?:督察|督查)|督察组", unless="环保|信访|纠纷|生态",
    ),
    Ruling("officers-taught", "E7", r"(?:培训|轮训|集训|练兵|选派|跟班|学习|授课)[^,;#]{0,12}(?:执法|民警|队员|法制员|骨干)[^,;#]{0,6}#|(?:执法(?:人员|队员|骨干|队伍)|民警)[^,;#资证]{0,12}(?:培训|轮训|集训|学习|授课|参训|测试|考试|学法)|(?:培训|轮训|参训|参加)#[^,;]{0,4}(?:执法人员|民警)", "集中轮训执法骨干[300人]", "出动执法人员[300人次]", unless="资格|执法证|调解|领导干部|中级|高级|基本级"),
    Ruling(
        "meeting-studies", "A2", r"(?:党组会|党委会|党工委会|常务会|办公会|局务会|班子会)(?:议)?[^,;#]{0,6}学法[^,;#]{0,3}#",
        "主持召开党组会学法[6次]", "干部会前学法[6次]", unless="干部职工|机关干部",
    ),
    Ruling(
        "leaders-lecture", "A2", r"(?:带头|书记|局长|镇长|县长|主要负责人|班子成员)[^,;#]{0,4}(?:讲授|讲|上)[^,;#]{0,10}课[^,;#]{0,3}#",
        "书记讲授法治专题党课[2次]", "法治副校长上法治课[2次]", unless="学校|校园|村|社区",
    ),
    Ruling("meetings-on-business", "B4", f"(?:营商环境|招商|惠企|民营|重点项目)[^,;#]{{0,8}}{_MEETINGS}", "召开优化营商环境推进会[5次]", "召开法治建设推进会[5次]"),
    Ruling("meetings-on-safety", "F1", f"(?:安全生产|消防|应急|防汛|疫情)[^,;#]{{0,8}}{_MEETINGS}", "召开安全生产专题会议[5次]", "召开法治建设专题会议[5次]"),
    Ruling("meetings-on-petitions", "G5", f"信访[^,;#]{{0,8}}{_MEETINGS}", "召开信访工作例会[5次]", "召开法治工作例会[5次]"),
    Ruling("meetings-on-environment", "F2", f"(?:生态|环保|环境保护|河长)[^,;#]{{0,8}}{_MEETINGS}", "召开环保工作部署会[5次]", "召开法治工作部署会[5次]"),
    Ruling("meetings-on-order", "K1", f"(?:平安|维稳|综治|禁毒|扫黑|反诈)[^,;#]{{0,8}}{_MEETINGS}", "召开平安建设推进会[5次]", "召开法治建设推进会[5次]"),
    Ruling("led-meetings", "A1", r"(?:党委|党组|党工委|书记|局长|镇长|县长|区长|市长|政府|领导|班子)[^,;]{0,14}(?:研究|听取|研究部署|调度法治|部署法治)[^,;#]{0,16}#|#[^,;]{0,4}(?:研究|听取|召开会议|主持召开)", "党委会专题研究法治工作[4次]", "党委中心组学法[4次]", units="number one", unless="学法|学习|营商|招商|乡村振兴|应急|安全生产|信访|疫情|复议|案件|纠纷|中心组|环保|生态|审计"),
    Ruling("paper-dropped", "B2", r"(?:取消|压减|精简|减少|减免|清理|免)[^,;#]{0,12}(?:证明|材料|要件)|(?:证明|材料)[^,;#]{0,8}(?:取消|压减|精简|减少|减免)", "取消户籍证明[18类]", "发放宣传材料[18类]", unless="证明权"),
    Ruling("time-cut", "B2", r"(?:办理|审批|办结|通关|开办|承诺|登记|许可|换证|办证|等候|用时|流程|时限|验收|环节)[^,;#]{0,26}(?:缩短|压缩|压减|缩减|控制|减少|提速|减|至|到|时间|时限)", "平均办理时限压缩[3个工作日]", "案件平均办案时长缩短[3天]", units="day hour minute", unless="办案|工单|热线|答复|复议|培训|学习"),
    Ruling("powers-moved", "B1", rf"(?:下放|赋权|赋予|承接|划转|下沉|委托|认领|授权|收回|回收)[^,;]{{0,22}}{_POWERS}|{_POWERS}[^,;]{{0,8}}(?:下放|赋权|赋予|承接|划转|下沉)",
        "承接县级下放的行政执法事项[78项]", "移送涉嫌犯罪案件[3件]", unless="移送|移交|人员|编制|队员|网格|干部|资金|收回资金"),
    Ruling(
        "licence-items", "B1", r"(?:许可|审批)事项#", "梳理行政许可事项[296项]", "梳理行政许可[296项]",
        counters="项 个", unless="权力|权责|查处|违法", around="",
    ),
    Ruling(
        "powers-listed", "B5",
        r"(?:^|[、:,(中括含有和及]|保留|公布|梳理|涉及|共)(?:其他)?行政(?:许可|处罚|强制|征收|征用|检查|确认|给付|裁决|奖励|备案|权力)(?:类|权|事项)?#|(?:^|[、,])其他(?:类|权力)#",
        "行政许可19项、行政处罚[345项]", "办理行政处罚[345件]", counters="项",
    ),
    Ruling("fair-competition-reviewed", "C5", "公平竞争|妨碍统一市场", "公平竞争审查政策措施[26份]", "审查政策文件[26份]", unless="培训"),
    Ruling("village-counsel", "G6", r"(?:村\(社区\)|村\(居\)|村居|村级|村社|社区|驻村|各村|一村)[^,;、#]{0,4}法律顾问", "配备村(社区)法律顾问[12名]", "聘请法律顾问[2名]"),
    Ruling("acts-reviewed", "E8", r"(?:审核|审查|法核|法审|法制审)[^,;#]{0,10}(?:处罚|执法|案件|案卷|行政强制)|(?:处罚|执法决定|执法案件|重大案件|行政案件)[^,;#]{0,8}(?:审核|审查)(?!意见采纳)", "审核行政处罚案件[45件]", "审核合同[45份]", unless="复议|诉讼|立案审查|合法性审查率"),
    Ruling("texts-reviewed", "C4", rf"(?:审查|审核|法核|法审|把关|会审|会签|审定)[^,;#]{{0,14}}{_TEXTS}|{_TEXTS}[^,;#]{{0,10}}(?:审查|审核|把关|法核)|{_TEXTS}#|#[^,;]{{0,6}}{_TEXTS}[^,;]{{0,6}}(?:审查|审核)", "参与审核合同[31份]", "清理规范性文件[31份]",
        around="审查|审核|法核|法审|把关|会审|合法性", unless="存量|增量|公平竞争|申请|许可|备案审查|清理|废止|政策措施|案卷|处罚|执法|印发|制定|制发|出台|报备|备案|修订|劳动合同|公开|解读|律师#|顾问#|提请|人大常委会|纠正|亲自"),
    Ruling("documents-cleaned", "C3", r"(?:清理|保留|废止|失效|继续有效|修改|修订|宣布|纳入清理)[^,;#]{0,20}#[^,;]{0,12}", "清理规范性文件40件,保留[31件]", "清理河道垃圾[31吨]",
        around="清理[^;。]{0,14}(?:文件|法规|规章|政策|制度)|(?:文件|法规|规章|政策|制度)[^;。]{0,14}清理|(?:废止|宣布失效)[^,;。]{0,6}(?:规范性文件|文件)", unless="清理[^,;]{0,6}(?:人员|证|河|垃圾|事项|线索|合同|账|欠|积案)|妨碍|地方性法规|公平竞争|制定"),
    Ruling("case-transferred", "E9", r"(?:移送|移交)[^,;#]{0,12}(?:公安|司法机关|司法部门|检察|法院|起诉|侦查|刑拘)|(?:公安|司法机关|检察院?)[^,;#]{0,4}(?:移送|移交)|移送(?:涉嫌)?(?:犯罪|刑事)|移送#", "向公安机关移送涉嫌犯罪案件[3件]", "向纪委移送问题线索[3件]", unless="纪委|监委|纪检|审计"),
    Ruling("told-congress", "A5", r"向[^,;#]{0,12}(?:人大|政协|党委|上级|政府)[^,;#]{0,10}(?:报告|汇报|通报)[^,;#]{0,12}#", "向县人大常委会报告法治工作[1次]", "办理人大代表建议[1件]", unless="信访|违法|审计"),
    Ruling("certificate-exam", "E6", r"执法[^,;#]{0,8}(?:资格|证件?)[^,;#]{0,10}(?:考试|培训考试|测试|考核|通过)|(?:申领|换发|办理|新办|清理|注销|核发|发放|收回|持有)[^,;#]{0,10}执法(?:证|资格)", "组织执法资格考试[2批次]", "组织执法培训[2期]"),
    Ruling(
        "case-investigated", "E2", r"(?:查办|查处|立案查处|侦办|侦破|办结?)[^,;#]{2,14}(?:违法|违规|食品|药品|环境|安全|价格|广告|质量|侵权|无证)[^,;#]{0,6}案件?#",
        "查办食品药品案件[187件]", "办理食品药品许可[187件]", counters="件 起 宗 个", unless="复议|诉讼|信访|调解|纠纷|援助|仲裁|公证|移送|监察|职务|移交|公益",
        never="(?:专项|联合|集中)(?:整治|行动|执法|治理|检查)",
    ),
    Ruling("campaign-named", "E5", r"(?:专项|联合|集中|百日|[\u4e00-\u9fff]{2}”(?=整治|行动|执法))(?:整治|行动|执法|治理|检查)[^,;#]{0,6}#", "开展食品安全专项整治[4次]", "开展日常检查[4次]", unless="执法突出问题|法治督察|案卷|规范涉企|执法监督|文件|宣传|普法|调解|矛盾"),
    Ruling(
        "cleared-in-rounds", "E5", r"(?:整治|清查)(?:行动|活动|工作)?#", "开展乱贴小广告等整治[46次]", "整治隐患[46处]", counters="次 场 轮 场次 轮次", unless="文件|执法",
    ),
    Ruling(
        "headed-campaign", "E5", "(?:处置|规范|清理|整治|拆除|劝导|暂扣|查扣)[^,;#]{0,16}#", "(一)开展专项整治\n处置违法建设[28处]", "(一)开展各项工作\n处置违法建设[28处]",
        around="^[^\\n]*(?:专项整治|集中整治|专项行动)[^\\n]*\\n", unless="文件|案卷|合同|执法人员|证", titled=True,
    ),
    Ruling("inspection-in-campaign", "E5", r"(?:检查|排查|出动|巡查|抽查|整治|清理|清查|发现|督促|整改|隐患|责令|走访|拆除|关停|查扣|清运)[^,;#]{0,24}#", "开展安全生产专项整治行动3次,检查企业[20家]", "开展安全生产检查3次,检查企业[20家]",
        titled=True, around=r"专项(?:整治|行动|执法|治理|检查|排查)|集中(?:整治|行动)|联合(?:执法|检查|整治|行动)|等[^,;。]{0,6}整治|[\u4e00-\u9fff”](?:攻坚|整治|专项|冬季|春季|夏季|秋季|清查|清零|净化|护航|打击)行动|“[^”]{2,10}”(?:专项|集中|联合)?(?:行动|整治)|(?:百日|利剑|铁拳|清河|护农|亮剑)[^,;。]{0,3}行动|清四乱",
        never="执法(?:突出)?问题|执法质量|涉企行政执法|规范涉企|行政执法突出|执法监督|行政执法领域",
        unless="案卷|执法监督|复议|纠纷|信访|普法|宣传|培训|文件|采砂许可|不规范|执法问题|资金|合同|双随机|抽查企业比例"),
    Ruling("force-sent", "E1", r"出动[^,;#]{0,16}#", "出动执法人员[620人次]", "现有执法人员[62人]", unless="宣传"),
    Ruling("inspected", "E1", r"(?:检查|抽查|巡查|排查出?(?:各类)?(?:安全|风险|火灾)?隐患)(?:共|累计|达|企业|单位|场所|各类场所)?#|双随机", "开展特种设备安全检查[450家次]", "接受人大执法检查[4次]", unless="案卷|监督检查权|执法监督|纪检|文件|自查|督查|审计|联合|专项|人大|公平竞争|疫情|网格|党风|纪律|作风|合法性|普法|信访|联席|巡视|巡察"),
    Ruling("inspected-whom", "E1", r"(?:^|[,;:])(?:共|累计|依法|全年|监督)*(?:检查|抽查|巡查)[^,;#]{2,16}(?:单位|企业|场所|机构|门店|网点|商户|经营户|工地|用户)#", "检查特种设备使用单位[620家次]", "检查执法案卷[62卷]", counters="家 家次 户 户次 个 个次 处", unless="案卷|执法监督|纪检|信访"),
    Ruling("penalised", "E2", r"(?:^|[,;:])(?:依法|行政|共|累计)*处罚(?!决定|案|裁量|权|信息)[^,;#]{2,10}#", "处罚代理机构[2家]", "处罚案卷[2卷]", counters="家 人 名 户 起 件 宗", unless="案卷|听证|裁量"),
    Ruling("counsel-hired", "D2", r"(?:聘请|续聘|选聘|聘任|聘用|外聘)[^,;#]{0,14}#?[^,;]{0,4}(?:律师|法律服务所|法律专家|法律顾问)", "聘请律师事务所律师[2名]担任法律顾问", "培训律师[2名]", unless="调解|村|社区|仲裁"),
    Ruling(
        "counsel-acts", "D2", r"(?:代理|列席|参与|参加|提供)[^,;#]{0,12}(?:涉法事务|法律事务|涉法事项|案件|谈判|磋商|会议|常务会|信访积案|项目)#", "法律顾问列席会议[18次]", "调解员列席会议[18次]",
        around="法律顾问|公职律师|顾问室", unless="村|社区|审查|审核|调解", never="村|社区|援助",
    ),
    Ruling("books-handed-out", "I2", r"(?:发放|赠送|赠阅|派发|分发|发送)[^,;#]{0,8}《[^》#]{2,30}》[^,;#]{0,6}#", "发放《民法典》[300本]", "发放《营业执照》[300张]", counters="本 册 份 套 余册 余本", unless="许可|执照|通知书|告知书|决定书|证"),
    Ruling("fines-forgone", "E2", r"减免[^,;#]{0,6}#", "对72家企业免予处罚,减免金额[114万元]", "对72家企业帮扶,减免金额[114万元]", units="yuan", around="免罚|轻罚|不予处罚|免予处罚|减轻处罚|免予行政处罚|不予行政处罚", unless="税|费|租"),
    Ruling(
        "services-handled", "B3", r"(?:受理|办理|办结|接件|收件|接办)[^,;#]{0,6}#", "审批服务局受理申请[640件],当场办结510件", "县司法局受理申请[640件]",
        around="审批(?:服务)?局|政务(?:服务)?(?:中心|大厅)|综合窗口|便民服务中心", counters="件 件次 笔 人次", unless="复议|信访|投诉|公证|援助|案|登记|许可|诉|纠纷|建议|提案|公开|热线",
    ),
    Ruling("legal-hotline", "G6", "12348[^,;#]{0,14}#", "12348热线接听来电[1582个]", "12345热线接听来电[1582个]"),
    Ruling("crimes-in-campaign", "E5", "(?:破获|抓获|侦破|打掉|追赃|止付|缴获|诈骗|团伙|破案|嫌疑人)", "开展“百日行动”,破获刑事案件[24起]", "破获刑事案件[24起]", around="严打|打击|百日行动|专项行动|集中行动", unless="宣传", titled=True),
    Ruling("enforcement-money", "E2", r"(?:罚款|罚没|没收|处罚)[^,;#]{0,10}#", "罚没款[12万元]", "投入经费[12万元]", units="yuan", around="", unless="免"),
)  # fmt: skip
