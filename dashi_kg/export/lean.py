"""One node as a JSON-LD tree for programs: its own statements, what it names with labels, and below a report all that it states.

The context is named, not written out (``{base}ontology/context.jsonld``), and IRIs are relative to the base or have a prefix of one
letter. A report's tree has its text once, and each item its place there; items stand below what they are part of
(:mod:`dashi_kg.export.lean_items`), and what most of a list share is said once (:mod:`dashi_kg.export.lean_defaults`): so a report
weighs a few times its text. What a program finds by the id of another node (its indicator) is told by id only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Triple

from dashi_kg.export.lean_defaults import DEFAULTS, walk, with_defaults
from dashi_kg.export.lean_items import AT, SECTIONS, Lists, Node, backwards, items_below
from dashi_kg.rdf.jsonld import compactor, nodes

# of the root: what only tells how its page was read
_ROOT_LEFT_OUT = frozenset(("rule", "titleBasis", "translationBasis"))


def lean_tree(triples: Iterable[Triple], iri: str, base: str) -> Node:
    """The tree of an IRI.

    Args:
        triples: of its document; of a report, with the text that it was read from.
        iri: the root; its items are the anchored nodes that have a fragment of it.
        base: the base IRI.

    Returns:
        A JSON-LD document. What the root names is ``{"id", "label"}`` (of a concept ``prefLabel``) where the triples have a label. An item's anchor is its
        place in the text (``t:begin,end``, half-open code points), with its words where the triples do not have the text. ``defaults`` says for each list what
        an item has that says nothing else; it is no statement of JSON-LD.
    """
    known = {node["id"]: node for node in nodes(triples, base).values()}
    root = compactor(base).iri(iri)
    said = {name: v for name, v in known.get(root, {"id": root}).items() if name not in _ROOT_LEFT_OUT}
    if said.get("label") == said.get("title"):
        said.pop("label", None)
    source = said.get("wasDerivedFrom")  # a text has no name but that of its report
    text = known.get(source, {}).get("text") if isinstance(source, str) else None
    head = {
        name: value if name in ("id", "type") or value == source else _named(known, value)
        for name, value in said.items()
    }
    if text:
        head["wasDerivedFrom"] = {"id": source, "text": text}
    lists, shared = with_defaults(items_below(known, root, text or ""))
    if lists:
        head.pop(SECTIONS, None)  # they are one of the lists
        if "anchor" in head:
            head["at"] = head.pop("anchor")
        head |= {DEFAULTS: shared, **lists}
    short: Node = {"@base": base, "r": f"{iri}#", "i": f"{base}indicator/", "c": f"{base}classifier/"}
    if isinstance(source, str):
        short["t"] = {"@id": f"{base}{source.removeprefix(base)}{AT}", "@prefix": True}
    short |= _terms(lists)
    spaces = {
        value["@id"] if isinstance(value, dict) else value: name
        for name, value in short.items()
        if len(name) == 1
    }
    return {"@context": [f"{base}ontology/context.jsonld", short], **_relative(head, base, spaces)}


def _terms(lists: Lists) -> Node:
    """What the context of an item needs beside the terms of all data."""
    if not lists:
        return {}
    used = {name for name, _ in walk(lists)} - {SECTIONS}
    return {
        DEFAULTS: None,  # no statements: they tell how to read the items
        "at": {"@id": "fz:anchor", "@type": "@id"},
        "indicator": {"@id": "sosa:observedProperty", "@type": "@id"},
        **{name: backwards().get(name, "@included") for name in sorted(used)},
    }


def _named(known: Mapping[str, Node], value: Any) -> Any:
    """A value of the root: a node with its label."""
    if isinstance(value, list):
        return [_named(known, one) for one in value]
    other = known.get(value) if isinstance(value, str) else None
    name = next((n for n in ("label", "prefLabel") if other and n in other), "")
    return {"id": value, name: other[name]} if other and name else value


def _relative(value: Any, base: str, spaces: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _relative(words, base, spaces) for name, words in value.items()}
    if isinstance(value, list):
        return [_relative(one, base, spaces) for one in value]
    if not isinstance(value, str) or not value.startswith(base):
        return value
    for space, prefix in spaces.items():
        if value.startswith(space):
            return f"{prefix}:{value.removeprefix(space)}"
    return value.removeprefix(base)
