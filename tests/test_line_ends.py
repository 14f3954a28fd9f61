"""Hard line ends change nothing that is read, and the anchors quote the text as it stands."""

from __future__ import annotations

import random
import re
from functools import cache
from typing import Any

import pytest

from dashi_kg.model import Extraction, Span
from dashi_kg.reader.context.context import context
from dashi_kg.reader.extract import extract
from dashi_kg.reader.outline.outline import numbered, outline
from dashi_kg.source.read import from_text
from dashi_kg.text.fold import fold
from dashi_kg.text.line_ends.joined import join, joined_source, plain
from tests.labelled import NAMES, text_of
from tests.many import in_one

# Whole reports with paragraphs: where no line begins with a number there is nothing to tell a paragraph from a line.
REPORTS = {
    name: text_of(name).rstrip("\n") for name in NAMES if re.search(r"(?m)^\s*[（(]?[一二三]", text_of(name))
}


def bare(words: str) -> str:
    return re.sub(r"\s+", "", words)


def read(found: Extraction) -> dict[str, Any]:
    """What was read, without offsets and line ends."""
    quote = found.source.quote
    meta = found.metadata
    stated = (
        meta.issuer,
        meta.year,
        meta.issued,
        meta.title,
        meta.document_number,
        meta.signed,
        meta.addressee,
    )
    return {
        "page": [one and bare(one.value) for one in (*stated, *meta.joint)],
        "headings": [
            (s.number, bare(s.marker), bare(s.title), s.role)
            for s in numbered(found.outline)
            if s.number[0] != "0"
        ],
        "numbers": [
            (o.value, o.unit, o.classifier, o.qualifier, bare(o.counted), o.period.key, o.kind)
            for o in found.observations
        ],
        "measures": [bare(quote(m.span)) for m in found.measures],
        "problems": [bare(quote(p.span)) for p in found.problems],
        "plans": [bare(quote(a.span)) for a in found.plan_items],
        "documents": [bare(c.title) for c in found.citations],
        "bodies": [bare(b.name) for b in found.bodies],
    }


@cache
def whole(name: str) -> Extraction:
    return extract(from_text(REPORTS[name]))


def test_there_are_reports() -> None:
    assert len(REPORTS) >= 20


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_line_end_anywhere_in_the_title(name: str) -> None:
    text, meta = REPORTS[name], whole(name).metadata
    assert meta.title and meta.title.span
    wanted = [bare(one.value) if one else "" for one in (meta.title, meta.issuer, meta.year)]
    for at in range(meta.title.span.start + 1, meta.title.span.end):
        joined, _ = joined_source(from_text(f"{text[:at]}\n{text[at:]}"))
        found = context(joined).metadata
        assert [
            bare(one.value) if one else "" for one in (found.title, found.issuer, found.year)
        ] == wanted, text[at - 9 : at]


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_line_end_anywhere_in_the_body(name: str) -> None:
    text, found = REPORTS[name], whole(name)
    parts = [c for c in found.outline.children if c.number != "0a" and c.role not in ("chrome", "closing")]
    places = random.Random(name).sample(range(parts[0].span.start + 1, parts[-1].span.end), 2)
    for at in places:
        broken = extract(from_text(f"{text[:at]}\n{text[at:]}"))
        assert read(broken) == read(found), text[max(0, at - 20) : at] + "¶" + text[at : at + 20]
        for o in broken.observations:
            assert bare(broken.source.quote(o.span)) in bare(text)


