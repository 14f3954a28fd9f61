"""The saved questions: one ``.rq`` file each; the first comments say what it asks, in zh and en."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache

from dashi_kg.errors import DashiError, DataError
from dashi_kg.resources import ontology_dir

_HEADER = re.compile(r"^# (zh|en): (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Question:
    """``name`` is the file's stem; ``text`` the SPARQL query, relative IRIs to be resolved against the base."""

    name: str
    zh: str
    en: str
    text: str


@cache
def questions() -> tuple[Question, ...]:
    """All saved questions by name.

    Raises:
        DataError: a file lacks its header.
    """
    found = []
    for path in sorted((ontology_dir() / "questions").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        words = dict(_HEADER.findall(text))
        if set(words) != {"zh", "en"}:
            raise DataError("the header lacks “# zh:” or “# en:”", remedy="Add both.", file=path.name)
        found.append(Question(path.stem, words["zh"], words["en"], text))
    return tuple(found)


def question(name: str) -> Question:
    """One saved question.

    Raises:
        DashiError: there is none of this name; the nearest is suggested.
    """
    by_name = {q.name: q for q in questions()}
    if name in by_name:
        return by_name[name]
    near = difflib.get_close_matches(name, by_name, n=1)
    remedy = f"Did you mean “{near[0]}”?" if near else "See dashi-kg query --list."
    raise DashiError(f"there is no question “{name}”", remedy=remedy)
