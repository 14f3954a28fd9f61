"""Which measure holds a stretch of the text."""

from __future__ import annotations

from dashi_kg.model import Measure, Span


def leaf_at(measures: list[Measure], span: Span) -> Measure | None:
    """The measure without parts that holds the span."""
    start, end = span.start, span.end
    for measure in measures:
        whole = measure.span
        if whole.start <= start and end <= whole.end and not measure.children:
            return measure
    return None
