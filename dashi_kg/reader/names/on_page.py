"""Where the fields of the page, the signature and what stands under it name bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashi_kg.model import Span
from dashi_kg.reader.context.context import Context
from dashi_kg.text import patterns
from dashi_kg.text.han import compiled

# 发布机构:… 承办:… 抄送:… — bodies of the page's fields, by their labels
_FIELD_OF_PAGE = re.compile(
    rf"(?:发\s*布\s*机\s*构|发\s*文\s*机\s*[关构]|公\s*开\s*机\s*构|{patterns.SOURCE_LABEL}|作\s*者|责任(?:单位|部门)|主办(?:单位)?|承办(?:单位)?|主管(?:单位)?|协办(?:单位)?"
    r"|技术支持|运行维护|版权所有|制作单位|维护单位|[初终]审|审核|编辑|抄\s*送|主\s*送|抄\s*报)[ \t]*(?:[::|\]】]|(?=[ \t\u4e00-\u9fff]))[ \t|]*(?P<value>[\u4e00-\u9fff()]{2,40}(?:[、,;][\u4e00-\u9fff()]{2,40})*)"
)
_VALUE = re.compile(r"[\u4e00-\u9fff()]{2,40}")
# 永泽县公安局办公室 2016年12月30日印发; two that sign together stand on one line
_ISSUED_BY = compiled(
    r"(?m)(?:^[ \t\u3000]*|(?<=[\u4e00-\u9fff][ \t\u3000]))(?P<value>[\u4e00-\u9fff]{3,30})(?=[ \t\u3000]*(?:$|(?:19|20)\d\d[ \t]*年)|[ \t\u3000]+[\u4e00-\u9fff]{3,30}[ \t\u3000]*$)"
)


def on_page(ctx: Context) -> Iterator[Span]:
    """Where the page's fields, the signature and what stands under it name bodies."""
    for section in ctx.sections():
        if section.role not in ("chrome", "closing"):
            continue
        for match in ctx.find(_FIELD_OF_PAGE, section.extent):
            for value in _VALUE.finditer(ctx.view, *match.span("value")):
                yield Span(*value.span())
        if section.role == "closing":
            for match in ctx.find(_ISSUED_BY, section.extent):
                yield Span(*match.span("value"))
