"""The server described for programs: OpenAPI 3.1.1, made from the saved questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashi_kg.query.questions import Parameter, Question
from dashi_kg.serve.answers.formats import SOLUTIONS, TRIPLES
from dashi_kg.serve.answers.problem_details import TITLES, TYPE
from dashi_kg.serve.answers.tables import TYPES
from dashi_kg.serve.common.config import Config
from dashi_kg.serve.sparql.openapi_tables import table_paths, table_schemas
from dashi_kg.serve.sparql.openapi_tree import tree_paths, tree_schemas
from dashi_kg.serve.sparql.respond import TRUNCATED
from dashi_kg.version import __version__

_SCHEMAS: dict[str, dict[str, Any]] = {
    "iri": {"type": "string", "examples": ["ind:publicity-events"]},
    "string": {"type": "string"},
    "integer": {"type": "string", "pattern": "^[+-]?[0-9]+$", "examples": ["12"]},
    "decimal": {"type": "string", "pattern": r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$", "examples": ["99.8"]},
    "date": {"type": "string", "format": "date"},
    "gYear": {"type": "string", "pattern": "^-?[0-9]{4,}$", "examples": ["2023"]},
}
_LIST = {"type": "array", "items": {"type": "string", "format": "iri"}}


def document(root: str, asked: Sequence[Question], config: Config) -> dict[str, Any]:
    """The whole description.

    Args:
        root: the path of the server.
        asked: the saved questions.
    """
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "法治政府建设年度报告 · Rule-of-law reports",
            "version": __version__,
            "description": f"只供查询。Read-only. {config.timeout:g} s, {config.max_rows} rows, {config.max_bytes} bytes.",
        },
        "servers": [{"url": root}],
        "paths": {
            "/sparql": {"get": _sparql_get(), "post": _sparql_post()},
            "/rdf-graph-store": {"get": _graph_store()},
            "/.well-known/void": {"get": _operation("void", "VoID", _content(f.type for f in TRIPLES), 406)},
            "/questions": {
                "get": _operation("questions", "可提的问题 · What can be asked", _content(["application/json"]))
            },
            **{f"/questions/{q.name}.{{form}}": {"get": _question(q)} for q in asked},
            **table_paths(_operation, _field, _PROBLEMS),
            **tree_paths(_operation, _PROBLEMS),
        },
        "components": {
            "schemas": {
                **table_schemas(),
                **tree_schemas(),
                "Problem": {
                    "type": "object",
                    "description": "RFC 9457",
                    "required": ["title", "status", "detail"],
                    "properties": {
                        "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
                        "line": {"type": "integer"}, "column": {"type": "integer"}, "limit": {"type": "string"},
                    },
                }
            }
        },
    }  # fmt: skip


def _operation(
    name: str,
    summary: str,
    content: dict[str, Any],
    *problems: int,
    parameters: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    failed = {
        str(code): {
            "description": TITLES[code],
            "content": {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for code in problems
    }
    cut = {TRUNCATED: {"description": "rows | bytes", "schema": {"type": "string"}}}
    return {
        "operationId": name,
        "summary": summary,
        **({"parameters": list(parameters)} if parameters else {}),
        "responses": {
            "200": {"description": "答案 · The answer", "content": content, "headers": cut},
            "304": {"description": "没有变化 · Not modified"},
            **failed,
        },
    }


def _content(types: Any) -> dict[str, Any]:
    return {kind.partition(";")[0]: {} for kind in types}


_PROBLEMS = (400, 403, 406, 500, 502, 503, 504, 507)
_ANSWERS = tuple(dict.fromkeys(f.type for f in (*SOLUTIONS, *TRIPLES)))


def _field(name: str, schema: dict[str, Any], words: str = "", *, needed: bool = False) -> dict[str, Any]:
    table = {"name": name, "in": "query", "required": needed, "schema": schema}
    return table | ({"description": words} if words else {})


def _dataset() -> list[dict[str, Any]]:
    return [_field("default-graph-uri", _LIST), _field("named-graph-uri", _LIST), _format()]


def _format() -> dict[str, Any]:
    return _field("format", {"type": "string"}, "代替 Accept · in place of Accept")


def _sparql_get() -> dict[str, Any]:
    query = _field(
        "query",
        {"type": "string", "minLength": 1},
        "没有则给出服务描述 · without it: the service description",
    )
    found = _operation(
        "queryGet", "SPARQL 1.1 查询 · query", _content(_ANSWERS), *_PROBLEMS, parameters=[query, *_dataset()]
    )
    found["responses"]["303"] = {"description": "查询页 · the query page, for browsers"}
    return found


def _sparql_post() -> dict[str, Any]:
    found = _operation(
        "queryPost",
        "SPARQL 1.1 查询 · query",
        _content(_ANSWERS),
        *_PROBLEMS,
        408,
        413,
        415,
        parameters=_dataset(),
    )
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {
            "query": {"type": "string", "minLength": 1},
            "default-graph-uri": _LIST,
            "named-graph-uri": _LIST,
        },
    }
    found["requestBody"] = {
        "required": True,
        "content": {
            "application/sparql-query": {"schema": {"type": "string", "minLength": 1}},
            "application/x-www-form-urlencoded": {"schema": form},
        },
    }
    return found


def _graph_store() -> dict[str, Any]:
    fields = [
        _field("default", {"type": "string", "maxLength": 0}, "所有图的并集 · the union of all graphs"),
        _field("graph", {"type": "string", "format": "iri"}, "命名图 · a named graph"),
        _format(),
    ]
    return _operation(
        "graph", "一个图 · A graph", _content(f.type for f in TRIPLES), *_PROBLEMS, 404, parameters=fields
    )


def _question(question: Question) -> dict[str, Any]:
    fields = [
        {"name": "form", "in": "path", "required": True, "schema": {"type": "string", "enum": list(TYPES)}},
        *(_parameter(p) for p in question.parameters),
        _field("lang", {"type": "string", "enum": ["zh", "en"]}),
        _field("labels", {"type": "string", "enum": ["zh", "en", "no"]}, "标签列 · columns of labels"),
        _field(
            "after",
            {"type": "integer", "minimum": 0},
            "html 的一页之前有多少行 · of html: how many rows stand before the page",
        ),
    ]
    return _operation(
        f"question_{question.name.replace('-', '_')}", f"{question.zh} · {question.en}", _content(TYPES.values()),
        *_PROBLEMS, 404, parameters=fields,
    )  # fmt: skip


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return _field(parameter.name, _SCHEMAS[parameter.type], f"{parameter.zh} · {parameter.en}")
