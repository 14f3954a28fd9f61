"""Regular expressions that are compiled when they are first used: a start pays for none that it does not need."""

from __future__ import annotations

import re
from typing import Any, cast


class _Pattern:
    """Stands in for :class:`re.Pattern`; its methods are those of the compiled pattern from the first call on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # only asked for what is not there yet: from now on the methods are found without a detour
        found = re.compile(self.pattern, self._flags)
        for method in ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"):
            setattr(self, method, getattr(found, method))
        return getattr(found, name)


def pattern(words: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression, compiled when it is first used.

    Args:
        words: the pattern, as :func:`re.compile` takes it.
        flags: of :mod:`re`.

    Raises:
        re.error: at the first use, where the pattern is malformed (a test compiles all).
    """
    return cast("re.Pattern[str]", _Pattern(words, flags))
