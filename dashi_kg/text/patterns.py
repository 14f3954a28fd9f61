"""Every pattern of the reader, built from named parts. Each comment quotes text that it matches.

Patterns are written for the folded view (:mod:`dashi_kg.text.fold`): half-width digits and brackets.
"""

from __future__ import annotations

import re

from dashi_kg.text.alternatives import one_of
from dashi_kg.text.han import HAN, compiled

# ---------------------------------------------------------------- parts
CN = "[一二三四五六七八九十]"
YEAR = r"(?:19|20)\d{2}"

# ---------------------------------------------------------------- outline
# 一、街道党政主要负责人推进…   but not the list of ordinals 「一、二审案件」
# 一 、  一.  are slips of the same device
HEAD_1 = re.compile(rf"(?P<marker>{CN}{{1,3}}\s?(?:、|\.(?!\d)))(?!{CN}(?:、|审|级))\s*")
# (一)强化政治引领,纵深推进法治政府建设。
HEAD_2 = re.compile(rf"(?P<marker>\(\s?{CN}{{1,3}}\s?\))[、.]?\s*")
# 1.健全机制   1、健全机制   1、2021年工作   but not 「1.5万」
HEAD_3 = re.compile(rf"(?P<marker>\d{{1,2}}\s?[.、)])(?:(?!\s?\d)|(?={YEAR}\s?年))\s*")
# (1)健全机制
HEAD_4 = re.compile(r"(?P<marker>\(\d{1,2}\))[、.]?\s*")
HEADS = (HEAD_1, HEAD_2, HEAD_3, HEAD_4)
# 一是落实重大行政决策。  after the start of a paragraph or a mark that closes something
RUN_IN = re.compile(rf"(?:(?<=[。;:!,\n])|^)[ \t]*(?P<marker>(?P<n>{CN}{{1,3}})是)(?!否|非|指)", re.MULTILINE)

# 大石街道办事处2023年度法治政府建设情况报告
TITLE = compiled(
    r"(?:法治(?:政府|建设|政府部门|部门|[\u4e00-\u9fff]{2,4}建设)|依法行政).{0,12}(?:报告|总结|汇报|情况)$|法治政府建设.{0,14}(?:报告|总结)"
)

