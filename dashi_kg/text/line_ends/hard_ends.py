"""Which line ends a site, a mail program or a converter put inside a sentence, a heading, a word or a number.

What decides, in this order: the signs at the line end; the width and the indents of the whole text; whether the line
end divides a word of the genre or of this text; how the other headings of this text stand.
"""

from __future__ import annotations

import re

from dashi_kg.model import Span
from dashi_kg.text.han import compiled
from dashi_kg.text.line_ends.lines import (
    BODY,
    DATE_LINE,
    ENDED,
    LONGEST_HEADING,
    MARKED,
    NUMERAL,
    PROSE,
    Line,
    begins_marker,
    ends_text,
    is_prose,
    lines_of,
    opens_text,
)
from dashi_kg.text.line_ends.style import Style, device, style_of
from dashi_kg.text.line_ends.title import in_signature, is_addressee, title_lines
from dashi_kg.text.line_ends.words import divides_word

# …one that ends so goes on in the next; one that begins so goes on from the one before.
_OPEN_END = re.compile(
    r"[,、《“(〔〈【—+/]$|[\u4e00-\u9fff》”]{4}[的和与及]$|(?<!存)在$|(?<![行作认因成])为$|[还仍也已被不较很]$|(?<!一)把$|(?<![应核校])对$|(?<!变)更$|(?<!成)就$|(?<!合)并$|(?<![理事缘])由$|(?<![服遵])从$|(?<![方导走意面动])向$|(?<![大小多少低高早])于$"
)
_OPEN_START = re.compile(
    r"[,。、;:)》”〕〉】%‰!?+]|\.\d|[-—~](?=\d)|工作[,。]|的(?![士确])|了(?!解)|着(?![力重眼手])|过(?![去程于度错关])|们|和(?![谐睦平])|与(?![会此])|及(?!时)|等(?!级)"
)
# …检查45次。二、存在的不足: a heading glued to the paragraph before it
_GLUED_HEAD = re.compile(rf"[。;!]{NUMERAL}{{1,3}}、[^。;\n]{{2,40}}$")
# a heading that names a part of the frame is whole
_FRAMED = re.compile(r"(?:举措|成效|问题|不足|原因|打算|安排|情况|思路|职责|计划|分析|展望|方向)$")
_ITEM = re.compile(rf"{NUMERAL}{{1,3}}(?:是(?!否|非)|要(?!求))|第{NUMERAL}[,、]|其{NUMERAL}[,、]")
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
_FRAME = compiled(r"[\u4e00-\u9fff]{0,14}(?:举措|成效|问题|不足|原因|打算|安排|情况|思路|职责|计划)$")


def hard_ends(view: str) -> list[tuple[Span, bool]]:
    """The stretches of white space with a line end in them that stand inside a sentence, heading, word or number.

    The second of each pair says that a space must stay: between two names of bodies, between two foreign words.
    """
    lines = lines_of(view)
    if len(lines) < 2:
        return []
    style = style_of(lines)
    titles = title_lines(lines)
    first = next((i for i, line in enumerate(lines) if line.marked or is_prose(line) or opens_text(line)), 0)
    last = next(
        (i for i in range(len(lines) - 1, -1, -1) if ends_text(lines[i])),
        len(lines) - 1,
    )
    found: list[tuple[Span, bool]] = []
    # the first line of the logical line, how long that is so far, and how it begins
    head, length, so_far = 0, len(lines[0].words), lines[0].words
    for index in range(1, len(lines)):
        before, line = lines[index - 1], lines[index]
        if index in titles:
            goes = titles[index]
        elif index <= first - 1 and not is_prose(before):
            goes = is_addressee(before, line)  # else lines of the head that are no title: one field each
        elif index == first and not before.marked and not is_prose(before) and not opens_text(before):
            goes = is_addressee(before, line) or (
                not before.ended and not line.new and _clearly_goes_on(view, before, line, style)
            )
        elif index > last:
            goes = in_signature(lines, index) or _within(before, line, length)
        else:
            goes = _goes_on(view, lines, head, so_far, length, index, style)
        if goes:
            found.append((Span(before.end, line.start), _space(before, line, index in titles)))
            length += len(line.words)
            so_far = so_far if len(so_far) > LONGEST_HEADING else so_far + line.words
        else:
            head, length, so_far = index, len(line.words), line.words
    return found


def _space(before: Line, line: Line, title: bool) -> bool:
    a, b = before.words[-1], line.words[0]
    if a.isascii() and b.isascii() and a.isalpha() and b.isalpha():
        return True
    return (
        title
        and bool(BODY.search(before.words) and BODY.search(line.words))
        and not re.search(r"\d|法治", line.words)
        and not re.match("员|办|会", line.words)
    )


