"""Where the fields of the page, the signature and what stands under it name bodies."""

from __future__ import annotations

from collections.abc import Iterator

from dashi_kg.model import Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.rules.table import wordings

_SAID = wordings("on-page")


def on_page(ctx: Context) -> Iterator[Span]:
    """Where the page's fields, the signature and what stands under it name bodies."""
    for section in ctx.sections():
        if section.role not in ("chrome", "closing"):
            continue
        for match in ctx.find(_SAID["field"], section.extent):
            for value in _SAID["value"].finditer(ctx.view, *match.span("value")):
                yield Span(*value.span())
        if section.role == "closing":
            for match in ctx.find(_SAID["issued-by"], section.extent):
                yield Span(*match.span("value"))
