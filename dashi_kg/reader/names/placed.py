"""Steps that look at named places around a name, each with a pattern of its own: the first whose patterns all fit decides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dashi_kg.reader.rules.steps import Step, Steps

_NO = "no-"  # before the name of a place: where the pattern is not to be found
_Look = tuple[str, bool, "re.Pattern[str]"]  # place, whether the pattern is to be found there


def fits(looks: Sequence[_Look], places: Mapping[str, str]) -> bool:
    """Whether each pattern is found at its place, and those that are not to be found are not."""
    return all((pattern.search(places[place]) is not None) is wanted for place, wanted, pattern in looks)


class Placed(Steps[bool]):
    """The steps of ``steps/<name>.yaml``, whose patterns bear the names of places, or ``no-<place>``.

    Args:
        few: places at which few different words ever stand: the steps that fit there are kept by them.
    """

    def __init__(self, name: str, few: Sequence[str]) -> None:
        super().__init__(name, {"fits": fits})
        self._few = few
        self._kept: dict[tuple[str, ...], list[tuple[Step, list[_Look]]]] = {}
        self._kept_of: Any = None  # of which rows these are

    def deciding(self, places: Mapping[str, str]) -> Step | None:
        """The first step whose patterns all fit."""
        if self._kept_of is not self.rows:
            self._kept_of, self._kept = self.rows, {}
        key = tuple([places[place] for place in self._few])
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = []
            for step in self.rows:
                looks = [(n.removeprefix(_NO), not n.startswith(_NO), p) for n, p in step.words.items()]
                if fits([look for look in looks if look[0] in self._few], places):
                    kept.append((step, [look for look in looks if look[0] not in self._few]))
        for step, looks in kept:
            if fits(looks, places):
                return step
        return None
