"""Which document a title is: one that all reports share, one of the issuer's own, or one that the text leaves open.

A full title names one document in all reports (法治政府建设实施纲要(2021—2025年)). Papers of a body about its own work and
year (2023年法治建设工作要点) bear the same title everywhere and are others. A short name (《纲要》) is what its own report has
named in full, or it is left open. A version in brackets and a number are part of the title: versions stay apart.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

from dashi_kg.knowledge.resolve import Identity
from dashi_kg.model import Citation
from dashi_kg.text.fold import fold

_SHARED_KINDS = ("law", "regulation", "rule", "policy", "book", "report")
_COUNTRY = re.compile(r"^中华人民共和国(?=.)")
_WORD = "纲要|条例|规定|办法|意见|方案|通知|规划|细则|决定|标准|清单|指引|章程|制度|计划|要点|公约|目录|规则|指标体系|报告|法"
# 《纲要》, 《实施方案》, 《暂行条例》, 《若干规定》: a kind of paper and no more
_SHORT = re.compile(
    rf"(?:中国共产党|党的)?(?:实施|暂行|试行|若干|工作|管理|行动|指导|总体|本|该)*(?:{_WORD})(?:\(试行\))?"
)
_BRACKETS = re.compile(r"\([^()]*\)$")
# 2023年…要点, …年度计划: of the body that says so, for its own year
_OWN_YEAR = re.compile(r"(?:19|20)\d\d年|年度|十[一二三四五]五|三年|五年")
_OWN_PAPER = re.compile(
    r"(?:方案|计划|规划|要点|制度|规程|流程|工作规则|清单|目录|汇编|预案|通知|台账|手册)(?:\([^()]*\))?$"
)
# 岷东省…, 梧丘市…: whose paper it is stands in the title itself
_PLACED = re.compile(
    r"^[\u4e00-\u9fff]{1,8}?(?:省|市|区|县|旗|州|盟|镇|乡|街道)|^(?:中国|中共|国务院|全国|中央|党)"
)
_NATIONAL = re.compile(
    r"^(?:法治政府建设实施纲要|法治政府建设与责任落实督察工作规定|法治中国建设规划|法治社会建设实施纲要)"
)


class Title(NamedTuple):
    """A document by its title: ``path`` below the base where reports share it, else ``""``."""

    name: str
    kind: str
    number: str
    path: str


def title_of(citation: Citation, identity: Identity, all_titles: Iterable[str]) -> Title:
    """Which document a citation cites.

    Args:
        citation: the citation.
        identity: who reports: what bears the name of the body or of its division is of this body.
        all_titles: the titles that the report cites, among which a short name may find its full one.
    """
    name = citation.title
    if _SHORT.fullmatch(key_of(name)):
        full = _in_full(name, all_titles)
        if full is None:
            return Title(name, citation.kind, citation.number, "")
        name = full
    if _is_own(key_of(name), citation.kind, identity) or not (
        citation.number or _is_shared(key_of(name), citation.kind)
    ):
        return Title(name, citation.kind, citation.number, "")
    digits = hashlib.sha256(f"{key_of(name)}|{fold(citation.number)}".encode()).hexdigest()[:10]
    return Title(name, citation.kind, citation.number, f"law/title/x{digits}")


def _is_own(key: str, kind: str, identity: Identity) -> bool:
    """Whether it is a paper of the issuer about its own work: it bears the issuer's name, and is no law or rule."""
    names = (identity.name, identity.division.zh if identity.division else "")
    return kind not in ("law", "regulation", "rule") and any(
        name and key.startswith(fold(name)) for name in names
    )


def key_of(title: str) -> str:
    """A title as it is compared: widths and dashes folded, without white space and the name of the country.

    >>> key_of("中华人民共和国 行政处罚法"), key_of("法治政府建设实施纲要（2021—2025年）")
    ('行政处罚法', '法治政府建设实施纲要(2021-2025年)')
    """
    plain = re.sub(r"[—–~至-]+(?=(?:19|20)\d\d)", "-", "".join(fold(title).split()))
    return _COUNTRY.sub("", plain.strip("《》〈〉"))


def _in_full(short: str, titles: Iterable[str]) -> str | None:
    """The one title of the report that a short name ends: 《纲要》 is 《法治政府建设实施纲要(2021—2025年)》."""
    end = key_of(short)
    keys = {key_of(title): title for title in titles}
    full = [title for key, title in keys.items() if key != end and _BRACKETS.sub("", key).endswith(end)]
    return full[0] if len(full) == 1 else None


def _is_shared(key: str, kind: str) -> bool:
    """Whether a title means the same document in every report."""
    if _NATIONAL.match(key) or kind in ("law", "book"):
        return True
    if kind not in (*_SHARED_KINDS, "plan", "normative", "other"):
        return False
    if _PLACED.match(key):
        return not _OWN_YEAR.match(key)
    if kind in ("regulation", "report"):
        return True
    return kind in ("rule", "policy") and not (_OWN_PAPER.search(key) or _OWN_YEAR.search(key))
