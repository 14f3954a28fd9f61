"""A file as an HTTP answer: coding, tag, range, not modified; small from memory, large as it is read."""

from __future__ import annotations

import gzip
import zlib
from asyncio import to_thread
from collections.abc import AsyncIterator, Mapping

from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from dashi_kg.serve.common.cache import ByteCache
from dashi_kg.serve.http.conditional import byte_range, entity_tag, matches
from dashi_kg.serve.http.content import Content
from dashi_kg.serve.http.negotiate import wants_gzip

_CHUNK = 1 << 18  # bytes read at once
_LEVEL = 6


async def file_answer(
    content: Content, asked: Headers, method: str, cache: ByteCache, headers: Mapping[str, str]
) -> Response:
    """The answer to GET or HEAD of a file. The content is closed with it.

    Args:
        content: the file.
        asked: the headers of the request.
        method: ``GET`` or ``HEAD``.
        cache: keeps what was compressed.
        headers: for the answer, beside those that follow from the content.
    """
    try:
        span = byte_range(asked.get("range", ""), content.size) if method == "GET" else None
        plain = entity_tag(content.digest, gzip=False)
        if span and "if-range" in asked and asked["if-range"].strip() != plain:
            span = None  # the part would be one of another file
        packed = span is None and content.compressible and wants_gzip(asked.getlist("accept-encoding"))
        data = content.data
        if packed and data is not None:
            data = await _compressed(content, data, cache)
            packed = len(data) < content.size
            data = data if packed else content.data
        tag = entity_tag(content.digest, gzip=packed)
        sent = {**headers, "ETag": tag, "Content-Type": content.content_type, "Accept-Ranges": "bytes"}
        if packed:
            sent["Content-Encoding"] = "gzip"
        if "if-match" in asked and not matches(asked.getlist("if-match"), tag, strong=True):
            return _closing(content, Response(status_code=412, headers={"ETag": tag}))
        if matches(asked.getlist("if-none-match"), tag):
            kept = ("content-location", "cache-control", "vary", "link", "etag")
            return _closing(
                content,
                Response(status_code=304, headers={k: v for k, v in sent.items() if k.lower() in kept}),
            )
        if span:
            return _part(content, span, sent)
        if data is not None:
            return Response(data, headers=sent)
        if not packed:
            sent["Content-Length"] = str(content.size)
        if method == "HEAD":  # nothing is read; of the length in gzip nothing is known, and nothing said
            return _Stream(content, 0, False, 200, sent)
        return _Stream(content, content.size, packed, 200, sent)
    except BaseException:
        content.close()
        raise


def _closing(content: Content, answer: Response) -> Response:
    content.close()
    return answer


async def _compressed(content: Content, data: bytes, cache: ByteCache) -> bytes:
    key = (content.digest, "gzip")
    kept = cache.get(key)
    if kept is None:
        kept = await to_thread(cache.made, key, lambda: gzip.compress(data, _LEVEL, mtime=0))
    return kept


def _part(content: Content, span: tuple[int, int], headers: dict[str, str]) -> Response:
    start, end = span
    if start == end:
        content.close()
        return Response(
            status_code=416, headers={"Content-Range": f"bytes */{content.size}", "ETag": headers["ETag"]}
        )
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{content.size}"
    if content.data is not None:
        return Response(content.data[start:end], 206, headers)
    assert content.file is not None
    content.file.seek(start)
    headers["Content-Length"] = str(end - start)
    return _Stream(content, end - start, False, 206, headers)


class _Stream(StreamingResponse):
    """An open file, sent as it is read, and closed whatever happens to the client."""

    def __init__(
        self, content: Content, length: int, packed: bool, status: int, headers: Mapping[str, str]
    ) -> None:
        self.content = content
        parts = _read(content, length)
        super().__init__(_packed(parts) if packed else parts, status, headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.content.close()


async def _read(content: Content, length: int) -> AsyncIterator[bytes]:
    assert content.file is not None
    while length > 0:
        part = await to_thread(content.file.read, min(_CHUNK, length))
        if not part:
            raise OSError(f"{content.path} became shorter while it was sent")
        length -= len(part)
        yield part


async def _packed(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Gzip without a time in its head: the same bytes each time, as a strong tag promises."""
    press = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
    async for part in parts:
        if packed := await to_thread(press.compress, part):
            yield packed
    yield press.flush()
