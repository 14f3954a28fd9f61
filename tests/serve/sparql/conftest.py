"""A release made once, small data of our own, and a server over each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashi_kg.loading.stores import connect
from tests.once import release_with_site
from tests.questions import BASE
from tests.serve.sparql.running import Server, served
from tests.stores import servers as stores

A, B = "http://example.org/a", "http://example.org/图/b"
DATA = f"""<http://example.org/s1> <http://example.org/p> "in a" <{A}> .
<http://example.org/s2> <http://example.org/p> "大石"@zh <{A}> .
<http://example.org/人> <http://example.org/p> "in b" <{B}> .
"""


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release_with_site(tmp_path_factory, BASE)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("small") / "small.nq"
    file.write_text(DATA, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def over_release(release: Path) -> Iterator[Server]:
    with served(source=str(release), timeout=120) as server:
        yield server


@pytest.fixture(scope="session")
def local(small: Path) -> Iterator[Server]:
    with served(source=str(small), timeout=120) as server:
        yield server


@pytest.fixture(scope="session", params=stores.beside("local", ("oxigraph", "fuseki")))
def endpoint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The small data behind each kind of backend: a store of our own, and real stores at an address."""
    if request.param == "local":
        yield request.getfixturevalue("local")
        return
    store = stores.server(request.param, tmp_path_factory.mktemp(request.param))
    store.start()
    try:
        client = connect(store.url, request.param)
        for graph in (A, B):
            lines = [
                line.replace(f" <{graph}> .", " .") for line in DATA.splitlines() if f"<{graph}>" in line
            ]
            client.put(graph, ["\n".join(lines).encode()])
        with served(source=store.sparql, timeout=120) as server:
            yield server
    finally:
        store.stop()
