"""Every rule that a stage of the reader may name is in the scheme of rules, with a grade; every entry is a rule."""

from __future__ import annotations

import re

from dashi_kg.knowledge.vocabulary import definitions, vocabulary
from dashi_kg.settings import settings
from tests.conftest import ROOT

RULES = vocabulary(settings().base).scheme("extraction-rule")
EXPLAINED = definitions(settings().base, "extraction-rule")
GRADES = {"high", "medium", "low", "reviewed"}
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for room in ("reader", "graph", "knowledge")
    for path in sorted((ROOT / "dashi_kg" / room).rglob("*.py"))
)
ROWS = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "dashi_kg" / "reader").rglob("*.yaml"))
)


def test_every_rule_has_one_grade() -> None:
    for key, concept in RULES.items():
        (grade,) = concept.extra["confidence"]
        assert grade.rpartition("#")[2] in GRADES, key


def test_every_entry_is_a_rule_of_the_code() -> None:
    named = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', CODE))
    named |= set(re.findall(r"\bid: ([a-z]+(?:-[a-z]+)*)", ROWS))
    assert set(RULES) - named - {"reader-correction", "reader-addition"} == set()


def test_every_definition_says_what_the_rule_reads_with_an_example() -> None:
    text = (ROOT / "ontology" / "concepts" / "extraction-rule.ttl").read_text(encoding="utf-8")
    for key in RULES:
        (block,) = re.findall(rf"(?ms)^<extraction-rule/{key}> .*?\.$", text)
        assert re.search('skos:example "[^"]{2,}"@zh', block), key
        assert min(len(EXPLAINED[key]["zh"]), len(EXPLAINED[key]["en"]) // 3) >= 5, key
    for lang in ("zh", "en"):
        assert len({said[lang] for said in EXPLAINED.values()}) == len(RULES)
