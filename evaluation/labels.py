"""Labelled texts: one YAML file each (see ``README.md`` beside this file), checked when they are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

TEXTS = Path(__file__).parent / "texts"
SECTIONS = {
    "measures": "一、{year}年法治政府建设的主要举措和成效",
    "problems": "一、法治政府建设存在的问题和不足",
    "plans": "一、{next}年法治政府建设工作打算",
    "leader": "一、主要负责人履行推进法治建设第一责任人职责情况",
}


# a part may be named as the part that a passage stands in
_ROLES = {
    "measures": "measures-results",
    "problems": "shortcomings-causes",
    "plans": "next-year",
    "leader": "leader-duty",
    "leaders": "leader-duty",
}

ROLES = ("value", "before", "after", "change", "scope", "part", "target")


@dataclass(frozen=True, slots=True)
class Number:
    """A labelled quantity. ``start``/``end``: where its quote stands in the text that the reader gets.

    The facets (``topic`` and those behind it) are empty where a text has none; ``alt``: topics that are right as well.
    ``part_of`` … ``denominator``: the place of another number in the text's list, counted from 1.
    """

    quote: str
    start: int
    end: int
    value: Decimal | None
    unit: str
    qualifier: str
    period: str
    basis: str
    counted: str
    change: str
    low: Decimal | None = None
    high: Decimal | None = None
    topic: str = ""
    alt: tuple[str, ...] = ()
    kind: str = ""
    stage: str = ""
    audience: str = ""
    relations: Relations = field(default_factory=lambda: Relations())


@dataclass(frozen=True, slots=True)
class Relations:
    """What a label says of a number among the others: its role and actor, and its links, each a place in the list of
    the text's numbers (from 0); ``role`` is ``""`` where the text has no such labels.
    """

    role: str = ""
    actor: str = ""
    part_of: int | None = None
    change_of: int | None = None
    changed_from: int | None = None
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text with its labels. ``text`` is what the reader gets: a passage stands in a small frame."""

    name: str
    kind: str
    text: str
    begin: int
    end: int
    numbers: tuple[Number, ...]
    documents: tuple[str, ...]
    organisations: tuple[str, ...]
    problems: tuple[str, ...]
    plans: tuple[str, ...]
    headings: tuple[tuple[int, str, str], ...] | None
    roles: dict[str, str] = field(default_factory=dict)
    items: bool = True
    issuer: str = ""
    year: str = ""
    facets_only: bool = False  # only numbers and their facets are labelled: nothing else is judged


class LabelError(ValueError):
    """A label does not fit its text: the message names file, label and cause."""


def split(name: str) -> list[Labelled]:
    """The texts of a split (``dev`` or ``test``), in the order of their names.

    Raises:
        LabelError: a quote is not in its text, or stands there more than once without ``nth``.
    """
    return [_read(path) for path in sorted((TEXTS / name).glob("*.yaml"))]


def _read(path: Path) -> Labelled:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times faster
    raw: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    own = str(raw["text"]).rstrip("\n")
    year, issuer = int(raw["year"]), str(raw.get("issuer", ""))
    text, begin = own, 0
    if raw["kind"] == "passage":
        head = (
            f"发布日期:{year + 1}-02-20\n{issuer}{year}年法治政府建设年度报告\n{year}年,{issuer}推进依法行政和法治政府建设,现将有关情况报告如下:\n"
            + SECTIONS[raw.get("section", "measures")].format(year=year, next=year + 1)
            + "\n"
        )
        text, begin = head + own + "\n", len(head)
    numbers = tuple(_number(path, own, begin, row) for row in raw.get("numbers") or [])
    quotes = {
        kind: tuple(str(quote) for quote in raw.get(kind) or [])
        for kind in ("documents", "organisations", "problems", "plans")
    }
    for kind, named in quotes.items():
        for quote in named:
            if quote not in own:
                raise LabelError(f"{path.name}: {kind}: “{quote}” is not in the text")
    headings = raw.get("headings")
    return Labelled(
        f"{path.parent.name}/{path.stem}", raw["kind"], text, begin, begin + len(own), numbers,
        documents=quotes["documents"], organisations=quotes["organisations"], problems=quotes["problems"], plans=quotes["plans"],
        headings=tuple((int(a), _marker(b), str(c)) for a, b, c in headings) if headings else None,
        roles={str(k): _ROLES.get(str(v), str(v)) for k, v in (raw.get("roles") or {}).items()}, items=raw.get("items") != "skip",
        issuer=issuer, year=str(year), facets_only=raw.get("judged") == "facets",
    )  # fmt: skip


def _marker(value: object) -> str:
    """The number of a heading: an unquoted ``1.`` is a float to YAML."""
    return f"{value:g}." if isinstance(value, float) else str(value)


def _number(path: Path, own: str, begin: int, row: dict[str, Any]) -> Number:
    quote, nth = str(row["q"]), int(row.get("nth", 1))
    if own.count(quote) == 0:
        raise LabelError(f"{path.name}: numbers: “{quote}” is not in the text")
    if own.count(quote) > 1 and "nth" not in row:
        raise LabelError(f"{path.name}: numbers: “{quote}” stands in the text more than once: give nth")
    at = -1
    for _ in range(nth):
        at = own.find(quote, at + 1)
    if at < 0:
        raise LabelError(f"{path.name}: numbers: “{quote}” does not stand in the text {nth} times")

    if row.get("role") and row["role"] not in ROLES:
        raise LabelError(
            f"{path.name}: numbers: role of “{quote}” is none of {', '.join(ROLES)}: {row['role']}"
        )

    def decimal(key: str) -> Decimal | None:
        return Decimal(str(row[key])) if row.get(key) is not None else None

    return Number(
        quote, begin + at, begin + at + len(quote), decimal("value"), str(row.get("unit", "")), row.get("qual", "exact"),
        str(row.get("period", "")), row.get("basis", "implied"), str(row.get("counted", "")), str(row.get("change") or ""),
        decimal("low"), decimal("high"),
        topic=str(row.get("topic") or ""), alt=tuple(str(row.get("alt") or "").replace(",", " ").split()),
        kind=str(row.get("kind") or ""), stage=str(row.get("stage") or ""), audience=str(row.get("audience") or ""),
        relations=Relations(
            str(row.get("role") or ""),
            str(row.get("actor") or ""),
            *(_other(path, row, key) for key in ("part_of", "change_of", "changed_from", "numerator", "denominator")),
        ),
    )  # fmt: skip


def _other(path: Path, row: dict[str, Any], key: str) -> int | None:
    """The place of another number in the list, from 0 (the label counts from 1)."""
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or value < 1:
        raise LabelError(f"{path.name}: numbers: {key} of “{row['q']}” is no place in the list: {value}")
    return value - 1
