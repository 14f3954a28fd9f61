"""Actors that no text names, in English: 17个村(社区) are 17 villages (communities), 个别部门 some departments."""

from __future__ import annotations

import re
from functools import cache

from dashi_kg.knowledge.english.name_words import name_words
from dashi_kg.text.fold import fold
from dashi_kg.text.traditional import simplified

_COUNT = re.compile(r"(\d+)个")
_BESIDE = re.compile(r"(.+?)\((.+)\)")


def group_name(zh: str) -> str:
    """The English name of a group of actors; ``""`` where one of its words is in no table.

    >>> group_name("17个村(社区)"), group_name("人大代表、政协委员"), group_name("天外来客")
    ('17 villages (communities)', "deputies to people's congresses, members of political consultative conferences", '')
    """
    words = fold(zh.translate(simplified()))
    found = [_one(part) for part in words.split("、")]
    return ", ".join(found) if all(found) else ""


def _one(words: str) -> str:
    groups = name_words().group
    if words in groups:
        return groups[words]
    if count := _COUNT.match(words):
        noun = _noun(words[count.end() :])
        return f"{count[1]} {_single(noun) if count[1] == '1' else noun}" if noun else ""
    for some in _openings():
        if words.startswith(some) and (noun := _noun(words.removeprefix(some))):
            return f"{name_words().some[some]} {noun}"
    return ""


def _noun(words: str) -> str:
    groups = name_words().group
    if beside := _BESIDE.fullmatch(words):
        one, other = groups.get(beside[1], ""), groups.get(beside[2], "")
        return f"{one} ({other})" if one and other else ""
    return groups.get(words, "")


def _single(nouns: str) -> str:
    """villages (communities) → village (community)."""
    return re.sub(r"(?:(ie)s|(?<!s)s)\b", lambda found: "y" if found[1] else "", nouns)


@cache
def _openings() -> tuple[str, ...]:
    return tuple(sorted(name_words().some, key=lambda word: (-len(word), word)))
