"""The last verb of a clause that has an object: 通过巡查|发现隐患, 取消和下放|事项."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from dashi_kg.reader.context.word_lists import ACTS, NOUN_AFTER_VERB, NOUNLIKE, VERB, blind
from dashi_kg.reader.rules.table import words as words_of
from dashi_kg.text.han import compiled

# what a case of reconsideration or litigation ends with
OUTCOME = re.compile(
    r"(?:决定)?(?:维持|驳回|终止|中止|撤销|变更|撤回|撤诉|和解|调解|确认违法|确认无效|责令履行|限期履行|责令改正|重作|不予受理|按撤回处理)(?:请求|申请|起诉)?"
)
_SEPARATED = re.compile(r"[、,;]|并(?!联)|和(?!谐|解)|(?:会议|座谈会|推进会|工作会|专班|小组)$")
# 办理|时限, 审结|率: what a verb makes is measured; but 减免|费用 is done
_MEASURED = re.compile(
    r"^(?:平均|累计)?(?:率|量|数|度|时限|时长|时间|用时|耗时|时效|金额|总额|年龄|总数|总量|数量|次数|人数|件数|面积|成本|周期|天数|费用|质量|效率|比例|占比|规模|进度)$"
)
_BYLAW = re.compile(r"(?:条例|细则|办法|意见|方案|规划|纲要)")  # 预算法及其|实施|条例
_ALSO = re.compile("(?P<done>[了出]?)(?:和|及|、|与|或)$")
_ABSTRACT = ("标准", "制度", "时限", "流程", "机制", "结果", "期限", "力度")
# 办理县级以上|交办|信访件, 承接区级|下放|事项: by whom the object came; what is done to it was said before
_CAME_BY = re.compile(
    "(?:[省市县区镇乡]级|上级|国家|中央|以上|部门|机关|平台|督察组?|巡察组?|[委局办])(?:机关|部门|平台)?(?:随机|依法|统一)?$"
)
# 受理民办学校|设立、变更|申请: acts side by side before the noun that they belong to
_SIDE_BY_SIDE = re.compile("[、和及与]")
# 指派律师|办理案件: who was made to act
_SENT = re.compile("(?:[人成队党网]员|律师|顾问|干部|民警|法官|检察官|志愿者|力量|代表|专家|格员)$")
_LISTED = re.compile("[、和或及]")
_DONE = tuple("了出过")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_MEANS = compiled(r"(?:通过|利用|运用|依托|依照|依据|根据|按照|对照|借助)[^、]{2,}?(?=[\u4e00-\u9fff])")
_ADVERB_END = re.compile(
    r"(?:共|累计|先后|依法|及时|已|均|并|,|、|还|联合|共同|协同|集中|专题|会|平台|网站|广播|公众号|行动)$"
)


@cache
def verbs(kind: str) -> frozenset[str]:
    """The verbs of one class of ``words/verb.tsv``: ``container`` (the object is an act again: 开展|清理整治, 提出|整改意见),
    ``helping`` (the nearer verb says what was done: 主持|召开), ``spends`` (减免|费用 is done, 办理|时限 measured),
    ``handed`` (交办|信访件 came by somebody), ``sends`` (指派|律师办理案件).
    """
    return frozenset(words_of("verb")[kind])


_LONGEST_VERB = max(map(len, ACTS))


class At(NamedTuple):
    """A verb on the way to the last one: ``held``, the verb that begins the words so far, at ``best``; ``previous_end``: where the verb
    before this one ends; ``rest``: what stands behind it; ``means``: with what it was done (依照《…》), until a verb used it."""

    words: str
    verb: str
    at: int
    rest: str
    held: str
    best: int
    previous_end: int
    means: int

    def follows(self) -> bool:
        """Whether the verb before stands right before it."""
        return self.at == self.previous_end


class PassedOver(NamedTuple):
    """Why a verb does not begin the words; ``example``: words whose verb in ``[]`` is passed over, ``counter``: one that is not."""

    id: str
    holds: Callable[[At], bool]
    example: str
    counter: str


def _noun_there(v: At) -> bool:
    """A verb that is as often a noun: one unless a mark, an adverb or a whole phrase stands before it."""
    if v.verb not in NOUNLIKE or v.at == 0:
        return False
    behind = NOUN_AFTER_VERB.match(v.rest)
    if v.follows() and v.held in verbs("helping") and not behind:
        return False
    if uses_means(v):
        return False
    return not _ADVERB_END.search(v.words[: v.at]) or bool(v.held and v.words[v.at - 1] == "、")


def uses_means(v: At) -> bool:
    """依照《预算法》|答复: the verb that the words of means lead to."""
    return 0 <= v.means <= v.at and not NOUN_AFTER_VERB.match(v.rest) and v.rest[0] not in "、和与及"


def _noun_behind(v: At) -> bool:
    sent = v.words.startswith(tuple(verbs("sends"))) and _SENT.search(v.words, 0, v.at)
    return (
        v.verb not in NOUNLIKE and v.at > 0 and NOUN_AFTER_VERB.match(v.rest) is not None and len(v.rest) <= _SHORT
        and bool(v.held or v.rest in _ABSTRACT) and not sent
    )  # fmt: skip


def _object_of_act(v: At) -> bool:
    return v.held in verbs("container") and not _SEPARATED.search(v.words[v.best + len(v.held) : v.at])


_SHORT = 3
# in the order in which they are asked
PASSED_OVER: tuple[PassedOver, ...] = (
    PassedOver("made", lambda v: v.rest.startswith(("的", "率", "量", "数", "度", "额")), "信访事项[办结]率同比", "全力[办结]信访案件"),
    PassedOver("measured", lambda v: v.verb not in verbs("spends") and _MEASURED.match(v.rest) is not None, "不动产[办理]时间", "平均[减免]费用"),
    PassedOver("came-by", lambda v: bool(v.held) and v.verb in verbs("handed") and _CAME_BY.search(v.words, 0, v.at) is not None, "办理县级以上[交办]信访件", "全力[交办]信访件"),
    PassedOver("object-of-act", _object_of_act, "开展河道[清理]整治", "全力[清理]违建"),
    PassedOver("together", lambda v: v.verb == "集中", "[集中]学习文件", "依法[学习]文件"),
    PassedOver("bylaw", lambda v: v.verb == "实施" and _BYLAW.match(v.rest) is not None, "预算法及其[实施]条例", "全力[实施]项目"),
    PassedOver("noun", _noun_there, "税务[稽查]案件", "依法[稽查]企业"),
    PassedOver("noun-behind", _noun_behind, "明确案件[受理]标准", "全力[受理]学校申请"),
)  # fmt: skip


def passed_over(v: At) -> str:
    """The id of the first rule by which a verb does not begin the words, else ``""``."""
    return next((rule.id for rule in PASSED_OVER if rule.holds(v)), "")


def start_of_last_verb(words: str) -> int:
    """Where the last verb that has an object begins, else 0."""
    if OUTCOME.match(words) and all(OUTCOME.fullmatch(part) for part in _LISTED.split(words)):
        return 0
    best, held, words = 0, "", blind(words)
    if "(" in words:
        words = _IN_BRACKETS.sub(lambda m: "□" * len(m[0]), words)
    by = _MEANS.match(words)
    means = by.end() if by else -1
    previous_end = beside_to = -1
    for match in VERB.finditer(words):
        verb, at = match[0], match.start()
        rest = words[match.end() :]
        if rest[:1] in _DONE:
            rest = rest[1:]
        if len(rest) < 2:
            break
        v = At(words, verb, at, rest, held, best, previous_end, means)
        why = passed_over(v)
        if why in ("made", "measured", "came-by"):
            continue
        beside = _SIDE_BY_SIDE.match(rest) if held and at > best + len(held) else None
        other = VERB.match(rest, beside.end()) if beside else None
        if other and other[0] not in NOUNLIKE:
            beside_to = len(words) - len(rest) + other.end()
            continue
        if at < beside_to or why:
            continue
        if (
            verb in NOUNLIKE
            and at > 0
            and uses_means(v)
            and not (at == previous_end and held in verbs("helping"))
        ):
            means = -1
        if at == previous_end and (held, verb) == ("主持", "召开"):
            previous_end = match.end()  # 主持召开|…: one act of two words
            continue
        if at != previous_end or held in verbs("helping") or (at > 0 and words[at - 1] in "并"):
            best, held = at, verb
        previous_end = match.end()
    while (also := _also(words[:best])) is not None:  # 取消和|下放…
        best = also
    return best


def _also(words: str) -> int | None:
    """Where a verb begins that a conjunction joins to what stands behind; ``None`` where none does."""
    if not (tail := _ALSO.search(words)):
        return None
    ends = {tail.start(), tail.end("done")}
    return next(
        (
            at
            for at in range(max(0, tail.start() - _LONGEST_VERB), tail.start())
            if any(VERB.fullmatch(words, at, end) for end in ends)
        ),
        None,
    )
