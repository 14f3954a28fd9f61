"""DOCX and PDF beyond the common: numbering, tables, changes, margins; damaged, encrypted and harmful files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashi_kg.errors import SourceError
from dashi_kg.source.convert.numbering import chinese
from dashi_kg.source.read import DOCX, PDF, decode
from tests.inputs_make import HERE
from tests.many import in_one

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PROSE = "全镇深入推进依法行政,全面落实各项工作要求,持续提升治理能力和水平,取得了明显成效。"


def docx(body: str, numbering: str = "", styles: str = "", **parts: bytes) -> bytes:
    """A DOCX of the smallest kind, with this body."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        if numbering:
            packed.writestr("word/numbering.xml", f"<w:numbering {W}>{numbering}</w:numbering>")
        if styles:
            packed.writestr("word/styles.xml", f"<w:styles {W}>{styles}</w:styles>")
        for name, data in parts.items():
            packed.writestr(name, data)
    return written.getvalue()


def p(words: str, level: int | None = None, *, number: int = 1, properties: str = "") -> str:
    place = (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        if level is not None
        else ""
    )
    return f"<w:p><w:pPr>{properties}{place}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def level(at: int, form: str, text: str, extra: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'


def lists(*levels: str, extra: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{extra}'


THREE = lists(
    level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "(%2)"), level(2, "decimal", "%3.")
)
CASES = [
    ("three levels, each beginning anew", p("甲", 0) + p("乙", 1) + p("丙", 2) + p("丁", 2) + p("戊", 1) + p("己", 2) + p("庚", 0) + p("辛", 1), THREE,
     ["一、甲", "(一)乙", "1.丙", "2.丁", "(二)戊", "1.己", "二、庚", "(一)辛"]),
    ("numbers that run on", p("甲", 0) + p("乙", 1) + p("丙", 0) + p("丁", 1),
     lists(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')), ["一、甲", "1.乙", "二、丙", "2.丁"]),
    ("a number of two levels", p("甲", 0) + p("乙", 1), lists(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2 ")), ["1甲", "1.1 乙"]),
    ("an instance that starts anew", p("甲", 0) + p("乙", 0, number=2) + p("丙", 0, number=2),
     lists(level(0, "chineseCounting", "%1、"), extra='<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'),
     ["一、甲", "一、乙", "二、丙"]),
    ("bullets show no number", p("甲", 0), lists(level(0, "bullet", "\u2022")), ["甲"]),
    ("number 0 takes the number away", p("甲", 0, number=0), THREE, ["甲"]),
    ("an empty paragraph counts", p("甲", 0) + p("", 0) + p("丙", 0), THREE, ["一、甲", "三、丙"]),
    ("a list that is nowhere defined", p("甲", 3, number=7), "", ["甲"]),
]  # fmt: skip


@in_one(("reason", "body", "numbering", "lines"), CASES, ids=[c[0] for c in CASES])
def test_automatic_numbers(reason: str, body: str, numbering: str, lines: list[str]) -> None:
    assert decode(docx(body, numbering), "a.docx").text.splitlines() == lines, reason


def test_numbers_by_style() -> None:
    styles = (
        '<w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="H1b"><w:basedOn w:val="H1"/></w:style>'
        '<w:style w:styleId="H2"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = "".join(
        p(words, properties=f'<w:pStyle w:val="{style}"/>')
        for words, style in (("甲", "H1"), ("乙", "H2"), ("丙", "H1b"), ("丁", "unknown"))
    )
    assert decode(docx(body, THREE, styles), "a.docx").text.splitlines() == [
        "一、甲",
        "(一)乙",
        "二、丙",
        "丁",
    ]


@in_one(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (101, "一百零一"), (110, "一百一十"), (0, "0")]
)  # fmt: skip
def test_chinese_numbers(number: int, words: str) -> None:
    assert chinese(number) == words


BODIES = [
    ("deleted words are gone, inserted ones are there",
     "<w:p><w:r><w:t>开展</w:t></w:r><w:del><w:r><w:delText>五</w:delText></w:r></w:del><w:ins><w:r><w:t>六次</w:t></w:r></w:ins></w:p>", ["开展六次"]),
    ("hidden words are left out", "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>可见</w:t></w:r></w:p>", ["可见"]),
    ("field codes are left out", "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>第1次</w:t></w:r></w:p>", ["第1次"]),
    ("links and content controls are read",
     "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p><w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>", ["链接", "控件"]),
    ("line breaks and tabs", "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r></w:p>", ["甲", "乙 丙"]),
    ("a table of figures", "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>许可</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>19</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", ["许可 | 19"]),
    ("a table of layout", f"<w:tbl><w:tr><w:tc>{p('甲')}{p('乙')}</w:tc><w:tc>{p('丙')}</w:tc></w:tr></w:tbl>", ["甲", "乙", "丙"]),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "body", "lines"), BODIES, ids=[b[0] for b in BODIES])
def test_paragraphs_and_tables(reason: str, body: str, lines: list[str]) -> None:
    source = decode(docx(body), "a.docx")
    assert source.text.splitlines() == lines, reason
    assert source.media_type == DOCX


def test_places_of_a_table() -> None:
    source = decode(docx(p("甲") + BODIES[5][1]), "a.docx")
    assert [(source.quote(o.span), o.place) for o in source.origins] == [
        ("甲", "/w:document/w:body/w:p[1]"),
        ("许可", "/w:document/w:body/w:tbl[1]/w:tr[1]/w:tc[1]/w:p[1]"),
        ("19", "/w:document/w:body/w:tbl[1]/w:tr[1]/w:tc[2]/w:p[1]"),
    ]


def test_the_strict_form_is_read() -> None:
    strict = docx(p("甲", 0), THREE)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(strict)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(
                name,
                old.read(name).replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                ),
            )
    assert decode(written.getvalue(), "a.docx").text == "一、甲\n"


# ------------------------------------------------------------------ refused


def plain_zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("report.txt", PROSE)
    return written.getvalue()


def bomb() -> bytes:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("word/document.xml", "w") as part,
    ):
        for _ in range(40):
            part.write(b" " * 2**20)
    return written.getvalue()


