"""Cutting prose into sentences and clauses. Everything works on a folded view (see :mod:`fold`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from dashi_kg.model import Span

SENTENCE_ENDS = "。!?;\n"
CLAUSE_ENDS = ",:"
_OPEN = {"《": "》", "“": "”", "(": ")", "〔": "〕", "〈": "〉", "【": "】"}
# A bracket that does not close soon is a slip of the pen; it must not swallow the rest of the report.
_LONGEST_BRACKET = 80
# The rules look at every pair of numbers of a sentence. The longest sentences of reports have two or three hundred
# characters: what goes on beyond this is read in pieces, so that no text costs more than its length.
LONGEST_SENTENCE = 800
# Many rules cut the same stretch of the same text; so many stretches are remembered.
_KEPT = 4096
_NUMERAL = frozenset("0123456789.,%‰\u2060零〇○一二三四五六七八九十百千万亿两廿卅壹贰叁肆伍陆柒捌玖拾佰仟")


def trim(view: str, start: int, end: int) -> Span:
    """The span without white space at either side (may be empty)."""
    while start < end and view[start].isspace():
        start += 1
    while end > start and view[end - 1].isspace():
        end -= 1
    return Span(start, end)


def begin_after(view: str, at: int, marks: str, least: int = 0) -> int:
    """Where the stretch that ends at ``at`` begins: behind the last of some marks, else at ``least``.

    Each mark is looked for behind the last that was found, so that one that a text has nowhere is not sought through all of it.

    >>> begin_after("办结3件。调解,成功5起", 11, "。,"), begin_after("成功5起", 2, "。,")
    (8, 0)
    """
    for mark in marks:
        least = view.rfind(mark, least, at) + 1 or least
    return least


def _pieces(view: str, start: int, end: int, ends: str) -> Iterator[tuple[int, int]]:
    begin = position = start
    stop = _stops(ends)
    while found := stop.search(view, position, end):
        position = found.start()
        character = view[position]
        if character in _OPEN:
            close = view.find(_OPEN[character], position + 1, min(position + _LONGEST_BRACKET, end))
            if close != -1 and "\n" not in view[position:close]:
                position = close + 1
                continue
        if (character in ends and not (character == "," and _thousands(view, position))) or (
            character == "." and "。" in ends and _full_stop(view, position)
        ):
            yield begin, position
            begin = position + 1
        position += 1
    yield begin, end


@cache
def _stops(ends: str) -> re.Pattern[str]:
    """Where words may be cut, or a bracket opens within which they are not."""
    return re.compile(f"[{re.escape(ends)}{''.join(_OPEN)}.]")


def _full_stop(view: str, dot: int) -> bool:
    """The full stop of a device with half-width marks: 达98%.全年…"""
    behind = view[dot + 1 : dot + 2]
    return view[dot - 1 : dot] == "%" and "\u4e00" <= behind <= "\u9fff"


def _thousands(view: str, comma: int) -> bool:
    """The comma of 1,234 (three digits, not more, behind it; a digit before it)."""
    behind = view[comma + 1 : comma + 9].replace("\u2060", "")[:4]
    return (
        view[comma - 1 : comma].isdigit()
        and behind[:3].isdigit()
        and len(behind) >= 3
        and not behind[3:].isdigit()
    )


def sentences(view: str, span: Span) -> list[Span]:
    """Sentences inside ``span``, without their closing mark and outer white space; never empty ones.

    What is longer than :data:`LONGEST_SENTENCE` comes in pieces, parted at a mark, or else beside a numeral, not in it.
    """
    return list(_sentences(view, span.start, span.end))


@lru_cache(maxsize=_KEPT)
def _sentences(view: str, start: int, end: int) -> tuple[Span, ...]:
    return tuple(
        piece for part in _parts(view, start, end, SENTENCE_ENDS) for piece in _within_limit(view, part)
    )


def _parts(view: str, start: int, end: int, ends: str) -> Iterator[Span]:
    """The pieces without white space at either side, but for those that have nothing else."""
    for first, last in _pieces(view, start, end, ends):
        part = trim(view, first, last)
        if part.start < part.end:
            yield part


def _within_limit(view: str, sentence: Span) -> Iterator[Span]:
    begin = sentence.start
    while sentence.end - begin > LONGEST_SENTENCE:
        limit = begin + LONGEST_SENTENCE
        back = range(limit - 1, limit - LONGEST_SENTENCE // 2, -1)
        at = next((i for i in back if view[i] in ",:、" and not _thousands(view, i)), None)
        if at is None:
            at = next((i for i in back if not {view[i - 1], view[i]} <= _NUMERAL), limit)
        if len(piece := trim(view, begin, at)):
            yield piece
        begin = at + (view[at] in ",:、")
    if len(piece := trim(view, begin, sentence.end)):
        yield piece


def clauses(view: str, span: Span, ends: str = CLAUSE_ENDS) -> list[Span]:
    """Clauses inside a sentence, cut at commas and colons outside brackets and quotation marks."""
    return list(_clauses(view, span.start, span.end, ends))


@lru_cache(maxsize=_KEPT)
def _clauses(view: str, start: int, end: int, ends: str) -> tuple[Span, ...]:
    return tuple(_parts(view, start, end, ends))
