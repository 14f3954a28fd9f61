"""A large sorted file of N-Quads is checked in parts, by several processes; memory does not grow with the file."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from functools import reduce
from itertools import chain
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from dashi_kg import processes
from dashi_kg.validation.checks import QUERIES
from dashi_kg.validation.compiled.not_compiled import NotCompiledError
from dashi_kg.validation.compiled.reach import FarReachError, Reach, predicates_of, reach_of
from dashi_kg.validation.compiled.syntax import read_query
from dashi_kg.validation.data import Solution
from dashi_kg.validation.documents import Documents, document_of, documents_of
from dashi_kg.validation.engine import Outcome, Validator
from dashi_kg.validation.finding import Finding, Shape
from dashi_kg.validation.parts import Around, Part, parts_of

_WAITING = 4  # parts a process that wait, so that none is idle

Shared = Callable[[], Iterable[Quad]]
_Fields = tuple[Any, ...]  # of a finding, with the place of its shape instead of the shape


def check_large(file: Path, base: str, shared: Shared, jobs: int = 1) -> Outcome:
    """The findings on a file, as of :class:`~dashi_kg.validation.engine.Validator`.

    Args:
        file: N-Quads, sorted by code points.
        base: the base IRI.
        shared: gives what all reports share; it can be pickled where there are several processes.
        jobs: processes.

    Raises:
        NotInPartsError: the file is not sorted, or has nodes without IRIs.
        SyntaxError: it is no N-Quads.
        UnicodeDecodeError: it is not UTF-8.
        OSError: it cannot be read.
    """
    validator = Validator(base, shared)
    reaches = {shape: _reach(shape, validator) for shape in validator.shapes}
    all_near = _joined(reaches.values())
    documents = documents_of(file, all_near.backward, all_near.united, all_near.classes)
    far = [shape for shape, reach in reaches.items() if reach is None or reach.backward & documents.valued]
    found = [
        (validator.shapes.index(shape), row)
        for shape in far
        for row in _far_rows(validator, shape, documents)
    ]
    reach = _joined(reach for shape, reach in reaches.items() if shape not in far)
    worker = _Worker(documents, base, shared, reach, frozenset(shape.code for shape in far))
    findings: list[Finding] = []
    total = 0
    with processes.shared(worker, jobs) as ask:
        for part_findings, triples in _in_order(ask, parts_of(documents, found), jobs):
            total += triples
            findings += [Finding(validator.shapes[at], *fields) for at, *fields in part_findings]
    return validator.outcome(findings, total)


def _in_order(
    ask: Callable[[Part], Future[tuple[list[_Fields], int]]], parts: Iterator[Part], jobs: int
) -> Iterator[tuple[list[_Fields], int]]:
    """What was found in each part; few wait, so that memory stays flat."""
    waiting: deque[Future[tuple[list[_Fields], int]]] = deque()
    for part in parts:
        waiting.append(ask(part))
        if len(waiting) >= _WAITING * jobs:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _queries(shape: Shape) -> tuple[str, ...]:
    return QUERIES if shape.check else (shape.select,)


def _reach(shape: Shape, validator: Validator) -> Reach | None:
    """How far a shape looks; ``None``: at everything, as far as its query tells."""
    try:
        return _joined(reach_of(read_query(text, validator.prefixes)) for text in _queries(shape))
    except (NotCompiledError, FarReachError):
        return None


def _joined(reaches: Iterable[Reach | None]) -> Reach:
    return reduce(Reach.joined, filter(None, reaches), Reach())


def _far_rows(validator: Validator, shape: Shape, documents: Documents) -> list[Solution]:
    """What a shape finds that looks at everything: of no more than its query names."""
    try:
        queries = [read_query(text, validator.prefixes) for text in _queries(shape)]
        named = sorted(set[str]().union(*map(predicates_of, queries)))
    except NotCompiledError:
        named = list(validator.wanted)
    data, _ = validator.data((row for one in documents.places for row in documents.rows(one)), named)
    data.take(validator.shared.reached(data))
    return validator.rows(shape, data)


class _Worker:
    """Checks parts, one after the other; what they share is read when the first is checked."""

    def __init__(
        self, documents: Documents, base: str, shared: Shared, reach: Reach, far: frozenset[str]
    ) -> None:
        self._documents, self._base, self._shared = documents, base, shared
        self._reach, self._far = reach, far
        self._made: tuple[Validator, Around] | None = None

    def __call__(self, part: Part) -> tuple[list[_Fields], int]:
        """What is found in a part, and how many triples it has."""
        validator, around = self._made = self._made or self._make()
        own = chain.from_iterable(map(self._documents.rows, part.documents))
        data, total = validator.data(own)
        data.take(around.rows(part, data))
        documents, places, known = frozenset(part.documents), self._documents.places, validator.shared.known

        def is_here(focus: str) -> bool:
            document = document_of(focus)
            return document in documents or (document not in places and focus in known)

        far = [(validator.shapes[at], row) for at, row in part.far]
        rows = [
            (shape, row)
            for shape in validator.shapes
            for row in (
                [row for other, row in far if other is shape]
                if shape.code in self._far
                else [row for row in validator.rows(shape, data) if is_here(row["this"])]
            )
        ]
        place = {shape: at for at, shape in enumerate(validator.shapes)}
        return [(place[found.shape], *found[1:]) for found in validator.shown(data, rows)], total

    def _make(self) -> tuple[Validator, Around]:
        validator = Validator(self._base, self._shared)
        return validator, Around(self._documents, validator.shared, validator.wanted, self._reach)
