"""The words of the genre with what they say of a number: topic, kind, stage (``lexicon.tsv``), found by longest match.

Three layers are matched apart, so that one word can name a topic and an act at once (化解率): **topic** (roles
``head``, ``verb``, ``rate``, ``name``; ``block`` swallows words that only look like one: 人大常委会), **act** (``act``;
``act-block``: 调解员 is no act of 调解) and **noun** (``noun``: the sort of thing).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("lexicon.tsv")
_LAYERS = {"act": "act", "act-block": "act", "noun": "noun"}
LAYERS = ("topic", "act", "noun")
BLOCKS = ("block", "act-block")
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """One word. ``strength``: 0 (says nothing) to 9 (decides alone); empty fields say nothing.

    ``example``: words in which it is needed, where these are more than the word itself.
    """

    form: str
    role: str
    topic: str
    kind: str
    stage: str
    strength: int
    example: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry where it stands in the view (half-open code points)."""

    start: int
    end: int
    entry: Entry


class Words:
    """The entries of one layer, by their first two characters."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = {e.form: e for e in entries}
        sizes: dict[str, set[int]] = {}
        for form in self.entries:
            if len(form) > 1:
                sizes.setdefault(form[:2], set()).add(len(form))
        self._singles = {form: e for form, e in self.entries.items() if len(form) == 1}
        self._sizes = {begin: tuple(sorted(found, reverse=True)) for begin, found in sizes.items()}

    def find(self, view: str, start: int, end: int) -> Iterator[Hit]:
        """The longest entries from left to right, never overlapping; titles in 《》 are passed over.

        Linear: each place looks up its first two characters, and the few sizes of the words that begin so.
        """
        sizes, entries, singles, at = self._sizes, self.entries, self._singles, start
        while at < end:
            sign = view[at]
            if sign == "《":
                close = view.find("》", at, min(end, at + _LONGEST_TITLE))
                if close != -1:
                    at = close + 1
                    continue
            entry = None
            for size in sizes.get(view[at : at + 2], ()):
                if at + size <= end and (entry := entries.get(view[at : at + size])):
                    break
            entry = entry or singles.get(sign)
            if entry:
                yield Hit(at, at + len(entry.form), entry)
                at += len(entry.form)
            else:
                at += 1


def read_entries() -> list[Entry]:
    """All entries in the order of the file."""
    rows = _FILE.read_text(encoding="utf-8").splitlines()[1:]
    found = []
    for row in rows:
        form, role, topic, kind, stage, strength, example = row.split("\t")
        found.append(Entry(form, role, topic, kind, stage, int(strength), example))
    return found


def layer_of(entry: Entry) -> str:
    """The layer in which an entry is matched."""
    return _LAYERS.get(entry.role, "topic")


@cache
def lexicon() -> dict[str, Words]:
    """The three layers, read once."""
    layers: dict[str, list[Entry]] = {name: [] for name in LAYERS}
    for entry in read_entries():
        layers[layer_of(entry)].append(entry)
    return {name: Words(entries) for name, entries in layers.items()}


def hits(layer: str, view: str, start: int, end: int) -> tuple[Hit, ...]:
    """The words of a layer in a stretch of the view; blocking entries swallow theirs and are left out."""
    return tuple(h for h in lexicon()[layer].find(view, start, end) if h.entry.role not in BLOCKS)
