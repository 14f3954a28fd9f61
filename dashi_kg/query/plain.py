"""Answers as people and spreadsheets take them: words in the place of IRIs, numbers as numbers, the IRIs in columns of their own.

A column of IRIs that have names shows the names; its IRIs follow behind the other columns (``body_iri``). A column that says
what such a column shows already is left out.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pyoxigraph import Literal, NamedNode

from dashi_kg.query.columns import cell, head
from dashi_kg.query.labels import names_of
from dashi_kg.query.result import Engine, Result, Term
from dashi_kg.query.write import no_formula
from dashi_kg.rdf.namespaces import XSD
from dashi_kg.rdf.terms import value

_LABEL = "Label"
_WHOLE, _BROKEN = (frozenset(XSD + name for name in names) for names in (("integer", "nonNegativeInteger"), ("decimal", "double", "float")))  # fmt: skip
Foreign = Callable[[str], tuple[str, str] | None]


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    """``variables``: those that are shown; ``rows``: of each cell what it shows and the IRI that this names (``""``: none);
    ``named``: the places of the columns with IRIs."""

    variables: tuple[str, ...]
    rows: tuple[tuple[tuple[Term | None, str], ...], ...]
    named: tuple[int, ...]

    def heads(self, lang: str) -> list[str]:
        """The heads of the columns in a language, those of the IRIs last."""
        own = [head(name, lang) for name in self.variables]
        return [*own, *(f"{own[i]} IRI" for i in self.named)]


def plain_answer(found: Result, engine: Engine, lang: str, foreign: Foreign | None = None) -> PlainAnswer:
    """An answer of rows with names in the place of IRIs.

    Args:
        lang: ``zh`` or ``en``, of the names.
        foreign: gives the names (zh, en) of IRIs of others, such as units.
    """
    rows = list(found.rows or ())
    names = names_of(rows, engine, lang)

    def named(term: Term | None) -> Literal | None:
        if not isinstance(term, NamedNode):
            return None
        if term.value in names:
            return names[term.value]
        words = foreign(term.value) if foreign else None
        return Literal(words[lang == "en"], language=lang) if words else None

    shown: list[tuple[str, list[tuple[Term | None, str]]]] = []
    iris: list[str] = []
    own = {name: i for i, name in enumerate(found.variables)}
    for i, name in enumerate(found.variables):
        stem = name.removesuffix(_LABEL)
        if stem != name and stem in own:
            continue
        column = [row[i] for row in rows]
        label = own.get(f"{name}{_LABEL}")
        words = [
            row[label] if label is not None else named(term) for row, term in zip(rows, column, strict=True)
        ]
        if any(words) and any(isinstance(term, NamedNode) for term in column):
            iris.append(name)
            shown.append((name, [(said or term, value(term) if isinstance(term, NamedNode) else "") for said, term in zip(words, column, strict=True)]))  # fmt: skip
        else:
            shown.append((name, [(term, "") for term in column]))
    kept = [(name, cells) for name, cells in shown if name in iris or not _repeats(cells, shown, iris)]
    return PlainAnswer(
        tuple(name for name, _ in kept),
        tuple(zip(*(cells for _, cells in kept), strict=True)) if rows else (),
        tuple(i for i, (name, _) in enumerate(kept) if name in iris),
    )


def _repeats(
    cells: Sequence[tuple[Term | None, str]],
    shown: Sequence[tuple[str, Sequence[tuple[Term | None, str]]]],
    iris: Sequence[str],
) -> bool:
    """Whether a column of names says the same words."""
    words = [value(term) if term else "" for term, _ in cells]
    return bool(words) and any(
        name in iris and words == [value(term) if term else "" for term, _ in others]
        for name, others in shown
    )


def plain_json(answer: PlainAnswer, lang: str) -> bytes:
    """A list of objects: variable → words, number or truth; ``x_iri`` → the IRI. What has no value is not there."""
    table: list[dict[str, Any]] = []
    for row in answer.rows:
        one = {
            name: _json_value(term, lang)
            for name, (term, _) in zip(answer.variables, row, strict=True)
            if term is not None
        }
        one |= {f"{answer.variables[i]}_iri": iri for i in answer.named if (iri := row[i][1])}
        table.append(one)
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in table)
    return f"[\n{lines}\n]\n".encode() if table else b"[]\n"


def _json_value(term: Term, lang: str) -> Any:
    kind = value(term.datatype) if isinstance(term, Literal) else ""
    if kind in _WHOLE:
        return int(value(term))
    if kind in _BROKEN:
        number = Decimal(value(term))
        return float(number) if number.is_finite() else value(term)
    return value(term) == "true" if kind == XSD + "boolean" else cell(value(term), kind, lang)


def plain_csv(answer: PlainAnswer, lang: str) -> bytes:
    """A table with heads in the reader's language, the IRIs behind; no cell begins a formula (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(answer.heads(lang))
    for row in answer.rows:
        writer.writerow([*(_csv_cell(term, lang) for term, _ in row), *(row[i][1] for i in answer.named)])
    return out.getvalue().encode("utf-8")


def _csv_cell(term: Term | None, lang: str) -> str:
    if term is None:
        return ""
    kind = value(term.datatype) if isinstance(term, Literal) else ""
    if kind in _WHOLE or kind in _BROKEN:
        return value(term)
    return no_formula(cell(value(term), kind, lang))
