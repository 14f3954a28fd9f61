"""Whether a line end divides a word: one of the genre (``words.txt``), or one that stands elsewhere in this text."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

from dashi_kg.prepared import worked_out

# In a text the two characters stand together more often than apart.
_TOGETHER = 2


@cache
def _ends() -> tuple[frozenset[tuple[str, str]], int]:
    """The two parts of each word of the genre that a line end could make, and the length of the longest word."""
    return worked_out("line-ends", "", _made)


def _made() -> tuple[frozenset[tuple[str, str]], int]:
    rows = Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines()
    words = [word for row in rows if not row.startswith("#") for word in row.split()]
    return frozenset((word[:n], word[n:]) for word in words for n in range(1, len(word))), max(
        map(len, words)
    )


def divides_word(view: str, a: str, b: str, pairs: Counter[str], *, sure: bool = False) -> bool:
    """Whether the line end between ``a`` and ``b`` stands inside a word: of the genre, or of this text.

    Args:
        view: the whole text, folded.
        pairs: how often its characters, pairs and triples stand in it; filled here when first asked for.
        sure: the word of this text must show on both sides of the line end.
    """
    ends, longest = _ends()
    a, b = a[-longest:], b[:longest]
    if any((a[-n:], b[:m]) in ends for n in range(1, len(a) + 1) for m in range(1, len(b) + 1)):
        return True
    if not pairs:
        pairs.update(view[i : i + 3] for i in range(len(view) - 2))
        pairs.update(view[i : i + 2] for i in range(len(view) - 1))
        pairs.update(view)
    if not ("\u4e00" <= a[-1] <= "\u9fff" and "\u4e00" <= b[0] <= "\u9fff"):
        return False
    before, behind = pairs[a[-2:] + b[0]], pairs[a[-1] + b[:2]]
    if (before and behind) or (not sure and (before or behind)):
        return True
    both = pairs[a[-1] + b[0]]
    return both >= _TOGETHER and 2 * both >= min(pairs[a[-1]], pairs[b[0]])
