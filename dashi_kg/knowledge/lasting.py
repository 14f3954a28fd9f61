"""Ids that last: the id of an item comes from its words, not from a counter.

An item is named by the kind, and by ten hex digits of the SHA-256 of its words and of which one it is among the equals
of its kind (:func:`digest`). So a sentence that is inserted, deleted, moved or corrected changes the id of no item that
says something else, and a new version of the rules that reads the same words gives the same id.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dashi_kg.model import Extraction, Section, Span
from dashi_kg.model.kinds import by_kind, read_kinds

DIGITS = 10
# named things are one item wherever they are mentioned: their name is what lasts, not the place of the first mention
_NAMES = ("name", "title")
_FIRST_CLAUSE = re.compile(r"[^,，。;；:：\n]*")


def digest(words: str, which: int, digits: int = DIGITS) -> str:
    """The digits of one item.

    Args:
        words: its words.
        which: 1 for the first of its kind with these words, 2 for the second ….

    >>> digest("全年排查矛盾纠纷102起", 1)
    'f88dd01c36'
    """
    return hashlib.sha256(f"{words}|{which}".encode()).hexdigest()[:digits]


def numbered(prefix: str, words: Iterable[str]) -> list[str]:
    """An id for each of these words of one kind, in their order; no two the same.

    Where two ids that are not of equals would be the same, both take as many digits as tell them apart.

    >>> numbered("f", ["开展培训5次", "开展培训5次"])
    ['f-89423b233d', 'f-c723832b1c']
    """
    seen: Counter[str] = Counter()
    keys = []
    for one in words:
        seen[one] += 1
        keys.append((one, seen[one]))
    digits = dict.fromkeys(keys, DIGITS)
    while clashing := _clashing(digits):
        for key in clashing:
            digits[key] += 2
    return [f"{prefix}-{digest(*key, digits[key])}" for key in keys]


def _clashing(digits: Mapping[tuple[str, int], int]) -> list[tuple[str, int]]:
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for key, width in digits.items():
        found[digest(*key, width)].append(key)
    return [key for keys in found.values() if len(keys) > 1 for key in keys]


def words_of(found: Extraction, item: Any) -> str:
    """The words that name an item: its name where it has one, else its quote (of a measure, of the clause that names it)."""
    for name in _NAMES:
        if hasattr(item, name):
            return str(getattr(item, name))
    span: Span = getattr(item, "label_span", None) or item.span
    return found.source.quote(span)


def sections(part: Section) -> Iterator[Section]:
    """The sections below the root or a section, in the order of the text."""
    for child in part.children:
        yield child
        yield from sections(child)


def words_of_section(found: Extraction, section: Section) -> str:
    """The words that name a section: its title, else the clause with which it begins; of the page's head and the like its role.

    Not its number and marker: those count what stands before it.
    """
    if section.title or not section.marker:
        return section.title or section.role
    prose = found.source.quote(section.span).removeprefix(section.marker).lstrip(" 　,，、:：;；。.")
    first = _FIRST_CLAUSE.match(prose)
    return first[0] if first else ""


def _place(item: Any) -> tuple[int, int]:
    """Where it stands; figures with the same quote by the place of their number."""
    number: Span | None = getattr(item, "number_span", None)
    return item.span.start, number.start if number else -1


def lasting_ids(found: Extraction) -> dict[str, str]:
    """The lasting id of each item of an extraction, by the id that the reader or a reading file gives it.

    Items of one kind are taken in the order in which they stand in the text.
    """
    ids: dict[str, str] = {}
    for kind, read in by_kind(found, read_kinds()):
        items = sorted(read, key=_place)
        names = numbered(kind.lasting or kind.prefix, (words_of(found, item) for item in items))
        ids |= {item.id: name for item, name in zip(items, names, strict=True)}
    parts = list(sections(found.outline))
    names = numbered("s", (words_of_section(found, part) for part in parts))
    return ids | {part.id: name for part, name in zip(parts, names, strict=True)}
