"""Trees that a web developer likes: JSON-LD framed by the files of ``ontology/frames/``.

The files are frames of JSON-LD 1.1 Framing (W3C Recommendation 2020) and serve any processor. The library's
general algorithm takes seconds for a report; :func:`framed` does what our frames use: ``type`` or properties
to match, ``@embed`` ``@always`` or ``@never``, ``@explicit``, reverse terms. ``tests/test_frames.py`` frames
the same triples with the library and compares. No context is ever fetched.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Triple

from dashi_kg.errors import DataError
from dashi_kg.language import Both
from dashi_kg.rdf.jsonld import compactor, nodes
from dashi_kg.rdf.ontology_files import context
from dashi_kg.resources import ontology_dir

FRAMES = ("report", "observation", "problem", "plan-item")

Node = dict[str, Any]


def frame(name: str, base: str) -> dict[str, Any]:
    """One frame with its context whole: the terms of our context, and those that the frame adds.

    Args:
        name: one of :data:`FRAMES`.
        base: the base IRI.

    Raises:
        DataError: the file is missing or is not JSON.
    """
    path = ontology_dir() / "frames" / f"{name}.jsonld"
    try:
        loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(
            Both(f"不是 JSON-LD 框架（{error}）", f"not a JSON-LD frame ({error})"),
            remedy=Both("请恢复该文件。", "Restore the file."),
            file=path.name,
        ) from None
    return {**loaded, "@context": {**context(base)["@context"], **loaded["@context"]}}


def framed(triples: Iterable[Triple], name: str, base: str) -> dict[str, Any]:
    """The nodes that a frame names, as a JSON-LD document.

    Args:
        triples: any triples without blank nodes.
        name: one of :data:`FRAMES`.
        base: the base IRI.

    Returns:
        ``{"@context": …, "graph": [node, …]}``, the nodes in the order of the text.
    """
    wanted = frame(name, base)
    framer = Framer({n["id"]: n for n in nodes(triples, base).values()}, wanted["@context"], base)
    return {"@context": wanted["@context"], "graph": framer.matches(wanted)}


class Framer:
    """Frames compacted nodes (id → node object) in a context that adds sets and reverse terms to ours."""

    def __init__(self, known: Mapping[str, Node], terms: Mapping[str, Any], base: str) -> None:
        # as they stand in the text: an id says what is in it, and not where
        self.nodes = dict(sorted(known.items(), key=lambda entry: place_of(entry[1], known)))
        self._ranks = {key: rank for rank, key in enumerate(self.nodes)}
        self._shown: dict[str, set[str]] = defaultdict(set)
        entries = {name: entry for name, entry in terms.items() if isinstance(entry, dict)}
        self._sets = {n for n, entry in entries.items() if entry.get("@container") == "@set"}
        self._short = compactor(base)
        self._prefixes = self._short.prefixes
        self._pointing: dict[str, dict[str, list[str]]] = {}
        for term, entry in entries.items():
            if "@reverse" in entry:
                self._pointing[term] = self._backwards(self._term(entry["@reverse"]))

    def _term(self, name: str) -> str:
        """A property of a frame as the nodes have it: ``skos:prefLabel`` → ``prefLabel``."""
        prefix, colon, local = name.partition(":")
        return self._short.word(self._prefixes[prefix] + local) if colon else name

    def _backwards(self, term: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for key, node in self.nodes.items():
            for target in as_list(node.get(term, [])):
                found[target].append(key)
        return found

    def matches(self, wanted: Mapping[str, Any]) -> list[Node]:
        """The nodes that match the frame, each framed."""
        return [self.node(node, wanted) for node in self.nodes.values() if self._matches(node, wanted)]

    def _matches(self, node: Node, wanted: Mapping[str, Any]) -> bool:
        if kinds := as_list(wanted.get("type", [])):
            return bool(set(kinds) & set(as_list(node.get("type", []))))
        properties = [self._term(name) for name in wanted if not name.startswith("@")]
        return not properties or any(name in node for name in properties)

    def node(self, node: Node, wanted: Mapping[str, Any], above: tuple[str, ...] = ()) -> Node:
        """One node framed; ``above``: the ids of the nodes around it."""
        key = node["id"]
        above = (*above, key)
        inner = {self._term(n): w for n, w in wanted.items() if not n.startswith("@") and n != "type"}
        out: Node = {}
        for name, found in node.items():
            if name in ("id", "type"):
                out[name] = found
            elif name in inner or not wanted.get("@explicit"):
                out[name] = self._value(found, inner.get(name, {}), above, name in self._sets)
        self._shown[key].update(out)
        for name, pointing in self._pointing.items():
            if name in inner:
                found = [self.nodes[k] for k in pointing.get(key, []) if k not in above]
                if fitting := [
                    self.node(n, inner[name], above) for n in found if self._matches(n, inner[name])
                ]:
                    out[name] = fitting
        return out

    def complete(self, node: Node) -> bool:
        """Whether all that the node says stands in what was framed so far."""
        return node.keys() <= self._shown[node["id"]]

    def _value(self, value: Any, wanted: Mapping[str, Any], above: tuple[str, ...], as_set: bool) -> Any:
        if wanted.get("@embed") == "@always":
            ordered = sorted(as_list(value), key=lambda v: self._ranks.get(str(v), -1))
            value = [self._embedded(v, wanted, above) for v in ordered]
            return value if as_set or len(value) > 1 else value[0]
        return as_list(value) if as_set else value

    def _embedded(self, reference: Any, wanted: Mapping[str, Any], above: tuple[str, ...]) -> Any:
        target = self.nodes.get(reference) if isinstance(reference, str) else None
        if target is None or reference in above or not self._matches(target, wanted):
            return reference
        return self.node(target, wanted, above)


def place_of(node: Node, known: Mapping[str, Node]) -> int:
    """Where the words of a node begin; nodes without words come first, and keep their order."""
    anchors = (known[iri] for iri in as_list(node.get("anchor", [])) if iri in known)
    return min((int(anchor["beginIndex"]) for anchor in anchors), default=0)


def as_list(value: Any) -> list[Any]:
    """JSON-LD's one-or-many as many."""
    return value if isinstance(value, list) else [value]
