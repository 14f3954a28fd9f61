"""How each kind of fact is said in words: behind its id in ``--explain``, behind its quote in ``extract``."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashi_kg.model.extraction import Extraction
    from dashi_kg.model.numbers import Observation
    from dashi_kg.model.statements import Citation, Measure, Mechanism, PlanItem

_UNITS = {"percent": "%", "yuan": "元", "percentage-point": "个百分点"}


def quoted(found: Extraction, item: Any) -> str:
    """The words that state it."""
    return found.source.quote(item.span)


def label_quoted(found: Extraction, item: Measure) -> str:
    """The clause that names it."""
    return found.source.quote(item.label_span)


def quoted_with_kind(found: Extraction, item: PlanItem) -> str:
    """The words that state it, and of which kind it is."""
    return f"{found.source.quote(item.span)} ({item.kind})"


def named(_: Extraction, item: Any) -> str:
    """Its name, and of which kind it is."""
    return f"{item.name} ({item.kind})"


def titled(_: Extraction, item: Citation) -> str:
    """The title of a document, its kind, how it is cited."""
    return f"{item.title} ({item.kind}, {item.mode})"


def counted(_: Extraction, item: Observation) -> str:
    """An observation: what is counted, value and unit, and what limits it."""
    unit = _UNITS.get(item.unit, item.classifier)
    more = [item.qualifier, item.period.key, *([item.kind] if item.kind != "actual" else [])]
    if change := item.change:
        parts = (change.direction, change.compared, "reached" if change.level else "by")
        more.append(" ".join(filter(None, parts)))
    return f"{item.counted} = {value(item, 'value')} {unit} ({', '.join(more)})"


def value(item: Any, name: str) -> str:
    """A value of an item, as a person reads and writes it in a correction; ``""`` for none.

    Args:
        name: the attribute; ``value`` of a range is its two bounds, ``period`` its EDTF or key.
    """
    found = getattr(item, name)
    if name == "value" and found is None and item.min_inclusive is not None:
        return f"{item.min_inclusive}–{item.max_inclusive}"
    if name == "period":
        return str(found.edtf or found.key)
    if isinstance(found, Decimal):
        return format(found, "f")
    return "" if found is None else str(found)


def nothing(_: Any) -> str:
    """No more than the quote."""
    return ""


def kind_only(item: Any) -> str:
    """Of which kind it is."""
    return str(item.kind)


def name_and_kind(item: Any) -> str:
    """Its name, and of which kind it is."""
    return f"{item.name} ({item.kind})"


def mode_and_kind(item: Citation) -> str:
    """How a document is cited, and of which kind it is."""
    return f"{item.mode}, {item.kind}"


def parts(item: Measure) -> str:
    """How many parts it has."""
    return f"＋{len(item.children)}" if item.children else ""


def listed_and_kind(item: Mechanism) -> str:
    """How many of the stated items are listed, and of which kind it is."""
    count = f"{len(item.listed)}/{item.stated_count}, " if item.stated_count is not None else ""
    return f"{count}{item.kind}"


def amount(item: Observation) -> str:
    """An observation on one line: what is counted, value, period."""
    number = "" if item.value is None else format(item.value, "f") + ("%" if item.unit == "percent" else "")
    kind = "" if item.kind == "actual" else f", {item.kind}"
    return f"{item.counted} = {number or '—'} {item.classifier} ({item.qualifier}, {item.period.key}{kind})"
