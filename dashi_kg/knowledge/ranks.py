"""Which rank a document has in law, by who issued it and by tables; nothing where neither tells.

The last word of a title is no ground: a 条例 is of the National People's Congress, the State Council, a local congress or
the Party, a 规定 of nearly anybody. Grounds are tried in the order of their certainty.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dashi_kg.errors import DataError
from dashi_kg.knowledge import yamlfile
from dashi_kg.knowledge.reference import Reference
from dashi_kg.knowledge.titles import key_of
from dashi_kg.language import Both
from dashi_kg.model import Citation
from dashi_kg.reader.items.laws import LAWS
from dashi_kg.text.han import compiled

RANKS = (
    "law", "administrative-regulation", "local-regulation", "departmental-rule", "local-government-rule",
    "normative-document", "party-regulation", "joint-document",
)  # fmt: skip
_CALLED = {
    "地方性法规": "local-regulation", "地方政府规章": "local-government-rule", "政府规章": "local-government-rule",
    "部门规章": "departmental-rule", "行政法规": "administrative-regulation", "行政规范性文件": "normative-document",
    "规范性文件": "normative-document", "党内法规": "party-regulation",
}  # fmt: skip
_EDITION = re.compile(
    r"\((?:试行|暂行|修订|修正|草案|修订草案|送审稿|征求意见稿|(?:19|20)\d\d年?(?:修订|修正)?)\)$"
)
# 国务院令第713号; 司法部令第146号; 市场监管总局令; 重庆市人民政府令第329号; 渝府规〔2023〕5号
_STATE_COUNCIL = re.compile(r"^(?:中华人民共和国)?国务院令")
_MINISTRY = compiled(
    r"^(?:中华人民共和国|国家)?[\u4e00-\u9fff]{0,12}(?:部|总局|委员会|发展改革委|卫生健康委|总署)令"
)
_GOVERNMENT = compiled(r"^(?P<place>[\u4e00-\u9fff]{2,10}?(?:省|市|州|自治区))(?:人民)?政府令")
_NORMATIVE = re.compile(r"(?:府|政|办|资)规[发字]?[〔\[【(](?:19|20)\d\d")
_OF_COUNTRY = re.compile(r"^中华人民共和国(?!国务院).+")
_OF_PARTY = re.compile(r"^中国共产党.*(?:章程|准则|条例|规定|规则|办法|细则)$")
_LOCAL = compiled(
    r"^(?P<place>[\u4e00-\u9fff]{2,10}?(?:省|市|自治州|自治区|自治县|自治旗))[\u4e00-\u9fff“”]*条例$"
)
_ZONE = compiled(r"^[\u4e00-\u9fff]{2,4}经济特区[\u4e00-\u9fff“”]*条例$")
_JOINT = compiled(
    r"^(?:中共中央(?:办公厅)?|中共[\u4e00-\u9fff]{1,8}?委(?:员会)?(?:办公[室厅])?)[、 和]?(?:国务院(?:办公厅)?|[\u4e00-\u9fff]{1,8}?人民政府(?:办公[室厅])?)关于"
)


class Rank(NamedTuple):
    """A rank (key of ``document-rank``) and the ground it was decided on (key of ``rank-ground``)."""

    key: str
    ground: str


def rank_of(citation: Citation, reference: Reference) -> Rank | None:
    """The rank of the document that a citation names, or ``None`` where nothing tells.

    Args:
        citation: title, number, and what the text beside the title says of issuers and rank.
        reference: the tables: common documents, and divisions, by which a city with districts is told from others.

    Raises:
        DataError: the table of ranks is missing or malformed.
    """
    title = _EDITION.sub("", "".join(citation.title.split()))
    if known := _by_table(key_of(title), reference):
        return Rank(known, "table")
    if found := _by_number(citation.number, reference):
        return Rank(found, "number")
    if found := _by_title(title, reference):
        return Rank(found, "title")
    if citation.issuers:
        return Rank("joint-document", "issuer")
    return Rank(_CALLED[citation.called], "said") if citation.called else None


def _by_table(key: str, reference: Reference) -> str | None:
    known = table(reference.folder) if reference.folder else {}
    if key in known:
        return known[key]
    if key in _laws():
        return "law"
    # 土地管理法实施条例: what carries a law out in the whole country is of the State Council
    return "administrative-regulation" if key.endswith("实施条例") and key[:-4] in _laws() else None


def _by_number(number: str, reference: Reference) -> str | None:
    plain = "".join(number.split())
    if _STATE_COUNCIL.search(plain):
        return "administrative-regulation"
    if government := _GOVERNMENT.search(plain):
        return "local-government-rule" if _makes_rules(government["place"], reference) else None
    if _MINISTRY.search(plain):
        return "departmental-rule"
    return "normative-document" if _NORMATIVE.search(plain) else None


def _by_title(title: str, reference: Reference) -> str | None:
    if _OF_PARTY.search(title):
        return "party-regulation"
    if _JOINT.search(title):
        return "joint-document"
    if _OF_COUNTRY.search(title):
        if title.endswith("法") and not title.endswith("办法"):
            return "law"
        return "administrative-regulation" if title.endswith("条例") else None
    local = _LOCAL.search(title)
    if _ZONE.search(title) or (local and _makes_rules(local["place"], reference)):
        return "local-regulation"
    return None


def _makes_rules(place: str, reference: Reference) -> bool:
    """Whether a place may make regulations and rules: provinces, cities with districts, autonomous places."""
    if place.endswith(("省", "自治区", "自治州", "自治县", "自治旗")):
        return True
    return any(division.kind in ("province", "prefecture") for division in reference.called(place))


@cache
def _laws() -> frozenset[str]:
    return frozenset(name for name in LAWS if name.endswith("法") and not name.endswith("办法"))


@cache
def table(folder: Path) -> dict[str, str]:
    """Title as it is compared → rank, of ``document-ranks.yaml``.

    Raises:
        DataError: the file is missing or malformed, a rank is unknown, a title stands twice.
    """
    file = folder / "document-ranks.yaml"
    if not file.exists():  # a project's own tables need not have one
        return {}
    known: dict[str, str] = {}
    content = yamlfile.fields(yamlfile.load_own(file), file=file, place="", need=("ranks",))
    for number, entry in enumerate(yamlfile.entries(content["ranks"], file=file, place="ranks"), start=1):
        row = yamlfile.fields(
            entry, file=file, place=f"ranks, entry {number}", need=("rank", "source", "titles")
        )
        keys = [key_of(title) for title in row["titles"]]
        twice = [key for key in keys if key in known or keys.count(key) > 1]
        if row["rank"] not in RANKS or twice:
            wrong = twice[0] if twice else row["rank"]
            raise DataError(
                Both(f"“{wrong}”重复，或者不是层级", f"“{wrong}” stands twice, or is no rank"),
                remedy=Both(
                    f"层级为 {'、'.join(RANKS)}；一个标题只写一次。",
                    f"The ranks are {', '.join(RANKS)}; a title stands once.",
                ),
                file=str(file),
            )
        known.update(dict.fromkeys(keys, row["rank"]))
    return known
