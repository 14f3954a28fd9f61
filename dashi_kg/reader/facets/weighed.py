"""The words around a number weighed all together, where one word and its rule may be wrong (``weights.tsv``).

A rule looks at one word; these weights were learned from all words around the numbers of the development texts
(``python -m evaluation --learn``). They overrule a topic only where they are far ahead of it, and never a ruling of the design.
No indicator is named by such a topic (``sureness.py``). Its margin is its lead over the next topic.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from dashi_kg.prepared import worked_out
from dashi_kg.reader.facets.decision import Decision, Found
from dashi_kg.reader.facets.learners import audience_of, learners
from dashi_kg.reader.facets.place import Desk, Place
from dashi_kg.reader.facets.rulings import rulings
from dashi_kg.text.needed import WORTH_KNOWING

RULE = "weighed"
_FILE = Path(__file__).with_name("weights.tsv")
# in tenths of a natural logarithm: as likely as twelve to one against the rule, two to one against the next topic
_AHEAD, _LEAD, _MOST = 25, 8, 99
_OWN, _BEHIND, _PART, _TITLE = 18, 8, 60, 20  # code points that are looked at


def overruled(desk: Desk, place: Place, found: Found, decision: Decision) -> Decision:
    """The decision of the rules, or another topic where the words together speak clearly for it."""
    if decision.rule in _of_design():
        return decision
    around = signs(desk, place, found)
    sums = weigh(around, _lines(around))
    if len(sums) < 2 or sums[0][0] - sums[1][0] < _LEAD:
        return decision
    best, topic = sums[0]
    if best - {key: n for n, key in sums}.get(decision.key, 0) < _AHEAD:
        return decision
    lead = min(_MOST, best - sums[1][0])
    return Decision(topic, RULE, lead, audience_of(topic, learners(desk, place) if topic == "I4" else ""))


def signs(desk: Desk, place: Place, found: Found) -> list[str]:
    """What stands around a number, in pieces: of its own words (``o``), of those behind it (``b``), of its part of the sentence (``p``)
    and of the heading (``h``); its counter word (``u``) and the topic before it (``t``). Each once, in order."""
    view = desk.ctx.view
    rows = [
        *_pieces("o", view[max(place.own.start, place.own.end - _OWN) : place.own.end], (2, 3, 4)),
        *_pieces(
            "b", view[place.behind.start : min(place.behind.end, place.behind.start + _BEHIND)], (1, 2, 3)
        ),
        *_pieces("p", view[max(place.part.start, place.start - _PART) : place.start], (2,)),
    ]
    if place.titles:
        title = place.titles[0]
        rows += _pieces("h", view[title.start : min(title.end, title.start + _TITLE)], (2,))
    rows.append(f"u{place.item.classifier}")
    rows.append("t" + (found.topics[place.previous].key if place.previous is not None else ""))
    return list(dict.fromkeys(row for row in rows if "\t" not in row and "\n" not in row))


def _pieces(kind: str, words: str, sizes: Iterable[int]) -> Iterator[str]:
    for size in sizes:
        for at in range(len(words) - size + 1):
            yield kind + words[at : at + size]


def weigh(found: Iterable[str], lines: dict[str, str]) -> list[tuple[int, str]]:
    """The sum of the weights of some signs for each topic, the largest first (then by key)."""
    sums: dict[str, int] = {}
    get = sums.get
    for sign in found:
        if (line := lines.get(sign)) is not None:
            for topic, weight in _weights(line):
                sums[topic] = get(topic, 0) + weight
    return sorted(((n, topic) for topic, n in sums.items()), key=lambda row: (-row[0], row[1]))


@cache
def _weights(line: str) -> tuple[tuple[str, int], ...]:
    """``A1:5 G2:-3`` as pairs."""
    return tuple((topic, int(weight)) for topic, weight in (cell.split(":") for cell in line.split()))


@cache
def _of_design() -> frozenset[str]:
    return frozenset(ruling.id for ruling in rulings())


class _Weights:
    """Sign → its weights as the file has them. One report has few of the signs: they are read when one that begins alike is met."""

    def __init__(self, waiting: dict[str, bytes]) -> None:
        """Take the first two characters of signs → the lines of the file that begin so."""
        self._waiting = dict(waiting)
        self._lines: dict[str, str] = {}
        self._asked = 0

    def around(self, found: Iterable[str]) -> dict[str, str]:
        """The weights of these signs, among others."""
        if waiting := self._waiting:
            self._asked += 1
            every = self._asked > WORTH_KNOWING
            for begin in [*waiting] if every else waiting.keys() & {sign[:2] for sign in found}:
                self._lines.update(_pairs(waiting.get(begin, b"").decode()))
                waiting.pop(begin, None)  # only now: another thread may ask for the same
        return self._lines


def _pairs(rows: str) -> dict[str, str]:
    return dict(row.split("\t") for row in rows.splitlines())


def _lines(found: Iterable[str]) -> dict[str, str]:
    return _kept().around(found)


@cache
def _kept() -> _Weights:
    return _Weights(worked_out("weights", "", _by_beginning))


def _by_beginning() -> dict[str, bytes]:
    rows: dict[str, list[str]] = {}
    for sign, line in read().items():
        rows.setdefault(sign[:2], []).append(f"{sign}\t{line}")
    return {begin: "\n".join(found).encode() for begin, found in rows.items()}


def read() -> dict[str, str]:
    """The file of weights: one sign a line."""
    return _pairs(_FILE.read_text(encoding="utf-8").partition("\n")[2])
