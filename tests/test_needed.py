"""A rule that is passed over because its characters do not stand in the words would not have fired."""

from __future__ import annotations

import random
import re

from dashi_kg.reader.facets.rulings import rulings
from dashi_kg.reader.rules.table import compiled_rule, table, tables
from dashi_kg.text.needed import WORTH_KNOWING, Gate, Sieve, edges, needed


def test_the_characters_of_each_form() -> None:
    for pattern, sets in (
        ("办结率?", "办 结"), ("(?:共|合计)[0-9]*", "共合"), ("(?:共|合?)件", "件"), ("[1-3]+(?=年)", "123"), ("(?<=年)[^月]", ""),
        ("(?!年)[十百]{0,2}", ""), (r"\d+", ""), (".件|x", "件x"), (".件|.", ""), ("(?P<a>甲|乙)(?P=a)", "甲乙"), ("(?i)a", ""), ("(?i:a)b", "b"),
        ("(?>日)", "日"), ("^$", ""), ("◇[^›]*[+来]", "◇ +来"), ("‹共◆|合◆", "◆ 共合"), ("◆共计◆|总◆", "◆ 共总"), ("共◆.|‹.", "共‹"),
    ):  # fmt: skip
        assert needed(re.compile(pattern)) == tuple(map(frozenset, sets.split())), pattern


def test_the_characters_at_the_edges_of_words() -> None:
    for pattern, first, last in (
        ("^办结率?$", "办", "结率"), ("^(?:甲|乙?丙)+(?=丁)$", "甲乙丙", "甲丙"), ("^(?:甲)?$", None, None), ("办结", None, None), ("^.件$", None, "件"),
        ("^[^甲]|^乙", None, None), ("(?:^甲|^乙.)(?:丙$|丁{2,}$)", "甲乙", "丙丁"), ("^甲|乙$", None, None), ("(?i)^a$", None, None), ("(?m)^甲$", None, None),
        (r"\A甲\d*\Z", "甲", None), ("^(?P<a>[甲乙])(?P=a)$", "甲乙", None), ("^(?:(?!丙)[甲乙])*?丁", "甲乙丁", None), ("^(?i:a)", None, None),
        ("^(?>日)(?<!日)$", "日", "日"), ("^甲|^乙", "甲乙", None),
    ):  # fmt: skip
        known = tuple(None if signs is None else set(signs) for signs in (first, last))
        assert edges(re.compile(pattern)) == known, pattern


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
        bits, whole = sieve.fitting(words), sieve.fitting_whole(words)
        assert whole & bits == whole
        for at, pattern in enumerate(patterns):
            tried += whole >> at & 1
            if pattern.search(words):
                matched += 1
                assert whole >> at & 1, (pattern.pattern, words)
    assert 0 < matched <= tried < 300 * len(patterns) / 4
    assert Sieve([]).fitting_whole("件") == Sieve([]).fitting("件") == 0


def test_a_sieve_asks_for_the_edges_of_whole_words_alone() -> None:
    sieve = Sieve([re.compile("^审结$"), re.compile("审结"), re.compile("^$")])
    assert [f"{sieve.fitting_whole(words):03b}" for words in ("审结", "已审结", "审结的", "审结\n", "")] == [
        "111", "110", "110", "111", "100",
    ]  # fmt: skip
    assert sieve.fitting("已审结的") == 0b111, "they may be looked for in a part"


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
