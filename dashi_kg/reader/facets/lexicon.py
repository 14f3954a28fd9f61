"""The words of the genre with what they say of a number: topic, kind, stage (``lexicon.tsv``), found by longest match.

Three layers are matched apart, so that one word can name a topic and an act at once (化解率): **topic** (roles
``head``, ``verb``, ``rate``, ``name``; ``block`` swallows words that only look like one: 人大常委会), **act** (``act``;
``act-block``: 调解员 is no act of 调解) and **noun** (``noun``: the sort of thing).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dashi_kg.prepared import worked_out

_FILE = Path(__file__).with_name("lexicon.tsv")
_LAYERS = {"act": "act", "act-block": "act", "noun": "noun"}
LAYERS = ("topic", "act", "noun")
BLOCKS = ("block", "act-block")
_LONGEST_TITLE = 80


class Entry(NamedTuple):
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


class Hit(NamedTuple):
    """An entry where it stands in the view (half-open code points)."""

    start: int
    end: int
    entry: Entry


class Words:
    """The entries of one layer, by their first two characters.

    One report has few of them: the lines of those that begin alike are read when one of them may stand in the text, and an
    entry is taken from its line when it is met.
    """

    def __init__(self, short: dict[str, str], waiting: dict[str, bytes]) -> None:
        """Take form → line of the file, of forms of one character, and the first two characters of the others → their lines."""
        self._lines = dict(short)
        # first two characters → their lines until they are read, then the lengths of the forms, longest first
        self._sizes: dict[str, bytes | tuple[int, ...]] = dict(waiting)
        self._met: dict[str, Entry] = {}

    @classmethod
    def of(cls, lines: Iterable[str]) -> Words:
        """The words of these lines of the file."""
        return cls(*_indexed(lines))

    def get(self, form: str) -> Entry | None:
        """The entry of exactly this form."""
        found = self._met.get(form)
        if found is None:
            if isinstance(waiting := self._sizes.get(form[:2]), bytes):
                self._read(form[:2], waiting)
            if line := self._lines.get(form):
                found = self._met[form] = _entry(line)
        return found

    def _read(self, begin: str, waiting: bytes) -> tuple[int, ...]:
        """The lengths of the forms that begin so."""
        lines = {line.partition("\t")[0]: line for line in waiting.decode().split("\n")}
        self._lines.update(lines)
        sizes = self._sizes[begin] = tuple(sorted(set(map(len, lines)), reverse=True))
        return sizes

    def find(self, view: str, start: int, end: int) -> list[Hit]:
        """The longest entries from left to right, never overlapping; titles in 《》 are passed over.

        Linear: each place looks up its first two characters, and the few sizes of the words that begin so.
        """
        sizes, lines, met = self._sizes, self._lines, self._met
        words, found = view[start:end], []
        at, last = 0, len(words)
        while at < last:
            form = words[at]
            if form == "《":
                close = words.find("》", at, at + _LONGEST_TITLE)
                if close != -1:
                    at = close + 1
                    continue
            size = 1
            two = words[at : at + 2]
            if longer := sizes.get(two):
                for length in longer if isinstance(longer, tuple) else self._read(two, longer):
                    if at + length <= last and (longest := words[at : at + length]) in lines:
                        form, size = longest, length
                        break
            if form in lines and (entry := met.get(form) or self.get(form)):
                found.append(Hit(start + at, start + at + size, entry))
            at += size
        return found


def read_entries() -> list[Entry]:
    """All entries in the order of the file."""
    return [_entry(line) for line in _lines()]


def _lines() -> list[str]:
    return _FILE.read_text(encoding="utf-8").splitlines()[1:]


def _entry(line: str) -> Entry:
    form, role, topic, kind, stage, strength, example = line.split("\t")
    return Entry(form, role, topic, kind, stage, int(strength), example)


def layer_of(entry: Entry) -> str:
    """The layer in which an entry is matched."""
    return _layer(entry.role)


def _layer(role: str) -> str:
    return _LAYERS.get(role, "topic")


@cache
def lexicon() -> dict[str, Words]:
    """The three layers, read once."""
    return {name: Words(*found) for name, found in worked_out("lexicon", "", _layers).items()}


_Indexed = tuple[dict[str, str], dict[str, bytes]]  # what ``Words`` takes


def _layers() -> dict[str, _Indexed]:
    lines: dict[str, list[str]] = {name: [] for name in LAYERS}
    for line in _lines():
        lines[_layer(line.split("\t", 2)[1])].append(line)
    return {name: _indexed(found) for name, found in lines.items()}


def _indexed(lines: Iterable[str]) -> _Indexed:
    short: dict[str, str] = {}
    longer: dict[str, list[str]] = {}
    for line in lines:
        form = line.partition("\t")[0]
        if len(form) > 1:
            longer.setdefault(form[:2], []).append(line)
        else:
            short[form] = line
    return short, {begin: "\n".join(found).encode() for begin, found in longer.items()}


def hits(layer: str, view: str, start: int, end: int) -> tuple[Hit, ...]:
    """The words of a layer in a stretch of the view; blocking entries swallow theirs and are left out."""
    return tuple([h for h in lexicon()[layer].find(view, start, end) if h.entry.role not in BLOCKS])
