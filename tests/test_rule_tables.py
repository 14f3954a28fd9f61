"""Each rule that stands in a table fires on its examples, leaves its counterexamples alone, and needs each of its guards."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dashi_kg.reader.counted import last_verb, marked_verbs, who_acts
from dashi_kg.reader.counted.counted import BASE_OF_A_SHARE
from dashi_kg.reader.extract import extract
from dashi_kg.reader.numbers.rules import WAYS
from dashi_kg.reader.rules.polarity import negated
from dashi_kg.reader.rules.steps import STEPS
from dashi_kg.reader.rules.table import (
    NO_WORD,
    NOT,
    STANDS_FOR,
    WORDINGS,
    WORDS,
    Rule,
    Table,
    compiled_rule,
    listed,
    table,
    tables,
    wording_rows,
    words,
    yaml_rows,
)
from dashi_kg.source.read import from_text
from dashi_kg.text.alternatives import one_of, outside
from scripts import grades
from tests.conftest import ROOT
from tests.look_arounds import look_arounds
from tests.many import for_each, in_one
from tests.names_without import LISTS as NAMES
from tests.readings_without import readings

MARKED = ("who-acts", "who-acts-before-verb", "verb-passed-over")  # tables that look at verbs in marks
RULES = [(name, rule) for name in tables() for rule in table(name).rules]
# the reader, and who looks for words as it does
READING = [
    *sorted((ROOT / "dashi_kg/reader").rglob("*.py")),
    *(
        ROOT / f"dashi_kg/graph/figures/{name}.py"
        for name in ("explained", "figure_indicators", "naming", "narrower")
    ),
]
HOW = ("search", "match", "fullmatch")  # how a module asks for a wording
WORDED = sorted(path.stem for path in WORDINGS.glob("*.yaml"))
RULES += [(name, rule) for name in WORDED for rule in wording_rows(name).values()]
# other tables of patterns: their own tests read their examples
_OF_STEPS = [
    str(pattern)
    for path in sorted(STEPS.glob("*.yaml"))
    for row in yaml_rows(path)
    for pattern in (row.get("words") or {}).values()
]
_OF_NUMBERS = [row["pattern"] for row in yaml_rows(WAYS)]
PATTERNS = [rule.pattern for _, rule in RULES] + _OF_STEPS + _OF_NUMBERS


@in_one(("name", "rule"), RULES, ids=lambda x: x if isinstance(x, str) else x.id)
def test_examples_and_guards(name: str, rule: Rule) -> None:
    assert rule.examples and rule.counterexamples, (
        "a rule has an example that fires and one that it leaves alone"
    )
    asked = getattr(compiled_rule(rule.pattern), rule.action) if rule.action in HOW else rule.search
    for example in rule.examples:
        assert asked(example), example
    for example in rule.counterexamples:
        assert not asked(example), example
    for guard in rule.guards:
        others = tuple(g for g in rule.guards if g is not guard)
        assert not rule.search(guard.needed_by), guard.needed_by
        assert rule._replace(guards=others).search(guard.needed_by), (
            f"the guard is not needed by {guard.needed_by}"
        )


@in_one(("name", "rule"), RULES, ids=lambda x: x if isinstance(x, str) else x.id)
def test_each_look_around_is_needed(name: str, rule: Rule) -> None:
    """Without it the row finds something else in an example, a counterexample or the words of a guard."""
    sentences = (*rule.examples, *rule.counterexamples, *(guard.needed_by for guard in rule.guards))
    for begin, end in look_arounds(rule.pattern):
        without = f"{rule.pattern[:begin]}(?:){rule.pattern[end:]}"
        assert any(_found(rule, rule.pattern, s) != _found(rule, without, s) for s in sentences), (
            rule.pattern[begin:end]
        )


def _found(rule: Rule, pattern: str, where: str) -> list[Any]:
    """What a row finds with a pattern, asked as its module asks."""
    compiled = compiled_rule(pattern)
    if rule.action in ("match", "fullmatch"):
        match = getattr(compiled, rule.action)(where)
        return [match and (match.span(), match.groups())]
    return _said(compiled, where)


def _without_marks(frame: str) -> str:
    return "".join(sign for sign in frame if sign not in marked_verbs.MARKS)


@for_each(
    [rule for name in ("who-acts", "who-acts-before-verb") for rule in table(name).rules],
    lambda rule: rule.id,
)
def test_each_rule_of_who_acts_finds_its_examples(rule: Rule) -> None:
    """As much of the words acts as the rule says, asked with all the others; of words that no rule knows, nobody."""
    for frame in rule.examples:
        match = rule.search(frame)
        assert match and who_acts.length_of_actor(_without_marks(frame)) == len(
            _without_marks(match["who"])
        ), frame


@for_each(table("verb-passed-over").rules, lambda rule: rule.id)
def test_each_rule_of_verbs_is_needed_by_its_examples(rule: Rule) -> None:
    """The verb that is asked about does not begin the words, and would without this rule."""
    others = Table("others", tuple(r for r in table("verb-passed-over").rules if r is not rule))
    for frame in rule.examples:
        words, at = _without_marks(frame), len(_without_marks(re.split("[◆◈]", frame)[0]))
        assert last_verb.start_of_last_verb(words) != at, frame
        assert last_verb.start_of_last_verb(words, others) == at, frame


@for_each([rule for name in MARKED for rule in table(name).rules], lambda rule: rule.id)
def test_examples_of_verbs_in_marks_are_what_the_reader_asks(rule: Rule) -> None:
    """Marks stand where the reader puts them."""
    for frame in (*rule.examples, *rule.counterexamples, *(guard.needed_by for guard in rule.guards)):
        words = _without_marks(frame)
        if rule in table("verb-passed-over").rules:
            assert frame in _asked(words), frame
        else:
            assert frame in (marked_verbs.marked(words), marked_verbs.marked(words, 1)), frame


def _asked(words: str) -> list[str]:
    """What is asked about the verbs of words, and about those of what an earlier one may have been."""
    asked: list[str] = []

    class Asking(Table):
        def first(self, words: str, start: int = 0, end: int | None = None) -> Any:
            asked.append(words)
            return super().first(words, start, end)

    last_verb.start_of_last_verb(words, Asking("asked", table("verb-passed-over").rules))
    return asked


def test_rules_have_one_id_each() -> None:
    for name in tables():
        ids = [rule.id for rule in table(name).rules]
        assert len(ids) == len(set(ids)), name


@pytest.mark.parametrize("name", sorted(p.stem for p in (ROOT / "dashi_kg/reader/words").glob("*.tsv")))
def test_words_say_where_they_were_seen(name: str) -> None:
    lines = (ROOT / f"dashi_kg/reader/words/{name}.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "word\tclass\tseen"
    rows = [line.split("\t") for line in lines[1:]]
    assert all(len(row) == 3 and row[0] in row[2] for row in rows), [r for r in rows if r[0] not in r[-1]]
    assert len({tuple(row[:2]) for row in rows}) == len(rows)


@for_each(WORDED, str)
def test_each_wording_is_asked_for_by_the_module_of_its_name(name: str) -> None:
    """A row that nobody asks for, and that is part of no other, changes nothing."""
    modules = [path for path in READING if path.stem == name.replace("-", "_")]
    asked = {key for path in modules for key in re.findall(r'"([\w-]+)"', path.read_text(encoding="utf-8"))}
    assert modules, name
    parts = {
        match["id"]
        for pattern in PATTERNS
        for match in STANDS_FOR.finditer(pattern)
        if match["of"] == name and match["id"]
    }
    assert wording_rows(name).keys() <= asked | parts


def _uses(pattern: str) -> set[tuple[str, str]]:
    """The classes of words in a pattern and its parts."""
    found = set()
    for match in STANDS_FOR.finditer(pattern):
        if match["kind"]:
            found.add((match["of"], match["kind"]))
        elif match["of"] != "text":
            found |= _uses(wording_rows(match["of"])[match["id"]].pattern)
    return found


def _expanded(pattern: str) -> str:
    """The pattern with its parts put in, but not the words of classes."""

    def meant(match: re.Match[str]) -> str:
        if match["kind"] or match["of"] == "text":
            return match[0]
        return f"(?:{_expanded(wording_rows(match['of'])[match['id']].pattern)})"

    return STANDS_FOR.sub(meant, pattern)


@cache
def _patterns_with() -> dict[tuple[str, str], list[str]]:
    """(list, class) → the wordings that look for its words, the shortest first."""
    found: dict[tuple[str, str], list[str]] = {}
    for pattern in [rule.pattern for name in WORDED for rule in wording_rows(name).values()] + _OF_NUMBERS:
        for used in _uses(pattern):
            found.setdefault(used, []).append(_expanded(pattern))
    return {used: sorted(set(rows), key=len) for used, rows in found.items()}


@for_each(sorted(_patterns_with()), "-".join)
def test_each_word_of_a_wording_is_needed_where_it_was_seen(used: tuple[str, str]) -> None:
    """Without the word, the pattern finds nothing there, or something else."""
    name, kind = used
    if name in NAMES:  # tests/test_names.py: other names are read without it
        return
    seen = {row[0]: row[2] for row in _lines(name) if row[1] == kind}
    for word, where in seen.items():
        # words that do not stand there change nothing: patterns are soon made of the others
        there = [w for w in words(name)[kind] if re.search(w, where)]
        for pattern in _patterns_with()[used]:
            found = _said(_of_some(pattern, name, kind, there), where)
            if found and found != _said(
                _of_some(pattern, name, kind, [w for w in there if w != word]), where
            ):
                break
        else:
            raise AssertionError(f"{word} changes nothing in {where}")


def _of_some(pattern: str, name: str, kind: str, some: list[str]) -> re.Pattern[str]:
    """The pattern with some words in the place of a class."""
    return compiled_rule(pattern.replace(f"<{name}.{kind}>", one_of(some) if some else "(?!)"))


def _lines(name: str) -> list[list[str]]:
    return [
        line.split("	") for line in (WORDS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    ]


def _said(pattern: re.Pattern[str], where: str) -> list[Any]:
    return [(match.span(), match.groups()) for match in pattern.finditer(where)]


# list → the classes whose words are looked for together, with longer words in which they are none
LISTED = {"act": ("opens", "act"), "follower": ("follows",), "behind": ("makes-noun",), "adverb": ("how",)}


@for_each(list(LISTED), str)
def test_a_word_is_found_where_it_was_seen_and_not_within_a_longer_one(name: str) -> None:
    """Each row is needed: the word is found by it, the longer word would be taken for a shorter one without it."""
    rows = [line.split("\t") for line in (WORDS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    pattern = re.compile(listed(name, *LISTED[name]))
    found = {word for word, kind, _ in rows if kind in LISTED[name]}
    for word, kind, seen in rows:
        if kind in LISTED[name]:
            assert word in pattern.findall(seen), (word, seen)
            continue
        if kind == "noun-too":
            assert word in found, word
            continue
        hidden = [kind.removeprefix(NOT)] if kind.startswith(NOT) else sorted(found - {word})
        within = [w for w in hidden if w in word]  # no other can be found in it
        others = {w: [r[0] for r in rows if r[1] in (NOT + w, NO_WORD) and r[0] != word] for w in within}
        assert within and re.search(outside(within, hiding=others), word), (
            f"{word} holds no other word, or is hidden by another row"
        )
        assert not [m for m in pattern.finditer(word) if m[0] != word and m[0] in hidden], word


def test_a_verb_that_no_text_holds_is_read_in_the_sentence_of_a_clerk() -> None:
    """What is counted stands in brackets there; without these verbs each sentence is read otherwise."""
    rows = [(word, seen) for word, _, seen in _lines("act") if "[" in seen]
    sentences = [re.sub(r"[\[\]]", "", seen) for _, seen in rows]
    read = readings(sentences)
    wanted = [seen.partition("[")[2].partition("]")[0] for _, seen in rows]
    assert [counted for counted, *_ in read] == wanted
    asked = json.dumps({"sentences": sentences, "verbs": [word for word, _ in rows]})
    apart = [sys.executable, "-m", "tests.readings_without"]
    done = subprocess.run(
        apart, input=asked, capture_output=True, text=True, check=True, cwd=ROOT, timeout=300
    )
    otherwise = json.loads(done.stdout)
    assert not [row for row, a, b in zip(rows, read, otherwise, strict=True) if a == b]
    # of a pattern of sentences the reader learns nothing
    assert not [word for word, _, seen in _lines("act") if re.fullmatch(rf"全年{word}12\w", seen)]


def test_plain_names_are_no_negations_and_the_shape_knows_the_same() -> None:
    shape = (ROOT / "ontology/shapes/s33-negation-kept.ttl").read_text(encoding="utf-8")
    for word in words("polarity")["no-negation"]:
        assert not negated(word) and word in shape, word


@in_one("row", grades.rows(grades.NAMED), ids=lambda row: row["id"])
def test_what_a_rule_of_counted_words_reads_is_shown_by_a_sentence(row: dict[str, str]) -> None:
    """The sentence of its definition is read by this rule, and gives these words."""
    found = extract(from_text(f"某县2023年法治政府建设年度报告\n一、主要举措和成效\n{row['example']}。\n"))
    read = [(o.rules_of("counted"), o.counted) for o in found.observations]
    assert ((row["id"],), row["counts"]) in (read[-2:] if row["id"] == BASE_OF_A_SHARE else read[-1:])
    assert row["reads_zh"] and row["reads_en"]


def test_the_rules_of_counted_words_are_published_with_the_grades_that_were_measured() -> None:
    named = {row["id"] for row in grades.rows(grades.NAMED)}
    given = {r.id for r in table("counted").rules if r.action != "before"}
    given |= {r.id for r in table("counted-before").rules}
    given |= {r.id for r in table("counted-act").rules if r.action == "whole"}
    assert given <= named
    assert grades.OUT.read_text(encoding="utf-8") == grades.turtle()


def test_a_rule_that_is_seldom_right_is_graded_low() -> None:
    weak = {"dev n": "20", "dev precision": "0.700", "test n": "10", "test precision": "0.250"}
    few = {"dev n": "3", "dev precision": "1.000", "test n": "0", "test precision": ""}
    assert grades.grade(weak)[0] == "low" and grades.grade(few)[0] == "medium"


# signs of the grammar, compared one by one: particles, conjunctions, numerals
_CLOSED = frozenset(
    "的了出过和与及或暨并且等以由被将把对从每各均尚仍未不应零〇一二两三四五六七八九十百千万亿"
)
# files whose words are none that are looked for: what the reader says of itself, and how it names a change
# rules/polarity.py: one look for the first signs of the rows of rules/polarity.yaml
_SAYS = {"rules/polarity.py", "explain.py", "extract.py", "show.py", "numbers/dependent.py"}
_CLASS_OF_HAN = re.compile("一-鿿|一-龥")


@for_each(READING, lambda path: path.name)
def test_what_is_looked_for_stands_in_no_module(path: Path) -> None:
    """A wording is a row with an example; in Python stand single signs alone."""
    name = path.relative_to(ROOT / "dashi_kg").as_posix().removeprefix("reader/")
    if name in _SAYS:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    words = [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in said
    ]
    many = [
        word for word in words if len(set(re.findall("[㐀-鿿]", _CLASS_OF_HAN.sub("", word))) - _CLOSED) > 1
    ]
    assert not many, f"rows of reader/wordings/ or reader/words/: {many}"


# a longer word, or what stands alone in its field, is its own example
_ITS_OWN_EXAMPLE = re.compile("no-word|not-.*|no-negation|nothing|label-.*|skipped|target")


def test_a_word_that_no_text_holds_has_a_sentence_that_holds_it() -> None:
    """Not the word alone: what is in no labelled text is shown by a sentence of its own, which its test needs."""
    texts = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "evaluation/texts/dev").glob("*.yaml")
    )
    alone = [
        (path.stem, kind, word)
        for path in sorted(WORDS.glob("*.tsv"))
        for word, kind, seen in _lines(path.stem)
        if seen == word and not _ITS_OWN_EXAMPLE.fullmatch(kind) and word not in texts
    ]
    assert not alone
