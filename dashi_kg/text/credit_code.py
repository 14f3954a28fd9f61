"""The check digit of the unified social credit code (GB 32100-2015)."""

from __future__ import annotations

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z


def uscc_is_valid(code: str) -> bool:
    """Whether a code of 18 signs ends in its right check digit.

    >>> uscc_is_valid("91350100M000100Y43"), uscc_is_valid("91350100M000100Y44")
    (True, False)
    """
    if len(code) != 18 or any(c not in _SIGNS for c in code):
        return False
    total = sum(_SIGNS.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    return _SIGNS[(31 - total % 31) % 31] == code[17]
