"""What a person added to a report: names, domains, links, notes — ``reading.yaml`` beside the text.

Entries are tied to the text by quotes, which are located when the file is used. A quote that is no longer
found makes its entry *orphaned*: it is reported and left out, never re-anchored by guessing.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dashi_kg.errors import DataError
from dashi_kg.knowledge import yamlfile
from dashi_kg.language import Both
from dashi_kg.model import Span

if TYPE_CHECKING:
    from dashi_kg.knowledge.corrections import Correction


class Gloss(NamedTuple):
    """The registered id of an item, its words in the text, its English name."""

    id: str
    quote: str
    en: str


class Link(NamedTuple):
    """A reader's claim about two things: ids (or names), strength where it has one, the reason."""

    kind: str
    one: str
    other: str
    zh: str
    en: str
    strength: str = ""
    article: str = ""


class Quote(NamedTuple):
    """Words of the text; ``occurrence`` counts from 1."""

    words: str
    occurrence: int = 1

    def find(self, text: str) -> Span | None:
        """Where the words stand, or ``None`` where they do not."""
        at = -1
        for _ in range(self.occurrence):
            at = text.find(self.words, at + 1)
            if at == -1:
                return None
        return Span(at, at + len(self.words))


class Note(NamedTuple):
    """A remark on the quality of the text, and how to treat it."""

    id: str
    zh: str
    en: str
    treat_zh: str
    treat_en: str
    quotes: tuple[Quote, ...] = ()


class Reading(NamedTuple):
    """One reading file."""

    reader_id: str
    reader_zh: str
    reader_en: str
    day: date
    title_zh: str = ""
    title_en: str = ""
    items: tuple[Gloss, ...] = ()
    domains: tuple[tuple[str, str], ...] = ()
    problem_types: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[Note, ...] = ()
    corrections: tuple[Correction, ...] = ()


_LINKS = {
    "addresses": ("plan", "problem", ("strength",)),
    "continues": ("plan", "measure", ()),
    "tensions": ("one", "other", ()),
    "echoes": ("measure", "law", ("article",)),
    "placings": ("item", "place", ()),
}
_STRENGTHS = ("direct", "partial", "weak")


def load_reading(path: Path, text: str | None = None) -> Reading:
    """The reading of one report.

    Args:
        path: the file.
        text: what it is to hold, for a try before it is written; ``None``: what it holds.

    Raises:
        DataError: the file is malformed; the message names the entry and the remedy.
    """
    content = yamlfile.fields(
        yamlfile.load(path, text),
        file=path,
        place="",
        need=("reader",),
        may=("title", "items", "domains", "problem_types", *_LINKS, "quality", "corrections"),
    )
    reader = yamlfile.fields(content["reader"], file=path, place="reader", need=("id", "zh", "en", "date"))
    if not isinstance(reader["date"], date):
        raise DataError(
            Both("日期的写法不对", "this is not a date"),
            remedy=Both("请写成 2026-11-24 的样子。", "Write it like 2026-11-24."),
            file=str(path),
            place="reader",
        )
    title = content.get("title") or {}
    if title:
        yamlfile.fields(title, file=path, place="title", need=("zh", "en"))
    return Reading(
        reader_id=reader["id"],
        reader_zh=reader["zh"],
        reader_en=reader["en"],
        day=reader["date"],
        title_zh=title.get("zh", ""),
        title_en=title.get("en", ""),
        items=tuple(_items(content.get("items"), path)),
        domains=tuple(_lists(content.get("domains"), path, "domains")),
        problem_types=tuple(_lists(content.get("problem_types"), path, "problem_types")),
        links=tuple(link for kind in _LINKS for link in _links(content.get(kind), path, kind)),
        notes=tuple(_notes(content.get("quality"), path)),
        corrections=_corrections(content.get("corrections"), path),
    )


def _corrections(value: Any, path: Path) -> tuple[Correction, ...]:
    if value is None:
        return ()
    from dashi_kg.knowledge.corrections import read_corrections  # here: most readings correct nothing

    return tuple(read_corrections(value, path))


def _items(value: Any, path: Path) -> list[Gloss]:
    found = []
    seen: set[str] = set()
    for number, entry in enumerate(yamlfile.entries(value, file=path, place="items"), start=1):
        place = Both(f"items 第 {number} 项", f"items, entry {number}")
        row = yamlfile.fields(entry, file=path, place=place, need=("id", "quote", "en"))
        if row["id"] in seen:
            cause = Both(f"标识 {row['id']} 用了两次", f"the id {row['id']} is used twice")
            raise DataError(
                cause, remedy=Both("请换一个编号。", "Give a new number."), file=str(path), place=place
            )
        seen.add(row["id"])
        found.append(Gloss(str(row["id"]), str(row["quote"]), str(row["en"])))
    return found


def _lists(value: Any, path: Path, place: str) -> list[tuple[str, str]]:
    """``key: [ids]`` as (id, key) pairs."""
    if value is None:
        return []
    if not isinstance(value, dict) or not all(isinstance(ids, list) for ids in value.values()):
        raise DataError(
            Both("此处应为标识的列表", "lists of ids are expected here"),
            remedy=Both("请写成 key: [id, id] 的样子。", "Write key: [id, id]."),
            file=str(path),
            place=place,
        )
    return [(str(identity), str(key)) for key, ids in value.items() for identity in ids]


def _links(value: Any, path: Path, kind: str) -> list[Link]:
    one, other, more = _LINKS[kind]
    found = []
    for number, entry in enumerate(yamlfile.entries(value, file=path, place=kind), start=1):
        place = Both(f"{kind} 第 {number} 项", f"{kind}, entry {number}")
        row = yamlfile.fields(entry, file=path, place=place, need=(one, other, "zh", "en", *more))
        strength = str(row.get("strength", ""))
        if strength and strength not in _STRENGTHS:
            remedy = Both(f"请用其中之一：{'、'.join(_STRENGTHS)}。", f"Use one of {', '.join(_STRENGTHS)}.")
            raise DataError(
                Both(f"没有强度“{strength}”", f"unknown strength “{strength}”"),
                remedy=remedy,
                file=str(path),
                place=place,
            )
        found.append(
            Link(
                kind,
                str(row[one]),
                str(row[other]),
                row["zh"],
                row["en"],
                strength,
                str(row.get("article", "")),
            )
        )
    return found


def _notes(value: Any, path: Path) -> list[Note]:
    found = []
    for number, entry in enumerate(yamlfile.entries(value, file=path, place="quality"), start=1):
        place = Both(f"quality 第 {number} 项", f"quality, entry {number}")
        row = yamlfile.fields(
            entry, file=path, place=place, need=("id", "zh", "en", "treat_zh", "treat_en"), may=("quotes",)
        )
        quotes = []
        for inner in yamlfile.entries(row.get("quotes"), file=path, place=place):
            quote = yamlfile.fields(inner, file=path, place=place, need=("quote",), may=("occurrence",))
            quotes.append(Quote(quote["quote"], int(quote.get("occurrence", 1))))
        found.append(
            Note(str(row["id"]), row["zh"], row["en"], row["treat_zh"], row["treat_en"], tuple(quotes))
        )
    return found
