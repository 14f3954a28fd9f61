"""What is gone is told as long as it is; nothing is read where no file went or came."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from dashi_kg.settings import settings
from tests.spark.cluster import needed

BASE = settings().base


def test_what_was_told_stays_where_no_file_went_or_came(tmp_path: Path) -> None:
    needed()
    from dashi_kg.spark import former_reports
    from dashi_kg.spark.places import Place

    place = Place(str(tmp_path))
    files = [place.write(f"{folder}/a.nq.gz", lambda out: out.write(b"x")) for folder in ("nquads", "moved")]
    earlier: dict[str, Any] = {"files": [asdict(file) for file in files]}
    none: Any = None  # no session is asked for anything
    assert former_reports.write(none, place, earlier, files[:1], BASE) == files[1:]
    assert former_reports.write(none, place, None, files[:1], BASE) == []
    with pytest.raises(AttributeError):
        former_reports.write(none, place, earlier, [], BASE)
