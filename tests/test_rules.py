"""Every rule that a stage of the reader may name is in the scheme of rules, with a grade; every entry is a rule."""

from __future__ import annotations

import re

from dashi_kg.knowledge.vocabulary import vocabulary
from dashi_kg.settings import settings
from tests.conftest import ROOT

RULES = vocabulary(settings().base).scheme("extraction-rule")
GRADES = {"high", "medium", "low", "reviewed"}
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for room in ("reader", "graph", "knowledge")
    for path in sorted((ROOT / "dashi_kg" / room).rglob("*.py"))
)


def test_every_rule_has_one_grade() -> None:
    for key, concept in RULES.items():
        (grade,) = concept.extra["confidence"]
        assert grade.rpartition("#")[2] in GRADES, key


def test_every_entry_is_a_rule_of_the_code() -> None:
    named = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', CODE))
    assert set(RULES) - named - {"reader-correction", "reader-addition"} == set()
