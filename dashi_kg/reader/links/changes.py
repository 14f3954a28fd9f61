"""Changes: 同比增长12%, 较上年下降3个百分点, 由16个减至14个, 时限缩短60%以上."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from dashi_kg.model import Observation
from dashi_kg.reader.rules.table import the_word, wordings

_SAID = wordings("changes")
_THAN_LAST_YEAR = the_word("changes", "than-last-year")
_UP = _SAID["up"]
_MORE = _SAID["more"]
_BARE = _SAID["bare"]
_PREVIOUS = _SAID["previous"]
_EARLIER = _SAID["earlier"]
_COMPARED_BEHIND = _SAID["compared-behind"]
_CHANGE = _SAID["change"]
_LEVEL = _SAID["level"]
_FROM = _SAID["from"]
_BASE = _SAID["base"]
_BASE_TIME = _SAID["base-time"]
_CHANGE_ALONE = _SAID["change-alone"]
_OBJECT = _SAID["object"]
_COMPARED_OBJECT = _SAID["compared-object"]
_IS_A_SHARE = _SAID["is-a-share"]
_MOVED = _SAID["moved"]
_FROM_TO = _SAID["from-to"]

_SHORTEST_HEAD = 2


class ChangeWords(NamedTuple):
    """What the words before a number say of change.

    ``start``: where these words begin (relative to the string given), ``direction``: ``increase`` or
    ``decrease``; ``compared``: ``year-on-year``, ``previous-period``, ``earlier-value`` or ``""``.
    """

    start: int
    direction: str
    compared: str


def dealt_out_over(values: Sequence[Observation], sizes: Sequence[str]) -> list[Observation]:
    """The values that several changes in a row are of, one each (同比分别增长11.4%、12.3%): the last ones before them.

    Args:
        values: those before the changes, in the order of the text.
        sizes: the units of the changes. A rate changes by percentage points: where a share of growth would be of a rate and of a count
            side by side (调解2107件,成功2078件,成功率98.6%,|同比分别增长11.4%、12.3%), it is the counts that grew.

    Returns:
        As many as there are changes, or an empty list where fewer values stand before them.
    """
    last = list(values[-len(sizes) :])
    if set(sizes) == {_PERCENT} and len({value.unit == _PERCENT for value in last}) > 1:
        last = [value for value in values if value.unit != _PERCENT][-len(sizes) :]
    return last if len(last) == len(sizes) else []


_PERCENT = "percent"


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
        and (len(word) == 1 or _BARE.fullmatch(word) or _MORE.match(word))
    ):
        return None
    if bare_needs and not compared and word[0] != "净" and match.start() < _SHORTEST_HEAD:
        return None  # 压减|38份: the act itself; but 执法人员减少|38名
    direction = "increase" if word[0] == "多" or _UP.fullmatch(word) else "decrease"
    return ChangeWords(match.start(), direction, comparator(compared))


def comparator(words: str) -> str:
    """The key of a comparison.

    >>> comparator("同比"), comparator("环比"), comparator("较法定时限"), comparator("")
    ('year-on-year', 'previous-period', 'earlier-value', '')
    """
    if not words:
        return ""
    if _PREVIOUS.search(words):
        return "previous-period"
    if _EARLIER.search(words):
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
    then = _THAN_LAST_YEAR
    left = _COMPARED_BEHIND.sub("", left)
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


def moved_to(before: str) -> str:
    """``increase`` or ``decrease`` where a number is what another one, right before it, was moved to, else ``""``.

    >>> moved_to("出庭应诉率提高12.4个百分点至"), moved_to("开展培训12次至")
    ('increase', '')
    """
    match = _MOVED.search(before)
    return "" if match is None else "increase" if _UP.fullmatch(match["dir"]) else "decrease"


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
