"""What a person says of a report where the page says nothing, or something else: it comes before what was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashi_kg.model import Span, Stated
from dashi_kg.model.page import BY_PERSON, Metadata


def with_given(metadata: Metadata, given: Mapping[str, str], text: str) -> Metadata:
    """The metadata with a person's values (``HEAD_FIELDS``) in the place of those that were read.

    A body needs words to stand at: those of its name where the text has them, else the title, else the first line.
    """
    changes: dict[str, Any] = {}
    for name, value in given.items():
        span = None
        if name in ("issuer", "publisher", "title"):
            at = text.find(value)
            span = Span(at, at + len(value)) if at >= 0 else None
            if span is None and name != "title":
                span = metadata.title.span if metadata.title and metadata.title.span else _first_line(text)
        changes[name] = Stated(value, span, BY_PERSON)
    return replace(metadata, **changes)


def _first_line(text: str) -> Span | None:
    start = next((i for i, character in enumerate(text) if not character.isspace()), None)
    if start is None:
        return None
    end = text.find("\n", start)
    return Span(start, len(text[: end if end >= 0 else len(text)].rstrip()))
