"""Answers over the first reports of a release: of many, all are too much for a page that shows the first rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from pyoxigraph import Store

from dashi_kg.query.engines import OxigraphEngine
from dashi_kg.query.on_disk.stored import load_merged
from dashi_kg.query.result import Result

MOST = 20  # reports


class FirstReports:
    """An engine over a store in memory, which is made when it is asked first; can be sent to another process.

    Args:
        parts: N-Quads of what all reports share, and of the reports.
        base: the base IRI.
    """

    def __init__(self, parts: Sequence[Path], base: str) -> None:
        self.parts, self.base = parts, base

    def __getstate__(self) -> dict[str, object]:
        return {"parts": self.parts, "base": self.base}

    @cached_property
    def _engine(self) -> OxigraphEngine:
        store = Store()
        load_merged(store, (part.read_bytes() for part in self.parts))
        return OxigraphEngine(store, self.base, merged=True)

    def run(self, text: str) -> Result:
        """See :class:`~dashi_kg.query.result.Engine`."""
        return self._engine.run(text)
