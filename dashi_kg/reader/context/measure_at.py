"""Which measure holds a stretch of the text."""

from __future__ import annotations

from dashi_kg.model import Measure, Span


def leaf_at(measures: list[Measure], span: Span) -> Measure | None:
    """The measure without parts that holds the span."""
    return next((m for m in measures if not m.children and m.span.contains(span)), None)
