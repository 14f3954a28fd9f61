"""What is one with the act behind it: 联合|整治油烟, 教育|劝导占道经营, 发现并|纠正问题."""

from __future__ import annotations

import re
from functools import cache

from dashi_kg.reader.context.word_lists import VERB
from dashi_kg.reader.counted.who_acts import ACTOR_END
from dashi_kg.reader.rules.table import words as words_of
from dashi_kg.text.alternatives import one_of

_LONGEST = 5


@cache
def _manner() -> tuple[re.Pattern[str], frozenset[str]]:
    """The words of manner before an act (``words/verb.tsv``: ``manner``), and the acts that say nothing of their own (``plain``)."""
    kinds = words_of("verb")
    return re.compile(f"{one_of(kinds['manner'])}$"), frozenset(kinds["plain"])


def with_manner(words: str, begin: int) -> int:
    """Where an act begins with the word of manner, or the act, that is one with it.

    Args:
        begin: where the act itself begins, in code points of the words.

    >>> [with_manner(*case) for case in (("联合整治夜市油烟", 2), ("发现并纠正问题", 3), ("联合开展检查", 2))]
    [0, 0, 2]
    """
    before = words[:begin]
    pattern, plain = _manner()
    if (manner := pattern.search(before)) and not words.startswith(tuple(plain), begin):
        return manner.start()
    if not before.endswith("并"):
        return begin
    first = next(
        (at for at in range(max(0, begin - _LONGEST), begin - 1) if VERB.fullmatch(words, at, begin - 1)),
        begin,
    )
    return first if first == 0 or ACTOR_END.search(before[:first]) else begin
