"""A real release: every document of the graph is dereferenced, and the bytes are those on disk."""

from __future__ import annotations

import http.client
import re
from pathlib import Path
from urllib.parse import quote

from tests.once import ALIKE
from tests.serve.conftest import PUBLISHED_BASE
from tests.serve.running import Running

FORMS = {
    "text/html": ".html",
    "text/turtle": ".ttl",
    "application/ld+json": ".jsonld",
    "application/n-triples": ".nt",
}


def documents(release: Path) -> list[str]:
    text = (release / "dashi-kg.nt").read_text(encoding="utf-8")
    found = {iri.partition("#")[0] for iri in re.findall(f"<{re.escape(PUBLISHED_BASE)}([^>]*)>", text)}
    return sorted(d for d in found if not d.startswith(ALIKE) or (release / f"{d}.html").is_file())


def test_every_iri_of_the_graph_leads_to_its_documents(published: Path, published_server: Running) -> None:
    found = documents(published)
    assert len(found) > 300
    connection = http.client.HTTPConnection("127.0.0.1", published_server.port, timeout=600)
    wrong = []
    for document in found:
        for accept, suffix in FORMS.items():
            connection.request("HEAD", "/" + quote(document), headers={"Accept": accept})
            answer = connection.getresponse()
            answer.read()
            place = answer.headers["Location"] or ""
            known = (published / (document + suffix)).is_file() or (published / f"index{suffix}").is_file()
            if answer.status != 303 or not place.endswith(suffix) or not known:
                wrong.append((document, accept, answer.status, place))
    connection.close()
    assert not wrong


def test_the_bytes_are_those_of_the_release(published: Path, published_server: Running) -> None:
    files = sorted(p for p in published.rglob("*") if p.is_file())
    assert len(files) > 1000
    connection = http.client.HTTPConnection("127.0.0.1", published_server.port, timeout=600)
    for file in files[::7]:
        path = str(file.relative_to(published))
        connection.request("GET", "/" + quote(path))
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, file.read_bytes()), path
    connection.close()
