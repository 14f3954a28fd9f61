"""Where words stand: in the archived text, and in the original file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open interval of code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stretch of the archived text stands in the original file.

    ``place``: an XPath of the page (``/html[1]/body[1]/div[2]/p[3]``) or of the main part of a DOCX
    (``/w:document/w:body/w:p[12]``), or a page of a PDF (``page=3``).
    """

    span: Span
    place: str
