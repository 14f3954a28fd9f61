"""The graph is consistent with the vocabularies that it uses: ELK (by ROBOT) and HermiT find no contradiction."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from pyoxigraph import Triple

from dashi_kg.pipeline import build, own_quads
from dashi_kg.rdf.namespaces import RDF_TYPE, Names, curie
from dashi_kg.rdf.ontology_files import ontology_quads
from tests.labelled import text_of
from tests.referees.given import place
from tests.referees.owl import document, vocabularies

pytestmark = pytest.mark.referee

BASE = "https://example.org/kg/"
# a page with its chrome, one in traditional characters, a city with many rates
OTHERS = ("r07", "r10", "r16")
REASONERS = ("ELK", "HermiT")


@pytest.fixture(scope="module")
def standards() -> list[Triple]:
    folder = place("DASHI_KG_VOCABULARIES", "the folder of npm's @vocabulary packages")
    return vocabularies(folder)


@pytest.fixture(scope="module")
def reports(standards: list[Triple], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ontology, code lists, the report that comes along and three others, with the standards, as a file."""
    folder = tmp_path_factory.mktemp("reasoner")
    quads = list(own_quads(BASE))
    for name in OTHERS:
        file = folder / f"{name}.txt"
        file.write_text(text_of(name), encoding="utf-8")
        quads += build(file, BASE).quads
    file = folder / "reports.nt"
    file.write_bytes(document([*(q.triple for q in quads), *standards]))
    return file


def consistent(file: Path, reasoner: str) -> tuple[bool, str]:
    """What a reasoner says of a file, and its words."""
    robot = place(
        "DASHI_KG_ROBOT",
        "a folder of jars: ROBOT (Maven, org.obolibrary.robot:robot-command) and all it needs",
    )
    java = ["java", "-Xmx3g", "-cp", f"{robot}/*"]
    if reasoner == "ELK":
        command = [*java, "org.obolibrary.robot.CommandLineInterface", "reason", "--reasoner", "ELK"]
        command += [
            "--equivalent-classes-allowed",
            "all",
            "--input",
            str(file),
            "--output",
            str(file.with_suffix(".owl")),
        ]
    else:  # its own command: it can leave the datatypes aside that OWL does not have (dates)
        command = [
            *java,
            "org.semanticweb.HermiT.cli.CommandLine",
            "-k",
            "--ignoreUnsupportedDatatypes",
            str(file),
        ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    words = done.stdout + done.stderr
    told = {"ELK": "inconsistent", "HermiT": "InconsistentOntologyException"}[reasoner]
    assert (done.returncode == 0) or told in words, words[-2000:]
    return told not in words, words


@pytest.mark.parametrize("reasoner", REASONERS)
def test_four_reports_contradict_nothing(reports: Path, reasoner: str) -> None:
    found, words = consistent(reports, reasoner)
    assert found, words[-2000:]


@pytest.mark.parametrize("reasoner", REASONERS)
def test_a_contradiction_is_seen(standards: list[Triple], tmp_path: Path, reasoner: str) -> None:
    """What the graph said once: figures, which are entities, as acts of observing."""
    n = Names(BASE)
    figure = n("report/x/2023#f-1")
    terms = [q.triple for q in ontology_quads(BASE)]
    told = [
        Triple(figure, RDF_TYPE, n.fz("Observation")),
        Triple(figure, RDF_TYPE, curie("sosa:Observation")),
    ]
    file = tmp_path / "seeded.nt"
    file.write_bytes(document([*terms, *standards, *told]))
    assert not consistent(file, reasoner)[0]
