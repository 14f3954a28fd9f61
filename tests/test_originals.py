"""A report that was no plain text: the original in the release, its place at each anchor, and what verify says."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from dashi_kg.pipeline import build, publish, report_folders, source_file
from dashi_kg.publishing.verify import verify
from dashi_kg.rdf.namespaces import FOREIGN
from dashi_kg.rdf.terms import value
from dashi_kg.settings import settings
from tests.inputs_make import HERE
from tests.once import short_vocabulary

BASE = settings(None).base
OA = "http://www.w3.org/ns/oa#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of one saved page."""
    folder = tmp_path_factory.mktemp("release")
    report = folder / "data" / "dashi" / "2023"
    report.mkdir(parents=True)
    shutil.copy(HERE / "table.html", report / "source.html")
    with short_vocabulary():
        publish(folder / "dist", BASE, data=folder / "data", site=False)
    return folder / "dist"


@pytest.fixture
def copy(release: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(release, tmp_path / "dist"))


def test_the_original_is_kept_by_its_digest(release: Path) -> None:
    (kept,) = release.glob("reports/*/2023/original/*")
    data = (HERE / "table.html").read_bytes()
    assert kept.name == hashlib.sha256(data).hexdigest() + ".html"
    assert kept.read_bytes() == data
    text = (kept.parent.parent / "source.txt").read_text(encoding="utf-8")
    assert text.startswith("索引号:") and "<p" not in text
    assert "original/" in (release / "README.txt").read_text(encoding="utf-8")
    assert verify(release) == []


def resum(release: Path, name: str) -> None:
    """The checksum of a changed file set right, so that only the deeper checks can see the change."""
    sums = release / "SHA256SUMS"
    lines = sums.read_text(encoding="utf-8").splitlines()
    digest = hashlib.sha256((release / name).read_bytes()).hexdigest()
    lines = [f"{digest}  {name}" if line.endswith(f"  {name}") else line for line in lines]
    sums.write_text("\n".join(lines) + "\n", encoding="utf-8")


def causes(release: Path) -> str:
    return "\n".join(map(str, verify(release)))


def test_a_changed_original_is_told(copy: Path) -> None:
    (kept,) = copy.glob("reports/*/2023/original/*")
    kept.write_bytes(kept.read_bytes().replace("50余次".encode(), "60余次".encode()))
    resum(copy, kept.relative_to(copy).as_posix())
    assert "another digest than its name" in causes(copy)


def test_a_missing_original_is_told(copy: Path) -> None:
    (kept,) = copy.glob("reports/*/2023/original/*")
    kept.unlink()
    assert "original file is missing" in causes(copy)


def test_a_wrong_place_is_told(copy: Path) -> None:
    file = copy / "dashi-kg.nq"
    text = file.read_text(encoding="utf-8")
    found = [
        line for line in text.splitlines() if "#place=" in line and "/p[16]" in line and "#value>" in line
    ]
    assert found
    file.write_text(text.replace("/p[16]", "/p[17]"), encoding="utf-8")
    resum(copy, "dashi-kg.nq")
    assert "another place in the original file" in causes(copy)


def quads_of(name: str) -> list[Quad]:
    return build(HERE / name, BASE).quads


def test_plain_text_has_no_original(release: Path) -> None:
    quads = build(HERE.parent.parent / "data" / "reports" / "cn-500117007-office" / "2023", BASE).quads
    assert not [q for q in quads if "original/" in value(q.subject) or "original/" in value(q.object)]


@pytest.mark.parametrize(
    ("name", "kind", "selector", "places"),
    [
        ("table.html", "text/html", "XPathSelector", "/html[1]/body[1]/div[3]/p["),
        ("report.pdf", "application/pdf", "FragmentSelector", "page="),
        ("report.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "XPathSelector",
         "/w:document/w:body/w:p["),
    ],
)  # fmt: skip
def test_graph(name: str, kind: str, selector: str, places: str) -> None:
    quads = quads_of(name)
    digest = hashlib.sha256((HERE / name).read_bytes()).hexdigest()
    original = NamedNode(f"{BASE}original/sha256-{digest[:16]}")
    about = {
        (q.predicate.value.rpartition("/")[2].rpartition("#")[2], value(q.object))
        for q in quads
        if q.subject == original
    }
    assert ("format", kind) in about
    assert ("mediaType", f"https://www.iana.org/assignments/media-types/{kind}") in about
    assert Literal(digest, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#hexBinary")) in {
        q.object for q in quads
    }
    typed = {q.subject for q in quads if value(q.object) == OA + selector}
    stated = [value(q.object) for q in quads if q.subject in typed and q.predicate.value == RDF + "value"]
    assert len(stated) == len(typed) > 2 and sum(place.startswith(places) for place in stated) > 2
    anchors = {q.subject for q in quads if q.predicate.value == FOREIGN["nif"] + "beginIndex"}
    placed = [q.subject for q in quads if q.predicate.value == OA + "hasSelector" and q.object in typed]
    assert anchors == set(placed) and len(placed) == len(anchors), "every anchor has one place"


def test_the_text_is_taken_before_other_forms(tmp_path: Path) -> None:
    shutil.copy(HERE / "report.pdf", tmp_path / "source.pdf")
    assert source_file(tmp_path).name == "source.pdf"
    assert report_folders(tmp_path) == [tmp_path]
    (tmp_path / "source.txt").write_text("一、某事\n", encoding="utf-8")
    assert source_file(tmp_path).name == "source.txt"
    assert report_folders(tmp_path) == [tmp_path]
