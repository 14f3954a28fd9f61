"""The reader does not get worse: each field of the evaluation set stays at its floor, less half a point."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

import pytest

from dashi_kg.reader.extract import extract
from dashi_kg.source.read import from_text
from evaluation.__main__ import FLOOR, SPLITS, floor
from evaluation.labels import LabelError, split
from evaluation.predict import ours
from evaluation.score import FIELDS, likeness, score

SLACK = 0.5
read = cache(extract)
labelled = cache(split)


@pytest.fixture(scope="module", autouse=True)
def each_text_is_read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("evaluation.predict.extract", read)
        yield


@pytest.mark.parametrize("name", SPLITS)
def test_no_field_falls_under_its_floor(name: str) -> None:
    texts = labelled(name)
    least = json.loads(FLOOR.read_text(encoding="utf-8"))[name]
    now = floor({name: score(texts, ours)})[name]
    assert set(now) == set(least) and set(least) <= set(FIELDS)
    assert {field: now[field] for field in least if now[field] < least[field] - SLACK} == {}


def test_the_set_is_as_large_as_it_says() -> None:
    texts = [text for name in SPLITS for text in labelled(name)]
    assert sum(text.kind == "passage" for text in texts) >= 60
    assert sum(text.kind == "report" for text in texts) >= 12
    assert len({text.text for text in texts}) == len(texts)


@pytest.mark.parametrize("name", SPLITS)
def test_every_number_read_quotes_the_text(name: str) -> None:
    for text in labelled(name):
        found = read(from_text(text.text, name=text.name))
        for o in found.observations:
            if o.counted_span:
                assert found.source.quote(o.counted_span).strip(), text.name
            if o.number_span:
                assert o.span.contains(o.number_span), text.name


def test_a_label_that_is_not_in_the_text_is_refused(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "dev"
    folder.mkdir()
    (folder / "x.yaml").write_text(
        "kind: passage\nyear: 2023\ntext: 开展培训3次。\nnumbers:\n  - {q: 4次, value: 4, unit: 次}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("evaluation.labels.TEXTS", tmp_path)
    with pytest.raises(LabelError, match=r"x\.yaml: numbers: “4次”"):
        split("dev")


def test_likeness_counts_shared_characters() -> None:
    assert likeness("受理案件", "受理案件") == 1.0
    assert likeness("受理案件", "案件") == pytest.approx(2 / 3)
    assert likeness("受理", "办结") == 0.0
