"""How far facets are trusted: by the measured rules and the margin."""

from __future__ import annotations

from dataclasses import replace

from dashi_kg.model import Facets
from dashi_kg.reader.facets.sureness import (
    ENOUGH_BACKING,
    LEAST_BACKING,
    LEAST_LEAD,
    LEAST_MARGIN,
    LONG,
    NEARLY_LEAD,
    nearly_sure,
    nearly_sure_of_stage,
    sure,
    sure_topic,
)
from dashi_kg.reader.facets.weighed import RULE

SURE = Facets("E2", "", "matter", "handled", 90, "own-head", "kind-of-counter", "stage-of-act", LEAST_BACKING)


def test_a_good_rule_with_a_margin_is_sure() -> None:
    assert sure_topic(SURE)
    assert sure(SURE)


def test_a_narrow_margin_and_a_rule_that_is_often_wrong_are_not() -> None:
    assert not sure_topic(replace(SURE, margin=LEAST_MARGIN - 1))
    assert not sure_topic(replace(SURE, topic_rule="weakest"))
    assert not sure_topic(replace(SURE, topic_rule="other"))
    # what the words around say against it, and for it
    assert not sure_topic(replace(SURE, backing=LEAST_BACKING - 1))
    assert sure_topic(replace(SURE, margin=0, topic_rule="other", backing=ENOUGH_BACKING))
    # 审结 says surely that it was concluded, 完成 does not
    concluded = replace(SURE, stage="concluded")
    assert sure(concluded, "审结行政复议案件")
    assert not sure(concluded, "完成行政复议案件")
    unsure_stage = replace(SURE, stage_rule="stage-there-is")
    assert sure_topic(unsure_stage)
    assert not sure(unsure_stage)


def test_a_topic_of_all_words_together_is_sure_where_it_is_far_ahead() -> None:
    ahead = replace(SURE, topic_rule=RULE, margin=LEAST_LEAD, backing=0)
    assert sure_topic(ahead)
    less = replace(ahead, margin=NEARLY_LEAD)
    assert not sure_topic(less)
    assert nearly_sure(less, "字" * LONG)  # words that are all a name's
    assert not nearly_sure(less, "字" * (LONG - 1))
    assert not nearly_sure(replace(less, margin=NEARLY_LEAD - 1), "字" * LONG)


def test_the_stage_of_the_whole_is_nearly_sure() -> None:
    part = replace(SURE, stage_rule="stage-of-whole")
    assert nearly_sure_of_stage(part)
    assert not nearly_sure_of_stage(SURE)
