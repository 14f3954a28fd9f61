"""Where a number stands: its clause and sentence, the words between it and the number before, the words behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from dashi_kg.model import Observation, Section, Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.facets.lexicon import Hit, hits
from dashi_kg.reader.rules.table import wordings

_SAID = wordings("place")

_ENDS = re.compile(r"[。!?\n]")
_CUTS = re.compile(r"(?<!\d)[,:]|[,:](?!\d{3})")
_BEHIND_UNIT = _SAID["behind-unit"]
_REACH = 12  # characters from the digits to the end of the counter word
_LONGEST = 400


class Place(NamedTuple):
    """A number with what stands around it; all spans are of the view.

    ``clause``, ``part`` (up to a semicolon) and ``sentence`` (up to a full stop) hold the number. ``since``: the end of the number before it in
    its clause, or the clause's beginning; ``own``: the words from there on, without the noun that the number before counts; ``between``: the same across clauses, from the number before
    it in the part, or the part's beginning; ``behind``: from its counter word to the next number or the clause's end.
    ``mark``: the mark at the beginning of ``own`` where a number stands before it (``、``, ``和`` …). ``previous`` and
    ``whole``: indexes of the number before it in the sentence, and of the one it is a part or a rate of.
    """

    item: Observation
    start: int
    end: int
    clause: Span
    part: Span
    sentence: Span
    since: int
    own: Span
    between: Span
    behind: Span
    mark: str
    previous: int | None
    same_part: bool
    whole: int | None
    titles: tuple[Span, ...]


class Desk:
    """The report, and what was already looked up in it."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self._hits: dict[tuple[str, int, int], tuple[Hit, ...]] = {}
        self._pairs: dict[str, list[str]] = {}
        self._signs_of: dict[Span, list[str]] = {}

    def find(self, layer: str, span: Span) -> tuple[Hit, ...]:
        """The words of a layer in a span."""
        key = (layer, span.start, span.end)
        if key not in self._hits:
            self._hits[key] = hits(layer, self.ctx.view, span.start, span.end)
        return self._hits[key]

    def pairs(self, kind: str, start: int, end: int) -> list[str]:
        """Each two characters side by side between two offsets, behind the sign of a kind: those of the whole view are made once."""
        if kind not in self._pairs:
            self._pairs[kind] = [kind + one + other for one, other in pairwise(self.ctx.view)]
        return self._pairs[kind][start : max(start, end - 1)]

    def signs_of(self, span: Span, make: Callable[[], list[str]]) -> list[str]:
        """The signs of a short stretch that many numbers ask for (a heading), made once."""
        if span not in self._signs_of:
            self._signs_of[span] = make()
        return self._signs_of[span]

    def words(self, span: Span) -> str:
        """The words of a span of the view."""
        return self.ctx.view[span.start : span.end]


_MARK = _SAID["mark"]


def places(ctx: Context, items: Sequence[Observation]) -> list[Place]:
    """Where each observation stands, in the order of the observations."""
    found: list[Place] = []
    cuts: list[tuple[int, int]] = []  # of the part of the number before
    index = {item.id: i for i, item in enumerate(items)}
    by_section = _titles(ctx.root)
    for i, item in enumerate(items):
        words = item.counted_span or item.span  # of a statement without a number
        start = item.number_span.start if item.number_span else words.end
        end = _end(ctx.view, item) if item.number_span else words.end
        near = found[-1] if found else None
        sentence = (
            near.sentence
            if near and _holds(near.sentence, start, end)
            else _around(ctx.view, start, end, "。!?\n")
        )
        part = (
            near.part if near and _holds(near.part, start, end) else _within(ctx.view, sentence, start, end)
        )
        if near is None or near.part != part:
            cuts = [cut.span() for cut in _CUTS.finditer(ctx.view, part.start, part.end)]
        clause = near.clause if near and _holds(near.clause, start, end) else _clause(cuts, part, start, end)
        before = _before(found, i, start, sentence)
        last = found[before] if before is not None else None
        same_part = last is not None and last.start >= part.start
        since = max(clause.start, last.end if last else 0)
        own = Span(max(since, _noun_end(last, start) if last else 0), max(start, clause.start))
        between = Span(_noun_end(last, start) if last and same_part else part.start, start)
        if own.start > own.end:
            own = Span(start, start)
        if between.start > between.end:
            between = Span(start, start)
        following = next(
            (
                o.number_span.start
                for o in items[i + 1 : i + 4]
                if o.number_span and o.number_span.start >= end
            ),
            clause.end,
        )
        behind = Span(end, max(end, min(clause.end, following)))
        mark = _MARK.match(ctx.view, own.start, own.end) if last and own.start > clause.start else None
        links = (item.component_of, item.numerator)
        # a whole that is told behind its parts is not decided yet
        whole = next((index[link] for link in links if link in index and index[link] < i), None)
        found.append(
            Place(
                item, start, end, clause, part, sentence, since, own, between, behind, mark[0].strip() if mark else "",
                before, same_part, whole, by_section.get(item.section, ()),
            )
        )  # fmt: skip
    return found


def _noun_end(last: Place, start: int) -> int:
    """Where the words of the number before end: in 11个司法所|、163个调委会 the noun right behind it is its own."""
    counted = last.item.counted_span
    if counted is None or not last.end - 1 <= counted.start <= last.end or counted.end > start:
        return last.end
    return max(counted.end, last.end)


def _titles(section: Section, above: tuple[Span, ...] = ()) -> dict[str, tuple[Span, ...]]:
    """The headings over each section, the nearest first."""
    own = (section.heading, *above) if section.heading else above
    found = {section.number: own}
    for child in section.children:
        found |= _titles(child, own)
    return found


def _end(view: str, item: Observation) -> int:
    assert item.number_span is not None
    at = item.number_span.end
    if item.classifier:
        found = view.find(item.classifier, at, at + _REACH)
        if found != -1:
            return found + len(item.classifier)
    match = _BEHIND_UNIT.match(view, at)
    return match.end() if match else at


def _holds(span: Span, start: int, end: int) -> bool:
    return span.start <= start and end <= span.end


def _around(view: str, start: int, end: int, ends: str) -> Span:
    """From the mark before to the mark behind, at most :data:`_LONGEST` code points on either side."""
    least = max(0, start - _LONGEST)
    first = least - 1
    for mark in ends:
        first = max(first, view.rfind(mark, first + 1, start))
    stop = _ENDS.search(view, end, end + _LONGEST)
    return Span(first + 1, stop.start() if stop else max(end, min(len(view), end + _LONGEST)))


def _within(view: str, sentence: Span, start: int, end: int) -> Span:
    """The part of a sentence between semicolons."""
    first = view.rfind(";", sentence.start, start)
    last = view.find(";", end, sentence.end)
    return Span(sentence.start if first == -1 else first + 1, sentence.end if last == -1 else last)


def _clause(cuts: list[tuple[int, int]], part: Span, start: int, end: int) -> Span:
    first, last = part.start, part.end
    for begin, stop in cuts:
        if stop <= start:
            first = stop
        elif begin >= end:
            last = begin
            break
    return Span(first, max(last, end))


def _before(found: list[Place], i: int, start: int, sentence: Span) -> int | None:
    """The number before this one in its sentence; the value before a change belongs to this one itself."""
    for k in range(i - 1, max(-1, i - 4), -1):
        if found[k].start < start:
            return k if found[k].start >= sentence.start else None
    return None
