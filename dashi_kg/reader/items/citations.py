"""Documents that the report names: in title marks 《》, or bare behind a verb that takes a document.

Newspapers, programmes and certificates in title marks are not documents.
"""

from __future__ import annotations

import re
from functools import cache

from dashi_kg.model import Citation, Mention, Span
from dashi_kg.reader.context.context import REPORTED, Context
from dashi_kg.reader.items.beside_title import called, issuers
from dashi_kg.reader.items.laws import LAWS
from dashi_kg.reader.items.short_forms import ShortForms
from dashi_kg.text.alternatives import one_of
from dashi_kg.text.han import compiled
from dashi_kg.text.needed import Gate

_MARKED = re.compile(r"《(?P<title>(?:[^《》\n]|《[^《》\n]{1,60}》){2,120})》")
# 《天水日报》 《法治天水》栏目 《行政执法证》
_NO_DOCUMENT = re.compile(
    r"(?:日报|晚报|时报|周报|晨报|早报|法治报|法制报|生产报|青年报|(?<![通简公汇年月预警])报(?!告|表)|周刊|杂志|月刊|执法证|资格证|许可证|工作证|证书|合格证|执照|证|(?:责任|通知|意见|建议|承诺|决定|告知|申请|协议|保证|确认|裁定|判决|调解|认定)书|告知单|提示函|督办函|提示单|明白卡"
    r"|通讯|简报|你好|进行时|面对面|大讲堂|直播间|微课堂|小剧场)$"
)
_NO_DOCUMENT_AFTER = re.compile(
    r"^[”]?(?:等)?(?:电视|广播|普法|专题|法治|系列|大型|微|短|新闻|线上|网络)*(?:栏目|节目|专栏|频道|专题片|纪录片|宣传片|微电影|电影|短视频|视频|动漫|动画|歌曲|小品|话剧|情景剧|舞台剧|快板|相声|报纸|杂志|公众号|微信|抖音|刊物|游戏|访谈|短剧|MV)"
)
# 微电影《归途》, 快板《说说民法典》
_NO_DOCUMENT_BEFORE = re.compile(
    r"(?:电影|视频|专题片|纪录片|宣传片|短片|快板|小品|歌曲|山歌|戏曲|栏目|节目|专栏|动漫|动画|话剧|短剧|剧目|情景剧|相声|微课|画展|公众号|报纸|杂志|刊物|舞台剧|电视剧|歌舞|三句半|舞蹈|游戏)$"
)
# 》(石发〔2016〕23号)
_NUMBER = compiled(
    r"\s*[(〔\[](?P<number>[\u4e00-\u9fff]{1,12}\s*[〔\[【(]\s*(?:19|20)\d{2}\s*[〕\]】)]\s*第?\s*\d+\s*号|[\u4e00-\u9fff]{2,12}令\s*第?\s*\d+\s*号)(?:[,;](?P<rest>以下[^)\n]{2,40}))?[)〕\]]"
)
# (以下简称《纲要》) (以下简称“《纲要》”) (下称《程序规定》) (简称条例); 统称 and “一规划两纲要” are the name of several
_SHORT = re.compile(
    r"\s*[(,;](?:以下|下文|下)?(?:简称|称)(?:为|作)?:?\s*[《“]{0,2}(?P<short>(?![一二两三四五六七八九十]{1,2}(?:个|部|项|法|条例|规划|纲要|办法|意见))[^《》“”()\n]{1,24})[》”]{0,2}\)"
)