# labels of page chrome, at the top: 日期:2024-02-20来源:大石街道办事处   索 引 号:…
HEAD_LABEL = (
    r"(?:成\s*文\s*日\s*期|生\s*成\s*日\s*期|发\s*文\s*(?:日\s*期|时\s*间)|(?:发\s*布|公\s*开|更\s*新|发\s*表|上\s*传|录\s*入|生\s*效|失\s*效|废\s*止|制\s*发)\s*(?:日\s*期|时\s*间)"
    r"|日\s*期|时\s*间|(?:信\s*息|文\s*章|稿\s*件|新\s*闻|内\s*容)?\s*来\s*源|发\s*布\s*(?:机\s*构|者|人|单\s*位|部\s*门)|信息提供|供\s*稿|责\s*任\s*(?:编\s*辑|部\s*门|单\s*位)|(?:制|公)\s*[发开]\s*(?:机\s*关|机\s*构|单\s*位)|发\s*文\s*机\s*(?:关|构)|索\s*引\s*号"
    r"|发?\s*[文字]\s*号|文\s*号|主\s*题\s*分\s*类|体\s*裁\s*分\s*类|公\s*开\s*(?:方\s*式|形\s*式|类\s*别|范\s*围|时\s*限)|信\s*息\s*分\s*类|主\s*题\s*词|关\s*键\s*词|服\s*务\s*对\s*象|有\s*效\s*性|名\s*称"
    r"|标\s*题|文\s*件\s*编\s*号|组\s*配\s*分\s*类|信\s*息\s*名\s*称|点\s*击(?:\s*数|\s*量|\s*率|\s*次\s*数)?|阅\s*读(?:\s*数|\s*量|\s*次\s*数)?|访\s*问\s*(?:次\s*数|量)|内\s*容\s*概\s*述|浏\s*览\s*(?:次\s*数|量)?|字\s*体|字\s*号|作\s*者)"
)
# whom a page names as its source
SOURCE_LABEL = r"(?:信\s*息\s*|文\s*章\s*|稿\s*件\s*)?来\s*源"
# 2024-01-15 09:30 来源:…   2021年1月8日
_DATE_OF_PAGE = rf"[\[(]?{YEAR}(?:年|[-/.])\d{{1,2}}(?:月|[-/.])\d{{1,2}}日?[\])]?[ \t]*(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?[ \t|/]*(?:$|\)|{HEAD_LABEL}\s*[:|]|[【\[]?(?:字体|打印|浏览)|{HAN}{{2,20}}(?:局|厅|委|办|府|处|室|会|所|心|院|部)\)?\s*$)"
CHROME_HEAD = compiled(
    rf"^\s*(?:[|\[【•·●▪*]?\s*{HEAD_LABEL}\s*[::|\]】]|\(?(?:{HAN}{{2,20}}(?:局|厅|委|办|府|处|室|会|所|心|院|部)[ \t]+)?{_DATE_OF_PAGE}|.*(?:当前位置|您当前的位置|您现在的位置|今天是|首页\s*>|无障碍|【打印】|扫一扫))"
)
# …and at the bottom: 主办:重庆市合川区人民政府办公室   邮编:401520   分享文章到   文件下载
CHROME_FOOT = re.compile(
    r"^\s*(?:(?:主办|承办|主管|协办|技术支持|版权所有|网站地图|联系(?:我们|电话|方式)|电话|传真|邮编|邮政编码"
    r"|地址|网站标识码|网站支持|备案号?|终审|初审|责任编辑|编辑|审核)(?:单位)?\s*[::]"
    r"|.{0,12}(?:ICP备|公网安备)|(?:分享文章?到?|分享到|文件下载|附件下载|相关文档|相关附件|相关链接|政策原文|政策解读"
    r"|打印(?:正文|本页)?|关闭(?:窗口|本页)?|上一[篇条]|下一[篇条]|扫一扫|返回顶部|【打印】|附件)\s*(?:[::]|$))"
)

# ---------------------------------------------------------------- time
DATE = re.compile(rf"(?P<y>{YEAR})(?:年|[-/.])(?P<m>\d{{1,2}})(?:月|[-/.])(?P<d>\d{{1,2}})日?(?!\d)")
# 自2013年以来 / 至2013年以来 [sic] / 2013年以来
SINCE = re.compile(rf"(?:自从?|从|至)?(?P<y>{YEAR})年(?:度)?(?:以来|起|至今)")
YEAR_WORD = re.compile(rf"(?P<y>{YEAR})\s*年(?:度)?")
AS_OF = re.compile(r"截至目前|目前|当前|现有|截至(?:今|现在)|截止目前|至今")
EACH_YEAR = re.compile(r"每人?每?年|每年度?|年均")
THIS_YEAR = re.compile(
    r"今年以来|今年|本年度?|当年|年初以来|全年|年度内|(?<![一二两三四五六七八九十])年内|一年来"
)

