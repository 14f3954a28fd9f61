"""Problems: what the report says is wanting, in the part on shortcomings.

A sentence (up to 。 or ;) is one problem, with the facts that belong to it; a sentence that only lists four shortcomings
and more, without a figure, is as many. Causes, what only opens the list, and what is good are none.
"""

from __future__ import annotations

import re

from dashi_kg.model import Problem, Section, Span
from dashi_kg.reader.context.context import REPORTED, Context
from dashi_kg.reader.context.statements import (
    MARK,
    SHORTCOMING,
    in_tree,
    leaves,
    only_lists,
    own_title,
    statements,
    unmarked,
)
from dashi_kg.reader.items.measures import letters
from dashi_kg.reader.items.stated import stated_outright
from dashi_kg.text.han import compiled
from dashi_kg.text.segments import sentences

_PROBLEM = re.compile(
    r"有待|不足(?!以)|不够|不强|不高|不深|不实|不到位|不完善|不健全|不平衡|不均衡|不规范|不及时|不充分|不全面|不明显|不深入|不扎实"
    r"|尚需|还需|仍需|需要进一步|需进一步|薄弱|匮乏|缺乏|短缺|紧缺|欠缺|单一|滞后|偏低|偏弱|偏少|较少|较弱|较低|较慢|不敢|不愿|不会"
    r"|存在(?:差距|短板|问题)|有差距|覆盖面窄|流于形式|老龄化|断层|难以|困难|压力大|矛盾突出|未能|没有形成|缺少|弱化|不严|淡薄|落后|缺口|参差不齐|不均|偏小|不优|不细|不顺|不畅|不便|脱节|不匹配|时有发生|不作为|流动性大|任务重|老化|不力|不精|不浓|不清|模糊|未形成|不紧密|随意|缺位|不主动|畏难|消极|局限|阻力|不一致|不统一|不协调|不合理|不充足|不稳定|有短板|有欠缺|有缺陷|一人一|增加[^,。]{0,6}负担|较大差距|差距较大|不精准|不多|不大(?!于)|形式化|传统|陈旧|偏重|重[^,。]{1,6}轻|以[^,。]{1,3}代|赶不上|跟不上|吃不透|把握不准|底数不清"
)
# 认为法治建设与自身无关: what somebody thinks belongs to the shortcoming before it
_GOES_ON = re.compile(r"^(?:认为|导致|造成|致使|从而|使得|以致|没有|也|甚至|特别是|尤其是|主要(?:表现|体现))")
# 存在以下问题: / 与上级要求相比仍有差距: — opens the list; behind it stands what it opens
_INTRODUCES = re.compile(
    r"(?:主要(?:表现|体现)|具体表现|存在(?:以下|如下))[^,。]{0,10}$|(?:存在|仍有|还有|尚有|依然有|也有)(?:着|了)?(?:的)?(?:一些|一定|不少|不小|明显|不容忽视的|突出|亟待解决的|亟需解决的|需要改进的|值得注意的|以下|如下|诸多|许多|部分|较多|较大|很多|几个|某些|[一二三四五六七八九十]个)?(?:方面)?(?:的)?(?:主要)?"
    r"(?:短板(?:弱项)?|不足(?:之处)?|问题|差距|薄弱环节|困难|弱项|薄弱点)(?:(?:和|与|、|及)(?:不足|短板|差距|问题|薄弱环节|困难|弱项|不足之处))*$|^(?:主要)?(?:问题|不足|表现)(?:是|为|有|如下)?$|(?:主要)?(?:表现|体现)(?:在|为|如下)[^,。]{0,8}$"
    r"|^(?:一|另|其)(?:方面|是|二|三)$|^(?:在)?(?:肯定|看到|总结|取得)[^,。]{0,12}成绩[^,。]{0,8}(?:同时|之余)$"
)
# 究其原因 / 产生上述问题的原因 / 上述问题主要是由于…所致: why, not what
_CAUSE = re.compile(
    r"^(?:究其(?:原因|根源|根本|成因)|分析(?:其|以上|上述)?原因|追根溯源|归根结底|(?:其)?(?:主要|根本|深层次|客观|主观)?原因(?:在于|是|有|主要|:|,|如下)"
    r"|(?:出现|产生|造成|导致|存在|形成)[^,。]{0,12}(?:问题|不足|差距|现象)[^,。]{0,4}(?:的)?[^,。]{0,4}(?:原因|根源)|(?:造成|导致|产生)(?:这些|以上|上述|此类|这种)[^,。]{0,4}(?:问题|不足|差距|现象)"
    r"|(?:这些|以上|上述)(?:问题|不足|差距|短板)[^,。]{0,10}(?:原因|由于|源于|是因为|究其|反映出|在于|既有|产生|成因|根源|出现))|所致$|(?:主要|客观|主观)原因(?:是|在于|有)"
    r"|^之所以(?:出现|存在|产生)|^(?:这些|以上|上述)(?:问题|不足|短板)(?:的存在|固然|与)"
)
# 一年来的工作虽取得一定成绩 — what is good, said before what is not
_PRAISE = re.compile(
    r"取得[^,。]{0,14}(?:成绩|成效|进展|进步|效果|成果)|^(?:虽然|尽管)|^(?:一年来|过去一年|20\d\d年)[^,。]{0,20}(?:有力|有效|稳步|扎实)(?:推进|提升)"
)
# (一)虽然取得一定成绩,但还存在不少问题,|主要是执法人员少: opens in an item, too
_ONLY_OPENS = re.compile(
    r"^(?:但|但是|也|同时)?(?:仍然?|还|尚|也|依然)?(?:存在|有)(?:着)?(?:一些|一定的?|不少|明显|突出|以下|如下|许多|诸多)?(?:的)?(?:问题|不足|短板|差距|薄弱环节)(?:和(?:不足|问题|差距))?$"
)
_LISTS = re.compile(r",(?:主要(?:是|表现[为在]|体现[为在])|如|例如|具体)")
_LEAST_LISTED_PROBLEMS = 4
# 持证人员仅14人 / 只有2名 / 超过30起: what is wanting, told by a figure or by what was not done
_LACK = compiled(
    r"有的|个别|部分|少数|一些|某些|仅|只有|仍|尚|还(?:有|没|需|不|存在)|未|没有|无(?:专职|人|法|力)|过(?:多|少|重|于|低|高)|超过|低于|高于|疲于|不(?![少低超断仅折定但管同论])[\u4e00-\u9fff]|有偏差|有待|弱|(?<!不)少(?!年)|缺|欠|难|慢|旧|散|低|差|满负荷|超负荷|多发|频发|偏|依赖|应付|层层递减|递减|上热下冷|压力|面临|高发|频现|一刀切|逐利|选择性"
)
_TURNS = re.compile(r"但是|但|然而|不过")
# 原因:编制偏紧;宣传方式单一。 — up to the full stop
_CAUSES = re.compile(r"^[^,。]{0,6}原因:")
_GOES_ON_CAUSE = re.compile(
    r"^(?:一方面|另一方面|主观|客观|一是|二是|三是|四是|同时|此外|也有|还有|加之|加上)"
)
# 主要问题是: / 不足之处有:
_NAMES_THE_LIST = re.compile(
    r"(?:问题|不足|不足之处|短板|差距|弱项|困难|薄弱环节|方面)(?:主要)?(?:是|有|为|如下|在于|包括)?$|^主要(?:是|有|为|包括)$"
)
_NO_SHORTCOMING = re.compile(
    r"^(?:对(?:于)?)?(?:以上|上述|这些|此)(?:问题|不足|,)|(?:我们|我局|我镇|我县)[^,。]{0,4}将|认真(?:研究|加以)?(?:解决|改进|整改)$"
)


