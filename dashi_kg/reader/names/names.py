"""Where organisations are named: by what their names are made of, not by a list of names.

A name has a core (司法局, 人民政府, 法律援助中心; see :mod:`endings`), and before it the divisions or the owner that it
belongs to: as far back as no verb or particle breaks the run of words. What is no name of one body is left out (see
:mod:`classes`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashi_kg.model import Span
from dashi_kg.reader.names.bodies import ENDINGS
from dashi_kg.reader.names.classes import is_class
from dashi_kg.reader.names.endings import (
    BREAK,
    BREAK_GROUP,
    DIVISION_CHARS,
    LEVEL,
    Core,
    body_endings,
    joined,
)
from dashi_kg.text.han import compiled

# verbs that a name may hold, but hardly begins with: 指导|长江航务管理局, 监督|县住建局
_LEADS = re.compile(
    rf"^(?:原(?=[省市县区旗镇乡])|(?:指导|检查|督查|评议|支持|学习|审议|受理|查处|审核|审查|促进|提升|规范|发布|办理|帮扶|接待|研究|集中|反馈|考核|普法|整治|处置|接访|公开|落实|深化|推动|推进|建成|完善|加强|优化|强化|打造|走访|改革|协调|保护|排查|清理)(?!(?:{LEVEL})?(?:服务|中心))"
    rf"|(?:监督|服务|宣传|培训|调解|宣讲|评估|应诉|征集|辅导)(?=(?:全)?(?:{LEVEL})))+"
)
# counties whose names have one character before 县
_ONE_CHARACTER = frozenset(
    "息泾歙黟忠应易雄蠡威魏磁献景隰盂莘冠单曹祁绛沁吉蒲代岚临兴房赵唐睢杞郏叶淇滑范嵩温辉乾彬礼岷徽成康文渠珙高达开丰涟攸澧桂道横藤容富萧砀泗和涡寿沛滕莒费郯蓟滦户华陇凤洋勉略眉佳横富柞义洛"
)
# verbs of one character that a run of words may begin with
_JUNK = frozenset("接经报送到往请找访抓做查按据随获受派令邀约联会同协把获借拟函呈转发收需用靠依")
_BRANCH = compiled(r"\([\u4e00-\u9fff]{2,8}\)[\u4e00-\u9fff]{0,6}$")
_LONGEST_PREFIX = 26
_DIVISION = re.compile(r"(?:[省市区县旗州盟]|地区)$")
_OF = r"(?:人民政府|政府|行政公署|党委|委员会|委)$"
_LEVELS = (
    ("provincial", re.compile(rf"(?:省|自治区|特别行政区|(?:北京|天津|上海|重庆)市?){_OF}")),
    ("municipal", re.compile(rf"(?:[市州盟]|地区){_OF}|^地委$")),
)
_PARTY = compiled(r"中共[\u4e00-\u9fff]{2,12}委员会$")
_TOWN_COMMITTEE = re.compile(
    r"(?:街道|(?<!城)镇|乡)(?:党工委|党委|委员会|工作委员会|委|工委)$|^(?:党工委|党委)$"
)
_LEVEL_COMMITTEE = re.compile(r"(?:自治区|^省|^市|^州|^盟|^县|^区|^旗)党委$")


def names(view: str, where: Span) -> Iterator[tuple[Span, str, str]]:
    """Names of bodies inside a stretch of the folded text.

    Yields:
        The span, the kind (key of ``body-kind``) and the ending that betrayed it; spans never overlap, and
        come in the order of the text.
    """
    taken = where.start
    for core in joined(view, body_endings(view, where)):
        if core.begin < taken:
            continue
        group = core.kind in ("leading-group", "joint-conference") or "小组" in core.ending
        start = _start(view, taken, core, BREAK_GROUP if group else BREAK)
        if start is not None and core.ending in ("人大", "政协"):  # 人大监督和|政协
            start = max(start, view.rfind("和", start, core.begin) + 1)
        if start is None or is_class(view, start, core):
            continue
        yield Span(start, core.end), of_level(core.kind, view[start : core.end]), core.ending
        taken = core.end


def kind_of(name: str) -> str:
    """The kind (key of ``body-kind``) of a whole name, by its ending; empty where none is known.

    >>> kind_of("大石街道办事处"), kind_of("合川区司法局"), kind_of("青海省人民政府"), kind_of("天书")
    ('subdistrict-office', 'bureau', 'provincial-government', '')
    """
    ending = max((e for e in ENDINGS if name.endswith(e)), key=len, default="")
    if ending:
        return of_level(ENDINGS[ending], name)
    if name.endswith("政府"):
        return of_level("county-government", name)
    return "bureau" if name.endswith(("局", "厅", "委")) else ""


def kind_of_issuer(name: str) -> str:
    """The kind of a body that reports; a division alone stands for its government: 大马营镇."""
    found = kind_of(name)
    if found:
        return found
    if name.endswith("街道"):
        return "subdistrict-office"
    if name.endswith(("镇", "乡")):
        return "township-government"
    return of_level("county-government", f"{name}政府") if _DIVISION.search(name) else "office"


def of_level(kind: str, name: str) -> str:
    """The kind of a government or party committee by the level that its name says; other kinds as they are.

    A city of county level is not told from others by its name: 市政府 is the government of a city.

    >>> [of_level("county-government", n) for n in ("省政府", "重庆市人民政府", "州政府", "合川区人民政府")]
    ['provincial-government', 'provincial-government', 'municipal-government', 'county-government']
    >>> [of_level("party-committee", n) for n in ("自治区党委", "大石街道党工委", "县公安局党委")]
    ['provincial-party-committee', 'party-committee', 'party-organ']
    """
    if kind == "other" and _PARTY.match(name):
        kind = "party-committee" if _TOWN_COMMITTEE.search(name) else "county-party-committee"
    if kind == "party-committee":
        if _TOWN_COMMITTEE.search(name):
            return kind
        if not _LEVEL_COMMITTEE.search(name):
            return "party-organ"
    elif kind not in ("county-government", "county-party-committee"):
        return kind
    what = "government" if kind == "county-government" else "party-committee"
    for level, pattern in _LEVELS:
        if pattern.search(name):
            return f"{level}-{what}"
    return f"county-{what}"


def _start(view: str, low: int, core: Core, breaks: re.Pattern[str]) -> int | None:
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
    firm = core.kind in ("law-firm", "company")
    last = None
    for broken in breaks.finditer(view[run : core.end]):  # 律师|协会 is seen whole
        if broken.end() <= core.begin - run:
            if firm and broken.start() and broken[0] in "和与同以为":
                continue  # 天达共和|律师事务所
            last = broken
    start = run + (last.end() if last else 0)
    if core.kind not in ("leading-group", "joint-conference") and (
        leads := _LEADS.match(view[start : core.end])
    ):
        start = min(start + leads.end(), core.begin)
    prefix = view[start : core.begin]
    if len(prefix) == 1 and prefix in _JUNK and view[core.begin] in DIVISION_CHARS:
        return core.begin  # 获|市委依法治市委员会
    at = next((i for i, c in enumerate(prefix) if c in DIVISION_CHARS), -1)
    if at == 1 and prefix[0] in _JUNK and not (prefix[1] == "县" and prefix[0] in _ONE_CHARACTER):
        start += 1  # 接|区城管局
        prefix = prefix[1:]
    if (
        view[start : start + 2] == "和县"
        and start > 0
        and "\u4e00" <= view[start - 1] <= "\u9fff"
        and view[start - 1] != "市"
    ):
        start += 1  # 县法院|和|县检察院; 和县 stands behind a mark or its city
        prefix = prefix[1:]
    if core.strict or not prefix or prefix.endswith(tuple(DIVISION_CHARS)):
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
    level = max(prefix.rfind(c) for c in DIVISION_CHARS)
    if level >= 0 and len(prefix) - level <= 5:
        return start  # 县|国有|公路管理局
    known_before = last is not None or start > run or start == 0 or view[start - 1] in "、,。;:\n "
    if known_before and len(prefix) <= (6 if last is None else 4):
        return start  # 、长江|海事局, 指导|珠江|航务管理局
    return core.begin
