"""Bytes → :class:`~dashi_kg.model.Source`: plain text is decoded, pages, DOCX and PDF are converted.

Of plain text nothing but the encoding and the line ends is changed: the text that the graph quotes is the text
that was read. What is no report, or cannot be read, is refused with what to do about it.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dashi_kg.errors import SourceError, unreadable
from dashi_kg.language import Both, byte, character
from dashi_kg.model import Source
from dashi_kg.source.garble import check_garbled
from dashi_kg.source.gather import STDIN
from dashi_kg.text.fold import fold

if TYPE_CHECKING:
    from dashi_kg.source.convert.archive import Converted

# A report has some tens of thousands of characters. A file beyond this is something else.
MAX_BYTES = 16 * 1024 * 1024
# …and a text beyond this, too: the longest reports of provinces have some fifty thousand characters.
MAX_CHARACTERS = 200_000
# Media type of what is read → the suffix under which the original is kept.
SUFFIXES = {
    "text/plain": "txt",
    "text/html": "html",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
PLAIN, HTML, PDF, DOCX = SUFFIXES

_RECOGNISE = Both(
    "扫描件没有文字：请先做文字识别（OCR）。", "A scan has no text: run text recognition (OCR) first."
)
_UNPACK = Both("请先解压。", "Unpack it first.")
_MAGIC = (
    (b"\x89PNG", Both(" PNG 图像", "a PNG image"), _RECOGNISE),
    (b"\xff\xd8\xff", Both(" JPEG 图像", "a JPEG image"), _RECOGNISE),
    (b"GIF8", Both(" GIF 图像", "a GIF image"), _RECOGNISE),
    (b"II*\0", Both(" TIFF 图像", "a TIFF image"), _RECOGNISE),
    (b"MM\0*", Both(" TIFF 图像", "a TIFF image"), _RECOGNISE),
    (b"\x1f\x8b", Both(" gzip 压缩包", "a gzip archive"), _UNPACK),
    (b"7z\xbc\xaf", Both(" 7z 压缩包", "a 7z archive"), _UNPACK),
    (b"Rar!", Both(" RAR 压缩包", "a RAR archive"), _UNPACK),
    (b"{\\rtf", Both(" RTF 文件", "an RTF file"), Both("请另存为 DOCX。", "Save it as DOCX.")),
)
_OLE = b"\xd0\xcf\x11\xe0"
_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_IMPOSSIBLE = re.compile("[\0\ud800-\udfff]")
# Both patterns can match a text in one way only: no text, however built, makes them try all the others.
_MHTML = re.compile(
    r"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,12}Content-Type:\s*multipart/related", re.IGNORECASE
)
_XML = re.compile(r"\s*<\?xml", re.IGNORECASE)
_PAGE = re.compile(
    r"\s*(?:<!--(?:(?!-->).){0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|span|center|script|style|link|h[1-6]|font|section|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_LATER = re.compile(r"<(?:!doctype\s+html|html|body)[\s>]", re.IGNORECASE)
_TO_UTF8 = Both("请另存为 UTF-8 文本。", "Save it as UTF-8 text.")

# The commonest characters of the genre: of a report in the right encoding they make a fifth or more.
_COMMON = frozenset(
    "的法治政府建设行工作人大民开展年度依制度和学习宣传组织领导办落实推进全加强了一是在有为与及对"
)


def read_source(path: str | Path) -> Source:
    """Read one file.

    Args:
        path: plain text, a saved HTML page, a DOCX or a PDF with a text layer; ``-`` is standard input. Text
            and pages may be in UTF-8, GB18030, UTF-16 or Big5.

    Raises:
        SourceError: missing, empty, too large, or nothing that can be read as a report. The message names the file.
    """
    return decode(read_bytes(path), str(path))


def read_bytes(path: str | Path) -> bytes:
    """The bytes of one file, or of standard input (``-``); never more than one beyond :data:`MAX_BYTES`.

    Raises:
        SourceError: missing, a folder, or not readable.
    """
    if str(path) == STDIN:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    path = Path(path)
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise unreadable(path, error, kind=SourceError) from None


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
            Both(
                f"文件超过 {MAX_BYTES // 2**20} MiB，报告没有这么大",
                f"larger than {MAX_BYTES // 2**20} MiB, which no report is",
            ),
            remedy=Both("一个文件只放一份报告。", "Give one report per file."),
            file=name,
        )
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise SourceError(
            Both("文件是空的", "the file is empty"),
            remedy=Both("请给出报告的正文。", "Give the text of a report."),
            file=name,
        )
    if data[:1024].lstrip().startswith(b"%PDF"):
        from dashi_kg.source.convert.pdf import from_pdf

        return _converted(from_pdf(data, name), PDF, "", data, name)
    if data.startswith(b"PK"):
        from dashi_kg.source.convert.docx import from_docx

        return _converted(from_docx(data, name), DOCX, "", data, name)
    _refuse_known(data, name)
    try:
        text, encoding = _text_of(data, name)
    except SourceError as error:
        kind = Path(name).suffix.lower()
        if kind not in (".pdf", ".docx"):
            raise
        raise SourceError(
            Both(
                f"{kind[1:].upper()} 已损坏：开头不对",
                f"a damaged {kind[1:].upper()}: it does not begin like one",
            ),
            remedy=Both("请重新下载，或打开后另存。", "Download it again, or open it and save it again."),
            file=error.file,
            place=error.place,
        ) from None
    if _MHTML.match(text):
        remedy = Both("请另存为“网页，仅 HTML”。", "Save the page as “web page, HTML only”.")
        raise SourceError(
            Both("这是网页归档（MHTML），不是网页", "this is a web archive (MHTML), not a page"),
            remedy=remedy,
            file=name,
        )
    if _PAGE.match(text) or (_XML.match(text) and _PAGE_LATER.search(text)):
        from dashi_kg.source.convert.html import from_html

        return _converted(from_html(text, name), HTML, encoding, data, name)
    if _XML.match(text):
        raise SourceError(
            Both("这是 XML，不是文本或网页", "this is XML, neither text nor a page"),
            remedy=Both("请另存为 DOCX 或文本。", "Save it as DOCX or text."),
            file=name,
        )
    return from_text(text, name, encoding=encoding, data=data)


def check_length(characters: int, name: str) -> None:
    """Refuse a text that is longer than any report, before anything is read in it.

    Raises:
        SourceError: more than :data:`MAX_CHARACTERS` characters.
    """
    if characters > MAX_CHARACTERS:
        raise SourceError(
            Both(
                f"有 {characters:,} 字，超过任何报告的长度（上限 {MAX_CHARACTERS:,}）",
                f"{characters:,} characters, more than any report has ({MAX_CHARACTERS:,})",
            ),
            remedy=Both("一个文件只放一份报告。", "Give one report per file."),
            file=name,
        )


def _refuse_known(data: bytes, name: str) -> None:
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic):
            raise SourceError(
                Both(f"这是{what.zh}，不是文本", f"this is {what.en}, not text"), remedy=remedy, file=name
            )
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            remedy = Both("请去掉密码后重新保存。", "Remove its password and save it again.")
            raise SourceError(
                Both("这是加密的 Office 文件", "this is an encrypted Office file"), remedy=remedy, file=name
            )
        remedy = Both("请打开后另存为 DOCX。", "Open it and save it as DOCX.")
        raise SourceError(
            Both(
                "这是旧格式的 Office 文件（DOC、WPS 等）", "this is an old Office file (DOC, WPS …), not text"
            ),
            remedy=remedy,
            file=name,
        )


def from_text(text: str, name: str = "", *, encoding: str = "utf-8", data: bytes | None = None) -> Source:
    """A source from text that is in memory already.

    Raises:
        SourceError: empty, with characters that no file can hold (lone surrogates, NUL), or a garbled copy.
    """
    check_length(len(text), name)
    steps: list[str] = [] if encoding == "utf-8" else [f"decoded from {encoding}"]
    if found := _IMPOSSIBLE.search(text):
        nul, half = Both("有空字符", "a NUL character"), Both("有孤立的代理字符", "a lone surrogate")
        what = nul if found[0] == "\0" else half
        raise SourceError(
            what, remedy=Both("请删去。", "Remove it."), file=name, place=character(found.start())
        )
    if text.startswith("\ufeff"):
        text = text[1:]
        steps.append("byte order mark removed")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        steps.append("line ends set to LF")
    if data is not None and "\ufffd" in text:
        steps.append("broken bytes shown as U+FFFD")
    if not text.strip():
        raise SourceError(
            Both("文件是空的", "the file is empty"),
            remedy=Both("请给出报告的正文。", "Give the text of a report."),
            file=name,
        )
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
        warnings=check_garbled(text, name),
    )


def _converted(found: Converted, media_type: str, encoding: str, data: bytes, name: str) -> Source:
    """The source of a file that is no plain text: the archived text, with the digest of the original."""
    if not found.text.strip():
        raise SourceError(
            Both("里面没有文字", "there is no text in it"),
            remedy=Both("请给出报告的正文。", "Give the text of a report."),
            file=name,
        )
    check_length(len(found.text), name)
    steps = found.steps if encoding in ("", "utf-8") else (f"decoded from {encoding}", *found.steps)
    return Source(
        text=found.text,
        sha256=hashlib.sha256(found.text.encode("utf-8")).hexdigest(),
        file_sha256=hashlib.sha256(data).hexdigest(),
        name=Path(name).name,
        encoding=encoding or "utf-8",
        byte_length=len(data),
        steps=steps,
        media_type=media_type,
        origins=found.origins,
        page=found.page,
        warnings=(*found.warnings, *check_garbled(found.text, name)),
    )


def _text_of(data: bytes, name: str) -> tuple[str, str]:
    """The characters of text or a page, and the name of the encoding."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            if encoding == "UTF-32":
                raise SourceError(
                    Both(f"不支持 {encoding} 编码", f"the encoding {encoding} is not supported"),
                    remedy=_TO_UTF8,
                    file=name,
                )
            try:
                return data.decode("utf-16"), "utf-16"
            except UnicodeDecodeError as error:
                cause = Both("UTF-16 编码已损坏", "broken UTF-16")
                raise SourceError(cause, remedy=_TO_UTF8, file=name, place=byte(error.start)) from None
    if (nul := data.find(b"\0")) != -1:
        if encoding := _utf16_without_mark(data):
            return data.decode(encoding), encoding
        remedy = Both("请给出 UTF-8 文本。", "Give the text of a report in UTF-8.")
        raise SourceError(
            Both("这是二进制文件，不是文本", "a NUL byte: this is binary, not text"),
            remedy=remedy,
            file=name,
            place=byte(nul),
        )
    if encoding := _utf16_without_mark(data):
        return data.decode(encoding), encoding
    return _decoded(data, name)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        first_bad = error.start
    # Not UTF-8. The right encoding is the one in which the text reads as Chinese prose.
    encodings = ("utf-8", "gb18030", "big5hkscs", "shift_jis", "euc_kr")
    scores = {encoding: _likeness(data, encoding) for encoding in encodings}
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] >= 0.05:
        if best in ("utf-8", "gb18030", "big5hkscs"):
            return data.decode(best, "replace"), best
        raise SourceError(
            Both(f"编码似为 {best}，不受支持", f"the encoding seems to be {best}, which is not supported"),
            remedy=_TO_UTF8,
            file=name,
        )
    raise SourceError(
        Both("编码无法识别：不是 UTF-8，也不是 GB18030", "unknown encoding: neither UTF-8 nor GB18030"),
        remedy=_TO_UTF8,
        file=name,
        place=byte(first_bad),
    )


def _likeness(data: bytes, encoding: str) -> float:
    """The share of the genre's commonest characters in ``data`` read as ``encoding`` (0: unreadable).

    A few broken bytes are borne, as pages that were cut by length have them; they become U+FFFD.
    """
    text = data.decode(encoding, "replace")
    if text.count("\ufffd") * 500 > len(text):
        return 0.0
    wide = [character for character in fold(text) if character > "\u007f"]
    return sum(character in _COMMON for character in wide) / max(len(wide), 1)


def _utf16_without_mark(data: bytes) -> str:
    """``utf-16-le`` or ``utf-16-be`` where the bytes read as Chinese prose in it, or as ASCII; else ``""``."""
    if len(data) % 2 or len(data) < 8:
        return ""
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    for encoding, here, there in (("utf-16-be", even, odd), ("utf-16-le", odd, even)):
        ascii_only = here * 10 > len(head) and there == 0
        if ascii_only or ((here or not there) and _likeness(data[: len(head)], encoding) >= 0.15):
            try:
                data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
    return ""
