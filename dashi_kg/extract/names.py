"""Where organisations are named: by what their names are made of, not by a list of names.

A name has a core (司法局, 人民政府, 法律援助中心), before it the divisions or the owner that it belongs to, behind it
perhaps units of its own (县公安局|交通警察大队). The core is a department's field with an ending, a level with a short
ending (县委, 区政府), or an ending behind a run of words that no verb or particle breaks. Counted, generic and
collective names (12个司法所, 基层派出所, 市县政府, 全市法院) are classes and no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dashi_kg.extract.bodies import BREAKS, CLASS_WORDS, ENDINGS, FIELD_ENDINGS, FIELDS, NEEDS_NAME, NEEDS_OWNER, NOT_AFTER
from dashi_kg.extract.words import VERBS
from dashi_kg.model import Span

KIND = ENDINGS


def _any(words: Iterator[str] | list[str] | frozenset[str]) -> str:
    return "|".join(sorted(dict.fromkeys(words), key=lambda w: (-len(w), w)))


_FIELD = _any(FIELDS)
_HAN = "[\u4e00-\u9fff]"
_LEVEL = "自治区|自治州|自治县|自治旗|街道|省|市|区|县|州|旗|盟|镇|乡|师"
# 市场监督管理|局, 教育|体育|局, 城市管理和综合执法|局
_DEPARTMENT = re.compile(rf"(?:{_FIELD})(?:[和与]?(?:{_FIELD})){{0,3}}(?P<ending>{FIELD_ENDINGS})")
_GUARDED = "|".join(
    re.escape(e) + (f"(?![{NOT_AFTER[e]}])" if NOT_AFTER.get(e) else "")
    for e in sorted(ENDINGS, key=lambda w: (-len(w), w))
)
_NAMED = re.compile(rf"(?P<ending>{_GUARDED}|团(?:省|市|县|区|旗|州|盟|镇|乡)委)(?!长|主任|属)")
_NATIONAL = re.compile(
    r"(?P<ending>国务院(?:办公厅)?|党中央|中共中央(?:办公厅|宣传部|组织部)?|全国人大(?:常委会)?(?!代表)|全国政协(?!委员)|全国普法办(?:公室)?"
    r"|中央(?:全面)?依法治国(?:委员会)?(?:办公室|办|委)?|中央(?:宣传部|政法委|纪委(?:国家监委)?|组织部|编办|办公厅|网信办)|最高人民法院|最高人民检察院)(?!令)"
)
# 区委, 区政府, 县人大, 旗政协; but 市委员会, 政府采购
_NOT_GOVERNMENT = (
    "部门|采购|网|工作(?!部门)|信息|职能|服务|规章|投资|购买|机关(?!事务)|系统|性|各|法(?!律顾问|制办)|合同|领导|数据(?!局)|组成|立法|门户|质量|令|规|行政(?!复议局|执法局|审批局|服务中心)"
    "|重大|职|文件|债|热线|公文|官|公报|补|基金|资金|储备|效|失|责|权力|投诉|公开|预算|财政|常务会|专题会|党组会|履职|依法履|审批"
)
_SHORT = re.compile(
    rf"(?:{_LEVEL})(?P<ending>委(?!员|托|派|任|会|内|外|屈)|政府(?!{_NOT_GOVERNMENT})|人大(?!代|建|议|制|附|会)|政协(?!委|提|会)"
    rf"|纪委(?!书|委)|监委(?!委)|法院|检察院|中院|高院|妇联|残联|编办|科协|文联|工商联|关工委|府办(?!公|理)|(?:政府|委)办(?![公理事案法结发函]))|(?:(?<![\u4e00-\u9fff])|(?<=[由向经与和会报同加])|(?<=参加)|(?<=报送))(?P<head>省厅|市局|省局|省委办公厅)"
)
# 局|法规科, 法制审核|科, 办公室
_INNER = re.compile(
    r"(?P<ending>(?:局|厅|委)(?:机关)?(?:办公室|机关党委|党委|党组)|(?:局|厅|委)?(?:政策法规|法规|法制|法治|政策法制|行政审批|行政复议(?:与)?应诉|行政复议|执法监督|行政执法监督|行政执法协调监督|依法治[省市县区]|普法与依法治理|法制审核|宣教|人事|立法|备案审查|公共法律服务(?:管理)?)(?:科|处|股|室))(?![长员级学技置理罚于])"
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
    words = [w for w in BREAKS if w.partition("(")[0] not in inside or "(" in w and inside is _INSIDE]
    ordered = sorted({*verbs, *words}, key=lambda w: (-len(w.partition("(")[0]), w))
    return re.compile(
        "|".join(ordered)
        + r"|同(?=[省市县区旗州])|和(?![平田林顺龙硕静政县谐])|全(?![国州椒南面民])|(?:镇|县|村|区|市)级(?=矛盾)"
        r"|第?[一二三四五六七八九十]是"
    )


# verbs that a name may hold, but hardly begins with: 指导|长江航务管理局, 监督|县住建局
_LEADS = re.compile(
    rf"^(?:(?:指导|检查|督查|评议|支持|学习|审议|受理|查处|审核|审查|促进|提升|规范|发布|办理|帮扶|接待|研究|集中|反馈|考核|普法|整治|处置|接访|公开|落实|深化|推动|推进|完善|加强|优化|强化|打造|走访|改革|协调|保护|排查|清理)(?!{_LEVEL}?(?:服务|中心))"
    rf"|(?:监督|服务|宣传|培训|调解|宣讲|评估|应诉|征集|辅导)(?=(?:全)?(?:{_LEVEL})))+"
)
# 县|葡萄酒产业|局: a department whose field no list knows, behind a level
_ANY_DEPARTMENT = re.compile(
    rf"(?:{_LEVEL})(?P<field>[\u4e00-\u9fff]{{2,8}}?)(?P<ending>(?<![格布结大全新破开战当棋政僵残书对饭药变支邮])局(?![长面部限势])|(?<=[^大餐客展])厅(?![长堂室])"
    r"|(?<![主承协举兴督交包经代新联筹申开创查会催移通网帮补停快好近次上中窗程])办(?=[、,。;:)的和与及等对在为以主牵组负开会联共协将派于]|$))"
)
_BREAK, _BREAK_GROUP = _breaks(_INSIDE), _breaks(_INSIDE_GROUP)
_DIVISION_CHARS = "省市区县旗州盟镇乡师"
# counties whose names have one character before 县
_ONE_CHARACTER = frozenset(
    "息泾歙黟忠应易雄蠡威魏磁献景隰盂莘冠单曹祁绛沁吉蒲代岚临兴房赵唐睢杞郏叶淇滑范嵩温辉乾彬礼岷徽成康文渠珙高达开丰涟攸澧桂道横藤容富萧砀泗和涡寿沛滕莒费郯蓟滦户华陇凤洋勉略眉佳横富柞义洛"
)
# verbs of one character that a run of words may begin with
_JUNK = frozenset("接经报送到往请找访抓做查按据随获受派令邀约联会同协把获借拟函呈转发收需用靠依")
_OWNERS = frozenset(
    "局 厅 委 部 政府 人民政府 党委 党组 党工委 公司 有限公司 集团 委员会 中心 银行 法院 人民法院 检察院 人民检察院 街道办 街道办事处 人大 政协 人大常委会 管委会 管理委员会 支队 大队 总队 分局 总局 镇人民政府 乡人民政府 镇政府 乡政府 "
    "国务院办公厅 中央办公厅 领导小组 服务中心 援助中心 管理局 监督局 纪委 纪委监委 办公室 办公厅 国务院 党中央 中共中央 联席会议 大学 学院 政法委 政法委员会 集团公司 联合会 派出所 司法所".split()
)
_COUNTED = re.compile(
    r"(?:(?<!第)(?<!\d)\d+|(?<!第)[两几多余数]|[一二三四五六七八九十百千](?=[个家支所名座处级类批]))(?:余|多)?(?:个|家|支|所|名|座|处|级|类|批|大|县|市|人)?\Z|(?:各|每|全|某|首批|多|若干|一些|这些|该|此类)(?:个|家|级|地|类|县|市|区|省|镇|乡|村)?\Z|\)\Z|\d\Z"
)
_CLASS = re.compile(rf"(?:{_any(CLASS_WORDS)})+")
_LEVELS_ONLY = re.compile(r"(?:省|市|区|县|州|旗|乡|镇|街道|村|街|盟|自治区|国家)+")
# 便民服务中心98个
_HOW_MANY = re.compile(r"\s*(?:\d+|[两三四五六七八九十]+)\s*余?(?:个|处|家|支|所|座|对|批)")
_POST = re.compile(r"(?:第一)?(?:副?书记|常委(?!会)|委员(?!会))")
_MEETING = re.compile(
    r"(?:\(扩大\))?(?:常务|常委|全委|专题|全体|扩大)?会(?:会议|议)?(?![计展员堂同])|“?[^,。、]{0,6}第[\d一二三四五六七八九十]+次(?:会议|全会)"
)
_MEETS = frozenset(
    "委 政府 党组 党委 党工委 局党组 局党委 厅党组 人民政府 镇政府 乡政府 镇人民政府 乡人民政府 常委会".split()
)
_NEEDS_PARTY_OWNER = frozenset("党工委 党委 党组".split())
_HAS_PARTY = re.compile(
    r"(?:街道|镇|乡|局|厅|委|办|院|校|学校|部|社区|村|园区|公司|集团|机关|中心|支队|总队|政府|常委会|系统|所|队|工委|法院|医院|直)$"
)
_BRANCH = re.compile(r"\([\u4e00-\u9fff]{2,8}\)[\u4e00-\u9fff]{0,6}$")
_LONGEST_PREFIX = 26
_LONGEST_GAP = 8


class _Core(NamedTuple):
    """A place where a name ends for sure: ``begin`` is where its core begins, ``strict``: by its ending alone."""

    begin: int
    end: int
    ending: str
    kind: str
    strict: bool
    joined: bool = False


def names(view: str, where: Span) -> Iterator[tuple[Span, str, str]]:
    """Names of bodies inside a stretch of the folded text.

    Yields:
        The span, the kind (key of ``body-kind``) and the ending that betrayed it; spans never overlap, and
        come in the order of the text.
    """
    taken = where.start
    for core in _joined(view, _cores(view, where)):
        if core.begin < taken:
            continue
        group = core.kind in ("leading-group", "joint-conference")
        start = _start(view, taken, core, _BREAK_GROUP if group else _BREAK)
        if start is None or _is_class(view, start, core):
            continue
        yield Span(start, core.end), core.kind, core.ending
        taken = core.end


def kind_of(name: str) -> str:
    """The kind (key of ``body-kind``) of a whole name, by its ending; empty where none is known.

    >>> kind_of("大石街道办事处"), kind_of("合川区司法局"), kind_of("天书")
    ('subdistrict-office', 'bureau', '')
    """
    ending = max((e for e in ENDINGS if name.endswith(e)), key=len, default="")
    if ending:
        return ENDINGS[ending]
    return "bureau" if name.endswith(("局", "厅", "委")) else ""


def _cores(view: str, where: Span) -> list[_Core]:
    found: list[_Core] = []
    for match in _DEPARTMENT.finditer(view, where.start, where.end):
        ending = match["ending"]
        kind = (
            "team"
            if ending.endswith("队")
            else "office"
            if ending.endswith(("办", "室", "所", "站"))
            else "bureau"
        )
        found.append(_Core(match.start(), match.end(), ending, kind, False))
    for match in _ANY_DEPARTMENT.finditer(view, where.start, where.end):
        if not _BREAK.search(match["field"]):
            found.append(_Core(match.start(), match.end(), match["ending"], "office" if match["ending"] == "办" else "bureau", True))
    for match in _NATIONAL.finditer(view, where.start, where.end):
        words = match[0]
        kind = "court" if words.endswith("法院") else "general-office" if "办公厅" in words else "office"
        found.append(_Core(match.start(), match.end(), words, kind, False))
    for match in _SHORT.finditer(view, where.start, where.end):
        found.append(
            _Core(match.start(), match.end(), match["ending"] or match["head"], _short_kind(match[0]), True)
        )
    for match in _NAMED.finditer(view, where.start, where.end):
        ending = match["ending"]
        found.append(_Core(match.start(), match.end(), ending, ENDINGS.get(ending, "association"), True))
    for match in _INNER.finditer(view, where.start, where.end):
        found.append(_Core(match.start(), match.end(), match["ending"], "office", False))
    found.sort(key=lambda c: (c.begin, -c.end, c.strict))
    return found


def _short_kind(words: str) -> str:
    if words.endswith("政府"):
        return "township-government" if words[0] in "镇乡" else "county-government"
    if words.endswith(("法院", "中院", "高院")):
        return "court"
    if words.endswith(("联", "协", "关工委")):
        return "association"
    if words.endswith("办"):
        return "office" if words.endswith("编办") else "general-office"
    if words.endswith("委"):
        return "county-party-committee"
    return "office"


def _joined(view: str, cores: list[_Core]) -> list[_Core]:
    """The longer of two that overlap; and a body with the unit behind it (县公安局|交通警察|大队) as one."""
    kept: list[_Core] = []
    for item in cores:
        last = kept[-1] if kept else None
        if last and item.begin < last.end:
            if item.end > last.end:
                # 司法局|…委员会: the later ending closes the name
                kept[-1] = _Core(
                    last.begin, item.end, item.ending, item.kind, last.strict and item.strict, last.joined
                )
            continue
        owns = last is not None and (
            last.ending in _OWNERS or last.ending.endswith(("委员会", "指挥部", "小组", "安委会", "工委"))
        )
        if (
            last
            and owns
            and item.begin - last.end <= _LONGEST_GAP
            and _goes_on(view, last, item)
        ):
            kept[-1] = _Core(last.begin, item.end, item.ending, item.kind, last.strict, True)
            continue
        kept.append(item)
    return kept


def _goes_on(view: str, owner: _Core, unit: _Core) -> bool:
    """Whether nothing but a name stands between a body and the unit behind it."""
    gap = view[owner.end : unit.begin]
    if not all("\u4e00" <= c <= "\u9fff" for c in gap) or _BREAK.search(gap):
        return False
    if re.match(rf"(?:{_LEVEL})(?:委|政府|人大|政协|纪委|监委|法院|检察院)", view[unit.begin : unit.end]):
        return False
    divided = gap.endswith(tuple(_DIVISION_CHARS))
    if not unit.strict and (divided or unit.ending in ("局", "厅", "委", "部")):
        if owner.ending == "总局":  # 国家税务总局|云河县税务局
            return True
        if gap:
            return unit.ending == "局" and not divided
        if unit.ending == "部":
            return owner.ending == "委"
        return unit.ending == "局" and owner.ending in ("厅", "局", "委", "政府", "人民政府", "管委会")
    return not (unit.ending in _NEEDS_PARTY_OWNER and gap)


def _start(view: str, low: int, core: _Core, breaks: re.Pattern[str]) -> int | None:
    """Where the name of a core begins; ``None`` where what stands before shows that it is no name."""
    begin = max(low, core.begin - _LONGEST_PREFIX)
    run = core.begin
    while run > begin and ("\u4e00" <= view[run - 1] <= "\u9fff" or view[run - 1] in "()"):
        run -= 1
    if (
        run < core.begin
        and view[run] in "年月日个家支所号条名项次"
        and view[max(0, run - 3) : run].strip()[-1:].isdigit()
    ):
        run += 1  # 2023年|党工委, 40支|执法队伍
    words = view[run : core.begin]
    if core.kind in ("law-firm", "company") and (branch := _BRANCH.search(words)):
        words = view[run : run + branch.start()]  # 北京大成(石家庄)律师事务所
        core = core._replace(begin=run + branch.start())
    if ")" in words or "(" in words:
        opened = max(words.rfind("("), words.rfind(")"))
        words, run = words[opened + 1 :], run + opened + 1
    last = None
    for broken in breaks.finditer(view[run : core.end]):  # 律师|协会 is seen whole
        if broken.end() <= core.begin - run:
            last = broken
    start = run + (last.end() if last else 0)
    if core.kind not in ("leading-group", "joint-conference") and (
        leads := _LEADS.match(view[start : core.end])
    ):
        start = min(start + leads.end(), core.begin)
    prefix = view[start : core.begin]
    at = next((i for i, c in enumerate(prefix) if c in _DIVISION_CHARS), -1)
    if at == 1 and prefix[0] in _JUNK and not (prefix[1] == "县" and prefix[0] in _ONE_CHARACTER):
        start += 1  # 接|区城管局
        prefix = prefix[1:]
    if core.strict or not prefix or prefix.endswith(tuple(_DIVISION_CHARS)):
        return start
    if prefix.endswith(
        (
            "街道",
            "新区",
            "开发区",
            "国家",
            "兵团",
            "管委会",
            "中国",
            "园区",
            "委",
            "政府",
            "团",
            "局",
            "厅",
            "农场",
            "中共",
        )
    ):
        return start
    level = max(prefix.rfind(c) for c in _DIVISION_CHARS)
    if level >= 0 and len(prefix) - level <= 5:
        return start  # 县|国有|公路管理局
    known_before = last is not None or start > run or start == 0 or view[start - 1] in "、,。;:\n "
    if known_before and len(prefix) <= (6 if last is None else 4):
        return start  # 、长江|海事局, 指导|珠江|航务管理局
    return core.begin


def _is_class(view: str, start: int, core: _Core) -> bool:
    """Counted, collective or generic: no name of one body. Also posts and meetings (镇党委书记, 局党组会)."""
    prefix = view[start : core.begin]
    name = view[start : core.end]
    before, after = view[max(0, start - 5) : start].rstrip(" "), view[core.end : core.end + 16]
    if _COUNTED.search(before) and not re.search(r"(?:月|日|年|度|,|第\d+)$", before):
        return True
    if re.match(rf"(?:{_LEVEL})?(?:长|主任|书记)", after) and core.ending in ("党委", "党组", "委"):
        return True
    if (core.ending in _MEETS or core.kind == "party-committee") and (
        _POST.match(after) or _MEETING.match(after)
    ):
        return True
    if core.ending in ("政府", "人民政府") and re.match(_NOT_GOVERNMENT, after):
        return True
    if core.ending in _NEEDS_PARTY_OWNER and not _HAS_PARTY.search(prefix) and not core.joined:
        return True
    if core.joined:
        return False
    if (
        core.kind == "county-government"
        and core.ending == "政府"
        or core.ending in ("委", "人大", "政协", "法院", "检察院", "纪委", "监委")
    ):
        # 市|县政府, 乡|镇政府, 县(区)政府
        if _LEVELS_ONLY.fullmatch(prefix) and len(prefix) <= 2 and core.strict and core.begin != start:
            if not (core.ending in ("法院", "检察院") and len(prefix) == 1 and name[1:] == core.ending):
                return True
    if core.ending in NEEDS_OWNER and not any(c in _DIVISION_CHARS for c in prefix) and "街道" not in prefix:
        return True
    if core.strict and core.ending in NEEDS_NAME:
        if _HOW_MANY.match(after):
            return True
        own = re.sub(rf"^(?:{_HAN}{{0,6}}?(?:{_LEVEL}))+", "", prefix)
        if not prefix:
            return core.begin + len(core.ending) == core.end and core.ending == name
        named_group = core.kind in ("leading-group", "joint-conference")
        if (
            not named_group
            and _CLASS.fullmatch(prefix)
            or _LEVELS_ONLY.fullmatch(prefix)
            and prefix in ("乡镇", "镇街", "市县", "县乡", "区县", "县区", "村")
        ):
            return True
        if own == prefix and len(prefix) > 14 and core.kind not in ("leading-group", "company", "other"):
            return True
    if core.kind == "joint-conference":
        return not re.search(
            r"(?:建立|成立|组建|设立|健全|完善|落实)(?:健全|完善)?了?$", view[max(0, start - 6) : start]
        )
    return False
