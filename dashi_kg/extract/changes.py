"""Changes: 同比增长12%, 较上年下降3个百分点, 由16个减至14个, 时限缩短60%以上."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UP = "增长率|改善|增长|上升|提升|提高|增加|上涨|攀升|上浮|增幅|涨幅|升高|扩大|多"
_DOWN = "下降率|下降|减少|降低|下滑|回落|缩短|压缩|压减|精简|缩减|减幅|降幅|下浮|削减|减轻|降|减|少"
_THEN = r"(?:(?:19|20)\d\d年|去年|上年|上一年|前一年|往年|前年|以往|此前|整改前|改革前|原来)"
_COMPARED = rf"(?:同比|环比|同期|年均|每年|(?:较|比|与|和|同)(?:{_THEN}(?:度|同期|同期相比|末|底)?|同期|法定时限|承诺时限|法定期限|上个?月|上季度)(?:相比|比)?|(?:较|比)[^,、。;\d]{2, 10}?(?:前|后|初|末|底|时)?)"
_CHANGE = re.compile(
    rf"(?P<compared>{_COMPARED})?,?(?>分别|又|再|平均|整体|总体|大幅|均|共|累计|净|再|约|近|略有|进一步|持续)*(?P<dir>{_UP}|{_DOWN})"
    r"(?>了|约|近|达到|达|幅度达?|超过|超|为|数|分别)*$"
)
_COMPARED_AT_END = re.compile(rf"(?P<compared>{_COMPARED})[^,。]{{0,4}}$")
_LEVEL = re.compile(
    r"(?:增加|增长|提升|提高|上升|扩大|扩展|拓展|攀升|增|升|下降|减少|降低|缩减|压缩|压减|精简|缩短|下调|调整|降|减|缩|压|变|上调)"
    r"(?:到了?|至|为)(?:约|近|超过)?$"
)
_FROM = re.compile(
    r"(?:由|从)(?>原来的?|原先的?|原有的?|原|过去的?|上年的?|去年的?|(?:19|20)\d\d年的?|改革前的?|最初的?|平均|年初的?|最高)*(?:约|近)?$"
)


_SHORTEST_HEAD = 2


@dataclass(frozen=True, slots=True)
class ChangeWords:
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
    match = _CHANGE.search(left)
    if not match:
        return None
    word, compared = match["dir"], match["compared"] or ""
    if len(word) == 1 and not compared:
        return None
    if bare_needs and not compared and match.start() < _SHORTEST_HEAD:
        return None  # 压减|38份: the act itself; but 执法人员减少|38名
    direction = "increase" if re.fullmatch(_UP, word) else "decrease"
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


def level_before(left: str) -> re.Match[str] | None:
    """…减至, …提升到: the number behind is what is now."""
    return _LEVEL.search(left)


def from_before(left: str) -> re.Match[str] | None:
    """由…, 从原来的…: the number behind is what was."""
    return _FROM.search(left)
