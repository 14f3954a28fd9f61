"""The saved questions over more than a hundred reports: every store gives the same rows, whatever its default graph.

A triple stands in one graph, so a store whose union does not merge multiplies nothing.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad

from dashi_kg.loading.load import load
from dashi_kg.loading.load_plan import plan
from dashi_kg.loading.stores import connect
from dashi_kg.pipeline import build, own_quads
from dashi_kg.query.engines import EndpointEngine, engine
from dashi_kg.query.questions import questions
from dashi_kg.query.result import Engine
from tests.corpus_make import text
from tests.questions import BASE, answer
from tests.stores.servers import server
from tests.stores.test_stores import QUIET, states

_PLACES = ("合川区", "平江县", "株洲市", "番禺区", "临桂区", "浏阳市", "攸县")
_BODIES = ("司法局", "教育局", "水利局", "审计局", "人民政府")
REPORTS = [(place, body, year) for place in _PLACES for body in _BODIES for year in (2021, 2022, 2023)]
pytestmark = pytest.mark.store
Answers = dict[str, list[list[str]]]


@pytest.fixture(scope="module")
def quads(tmp_path_factory: pytest.TempPathFactory) -> list[Quad]:
    assert len(REPORTS) > 100
    folder = tmp_path_factory.mktemp("many")
    found = dict.fromkeys(own_quads(BASE))
    for number, (place, body, year) in enumerate(REPORTS):
        file = folder / f"{number:03d}.txt"
        file.write_text(text(place, body, year, number), encoding="utf-8")
        found |= dict.fromkeys(build(file, BASE).quads)
    return list(found)


def rows(on: Engine, *, computed: bool = True) -> Answers:
    """Header and sorted rows of each question; ``computed``: the store knows truth values from numbers."""
    found = {question.name: answer(question, on) for question in questions()}
    if not computed:  # truth values that Virtuoso computes are 1 and 0 (docs/stores.md)
        words = {"1": "true", "0": "false"}
        for row in found["sums-and-rates"][1:]:
            row[5] = words.get(row[5], row[5])
    return {name: [table[0], *sorted(table[1:])] for name, table in found.items()}


@pytest.fixture(scope="module")
def wanted(quads: list[Quad]) -> Answers:
    found = rows(engine("pyoxigraph", quads, BASE))
    assert max(map(len, found.values())) > 500  # they speak of all reports, not of ours alone
    return found


@pytest.mark.parametrize("kind", ["oxigraph", "fuseki", "virtuoso"])
def test_every_store_gives_the_same_rows(
    quads: list[Quad], wanted: Answers, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = server(kind, tmp_path, on_disk=True)
    started.start()
    try:
        for name, value in started.environment.items():
            monkeypatch.setenv(name, value)
        assert states(load(connect(started.url, kind), plan(quads), BASE, QUIET)) == {"loaded"}
        union = "?union-default-graph" if kind == "oxigraph" else ""  # the others' default graph is one here
        found = rows(EndpointEngine(started.sparql + union, BASE), computed=kind != "virtuoso")
        assert {n: found[n][:3] for n in found if found[n] != wanted[n]} == {}
    finally:
        started.stop()
