"""Steps that look at named places around a name, each with a pattern of its own: the first whose patterns all fit decides."""

from __future__ import annotations

from collections.abc import Mapping

from dashi_kg.reader.rules.steps import Said, Steps

_NO = "no-"  # before the name of a place: where the pattern is not to be found


def fits(words: Said, places: Mapping[str, str]) -> bool:
    """Whether each pattern is found at its place, and those of ``no-<place>`` are not."""
    for place, pattern in words.items():
        if place.startswith(_NO):
            if pattern.search(places[place[len(_NO) :]]):
                return False
        elif not pattern.search(places[place]):
            return False
    return True


def placed(name: str) -> Steps[bool]:
    """The steps of ``steps/<name>.yaml``; they are asked of the words at each place."""
    return Steps(name, {"fits": fits})
