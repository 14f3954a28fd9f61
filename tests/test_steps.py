"""Each step that stands in a table decides its examples, leaves its counterexamples alone, and needs each of its patterns."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import pytest

from dashi_kg.model import Extraction, Observation
from dashi_kg.reader.links import rates, roles
from dashi_kg.reader.rules.steps import STEPS, Step, Steps
from tests.helpers import report
from tests.many import in_one

NEVER = re.compile("(?!)")


class Kind(NamedTuple):
    """Steps of one decision; ``told``: by which rule it was made of an observation, and what was decided."""

    steps: Steps[Any]
    told: Callable[[Extraction, Observation], tuple[str, str]]


def _base(found: Extraction, item: Observation) -> tuple[str, str]:
    said = {o.id: found.source.quote(o.number_span) for o in found.observations if o.number_span}
    rules = item.rules_of("base")
    return (
        rules[0] if rules else "",
        "/".join(said.get(i or "", "-") for i in (item.numerator, item.denominator)),
    )


def _role(found: Extraction, item: Observation) -> tuple[str, str]:
    return item.rules_of("role")[0], item.role


KINDS = {"base": Kind(rates.BASES, _base), "role": Kind(roles.ROLES, _role)}
ROWS = [(name, step) for name, kind in KINDS.items() for step in kind.steps.rows]


def decided(name: str, sentence: str) -> tuple[str, str]:
    """The rule that decided the number in brackets, and what it decided."""
    before, _, rest = sentence.partition("[")
    found = report(f"{sentence.replace('[', '').replace(']', '')}。")
    at = found.source.text.index(before + rest.partition("]")[0]) + len(before)
    items = [o for o in found.observations if o.number_span and o.number_span.start >= at]
    assert items, sentence
    return KINDS[name].told(found, min(items, key=lambda o: o.number_span.start if o.number_span else 0))


known = cache(decided)


def test_each_file_of_steps_is_tested() -> None:
    assert sorted(KINDS) == sorted(path.stem for path in STEPS.glob("*.yaml"))


@in_one(("name", "step"), ROWS, ids=lambda x: x if isinstance(x, str) else x.id)
def test_a_step_decides_its_examples_and_no_counterexample(name: str, step: Step) -> None:
    assert step.examples and step.counterexamples
    for sentence, wanted in step.examples.items():
        assert known(name, sentence) == (step.rule, wanted), sentence
    for sentence in step.counterexamples:
        assert known(name, sentence)[0] != step.rule, sentence


@in_one(
    ("name", "step"), [row for row in ROWS if row[1].words], ids=lambda x: x if isinstance(x, str) else x.id
)
def test_each_pattern_of_a_step_is_needed(name: str, step: Step) -> None:
    """Where it finds nothing, another thing is decided of an example or a counterexample."""
    steps = KINDS[name].steps
    with pytest.MonkeyPatch.context() as patch:
        for words in step.words:
            without = step._replace(words={**step.words, words: NEVER})
            patch.setattr(steps, "rows", tuple(without if row is step else row for row in steps.rows))
            assert any(decided(name, s) != known(name, s) for s in (*step.examples, *step.counterexamples)), (
                words
            )
            patch.undo()


@pytest.mark.parametrize("name", KINDS)
def test_steps_have_one_id_each_and_every_action_is_used(name: str) -> None:
    steps = KINDS[name].steps
    ids = [step.id for step in steps.rows]
    assert len(ids) == len(set(ids))
    assert {step.action for step in steps.rows} == set(steps.actions.values())
