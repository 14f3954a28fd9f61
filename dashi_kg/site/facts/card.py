"""What a card of a fact holds."""

from __future__ import annotations

from dataclasses import dataclass

from dashi_kg.model.kinds import Card
from dashi_kg.site.facts.findings import ShownFinding
from dashi_kg.site.facts.report_graph import Anchor, Node
from dashi_kg.site.layout.languages import Said
from dashi_kg.site.shared.amounts import Amount


@dataclass(frozen=True, slots=True)
class Ref:
    """One value of a row: words, their language, the address of their page or card.

    ``link`` is the id of the interpretive node that says it, where a reader said it and not the text; ``former`` are
    the ids that this node had in earlier releases.
    """

    words: str
    lang: str = ""
    href: str = ""
    link: str = ""
    by: str = ""
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactCard:
    """What stands on a card. ``kind``: key of the kind; ``title`` links to ``href`` where it has a page of its own;
    ``rows``: word and its values; ``usual``: it was read by the usual rule of its kind, and nobody says how sure it is.
    """

    id: str
    iri: str
    kind: str
    card: Card
    basis: str
    title: Said
    href: str
    value: str
    words: str
    tags: tuple[str, ...]
    anchors: tuple[Anchor, ...]
    rows: tuple[tuple[str, tuple[Ref, ...]], ...]
    grade: str
    rule: str
    findings: tuple[tuple[int, ShownFinding], ...]
    notes: tuple[Ref, ...]
    usual: bool = False
    amount: Amount | None = None
    former: tuple[str, ...] = ()  # its ids in earlier releases, which still lead to it


@dataclass(frozen=True, slots=True)
class SectionCards:
    """The facts of one section; ``section`` is ``None`` for those that belong to no place in the text."""

    section: Node | None
    facts: tuple[FactCard, ...]
