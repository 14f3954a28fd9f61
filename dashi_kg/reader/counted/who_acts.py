"""Who acts, at the head of the words before a number: 市司法局|审查…, 主要领导带头|出庭应诉, 每个村|培养…"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from dashi_kg.reader.context.word_lists import ACTS, NOUN_AFTER_VERB, NOUNLIKE, VERB, blind

ACTOR_END = re.compile(
    r"(?:局|厅|委|办|法院|检察院|院|中心|支队|大队|中队|队|所|站|委员会|机关|部门|机构|政府|街道|镇|乡|(?<!社)区|县|市|省|系统|单位|企业|公司|协会|(?:社会|调解|基层|党|群团|自治|行业)组织|领导|负责人|负责同志|同志|干部|人员|律师|顾问|教授|教师|法官|检察官"
    r"|民警|书记|局长|河长|林长|主任|党组|党委|党工委|中心组|小组|专班|班子|成员|财政|代表|群众|志愿者|政协|人大|公示栏)$"
)
# 全市两级法院|一审行政案件
# between who acts and the verb: 领导班子成员|每半年至少学法
LOOSE_END = re.compile(
    r"(?:每[季半月周年学日天度期]{1,2}|至少|不少于|(?<!公)共|累计|分别|均|全年|先后|依法|积极|及时|已|主动|还|也)+$"
)
# an office in front of a verb always acts: 消防救援大队|检查单位
_OFFICE = re.compile(r"(?:[局厅]|大队|支队|中队|总队|派出所|司法所|监管所|海关|税务部门|公安机关)$")
_COURT = re.compile(r"^[^、,]{0,8}?法院(?=[一二]审|行政|新收|案件|涉)")
# 秸秆禁烧期间|出动…, 每个村(社区)|培养…
_DURING = re.compile("期间")
_EACH = re.compile("(?:平均)?每")
_LED = re.compile(
    r"^(?P<who>[^、,]*?)(?:带头|亲自|先后|联合(?!会|检查|执法|整治|惩戒|监管|督查)|共同|牵头|累计|全年)(?=[\u4e00-\u9fff“《]{2})"
)
_STRONG = frozenset(v for v in ACTS if v not in NOUNLIKE)
_STRONGEST = max(map(len, _STRONG))
_OBJECT = re.compile(r"[\u4e00-\u9fff“《]{2}")
_HIGH = re.compile("政府|街道|镇|乡|(?<!社)区|县|市|省|系统")
_FAR, _NEAR = 20, 12


def _while(words: str) -> int:
    """Where the act begins behind a time or what each of some did; 0 where none follows."""
    for during in _DURING.finditer(words, 2, _NEAR + 2) if "期间" in words else ():
        if re.search("[、,]", words[: during.start()]):
            break
        if VERB.match(words, during.end()):
            return during.end()
    if not (each := _EACH.match(words)):
        return 0
    for begin in (each.end() + (words[each.end() : each.end() + 1] in tuple("个名所家位户")), each.end()):
        for at in range(begin + 1, begin + 9):
            if not ("\u4e00" <= words[at - 1 : at] <= "\u9fff" or words[at - 1 : at] in tuple("()、")):
                break
            if VERB.match(words, at):
                return at
    return 0


def _high(words: str) -> int:
    """Where a strong act with its object begins right behind a government or place: 县|印发…; else 0."""
    for high in _HIGH.finditer(words):
        if high.start() > _FAR or re.search("[、,]", words[: high.start()]):
            break
        at = high.end()
        if any(
            words[at : at + n] in _STRONG and _OBJECT.match(words, at + n) for n in range(1, _STRONGEST + 1)
        ):
            return at
    return 0


def _court(words: str) -> int:
    court = _COURT.match(words)
    return court.end() if court else 0


def _led_by(words: str) -> int:
    led = _LED.match(words)
    return led.end() if led and not VERB.search(led["who"]) else 0


def _government(words: str) -> int:
    high = _high(words)
    return high if high and not VERB.search(words[:high]) else 0


def _body(words: str) -> int:
    """Where a verb follows what ends like a body or a person."""
    words = blind(words)
    for verb in VERB.finditer(words, 1):
        strong = verb[0] not in NOUNLIKE
        before, rest = words[: verb.start()], words[verb.end() :]
        if not ACTOR_END.search(LOOSE_END.sub("", before)):
            if strong:
                break
            continue
        if len(rest) != 1 and rest[:1] not in tuple("、和与及的") and _OFFICE.search(before):
            return verb.start()
        if len(rest) < 2 or NOUN_AFTER_VERB.match(rest) or rest[0] in "、和与及的":
            if strong:
                break
            continue
        if not strong and re.search(r"[、,]", before) and not _ACTS_LAST.search(before):
            continue
        return verb.start()
    return 0


_ACTS_LAST = re.compile(r"(?:局|委|所|队|院|办|人员|干部)$")


class ActorRule(NamedTuple):
    """One way in which words begin with who acts. ``length``: of how many characters, 0 where they do not. ``example`` with ``|`` behind who acts; ``counter``: words that it leaves alone."""

    id: str
    length: Callable[[str], int]
    example: str
    counter: str


# in the order in which they are tried
WHO_ACTS: tuple[ActorRule, ...] = (
    ActorRule("court", _court, "全市两级法院|一审行政案件", "法院建议"),
    ActorRule("while", _while, "秸秆禁烧期间|出动执法人员", "期间费用"),
    ActorRule("led-by", _led_by, "主要领导带头|出庭应诉", "检查人员带头学法"),
    ActorRule("government", _government, "县|印发文件", "发放县志"),
    ActorRule("body", _body, "市司法局|审查合同", "审查司法局合同"),
)
_HOW = ("跨",)  # 跨部门联合抽查: how it was done


def length_of_actor(words: str) -> int:
    """How many characters at the start name who acts: 市司法局|审查…, 主要领导带头|出庭应诉."""
    if words.startswith(_HOW):
        return 0
    return next((size for rule in WHO_ACTS if (size := rule.length(words))), 0)
