"""A large sorted file of N-Quads is checked in parts, by several processes; memory does not grow with the file."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from functools import reduce
from itertools import chain
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad

from dashi_kg import processes
from dashi_kg.resources import DECIDING, digest_of_files
from dashi_kg.validation.around import Around
from dashi_kg.validation.checks import QUERIES
from dashi_kg.validation.compiled.not_compiled import NotCompiledError
from dashi_kg.validation.compiled.reach import FarReachError, Reach, predicates_of, reach_of
from dashi_kg.validation.compiled.syntax import read_query
from dashi_kg.validation.data import Solution
from dashi_kg.validation.documents import Documents, document_of, documents_of, named_rows
from dashi_kg.validation.engine import Outcome, Validator
from dashi_kg.validation.finding import Finding, Shape
from dashi_kg.validation.kept_findings import FormerFindings, Looked, PartFindings, digest, renewed
from dashi_kg.validation.parts import Part, parts_of

_WAITING = 4  # parts a process that wait, so that none is idle

Shared = Callable[[], Iterable[Quad]]


def check_large(
    file: Path, base: str, shared: Shared, jobs: int = 1, kept: Path | None = None, *, fresh: bool = False
) -> Outcome:
    """The findings on a file, as of :class:`~dashi_kg.validation.engine.Validator`.

    Args:
        file: N-Quads, sorted by code points.
        base: the base IRI.
        shared: gives what all reports share; it can be pickled where there are several processes.
        jobs: processes.
        kept: a file of what an earlier run found, so that only parts that have changed are checked, and which then has what this run
            found; only with what all reports share in the package.
        fresh: check all of it, whatever is kept.

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
    worker = _Worker(documents, base, shared, reach, frozenset(shape.code for shape in far), kept, fresh)
    findings: list[Finding] = []
    total = 0
    with ExitStack() as stack:
        stack.callback(documents.close)
        new = stack.enter_context(renewed(kept)) if kept else None
        ask = stack.enter_context(processes.shared(worker, jobs))
        for key, answer, in_part in _in_order(ask, parts_of(documents, found), jobs):
            total += in_part.triples
            findings += [Finding(validator.shapes[at], *fields) for at, *fields in in_part.findings]
            if new:
                new.put(key, answer)
    return validator.outcome(findings, total)


# key and packed answer (both empty where nothing is kept), and the answer
_Told = tuple[bytes, bytes, PartFindings]


def _in_order(ask: Callable[[Part], Future[_Told]], parts: Iterator[Part], jobs: int) -> Iterator[_Told]:
    """What was found in each part; few wait, so that memory stays flat."""
    waiting: deque[Future[_Told]] = deque()
    for part in parts:
        waiting.append(ask(part))
        if len(waiting) >= _WAITING * jobs:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def program_digest(base: str) -> str:
    """What decides the findings on a file beside its lines: the program, its shapes, and what all reports share."""
    return digest_of_files(
        f"{pyoxigraph.__version__} {sys.version} {base}", lambda path: path.suffix in DECIDING
    )


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
        self,
        documents: Documents,
        base: str,
        shared: Shared,
        reach: Reach,
        far: frozenset[str],
        kept: Path | None,
        fresh: bool,
    ) -> None:
        self._documents, self._base, self._shared = documents, base, shared
        self._reach, self._far = reach, far
        self._former = FormerFindings(kept) if kept else None
        self._fresh = fresh
        # what decides the findings of all parts alike: looked at once, for the instances grow with the file
        common = f"{program_digest(base)} {sorted(far)} {sorted(documents.instances)}" if kept else ""
        self._common = digest([common.encode()])
        self._made: tuple[Validator, Around] | None = None

    def __call__(self, part: Part) -> _Told:
        """What is found in a part, or was found in it before."""
        lines = [self._documents.lines(document) for document in part.documents]
        if not self._former:
            return b"", b"", self._checked(part, lines)
        key = digest(self._deciding(part, lines))
        if not self._fresh and (answer := self._former.get(key)) and (found := PartFindings.unpacked(answer)):
            nodes, apart, answers = found.looked
            if self._answers(nodes, apart) == answers:
                return key, answer, found
        found = self._checked(part, lines)
        return key, found.packed(), found

    def _checked(self, part: Part, lines: list[bytes]) -> PartFindings:
        """What is found in a part."""
        validator, around = self._made = self._made or self._make()
        data, total = validator.data_of_lines(b"".join(lines)) or validator.data(
            chain.from_iterable(named_rows(one.decode("utf-8")) for one in lines)
        )
        beside, nodes = around.nodes(part, data)
        data.take_nodes(beside)
        documents, places, known = frozenset(part.documents), self._documents.places, validator.shared.known
        apart: set[str] = set()

        def is_here(focus: str) -> bool:
            document = document_of(focus)
            if document in documents or focus not in known:
                return document in documents
            apart.add(document)
            return document not in places

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
        findings = [(place[found.shape], *found[1:]) for found in validator.shown(data, rows)]
        looked = (tuple(sorted(nodes)), tuple(sorted(apart))) if self._former else ((), ())
        return PartFindings(findings, total, Looked(*looked, self._answers(*looked)))

    def _deciding(self, part: Part, lines: list[bytes]) -> Iterator[bytes]:
        """What decides the findings of a part, but what :class:`Looked` tells."""
        namers = self._documents.namers
        yield self._common
        yield repr(part.far).encode()
        for document, own in zip(part.documents, lines, strict=True):
            yield f"{document} {sorted(namers.get(document, ()))}".encode()
            yield own

    def _answers(self, nodes: Iterable[str], documents: Iterable[str]) -> str:
        """A digest of what the file says of some nodes, and of which documents it says something."""
        _, around = self._made = self._made or self._make()
        places = self._documents.places
        said = [words for node in nodes if (words := around.own(node).words)]
        there = [document.encode() for document in documents if document in places]
        return digest([*said, b"", *there]).hex()

    def _make(self) -> tuple[Validator, Around]:
        validator = Validator(self._base, self._shared)
        return validator, Around(self._documents, validator.shared, validator.wanted, self._reach)
