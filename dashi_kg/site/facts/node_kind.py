"""Of which kind a node of the graph is, and on which basis it stands."""

from __future__ import annotations

from collections.abc import Mapping

from dashi_kg.model import kinds
from dashi_kg.site.facts.report_graph import Node

BASES = {
    "stated": ("原文所写", "Stated in the report"),
    "derived": ("推算值", "Derived"),
    "interpreted": ("人工解读", "Human interpretation"),
    "external": ("外部资料", "Outside source"),
    "proposed": ("机器候选（待确认）", "Machine suggestion (unconfirmed)"),
}
_OWN = "fz:"


def kinds_by_class(expand: Mapping[str, str]) -> dict[str, str]:
    """IRI of a class → key of the kind of its members; the first class of these that a node has decides.

    Our own classes come first: a report is a ``schema:Report``, too, as a document that it cites may be.

    Args:
        expand: prefix → namespace IRI.
    """
    pairs = [(name, kind.key) for kind in kinds.KINDS for name in kind.classes]
    found = {}
    for name, key in sorted(pairs, key=lambda pair: not pair[0].startswith(_OWN)):
        prefix, _, local = name.partition(":")
        found[expand[prefix] + local] = key
    return found


def kind_of(node: Node, by_class: Mapping[str, str]) -> str:
    """The key of a node's kind (:mod:`dashi_kg.model.kinds`); ``other`` for a class that has none.

    Args:
        by_class: of :func:`kinds_by_class`.
    """
    types = set(node.iris("rdf:type"))
    found = next((key for iri, key in by_class.items() if iri in types), kinds.OTHER)
    return "candidate" if found == "link" and basis(node) == "proposed" else found


def basis(node: Node) -> str:
    """The key of a node's basis; ``stated`` is not guessed: ``""`` where the graph does not say."""
    found = node.small("fz:basis")
    return found if found in BASES else ""