# what stands behind a title: 办法(试行), 规划(2021—2025年)
_EDITION = r"(?:\((?:试行|暂行|草案|修订|修订草案|送审稿|征求意见稿|(?:19|20)\d\d[^()\n]{0,14})\))"
# 深入贯彻实施行政处罚法 / 宣传学习宪法
_BARE_LAW = compiled(
    r"(?:贯彻实施|贯彻落实|贯彻执行|学习宣传|学习贯彻|宣传贯彻|实施|落实|执行|学习|宣传|依据|按照|根据|遵守|修订后的|修订的|新修订的?|新)(?:最?新(?:修订|颁布|修改|制定|出台|实施|施行)?的?|(?:修订|修改)后的)?"
    r"(?P<title>(?:中华人民共和国)?[\u4e00-\u9fff]{2,14}?(?:法|条例|宪法|法典)|宪法|民法典)(?=[,、。;)和与及]|等|$|规定|要求|的|知识|宣传|学习|培训)"
)
# laws that are named without marks as often as with them, wherever they stand
# not the law where its name is part of another: 宪法日, 与宪法同行, 民法典主题公园, 刑法学, 水法|治
_NAMED_FOR_IT = "治|日|宣誓|权威|意识|精神|宣传周|宣传月|律|规(?!定)|馆|主题|广场|公园|长廊|小道|大道|步道|角|墙|亭|修正案|晨读|诵读|知识竞赛|卫士|学|院|官|庭|人|系列|大讲堂|伴我|在身边|宣传栏|文化|赋能"
# the shortest names are also parts of words: 无水法…, 农业法|规
_SHORTEST = tuple(law for law in LAWS if len(law) <= 3 and law not in ("宪法", "民法典", "党章"))
_WELL_KNOWN = re.compile(
    rf"(?P<title>(?:中华人民共和国)?{one_of(sorted((law for law in LAWS if law not in _SHORTEST), key=lambda w: (-len(w), w)))}(?:实施条例|实施细则)?"
    rf"|(?=[{''.join(sorted({law[0] for law in _SHORTEST}))}])(?:(?<=[、和及与])|(?<=贯彻)|(?<=学习)|(?<=宣传)|(?<=落实)|(?<=实施)|(?<=执行)|(?<=依据)|(?<=根据)|(?<=按照)|(?<=遵守)|(?<=违反)|(?<=修订的)|(?<=颁布的)|(?<=施行的)|(?<=中华人民共和国)){one_of(sorted(_SHORTEST, key=lambda w: (-len(w), w)))}(?:实施条例|实施细则|(?=[、,。;和及与等]|规定|的|知识|宣传|培训|要求|$)))"
    rf"(?!{_NAMED_FOR_IT})"
)
# 执行…、安徽省道路运输管理条例, 印发云河县“十四五”法治政府建设规划: of a place, behind a verb or in a list
_LOCAL = compiled(
    r"(?:(?<=[、和及与])|(?<=执行|落实|贯彻|依据|按照|根据|学习|宣传|出台|制定|修订|颁布|实施|遵守|对照|印发|下发|公布|起草|编制|发布|修改|废止|制订|订了|定了|发了|台了))"
    r"(?P<title>(?![省市县区乡镇州村街各全本我该两])[\u4e00-\u9fff]{1,6}?(?:省|市|自治区|自治州|自治县|[县区旗镇乡]|街道)(?:(?!部署|两级|制定|印发|出台|修订|落实|执行|按照|根据|依据|严格|推进|开展|组织|公布|编制|发布|下发|审查|对照|报送|相关|有关)[\u4e00-\u9fff\d“”·—\-]){2,26}?"
    rf"(?:条例|办法|规定|细则|裁量基准|规划|(?:实施|工作|行动)方案|工作要点|实施意见|指导意见|实施纲要|工作规则|应急预案|清单){_EDITION}?)"
    r"(?=[,、。;和及与等)(]|规定|要求|的(?!规定|意见)|草案|修订|全部|均|$)"
)
# 按照国务院办公厅关于…的指导意见, 印发关于进一步加强…的通知: 关于 opens a title by its nature
_ABOUT = compiled(
    r"(?<=按照|根据|落实|贯彻|执行|印发|下发|转发|出台|制定|依据|学习|对照|发了|台了|定了|布了|发布)"
    r"(?P<title>(?:(?:中共中央|国务院|全国人大|最高人民|[\u4e00-\u9fff]{1,8}?(?:省|市|区|县|州|镇|乡|委|部|局|厅|办|政府|办公厅|办公室|街道))[\u4e00-\u9fff]{0,12}?)?关于[^,。;:()《》\n]{4,50}?的(?:通知|决定|公告|(?:实施|指导|若干)?意见|实施办法|实施方案))(?=[,。;、(和及]|要求|精神|等|$)"
)
# 落实青政办发〔2021〕15号文件精神: known by its number alone
_BY_NUMBER = compiled(
    r"(?:按照|根据|落实|贯彻|执行|依据|对照|转发|学习|(?<=号)、)了?(?P<title>[\u4e00-\u9fff]{2,10}[〔\[【(](?:19|20)\d\d[〕\]】)]第?\d{1,4}号)(?=文|精神|要求|规定|通知|[,。;、])"
)
# 落实法治云河建设规划(2021—2025年): named by its place or by its years
_PLAN = compiled(
    r"(?P<title>法治(?!政府|社会|中国|建设|思想)[\u4e00-\u9fff]{2,4}建设(?:规划|实施方案|实施纲要)(?:\((?:19|20)\d\d[^()\n]{0,14}\))?"
    r"|(?:法治政府建设实施纲要|法治社会建设实施纲要|法治中国建设规划)(?:\((?:19|20)\d\d[^()\n]{0,14}\))?)"
)
_NOT_A_LAW = re.compile(
    r"(?:方法|办法|做法|说法|想法|看法|执法|司法|普法|守法|用法|学法|立法|合法|依法|违法|非法|宪法法律|释法|送法|尊法)$"
)
# 积极贯彻落实加强党政机关法律顾问工作实施意见
_BARE_POLICY = compiled(
    r"(?:贯彻落实|贯彻执行|落实|按照|根据)(?P<title>(?:关于)?(?:(?!要求|通知|精神)[\u4e00-\u9fff]){4,30}?(?:实施意见|指导意见|实施方案|若干意见|实施办法|暂行办法))(?=[,。;、]|$)"
)
# 制定干部年度培训方案,
_FORMULATED = re.compile(
    r"(?:制定|印发|出台|制订|编制)(?:了|出台|印发)?(?P<title>[\u4e00-\u9fff\d]{3,24}?(?:方案|计划|办法|要点|规划|细则|规则|规定|预案|规程))(?=[,。;、和并]|$)"
)
# 党的二十大报告提出的
# 年度学法计划, 规范性文件后评估办法: whose it is or of which year is not said, and any office has one
_NAMED = compiled(
    r"(?:19|20)\d\d|“|^(?:全?[省市县区镇乡街旗局委校]|[\u4e00-\u9fff]{1,6}?(?:省|市|县|区|州|旗|镇|乡|街道|局|委员会|政府|厅|部))(?!级|直|场|域|门)|^(?:干部|公务员|领导干部|教师)"
)
_CONGRESS_REPORT = re.compile(
    r"(?P<title>党的(?:十[一二三四五六七八九]|二十(?:[一二三四五六七八九])?)大报告)"
)

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("book", re.compile(r"(?:学习纲要|学习问答|读本|文选|选编|摘编|导读|论述)$|^论")),
    ("law", re.compile(r"(?:宪法|法典|[^办方做]法)(?:\(.*\))?$")),
    ("regulation", re.compile(r"条例(?:\(.*\))?$")),
    ("plan", re.compile(r"(?:方案|计划|规划|要点|工作安排)(?:\(.*\))?$")),
    ("rule", re.compile(r"(?:规定|规则|细则)(?:\(.*\))?$")),
    ("policy", re.compile(r"(?:意见|纲要|决定|通知|办法|清单|制度|目录|标准)(?:\(.*\))?$")),
    ("report", re.compile(r"报告$")),
)
_MODES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "formulates",
        re.compile(
            r"起草的?$|(?:制定|印发|出台|修订|制订|编制|起草)(?:了|出台|印发|完善)?(?!的$)[^,。]{0,8}(?<!印发的)(?<!制定的)(?<!出台的)$"
        ),
    ),
    (
        "implements",
        re.compile(r"(?:贯彻落实|贯彻实施|贯彻执行|落实|实施|执行|按照|根据|依据|遵守)[^,。]{0,6}$"),
    ),
    ("studies", re.compile(r"(?:学习|宣传|培训|宣讲|解读|学法)[^,。]{0,6}$")),
    ("implements", re.compile(r"贯彻[^,。]{0,6}$")),
)
# 将《…》等理论读物列为…必读书目
_READING = re.compile(r"(?:列为|作为)[^,。]{0,16}(?:必读|书目|教材|读物)|等理论读物")
_LIST = 160  # characters that a list of titles may take
_TAKES = "对照|按照|根据|依据|落实|贯彻|执行|围绕|学习|宣传|实施|紧扣|依照|违反"
# 贯彻落实|中共中央、国务院印发的《纲要》: whoever issued it, here it is carried out
_ISSUED = re.compile(
    r"(?:中共中央|国务院|党中央|[省市县区州部委厅局办])[^,。;]{0,12}?(?:联合)?(?:印发|制定|出台|下发|发布|转发)的?$"
)
_BY = re.compile(r"(?:按照|根据|依据|依照|对照|遵照)(?:[^,。;《》]{0,14}(?:印发的?|关于|的))?$")
_QUOTES = re.compile(r"^(?:提出|指出|强调|要求)")


