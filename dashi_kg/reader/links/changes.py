"""Changes: 同比增长12%, 较上年下降3个百分点, 由16个减至14个, 时限缩短60%以上."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_UP = "增长率|改善|增长|上升|(?<!改造)(?<!整改)提升|提高|增加|上涨|攀升|上浮|增幅|涨幅|升高|扩大|净增加?|新增|攀高|上扬|增速|提速|增收|增|涨|升"
_DOWN = "下降率|下降|减少|降低|下滑|回落|缩短|压缩|压减|精简|缩减|减幅|降幅|下浮|削减|减轻|核减|净减少?|压降|减收|降|减"
# 多收84件, 少拆12处: more or fewer were taken in
_MORE = r"(?:多|少)(?:[\u4e00-\u9fff]{1,2}(?:了|出)?)?"
_THEN = r"(?:(?:19|20)\d\d年|去年|上年|上一年|前一年|往年|前年|以往|此前|整改前|改革前|原来|年初|上半年|上季度|上月)"
_COMPARED = rf"(?:同比|环比|同期|年均|每年|(?:较|比|与|和|同)(?:{_THEN}(?:度|同期|同期相比|末|底|初)?|同期|法定时限|承诺时限|法定期限|上个?月|上季度)(?:相比|比)?|(?:较|比)[^,、。;\d]{{2,10}}?(?:前|后|初|末|底|时)?)"
_CHANGE = re.compile(
    rf"(?P<compared>{_COMPARED})?,?(?>分别|又|再|平均|整体|总体|大幅|均|共|累计|净(?![增减])|再|约|近|略有|进一步|持续|明显|显著|稳步|逐年|实现|连续[一二三四五六七八九\d]+年)*(?P<dir>{_UP}|{_DOWN}|{_MORE})"
    r"(?>了|约|近|达到|达|幅度达?|超过|超|为|数|分别|逾)*$"
)
_COMPARED_AT_END = re.compile(rf"(?P<compared>{_COMPARED})[^,。]{{0,4}}$")
_WHEN = r"(?:(?:19|20)\d\d[ ]?年度?(?:底|末|初|同期)?|今年|(?:去年|上年度?|上一年度?)(?:底|末|同期)?|目前|现在|年底|年末|年初|本年度|(?:今年|去年|上年)?[上下]半年|第?[一二三四]季度|\d{1,2}月(?:份|底|末)?)"
_LEVEL = re.compile(
    r"(?:增加|增长|发展|壮大|扩充|充实|提升|提高|上升|扩大|扩展|拓展|攀升|跃升|增|升|涨|提|扩|下降|减少|降低|回落|回升|下滑|跌|压降|缩减|压缩|压减|精简|整合|合并|归并|优化|缩短|下调|调整|改|降|减|缩|压|变|上调)"
    rf"(?:到了?|至|为|成)(?:{_WHEN}的?)?(?:现在的?|目前的?|承诺的?|现行的?|法定的?)?(?:约|近|超过)?$"
)
_FROM = re.compile(
    rf"(?:由|从)[ ]?(?>法定的?|承诺的?|原来的?|原先的?|原有的?|原|过去的?|改革前的?|最初的?|平均|最高|每[人户村镇件案家所个名位室班校次台县乡区站]|年均|人均|户均|月均|日均|占[^的,、;]{{2,10}}的|{_WHEN}(?:的|时的)?)*[ ]?(?:约|近)?$"
)
# 较2023年的198件|增加, 与上年(70件)相比|增加: what is compared with has its number between
_BASE = re.compile(
    rf"(?:较|比|与|同|和)(?:{_THEN})(?:度|同期|底|末)?的?\(?[\d,.]+[ ]?[万亿]?[\u4e00-\u9fff%]{{1,3}}?\)?(?:相比|比)?,?$"
)
_BASE_TIME = re.compile(
    r"(?:同比|较|比|与|同|和)(?:(?P<year>(?:19|20)\d\d)[ ]?年|上年|去年|上一年)(?:度|同期)?的?\(?$"
)
# 下降|17.5%: words of change alone between two numbers belong to the second
_CHANGE_ALONE = re.compile(
    rf"[ ,]?(?:相比|比)?,?(?:同比|环比|分别|平均|大幅|均|共|累计|净|约|近|略有|进一步|持续|明显|显著|又|再)*(?:{_UP}|{_DOWN})(?:了|约|近|达到|达|幅度达?|超过|超|为|逾)*[ ]?"
)
# 减环节|61%, 精简申请材料|38%: the verb before what became less
_OBJECT = re.compile(
    r"(?:(?P<down>压减|压缩|缩短|精简|减少|降低|削减|缩减|核减|减)|(?P<up>提高|提升|增加))了?(?P<noun>[\u4e00-\u9fff“”]{2,10}?)(?:约|近|超过|超|达)?$"
)
# 较2022年减少|信访件, 比上年多|化解积案: what became more or less stands behind the verb, before its number
_COMPARED_OBJECT = re.compile(
    rf"(?P<compared>同比|环比|(?:较|比|与|和|同){_THEN}(?:度|同期|末|底)?(?:相比|比)?),?(?:分别|又|再|平均|大幅|均|共|累计|约|近|进一步)*"
    r"(?:(?P<up>增加|提高|提升|多(?![元样种发次年数部方]))|(?P<down>减少|降低|压减|缩减|少(?![年数])))(?:了|出)?"
    r"(?P<noun>[\u4e00-\u9fff“”]{2,12}?)(?:约|近|超过|超|达)?$"
)
_IS_A_SHARE = re.compile(r"(?:(?<!效)率|(?<!速)度)$|比例?$|占比|[至到为占有]")


_SHORTEST_HEAD = 2


class ChangeWords(NamedTuple):
    """What the words before a number say of change.

    ``start``: where these words begin (relative to the string given), ``direction``: ``increase`` or
    ``decrease``; ``compared``: ``year-on-year``, ``previous-period``, ``earlier-value`` or ``""``.
    """

    start: int
    direction: str
    compared: str


def change_before(left: str, *, bare_needs: bool) -> ChangeWords | None:
    """The change that the words right before a number state: the number is its size.

    Args:
        left: the words before the number and its qualifying words.
        bare_needs: without a comparison (同比 …) the single characters 多, 少, 增, 减 do not count.
    """
    match = _CHANGE.search(left.rstrip())
    if not match:
        return None
    word, compared = match["dir"], match["compared"] or ""
    if (
        not compared
        and not word.startswith("净")
        and (len(word) == 1 or word in ("新增", "核减", "增收", "减收", "提速") or word[0] in "多少")
    ):
        return None
    if bare_needs and not compared and word[0] != "净" and match.start() < _SHORTEST_HEAD:
        return None  # 压减|38份: the act itself; but 执法人员减少|38名
    direction = "increase" if word[0] == "多" or re.fullmatch(_UP, word) else "decrease"
    return ChangeWords(match.start(), direction, comparator(compared))


def comparator(words: str) -> str:
    """The key of a comparison.

    >>> comparator("同比"), comparator("环比"), comparator("较法定时限"), comparator("")
    ('year-on-year', 'previous-period', 'earlier-value', '')
    """
    if not words:
        return ""
    if "环比" in words or "月" in words or "季" in words:
        return "previous-period"
    if re.search("时限|期限|往年|以往|此前|原来|前$", words):
        return "earlier-value"
    return "year-on-year"


def change_of_object(left: str) -> str:
    """``increase`` or ``decrease`` where a verb and its object stand before a percentage, else ``""``.

    >>> change_of_object("平均减环节"), change_of_object("提高审批效率"), change_of_object("提高合格率")
    ('decrease', 'increase', '')
    """
    match = _OBJECT.search(left.rstrip())
    if not match or _IS_A_SHARE.search(match["noun"]):
        return ""
    return "increase" if match["up"] else "decrease"


def change_of_noun(left: str) -> tuple[ChangeWords, int] | None:
    """The change of the noun right before a number that stands behind the verb, and where the noun begins.

    >>> change_of_noun("较2022年减少信访件")
    (ChangeWords(start=0, direction='decrease', compared='year-on-year'), 8)
    """
    match = _COMPARED_OBJECT.search(left.rstrip())
    if not match or _IS_A_SHARE.search(match["noun"]):
        return None
    direction = "increase" if match["up"] else "decrease"
    return ChangeWords(match.start(), direction, comparator(match["compared"])), match.start("noun")


def against(before: str, left: str) -> ChangeWords | None:
    """比上年的49起|增加: the change that ``left`` states against the number before it.

    Args:
        before: the words of the clause up to ``left``; they end with that number.
    """
    base = _BASE.search(before)
    if not base:
        return None
    then = "较上年"
    left = re.sub(r"^\)?(?:相比|比)?", "", left)
    found = change_before(then + left, bare_needs=True)
    return (
        ChangeWords(max(0, found.start - len(then)), found.direction, comparator(base[0])) if found else None
    )


def year_of_base(left: str, own: int | None) -> int | None:
    """The year of a number that another is compared with (较2022年的, 比上年的), right behind these words.

    Args:
        own: the year of the report, where it is known.
    """
    match = base_before(left)
    if not match:
        return None
    return int(match["year"]) if match["year"] else own - 1 if own else None


def change_alone(gap: str) -> bool:
    """The words between two numbers are words of change and nothing else.

    >>> change_alone("下降"), change_alone("下降到2023年的"), change_alone("减少材料")
    (True, True, False)
    """
    if _CHANGE_ALONE.fullmatch(gap):
        return True
    level = level_before(gap)
    return level is not None and level.start() == 0


def base_before(left: str) -> re.Match[str] | None:
    """较2021年的, 比上年的: the number behind is what another is compared with."""
    return _BASE_TIME.search(left) if "年" in left else None


def level_before(left: str) -> re.Match[str] | None:
    """…减至, …提升到: the number behind is what is now."""
    return _LEVEL.search(left.rstrip())


_MOVED = re.compile(
    rf"(?P<dir>{_UP}|{_DOWN})了?[\d.,]+[ ]?[余多]?(?:个?百分点|%|个工作日|[个件项天名人])(?:以上)?,?(?:[至到]|达至|升至|降至|增至|减至)$"
)


def moved_to(before: str) -> str:
    """``increase`` or ``decrease`` where a number is what another one, right before it, was moved to, else ``""``.

    >>> moved_to("出庭应诉率提高12.4个百分点至"), moved_to("开展培训12次至")
    ('increase', '')
    """
    match = _MOVED.search(before)
    return "" if match is None else "increase" if re.fullmatch(_UP, match["dir"]) else "decrease"


_FROM_TO = re.compile(
    r"(?:由|从)[^,;。\d]{0,8}(?P<was>\d[\d.]*)[^,;。\d]{1,12}(?:至|到|为|成)[^,;。\d]{0,4}(?P<now>\d[\d.]*)[^,;。\d]{1,4}[,、]$"
)


def difference(before: str) -> Decimal | None:
    """How far a value moved that the words before a number give twice: 从186项压减至112项,|减少.

    >>> difference("审批事项从186项压减至112项,")
    Decimal('74')
    """
    match = _FROM_TO.search(before)
    return abs(Decimal(match["was"].rstrip(".")) - Decimal(match["now"].rstrip("."))) if match else None


def from_before(left: str) -> re.Match[str] | None:
    """由…, 从原来的…: the number behind is what was."""
    return _FROM.search(left.rstrip())
