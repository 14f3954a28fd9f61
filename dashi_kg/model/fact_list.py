"""Every fact of an extraction in one list: kind, words, values, rule — for eyes, for review, for corrections."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from dashi_kg.model import Extraction, Observation, Span, kind_words
from dashi_kg.model.kinds import by_kind, reviewed_kinds

LINKS = ("component_of", "numerator", "denominator")  # from a figure to another, which is named by its words


class Fact(NamedTuple):
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
    named = references(found)
    rows = [
        Fact(
            kind.key,
            item.id,
            item.span,
            item.rule,
            kind.printed.words(found, item, label),
            tuple((name, _value(item, name, named)) for name in kind.form.corrects),
            getattr(item, kind.form.apart) if kind.form.apart else "",
        )
        for kind, items in by_kind(found, reviewed_kinds())
        if kind.form
        for item in items
    ]
    return sorted(rows, key=lambda f: (f.span.start, -f.span.end, f.kind, f.id))


def _value(item: Any, name: str, named: dict[str, str]) -> str:
    """A value that can be corrected; a link is given by the words of the other figure."""
    return named.get(getattr(item, name) or "", "") if name in LINKS else kind_words.value(item, name)


def references(found: Extraction) -> dict[str, str]:
    """Figure → the words by which a correction names it: its quote; of several with one quote, what it counts as well.

    Those that even so are two of the same words have none.
    """
    quotes = {o.id: found.source.quote(o.span) for o in found.observations}
    often = Counter(quotes.values())
    words = {o.id: _apart(quotes[o.id], o, often) for o in found.observations}
    twice = Counter(words.values())
    return {identity: said for identity, said in words.items() if twice[said] == 1}


def _apart(quote: str, o: Observation, often: Counter[str]) -> str:
    return quote if often[quote] == 1 else f"{quote}｜{o.counted}"


def referred(found: Extraction, words: str) -> str | None:
    """The id of the figure of these words (:func:`references`), if there is exactly one."""
    return next((identity for identity, said in references(found).items() if said == words), None)
