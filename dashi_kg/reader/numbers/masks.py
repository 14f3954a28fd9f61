"""The spans of a text in which no statistic stands, each with its reason, found by where they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from dashi_kg.model import Span


class Masks:
    """What each pattern masks, in the order tried: the first that covers a group of digits names the reason.

    Looking up is a search by place, not a walk through all of them: a text may be made of dates alone.
    """

    def __init__(self, layers: Iterable[tuple[str, Iterable[Span]]]) -> None:
        """Args: layers: the reason, and spans that ascend and do not overlap (those of one pattern)."""
        self._layers: list[tuple[str, list[Span], list[int]]] = []
        for reason, found in layers:
            spans = list(found)
            if spans:
                self._layers.append((reason, spans, [span.start for span in spans]))

    def overlapping(self, span: Span) -> list[Span]:
        """The masked spans that share a character with ``span``, in the order tried."""
        return list(self._overlapping(span))

    def _overlapping(self, span: Span) -> Iterator[Span]:
        for _, spans, starts in self._layers:
            first = max(bisect_right(starts, span.start) - 1, 0)
            for masked in spans[first : bisect_left(starts, span.end)]:
                if masked.overlaps(span):
                    yield masked

    def reason(self, span: Span, *, besides: str = "") -> str:
        """Why no statistic stands at ``span``, ``""`` where no mask covers it; ``besides``: a reason that does not count."""
        for reason, spans, starts in self._layers:
            at = bisect_right(starts, span.start) - 1
            if reason != besides and at >= 0 and spans[at].contains(span):
                return reason
        return ""
