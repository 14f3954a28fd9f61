"""Triples as tables: predicate → subject → objects, and the other way where a query asks so."""

from __future__ import annotations

from collections.abc import Iterable

Table = dict[str, dict[str, None]]  # a set that keeps its order


class Triples:
    """What is said of each node, in the terms of N-Triples; each triple once."""

    def __init__(self, predicates: Iterable[str]) -> None:
        self._by: dict[str, Table] = {predicate: {} for predicate in predicates}
        self._made: dict[tuple[str, tuple[str, ...], bool], Table] = {}

    @property
    def by_predicate(self) -> dict[str, Table]:
        """Predicate → subject → objects: to be filled before the first question."""
        return self._by

    def objects(self, predicates: tuple[str, ...], repeated: bool = False) -> Table:
        """Subject → objects, by one of several predicates, taken once or (``repeated``) more often."""
        if len(predicates) == 1 and not repeated:
            return self._by.get(predicates[0], {})
        key = ("objects", predicates, repeated)
        if key not in self._made:
            both: Table = {}
            for predicate in predicates:
                for subject, things in self._by.get(predicate, {}).items():
                    both.setdefault(subject, {}).update(things)
            self._made[key] = _farther(both) if repeated else both
        return self._made[key]

    def subjects(self, predicates: tuple[str, ...], repeated: bool = False) -> Table:
        """Object → subjects."""
        key = ("subjects", predicates, repeated)
        if key not in self._made:
            found: Table = {}
            for subject, things in self.objects(predicates, repeated).items():
                for thing in things:
                    if thing in found:
                        found[thing][subject] = None
                    else:
                        found[thing] = {subject: None}
            self._made[key] = found
        return self._made[key]

    def lines(self) -> str:
        """All as N-Triples."""
        return "".join(
            f"{subject} {predicate} {thing} .\n"
            for predicate, table in self._by.items()
            for subject, things in table.items()
            for thing in things
        )


def _farther(table: Table) -> Table:
    """Whatever is reached in one step or more."""
    found: Table = {}
    for start, things in table.items():
        reached = dict(things)
        waiting = list(things)
        while waiting:
            for thing in table.get(waiting.pop(), {}):
                if thing not in reached:
                    reached[thing] = None
                    waiting.append(thing)
        found[start] = reached
    return found
