"""Many cases in one test: pytest takes some 5 ms of processor time for a test, and some checks take none."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any


def for_each(
    cases: Iterable[Any], ids: Callable[[Any], str] = str
) -> Callable[[Callable[[Any], None]], Callable[[], None]]:
    """Makes of a check of one case the test of all: each is tried, all that fail are named, the first with its cause.

    For checks that change nothing; one that is dear, or is looked for by name, is ``pytest.mark.parametrize``.
    """

    def made(check: Callable[[Any], None]) -> Callable[[], None]:
        def test() -> None:
            failed: list[tuple[str, Exception]] = []
            tried = 0
            for case in cases:
                tried += 1
                try:
                    check(case)
                except Exception as error:
                    failed.append((ids(case), error))
            assert tried, "there are no cases"
            if failed:
                names = ", ".join(name for name, _ in failed)
                raise AssertionError(f"{len(failed)} of {tried}: {names}") from failed[0][1]

        test.__name__, test.__doc__, test.__module__ = check.__name__, check.__doc__, check.__module__
        return test

    return made


def in_one(
    names: str | Sequence[str], cases: Iterable[Any], ids: object = None
) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """:func:`for_each` in the place of ``pytest.mark.parametrize``, with its arguments: a test that has no fixtures.

    Args:
        ids: as there; a case that fails is named by its values.
    """
    words = [word.strip() for word in names.split(",")] if isinstance(names, str) else list(names)

    def values(case: Any) -> Sequence[Any]:
        found = getattr(case, "values", None)  # of pytest.param
        if isinstance(found, tuple):
            return found
        return case if len(words) > 1 else (case,)

    def made(check: Callable[..., None]) -> Callable[[], None]:
        def one(case: Any) -> None:
            check(**dict(zip(words, values(case), strict=True)))

        one.__name__, one.__doc__, one.__module__ = check.__name__, check.__doc__, check.__module__
        return for_each(cases, ids=lambda case: repr(values(case))[:100])(one)

    return made


@cache
def tree(path: Path) -> ast.Module:
    """A file of Python as it is parsed; not to be changed."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a file of Python."""
    return tuple(ast.walk(tree(path)))
