"""Lines that a site or a converter broke in two, joined again in the view (see :mod:`fold`).

The view keeps its length: a line end inside a sentence or heading becomes spaces. The text itself, which the
anchors quote, stays as it is.
"""

from __future__ import annotations

import re

# A line that ends so goes on in the next; one that begins so goes on from the one before.
_OPEN_END = re.compile(r"[,、《“(〔〈]$|(?<=[\u4e00-\u9fff]{4})[的和与及]$")
_OPEN_START = re.compile(r"^[,。、;:)》”〕〉%!?]|^工作[,。]|^的(?!士)")
_ENDED = re.compile(r"[。!?;:”)》】|]$")
_NEW = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s?[、.是要]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、)](?!\d)|[①-⑳]|附件|\S{2,8}\s*[:|]|(?:19|20)\d{2}年\d{1,2}月\d{1,2}日$)"
)
_MARKED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s?[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、)](?!\d))"
)
# …检查45次。二、存在的不足: a heading glued to the paragraph before it
_GLUED_HEAD = re.compile(r"[。;!][一二三四五六七八九十]{1,3}、[^。;\n]{2,40}$")
# The end of a frame heading whose beginning stands on the line before: 二、2023年度推进法治政府建设 / 主要举措和成效
_FRAME_END = re.compile(
    r"^[^,。;:]{0,14}(?:举措|成效|问题|不足|原因|打算|安排|情况|思路|职责)(?:和[^,。;:]{2,4})?$"
)
_FRAME_WORD = re.compile(r"举措|成效|问题|不足|打算|安排|情况|思路|职责")
# Words of the genre that no line end divides.
_WORDS = tuple(
    "法治政府建设 政府建设 法治建设 依法行政 行政执法 行政复议 行政诉讼 行政决策 行政审批 行政处罚 规范性文件 合法性审查 法治思维 法治方式 "
    "法治宣传 宣传教育 普法宣传 习近平法治思想 法治思想 主要举措 主要做法 主要措施 第一责任人 责任人职责 主要负责人 存在的问题 主要问题 工作思路 "
    "工作打算 工作安排 工作计划 基层治理 社会治理 矛盾纠纷 公共法律服务 营商环境 政务服务 政务公开 执法监督 执法人员 领导干部 领导小组 人民政府 "
    "办事处 组织领导 体制机制 制度建设 法律顾问 突发事件 权力运行 制约监督 职责 举措 成效 矛盾 纠纷 执法 监督 培训 宣传 群众 干部 机关 推进 落实 "
    "加强 提升 规范 完善 强化 深化 健全".split()
)
_ENDS = frozenset((word[:n], word[n:]) for word in _WORDS for n in range(1, len(word)))
_LONGEST_PART = max(map(len, _WORDS))
_BREAK = re.compile(r"(?<![^\S\n])[^\S\n]*+\n\s*")
# 1|286件, 3.|2万份, 1,|234件: a line end inside a number; 1286|件: one between a number and its counter word
_NUMBER_END = re.compile(r"[\u4e00-\u9fff](?:\d{1,3},|[\d,.]*\d\.?)$")
_NUMBER_START = re.compile(r"\d[\d.,]*[ ]?[%余多万亿千百\u4e00-\u9fff]")
_THREE = re.compile(r"\d{3}(?!\d)")
_UNIT_START = re.compile(
    r"[余多]?[百千]?[万亿]|[%余多]|[件次个项家名人起份场期条部元宗](?![一二三四五六七八九十]?[、.])"
)
INSIDE = "\u2060"  # word joiner: what a line end inside a number becomes in the view
_INSIDE = re.compile(r"(?<=[\d.,])\s*\n\s*(?=\d)")
_SHORTEST = 8  # characters: a line that can end inside a number
_PROSE = 25  # characters: a line of running text, cut at a margin


def joined(view: str) -> str:
    """The view with broken lines joined; its length is kept.

    >>> joined("(一)推进法治政\\n府建设\\n")
    '(一)推进法治政 府建设\\n'
    """
    found: list[str] = []
    at = begin = 0  # ``begin``: where the logical line begins
    for gap in _BREAK.finditer(view):
        end = view.find("\n", gap.end())
        after = view[gap.end() : len(view) if end == -1 else end].strip()
        if after and goes_on(view[begin : gap.start()].strip(), after):
            inside = _within(view[begin : gap.start()].strip(), after)
            found.append(view[at : gap.start()] + (INSIDE if inside else " ") * len(gap[0]))
            at = gap.end()
        else:
            begin = gap.end()
    found.append(view[at:])
    return "".join(found)


def goes_on(line: str, after: str) -> bool:
    """Whether a line of the view goes on in the next one that is not empty."""
    if not line or len(line) > 2000 or _NEW.match(after):
        return False
    if _ENDED.search(line) or _GLUED_HEAD.search(line):
        return False
    if _OPEN_END.search(line) or _OPEN_START.match(after) or _divided(line, after):
        return True
    if _within(line, after) or (len(line) >= _PROSE and line[-1].isdigit() and _UNIT_START.match(after)):
        return True
    if _MARKED.match(line):
        return len(line) <= 40 and bool(_FRAME_END.match(after)) and not _FRAME_WORD.search(line)
    last = line.rsplit(" ", 1)[-1]
    return len(line) >= _PROSE and bool(re.search("[,。]", last)) and len(after) >= 2


def _within(line: str, after: str) -> bool:
    """Whether the line end stands inside a number."""
    if len(line) < _SHORTEST or not _NUMBER_END.search(line) or not _NUMBER_START.match(after):
        return False
    return not line.endswith(",") or bool(_THREE.match(after))


def whole_numbers(view: str) -> str:
    """A quote with the line ends inside its numbers marked as :func:`joined` marks them; its length is kept."""
    return _INSIDE.sub(lambda m: INSIDE * len(m[0]), view)


def _divided(line: str, after: str) -> bool:
    """Whether the line end stands inside a word."""
    return any(
        (line[-n:], after[:m]) in _ENDS for n in range(1, _LONGEST_PART) for m in range(1, _LONGEST_PART)
    )
