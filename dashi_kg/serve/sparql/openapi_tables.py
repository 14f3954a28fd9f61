"""The tables described for programs: a path and a schema each, from the columns that they have."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dashi_kg.export.tables.listed import MOST, OBSERVATIONS, USUAL, TableKind, is_number, kinds
from dashi_kg.export.tables.observations import COLUMNS
from dashi_kg.query.questions import tables
from dashi_kg.serve.answers.listed_rows import TABLE_TYPES
from dashi_kg.serve.dereference.finder import LONGEST
from dashi_kg.serve.sparql.search_answers import EN, FILTERS, NAME, QUESTION, ZH, columns

_NUMBER = {"type": ["number", "null"]}
_WORDS = {"type": ["string", "null"]}


def table_schemas() -> dict[str, Any]:
    """Name of the table → the schema of one of its rows."""
    return {
        kind.name.capitalize(): {
            "type": "object",
            "description": f"{kind.zh} · {kind.en}",
            "properties": {
                name: {
                    **(_NUMBER if is_number(kind.name, name) else _WORDS),
                    **({"description": words} if words else {}),
                }
                for name, words in _columns(kind)
            },
        }
        for kind in kinds()
    } | {
        "Hit": {
            "type": "object",
            "properties": {
                name: {**(_NUMBER if name == "value" else _WORDS), "description": f"{zh} · {en}"} for name, zh, en in columns()
            },
        }
    }  # fmt: skip


def _columns(kind: TableKind) -> list[tuple[str, str]]:
    """Names and meanings; of a saved query the variables that it selects."""
    if kind.name == OBSERVATIONS:
        return [(name, f"{zh} · {en}") for name, _, _, zh, en, _ in COLUMNS]
    text = next(q.text for q in tables() if q.name == kind.name)
    selected = re.search(r"^SELECT (?:DISTINCT )?(.+) WHERE", text, re.MULTILINE)
    assert selected
    return [(name.removeprefix("?"), "") for name in selected[1].split()]


def table_paths(
    operation: Callable[..., dict[str, Any]], field: Callable[..., dict[str, Any]], problems: Sequence[int]
) -> dict[str, Any]:
    """A path for each table.

    Args:
        operation, field: make the parts of a description.
        problems: what may go wrong with any query.
    """
    paging = [
        field("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
        field("offset", {"type": "integer", "minimum": 0, "default": 0}),
    ]
    index = {
        "/api": {"get": operation("tables", "有哪些表 · Which tables there are", {"application/json": {}})}
    }
    return index | {
        f"/api/{kind.name}.{{form}}": {
            "get": operation(
                f"table_{kind.name}",
                f"{kind.zh} · {kind.en}",
                _content(kind.name.capitalize()),
                *problems,
                404,
                parameters=[
                    {"name": "form", "in": "path", "required": True, "schema": {"type": "string", "enum": list(TABLE_TYPES)}},
                    *(field(name, {"type": "string"}, f"{zh} · {en}") for name, zh, en in kind.filters),
                    *paging,
                ],
            )
        }
        for kind in kinds()
    } | {
        f"/api/{NAME}.{{form}}": {
            "get": operation(
                NAME, f"{ZH} · {EN}", _content("Hit", _FOUND), *problems, 404,
                parameters=[
                    {"name": "form", "in": "path", "required": True, "schema": {"type": "string", "enum": list(TABLE_TYPES)}},
                    field(QUESTION[0], {"type": "string", "minLength": 1, "maxLength": LONGEST}, f"{QUESTION[1]} · {QUESTION[2]}", needed=True),
                    *(field(name, {"type": "string"}, f"{zh} · {en}") for name, zh, en in FILTERS),
                    *paging,
                ],
            )
        }
    }  # fmt: skip


_VALUE = {
    "type": "object",
    "required": ["value", "zh", "en", "count"],
    "properties": {"value": {"type": "string"}, "zh": {"type": "string"}, "en": {"type": "string"}, "count": {"type": "integer"}},
}  # fmt: skip
_FOUND = {
    "whole": {"type": "boolean", "description": "全部字词都找到 · all words were found; else part hits"},
    "facets": {
        "type": "object",
        "properties": {name: {"type": "array", "items": _VALUE} for name, *_ in FILTERS},
        "description": "可供筛选的值和条数 · values to narrow by, with the number of hits",
    },
}


def _content(row: str, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    page = {
        "type": "object",
        "required": ["total", "offset", "limit", "next", *(more or {}), "rows"],
        "properties": {
            "total": {"type": "integer"}, "offset": {"type": "integer"}, "limit": {"type": ["integer", "null"]},
            "next": {"type": ["string", "null"], "format": "uri-reference"},
            **(more or {}),
            "rows": {"type": "array", "items": {"$ref": f"#/components/schemas/{row}"}},
        },
    }  # fmt: skip
    return {
        words.partition(";")[0]: {"schema": page} if name == "json" else {}
        for name, words in TABLE_TYPES.items()
    }
