"""“Your own reports”, as the READMEs have it: a folder of files that an office has, to a site that compares them."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from pathlib import Path

import pytest

from dashi_kg.cli import cli
from dashi_kg.corpus.coverage import told_apart
from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.pipeline import publish, reading_file
from dashi_kg.publishing.several import LeftOut, refused_files
from dashi_kg.query.engines import engine
from dashi_kg.review.save import save_corrections
from dashi_kg.settings import settings
from dashi_kg.site.site import Site
from tests.commands import run
from tests.conftest import ROOT

BASE = settings().base
# six reports of one district: text, page, DOCX with a table, PDF, pasted text, and an earlier year; beside the checkout
BESIDE = [folder / "shared" / "cases" / "reports" for folder in ROOT.parents[:2]]
REPORTS = next((folder for folder in BESIDE if folder.is_dir()), None)
WHO = {"id": "clerk", "zh": "经办人", "en": "Clerk", "date": "2026-11-29"}


def walk(readme: str) -> list[list[str]]:
    """The commands of “Your own reports”, without their remarks."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    block = re.search(r"## (?:您自己的报告|Your own reports)\n.*?```text\n(.*?)```", text, re.S)
    assert block
    lines = [line.removeprefix("$ ").partition("#")[0] for line in block[1].strip().splitlines()]
    return [shlex.split(line) for line in lines]


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_walk_is_four_commands_that_exist(readme: str) -> None:
    commands = walk(readme)
    assert [words[1] for words in commands] == ["outline", "publish", "review", "serve"]
    for words in commands:
        known = {option for p in cli.commands[words[1]].params for option in p.opts}
        assert {w for w in words if w.startswith("-")} <= known


@pytest.mark.skipif(REPORTS is None, reason="the six reports are not beside the checkout")
def test_six_reports_of_an_office_become_a_release_and_a_refused_file_is_named(tmp_path: Path) -> None:
    """The date that a page lacks is set by a person first; the file that cannot be read is left out with its reason."""
    assert REPORTS is not None
    folder, out = tmp_path / "my-reports", tmp_path / "my-site"
    shutil.copytree(REPORTS, folder)
    (folder / "旧格式.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    shown = run("outline", folder)
    assert shown.stderr.decode().count("== ") >= 6
    (bureau,) = folder.glob("区司法局2024.txt")
    given = {"kind": "report", "decision": "correct", "set": {"issued": "2025-02-20"}}
    save_corrections(reading_file(bureau), [given], WHO)
    release = publish(out, BASE, data=folder, keep_going=True, site=False)
    assert release.reports == 6
    assert [Path(one.report).name for one in release.left_out] == ["旧格式.doc"]
    ((name, why),) = refused_files(release.left_out)
    assert name == "旧格式.doc"
    assert str(tmp_path) not in why
    assert "DOCX" in why.zh
    done = run("coverage", out, "--format", "csv")
    rows = list(csv.DictReader(done.stdout.decode().splitlines()))
    assert len(rows) == 5
    assert [row["2023"] for row in rows if row["organisation"] == "彭山区司法局"] == ["published"]
    dated = run("query", "published-in-time", "--data", out, "-f", "csv").stdout.decode()
    assert "2025-02-20" in dated


def test_what_was_refused_stands_on_the_page_of_coverage() -> None:
    error = DashiError(
        Both("扫描件", "a scan"), remedy=Both("请先识别文字。", "Run OCR first."), file="/somewhere/a.pdf"
    )
    refused = refused_files(
        [LeftOut(error, None, "/somewhere/a.pdf"), LeftOut(error, ("cn-1", "2023"), "b.pdf")]
    )
    site = Site(engine("pyoxigraph", [], BASE), BASE, refused=refused)
    page = (site.file("coverage.html") or b"").decode()
    assert "<code>a.pdf</code>：扫描件。请先识别文字。" in page
    assert "/somewhere" not in page
    english = (site.file("coverage.en.html") or b"").decode()
    assert "a scan. Run OCR first." in english


def test_bodies_that_share_a_name_are_told_apart_by_their_place(tmp_path: Path) -> None:
    for county, province in (("榆中县", "甘肃省兰州市"), ("谷城县", "湖北省襄阳市")):
        words = f"来源:{province}{county}城关镇人民政府\n{county}城关镇人民政府2023年法治政府建设年度报告\n一、主要举措和成效\n开展法治宣传12次。\n"
        (tmp_path / f"{county}.txt").write_text(words, encoding="utf-8")
    release = publish(tmp_path / "out", BASE, data=tmp_path, site=False)
    assert release.reports == 2
    rows = run("coverage", tmp_path / "out", "--format", "csv").stdout.decode()
    names = {row["organisation"] for row in csv.DictReader(rows.splitlines())}
    assert names == {"城关镇人民政府（榆中县）", "城关镇人民政府（谷城县）"}
    from dashi_kg.rdf.parse import read_rdf

    site = Site(engine("pyoxigraph", read_rdf(tmp_path / "out" / "dashi-kg.nq", BASE), BASE), BASE)
    board = (site.file("coverage.html") or b"").decode()
    assert all(name in board for name in names)
    assert told_apart({"a": ("城关镇", ""), "b": ("城关镇", "")})["a"] == ("城关镇", "")
