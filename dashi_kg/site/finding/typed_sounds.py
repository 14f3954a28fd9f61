"""Chinese words typed in pinyin: the readings of characters, and the ways to cut Latin letters into syllables."""

from __future__ import annotations

from functools import cache
from itertools import product

from dashi_kg.text.pinyin import sounds

_VOWELS = frozenset("aeiouv")
_LONGEST = 6  # letters of a syllable: zhuang
_WAYS = 8  # of cutting that are tried: xian is xian and xi an
_MOST = 60  # letters that are cut at all


@cache
def syllables() -> tuple[str, ...]:
    """All syllables, sorted."""
    found = {syllable for said in sounds().values() for syllable in said}
    return tuple(sorted(s for s in found if _VOWELS & set(s)))


def spoken(pair: str) -> list[str]:
    """How a pair of characters may be typed.

    >>> spoken("调解"), spoken("A解")
    (['diaojie', 'diaoxie', 'tiaojie', 'tiaoxie'], [])
    """
    said = [sounds().get(character, ()) for character in pair]
    return sorted({"".join(way) for way in product(*said)})


def cuts(letters: str, known: frozenset[str]) -> list[list[str]]:
    """The ways to cut letters into syllables, longest first ones first.

    >>> cuts("tiaojie", frozenset(("tiao", "jie", "ti", "ao", "ji", "e")))[0]
    ['tiao', 'jie']
    """
    found: list[list[str]] = []
    if len(letters) > _MOST:
        return found

    def cut(start: int, before: list[str]) -> None:
        if len(found) >= _WAYS:
            return
        if start == len(letters):
            found.append(before)
            return
        for size in range(min(_LONGEST, len(letters) - start), 0, -1):
            piece = letters[start : start + size]
            if piece in known and reachable[start + size]:
                cut(start + size, [*before, piece])

    reachable = [False] * len(letters) + [True]
    for start in range(len(letters) - 1, -1, -1):
        reachable[start] = any(
            letters[start:end] in known and reachable[end]
            for end in range(start + 1, min(start + _LONGEST, len(letters)) + 1)
        )
    if reachable[0]:
        cut(0, [])
    return found
