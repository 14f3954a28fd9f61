"""DOCX (ECMA-376) → archived text: paragraphs, tables, and the numbers that stand in no paragraph.

Read with the standard library: of the format only paragraphs, tables and numbering are needed, and the general
libraries leave out the numbering, which holds the outline of most reports (一、 and (一) are automatic numbers).
Archives that unpack to more than a report can be, and XML with a document type (entities), are refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from dashi_kg.errors import SourceError
from dashi_kg.language import Both
from dashi_kg.source.convert.archive import Archive, Converted, Piece, raised, tidy
from dashi_kg.source.convert.numbering import Numbering, W, local, value

MAX_PART = 16 * 1024 * 1024  # bytes of one part, unpacked
MAX_TAGS = 500_000  # of one part, opened and closed: a report has some ten thousand
MAX_CHARACTERS = 1_000_000  # that are put together before the length of the text is looked at
MAX_PARTS = 2_000
_MAIN = re.compile(r"word/document\d*\.xml")  # some programs number it
_NUMBERING, _STYLES = "word/numbering.xml", "word/styles.xml"
# The strict form of the format has the same elements in another namespace.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MAX_DEPTH = 200
# Deleted and moved text, field codes, notes, and the second writing of a text box.
_LEFT_OUT = frozenset(
    "del moveFrom instrText delText delInstrText rPr pPr sectPr tblPr trPr tcPr Fallback footnoteReference"
    " endnoteReference footnoteRef endnoteRef annotationRef commentReference pict object rt rubyPr".split()
)


def from_docx(data: bytes, name: str = "") -> Converted:
    """The text of a DOCX file, one line a paragraph, one line a row of a table.

    Args:
        data: the bytes of the file.
        name: what to call it in messages.

    Raises:
        SourceError: a ZIP archive that is no DOCX, damaged, or built to harm.
    """
    main, parts = _parts(data, name)
    document = _xml(parts[main], name, main)
    numbering, styles = (
        _xml(parts[part], name, part) if part in parts else None for part in (_NUMBERING, _STYLES)
    )
    numbers = Numbering(numbering, styles)
    archive = Archive()
    body = document.find(f"{W}body")
    for lines in _lines(body if body is not None else document, numbers, "/w:document/w:body", name):
        archive.line(lines, between=" | ")
        if archive.length > MAX_CHARACTERS:
            raise _bomb(name)
    steps = ["text taken from the DOCX file"]
    if numbers.written:
        steps.append("automatic numbers written out")
    return Converted(archive.text, archive.origins, (), tuple(steps))


# ------------------------------------------------------------------ the archive


def _parts(data: bytes, name: str) -> tuple[str, dict[str, bytes]]:
    """The name of the main part, and the three parts that are read, unpacked, each within its limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if len(packed.infolist()) > MAX_PARTS:
                raise _bomb(name)
            names = packed.namelist()
            main = next((part for part in names if _MAIN.fullmatch(part)), None)
            if main is None:
                raise _no_docx(names, name)
            # these three and no more: a thousand main parts, each within the limit, would fill any memory
            wanted = [part for part in (main, _NUMBERING, _STYLES) if part in names]
            return main, {part: _unpacked(packed, part, name) for part in wanted}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise SourceError(
            Both(f"压缩包或 DOCX 已损坏（{error}）", f"a damaged ZIP archive or DOCX ({error})"),
            remedy=Both("请打开后重新保存。", "Open it and save it again."),
            file=name,
        ) from None
    except RuntimeError:  # what the library raises for a password
        raise SourceError(
            Both("文件已加密", "the archive is encrypted"),
            remedy=Both("请去掉密码后重新保存。", "Remove its password and save it again."),
            file=name,
        ) from None


def _unpacked(packed: zipfile.ZipFile, part: str, name: str) -> bytes:
    with packed.open(part) as file:
        data = file.read(MAX_PART + 1)
    if len(data) > MAX_PART:
        raise _bomb(name)
    return data


