"""What is read of names when one word of the word lists is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest

from dashi_kg.model import Span
from dashi_kg.reader.context.word_lists import VERBS
from dashi_kg.reader.names import bodies, classes, endings, names
from dashi_kg.reader.names.placed import Placed
from dashi_kg.reader.rules import table
from dashi_kg.reader.rules.steps import STEPS, Step
from dashi_kg.reader.rules.table import compiled_rule, listed, wording_rows, wordings, words, yaml_rows
from tests.look_arounds import look_arounds

NEVER = re.compile("(?!)")
LISTS = (
    "body-ending",
    "breaks",
    "classes",
    "department",
    "endings",
    "names",
)  # what names of bodies are made of
# steps → the place that an example marks
PLACED = {"no-name": (classes.NO_NAME, "name"), "one-name": (endings.ONE_NAME, "unit")}


def names_in(sentence: str) -> list[tuple[str, str, str]]:
    """The names of bodies in a sentence, the kind of each, and the kind of a body that reports under this name."""
    found = [
        (sentence[span.start : span.end], kind)
        for span, kind, _ in names.names(sentence, Span(0, len(sentence)))
    ]
    return [(name, kind, names.kind_of(name)) for name, kind in found]


def step_of(name: str, sentence: str, rows: Sequence[Step] | None = None) -> tuple[str, str]:
    """The step that decides what stands in brackets, and what it decides; nothing where none does."""
    steps, place = PLACED[name]
    marked = sentence.partition("[")[2].partition("]")[0]
    found: dict[str, Step | None] = {}

    def watched(places: Mapping[str, str]) -> Step | None:
        found[places[place]] = step = Placed.deciding(steps, places)
        return step

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "rows", tuple(rows or steps.rows))
        patch.setattr(steps, "deciding", watched)
        names_in(sentence.replace("[", "", 1).replace("]", "", 1))
    step = found[marked]
    return (step.id, step.key) if step else ("", "")


@contextmanager
def without(name: str, kind: str, word: str, sentence: str | None = None) -> Iterator[None]:
    """Names are read as if a list had no such word of this class.

    Args:
        sentence: where only this is read, patterns are made of the words that stand in it, which takes little time.
    """
    real: Mapping[str, tuple[str, ...]] = words(name)
    some = {
        of: tuple(w for w in row if (of, w) != (kind, word) and (sentence is None or w in sentence))
        for of, row in real.items()
    }
    # a class of which nothing is left is one of a word that stands nowhere
    some = {of: row or ("\0",) for of, row in some.items() if row or not of.startswith(table.NOT)}
    with pytest.MonkeyPatch.context() as patch:
        for module in (table, bodies):
            patch.setattr(module, "words", lambda asked: some if asked == name else words(asked))
        patch.setattr(table, "listed", listed.__wrapped__)
        for of, key in _wordings_with(name):
            patch.setitem(
                wordings(of),
                key,
                compiled_rule.__wrapped__(wording_rows(of)[key].pattern),
            )
        for of, (steps, _) in PLACED.items():
            rows = tuple(_step(step, _raw(of)[step.id], name) for step in steps.rows)
            if rows != steps.rows:
                patch.setattr(steps, "rows", rows)
        if name == "breaks":
            verbs = [verb for verb in VERBS if sentence is None or verb in sentence]
            patch.setattr(bodies, "VERBS", verbs)
            plain, group = bodies.breaks("in-name"), bodies.breaks("in-name", "in-name-of-group")
            for module in (endings, names):
                patch.setattr(module, "BREAK", plain)
                patch.setattr(module, "BREAK_GROUP", group)
        if name == "body-ending" and word in bodies.ENDINGS:
            patch.delitem(bodies.ENDINGS, word)
        if name == "classes" and word in bodies.SORTS:
            patch.setitem(bodies.SORTS, word, bodies.SORTS[word].replace(f" {kind}", ""))
        bodies.kind_by_way.cache_clear()
        yield
    bodies.kind_by_way.cache_clear()


@cache
def _wordings_with(name: str) -> list[tuple[str, str]]:
    """The wordings of names, by module and id, that look for words of a list."""
    return [
        (of, key)
        for of in ("endings", "names")
        for key, row in wording_rows(of).items()
        if f"<{name}." in row.pattern
    ]


@cache
def _raw(of: str) -> dict[str, dict[str, str]]:
    return {row["id"]: row.get("words") or {} for row in yaml_rows(STEPS / f"{of}.yaml")}


def written(name: str, step: Step) -> dict[str, str]:
    """The patterns of a step as they are written in its table."""
    return {place: str(pattern) for place, pattern in _raw(name)[step.id].items()}


def without_parts(step: Step, patterns: Mapping[str, str]) -> Iterator[tuple[str, Step]]:
    """The step without each of its patterns, and without each look-around in them; with what was left out."""
    for place, pattern in patterns.items():
        yield place, step._replace(words={**step.words, place: NEVER})
        for begin, end in look_arounds(pattern):
            made = compiled_rule.__wrapped__(f"{pattern[:begin]}(?:){pattern[end:]}")
            yield pattern[begin:end], step._replace(words={**step.words, place: made})


def _step(step: Step, raw: Mapping[str, Any], name: str) -> Step:
    """The step with its patterns made anew, where they look for words of a list."""
    used = {place: compiled_rule.__wrapped__(str(p)) for place, p in raw.items() if f"<{name}." in str(p)}
    return step._replace(words={**step.words, **used}) if used else step
