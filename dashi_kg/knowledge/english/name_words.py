"""The pieces of names in both languages (``words.tsv``), and how they are found in a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROLES = ("field", "ending", "whole", "level", "place", "post", "group", "some", "people", "proper")


class NameWords(NamedTuple):
    """Chinese words → English, by role: ``field`` of a department, ``ending`` behind it (``{} Bureau``), ``whole`` name of a
    body with room for a level (``{}People's Government``), ``level`` as an adjective, ``place`` as the word of a division; ``post`` that a body has, ``group`` of actors in the plural,
    and what stands before it where not all are meant (``some``); ``people`` whose own a division is, and the ``proper`` name of a
    division that is not written by the sound of its characters.
    """

    field: dict[str, str]
    ending: dict[str, str]
    whole: dict[str, str]
    level: dict[str, str]
    place: dict[str, str]
    post: dict[str, str]
    group: dict[str, str]
    some: dict[str, str]
    people: dict[str, str]
    proper: dict[str, str]
    longest: int

    def at(self, role: str, words: str, start: int) -> Iterator[tuple[int, str]]:
        """The pieces of a role that stand at an offset, the longest first: where they end (code points), in English."""
        table: dict[str, str] = getattr(self, role)
        for end in range(min(len(words), start + self.longest), start, -1):
            if (found := table.get(words[start:end])) is not None:
                yield end, found


@cache
def name_words() -> NameWords:
    """The table; read when first asked for."""
    rows = Path(__file__).with_name("words.tsv").read_text(encoding="utf-8").splitlines()
    tables: dict[str, dict[str, str]] = {role: {} for role in ROLES}
    for row in rows:
        if not row.startswith("#"):
            role, words, english = row.split("\t")
            tables[role][words] = english
    longest = max(len(words) for table in tables.values() for words in table)
    return NameWords(**tables, longest=longest)


@cache
def place_pattern() -> re.Pattern[str]:
    """A division with the word for its kind, as short as can be: 沙鱼镇, 青棠经济技术开发区."""
    kinds = sorted(name_words().place, key=lambda word: (-len(word), word))
    return re.compile(rf"([\u4e00-\u9fff]{{1,14}}?)({'|'.join(kinds)})")
