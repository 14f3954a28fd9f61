"""PDF with a text layer (ISO 32000) → archived text: paragraphs joined, page numbers and running heads left out.

Read with pypdf, which is pure Python and limits what a stream may unpack to.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashi_kg.errors import SourceError
from dashi_kg.language import Both
from dashi_kg.source.convert.archive import Archive, Converted, Piece, tidy
from dashi_kg.text.fold import fold
from dashi_kg.text.patterns import HEADS

MAX_PAGES = 500
MAX_CHARACTERS = 2_000_000
_WIDEST_GAP = 3.5  # em from one line of a paragraph to the next
_DOUBLED = 0.25  # em: words nearer to the same words than this are the same ink once more
_REMEMBERED = 16  # places of the same words on a page
_FEW = 20  # characters: a page with fewer has no text layer worth the name
_PAGE_NUMBER = re.compile(
    r"^[\s\-—–―_·.|/]*(?:第\s*)?(?:\d{1,4}|[一二三四五六七八九十百]{1,5}|[ivxIVX]{1,6})(?:\s*页)?(?:\s*[,,/]?\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?[\s\-—–―_·.|/]*$"
)
_MARKED = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|[((][一二三四五六七八九十]{1,3}[))]|\d{1,2}[.、．](?!\d)|[((]\d{1,2}[))]|附件)"
)
_LABELLED = re.compile(r"^\S{2,8}\s*[::]\s*\S")
_ENDS = "。!?;:！？；："


@dataclass(frozen=True, slots=True)
class _Line:
    """One printed line: where it begins, how wide it is about, in points from the lower left corner."""

    words: str
    page: int
    x: float
    y: float
    size: float

    @property
    def end(self) -> float:
        return self.x + self.size * sum(_width(c) for c in self.words)


def _width(character: str) -> float:
    """In em: Chinese characters and their marks are as wide as high, Latin ones about half of it."""
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def from_pdf(data: bytes, name: str = "") -> Converted:
    """The text layer of a PDF, one line a paragraph.

    Args:
        data: the bytes of the file.
        name: what to call it in messages.

    Raises:
        SourceError: encrypted, damaged, without text (a scan), too long.
    """
    pages, without_text = _read(data, name)
    if not any(pages):
        raise SourceError(
            Both("PDF 里没有文字，各页是图像（扫描件）", "a PDF without text: its pages are images (a scan)"),
            remedy=Both(
                "请先做文字识别（OCR），再给出带文字层的 PDF 或文本。",
                "Run text recognition (OCR) first, then give the PDF with its text layer, or the text.",
            ),
            file=name,
        )
    lines, dropped = _without_frame(pages)
    archive = Archive()
    for paragraph in _paragraphs(lines):
        archive.line(_joined(paragraph))
    steps = ["text taken from the PDF file", "lines joined"]
    if dropped:
        steps.append(f"{dropped} page numbers and running heads left out")
    warnings = []
    if without_text:
        shown = ", ".join(map(str, without_text[:10]))
        warnings.append(Both(f"没有文字的页：{shown}", f"pages without text (scanned?): {shown}"))
    return Converted(archive.text, archive.origins, (), tuple(steps), tuple(warnings))


# ------------------------------------------------------------------ reading


def _read(data: bytes, name: str) -> tuple[list[list[_Line]], list[int]]:
    """The lines of each page, and the numbers of the pages that have images but no text."""
    import logging

    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # damage is told below, in one line
    pages: list[list[_Line]] = []
    without: list[int] = []
    characters = 0
    try:
        reader = PdfReader(io.BytesIO(data))
        # Many files are only barred from printing: their password for reading is empty.
        if reader.is_encrypted and not reader.decrypt(""):
            raise _encrypted(name)
        if len(reader.pages) > MAX_PAGES:
            raise SourceError(
                Both(
                    f"有 {len(reader.pages)} 页，超过任何报告的页数（上限 {MAX_PAGES}）",
                    f"{len(reader.pages)} pages, more than any report has ({MAX_PAGES})",
                ),
                remedy=Both("请只给出报告本身。", "Give the report alone."),
                file=name,
            )
        for number, page in enumerate(reader.pages, start=1):
            lines = _lines_of(page, number)
            length = sum(len(line.words) for line in lines)
            characters += length
            if characters > MAX_CHARACTERS:
                raise SourceError(
                    Both(
                        f"超过 {MAX_CHARACTERS} 字，报告没有这么长",
                        f"more than {MAX_CHARACTERS} characters, which no report has",
                    ),
                    remedy=Both("请只给出报告本身。", "Give the report alone."),
                    file=name,
                )
            if length < _FEW and _has_image(page):
                without.append(number)
                lines = []
            pages.append(lines)
    except SourceError:
        raise
    except DependencyError:
        raise _encrypted(name) from None
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError,
            ArithmeticError, NotImplementedError, RecursionError, OSError) as error:  # fmt: skip
        # pypdf lets what it stumbles over in a damaged file through.
        cause = (str(error) or type(error).__name__).splitlines()[0][:80]
        raise SourceError(
            Both(f"PDF 已损坏（{cause}）", f"a damaged PDF ({cause})"),
            remedy=Both("请打开后打印成新的 PDF。", "Open it and print it into a new PDF."),
            file=name,
        ) from None
    return pages, without


def _encrypted(name: str) -> SourceError:
    return SourceError(
        Both("PDF 已加密", "the PDF is encrypted"),
        remedy=Both(
            "请用密码打开后打印成新的 PDF。", "Open it with its password and print it into a new PDF."
        ),
        file=name,
    )


def _lines_of(page: Any, number: int) -> list[_Line]:
    """The printed lines of a page in the order in which they stand in the file; pieces at one height joined."""
    found: list[_Line] = []
    drawn: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        words = text.replace("\n", "")
        if not words or (not words.strip() and not found):
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        height = abs(size * (tm[3] or 1) * (cm[3] or 1)) or 12.0
        if any(abs(x - a) < _DOUBLED * height and abs(y - b) < _DOUBLED * height for a, b in drawn[words]):
            return  # drawn twice to look bold
        drawn[words] = [*drawn[words][-_REMEMBERED:], (x, y)]
        last = found[-1] if found else None
        if last and abs(last.y - y) < 0.35 * height and x >= last.x:
            gap = " " if x - last.end > 0.6 * height else ""
            found[-1] = _Line(last.words + gap + words, number, last.x, last.y, max(last.size, height))
        else:
            found.append(_Line(words, number, x, y, height))

    page.extract_text(visitor_text=visit)
    return [_trimmed(line) for line in found if line.words.strip()]


def _trimmed(line: _Line) -> _Line:
    """The line without white space at its ends; an indent made of spaces moves its beginning."""
    lead = line.words[: len(line.words) - len(line.words.lstrip())]
    x = line.x + line.size * sum(_width(c) for c in lead)
    return _Line(line.words.strip(), line.page, x, line.y, line.size)


def _has_image(page: Any) -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    if objects is None:
        return False
    return any(
        one.get_object().get("/Subtype") in ("/Image", "/Form") for one in objects.get_object().values()
    )


# ------------------------------------------------------------------ page numbers and running heads


def _without_frame(pages: list[list[_Line]]) -> tuple[list[_Line], int]:
    """All lines but page numbers at either edge and what is printed at the same height of most pages."""
    shown = [page for page in pages if page]
    heights = [line.y for page in shown for line in page]
    top, bottom = max(heights), min(heights)
    edge = 0.12 * max(top - bottom, 1.0)
    repeated: Counter[tuple[str, int]] = Counter()
    for page in shown:
        repeated.update(
            {(_shape(line.words), round(line.y / 3)) for line in page if _outer(line, top, bottom, edge)}
        )
    kept, dropped = [], 0
    for page in shown:
        for line in page:
            outer = _outer(line, top, bottom, edge)
            again = repeated[(_shape(line.words), round(line.y / 3))]
            number = _PAGE_NUMBER.match(line.words) and line.y in (
                max(one.y for one in page),
                min(one.y for one in page),
            )
            if outer and (number or (len(shown) > 1 and again > 1 and 2 * again >= len(shown) - 1)):
                dropped += 1
            else:
                kept.append(line)
    return sorted(kept, key=lambda line: (line.page, -round(line.y), line.x)), dropped


def _outer(line: _Line, top: float, bottom: float, edge: float) -> bool:
    return line.y > top - edge or line.y < bottom + edge


def _shape(words: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s+", "", words))


# ------------------------------------------------------------------ paragraphs


def _paragraphs(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Lines that belong together: one that reaches the right margin goes on in the next that is not indented."""
    if not lines:
        return []
    size = Counter(round(line.size, 1) for line in lines for _ in line.words).most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) < 0.15 * size] or list(lines)
    left = _usual([line.x for line in body], size)
    right = max(line.end for line in body)
    ends = sorted(line.end for line in body)
    if len(ends) >= 10:  # a line beyond the margin does not move it
        right = min(right, ends[int(0.9 * (len(ends) - 1))] + size)
    indents = sum(0.7 * size < line.x - left < 3.5 * size for line in body)
    needed = 0.6 if 8 * indents > len(body) else 1.0  # where paragraphs are indented, less proof is needed
    needed = left + needed * (right - left) - (0 if needed < 1 else 2.1 * size)
    found: list[list[_Line]] = []
    for line in lines:
        last = found[-1][-1] if found else None
        if last is not None and _goes_on(last, line, left, needed):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _usual(values: Sequence[float], size: float) -> float:
    """The left margin: the smallest beginning that at least a tenth of the lines share."""
    near = Counter(round(v / (0.25 * size)) for v in values)
    common = [v for v, count in near.items() if 10 * count >= len(values)]
    return min(common or near) * 0.25 * size