def _bomb(name: str) -> SourceError:
    return SourceError(
        Both(
            f"解压后超过 {MAX_PART // 2**20} MiB，报告没有这么大",
            f"unpacks to more than {MAX_PART // 2**20} MiB, which no report does",
        ),
        remedy=Both("请打开后只保存正文。", "Open it and save the text alone."),
        file=name,
    )


# What tells another document format in a ZIP archive from an archive of files.
_OTHERS = (("OFD.xml", "OFD"), ("META-INF/manifest.xml", "ODF"), ("xl/workbook.xml", "XLSX"), ("ppt/presentation.xml", "PPTX"))  # fmt: skip


def _no_docx(names: list[str], name: str) -> SourceError:
    for mark, kind in _OTHERS:
        if mark in names:
            return SourceError(
                Both(f"不能读取 {kind} 格式", f"this is {kind}, which cannot be read"),
                remedy=Both("请打开后另存为 DOCX 或 PDF。", "Open it and save it as DOCX or PDF."),
                file=name,
            )
    return SourceError(
        Both("这是 ZIP 压缩包，不是 DOCX", "this is a ZIP archive, not a DOCX"),
        remedy=Both("请解压，或另存为 DOCX。", "Unpack it, or save the document as DOCX."),
        file=name,
    )


class _NoDocumentType(ElementTree.TreeBuilder):
    """Refuses a document type before its entities are read: OOXML has none."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise ValueError("a document type")


def _xml(data: bytes, name: str, part: str) -> ElementTree.Element:
    if data.count(b"<") > MAX_TAGS:
        raise _bomb(name)
    data = data.replace(_STRICT, W[1:-1].encode())
    try:
        found = ElementTree.fromstring(data, ElementTree.XMLParser(target=_NoDocumentType()))
    except ValueError:
        raise SourceError(
            Both("DOCX 里有不该有的文档类型声明", "XML with a document type, which a DOCX never has"),
            remedy=Both(
                "请勿打开此文件，改从发布网站取报告。",
                "Do not open this file; take the report from its site.",
            ),
            file=name,
            place=part,
        ) from None
    except ElementTree.ParseError as error:
        raise SourceError(
            Both(f"XML 已损坏（{error}）", f"damaged XML ({error})"),
            remedy=Both("请打开后重新保存。", "Open it and save it again."),
            file=name,
            place=part,
        ) from None
    if not isinstance(found, ElementTree.Element):
        raise SourceError(
            Both("没有 XML 元素", "no XML element"),
            remedy=Both("请打开后重新保存。", "Open it and save it again."),
            file=name,
            place=part,
        )
    return found


# ------------------------------------------------------------------ paragraphs and tables


def _lines(
    parent: ElementTree.Element, numbers: Numbering, path: str, name: str, depth: int = 0
) -> Iterator[list[Piece]]:
    """Lines of a body or cell, each as its pieces (several: the cells of one row)."""
    if depth > _MAX_DEPTH:
        raise SourceError(
            Both(f"表格嵌套超过 {_MAX_DEPTH} 层", f"nested deeper than {_MAX_DEPTH} tables"),
            remedy=Both("请只保存正文。", "Save the text alone."),
            file=name,
        )
    counts: dict[str, int] = {}
    for child in parent:
        tag = local(child)
        counts[tag] = counts.get(tag, 0) + 1
        here = f"{path}/w:{tag}[{counts[tag]}]"
        if tag == "p":
            yield from ([Piece(words, here)] for words in _paragraph(child, numbers))
        elif tag == "tbl":
            yield from _table(child, numbers, here, name, depth + 1)
        elif tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            yield from _lines(child, numbers, here, name, depth + 1)


def _table(
    table: ElementTree.Element, numbers: Numbering, path: str, name: str, depth: int
) -> Iterator[list[Piece]]:
    """One line a row where every cell holds one line; else the lines of each cell, for a table of layout."""
    above: dict[int, list[list[Piece]]] = {}  # column → the lines of the cell that is carried down in it
    for r, row in enumerate(table.findall(f"{W}tr"), start=1):
        cells = []
        column = 0
        for c, cell in enumerate(row.findall(f"{W}tc"), start=1):
            lines = list(_lines(cell, numbers, f"{path}/w:tr[{r}]/w:tc[{c}]", name, depth + 1))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and value(merge) != "restart":
                lines = lines or above.get(column, [])
            else:
                above.pop(column, None)
            if merge is not None:
                above[column] = lines
            cells.append(lines)
            column += _columns(cell)
        cells = [cell for cell in cells if cell]
        if all(len(cell) == 1 for cell in cells):
            yield [piece for cell in cells for piece in cell[0]]
        else:
            yield from (line for cell in cells for line in cell)


def _columns(cell: ElementTree.Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    words = value(span) if span is not None else ""
    return int(words) if words.isdecimal() and 0 < int(words[:4]) < 1000 else 1


def _paragraph(paragraph: ElementTree.Element, numbers: Numbering) -> list[str]:
    """The words of a paragraph, its number before them; more than one line where it holds line breaks."""
    words = _words(paragraph)
    number = numbers.of(paragraph)  # an empty paragraph counts too
    if not words.strip():
        return []
    lines = [tidy(line) for line in (number + words.lstrip()).split("\v")]
    return [line for line in lines if line]


def _words(paragraph: ElementTree.Element) -> str:
    found: list[str] = []
    stack = list(reversed(list(paragraph)))
    while stack:
        node = stack.pop()
        tag = local(node)
        if tag in _LEFT_OUT or (tag == "r" and _vanishes(node)):
            continue
        if tag == "r" and _is_raised(node):
            found.append(raised("".join(t.text or "" for t in node.iter(f"{W}t")), "".join(found[-2:])))
            continue
        if tag == "t":
            found.append(node.text or "")
        elif tag == "tab":
            found.append(" ")
        elif tag in ("br", "cr"):
            found.append("\v")
        elif tag == "sym":
            found.append(symbol(node.get(f"{W}font") or "", node.get(f"{W}char") or ""))
        elif tag == "noBreakHyphen":
            found.append("-")
        elif tag == "p" and found:  # a paragraph of a text box
            found.append("\v")
            stack.extend(reversed(list(node)))
        else:
            stack.extend(reversed(list(node)))
    return "".join(found)


def _vanishes(run: ElementTree.Element) -> bool:
    """Hidden, or struck out."""
    marks = (run.find(f"{W}rPr/{W}{name}") for name in ("vanish", "strike", "dstrike"))
    return any(mark is not None and value(mark) not in ("0", "false", "off") for mark in marks)


def _is_raised(run: ElementTree.Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vertAlign")
    return mark is not None and value(mark) == "superscript"


# The fonts of signs have codes of their own, shifted to U+F000: those that a report may hold.
_SYMBOL = {
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xA3: "≤",
    0xB4: "×",
    0xB8: "÷",
    0xB7: "·",
    0x2D: "−",
    0xBB: "≈",
    0xA5: "∞",
}
_WINGDINGS = {
    0xFC: "✓",
    0xFE: "☑",
    0xA8: "□",
    0x6F: "□",
    0x6E: "■",
    0x6C: "●",
    0xD8: "➢",
    0xFB: "✗",
    0xFD: "☒",
}
_UNKNOWN = "□"


def symbol(font: str, code: str) -> str:
    """The character that a sign of a font stands for (ECMA-376 part 1, 17.3.3.30); □ where it is not known.

    >>> symbol("Symbol", "F025"), symbol("Wingdings", "F0FC"), symbol("宋体", "2103")
    ('%', '✓', '℃')
    """
    try:
        number = int(code, 16)
    except ValueError:
        return _UNKNOWN
    low = number - 0xF000 if 0xF000 <= number <= 0xF0FF else number
    if font.lower().startswith("wingdings"):
        return _WINGDINGS.get(low, _UNKNOWN)
    if low in _SYMBOL and (low != number or font.lower() == "symbol"):
        return _SYMBOL[low]
    if low != number:  # digits, brackets and most marks have their codes of ASCII
        return chr(low) if 0x20 <= low < 0x40 else _UNKNOWN
    return chr(number) if 0x20 <= number < 0xD800 or 0xE000 <= number < 0x110000 else _UNKNOWN
