"""What most items of a list share is said once: the value that an item has where it says nothing else."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from dashi_kg.export.lean_items import Lists, Node, list_names

DEFAULTS = "defaults"
# what may be shared: the class, and what is one of a few codes
_SHARED = (
    "certainty", "citationMode", "classifier", "documentKind", "domain", "eventKind", "forYear", "hasSectionRole", "mechanismKind", "periodBasis",
    "phenomenonTime", "planKind", "problemType", "qualifier", "reason", "role", "type", "unit", "year",
)  # fmt: skip


def with_defaults(lists: Lists) -> tuple[Lists, dict[str, Node]]:
    """The lists without what is shared, and what that is.

    Args:
        lists: name → items, which may have lists below them.

    Returns:
        The lists; and name → property → the most common value of the items that stand in lists of this name, wherever, if more have it than have none;
        those say ``null``. So ``{**defaults[name], **item}`` is the item, and in JSON-LD a ``null`` is no statement.
    """
    items: dict[str, list[Node]] = defaultdict(list)
    for name, item in walk(lists):
        items[name].append(item)
    shared = {name: found for name, some in sorted(items.items()) if (found := _shared(some))}
    return _without(lists, shared), shared


def walk(lists: Node) -> Iterator[tuple[str, Node]]:
    """Each item with the name of its list, and those of the lists below it."""
    for name in sorted(list_names() & lists.keys()):
        for item in lists[name]:
            yield name, item
            yield from walk(item)


def _shared(items: list[Node]) -> Node:
    found: Node = {}
    for name in _SHARED:
        values = Counter(json.dumps(item[name]) for item in items if name in item)
        value, times = min(values.items(), key=lambda entry: (-entry[1], entry[0]), default=("", 0))
        if times > max(1, len(items) - values.total()):
            found[name] = json.loads(value)
    return found


def _without(lists: Node, shared: Mapping[str, Node]) -> Node:
    found: Node = {}
    for name, value in lists.items():
        if name not in list_names():
            found[name] = value
            continue
        defaults = shared.get(name, {})
        found[name] = [_without(_lean(item, defaults), shared) for item in value]
    return found


def _lean(item: Node, defaults: Node) -> Node:
    said = {name: value for name, value in item.items() if name not in defaults or defaults[name] != value}
    return {**said, **{name: None for name in defaults if name not in item}}
