"""Rulings of the design (``rulings.yaml``): where two topics fit, these decide before all else."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from dashi_kg.prepared import worked_out
from dashi_kg.reader.facets.place import Desk, Place
from dashi_kg.reader.rules.table import wordings
from dashi_kg.text.needed import WORTH_KNOWING, Sieve

_SAID = wordings("rulings")


class Ruling(NamedTuple):
    """One row of the file. ``own``: must match the number's own words and the noun behind it (``#`` stands for the number); ``around``: the
    sentence up to there, with the heading above where ``titled``; ``unless`` must not match the first, ``never``
    not the second; ``units``, ``counters``: the only
    units and counter words. ``example``/``counter``: texts with the number in square brackets."""

    id: str
    topic: str
    own: str
    example: str
    counter: str
    around: str = ""
    unless: str = ""
    never: str = ""
    units: str = ""
    counters: str = ""
    titled: bool = False
    speaks: bool = False  # who is named speaks: 书记讲法治课 says nothing of who listens


_FILE = Path(__file__).with_name("rulings.yaml")
_TAIL = re.compile("[,;、(]")
_ON = _SAID["done-to"]

_WITHIN, _OF = re.compile("[^,;、]{1,12}的"), re.compile("的$")  # 划转26个部门的153项行政处罚权: one phrase


class Around(NamedTuple):
    """What rulings look at: a number's own words, its sentence up to there, the same with the heading above."""

    unit: str
    counter: str
    own: str
    around: str
    titled: str


def words_around(desk: Desk, place: Place) -> Around:
    """The words around a number, which itself is written ``#``."""
    view = desk.ctx.view
    since, end = place.since, place.behind.end
    if _WITHIN.fullmatch(view, since, place.start):
        since = place.clause.start
    if _OF.search(view, end - 1, end):
        end = place.clause.end
    tail = _TAIL.search(view, place.behind.start, end)
    before = view[place.clause.start : place.start]
    close = place.clause.end if _ON.search(before) else tail.start() if tail else end
    behind = "#" + view[place.end : close]
    around = view[place.sentence.start : place.start] + behind
    titled = "\n".join([*(desk.words(title) for title in place.titles[:1]), around])
    return Around(place.item.unit, place.item.classifier, view[since : place.start] + behind, around, titled)


class _Compiled(NamedTuple):
    """A ruling with its patterns; an empty one is ``None``."""

    ruling: Ruling
    own: re.Pattern[str]
    around: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    never: re.Pattern[str] | None
    units: frozenset[str]
    counters: frozenset[str]


@cache
def rulings() -> tuple[Ruling, ...]:
    """All rulings in the order in which they are tried, read once."""
    return tuple(Ruling(**row) for row in worked_out("rulings", "", _rows))


def _rows() -> list[dict[str, Any]]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows: list[dict[str, Any]] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=loader)
    return rows


@cache
def _compiled() -> tuple[_Compiled, ...]:
    """All rulings, compiled at first use."""

    def pattern(words: str) -> re.Pattern[str] | None:
        return re.compile(words) if words else None

    return tuple(
        _Compiled(
            r,
            re.compile(r.own),
            pattern(r.around),
            pattern(r.unless),
            pattern(r.never),
            frozenset(r.units.split()),
            frozenset(r.counters.split()),
        )
        for r in rulings()
    )


@lru_cache(maxsize=512)
def _bits_of(unit: str, counter: str) -> int:
    """The bits of the rulings on numbers of a unit with a counter word."""
    return sum(
        1 << at
        for at, rule in enumerate(_compiled())
        if (not rule.units or unit in rule.units) and (not rule.counters or counter in rule.counters)
    )


@cache
def _sieve() -> Sieve:
    return Sieve([rule.own for rule in _compiled()])


@lru_cache(maxsize=4096)
def _with_bits(bits: int) -> tuple[_Compiled, ...]:
    return tuple(rule for at, rule in enumerate(_compiled()) if bits >> at & 1)


_asked = count(1)


def ruled(desk: Desk, place: Place) -> Ruling | None:
    """The first ruling that decides a number."""
    words = words_around(desk, place)
    own = words.own
    bits = _bits_of(words.unit, words.counter)
    if next(_asked) > WORTH_KNOWING:
        bits &= _sieve().fitting(own)
    for rule in _with_bits(bits):
        if not rule.own.search(own) or (rule.unless and rule.unless.search(own)):
            continue
        around = words.titled if rule.ruling.titled else words.around
        if rule.around and not rule.around.search(around):
            continue
        if rule.never and rule.never.search(around):
            continue
        return rule.ruling
    return None
