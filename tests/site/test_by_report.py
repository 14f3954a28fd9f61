"""Questions that may be asked of one report after the other have the answer that all reports together give."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashi_kg.pipeline import shared_quads
from dashi_kg.pipeline.report import build
from dashi_kg.query.bind import bind
from dashi_kg.query.engines import engine
from dashi_kg.rdf.serialize import serialize
from dashi_kg.site.asking import by_report
from dashi_kg.site.asking.by_report import Apart, ByReport, apart
from dashi_kg.site.asking.question_pages import QuestionPages
from dashi_kg.site.finding.ready_records import ReadyRecords
from dashi_kg.site.finding.search_records import everything
from dashi_kg.site.shared.graph_reader import GraphReader
from dashi_kg.site.shared.pointing import pointing
from dashi_kg.site.shared.site_graph import SiteGraph
from tests import corpus_make

BASE = "https://example.org/kg/"


def test_what_reports_tell_one_by_one_is_what_all_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_report, "FEW", 5)  # of more rows, the store is asked of a few reports
    monkeypatch.setattr(by_report, "FIRST", 20)
    monkeypatch.setattr("dashi_kg.site.asking.question_pages.FIRST", 20)
    shared = shared_quads(BASE)
    (tmp_path / "shared.nq").write_bytes(serialize(shared, "nq", BASE))
    places, quads, lines = {}, list(shared), set[bytes]()
    own = tuple(f"<{BASE}{kind}/".encode() for kind in ("report", "source"))
    for number, (place, year) in enumerate((("合川区", 2022), ("合川区", 2023), ("平江县", 2023))):
        text = tmp_path / f"{number}.txt"
        text.write_text(corpus_make.text(place, "司法局", year, number), encoding="utf-8")
        report = build(text, BASE)
        quads += report.quads
        place_of = places[f"{BASE}report/{report.org_id}/{report.year}"] = text.with_suffix(".nq")
        place_of.write_bytes(serialize(report.statements, "nq", BASE))
        said = place_of.read_bytes().splitlines(keepends=True)
        lines.update(line for line in said if not line.startswith(own))
    ask, found = ByReport(BASE, tmp_path / "shared.nq", b"".join(sorted(lines))), Apart()
    ready = ReadyRecords(tmp_path / "records")
    for iri, place_of in sorted(places.items()):
        told = ask(place_of)
        assert told is not None
        found.add(iri, told)
        ready.add(told.documents, told.records)
    data = engine("pyoxigraph", quads, BASE)
    site_graph = SiteGraph(data, BASE)
    whole, parts = QuestionPages(site_graph, data), QuestionPages(site_graph, data, found)
    answered = []
    for question in apart():
        assert any(p.name == question.apart for p in question.parameters)
        for lang in ("zh", "en"):
            wanted = whole.first(question, lang)
            assert parts.first(question, lang) == wanted, question.name
            words = bind(question, {}, BASE, lang)
            assert found.first(data, words, question, lang) == wanted
            answered += [question.name] * bool(wanted.total)
    assert len(set(answered)) > 6
    # what the search finds of each is what it finds of all
    wanted_records = sorted(everything(site_graph))
    assert sorted(everything(site_graph, ready=ready)) == wanted_records
    own_records = sorted(ready)
    assert len(own_records) > 50 and set(own_records) < set(wanted_records)
    assert not any(ready.has(one.path) for _, one in set(wanted_records) - set(own_records))
    # who points to what all reports speak of, counted in one look at the lines, is what the store counts
    for module in ("site.shared.pointing", "site.shared.graph_reader"):
        monkeypatch.setattr(f"dashi_kg.{module}.PLAIN", 20)
    who = pointing(serialize(quads, "nq", BASE).splitlines(keepends=True), [], BASE)
    assert len(who) > 20 and f"{BASE}figure-role/value" in who
    assert {iri: GraphReader(data, BASE).incoming(iri) for iri in who} == who
    # a report that speaks of what is another's is not asked alone
    first, other = sorted(places)[:2]
    places[first].write_bytes(
        places[first].read_bytes() + f"<{first}#x> <{BASE}ns#y> <{other}#z> <{BASE}graph/a> .\n".encode()
    )
    assert ask(places[first]) is None