def read_problems(ctx: Context) -> list[Problem]:
    """Problems of the part on shortcomings: a heading with its sub-problems, or sentences by themselves."""
    found: list[Problem] = []
    parents = _parents(ctx)
    for section in leaves(ctx, "shortcomings-causes"):
        if _tells_causes(ctx, section, parents):
            continue
        spans = _joined_problems(ctx, statements(ctx, section), item=section.level > 1)
        identity = f"p{section.number}"
        head = own_title(ctx, section)
        if head and (section.children or spans or _wanting(ctx.words(head))):
            found.append(Problem(identity, head, section.number, "problem-heading"))
            found += [
                Problem(f"{identity}{letters(i)}", span, section.number, "problem-clause", identity)
                for i, span in enumerate(spans)
            ]
        elif section.marker.endswith("是") and spans:  # an item is one problem, however many clauses it has
            whole = Span(spans[0].start, spans[-1].end)
            found.append(Problem(identity, whole, section.number, "problem-item"))
        else:
            found += [
                Problem(f"{identity}{letters(i)}", span, section.number, "problem-clause")
                for i, span in enumerate(spans)
            ]
    return in_tree(sorted([*found, *_told_in_the_work(ctx)], key=lambda p: p.span))


# 开展宣传12场,|但仍存在普法覆盖面不够广的问题: behind a turn, in a part on the year's work
_TOLD = compiled(
    r"^(?:但是?|然而|不过|同时|目前|当前|也)?(?:(?:我|本)[\u4e00-\u9fff]{1,2}|(?:工作|执法|普法|法治建设)中?)?(?:也)?(?:仍然?|还|尚|依然|依旧)(?:旧)?(?:存在|有)(?![关序效力])(?:着)?(?P<what>[^。;]*?)(?:的|等)*(?:问题|不足|短板|差距|薄弱环节|弱项)(?:之处)?$"
)


