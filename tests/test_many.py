"""A check of many cases in one test fails where one of them does."""

from __future__ import annotations

import pytest

from tests.many import for_each


def test_all_cases_that_fail_are_named_and_none_is_a_failure() -> None:
    tried: list[int] = []

    @for_each(range(5))
    def odd_numbers_only(number: int) -> None:
        tried.append(number)
        assert number % 2

    with pytest.raises(AssertionError, match="3 of 5: 0, 2, 4"):
        odd_numbers_only()
    assert tried == [*range(5)]
    with pytest.raises(AssertionError, match="no cases"):
        for_each([])(lambda case: None)()
