"""The RDF documents: one set of triples in three syntaxes, what the graph says, the same bytes everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from dashi_kg.pipeline import publish
from dashi_kg.publishing.verify import verify
from tests import corpus_make
from tests.conftest import ROOT
from tests.once import fewer_pages, short_vocabulary
from tests.site.conftest import BASE, Published

FORMS = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "nt": RdfFormat.N_TRIPLES}


def documents(published: Published) -> list[str]:
    """The addresses without suffix that have all three."""
    found = sorted(
        f.removesuffix(".nt") for f in published.files if f.endswith(".nt") and not f.startswith("dashi-kg.")
    )
    assert len(found) > 500
    return found


def triples(published: Published, name: str, suffix: str) -> set[Triple]:
    data = (published.root / f"{name}.{suffix}").read_bytes()
    return {q.triple for q in parse(data, format=FORMS[suffix])}


def test_the_three_syntaxes_hold_the_same_triples(published: Published) -> None:
    for name in documents(published):
        turtle, jsonld, nt = (triples(published, name, suffix) for suffix in FORMS)
        assert turtle == nt, name
        assert jsonld == nt, name


def test_a_document_says_all_that_the_graph_says_of_its_iri(published: Published) -> None:
    said: dict[str, set[Triple]] = defaultdict(set)
    for q in published.quads:
        assert isinstance(q.subject, NamedNode)
        said[q.subject.value.removeprefix(BASE).partition("#")[0]].add(q.triple)
    everything = {q.triple for q in published.quads} | triples(published, "catalog", "nt")
    for name in documents(published):
        found = triples(published, name, "nt")
        assert said[name] <= found, name
        if name != "shapes":  # they come with the program
            assert found <= everything, name


def test_a_report_document_holds_its_graphs_whole(published: Published) -> None:
    name = "report/cn-500117007-office/2023"
    tail = "/cn-500117007-office/2023"
    own = {q.triple for q in published.quads if getattr(q.graph_name, "value", "").endswith(tail)}
    assert len(own) > 4000
    assert own <= triples(published, name, "nt")


def test_a_document_names_its_neighbours(published: Published) -> None:
    """Labels of what it mentions, of an anchor the words, and who points to it."""
    found = triples(published, "org/cn-500117007-office", "nt")
    labelled = {t.subject for t in found if t.predicate.value.endswith(("#label", "#prefLabel", "#anchorOf"))}
    for t in found:
        assert (
            not isinstance(t.object, NamedNode) or not t.object.value.startswith(BASE) or t.object in labelled
        )
    assert any(t.predicate.value.endswith("/creator") for t in found)


def test_the_release_with_its_site_verifies(published: Published) -> None:
    assert verify(published.root) == []


def test_the_catalogue_lists_data_and_no_pages(published: Published) -> None:
    text = (published.root / "catalog.ttl").read_text("utf-8")
    assert "dashi-kg.nq" in text
    for name in ("index.html", "sitemap", ".htaccess", "assets/", "org/cn-500117007-office"):
        assert f"distribution/{name}" not in text


def publish_short(folder: Path) -> None:
    """A release with its site of a report of some lines and a file that cannot be read, with a short vocabulary."""
    (folder / "data").mkdir(parents=True)
    report = corpus_make.text("合川区", "司法局", 2022, 0)
    (folder / "data" / "report.txt").write_text(report, encoding="utf-8")
    (folder / "data" / "picture.txt").write_bytes(b"\x89PNG\r\n")
    with short_vocabulary(), fewer_pages(BASE):
        publish(folder / "dist", BASE, data=folder / "data", keep_going=True)


def test_bytes_do_not_depend_on_the_machine(tmp_path: Path) -> None:
    """All files, of all kinds; ``.ci/run`` compares the whole release so, too."""
    here, there = tmp_path / "here", tmp_path / "there"
    publish_short(here)
    code = "import sys; from pathlib import Path; from tests.site import test_documents as t; t.publish_short(Path(sys.argv[1]))"
    env = os.environ | {
        "PYTHONHASHSEED": "4242",
        "TZ": "America/Lima",
        "LC_ALL": "C",
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run([sys.executable, "-c", code, str(there)], cwd=tmp_path, env=env, check=True)
    one, other = (
        {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("dist/**/*") if p.is_file()}
        for folder in (here, there)
    )
    assert one.keys() == other.keys()
    assert {name for name in one if one[name] != other[name]} == set()
    kinds = {name.split("/")[1] for name in one}
    assert kinds > {
        "report",
        "reports",
        "org",
        "place",
        "indicator",
        "graph",
        "source",
        "names",
        "questions",
    }
    assert kinds > {
        "index.html",
        "coverage.csv",
        "ns.ttl",
        "shapes.jsonld",
        "catalog.ttl",
        "dashi-kg.nq",
        "assets",
    }
