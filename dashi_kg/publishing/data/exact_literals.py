"""The literals of a release as they were written: those of reports are looked at only when somebody asks for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, RdfFormat, parse

from dashi_kg.rdf.iris import OF_REPORTS
from dashi_kg.site.shared.exact import Key, WrittenLiterals


class ExactLiterals(Mapping[Key, Literal]):
    """As :class:`~dashi_kg.site.shared.exact.WrittenLiterals` of all files.

    The pages of a report show what its own quads say, so that a release in which the documents of reports are not
    written needs those of bodies, places and the vocabulary only: a hundredth of them.

    Args:
        others: N-Quads of what is not about reports and their texts.
        parts: all files of N-Quads.
        base: the base IRI.
    """

    def __init__(self, others: Sequence[bytes], parts: Sequence[Path], base: str) -> None:
        self._parts = parts
        self._own = tuple(base + path for path in OF_REPORTS)
        self._others = _written(others)

    @cached_property
    def _all(self) -> WrittenLiterals:
        return WrittenLiterals(
            lambda: (list(parse(p.read_bytes(), format=RdfFormat.N_QUADS)) for p in self._parts)
        )

    def __getitem__(self, wanted: Key) -> Literal:
        return self._all[wanted] if wanted[0].startswith(self._own) else self._others[wanted]

    def __iter__(self) -> Iterator[Key]:
        yield from (key for key in self._others if not key[0].startswith(self._own))
        yield from (key for key in self._all if key[0].startswith(self._own))

    def __bool__(self) -> bool:
        return True  # without looking at all of them

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _written(parts: Sequence[bytes]) -> WrittenLiterals:
    return WrittenLiterals(lambda: (list(parse(part, format=RdfFormat.N_QUADS)) for part in parts))
