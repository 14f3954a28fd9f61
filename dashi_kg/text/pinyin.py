"""Chinese characters in Latin letters (Hanyu Pinyin without tones), for names in English and for search by sound.

The readings are those of a table (``scripts/pinyin.py``): the usual one of each character, and phrases that are read otherwise.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

_LONGEST = 3  # characters of a phrase
_SEVERAL = 3  # phrases in which a character has another reading


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    """Characters and phrases → their syllables; read from the table when first asked for."""
    rows = Path(__file__).with_name("pinyin.tsv").read_text(encoding="utf-8").splitlines()
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        if row.startswith("#"):
            continue
        reading, words = row.split("\t")
        syllables = tuple(reading.split(" "))
        if len(syllables) > 1:
            found[words] = syllables
        else:
            found.update(dict.fromkeys(words, syllables))
    return found


@cache
def sounds() -> dict[str, tuple[str, ...]]:
    """Character → how it may be typed (``ü`` as ``v``): the usual reading first, then those that several phrases have."""
    heard: dict[str, Counter[str]] = defaultdict(Counter)
    usual: dict[str, str] = {}
    for words, read in _readings().items():
        if len(words) == 1:
            usual[words] = read[0]
        else:
            for character, syllable in zip(words, read, strict=True):
                heard[character][syllable] += 1
    found = {}
    for character, syllable in usual.items():
        others = sorted(other for other, count in heard[character].items() if count >= _SEVERAL)
        found[character] = tuple(s.replace("ü", "v") for s in dict.fromkeys((syllable, *others)))
    return found


def syllables(words: str) -> list[str]:
    """The syllables of Chinese words, one a character; what is no Chinese character stays as it is, one piece a run.

    >>> syllables("调解12起"), syllables("重庆"), syllables("吕梁")
    (['tiao', 'jie', '12', 'qi'], ['chong', 'qing'], ['lü', 'liang'])
    """
    pieces: list[str] = []
    readings, at, plain = _readings(), 0, False
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            if found := readings.get(words[at : at + length]):
                pieces += found
                at, plain = at + length, False
                break
        else:
            if plain:
                pieces[-1] += words[at]
            else:
                pieces.append(words[at])
            at, plain = at + 1, True
    return pieces


def romanised(words: str) -> str:
    """A Chinese name as one word in Latin letters, with an apostrophe where two syllables could be read as others.

    >>> romanised("沙鱼"), romanised("西安"), romanised("绿安")
    ('Shayu', "Xi'an", "Lü'an")
    """
    joined = ""
    for syllable in syllables(words):
        joined += "'" * bool(joined and joined[-1].isalpha() and syllable[0] in "aeo") + syllable
    return joined[:1].upper() + joined[1:]