def _told_in_the_work(ctx: Context) -> list[Problem]:
    """Shortcomings that a part on the year's work states outright: 但仍存在…的问题; what opens a list gives its items."""
    found: list[Problem] = []
    for section in ctx.sections(*REPORTED):
        spans: list[Span] = []
        for sentence in sentences(ctx.view, section.body):
            parts = unmarked(ctx, sentence)
            for at, clause in enumerate(parts):
                told = _TOLD.match(ctx.words(clause))
                turn = _TURNS.match(ctx.words(clause))
                rest = Span(clause.start, parts[-1].end)
                if _OPENS_WITH_IT.match(ctx.words(clause)) and _wanting(ctx.words(rest)):
                    spans.append(rest)  # 存在的不足是,…: said outright
                    break
                if told is None and turn and SHORTCOMING.match(ctx.words(rest)):
                    spans.append(Span(clause.start + turn.end(), rest.end))
                    break
                if told is None:
                    continue
                start = clause.start + (turn.end() if turn else 0)
                if not _HOW_MANY.fullmatch(told["what"]):
                    spans.append(Span(start, parts[-1].end))
                elif parts[at + 1 :] and any(_wanting(ctx.words(p)) for p in parts[at + 1 :]):
                    spans += _joined_problems(ctx, [Span(parts[at + 1].start, parts[-1].end)])
                break
        rules = dict.fromkeys(spans, "problem-clause")
        for span in stated_outright(ctx, section, _wanting):
            if not any(
                span.start <= other.start < span.end or other.start <= span.start < other.end
                for other in spans
            ):
                rules[span] = "problem-stated"
        found += [
            Problem(f"p{section.number}{letters(i)}", span, section.number, rules[span])
            for i, span in enumerate(sorted(rules))
        ]
    return found


# 存在的不足是,救助力量偏弱 / 不足之处是…流失较快
_OPENS_WITH_IT = re.compile(
    "(?:但)?(?:目前)?(?:存在的?|工作中)?(?:主要|突出)?(?:不足|短板|薄弱环节|困难)(?:之处)?(?:主要)?(?:是|在于|为)|存在的(?:主要)?问题(?:主要)?(?:是|在于)"
)
# 一定的, 不少: how many, and nothing of what
_HOW_MANY = re.compile(
    r"(?:一些|一定|不少|不小|许多|诸多|较多|很多|几个|某些|部分|较大|很大|突出|明显|以下|如下|几方面|方面|不容忽视|的|主要)*"
)


def _wanting(words: str) -> bool:
    return bool(_PROBLEM.search(words) or _LACK.search(words))


def _tells_causes(ctx: Context, section: Section, parents: dict[str, Section]) -> bool:
    """Whether a part, or the items that it opens, tell why and not what: (二)原因分析, 究其原因:一是…"""
    at: Section | None = section
    while at is not None:
        title = ctx.words(at.heading) if at.heading else ""
        if "原因" in title and not re.search("问题|不足|短板|差距|困难", title):
            return True
        at = parents.get(at.number)
    parent = parents.get(section.number)
    if parent is None or not section.marker.endswith("是"):
        return False
    own = sentences(ctx.view, Span(max(parent.body.start, parent.body.end - 120), parent.body.end))
    return bool(own) and bool(_CAUSE.search(ctx.words(own[-1])))


def _parents(ctx: Context) -> dict[str, Section]:
    """Number of a section → the section that holds it; the root holds nothing."""
    return {c.number: s for s in ctx.sections() for c in s.children}


