"""The labels under which pages of government sites say what they are: 索 引 号, 发布机构, 发布日期 …

Patterns are written for the folded view. A label may have spaces between its letters.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dashi_kg.text.fold import fold

# key → the words of its labels. What a label means is said once, here.
LABELS: dict[str, str] = {
    "index-number": "索引号 索引编号 信息索引号 信息索引",
    "document-number": "发文字号 发文文号 发文号 文件编号 公文文号 文件字号 文号",
    "office": "发布机构 发文机关 发文机构 发布单位 公开机构 公开单位 制发机关 发布机关 发文单位 责任部门 公开主体",
    "signed": "成文日期 生成日期 制发日期 成文时间 生成时间 形成日期",
    "issued": "发布日期 发布时间 公开日期 公开时间 更新时间 时间 日期",
    "sent": "发文时间 发文日期",
    "source": "信息来源 文章来源 稿件来源 来源 稿源",
    "author": "作者 撰稿",
    "subject": "主题分类 组配分类 分类 主题词 信息分类",
    "genre": "体裁分类 信息类别 公文种类 文件类型 体裁",
    "access": "公开方式 公开形式 公开范围 公开属性 公开时限 公开程序",
    "validity": "有效性 效力状态 公文时效 废止日期 有效期 是否有效 实施日期 生效日期 时效",
    "summary": "内容概述 内容摘要 概述 摘要",
    "title": "信息名称 文件名称 文件标题 名称 标题",
    "views": "浏览次数 浏览量 阅读次数 点击次数 点击数 点击率 访问次数 访问量 阅读量 点击 阅读 浏览",
    "font": "字体大小 字体 字号大小 字号",
    "clock": "今天是 现在是 当前时间 北京时间 系统时间",
    "breadcrumb": "当前位置 您当前的位置 您的位置 您现在的位置 你的位置 当前您的位置 所在位置 您当前位置 现在位置",
    "share": "分享到 分享至 分享文章到 分享",
    "host": "主办单位 主办",
    "undertaker": "承办单位 承办",
    "postcode": "邮政编码 邮编",
    "address": "单位地址 联系地址 地址",
    "website-id": "网站标识码",
    "editor": "责任编辑 编辑 终审 初审 审核 校对",
}
# Fields that stand in the archived text above the title, in this order, and below the report.
HEAD_FIELDS = (
    "index-number",
    "document-number",
    "office",
    "signed",
    "sent",
    "issued",
    "source",
    "author",
    "subject",
)
FOOT_FIELDS = ("host", "undertaker", "postcode", "address", "website-id")
# The meta tags of the standard for government websites: their name, the key, the label in the archived text.
META_TAGS: dict[str, tuple[str, str]] = {
    "articletitle": ("title", "标题"),
    "pubdate": ("issued", "发布日期"),
    "contentsource": ("source", "来源"),
    "author": ("author", "作者"),
    "sitename": ("site", "网站名称"),
    "siteidcode": ("website-id", "网站标识码"),
    "columnname": ("column", "栏目名称"),
    "columntype": ("column-type", "栏目类别"),
    "keywords": ("keywords", "关键词"),
    "description": ("description", "描述"),
}
_MEANING = {word: key for key, words in LABELS.items() for word in words.split()}
_WORDS = "|".join(r"\s*".join(word) for word in sorted(_MEANING, key=lambda word: (-len(word), word)))
# 索 引 号:   |来源:|   【字体:   at the start, after white space or a mark; at least the colon or a bracket ends it
_LABELLED = re.compile(rf"(?:^|(?<=[\s|\[\]【】()>》;,日\d]))(?P<label>{_WORDS})\s*(?::|】|])\s*")
_BARE = re.compile(rf"^[\[【|]?\s*(?P<label>{_WORDS})\s*[:|\]】]*$")
_TRAILING = " \t|;,[【("


class Field(NamedTuple):
    """A label and what stands behind it, as it is written (``value`` may be empty: it stands elsewhere)."""

    key: str
    label: str
    value: str


def bare_label(words: str) -> Field | None:
    """The label, where the words are nothing else (``索 引 号``, ``文号:``)."""
    found = _BARE.match(fold(words))
    return _field(found["label"], "") if found else None


def fields_in(words: str) -> list[Field]:
    """All labels with their values in one line; empty where the line does not begin with a label.

    >>> [(f.key, f.value) for f in fields_in("来源:某局 发布时间:2024-02-20 09:18 浏览次数:")]
    [('source', '某局'), ('issued', '2024-02-20 09:18'), ('views', '')]
    """
    view = fold(words)
    found = list(_LABELLED.finditer(view))
    if not found or view[: found[0].start()].strip(" |[【("):
        return []
    ends = [*(f.start() for f in found[1:]), len(words)]
    return [
        _field(f["label"], words[f.end() : end].strip().rstrip(_TRAILING).strip())
        for f, end in zip(found, ends, strict=True)
    ]


def _field(label: str, value: str) -> Field:
    plain = re.sub(r"\s+", "", label)
    key = _MEANING[plain]
    if plain == "字号" and re.search(
        r"\d+\s*号", value
    ):  # 字号 is the size of the type, or a document's number
        key = "document-number"
    if key == "views":
        value = (re.match(r"\d*", value) or [""])[0]
    return Field(key, plain, value)
