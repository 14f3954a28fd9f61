"""Names of bodies in sentences of the genre: each row is a class of names, with the reason; each word and step of theirs is needed."""

from __future__ import annotations

from dashi_kg.model import Span
from dashi_kg.reader.extract import extract
from dashi_kg.reader.names.names import kind_of, names
from dashi_kg.reader.rules.steps import Step
from dashi_kg.reader.rules.table import WORDS
from dashi_kg.source.read import from_text
from tests.many import in_one
from tests.names_without import LISTS, PLACED, names_in, step_of, without, without_parts, written

ROWS = [
    ("fields, short and long", "县应急局、县住建局、县文旅局、县医疗保障局联合检查", "县应急局|县住建局|县文旅局|县医疗保障局"),
    ("a field of several pieces", "县文化广电旅游和体育局、旗农牧和科技局", "县文化广电旅游和体育局|旗农牧和科技局"),
    ("a field that no list knows, behind a level", "县葡萄酒产业发展局、县食药安办开展督导", "县葡萄酒产业发展局|县食药安办"),
    ("a congress and a conference without a level", "自觉接受人大监督和政协民主监督,接受市人大、市政协监督", "市人大|市政协"),
    ("what a government sets, and how it works", "按照区委、区政府工作部署,提高县政府工作效率", "区委|区政府"),
    ("a list that shares its head", "县公安局、司法局、民政局联合整治", "县公安局|司法局|民政局"),
    ("a list that shares its ending is a class", "公安、司法、民政等部门共同参与", ""),
    ("one character before a level is a verb", "对接区城管局、区市场监管局", "区城管局|区市场监管局"),
    ("…but not in a name", "红旗街道办事处、息县司法局", "红旗街道办事处|息县司法局"),
    ("a verb before the name", "指导长江航务管理局、落实镇人大监督", "长江航务管理局|镇人大"),
    ("a verb of two characters that ends in no preposition", "对照党中央、国务院要求", "党中央|国务院"),
    ("party and government by short names", "区委区政府、旗纪委监委、团县委、县妇联", "区委|区政府|旗纪委监委|团县委|县妇联"),
    ("offices of committees", "省委依法治省委员会办公室、县委政法委、县安委会办公室", "省委依法治省委员会办公室|县委政法委|县安委会办公室"),
    ("a unit behind its owner", "县公安局交通警察大队、县市场监管局城关分局、市公安局法制支队", "县公安局交通警察大队|县市场监管局城关分局|市公安局法制支队"),
    ("a unit with its own place", "区法律援助中心东江工作站、国家税务总局云河县税务局", "区法律援助中心东江工作站|国家税务总局云河县税务局"),
    ("offices inside a bureau", "局办公室、局法规科把关", "局办公室|局法规科"),
    ("courts and prosecutors, short and long", "区法院、区检察院、市中级人民法院、省高院", "区法院|区检察院|市中级人民法院|省高院"),
    ("all of a kind are no body", "全市法院、各级人民法院、市县政府、各乡镇人民政府", ""),
    ("counted ones are no body", "12个司法所、98家律师事务所、便民服务中心98个", ""),
    ("what every place has", "基层司法所、辖区派出所、物业公司、乡镇综合执法队", ""),
    ("…is a body where it has a name", "河口司法所、临山派出所、马家坪法庭", "河口司法所|临山派出所|马家坪法庭"),
    ("posts", "镇党委书记、县委常委、局党组书记带头述法", ""),
    ("meetings", "召开局党组会6次、市政府常务会议3次、市委常委会会议2次", ""),
    ("a conference is a body where it is set up", "建立综合行政执法联席会议机制", "综合行政执法联席会议"),
    ("…and a meeting elsewhere", "召开府院联席会议2次", ""),
    ("the government's papers", "清理市政府文件12件、县政府规章3件、县政府门户网站", ""),
    ("a branch in brackets", "北京大成(石家庄)律师事务所、安徽明泽律师事务所", "北京大成(石家庄)律师事务所|安徽明泽律师事务所"),
    ("national bodies", "党中央、国务院、最高人民法院、全国普法办、国务院办公厅督查室", "党中央|国务院|最高人民法院|全国普法办|国务院办公厅督查室"),
    ("media, schools, companies", "县融媒体中心、西南政法大学、平山水务集团", "县融媒体中心|西南政法大学|平山水务集团"),
    ("associations", "市律师协会、市仲裁委员会、海州公证处", "市律师协会|市仲裁委员会|海州公证处"),
    ("committees of villages", "红星社区居民委员会、县物业纠纷人民调解委员会、各村调委会", "红星社区居民委员会|县物业纠纷人民调解委员会"),
    ("a particle inside a name", "经济技术开发区管委会、临空经济示范区管委会", "经济技术开发区管委会|临空经济示范区管委会"),
    ("verbs that follow a name", "县委宣传部联合下发文件,县政府办印发通知,县政府办理建议", "县委宣传部|县政府办|县政府"),
    ("和 in the name of a firm", "聘请北京天达共和律师事务所,县司法局和泽信律师事务所签约", "北京天达共和律师事务所|县司法局|泽信律师事务所"),
    ("centres of any kind, behind a level", "县法治宣传教育中心、市社情民意调查中心、矛盾纠纷调处化解中心", "县法治宣传教育中心|市社情民意调查中心"),
    ("a law that holds an ending", "宣讲治安管理处罚法、管理处分工明确", ""),
    ("set up for a while", "组建巾帼普法宣讲团,市委宣讲团到场", "市委宣讲团"),
    ("a unit of a bureau that no list knows", "联合县自然资源局北岙所巡查,县局车管所、区城管局市容科、市局法制支队参加,市局统一部署",
     "县自然资源局北岙所|县局车管所|区城管局市容科|市局法制支队|市局"),
    ("…but not what every bureau does", "县教育局各站所、县公安局所有民警、县司法局和司法所、县水利局两站", "县教育局|县公安局|县司法局|县水利局"),
    ("a numbered unit", "县税务局第一税务所、县税务局第一税务分局", "县税务局第一税务所|县税务局第一税务分局"),
    ("a field that holds 全", "县食品安全委员会、县安全生产委员会、市健全机制", "县食品安全委员会|县安全生产委员会"),
    ("a short name that is given", "某开发区管理委员会(以下简称管委会)", "某开发区管理委员会|管委会"),
    ("verbs before, once more", "提出建议市政府出台,建成社会治安综合治理中心", "市政府|社会治安综合治理中心"),
    ("a unit that is set up", "设立政策法规与综合监督股,核定人员3名", "政策法规与综合监督股"),
    ("stations of a town", "镇文化站播放广播,乡镇文化站参加", "镇文化站"),
    ("the office that reports", "全年接访12次。街道办事处公开信息58条,各街道办事处、12个街道办事处参加", "街道办事处"),
    ("和 before 县", "在县政府的领导和县司法局的指导下,县法院和县检察院会商", "县政府|县司法局|县法院|县检察院"),
    ("…for offices of any kind", "县委办和县司法局、县应急局和县消防大队、县法院和县民宗局、县委统战部和县民宗局",
     "县委办|县司法局|县应急局|县消防大队|县法院|县民宗局|县委统战部|县民宗局"),
    ("…and the county of that name", "和县司法局、马鞍山市和县公安局", "和县司法局|马鞍山市和县公安局"),
    ("what is looked through is no beginning", "全年审核市政府及部门文件91件", "市政府"),
    ("a slogan of an office, a meeting of all", "推进法治海关建设,干部职工会前学法20次", ""),
    ("a study group without its owner's name is an occasion", "党组理论学习中心组学法6次,镇党委理论学习中心组学法", "镇党委理论学习中心组"),
    ("a group for 法治政府部门", "成立法治政府部门建设领导小组", "法治政府部门建设领导小组"),
    ("party committees of zones and regions", "开发区党工委、自治区党委、镇党委政府重视", "开发区党工委|自治区党委|镇党委"),
    ("members of a committee", "辖区党委、党工委委员会议", ""),
    ("a session of a committee", "贯彻省委十二届六次全会精神、市委第九届三次全会精神", ""),
    ("the word of a document number", "(青普法办〔2022〕3号)、青府办发[2021]7号", ""),
    ("behind the number of a heading", "(二)高新区法院、高新区检察院联合设站", "高新区法院|高新区检察院"),
    ("what a body was", "县乡村振兴局(原县扶贫开发办公室)", "县乡村振兴局|县扶贫开发办公室"),
    ("nobody is named", "广东某某律师事务所担任法律顾问", ""),
    ("a research office and its group", "区政府研究室组成督察组", "区政府研究室"),
    ("inspectors of the state", "国家自然资源督察北京局、生态环境部西南督察局", "国家自然资源督察北京局|生态环境部西南督察局"),
    ("centres that settle", "区行政争议协调化解中心、道路交通事故一站式调处中心、县妇幼保健院", "区行政争议协调化解中心|道路交通事故一站式调处中心|县妇幼保健院"),
    ("groups whose names hold verbs", "市委党史学习教育领导小组办公室、市教育督导委员会办公室、省委全面深化改革委员会", "市委党史学习教育领导小组办公室|市教育督导委员会办公室|省委全面深化改革委员会"),
    ("a verb of one character before a committee", "获市委依法治市委员会通报,经县委编委会批复", "市委依法治市委员会|县委编委会"),
    ("a bureau whose field holds verbs", "市行政执法协调监督局、市行政复议局挂牌", "市行政执法协调监督局|市行政复议局"),
    ("a zone of free trade", "海州自由贸易试验区管委会揭牌", "海州自由贸易试验区管委会"),
    ("a conference of the centre", "落实中央全面依法治国工作会议部署,中央全面依法治国委员会办公室督察,条法科牵头", "中央全面依法治国委员会办公室|条法科"),
    ("the departments of a class", "司法部门、公安机关、财政部门", ""),
]  # fmt: skip


