"""Files, folders, patterns and standard input; garbled copies."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashi_kg.errors import SourceError
from dashi_kg.pipeline import report_folders, reports_in
from dashi_kg.reader.extract import extract
from dashi_kg.source.gather import gather
from dashi_kg.source.read import decode, from_text
from tests.commands import run
from tests.conftest import REPORT
from tests.inputs_make import HERE

TEXT = REPORT.read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reports in a folder and below, and files that are none."""
    (tmp_path / "b").mkdir()
    shutil.copy(REPORT, tmp_path / "one.txt")
    shutil.copy(HERE / "old.htm", tmp_path / "b" / "two.HTM")
    (tmp_path / "b" / "reading.yaml").write_text("x: 1\n", encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text("x\n", encoding="utf-8")
    return tmp_path


def test_a_folder_stands_for_the_reports_in_it(folder: Path) -> None:
    assert gather([folder]) == [folder / "b" / "two.HTM", folder / "one.txt"]


def test_documents_that_cannot_be_read_are_told_and_not_passed_over(folder: Path) -> None:
    """Whoever has 40 reports in a folder, two of them DOC, must not take the other 38 for all."""
    for name in ("three.doc", "four.WPS", "five.ofd", "picture.png", "~$three.docx"):
        (folder / name).write_bytes(b"\xd0\xcf\x11\xe0")
    assert {p.name for p in gather([folder])} == {"one.txt", "two.HTM", "three.doc", "four.WPS", "five.ofd"}


def test_what_a_browser_saves_with_a_page_is_no_report(folder: Path) -> None:
    for name in ("two_files", "two.files", "other_files"):
        (folder / "b" / name).mkdir()
        (folder / "b" / name / "frame.html").write_text("<html></html>", encoding="utf-8")
    found = gather([folder / "b"])
    assert found == [folder / "b" / "other_files" / "frame.html", folder / "b" / "two.HTM"]


def test_a_release_below_the_folder_is_not_read_again(folder: Path) -> None:
    """``dashi-kg publish . -o dist``, run again: its pages are no reports, and its reports are the former ones."""
    release = folder / "dist"
    for name in ("SHA256SUMS", "void.ttl", "README.txt", "index.html", "reports/cn-1/2023/source.txt"):
        (release / name).parent.mkdir(parents=True, exist_ok=True)
        (release / name).write_text("x\n", encoding="utf-8")
    assert gather([folder]) == [folder / "b" / "two.HTM", folder / "one.txt"]
    assert reports_in(folder) == ([folder / "b" / "two.HTM", folder / "one.txt"], [])
    assert report_folders(release) == [release / "reports" / "cn-1" / "2023"]  # named, it is read


def test_patterns(folder: Path) -> None:
    assert gather([f"{folder}/*.txt"]) == [folder / "one.txt"]
    assert gather([f"{folder}/**/*.HTM"]) == [folder / "b" / "two.HTM"]


def test_each_file_once_in_the_order_named(folder: Path) -> None:
    names = ["-", folder / "one.txt", folder]
    assert gather(names) == [Path("-"), folder / "one.txt", folder / "b" / "two.HTM"]


@pytest.mark.parametrize(
    ("name", "words"), [("none/*.txt", "no file has such a name"), (".", "no report in this folder")]
)
def test_nothing_found(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        gather([str(tmp_path / name)])


def test_a_name_with_brackets_is_a_file_first(tmp_path: Path) -> None:
    path = tmp_path / "报告[1].txt"
    path.write_text(TEXT, encoding="utf-8")
    assert gather([path]) == [path]


@pytest.mark.parametrize("command", ["outline", "extract", "build"])
def test_standard_input(command: str) -> None:
    piped = run(command, "-", stdin=(HERE / "table.html").read_bytes())
    named = run(command, HERE / "table.html")
    assert piped.returncode == named.returncode == 0, piped.stderr
    assert piped.stdout == named.stdout and b"\xe5\xa4\xa7\xe7\x9f\xb3" in piped.stdout


def test_one_bad_file_does_not_stop_the_rest(folder: Path) -> None:
    (folder / "bad.pdf").write_bytes(b"%PDF-")
    done = run("outline", folder)
    assert done.returncode == 2
    errors = done.stderr.decode()
    assert "bad.pdf: a damaged PDF" in errors and "Traceback" not in errors
    assert f"== {folder / 'one.txt'}" in errors and done.stdout.decode().count("主要举措和成效") == 2


# ------------------------------------------------------------------ garbled copies

PINYIN = TEXT.replace("法治", "法(fǎ)治(zhì)")
GARBLED = [
    ("pinyin in brackets", PINYIN, "pinyin in brackets"),
    ("broken punctuation", TEXT.replace("。", "?。"), "broken punctuation"),
    ("Japanese machine translation", TEXT.replace("的", "の"), "kana"),
    ("UTF-8 read as GBK", TEXT.encode("utf-8").decode("gb18030", "replace"), "wrong encoding"),
    ("UTF-8 read as Latin-1", TEXT.encode("utf-8").decode("cp1252", "replace"), "wrong encoding"),
    ("replacement characters", TEXT.replace("工作", "\ufffd\ufffd"), "wrong encoding"),
    ("the known sign of it", TEXT.replace("建设", "锟斤拷"), "wrong encoding"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "text", "words"), GARBLED, ids=[g[0] for g in GARBLED])
def test_garbled_copies_are_refused(what: str, text: str, words: str) -> None:
    with pytest.raises(SourceError, match="garbled copy") as caught:
        from_text(text, "mirror.txt")
    assert words in caught.value.cause and "site of the government" in caught.value.remedy, what
    assert len(str(caught.value)) < 250


def test_a_little_is_marked_not_repaired() -> None:
    text = TEXT.replace("提高履职能力", "提高履職(zhí)能力", 1).replace("宣传阵地", "宣传阵地の", 1)
    source = from_text(text)
    assert source.text == text
    assert len(source.warnings) == 2 and all("garbled" in w for w in source.warnings)
    assert set(source.warnings) <= set(extract(source).warnings)


def test_a_brand_name_before_the_title_is_marked() -> None:
    source = from_text("某某体育:关于2023年度法治政府建设情况的报告\n" + TEXT)
    assert len(source.warnings) == 1 and "spam" in source.warnings[0]


@pytest.mark.parametrize("name", ["table.html", "old.htm", "modern.html", "report.docx", "report.pdf"])
def test_clean_files_are_not_suspected(name: str) -> None:
    assert decode((HERE / name).read_bytes(), name).warnings == ()


def test_a_few_broken_bytes_are_borne_and_told() -> None:
    data = TEXT.encode()
    cut = data[: len(data) - 1]
    source = decode(cut[:3000] + cut[3001:], "cut.txt")
    assert source.encoding == "utf-8" and "\ufffd" in source.text
    assert source.steps == ("broken bytes shown as U+FFFD",)
    assert any("wrong encoding" in w for w in source.warnings)


def test_traditional_characters_are_read_and_quoted_as_they_are() -> None:
    text = (
        "日期:2024-02-20來源:仁和鎮人民政府\n2023年以來,仁和鎮推進依法行政、法治政府建設,現將情況報告如下:\n"
        "一、2023年法治政府建設的主要舉措和成效\n(一)加強普法宣傳。全年開展法治宣傳活動50餘次,發放資料1.5萬餘份。\n"
        "二、存在的問題\n(一)執法力量不足。執法人員力量不足,業務能力有待提升。\n三、下一步工作打算\n(一)加強培訓。加強執法人員培訓,提升業務能力。\n"
    )
    found = extract(from_text(text))
    assert [c.role for c in found.outline.children] == [
        "chrome", "preamble", "measures-results", "shortcomings-causes", "next-year",
    ]  # fmt: skip
    assert [(found.source.quote(o.span), str(o.value), o.qualifier) for o in found.observations] == [
        ("開展法治宣傳活動50餘次", "50", "more-than"),
        ("發放資料1.5萬餘份", "15000", "more-than"),
    ]
    assert found.problems and found.plan_items
    assert found.outline.children[2].children[0].title == "加強普法宣傳"
