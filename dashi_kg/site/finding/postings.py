"""Sorted numbers of records as short text: gaps in base 36, ``3+1`` where the next one follows too.

>>> pack([4, 5, 9]), unpack("4+1 3")
('4+1 3', [4, 5, 9])
"""

from __future__ import annotations

from collections.abc import Sequence

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def pack(numbers: Sequence[int]) -> str:
    """Ascending numbers as text; ``assets/ask/finding.js`` reads it."""
    pieces: list[str] = []
    end = at = 0
    while at < len(numbers):
        start = numbers[at]
        last = at
        while last + 1 < len(numbers) and numbers[last + 1] == numbers[last] + 1:
            last += 1
        more = f"+{_base36(last - at)}" if last > at else ""
        pieces.append(_base36(start - end) + more)
        end = numbers[last] + 1
        at = last + 1
    return " ".join(pieces)


def unpack(text: str) -> list[int]:
    """The numbers of :func:`pack`."""
    found: list[int] = []
    at = 0
    for piece in text.split():
        gap, _, more = piece.partition("+")
        start = at + int(gap, 36)
        at = start + (int(more, 36) if more else 0) + 1
        found.extend(range(start, at))
    return found


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits
