"""Where names of bodies end for sure: a department's field with its ending, a level with a short ending, an ending alone.

An ending that stands behind a body as its unit (县公安局|交通警察大队) is one name with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from dashi_kg.model import Span
from dashi_kg.reader.context.word_lists import VERBS
from dashi_kg.reader.names.bodies import BREAKS, ENDINGS, FIELD_ENDINGS, FIELDS, NOT_AFTER
from dashi_kg.text.alternatives import one_of
from dashi_kg.text.han import compiled


def any_of(words: Iterable[str]) -> str:
    """One alternation of a pattern from words, the longest first."""
    return one_of(sorted(dict.fromkeys(words), key=lambda w: (-len(w), w)))


_FIELD = any_of(FIELDS)
LEVEL = "自治区|自治州|自治县|自治旗|街道|省|市|区|县|州|旗|盟|镇|乡|师"
# 市场监督管理|局, 教育|体育|局, 城市管理和综合执法|局
_DEPARTMENT = re.compile(rf"(?:{_FIELD})(?:[和与]?(?:{_FIELD})){{0,3}}(?P<ending>{FIELD_ENDINGS})")


def _guard(characters: str) -> str:
    """What may not follow an ending; 镇党委|政府 are two bodies, 党委|政法委员 is a post."""
    if not characters:
        return ""
    return (
        f"(?![{characters}])" if "政" not in characters else f"(?!政(?!府)|[{characters.replace('政', '')}])"
    )


_GUARDED = one_of(
    [re.escape(e) + _guard(NOT_AFTER.get(e, "")) for e in sorted(ENDINGS, key=lambda w: (-len(w), w))]
)
_NAMED = re.compile(rf"(?P<ending>{_GUARDED}|团(?:省|市|县|区|旗|州|盟|镇|乡)委)(?!长|主任|属)")
_NATIONAL = compiled(
    r"(?P<ending>国务院(?:办公厅)?|党中央|中共中央(?:办公厅|宣传部|组织部)?|全国人大(?:常委会)?(?!代表)|全国政协(?!委员)|全国普法办(?:公室)?"
    r"|中央(?:全面)?依法治国(?:委员会(?:办公室)?|办公室|办|委)|国家自然资源督察[\u4e00-\u9fff]{2,3}局|生态环境部[\u4e00-\u9fff]{2}督察局|中央(?:宣传部|政法委|纪委(?:国家监委)?|组织部|编办|办公厅|网信办)|最高人民法院|最高人民检察院)(?!令)"
)
# 区委, 区政府, 县人大, 旗政协; but 市委员会, 政府采购
NOT_GOVERNMENT = (
    "部门|采购|网|工作(?!部门|部署|安排|要求)|信息|职能|服务|规章|投资|购买|机关(?!事务)|系统|性|各|法(?!律顾问|制办)|合同|领导(?!下|和|支持|重视)|数据(?!局)|组成|立法|门户|质量|令|规|行政(?!复议局|执法局|审批局|服务中心)"
    "|重大|职|文件|债|热线|公文|官|公报|补|基金|资金|储备|效|失|责|权力|投诉|公开|预算|财政|常务会|专题会|党组会|履职|依法履|审批"
)
_SHORT = compiled(
    rf"(?:{LEVEL})(?P<ending>委(?!员|托|派|任|会|内|外|屈)|政府(?!{NOT_GOVERNMENT})|人大(?!代|建|议|制|附|会)|政协(?!委|提|会)"
    rf"|纪委(?!书|委)|监委(?!委)|法院|检察院|中院|高院|妇联|残联|编办|科协|文联|工商联|关工委|府办(?!公|理)|(?:政府|委|人大|政协)办(?![公理事案法结发函]))|(?:(?<![\u4e00-\u9fff])|(?<=[由向经与和会报同加])|(?<=参加)|(?<=报送))(?P<head>省厅|市局|省局|县局|区局|省委办公厅)"
)
# 局|法规科, 法制审核|科, 办公室
_INNER = re.compile(
    r"(?P<ending>(?:局|厅|委)(?:机关)?(?:办公室|机关党委|党委|党组)|(?:局|厅|委)?(?:政策法规|法规|法制|法治|政策法制|行政审批|行政复议(?:与)?应诉|行政复议|执法监督|行政执法监督|行政执法协调监督|依法治[省市县区]|普法与依法治理|法制审核|宣教|人事|立法|备案审查|公共法律服务(?:管理)?|条法|政策与法规|审计监督)(?:科|处|股|室))(?![长员级学技置理罚于])"
)
# 设立|政策法规与综合监督股
_SET_UP = compiled(
    r"(?<=设立|成立|组建|增设|新设)(?P<name>(?!专)[\u4e00-\u9fff]{2,12}?(?P<ending>[股科]))(?=[,、。;:并和承负]|$)"
)
# names of the groups that hold verbs: 深化改革|领导小组
_INSIDE = frozenset(
    "管理 建设 指导 调解 援助 救助 服务 监督 监管 审查 审核 检查 培训 学习 宣传 复议 处理 化解 调处 征收 采购 公证 登记 举报 评估 检测 研究 应诉 帮扶 "
    "矫正 公开 评议 指挥 督查 受理 接待 征集 审议 办理 保障 监测 处置 整治 规范 发布 交易 评审 考核 招录 确认 查处 化解 治理 普法 安置 反馈 化验 抽检 促进 提升 支持 "
    "认定 仲裁 信访 收治 接访 会商 宣讲 归集 评查 辅导 资助 流转".split()
)
_INSIDE_GROUP = _INSIDE | frozenset(
    "推进 优化 深化 强化 整治 创建 处置 规范 落实 清理 完善 推动 加强 走访 化解 复议 普法 打造 提升 治理 促进 协调 保护 依法 迎检 排查 改革 督察 督查 重大".split()
)


def _breaks(inside: frozenset[str]) -> re.Pattern[str]:
    verbs = [re.escape(v) for v in VERBS if v not in inside and v not in ("组织", "建成", "深入")]
    words = [w for w in BREAKS if w.partition("(")[0] not in inside or ("(" in w and inside is _INSIDE)]
    ordered = sorted({*verbs, *words}, key=lambda w: (-len(w.partition("(")[0]), w))
    return re.compile(
        one_of(ordered)
        + r"|同(?=[省市县区旗州])|和(?![平田林顺龙硕静政县谐])|(?<![安健完齐])全(?![国州椒南面民])|(?:镇|县|村|区|市)级(?=矛盾)"
        r"|第?[一二三四五六七八九十]是"
    )


# 县|葡萄酒产业|局: a department whose field no list knows, behind a level
_ANY_DEPARTMENT = compiled(
    rf"(?:{LEVEL})(?P<field>[\u4e00-\u9fff]{{2,8}}?)(?P<ending>(?<![格布结大全新破开战当棋政僵残书对饭药变支邮])局(?![长面部限势])|(?<=[^大餐客展])厅(?![长堂室])"
    r"|(?<![主承协举兴督交包经代新联筹申开创查会催移通网帮补停快好近次上中窗程])办(?=[、,。;:)的和与及等对在为以主牵组负开会联共协将派于]|$))"
)
BREAK, BREAK_GROUP = _breaks(_INSIDE), _breaks(_INSIDE_GROUP)
DIVISION_CHARS = "省市区县旗州盟镇乡师"
_OWNERS = frozenset(
    "局 厅 委 部 政府 人民政府 党委 党组 党工委 公司 有限公司 集团 委员会 中心 银行 法院 人民法院 检察院 人民检察院 街道办 街道办事处 人大 政协 人大常委会 管委会 管理委员会 支队 大队 总队 分局 总局 镇人民政府 乡人民政府 镇政府 乡政府 "
    "国务院办公厅 中央办公厅 领导小组 海关 服务中心 援助中心 管理局 监督局 纪委 纪委监委 办公室 办公厅 国务院 党中央 中共中央 联席会议 大学 学院 政法委 政法委员会 集团公司 联合会 派出所 司法所".split()
)
NEEDS_PARTY_OWNER = frozenset("党工委 党委 党组".split())
_LONGEST_GAP = 8
# 县自然资源局|北岙所, 县局|车管所, 区城管局|市容科: a unit that is known by its owner alone
_UNIT = compiled(
    r"(?P<field>(?![各全本该其每])[\u4e00-\u9fff]{2,6}?)(?P<ending>所(?![有属在需谓以长述示涉作做说])|股(?![份权东长])|科(?![长学技员级普目研])|站(?![长点位在])|分局|中队|大队|支队)"
)
_NO_FIELD = re.compile("[各全和与及等的了在到个名两一二三四五六七八九十]")


class Core(NamedTuple):
    """A place where a name ends for sure: ``begin`` is where its core begins, ``strict``: by its ending alone."""

    begin: int
    end: int
    ending: str
    kind: str
    strict: bool
    joined: bool = False


def body_endings(view: str, where: Span) -> list[Core]:
    """Every place where a name of a body ends, in the order of the text; they may overlap."""
    found: list[Core] = []
    for match in _DEPARTMENT.finditer(view, where.start, where.end):
        ending = match["ending"]
        kind = (
            "team"
            if ending.endswith("队")
            else "office"
            if ending.endswith(("办", "室", "所", "站"))
            else "bureau"
        )
        found.append(Core(match.start(), match.end(), ending, kind, False))
    for match in _ANY_DEPARTMENT.finditer(view, where.start, where.end):
        if not BREAK.search(match["field"]):
            found.append(
                Core(
                    match.start(),
                    match.end(),
                    match["ending"],
                    _kind_of_any(match[0]),
                    True,
                )
            )
    for match in _NATIONAL.finditer(view, where.start, where.end):
        words = match[0]
        kind = "court" if words.endswith("法院") else "general-office" if "办公厅" in words else "office"
        found.append(Core(match.start(), match.end(), words, kind, False))
    for match in _SHORT.finditer(view, where.start, where.end):
        found.append(
            Core(match.start(), match.end(), match["ending"] or match["head"], _short_kind(match[0]), True)
        )
    for match in _NAMED.finditer(view, where.start, where.end):
        ending = match["ending"]
        found.append(Core(match.start(), match.end(), ending, ENDINGS.get(ending, "association"), True))
    for match in _INNER.finditer(view, where.start, where.end):
        kind = "party-committee" if match["ending"].endswith(("党组", "党委")) else "office"
        found.append(Core(match.start(), match.end(), match["ending"], kind, False))
    for match in _SET_UP.finditer(view, where.start, where.end):
        found.append(Core(match.start(), match.end(), match["ending"], "office", True, True))
    found.sort(key=lambda c: (c.begin, -c.end, c.strict))
    return found


def _kind_of_any(words: str) -> str:
    """县葡萄酒产业局 is a bureau, 镇党政办 a general office, 县营商办 an office."""
    if words.endswith("局"):
        return "bureau"
    ending = max((e for e in ENDINGS if words.endswith(e)), key=len, default="")
    return ENDINGS.get(ending, "office" if words.endswith("办") else "bureau")


def _short_kind(words: str) -> str:
    if words.endswith("政府"):
        return "township-government" if words[0] in "镇乡" else "county-government"
    if words.endswith(("法院", "中院", "高院")):
        return "court"
    if words.endswith(("联", "协", "关工委")):
        return "association"
    if words.endswith(("局", "厅")):
        return "bureau"
    if words.endswith("办"):
        return "office" if words.endswith("编办") else "general-office"
    if words.endswith("纪委"):
        return "party-organ"
    if words.endswith("委") and not words.endswith("监委"):
        return "county-party-committee"
    return "office"


def joined(view: str, cores: list[Core]) -> list[Core]:
    """The longer of two that overlap; and a body with the unit behind it (县公安局|交通警察|大队) as one."""
    kept: list[Core] = []
    for item in cores:
        last = kept[-1] if kept else None
        if last and item.begin < last.end:
            if item.end > last.end:
                # 司法局|…委员会: the later ending closes the name
                kept[-1] = Core(
                    last.begin, item.end, item.ending, item.kind, last.strict and item.strict, last.joined
                )
            continue
        owns = last is not None and (
            last.ending in _OWNERS
            or last.ending in ("市局", "省局", "县局", "区局")
            or last.ending.endswith(("委员会", "指挥部", "小组", "安委会", "工委"))
        )
        if last and owns and item.begin - last.end <= _LONGEST_GAP and _goes_on(view, last, item):
            kept[-1] = Core(last.begin, item.end, item.ending, item.kind, last.strict, True)
            continue
        kept.append(item)
    return [_with_unit(view, core) for core in kept]


def _with_unit(view: str, core: Core) -> Core:
    """A bureau and the unit right behind it, whose name no list knows."""
    if not core.ending.endswith("局") or view[core.begin : core.end].endswith("总局"):
        return core
    unit = _UNIT.match(view, core.end)
    if (
        not unit
        or _NO_FIELD.search(re.sub("^第[一二三四五六七八九十]", "", unit["field"]))
        or BREAK.search(unit["field"])
    ):
        return core
    kind = "team" if unit["ending"].endswith("队") else "bureau" if unit["ending"] == "分局" else "office"
    return Core(core.begin, unit.end(), unit["ending"], kind, core.strict, True)


def _goes_on(view: str, owner: Core, unit: Core) -> bool:
    """Whether nothing but a name stands between a body and the unit behind it."""
    gap = view[owner.end : unit.begin]
    both = owner.ending in ("人大", "政协")
    if both and unit.ending in ("人大", "政协"):
        return False  # 人大监督和|政协
    joins = gap.replace("和", "") if both else gap  # 政协|社会和|法制委员会
    breaks = BREAK_GROUP if "小组" in unit.ending else BREAK  # 市委|党史学习教育|领导小组办公室
    if not all("\u4e00" <= c <= "\u9fff" for c in gap) or breaks.search(joins):
        return False
    if re.match(rf"(?:{LEVEL})(?:委|政府|人大|政协|纪委|监委|法院|检察院)", view[unit.begin : unit.end]):
        return False
    divided = gap.endswith(tuple(DIVISION_CHARS))
    if not unit.strict and (divided or unit.ending in ("局", "厅", "委", "部")):
        if not gap and unit.ending in ("委", "委员会"):  # 县人大|监察司法委
            return owner.ending in ("人大", "政协", "人大常委会")
        if owner.ending == "总局":  # 国家税务总局|云河县税务局
            return True
        if gap:
            return unit.ending == "局" and not divided
        if unit.ending == "部":
            return owner.ending == "委"
        return unit.ending == "局" and owner.ending in ("厅", "局", "委", "政府", "人民政府", "管委会")
    return not (unit.ending in NEEDS_PARTY_OWNER and gap)
