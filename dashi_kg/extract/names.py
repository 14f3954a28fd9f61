"""Where organisations are named: by what their names are made of, not by a list of names.

A name has a core (司法局, 人民政府, 法律援助中心) and, before it, the divisions it belongs to. The core is a
department's field with an ending, or an ending behind a run of words that no verb or particle breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashi_kg.extract.words import VERBS
from dashi_kg.model import Span

# Fields of government departments, long and short: 市场监督管理|局, 市监|局
_FIELDS = (
    "发展和改革 发展改革 发改 教育体育 教育 教体 科学技术 科技 工业和信息化 经济和信息化 工信 经信 公安 民政 司法 财政 人力资源和社会保障 "
    "人力资源社会保障 人社 自然资源和规划 规划和自然资源 自然资源 自规 规资 生态环境 环境保护 环保 住房和城乡建设 住房城乡建设 住建 交通运输 "
    "交通 水利 水务 农业农村 商务 文化和旅游 文化广电旅游体育 文化旅游 文化广电和旅游 文广旅 文旅 卫生健康 卫健 退役军人事务 应急管理 应急 "
    "审计 市场监督管理 市场监管 市监 统计 医疗保障 医保 城市管理综合行政执法 城市管理综合执法 城市管理行政执法 城市管理 城管 综合行政执法 综合执法 "
    "林业和草原 林业 林草 信访 税务 气象 烟草专卖 大数据发展 大数据应用发展管理 大数据发展管理 大数据管理 大数据 数据管理 数据 政务服务数据管理 "
    "政务服务管理 政务服务和数据管理 政务服务 行政审批服务 行政审批 地方金融监督管理 地方金融 金融监管 金融工作 机关事务管理 机关事务 国有资产监督管理 "
    "国资 体育 广播电视 档案 乡村振兴 扶贫开发 粮食和物资储备 能源 园林绿化 园林 住房保障和房产管理 房屋管理 房管 投资促进 口岸 外事 民族宗教事务 民族宗教 "
    "民宗 邮政 邮政管理 消防救援 消防 地震 药品监督管理 药监 知识产权 监狱管理 戒毒管理 海洋与渔业 渔业 畜牧兽医 供销 招商 市容 环卫 编制 "
    "行政复议 公路 港航 铁路 民航 通信管理 出入境 交警 特警 刑侦 治安 反诈 劳动监察 卫生监督 食品药品监督管理 质量技术监督 工商 国土资源 国土 规划 建设 安全生产监督管理 安监 法制"
).split()
_FIELD = "|".join(sorted(_FIELDS, key=lambda w: (-len(w), w)))

# ending → kind (a key of the scheme body-kind); longest first
_ENDINGS: tuple[tuple[str, str], ...] = (
    ("人民政府办公厅", "general-office"), ("人民政府办公室", "general-office"), ("政府办公室", "general-office"),
    ("政府办公厅", "general-office"), ("党政办公室", "general-office"), ("街道办事处", "subdistrict-office"),
    ("镇人民政府", "township-government"), ("乡人民政府", "township-government"), ("人民政府", "county-government"),
    ("理论学习中心组", "study-group"), ("领导小组办公室", "office"), ("领导小组", "leading-group"), ("协调小组", "leading-group"),
    ("工作专班", "leading-group"), ("工作小组", "leading-group"), ("指挥部", "leading-group"),
    ("联席会议", "joint-conference"), ("律师事务所", "law-firm"), ("治理委员会", "resident-committee"),
    ("议事会", "resident-committee"), ("理事会", "resident-committee"), ("调解委员会", "resident-committee"), ("居民委员会", "resident-committee"),
    ("村民委员会", "resident-committee"), ("党组", "party-committee"), ("党委", "party-committee"), ("党工委", "party-committee"), ("常委会", "county-party-committee"),
    ("人大常委会", "other"), ("仲裁委员会", "office"), ("复议委员会", "other"), ("委员会办公室", "office"), ("管理委员会", "office"), ("管委会", "office"),
    ("委员会", "other"), ("执法队伍", "team"), ("调解队伍", "team"), ("志愿者队伍", "team"), ("人民法院", "court"), ("中级法院", "court"),
    ("人民检察院", "office"), ("检察院", "office"), ("仲裁院", "office"), ("公证处", "office"), ("司法所", "office"), ("派出所", "office"), ("执法大队", "team"),
    ("支队", "team"), ("大队", "team"), ("中队", "team"), ("总队", "team"), ("综合执法队", "team"), ("分局", "bureau"), ("管理局", "bureau"), ("监督局", "bureau"),
    ("服务中心", "office"), ("援助中心", "office"), ("调解中心", "office"), ("指挥中心", "office"), ("治理中心", "office"), ("处理中心", "office"), ("监管中心", "office"),
    ("综治中心", "office"), ("综合行政执法队", "team"), ("监督所", "office"), ("妇联", "association"), ("残联", "association"), ("工商联", "association"), ("团委", "association"), ("关工委", "association"), ("工会", "association"), ("矛调中心", "office"), ("化解中心", "office"), ("交易中心", "office"), ("融媒体中心", "office"), ("仲裁中心", "office"), ("服务站", "office"), ("研究院", "association"), ("大学", "association"), ("学院", "association"), ("党校", "office"),
    ("协会", "association"), ("商会", "association"), ("学会", "association"), ("联合会", "association"), ("总工会", "association"), ("有限公司", "company"), ("集团", "company"),  ("公司", "company"),
    ("政法委", "county-party-committee"), ("纪委监委", "county-party-committee"), ("纪检监察组", "office"), ("依法治省办", "office"), ("依法治市办", "office"),
    ("依法治县办", "office"), ("依法治区办", "office"), ("依法治旗办", "office"), ("依法治州办", "office"), ("依法治镇办", "office"), ("组织部", "county-party-committee"), ("宣传部", "county-party-committee"), ("统战部", "county-party-committee"), ("编办", "office"), ("督查室", "office"),
    ("平安办", "office"), ("电视台", "office"), ("反诈中心", "office"), ("复议局", "bureau"), ("调委会", "resident-committee"), ("党政办", "general-office"), ("综合行政执法办公室", "office"), ("信访办", "office"), ("平安法治办", "office"),
)  # fmt: skip
KIND = dict(_ENDINGS)
_ENDING = "|".join(sorted(KIND, key=lambda w: (-len(w), w)))
_DEPARTMENT = re.compile(
    rf"(?P<field>{_FIELD})(?P<ending>总局|分局|局|厅|委员会|委(?!员|托|派|任)|部(?!门|分|署|队|级)|执法(?:总队|支队|大队|中队|队)(?!伍)|总队|支队|大队)"
)
_NAMED = re.compile(rf"(?P<ending>{_ENDING})(?!长|员|书记|主任|属)")
_MINISTRY = re.compile(
    r"(?:国务院(?:办公厅)?|全国人大常委会|中共中央(?:办公厅)?|中央(?:全面依法治国)?办公厅|最高人民法院|最高人民检察院)"
)

# 区委、区政府; but 市委员会, 区政府办, 政府采购
_SHORT = re.compile(
    r"(?:省|市|区|县|州|旗|乡|镇|自治区)(?P<body>委(?!员|托|办|政法|组织|宣传|统战|编|党校|巡察|法规|全面|依法|网信|社会|改革|外|老|督)"
    r"|政府(?!办|部门|采购|网|工作|信息|职能|服务|规章|投资|购买|机关|系统|性|各|法|合同|领导|数据|组成|立法|门户|质量|党组|常务|令|规|行政|重大|职|督查))"
)

# what a name never holds: particles, and verbs that are not part of any body's name
_PARTICLES = "了由向对为在将把与的以使让经请并及其该每等是从到给被让请报又"
_INSIDE = frozenset(
    "管理 建设 指导 调解 援助 救助 服务 监督 监管 审查 审核 检查 培训 学习 宣传 复议 处理 化解 调处 征收 采购 公证 登记 举报 评估 检测 "
    "研究 应诉 帮扶 矫正 公开 评议 指挥 督查 受理 接待 征集 审议 办理".split()
)
# 深化改革领导小组: the name of a working group may hold these, but not 成立 or 组织
_INSIDE_GROUP = _INSIDE | frozenset(
    "推进 优化 深化 强化 整治 创建 处置 规范 落实 清理 完善 推动 加强 走访 化解 复议 普法 打造 提升 治理".split()
)


def _breaks(inside: frozenset[str]) -> re.Pattern[str]:
    verbs = "|".join(re.escape(v) for v in VERBS if v not in inside and v != "组织")
    return re.compile(
        rf"{verbs}|组织(?!部)|[{_PARTICLES}]|和(?!平|田|林|顺|龙|硕|静|政|县|谐)|会同|联合(?!会)|配合|依托|深入|各(?:级|地)?"
        r"|全(?!国|州|椒|南|面依法|民)|联系|联动(?!中心|指挥)|牵头|参加|所属|下属|其他|有关|相关|包括|作为|挂牌|协同|指定|主要|重点|以及|本(?!溪)|交由|责成"
        r"|督促|代表|聚焦|建强|持续|分别|共同|定期|先后|提升|打造|提高|积极|充分|发挥|按照|根据|通过|围绕|结合|针对|成为|属于|位于|辖区|(?:镇|县|村|区|市)级(?=矛盾)|物业(?=公司)"
    )


_BREAK, _BREAK_GROUP = _breaks(_INSIDE), _breaks(_INSIDE_GROUP)
_OWNERS = ("党工委", "党委", "党组")
_HAS_PARTY = re.compile(
    r"(?:街道|镇|乡|局|厅|委|办|院|校|部|公司|集团|机关|中心|支队|总队|政府|常委会|系统)$"
)
_DIVISION = "省市区县旗州盟镇乡"
_LONGEST_PREFIX = 26


def names(view: str, where: Span) -> Iterator[tuple[Span, str, str]]:
    """Names of bodies inside a stretch of the folded text.

    Yields:
        The span, the kind (key of ``body-kind``) and the ending that betrayed it; spans never overlap, and
        come in the order of the text.
    """
    taken = where.start
    for match in _candidates(view, where):
        ending, begin, end, kind, strict = match
        if begin < taken:
            continue
        group = kind in ("leading-group", "joint-conference")
        start = _start(
            view, max(taken, where.start), begin, strict=strict, breaks=_BREAK_GROUP if group else _BREAK
        )
        if ending in _OWNERS and not _HAS_PARTY.search(view[start:begin]):
            continue
        if strict and start == begin and kind == "bureau":
            continue
        yield Span(start, end), kind, ending
        taken = end


def _candidates(view: str, where: Span) -> list[tuple[str, int, int, str, bool]]:
    found: list[tuple[str, int, int, str, bool]] = []
    for match in _DEPARTMENT.finditer(view, where.start, where.end):
        ending = match["ending"]
        kind = "team" if ending.endswith("队") else "bureau"
        found.append((ending, match.start(), match.end(), kind, False))
    for match in _MINISTRY.finditer(view, where.start, where.end):
        kind = (
            "court" if match[0].endswith("法院") else "general-office" if "办公厅" in match[0] else "office"
        )
        found.append((match[0], match.start(), match.end(), kind, False))
    for match in _SHORT.finditer(view, where.start, where.end):
        kind = "county-party-committee" if match["body"] == "委" else "county-government"
        found.append((match["body"], match.start(), match.end(), kind, False))
    for match in _NAMED.finditer(view, where.start, where.end):
        if not any(b <= match.start() and match.end() <= e for _, b, e, _, _ in found):
            found.append((match["ending"], match.start(), match.end(), KIND[match["ending"]], True))
    # the longer one of two that overlap, the earlier one first
    found.sort(key=lambda f: (f[1], -f[2]))
    kept: list[tuple[str, int, int, str, bool]] = []
    for item in found:
        if kept and item[1] < kept[-1][2]:
            if item[2] > kept[-1][2]:
                # 司法局|…委员会: the later ending closes the name
                kept[-1] = (item[0], kept[-1][1], item[2], item[3], kept[-1][4])
            continue
        if kept and item[4] and kept[-1][0] in _OWNERS and item[1] == kept[-1][2]:
            kept[-1] = (item[0], kept[-1][1], item[2], item[3], kept[-1][4])  # 党工委|理论学习中心组
            continue
        kept.append(item)
    return kept


def _start(view: str, low: int, core: int, *, strict: bool, breaks: re.Pattern[str]) -> int:
    """Where a name begins whose core begins at ``core``; before a department's field stand divisions only."""
    begin = max(low, core - _LONGEST_PREFIX)
    run = core
    while run > begin and ("\u4e00" <= view[run - 1] <= "\u9fff" or view[run - 1] in "()"):
        run -= 1
    if run > 0 and view[run - 1].isdigit() and view[run] in "年个家支所":
        run += 1  # 2023年|党工委, 40支|执法队伍
    words = view[run:core]
    if ")" in words or "(" in words:
        opened = max(words.rfind("("), words.rfind(")"))
        words, run = words[opened + 1 :], run + opened + 1
    last = None
    for broken in breaks.finditer(words):
        last = broken
    start = run + (last.end() if last else 0)
    if not strict:
        # 会同|市|司法局: only divisions stand before a department's field
        prefix = view[start:core]
        if (
            prefix
            and prefix[-1] not in _DIVISION + "国家委会"
            and not prefix.endswith(("街道", "新区", "开发区", "国家", "兵团", "师市"))
        ):
            return core
        return start
    return start
