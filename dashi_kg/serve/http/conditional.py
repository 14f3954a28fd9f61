"""Entity tags, conditional requests and byte ranges (RFC 9110, sections 8.8.3, 13 and 14)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_RANGE = re.compile(r"bytes[ \t]*=[ \t]*(\d{0,18})-(\d{0,18})", re.IGNORECASE)


def entity_tag(digest: str, *, gzip: bool) -> str:
    """The strong tag of a representation: another coding is another representation (RFC 9110, section 8.8.3.3).

    Args:
        digest: SHA-256 in hex of the bytes without any coding.
        gzip: whether they are sent in gzip.
    """
    return f'"{digest[:32]}{"-gzip" if gzip else ""}"'


def matches(headers: Sequence[str], tag: str, *, strong: bool = False) -> bool:
    """Whether the values of ``If-None-Match`` (or, strongly, ``If-Match``) name this tag; ``*`` names any.

    >>> matches(['W/"a", "b"'], '"a"'), matches(['W/"a"'], '"a"', strong=True)
    (True, False)
    """
    for header in headers:
        if header.strip() == "*":
            return True
        for found in _TAG.finditer(header):
            if found[1] == tag and not (strong and found[0].startswith("W/")):
                return True
    return False


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """The bytes that ``Range`` asks for, half-open; ``None``: the header is to be overlooked.

    Several ranges and other units are overlooked, as RFC 9110, section 14.2, allows.

    Returns:
        ``(size, size)`` where nothing of the range exists (416).

    >>> byte_range("bytes=0-4", 10), byte_range("bytes=-3", 10), byte_range("bytes=7-", 10), byte_range("bytes=10-", 10)
    ((0, 5), (7, 10), (7, 10), (10, 10))
    """
    found = _RANGE.fullmatch(header.strip())
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        return (max(0, size - int(found[2])), size) if int(found[2]) else (size, size)
    start = int(found[1])
    if found[2] and int(found[2]) < start:
        return None
    end = min(int(found[2]) + 1, size) if found[2] else size
    return (start, end) if start < size else (size, size)
