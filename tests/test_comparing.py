"""The judge of comparability: each respect parts two figures and is named; what says the same does not."""

from __future__ import annotations

import pytest

from dashi_kg.errors import DataError
from dashi_kg.knowledge.vocabulary import vocabulary
from dashi_kg.model.comparing import (
    FACETS,
    NEVER,
    Basis,
    Figure,
    basis,
    differences,
    kind_of_period,
    read_key,
    refusal,
)
from dashi_kg.settings import settings
from tests.many import in_one

FIGURE = Figure("penalty-cases", True, "value", "matter", "number", "2023", "exact", "2023")


def judged(other: Figure, one: Figure = FIGURE) -> list[str]:
    mine, its = basis(one), basis(other)
    assert mine is not None
    assert its is not None
    return [facet.key for facet in differences(mine, its)]


@in_one(("change", "key"), [
    ({"indicator": "fines"}, "indicator"),
    ({"local_to": "cn-500117007-office"}, "indicator"),
    ({"unit": "percent"}, "unit"),
    ({"per": "person"}, "unit"),
    ({"period": "2023-01_2023-06"}, "period"),
    ({"period": "since-2019"}, "period"),
    ({"qualifier": "more-than"}, "qualifier"),
    ({"qualifier": "at-least"}, "qualifier"),
])  # fmt: skip
def test_each_facet_parts_two_figures(change: dict[str, str], key: str) -> None:
    assert judged(FIGURE._replace(**change)) == [key]  # type: ignore[arg-type]


@in_one("change", [
    {"qualifier": "total"}, {"qualifier": "reaches"}, {"qualifier": "none-occurred"}, {"role": "after"}, {"counter": "起"}, {"words": "处罚案件"},
    {"period": "2022", "year": "2022"}, {"period": "2022"}, {"period": "2023-12-31"}, {"period": "2023-01_2023-12"},
])  # fmt: skip
def test_what_says_the_same_does_not_part_them(change: dict[str, str]) -> None:
    assert judged(FIGURE._replace(**change)) == []  # type: ignore[arg-type]


def test_the_counter_word_counts_where_the_kind_leaves_open_what_is_counted() -> None:
    machines = FIGURE._replace(quantity_kind="physical", counter="台")
    assert judged(machines._replace(counter="辆"), machines) == ["unit"]
    assert (
        judged(machines._replace(quantity_kind="occasion", counter="场"), FIGURE._replace(counter="次")) == []
    )


def test_a_part_compares_with_the_same_part() -> None:
    upheld = FIGURE._replace(
        indicator="reconsideration-upheld", role="part", whole="reconsideration-concluded"
    )
    assert judged(upheld._replace(words="予以维持"), upheld._replace(words="维持")) == []
    assert judged(upheld._replace(whole="litigation-concluded"), upheld) == ["part"]
    assert judged(upheld._replace(role="value", whole=""), upheld) == ["role", "part"]
    # facets alone do not say which part: 其中专职12名, 其中女性12名
    plain = upheld._replace(named=False, indicator="G1.person", whole="G1.person.stock", words="专职")
    assert judged(plain._replace(words="女性"), plain) == ["part"]


@pytest.mark.parametrize(("change", "key"), [
    ({"role": "change"}, "change"), ({"role": "before"}, "before"), ({"role": "scope"}, "scope"),
    ({"role": "target"}, "target"), ({"sure": False}, "topic"), ({"practice": True}, "practice"), ({"valued": False}, "no-value"),
])  # fmt: skip
def test_what_compares_with_none_says_why(change: dict[str, object], key: str) -> None:
    figure = FIGURE._replace(**change)  # type: ignore[arg-type]
    found = refusal(figure.role, practice=figure.practice, sure=figure.sure, valued=figure.valued)
    assert found is not None
    assert found.key == key
    assert basis(figure) is None


def test_kinds_of_periods_are_alike_in_all_years() -> None:
    assert kind_of_period("2023-01_2023-06", "2023") == kind_of_period("2022-01_2022-06", "2022")
    assert kind_of_period("2023-06-30", "2023") != kind_of_period("2023", "2023")


def test_a_key_says_the_basis() -> None:
    mine = basis(FIGURE)
    assert mine is not None
    assert read_key(mine.key) == mine
    with pytest.raises(DataError, match="6 fields"):
        read_key("penalty-cases|level")


def test_every_refusal_is_a_concept_with_the_same_words() -> None:
    concepts = vocabulary(settings(None).base).scheme("comparability")
    for facet in (*FACETS, *NEVER):
        assert concepts[facet.concept].labels == {"zh": facet.zh, "en": facet.en}
    assert set(concepts) == {facet.concept for facet in (*FACETS, *NEVER)} | {"comparable", "alone"}
    assert [facet.key for facet in FACETS] == list(Basis._fields)
