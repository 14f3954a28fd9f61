"""Weights of signs for the keys of a facet, as a file of them has them: packed, and read when a sign is first met."""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any

from dashi_kg.prepared import worked_out
from dashi_kg.text.needed import WORTH_KNOWING


class Weights:
    """Sign → its weights for keys (topics, say), packed in one whole number, so that those of many signs are added up at once.

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
            for sign, line in pairs(waiting.get(begin, b"").decode()).items():
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


_BITS, _UNIT, _ZERO = 32, 1 << 9, 1 << 31


def weigh(found: Collection[str], weights: Weights) -> list[tuple[int, str]]:
    """The sum of the weights of some signs for each topic, the largest first (then by key)."""
    return weights.unpacked(weights.total(found))


def read(file: Path) -> dict[str, str]:
    """A file of weights (TSV with a head): sign → its weights, ``key:tenths`` for each key."""
    return pairs(file.read_text(encoding="utf-8").partition("\n")[2])


def kept(file: Path) -> Weights:
    """The weights of a file of the package, of which a text asks for few."""
    return Weights({}, worked_out(file.stem, "", lambda: _by_beginning(file)))


def _by_beginning(file: Path) -> dict[str, bytes]:
    rows: dict[str, list[str]] = {}
    for sign, line in read(file).items():
        rows.setdefault(sign[:2], []).append(f"{sign}\t{line}")
    return {begin: "\n".join(found).encode() for begin, found in rows.items()}


def pairs(rows: str) -> dict[str, str]:
    """The rows of a table of weights: sign → its weights."""
    return dict(row.split("\t") for row in rows.splitlines())
