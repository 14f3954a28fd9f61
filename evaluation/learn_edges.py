"""Learns where counted words begin and end from the development texts (``dashi_kg/reader/counted/edges.tsv``).

For each labelled number whose words are a stretch beside it: the places at which they might begin, or end, each with its signs, and
which of them the label has. The weights are learned so that the place of the label is ahead (a softmax over the places, by gradient
steps that grow smaller for signs seen often); at each step half of the signs are left out. The order and what is left out come from a
fixed seed, so the same texts give the same file.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import exp, sqrt
from typing import NamedTuple

from dashi_kg.model import Observation, Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.counted import edges
from dashi_kg.text.fold import fold
from evaluation.labels import Labelled
from evaluation.predict import ours
from evaluation.score import found_by

_ROUNDS, _STEP, _SEEN, _LEFT_OUT = 6, 0.2, 2, 0.5
_HUNDREDTHS, _LEAST = 100, 2  # weights are kept in hundredths; smaller ones than this are left out


class Read(NamedTuple):
    """What the rules read of one number: the text, the observation, and the words on both sides that may belong to it."""

    view: str
    item: Observation
    left: Span
    right: Span


class Case(NamedTuple):
    """A number with where its label has its counted words; ``None``: not at a place that is looked at. ``part``: of which texts."""

    read: Read
    begin: int | None
    end: int | None
    part: str


@contextmanager
def by_rules_alone() -> Iterator[dict[int, Read]]:
    """Read with the edges that the rules give; gives what was read of each number, by where it starts."""
    seen: dict[int, Read] = {}

    def watch(ctx: Context, item: Observation, left: Span, right: Span) -> Observation:
        if item.number_span:
            seen.setdefault(item.number_span.start, Read(ctx.view, item, left, right))
        return item

    kept = edges.weighed
    edges.weighed = watch
    try:
        yield seen
    finally:
        edges.weighed = kept


@contextmanager
def with_weights(weights: dict[str, int]) -> Iterator[None]:
    """Read with other weights than those of the file."""
    kept = edges._weights
    edges._weights = lambda: weights  # type: ignore[assignment]
    try:
        yield
    finally:
        edges._weights = kept


def read_anew() -> None:
    """Forget the weights that were read from the file before."""
    edges._weights.cache_clear()


def each_unseen(texts: Sequence[Labelled]) -> Iterator[Labelled]:
    """Each text, while the reader has weights that were learned without the part that it is of: to be read before the next is asked for."""
    found = cases(texts)
    for part in sorted({part_of(text) for text in texts}):
        with with_weights(learned([case for case in found if case.part != part])):
            yield from (text for text in texts if part_of(text) == part)


def cases(texts: Iterable[Labelled]) -> list[Case]:
    """The labelled numbers that the reader finds, with words beside them."""
    made: list[Case] = []
    with by_rules_alone() as seen:
        for text in texts:
            seen.clear()
            for label, guess in found_by(text, ours(text)):
                read = seen.get(guess.start)
                if read is not None and label.counted and edges.may_be_cut(read.item):
                    made.append(
                        Case(read, *_labelled(read, fold(label.counted).removesuffix("的")), part_of(text))
                    )
    return made


def part_of(text: Labelled) -> str:
    """The hundred that the number of a text is in: nearly always the texts of one hand.

    The parts are what is left out when the weights are tried on texts that they were not learned from.
    """
    name = text.name.rpartition("/")[2]
    return f"{name[0]}{int(name[1:]) // (_HUNDRED if name[0] == 'p' else _TEN)}"


_HUNDRED, _TEN = 100, 10


def _labelled(read: Read, wanted: str) -> tuple[int | None, int | None]:
    """Where the words of a label begin and end, seen from the edges that the rules gave."""
    span = read.item.counted_span
    assert span is not None
    low, limit = edges.limits(read.view, span, read.left, read.right)
    if span.end > read.left.end:
        behind = read.view.startswith(wanted, span.start) and span.start + len(wanted) <= limit
        return None, span.start + len(wanted) if behind else None
    at = read.view.rfind(wanted, low, limit)
    if at < 0 or at >= span.end:
        return None, None
    end = at + len(wanted)
    return at if end == span.end else None, end if end > span.start else None


def learned(found: Sequence[Case]) -> dict[str, int]:
    """Sign → its weight in hundredths."""
    known = _first_signs(found)
    rows = [row for case in found for row in _rows(case, known)]
    often = Counter(sign for signs, _ in rows for place in signs for sign in place)
    weights = {sign: 0.0 for sign, n in often.items() if n >= _SEEN}
    sizes = dict.fromkeys(weights, 1e-6)
    kept = [([[s for s in place if s in weights] for place in signs], right) for signs, right in rows]
    order, dice = list(range(len(kept))), random.Random(1)
    for _ in range(_ROUNDS):
        dice.shuffle(order)
        for n in order:
            signs, right = kept[n]
            _step(
                [[s for s in place if dice.random() >= _LEFT_OUT] for place in signs], right, weights, sizes
            )
    tenths = {sign: round(w * _HUNDREDTHS) for sign, w in weights.items()}
    return {sign: n for sign, n in sorted(tenths.items()) if abs(n) >= _LEAST or sign in known}


def _first_signs(found: Iterable[Case]) -> dict[str, int]:
    """The two characters with which words of labels begin, or end: only there are edges looked for."""
    seen: Counter[str] = Counter()
    for case in found:
        view, item = case.read.view, case.read.item
        span = item.counted_span
        assert span is not None
        if case.begin is not None:
            seen["bs" + view[case.begin : case.begin + 2]] += 1
        if case.end is not None:
            kind = "e" if span.end <= case.read.left.end else "E"
            seen[f"{kind}m{view[case.end - 2 : case.end]}"] += 1
    return {sign: 0 for sign, n in seen.items() if n >= _SEEN}


def _rows(case: Case, known: dict[str, int]) -> Iterator[tuple[tuple[Sequence[str], ...], int]]:
    view, item, left, right = case.read
    span = item.counted_span
    assert span is not None
    low, limit = edges.limits(view, span, left, right)
    if case.begin is not None:
        edge = edges.begin_of(view, span, low, item, known)
        if case.begin in edge.places and len(edge.places) > 1:
            yield edge.signs, edge.places.index(case.begin)
    if case.end is not None:
        edge = edges.end_of(view, span, limit, item, known)
        if case.end in edge.places and len(edge.places) > 1:
            yield edge.signs, edge.places.index(case.end)


def _step(
    signs: Sequence[Sequence[str]], right: int, weights: dict[str, float], sizes: dict[str, float]
) -> None:
    sums = [sum(map(weights.__getitem__, place)) for place in signs]
    top = max(sums)
    shares = [exp(s - top) for s in sums]
    whole = sum(shares)
    for at, place in enumerate(signs):
        slope = shares[at] / whole - (at == right)
        for sign in place:
            sizes[sign] += slope * slope
            weights[sign] -= _STEP * slope / sqrt(sizes[sign])


def table(weights: dict[str, int]) -> str:
    """The weights as TSV: sign and hundredths."""
    return "\n".join(["sign\tweight", *(f"{sign}\t{n}" for sign, n in weights.items())]) + "\n"
