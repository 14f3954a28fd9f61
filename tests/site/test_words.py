"""The Chinese words of the pages: full-width punctuation, one name for one thing."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping

import pytest
from pyoxigraph import Literal, RdfFormat, parse

import dashi_kg.site
from dashi_kg.query.questions import questions
from dashi_kg.rdf.namespaces import curie
from dashi_kg.resources import ontology_dir
from dashi_kg.site.asking.question_pages import listed
from dashi_kg.site.facts import node_kind
from dashi_kg.site.layout.pages import HERE
from dashi_kg.site.layout.typeset import typeset
from dashi_kg.site.shared import basis

_ASCII_SIGN = re.compile(
    r"[\u3400-\u9fff][,:;?!]|\w[,:;?!][\u3400-\u9fff]|[\u3400-\u9fff]\(|\([\u3400-\u9fff]"
)


def words() -> Iterator[tuple[str, str]]:
    """Module and name, text: of all pairs of words (zh, en) in the dictionaries of the site's modules."""
    for module in pkgutil.walk_packages(dashi_kg.site.__path__, "dashi_kg.site."):
        for name, value in vars(importlib.import_module(module.name)).items():
            rows = value.values() if isinstance(value, Mapping) else [value]
            for row in rows:
                texts = [t for t in row if isinstance(t, str)] if isinstance(row, tuple) else []
                if len(texts) >= 2 and any(re.search(r"[\u3400-\u9fff]", t) for t in texts):
                    for text in texts:
                        yield f"{module.name}.{name}", text


def test_no_chinese_word_has_ascii_punctuation() -> None:
    found = sorted(set(words()))
    assert len(found) > 300
    assert not [(where, text) for where, text in found if _ASCII_SIGN.search(text)]


def test_no_template_has_ascii_punctuation_beside_chinese() -> None:
    templates = sorted((HERE / "templates").glob("*.html"))
    assert templates
    assert not [t.name for t in templates if _ASCII_SIGN.search(t.read_text("utf-8"))]


def test_questions_are_set_as_chinese() -> None:
    shown = listed(questions(), "zh")
    assert shown
    assert not [q for q in shown if _ASCII_SIGN.search(q["words"] + q["row"])]


def test_the_ontology_is_set_as_chinese() -> None:
    """But for the words of reports: examples, and the wordings by which a concept is known."""
    theirs = {curie(n).value for n in ("skos:example", "skos:altLabel", "skos:hiddenLabel")}
    files = [f for f in sorted(ontology_dir().rglob("*.ttl")) if f.parent.name != "examples"]
    found = [
        (file.name, q.object.value)
        for file in files
        for q in parse(file.read_bytes(), format=RdfFormat.TURTLE, base_iri="https://example.org/")
        if isinstance(q.object, Literal) and q.object.language == "zh" and q.predicate.value not in theirs
    ]
    assert len(found) > 1000
    assert [x for x in found if _ASCII_SIGN.search(x[1]) or typeset(x[1]) != x[1]] == []


@pytest.mark.parametrize(
    ("plain", "fine"),
    [
        ("谁报告的,哪一年,何时公开?", "谁报告的，哪一年，何时公开？"),
        ("是否在次年4月1日(3月1日)前公开?", "是否在次年4月1日（3月1日）前公开？"),
        ("一个口号;stated 为数,listed 为项数", "一个口号；stated 为数，listed 为项数"),
        (
            "一份报告;exclusive 为“余”,inclusive 为“不少于”",
            "一份报告；exclusive 为“余”，inclusive 为“不少于”",
        ),
        ("1:2, no (or yes)", "1:2, no (or yes)"),
    ],
)
def test_typeset(plain: str, fine: str) -> None:
    assert typeset(plain) == fine
    assert typeset(fine) == fine


def test_bases_have_one_name_on_all_pages() -> None:
    names = {key: (zh, en) for key, zh, en, _, _ in basis.BASES}
    assert {key: names[key] for key in node_kind.BASES} == node_kind.BASES
