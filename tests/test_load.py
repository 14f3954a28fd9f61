"""The loader without a server: plans, addresses, a folder as store."""

from __future__ import annotations

import hashlib
import http.server
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from dashi_kg.errors import DashiError
from dashi_kg.loading import renewed
from dashi_kg.loading.http import Http
from dashi_kg.loading.load import AGAIN, load
from dashi_kg.loading.load_plan import lines_and_digest, plan, plan_on_disk
from dashi_kg.loading.manifest import STAGING
from dashi_kg.loading.stores import DiskStore, by_value, connect
from dashi_kg.pipeline import build, load_into, load_table, own_quads, unload_from
from dashi_kg.rdf.namespaces import XSD
from dashi_kg.rdf.serialize import serialize
from dashi_kg.rdf.terms import value
from dashi_kg.settings import settings
from tests import corpus_make
from tests.many import in_one

BASE = settings(None).base
S, P, G = NamedNode("urn:s"), NamedNode("urn:p"), NamedNode("urn:g")


def test_the_hash_is_that_of_canonical_nquads() -> None:
    """For a graph without blank nodes the canonical form is the sorted lines (RDFC-1.0, section 4)."""
    triples = [q.triple for q in own_quads(BASE)][:500]
    lines, digest = lines_and_digest(triples)
    dataset = pyoxigraph.Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    canonical = sorted(f"{quad.triple} .\n" for quad in dataset)
    assert list(lines) == canonical
    assert digest == hashlib.sha256("".join(canonical).encode()).hexdigest()


def test_what_cannot_be_planned() -> None:
    with pytest.raises(DashiError, match="nothing to load"):
        plan([])
    with pytest.raises(DashiError, match="blank node"):
        plan([Quad(BlankNode(), P, S, G)])
    with pytest.raises(DashiError, match="without a graph"):
        plan([Quad(S, P, S)])
    assert [g.iri for g in plan([Quad(S, P, S)], "urn:mine")] == ["urn:mine"]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://127.0.0.1/", "not an http"), ("127.0.0.1:7878", "not an http"), ("http://", "not an http"),
        ("http://user:secret@127.0.0.1:7878", "credentials in it"),
    ],
)  # fmt: skip
def test_bad_addresses(url: str, words: str) -> None:
    with pytest.raises(DashiError, match=words) as caught:
        connect(url, "oxigraph")
    assert "secret" not in str(caught.value)


@in_one(
    ("words", "kind", "same"),
    [
        ("38.0", "decimal", "38"), ("38", "decimal", "38"), ("0.50", "decimal", "0.5"), ("100", "integer", "100"),
        ("+07", "integer", "7"), ("1", "boolean", "true"), ("-0.0", "decimal", "0"), ("2023", "gYear", "2023"),
        ("38.0", "string", "38.0"),
    ],
)  # fmt: skip
def test_values_have_one_spelling(words: str, kind: str, same: str) -> None:
    triple = Triple(S, P, Literal(words, datatype=NamedNode(XSD + kind)))
    once = by_value(triple)
    assert once.object.value.lstrip("-") == same  # type: ignore[union-attr]
    assert by_value(once) == once


def test_a_folder_as_store(tmp_path: Path) -> None:
    report, data = tmp_path / "report.txt", tmp_path / "report.nq"
    report.write_text(corpus_make.text("合川区", "司法局", 2022, 0), encoding="utf-8")
    data.write_bytes(serialize(build(report, BASE).quads, "nq", BASE))

    def run() -> list[str]:
        return [g.state for g in load_into(str(tmp_path / "store"), data, "pyoxigraph", BASE)]

    assert set(run()) == {"loaded"}
    assert set(run()) == {"same"}
    found = unload_from(str(tmp_path / "store"), "pyoxigraph", BASE)
    assert {g.state for g in found} == {"removed"}
    assert "removed" in load_table(found)
    assert unload_from(str(tmp_path / "store"), "pyoxigraph", BASE) == []
    assert "has loaded nothing here" in load_table([])