class _CitationDraft:
    def __init__(self, title: str, rule: str, mode: str, kind: str, marked: bool, number: str) -> None:
        self.title, self.rule, self.mode, self.kind = title, rule, mode, kind
        self.marked, self.number = marked, number
        self.issuers = self.called = ""
        self.mentions: list[Mention] = []


# titles without marks, in the order in which they are looked for, by which rule
_BARE = {
    _WELL_KNOWN: "well-known-law",
    _BARE_LAW: "law-without-marks",
    _PLAN: "policy-without-marks",
    _ABOUT: "policy-without-marks",
    _BY_NUMBER: "policy-without-marks",
    _LOCAL: "law-without-marks",
    _BARE_POLICY: "policy-without-marks",
    _FORMULATED: "formulated-without-marks",
    _CONGRESS_REPORT: "congress-report",
}


@cache
def _gate() -> Gate:
    return Gate(*_BARE)


def read_citations(ctx: Context) -> list[Citation]:
    """Cited documents in the order of their first mention; one entry for each title."""
    hits: list[tuple[Span, Span, str, bool]] = []  # span, title span, rule, marked
    taken = bytearray(len(ctx.view))  # 1: the character belongs to a title that was read
    short: dict[str, str] = {}  # 《纲要》 → the title that it was said to be short for
    numbers: dict[str, str] = {}
    for _, stretch in ctx.prose():
        for match in ctx.find(_MARKED, stretch):
            title = match["title"]
            after = ctx.view[match.end() : match.end() + 12]
            before = ctx.view[max(stretch.start, match.start() - 8) : match.start()]
            if (
                _NO_DOCUMENT.search(title)
                or _NO_DOCUMENT_AFTER.match(after)
                or _NO_DOCUMENT_BEFORE.search(before)
            ):
                taken[match.start() : match.end()] = b"\1" * len(
                    match[0]
                )  # 快板《说说民法典》 names no law either
                continue
            span = Span(*match.span())
            taken[span.start : span.end] = b"\1" * len(span)
            hits.append((span, Span(*match.span("title")), "title-marks", True))
            end = match.end()
            if number := _NUMBER.match(ctx.view, end):
                numbers.setdefault(title, "".join(number["number"].split()))
                end = number.start("rest") - 1 if number["rest"] else number.end()
            if shortened := _SHORT.match(ctx.view, end):
                name = Span(*shortened.span("short"))
                short.setdefault(ctx.words(name), title)
                if ctx.view[name.start - 1] != "《":  # in title marks it is found as any title is
                    taken[name.start : name.end] = b"\1" * len(name)
                    hits.append((name, name, "title-marks", False))
    roles = (*REPORTED, "preamble", "shortcomings-causes", "next-year", "other")
    for _, sentence in ctx.own_sentences(*roles):
        for pattern in _gate().fitting(ctx.words(sentence)):
            rule = _BARE[pattern]
            for match in ctx.find(pattern, sentence):
                span = Span(*match.span("title"))
                if any(taken[span.start : span.end]):
                    continue
                if rule == "law-without-marks" and _NOT_A_LAW.search(match["title"]):
                    continue
                if rule == "well-known-law" and _quoted_word(ctx, span):
                    continue
                if rule == "formulated-without-marks" and not _NAMED.search(match["title"]):
                    continue
                taken[span.start : span.end] = b"\1" * len(span)
                hits.append((span, span, rule, False))
    if short:  # 对照纲要: behind a verb that takes a document
        names = "|".join(re.escape(name) for name in sorted(short, key=lambda n: (-len(n), n)))
        again = re.compile(
            rf"(?:{_TAKES})[“]?(?P<title>{names})(?=[”,、。;和及与等的]|要求|部署|明确|规定|任务|精神|$)"
        )
        for _, stretch in ctx.prose():
            for match in ctx.find(again, stretch):
                span = Span(*match.span("title"))
                if not any(taken[span.start : span.end]):
                    taken[span.start : span.end] = b"\1" * len(span)
                    hits.append((span, span, "title-marks", False))
    hits.sort(key=lambda h: h[0])
    drafts: dict[str, _CitationDraft] = {}
    short_forms = ShortForms(ctx.view)
    for span, title_span, rule, is_marked in hits:
        title = short.get(ctx.words(title_span), ctx.words(title_span))
        title = short_forms.full(title, span.start)
        short_forms.named(title, span.start)
        draft = drafts.get(title)
        if draft is None:
            kind = next((k for k, p in _KINDS if p.search(title)), "other")
            draft = drafts[title] = _CitationDraft(
                title,
                rule,
                _mode(ctx, span),
                kind,
                is_marked,
                numbers.get(title, "")
                or (title if title.endswith("号") and rule == "policy-without-marks" else ""),
            )
        if is_marked:
            before, after = _beside(ctx, span)
            draft.issuers = draft.issuers or issuers(before)
            draft.called = draft.called or called(before, after)
        draft.mentions.append(Mention(ctx.source.quote(title_span), span))
    return [
        Citation(
            f"c{i}",
            d.title,
            d.mentions[0].span,
            d.rule,
            d.mode,
            d.kind,
            d.marked,
            tuple(d.mentions),
            d.number,
            d.issuers,
            d.called,
        )
        for i, d in enumerate(drafts.values(), start=1)
    ]


