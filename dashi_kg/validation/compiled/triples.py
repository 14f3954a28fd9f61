"""Triples as tables: predicate → subject → objects, and the other way where a query asks so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from dashi_kg.rdf.lines import in_one_form

# each node with what it is told of, in order, each once: most are told one thing, which a tuple holds in less time
Table = dict[str, Collection[str]]
Known = dict[bytes, tuple[str]]  # objects as they stand in a file, and as a table has them
_FEW = 8  # things that a tuple holds
_KNOWN = 16_384  # objects that are kept from one part to the next
_NEXT = b".\n"  # the end of a line
_CUT = 1 << 15  # bytes of lines that are cut at once


class Said(NamedTuple):
    """What is said of one node: by each predicate, each thing once. Kept for all data that look at it."""

    subject: str
    things: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, subject: str, said: Iterable[tuple[str, str]]) -> Said:
        """From predicates and objects."""
        by: dict[str, dict[str, None]] = {}
        for predicate, thing in said:
            by.setdefault(predicate, {})[thing] = None
        return cls(subject, tuple([(predicate, tuple(things)) for predicate, things in by.items()]))


class Triples:
    """What is said of each node, in the terms of N-Triples; each triple once."""

    def __init__(self, predicates: Iterable[str]) -> None:
        self._by: dict[str, Table] = {predicate: {} for predicate in predicates}
        self._several: dict[str, dict[str, None]] = {}
        self._made: dict[tuple[str, tuple[str, ...], bool], Table] = {}

    def take(self, said: Iterable[tuple[str, str, str, str]]) -> int:
        """Take triples (what else is told of one, as its graph, is not looked at), before the first question; how many there were."""
        table_of = self._by.get
        total = 0
        for subject, predicate, thing, _ in said:
            total += 1
            if (table := table_of(predicate)) is not None:
                if subject not in table:
                    table[subject] = (thing,)
                elif thing not in table[subject]:
                    table[subject] = _with(table[subject], thing)
                    self._several.setdefault(predicate, {})[subject] = None
        return total

    def take_lines(self, lines: bytes, known: Known) -> bool:
        """Take the triples of lines of N-Quads that are written as most are; whether they are: else what was taken is not all.

        Lines are cut at blanks, and each word is looked at once, however often it stands there.

        Args:
            lines: those of a subject after each other, which takes the least time.
            known: objects that were met before; takes those that are met.
        """
        table_of: dict[bytes, Table | None] = {name.encode(): table for name, table in self._by.items()}
        iris, fresh = set[str](), list[bytes]()
        try:
            # few lines at a time: memory that was just used is used again
            usual = all(self._take_words(piece, table_of, known, iris, fresh) for piece in _cut(lines))
            usual = usual and in_one_form(iris, [known[thing][0] for thing in fresh])
        except UnicodeDecodeError:
            usual = False
        if not usual or len(known) > _KNOWN:
            known.clear()
        return usual

    def _take_words(
        self,
        lines: bytes,
        table_of: dict[bytes, Table | None],
        known: Known,
        iris: set[str],
        fresh: list[bytes],
    ) -> bool:
        """Take lines, whether they are terms between blanks; which terms, is not looked at.

        Args:
            lines: whole ones.
            table_of: by predicates; takes others.
            known: objects; takes others.
            iris: takes the words that have to be IRIs.
            fresh: takes the objects that were not known.
        """
        words = iter(lines.split(b" "))
        first = next(words)
        subject, graph, same = first.decode(), b"", _NEXT + first
        iris.add(subject)
        # behind the last word of a line stands the first of the next
        for name, thing, graph_of, next_line in zip(words, words, words, words, strict=False):
            if next_line != same and next_line[:2] != _NEXT:  # an object with blanks
                pieces = [thing, graph_of, next_line]
                for next_line in words:
                    if next_line[:2] == _NEXT:
                        break
                    pieces.append(next_line)
                graph_of = pieces.pop()
                thing = b" ".join(pieces)
            if graph_of != graph:
                graph = graph_of
                iris.add(graph.decode())
            if name in table_of:
                table = table_of[name]
            else:
                table = table_of[name] = None
                iris.add(name.decode())
            if thing in known:
                things = known[thing]
            else:
                things = known[thing] = (thing.decode(),)
                fresh.append(thing)
            if table is not None:
                if subject not in table:
                    table[subject] = things
                elif things[0] not in table[subject]:
                    table[subject] = _with(table[subject], things[0])
                    self._several.setdefault(name.decode(), {})[subject] = None
            if next_line != same:
                same = next_line
                if same == _NEXT:
                    break
                subject = same[2:].decode()
                iris.add(subject)
        return same == _NEXT and next(words, None) is None

    def take_nodes(self, nodes: Iterable[Said]) -> None:
        """Take what is said of nodes."""
        table_of = self._by.get
        for subject, by in nodes:
            for predicate, things in by:
                if (table := table_of(predicate)) is None:
                    continue
                if subject not in table:
                    table[subject] = things if len(things) <= _FEW else dict.fromkeys(things)
                elif more := [thing for thing in things if thing not in table[subject]]:
                    for thing in more:
                        table[subject] = _with(table[subject], thing)
                if len(table[subject]) > 1:
                    self._several.setdefault(predicate, {})[subject] = None

    def tables(self) -> Iterable[Table]:
        """Subject → objects, of each predicate."""
        return self._by.values()

    def objects(self, predicates: tuple[str, ...], repeated: bool = False) -> Table:
        """Subject → objects, by one of several predicates, taken once or (``repeated``) more often."""
        if len(predicates) == 1 and not repeated:
            return self._by.get(predicates[0], {})
        key = ("objects", predicates, repeated)
        if key not in self._made:
            both: Table = {}
            for predicate in predicates:
                _join(both, self._by.get(predicate, {}))
            self._made[key] = _farther(both) if repeated else both
        return self._made[key]

    def several(self, predicates: tuple[str, ...], repeated: bool = False) -> Collection[str]:
        """The subjects that are told two things or more by these predicates."""
        if len(predicates) == 1 and not repeated:
            return self._several.get(predicates[0], ())
        key = ("several", predicates, repeated)
        if key not in self._made:
            table = self.objects(predicates, repeated)
            self._made[key] = {subject: () for subject, things in table.items() if len(things) > 1}
        return self._made[key]

    def subjects(self, predicates: tuple[str, ...], repeated: bool = False) -> Table:
        """Object → subjects."""
        key = ("subjects", predicates, repeated)
        if key not in self._made:
            found: dict[str, list[str]] = {}
            for subject, things in self.objects(predicates, repeated).items():
                for thing in things:
                    if thing in found:
                        found[thing].append(subject)
                    else:
                        found[thing] = [subject]
            # a subject stands once among those of a thing, as the thing does among its own
            self._made[key] = {
                thing: subjects if len(subjects) <= _FEW else dict.fromkeys(subjects)
                for thing, subjects in found.items()
            }
        return self._made[key]

    def lines(self) -> str:
        """All as N-Triples."""
        return "".join(
            f"{subject} {predicate} {thing} .\n"
            for predicate, table in self._by.items()
            for subject, things in table.items()
            for thing in things
        )


def _with(things: Collection[str], thing: str) -> Collection[str]:
    """Things and one more, which is none of them."""
    if isinstance(things, dict):
        things[thing] = None
        return things
    return (*things, thing) if len(things) < _FEW else dict.fromkeys((*things, thing))


def _join(table: Table, other: Table) -> None:
    """Add to a table what another tells."""
    for subject, things in other.items():
        if subject not in table:
            table[subject] = things
        elif more := [thing for thing in things if thing not in table[subject]]:
            table[subject] = dict.fromkeys((*table[subject], *more))


def _farther(table: Table) -> Table:
    """Whatever is reached in one step or more."""
    found: Table = {}
    for start, things in table.items():
        reached = dict.fromkeys(things)
        waiting = list(things)
        while waiting:
            for thing in table.get(waiting.pop(), ()):
                if thing not in reached:
                    reached[thing] = None
                    waiting.append(thing)
        found[start] = reached
    return found


def _cut(lines: bytes) -> Iterator[bytes]:
    """Whole lines, some at a time."""
    begin = 0
    while begin < len(lines):
        end = lines.find(b"\n", begin + _CUT) + 1 or len(lines)
        yield lines[begin:end]
        begin = end
