"""How a period is said in words."""

from __future__ import annotations

_EACH = {
    "each-year": ("每年", "each year"),
    "each-half-year": ("每半年", "each half-year"),
    "each-term": ("每学期", "each term"),
    "each-quarter": ("每季度", "each quarter"),
    "each-month": ("每月", "each month"),
    "each-week": ("每周", "each week"),
    "each-day": ("每日", "each day"),
}


def period_label(key: str) -> tuple[str, str]:
    """A period in Chinese and English, by its key.

    >>> period_label("since-2019")
    ('2019年以来', 'since 2019')
    """
    if key.isdigit():
        return f"{key}年", f"year {key}"
    if key.startswith("since-"):
        return f"{key[6:]}年以来" if key[6:].isdigit() else f"{key[6:]}以来", f"since {key[6:]}"
    if key in _EACH:
        return _EACH[key]
    if key.startswith("as-of-"):
        return f"截至{key[6:]}", f"as of {key[6:]}"
    if key.startswith("until-"):
        return f"{key[6:]}年变化之前", f"before a change in {key[6:]} or earlier"
    if "_" in key:
        begin, _, end = key.partition("_")
        return f"{begin}至{end}", f"{begin} to {end}"
    if key[:1].isdigit():
        return key, key
    return "时期不详", "period unknown"
