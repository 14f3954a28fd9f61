"""Bytes that are no report: each refused in one line that names file, cause and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashi_kg.errors import SourceError
from dashi_kg.reader.extract import extract
from dashi_kg.source.read import MAX_BYTES, decode, from_text, read_source
from tests.conftest import REPORT
from tests.many import in_one

TEXT = REPORT.read_text(encoding="utf-8")

REFUSED = [
    ("empty", b"", "empty"),
    ("only white space", b" \r\n\t", "empty"),
    ("only a byte order mark", b"\xef\xbb\xbf", "empty"),
    ("a PDF that is cut off", b"%PDF-1.7 ...", "damaged PDF"),
    ("a ZIP archive that is cut off", b"PK\x03\x04....", "damaged ZIP"),
    ("DOC", b"\xd0\xcf\x11\xe0\xa1\xb1", "old Office"),
    ("encrypted DOCX", b"\xd0\xcf\x11\xe0\xa1\xb1" + "EncryptedPackage".encode("utf-16-le"), "encrypted Office"),
    ("RTF", rb"{\rtf1\ansi report}", "RTF"),
    ("PNG", b"\x89PNG\r\n", "PNG"),
    ("a web archive", b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", "MHTML"),
    ("XML that is no page", b"<?xml version='1.0'?><w:wordDocument/>", "XML"),
    ("a page without text", b"<!DOCTYPE html><html></html>", "no text"),
    ("NUL bytes", "法治\0政府".encode(), "NUL"),
    ("random bytes", bytes(range(128, 256)) * 4, "neither UTF-8 nor GB18030"),
    ("UTF-16 cut off", TEXT.encode("utf-16")[:-1], "broken UTF-16"),
    ("UTF-32", TEXT.encode("utf-32"), "UTF-32"),
    ("Shift JIS", ("行政の年度の工作の人民の大全" * 9).encode("shift_jis"), "shift_jis"),
    ("truncated UTF-8", "法治政府".encode()[:-1], "neither UTF-8"),
    ("surrogates written as UTF-8", b"\xe6\xb3\x95\xed\xa0\x80", "neither UTF-8"),
]  # fmt: skip


@in_one(("name", "data", "words"), REFUSED, ids=[r[0] for r in REFUSED])
def test_refused_in_one_line(name: str, data: bytes, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        decode(data, "some.txt")
    line = str(caught.value)
    assert line.startswith("some.txt: ") and words in line and "\n" not in line, name
    assert caught.value.remedy


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_recognised_with_and_without_a_mark(encoding: str) -> None:
    source = decode(TEXT.encode(encoding), "wide.txt")
    assert (source.text, source.encoding) == (TEXT, encoding)
    assert source.steps == (f"decoded from {encoding}",)


def test_big5_is_recognised() -> None:
    text = "法治政府建設工作報告,開展學習宣傳,組織領導,強化行政制度,推進落實" * 5
    assert decode(text.encode("big5"), "traditional.txt").text == text


def test_gb18030_is_recognised_and_reads_the_same() -> None:
    source = decode(TEXT.encode("gb18030"), "gb.txt")
    assert (source.text, source.encoding) == (TEXT, "gb18030")
    assert source.steps == ("decoded from gb18030",)
    assert source.sha256 != source.file_sha256


def test_bom_and_crlf_are_normalised_and_recorded() -> None:
    data = b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()
    source = decode(data, "dos.txt")
    assert source.text == TEXT
    assert source.steps == ("byte order mark removed", "line ends set to LF")


@pytest.mark.parametrize(("text", "what"), [("法治\ud800", "lone surrogate"), ("法治\0", "NUL")])
def test_text_in_memory_is_checked_too(text: str, what: str) -> None:
    with pytest.raises(SourceError, match=what) as caught:
        from_text(text)
    assert caught.value.place.en == "character 2"


def test_fifty_megabytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        for _ in range(50):
            file.write("法治政府建设".encode() * (2**20 // 18))
    with pytest.raises(SourceError, match="larger than 16 MiB"):
        read_source(path)


def test_a_long_text_is_read_in_one_go() -> None:
    """All of it; that work grows with the length, and not with its square, is in ``test_linear.py``."""
    line = "推进依法行政,全年开展法治政府建设培训12次,化解率达到99.8%。\n"
    text = "一、2023年法治政府建设的主要举措和成效\n" + line * 1000
    assert len(text.encode()) < MAX_BYTES
    assert len(extract(from_text(text)).observations) == 2000


@pytest.mark.parametrize("head", ["<!--a-->" * 200, "A: b\r\n" + " c\r\n" * 200], ids=["comments", "mail"])
def test_a_text_built_to_be_matched_in_many_ways_is_read(head: str) -> None:
    """Were there two ways to match each comment or line, the work would double with each: this would not end."""
    assert decode(f"{head}一、法治政府建设\n".encode()).text.startswith(head.replace("\r", ""))


@pytest.mark.parametrize(("path", "words"), [("missing.txt", "no such file"), (".", "a folder")])
def test_paths(tmp_path: Path, path: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_source(tmp_path / path)


def test_another_text_is_not_read_as_a_report() -> None:
    found = extract(from_text("一、今天的菜单\n(一)午饭。米饭3碗,菜4盘。\n二、明天的打算\n(一)买菜。"))
    assert found.observations == found.measures == found.plan_items == ()
    assert len(found.warnings) == 1 and "not a rule-of-law report" in found.warnings[0]


def test_truncated_report_is_read_with_a_warning() -> None:
    whole = extract(from_text(TEXT))
    cut = extract(from_text(TEXT[:2500]))
    assert cut.observations == whole.observations[: len(cut.observations)]
    assert any("cut off" in w for w in cut.warnings)
    assert any("no part on next year" in w for w in cut.warnings)


def test_duplicated_headings_keep_ids_unique_and_warn() -> None:
    doubled = TEXT.replace(
        "三、2023年度",
        "二、2023年度法治政府建设的主要举措和成效\n(一)推进普法。开展普法宣传7次。\n三、2023年度",
    )
    found = extract(from_text(doubled))
    ids = [m.id for m in found.measures]
    assert len(ids) == len(set(ids))
    assert any("occurs more than once" in w for w in found.warnings)


def test_full_width_digits_and_punctuation_read_the_same() -> None:
    wide = TEXT.translate({ord(a): ord(a) + 0xFEE0 for a in "0123456789,:()%"})
    one, other = extract(from_text(TEXT)), extract(from_text(wide))
    assert [(o.id, o.value, o.qualifier, o.span) for o in one.observations] == [
        (o.id, o.value, o.qualifier, o.span) for o in other.observations
    ]
    assert other.metadata.issued == one.metadata.issued
