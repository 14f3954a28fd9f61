"""A large corpus is served out of the store that is kept of it; nothing of it is read into memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashi_kg.files import Progress
from dashi_kg.pipeline import own_quads
from dashi_kg.query.on_disk import kept
from dashi_kg.rdf import parse
from dashi_kg.rdf.serialize import serialize
from dashi_kg.serve.common.config import Config
from dashi_kg.serve.dereference import served_data
from dashi_kg.serve.dereference.asking_host import AskingHost
from dashi_kg.serve.dereference.served_data import open_source
from dashi_kg.serve.workers.data import load
from dashi_kg.settings import settings

BASE = settings().base
PAGE = "report/cn-500117007-office/2023.html"


def _silent(step: str, done: int = 0, total: int = 0) -> None:
    return None


def test_a_large_corpus_is_served_out_of_its_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "corpus.nq"
    quads = own_quads(BASE)
    file.write_bytes(serialize(quads, "nq", BASE))
    config = Config(str(tmp_path), base=BASE)
    silent: Progress = _silent
    small = open_source(config, silent)
    monkeypatch.setattr(kept, "SMALLEST", 0)
    for module in (parse, served_data):  # who reads it whole, fails
        monkeypatch.setattr(module, "read_rdf", None)
    told: list[str] = []
    large = open_source(config, silent, told.append)
    assert isinstance(large.host, AskingHost) and len(told) == 1
    page, other = large.host.get(PAGE), small.host.get(PAGE)
    assert page is not None and other is not None and page.data == other.data
    info = load(large.data, BASE, on_disk=False, folder=tmp_path / "none").info
    assert info.triples == len({q.triple for q in quads})
    assert sum(info.graphs.values()) == len(set(quads))
    stat = file.stat()
    file.write_bytes(file.read_bytes() + b"<http://z/1> <http://z/p> <http://z/2> <http://z/g> .\n")
    assert stat.st_size < file.stat().st_size
    newer = open_source(config, silent, told.append)
    assert len(told) == 2 and "不符" in told[1]
    assert load(newer.data, BASE, on_disk=False, folder=tmp_path / "none").info.triples == info.triples + 1
