"""Methods that ``dataclasses`` writes, compiled once for many starts: a command makes some 90 classes, a fifth of its start.

``dataclasses`` writes six methods a class as words and has Python compile them. Within :func:`kept_classes` what was
compiled is kept by these words (:mod:`dashi_kg.user_cache`), as Python keeps a module. A class that was changed has other
words, which are compiled; what was kept by another build of Python is never used.
"""

from __future__ import annotations

import dataclasses
import marshal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

from dashi_kg.user_cache import load, save

__all__ = ["kept_classes"]

_NAME = "classes"
_WORTH_KEEPING = 60  # methods; those of ten classes take a few milliseconds, as does a new file
_MOST = 6_000  # of classes that changed since, too: a larger file is begun anew


@contextmanager
def kept_classes() -> Iterator[None]:
    """Within this block, of the whole process: what was compiled for a class in an earlier one is not compiled again.

    At the end of a block that is left without an error, or by exit code 0 or 1, what is new is kept.
    """
    kept = _Kept()
    names: dict[str, Any] = vars(dataclasses)
    before = names.get("exec", exec)
    names["exec"] = kept.run  # a name of the module goes before Python's own
    try:
        yield
        kept.keep()
    except SystemExit as end:
        if end.code in (None, 0, 1):
            kept.keep()
        raise
    finally:
        if before is exec:
            names.pop("exec", None)
        else:
            names["exec"] = before


class _Kept:
    def __init__(self) -> None:
        self._known: dict[str, bytes] | None = None  # until it is asked for
        self._new: dict[str, bytes] = {}

    def run(self, words: Any, *spaces: Any) -> None:
        """As ``exec``, in these name spaces."""
        exec(self._compiled(words) if type(words) is str else words, *spaces)

    def _compiled(self, words: str) -> CodeType:
        if self._known is None:
            self._known = self._read()
        try:
            found = marshal.loads(self._known[words])
            if isinstance(found, CodeType):
                return found
        except (KeyError, ValueError, EOFError, TypeError):
            pass
        code = compile(words, "<string>", "exec")
        self._new[words] = marshal.dumps(code)
        return code

    def keep(self) -> None:
        """Keep what is new, if it is worth a new file."""
        if len(self._new) < _WORTH_KEEPING:
            return
        both = {**self._read(), **self._new}  # another may have kept others since
        save(_NAME, sys.version, both if len(both) <= _MOST else self._new)

    def _read(self) -> dict[str, bytes]:
        found = load(_NAME, sys.version)
        return found if isinstance(found, dict) else {}
