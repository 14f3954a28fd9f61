"""Every file of RDF in a release, read by parsers of others: Jena's riot, raptor's rapper, N3.js, jsonld.js in safe mode."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from tests.once import data_release
from tests.referees.given import place, program

pytestmark = pytest.mark.referee

BASE = "https://example.org/kg/"
ENDINGS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
}
RAPPER = {"ttl": "turtle", "nt": "ntriples", "nq": "nquads", "trig": "trig"}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The files, without those that are frames or a context: they say nothing."""
    release = data_release(tmp_path_factory, BASE)
    found = [p for p in sorted(release.rglob("*")) if p.suffix.removeprefix(".") in ENDINGS]
    found = [p for p in found if p.parent.name != "frames" and p.name != "context.jsonld"]
    assert {p.suffix.removeprefix(".") for p in found} == set(ENDINGS)
    return found


def quads_in(path: Path) -> int:
    """How many quads we find there ourselves."""
    form = ENDINGS[path.suffix.removeprefix(".")]
    return len(set(parse(path.read_bytes(), form, base_iri=BASE)))


def ran(command: list[str]) -> str:
    """What a program prints.

    Raises:
        AssertionError: it ends with an error.
    """
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout + done.stderr


def riot(files: list[Path]) -> list[str]:
    """Errors and warnings of Jena's parser, which is strict about IRIs, literals and language tags."""
    jar = place("DASHI_KG_FUSEKI", "the server's jar (Maven, org.apache.jena:jena-fuseki-server)")
    command = ["java", "-Xmx2g", "-cp", str(jar), "riotcmd.riot", "--validate", "--strict", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    return [s for s in (done.stdout + done.stderr).splitlines() if " WARN " in s or " ERROR " in s]


def test_riot_has_nothing_to_say(published: list[Path]) -> None:
    assert riot(published) == []


def test_riot_would_say_it(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text('<urn:a> <urn:b> "x"^^<http://www.w3.org/2001/XMLSchema#date> .\n', encoding="utf-8")
    assert riot([bad])


def test_rapper_finds_as_many_triples(published: list[Path]) -> None:
    rapper = program("rapper", "Debian: raptor2-utils")
    for path in published:
        if form := RAPPER.get(path.suffix.removeprefix(".")):
            told = ran([rapper, "-c", "-i", form, str(path), BASE])
            assert "Warning" not in told and "Error" not in told, told
            assert f"returned {quads_in(path)} triples" in told, path.name


def test_javascript_finds_as_many_quads(published: list[Path]) -> None:
    modules = place("DASHI_KG_MODULES", "a folder of npm's n3 and jsonld")
    script = Path(__file__).with_name("parse.js")
    told = ran([program("node", "Debian: nodejs"), str(script), str(modules), *map(str, published)])
    found = dict(reversed(line.split("\t")) for line in told.splitlines())  # type: ignore[misc]
    assert found == {str(path): str(quads_in(path)) for path in published}
