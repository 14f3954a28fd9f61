"""The texts of the development split, without their labels."""

from __future__ import annotations

from functools import cache

import yaml

from tests.conftest import ROOT

# Whole reports, as many as the tests need that read or build them all: more would only cost time.
NAMES = (*(f"r{n:02}" for n in range(1, 21)), "r31", "r32", "r33")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times faster


@cache
def text_of(name: str) -> str:
    """The text of that name: ``r05``."""
    path = ROOT / "evaluation" / "texts" / "dev" / f"{name}.yaml"
    return str(yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)["text"])
