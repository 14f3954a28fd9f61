"""What is kept between starts: it is used as long as nothing that it was made of has changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashi_kg import prepared, resources, user_cache
from dashi_kg.knowledge import divisions, vocabulary
from dashi_kg.pipeline import shared_quads
from dashi_kg.prepared import worked_out
from dashi_kg.rdf.namespaces import RDF_TYPE
from dashi_kg.reader.facets import lexicon
from dashi_kg.resources import data_dir, ontology_dir
from dashi_kg.settings import DEFAULT_BASE as BASE
from dashi_kg.text import pinyin
from dashi_kg.validation.data import Data
from dashi_kg.validation.engine import Validator


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with user_cache.in_use():
        yield tmp_path / "cache" / "dashi-kg"


def _refused() -> None:
    raise AssertionError("made anew")


def test_what_was_kept_is_not_made_again() -> None:
    assert worked_out("one", "a", lambda: {"法": (1, [b"x"])}) == {"法": (1, [b"x"])}
    assert worked_out("one", "a", _refused) == {"法": (1, [b"x"])}
    assert worked_out("one", "b", lambda: 2) == 2  # it depends on something else
    assert worked_out("one", "a", lambda: 3) == 3


@pytest.mark.parametrize("change", ["words", "time", "new", "gone"])
def test_when_a_file_changes_all_is_made_anew(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = tmp_path / "ontology" / "concepts"
    below.mkdir(parents=True)
    file = below / "a.ttl"
    file.write_text("<a> <b> 1 .")
    monkeypatch.setattr(resources, "ontology_dir", lambda: tmp_path / "ontology")
    assert worked_out("one", "", lambda: 1) == 1
    if change == "words":
        about = file.stat()
        file.write_text("<a> <b> 12 .")
        os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
    elif change == "time":
        os.utime(file, ns=(0, 0))
    elif change == "new":
        (below / "b.ttl").write_text("")
    else:
        file.unlink()
    prepared._files.cache_clear()  # as in a new process
    assert worked_out("one", "", lambda: 2) == 2


def test_values_are_the_same_from_the_cache(folder: Path) -> None:
    def all_values() -> list[object]:
        table = divisions.DivisionTable(
            worked_out(
                "divisions",
                "",
                lambda: divisions._looked_through(data_dir() / "reference" / "divisions.tsv.xz"),
            )
        )
        words = vocabulary._vocabulary.__wrapped__(BASE, ontology_dir())
        layers = lexicon.lexicon.__wrapped__()
        return [
            [(c, c.wordings(), words.find(c.scheme, c.labels["zh"])) for c in words],
            [table.named(name) for name in ("大石街道", "东莞市", "无此地")],
            [table.get(code) for code in ("440113009", "440113", "440100", "44", "999999")],
            [table.autonomous("阿坝州"), table.provinces, table.upper_names],
            [[*layer.find("化解矛盾纠纷12件,调解率98%", 0, 15)] for layer in layers.values()],
            [layer.get(form) for layer in layers.values() for form in ("化解", "件", "无此词")],
            pinyin._table.__wrapped__(),
        ]

    made = all_values()
    assert {path.name.partition(".")[0] for path in folder.iterdir()} == {
        "divisions",
        "vocabulary",
        "lexicon",
        "pinyin",
    }
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(user_cache, "save", _refused)
        assert all_values() == made


def test_what_reports_share_is_the_same_from_the_cache() -> None:
    quads = shared_quads(BASE, graphs=False)
    nodes = [str(quad.subject) for quad in quads[::3]]

    def data_about(of: list[str]) -> Data:
        found = Data([str(RDF_TYPE)], BASE, {})
        found.take((node, str(RDF_TYPE), f"<{BASE}Thing>", "") for node in of)
        return found

    expected = list(Validator(BASE, quads).shared.reached(data_about(nodes)))
    assert len(set(expected)) > 3000
    for make in (lambda: quads, _refused):
        validator = Validator(BASE, make)  # type: ignore[arg-type]
        assert set(validator.shared.reached(data_about(nodes[:9]))) <= set(expected)
        assert set(validator.shared.reached(data_about(nodes))) == set(expected)
