"""Which division a named body is of, of which level it is, and its official name.

Governments, party committees and general offices are one body in all reports: 区政府 in a report of 大石街道, 合川区人民政府
in another. Their names lead to one IRI by the code of the division; the label is the official name, so that reports that
write the name differently do not give it two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dashi_kg.knowledge.placing import place_of
from dashi_kg.knowledge.reference import Division, Reference
from dashi_kg.knowledge.resolve import Identity
from dashi_kg.model import Body, Extraction

_LEVELS = {"province": "provincial", "prefecture": "municipal", "county": "county"}
GOVERNMENTS = frozenset((*(f"{level}-government" for level in _LEVELS.values()), "township-government"))
COMMITTEES = frozenset((*(f"{level}-party-committee" for level in _LEVELS.values()), "party-committee"))
# 区政府, 自治区党委, 街道党工委: the page says which
_SHORT = re.compile(r"(?P<level>自治区|街道|[省市州盟区县旗镇乡])?(?:人民政府|政府|办事处|党工委|党委|委)")
# 重庆市合川区|人民政府, 中共青山县|委员会
_FULL = re.compile(
    r"(?:中共)?(?P<head>[\u4e00-\u9fff]{2,}?)(?P<ending>人民政府|政府|街道办事处|办事处|委员会|工作委员会|党工委|党委|委)"
)
_OFFICE = re.compile(r"(?P<head>[\u4e00-\u9fff]+?)(?:人民政府|政府|府)办(?:公[室厅])?")
_LEVEL = re.compile(r"自治区|[省市州盟区县旗]")
_TOWNS = frozenset(("township-government", "subdistrict-office", "party-committee"))
_SUBDISTRICT = "街道"


def division_of(body: Body, found: Extraction, identity: Identity, reference: Reference) -> Division | None:
    """The division that a government, party committee or general office is of; ``None`` where it is not certain."""
    around = ([identity.division] if identity.division else []) + list(identity.chain)
    if body.kind == "general-office":
        office = _OFFICE.fullmatch(body.name)
        if office is None:
            return None
        short = _LEVEL.fullmatch(office["head"])
        return _meant(short[0], body.kind, around) if short else _named(office["head"], around)
    if body.kind not in GOVERNMENTS | COMMITTEES | {"subdistrict-office"}:
        return None
    if short := _SHORT.fullmatch(body.name):
        return _meant(short["level"] or "", body.kind, around)
    full = _FULL.fullmatch(body.name)
    if full is None:
        return None
    inside = _named(full["head"], around) or _named(body.name.removesuffix("办事处"), around)
    if inside or body.kind in _TOWNS:
        return inside
    placed = place_of(full["head"] + "人民政府", found, reference)
    return placed.division if placed.rest == "人民政府" else None


def _named(head: str, around: Iterable[Division]) -> Division | None:
    """The division around the report with which the words end: 合川区 of 重庆市合川区."""
    return next((d for d in around if head.endswith(d.zh)), None)


def _meant(level: str, kind: str, around: list[Division]) -> Division | None:
    """The nearest division of a level, from the report's own upwards: 市政府 is 重庆市's in a report of 合川区."""
    if kind in _TOWNS:  # the party committee of a town, whether its level is said or not
        own = around[0] if around and around[0].kind == "township" else None
        return own if own and own.zh.endswith(level) else None
    if level == "区":
        return next((d for d in around if d.kind == "county" and d.zh.endswith(level)), None)
    return next((d for d in around if level and d.kind != "township" and d.zh.endswith(level)), None)


def kind_of_body(body: Body, division: Division | None) -> str:
    """The kind of a body, corrected by what its division is: 市政府 of a city of county level, of 重庆市.

    Returns:
        A key of the scheme ``body-kind``.
    """
    if division and division.kind in _LEVELS:
        if body.kind in GOVERNMENTS:
            return f"{_LEVELS[division.kind]}-government"
        if body.kind in COMMITTEES:
            return f"{_LEVELS[division.kind]}-party-committee"
    return body.kind


def is_the_group(body: Body) -> bool:
    """The leading group for rule-of-law government, which every issuer has once, with 工作 in its name or without."""
    return body.kind == "leading-group" and body.name in ("法治政府建设工作领导小组", "法治政府建设领导小组")


def official_name(body: Body, division: Division | None) -> str:
    """The label of a body of a division; the name in the report where the division is not certain."""
    if is_the_group(body):
        return "法治政府建设工作领导小组"
    if division is None:
        return body.name
    if body.kind == "general-office":
        return f"{division.zh}人民政府办公{'厅' if division.kind == 'province' else '室'}"
    if body.kind in GOVERNMENTS:
        return f"{division.zh}人民政府"
    if body.kind == "subdistrict-office":
        return f"{division.zh}办事处"
    if body.kind in COMMITTEES:
        if division.kind == "township":
            return division.zh + ("党工委" if division.zh.endswith(_SUBDISTRICT) else "党委")
        return f"中共{division.zh}委员会"
    return body.name
