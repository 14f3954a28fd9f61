"""A report is read without its hard line ends; what was found is told in the offsets of the text as it stands."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from dashi_kg.model import Section, Source, Span
from dashi_kg.model.changed import changed
from dashi_kg.text.fold import fold
from dashi_kg.text.lines import Joined, join

_Found = TypeVar("_Found")


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
        new = _located(old, joined)
        if new is not old:
            changes[name] = new
    if kind is Section:  # extents tile the text: each begins where the one before it ends
        extent = value.extent
        changes["extent"] = Span(joined.start(extent.start), joined.start(extent.end))
    return changed(value, **changes) if changes else value


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    """The fields of a kind of value that may hold spans."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) and kind is not Source else ()
