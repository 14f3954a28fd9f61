"""The documents are those that one machine takes, in its order and by its keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dashi_kg.corpus.one_file import key_of, tool_digest
from dashi_kg.errors import DashiError
from dashi_kg.settings import settings
from dashi_kg.source.gather import gather
from tests import corpus_make

BASE = settings().base
NAMES = (
    "a.txt", "b.TXT", "年度 报告%20#1.html", "深/更深/c.docx", "d.pdf", "e.wps", "notes.md", ".hidden.txt", ".git/f.txt", "~$g.docx",
    "_under.txt", "_folder/h.txt", "page.html", "page_files/ad.html", "other.files/i.txt", "release/SHA256SUMS", "release/void.ttl",
    "release/README.txt", "release/r.html", "x/source.txt", "x/reading.yaml", "y.txt", "y.reading.yaml", "[z]{1}*/k.txt",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("documents") / "所有 {报告}"
    for number, name in enumerate(NAMES):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        words = corpus_make.text("合川区", "司法局", 2023, number)
        path.write_text("" if name == "d.pdf" else words, encoding="utf-8")
    return root


def taken(spark: Any, names: list[Path]) -> dict[str, str]:
    from dashi_kg.spark.documents import documents

    found = documents(spark, [str(n) for n in names], tool_digest(BASE))
    rows = found.keyed.orderBy("nth", "order").collect()
    assert {row.file for row in found.listed.collect()} == {row.file for row in rows}
    return {row.file: row.key for row in rows}


def test_a_folder_is_that_of_one_machine(spark: Any, folder: Path) -> None:
    wanted = gather([folder])
    found = taken(spark, [folder])
    assert list(found) == [str(p) for p in wanted]
    assert len(wanted) == 13
    assert found == {str(p): key_of(p, BASE) for p in wanted}


def test_patterns_and_files_are_those_of_one_machine(spark: Any, folder: Path) -> None:
    escaped = str(folder).replace("[", "[[]")
    names = [Path(f"{escaped}/**/[!a]*.txt"), folder / "a.txt"]
    wanted = gather(names)
    assert len(wanted) > 5
    assert list(taken(spark, names)) == [str(p) for p in wanted]


def test_what_is_not_there_is_told(spark: Any, tmp_path: Path) -> None:
    with pytest.raises(DashiError, match="no such file or folder"):
        taken(spark, [tmp_path / "missing"])
    with pytest.raises(DashiError, match="no report is here"):
        taken(spark, [tmp_path])
