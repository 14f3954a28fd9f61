"""Where words stand: in the archived text, and in the original file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """A half-open interval of code points."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        # as the made one would, without its look-ups: a report has ten thousand spans
        _set_start(self, start)
        _set_end(self, end)

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


# the slots themselves, which a frozen value may not set by name
_set_start: Callable[[Span, int], None] = vars(Span)["start"].__set__
_set_end: Callable[[Span, int], None] = vars(Span)["end"].__set__


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stretch of the archived text stands in the original file.

    ``place``: an XPath of the page (``/html[1]/body[1]/div[2]/p[3]``) or of the main part of a DOCX
    (``/w:document/w:body/w:p[12]``), or a page of a PDF (``page=3``).
    """

    span: Span
    place: str