def _quoted_word(ctx: Context, span: Span) -> bool:
    """“12·4”宪法…, 国家宪法日, 与宪法同行: the law's name inside a slogan."""
    before, after = ctx.view[max(0, span.start - 12) : span.start], ctx.view[span.end : span.end + 2]
    # “学宪法 讲宪法”演讲比赛, “美好生活·民法典相伴”
    inside = before.rfind("“") > before.rfind("”") and not before.endswith(("、", "和", "修订的"))
    return inside or before.endswith(("国家", "·")) or after.startswith(("同行", "”"))


def _beside(ctx: Context, span: Span) -> tuple[str, str]:
    """The words before and behind a title within its sentence, as far as a list of titles goes."""
    start, end = max(0, span.start - _LIST), min(len(ctx.view), span.end + _LIST)
    before, after = ctx.view[start : span.start], ctx.view[span.end : end]
    return re.split("[。;\n]", before)[-1], re.split("[。;\n]", after)[0]


def _mode(ctx: Context, span: Span) -> str:
    """How the document is cited: by the words before the list it stands in, or after it."""
    start = max(ctx.view.rfind(mark, 0, span.start) for mark in "。;\n") + 1
    before = re.sub(r"(?:《[^》]*》[、和与及]?)+$", "", ctx.view[start : span.start].rstrip("、和与及"))
    end = min((e for e in (ctx.view.find(m, span.end) for m in "。;\n") if e != -1), default=len(ctx.view))
    after = ctx.view[span.end : end]
    if _BY.search(before):  # 按照《…》要求
        return "implements"
    quotes = _QUOTES.match(after)
    if quotes and quotes[0] != "要求":
        return "quotes"
    if _READING.search(after):
        return "required-reading"
    before = _ISSUED.sub("", before) if before.endswith("的") else before
    return next(
        (mode for mode, pattern in _MODES if pattern.search(before)), "quotes" if quotes else "mentions"
    )
