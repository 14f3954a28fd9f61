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
from dashi_kg.source.convert.archive import Archive, Converted, Piece, tidy
from dashi_kg.source.convert.numbering import Numbering, W, local, value

MAX_PART = 32 * 1024 * 1024  # bytes of one part, unpacked
MAX_PARTS = 2_000
_MAIN = re.compile(r"word/document\d*\.xml")  # some programs number it
_NUMBERING, _STYLES = "word/numbering.xml", "word/styles.xml"
# The strict form of the format has the same elements in another namespace.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MAX_DEPTH = 200
# Deleted and moved text, field codes, notes, and the second writing of a text box.
_LEFT_OUT = frozenset(
    "del moveFrom instrText delText delInstrText rPr pPr sectPr tblPr trPr tcPr Fallback footnoteReference"
    " commentReference pict object".split()
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
            f"压缩包或 DOCX 已损坏 a damaged ZIP archive or DOCX ({error})",
            remedy="请打开后重新保存。 Open it and save it again.",
            file=name,
        ) from None
    except RuntimeError:  # what the library raises for a password
        raise SourceError(
            "文件已加密 the archive is encrypted",
            remedy="请去掉密码后重新保存。 Remove its password and save it again.",
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
        f"解压后过大 unpacks to more than {MAX_PART // 2**20} MiB, which no report does",
        remedy="请打开后只保存正文。 Open it and save the text alone.",
        file=name,
    )


# What tells another document format in a ZIP archive from an archive of files.
_OTHERS = (("OFD.xml", "OFD"), ("META-INF/manifest.xml", "ODF"), ("xl/workbook.xml", "XLSX"), ("ppt/presentation.xml", "PPTX"))  # fmt: skip


def _no_docx(names: list[str], name: str) -> SourceError:
    for mark, kind in _OTHERS:
        if mark in names:
            return SourceError(
                f"不能读这种格式 this is {kind}, which cannot be read",
                remedy="请打开后另存为 DOCX 或 PDF。 Open it and save it as DOCX or PDF.",
                file=name,
            )
    return SourceError(
        "这是 ZIP 压缩包,不是 DOCX this is a ZIP archive, and no DOCX",
        remedy="请解压,或另存为 DOCX。 Unpack it, or save the document as DOCX.",
        file=name,
    )


class _NoDocumentType(ElementTree.TreeBuilder):
    """Refuses a document type before its entities are read: OOXML has none."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise ValueError("a document type")


def _xml(data: bytes, name: str, part: str) -> ElementTree.Element:
    data = data.replace(_STRICT, W[1:-1].encode())
    try:
        found = ElementTree.fromstring(data, ElementTree.XMLParser(target=_NoDocumentType()))
    except ValueError:
        raise SourceError(
            "DOCX 里有不该有的文档类型声明 XML with a document type, which a DOCX never has",
            remedy="请勿打开此文件,改从发布网站取报告。 Do not open this file; take the report from its site.",
            file=name,
            place=part,
        ) from None
    except ElementTree.ParseError as error:
        raise SourceError(
            f"XML 已损坏 damaged XML ({error})",
            remedy="请打开后重新保存。 Open it and save it again.",
            file=name,
            place=part,
        ) from None
    if not isinstance(found, ElementTree.Element):
        raise SourceError(
            "没有 XML 元素 no XML element",
            remedy="请打开后重新保存。 Open it and save it again.",
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
            f"表格嵌套过深 nested deeper than {_MAX_DEPTH} tables",
            remedy="请只保存正文。 Save the text alone.",
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
    for r, row in enumerate(table.findall(f"{W}tr"), start=1):
        cells = [
            list(_lines(cell, numbers, f"{path}/w:tr[{r}]/w:tc[{c}]", name, depth + 1))
            for c, cell in enumerate(row.findall(f"{W}tc"), start=1)
        ]
        cells = [cell for cell in cells if cell]
        if all(len(cell) == 1 for cell in cells):
            yield [piece for cell in cells for piece in cell[0]]
        else:
            yield from (line for cell in cells for line in cell)


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
        if tag == "t":
            found.append(node.text or "")
        elif tag == "tab":
            found.append(" ")
        elif tag in ("br", "cr"):
            found.append("\v")
        elif tag == "noBreakHyphen":
            found.append("-")
        elif tag == "p" and found:  # a paragraph of a text box
            found.append("\v")
            stack.extend(reversed(list(node)))
        else:
            stack.extend(reversed(list(node)))
    return "".join(found)


def _vanishes(run: ElementTree.Element) -> bool:
    hidden = run.find(f"{W}rPr/{W}vanish")
    return hidden is not None and value(hidden) not in ("0", "false", "off")
