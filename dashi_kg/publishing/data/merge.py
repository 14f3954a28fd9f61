"""Many sorted N-Quads files → one, sorted, each line once; a few files are open at a time."""

from __future__ import annotations

import heapq
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO

from dashi_kg.files import whole_file

_AT_ONCE = 128
_LINES = 1000  # that are written at once


def merge(parts: Sequence[Path], out: Path, scratch: Path) -> int:
    """Merge sorted files.

    Args:
        scratch: a folder for files in between; it is emptied first, and removed at the end.

    Returns:
        The number of lines written.
    """
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        level = list(parts)
        step = 0
        while len(level) > _AT_ONCE:
            merged = []
            for start in range(0, len(level), _AT_ONCE):
                path = scratch / f"{step}-{start}"
                scratch.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as file:
                    _write(level[start : start + _AT_ONCE], file)
                merged.append(path)
            for old in level:
                if old.parent == scratch:
                    old.unlink()
            level, step = merged, step + 1
        with whole_file(out) as file:
            return _write(level, file)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _write(parts: Iterable[Path], out: IO[bytes]) -> int:
    with ExitStack() as stack:
        files = [stack.enter_context(part.open("rb")) for part in parts]
        count = 0
        lines = _once(heapq.merge(*files))
        while some := list(islice(lines, _LINES)):
            out.writelines(some)
            count += len(some)
    return count


def _once(lines: Iterable[bytes]) -> Iterator[bytes]:
    last = b""
    for line in lines:
        if line != last:
            yield line
            last = line
