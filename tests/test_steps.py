"""Each step that stands in a table decides its examples, leaves its counterexamples alone, and needs each of its patterns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import pytest

from dashi_kg.model import Extraction, Observation, Span
from dashi_kg.reader.facets import kinds, stages, topics, weighed
from dashi_kg.reader.facets.rulings import rulings
from dashi_kg.reader.links import rates, roles, wholes
from dashi_kg.reader.numbers import stated_change
from dashi_kg.reader.rules.steps import STEPS, Step, Steps
from tests.helpers import passage
from tests.many import in_one
from tests.names_without import PLACED, without_parts, written


class Kind(NamedTuple):
    """Steps of one decision; ``told``: by which rule it was made of an observation, and what was decided.

    ``number``: the number that a step was asked of, where no fact tells the rule.
    """

    steps: Steps[Any]
    told: Callable[[Extraction, Observation], tuple[str, str]]
    number: Callable[[Sequence[Any]], Span] | None = None


def _base(found: Extraction, item: Observation) -> tuple[str, str]:
    said = {o.id: found.source.quote(o.number_span) for o in found.observations if o.number_span}
    rules = item.rules_of("base")
    return (
        rules[0] if rules else "",
        "/".join(said.get(i or "", "-") for i in (item.numerator, item.denominator)),
    )


def _role(found: Extraction, item: Observation) -> tuple[str, str]:
    return item.rules_of("role")[0], item.role


def _whole(found: Extraction, item: Observation) -> tuple[str, str]:
    said = {o.id: found.source.quote(o.number_span) for o in found.observations if o.number_span}
    return (*item.rules_of("whole")[-1:], "")[0], said.get(item.component_of or "", "")


def _change(found: Extraction, item: Observation) -> tuple[str, str]:
    change = item.change
    said = (change.direction, change.compared, "level" if change.level else "size") if change else ()
    return "", " ".join(filter(None, said))


def _facet(rule: str, key: str) -> Callable[[Extraction, Observation], tuple[str, str]]:
    def told(found: Extraction, item: Observation) -> tuple[str, str]:
        by = str(getattr(item.facets, rule))
        return "ruling" if by in _OF_DESIGN else by, str(getattr(item.facets, key))

    return told


_OF_DESIGN = {ruling.id for ruling in rulings()}
KINDS = {
    "base": Kind(rates.BASES, _base),
    "role": Kind(roles.ROLES, _role),
    "change": Kind(stated_change.CHANGES, _change, lambda given: given[-1].number.number_span),
    "whole": Kind(wholes.WHOLES, _whole),
    "topic": Kind(topics.TOPICS, _facet("topic_rule", "topic")),
    "kind": Kind(kinds.KINDS, _facet("kind_rule", "quantity_kind")),
    "stage": Kind(stages.STAGES, _facet("stage_rule", "stage")),
}
ROWS = [(name, step) for name, kind in KINDS.items() for step in kind.steps.rows]


def decided(name: str, sentence: str, rows: Sequence[Step] | None = None) -> tuple[str, str, str]:
    """The step that decided what is in brackets, what it decided, and how surely."""
    kind = KINDS[name]
    before, _, rest = sentence.partition("[")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weighed, "overruled", lambda facet, around, found, decision: decision)
        asked: list[tuple[Span, str]] = []
        rows = tuple(_watched(step, kind, asked) for step in rows or kind.steps.rows)
        patch.setattr(kind.steps, "rows", rows)
        found = passage(f"{sentence.replace('[', '').replace(']', '')}。")
    at = found.source.text.index(before + rest.partition("]")[0]) + len(before)
    item = next((o for o in found.observations if o.number_span and o.number_span.start == at), None)
    item = item or next(
        o for o in found.observations if not o.number_span and o.span.start <= at < o.span.end
    )
    rule, said = kind.told(found, item)
    rule = dict(asked).get(item.number_span or item.span, "") if kind.number else rule
    return rule, said, str(item.facets.margin if item.facets else 0)


def _watched(step: Step, kind: Kind, asked: list[tuple[Span, str]]) -> Step:
    """A step that is told by its own id, and writes down of which numbers it has an answer."""

    def action(*given: Any) -> Any:
        answer = step.action(*given)
        if answer and kind.number:
            asked.append((kind.number(given), step.id))
        return answer

    return step._replace(rule=step.id, action=action)


known = cache(decided)


def test_each_file_of_steps_is_tested() -> None:
    assert sorted([*KINDS, *PLACED]) == sorted(path.stem for path in STEPS.glob("*.yaml"))


@in_one(("name", "step"), ROWS, ids=lambda x: x if isinstance(x, str) else x.id)
def test_a_step_decides_its_examples_and_no_counterexample(name: str, step: Step) -> None:
    assert step.examples and step.counterexamples
    for sentence, wanted in step.examples.items():
        assert known(name, sentence)[:2] == (step.id, wanted), sentence
    for sentence in step.counterexamples:
        assert known(name, sentence)[0] != step.id, sentence


@in_one(
    ("name", "step"), [row for row in ROWS if row[1].words], ids=lambda x: x if isinstance(x, str) else x.id
)
def test_each_pattern_of_a_step_is_needed(name: str, step: Step) -> None:
    """Where it, or a look-around in it, finds nothing, another thing is decided of an example or a counterexample."""
    sentences = (*step.examples, *step.counterexamples)
    for words, without in without_parts(step, written(name, step)):
        rows = [without if row is step else row for row in KINDS[name].steps.rows]
        assert any(decided(name, s, rows) != known(name, s) for s in sentences), words


@pytest.mark.parametrize("name", KINDS)
def test_steps_have_one_id_each_and_every_action_is_used(name: str) -> None:
    steps = KINDS[name].steps
    ids = [step.id for step in steps.rows]
    assert len(ids) == len(set(ids))
    assert {step.action for step in steps.rows} == set(steps.actions.values())