def zipped(name: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr(name, "<x/>")
    return written.getvalue()


def entities() -> bytes:
    written = io.BytesIO()
    kinds = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x"}">' for n in range(10))
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("word/document.xml", f"<!DOCTYPE w [{kinds}]><w:document {W}>&e9;</w:document>")
    return written.getvalue()


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def encrypted_pdf(password: str, algorithm: str = "RC4-128") -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(HERE / "report.pdf"))
    writer.encrypt(user_password=password, owner_password="owner", algorithm=algorithm)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def scan() -> bytes:
    """A PDF whose only page is an image."""
    pixel = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\0\nendstream"
    draw = b"<</Length 26>>stream\nq 500 0 0 700 0 0 cm /I Do Q\nendstream"
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        draw,
        pixel,
    )


def pdf_of(*objects: bytes) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(data),
    )  # fmt: skip
    return data + end


REFUSED: list[tuple[str, Callable[[], bytes], str, str]] = [
    ("a ZIP archive that is no DOCX", plain_zip, "not a DOCX", "Unpack"),
    ("a DOCX without words", lambda: docx(p("")), "no text", "report"),
    ("a DOCX cut off", lambda: cut((HERE / "report.docx").read_bytes()), "damaged ZIP", "save it again"),
    ("an OFD", lambda: zipped("OFD.xml"), "this is OFD", "save it as DOCX"),
    ("damaged XML", lambda: docx("<w:p>"), "damaged XML", "save it again"),
    ("a bomb of blanks", bomb, "unpacks to more than 16 MiB", "text alone"),
    ("a bomb of entities", entities, "document type", "Do not open"),
    ("tables in tables", lambda: docx("<w:tbl><w:tr><w:tc>" * 300 + "</w:tc></w:tr></w:tbl>" * 300), "nested deeper", "text alone"),
    ("a scan", scan, "without text", "OCR"),
    ("an encrypted PDF", lambda: encrypted_pdf("secret"), "encrypted", "password"),
    ("a PDF cut off", lambda: cut((HERE / "report.pdf").read_bytes()), "PDF", ""),
]  # fmt: skip


def test_of_several_main_parts_only_the_first_is_unpacked() -> None:
    """Hundreds of parts, each just within the limit, would fill any memory together."""
    written = io.BytesIO(docx(p("一、法治政府建设")))
    with (
        zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as packed,
        packed.open("word/document2.xml", "w") as part,
    ):
        for _ in range(40):  # beyond the limit: unpacking it would refuse the file
            part.write(b" " * 2**20)
    assert decode(written.getvalue()).text == "一、法治政府建设\n"


