"""Requests read as SPARQL 1.1 Protocol says (W3C Recommendation 2013, section 2.1): decoded once, strictly."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from dashi_kg.serve.answers.job import Answer, Job
from dashi_kg.serve.answers.problem_details import problem
from dashi_kg.serve.http.negotiate import media_ranges

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_MOST_FIELDS = 10_000
_DATASET = ("default-graph-uri", "named-graph-uri")
_MARK = (
    "\ufeff"  # some editors begin a file of UTF-8 with it; it is no part of the text (RFC 3629, section 6)
)
Fields = Mapping[str, Sequence[str]]


class Unreadable(Exception):  # noqa: N818 - carries an answer, is no error of the program
    """The request cannot be read; ``answer`` says why."""

    def __init__(self, status: int, detail: str) -> None:
        self.answer: Answer = problem(status, detail)
        super().__init__(detail)


def fields(words: bytes, where: str) -> dict[str, list[str]]:
    """Names and values of a query string or form.

    Raises:
        Unreadable: it is not UTF-8.
    """
    try:
        pairs = parse_qsl(
            words.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except UnicodeDecodeError:
        raise Unreadable(400, f"The {where} is not UTF-8. Percent-encode the bytes of UTF-8.") from None
    except ValueError:
        raise Unreadable(400, f"The {where} has too many fields. Send fewer.") from None
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def url_fields(request: Request) -> dict[str, list[str]]:
    """The fields of the request's address."""
    return fields(request.scope["query_string"], "query string")


def single(found: Fields, name: str) -> str:
    """The value of a field that may be given once; ``""`` if it is not given.

    Raises:
        Unreadable: it is given twice.
    """
    values = found.get(name, [])
    if len(values) > 1:
        raise Unreadable(400, f"“{name}” is given {len(values)} times. Give it once.")
    return values[0] if values else ""


async def query_job(request: Request, most: int, patience: float) -> Job | None:
    """The query operation that a GET or POST asks for; ``None``: a GET without any, which asks for the description.

    Args:
        most: bytes of a body.
        patience: seconds for a body.

    Raises:
        Unreadable: it is none.
    """
    address = url_fields(request)
    if request.method != "POST":
        if "update" in address:
            raise Unreadable(403, "This service is for reading only. Ask with the parameter “query”.")
        if not address or set(address) <= {"format"}:
            return None
        return _job(request, address, address)
    kinds = request.headers.getlist("content-type")
    if len(kinds) > 1:
        raise Unreadable(400, f"There are {len(kinds)} headers Content-Type. Send one.")
    kind, charset = media_type("".join(kinds))
    if kind not in (FORM, QUERY, UPDATE):
        was = f"“{kind}”" if kind else "missing"
        raise Unreadable(415, f"The Content-Type is {was}. Send {QUERY} or {FORM}.")
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise Unreadable(415, f"The charset is “{charset}”. Send UTF-8.")
    if coding := request.headers.get("content-encoding", "").strip().lower().replace("identity", ""):
        raise Unreadable(415, f"The body is coded as “{coding}”. Send it plain.")
    body = await body_of(request, most, patience)
    if kind == UPDATE:
        raise Unreadable(403, "This service is for reading only. Updates are refused.")
    if kind == FORM:
        form = fields(body, "form")
        if "update" in form:
            raise Unreadable(403, "This service is for reading only. Updates are refused.")
        if "query" in address:
            raise Unreadable(400, "“query” is in the address of a POST. Put it into the form.")
        for name in _DATASET:  # one that is overlooked would be answered of other data
            if name in address and name in form:
                raise Unreadable(400, f"“{name}” is in the address and in the form. Put it into one of them.")
        dataset = {name: address[name] for name in _DATASET if name in address}
        return _job(request, {**dataset, **form}, {**address, **form})
    if "query" in address:
        raise Unreadable(400, "There is a query in the address and one in the body. Send one.")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(400, f"The query is not UTF-8 (byte {error.start}). Send UTF-8.") from None
    return _job(request, {**address, "query": [text]}, address)


def _job(request: Request, found: Fields, shortcuts: Fields) -> Job:
    if "query" not in found:
        raise Unreadable(400, "There is no “query”. Send one.")
    text = single(found, "query").removeprefix(_MARK)
    if not text.strip():
        raise Unreadable(400, "The query is empty. Write one.")
    asked = set(_DATASET) & set(found)
    default = tuple(found.get("default-graph-uri", ())) if asked else None
    named = tuple(found.get("named-graph-uri", ())) if asked else None
    return Job(
        "query",
        text,
        accept_of(request),
        single(shortcuts, "format"),
        default=default,
        named=named,
    )


def accept_of(request: Request) -> str:
    """All ``Accept`` headers as one (RFC 9110, section 5.3)."""
    return ", ".join(request.headers.getlist("accept"))


def media_type(header: str) -> tuple[str, str]:
    """Type and charset, in lower case; empty where there is none, or none that is well formed.

    >>> media_type('Text/Turtle; x="a;charset=no"; charset="UTF-8"'), media_type("text")
    (('text/turtle', 'utf-8'), ('', ''))
    """
    found = media_ranges([header])
    if len(found) != 1:
        return "", ""
    return found[0].name, found[0].parameters.get("charset", "")


async def body_of(request: Request, most: int, patience: float) -> bytes:
    """The body.

    Args:
        most: bytes.
        patience: seconds.

    Raises:
        Unreadable: it is too long or too slow, or the client has gone.
    """
    words = f"The body is longer than {most} bytes. Send less."
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > most:
        raise Unreadable(413, words)
    body = bytearray()
    try:
        async with asyncio.timeout(patience):
            async for piece in request.stream():
                body += piece
                if len(body) > most:
                    raise Unreadable(413, words)
    except TimeoutError:
        raise Unreadable(408, f"The body took more than {patience:g} s. Send it faster.") from None
    except ClientDisconnect:
        raise Unreadable(400, "The client has gone.") from None
    return bytes(body)
