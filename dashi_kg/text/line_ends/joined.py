"""A report is read without its hard line ends; what was found is told in the offsets of the text as it stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from dashi_kg.model import Section, Source, Span
from dashi_kg.model.changed import changed
from dashi_kg.text.fold import fold
from dashi_kg.text.line_ends.hard_ends import hard_ends

_Found = TypeVar("_Found")
_HARD = re.compile(r"(?<=[\u4e00-\u9fff\d.,、《“(〔])\s*\n\s*(?=[\u4e00-\u9fff\d%,。、;:)》”〕.])")


class Joined:
    """A text without its hard line ends.

    ``text``: what the rules read; ``whole``: it is the text as it was; ``_at``: offsets in it behind which something was taken out, ascending;
    ``_gone``: how many characters of the text were taken out up to and with each.
    """

    __slots__ = ("_at", "_gone", "text", "whole")

    def __init__(
        self, text: str, whole: bool = True, at: tuple[int, ...] = (), gone: tuple[int, ...] = ()
    ) -> None:
        self.text, self.whole, self._at, self._gone = text, whole, at, gone

    def start(self, offset: int) -> int:
        """Where the character at an offset of the joined text stands in the text (code points)."""
        found = bisect_right(self._at, offset)
        return offset + (self._gone[found - 1] if found else 0)

    def end(self, offset: int) -> int:
        """Where the character before an offset of the joined text ends in the text (code points)."""
        found = bisect_left(self._at, offset)
        return offset + (self._gone[found - 1] if found else 0)

    def span(self, span: Span) -> Span:
        """The stretch of the text that a stretch of the joined text stands for; an empty one stays empty."""
        start = self.start(span.start)
        return Span(start, max(start, self.end(span.end)))


def join(text: str, view: str) -> Joined:
    """The text without its hard line ends, and the way back.

    Args:
        text: a text; view: the same, folded (of equal length).

    >>> joined = join("一、主要\\n举措\\n", "一、主要\\n举措\\n")
    >>> joined.text, joined.span(Span(2, 6))
    ('一、主要举措\\n', Span(start=2, end=7))
    """
    gaps = hard_ends(view)
    if not gaps:
        return Joined(text)
    pieces: list[str] = []
    at: list[int] = []
    gone: list[int] = []
    begin = length = lost = 0
    for gap, space in gaps:
        pieces.append(text[begin : gap.start])
        length += gap.start - begin
        kept = 0
        if space:  # between two names or two foreign words something must stand
            pieces.append(" ")
            length, kept = length + 1, 1
        if len(gap) > kept:
            lost += len(gap) - kept
            at.append(length)
            gone.append(lost)
        begin = gap.end
    pieces.append(text[begin:])
    return Joined("".join(pieces), False, tuple(at), tuple(gone))


def plain(quote: str) -> str:
    """A quote as one reads it: without the line ends inside its words and numbers.

    >>> plain("立案查处1\\n1件")
    '立案查处11件'
    """
    return _HARD.sub("", quote)


def joined_source(source: Source) -> tuple[Source, Joined]:
    """The source as the rules read it, and the way back; the source itself where no line end is hard."""
    joined = join(source.text, fold(source.text))
    return (source if joined.whole else replace(source, text=joined.text)), joined


def located(found: _Found, joined: Joined) -> _Found:
    """What was found in the joined text, with every span in the offsets of the text.

    Args:
        found: any frozen value of :mod:`dashi_kg.model`, or a tuple of such.
    """
    return found if joined.whole else _located(found, joined)


def _located(value: Any, joined: Joined) -> Any:
    kind: Any = type(value)
    if kind is Span:
        return joined.span(value)
    if kind is tuple:
        return tuple([_located(one, joined) for one in value]) if value else value
    changes = {}
    for name in _fields(kind):
        old = getattr(value, name)
        if type(old) in _PLAIN:
            continue
        new = _located(old, joined)
        if new is not old:
            changes[name] = new
    if kind is Section:  # extents tile the text: each begins where the one before it ends
        extent = value.extent
        changes["extent"] = Span(joined.start(extent.start), joined.start(extent.end))
    return changed(value, **changes) if changes else value


_PLAIN = frozenset((str, type(None), int, bool, Decimal))  # most fields: no span is in them


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    """The fields of a kind of value that may hold spans."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) and kind is not Source else ()
