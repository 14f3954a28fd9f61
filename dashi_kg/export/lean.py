"""One node as a JSON-LD tree for programs: its own statements, what it names with labels, and below it its anchored items.

The context is named, not written out (``{base}ontology/context.jsonld``), and IRIs are relative to the base, so that a report weighs
a few times its text. What a program finds by the id of another node (its section, its indicator) is told by id only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Triple

from dashi_kg.rdf.jsonld import compactor, natural, nodes

Node = dict[str, Any]
# of an item: what its report says, or its class, or what only tells how it was read
_LEFT_OUT = frozenset(
    (
        "basis",
        "inReport",
        "issuer",
        "comparisonKey",
        "countedBy",
        "rule",
        "translationBasis",
        "item",
        "hasTarget",
        "hasPart",
        "treatAs",
    )
)
# of the root: what only tells how its page was read
_ROOT_LEFT_OUT = frozenset(("rule", "titleBasis", "translationBasis"))


def lean_tree(triples: Iterable[Triple], iri: str, base: str) -> Node:
    """The tree of an IRI.

    Args:
        triples: of its document.
        iri: the root; its items are the anchored nodes that have a fragment of it.
        base: the base IRI.

    Returns:
        A JSON-LD document. What the root names is ``{"id", "label"}`` (of a concept ``prefLabel``) where the triples have a label; an item's anchor is its
        words and its place in the text (``t:char=begin,end``, half-open code points).
    """
    known = {node["id"]: node for node in nodes(triples, base).values()}
    root = compactor(base).iri(iri)
    said = {name: v for name, v in known.get(root, {"id": root}).items() if name not in _ROOT_LEFT_OUT}
    if said.get("label") == said.get("title"):
        said.pop("label", None)
    text = said.get("wasDerivedFrom")  # a text has no name but that of its report
    short = {"@base": base, "r": f"{iri}#", "items": "@included"}
    if isinstance(text, str):
        short["t"] = f"{base}{text.removeprefix(base)}#"
    tree: Node = {
        "@context": [f"{base}ontology/context.jsonld", short],
        **{
            name: value if name in ("id", "type") or value == text else _named(known, value)
            for name, value in said.items()
        },
    }
    items = [
        _item(known, known[key], said)
        for key in sorted(known, key=natural)
        if key.startswith(f"{root}#") and "anchor" in known[key]
    ]
    if items:
        tree.pop("hasPart", None)  # they are among the items
        tree["items"] = items
    spaces = {space: f"{name}:" for name in ("r", "t") if (space := short.get(name))}
    return _relative(tree, base, spaces)  # type: ignore[no-any-return]


def _named(known: Mapping[str, Node], value: Any) -> Any:
    """A value of the root: a node with its label."""
    if isinstance(value, list):
        return [_named(known, one) for one in value]
    other = known.get(value) if isinstance(value, str) else None
    name = next((n for n in ("label", "prefLabel") if other and n in other), "")
    return {"id": value, name: other[name]} if other and name else value


def _item(known: Mapping[str, Node], node: Node, root: Node) -> Node:
    """An item of the root; what it shares with it stands there."""
    found = {name: value for name, value in node.items() if name not in _LEFT_OUT}
    if found.get("isPartOf") == root["id"]:
        del found["isPartOf"]
    if "year" in found and found["year"] == root.get("reportYear"):
        del found["year"]
    anchors = node["anchor"] if isinstance(node["anchor"], list) else [node["anchor"]]
    if node.get("type") == "Section":  # its items have the words
        return {**found, "anchor": anchors[0] if len(anchors) == 1 else anchors}
    places = [
        {"id": key, "anchorOf": known[key]["anchorOf"]} if "anchorOf" in known.get(key, {}) else key
        for key in anchors
    ]
    label = found.get("label")
    if (
        isinstance(label, dict)
        and len(places) == 1
        and isinstance(places[0], dict)
        and places[0].get("anchorOf") == label.get("zh")
    ):
        label = found["label"] = {
            tag: words for tag, words in label.items() if tag != "zh"
        }  # it is the quote
        if not label:
            del found["label"]
    return {**found, "anchor": places[0] if len(places) == 1 else places}


def _relative(value: Any, base: str, spaces: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {
            name: words if name == "@context" else _relative(words, base, spaces)
            for name, words in value.items()
        }
    if isinstance(value, list):
        return [_relative(one, base, spaces) for one in value]
    if not isinstance(value, str) or not value.startswith(base):
        return value
    for space, prefix in spaces.items():
        if value.startswith(space):
            return prefix + value.removeprefix(space)
    return value.removeprefix(base)
