"""Any text: the outline tiles it, no extraction raises, every anchor quotes the text, ids are unique."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashi_kg.errors import SourceError
from dashi_kg.model import Extraction, Section, Source
from dashi_kg.reader.extract import extract
from dashi_kg.reader.outline.outline import numbered, outline
from dashi_kg.source.read import decode, from_text
from tests.helpers import SOUP, mentions, spans

ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


def source_of(text: str) -> Source | None:
    try:
        return from_text(text)
    except SourceError:
        return None  # nothing but white space


def tiles(section: Section) -> None:
    """Children lie one after another, from the first's start to the parent's end."""
    at = section.children[0].extent.start if section.children else section.extent.end
    assert section.extent.start <= at
    for child in section.children:
        assert child.extent.start == at
        assert child.extent.start <= child.span.start <= child.span.end <= child.extent.end
        assert child.extent.contains(child.body)
        at = child.extent.end
        tiles(child)
    assert at == section.extent.end


def check_outline(source: Source) -> None:
    root = outline(source)
    assert (root.extent.start, root.extent.end) == (0, len(source.text))
    if root.children:
        assert root.children[0].extent.start == 0
        tiles(root)
    numbers = [s.number for s in numbered(root)]
    assert len(numbers) == len(set(numbers))
    for section in numbered(root):
        if section.heading:
            assert source.quote(section.heading)
            assert section.extent.contains(section.heading)


def check_extraction(source: Source) -> Extraction:
    found = extract(source)
    length = len(source.text)
    for name, span in spans(found):
        assert 0 <= span.start <= span.end <= length, (name, span)
    for mention in mentions(found):
        assert len(mention.span) > 0
    items = [
        *found.bodies, *found.posts, *found.places, *found.measures, *found.observations, *found.citations,
        *found.events, *found.mechanisms, *found.problems, *found.plan_items,
    ]  # fmt: skip
    ids = [item.id for item in items]
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    for item in items:
        assert source.quote(item.span).strip() == source.quote(item.span) != ""
    known = {*ids, "", "report", None}
    for o in found.observations:
        assert {o.about, o.measure, o.component_of, o.numerator, o.denominator, *o.possible_wholes} <= known
        if o.number_span:
            assert o.span.contains(o.number_span)
    for r in found.relations:
        assert {r.subject, r.object} <= known
    for m in [*found.measures, *found.problems, *found.plan_items]:
        assert {m.parent, *m.children} <= known
    return found


@given(ANY)
def test_outline_tiles_any_text(text: str) -> None:
    if source := source_of(text):
        check_outline(source)


@given(SOUP)
@settings(max_examples=150)
def test_outline_tiles_words_of_the_genre(text: str) -> None:
    if source := source_of(text):
        check_outline(source)


@given(SOUP)
@settings(max_examples=150)
def test_extraction_of_words_of_the_genre_quotes_them(text: str) -> None:
    body = "一、法治政府建设的主要举措和成效\n依法行政法治政府建设。" + text
    for candidate in (text, body):
        if source := source_of(candidate):
            check_extraction(source)


@given(ANY)
def test_extraction_of_any_text_never_raises(text: str) -> None:
    if source := source_of("法治政府建设依法行政\n一、主要举措和成效\n" + text):
        check_extraction(source)


@given(st.binary(max_size=400))
@settings(max_examples=150)
def test_any_bytes_are_read_or_refused_in_one_line(data: bytes) -> None:
    try:
        source = decode(data, "file.txt")
    except SourceError as error:
        assert "\n" not in str(error) and str(error).startswith("file.txt: ")
    else:
        check_extraction(source)


# Words and spaces that patterns could read in many ways, repeated: reading takes no longer than the text is long.
REPEATED = (
    "\x1c",
    " ",
    "仅为",
    "共计达到",
    "分别为",
    "连续三年",
    "约近超过",
    "同比增长了约",
    "由原来的平均",
    "1,",
    "第一",
    "“",
    "《",
    "(",
    "和及与",
    "一是",
    "1.5万余",
    "百分之",
)


@pytest.mark.parametrize("words", REPEATED)
def test_repeated_words_are_read(words: str) -> None:
    for middle in (f"受理案件3{words * 200}件。", f"受理{words * 200}案件3件。", words * 400):
        source = from_text(f"仁和镇推进依法行政,建设法治政府。\n一、举措和成效\n(一)有关工作。{middle}\n")
        check_extraction(source)


@pytest.mark.parametrize(
    "words", [",,。开展培训3次。", ":。:,", "开展培训3次。:,。再开展4次。", "一是,。二是:。"]
)
def test_marks_without_words_state_nothing(words: str) -> None:
    head = "仁和镇人民政府2023年度法治政府建设情况报告\n2023年,仁和镇推进依法行政,建设法治政府。\n"
    found = extract(from_text(f"{head}一、主要举措和成效\n(一)有关工作。{words}\n"))
    assert all(found.source.quote(m.span).strip(",:。") for m in found.measures)
    assert len(found.observations) == words.count("次")