# ---------------------------------------------------------------- numbers
# longest first: 人次 before 人, 场次 before 场, 个工作日 before 个
_WORDS = (
    "个工作日 个百分点 百分点 工作日 微克/立方米 平方公里 平方米 平方千米 立方米 频次 人次 人份 人天 条次 个月 个小时 "
    "学时 课时 学分 小时 分钟 公里 公顷 公斤 千克 千瓦时 美元 次 个 项 件 家 名 人 期 份 场 "
    "条 部 元 年 月 天 日 周 本 起 支 轮 户 张 册 篇 类 副 幅 宗 处 节 堂 卷 例 批 台 辆 块 "
    "套 组 所 座 间 面 枚 幢 栋 亩 吨 位 对 款 版 则 封 单 笔 盒 袋 箱 只 把 道 门 届 站 片 "
    "段 倍 秒 课 讲 集 桩 艘 架 株 棵 头 根 眼 口 层 列 页 字 分 岁 米 组次 艘次 例次 问 招 步 种"
)
_COMPOUND = "人场件户家批车班期轮台校企门间点店院村项宗起辆组艘例团队"
# counter words that the scheme of classifiers does not know: read, and named as they stand
_RARE = (
    *(
        "台套 辑 席 枪 尾 羽 盏 杆 米长 延米 立方 立方千米 千伏 千瓦 兆瓦 万千瓦 吨标准煤 毫克/升 毫克/立方米 分贝 毫升 升 TB GB MB PB 线索 小区 网格 号 任 方面 大类 大项 回 趟 遍 圈 桌 车 村 站点 党支部 工单 人天 工时 人日 标段 案 版次 篇次 条款 万字 平米 章 平方 刀 管 瓶 桶 听 枝 双 身 床 顶 领 尊 帧 档 组件 束 摊 趟次"
    ).split(),
    *(f"{c}次" for c in "处个条所名份座届架套片段镇站厂库"),
)
CLASSIFIERS = (*_WORDS.split(), *(f"{c}次" for c in _COMPOUND))
_PLAIN = one_of(sorted(dict.fromkeys((*CLASSIFIERS, *_RARE)), key=lambda word: (-len(word), word)))
# units written as signs or letters, and the names that Chinese prose gives them
UNIT_NAMES = {
    sign: name
    for name, signs in (
        ("平方米", "㎡ m² m2 M² M2 平米"), ("平方公里", "㎢ km² km2"), ("立方米", "㎥ m³ m3"), ("公里", "km KM Km ㎞"),
        ("公斤", "kg KG Kg ㎏"), ("公顷", "ha"),
    )
    for sign in signs.split()
}  # fmt: skip
# 1200㎡, 3km, but not the beginning of kmh
_LETTERS = rf"(?:{'|'.join(sorted((s for s in UNIT_NAMES if s != '平米'), key=lambda s: (-len(s), s)))})(?![A-Za-z0-9²³])"
# 场(次), 人(次), 份(册)
CLASSIFIER = rf"(?:[件户家人场个份本部条台批起项辆名处宗篇期](?:\([次件册个份条户家套辆台名人批起处项篇幅张所间]\))|{_LETTERS}|{_PLAIN})"
# 以上 / 左右; 3年多 but not 5个多元
AFTER = r"(?P<yu3>多(?![元种样方次媒式功])|余(?!名))?(?P<after>\(?(?:含)?\)?(?:以上|以下|以内|之内|以?左右|上下))?"
# 1,234   1 234   98.6; a line end inside a number is a word joiner (see text/line_ends)
_J = "\u2060*"
DIGITS = (
    rf"(?<![\d\u2060])(?:\d(?:{_J}\d){{0,2}}(?:[, ]{_J}\d{_J}\d{_J}\d)+(?:\.{_J}\d(?:{_J}\d)*)?"
    rf"|\d(?:{_J}\d)*(?:{_J}\.{_J}\d(?:{_J}\d)*)?)"
)
# | 1 286 |: the number of a cell of a table
CELL_NUMBER = re.compile(rf"(?<=[|\s])(?P<number>{DIGITS})(?=\s*(?:\||$))")
# counter words behind Chinese numerals, which count only before these
COUNTING = (
    "(?:"
    + "|".join(f"{c}次" for c in _COMPOUND + "处个条所名份座届架套片段镇站厂库")
    + "|个百分点|百分点|倍|平方公里|平方米|立方米|公里|公顷|亩|吨|学分|课时|分钟|辑|枚|对|单|封|站|盒|袋|箱|幢|栋|架|株|艘|版|款|列|席|次|个工作日|个月|个|项|件|家|名|人|期|份|场|条|部|起|支|户|宗|类|学时|小时|天|所|座|台|辆|套"
    "|本|册|篇|则|轮|批|块|间|处|位|元|堂|节|例|笔|辆|张|幅|面|组|道|门)"
)
# 两个|维护, 三项|制度, 四个|意识: names with a numeral, not counts
SLOGAN_TAIL = re.compile(
    r"(?:“|大|一(?!般|线)|必须?|不|制度|维护|确立|意识|自信|规定|责任|环节|方面|层面|阶段|维度|坚持|务必|毫不|结合|离不开|文明|全面|清单|更加|强化"
    r"|统一|关键|重大|重点|重要|着力|转变|服从|融合|同步|转化|优先|倡导|到位|联动|保障|突出|聚焦|能力|严格|为民|为主|抓手|行动|到底|规范|延伸|下沉|驱动|围绕|先行|带头|覆盖|注重|打造|提升|纳入|字|会一课|审三校|公开|不放过|不直接|零|一律|严禁|闭环|自觉|属性|特别|善于|面向|看齐|统筹|把关|工程|工作法|走进|公示制|严重暴力|主要刑事|特殊群体|重点人群|目标管理|高|专项行动计划|合计)"
)
# A look at the first character stands before alternatives: else all of them are tried at each character of a report.
DIGIT_GROUP = re.compile(r"(?=\d)(?:\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+(?:[.\-]\d+)*)")
# 实现中心组列席旁听全覆盖
FULL_COVERAGE = compiled(r"(?<![健安完])全覆盖|全面覆盖|应[\u4e00-\u9fff]尽[\u4e00-\u9fff]")
# 未发生因执法问题而产生的行政复议和行政诉讼案件
NONE_OCCURRED = re.compile(
    r"(?:未|没有|从未|无一?)(?:曾)?(?:发生|出现|产生|收到|接到)(?:过)?(?:一[起件例次])?"
)
# 行政复议和行政诉讼案件为零   实现零败诉
NONE_BEHIND = re.compile(r"(?:数量?|件数|起数)?(?:均|都)?为(?:零|0)(?:件|起|次|例|宗)?$")

