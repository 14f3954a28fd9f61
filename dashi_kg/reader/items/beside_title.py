"""What a sentence says of a document beside its title: who issued it together, and of which rank it is."""

from __future__ import annotations

from dashi_kg.text.han import compiled

_LIST = r"《[^《》\n]{2,80}》(?:\([^()\n]{0,40}\))?"
# 中共中央、国务院印发的《…》; 市委、市政府联合印发《…》
_TOGETHER = compiled(
    r"(?P<who>(?:中共中央办公厅|中共中央|党中央|中办|[省市县区州旗]委(?:办公[室厅]|办)?)[、和]"
    r"(?:国务院办公厅|国务院|国办|[省市县区州旗](?:人民)?政府(?:办公[室厅]|办)?))"
    rf"(?:联合|共同)?(?:印发|下发|出台|制定|发布)了?的?(?:{_LIST}[、和与及]?)*$"
)
_RANKS = r"地方性法规|地方政府规章|政府规章|部门规章|行政法规|行政规范性文件|(?<!行政)规范性文件|党内法规"
# 出台行政规范性文件《…》; in 规章和规范性文件《…》 the title may be of either
_BEFORE = compiled(rf"(?<![、和与及或])(?P<called>{_RANKS})[“]?(?:{_LIST}[、和与及]?)*$")
# 《…》《…》等2部地方性法规
_AFTER = compiled(
    rf"^(?:\([^()\n]{{0,40}}\))?(?:[、和与及]?{_LIST})*等?(?:[\d一二两三四五六七八九十百]+[部件个项份])?(?P<called>{_RANKS})(?![、和与及或])"
)


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
