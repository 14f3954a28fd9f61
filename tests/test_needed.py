"""A rule that is passed over because its characters do not stand in the words would not have fired."""

from __future__ import annotations

import random
import re

from dashi_kg.reader.facets.rulings import rulings
from dashi_kg.reader.rules.table import compiled_rule, table, tables
from dashi_kg.text.needed import WORTH_KNOWING, Gate, Sieve, needed


def test_the_characters_of_each_form() -> None:
    for pattern, sets in (
        ("办结率?", "办 结"), ("(?:共|合计)[0-9]*", "共合"), ("(?:共|合?)件", "件"), ("[1-3]+(?=年)", "123"), ("(?<=年)[^月]", ""),
        ("(?!年)[十百]{0,2}", ""), (r"\d+", ""), (".件|x", "件x"), (".件|.", ""), ("(?P<a>甲|乙)(?P=a)", "甲乙"), ("(?i)a", ""), ("(?i:a)b", "b"),
        ("(?>日)", "日"), ("^$", ""), ("◇[^›]*[+来]", "◇ +来"),
    ):  # fmt: skip
        assert needed(re.compile(pattern)) == tuple(map(frozenset, sets.split())), pattern


def test_each_rule_has_one_of_each_set_where_it_fires() -> None:
    known = 0
    for name in tables():
        for rule in table(name).rules:
            sets = needed(compiled_rule(rule.pattern))
            known += bool(sets)
            for example in rule.examples:
                match = compiled_rule(rule.pattern).search(example)
                assert not match or all(signs & set(match[0]) for signs in sets), rule.id
    assert known > 80
    assert all(needed(re.compile(ruling.own)) for ruling in rulings())


def test_a_sieve_holds_back_no_pattern_that_matches_and_most_that_do_not() -> None:
    patterns = [re.compile(ruling.own) for ruling in rulings()]
    patterns += [compiled_rule(rule.pattern) for name in tables() for rule in table(name).rules]
    sieve, dice = Sieve(patterns), random.Random(5)
    examples = [ruling.example for ruling in rulings()]
    examples += [one for name in tables() for rule in table(name).rules for one in rule.examples]
    tried = matched = 0
    for _ in range(300):
        words = "".join(example[: dice.randrange(30)] for example in dice.sample(examples, 2))
        bits = sieve.fitting(words)
        for at, pattern in enumerate(patterns):
            tried += bits >> at & 1
            if pattern.search(words):
                matched += 1
                assert bits >> at & 1, (pattern.pattern, words)
    assert 0 < matched <= tried < 300 * len(patterns) / 4
    assert Sieve([]).fitting("件") == 0


def test_a_gate_lets_through_what_may_match_in_its_order() -> None:
    law, day = re.compile("《.+》"), re.compile("[一-龥]日")
    gate = Gate(law, day)
    assert gate.fitting("无") == (law, day), "the first words are not worth a look"
    for _ in range(WORTH_KNOWING):
        gate.fitting("无")
    assert [gate.fitting(words) for words in ("无", "宪法日", "《宪法》日", "《宪法")] == [
        (),
        (day,),
        (law, day),
        (),
    ]
