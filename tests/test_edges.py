"""Where counted words begin and end: learned from labels, and what no weight may do."""

from __future__ import annotations

import pytest

from dashi_kg.model import Observation
from dashi_kg.reader.counted import edges
from dashi_kg.reader.extract import extract
from dashi_kg.source.read import from_text
from evaluation import learn_edges
from evaluation.labels import TEXTS, _read

FAR_AHEAD = 5000


def last(words: str) -> Observation:
    """The last number of a sentence."""
    return extract(
        from_text(f"某县2023年法治政府建设年度报告\n一、主要举措和成效\n{words}。\n")
    ).observations[-1]


def test_signs_all_around_tell_where_words_begin_and_end_and_the_act_stays_in_the_wording() -> None:
    money, cases, study = map(
        last, ("促进整改落实资金2.9亿元", "市容类行政处罚案件立案5308起", "领导班子集体学法8次")
    )
    assert (money.counted, money.rules_of("counted")) == ("促进整改落实资金", (edges.RULE,))
    assert (cases.counted, cases.wording) == ("市容类行政处罚案件", "市容类行政处罚案件立案")
    assert study.counted == "集体学法" and edges.RULE not in study.rules_of("counted")


@pytest.mark.parametrize(
    ("words", "first", "moved", "counted"),
    [
        ("成品油市场检查加油站12家", "bs检查", "bc成品油市场", "检查加油站"),
        ("经调解、和解终止的案件6件", "bs终止", "bc调解、和解", "调解、和解终止的案件"),
        ("未办结信访事项3件", "bs办结", "bc未", "未办结信访事项"),
        ("发放《宪法宣传手册》12册", "bs宣传", "bc发放《宪法", "发放《宪法宣传手册》"),
        ("违法行为立案12起", "bs立案", "bc违法行为", "违法行为立案"),
        ("领导班子集体学法8次", "bs领导", "ba领导班子", "集体学法"),
        ("全县事故起数和死亡人数12个", "em起数", "ea和死亡人数", "事故起数和死亡人数"),
    ],
    ids=["cut", "half-a-list", "negation", "name", "verb-alone", "actor", "pair"],
)
def test_no_weight_makes_words_that_stand_for_nothing(
    words: str, first: str, moved: str, counted: str
) -> None:
    """However far a place is ahead: no negation is lost, nothing begins within a name, no verb stands alone, no actor is joined."""
    with learn_edges.with_weights({first: 0, moved: FAR_AHEAD}):
        assert last(words).counted == counted


def test_edges_are_learned_from_labels_alone_and_the_same_each_time() -> None:
    texts = [_read(path) for path in sorted((TEXTS / "dev").glob("p21*.yaml"))[:16]]
    cases = learn_edges.cases(texts)
    weights = learn_edges.learned(cases)
    assert weights and weights == learn_edges.learned(cases)
    assert list(weights) == sorted(weights)
    assert any(case.begin is not None and case.begin != case.read.item.counted_span.start for case in cases)  # type: ignore[union-attr]


def test_each_text_is_tried_with_weights_that_others_taught(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        _read(path) for kind in ("p15", "p16") for path in sorted((TEXTS / "dev").glob(f"{kind}??.yaml"))[:2]
    ]
    taught: list[set[str]] = []

    def learned(found: list[learn_edges.Case]) -> dict[str, int]:
        taught.append({case.part for case in found})
        return {}

    monkeypatch.setattr(learn_edges, "learned", learned)
    parts = [learn_edges.part_of(text) for text in learn_edges.each_unseen(texts)]
    assert parts == ["p15", "p15", "p16", "p16"] and taught == [{"p16"}, {"p15"}]


def test_the_file_of_weights_is_in_order() -> None:
    weights = edges.read()
    assert list(weights) == sorted(weights) and len(weights) > 10_000
    assert {sign[0] for sign in weights} == set("beE")
