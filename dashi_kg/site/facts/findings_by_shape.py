"""Findings of the validation and notes on quality, each with the words that it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from dashi_kg.site.facts.card import Ref
from dashi_kg.site.facts.facts_panel import Cards
from dashi_kg.site.facts.findings import ShownFinding


@dataclass(frozen=True, slots=True)
class NumberedFinding:
    """One finding: its number on the page, the node with its words, the message."""

    number: int
    about: Ref
    message: str


@dataclass(frozen=True, slots=True)
class Check:
    """The findings of one shape, with its title and address; ``message`` is what they all say, else ``""``."""

    severity: str
    code: str
    title: str
    href: str
    message: str
    found: tuple[NumberedFinding, ...]


def checks(cards: Cards, findings: Sequence[ShownFinding]) -> list[Check]:
    """The findings by shape, in the order given, which numbers them from 1."""
    rows = []
    for (severity, code), group in groupby(enumerate(findings, 1), key=lambda p: (p[1].severity, p[1].code)):
        numbered = list(group)
        messages = {note.message(cards.lang) for _, note in numbered}
        found = []
        for number, note in numbered:
            found.append(NumberedFinding(number, cards.ref(note.focus), note.message(cards.lang)))
        shape = numbered[0][1].shape
        href = cards.site_graph.links.href(shape.iri, cards.path, cards.lang)
        common = messages.pop() if len(messages) == 1 else ""
        rows.append(Check(severity, code, shape.label[cards.lang], href, common, tuple(found)))
    return rows
