"""The tree of a report described for programs: what ``Accept: application/json`` gives at its IRI (:mod:`dashi_kg.export.lean`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dashi_kg.export.lean_defaults import DEFAULTS
from dashi_kg.export.lean_items import SECTIONS, backwards, list_names

_PLACE = {
    "description": "原文中的位置，半开区间，单位码点 · place in the text, half-open code points; with its words where the text is not there",
    "anyOf": [
        {"type": "string", "pattern": "^t:[0-9]+,[0-9]+$"},
        {
            "type": "object",
            "required": ["id", "anchorOf"],
            "properties": {"id": {"type": "string"}, "anchorOf": {"type": "string"}},
        },
    ],
}
_WORDS = {"type": "object", "additionalProperties": {"type": ["string", "null"]}}
_VALUE = {
    "description": "整数为 JSON 数，小数为带类型的文字 · integers are JSON's own, decimals are words with a type",
    "anyOf": [
        {"type": "integer"},
        {"type": "object", "required": ["@value", "type"], "properties": {"@value": {"type": "string"}}},
    ],
}


def _items(name: str) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": {"$ref": f"#/components/schemas/{name}"}}


def _item(words: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": words,
        "required": ["id", "at"],
        "properties": {
            "id": {"type": "string"},
            "label": _WORDS,
            "at": {"anyOf": [_PLACE, {"type": "array", "minItems": 2, "items": _PLACE}]},
            **properties,
        },
    }


def tree_schemas() -> dict[str, Any]:
    """Name → schema: the report, a part of it, what stands in one, a figure."""
    figures = {name for name, term in backwards().items() if term["@reverse"] == "fz:reportedIn"}
    figures.add("otherFigures")
    statements = backwards().keys() - figures
    below = sorted(list_names() - backwards().keys() - {SECTIONS})
    return {
        "ReportTree": {
            "type": "object",
            "description": "一份报告：原文、章节，和其中陈述的一切 · a report: its text, its sections, and all that they state",
            "required": ["@context", "id", "type"],
            "properties": {
                "@context": {"type": "array"},
                "id": {"type": "string"},
                "wasDerivedFrom": {
                    "anyOf": [
                        {"type": "string"},
                        {
                            "type": "object",
                            "required": ["id", "text"],
                            "properties": {"id": {"type": "string"}, "text": {"type": "string"}},
                        },
                    ]
                },
                DEFAULTS: {
                    "description": "某清单的条目没写某属性时的值；写 null 表示没有 · of an item that does not say a property; null: it has none",
                    "type": "object",
                    "propertyNames": {"enum": sorted(list_names())},
                    "additionalProperties": {"type": "object"},
                },
                SECTIONS: _items("SectionInTree"),
                **{name: _items("ItemInTree") for name in below},
            },
        },
        "SectionInTree": _item(
            "章节 · a section",
            {
                SECTIONS: _items("SectionInTree"),
                **{name: _items("ItemInTree") for name in sorted(statements)},
                "otherFigures": _items("FigureInTree"),
            },
        ),
        "ItemInTree": _item(
            "举措、问题、安排等 · a measure, problem, plan …",
            {name: _items("FigureInTree") for name in sorted(figures)},
        ),
        "FigureInTree": _item(
            "数值 · a figure", {"value": _VALUE, "indicator": {"type": "string"}, "countedThing": _WORDS | {"type": ["object", "null"]}}
        ),
    }  # fmt: skip


def tree_paths(operation: Callable[..., dict[str, Any]], problems: Sequence[int]) -> dict[str, Any]:
    """The path of a report.

    Args:
        operation: makes an operation.
        problems: what may go wrong with any query.
    """
    parts = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, "example": example}
        for name, example in (("organisation", "cn-500117007-office"), ("year", "2023"))
    ]
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/ReportTree"}}}
    return {
        "/report/{organisation}/{year}.json": {
            "get": operation(
                "report_tree",
                "一份报告，树形 JSON-LD · A report as a tree of JSON-LD",
                content,
                *problems,
                404,
                parameters=parts,
            )
        }
    }
