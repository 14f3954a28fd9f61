"""What a person added to a report: names, domains, links, notes — ``reading.yaml`` beside the text.

Entries are tied to the text by quotes, which are located when the file is used. A quote that is no longer
found makes its entry *orphaned*: it is reported and left out, never re-anchored by guessing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dashi_kg.errors import DataError
from dashi_kg.knowledge import yamlfile
from dashi_kg.language import Both
from dashi_kg.model import Span
from dashi_kg.model.kinds import reviewed_kinds


@dataclass(frozen=True, slots=True)
class Gloss:
    """The registered id of an item, its words in the text, its English name."""

    id: str
    quote: str
    en: str


@dataclass(frozen=True, slots=True)
class Link:
    """A reader's claim about two things: ids (or names), strength where it has one, the reason."""

    kind: str
    one: str
    other: str
    zh: str
    en: str
    strength: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
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


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on the quality of the text, and how to treat it."""

    id: str
    zh: str
    en: str
    treat_zh: str
    treat_en: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's word on one fact. ``kind``: key of a kind that has a form (:mod:`dashi_kg.model.kinds`); ``decision``:
    accept, correct, reject or add; ``values``: field → value; ``of`` tells facts at one place apart; ``day``: ISO date
    or ``""``.
    """

    kind: str
    quote: str
    decision: str
    prefix: str = ""
    suffix: str = ""
    values: tuple[tuple[str, str], ...] = ()
    of: str = ""
    note: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
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


DECISIONS = ("accept", "correct", "reject", "add")
_LINKS = {
    "addresses": ("plan", "problem", ("strength",)),
    "continues": ("plan", "measure", ()),
    "tensions": ("one", "other", ()),
    "echoes": ("measure", "law", ("article",)),
    "placings": ("item", "place", ()),
}
_STRENGTHS = ("direct", "partial", "weak")


def load_reading(path: Path) -> Reading:
    """The reading of one report.

    Raises:
        DataError: the file is malformed; the message names the entry and the remedy.
    """
    content = yamlfile.fields(
        yamlfile.load(path),
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
        corrections=tuple(_corrections(content.get("corrections"), path)),
    )


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


def _corrections(value: Any, path: Path) -> list[Correction]:
    found: list[Correction] = []
    seen: dict[tuple[str, ...], str] = {}
    forms = {kind.key: kind.form for kind in reviewed_kinds() if kind.form}
    correctable = list(forms)
    addable = [key for key, form in forms.items() if form.addable]
    fields = [*dict.fromkeys(name for form in forms.values() for name in form.corrects), "words"]
    for number, entry in enumerate(yamlfile.entries(value, file=path, place="corrections"), start=1):
        place = Both(f"corrections 第 {number} 项", f"corrections, entry {number}")
        row = yamlfile.fields(
            entry,
            file=path,
            place=place,
            need=("kind", "quote", "decision"),
            may=("prefix", "suffix", "set", "of", "note", "date"),
        )
        kind, decision = str(row["kind"]), str(row["decision"])
        for what, given, known in (
            (Both("种类", "kind"), kind, correctable),
            (Both("决定", "decision"), decision, DECISIONS),
        ):
            if given not in known:
                remedy = Both(f"请用其中之一：{'、'.join(known)}。", f"Use one of {', '.join(known)}.")
                raise DataError(
                    Both(f"{what.zh}“{given}”无法识别", f"unknown {what.en} “{given}”"),
                    remedy=remedy,
                    file=str(path),
                    place=place,
                )
        if decision == "add" and kind not in addable:
            raise DataError(
                Both(f"不能补充这一种条目：{kind}", f"a {kind} cannot be added"),
                remedy=Both(f"可以补充的有：{'、'.join(addable)}。", f"These can: {', '.join(addable)}."),
                file=str(path),
                place=place,
            )
        values = yamlfile.fields(row.get("set") or {}, file=path, place=place, need=(), may=fields)
        if decision == "correct" and not values:
            raise DataError(
                Both("更正里没有写任何值", "the correction gives no value"),
                remedy=Both("请用 set: 写出正确的值。", "Add set: with the right values."),
                file=str(path),
                place=place,
            )
        one = Correction(
            kind, str(row["quote"]), decision, str(row.get("prefix") or ""), str(row.get("suffix") or ""),
            tuple((k, str(v)) for k, v in values.items()), str(row.get("of") or ""), str(row.get("note") or ""), str(row.get("date") or ""),
        )  # fmt: skip
        if wrong := wrong_values(dict(one.values)):
            raise DataError(
                wrong, remedy=Both("请改正这个值。", "Correct the value."), file=str(path), place=place
            )
        key = (kind, one.prefix, one.quote, one.suffix, one.of)
        if decision != "add" and key in seen:
            cause = Both(
                f"同一条目有两个决定（{seen[key]} 和 {decision}）",
                f"two decisions on one item ({seen[key]} and {decision})",
            )
            raise DataError(
                cause, remedy=Both("请只保留一个。", "Keep one of them."), file=str(path), place=place
            )
        seen[key] = decision
        found.append(one)
    return found


_PERIOD = re.compile(
    r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])|/(?:19|20)\d\d)?|since-(?:19|20)\d\d|each-(?:year|half-year|term|quarter|month|week|day)"
)


def wrong_values(values: dict[str, str]) -> Both | None:
    """What is wrong with the values of a correction; ``None``: nothing.

    >>> wrong_values({"value": "twelve"}).en
    '“twelve” is not a number'
    """
    if "value" in values and not re.fullmatch(r"\d+(?:\.\d+)?", values["value"]):
        return Both(f"“{values['value']}”不是数", f"“{values['value']}” is not a number")
    if "period" in values and not _PERIOD.fullmatch(values["period"]):
        forms = ("2023", "2023-04", "2021/2023", "since-2019", "each-year", "each-month")
        return Both(
            f"“{values['period']}”不是期间，应写成 {'、'.join(forms)} 的样子",
            f"“{values['period']}” is not a period: write it like {', '.join(forms)}",
        )
    return None
