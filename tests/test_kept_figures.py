"""The figures that lie ready for the pages of topics and bodies are those that the graph is asked for, and so is what is counted over all reports."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat, parse

from dashi_kg.export.tables.lookup import Facts
from dashi_kg.export.tables.observations import rows_of
from dashi_kg.pipeline import shared_quads
from dashi_kg.pipeline.report import build
from dashi_kg.publishing.data.kept_figures import keep_figures_of, told_figures
from dashi_kg.query.engines import engine
from dashi_kg.rdf.serialize import serialize
from dashi_kg.rdf.terms import value
from dashi_kg.site.asking.explore import Explore
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.things.coverage import Board
from dashi_kg.site.things.findings_at_home import at_home
from dashi_kg.site.things.home import Home
from dashi_kg.site.things.told_at_home import Sentences
from dashi_kg.site.topics.figure_source import SHOWN, AskedFigures
from tests import corpus_make

BASE = "https://example.org/kg/"


def test_figures_of_reports_are_those_of_the_graph(tmp_path: Path) -> None:
    quads = shared_quads(BASE)
    files = []
    for number, (place, year) in enumerate((("合川区", 2022), ("合川区", 2023), ("平江县", 2023))):
        text = tmp_path / f"{number}.txt"
        words = corpus_make.text(place, "司法局", year, number)
        bare = "持续优化法治化营商环境，让企业和群众办事更加便利。"  # a measure without a figure
        # rates that are far apart; data have 50.0
        rate = f"行政机关负责人出庭应诉率{90 - 40 * number}%。"
        text.write_text(words.replace("。\n", f"。{bare}{rate}\n", 3).replace(rate, "", 2), encoding="utf-8")
        report = build(text, BASE)
        quads = [*quads, *report.quads]
        files.append(text.with_suffix(".nq"))
        files[-1].write_bytes(serialize(report.statements, "nq", BASE))
    known = Facts(quad.triple for quad in quads)
    own = [Facts(parse(file.read_bytes(), format=RdfFormat.N_QUADS), known) for file in files]
    told = [told_figures(facts, rows_of(facts, BASE), BASE) for facts in own]
    kept = keep_figures_of(tmp_path / "figures.db", told, known)
    asked = AskedFigures(SiteGraph(engine("pyoxigraph", quads, BASE), BASE))

    assert dict(kept.counts) == dict(asked.counts)
    assert kept.compared == asked.compared and len(kept.compared) > 1
    topics = {iri.rpartition("/")[2] for iri in kept.counts}
    assert len(topics) > 3 and any(len(key) == 1 for key in topics)  # classes, too
    rows = {row["org_id"]: row for key in topics for row in kept.of_topic(key)}
    assert len(rows) == 2
    found = [(kept.of_topic(key), asked.of_topic(key)) for key in sorted(topics)]
    found += [(kept.of_body(key), asked.of_body(key)) for key in sorted(rows)]
    for ready, wanted in found:
        assert ready and ready == [{name: row[name] for name in SHOWN} for row in wanted]
    assert kept.of_topic("nowhere") == kept.of_body("nowhere") == []

    # what is counted besides: as the pages ask a graph for it
    graph = asked.site_graph
    assert dict(kept.indicators) == dict(asked.indicators) and kept.indicators
    told, graphs = at_home(graph, kept), at_home(graph)
    assert (
        repr(told) == repr(graphs) and told.comparable > 1 and told.changes and told.spread
    )  # digit by digit
    home = Home(graph, Board(graph))
    sentences = Sentences(graph, home.board, graphs, 0, 0)
    assert kept.answers == {name: sentences._rows(name) for name in kept.answers} and all(
        kept.answers.values()
    )
    assert kept.quotes == home.numbers["quotes"] > 100
    explorer = Explore(graph)
    reports = [iri for (iri,) in graph.reader.rows(f"SELECT ?r WHERE {{ ?r a <{BASE}ns#Report> }}")]
    for iri in map(value, reports):
        parts = explorer._parts(iri)
        assert list(kept.parts(iri).items()) == list(parts.items())
        assert {"figures", "measures", "problems", "plans"} <= {
            key for held in parts.values() for key in held
        }