def _joined_problems(ctx: Context, parts: list[Span], *, item: bool = False) -> list[Span]:
    """What each sentence states as wanting; what follows a cause (一方面…;另一方面…) is cause too.

    Args:
        item: the sentences stand in a numbered item or under a heading: they need no word that says so.
    """
    found: list[Span] = []
    cause, labelled = -1, False
    for index, sentence in enumerate(parts):
        words = ctx.words(sentence)
        if cause == sentence.start - 1 and (labelled or _GOES_ON_CAUSE.match(words)):
            cause = sentence.end
            labelled = labelled and ctx.view[cause : cause + 1] == ";"
            continue
        told = unmarked(ctx, sentence)
        if _CAUSE.search(words) or any(_CAUSE.match(ctx.words(part)) for part in told[1:]):
            cause = sentence.end
            labelled = bool(_CAUSES.match(words)) and ctx.view[cause : cause + 1] == ";"
            told = _before_cause(ctx, told)
            if not told:
                continue
        stated = _without_opening(ctx, told, item=item)
        if not stated:
            continue
        alone = ctx.words(stated[0])
        if len(stated) == 1 and (_PRAISE.search(alone) or _NO_SHORTCOMING.search(alone)):
            continue
        whole = Span(stated[0].start, stated[-1].end)
        counted = MARK.match(words) or index > 0  # behind the first sentence, prose needs no such word either
        if not (item or counted) and not _wanting(ctx.words(whole)):
            continue
        if only_lists(ctx, whole, stated, _LEAST_LISTED_PROBLEMS):
            found += _listed_problems(ctx, stated)
        else:
            found.append(whole)
    return found


def _before_cause(ctx: Context, parts: list[Span]) -> list[Span]:
    """What is wanting, without why: 水法规体系还不够完善,|主要原因是…; nothing where the cause comes first."""
    at = next((i for i, part in enumerate(parts) if _CAUSE.search(ctx.words(part))), 0)
    kept = parts[:at]
    return kept if any(_wanting(ctx.words(part)) for part in kept) else []


def _without_opening(ctx: Context, parts: list[Span], *, item: bool) -> list[Span]:
    """Clauses behind what only opens (还存在一些短板:), what is good (虽取得成绩), and the rule that is not met (…,但…)."""
    for at in range(len(parts) - 1, -1, -1):
        if _opens(ctx, parts[at], item=item):
            parts = parts[at + 1 :]
            break
    for at, clause in enumerate(parts[1:], start=1):
        if turn := _TURNS.match(ctx.words(clause)):
            before = [ctx.words(c) for c in parts[:at]]
            if any(_PRAISE.search(w) for w in before) or not any(_wanting(w) for w in before):
                parts = [Span(clause.start + turn.end(), clause.end), *parts[at + 1 :]]
            break
    while len(parts) > 1 and _PRAISE.search(ctx.words(parts[0])):
        parts = parts[1:]
    if parts and (mark := MARK.match(ctx.words(parts[0]))):
        parts = [Span(parts[0].start + mark.end(), parts[0].end), *parts[1:]]
    return [part for part in parts if len(part)]


def _opens(ctx: Context, clause: Span, *, item: bool) -> bool:
    """Whether a clause only opens the list: 还存在一些短板: — in an item only where a colon follows."""
    words = ctx.words(clause)
    colon = ctx.view[clause.end : clause.end + 1] == ":"
    if item and _ONLY_OPENS.match(words) and _LISTS.match(ctx.view, clause.end):
        return True
    if colon and _NAMES_THE_LIST.search(words):
        return True
    return bool(_INTRODUCES.search(words)) and (colon or not item)


def _listed_problems(ctx: Context, parts: list[Span]) -> list[Span]:
    """Clauses that state a shortcoming; a clause that goes on belongs to the one before it."""
    found: list[Span] = []
    pending: Span | None = None
    for clause in parts:
        words = ctx.words(clause)
        if found and _GOES_ON.match(words):
            found[-1] = Span(found[-1].start, clause.end)
        elif _wanting(words):
            found.append(Span(pending.start if pending else clause.start, clause.end))
            pending = None
        elif found:  # a remark after a shortcoming: 部分单位…, 制约了…
            found[-1] = Span(found[-1].start, clause.end)
        else:  # circumstances before it: 随着…,
            pending = pending or clause
    return found
