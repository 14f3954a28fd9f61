"""Characters without which a pattern matches nothing: where none of them stands, it need not be searched."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

__all__ = ["WORTH_KNOWING", "needed"]

# how often patterns are searched before it pays to know: a command that reads one report soon ends
WORTH_KNOWING = 400

_MOST = 40  # characters of a class; of more, one nearly always stands in the words


@lru_cache(maxsize=2048)
def needed(pattern: re.Pattern[str]) -> frozenset[str]:
    """Characters of which each match has one at least; none where that is not known.

    What only stands before or behind a match, or must not, is not part of it.

    >>> sorted(needed(re.compile("(?:共|合计)[0-9]+件?(?=年)"))), needed(re.compile(".+件?"))
    (['共', '合'], frozenset())
    """
    if pattern.flags & re.IGNORECASE:
        return frozenset()
    try:
        parser: Any = importlib.import_module("re._parser")
        return _of_all(parser.parse(pattern.pattern, pattern.flags))
    except (ImportError, AttributeError, re.error):  # another Python
        return frozenset()


def _of_all(parts: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """Of parts that follow each other: those of the part that has the fewest."""
    return min(
        filter(None, (_of_one(str(kind), given) for kind, given in parts)), key=len, default=frozenset()
    )


def _of_one(kind: str, given: Any) -> frozenset[str]:
    if kind == "LITERAL":
        return frozenset((chr(given),))
    if kind == "IN":
        return _of_class(given)
    if kind == "BRANCH":
        found = [_of_all(branch) for branch in given[1]]
        return frozenset().union(*found) if all(found) else frozenset()
    if kind == "SUBPATTERN":
        return _of_all(given[-1])
    if kind == "ATOMIC_GROUP":
        return _of_all(given)
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and given[0] > 0:
        return _of_all(given[2])
    return frozenset()


def _of_class(given: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    found: set[str] = set()
    for kind, what in given:
        if str(kind) == "LITERAL":
            found.add(chr(what))
        elif str(kind) == "RANGE" and what[1] - what[0] < _MOST:
            found.update(map(chr, range(what[0], what[1] + 1)))
        else:
            return frozenset()
    return frozenset(found) if len(found) <= _MOST else frozenset()
