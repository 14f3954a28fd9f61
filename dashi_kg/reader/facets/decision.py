"""A decision with the rule that made it, and the form of the rules themselves: values with an example and a counterexample."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from dashi_kg.model import Observation
from dashi_kg.reader.facets.place import Desk, Place


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


class Decider(NamedTuple):
    """One rule. ``decide`` gives a decision, or ``None`` where the rule has nothing to say.

    ``example``: a text with one number in square brackets that this rule decides, and the key; ``counter``: one
    that looks alike and that it leaves alone.
    """

    id: str
    decide: Callable[[Desk, Place, Found], Decision | None]
    example: tuple[str, str]
    counter: str


def taken(found: Found, index: int | None, rule: str = "", less: int = 0) -> Decision | None:
    """The topic of another number, by its place; a little less sure where ``less`` is given."""
    if index is None:
        return None
    other = found.topics[index]
    return Decision(other.key, rule, max(0, other.margin - less), other.audience)


def first(deciders: Sequence[Decider], desk: Desk, place: Place, found: Found) -> Decision | None:
    """The decision of the first decider that has one."""
    for decider in deciders:
        if decision := decider.decide(desk, place, found):
            if decision.rule:
                return decision
            return Decision(decision.key, decider.id, decision.margin, decision.audience)
    return None
