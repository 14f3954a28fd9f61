"""Bytes → :class:`~dashi_kg.model.Source`: decode, refuse what is no text, normalise line ends.

Nothing else is changed: the text that the graph quotes is the text that was read.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from dashi_kg.errors import SourceError
from dashi_kg.model import Source

# A report has some tens of thousands of characters. A file beyond this is something else.
MAX_BYTES = 16 * 1024 * 1024

_MAGIC = (
    (b"%PDF", "a PDF file", "Save its text layer as a UTF-8 text file first."),
    (b"PK\x03\x04", "a ZIP container (DOCX, XLSX …)", "Save the document as a UTF-8 text file first."),
    (b"\xd0\xcf\x11\xe0", "an old Office file (DOC, WPS …)", "Save it as a UTF-8 text file first."),
    (b"\x89PNG", "a PNG image", "A scan has no text: run text recognition first."),
    (b"\xff\xd8\xff", "a JPEG image", "A scan has no text: run text recognition first."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
)
_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_IMPOSSIBLE = re.compile("[\0\ud800-\udfff]")
_HTML = re.compile(rb"\s*(?:<!doctype\s+html|<html|<\?xml)", re.IGNORECASE)
_TO_UTF8 = "Save it as UTF-8 text."

# The commonest characters of the genre: of a report in the right encoding they make a fifth or more.
_COMMON = frozenset(
    "的法治政府建设行工作人大民开展年度依制度和学习宣传组织领导办落实推进全加强了一是在有为与及对"
)


def read_source(path: str | Path) -> Source:
    """Read one text file.

    Args:
        path: a file in UTF-8 (with or without BOM) or GB18030.

    Raises:
        SourceError: missing, empty, too large, binary, in another encoding. The message names the file.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise SourceError("no such file", remedy="Check the path.", file=str(path)) from None
    except IsADirectoryError:
        raise SourceError("a folder, not a file", remedy="Name a text file.", file=str(path)) from None
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise SourceError(reason, remedy="Check its permissions.", file=str(path)) from None
    return decode(data, str(path))


def decode(data: bytes, name: str = "") -> Source:
    """The text in ``data``.

    Args:
        data: the bytes of one file.
        name: what to call them in messages.

    Raises:
        SourceError: see :func:`read_source`.
    """
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"larger than {MAX_BYTES // 2**20} MiB, which no report is",
            remedy="Give one report per file.",
            file=name,
        )
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise SourceError("the file is empty", remedy="Give the text of a report.", file=name)
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic):
            raise SourceError(f"this is {what}, not text", remedy=remedy, file=name)
    if _HTML.match(data):
        remedy = "Save the page as plain text first."
        raise SourceError("this is an HTML page, not plain text", remedy=remedy, file=name)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            raise SourceError(f"the encoding is {encoding}", remedy=_TO_UTF8, file=name)
    if (nul := data.find(b"\0")) != -1:
        if encoding := _utf16_without_mark(data):
            raise SourceError(f"the encoding seems to be {encoding}", remedy=_TO_UTF8, file=name)
        remedy = "Give the text of a report in UTF-8."
        raise SourceError(
            "a NUL byte: this is binary, not text", remedy=remedy, file=name, place=f"byte {nul}"
        )
    text, encoding = _decoded(data, name)
    return from_text(text, name, encoding=encoding, data=data)


def from_text(text: str, name: str = "", *, encoding: str = "utf-8", data: bytes | None = None) -> Source:
    """A source from text that is in memory already.

    Raises:
        SourceError: empty, or with characters that no file can hold (lone surrogates, NUL).
    """
    steps: list[str] = [] if encoding == "utf-8" else [f"decoded from {encoding}"]
    if found := _IMPOSSIBLE.search(text):
        what = "a NUL character" if found[0] == "\0" else "a lone surrogate"
        raise SourceError(what, remedy="Remove it.", file=name, place=f"character {found.start()}")
    if text.startswith("\ufeff"):
        text = text[1:]
        steps.append("byte order mark removed")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        steps.append("line ends set to LF")
    if not text.strip():
        raise SourceError("the file is empty", remedy="Give the text of a report.", file=name)
    encoded = text.encode("utf-8")
    original = encoded if data is None else data
    return Source(
        text=text,
        sha256=hashlib.sha256(encoded).hexdigest(),
        file_sha256=hashlib.sha256(original).hexdigest(),
        name=Path(name).name,
        encoding=encoding,
        byte_length=len(original),
        steps=tuple(steps),
    )


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        first_bad = error.start
        cause = error.reason
    # Not UTF-8. The right encoding is the one in which the text reads as Chinese prose.
    scores = {encoding: _likeness(data, encoding) for encoding in ("gb18030", "big5", "shift_jis", "euc_kr")}
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] >= 0.05:
        if best == "gb18030":
            return data.decode("gb18030"), "gb18030"
        raise SourceError(f"the encoding seems to be {best}", remedy=_TO_UTF8, file=name)
    raise SourceError(
        f"neither UTF-8 nor GB18030 ({cause})", remedy=_TO_UTF8, file=name, place=f"byte {first_bad}"
    )


def _likeness(data: bytes, encoding: str) -> float:
    """The share of the genre's commonest characters in ``data`` read as ``encoding`` (0: unreadable)."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    wide = [character for character in text if character > "\u007f"]
    if encoding == "big5":  # traditional characters: fold the few that matter
        wide = [_TRADITIONAL.get(character, character) for character in wide]
    return sum(character in _COMMON for character in wide) / max(len(wide), 1)


_TRADITIONAL = dict(
    zip("設開學習宣傳組織領導辦實進強為與對務動", "设开学习宣传组织领导办实进强为与对务动", strict=True)
)


def _utf16_without_mark(data: bytes) -> str:
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    for encoding, here, there in (("UTF-16BE", even, odd), ("UTF-16LE", odd, even)):
        if here * 10 > len(head) and there == 0:
            try:
                data[: len(data) // 2 * 2].decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
    return ""
