"""A question as units that are found each by itself: a run of characters, a word, letters that may be pinyin."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from dashi_kg.site.finding.tokens import is_han, query_tokens, runs
from dashi_kg.site.finding.typed_sounds import cuts

MOST_UNITS = 16
_LETTERS = re.compile("[a-z]+")


class Unit(NamedTuple):
    """``ways``: the ways to find it, each the index words that must all be there; ``whole``: what it is typed as.

    An index word ends in ``*`` where it is the beginning of one, and begins with ``~`` where it is a sound.
    """

    whole: str
    ways: tuple[tuple[str, ...], ...]


def units(question: str, syllables: frozenset[str]) -> list[Unit]:
    """The units of a question, at most :data:`MOST_UNITS`.

    >>> units("调解率 50", frozenset())
    [Unit(whole='调解率', ways=(('调解', '解率'),)), Unit(whole='50', ways=(('50*',),))]
    >>> [unit.ways for unit in units("tiao jie", frozenset(("tiao", "jie")))]
    [(('tiao*', 'jie*'), ('~tiaojie',))]
    >>> [unit.whole for unit in units("shayu tiaojie", frozenset(("sha", "yu", "tiao", "jie")))]
    ['shayu', 'tiaojie']
    """
    found: list[Unit] = []
    words = list(dict.fromkeys(runs(question)))
    at = 0
    while at < len(words):
        end = at + 1
        while _LETTERS.fullmatch(words[end - 1]) and end < len(words) and _LETTERS.fullmatch(words[end]):
            if len(next(iter(cuts(words[end], syllables)), ())) > 1:  # shayu tiaojie: a word of its own
                break
            end += 1
        # as many words as can be pinyin together: tiao jie
        while end > at + 1 and not _sounds("".join(words[at:end]), syllables):
            end -= 1
        plain = dict.fromkeys(_wanted(word) for run in words[at:end] for word in query_tokens(run))
        found.append(
            Unit(" ".join(words[at:end]), (tuple(plain), *_sounds("".join(words[at:end]), syllables)))
        )
        at = end
    return found[:MOST_UNITS]


def _wanted(word: str) -> str:
    return word if is_han(word) and len(word) > 1 else f"{word}*"


def _sounds(letters: str, syllables: frozenset[str]) -> list[tuple[str, ...]]:
    """The sounds of neighbouring characters, for each way to cut the letters."""
    ways = [
        tuple(dict.fromkeys(f"~{one}{other}" for one, other in pairwise(way)))
        for way in cuts(letters, syllables)
        if len(way) > 1
    ]
    return list(dict.fromkeys(ways))
