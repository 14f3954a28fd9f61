"""Hard line ends: those that a site, a mail program or a converter put inside a sentence, a heading, a word or a number.

They are found in the folded view (see :mod:`fold`) and taken out of what the rules read; :class:`Joined` says where
each character of the joined text stands in the text itself, which the anchors quote as it is.

What decides, in this order: the signs at the line end; the width and the indents of the whole text; whether the line
end divides a word of the genre or of this text; how the other headings of this text stand.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from dashi_kg.model import Span
from dashi_kg.text import patterns
from dashi_kg.text.han import compiled

_LONGEST_HEADING = 60  # characters: what is longer and has no full stop is running text
_PROSE = 30
_LONGEST_CHROME = 240
_LONGEST_TITLE = 75
_TITLE_LINES = 4  # that make up one title
_HEAD_LINES = 40  # looked at for a title
_CN = "[一二三四五六七八九十]"

# A line that ends so is at its end…
_ENDED = re.compile(r"[。!?;:…][”’)》】\"]*$|^[-—*=_·.\s]+$")
# …one that ends so goes on in the next; one that begins so goes on from the one before.
_OPEN_END = re.compile(
    r"[,、《“(〔〈【—+/]$|[\u4e00-\u9fff》”]{4}[的和与及]$|(?<!存)在$|(?<![行作认因成])为$|[还仍也已被不较很]$|(?<!一)把$|(?<![应核校])对$|(?<!变)更$|(?<!成)就$|(?<!合)并$|(?<![理事缘])由$|(?<![服遵])从$|(?<![方导走意面动])向$|(?<![大小多少低高早])于$"
)
_OPEN_START = re.compile(
    r"[,。、;:)》”〕〉】%‰!?+]|\.\d|[-—~](?=\d)|工作[,。]|的(?![士确])|了(?!解)|着(?![力重眼手])|过(?![去程于度错关])|们|和(?![谐睦平])|与(?![会此])|及(?!时)|等(?!级)"
)
# …检查45次。二、存在的不足: a heading glued to the paragraph before it
_GLUED_HEAD = re.compile(rf"[。;!]{_CN}{{1,3}}、[^。;\n]{{2,40}}$")
# a heading that names a part of the frame is whole
_FRAMED = re.compile(r"(?:举措|成效|问题|不足|原因|打算|安排|情况|思路|职责|计划|分析|展望|方向)$")
# A line of its own, whatever stands before it.
_MARKED = re.compile(
    rf"(?:第{_CN}{{1,3}}(?:部分|章)|{_CN}{{1,3}}[ \t]+(?=[\u4e00-\u9fff\d][^。;:,]{{3,38}}$)|{_CN}{{1,3}}\s?(?:、|\.(?!\d))|\(\s?(?:{_CN}{{1,3}}|\d{{1,2}})\s?\)|\d{{1,2}}\s?[.、)](?!\s?\d)|\d{{1,2}}[.、](?=20\d\d年)|[①-⑳])"
)
_ITEM = re.compile(rf"{_CN}{{1,3}}(?:是(?!否|非)|要(?!求))|第{_CN}[,、]|其{_CN}[,、]")
_NEW = re.compile(
    rf"(?:附件(?:\s*[:\d]|$)|附:|抄[送报]\s*:|\(?此件|特此(?:报告|汇报|总结)|\s*\|?\s*{patterns.HEAD_LABEL}\s*[:|\]】]|\|)"
)
_DATE_LINE = re.compile(
    r"[(]?(?:(?:19|20)\d{2}|[二一][〇○零0O一二三四五六七八九]{3})\s*(?:年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日|[./-]\s*\d{1,2}[./-]\d{1,2})[)]?$"
)
# what is left of a marker, a date or a number where a line end stands in it
_MARKER_BEGUN = re.compile(rf"(?:\(\s?(?:{_CN}{{0,3}}|\d{{0,2}})|{_CN}{{1,3}}|第{_CN}{{0,3}}|\d{{1,2}})$")
_MARKER_ENDED = re.compile(rf"(?:{_CN}{{0,2}}\s?[)、.]|\d?[)、.])")
_NUMBER_END = re.compile(r"\d[.,]?$|\d[.,]?[ ]$")
_NUMBER_START = re.compile(
    r"\d|(?:[多余几]|[百千]?[万亿]|个百分点|[件次个项家名人起份场期条部元宗户册张万亿%年月日])(?!、)"
)
_NUMERAL_END = re.compile(r"[一二三四五六七八九十百千〇○零]$")
_NUMERAL_START = re.compile(
    r"[〇○零一二三四五六七八九]{0,3}年|[〇○零]|[余多几]名?[万件次个项家名人]|[十百千][余多几一二三四五六七八九万件次个项家名人]|[百千万亿]"
)
# 2024年,… / 我局… / 区政府…: how a sentence begins that is no rest of a heading
_SENTENCE = compiled(
    r"(?:(?:19|20)\d\d年|今年|全年|年内|一年来|近年来|我[局镇县市区街委厅办乡们省]|全[局镇县市区街委厅办乡省]|[省市县区镇乡局厅](?![场面域内])|街道|[\u4e00-\u9fff]{2,8}(?:局|镇|街道|乡|办事处|厅|委员会|政府)(?:党|坚持|高度|始终|认真|严格|深入|切实|全面|积极)"
    r"|成立|召开|组织|开展|制定|印发|严格|认真|深入(?!,)|切实|坚持|积极|始终|充分|通过|按照|根据|紧紧|以|在|对|向|由|将|为|把|检查|办理|受理|审查|新|取消|修订|建成|建立|推行|出台|聚焦|围绕|发挥|结合|聘请|梳理|编制|主动|落实|举办|党|继续|招聘|虽|尽管|但|今)"
)
# full of what a heading seldom holds
_STATED = re.compile(r"\d+(?!\s?年|[\d.])|年底前|[十百千]余")
_NO_HEADING = re.compile(rf"{_STATED.pattern}|、.*、|[“《]")
_QUOTED = re.compile("“[^”]*”|《[^》]*》")
# 全面推进|严格执法: so short a heading goes on
_SHORT_VERB = re.compile(r"(?:推进|加强|完善|强化|落实|深化|提升|优化|健全|规范|推动|履行)$")
# …but these are whole: 一、举措 ⏎ 开展检查3次。; (一)学法 ⏎ 召开会议…, where a sentence begins behind them
_WHOLE_FRAME = re.compile(
    "(?:主要|工作)?(?:举措|措施|成效|做法|亮点|问题|不足|短板|原因|打算|计划|安排|思路|概况|情况)"
)
_WHOLE_TOPIC = re.compile(
    "(?:学|普|执|立|守|司|述|释)法|复议|应诉|调解|监督|督察|法制|公开|审批|宣传|培训|服务|信访"
)
_JOINED = re.compile("[和与及、的并]|以及")
_SHORT_CLAUSE = compiled(
    r"(?!今年|全年|年[内初]|同时|此外|目前|期间|其中|另外|一年|近年|为此)[\u4e00-\u9fff]{1,3},"
)
_YEAR_END = re.compile(r"(?:19|20)\d\d年度?$")
# 单位4,560家次, 权限 7 项: a noun with its number begins no sentence
_NOUN_START = compiled(
    r"(?!受理|办理|开展|组织|召开|印发|制定|举办|建成|调解|审查|审核|检查|培训|发放|新增|清理|修订|全[市县区镇年])[\u4e00-\u9fff]{1,4}\s?\d"
)
# 聚焦|群众关切: a verb that asks for an object; 全面|推进: an adverb
_ASKS = re.compile(
    r"(?:聚焦|围绕|组织|召开|建立|制定|印发|举办|依托|通过|针对|结合|按照|根据|坚持|出台|办理|受理|检查|全面|深入|依法|统筹|持续|着力|切实|积极|大力|加快|不断|纵深|稳步|认真|进一步|扎实|严格|推动|建设一|开展|落实好|发挥)$"
)
_ASKS_IN_HEADING = re.compile(
    r"(?:聚焦|围绕|依托|针对|结合|按照|根据|坚持|全面|统筹|着力|切实|积极|大力|加快|纵深|认真|进一步|推动|发挥|存在)$"
)
# how a title of a report ends, and what shows that more of it follows
_TITLE_END = re.compile(r"(?:报告|总结|汇报|情况)(?:\([^()]{0,20}\))?$")
_SUBJECT = re.compile(r"法治|依法行政|依法治")
_BODY = re.compile(
    r"(?:办事处|政府|政府办公[室厅]|办公室|委员会|局|厅|委|中心|支队|大队|总队|管委会|司法所|党委|党组|党工委|部)$"
)
_ADDRESSEE = compiled(
    r"[\u4e00-\u9fff、,]{0,40}(?:委|政府|国务院|人大|人大常委会|厅|局|办|办公室|委员会|小组)[\u4e00-\u9fff]{0,6}\s*:"
)
_FRAME = compiled(r"[\u4e00-\u9fff]{0,14}(?:举措|成效|问题|不足|原因|打算|安排|情况|思路|职责|计划)$")
_TITLE_REST = re.compile(r"的?(?:年度)?(?:工作)?(?:情况)?的?(?:报告|总结|汇报)(?:\([^()]{0,20}\))?")
_OWN_NAME = compiled(
    r"(?:关于)?(?:(?:19|20)\d\d年度?)?(?P<name>[\u4e00-\u9fff]{2,30}?)(?=关于|(?:19|20)\d\d|推进|法治|依法)"
)
_NAME_IN_TITLE = re.compile("[省市区县旗镇乡]|街道|局$|厅$")
_NO_TITLE = re.compile(rf"[。,:;>|!?【】〔〕\[\]]|号$|^{patterns.HEAD_LABEL}$|^\d{{4}}[-/.]|网$|门户|首页")
_YEAR_BEGUN = re.compile(r"(?:[12]|19|20)\d{0,2}(?:年|$)")
_OPENING = re.compile(r"(?:现将|现就|根据|按照|为深入|为贯彻|(?:19|20)\d\d年(?:度|以来|来)?,)")
# Words of the genre that no line end divides.
_WORDS = tuple(
    "法治政府建设 政府建设 法治建设 依法行政 行政执法 行政复议 行政诉讼 行政决策 行政审批 行政处罚 规范性文件 合法性审查 法治思维 法治方式 "
    "法治宣传 宣传教育 普法宣传 习近平法治思想 法治思想 主要举措 主要做法 主要措施 第一责任人 责任人职责 主要负责人 存在的问题 主要问题 工作思路 "
    "工作打算 工作安排 工作计划 基层治理 社会治理 矛盾纠纷 公共法律服务 营商环境 政务服务 政务公开 执法监督 执法人员 领导干部 领导小组 人民政府 "
    "办事处 组织领导 体制机制 制度建设 法律顾问 突发事件 权力运行 制约监督 职责 举措 成效 矛盾 纠纷 执法 监督 培训 宣传 群众 干部 机关 推进 落实 "
    "加强 提升 规范 完善 强化 深化 健全 履行 职能 学习 贯彻 保障 服务 决策 能力 水平 意识 责任 公正 文明 严格 全面 依法 力度 效能 队伍 基础 治理 "
    "化解 预防 调解 复议 应诉 诉讼 公开 透明 监管 改革 创新 优化 环境 体系 机制 制度 建设 科学 民主 审查 清理 备案 普法 法律 法规 法治 思想 党的 "
    "存在 问题 不足 短板 下一步 打算 安排 计划 思路 主要 工作 情况 统筹 协调 责任制 示范 创建 引领 政治 凝聚 合力 持续 扎实 有效 着力 不断 深入 "
    "党政 委员会 单位 登记 案件 事项 人员 配备 覆盖 压缩 责任人 配套 权限 实质 成功 发放 资料 受理 办理 申请 收到 新增 建成 今年 现将 取得 一定 成立 召开 开展 组织 制定 印发 举办 检查 修订 组建 出台 设立 聘请 邀请 选派 参加 部署 研究 听取 审议 通过 进行 实施 执行 评查 抽查 查处 立案 处罚 处理 处置 整治 整改 "
    "督促 指导 引导 鼓励 支持 保护 维护 促进 确保 做好 抓好 打造 搭建 编制 编印 公示 公告 报送 签订 张贴 悬挂 接待 咨询 代理 援助 评选 评估 考核 考试 测试 述职 述法 约谈 通报 问责 追究 审核 梳理 "
    "部门 社区 村民 居民 学校 学生 教师 律师 党委 党组 政府 机构 经费 资金 项目 事件 案卷 文书 证据 程序 流程 标准 清单 目录 台账 档案 平台 系统 网站 媒体 窗口 大厅 中心 站点 阵地 团队 人次 场次 "
    "办法 规定 意见 通知 方案 细则 条例 决定 建议 提案 议案 投诉 举报 信访 热线 诉求 以来 公布 配合 尊法学法 学法用法 带头学法 履行推进 夯实 压实 筑牢 聚焦 突出 重点 领域 关键 少数 社会 和谐 稳定 源头 多元 基层 便民 利民 惠民 企业 市场 主体 经济 发展 高质量 权益 信息化 数字".split()
)
_ENDS = frozenset((word[:n], word[n:]) for word in _WORDS for n in range(1, len(word)))
_LONGEST_PART = max(map(len, _WORDS))
# In this text the two characters stand together more often than apart.
_TOGETHER = 2

_HARD = re.compile(r"(?<=[\u4e00-\u9fff\d.,、《“(〔])\s*\n\s*(?=[\u4e00-\u9fff\d%,。、;:)》”〕.])")


@dataclass(frozen=True, slots=True)
class Joined:
    """A text without its hard line ends.

    ``text``: what the rules read; ``whole``: it is the text as it was; ``_at``: offsets in it behind which something was taken out, ascending;
    ``_gone``: how many characters of the text were taken out up to and with each.
    """

    text: str
    whole: bool = True
    _at: tuple[int, ...] = ()
    _gone: tuple[int, ...] = ()

    def start(self, offset: int) -> int:
        """Where the character at an offset of the joined text stands in the text (code points)."""
        found = bisect_right(self._at, offset)
        return offset + (self._gone[found - 1] if found else 0)

    def end(self, offset: int) -> int:
        """Where the character before an offset of the joined text ends in the text (code points)."""
        found = bisect_left(self._at, offset)
        return offset + (self._gone[found - 1] if found else 0)

    def span(self, span: Span) -> Span:
        """The stretch of the text that a stretch of the joined text stands for; an empty one stays empty."""
        start = self.start(span.start)
        return Span(start, max(start, self.end(span.end)))


def join(text: str, view: str) -> Joined:
    """The text without its hard line ends, and the way back.

    Args:
        text: a text; view: the same, folded (of equal length).

    >>> joined = join("一、主要\\n举措\\n", "一、主要\\n举措\\n")
    >>> joined.text, joined.span(Span(2, 6))
    ('一、主要举措\\n', Span(start=2, end=7))
    """
    gaps = hard_ends(view)
    if not gaps:
        return Joined(text)
    pieces: list[str] = []
    at: list[int] = []
    gone: list[int] = []
    begin = length = lost = 0
    for gap, space in gaps:
        pieces.append(text[begin : gap.start])
        length += gap.start - begin
        kept = 0
        if space:  # between two names or two foreign words something must stand
            pieces.append(" ")
            length, kept = length + 1, 1
        if len(gap) > kept:
            lost += len(gap) - kept
            at.append(length)
            gone.append(lost)
        begin = gap.end
    pieces.append(text[begin:])
    return Joined("".join(pieces), False, tuple(at), tuple(gone))


def plain(quote: str) -> str:
    """A quote as one reads it: without the line ends inside its words and numbers.

    >>> plain("立案查处1\\n1件")
    '立案查处11件'
    """
    return _HARD.sub("", quote)


# ------------------------------------------------------------------ lines


@dataclass(slots=True)
class _Line:
    """A line that is not empty. ``start``, ``end``: its words without the white space around them."""

    start: int
    end: int
    words: str
    indent: int
    blank: bool  # an empty line stands before it
    marked: bool
    new: bool
    ended: bool


def _lines(view: str) -> list[_Line]:
    found: list[_Line] = []
    at, blank = 0, False
    for row in view.split("\n"):
        words = row.strip()
        if words:
            start = at + len(row) - len(row.lstrip())
            marked = bool(_MARKED.match(words))
            found.append(
                _Line(
                    start, start + len(words), words, start - at, blank, marked,
                    marked or bool(_NEW.match(words) or _DATE_LINE.match(words) or patterns.CHROME_FOOT.match(words))
                    or "|" in words,
                    bool(_ENDED.search(words[-6:]) or _DATE_LINE.match(words)) or "|" in words or _is_chrome(words),
                )
            )  # fmt: skip
            if len(found) > 1 and _begins_marker(found[-2].words, words):
                found[-2].new = found[-2].marked = True
        blank = not words
        at += len(row) + 1
    return found


def _is_chrome(words: str) -> bool:
    return len(words) <= _LONGEST_CHROME and bool(
        patterns.CHROME_HEAD.match(words) or patterns.CHROME_FOOT.match(words)
    )


def _begins_marker(a: str, b: str) -> bool:
    """(|一)规范执法, 1|2.完善制度: a line end inside the number of a heading."""
    return bool(_MARKER_BEGUN.match(a) and _MARKER_ENDED.match(b) and _MARKED.match(a + b[:6]))


@dataclass(slots=True)
class _Style:
    """How paragraphs look in this text."""

    indented: bool  # paragraphs begin with an indent, and only they
    spaced: bool  # an empty line stands between paragraphs, and only there
    width: int  # the number of characters of a full line, where the text was wrapped; else 0
    parts: list[int]  # the part (一、) in which each line stands
    run_in: Counter[tuple[int, str]]  # part and device of numbering → how many have their text right behind
    bare: bool  # headings without a number stand on lines of their own
    pairs: Counter[str] = field(default_factory=Counter)


def _device(words: str) -> str:
    """一、 (一) 1. (1): the kind of number at the head of a line."""
    head = words[:2]
    if head[:1] == "(":
        return "(1)" if head[1:].isdigit() else "(一)"
    return "1." if head[:1].isdigit() else "一、"


def _share(part: int, whole: int, least: int) -> bool:
    return whole >= least and 5 * part >= 4 * whole


def _style(lines: list[_Line]) -> _Style:
    begins = [line for before, line in pairwise(lines) if before.ended or line.marked]
    goes = [line for before, line in pairwise(lines) if not (before.ended or line.new)]
    own: Counter[tuple[int, str]] = Counter()
    run_in: Counter[tuple[int, str]] = Counter()
    parts: list[int] = []
    part = 0
    for line in lines:
        part += line.marked and _device(line.words) == "一、"
        parts.append(part)
        if line.marked:
            full = len(line.words) > _LONGEST_HEADING or "。" in line.words[:-1] or line.ended
            (run_in if full else own)[0 if _device(line.words) == "一、" else part, _device(line.words)] += 1
    bare = sum(
        4 <= len(a.words) <= 30 and not a.new and not a.ended and not re.search("[,。;:|>]", a.words)
        and len(b.words) > _PROSE and "。" in b.words and not b.marked
        for a, b in pairwise(lines)
    )  # fmt: skip
    lengths = sorted(len(line.words) for line in lines)
    width = 0
    if lengths:
        longest = lengths[int(0.95 * (len(lengths) - 1))]
        near = sum(longest - 4 <= length <= longest + 2 for length in lengths)
        running = sum(not line.ended for line in lines)
        if 15 <= longest <= 60 and 5 * near >= 2 * len(lengths) and 2 * running >= len(lengths) and near >= 5:
            width = longest
    return _Style(
        indented=_share(sum(line.indent >= 2 for line in begins), len(begins), 5)
        and 3 * sum(line.indent >= 2 for line in goes) <= len(goes) + 3,
        spaced=_share(sum(line.blank for line in begins), len(begins), 5),
        width=width,
        parts=parts,
        run_in=Counter({key: n for key, n in run_in.items() if own[key] < 2}),
        bare=bare >= 3,
    )


# ------------------------------------------------------------------ decisions


def hard_ends(view: str) -> list[tuple[Span, bool]]:
    """The stretches of white space with a line end in them that stand inside a sentence, heading, word or number.

    The second of each pair says that a space must stay: between two names of bodies, between two foreign words.
    """
    lines = _lines(view)
    if len(lines) < 2:
        return []
    style = _style(lines)
    titles = _title_lines(lines)
    first = next(
        (i for i, line in enumerate(lines) if line.marked or _is_prose(line) or _opens_text(line)), 0
    )
    last = next(
        (i for i in range(len(lines) - 1, -1, -1) if _ends_text(lines[i])),
        len(lines) - 1,
    )
    found: list[tuple[Span, bool]] = []
    # the first line of the logical line, how long that is so far, and how it begins
    head, length, so_far = 0, len(lines[0].words), lines[0].words
    for index in range(1, len(lines)):
        before, line = lines[index - 1], lines[index]
        if index in titles:
            goes = titles[index]
        elif index <= first - 1 and not _is_prose(before):
            goes = _addressee(before, line)  # else lines of the head that are no title: one field each
        elif index == first and not before.marked and not _is_prose(before) and not _opens_text(before):
            goes = _addressee(before, line) or (
                not before.ended and not line.new and _clearly_goes_on(view, before, line, style)
            )
        elif index > last:
            goes = _signature(lines, index) or _within(before, line, length)
        else:
            goes = _goes_on(view, lines, head, so_far, length, index, style)
        if goes:
            found.append((Span(before.end, line.start), _space(before, line, index in titles)))
            length += len(line.words)
            so_far = so_far if len(so_far) > _LONGEST_HEADING else so_far + line.words
        else:
            head, length, so_far = index, len(line.words), line.words
    return found


def _opens_text(line: _Line) -> bool:
    words = line.words
    running = len(words) >= 6 and bool(re.search("[,。]", words)) and not (line.new or _is_chrome(words))
    return running or bool(_OPENING.match(words))


def _ends_text(line: _Line) -> bool:
    return (line.marked or not line.new) and bool(re.search("[。;!][”)]?$", line.words))


def _is_prose(line: _Line) -> bool:
    return len(line.words) >= _PROSE and ("。" in line.words or "," in line.words or len(line.words) > 100)


def _space(before: _Line, line: _Line, title: bool) -> bool:
    a, b = before.words[-1], line.words[0]
    if a.isascii() and b.isascii() and a.isalpha() and b.isalpha():
        return True
    return (
        title
        and bool(_BODY.search(before.words) and _BODY.search(line.words))
        and not re.search(r"\d|法治", line.words)
        and not re.match("员|办|会", line.words)
    )


def _goes_on(
    view: str, lines: list[_Line], head: int, so_far: str, length: int, index: int, style: _Style
) -> bool:
    """Whether the logical line that begins at ``head`` goes on in line ``index``."""
    before, line, opened = lines[index - 1], lines[index], lines[head]
    a, b = before.words, line.words
    if head == index - 1 and _begins_marker(a, b):
        return True
    if "|" in a or "|" in b:
        return False
    if b[0] in ",。、;:)》”〕〉】%‰!?" and not _ENDED.search(a):
        return True
    if before.ended:
        return False
    if line.new:
        return bool(re.search(r"第$", a))
    if _within(before, line, length):
        return True
    if _ITEM.match(b) and not _OPEN_END.search(a):
        return False
    if _GLUED_HEAD.search(a) and not _divided(view, a, b, style):
        return False
    # 二、存在的问题 ⏎ 与先进地区相比,…: a heading of the frame is whole before running text
    apart = opened.marked and bool(_FRAMED.search(a)) and _is_prose(line) and "\u4e00" <= b[0] <= "\u9fff"
    if _OPEN_END.search(a) or (_OPEN_START.match(b) and not apart) or _unclosed(a):
        return True
    if style.width and len(a) >= style.width - 3 and not (style.indented and line.indent >= 2):
        return True
    if style.indented and line.indent < 2 and opened.indent >= 2 and not line.blank:
        return True
    if style.spaced and not line.blank:
        return True
    if _divided(view, a, b, style, sure=opened.marked and _is_prose(line)):
        return True
    if line.blank and length < _PROSE:
        return False
    marked = opened.marked or bool(_MARKED.match(so_far))
    if not marked:
        return length > _PROSE or not (style.bare and head == index - 1)
    if length > _LONGEST_HEADING or "。" in a:
        return True
    return _rest_of_heading(view, lines, head, so_far, index, style)


def _rest_of_heading(
    view: str, lines: list[_Line], head: int, so_far: str, index: int, style: _Style
) -> bool:
    """Whether a line belongs to the numbered heading or item before it: nothing but their looks can tell."""
    line = lines[index]
    title = _MARKED.sub("", so_far, count=1).strip()
    whole = _WHOLE_FRAME.fullmatch(title) or (_WHOLE_TOPIC.fullmatch(title) and _SENTENCE.match(line.words))
    if whole and line.ended and not _JOINED.match(line.words):
        return False
    if len(title) < 4 or (len(title) < 6 and _SHORT_VERB.search(title)):
        return True  # (一)加|强组织领导
    device = _device(so_far)
    run_in = style.run_in[0 if device == "一、" else style.parts[head], device]
    if run_in > 1 or (run_in and not _SENTENCE.match(line.words)):
        return True
    if _ASKS_IN_HEADING.search(so_far) or _YEAR_END.search(so_far) or _STATED.search(_QUOTED.sub("", title)):
        return True
    if _FRAMED.search(lines[index - 1].words):
        return bool(_FRAME.match(line.words)) and len(line.words) <= 8
    if _FRAME.match(line.words) and len(so_far) + len(line.words) <= 40:
        return True
    stop = line.words.find("。")
    if 0 < stop <= 12 and stop + 1 < len(line.words) and (stop < 5 or not _SENTENCE.match(line.words)):
        return True  # 2.加大政务公开|力度。通过政府网站…
    if _SHORT_CLAUSE.match(line.words):
        return True  # 坚持学用|结合,提升素养
    # what follows: the line itself, with those that it clearly goes on in
    words, last = line.words, index
    while (
        last + 1 < len(lines)
        and len(words) <= _LONGEST_HEADING
        and not (lines[last].ended or lines[last + 1].new)
        and _clearly_goes_on(view, lines[last], lines[last + 1], style)
    ):
        last += 1
        words += lines[last].words
    if lines[last].ended or "。" in words or len(so_far) + len(words) > _LONGEST_HEADING:
        return False
    after = lines[last + 1] if last + 1 < len(lines) else None
    if after is None or after.new:
        return True  # nothing else follows
    if _NO_HEADING.search(words) or _NOUN_START.match(after.words) or _SENTENCE.match(words):
        return False
    if len(words) > 2 and _balanced(title):
        return False
    divided = last + 2 < len(lines) and _clearly_goes_on(view, after, lines[last + 2], style)
    return _is_prose(after) or after.ended or divided or "," in after.words or len(after.words) <= 8


def _clearly_goes_on(view: str, line: _Line, after: _Line, style: _Style) -> bool:
    """Whether a short line is divided from the next: in brackets, a number, a word."""
    a, b = line.words, after.words
    return (
        _unclosed(a)
        or bool(_OPEN_END.search(a) or _OPEN_START.match(b) or _ASKS.search(a))
        or _within(line, after, length=len(a))
        or _divided(view, a, b, style)
    )


def _unclosed(words: str) -> bool:
    return any(words.count(left) > words.count(right) for left, right in ("()", "《》", "“”"))


def _balanced(title: str) -> bool:
    """畅通诉求渠道,依法化解矛盾纠纷: a heading of two clauses of about one length is whole."""
    one, comma, two = title.partition(",")
    return bool(comma) and "," not in two and -1 <= len(two) - len(one) <= 4


def _within(before: _Line, line: _Line, length: int) -> bool:
    """Whether the line end stands inside a number, or between one and its counter word."""
    if not _NUMBER_END.search(before.words) or not _NUMBER_START.match(line.words):
        return bool(_NUMERAL_END.search(before.words) and _NUMERAL_START.match(line.words))
    if _DATE_LINE.match(before.words) or _MARKED.match(line.words):
        return False
    return length >= 4


def _divided(view: str, a: str, b: str, style: _Style, *, sure: bool = False) -> bool:
    """Whether the line end stands inside a word: of the genre, or of this text (``sure``: on both its sides)."""
    a, b = a[-_LONGEST_PART:], b[:_LONGEST_PART]
    if any((a[-n:], b[:m]) in _ENDS for n in range(1, len(a) + 1) for m in range(1, len(b) + 1)):
        return True
    if not style.pairs:
        style.pairs.update(view[i : i + 3] for i in range(len(view) - 2))
        style.pairs.update(view[i : i + 2] for i in range(len(view) - 1))
        style.pairs.update(view)
    pairs = style.pairs
    if not ("\u4e00" <= a[-1] <= "\u9fff" and "\u4e00" <= b[0] <= "\u9fff"):
        return False
    before, behind = pairs[a[-2:] + b[0]], pairs[a[-1] + b[:2]]
    if (before and behind) or (not sure and (before or behind)):
        return True
    both = pairs[a[-1] + b[0]]
    return both >= _TOGETHER and 2 * both >= min(pairs[a[-1]], pairs[b[0]])


# ------------------------------------------------------------------ title and signature


def _title_lines(lines: list[_Line]) -> dict[int, bool]:
    """Lines of the head → whether each goes on from the one before, for those that make up a title."""
    found: dict[int, bool] = {}
    stop = next(
        (i for i, line in enumerate(lines[:_HEAD_LINES]) if line.marked or (_is_prose(line) and line.ended)),
        min(len(lines), _HEAD_LINES),
    )
    end = 0
    while end < stop:
        best = -1
        # the longest run of lines that ends here and reads as a title
        for begin in range(end, max(-1, end - _TITLE_LINES), -1):
            if found.get(begin) or lines[begin].new or (begin < end and not _opens(lines, begin, end)):
                break
            if _reads_as_title("".join(line.words for line in lines[begin : end + 1])):
                best = begin
        if best >= 0 and not _goes_further(lines, best, end, stop):
            for index in range(best + 1, end + 1):
                found[index] = True
            if end + 1 < len(lines):
                found[end + 1] = False
        end += 1
    return found


def _reads_as_title(words: str) -> bool:
    return (
        8 <= len(words) <= _LONGEST_TITLE
        and not _OPENING.match(words)
        and bool(_SUBJECT.search(words))
        and bool(_TITLE_END.search(words))
        and not _NO_TITLE.search(words)
    )


def _opens(lines: list[_Line], begin: int, end: int) -> bool:
    """Whether a line can be the beginning of the title whose end is known to stand below it."""
    words = lines[begin].words
    if _NO_TITLE.search(words) or lines[begin + 1].new or len(words) > 50:
        return False
    below = "".join(line.words for line in lines[begin + 1 : end + 1])
    if _reads_as_title(words):
        return bool(_TITLE_REST.fullmatch(below))
    if not _reads_as_title(below):
        return True
    # below it stands a whole title: a body, a division or a year above belongs to it only where it names none itself
    own = _OWN_NAME.match(below)
    named = bool(own and _NAME_IN_TITLE.search(own["name"]) and own["name"] not in ("全市", "全县", "全区"))
    if words.endswith("关于"):
        return True
    if re.search(r"(?:19|20)\d\d年度?$", words):
        return not re.match("(?:关于)?(?:19|20)\\d\\d", below)
    if _BODY.search(words):
        return not named or words.startswith("中共")
    if words[-1].isdigit():
        return below[0].isdigit() or below[0] in "年 "
    return bool(re.search(r"[\u4e00-\u9fff〇○(]$", words)) and not words.endswith(("公开", "报告"))


def _goes_further(lines: list[_Line], begin: int, end: int, stop: int) -> bool:
    """…法治政府建设情况 | 的报告: what reads as a title goes on in the next line."""
    if end + 1 >= stop:
        return False
    words = "".join(line.words for line in lines[begin : end + 1])
    after = lines[end + 1].words
    if lines[end + 1].new:
        return bool(re.fullmatch(r"\([^()]{2,20}\)", after)) and not _DATE_LINE.match(after)
    return (
        len(after) <= 16
        and bool(re.match(r"的|报告|总结|工作|\((?:19|20)\d\d年?", after))
        and _reads_as_title(words + after)
    )


def _addressee(before: _Line, line: _Line) -> bool:
    """县人民政|府:"""
    words = before.words + line.words
    if before.new or before.ended:
        return False
    if _YEAR_BEGUN.match(before.words) and not _TITLE_END.search(before.words):
        return bool(re.match(r"(?:19|20)\d\d年", words))
    return (bool(_ADDRESSEE.fullmatch(words)) and len(line.words) <= 20) or (
        len(before.words) < 4 and bool(_OPENING.match(words))
    )


def _signature(lines: list[_Line], index: int) -> bool:
    """A name or a date below the text that a line end divides: 黄丰镇人民|政府, 2025年1|月20日."""
    a, b = lines[index - 1].words, lines[index].words
    if _DATE_LINE.match(a) or (_BODY.search(a) and not re.match("办公[室厅]$", b)):
        return False
    if _DATE_LINE.match(a + b) and not _DATE_LINE.match(b):
        return True
    return len(a + b) <= 30 and bool(re.fullmatch(r"[\u4e00-\u9fff]+", a + b)) and bool(_BODY.search(a + b))
