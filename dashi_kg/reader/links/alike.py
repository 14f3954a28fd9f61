"""Which values can be added: counter words of one kind."""

from __future__ import annotations

from dashi_kg.model import Observation

# counter words of one kind of thing: 件 and 起 count cases, 名 and 人 persons; 个 and 项 count anything
_FAMILIES = tuple(
    frozenset(row.split())
    for row in (
        "件 起 宗 例 案 个 项", "人 名 位", "家 户 个 所", "项 个 条 件 大项", "份 册 张 本 件 部 卷 个", "处 个 起 条", "场 次 期 场次 轮 堂 节",
        "个 条 项 处 件", "台 套 台套 辆 架 部 个", "篇 条 则 期 个", "批 批次", "人次 人", "件次 件 批次 批",
    )
)  # fmt: skip


def alike(one: Observation, other: Observation) -> bool:
    """Whether two values can be added: one unit, counter words of one kind."""
    if one.unit != other.unit and not {one.unit, other.unit} <= {"number", "one"}:
        return False
    if one.unit not in ("number", "one") or one.classifier == other.classifier:
        return True
    return any(one.classifier in row and other.classifier in row for row in _FAMILIES)