# line ends of a page, and what is read of them
BROKEN = [
    ("in a word", "全年共调解各类矛盾纠\n纷12件,群众满意。", "全年共调解各类矛盾纠纷12件,群众满意。"),
    ("in a number", "全年办理行政处罚案件1\n286件。", "全年办理行政处罚案件1286件。"),
    ("before the counter word", "全年办理行政处罚案件12\n件。", "全年办理行政处罚案件12件。"),
    ("in a numeral", "全年开展日常巡查三百\n二十余次。", "全年开展日常巡查三百二十余次。"),
    ("in brackets", "组织镇(街\n道)执法人员培训。", "组织镇(街道)执法人员培训。"),
    ("before a mark", "组织执法人员培训\n,效果良好。", "组织执法人员培训,效果良好。"),
    ("in a numbered heading", "(一)强化政治引领,推进法\n治建设\n大石街道深入推进依法行政,成效明显提升。", "(一)强化政治引领,推进法治建设\n大石街道深入推进依法行政,成效明显提升。"),
    ("in the first word of a heading", "(一)加\n强组织领导\n大石街道深入推进依法行政,成效明显提升。", "(一)加强组织领导\n大石街道深入推进依法行政,成效明显提升。"),
    ("in the number of a heading", "(\n一)强化政治引领\n大石街道深入推进依法行政,成效明显提升。", "(一)强化政治引领\n大石街道深入推进依法行政,成效明显提升。"),
    # what stays apart
    ("a heading and its text", "(一)强化政治引领\n大石街道深入推进依法行政,成效明显提升。", None),
    ("a heading and a line too long to be wrapped, between empty lines",
     "一、举措\n\n(一)抓学习,夯实根基\n局党组会前学法12次、专题研讨2次。机关干部参加考试58人,优秀率91.4%;选派9名业务骨干参加培训班,人均20学时,撰写心得36篇。\n\n"
     "(二)抓制度,规范决策\n出台管理办法1项。修订内控制度16项。\n\n(三)抓监督,维护秩序\n检查单位83家。\n\n二、问题\n\n力量不足。\n\n三、打算\n\n加强学习。\n", None),
    ("a short heading of the frame and its text", "(一)举措\n开展检查3次。", None),
    ("a short heading of a topic and its text", "(一)学法\n召开会议3次。", None),
    ("two sentences", "组织执法人员培训。\n检查企业12家。", None),
    ("two headings", "一、主要工作\n(一)强化政治引领\n1.加强学习", None),
    ("rows of a table", "项目 | 件数\n处罚 | 12", None),
    ("fields of a head", "来源:某局\n发布时间:2024-01-15", None),
]  # fmt: skip


@in_one(("reason", "text", "joined"), BROKEN, ids=[row[0] for row in BROKEN])
def test_line_ends(reason: str, text: str, joined: str | None) -> None:
    frame = "某镇2023年法治政府建设报告\n一、工作情况\n{}\n二、存在的问题\n力量不足。\n"
    view = frame.format(text)
    assert join(view, fold(view)).text == frame.format(joined or text), reason


def test_two_bodies_on_two_lines_stay_two_names() -> None:
    text = "中共青山县委员会\n青山县人民政府\n关于2023年法治政府建设情况的报告\n一、工作\n培训3次。\n"
    meta = extract(from_text(text)).metadata
    assert meta.issuer and meta.issuer.value == "青山县人民政府"
    assert [one.value for one in meta.joint] == ["中共青山县委员会"]


def test_spans_are_those_of_the_text_as_it_stands() -> None:
    text = "某镇2023年法治政府建\n设报告\n一、工作情况\n调解矛盾纠\n纷1\n2件。\n二、存在的问题\n力量不足。\n"
    found = extract(from_text(text))
    [item] = found.observations
    assert found.source.text == text
    assert item.number_span and found.source.quote(item.number_span) == "1\n2"
    assert found.source.quote(item.span) == "调解矛盾纠\n纷1\n2件"
    assert item.counted == "调解矛盾纠纷"
    root = outline(from_text(text))
    assert root.extent == Span(0, len(text))


def test_a_quote_as_one_reads_it() -> None:
    assert plain("立案查处1\n1件,共\n3家") == "立案查处11件,共3家"
    assert plain("第一行\n(二)第二行") == "第一行\n(二)第二行"
