"""Reviewed items as labelled text, in the form of ``evaluation/``: what people judged, for the rules to learn from.

A passage is a line of the report in which everything that the evaluation asks for was judged (figures, documents,
bodies, shortcomings, plans); where only the figures were, it has those alone (``judged: facets``). A line in which a
figure is still open is left out: a label that is missing would count as a mistake of the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dashi_kg.files import write_file
from dashi_kg.knowledge.correct import correct, locate
from dashi_kg.knowledge.corrections import HEAD, Correction
from dashi_kg.model import Extraction, Observation, Section, Span
from dashi_kg.model.fact_list import facts
from dashi_kg.model.page import BY_READER

_PARTS = {"shortcomings-causes": "problems", "next-year": "plans", "leader-duty": "leader"}
_OTHERS = ("citation", "body", "problem", "plan-item")
_UNITS = {"percent": "%", "percentage-point": "百分点", "fraction": "分之", "yuan": "元"}


def passages(read: Extraction, corrections: Sequence[Correction]) -> list[dict[str, Any]]:
    """The labelled passages of a reviewed report, in the order of the text.

    Args:
        read: the report as the rules read it, before any correction.
        corrections: a person's; those whose quote is gone count for nothing.
    """
    done = correct(read, corrections)
    judged = _judged(read, corrections)
    found = done.found
    meta = found.metadata
    if (
        meta.issuer is None or meta.year is None
    ):  # the harness puts a passage into a report of a body and a year
        return []
    passed = []
    for line, section in _lines(read):
        kinds = {
            f.kind for f in facts(read) if f.span in _Within(line) and (f.kind, f.span, f.of) not in judged
        }
        numbers = [o for o in found.observations if o.number_span and line.contains(o.span)]
        if "observation" in kinds or not numbers:
            continue
        whole = not kinds.intersection(_OTHERS)
        labels = _labels(found, line, numbers)
        passage: dict[str, Any] = {
            "kind": "passage", "issuer": meta.issuer.value, "year": int(meta.year.value),
            "section": _PARTS.get(section.role, "measures"), "text": f"{read.source.quote(line)}\n", "numbers": labels,
        }  # fmt: skip
        if whole:
            passage |= {name: words for name, words in _names(found, line).items() if words}
        else:
            passage["judged"] = "facets"
        passed.append(passage)
    return passed


class _Within:
    """Spans that lie in a line."""

    def __init__(self, line: Span) -> None:
        self.line = line

    def __contains__(self, span: Span) -> bool:
        return self.line.contains(span)


def _judged(read: Extraction, corrections: Sequence[Correction]) -> set[tuple[str, Span, str]]:
    """The items that have a decision: kind, place, and what tells them apart."""
    judged = set()
    for c in corrections:
        span = locate(read.source.text, c) if c.kind != HEAD else None
        if span is not None:
            judged |= {
                (f.kind, f.span, f.of)
                for f in facts(read)
                if f.kind == c.kind and f.span == span and c.of in ("", f.of)
            }
    return judged


def _lines(read: Extraction) -> Iterator[tuple[Span, Section]]:
    """The lines of the parts of a report, without headings that stand alone."""
    text = read.source.text
    for part in read.outline.children:
        at = part.extent.start
        while at < part.extent.end:
            end = text.find("\n", at, part.extent.end)
            end = part.extent.end if end < 0 else end
            line = Span(at, end)
            if read.source.quote(line).strip():
                yield line, part
            at = end + 1


def _labels(found: Extraction, line: Span, numbers: list[Observation]) -> list[dict[str, Any]]:
    places = {o.id: i for i, o in enumerate(numbers, start=1)}
    own = found.source.quote(line)
    rows = []
    for o in numbers:
        assert o.number_span is not None
        quote = _quote(found, o)
        row: dict[str, Any] = {"q": quote}
        if own.count(quote) > 1:
            row["nth"] = own.count(quote, 0, o.number_span.start - line.start + len(quote) - 1) + 1
        row |= {"value": _plain(o.value), "unit": _UNITS.get(o.unit, o.classifier), "qual": o.qualifier}
        if o.value is None:
            row |= {"low": _plain(o.min_inclusive), "high": _plain(o.max_inclusive)}
        row |= {
            "period": str(o.period.edtf or o.period.key), "basis": o.period_basis, "counted": o.counted,
            "change": o.change.direction if o.change else "", "role": o.role, "topic": o.topic, "kind": o.quantity_kind,
            "stage": o.stage, "audience": o.audience, "actor": o.actor,
        }  # fmt: skip
        links = {"part_of": o.component_of, "change_of": o.change_of, "changed_from": o.changed_from}
        links |= {"numerator": o.numerator, "denominator": o.denominator}
        row |= {name: places[other] for name, other in links.items() if other in places}
        rows.append({key: words for key, words in row.items() if words not in ("", None) or key == "value"})
    return rows


def _quote(found: Extraction, o: Observation) -> str:
    """The number with its unit, and 余 or 以上 behind it."""
    assert o.number_span is not None
    unit = "|".join(re.escape(u) for u in dict.fromkeys((o.classifier, _UNITS.get(o.unit, ""), "％")) if u)
    behind = found.source.text[o.number_span.end : o.number_span.end + 16]
    match = re.match(rf"[余多]?[万亿]?[余多]?(?:{unit})(?:余|以上)?", behind)
    return found.source.quote(o.number_span) + (match[0] if match else "")


def _plain(number: Any) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _names(found: Extraction, line: Span) -> dict[str, list[str]]:
    source = found.source
    documents = [m.name for c in found.citations for m in c.mentions if line.contains(m.span)]
    documents += [c.title for c in found.citations if c.rule in BY_READER and line.contains(c.span)]
    names = [
        source.quote(m.span) for b in found.bodies if b.named for m in b.mentions if line.contains(m.span)
    ]
    return {
        "documents": list(dict.fromkeys(documents)),
        "organisations": [n for n in dict.fromkeys(names) if not n.startswith(("我", "本"))],
        "problems": [
            source.quote(p.span) for p in found.problems if not p.children and line.contains(p.span)
        ],
        "plans": [source.quote(a.span) for a in found.plan_items if not a.children and line.contains(a.span)],
    }


def write_passages(folder: Path, name: str, passed: Sequence[dict[str, Any]]) -> list[Path]:
    """Write each passage as a file ``NAME-01.yaml`` … of a folder.

    Raises:
        DashiError: the folder cannot be written to.
    """
    import yaml

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, passage in enumerate(passed, start=1):
        path = folder / f"{name}-{number:02d}.yaml"
        words = yaml.safe_dump(passage, allow_unicode=True, sort_keys=False, width=1000)
        write_file(path, words.encode("utf-8"))
        written.append(path)
    return written
