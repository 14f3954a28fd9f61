"""A large release holds no quads: what is made of its data part by part is what is made of them at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from dashi_kg.export.dataset import dataset
from dashi_kg.export.described import described_triples
from dashi_kg.pipeline import build, publish, shared_quads
from dashi_kg.pipeline.report import BuiltReport
from dashi_kg.publishing.data.held_graph import HeldGraph
from dashi_kg.publishing.data.kept_report import KeptReport, keep
from dashi_kg.publishing.data.streamed_graph import StreamedGraph
from dashi_kg.publishing.data.totals import totals
from dashi_kg.publishing.release import CHOSEN, write_release
from dashi_kg.publishing.swap import MARK, recover, scratch
from dashi_kg.rdf.serialize import serialize
from dashi_kg.site.finding.records import Records
from dashi_kg.site.finding.search_records import SearchRecord
from dashi_kg.site.layout.links import Links
from dashi_kg.site.shared.exact import WrittenLiterals, exact_literals
from dashi_kg.site.shared.known_documents import KnownDocuments
from dashi_kg.site.site import Site
from dashi_kg.validation.engine import Outcome, Validator
from tests import corpus_make

BASE = "https://example.org/kg/"
XSD = "http://www.w3.org/2001/XMLSchema#"


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    for seed, place in enumerate(("合川区", "平江县")):
        words = corpus_make.text(place, "司法局", 2023, seed)
        (folder / f"{seed}.txt").write_text(words, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(texts: Path) -> list[BuiltReport]:
    return [build(file, BASE) for file in sorted(texts.iterdir())]


def test_a_release_from_the_disk_has_the_bytes_of_one_from_memory(
    tmp_path: Path, texts: Path, built: list[BuiltReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = shutil.copytree(texts, tmp_path / "data")
    built = [report._replace(file=str(data / report.source_name)) for report in built]
    monkeypatch.setattr("dashi_kg.publishing.release.write_ontology", lambda *_: None)  # the same each time
    shared = [
        Quad(
            NamedNode(f"{BASE}ns#x"),
            NamedNode(f"{BASE}ns#y"),
            Literal("z"),
            NamedNode(f"{BASE}graph/ontology"),
        )
    ]
    for module in ("pipeline.outputs", "pipeline.keeping"):
        monkeypatch.setattr(f"dashi_kg.{module}.shared_quads", lambda *_, **__: shared)
    validator = Validator(BASE, shared_quads(BASE))
    monkeypatch.setattr("dashi_kg.publishing.conforming.Validator", lambda *_: validator)
    monkeypatch.setattr("dashi_kg.pipeline.keeping.Validator", lambda *_: validator)
    held, kept = tmp_path / "held", tmp_path / "kept"
    for reports in (built, built[:1]):  # the second time, a report is gone
        for file in sorted(data.iterdir())[len(reports) :]:
            file.unlink()
        write_release(held, BASE, reports, shared, lambda *_: None, site=False, files="chosen")
        release = publish(kept, BASE, data=data, site=False, files="chosen", jobs=1)
        assert _files(held) == _files(kept)
    assert release.kept > 0  # files of the former release
    assert {p.name for p in tmp_path.iterdir()} == {"data", "held", "kept", ".kept.kept"}


def test_a_report_is_kept_with_all_that_a_release_needs(tmp_path: Path, built: list[BuiltReport]) -> None:
    report = built[0]
    outcome = Validator(BASE).check(report.quads)
    kept = keep(report, outcome, tmp_path / "000001", BASE)
    assert isinstance(kept, KeptReport)
    assert set(kept.quads) == set(report.quads) and kept.source_bytes == report.source_bytes
    assert kept.outcome == outcome and outcome.findings  # the shapes are the same objects
    assert (kept.issued, kept.text_sha256, kept.original) == (report.issued, report.text_sha256, None)


def test_the_work_of_a_run_that_lives_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "dist"
    dead = tmp_path / ".dist.work.dead"
    dead.mkdir()
    with scratch(target) as mine:
        assert len(recover(target)) == 1
        assert mine.is_dir() and not dead.exists()
        assert recover(target) == []
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------ its parts


def _quad(s: str, p: str, o: NamedNode | Literal, graph: str = "a") -> Quad:
    return Quad(NamedNode(BASE + s), NamedNode(BASE + p), o, NamedNode(f"{BASE}graph/{graph}"))


QUADS = [
    _quad("x", "p", Literal('say "<a> <b> .', language="en")),
    _quad("x", "p", Literal('say "<a> <b> .', language="en"), "b"),
    _quad("x#1", "q", NamedNode(BASE + "y/z#2")),
    _quad("x#1", "n", Literal("5", datatype=NamedNode(f"{XSD}nonNegativeInteger"))),
    _quad("x#1", "d", Literal("38.0", datatype=NamedNode(f"{XSD}decimal"))),
    _quad("w", "unit", NamedNode("https://units.example/kg")),
]


def _lines(quads: list[Quad]) -> list[bytes]:
    return serialize(quads, "nq", BASE).splitlines(keepends=True)


def test_totals_count_triples_once_and_quads_by_graph() -> None:
    found = totals(_lines(QUADS), BASE, ["https://units.example/"])
    triples = {q.triple for q in QUADS}
    assert (found.triples, found.subjects, found.objects) == (5, 3, len({t.object for t in triples}))
    assert found.graphs == {f"{BASE}graph/a": 5, f"{BASE}graph/b": 1}
    assert found.properties[f"{BASE}p"] == 1
    assert found.links == {(f"{BASE}unit", "https://units.example/"): 1}


def test_documents_are_those_of_all_terms() -> None:
    document = Links(BASE).document
    parts = [b"".join(_lines(QUADS[:2])), b"".join(_lines(QUADS[2:]))]
    found = KnownDocuments(parts, document, [f"{BASE}x#3"])
    iris = {
        t.value
        for q in QUADS
        for t in (q.subject, q.predicate, q.object, q.graph_name)
        if isinstance(t, NamedNode)
    }
    expected: dict[str, set[str]] = {}
    for iri in {*iris, f"{BASE}x#3"}:
        if (path := document(iri)) is not None:
            expected.setdefault(path, set()).add(iri)
    assert dict(found) == {path: tuple(sorted(expected[path])) for path in expected}
    assert list(found) == sorted(expected) and "x" in found and "nowhere" not in found
    many = [_quad(f"m#{n}", "p", Literal("")) for n in range(100)]
    assert len(KnownDocuments([b"".join(_lines(many))], document)["m"]) == 100


@pytest.mark.parametrize("mixed", [False, True])
def test_literals_are_written_as_they_were(mixed: bool) -> None:
    more = [_quad("v", "n", Literal("7", datatype=NamedNode(f"{XSD}integer")))] if mixed else []

    def parts() -> Iterator[list[Quad]]:
        yield from (QUADS[:4], [*QUADS[4:], *more])

    found, expected = WrittenLiterals(parts), exact_literals([*QUADS, *more])
    assert expected
    assert {key: found[key] for key in expected} == dict(expected)
    as_is = (f"{BASE}v", f"{BASE}n", str(Literal("7", datatype=NamedNode(f"{XSD}integer"))))
    assert mixed is False or found.get(as_is) is None


def test_records_come_by_group_and_path_and_as_they_are_arranged() -> None:
    one, two, three = (SearchRecord(path, "concept", path.upper(), "") for path in ("b", "a", "c"))
    found = Records([(1, one), (1, two), (0, three)])
    assert (list(found), len(found)) == ([three, two, one], 3)
    assert list(found.of([1])) == [two, one]
    assert list(found.arranged(lambda r: (-ord(r.path), 0, 0))) == [three, one, two]


def test_the_description_of_all_data_needs_few_triples(built: list[BuiltReport]) -> None:
    quads = [q for report in built for q in report.quads]
    few = described_triples(_lines(quads), BASE)
    whole: set[Triple] = {q.triple for q in quads}
    assert set(few) <= whole and len(few) < len(whole) / 4
    assert dataset(few, BASE) == dataset(sorted(whole, key=str), BASE)


def test_pages_over_a_store_on_the_disk_are_those_over_memory(
    tmp_path: Path, built: list[BuiltReport]
) -> None:
    report = built[0]
    kept = keep(report, Outcome((), 0, 0), tmp_path / "000001", BASE)
    shared = [q for q in shared_quads(BASE) if "/indicator/" not in q.subject.value]  # type: ignore[union-attr]
    held = HeldGraph([*report.quads, *shared], BASE)
    with (
        held.engines([], str, tmp_path / "kept") as one,
        StreamedGraph(tmp_path / "out", [kept], shared, tmp_path, BASE).engines(
            [], str, tmp_path / "kept"
        ) as other,
    ):
        small = Site(one.site, BASE, exact=one.exact, data=one.data)
        large = Site(other.site, BASE, exact=other.exact, data=other.data, parts=other.parts, figures=other.figures, pointing=other.pointing)  # fmt: skip
        assert list(small.paths()) == list(large.paths())
        own, body = f"report/{report.org_id}/{report.year}", f"org/{report.org_id}"
        # the documents of reports themselves are made from all data by whoever serves them, and not from these stores
        names = (f"{own}.en.html", f"{body}.nt", f"{body}.html", f"{body}.figures.csv", "search/records/000.json", "topic.html", "topic/G.html", "bodies.html")  # fmt: skip
        made = [small.file(name) for name in names]
        assert all(made) and made == [large.file(name) for name in names]
        # of a report that has a text alone, its own quads and what is said of bodies and places are enough
        near = Site(other.site, BASE, exact=other.exact, documents=large.site_graph.documents, lines=lambda _: kept.nquads.read_bytes())  # fmt: skip
        assert near.evidence.apart(*near.evidence.reports[own])
        assert [near.file(f"{own}{s}") for s in (".html", ".en.html", ".css")] == [
            small.file(f"{own}{s}") for s in (".html", ".en.html", ".css")
        ]


def test_several_processes_write_the_bytes_of_one(
    tmp_path: Path, built: list[BuiltReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashi_kg.publishing.release.write_ontology", lambda *_: None)
    kept = [keep(r, Outcome((), 0, 0), tmp_path / f"{n:06}", BASE) for n, r in enumerate(built)]
    shared = [_quad("ns#x", "ns#y", Literal("z"))]
    sums = []
    for jobs in (1, 2):
        out = tmp_path / f"by{jobs}"
        release = write_release(out, BASE, kept, shared, lambda *_: None, files=CHOSEN, jobs=jobs)
        assert release.pages > 2 * len(kept)
        sums.append((out / MARK).read_text())
    assert sums[0] == sums[1] and len(set(sums[0].splitlines())) == sums[0].count("\n")
