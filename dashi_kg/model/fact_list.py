"""Every fact of an extraction in one list: kind, words, values, rule — for eyes, for review, for corrections."""

from __future__ import annotations

from dataclasses import dataclass

from dashi_kg.model import Extraction, Span, kind_words
from dashi_kg.model.kinds import by_kind, reviewed_kinds


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. ``values``: what can be corrected, field → value; ``of``: tells facts of one span apart."""

    kind: str
    id: str
    span: Span
    rule: str
    words: str
    values: tuple[tuple[str, str], ...] = ()
    of: str = ""


def facts(found: Extraction, label: kind_words.Label = str) -> list[Fact]:
    """All facts in the order of the text; at one place the larger first.

    Args:
        label: how the keys of code lists are said.
    """
    rows = [
        Fact(
            kind.key,
            item.id,
            item.span,
            item.rule,
            kind.printed.words(found, item, label),
            tuple((name, kind_words.value(item, name)) for name in kind.form.corrects),
            getattr(item, kind.form.apart) if kind.form.apart else "",
        )
        for kind, items in by_kind(found, reviewed_kinds())
        if kind.form
        for item in items
    ]
    return sorted(rows, key=lambda f: (f.span.start, -f.span.end, f.kind, f.id))