def _goes_on(
    view: str, lines: list[Line], head: int, so_far: str, length: int, index: int, style: Style
) -> bool:
    """Whether the logical line that begins at ``head`` goes on in line ``index``."""
    before, line, opened = lines[index - 1], lines[index], lines[head]
    a, b = before.words, line.words
    if head == index - 1 and begins_marker(a, b):
        return True
    if "|" in a or "|" in b:
        return False
    if b[0] in ",。、;:)》”〕〉】%‰!?" and not ENDED.search(a):
        return True
    if before.ended:
        return False
    if line.new:
        return bool(re.search(r"第$", a))
    if _within(before, line, length):
        return True
    if _ITEM.match(b) and not _OPEN_END.search(a):
        return False
    if _GLUED_HEAD.search(a) and not divides_word(view, a, b, style.pairs):
        return False
    # 二、存在的问题 ⏎ 与先进地区相比,…: a heading of the frame is whole before running text
    apart = opened.marked and bool(_FRAMED.search(a)) and is_prose(line) and "\u4e00" <= b[0] <= "\u9fff"
    if _OPEN_END.search(a) or (_OPEN_START.match(b) and not apart) or _unclosed(a):
        return True
    if style.width and len(a) >= style.width - 3 and not (style.indented and line.indent >= 2):
        return True
    if style.indented and line.indent < 2 and opened.indent >= 2 and not line.blank:
        return True
    # (一)抓学习 ⏎ 局党组会前学法12次。…: as in this text a line follows that no site wraps
    under_heading = style.over_text and opened.marked and line.ended and length <= LONGEST_HEADING
    if style.spaced and not line.blank and not under_heading:
        return True
    if divides_word(view, a, b, style.pairs, sure=opened.marked and is_prose(line)):
        return True
    if line.blank and length < PROSE:
        return False
    marked = opened.marked or bool(MARKED.match(so_far))
    if not marked:
        return length > PROSE or not (style.bare and head == index - 1)
    if length > LONGEST_HEADING or "。" in a:
        return True
    return _rest_of_heading(view, lines, head, so_far, index, style)


def _rest_of_heading(view: str, lines: list[Line], head: int, so_far: str, index: int, style: Style) -> bool:
    """Whether a line belongs to the numbered heading or item before it: nothing but their looks can tell."""
    line = lines[index]
    title = MARKED.sub("", so_far, count=1).strip()
    whole = _WHOLE_FRAME.fullmatch(title) or (_WHOLE_TOPIC.fullmatch(title) and _SENTENCE.match(line.words))
    if whole and line.ended and not _JOINED.match(line.words):
        return False
    if len(title) < 4 or (len(title) < 6 and _SHORT_VERB.search(title)):
        return True  # (一)加|强组织领导
    kind = device(so_far)
    run_in = style.run_in[0 if kind == "一、" else style.parts[head], kind]
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
        and len(words) <= LONGEST_HEADING
        and not (lines[last].ended or lines[last + 1].new)
        and _clearly_goes_on(view, lines[last], lines[last + 1], style)
    ):
        last += 1
        words += lines[last].words
    if lines[last].ended or "。" in words or len(so_far) + len(words) > LONGEST_HEADING:
        return False
    after = lines[last + 1] if last + 1 < len(lines) else None
    if after is None or after.new:
        return True  # nothing else follows
    if _NO_HEADING.search(words) or _NOUN_START.match(after.words) or _SENTENCE.match(words):
        return False
    if len(words) > 2 and _balanced(title):
        return False
    divided = last + 2 < len(lines) and _clearly_goes_on(view, after, lines[last + 2], style)
    return is_prose(after) or after.ended or divided or "," in after.words or len(after.words) <= 8


def _clearly_goes_on(view: str, line: Line, after: Line, style: Style) -> bool:
    """Whether a short line is divided from the next: in brackets, a number, a word."""
    a, b = line.words, after.words
    return (
        _unclosed(a)
        or bool(_OPEN_END.search(a) or _OPEN_START.match(b) or _ASKS.search(a))
        or _within(line, after, length=len(a))
        or divides_word(view, a, b, style.pairs)
    )


def _unclosed(words: str) -> bool:
    return any(words.count(left) > words.count(right) for left, right in ("()", "《》", "“”"))


def _balanced(title: str) -> bool:
    """畅通诉求渠道,依法化解矛盾纠纷: a heading of two clauses of about one length is whole."""
    one, comma, two = title.partition(",")
    return bool(comma) and "," not in two and -1 <= len(two) - len(one) <= 4


def _within(before: Line, line: Line, length: int) -> bool:
    """Whether the line end stands inside a number, or between one and its counter word."""
    if not _NUMBER_END.search(before.words) or not _NUMBER_START.match(line.words):
        return bool(_NUMERAL_END.search(before.words) and _NUMERAL_START.match(line.words))
    if DATE_LINE.match(before.words) or MARKED.match(line.words):
        return False
    return length >= 4
