"""Which measure holds a stretch of the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from dashi_kg.model import Measure, Span


class Leaves:
    """The measures without parts. They stand one behind the other, so that a stretch is in the last that begins before it."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        self._leaves = sorted((m for m in measures if not m.children), key=lambda m: m.span.start)
        self._starts = [m.span.start for m in self._leaves]

    def at(self, span: Span) -> Measure | None:
        """The measure without parts that holds the span."""
        at = bisect_right(self._starts, span.start) - 1
        return self._leaves[at] if at >= 0 and span.end <= self._leaves[at].span.end else None
