"""A decision with the rule that made it, and what is known of the numbers before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dashi_kg.model import Observation
from dashi_kg.reader.facets.place import Desk, Place
from dashi_kg.reader.rules.steps import Steps


class Decision(NamedTuple):
    """``key`` of a facet, by which rule, and how far ahead of the next key (0: undecided).

    ``backing`` of a topic: how far all words around together speak for it, ahead of the next topic (less than 0: for another).
    """

    key: str
    rule: str
    margin: int = 0
    audience: str = ""
    backing: int = 0


class Found(NamedTuple):
    """What is known of the numbers so far, in their order."""

    items: Sequence[Observation]
    topics: Sequence[Decision]
    kinds: Sequence[Decision]
    stages: Sequence[Decision]
    ends: Sequence[int]


def taken(found: Found, index: int | None, rule: str = "", less: int = 0) -> Decision | None:
    """The topic of another number, by its place; a little less sure where ``less`` is given."""
    if index is None:
        return None
    other = found.topics[index]
    return Decision(other.key, rule, max(0, other.margin - less), other.audience)


def decided_by(steps: Steps[Decision], desk: Desk, place: Place, found: Found, before: str = "") -> Decision:
    """The decision of the first step that has one, with the id of its rule; the last step always has one.

    Args:
        before: what was decided of the number before.
    """
    answer = steps.first(desk, place, found, before=before)
    assert answer is not None
    step, decision = answer
    return (
        decision if decision.rule else Decision(decision.key, step.rule, decision.margin, decision.audience)
    )
