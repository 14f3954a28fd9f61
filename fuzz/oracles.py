"""What must hold of whatever a reader gives, beyond that it does not crash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from pyoxigraph import Quad, RdfFormat, parse, serialize

from dashi_kg.errors import DashiError, shown
from dashi_kg.model import Extraction, Mention, Section, Span

_LONGEST_MESSAGE = 2000


class Broken(AssertionError):  # noqa: N818 - the word that the table of failures prints
    """Something that must hold does not."""


def must(holds: bool, what: object) -> None:
    """Raise :class:`Broken` unless it holds (an ``assert`` is gone under ``-O``)."""
    if not holds:
        raise Broken(str(what)[:300])


def refused(error: DashiError) -> None:
    """A refusal is one line that says the cause, short enough to be read, and obeyed by no terminal."""
    words = str(error)
    must(bool(error.cause.strip()), "an error without a cause")
    must(len(words) <= _LONGEST_MESSAGE, f"an error of {len(words)} characters")
    must(shown(words) == words, f"an error with controls: {words!r}")
    must("mistake of dashi-kg" not in words, words)


def values(value: Any, kind: type) -> Iterator[Any]:
    """Every value of a class anywhere in a value of the model."""
    if isinstance(value, kind):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from values(item, kind)
    elif is_dataclass(value):
        for field in fields(value):
            yield from values(getattr(value, field.name), kind)


def extraction(found: Extraction) -> None:
    """Anchors lie in the text and quote it, numbers lie in their statements, sections tile the text."""
    text = found.source.text
    for span in values(found, Span):
        must(0 <= span.start <= span.end <= len(text), span)
    for mention in values(found, Mention):
        must(bool(found.source.quote(mention.span)), mention)
    for o in found.observations:
        must(o.number_span is None or o.span.contains(o.number_span), o)
        must(o.counted == "" or bool(o.counted.strip()), o)
        must(bool(found.source.quote(o.span).strip()), o)
    must((found.outline.extent.start, found.outline.extent.end) == (0, len(text)), "the outline is the text")
    tiles(found.outline)


def tiles(section: Section) -> None:
    """Children follow each other without a gap, up to the end of their section."""
    at = section.children[0].extent.start if section.children else section.extent.end
    for child in section.children:
        must(child.extent.start == at, (child.number, at))
        at = child.extent.end
        tiles(child)
    must(at == section.extent.end, (section.number, at))


def written(quads: Sequence[Quad]) -> None:
    """What is written is read again as the same."""
    lines = serialize(quads, format=RdfFormat.N_QUADS)
    must(lines is not None, "nothing written")
    again = set(parse(lines or b"", RdfFormat.N_QUADS))
    must({str(q) for q in again} == {str(q) for q in quads}, "the quads are not what was read")
