"""Every pattern of the reader, built from named parts. Each comment quotes text that it matches.

Patterns are written for the folded view (:mod:`dashi_kg.text.fold`): half-width digits and brackets.
"""

from __future__ import annotations

import re

# ---------------------------------------------------------------- parts
CN = "[一二三四五六七八九十]"
HAN = r"[\u4e00-\u9fff]"
YEAR = r"(?:19|20)\d{2}"

# ---------------------------------------------------------------- outline
# 一、街道党政主要负责人推进…   but not the list of ordinals 「一、二审案件」
# 一 、  一.  are slips of the same device
HEAD_1 = re.compile(rf"(?P<marker>{CN}{{1,3}}\s?(?:、|\.(?!\d)))(?!{CN}(?:、|审|级))\s*")
# (一)强化政治引领,纵深推进法治政府建设。
HEAD_2 = re.compile(rf"(?P<marker>\(\s?{CN}{{1,3}}\s?\))[、.]?\s*")
# 1.健全机制   1、健全机制   but not 「1.5万」
HEAD_3 = re.compile(r"(?P<marker>\d{1,2}[.、)])(?!\d)\s*")
# (1)健全机制
HEAD_4 = re.compile(r"(?P<marker>\(\d{1,2}\))[、.]?\s*")
HEADS = (HEAD_1, HEAD_2, HEAD_3, HEAD_4)
# 一是落实重大行政决策。  after the start of a paragraph or a mark that closes something
RUN_IN = re.compile(rf"(?:(?<=[。;:!,\n])|^)[ \t]*(?P<marker>(?P<n>{CN}{{1,3}})是)(?!否|非|指)", re.MULTILINE)

# 大石街道办事处2023年度法治政府建设情况报告
TITLE = re.compile(
    r"(?:法治(?:政府|建设|政府部门|部门|[\u4e00-\u9fff]{2,4}建设)|依法行政).{0,12}(?:报告|总结|汇报|情况)$|法治政府建设.{0,14}(?:报告|总结)"
)