# ---------------------------------------------------------------- what is no statistic
DOCUMENT_NUMBER = re.compile(r"[〔\[【(]\s*(?:19|20)\d{2}\s*[〕\]】)]\s*第?\s*\d+\s*号|第\d+号")
# “12.4”全国法制宣传日   3·15
DAY_CODE = compiled(
    rf"“?(?:1[0-2]|[1-9])[.·・]\d{{1,2}}”?(?=日|{HAN}{{0,6}}(?:宣传日|宪法日|普法日|禁毒日|权益日|安全日|教育日|环境日|法制日|宣传周|宣传月|宣传活动|期间))"
)
# (3635)
SLOGAN_CODE = re.compile(
    r"(?=[“\d(])(?:“\d+(?:分钟|小时|公里|天|秒)[^”\n]{1,12}”|(?<!\d)\d{1,4}(?:分钟|小时|公里|天)[^,。;\d]{0,10}圈|\(\d{2,6}\)|“[^”]{0,6}\d[^”]{0,6}”|(?<!\d)\d{1,4}(?:\+[\dNXn]{1,4})+)"
)
POSTCODE = re.compile(r"(?:邮编|邮政编码)\s*:\s*(?P<v>\d{6})")
HOUSE = re.compile(r"(?:路|街|道|巷|大道|大街|村|社区)(?P<v>\d+)号")
SITE_ID = re.compile(r"网站标识码\s*:\s*(?P<v>[0-9A-Za-z]{8,12})")
_LINES = "12345|12348|12315|12388|12319|12333|12366|12350|12369|12371|12380|12389|12337|12309|12328|12329|12358|12365|12393|12336|96110|96315|95598"
HOTLINE = re.compile(
    rf"(?=[189])(?:(?<![\d.])(?:{_LINES}|8890|110|119|120|122)(?=[”\"]?(?:政务|便民|公共|市民|法律|热线|平台|服务|专线|电话|投诉|举报|联动|报警|接警|指挥))|(?<![\d.])(?:{_LINES})(?![\d.,]|[余多]?[万千]?[件次个项条人份户家元起]))"
)
ORDINAL = re.compile(r"第[ ]?\d+|(?<![底之以月日年])前\d+(?:名|位|强|(?![\d个月项件次年天期]))")
PHONE = re.compile(
    r"(?=[电传热\d])(?:(?:电话|传真|热线)\s*:?\s*(?P<v>[\d\-()]{7,})|(?<!\d)(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9})(?!\d))"
)
CODE = re.compile(r"(?:索\s*引\s*号|ICP备|备案编?号|公网安备)\s*:?\s*[^\n]{0,40}")
