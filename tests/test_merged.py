"""N-Quads that the library merges itself answer as those that are read quad by quad, or are left to that way."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from dashi_kg.errors import DashiError
from dashi_kg.pipeline import engine_for
from dashi_kg.pipeline.inputs import given
from dashi_kg.query import engines
from dashi_kg.query.bind import bind
from dashi_kg.query.engines import engine
from dashi_kg.query.merged import merged_engine
from dashi_kg.query.questions import questions
from dashi_kg.settings import DEFAULT_BASE
from tests.once import data_release

GRAPH = b"<http://x.org/s> <http://x.org/p> <http://x.org/o> <http://x.org/g> .\n"
WORDS = b'<http://x.org/s> <http://x.org/p> "a <b> ." <http://x.org/g> .\n'
# what it may not take the last IRI off, and what it may not read at all
OTHERS = {
    "a triple": b"<http://x.org/s> <http://x.org/p> <http://x.org/o> .\n",
    "words": b'<http://x.org/s> <http://x.org/p> "a <http://x.org/b> ." .\n',
    "a type": b'<http://x.org/s> <http://x.org/p> "1"^^<http://x.org/t> .\n',
    "a tag": b'<http://x.org/s> <http://x.org/p> "a"@zh .\n',
    "a blank node": b"_:s <http://x.org/p> <http://x.org/o> <http://x.org/g> .\n",
    "line ends": GRAPH.replace(b"\n", b"\r\n"),
    "no end": GRAPH[:-1],
    "an empty line": b"\n",
    "a note": b"# a note\n",
}
BROKEN = {
    "a relative graph": GRAPH.replace(b"<http://x.org/g>", b"<g>"),
    "a graph of words": GRAPH.replace(b"<http://x.org/g>", b'"g"'),
    "five terms": GRAPH.replace(b" .\n", b" <http://x.org/h> .\n"),
    "bytes": GRAPH.replace(b"/o>", b"/\xff>"),
    "bytes of a graph": GRAPH.replace(b"/g>", b"/\xff>"),
}
TRIPLES = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
QUADS = "SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o"


def rows(on: object, text: str) -> list[object]:
    return list(on.run(text).rows)  # type: ignore[attr-defined]


def test_a_release_answers_alike(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = data_release(tmp_path_factory, DEFAULT_BASE) / "dashi-kg.nq"
    one, other = merged_engine(file, DEFAULT_BASE), engine("pyoxigraph", given(file, "").quads, DEFAULT_BASE)
    assert one
    for text in ("SELECT * { ?s ?p ?o }", QUADS, *(bind(q, {}, DEFAULT_BASE) for q in questions())):
        assert rows(one, text) == rows(other, text), text


def test_words_that_look_like_a_graph_stay(tmp_path: Path) -> None:
    file = tmp_path / "a.nq"
    file.write_bytes(WORDS + GRAPH + GRAPH.replace(b"/g>", b"/h>"))
    found = merged_engine(file, DEFAULT_BASE)
    assert found
    assert {str(o) for (o,) in rows(found, "SELECT ?o { ?s ?p ?o }")} == {'"a <b> ."', "<http://x.org/o>"}
    assert len(rows(found, TRIPLES)) == 2
    assert len(rows(found, QUADS)) == 3


@pytest.mark.parametrize("kind", OTHERS)
def test_what_it_cannot_take_is_read_as_all_data_are(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "a.nq"
    file.write_bytes(GRAPH + OTHERS[kind])
    assert merged_engine(file, DEFAULT_BASE) is None
    assert rows(engine_for(str(file), "pyoxigraph", DEFAULT_BASE), TRIPLES)


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_wrong_is_said_as_of_all_data(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "a.nq"
    file.write_bytes(GRAPH + BROKEN[kind])
    assert merged_engine(file, DEFAULT_BASE) is None
    with pytest.raises(DashiError, match="2"):
        engine_for(str(file), "pyoxigraph", DEFAULT_BASE)


def test_a_name_that_ends_in_from_asks_for_no_graph(tmp_path: Path) -> None:
    file = tmp_path / "a.nq"
    file.write_bytes(GRAPH)
    found = merged_engine(file, DEFAULT_BASE)
    assert found
    rows(found, "SELECT * { ?s prov:wasDerivedFrom ?o }")
    assert not list(found.store.named_graphs())
    assert len(rows(found, "SELECT * FROM <http://x.org/g> { ?s ?p ?o }")) == 1
    assert len(rows(found, "SELECT *{GRAPH ?g{?s ?p ?o}}")) == 1


@pytest.mark.parametrize("on_disk", [False, True])
def test_a_store_is_merged_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on_disk: bool) -> None:
    """Each triple once, whatever the part in which its graphs are read."""
    monkeypatch.setattr(engines, "_PART", 2)
    store = Store(str(tmp_path / "store")) if on_disk else Store()
    triples = [
        Triple(NamedNode(f"http://x.org/{n}"), NamedNode("http://x.org/p"), Literal("o")) for n in range(7)
    ]
    for graph in ("http://x.org/g", "http://x.org/h"):
        store.extend(Quad(t.subject, t.predicate, t.object, NamedNode(graph)) for t in triples)
    engines.merge(store)
    found = list(store.quads_for_pattern(None, None, None, DefaultGraph()))
    assert len(store) == 3 * len(triples) and {q.triple for q in found} == set(triples)
