"""The same report as plain text, as three saved pages, as DOCX and as PDF: the same facts; and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dashi_kg.model import Extraction, Source
from dashi_kg.reader.extract import extract
from dashi_kg.reader.outline.outline import numbered
from dashi_kg.source.read import read_source
from tests import inputs_make
from tests.inputs_make import HERE, TITLE

FILES = sorted(path for path in HERE.iterdir() if path.is_file())
NAMES = [path.name for path in FILES]
PAGES = [path for path in FILES if path.suffix in (".html", ".htm")]


@pytest.fixture(scope="session", params=FILES, ids=NAMES)
def other(request: pytest.FixtureRequest) -> Extraction:
    """The extraction of one of the files."""
    return extract(read_source(request.param))


def facts(found: Extraction) -> dict[str, list[Any]]:
    """What a report states, without offsets: values, and quotes instead of spans."""
    q = found.source.quote
    return {
        "sections": [(s.number, s.marker, s.title, s.role, q(s.body)) for s in numbered(found.outline) if s.marker],
        "observations": [
            (o.id, o.value, o.unit, o.classifier, o.qualifier, o.counted, q(o.span), o.period, o.period_basis,
             o.about, o.measure, o.min_exclusive, o.component_of)
            for o in found.observations
        ],
        "citations": [(c.id, c.title, q(c.span), c.mode, c.kind) for c in found.citations],
        "bodies": [(b.id, b.name, b.kind) for b in found.bodies],
        "measures": [(m.id, q(m.span), q(m.label_span)) for m in found.measures],
        "problems": [(p.id, q(p.span)) for p in found.problems],
        "plans": [(p.id, q(p.span), p.kind, p.for_year) for p in found.plan_items],
        "places": [(p.id, p.name, p.kind) for p in found.places],
        "relations": [(r.subject, r.predicate, r.object) for r in found.relations],
    }  # fmt: skip


def test_all_kinds_of_files_are_there() -> None:
    assert sorted(inputs_make.FILES) == NAMES
    assert len(PAGES) == 3


def test_same_facts_as_the_plain_text(other: Extraction, read: Extraction) -> None:
    expected, found = facts(read), facts(other)
    assert len(expected["observations"]) > 20 and len(expected["citations"]) > 4
    for kind, values in expected.items():
        assert found[kind] == values, kind


def test_metadata(other: Extraction) -> None:
    meta = other.metadata
    assert meta.title and meta.title.value == TITLE
    assert meta.issuer and meta.issuer.value == "大石街道办事处"
    assert meta.issued and meta.issued.value == "2024-02-20"
    assert meta.year and meta.year.value == "2023"
    assert meta.publisher and meta.publisher.value == "重庆市合川区人民政府办公室"
    assert other.warnings == ()


def test_origins_cover_every_line_in_order(other: Extraction) -> None:
    source = other.source
    assert source.origins
    at = 0
    for origin in source.origins:
        assert at <= origin.span.start < origin.span.end <= len(source.text)
        assert source.text[at : origin.span.start].strip("\n |") == ""
        at = origin.span.end
    assert source.text[at:] == "\n"


def test_page_chrome_stays_out(other: Extraction) -> None:
    for words in (
        "今天是", "当前位置", "您当前的位置", "字体", "浏览", "打印", "关闭", "分享", "上一条", "下一条", "附件下载",
        "网站地图", "ICP备", "版权", "栏目导航", "相关阅读", "返回顶部", "888", "999", "脚本", "隐藏", "第1页", "— 1 —", "大石街道办事处文件",
        "语音播报", "技术支持",
    ):  # fmt: skip
        assert words not in other.source.text, words


def fields(source: Source) -> dict[str, str]:
    """The first field of each kind."""
    return {f.key: f.value for f in reversed(source.page)}


def test_fields_of_the_metadata_table() -> None:
    source = read_source(HERE / "table.html")
    found = fields(source)
    assert found["index-number"] == "11500117009341/2024-00021"
    assert found["document-number"] == "大石办发〔2024〕7号"
    assert (found["signed"], found["issued"]) == ("2024-02-08", "2024-02-20")
    assert (found["office"], found["subject"], found["genre"]) == ("大石街道办事处", "司法", "报告")
    assert "validity" not in found, "an empty cell has no value"
    index = next(f for f in source.page if f.key == "index-number")
    assert index.span and source.quote(index.span) == "索引号:11500117009341/2024-00021"
    assert index.place == "/html[1]/body[1]/table[1]/tbody[1]/tr[1]/td[2]"
    meta = extract(source).metadata
    assert meta.index_number and meta.index_number.value == found["index-number"]
    assert meta.document_number and meta.document_number.value == found["document-number"]


def test_the_clock_is_no_date() -> None:
    source = read_source(HERE / "old.htm")
    assert fields(source)["clock"].startswith("2019年10月31日")
    assert "2019" not in source.text
    assert source.encoding == "gb18030"


def test_meta_tags_of_the_standard_for_government_sites() -> None:
    source = read_source(HERE / "modern.html")
    found = {f.key: f for f in source.page}
    assert found["issued"].value == "2024-02-20 09:18"
    assert found["issued"].place == "/html[1]/head[1]/meta[7]/@content"
    assert found["site"].value == "某区人民政府网" and found["site"].span is None
    assert source.text.startswith("发布日期:2024-02-20 09:18\n来源:大石街道办事处\n")


def test_a_place_is_where_the_words_are() -> None:
    """The XPath of a fact, followed in the page by another parser, leads to the element with its words."""
    lxml = pytest.importorskip("lxml.html", reason="lxml follows XPaths; it comes with python-docx")
    for path in PAGES:
        source = read_source(path)
        if path.name == "old.htm":  # tag soup: the other parser builds another tree
            continue
        page = lxml.fromstring(
            path.read_text(encoding="utf-8").encode(), parser=lxml.HTMLParser(encoding="utf-8")
        )
        found = next(o for o in source.origins if "50余次" in source.quote(o.span))
        (element,) = page.getroottree().xpath(found.place)
        assert "开展各类宣传活动50余次" in "".join(element.text_content().split())


def test_pdf_pages_and_docx_paragraphs() -> None:
    source = read_source(HERE / "report.pdf")
    places = [o.place for o in source.origins]
    assert places[0] == "page=1" and places[-1] == "page=6"
    assert places == sorted(places)
    source = read_source(HERE / "report.docx")
    found = next(o for o in source.origins if source.quote(o.span).startswith("二、2023年度"))
    assert found.place == "/w:document/w:body/w:p[6]"


@pytest.mark.parametrize("name", [n for n in NAMES if not n.endswith(("docx", "pdf"))])
def test_pages_are_what_the_script_writes(name: str, tmp_path: Path) -> None:
    assert (HERE / name).read_bytes() == inputs_make.FILES[name]()
