"""Errors as Problem Details (RFC 9457): what is wrong in Chinese and English, and where."""

from __future__ import annotations

import re
from typing import Any

from dashi_kg.errors import DashiError
from dashi_kg.query.guard import RefusedError
from dashi_kg.serve.answers.formats import NotAcceptableError
from dashi_kg.serve.answers.job import Answer

TYPE = "application/problem+json"
TITLES = {
    400: "请求有误 · Bad request",
    403: "只供查询 · Read-only",
    404: "没有找到 · Not found",
    405: "方法不允许 · Method not allowed",
    406: "没有所求的格式 · Not acceptable",
    408: "请求太慢 · Request timeout",
    413: "请求太长 · Request too large",
    415: "请求的媒体类型不支持 · Unsupported media type",
    429: "您的查询太多 · Too many queries of yours",
    500: "查询引擎停止 · The query engine stopped",
    502: "远程端点出错 · The remote endpoint failed",
    503: "查询太多，请稍候 · Too many queries, try again soon",
    504: "查询超过时限 · The query took too long",
    507: "查询超过内存限额 · The query took too much memory",
}


def problem(status: int, detail: str, **members: Any) -> Answer:
    """An answer that is an error.

    Args:
        status: of HTTP.
        detail: one sentence with its remedy.
        members: more, such as ``line``, ``column``, ``limit``.
    """
    table = {"title": TITLES[status], "status": status, "detail": detail, **members}
    return Answer(status=status, type=TYPE, problem=table)


def of_error(error: DashiError) -> Answer:
    """The answer to an error that the user can mend.

    What cannot be read is 400; refused is 403; a form that there is not, 406.
    """
    if isinstance(error, NotAcceptableError):
        return problem(406, details(error), available=error.types)
    if isinstance(error, RefusedError):
        return problem(403, details(error))
    if found := re.fullmatch(r"line (\d+), column (\d+)", error.place.en):
        return problem(400, details(error), line=int(found[1]), column=int(found[2]))
    return problem(400, details(error))


def details(error: DashiError) -> str:
    """What is wrong and what helps, one language a line."""
    return f"{error.line('zh')}\n{error.line('en')}"
