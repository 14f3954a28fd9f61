"""What a run has written, as the tests compare it."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any


def manifest(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return found


def files(out: Path, folder: str = "") -> list[Path]:
    """The files that the manifest names, each as it says; there are no others."""
    named = {out / file["path"]: file for file in manifest(out)["files"]}
    there = {
        p for p in out.rglob("*") if p.is_file() and ".work" not in p.parts and p.name != "manifest.json"
    }
    assert there == set(named)
    for path, told in named.items():
        data = path.read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (told["bytes"], told["sha256"])
    return sorted(p for p in named if p.relative_to(out).parts[0].startswith(folder))


def lines(out: Path) -> list[bytes]:
    """All quads, sorted, each once; each file of them is sorted, and has each line once."""
    found: set[bytes] = set()
    for path in [*files(out, "nquads"), *files(out, "moved"), *files(out, "shared")]:
        raw = path.read_bytes()
        assert raw[4:8] == bytes(4), "no time in the head of the archive"
        part = gzip.decompress(raw).splitlines(keepends=True)
        assert part == sorted(set(part))
        found.update(part)
    return sorted(found)


def rows(out: Path, folder: str) -> list[dict[str, Any]]:
    """The rows of a table, in the order of its files."""
    import pyarrow.parquet

    parts = [p for p in files(out, folder) if p.suffix == ".parquet"]
    return [row for part in parts for row in pyarrow.parquet.ParquetFile(part).read().to_pylist()]
