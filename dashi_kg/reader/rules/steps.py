"""Steps as data: one YAML file a decision of the reader, in the order in which its steps are tried; the first that has an answer decides.

A step names what is done (``action``, a function of the module that decides) and the words that this looks for. Its examples
are whole sentences with one number in square brackets, and what is decided of it; each pattern is needed by one of them, or by a
counterexample, which another step decides (``tests/test_steps.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from dashi_kg.prepared import worked_out
from dashi_kg.reader.rules.table import FOLDER, compiled_rule, yaml_rows

STEPS = FOLDER.parent / "steps"
BEFORE = "key-before"  # a pattern of what was decided of the number before
Said = Mapping[str, "re.Pattern[str]"]  # the patterns of a step by their names

Answer = TypeVar("Answer")


class Step(NamedTuple):
    """One step. ``rule``: the id by which its decisions are told, its own where none is given; ``key``: what it decides, where that is always the same.

    ``examples``: a sentence with a number in brackets → what is decided; ``counterexamples``: sentences in which it decides nothing.
    """

    id: str
    rule: str
    key: str
    action: Callable[..., Any]
    words: Said
    examples: Mapping[str, str]
    counterexamples: Sequence[str]


class Steps(Generic[Answer]):
    """The steps of one decision, in their order.

    Args:
        name: of the file in ``reader/steps/``.
        actions: name → function; it is given the patterns of the step, then what :meth:`first` is given.
    """

    def __init__(self, name: str, actions: Mapping[str, Callable[..., Answer | None]]) -> None:
        self.name, self.actions = name, actions
        # the key before → the steps that are worth a try, each with what it needs: some thousand times a report
        self._tried: dict[str, list[tuple[Callable[..., Answer | None], Said, Step]]] = {}
        self._of: Any = None  # of which rows these are

    @cached_property
    def rows(self) -> tuple[Step, ...]:
        """All steps; read once, their patterns compiled when they are first asked for."""
        path = STEPS / f"{self.name}.yaml"
        rows: list[dict[str, Any]] = worked_out(f"steps-{self.name}", str(path), lambda: yaml_rows(path))
        return tuple(map(self._step, rows))

    def _step(self, row: Mapping[str, Any]) -> Step:
        words = {name: compiled_rule(str(pattern)) for name, pattern in (row.get("words") or {}).items()}
        return Step(
            row["id"], row.get("rule", row["id"]), str(row.get("key", "")), self.actions[row["action"]], words,
            row.get("examples") or {}, row.get("counterexamples") or (),
        )  # fmt: skip

    def first(self, *given: Any, before: str = "") -> tuple[Step, Answer] | None:
        """The first step that has an answer, and its answer.

        Args:
            given: what the actions are given behind their patterns.
            before: what was decided of the number before; steps with a pattern ``key-before`` are tried where it is of this.
        """
        if self._of is not self.rows:
            self._of, self._tried = self.rows, {}
        tried = self._tried.get(before)
        if tried is None:
            tried = self._tried[before] = [
                (step.action, step.words, step)
                for step in self.rows
                if (key := step.words.get(BEFORE)) is None or key.fullmatch(before)
            ]
        for action, words, step in tried:
            if answer := action(words, *given):
                return step, answer
        return None
