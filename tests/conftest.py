"""What all tests share: the Dashi report, its text and its extraction; a steady hypothesis profile."""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from dashi_kg.model import Extraction, Source
from dashi_kg.source.read import read_source

ROOT = Path(__file__).resolve().parent.parent
REPORT_DIR = ROOT / "data" / "reports" / "cn-500117007-office" / "2023"
REPORT = REPORT_DIR / "source.txt"

# Messages are English where a test does not ask for another language; LC_CTYPE stays as it is.
os.environ["LC_MESSAGES"] = "en_GB.UTF-8"
os.environ.pop("LC_ALL", None)
# What the tests start keeps what it has compiled, as for a user, and so do they: or each process compiles all modules
# anew, and each worker takes half of the time of collecting to rewrite the assertions of all tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# The same examples on each run, so that more of them find nothing new from run to run: `make fuzz` looks for that.
settings.register_profile(
    "steady", deadline=None, derandomize=True, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


# What lies outside the project runs where it is asked for, wherever it happens to be installed: by `.ci/run`, each once.
APART = {
    "store": ("DASHI_KG_STORES", "a real triple store: .ci/stores runs it"),
    "browser": ("DASHI_KG_BROWSER", "a real browser: DASHI_KG_BROWSER=1 make test runs it"),
    "referee": ("DASHI_KG_REFEREES", "programs and files of others: .ci/referees and .ci/reasoner run it"),
    "spark": ("DASHI_KG_SPARK", "Apache Spark: .ci/spark runs it"),
}


# Files of few tests that take long, the longest first: a worker that begins one at the end is waited for alone.
LONGEST = (
    "test_publish_again", "test_eval", "test_export_streamed", "test_questions", "test_docs", "test_api", "test_ops", "test_limits",
    "test_ask", "test_stores", "test_corpus", "test_documents", "test_swap", "test_publish", "test_faults", "test_validation_page",
)  # fmt: skip


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """For ``-n auto``: one more than there are processors, since tests wait for servers and processes half of their time."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(tryfirst=True)  # before a worker tells what it has
def pytest_collection_finish(session: pytest.Session) -> None:
    """The longest files first, then those of most tests (``--no-loadscope-reorder`` leaves them so)."""
    tests = Counter(item.path for item in session.items)
    places = {name: place for place, name in enumerate(LONGEST)}
    session.items.sort(key=lambda item: (places.get(item.path.stem, len(places)), -tests[item.path]))


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what has a fixture of such a name, and skip what is marked and nobody has asked for."""
    for name, (variable, reason) in APART.items():
        for item in items:
            if name in getattr(item, "fixturenames", ()):
                item.add_marker(name)
            if item.get_closest_marker(name) and not os.environ.get(variable):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_sessionfinish() -> None:
    """What is held to the end is not looked through for cycles several times: it ends anyway."""
    gc.freeze()


@pytest.fixture(scope="session")
def dashi() -> Source:
    return read_source(REPORT)


@pytest.fixture(scope="session")
def read(dashi: Source) -> Extraction:
    from dashi_kg.reader.extract import extract  # the process that hands out the tests reads nothing

    return extract(dashi)


@pytest.fixture(scope="module")
def queries_read_once() -> Iterator[None]:
    """rdflib reads the text of a query or an update anew whenever it is asked, longer than all the rest of a small case takes."""
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

    @cache
    def read_update(text: str, names: tuple[tuple[str, Any], ...]) -> Any:
        return processor.translateUpdate(processor.parseUpdate(text), initNs=dict(names))

    def update(self: Any, text: Any, bindings: Any = None, names: Any = None) -> Any:
        if isinstance(text, str):
            text = read_update(text, tuple(sorted((names or {}).items())))
        return processor.evalUpdate(self.graph, text, bindings)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processor.SPARQLProcessor, "query", query)
        patch.setattr(processor.SPARQLUpdateProcessor, "update", update)
        yield
