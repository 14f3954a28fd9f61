"""A rule that is passed over because none of its characters stands in the words would not have fired."""

from __future__ import annotations

import re

from dashi_kg.reader.facets.rulings import rulings
from dashi_kg.reader.rules.table import _compiled, table, tables
from dashi_kg.text.needed import needed


def test_the_characters_of_each_form() -> None:
    for pattern, signs in (
        ("办结率?", "办"), ("(?:共|合计)[0-9]*", "共合"), ("(?:共|合?)件", "件"), ("[1-3]+(?=年)", "123"), ("(?<=年)[^月]", ""),
        ("(?!年)[十百]{0,2}", ""), (r"\d+", ""), (".件|x", "件x"), (".件|.", ""), ("(?P<a>甲|乙)(?P=a)", "甲乙"), ("(?i)a", ""), ("(?>日)", "日"), ("^$", ""),
    ):  # fmt: skip
        assert needed(re.compile(pattern)) == set(signs), pattern


def test_each_rule_has_one_of_them_where_it_fires() -> None:
    known = 0
    for name in tables():
        for rule in table(name).rules:
            signs = needed(_compiled(rule.pattern))
            known += bool(signs)
            for example in rule.examples:
                match = _compiled(rule.pattern).search(example)
                assert not match or not signs or signs & set(match[0]), rule.id
    assert known > 80
    assert all(needed(re.compile(ruling.own)) for ruling in rulings())
