"""The page of the findings of a report: by what to do, each with fact and sentence, what is new, a text to send."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from dashi_kg.pipeline import publish
from dashi_kg.publishing.former_findings import former_findings
from dashi_kg.site.layout.languages import LANGUAGES
from dashi_kg.validation.engine import Outcome
from dashi_kg.validation.finding import Finding, Shape
from dashi_kg.validation.shapes import load_shapes
from tests.once import fewer_pages
from tests.site.conftest import BASE, Published, read_page

WHERE = "reports/cn-500117007-office/2022"
PAGE = {"zh": f"{WHERE}/validation.html", "en": f"{WHERE}/validation.en.html"}


def text(node: LexborNode | None) -> str:
    assert node is not None
    return node.text()


def parsed(published: Published, lang: str) -> LexborHTMLParser:
    return read_page(published.root, PAGE[lang]).tree


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_leads_to_its_fact_and_its_sentence(published: Published, lang: str) -> None:
    page = parsed(published, lang)
    data = json.loads((published.root / WHERE / "validation.json").read_bytes())
    assert page.css_first("header.top nav") is not None
    assert len(page.css(".found > li")) == len(data["findings"]) > 9
    report = read_page(
        published.root, "report/cn-500117007-office/2022" + PAGE[lang].removeprefix(f"{WHERE}/validation")
    )
    source = published.root / WHERE / "source.txt"
    whole = "".join(source.read_text(encoding="utf-8").split())
    for row in page.css(".found > li"):
        for link in row.css("a"):
            address, _, fragment = (link.attributes["href"] or "").partition("#")
            assert address.endswith(report.path) and (not fragment or fragment in report.ids), link.html
        if quote := row.css_first("blockquote"):
            sentence = "".join(quote.text().split())
            assert sentence in whole and "".join(text(quote.css_first("mark")).split()) in sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_findings_are_grouped_by_what_to_do(published: Published, lang: str) -> None:
    page = parsed(published, lang)
    shapes = {shape.code: shape for shape in load_shapes(BASE)[0]}
    for group in page.css('section[id^="do-"]'):
        for check in group.css(".check"):
            shape = shapes[check.attributes["id"] or ""]
            assert text(group.css_first("h2")) == shape.told(lang)[1] != ""
            # its title is where its code is
            assert f"{shape.code} {shape.label[lang]}" in text(check.css_first("h3"))


def test_the_text_to_send_asks_about_what_the_body_can_answer(published: Published) -> None:
    page = parsed(published, "zh")
    words = text(page.css_first("#letter pre"))
    first, asked, *rows, where = words.splitlines()
    assert first == "大石街道办事处："
    assert "2022年" in asked and f"下列 {len(rows)} 处" in asked
    assert len(rows) > 2
    assert not any("安排没有写明数量" in row for row in rows)  # for information only
    assert where.endswith("/report/cn-500117007-office/2022")
    assert len(parsed(published, "en").css("#letter pre")) == 2  # in English, and as it is sent
    assert re.search(r"^1\. ", rows[0])


def test_what_a_report_lacks_is_on_no_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "合川区司法局2023年度法治政府建设情况报告\n一、2023年主要举措和成效\n调解矛盾纠纷50件。\n",
        encoding="utf-8",
    )
    with fewer_pages(BASE):
        publish(tmp_path / "dist", BASE, data=tmp_path / "a.txt")
    (page,) = (tmp_path / "dist").glob("reports/*/*/validation.html")
    tree = LexborHTMLParser(page.read_bytes())
    rows = [row for row in text(tree.css_first("#letter pre")).splitlines() if "没有找到规定的内容" in row]
    assert rows and all(row.partition(". ")[2].startswith("没有找到") for row in rows)
    assert not tree.css_first("#S22 .found small")


def test_every_check_says_what_to_do() -> None:
    shapes = load_shapes(BASE)[0]
    assert all(shape.told(lang)[0] and shape.told(lang)[1] for shape in shapes for lang in LANGUAGES)
    assert {s.code for s in shapes if s.asks_author} >= {"S12", "S16", "S19", "S22"}
    assert not {s.code for s in shapes if s.asks_author} & {"S01", "S06", "S14", "S18"}


SHAPE = Shape("S99", "urn:s", "info", {}, {}, {}, ())
DIGEST, OTHER = "a" * 64, "b" * 64


def finding(focus: str) -> Finding:
    return Finding(SHAPE, focus, "", "", "话", "words")


def release(folder: Path, digest: str, findings: list[tuple[str, bool | None]]) -> Path:
    """The least that is taken for a release, with one report."""
    from dashi_kg.files import RELEASE_MARKS

    for mark in RELEASE_MARKS:
        (folder / mark).parent.mkdir(parents=True, exist_ok=True)
        (folder / mark).write_text("", encoding="utf-8")
    (folder / "SHA256SUMS").write_text(f"{digest}  dashi-kg.nq\n", encoding="utf-8")
    rows = [{"code": "S99", "focus": f, "message": {"zh": "话"}, "new": new} for f, new in findings]
    (folder / "reports/x/2023").mkdir(parents=True)
    (folder / "reports/x/2023/validation.json").write_text(json.dumps({"findings": rows}), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("digest", "former", "expected"),
    [
        (OTHER, [("a", True)], {"b"}),  # another release: what it had is not new
        (DIGEST, [("a", False), ("b", True)], {"b"}),  # the same release again says the same
        (DIGEST, [("a", None), ("b", None)], None),  # … and that the report is new
        (OTHER, [("a", None), ("b", None)], set()),  # it was new once
    ],
)
def test_what_is_new_since_the_former_release(
    tmp_path: Path, digest: str, former: list[tuple[str, bool | None]], expected: set[str] | None
) -> None:
    out = release(tmp_path, digest, former)
    known = former_findings(out, ["reports/x/2023", "reports/y/2023"], DIGEST)
    assert known
    outcome = Outcome((finding("a"), finding("b")), 0, 1)
    new = known.new("reports/x/2023", outcome)
    assert (new if new is None else {f.focus for f in new}) == expected
    assert known.new("reports/y/2023", outcome) is None  # a report that is new itself


def test_no_former_release_no_news(tmp_path: Path) -> None:
    assert former_findings(tmp_path, ["reports/x/2023"], DIGEST) is None
