"""Which blocks of a page are the report: by known containers, prose and the markers of the outline.

From the body downward, the page is narrowed to one child as long as nothing beside that child is text of the
report. What is beside it may be chrome only: links, labelled fields, short lines, notices of the site.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashi_kg.source.convert.blocks import Block, Page
from dashi_kg.source.convert.labels import bare_label, fields_in
from dashi_kg.text import patterns
from dashi_kg.text.fold import fold

# Names that the publishing systems of government sites give to the element around the text.
_CONTAINER = re.compile(
    r"trs_(?:editor|ueditor|paper_preview)|ucapcontent|\bzoom(?:con)?\b|pages_content|article[-_]?(?:content|body|con)\b"
    r"|\barti(?:cle)?[-_]?con|xxgk[-_]?(?:content|con|zhengwen)|\bvsb_content|view[-_]?content|news[-_]?(?:content|con|text)"
    r"|\bcontent[-_]?(?:text|body|main|detail|txt)|detail[-_]?(?:content|con|main)|text[-_]?con(?:tent)?\b|\bzwnr\b|bt[-_]content",
    re.IGNORECASE,
)
_CHROME_ELEMENT = re.compile(
    r"^(?:nav|aside|footer) |(?:^|[\s_-])(?:sidebar|side-?nav|related|recommend\w*|footer|copyright|breadcrumbs?|crumbs?|comments?|tuijian|xgyd|xgwz|xglj|hot-?news|rank-?list|share)(?=$|[\s_-])",
    re.IGNORECASE,
)
_SITE_NOTICE = re.compile(
    r"版权|本网站|本站|转载|浏览器|分辨率|免责|网站声明|不良信息|举报|建议您?使用|扫一扫|二维码|客户端|Copyright|ICP备|公网安备"
)
_BUTTONS = re.compile(
    r"^[\[【(|\s]*(?:(?:字体|字号)\s*:?[\[【( ]*[大中小默认特\s|/\]】)]*|[\[【(]?(?:大|中|小)(?:[\s|/]*(?:大|中|小)){1,2}[\]】)]?|打\s*印(?:正文|本页|文章|页面)?|关\s*闭(?:窗口|本页|页面)?"
    r"|收\s*藏(?:本页)?|返回(?:顶部|首页|列表)?|分享(?:到|至|文章到)?:?.{0,30}|微信|微博|QQ空间|复制链接|语音(?:播报|朗读|合成中?).{0,10}|朗读|繁體|繁体|简体|无障碍.{0,8}|适老.{0,6}|长者.{0,4}"
    r"|扫一扫.{0,20}|(?:附件|文件)下载|相关(?:文档|附件|链接|解读|文章|新闻|信息|阅读)|政策(?:原文|解读)|图解|纠错|我要纠错|TOP|点击(?:查看|下载).{0,10}"
    r"|(?:上|下)一[篇条页](?:\s*:.*|.{0,60})?|没有了|打印|关闭|[><|/\s·»›]+)[\]】)|\s]*$"
)
_ALL_BUTTONS = re.compile(
    r"^(?:[\[【(|\s]*(?:打印(?:本页|正文)?|关闭(?:窗口|本页)?|收藏|分享|大|中|小|字体|字号|返回顶部)[\]】):|\s]*)+$"
)


def is_prose(view: str) -> bool:
    """Whether a line (folded) is a sentence of a text rather than a title or a label."""
    return len(view) >= 30 and ("。" in view or len(view) > 100) and not fields_in(view)


def is_marked(view: str) -> bool:
    """Whether a line (folded) begins with a marker of the outline: 一、 (一) 1. (1)."""
    return any(pattern.match(view) for pattern in patterns.HEADS)


def is_chrome(view: str) -> bool:
    """Whether a line (folded) belongs to the page around the text."""
    view = view.strip()
    if _BUTTONS.match(view) or _ALL_BUTTONS.match(view):
        return True
    found = fields_in(view)
    if found and {f.key for f in found} <= {"font", "views", "share", "clock", "breadcrumb", "editor"}:
        return True
    return len(view) <= 120 and bool(
        re.search(r"当前.{0,3}位置|今天是|^首页\s*>|ICP备|公网安备|网站地图|联系我们|技术支持:", view)
    )


def main_blocks(page: Page) -> Sequence[Block]:
    """The blocks of the report, in the order of the page; all blocks where nothing tells them apart."""
    blocks: Sequence[Block] = page.blocks
    needed = [block for block in blocks if not _dispensable(block) and not _beside_text(page, block)]
    if not needed:
        return blocks
    known = _known_container(page, needed)
    if known is not None:
        blocks = [block for block in blocks if known in block.chain]
        needed = [block for block in needed if known in block.chain]
    # The innermost element around everything that is needed.
    inner = 0
    for level in range(min(len(block.chain) for block in needed)):
        if len({block.chain[level] for block in needed}) > 1:
            break
        inner = needed[0].chain[level]
    if not inner or len(needed) == 1:
        return blocks if len(needed) > 1 else _around(page, needed[0])
    return [block for block in blocks if inner in block.chain]


def _around(page: Page, block: Block) -> Sequence[Block]:
    """The element that holds a single block of prose, with its neighbours."""
    parent = block.chain[-2] if len(block.chain) > 1 else 0
    return [b for b in page.blocks if parent in b.chain] if parent else page.blocks


def _known_container(page: Page, needed: Sequence[Block]) -> int | None:
    """The innermost element with a known name that holds nine tenths of the prose."""
    total = sum(len(block.words) for block in needed)
    held: dict[int, int] = {}
    for block in needed:
        for element in block.chain:
            if _CONTAINER.search(page.names.get(element, "")):
                held[element] = held.get(element, 0) + len(block.words)
    good = [element for element, length in held.items() if 10 * length >= 9 * total]
    return max(good, default=None)


def _beside_text(page: Page, block: Block) -> bool:
    """Whether the block stands in an element that is chrome by its name: navigation, sidebar, footer."""
    return any(_CHROME_ELEMENT.search(page.names.get(element, "")) for element in block.chain)


def _dispensable(block: Block) -> bool:
    """Whether the report would miss nothing without this block."""
    view = fold(block.words)
    if 2 * block.linked > len(view) or fields_in(view) or bare_label(view) or is_chrome(view):
        return True
    if _SITE_NOTICE.search(view) and len(view) < 200:
        return True
    return not (is_prose(view) or is_marked(view))
