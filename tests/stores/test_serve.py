"""The same pages over real stores: a SPARQL endpoint behind the server gives the bytes that a file gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashi_kg.loading.load import load
from dashi_kg.loading.load_plan import plan
from dashi_kg.loading.stores import connect
from dashi_kg.pipeline import own_quads
from dashi_kg.rdf.serialize import serialize
from tests.questions import BASE
from tests.serve.running import Running, running
from tests.stores.servers import Server, prepare, server

KINDS = ("oxigraph", "fuseki")
PAGES = (
    "index.html", "index.en.html", "coverage.html", "ns.html", "org/cn-500117007-office.html",
    "org/cn-500117007-office.en.html", "org/cn-500117007-office.ttl", "org/cn-500117007-office.jsonld",
    "report/cn-500117007-office/2023.nt", "place/cn-500117007.html", "shapes.html",
)  # fmt: skip
pytestmark = pytest.mark.store
WHOLE = re.compile(rb'\b(\d+)\.0(?=%</small>|"\^\^<[^>]+#decimal>)')


def quiet(step: str, done: int = 0, total: int = 0) -> None:
    return None


@pytest.fixture(scope="module")
def over_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    file = tmp_path_factory.mktemp("file") / "own.nq"
    file.write_bytes(serialize(own_quads(BASE), "nq", BASE))
    with running(file, base=BASE) as started:
        yield started


@pytest.fixture(scope="module", params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = server(request.param, tmp_path_factory.mktemp(request.param))
    started.start()
    try:
        prepare(started)
        load(connect(started.url, started.kind), plan(own_quads(BASE)), BASE, quiet)
        yield started
    finally:
        started.stop()


def test_the_pages_are_the_same_byte_by_byte(store: Server, over_file: Running) -> None:
    with running("--endpoint", store.sparql, base=BASE) as over_store:
        wrong = []
        for page in PAGES:
            here, there = over_file.get(f"/{page}"), over_store.get(f"/{page}")
            assert here.status == 200, page
            body = there.body
            if (
                store.kind == "fuseki"
            ):  # writes whole decimals with .0, and keeps types of numbers (docs/stores.md)
                body = WHOLE.sub(rb"\1", body).replace(b"#nonNegativeInteger>", b"#integer>")
            if (there.status, body) != (here.status, here.body):
                wrong.append(page)
            elif there.body == here.body:
                assert there["ETag"] == here["ETag"]
        assert not wrong
        assert over_store.get("/org/cn-500117007-office", "text/turtle").status == 303
        assert over_store.get("/org/none").status == 404
        assert over_store.get("/readyz").status == 200


def test_a_store_that_goes_away_and_comes_back(tmp_path: Path) -> None:
    started = server("oxigraph", tmp_path, on_disk=True)
    started.start()
    try:
        load(connect(started.url, started.kind), plan(own_quads(BASE)), BASE, quiet)
        with running("--endpoint", started.sparql, "--timeout", "30", base=BASE) as over_store:
            kept = over_store.get("/org/cn-500117007-office.ttl")
            started.stop()
            assert over_store.get("/org/cn-500117007-office.ttl").body == kept.body  # from memory
            lost = over_store.get("/place/cn-500117007.ttl")
            assert (lost.status, lost["Retry-After"]) == (503, "2")
            assert over_store.get("/readyz").status == 503
            assert over_store.get("/healthz").status == 200
            assert "Traceback" not in over_store.log()
            started.start()
            assert over_store.get("/place/cn-500117007.ttl").status == 200
    finally:
        started.stop()
