"""The words around a number weighed all together, where one word and its rule may be wrong (``weights.tsv``).

A rule looks at one word; these weights were learned from all words around the numbers of the development texts
(``python -m evaluation --learn``), with the words of the lexicon among them and what the rules decided. They overrule a topic where
they are ahead of it, but never a ruling of the design.
An indicator is named by such a topic only where it is far ahead (``sureness.py``). Its margin is its lead over the next topic. Of every other topic they say how
far they back it.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any

from dashi_kg.model import Span
from dashi_kg.prepared import worked_out
from dashi_kg.reader.facets.decision import Decision, Found
from dashi_kg.reader.facets.evidence import FARTHEST, STEP
from dashi_kg.reader.facets.learners import audience_of, learners
from dashi_kg.reader.facets.lexicon import Hit
from dashi_kg.reader.facets.place import Desk, Place
from dashi_kg.reader.facets.rulings import rulings
from dashi_kg.text.needed import WORTH_KNOWING

RULE = "weighed"
_FILE = Path(__file__).with_name("weights.tsv")
# in tenths of a natural logarithm
_AHEAD, _MOST = 5, 99
_OWN, _BEHIND, _PART = 18, 8, 40  # code points that are looked at


def overruled(desk: Desk, place: Place, found: Found, decision: Decision) -> Decision:
    """The decision of the rules, or another topic where the words together speak for it."""
    if decision.rule in of_design():
        return decision
    weights = _weights()
    total = weights.total(signs(desk, place, decision.key))
    backing = weights.ahead(total, decision.key)
    decision = decision._replace(backing=backing)
    if backing >= -_AHEAD:
        return decision  # nearly always
    sums = weights.unpacked(total)
    best, topic = sums[0]
    lead = min(_MOST, best - sums[1][0]) if len(sums) > 1 else _MOST
    return Decision(topic, RULE, lead, audience_of(topic, learners(desk, place) if topic == "I4" else ""))


def signs(desk: Desk, place: Place, ruled: str) -> Collection[str]:
    """What stands around a number, in pieces. Each once, in order.

    Characters of its own words (``o``), of those behind it (``b``) and of its part of the sentence (``p``); its counter word (``u``); words
    of the lexicon in its own words (``w``) and behind (``x``), their topics (``O``, ``B``) and those of the part before (``P``) and of the heading (``H``),
    and of each the strongest (``1`` to ``4``); the topic by the rules (``R``).
    """
    view = desk.ctx.view
    own, behind = place.own, place.behind
    before = view[max(own.start, own.end - _OWN) : own.end]
    after = view[behind.start : min(behind.end, behind.start + _BEHIND)]
    rows = [
        *[f"o{before[at : at + 2]}" for at in range(len(before) - 1)],
        *[f"o{before[at : at + 3]}" for at in range(len(before) - 2)],
        *[f"o{before[at : at + 4]}" for at in range(len(before) - 3)],
        *[f"b{sign}" for sign in after],
        *[f"b{after[at : at + 2]}" for at in range(len(after) - 1)],
        *[f"b{after[at : at + 3]}" for at in range(len(after) - 2)],
        *desk.pairs("p", max(place.part.start, place.start - _PART), place.start),
        f"u{place.item.classifier}",
        f"R{ruled}",
    ]
    near = _add(rows, desk.find("topic", own), place.start, "wO")
    next_to = _add(rows, desk.find("topic", behind), -place.end, "xB")
    far = ""
    if own.start > place.part.start:
        far = _add(rows, desk.find("topic", place.part), place.start, " P", until=own.start)
    rows += [f"1{near}", f"2{next_to}", f"3{far}"]
    if not near and not next_to:
        rows.append(f"5{far}")
    if place.titles:
        title = place.titles[0]
        rows += desk.signs_of(title, lambda: _of_title(desk, title))
    return dict.fromkeys(rows)


def _of_title(desk: Desk, title: Span) -> list[str]:
    rows: list[str] = []
    strongest = _add(rows, desk.find("topic", title), title.end, " H")
    return [*rows, f"4{strongest}"]


def _add(rows: list[str], words: Iterable[Hit], at: int, kinds: str, until: int | None = None) -> str:
    """Add the signs of words (a kind of sign for the word itself, if any, and one for its topic) up to an offset; the topic of the
    heaviest: strong, and near the number, that stands at ``at`` (behind the words; before them where it is negative)."""
    of_word, of_topic = kinds[0], kinds[1]
    most, heaviest = -FARTHEST - 1, ""
    for hit in words:
        if until is not None and hit.end > until:
            break
        entry = hit.entry
        if of_word != " ":
            rows.append(of_word + entry.form)
        if topic := entry.topic:
            rows.append(of_topic + topic)
            distance = at - hit.end if at > 0 else hit.start + at
            weight = STEP * entry.strength - min(max(distance, 0), FARTHEST)
            if weight > most:
                most, heaviest = weight, topic
    return heaviest


class Weights:
    """Sign → its weights for topics, packed in one whole number, so that those of many signs are added up at once.

    Each topic has a place of 32 bits in it: the sum of the weights, above the number of signs that speak of the topic.

    Args:
        lines: sign → its weights as the file has them (``A1:5 G2:-3``); each is packed when it is first met.
        waiting: the first two characters of more signs → the lines of the file that begin so. One report has few of the signs: they
            are read when one that begins alike is met.
    """

    def __init__(self, lines: Mapping[str, str], waiting: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self._lines: dict[str, str | int] = dict(lines)
        self._waiting = dict(waiting)
        self._asked = 0
        # the topics by their places, and what stands for zero at each, so that no sum is below it
        self._known: tuple[tuple[str, ...], int] = (), 0
        self._packing = Lock()

    def total(self, found: Collection[str]) -> int:
        """The sum of what the signs say, packed."""
        if self._waiting:
            self._read(found)
        get = self._lines.get
        lines: list[Any] = [line for line in map(get, found) if line is not None]
        try:
            return sum(lines)
        except TypeError:  # some are not packed yet: fewer with each report
            met = ((sign, line) for sign in found if (line := get(sign)) is not None)
            return sum(line if type(line) is int else self._packed(sign, str(line)) for sign, line in met)

    def _read(self, found: Collection[str]) -> None:
        """The weights of these signs, or of all where many were asked for."""
        self._asked += 1
        waiting, every = self._waiting, self._asked > WORTH_KNOWING
        for begin in [*waiting] if every else waiting.keys() & {sign[:2] for sign in found}:
            for sign, line in _pairs(waiting.get(begin, b"").decode()).items():
                self._lines.setdefault(sign, line)
            waiting.pop(begin, None)  # only now: another thread may ask for the same

    def _packed(self, sign: str, line: str) -> int:
        packed = 0
        with self._packing:
            for cell in line.split():
                topic, _, weight = cell.partition(":")
                topics, zeros = self._known
                if topic not in topics:
                    self._known = (*topics, topic), zeros + (_ZERO << (_BITS * len(topics)))
                packed += (int(weight) * _UNIT + 1) << (_BITS * self._known[0].index(topic))
        self._lines[sign] = packed
        return packed

    def ahead(self, total: int, topic: str) -> int:
        """How far the sum of a topic is ahead of the largest of the others (less than 0: behind it); 0 counts for a topic of
        which no sign speaks.
        """
        topics, places = self._places(total)
        if topic not in topics:
            return (_ZERO // _UNIT) - max(places, default=_ZERO) // _UNIT
        at = topics.index(topic)
        others = max(places)
        if places[at] == others:  # it is the largest itself
            others = max((*places[:at], *places[at + 1 :]), default=_ZERO)
        if at in (0, len(places) - 1):
            others = max(others, _ZERO)
        return places[at] // _UNIT - others // _UNIT

    def unpacked(self, total: int) -> list[tuple[int, str]]:
        """The sum for each topic that a sign speaks of, the largest first (then by key)."""
        topics, places = self._places(total)
        found = [
            (_ZERO // _UNIT - place // _UNIT, topic)  # the other way round: for sorting
            for topic, place in zip(topics, places, strict=True)
            if place % _UNIT
        ]
        found.sort()
        return [(-weight, topic) for weight, topic in found]

    def _places(self, total: int) -> tuple[tuple[str, ...], tuple[int, ...]]:
        topics, zeros = self._known
        return topics, struct.unpack(f"<{len(topics)}I", (total + zeros).to_bytes(4 * len(topics), "little"))


_BITS, _UNIT, _ZERO = 32, 1 << 8, 1 << 31


def weigh(found: Collection[str], weights: Weights) -> list[tuple[int, str]]:
    """The sum of the weights of some signs for each topic, the largest first (then by key)."""
    return weights.unpacked(weights.total(found))


@cache
def of_design() -> frozenset[str]:
    """The rulings of the design: no words overrule them."""
    return frozenset(ruling.id for ruling in rulings())


def _pairs(rows: str) -> dict[str, str]:
    return dict(row.split("\t") for row in rows.splitlines())


@cache
def _weights() -> Weights:
    """The weights of the file; read once."""
    return Weights({}, worked_out("weights", "", _by_beginning))


def _by_beginning() -> dict[str, bytes]:
    rows: dict[str, list[str]] = {}
    for sign, line in read().items():
        rows.setdefault(sign[:2], []).append(f"{sign}\t{line}")
    return {begin: "\n".join(found).encode() for begin, found in rows.items()}


def read() -> dict[str, str]:
    """The file of weights: one sign a line."""
    return _pairs(_FILE.read_text(encoding="utf-8").partition("\n")[2])
