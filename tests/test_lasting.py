"""Ids that last: what happens to one sentence changes the ids of nothing that another sentence says."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from dashi_kg.knowledge import lasting
from dashi_kg.knowledge.lasting import lasting_ids, numbered, sections, words_of, words_of_section
from dashi_kg.model import Extraction
from dashi_kg.model.kinds import items, read_kinds
from dashi_kg.reader.extract import extract
from dashi_kg.source.read import decode
from tests.conftest import ROOT
from tests.labelled import NAMES, text_of

TEXTS = {name: text_of(name) for name in NAMES}
ALIEN = "有关单位组织观看旧影片7部。"


def read(text: str) -> Extraction:
    return extract(decode(text.encode("utf-8"), "a.txt"))


@cache
def first_reading(name: str) -> Extraction:
    return read(TEXTS[name])


def by_words(found: Extraction) -> dict[tuple[str, str], set[str]]:
    """Kind and words → the ids of the items that have them."""
    ids = lasting_ids(found)
    named: dict[tuple[str, str], set[str]] = {}
    for item in items(found, read_kinds()):
        named.setdefault((type(item).__name__, words_of(found, item)), set()).add(ids[item.id])
    for part in sections(found.outline):
        named.setdefault(("Section", words_of_section(found, part)), set()).add(ids[part.id])
    return named


def sentences(text: str) -> list[tuple[int, int]]:
    """The middle one of the whole sentences of one line that begin with no number of their own."""
    found = [m.span() for m in re.finditer(r"(?<=。)(?![一二三四五六七八九十(（“\d])[^。\n]{8,}。", text)]
    return found[len(found) // 2 :][:1]


@pytest.mark.parametrize("name", [name for name, text in TEXTS.items() if sentences(text)])
def test_a_sentence_inserted_deleted_or_moved_changes_no_other_id(name: str) -> None:
    """Two of the four changes on each text, in turn."""
    text = TEXTS[name]
    before = by_words(first_reading(name))
    odd = NAMES.index(name) % 2
    checked = 0
    for start, end in sentences(text):
        sentence = text[start:end]
        for changed in (
            text[:start] + ALIEN + text[start:],
            text[:start] + text[end:],
            text[:start] + text[end:].replace("。", "。" + sentence, 1),
            text[:start] + sentence.replace("的", "之") + text[end:],
        )[odd::2]:
            after = by_words(read(changed))
            for key in before.keys() & after.keys():
                # equals are told apart by their order: where one more or less is among them, they count anew
                if len(before[key]) == len(after[key]):
                    assert before[key] == after[key], (key, sentence)
                    checked += 1
    assert checked


def test_a_second_reading_gives_the_same_ids_and_no_two_are_the_same() -> None:
    for name, text in [*TEXTS.items()][::3]:
        found = first_reading(name)
        ids = lasting_ids(found)
        assert ids == lasting_ids(read(text))
        assert [name for name, count in Counter(ids.values()).items() if count > 1] == []
        assert all(re.fullmatch(r"[a-z]+-[0-9a-f]{10}", name) for name in ids.values())


def test_equals_are_told_apart_and_collisions_are_not_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(set(numbered("f", ["开展培训5次"] * 3))) == 3
    monkeypatch.setattr(lasting, "DIGITS", 1)
    words = [f"培训{n}次" for n in range(40)]
    names = numbered("f", words)
    assert len(set(names)) == 40
    assert names == numbered("f", words)
    assert len({len(name) for name in names}) > 1


def test_the_table_of_moved_ids_leads_to_what_is_there(tmp_path: Path) -> None:
    import csv

    from dashi_kg.pipeline import build
    from dashi_kg.rdf.terms import value
    from dashi_kg.settings import settings
    from tests.conftest import REPORT_DIR

    base = settings(None).base
    quads = build(REPORT_DIR, base).quads
    said = {value(q.subject).removeprefix(base) for q in quads}
    with (ROOT / "data" / "moved.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 250
    assert [row["new"] for row in rows if row["new"] not in said] == []
    replaced = {
        value(q.subject): value(q.object) for q in quads if q.predicate.value.endswith("isReplacedBy")
    }
    assert replaced == {base + row["old"]: base + row["new"] for row in rows}
    assert replaced[f"{base}report/cn-500117007-office/2023#o16"].endswith("#f-5d803836ef")
