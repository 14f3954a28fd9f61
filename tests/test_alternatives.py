"""Words that are looked up by their first characters match what they match one after the other."""

from __future__ import annotations

import re

import pytest

from dashi_kg.model import Source
from dashi_kg.reader.context.word_lists import ACTS, VERB
from dashi_kg.reader.items.laws import LAWS
from dashi_kg.reader.rules.table import WORDS, table, words
from dashi_kg.text.alternatives import looked_up, one_of
from dashi_kg.text.patterns import CLASSIFIERS

LISTS = {
    **{f"{path.stem}.{kind}": row for path in sorted(WORDS.glob("*.tsv")) for kind, row in words(path.stem).items()},
    "laws": LAWS, "classifiers": CLASSIFIERS, "acts": ACTS,
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_the_same_words_are_found_at_the_same_places(name: str, dashi: Source) -> None:
    listed = sorted(LISTS[name], key=lambda word: (-len(word), word))
    plain, looked_up = re.compile(f"(?:{'|'.join(listed)})"), re.compile(one_of(listed))
    text = f"{dashi.text}{''.join(listed)}{'、'.join(word[1:] + word for word in listed)}"
    assert [m.span() for m in looked_up.finditer(text)] == [m.span() for m in plain.finditer(text)] != []


@pytest.mark.parametrize(
    "listed", [["一?个", *list("甲乙丙丁戊己")], ["甲|乙", *list("甲乙丙丁戊己")], ["(?:甲)", *list("甲乙丙丁戊己")], list("甲乙")]
)  # fmt: skip
def test_what_is_no_list_of_words_stays_as_it_is(listed: list[str]) -> None:
    assert one_of(listed) == f"(?:{'|'.join(listed)})"


def test_words_beside_one_of_which_no_first_character_is_known_are_looked_up() -> None:
    listed = ["(?<=[县乡])领导", r"(?<=的)\d+户企业", "“两委”干部", *"甲乙丙丁戊己庚"]
    pattern = one_of(listed)
    assert "(?=[“甲乙丙丁戊己庚])" in pattern and pattern.startswith("(?:(?<=[县乡])领导|(?<=的)")
    text = "县领导、省领导、监管的12户企业、12户企业、“两委”干部庚"
    plain = re.compile(f"(?:{'|'.join(listed)})")
    assert re.findall(pattern, text) == plain.findall(text) == ["领导", "12户企业", "“两委”干部", "庚"]


def test_the_alternatives_of_a_long_rule_match_what_they_match_in_their_order(dashi: Source) -> None:
    plain = table("counted-edges").rules[0].pattern
    faster = looked_up(plain)
    assert faster != plain
    clauses = re.split(
        "[,，。；、]|[0-9]", f"{dashi.text}，由原来的，达到了，办结率仍然偏高，共有，所有，其中"
    )
    found = [re.search(faster, words, re.VERBOSE) for words in clauses]
    assert [m and m.span() for m in found] == [
        m and m.span() for m in (re.search(plain, words, re.VERBOSE) for words in clauses)
    ]
    assert sum(m is not None for m in found) > 5


@pytest.mark.parametrize(
    "pattern", ["(?:甲|乙)丙", "(甲|乙|丙|丁|戊|己|庚|辛)", "(?:(甲)|乙|丙|丁|戊|己|庚|辛)", "(?:(?P<a>甲)|乙|丙|丁|戊|己|庚)", "甲|乙|丙|丁|戊|己|庚", "(?:甲"]
)  # fmt: skip
def test_other_patterns_stay_as_they_are(pattern: str) -> None:
    assert looked_up(pattern) == pattern


def test_a_verb_inside_a_word_is_none() -> None:
    assert VERB.match("组织培训") and not VERB.match("社会组织", 2) and VERB.fullmatch("组织")
    assert VERB.match("共建成") is None and VERB.match("共建共享")
