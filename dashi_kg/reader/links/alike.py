"""Which values can be added: counter words of one kind."""

from __future__ import annotations

from dashi_kg.model import Observation
from dashi_kg.reader.rules.table import words

# counter words of one kind of thing: 件 and 起 count cases, 名 and 人 persons; 个 and 项 count anything
_FAMILIES = tuple(frozenset(family) for family in words("alike").values())


def alike(one: Observation, other: Observation) -> bool:
    """Whether two values can be added: one unit, counter words of one kind."""
    if one.unit != other.unit and not {one.unit, other.unit} <= {"number", "one"}:
        return False
    if one.unit not in ("number", "one") or one.classifier == other.classifier:
        return True
    return any(one.classifier in row and other.classifier in row for row in _FAMILIES)
