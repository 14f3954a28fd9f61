"""The short part of ``make fuzz``: the kept corpus of every reader, and the same few mutated cases each time."""

from __future__ import annotations

import random

import pytest

from dashi_kg.errors import DashiError
from fuzz import oracles
from fuzz.http import ask
from fuzz.mutate import mutated
from fuzz.one import attempt
from fuzz.targets import TARGETS, Target

# cases; some start a process each
SLOW = {"rdfxml": 2, "jsonld": 2, "trig": 4, "text": 3, "html": 5, "docx": 9, "pdf": 9, "yaml": 15}
FEW = 40


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_whatever_comes_is_read_or_refused(target: Target) -> None:
    seeds = target.corpus()
    assert seeds
    cases = [
        target.case(seeds, random.Random(f"1/{target.name}/{n}")) for n in range(SLOW.get(target.name, FEW))
    ]
    for number, data in enumerate([*seeds, *cases]):
        figures = {"cases": 0, "read": 0, "refused": 0, "slowest": 0.0}
        assert not attempt(target, data, figures), (number, data[:200])


def test_cases_are_the_same_everywhere() -> None:
    """What a seed gives is a matter of the seed alone: a failure that is told can be repeated."""
    assert mutated([b"abcdef"], [b"x"], random.Random("1/a/3")) == mutated(
        [b"abcdef"], [b"x"], random.Random("1/a/3")
    )
    assert len({mutated([b"abcdef" * 9], [b"x"], random.Random(f"1/a/{n}")) for n in range(50)}) > 40


def test_what_is_wrong_is_seen() -> None:
    """The oracles themselves: a reader that raises, never refuses clearly, or answers no HTTP does not pass."""

    def fails(data: bytes) -> None:
        raise KeyError("x")

    def murmurs(data: bytes) -> None:
        raise DashiError("")

    for read, words in ((fails, "KeyError"), (murmurs, "without a cause")):
        figures = {"cases": 0, "read": 0, "refused": 0, "slowest": 0.0}
        assert words in attempt(Target("a", read, ()), b"", figures)
    with pytest.raises(oracles.Broken):
        oracles.must(False, "no")
    assert ask(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n") == [200]
    assert ask(b"GET /\xff\xfe HTTP/9\r\n\r\n") == [400]
