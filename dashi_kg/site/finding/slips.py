"""A slip of the pen in a word of Latin letters: which word of the index was meant. ``assets/ask/finding.js`` does the same."""

from __future__ import annotations

import re

WORD = re.compile("[a-z]{4,24}")
_LONG = 8  # letters; from here on two slips are forgiven


def slips(typed: str) -> int:
    """How many slips are forgiven in a word: one, in a long one two."""
    return 1 if len(typed) < _LONG else 2


def distance(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many or swapped with their neighbour; ``most + 1`` where there are more.

    The optimal string alignment distance (Damerau 1964), row by row.

    >>> distance("goverment", "government", 2), distance("mediatoin", "mediation", 2), distance("law", "report", 2)
    (1, 1, 3)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, its in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
