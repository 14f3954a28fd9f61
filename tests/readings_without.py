"""What is read of sentences, printed as JSON; run by itself, so that the reader is made without some verbs.

From the standard input: ``{"sentences": [...], "verbs": [...]}``, these verbs missing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

from dashi_kg.reader.rules import table


def leave_out(verbs: frozenset[str]) -> None:
    """From now on the list of verbs has none of these: before any pattern is made of it."""
    real = table.words.__wrapped__

    @cache
    def words(name: str) -> Mapping[str, tuple[str, ...]]:
        found: Mapping[str, tuple[str, ...]] = real(name)
        return (
            {kind: tuple(w for w in row if w not in verbs) for kind, row in found.items()}
            if name == "act"
            else found
        )

    table.words = words  # type: ignore[assignment]


def readings(sentences: list[str]) -> list[list[Any]]:
    """Of each sentence what its last number counts, who acts, and by which rules."""
    from tests.helpers import passage

    found = [passage(f"{sentence}。").observations[-1] for sentence in sentences]
    return [[item.counted, item.actor, list(item.rules_of("counted"))] for item in found]


if __name__ == "__main__":
    given = json.load(sys.stdin)
    leave_out(frozenset(given["verbs"]))
    json.dump(readings(given["sentences"]), sys.stdout)