def _goes_on(last: _Line, line: _Line, left: float, needed: float) -> bool:
    """Whether ``line`` belongs to the paragraph of ``last``, which must reach as far as ``needed``."""
    size = line.size
    if abs(last.size - line.size) > 0.15 * max(last.size, line.size):
        return False
    if last.page == line.page and last.y - line.y > _WIDEST_GAP * size:
        return False
    view = fold(line.words)
    if any(pattern.match(view) for pattern in HEADS[:2]):
        return False
    if _MARKED.match(view) and (line.x > left + 0.7 * size or last.words[-1] in _ENDS):
        return False
    full = last.end >= needed
    indented = line.x > left + 0.7 * size
    centred = (
        last.x > left + 3 * size
        and line.x > left + 3 * size
        and abs((last.x + last.end) - (line.x + line.end)) < size
    )
    if centred:  # a title over two lines
        return not _LABELLED.match(line.words) and last.words[-1] not in _ENDS
    return full and not indented


def _joined(paragraph: Sequence[_Line]) -> list[Piece]:
    """The lines of a paragraph one after another; a space only between two Latin words."""
    pieces: list[Piece] = []
    for line in paragraph:
        words = tidy(line.words)
        if not words:
            continue
        edge = pieces[-1].words[-1] + words[0] if pieces else ""
        if edge.isascii() and edge.isalpha():
            words = " " + words
        pieces.append(Piece(words, f"page={line.page}"))
    return pieces