# labels of page chrome, at the top: 日期:2024-02-20来源:大石街道办事处   索 引 号:…
HEAD_LABEL = (
    r"(?:成\s*文\s*日\s*期|生\s*成\s*日\s*期|发\s*文\s*(?:日\s*期|时\s*间)|发\s*布\s*(?:日\s*期|时\s*间)|公\s*开\s*日\s*期"
    r"|日\s*期|时\s*间|来\s*源|信\s*息\s*来\s*源|发\s*布\s*(?:机\s*构|者|人|单\s*位|部\s*门)|信息提供|供\s*稿|发\s*文\s*机\s*(?:关|构)|索\s*引\s*号"
    r"|发?\s*[文字]\s*号|文\s*号|主\s*题\s*分\s*类|体\s*裁\s*分\s*类|公\s*开\s*方\s*式|有\s*效\s*性|名\s*称"
    r"|标\s*题|文\s*件\s*编\s*号|组\s*配\s*分\s*类|信\s*息\s*名\s*称|点\s*击(?:\s*数|\s*量)?|阅\s*读(?:\s*数|\s*量)?|内\s*容\s*概\s*述|浏\s*览\s*(?:次\s*数|量)|字\s*体|字\s*号|作\s*者)"
)
# 2024-01-15 09:30 来源:…   2021年1月8日
_DATE_OF_PAGE = rf"[\[(]?{YEAR}(?:年|[-/.])\d{{1,2}}(?:月|[-/.])\d{{1,2}}日?[\])]?[ \t]*(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?[ \t|/]*(?:$|{HEAD_LABEL}\s*[:|]|[【\[]?(?:字体|打印|浏览))"
CHROME_HEAD = re.compile(
    rf"^\s*(?:\|?\s*{HEAD_LABEL}\s*[::|\]】]|{_DATE_OF_PAGE}|.*(?:当前位置|您当前的位置|您现在的位置|今天是|首页\s*>|无障碍|【打印】|扫一扫))"
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
THIS_YEAR = re.compile(r"今年以来|今年|本年度?|全年|年度内|年内|一年来")

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
CLASSIFIERS = (*_WORDS.split(), *(f"{c}次" for c in _COMPOUND))
_PLAIN = "|".join(sorted(dict.fromkeys(CLASSIFIERS), key=lambda word: (-len(word), word)))
# 场(次), 人(次), 份(册)
_CLASSIFIER = rf"(?:[件户家人场个份本部条](?:\([次件册个份条户家]\))|{_PLAIN})"
# 以上 / 左右; 3年多 but not 5个多元
_AFTER = r"(?P<yu3>多(?![元种样方次媒式功])|余(?!名))?(?P<after>\(?(?:含)?\)?(?:以上|以下|以内|之内|以?左右|上下))?"
_DIGITS = r"(?:\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
# 50余次   18万张   1.5万余人次   2079余万元   60000余人次   99.8%
QUANTITY = re.compile(
    rf"(?P<number>{_DIGITS})[ ]?"
    rf"(?:(?P<percent>%|‰)|(?P<yu1>余|多|几|来)?[ ]?(?P<scale>[百千]?[万亿]|[百千])?[ ]?(?P<yu2>余|多)?[ ]?(?P<unit>{_CLASSIFIER}))"
    rf"[ ]?{_AFTER}"
)
# 3至5次   10%-15%   20~30名   五至八次
RANGE = re.compile(
    rf"(?P<low>{_DIGITS}|[两二三四五六七八九十]+)[ ]?(?P<low_unit>%|‰)?(?P<low_scale>[万亿])?[ ]?(?:至|到|-|—+|–|~|～)[ ]?"
    rf"(?P<number>{_DIGITS}|[二三四五六七八九十]+)[ ]?"
    rf"(?:(?P<percent>%|‰)|(?P<scale>[万亿])?[ ]?(?P<unit>{_CLASSIFIER})){_AFTER}"
)
# 三分之二   1/3 is left alone: it is as often a date or a version
FRACTION = re.compile(
    rf"(?P<bottom>[二三四五六七八九十]+|\d+)分之(?P<number>[一二两三四五六七八九十]+|\d+){_AFTER}"
)
# 百分之九十五   百分之98.5   百分之百
PERCENT_WORDS = re.compile(
    rf"百分之(?P<number>{_DIGITS}|[〇零一二三四五六七八九十百]+(?:点[〇零一二三四五六七八九]+)?){_AFTER}"
)
# 九成以上   近七成   8成
TENTHS = re.compile(
    r"(?P<number>[一二三四五六七八九]|\d(?:\.\d)?)成(?![立员为果效熟本长功交品绩才就都套网链片都])(?P<after>以上|以下|左右)?"
)
# 十余项   两万余人次   三个区: Chinese numerals count only before these words, and never with 一 alone
_COUNTING = (
    "人次|场次|件次|户次|家次|批次|期次|轮次|车次|次|个工作日|个月|个|项|件|家|名|人|期|份|场|条|部|起|支|户|宗|类|学时|小时|天|所|座|台|辆|套"
    "|本|册|篇|则|轮|批|块|间|处|位|亿元|万元|元|堂|节|例|笔|辆|张|幅|面|组|道|门"
)
CHINESE_QUANTITY = re.compile(
    rf"(?P<number>[两二三四五六七八九十百千][一二两三四五六七八九十百千零]*|一(?=[百千万])[一二三四五六七八九十百千零]*|一(?=[百千])[百千])"
    rf"(?P<yu1>余|多|几|来)?(?P<scale>万|亿)?(?P<yu2>余|多)?(?P<unit>{_COUNTING}){_AFTER}"
)
# 满意度达98.6   压缩至5   得分92.5: digits without a counter word, where a number is asked for
BARE_NUMBER = re.compile(
    rf"(?:(?<=[至到达为])|(?<=得分)|(?<=指数)|(?<=评分)|(?<=分值))[ ]?(?P<number>{_DIGITS})(?=[,、。;:)]|$|同比)"
)
# 37榀,: a counter word that no list knows, between a number and a mark
UNLISTED_UNIT = re.compile(
    rf"(?P<number>{_DIGITS})[ ]?(?P<yu1>余|多)?(?P<scale>[万亿])?(?P<yu2>余|多)?(?P<unit>(?![号年月日时级期型版以至到后线街路楼栋室])[\u4e00-\u9fff]{{1,2}})(?=[,、。;)]|$)"
)
# 两个|维护, 三项|制度, 四个|意识: names with a numeral, not counts
SLOGAN_TAIL = re.compile(
    r"(?:“|大|一(?!般|线)|必须?|不|制度|维护|确立|意识|自信|规定|责任|环节|方面|层面|阶段|维度|坚持|务必|毫不|结合|离不开|文明|全面|清单|更加|强化"
    r"|统一|关键|重大|重点|重要|着力|转变|服从|融合|同步|转化|优先|倡导|到位|联动|保障|突出|聚焦|能力|严格|为民|为主|抓手|行动|到底|规范|延伸|下沉|驱动|围绕|先行|带头|覆盖|注重|打造|提升|纳入|字|会一课|审三校|公开)"
)
DIGIT_GROUP = re.compile(r"\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+(?:[.\-]\d+)*")
# 实现中心组列席旁听全覆盖
FULL_COVERAGE = re.compile(r"全覆盖|全面覆盖|应[\u4e00-\u9fff]尽[\u4e00-\u9fff]")
# 未发生因执法问题而产生的行政复议和行政诉讼案件
NONE_OCCURRED = re.compile(
    r"(?:未|没有|从未|无一?)(?:曾)?(?:发生|出现|产生|收到|接到)(?:过)?(?:一[起件例次])?"
)
# 行政复议和行政诉讼案件为零   实现零败诉
NONE_BEHIND = re.compile(r"(?:数量?|件数|起数)?(?:均|都)?为(?:零|0)(?:件|起|次|例|宗)?$")
# 审批事项由16个减至14个: the first is what was, the second what is
FROM = re.compile(r"(?:由|从)(?:原来的|原先的|原|过去的|上年的?|去年的?)?$")
TO = re.compile(
    r"^\s*(?:逐步)?(?:减|增|缩|压|降|提|升|扩|下|上|加|调|涨|精简|拓展)[\u4e00-\u9fff]{0,4}(?:至|到|为)$"
)

# ---------------------------------------------------------------- what is no statistic
DOCUMENT_NUMBER = re.compile(r"[〔\[【(]\s*(?:19|20)\d{2}\s*[〕\]】)]\s*第?\s*\d+\s*号|第\d+号")
# “12.4”全国法制宣传日   3·15
DAY_CODE = re.compile(
    rf"“?\d{{1,2}}[.·・]\d{{1,2}}”?(?={HAN}{{0,6}}(?:宣传日|宪法日|普法日|日|宣传周|宣传活动|期间))"
)
# (3635)
SLOGAN_CODE = re.compile(r"\(\d{2,6}\)|“[^”]{0,6}\d[^”]{0,6}”|\d+(?:\+[\dNXn]+)+")
POSTCODE = re.compile(r"(?:邮编|邮政编码)\s*:\s*(?P<v>\d{6})")
HOUSE = re.compile(r"(?:路|街|道|巷|大道|大街|村|社区)(?P<v>\d+)号")
SITE_ID = re.compile(r"网站标识码\s*:\s*(?P<v>[0-9A-Za-z]{8,12})")
HOTLINE = re.compile(
    r"(?<!\d)(?:12345|12348|12315|12388|8890|110|119|120|122)(?=热线|平台|服务|专线|电话|公共)"
)
ORDINAL = re.compile(r"第\d+|前\d+名?")
PHONE = re.compile(r"(?:电话|传真)\s*:\s*(?P<v>[\d\-()]+)")
CODE = re.compile(r"(?:索\s*引\s*号|ICP备|备案编?号|公网安备)\s*:?\s*[^\n]{0,40}")