def test_what_a_killed_run_has_staged_is_removed_where_nothing_is_to_load(tmp_path: Path) -> None:
    data = tmp_path / "a.nq"
    data.write_text("<urn:s> <urn:p> <urn:o> <urn:g> .\n")
    store = str(tmp_path / "store")
    assert [g.state for g in load_into(store, data, "pyoxigraph", BASE)] == ["loaded"]
    connect(store, "pyoxigraph").put(STAGING + "x", [b"<urn:s> <urn:p> <urn:o> .\n"])
    assert [g.state for g in load_into(store, data, "pyoxigraph", BASE)] == ["same"]
    assert not [g for g in connect(store, "pyoxigraph").graphs() if g.startswith(STAGING)]


class _Forgetful(DiskStore):
    """A store that loses a triple of what it swaps in, so many times (as Jena TDB2 does in large transactions)."""

    sent = 0
    losing = 1

    def put(self, graph: str, chunks: Iterable[bytes]) -> None:
        self.sent += 1
        super().put(graph, chunks)

    def update(self, text: str) -> None:
        super().update(text)
        if self.losing:
            self.losing -= 1
            super().update("DELETE DATA { GRAPH <urn:g> { <urn:s> <urn:p> <urn:o2> } }")


def test_what_a_store_lost_comes_from_what_is_staged_at_once_or_by_a_second_load(tmp_path: Path) -> None:
    def progress(step: object, done: int = 0, total: int = 0) -> None:
        return None

    graphs = plan([Quad(S, P, NamedNode(f"urn:o{i}"), G) for i in range(4)])
    once = _Forgetful(tmp_path / "once")
    assert [g.state for g in load(once, graphs, BASE, progress)] == ["loaded"]  # copied once more by itself
    store = _Forgetful(tmp_path / "store")
    store.losing = 1 + AGAIN
    (first,) = load(store, graphs, BASE, progress)
    assert first.state == "differs" and first.proof
    assert first.proof.missing == ("<urn:s> <urn:p> <urn:o2> .\n",)
    assert [g for g in store.graphs() if g.startswith(STAGING)]
    assert [g.state for g in load(store, graphs, BASE, progress)] == ["loaded"]
    assert store.sent == 1
    assert not [g for g in store.graphs() if g.startswith(STAGING)]


QUADS = """<urn:s> <urn:p> "38.0"^^<http://www.w3.org/2001/XMLSchema#decimal> <urn:g> .
<urn:s> <urn:p> <urn:o1> <urn:g> .
<urn:s> <urn:p> "县 \\"x\\""@zh <urn:h> .
<urn:t> <urn:p> <urn:o2> <urn:g> .
"""


def test_lines_are_planned_as_quads_are(tmp_path: Path) -> None:
    quads = list(parse(QUADS.encode(), RdfFormat.N_QUADS))
    on_disk = plan_on_disk([QUADS, QUADS], tmp_path)
    held = plan(quads)
    assert all(isinstance(graph.held, Path) for graph in on_disk)
    assert [(g.iri, g.count, g.digest, g.lines) for g in on_disk] == [
        (g.iri, g.count, g.digest, g.lines) for g in held
    ]
    without = "<urn:s> <urn:p> <urn:o> .\n"
    assert [g.iri for g in plan_on_disk([without], _folder(tmp_path), "urn:x")] == ["urn:x"]
    for lines, words in (
        (without, "without a graph"),
        ("_:a <urn:p> <urn:o> <urn:g> .\n", "blank node"),
        ("", "nothing"),
    ):
        with pytest.raises(DashiError, match=words):
            plan_on_disk([lines], _folder(tmp_path))