@in_one(("reason", "text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_names_of_bodies(reason: str, text: str, expected: str) -> None:
    found = [text[span.start : span.end] for span, _, _ in names(text, Span(0, len(text)))]
    assert found == [name for name in expected.split("|") if name], reason


# Departments and bodies of every level, in full and short.
# fmt: off
BODIES = (
    "外交部 国防部 国家发展和改革委员会 国家发展改革委 教育部 科学技术部 科技部 工业和信息化部 国家民族事务委员会 国家民委 公安部 国家安全部 "
    "民政部 司法部 财政部 人力资源和社会保障部 人力资源社会保障部 自然资源部 生态环境部 住房和城乡建设部 住房城乡建设部 交通运输部 水利部 "
    "农业农村部 商务部 文化和旅游部 国家卫生健康委员会 国家卫生健康委 退役军人事务部 应急管理部 中国人民银行 审计署 国务院国有资产监督管理委员会 "
    "海关总署 国家税务总局 国家市场监督管理总局 市场监管总局 国家金融监督管理总局 中国证券监督管理委员会 中国证监会 国家广播电视总局 国家体育总局 "
    "国家信访局 国家统计局 国家知识产权局 国家国际发展合作署 国家医疗保障局 国务院参事室 国家机关事务管理局 新华社 中国科学院 中国社会科学院 "
    "中国工程院 国务院发展研究中心 中央广播电视总台 中国气象局 国家粮食和物资储备局 国家能源局 国家数据局 国家国防科技工业局 国家烟草专卖局 "
    "国家移民管理局 国家林业和草原局 国家铁路局 中国民用航空局 国家邮政局 国家文物局 国家中医药管理局 国家疾病预防控制局 国家矿山安全监察局 "
    "国家消防救援局 国家外汇管理局 国家药品监督管理局 国家档案局 国家保密局 国家密码管理局 省发展和改革委员会 省发改委 省教育厅 省科技厅 "
    "省工业和信息化厅 省工信厅 省经信厅 省民宗委 省民族宗教委 省公安厅 省民政厅 省司法厅 省财政厅 省人社厅 省自然资源厅 省生态环境厅 省住建厅 "
    "省住房城乡建设厅 省交通运输厅 省水利厅 省农业农村厅 省商务厅 省文旅厅 省卫健委 省退役军人厅 省退役军人事务厅 省应急厅 省审计厅 省外办 "
    "省国资委 省市场监管局 省广电局 省体育局 省统计局 省医保局 省人防办 省信访局 省乡村振兴局 省地方金融监管局 省政务服务管理局 省药监局 "
    "省林业局 省粮食和储备局 省能源局 省监狱管理局 省戒毒管理局 省委改革办 省委政研室 省委网信办 省委编办 省委台办 省直机关工委 省法学会 "
    "省社科联 省科协 省文联 省残联 省红十字会 省供销社 省税务局 省气象局 省地震局 省通信管理局 省邮政管理局 省消防救援总队 "
    "省公安厅高速交警总队 省高级人民法院 省人民检察院 省纪委监委 省人大法制委员会 省人大常委会法工委 省政协社会和法制委员会 市发改局 市教体局 "
    "市教育体育局 市科工信局 市工信局 市民宗局 市公安局 市民政局 市司法局 市财政局 市人社局 市自然资源和规划局 市生态环境局 市住建局 "
    "市住房保障局 市交通运输局 市水务局 市农业农村局 市商务局 市文广旅局 市文化广电旅游局 市卫健委 市退役军人局 市应急管理局 市审计局 市国资委 "
    "市市场监管局 市市场监督管理局 市统计局 市医保局 市城市管理局 市城管局 市城管执法局 市综合行政执法局 市行政审批局 市行政审批服务局 "
    "市政务服务管理局 市政务服务数据管理局 市大数据局 市大数据发展局 市金融局 市金融工作局 市信访局 市林业局 市园林局 市机关事务管理局 "
    "市公共资源交易中心 市住房公积金管理中心 市委办公室 市政府办公室 市政府办公厅 市委组织部 市委宣传部 市委统战部 市委政法委 市委社会工作部 "
    "市委老干部局 市委党校 市委党史研究室 市直机关工委 市总工会 团市委 市妇联 市工商联 市科协 市文联 市残联 市红十字会 市贸促会 市档案馆 "
    "市供销社 市公安局交警支队 市消防救援支队 市海关 市中级人民法院 市中院 市检察院 市仲裁委员会 市律师协会 市公证协会 市公共法律服务中心 "
    "市法律援助中心 县委办 县政府办 县府办 县人大办 县纪委监委 县委组织部 县委宣传部 县委政法委 县委编办 县委改革办 县委巡察办 县发改局 "
    "县发展和改革局 县教育局 县教科局 县教科体局 县经信局 县工信商务局 县公安局 县民政局 县司法局 县财政局 县人社局 县自然资源局 "
    "县生态环境分局 县住建局 县交通局 县水利局 县农业农村局 县文旅局 县文体广旅局 县卫健局 县退役军人事务局 县应急局 县审计局 县市场监管局 "
    "县统计局 县医保局 县乡村振兴局 县城管局 县综合执法局 县行政审批局 县政务服务局 县林业局 县信访局 县税务局 县气象局 县烟草局 县供电公司 "
    "县消防大队 县消防救援大队 县交警大队 县法院 县检察院 县总工会 团县委 县妇联 县融媒体中心 县疾控中心 县人民医院 县公证处 县看守所 "
    "县普法办 县依法治县办 县委依法治县办 县扫黑办 县安委办 县食安办 县防汛办 县创城办 县营商办 县营商环境局 县优化营商环境局 县投资促进局 "
    "县公路局 县运管所 县房管局 县国土局 县环保局 县安监局 县工商局 县质监局 县食药监局 县卫计局 县扶贫办 县移民局 县农牧局 县畜牧局 "
    "县民宗局 县文广局 县档案局 县法制办 镇党委 镇政府 镇人大 镇纪委 镇党政办 镇党政综合办 镇司法所 镇派出所 镇综治中心 镇平安建设办 "
    "镇社会事务办 镇综合执法队 镇综合行政执法大队 镇便民服务中心 镇市场监管所 镇自然资源所 镇财政所 镇退役军人服务站 镇农业综合服务中心 "
    "街道党工委 街道人大工委 街道纪工委 街道司法所 街道综合行政执法队 街道城管中队 街道综治中心 街道市场监管所 街道党群服务中心 "
    "街道平安法治办公室 街道城市管理办公室 "
).split()
# fmt: on


# What a county has, a town and a province, by what is behind the level; and in which words a body stands.
# fmt: off
OF_A_COUNTY = (
    "自规局 市监局 城管委 政务服务数据局 政数局 投促局 粮储局 委改革办 委依法治县办 委社工部 委财经办 委目标办 委军民融合办 委信访局 委机要局 人大社会委 政协提案委 "
    "人武部 环卫处 优化办 消委会 消协 消费者权益保护委员会 医调委 救助管理站 接诉即办中心 法治督察办 府院联动办 植保站 质监站 打私办 处非办 创文办 河长办 "
    "林长办 防指办 森防办 消安办 道安办 信访联席办 稳评办 职转办 外事办 台港澳办 国动办 市民热线办 法治办 森林公安局 网格中心 住房公积金中心 婚姻登记处 教育督导室 "
    "人民法院 纪委监委 交警大队 公安局经侦大队 妇联 总工会"
).split()
OF_A_TOWN = (
    "党委 纪委 综治中心 应急所 安监所 环保所 民政所 社保所 统计站 中心校 敬老院 供电所 水务所 征收办 平安建设办 平安法治办 生态环境办公室 村建办 社会治理办 "
    "乡村振兴办 司法所 派出所 市监所 综合行政执法队 退役军人服务站 法庭"
).split()
OF_A_PROVINCE = "高院 委依法治省办 监狱管理局 林草局 粮储局 政数局 律师协会 公安厅交警总队 人大常委会".split()
STAND_IN = (
    "由#牵头办理 向#移送线索5条 先后到#调研 联合#开展执法12次 提请#审议 #对辖区内企业进行检查 商请#协助办理 全年#共办理案件25件 报#备案12件 经#批准 与#建立协作机制 "
    "邀请#参加座谈会 #、律师代表参加座谈 在#的指导下 积极配合#做好工作 通过#调解纠纷12件 依托#开展法律咨询 #牵头,各单位配合 主动对接#争取支持 多方协调#解决问题6个 "
    "召集#研究案件 推荐#为先进单位 及时函告#依法处理 #受理投诉举报12件 督促#落实整改 #被评为先进集体 接受#监督 抽调#业务骨干5人 #等单位参加 "
    "收到#司法建议5份 落实#部署要求 走访#征求意见"
).split()
# fmt: on


def test_bodies_of_every_level_are_read_whole_wherever_they_stand() -> None:
    """Each name is read whole behind a verb; those of a county, a town and a province in all words in which a body stands."""
    placed = [
        *(f"县{name}" for name in OF_A_COUNTY),
        *(f"柳河镇{name}" for name in OF_A_TOWN),
        *(f"省{name}" for name in OF_A_PROVINCE),
        *("云河县公安局", "大石街道平安建设办", "交通运输部长江航务管理局", "国家税务总局云河县税务局"),
    ]
    sentences = [(name, f"会同{name}开展检查") for name in BODIES]
    sentences += [(name, where.replace("#", name)) for name in placed for where in STAND_IN]
    assert len(BODIES) > 300
    missed = [
        text
        for name, text in sentences
        if [text[s.start : s.end] for s, _, _ in names(text, Span(0, len(text)))] != [name]
    ]
    assert missed == []


@in_one(("name", "kind"), [
    ("大石街道办事处", "subdistrict-office"), ("云河县人民政府", "county-government"), ("柳河镇人民政府", "township-government"),
    ("青海省人民政府", "provincial-government"), ("自治区政府", "provincial-government"), ("重庆市人民政府", "provincial-government"),
    ("青山市人民政府", "municipal-government"), ("大兴安岭地区行政公署", "municipal-government"), ("县委政法委", "party-organ"),
    ("县司法局", "bureau"), ("泽信律师事务所", "law-firm"), ("市国资委", "bureau"), ("云栖新区管理委员会", "office"),
    ("柳河镇政府", "township-government"), ("县府办", "general-office"), ("县委网信办", "office"), ("云河县人民法院", "court"), ("无名", ""),
])  # fmt: skip
def test_kind_of_a_name(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_a_department_is_known_by_its_short_name_in_its_own_report() -> None:
    found = extract(
        from_text(
            "沂水县市场监督管理局2022年法治政府建设年度报告\n来源:县市场监管局\n一、主要举措和成效\n"
            "县市监局会同市市场监管局、县住建局开展检查。\n"
        )
    )
    own = next(body for body in found.bodies if body.name == "沂水县市场监督管理局")
    assert {"县市场监管局", "县市监局"} <= {mention.name for mention in own.mentions}
    assert {"市市场监管局", "县住建局"} <= {body.name for body in found.bodies}


ROWS_OF_WORDS = [
    (name, *line.split("\t"))
    for name in LISTS
    for line in (WORDS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@in_one(("name", "word", "kind", "seen"), ROWS_OF_WORDS)
def test_each_word_of_names_is_needed_where_it_was_seen(name: str, word: str, kind: str, seen: str) -> None:
    """Without it other names are read there, or of another kind."""
    found = names_in(seen)
    with without(name, kind, word, seen):
        assert names_in(seen) != found


STEPS_OF_NAMES = [(name, step) for name, (steps, _) in PLACED.items() for step in steps.rows]


@in_one(("name", "step"), STEPS_OF_NAMES, ids=lambda x: x if isinstance(x, str) else x.id)
def test_a_step_of_names_decides_its_examples_and_needs_each_pattern(name: str, step: Step) -> None:
    assert step.examples and step.counterexamples
    for sentence, wanted in step.examples.items():
        assert step_of(name, sentence) == (step.id, wanted), sentence
    for sentence in step.counterexamples:
        assert step_of(name, sentence)[0] != step.id, sentence
    sentences = (*step.examples, *step.counterexamples)
    for left_out, without_it in without_parts(step, written(name, step)):
        rows = [without_it if row is step else row for row in PLACED[name][0].rows]
        assert any(step_of(name, s, rows) != step_of(name, s) for s in sentences), left_out


def test_a_managing_committee_is_one_body_in_its_title_and_in_its_text() -> None:
    found = extract(
        from_text(
            "云栖新区管理委员会2022年法治政府建设年度报告\n一、主要举措和成效\n云栖新区管理委员会制定办法3件。\n"
        )
    )
    assert [(body.name, body.kind) for body in found.bodies] == [("云栖新区管理委员会", "office")]
