"""The path of a request: one canonical spelling for each, and nothing that could lead elsewhere.

A path is compared as characters; ``%E6%B3%95``, ``%e6%b3%95`` and raw UTF-8 are the same, and so are doubled
or final slashes. The canonical spelling follows RFC 3986, section 6.2.2: what need not be encoded is not, hex
digits are upper case.
"""

from __future__ import annotations

from urllib.parse import quote, unquote_to_bytes

_SAFE = "/!$&'()*+,;=:@-._~"  # RFC 3986, pchar


def plain(raw: bytes) -> str | None:
    """The characters of a path below the site, without slashes at its ends or twice in a row.

    Returns:
        ``None`` for a path that no file of ours can have: not UTF-8, a control character, a backslash, or a
        segment ``.`` or ``..``, however it was encoded.

    >>> plain(b"//report/a%2f2023/"), plain(b"/a/%2e%2e/b"), plain(b"/")
    ('report/a/2023', None, '')
    """
    try:
        text = unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        return None
    if any(c < " " or "\x7f" <= c <= "\x9f" or c == "\\" for c in text):
        return None
    parts = [part for part in text.split("/") if part]
    if any(part in (".", "..") for part in parts):
        return None
    return "/".join(parts)


def canonical_path(path: str) -> str:
    """The canonical spelling of a path in an address.

    >>> canonical_path("place/柿子")
    'place/%E6%9F%BF%E5%AD%90'
    """
    return quote(path, safe=_SAFE)


def path_below(raw: bytes, prefix: str) -> bytes | None:
    """What a path has below a prefix such as ``/kg``; ``None`` where it lies elsewhere.

    >>> path_below(b"/kg/org/x", "/kg"), path_below(b"/kgb", "/kg"), path_below(b"/org", "")
    (b'/org/x', None, b'/org')
    """
    start = prefix.encode("ascii")
    if not raw.startswith(start) or raw[len(start) : len(start) + 1] not in (b"", b"/"):
        return None
    return raw[len(start) :]
