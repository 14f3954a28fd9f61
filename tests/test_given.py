"""What a user names as data means the same to every command."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashi_kg.errors import DashiError
from dashi_kg.pipeline import check, engine_for, export, given
from dashi_kg.rdf.serialize import serialize
from dashi_kg.settings import DEFAULT_BASE as BASE
from tests import corpus_make
from tests.conftest import REPORT


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One report as everything that it can be named by."""
    root = tmp_path_factory.mktemp("given")
    words = corpus_make.text("合川区", "司法局", 2022, 0)
    own, loose = root / "data" / "any" / "2022", root / "loose"
    for folder in (own, loose, root / "rdf"):
        folder.mkdir(parents=True)
    (own / "source.txt").write_text(words, encoding="utf-8")
    (loose / "page.txt").write_text(words, encoding="utf-8")
    quads = given(loose / "page.txt", BASE).quads
    (root / "rdf" / "one.nq").write_bytes(serialize(quads, "nq", BASE))
    return {
        "a text": loose / "page.txt", "the folder of a report": own, "a folder of folders": root / "data",
        "a folder of texts": loose, "a file of RDF": root / "rdf" / "one.nq", "a folder of RDF": root / "rdf",
    }  # fmt: skip


def test_every_way_to_name_a_report_gives_the_same_graph(places: dict[str, Path]) -> None:
    found = {name: serialize(given(path, BASE).quads, "nq", BASE) for name, path in places.items()}
    assert all(len(quads) > 1000 for quads in found.values())
    # the name of the file is the only thing that may differ, and it is no fact
    assert len(set(found.values())) == 1, {name: len(quads) for name, quads in found.items()}


def test_the_commands_take_them(places: dict[str, Path]) -> None:
    tables = {export("csv", path, BASE)[0] for path in places.values()}
    assert len(tables) == 1
    for name in ("a folder of texts", "a folder of RDF"):
        assert check([places[name]], BASE)[0].conforms
        on = engine_for(str(places[name]), "pyoxigraph", BASE)
        assert on.run("ASK { ?o a fz:Observation }").boolean is True


def test_what_cannot_be_read_is_refused_or_left_out(places: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(places["a text"].read_bytes())
    (tmp_path / "b.txt").write_bytes(places["a text"].read_bytes())
    (tmp_path / "c.txt").write_text("床前明月光,疑是地上霜。\n", encoding="utf-8")
    with pytest.raises(DashiError, match=r"c\.txt: no statement of"):
        given(tmp_path, BASE)
    found = given(tmp_path, BASE, keep_going=True)
    assert [one.report for one in found.left_out] == [str(tmp_path / "c.txt")]
    assert any("b.txt" in line and "the same text" in line for line in found.warnings)
    assert [one.report for one in check([tmp_path], BASE, keep_going=True)[1]] == [str(tmp_path / "c.txt")]
    assert serialize(found.quads, "nq", BASE) == serialize(given(places["a text"], BASE).quads, "nq", BASE)
    (tmp_path / "only").mkdir()
    (tmp_path / "only" / "c.txt").write_text("床前明月光,疑是地上霜。\n", encoding="utf-8")
    with pytest.raises(DashiError, match="no statement of"):  # nothing is left
        given(tmp_path / "only", BASE, keep_going=True)


def test_many_reports_have_the_findings_that_few_have(
    places: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where one is there twice, one cannot be read, and the same stands in two folders."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        for number, place in enumerate(("合川区", "合川区")):
            words = corpus_make.text(place, "司法局", 2023, 0)
            (tmp_path / folder / f"{number}.txt").write_text(words, encoding="utf-8")
    (tmp_path / "two" / "9.txt").write_text("床前明月光,疑是地上霜。\n", encoding="utf-8")
    named = [tmp_path / "one", tmp_path / "two"]
    few = check(named, BASE, keep_going=True)
    assert few[0].findings and few[0].triples and len(few[1]) == 1
    monkeypatch.setattr("dashi_kg.pipeline.checking._FEW", 4)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    monkeypatch.setattr("dashi_kg.pipeline.checking._terms_of", None)  # holds them all
    assert check(named, BASE, keep_going=True)[0] == few[0]
    with pytest.raises(DashiError, match=r"9\.txt: no statement of.*--keep-going"):
        check(named, BASE)


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DashiError, match="no such file or folder"):
        given(tmp_path / "nowhere", BASE)
    with pytest.raises(DashiError, match="neither reports nor RDF"):
        given(tmp_path, BASE)


def test_without_a_name_it_is_the_reports_that_come_along() -> None:
    assert serialize(given(None, BASE).quads, "nq", BASE) == serialize(
        given(REPORT.parent, BASE).quads, "nq", BASE
    )
