"""The two languages of the site, and which words a reader of each is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import Literal

LANGUAGES = ("zh", "en")
OTHER = {"zh": "en", "en": "zh"}
# Chinese without a script counts as simplified; untagged words may be either
_CHAIN = {
    "zh": ("zh", "zh-cn", "zh-hans", "zh-hans-cn", "", "zh-hant", "zh-tw", "zh-hk", "en"),
    "en": ("en", "en-gb", "en-us", "", "zh", "zh-cn", "zh-hans"),
}


class Said(NamedTuple):
    """Words and the language they are in (``""``: not said)."""

    words: str
    lang: str = ""


def best(literals: Iterable[Literal], lang: str) -> Said | None:
    """The words that a reader of ``lang`` is shown: always the same of the same literals.

    zh: zh, zh-CN, zh-Hans, untagged, other Chinese, English, any. en: en, untagged, Chinese, any.

    >>> best([Literal("x", language="fr"), Literal("院", language="zh-Hans")], "zh")
    Said(words='院', lang='zh-hans')
    """
    chain = _CHAIN[lang]

    def rank(literal: Literal) -> tuple[int, str, str]:
        tag = (literal.language or "").lower()
        return (chain.index(tag) if tag in chain else len(chain), tag, literal.value)

    found = min(literals, key=rank, default=None)
    return Said(found.value, (found.language or "").lower()) if found else None
