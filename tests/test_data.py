"""Hand-made data: read strictly, tied to the text by quotes, never lost in silence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashi_kg.errors import DashiError, DataError
from dashi_kg.knowledge.reading import Quote, load_reading
from dashi_kg.knowledge.reference import load_reference
from dashi_kg.pipeline import build
from dashi_kg.rdf.parse import read_rdf
from dashi_kg.resources import data_dir
from dashi_kg.settings import settings
from tests.conftest import REPORT_DIR

BASE = settings(None).base
HEAD = "reader: {id: a, zh: 甲, en: A, date: 2024-01-02}\n"


def reading(tmp_path: Path, body: str, head: str = HEAD) -> str:
    file = tmp_path / "reading.yaml"
    file.write_text(head + body, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_reading(file)
    line = str(caught.value)
    assert line.startswith(str(file))
    return line


def test_a_minimal_reading(tmp_path: Path) -> None:
    file = tmp_path / "reading.yaml"
    file.write_text(HEAD, encoding="utf-8")
    found = load_reading(file)
    assert (found.reader_zh, found.day.isoformat(), found.items) == ("甲", "2024-01-02", ())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("item: []\n", "Did you mean “items”?"),
        (
            "items:\n- {id: o1, qoute: x, en: y}\n",
            "items, entry 1: unknown key “qoute”. Did you mean “quote”?",
        ),
        ("items:\n- {id: o1, quote: x}\n", "items, entry 1: “en” is missing"),
        (
            "items:\n- {id: o1, quote: x, en: y}\n- {id: o1, quote: z, en: y}\n",
            "entry 2: the id o1 is used twice",
        ),
        ("items: o1\n", "a list is expected here"),
        ("items: [o1]\n", "keys with values are expected here"),
        ("domains: [T1]\n", "lists of ids are expected here"),
        (
            "addresses:\n- {plan: a1, problem: p1, strength: strong, zh: x, en: y}\n",
            "Use one of direct, partial, weak",
        ),
        ("addresses:\n- {plan: a1, problem: p1, zh: x, en: y}\n", "“strength” is missing"),
        ("items:\n- {id: o1, quote: x: y, en: z}\n", "line 3, column"),
        ("title: {zh: 题}\n", "title: “en” is missing"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, body: str, expected: str) -> None:
    assert expected in reading(tmp_path, body)


def test_a_date_that_is_none(tmp_path: Path) -> None:
    assert "this is not a date" in reading(tmp_path, "", "reader: {id: a, zh: 甲, en: A, date: spring}\n")


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "reading.yaml"
    file.write_bytes((HEAD).encode("gb18030"))
    with pytest.raises(DataError, match="not UTF-8"):
        load_reading(file)


def test_a_quote_is_found_by_its_occurrence() -> None:
    text = "甲乙甲乙甲"
    assert [Quote("甲", n).find(text) for n in (1, 2, 3, 4)][3] is None
    third = Quote("甲", 3).find(text)
    assert third is not None
    assert (third.start, third.end) == (4, 5)


def test_entries_whose_quote_is_gone_are_named_and_left_out(tmp_path: Path) -> None:
    """The report is changed under its reading: nothing is re-anchored, nothing is lost in silence."""
    shutil.copytree(REPORT_DIR, tmp_path / "r")
    source = tmp_path / "r" / "source.txt"
    text = source.read_text(encoding="utf-8")
    assert text.count("悬挂标语150余条") == 1
    source.write_text(text.replace("悬挂标语150余条", "悬挂很多标语"), encoding="utf-8")
    before, after = build(REPORT_DIR, BASE), build(tmp_path / "r", BASE)
    assert before.warnings == ()
    assert any("o18" in w and "no longer in the report" in w for w in after.warnings), after.warnings
    role = BASE + "ns#role"  # every figure has one
    words = {q.subject: q.object.value for q in before.quads if q.predicate.value == BASE + "ns#countedThing"}
    ids = {q.subject for q in before.quads if q.predicate.value == role}
    kept = {q.subject for q in after.quads if q.predicate.value == role}
    assert [words[i] for i in ids - kept] == ["悬挂标语"] and kept < ids


def test_a_new_item_gets_the_next_free_number(tmp_path: Path) -> None:
    shutil.copytree(REPORT_DIR, tmp_path / "r")
    source = tmp_path / "r" / "source.txt"
    text = source.read_text(encoding="utf-8")
    source.write_text(
        text.replace("开展各类宣传活动50余次", "开展普法讲座35场,开展各类宣传活动50余次"), encoding="utf-8"
    )
    after = build(tmp_path / "r", BASE)
    by_id = {o.id: o.counted for o in after.extraction.observations}
    assert "宣传活动" in by_id["o16"]
    assert "普法讲座" in by_id["o32"]


def test_an_unknown_parent_in_the_table_of_places(tmp_path: Path) -> None:
    shutil.copytree(data_dir() / "reference", tmp_path / "reference")
    file = tmp_path / "reference" / "places.yaml"
    content = file.read_text(encoding="utf-8")
    file.write_text(content.replace("places:\n", "places:\n  - {code: '1', kind: county, zh: 甲, en: A, parent: '9'}\n"), encoding="utf-8")  # fmt: skip
    with pytest.raises(DataError, match="the parent 9 of 1 is not in the table"):
        load_reference(tmp_path / "reference")


@pytest.mark.parametrize("name", ["places.yaml", "organisations.yaml", "laws.yaml"])
def test_a_missing_table_is_named(name: str, tmp_path: Path) -> None:
    shutil.copytree(data_dir() / "reference", tmp_path / "reference")
    (tmp_path / "reference" / name).unlink()
    with pytest.raises(DataError) as caught:
        load_reference(tmp_path / "reference")
    assert name in str(caught.value)


def test_rdf_files_by_suffix(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<a> <b> 1.0 .", encoding="utf-8")
    (tmp_path / "b.nq").write_text("<urn:a> <urn:b> <urn:c> <urn:g> .", encoding="utf-8")
    (tmp_path / "c.txt").write_text("no", encoding="utf-8")
    quads = read_rdf(tmp_path, BASE)
    assert len(quads) == 2
    assert f"<{BASE}a>" in {str(q.subject) for q in quads}
    (tmp_path / "bad.nt").write_text("oops", encoding="utf-8")
    with pytest.raises(DashiError, match="not N-Triples"):
        read_rdf(tmp_path / "bad.nt", BASE)