@pytest.mark.parametrize(("what", "make", "words", "remedy"), REFUSED, ids=[r[0] for r in REFUSED])
def test_refused_with_the_remedy(what: str, make: Callable[[], bytes], words: str, remedy: str) -> None:
    with pytest.raises(SourceError) as caught:
        decode(make(), "some.file")
    line = str(caught.value)
    assert line.startswith("some.file: ") and "\n" not in line, what
    assert words in caught.value.cause and remedy in caught.value.remedy


def test_a_pdf_that_is_only_barred_from_printing_is_read() -> None:
    source = decode(encrypted_pdf(""), "a.pdf")
    assert source.text == decode((HERE / "report.pdf").read_bytes(), "b.pdf").text
    assert source.media_type == PDF


# ------------------------------------------------------------------ PDF


def printed(*pages: list[tuple[float, float, str]]) -> bytes:
    """A PDF with words at these places (points from the lower left corner), # being the number of the page."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    written = io.BytesIO()
    canvas: Any = Canvas(written, invariant=1)
    for number, lines in enumerate(pages, start=1):
        canvas.setFont("STSong-Light", 14)
        for x, y, words in lines:
            canvas.drawString(x, y, words.replace("#", str(number)))
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def test_a_paragraph_goes_on_over_the_page() -> None:
    row = "推进依法行政全面落实各项工作要求持续提升治理能力和"
    first = [(86.0, 700.0, "开头" + row[:24]), (58.0, 680.0, row + "甲"), (290.0, 20.0, "- # -")]
    rest = [(58.0, 700.0, row + "乙"), (58.0, 680.0, "在此结束。"), (290.0, 20.0, "- # -")]
    source = decode(printed(first, rest), "a.pdf")
    assert source.text == f"开头{row[:24]}{row}甲{row}乙在此结束。\n"
    assert "2 page numbers" in source.steps[-1]
    assert [o.place for o in source.origins] == ["page=1", "page=2"]


@pytest.mark.parametrize("number", ["- # -", "— # —", "第 # 页", "第#页 共3页", "#", "#/3", "第#页,共3页"])
def test_page_numbers_in_many_forms(number: str) -> None:
    lines = ["一、主要举措和成效", PROSE, "下一行没有说完。"]
    pages = [
        [(86.0, 700.0, "甲乙丙"[at] + lines[0]), (86.0, 400.0, lines[1]), (86.0, 100.0, "甲乙丙"[at] + lines[2]), (290.0, 20.0, number)]
        for at in range(3)
    ]  # fmt: skip
    found = decode(printed(*pages), "a.pdf").text.splitlines()
    assert found == [mark + line if line != PROSE else line for mark in "甲乙丙" for line in lines]


def test_running_heads_are_left_out_and_first_lines_are_not() -> None:
    pages = [
        [(86.0, 800.0, "某某镇文件"), (86.0, 700.0, f"第{n}项工作。"), (58.0, 100.0, PROSE[n:])]
        for n in range(4)
    ]
    found = decode(printed(*pages), "a.pdf").text.splitlines()
    assert found == [line for n in range(4) for line in (f"第{n}项工作。", PROSE[n:])]


def test_a_number_in_the_text_stays() -> None:
    data = printed([(86, 700, "受理案件"), (86, 400, "12"), (86, 100, "办结案件"), (86, 60, PROSE)])
    assert decode(data, "a.pdf").text.splitlines() == ["受理案件", "12", "办结案件", PROSE]


@settings(max_examples=40)
@given(st.integers(0, 15_000), st.integers(0, 255))
def test_a_damaged_pdf_is_read_or_refused(at: int, value: int) -> None:
    data = bytearray((HERE / "report.pdf").read_bytes())
    data[at % len(data)] = value
    try:
        source = decode(bytes(data), "a.pdf")
    except SourceError as error:
        assert error.remedy
        return
    assert source.text


@given(
    st.lists(
        st.sampled_from([*re.findall("<[^>]+>", BODIES[0][1] + BODIES[5][1] + p("", 1)), "甲", "1"]),
        max_size=30,
    )
)
def test_any_docx_is_read_or_refused(parts: list[str]) -> None:
    try:
        source = decode(docx("".join(parts), THREE), "a.docx")
    except SourceError as error:
        assert error.remedy
        return
    for origin in source.origins:
        assert source.quote(origin.span).strip()
