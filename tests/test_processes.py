"""Work that several processes share: the same answers as of one, errors as they are raised, and a process that ends is told."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.processes import shared


@dataclass
class Doubler:
    """Doubles; ``-1`` is an error that a user can put right, ``0`` ends the process."""

    by: int = 2

    def __call__(self, task: int) -> int:
        if task < 0:
            raise DashiError(Both("坏", "bad"), remedy=Both("改", "change it"), file="x")
        if task == 0:
            os._exit(7)
        return task * self.by


def test_answers_and_errors_are_those_of_one_process() -> None:
    for jobs in (1, 2):
        with shared(Doubler(3), jobs) as submit:
            asked = [submit(task) for task in (1, 2, -1, 3)]
            assert [asked[n].result() for n in (0, 1, 3)] == [3, 6, 9]
            with pytest.raises(DashiError) as error:
                asked[2].result()
            assert (error.value.file, error.value.remedy.en) == ("x", "change it")


def test_a_process_that_ends_is_told_and_an_error_ends_all() -> None:
    with pytest.raises(DashiError, match="7"), shared(Doubler(), 2) as submit:
        assert submit(1).result() == 2
        submit(0).result()
