"""Cutting prose into sentences and clauses. Everything works on a folded view (see :mod:`fold`)."""

from __future__ import annotations

from collections.abc import Iterator

from dashi_kg.model import Span

SENTENCE_ENDS = "。!?;\n"
CLAUSE_ENDS = ",:"
_OPEN = {"《": "》", "“": "”", "(": ")", "〔": "〕", "〈": "〉", "【": "】"}
# A bracket that does not close soon is a slip of the pen; it must not swallow the rest of the report.
_LONGEST_BRACKET = 80
# The rules look at every pair of numbers of a sentence. The longest sentences of reports have two or three hundred
# characters: what goes on beyond this is read in pieces, so that no text costs more than its length.
LONGEST_SENTENCE = 800
_NUMERAL = frozenset("0123456789.,%‰\u2060零〇○一二三四五六七八九十百千万亿两廿卅壹贰叁肆伍陆柒捌玖拾佰仟")


def trim(view: str, start: int, end: int) -> Span:
    """The span without white space at either side (may be empty)."""
    while start < end and view[start].isspace():
        start += 1
    while end > start and view[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _pieces(view: str, span: Span, ends: str) -> Iterator[Span]:
    position = begin = span.start
    while position < span.end:
        character = view[position]
        if character in _OPEN:
            limit = min(position + _LONGEST_BRACKET, span.end)
            close = view.find(_OPEN[character], position + 1, limit)
            if close != -1 and "\n" not in view[position:close]:
                position = close + 1
                continue
        if (character in ends and not (character == "," and _thousands(view, position))) or (
            character == "." and "。" in ends and _full_stop(view, position)
        ):
            yield Span(begin, position)
            begin = position + 1
        position += 1
    yield Span(begin, span.end)


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
    parts = (trim(view, p.start, p.end) for p in _pieces(view, span, SENTENCE_ENDS))
    return [piece for part in parts if len(part) for piece in _within_limit(view, part)]


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
    parts = (trim(view, p.start, p.end) for p in _pieces(view, span, ends))
    return [part for part in parts if len(part)]
