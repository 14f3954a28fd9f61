"""Which figures compare: one judge for the graph, the site, the cube and the questions.

Two figures compare where they are of one indicator and were counted alike: same role, same part of a whole, same unit,
same kind of period, and both exact (共 and 达 say no other number than none at all) or qualified alike. What a figure
must share with another is its :class:`Basis`; it is written as one string, so that a query joins on it.

>>> this = Basis("penalty-cases", "level", "", "NUM", "year", "exact")
>>> this.key
'penalty-cases|level||NUM|year|exact'
>>> [facet.key for facet in differences(this, Basis("penalty-cases", "level", "", "NUM", "Y-01_Y-06", "exact"))]
['period']
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dashi_kg.errors import DataError
from dashi_kg.language import Both

_APART = "|"
_EXACT = frozenset(("exact", "total", "reaches", "none-occurred"))
# kinds of quantity that do not say what is counted: 12台 and 12吨 are not alike, 12场 and 12次 are
_KINDS_OPEN = frozenset(("physical", "other"))
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WHOLE_YEAR = re.compile(r"\d{4}|Y-12-31|Y-01_Y-12")


class Facet(NamedTuple):
    """One respect in which figures differ; ``zh`` and ``en`` say so of two figures that do. Its concept is ``comparability/{concept}``."""

    key: str
    concept: str
    zh: str
    en: str


# in the order of the fields of a basis
FACETS = (
    Facet("indicator", "other-indicator", "指标不同", "another indicator"),
    Facet("role", "other-role", "角色不同", "another role"),
    Facet("part", "other-part", "部分不同", "another part of a whole"),
    Facet("unit", "other-counter", "计量不同", "counted differently"),
    Facet("period", "other-period", "时段不同", "another period"),
    Facet("qualifier", "other-qualifier", "限定不同", "qualified differently"),
)
# why a figure compares with none
NEVER = (
    Facet("change", "change", "是变化量", "an amount of change"),
    Facet("before", "before", "是变化前的数", "a value before a change"),
    Facet("scope", "scope", "只说范围", "only says over what another counts"),
    Facet("target", "requirement", "是要求", "a requirement"),
    Facet("topic", "unsure", "事项不确定", "unsure topic"),
    Facet("practice", "practice", "是惯例", "a practice"),
    Facet("no-value", "no-value", "没有数值", "no value"),
)
_NEVER = {facet.key: facet for facet in NEVER}


class Basis(NamedTuple):
    """What two figures share where they compare; every field is a key without ``|``.

    ``indicator``: of the named indicator or of the combination of facets, with ``@`` and the body where it is of one body only. ``role``: ``level`` or ``part``. ``part``: of a part
    the indicator of its whole, and its own words where its indicator does not say which part; else ``""``.
    ``unit``: its key, with the counter word where the kind of quantity leaves open what is counted, and with what it is
    per. ``period``: ``year`` (whichever), ``now`` (when the report was written), else its key with ``Y`` for the year of the report. ``qualifier``: ``exact`` or its key.
    """

    indicator: str
    role: str
    part: str
    unit: str
    period: str
    qualifier: str

    @property
    def key(self) -> str:
        """The fields in one string; of two figures that compare it is the same."""
        return _APART.join(self)


class Figure(NamedTuple):
    """What the judge asks of a figure. ``role`` as in the code list; ``whole``: the indicator of its whole; ``words``: those of
    what it counts; ``named``: whether its indicator says more than facets; ``sure``: whether its facets are; ``year``: of the report;
    ``local_to``: the body whose own word the indicator is (院坝会), else ``""``.
    """

    indicator: str
    named: bool
    role: str
    quantity_kind: str
    unit: str
    period: str
    qualifier: str
    year: str
    whole: str = ""
    words: str = ""
    counter: str = ""
    per: str = ""
    local_to: str = ""
    practice: bool = False
    sure: bool = True
    valued: bool = True


def basis(figure: Figure) -> Basis | None:
    """What another figure must share with this one; ``None`` where it compares with none (see :func:`refusal`).

    >>> basis(Figure("penalty-cases", True, "value", "matter", "NUM", "2023", "total", "2023")).key
    'penalty-cases|level||NUM|year|exact'
    """
    if refusal(figure.role, practice=figure.practice, sure=figure.sure, valued=figure.valued):
        return None
    part = ""
    if figure.role == "part":
        part = figure.whole or "?"
        if not figure.named or figure.indicator == figure.whole:  # 调解2107件,其中邻里纠纷540件
            part += f" {figure.words}"
    unit = " ".join(
        word
        for word in (
            figure.unit,
            figure.counter if figure.quantity_kind in _KINDS_OPEN else "",
            f"/{figure.per}" if figure.per else "",
        )
        if word
    )
    return Basis(
        f"{figure.indicator}@{figure.local_to}" if figure.local_to else figure.indicator,
        "part" if figure.role == "part" else "level",
        part.replace(_APART, " "),
        unit.replace(_APART, " "),
        kind_of_period(figure.period, figure.year),
        "exact" if figure.qualifier in _EXACT else figure.qualifier,
    )


def refusal(role: str, *, practice: bool = False, sure: bool = True, valued: bool = True) -> Facet | None:
    """Why a figure compares with none; ``None`` where it may compare with another.

    Args:
        role: key of the code list ``figure-role``.
        practice: it states what is usually done, not the result of a time.
        sure: it is sure what the figure is about.
        valued: the words give a number.
    """
    if role in _NEVER:
        return _NEVER[role]
    if practice:
        return _NEVER["practice"]
    if not valued:
        return _NEVER["no-value"]
    return None if sure else _NEVER["topic"]


def kind_of_period(period: str, year: str) -> str:
    """The kind of a period, alike in the reports of all years.

    Args:
        period: its key (``2023``, ``2023-01_2023-06``, ``since-2019`` …).
        year: of the report, four digits.

    >>> kind_of_period("2022", "2023"), kind_of_period("2023-01_2023-06", "2023"), kind_of_period("since-2019", "2023")
    ('year', 'Y-01_Y-06', 'since-2019')
    >>> kind_of_period("2024-02-20", "2023")  # when the report was written
    'now'
    """
    if period == "as-of-unknown" or (
        year.isdigit() and _DAY.fullmatch(period) and period[:4] == str(int(year) + 1)
    ):
        return "now"
    relative = period.replace(year, "Y") if year and period != year else period
    return "year" if _WHOLE_YEAR.fullmatch(relative) else relative


def differences(one: Basis, other: Basis) -> tuple[Facet, ...]:
    """The respects in which two figures differ; none where they compare."""
    return tuple(facet for facet in FACETS if getattr(one, facet.key) != getattr(other, facet.key))


def read_key(key: str) -> Basis:
    """The basis that a key says.

    Raises:
        DataError: the key has another number of fields.

    >>> read_key("penalty-cases|level||NUM|year|exact").period
    'year'
    """
    found = key.split(_APART)
    if len(found) != len(Basis._fields):
        raise DataError(
            Both(
                f"可比键应有 {len(Basis._fields)} 项，这个有 {len(found)} 项：{key}",
                f"a comparison key has {len(Basis._fields)} fields, this one {len(found)}: {key}",
            ),
            remedy=Both("请用本版重新生成图谱。", "Build the graph again with this version."),
        )
    return Basis(*found)
