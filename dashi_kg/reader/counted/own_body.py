"""Whether words name the reporting body itself, in full, short, or as the trade it is of: 市司法局, 司法部门, 我局."""

from __future__ import annotations

import re

from dashi_kg.reader.context.context import Context
from dashi_kg.text.fold import fold
from dashi_kg.text.han import compiled

_OWN = re.compile(r"(?:本|我)?(?:局|委|办|厅|镇|乡|街道|县|市|区|省|单位|政府|机关|部门|系统|全局|全镇|全乡)")
_PART_ONLY = re.compile(
    r"(?:全|各|本|我|该)(?:局|委|办|厅|镇|乡|街道|县|市|区|省|州|旗|单位)(?:上下|系统|各级|\d*余?名?(?:民警|干部|人员))?"
)
_WHOLE_TRADE = compiled(r"全[省市区县旗州][\u4e00-\u9fff]{0,4}系统")  # 全市信访系统
_SHORT = (("监督管理", "监管"), ("管理委员会", "管委会"), ("人民政府", "政府"), ("街道办事处", "街道"))


_LEAST = 2


def _within(short: str, name: str) -> bool:
    """住建局 in 住房和城乡建设局: its characters in the same order."""
    rest = iter(name)
    return all(character in rest for character in short)


# 税务部门 in the report of a 税务局
_TRADE = compiled(r"(?P<trade>[\u4e00-\u9fff]{2,6})(?:部门|机关)")


def is_issuer(ctx: Context, words: str) -> bool:
    """Whether the words name the reporting body, alone or with others: 区委、区政府 in the report of a district."""
    parts = words.split("、")
    if len(parts) > 1 and not words.endswith("会"):
        return any(len(part) > 1 and is_issuer(ctx, part) for part in parts)
    issuer = fold(ctx.metadata.issuer.value) if ctx.metadata.issuer else ""
    named = [issuer]
    for long, short in _SHORT:
        named.append(named[-1].replace(long, short))
    short = re.sub("^[省市县区州旗镇乡]", "", words)
    shortened = (
        len(short) > _LEAST
        and words[-1] in "局委办厅"
        and issuer[-1:] in "局委会厅"
        and _within(short.rstrip("局委办厅"), issuer)
    )
    part = _TRADE.fullmatch(words)
    return (
        shortened
        or (part is not None and part["trade"] in issuer)
        or words in ctx.self_names
        or any(name.endswith(words) for name in named)
        or _OWN.fullmatch(words) is not None
        or _PART_ONLY.fullmatch(words) is not None
        or _WHOLE_TRADE.fullmatch(words) is not None
    )
