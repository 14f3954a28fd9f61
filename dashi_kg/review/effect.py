"""What saving corrections changes: head of the report, items, checks, comparison; said before it is saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dashi_kg.language import Both
from dashi_kg.model.kinds import by_kind, kind, reviewed_kinds
from dashi_kg.model.page import HEAD_FIELDS
from dashi_kg.pipeline import BuiltReport, build, reading_file
from dashi_kg.rdf.terms import value
from dashi_kg.review.review_words import FIELDS
from dashi_kg.review.save import composed
from dashi_kg.validation.engine import Validator
from dashi_kg.validation.finding import Finding

_NOTHING = Both("没有", "none")


def effect(
    report: Path, base: str, rows: Sequence[Mapping[str, Any]], reader: Mapping[str, str]
) -> list[Both]:
    """The changes that saving these corrections makes, each in one line; none: an empty list.

    Args:
        report: as :func:`dashi_kg.pipeline.build` takes it; nothing is written.
        rows, reader: as :func:`dashi_kg.review.save.save_corrections` takes them.

    Raises:
        DataError: a row is no correction.
    """
    file = reading_file(report)
    now, then = build(report, base), build(report, base, composed(file, rows, reader))
    return [
        *_head(now, then),
        *_board(now, then),
        *_items(now, then),
        *_checks(now, then, base),
        *_compared(now, then),
    ]


def _head(now: BuiltReport, then: BuiltReport) -> Iterator[Both]:
    for name in HEAD_FIELDS:
        pair = [getattr(built.extraction.metadata, name) for built in (now, then)]
        old, new = (one.value if one else "" for one in pair)
        if old != new:
            yield _change(
                FIELDS[name], Both(old, old) if old else _NOTHING, Both(new, new) if new else _NOTHING
            )


def _board(now: BuiltReport, then: BuiltReport) -> Iterator[Both]:
    """Where the report stands on the board of coverage: its body and year."""
    if (now.org_id, now.year) != (then.org_id, then.year):
        old, new = (Both(f"{b.org_id}，{b.year}", f"{b.org_id}, {b.year}") for b in (now, then))
        yield _change(Both("收录情况中的机关和年度", "body and year on the coverage board"), old, new)


def _items(now: BuiltReport, then: BuiltReport) -> Iterator[Both]:
    old, new = (
        {row.key: len(items) for row, items in by_kind(b.extraction, reviewed_kinds())} for b in (now, then)
    )
    for key in old:
        if old[key] != new[key]:
            name = kind(key).name
            yield _change(
                Both(f"{name.zh}的条数", f"items of the kind “{name.en}”"),
                _number(old[key]),
                _number(new[key]),
            )
    reviewed = len(then.extraction.reviewed) - len(now.extraction.reviewed)
    if reviewed:
        yield Both(f"经人核对的条目：{reviewed:+d}", f"items marked as reviewed: {reviewed:+d}")


def _checks(now: BuiltReport, then: BuiltReport, base: str) -> Iterator[Both]:
    old, new = (Validator(base).check(built.statements).findings for built in (now, then))
    names = {f.code: f for f in (*old, *new)}
    before, after = Counter(f.code for f in old), Counter(f.code for f in new)
    for code, finding in sorted(names.items()):
        if before[code] != after[code]:
            yield _change(_question(finding), _number(before[code]), _number(after[code]))


def _question(finding: Finding) -> Both:
    label = finding.shape.label
    return Both(f"检查“{label['zh']}”的发现", f"findings of the check “{label['en']}”")


def _compared(now: BuiltReport, then: BuiltReport) -> Iterator[Both]:
    """How many figures compare with others, and which do so otherwise than before."""
    old, new = (
        {
            value(q.subject): value(q.object)
            for q in built.quads
            if value(q.predicate).endswith("#comparisonKey")
        }
        for built in (now, then)
    )
    if len(old) != len(new):
        yield _change(Both("可以比较的数值", "figures that compare"), _number(len(old)), _number(len(new)))
    other = sum(1 for node in old if node in new and old[node] != new[node])
    if other:
        yield Both(
            f"换了指标或比较条件的数值：{other} 个",
            f"figures that compare by another indicator or condition: {other}",
        )


def _number(count: int) -> Both:
    return Both(str(count), str(count))


def _change(what: Both, old: Both, new: Both) -> Both:
    return Both(f"{what.zh}：{old.zh} → {new.zh}", f"{what.en}: {old.en} → {new.en}")
