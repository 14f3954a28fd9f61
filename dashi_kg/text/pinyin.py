"""Chinese characters in Latin letters (Hanyu Pinyin without tones), for names in English and for search by sound.

The readings are those of a table (``scripts/pinyin.py``): the usual one of each character, and phrases that are read otherwise.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache, lru_cache
from pathlib import Path

from dashi_kg.prepared import worked_out

_LONGEST = 3  # characters of a phrase
_SEVERAL = 3  # phrases in which a character has another reading
_MOST = 30_000  # characters whose reading is remembered


@cache
def _table() -> tuple[str, dict[str, tuple[str, ...]]]:
    """The lines of the table for single characters (syllable, tab, all that are read so), and phrases → their syllables."""
    return worked_out("pinyin", "", _read)


def _read() -> tuple[str, dict[str, tuple[str, ...]]]:
    rows = Path(__file__).with_name("pinyin.tsv").read_text(encoding="utf-8").splitlines()
    single: list[str] = []
    phrases: dict[str, tuple[str, ...]] = {}
    for row in rows:
        reading, _, words = row.partition("\t")
        if " " not in reading:
            single.append(row)
        elif not row.startswith("#"):
            phrases[words] = tuple(reading.split(" "))
    return "".join(f"{row}\n" for row in single), phrases


@lru_cache(maxsize=_MOST)
def _usual(character: str) -> tuple[str, ...]:
    """The usual reading of a character, as one syllable; none where it is no Chinese character of the table.

    Looked for in the text of the table: a name has few of its 20,000 characters.
    """
    text = _table()[0]
    at = text.find(character)
    syllable, _, characters = text[text.rfind("\n", 0, at) + 1 : text.find("\n", at)].partition("\t")
    return (syllable,) if at >= 0 and character in characters else ()


@cache
def sounds() -> dict[str, tuple[str, ...]]:
    """Character → how it may be typed (``ü`` as ``v``): the usual reading first, then those that several phrases have."""
    heard: dict[str, Counter[str]] = defaultdict(Counter)
    usual: dict[str, str] = {}
    single, phrases = _table()
    for row in single.splitlines():
        syllable, _, characters = row.partition("\t")
        usual.update(dict.fromkeys(characters, syllable))
    for words, read in phrases.items():
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
    phrases, at, plain = _table()[1], 0, False
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            if found := phrases.get(words[at : at + length], ()) if length > 1 else _usual(words[at]):
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
