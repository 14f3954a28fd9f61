"""How each kind of fact is said in words: behind its id in ``--explain``, behind its quote in ``extract``.

Keys of code lists (``exact``, ``county-government``) are said by a ``label``, which the caller takes from the ontology.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashi_kg.model.extraction import Extraction
    from dashi_kg.model.numbers import Observation
    from dashi_kg.model.statements import Citation, Measure, Mechanism, PlanItem

Label = Callable[[str], str]
_UNITS = {"percent": "%", "yuan": "元", "percentage-point": "个百分点"}


def quoted(found: Extraction, item: Any, label: Label) -> str:
    """The words that state it."""
    return found.source.quote(item.span)


def label_quoted(found: Extraction, item: Measure, label: Label) -> str:
    """The clause that names it."""
    return found.source.quote(item.label_span)


def quoted_with_kind(found: Extraction, item: PlanItem, label: Label) -> str:
    """The words that state it, and of which kind it is."""
    return f"{found.source.quote(item.span)}（{label(item.kind)}）"


def named(_: Extraction, item: Any, label: Label) -> str:
    """Its name, and of which kind it is."""
    return f"{item.name}（{label(item.kind)}）"


def titled(_: Extraction, item: Citation, label: Label) -> str:
    """The title of a document, its kind, how it is cited."""
    return f"{item.title}（{label(item.kind)}，{label(item.mode)}）"


def counted(_: Extraction, item: Observation, label: Label) -> str:
    """An observation: what is counted, value and unit, and what limits it."""
    unit = _UNITS.get(item.unit, item.classifier)
    more = _limits(item, label)
    if change := item.change:
        more += [label(key) for key in (change.direction, change.compared) if key]
    return f"{item.counted} = {value(item, 'value')} {unit}（{'，'.join(more)}）"


def _limits(item: Observation, label: Label) -> list[str]:
    """Qualifier, period and role of a number, in words."""
    keys = [item.qualifier, item.period.key, *([item.kind] if item.kind != "actual" else [])]
    return [label(key) for key in keys]


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


def nothing(_: Any, label: Label) -> str:
    """No more than the quote."""
    return ""


def kind_only(item: Any, label: Label) -> str:
    """Of which kind it is."""
    return label(item.kind)


def name_and_kind(item: Any, label: Label) -> str:
    """Its name, and of which kind it is."""
    return f"{item.name}（{label(item.kind)}）"


def mode_and_kind(item: Citation, label: Label) -> str:
    """How a document is cited, and of which kind it is."""
    return f"{label(item.mode)}，{label(item.kind)}"


def parts(item: Measure, label: Label) -> str:
    """How many parts it has."""
    return f"＋{len(item.children)}" if item.children else ""


def listed_and_kind(item: Mechanism, label: Label) -> str:
    """How many of the stated items are listed, and of which kind it is."""
    count = f"{len(item.listed)}/{item.stated_count}，" if item.stated_count is not None else ""
    return f"{count}{label(item.kind)}"


def amount(item: Observation, label: Label) -> str:
    """An observation on one line: what is counted, value, period."""
    number = "" if item.value is None else format(item.value, "f") + ("%" if item.unit == "percent" else "")
    return f"{item.counted} = {number or '—'} {item.classifier}（{'，'.join(_limits(item, label))}）"
