"""Corrections as a reading file has them: who reads them, what each may hold, what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from dashi_kg.errors import DataError
from dashi_kg.knowledge import yamlfile
from dashi_kg.knowledge.vocabulary import vocabulary
from dashi_kg.language import Both
from dashi_kg.model import Period
from dashi_kg.model.kinds import reviewed_kinds
from dashi_kg.model.page import HEAD_FIELDS
from dashi_kg.settings import DEFAULT_BASE

DECISIONS = ("accept", "correct", "reject", "add")


class Correction(NamedTuple):
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


HEAD = "report"  # the kind of a correction of what the page says of the report: issuer, year, dates


def entry_of_head(entry: Any) -> bool:
    """Whether an entry corrects the report itself, which has no quote."""
    return isinstance(entry, dict) and entry.get("kind") == HEAD


def head_of(corrections: Iterable[Correction]) -> dict[str, str]:
    """What a person says of the report itself (``HEAD_FIELDS``), the last word counting."""
    return {key: words for c in corrections if c.kind == HEAD for key, words in c.values}


def read_corrections(value: Any, path: Path) -> list[Correction]:
    """The block ``corrections:`` of a reading file.

    Raises:
        DataError: an entry is no correction; the message names it and the remedy.
    """
    found: list[Correction] = []
    seen: dict[tuple[str, ...], str] = {}
    forms = {kind.key: kind.form for kind in reviewed_kinds() if kind.form}
    correctable = [*forms, HEAD]
    addable = [key for key, form in forms.items() if form.addable]
    of_items = [*dict.fromkeys(name for form in forms.values() for name in form.corrects), "words"]
    for number, entry in enumerate(yamlfile.entries(value, file=path, place="corrections"), start=1):
        place = Both(f"corrections 第 {number} 项", f"corrections, entry {number}")
        row = yamlfile.fields(
            entry,
            file=path,
            place=place,
            need=("kind", "decision") if entry_of_head(entry) else ("kind", "quote", "decision"),
            may=("quote", "prefix", "suffix", "set", "of", "note", "date"),
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
        if kind == HEAD and decision != "correct":
            raise DataError(
                Both(
                    f"报告本身只能更正，不能“{decision}”",
                    f"of the report itself, “{decision}” is no decision",
                ),
                remedy=Both("请写 decision: correct。", "Write decision: correct."),
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
        values = yamlfile.fields(
            row.get("set") or {},
            file=path,
            place=place,
            need=(),
            may=HEAD_FIELDS if kind == HEAD else of_items,
        )
        if decision == "correct" and not values:
            raise DataError(
                Both("更正里没有写任何值", "the correction gives no value"),
                remedy=Both("请用 set: 写出正确的值。", "Add set: with the right values."),
                file=str(path),
                place=place,
            )
        one = Correction(
            kind, str(row.get("quote") or ""), decision, str(row.get("prefix") or ""), str(row.get("suffix") or ""),
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


# facets of a figure that a person can set, each with its code list
FACETS = {
    "topic": "topic",
    "quantity_kind": "quantity-kind",
    "stage": "stage",
    "audience": "audience",
}


def wrong_values(values: dict[str, str]) -> Both | None:
    """What is wrong with the values of a correction; ``None``: nothing.

    >>> wrong_values({"value": "twelve"}).en
    '“twelve” is not a number'
    """
    if "year" in values and not re.fullmatch(r"(?:19|20)\d\d", values["year"]):
        return Both(f"“{values['year']}”不是年度", f"“{values['year']}” is not a year")
    for name in ("issued", "signed"):
        if name in values and not _is_day(values[name]):
            return Both(
                f"“{values[name]}”不是日期，应写成 2024-03-01 的样子",
                f"“{values[name]}” is not a date: write it like 2024-03-01",
            )
    if "value" in values and not re.fullmatch(r"\d+(?:\.\d+)?", values["value"]):
        return Both(f"“{values['value']}”不是数", f"“{values['value']}” is not a number")
    if "period" in values and not _PERIOD.fullmatch(values["period"]):
        forms = ("2023", "2023-04", "2021/2023", "since-2019", "each-year", "each-month")
        return Both(
            f"“{values['period']}”不是期间，应写成 {'、'.join(forms)} 的样子",
            f"“{values['period']}” is not a period: write it like {', '.join(forms)}",
        )
    for name, scheme in {**FACETS, "indicator": "indicator"}.items():
        keys = vocabulary(DEFAULT_BASE).scheme(scheme) if values.get(name) else {}
        if keys and values[name] not in keys:
            return Both(
                f"“{values[name]}”不是 {name} 的编号，见 ontology/concepts/{scheme}.ttl",
                f"“{values[name]}” is not a key of {name}: see ontology/concepts/{scheme}.ttl",
            )
    return None


def _is_day(words: str) -> bool:
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def period(words: str) -> Period:
    """A period that a person writes: ``2023``, ``2023-04``, ``2021/2023``, ``since-2019``, ``each-year``, ``each-month`` ….

    Raises:
        ValueError: it is none of these.
    """
    import calendar

    if words.startswith("each-"):
        return Period(words, None, None, "")
    if words.startswith("since-"):
        year = int(words[6:])
        return Period(words, date(year, 1, 1), None, f"{year}/..")
    if "/" in words:
        first, last = (int(part) for part in words.split("/"))
        if first >= last:
            raise ValueError(words)
        return Period(f"{first}_{last}", date(first, 1, 1), date(last, 12, 31), words)
    if "-" in words:
        year, month = (int(part) for part in words.split("-"))
        return Period(
            words, date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), words
        )
    return Period(str(int(words)), date(int(words), 1, 1), date(int(words), 12, 31), str(int(words)))
