"""What names of bodies are made of, out of the word lists: endings with their kinds and sorts, what ends the words before a name.

Open lists (``words/body-ending.tsv``, ``words/department.tsv``), from the departments that the State Council, provinces, cities, counties and
towns have had since 2015, long and short. A field that is missing is still read where an ending of its own follows (see :mod:`endings`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from dashi_kg.reader.context.word_lists import VERBS
from dashi_kg.reader.rules.table import NOT, outside_of_longer, table, wordings, words
from dashi_kg.text.han import compiled

_SAID = wordings("bodies")
# ending → kind (a key of the scheme body-kind)
ENDINGS = {
    ending: kind
    for kind, endings in words("body-ending").items()
    if not kind.startswith(NOT)
    for ending in endings
}
# ending → what is said of bodies with it: needs-name (12个|派出所 is none without a name of its own), needs-owner, needs-party-owner, meets
_SORTS = ("needs-name", "needs-owner", "needs-party-owner", "meets")
SORTS: dict[str, str] = {}
for _sort in _SORTS:
    for _ending in words("classes")[_sort]:
        SORTS[_ending] = f"{SORTS.get(_ending, '')} {_sort}"


_LONGEST = max(map(len, ENDINGS))


def kind_by_ending(name: str) -> str:
    """The kind that the longest ending of a name tells; empty where no list has it."""
    for at in range(max(len(name) - _LONGEST, 0), len(name)):
        if kind := ENDINGS.get(name[at:]):
            return kind
    return ""


@lru_cache(maxsize=1024)
def kind_by_way(way: str, name: str) -> str:
    """The kind of a body by the way in which its name was found, and its words (``rules/body-kind.yaml``); empty where no rule knows it."""
    found = table("body-kind").first(f"{way} {name}")
    return found[0].action if found else ""


def breaks(*inside: str) -> re.Pattern[str]:
    """What ends the words before a name: the verbs of the genre and others, but not those of some classes, which a name may hold."""
    held = {word for kind in inside for word in words("breaks")[kind]}
    found = [word for word in (*VERBS, *words("breaks")["break"]) if word not in held]
    return compiled(f"{outside_of_longer('breaks', found)}|{_SAID['breaks'].pattern}", re.VERBOSE)
