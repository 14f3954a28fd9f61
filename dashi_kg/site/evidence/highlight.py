"""A text cut at the borders of all its marks: overlapping and nested marks lose nothing and repeat nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Words that a fact is anchored to: half-open code points, and the fact's key."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of the text with no border inside; ``marks`` cover all of it, the shortest first."""

    start: int
    end: int
    text: str
    marks: tuple[Mark, ...] = ()


def pieces(text: str, marks: Iterable[Mark], borders: Iterable[int] = ()) -> Iterator[TextPiece]:
    """The text in pieces, in order; together they are the text, character by character.

    One sweep: linear in the text, and in the number of marks times how deep they are nested.

    Args:
        text: any text; offsets are code points of it.
        marks: in any order; they may overlap, nest and repeat. Empty marks, and what lies outside the text, cover
            nothing.
        borders: further offsets at which to cut (ends of lines).
    """
    size = len(text)
    begin: dict[int, list[Mark]] = defaultdict(list)
    end: dict[int, list[Mark]] = defaultdict(list)
    cuts = {0, size, *(b for b in borders if 0 <= b <= size)}
    for mark in sorted(set(marks), key=lambda m: (m.start, m.end, m.key)):
        start, stop = max(mark.start, 0), min(mark.end, size)
        if start < stop:
            begin[start].append(mark)
            end[stop].append(mark)
            cuts |= {start, stop}
    order = sorted(cuts)
    covering: dict[Mark, None] = {}
    for here, there in pairwise(order):
        for mark in end[here]:
            del covering[mark]
        covering |= dict.fromkeys(begin[here])
        shortest = tuple(covering)
        if len(shortest) > 1:
            shortest = tuple(sorted(covering, key=lambda m: (m.end - m.start, m.start, m.key)))
        yield TextPiece(here, there, text[here:there], shortest)
