"""Patterns that are compiled once for many starts: for one text, ``re`` compiles some 900 of them, half of its time.

``re`` works a pattern out in Python, and hands a list of numbers to its engine. Within :func:`kept_patterns` these lists
are kept by pattern and flags (:mod:`dashi_kg.user_cache`) and handed to the engine as they were, which checks them. The
names of ``re`` that this needs are private. Where one is missing, ``re`` is left as it is; a list of another build of
Python is never used, and a rule that was changed is another pattern, which is compiled.
"""

from __future__ import annotations

import importlib
import sys
import threading
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from dashi_kg.user_cache import load, save

__all__ = ["keep_now", "kept_patterns"]

Key = tuple[str, int]  # pattern, flags as they were given
# what the engine is given: flags, list of 32-bit numbers, number of groups, names of groups by two ways
Handed = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]

_NAME = "patterns"
_NEVER = 0x04 | 0x80  # re.LOCALE depends on the locale, re.DEBUG prints
# in bytes of lists; some 2 ms of compiling each 4 kB. Less is not worth a new file: a few patterns are of one text only
_WORTH_KEEPING = 20_000
_MOST = 8_000_000  # of patterns that changed since, too: a larger file is begun anew


class _Kept:
    """The patterns that were kept, and those that were compiled since."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._stamp = f"{sys.version} {engine.MAGIC} {engine.CODESIZE} {sys.byteorder} {array('I').itemsize}"
        self._here = threading.local()
        self._known: dict[Key, Handed] | None = None  # until it is asked for
        self._new: dict[Key, Handed] = {}
        self.noting = SimpleNamespace(
            **{**vars(engine), "compile": self._note}
        )  # the engine, but it is listened to

    def _read(self) -> dict[Key, Handed]:
        found = load(_NAME, self._stamp)
        return found if isinstance(found, dict) else {}

    def _note(self, *given: Any) -> Any:
        self._here.given = given
        return self._engine.compile(*given)

    def compiled(self, slowly: Callable[[Any, int], Any], pattern: Any, flags: int) -> Any:
        """The pattern as ``slowly`` (of ``re``) compiles it."""
        if type(pattern) is not str or flags & _NEVER:
            return slowly(pattern, flags)
        if self._known is None and not pattern.isascii():  # the first of the reader's: many will follow
            self._known = self._read()
        key = (pattern, int(flags))
        if self._known and (kept := self._known.get(key)):
            try:
                all_flags, code, *groups = kept
                return self._engine.compile(pattern, all_flags, array("I", code).tolist(), *groups)
            except (RuntimeError, ValueError, TypeError, OverflowError):  # no list of this engine
                del self._known[key]
        found = slowly(pattern, flags)
        given: tuple[Any, ...] = getattr(self._here, "given", ())
        if len(given) == 6 and given[0] is pattern and given[1] == found.flags and not found.flags & _NEVER:
            self._new[key] = (given[1], array("I", given[2]).tobytes(), *given[3:])
        return found

    def keep(self) -> None:
        """Keep what is new, if it is worth a new file."""
        if sum(len(handed[1]) for handed in self._new.values()) < _WORTH_KEEPING:
            return
        both = {**self._read(), **self._new}  # another may have kept others since
        if sum(len(handed[1]) for handed in both.values()) > _MOST:
            both = self._new
        save(_NAME, self._stamp, both)
        self._known = both
        self._new = {}


_now: list[_Kept] = []  # of the blocks that are open


@contextmanager
def kept_patterns() -> Iterator[None]:
    """Within this block, of the whole process: what ``re`` has compiled in an earlier one is not compiled again.

    At the end of a block that is left without an error, or by exit code 0 or 1, what is new is kept.
    """
    try:
        engine: Any = importlib.import_module("_sre")
        compiler: Any = importlib.import_module("re._compiler")
        slowly, own = compiler.compile, compiler._sre
        kept = _Kept(engine)
    except (ImportError, AttributeError):
        yield
        return

    def compiled(pattern: Any, flags: int = 0) -> Any:
        return kept.compiled(slowly, pattern, flags)

    compiler.compile, compiler._sre = compiled, kept.noting
    _now.append(kept)
    try:
        yield
        kept.keep()
    except SystemExit as end:
        if end.code in (None, 0, 1):
            kept.keep()
        raise
    finally:
        _now.remove(kept)
        compiler.compile, compiler._sre = slowly, own


def keep_now() -> None:
    """Keep what is new before the end of the block: for a program that is ended from outside."""
    for kept in _now:
        kept.keep()
