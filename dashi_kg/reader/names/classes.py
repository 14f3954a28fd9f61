"""What looks like the name of a body and is none: counted, collective or generic ones, posts, meetings, papers."""

from __future__ import annotations

import re

from dashi_kg.reader.names.bodies import CLASS_WORDS, NEEDS_NAME, NEEDS_OWNER
from dashi_kg.reader.names.endings import (
    DIVISION_CHARS,
    LEVEL,
    NEEDS_PARTY_OWNER,
    NOT_GOVERNMENT,
    Core,
    any_of,
)
from dashi_kg.text.han import HAN

_COUNTED = re.compile(
    r"(?:(?<!第)(?<!\d)\d+|(?<!第)[两几多余数]|[一二三四五六七八九十百千](?=[个家支所名座处级类批]))(?:余|多)?(?:个|家|支|所|名|座|处|级|类|批|大|县|市|人)?\Z|(?:各|每|全|某|首批|多|若干|一些|这些|该|此类)(?:个|家|级|地|类|县|市|区|省|镇|乡|村)?\Z|(?<!\([一二三四五六七八九十])\)\Z|\d\Z"
)
_CLASS = re.compile(rf"(?:{any_of(CLASS_WORDS)})+")
_LEVELS_ONLY = re.compile(r"(?:省|市|区|县|州|旗|乡|镇|街道|村|街|盟|自治区|国家)+")
# 便民服务中心98个
_HOW_MANY = re.compile(r"\s*(?:\d+|[两三四五六七八九十]+)\s*余?(?:个|处|家|支|所|座|对|批)")
# 乡镇|综合执法队, 市县|司法局
_COLLECTIVE = re.compile(
    r"(?:基层|辖区|乡镇|镇街|街镇|镇乡|市县|县区|区县|省市|县乡|县市区|各级|两级|三级|上级|下级|同级|本级|其他|有关|相关|属地)+(?:的)?"
)
_POST = re.compile(r"(?:第一)?(?:副?书记|常委(?!会)|委员(?!会))")
_MEETING = re.compile(
    r"(?:\(扩大\))?(?:常务|常委|全委|专题|全体|扩大)?会(?:会议|议)?(?![计展员堂同])|“?[^,。、]{0,6}第[\d一二三四五六七八九十]+次(?:会议|全会)|第?[一二三四五六七八九十]{1,3}届[一二三四五六七八九十]{1,3}次(?:全会|全体|会议)"
)
# 镇党委|理论学习中心组; of an owner that is not named it is an occasion to learn
_STUDIES = re.compile(
    r"(?:街道|[省市县区州旗镇乡局厅]|政府|机关)(?:机关)?(?:党委|党组|党工委)理论学习中心组$"
)
_MEETS = frozenset(
    "委 政府 党组 党委 党工委 局党组 局党委 厅党组 人民政府 镇政府 乡政府 镇人民政府 乡人民政府 常委会".split()
)
# 青普法办|〔2022〕3号: the word of a document number
_OF_NUMBER = re.compile(r"(?:发|字|函|文|通|规)?\s*[〔\[【]\s*(?:19|20)\d\d")
# 党工委|委员会: its members
_COMMITTEE = re.compile(r"(?:工委|党委|党组)$")
_HAS_PARTY = re.compile(
    r"(?:街道|自治区|兵团|师市|(?<![辖城社片小老本全])区|镇|乡|局|厅|委|办|院|校|学校|部|社区|村|园区|公司|集团|机关|中心|支队|总队|政府|常委会|系统|所|队|工委|法院|医院|直)$"
)


def is_class(view: str, start: int, core: Core) -> bool:
    """Counted, collective or generic: no name of one body. Also posts and meetings (镇党委书记, 局党组会)."""
    prefix = view[start : core.begin]
    name = view[start : core.end]
    before, after = view[max(0, start - 5) : start].rstrip(" "), view[core.end : core.end + 16]
    if before.endswith(("简称", "简称:", "简称“")):
        return False  # (以下简称管委会): said to be its name
    if _OF_NUMBER.match(after) or "某某" in name or (core.ending == "委员会" and _COMMITTEE.search(prefix)):
        return True
    if _COUNTED.search(before) and not re.search(r"(?:月|日|年|度|,|第\d+)$", before):
        return True
    if re.match(rf"(?:{LEVEL})?(?:长|主任|书记)", after) and core.ending in ("党委", "党组", "委"):
        return True
    if (core.ending in _MEETS or core.kind == "party-committee") and (
        _POST.match(after) or _MEETING.match(after)
    ):
        return True
    if core.ending in ("政府", "人民政府") and re.match(NOT_GOVERNMENT, after):
        return True
    if core.kind == "study-group" and not _STUDIES.search(name):
        return True
    if core.ending in ("海关", "医院", "中学", "小学", "大学") and prefix.endswith(
        ("法治", "平安", "清廉", "智慧")
    ):
        return True  # 推进法治海关建设
    if core.ending in NEEDS_PARTY_OWNER and not _HAS_PARTY.search(prefix) and not core.joined:
        return True
    if core.joined:
        return False
    if _COLLECTIVE.fullmatch(prefix):
        return True
    if _two_levels(prefix, name, core) and core.begin != start:
        return True
    if core.ending in NEEDS_OWNER and not any(c in DIVISION_CHARS for c in prefix) and "街道" not in prefix:
        return True
    if core.strict and core.ending in NEEDS_NAME:
        if _HOW_MANY.match(after):
            return True
        own = re.sub(rf"^(?:{HAN}{{0,6}}?(?:{LEVEL}))+", "", prefix)
        if (
            not prefix
            and name in ("街道办事处", "街道办")
            and before[-1:] in ("", *"。,;:\n")
            and after[:1] not in "、和与及"
        ):
            return False  # 。街道办事处公开…: the one that reports
        if not prefix:
            return core.begin + len(core.ending) == core.end and core.ending == name
        named_group = core.kind in ("leading-group", "joint-conference")
        if (not named_group and _CLASS.fullmatch(prefix)) or (
            _LEVELS_ONLY.fullmatch(prefix)
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


def _two_levels(prefix: str, name: str, core: Core) -> bool:
    """市|县政府, 乡|镇政府: governments of two levels, not one of them; but 县|法院 is one."""
    short = core.ending in ("委", "人大", "政协", "法院", "检察院", "纪委", "监委", "政府")
    if not short or not core.strict or len(prefix) > 2 or not _LEVELS_ONLY.fullmatch(prefix):
        return False
    return not (core.ending in ("法院", "检察院") and len(prefix) == 1 and name[1:] == core.ending)
