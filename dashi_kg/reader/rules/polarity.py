"""Do words say that something did not happen, was spared or suffered? 未审结, 不予受理, 免罚, 被申请人; but not 不动产."""

from __future__ import annotations

import re
from functools import cache

from dashi_kg.reader.rules.table import table, words
from dashi_kg.text.alternatives import one_of


def negated(text: str) -> bool:
    """Whether words hold a negation that is no part of a plain name.

    >>> negated("未审结行政复议案件"), negated("办理不动产登记"), negated("减免罚款")
    (True, False, False)
    """
    return bool(_SIGN.search(text)) and bool(_negation().search(_plain().sub("", text)))


def start_of_negation(text: str, floor: int, start: int) -> int:
    """Where counted words that begin at ``start`` begin with the negation right before them; never before ``floor``."""
    if not _SIGN.search(text, max(floor, start - _REACH), start):
        return start
    found = table("polarity").first(text, max(floor, start - _REACH), start)
    return found[1].start() if found else start


_SIGN = re.compile("[未不无没免被拒非]")
_REACH = 4


@cache
def _negation() -> re.Pattern[str]:
    found = words("polarity")
    return re.compile(one_of((*found["not"], *found["spared"], *found["suffered"])))


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(one_of(words("polarity")["no-negation"]))
