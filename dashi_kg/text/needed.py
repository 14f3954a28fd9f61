"""Characters without which a pattern matches nothing: where none of them stands, it need not be searched.

Many patterns are looked for in the same few words, and most of them find nothing: one look at the characters of the words says
which are worth a search (:class:`Sieve`).
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

__all__ = ["WORTH_KNOWING", "Gate", "Sieve", "needed"]

# how often patterns are searched before it pays to know: a command that reads one report soon ends
WORTH_KNOWING = 400

_MOST = 40  # characters of a class; of more, one nearly always stands in the words


@lru_cache(maxsize=2048)
def needed(pattern: re.Pattern[str]) -> tuple[frozenset[str], ...]:
    """Sets of characters: of each of them, every match has one character at least. None where that is not known.

    What only stands before or behind a match, or must not, is not part of it.

    >>> [sorted(signs) for signs in needed(re.compile("(?:共|合计)[0-9]+件?(?=年)"))], needed(re.compile(".+件?"))
    ([['共', '合'], ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']], ())
    """
    if pattern.flags & re.IGNORECASE:
        return ()
    try:
        parser: Any = importlib.import_module("re._parser")
        return tuple(dict.fromkeys(_of_all(parser.parse(pattern.pattern, pattern.flags))))
    except (ImportError, AttributeError, re.error):  # another Python
        return ()


class Sieve:
    """Which of several patterns may match in given words.

    Each pattern has a bit, and so has each of its sets of characters, in rows of bits one above the other: a character brings the bits
    of the sets that it is in, and a pattern is worth a search where all its rows have its bit.
    """

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._size = len(patterns)
        self._all = (1 << self._size) - 1
        self._given = 0  # the bits of rows that a pattern does not need
        self._of: dict[str, int] = {}
        for at, pattern in enumerate(patterns):
            sets = sorted(needed(pattern), key=len)[:_ROWS]
            for row in range(_ROWS):
                bit = 1 << (row * self._size + at)
                if row >= len(sets):
                    self._given |= bit
                    continue
                for sign in sets[row]:
                    self._of[sign] = self._of.get(sign, 0) | bit
        # those of the words, found by the engine of ``re``: a set of all characters of the words would be made of each of them
        self._found = (
            re.compile(f"[{''.join(map(re.escape, sorted(self._of)))}]").findall if self._of else _none
        )

    def fitting(self, words: str) -> int:
        """The bits of the patterns that may match in the words: bit 0 for the first."""
        of, bits, size = self._of, self._given, self._size
        for sign in self._found(words):
            bits |= of[sign]
        return bits & bits >> size & bits >> 2 * size & bits >> 3 * size & self._all


_ROWS = 4


def _none(words: str) -> list[str]:
    """No characters: of patterns of which none is known."""
    return []


class Gate:
    """Patterns that are looked for one after the other in the same words: those that may match there, in their order."""

    def __init__(self, *patterns: re.Pattern[str]) -> None:
        self._patterns = patterns
        self._asked = 0
        self._sieve: Sieve | None = None
        self._fitting: dict[int, tuple[re.Pattern[str], ...]] = {}

    def fitting(self, words: str) -> tuple[re.Pattern[str], ...]:
        """The patterns that may match in the words; all of them for the first words, in which it does not pay to know."""
        if self._sieve is None:
            self._asked += 1
            if self._asked < WORTH_KNOWING:
                return self._patterns
            self._sieve = Sieve(self._patterns)
        bits = self._sieve.fitting(words)
        found = self._fitting.get(bits)
        if found is None:
            found = self._fitting[bits] = tuple(
                [pattern for at, pattern in enumerate(self._patterns) if bits >> at & 1]
            )
        return found


def _of_all(parts: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """Of parts that follow each other: those of each."""
    return [signs for kind, given in parts for signs in _of_one(str(kind), given)]


def _fewest(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return min(sets, key=len, default=frozenset())


def _of_one(kind: str, given: Any) -> list[frozenset[str]]:
    if kind == "LITERAL":
        return [frozenset((chr(given),))]
    if kind == "IN":
        return [signs] if (signs := _of_class(given)) else []
    if kind == "BRANCH":
        found = [_fewest(_of_all(branch)) for branch in given[1]]
        return [frozenset().union(*found)] if all(found) else []
    if kind == "SUBPATTERN":
        return [] if given[1] & re.IGNORECASE else _of_all(given[-1])
    if kind == "ATOMIC_GROUP":
        return _of_all(given)
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and given[0] > 0:
        return _of_all(given[2])
    return []


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
