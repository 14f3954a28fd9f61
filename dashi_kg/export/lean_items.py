"""What a report states, as lists below what each item is part of: sections in sections, measures in sections, figures in measures.

The names of the lists are those of ``report.framed.jsonld``. What has no place in the outline stands in lists below the report itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from dashi_kg.export.frames import as_list
from dashi_kg.model import kinds
from dashi_kg.rdf.jsonld import natural

Node = dict[str, Any]
Lists = dict[str, list[Node]]
AT = "#char="  # between a text and a place in it
SECTIONS = "hasPart"
REST = "items"  # what is of no kind, or should stand in a section or a measure and does not
_OTHER_FIGURES = "otherFigures"  # of a section, in none of its measures
# of an item: what its class or another node says, or what only tells how it was read
_LEFT_OUT = frozenset(
    ("comparisonKey", "countedBy", "hasPart", "hasTarget", "item", "rule", "translationBasis", "treatAs")
)
# of an item → of the root, where they are the same
_OF_ROOT = {"basis": "basis", "inReport": "id", "issuer": "creator", "year": "reportYear"}
# reverse term of the frames → the property that it reads backwards
_BACKWARDS = {"contents": "inSection", "figures": "reportedIn"}
_CLAUSE_END = re.compile("[,，;；:：。]")
_DIGIT = re.compile("[0-9]")
_AROUND = " ,，、:：;；。"
_LONGEST = 30  # code points of a name that is the opening of a part


class _Place(NamedTuple):
    """A list, what it stands below, and the property of the item that it stands for (``""``: none)."""

    name: str
    whole: str
    link: str


@cache
def _kinds() -> dict[str, tuple[str, str]]:
    """Class → the list of its members, and the property by which they name what they stand in (``""``: none)."""
    found: dict[str, tuple[str, str]] = {}
    for kind in kinds.KINDS:
        first, *more = kind.key.split("-")
        plural = kind.field or f"{first}{''.join(map(str.capitalize, more))}s"
        entry = (kind.tree[1], _BACKWARDS[kind.tree[0]]) if kind.tree else (plural, "")
        for name in kind.classes:
            found.setdefault(name.partition(":")[2], entry)
    return {**found, "Section": (SECTIONS, "isPartOf")}


@cache
def backwards() -> dict[str, Node]:
    """The terms of the lists that stand for a property read backwards."""
    links = {name: link for name, link in _kinds().values() if link and name != SECTIONS}
    links[_OTHER_FIGURES] = "inSection"
    return {name: {"@reverse": f"fz:{link}", "@type": "@id"} for name, link in sorted(links.items())}


@cache
def list_names() -> frozenset[str]:
    """What a list can be called; no property is."""
    return frozenset((REST, _OTHER_FIGURES, *(name for name, _ in _kinds().values())))


def items_below(known: Mapping[str, Node], root: str, text: str) -> Lists:
    """The lists below a root.

    Args:
        known: id → compacted node, of all that is said.
        root: the id of the root; its items are the anchored nodes that have a fragment of it.
        text: the archived text that the anchors mean; ``""``: it is not known.

    Returns:
        Name of the list → its items in the order of the text, each with the lists below it. An item says by its place what the list stands for, and leaves
        out what the root says too, and a label (:func:`name_of`) and what is counted (:func:`counted_in`) where its words tell it. ``at`` is its anchor, an
        id, or ``{"id", "anchorOf"}`` where the text does not have these words there; ``indicator`` is short for ``observedProperty``.
    """
    own = {key: node for key, node in known.items() if key.startswith(f"{root}#") and "anchor" in node}
    places = {key: _place(node, own, root) for key, node in own.items()}
    lists: dict[str, Lists] = defaultdict(dict)
    for key in sorted(own, key=lambda key: (_begin(own[key]), natural(key))):
        place = places[key] if _reaches(root, key, places) else _Place(REST, root, "")
        item = _item(own[key], known, known.get(root, {}), text)
        item.pop(place.link, None)
        lists[place.whole].setdefault(place.name, []).append(item)
    return _nested(lists, root)


def _nested(lists: Mapping[str, Lists], key: str) -> Lists:
    found = lists.get(key, {})
    names = sorted(found, key=lambda name: (name != SECTIONS, name))
    return {name: [{**item, **_nested(lists, item["id"])} for item in found[name]] for name in names}


def _place(node: Node, own: Mapping[str, Node], root: str) -> _Place:
    """Where an item stands by what it says."""
    rows = (_kinds()[name] for name in as_list(node.get("type", [])) if name in _kinds())
    name, link = next(rows, (REST, ""))
    if not link:
        return _Place(name, root, "")
    if link == "reportedIn" and link not in node:
        name, link = _OTHER_FIGURES, "inSection"
    whole = node.get(link)
    if isinstance(whole, str) and (whole in own or (whole == root and name == SECTIONS)):
        return _Place(name, whole, link)
    return _Place(REST, root, "")


def _reaches(root: str, key: str, places: Mapping[str, _Place]) -> bool:
    """Whether one gets from an item to the root: what are parts of each other would stand nowhere."""
    seen: set[str] = set()
    while key not in seen:
        if key == root:
            return True
        seen.add(key)
        key = places[key].whole
    return False


def _item(node: Node, known: Mapping[str, Node], root: Node, text: str) -> Node:
    """An item without what is said elsewhere."""
    found = {name: value for name, value in node.items() if name not in _LEFT_OUT}
    for name, above in _OF_ROOT.items():
        if name in found and found[name] == root.get(above):
            del found[name]
    keys = as_list(node["anchor"])
    words = [known.get(key, {}).get("anchorOf", "") for key in keys]
    places = [
        {"id": key, "anchorOf": said} if said and _at(key, text) != said else key
        for key, said in zip(keys, words, strict=True)
    ]
    del found["anchor"]
    found["at"] = places[0] if len(places) == 1 else places
    _leave_out(found, "label", name_of(words[0], node) if len(keys) == 1 else "")
    if "observedProperty" in found:  # a figure
        found["indicator"] = found.pop("observedProperty")
        found.setdefault("countedThing", None)  # nobody knows: its words do not tell it
        _leave_out(found, "countedThing", counted_in(words[0]))
    return found


def _leave_out(item: Node, name: str, words: str) -> None:
    """Take the Chinese words of a property away where they are these."""
    said = item.get(name)
    if isinstance(said, dict) and said.get("zh") == words:
        item[name] = {tag: other for tag, other in said.items() if tag != "zh"}
        if not item[name]:
            del item[name]


def name_of(words: str, node: Node) -> str:
    """What an item is called that says no label: its words, with one space for what is between lines; a measure, the first clause of them; a section, what is behind its mark, cut where it is long.

    >>> name_of("印发资料50份，发放到户", {"type": "Measure"})
    '印发资料50份'
    >>> name_of("(一)加强领导。", {"type": "Section", "marker": "(一)"})
    '加强领导'
    """
    classes = as_list(node.get("type", []))
    words = " ".join(words.split())
    if "Measure" in classes:
        return _CLAUSE_END.split(words, maxsplit=1)[0]
    if "Section" not in classes:
        return words
    name = words.removeprefix(str(node.get("marker", ""))).strip(_AROUND)
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def counted_in(words: str) -> str:
    """What a figure counts that does not say it: what stands before its first digit, without spaces and line ends.

    >>> counted_in("印发资料50份")
    '印发资料'
    """
    return "".join(_DIGIT.split(words, maxsplit=1)[0].split()).strip(_AROUND)


def _begin(node: Node) -> int:
    """Where the words of an item begin."""
    return min((span[0] for key in as_list(node["anchor"]) if (span := _span(key))), default=0)


def _at(anchor: str, text: str) -> str:
    """The words of the text at an anchor."""
    span = _span(anchor)
    return text[span[0] : span[1]] if span else ""


def _span(anchor: str) -> tuple[int, int] | None:
    """The place that an anchor names (RFC 5147: ``#char=begin,end``)."""
    begin, _, end = anchor.rpartition(AT)[2].partition(",")
    return (int(begin), int(end)) if begin.isdecimal() and end.isdecimal() else None
