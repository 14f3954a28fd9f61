"""What a sentence says of a document beside its title: who issued it together, and of which rank it is."""

from __future__ import annotations

from dashi_kg.reader.rules.table import wordings

_SAID = wordings("beside-title")

_LIST = r"《[^《》\n]{2,80}》(?:\([^()\n]{0,40}\))?"
_TOGETHER = _SAID["together"]
_BEFORE = _SAID["before"]
_AFTER = _SAID["after"]


def issuers(before: str) -> str:
    """The organs of Party and government that issued a document together, as the words before its title name them.

    >>> issuers("落实中共中央、国务院印发的"), issuers("落实国务院印发的")
    ('中共中央、国务院', '')
    """
    found = _TOGETHER.search(before)
    return found["who"] if found else ""


def called(before: str, after: str) -> str:
    """The word for the rank of a document that stands beside its title; ``""`` where none does, or several do.

    >>> called("出台行政规范性文件", "。"), called("清理规章、规范性文件", "。"), called("起草", "等2部地方性法规。")
    ('行政规范性文件', '', '地方性法规')
    """
    found = _BEFORE.search(before) or _AFTER.search(after)
    return found["called"] if found else ""