def test_a_folder_of_which_much_changes_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what others have put in; a run that was killed before the exchange, or whose proof fails, leaves the former."""
    folder, data = tmp_path / "store", tmp_path / "a.nq"
    data.write_text(QUADS, encoding="utf-8")
    others = [
        Quad(S, P, NamedNode("urn:x"), NamedNode("urn:others")),
        Quad(S, P, NamedNode("urn:y"), DefaultGraph()),
    ]
    store = connect(str(folder), "pyoxigraph")
    assert isinstance(store, DiskStore)
    store.store.extend(others)
    store.close()
    load_into(str(folder), data, "pyoxigraph", BASE)  # in one transaction
    store.open()
    before = set(store.quads())
    store.close()
    monkeypatch.setattr(renewed, "LARGE", 0)

    def content() -> set[Quad]:
        kept = DiskStore(folder)
        found = set(kept.quads())
        kept.close()
        return found

    data.write_text(QUADS.replace("urn:t", "urn:new").replace("urn:h", "urn:i"), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("dashi_kg.loading.load.taken_over", _killed)
        with pytest.raises(KeyboardInterrupt):
            load_into(str(folder), data, "pyoxigraph", BASE)
    assert content() == before
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".renewed")]
    with monkeypatch.context() as patch:
        patch.setattr(DiskStore, "add", _full)
        with pytest.raises(OSError, match="No space"):
            load_into(str(folder), data, "pyoxigraph", BASE)
    with monkeypatch.context() as patch:
        patch.setattr("dashi_kg.loading.load._proved", _killed)
        with pytest.raises(KeyboardInterrupt):
            load_into(str(folder), data, "pyoxigraph", BASE)
    assert content() == before
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".store.renewed")]
    with (
        monkeypatch.context() as patch
    ):  # a system that cannot exchange two folders, killed between two renames
        patch.setattr(renewed, "exchanged", lambda *_: False)
        rename = Path.rename
        patch.setattr(
            Path, "rename", lambda p, to: _killed() if p.name.endswith(".renewed") else rename(p, to)
        )
        with pytest.raises(KeyboardInterrupt):
            load_into(str(folder), data, "pyoxigraph", BASE)
    assert not folder.exists()
    with (
        monkeypatch.context() as patch
    ):  # the next run puts it back; so does one that cannot move the new one
        patch.setattr(renewed, "exchanged", lambda *_: False)
        patch.setattr(
            Path, "rename", lambda p, to: _denied() if p.name.endswith(".renewed") else rename(p, to)
        )
        with pytest.raises(DashiError, match="Check the permissions"):
            load_into(str(folder), data, "pyoxigraph", BASE)
    assert content() == before
    with monkeypatch.context() as patch:
        patch.setattr(DiskStore, "add", _losing)
        lost = load_into(str(folder), data, "pyoxigraph", BASE)
    assert {line.iri: line.state for line in lost} == {"urn:g": "differs", "urn:i": "not loaded"}
    assert content() == before
    found = load_into(str(folder), data, "pyoxigraph", BASE)
    assert {line.iri: line.state for line in found} == {
        "urn:g": "loaded",
        "urn:h": "removed",
        "urn:i": "loaded",
    }
    now = content()
    assert now >= set(others)
    assert {value(quad.subject) for quad in now if quad.graph_name == G} == {"urn:s", "urn:new"}
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".store")]
    assert {g.state for g in load_into(str(folder), data, "pyoxigraph", BASE)} == {"same"}
    unload_from(str(folder), "pyoxigraph", BASE)
    assert content() == set(others)


def _folder(parent: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=parent))


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def _denied() -> None:
    raise PermissionError(13, "Permission denied")


def _full(store: DiskStore, bulks: Iterable[bytes]) -> None:
    store.store.bulk_load(next(iter(bulks)), format=RdfFormat.N_QUADS)
    raise OSError(28, "No space left on device")


def _losing(store: DiskStore, bulks: Iterable[bytes]) -> None:
    for bulk in bulks:
        lines = [line for line in bulk.splitlines(keepends=True) if not line.startswith(b"<urn:new>")]
        store.store.bulk_load(b"".join(lines), format=RdfFormat.N_QUADS)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(DashiError, match="connection failed") as caught:
        connect("http://127.0.0.1:9", "oxigraph", retries=0).graphs()
    assert "run the same command again" in str(caught.value)


class _Moved(http.server.BaseHTTPRequestHandler):
    """Sends every request elsewhere; elsewhere answers 200 to whatever comes."""

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200 if self.path.startswith("/new") else 301)
        self.send_header("Location", "/new")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_PUT = _answer  # noqa: N815

    def log_message(self, *args: object) -> None:
        pass


def test_a_change_is_not_taken_for_done_because_the_new_address_answers() -> None:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Moved)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        http_ = Http(f"http://127.0.0.1:{server.server_port}")
        assert http_.send("GET", f"{http_.url}/old").status_code == 200
        for method in ("POST", "PUT"):
            with pytest.raises(DashiError, match=r"has moved to http.*/new"):
                http_.send(method, f"{http_.url}/old", change_once=True, data=b"x")
    finally:
        server.shutdown()
        server.server_close()
