"""Characters without which a pattern matches nothing: where none of them stands, it need not be searched.

Many patterns are looked for in the same few words, and most of them find nothing: one look at the characters of the words says
which are worth a search (:class:`Sieve`). Of those that hold the words from their beginning, or to their end, the character there says it too.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

__all__ = ["WORTH_KNOWING", "Edges", "Gate", "Sieve", "edges", "needed"]

# how often patterns are searched before it pays to know: a command that reads one report soon ends
WORTH_KNOWING = 400

_MOST = 40  # characters of a class; of more, one nearly always stands in the words
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


class Edges(NamedTuple):
    """With which of these characters words begin, and with which they end, where a pattern matches in them; ``None``: not known."""

    first: frozenset[str] | None = None
    last: frozenset[str] | None = None


@lru_cache(maxsize=2048)
def needed(pattern: re.Pattern[str]) -> tuple[frozenset[str], ...]:
    """Sets of characters: of each of them, every match has one character at least. None where that is not known.

    What only stands before or behind a match, or must not, is not part of it.

    >>> [sorted(signs) for signs in needed(re.compile("(?:共|合计)[0-9]+件?(?=年)"))], needed(re.compile(".+件?"))
    ([['共', '合'], ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']], ())
    """
    return tuple(dict.fromkeys(_of_all(_parsed(pattern))))


@lru_cache(maxsize=2048)
def edges(pattern: re.Pattern[str]) -> Edges:
    """The characters of which one begins, or ends, whole words in which a pattern matches: of one that begins with ``^`` or ends with ``$``.

    >>> first, last = edges(re.compile("^未?审结(?:完毕|的)?$"))
    >>> sorted(first or ""), sorted(last or ""), edges(re.compile("审结"))
    (['审', '未'], ['毕', '的', '结'], Edges(first=None, last=None))
    """
    if pattern.flags & re.MULTILINE:
        return Edges()
    parsed = list(_parsed(pattern))
    return Edges(_edge(parsed, _FROM_FIRST), _edge(parsed, _FROM_LAST))


def _parsed(pattern: re.Pattern[str]) -> Iterable[tuple[Any, Any]]:
    """The parts of a pattern, as ``re`` takes it apart; none where it cannot be told what they match."""
    if pattern.flags & re.IGNORECASE:
        return ()
    try:
        parser: Any = importlib.import_module("re._parser")
        return list(parser.parse(pattern.pattern, pattern.flags))
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
            sets = sorted(needed(pattern), key=_rarest_first)[:_ROWS]
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
        self._first = _by_edge([edges(pattern).first for pattern in patterns])
        self._last = _by_edge([edges(pattern).last for pattern in patterns])

    def fitting(self, words: str) -> int:
        """The bits of the patterns that may match in the words, or in a part of them: bit 0 for the first."""
        of, bits, size = self._of, self._given, self._size
        for sign in self._found(words):
            bits |= of[sign]
        return bits & bits >> size & bits >> 2 * size & bits >> 3 * size & self._all

    def fitting_whole(self, words: str) -> int:
        """The bits of those that may match where the words begin and end as these do."""
        first, last, end = self._first, self._last, words[-1:]
        bits = first.get(words[:1], first[""])
        if end != "\n":  # before which ``$`` matches too
            bits &= last.get(end, last[""])
        return bits and bits & self.fitting(words)


def _by_edge(sets: Sequence[frozenset[str] | None]) -> dict[str, int]:
    """Character → the bits of the patterns that may match where it stands at the edge; ``""``: where any other does."""
    found = {"": sum(1 << at for at, signs in enumerate(sets) if signs is None)}
    for at, signs in enumerate(sets):
        for sign in signs or ():
            found[sign] = found.get(sign, found[""]) | 1 << at
    return found


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
        bits = self._sieve.fitting(words)  # they may be looked for in a part of the words
        found = self._fitting.get(bits)
        if found is None:
            found = self._fitting[bits] = tuple(
                [pattern for at, pattern in enumerate(self._patterns) if bits >> at & 1]
            )
        return found


def _of_all(parts: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """Of parts that follow each other: those of each."""
    return [signs for kind, given in parts for signs in _of_one(str(kind), given)]


def _of_branches(branches: Sequence[list[frozenset[str]]]) -> list[frozenset[str]]:
    """Of alternatives: the smallest sets of each together, the rarest likewise, and those that all have."""
    if not all(branches):
        return []
    common = [signs for signs in branches[0] if all(signs in others for others in branches[1:])]
    picked = [
        frozenset().union(*(min(sets, key=key) for sets in branches))
        for key in (_smallest_first, _rarest_first)
    ]
    return [*dict.fromkeys([*common, *picked])]


def _smallest_first(signs: frozenset[str]) -> tuple[int, bool]:
    return len(signs), not all(map(str.isalpha, signs))


def _rarest_first(signs: frozenset[str]) -> tuple[bool, int]:
    """For sorting: letters before marks, which stand in most words (a program sets some itself: ``◆``); few before many."""
    return not all(map(str.isalpha, signs)), len(signs)


def _of_one(kind: str, given: Any) -> list[frozenset[str]]:
    if kind == "LITERAL":
        return [frozenset((chr(given),))]
    if kind == "IN":
        return [signs] if (signs := _of_class(given)) else []
    if kind == "BRANCH":
        return _of_branches([_of_all(branch) for branch in given[1]])
    if kind == "SUBPATTERN":
        return [] if given[1] & re.IGNORECASE else _of_all(given[-1])
    if kind == "ATOMIC_GROUP":
        return _of_all(given)
    if kind in _REPEATS and given[0] > 0:
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


_FROM_FIRST, _FROM_LAST = 1, -1
_ANCHORS = {
    _FROM_FIRST: ("AT_BEGINNING", "AT_BEGINNING_STRING"),
    _FROM_LAST: ("AT_END", "AT_END_STRING"),
}


def _edge(parts: Iterable[tuple[Any, Any]], order: int) -> frozenset[str] | None:
    """The characters with which words begin, or end, in which parts match that an anchor holds there; ``None``: not known."""
    ordered = list(parts)[::order]
    if not ordered:
        return None
    kind, given = str(ordered[0][0]), ordered[0][1]
    if kind == "AT" and str(given) in _ANCHORS[order]:
        found = _outermost(ordered[1:], order)
        return found[0] if found and not found[1] else None
    if kind == "SUBPATTERN":
        return None if given[1] & re.IGNORECASE else _edge(given[-1], order)
    if kind == "BRANCH":
        return _together([_edge(branch, order) for branch in given[1]])
    return None


def _together(sets: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    known = [signs for signs in sets if signs is not None]
    return frozenset().union(*known) if len(known) == len(sets) else None


def _outermost(ordered: Iterable[tuple[Any, Any]], order: int) -> tuple[frozenset[str], bool] | None:
    """The characters of which one is the first (or last) that parts match, and whether they may match none; ``None``: not known."""
    signs = frozenset[str]()
    for kind, given in ordered:
        found = _outermost_of_one(str(kind), given, order)
        if found is None:
            return None
        signs |= found[0]
        if not found[1]:
            return signs, False
    return signs, True


def _outermost_of_one(kind: str, given: Any, order: int) -> tuple[frozenset[str], bool] | None:
    if kind == "LITERAL":
        return frozenset((chr(given),)), False
    if kind == "IN":
        return (signs, False) if (signs := _of_class(given)) else None
    if kind in ("AT", "ASSERT", "ASSERT_NOT"):
        return frozenset(), True
    if kind == "BRANCH":
        found = [_outermost(list(branch)[::order], order) for branch in given[1]]
        known = [one for one in found if one is not None]
        if len(known) < len(found):
            return None
        return frozenset().union(*(signs for signs, _ in known)), any(empty for _, empty in known)
    if kind in ("SUBPATTERN", "ATOMIC_GROUP"):
        if kind == "SUBPATTERN" and given[1] & re.IGNORECASE:
            return None
        return _outermost(list(given[-1] if kind == "SUBPATTERN" else given)[::order], order)
    if kind in _REPEATS:
        inner = _outermost(list(given[2])[::order], order)
        return inner and (inner[0], inner[1] or given[0] == 0)
    return None
