"""What all tests share: the Dashi report, its text and its extraction; a steady hypothesis profile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from dashi_kg.model import Extraction, Source
from dashi_kg.reader.extract import extract
from dashi_kg.source.read import read_source

ROOT = Path(__file__).resolve().parent.parent
REPORT_DIR = ROOT / "data" / "reports" / "cn-500117007-office" / "2023"
REPORT = REPORT_DIR / "source.txt"

# Messages are English where a test does not ask for another language; LC_CTYPE stays as it is.
os.environ["LC_MESSAGES"] = "en_GB.UTF-8"
os.environ.pop("LC_ALL", None)
# What the tests start keeps what it has compiled, as for a user; or each process compiles all modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The same examples on each run, so that more of them find nothing new from run to run: `make fuzz` looks for that.
settings.register_profile(
    "steady", deadline=None, derandomize=True, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def dashi() -> Source:
    return read_source(REPORT)


@pytest.fixture(scope="session")
def read(dashi: Source) -> Extraction:
    return extract(dashi)


@pytest.fixture(scope="module")
def queries_read_once() -> Iterator[None]:
    """rdflib reads the text of a query anew whenever it is asked, which takes longer than all the rest of a small case."""
    from rdflib.plugins.sparql import processor

    @cache
    def read(text: str, base: str | None, names: tuple[tuple[str, Any], ...]) -> Any:
        return processor.translateQuery(processor.parseQuery(text), base, dict(names))

    def query(
        self: Any, text: Any, bindings: Any = None, names: Any = None, base: Any = None, **_: Any
    ) -> Any:
        if isinstance(text, str):
            text = read(text, base, tuple(sorted((names or {}).items())))
        return processor.evalQuery(self.graph, text, bindings, base)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processor.SPARQLProcessor, "query", query)
        yield
