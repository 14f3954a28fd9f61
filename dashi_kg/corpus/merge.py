"""Many sorted N-Quads files → one, sorted, each line once; a few files are open at a time."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from dashi_kg.files import whole_file

_AT_ONCE = 128


def merge(parts: Sequence[Path], out: Path) -> int:
    """Merge sorted files.

    Returns:
        The number of lines written.
    """
    with tempfile.TemporaryDirectory(prefix="dashi-kg-") as folder:
        level = list(parts)
        step = 0
        while len(level) > _AT_ONCE:
            merged = []
            for start in range(0, len(level), _AT_ONCE):
                path = Path(folder) / f"{step}-{start}"
                with path.open("wb") as file:
                    _write(level[start : start + _AT_ONCE], file)
                merged.append(path)
            for old in level:
                if old.parent == Path(folder):
                    old.unlink()
            level, step = merged, step + 1
        with whole_file(out) as file:
            return _write(level, file)


def _write(parts: Iterable[Path], out: IO[bytes]) -> int:
    with ExitStack() as stack:
        files = [stack.enter_context(part.open("rb")) for part in parts]
        count = 0
        for line in _once(heapq.merge(*files)):
            out.write(line)
            count += 1
    return count


def _once(lines: Iterable[bytes]) -> Iterator[bytes]:
    last = b""
    for line in lines:
        if line != last:
            yield line
            last = line
