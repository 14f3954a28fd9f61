"""What the search finds of one report after the other is what it finds of all together."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from dashi_kg.pipeline import shared_quads
from dashi_kg.pipeline.report import build
from dashi_kg.publishing.data.report_scan import apart, scanned
from dashi_kg.query.engines import engine
from dashi_kg.rdf.serialize import serialize
from dashi_kg.site.finding.ready_records import ReadyRecords, RecordsByReport
from dashi_kg.site.finding.search_records import everything
from dashi_kg.site.shared.graph_reader import GraphReader
from dashi_kg.site.shared.known_documents import KnownDocuments
from dashi_kg.site.shared.pointing import pointing
from dashi_kg.site.shared.site_graph import SiteGraph
from tests import corpus_make

BASE = "https://example.org/kg/"


def test_what_is_found_of_reports_one_by_one_is_what_is_found_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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
    ask = RecordsByReport(BASE, tmp_path / "shared.nq", b"".join(sorted(lines)))
    ready = ReadyRecords(tmp_path / "records")
    for _, place_of in sorted(places.items()):
        told = ask(place_of)
        assert told is not None
        ready.add(told.documents, told.records)
    data = engine("pyoxigraph", quads, BASE)
    site_graph = SiteGraph(data, BASE)
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
    assert any(sum(group.count for group in groups) < 20 for groups in who.values())  # few, and many
    assert {iri: GraphReader(data, BASE).incoming(iri) for iri in who} == who
    # and so is what each report tells of it, put together
    scans = [scanned(file.read_bytes(), BASE) for file in places.values()]
    rest = {*(tmp_path / "shared.nq").read_bytes().splitlines(keepends=True), *lines}
    assert apart(scans) and not apart([*scans, scans[0]])
    assert pointing(sorted(rest), [], BASE, (scan.pointers for scan in scans)) == who
    files = [tmp_path / "shared.nq", *places.values()]
    document = site_graph.links.document
    named = [file.read_bytes() for file in files[:1]], (scan.named for scan in scans)
    assert dict(KnownDocuments(chain(*named), document)) == dict(
        KnownDocuments((file.read_bytes() for file in files), document)
    )
    # a report that speaks of what is another's is not asked alone
    first, other = sorted(places)[:2]
    places[first].write_bytes(
        places[first].read_bytes() + f"<{first}#x> <{BASE}ns#y> <{other}#z> <{BASE}graph/a> .\n".encode()
    )
    assert ask(places[first]) is None
