"""What a number counts: looked for behind it first (14名执法人员), else before it (悬挂横幅50余条).

A Chinese counter word is followed by its noun without a mark; where a mark, a conjunction or a verb follows,
the noun stands before, behind the last verb. The result is always one stretch of the text, or nothing.
"""

from __future__ import annotations

import re

from dashi_kg.extract.context import Context
from dashi_kg.extract.words import ADVERBS, FOLLOWING, NOUNLIKE, SUBJECT, VERB, VERBS
from dashi_kg.model import Span
from dashi_kg.text.segments import trim

# words that belong to the number, not to what is counted
_TRAIL = re.compile(
    r"(?>共有|共计|共|累计|总计|合计|达到|高达|达|均为|都为|仅为|仅|(?<![行成作])为|折合人民币|分别为|分别|有|的|约|近|超过|超|突破|不少于|不低于|至少|不超过|各|每年|全年|平均|已|"
    r"[::(]|以|由原来|由|从|至|到|保持在|稳定在|维持在|控制在|在(?=$))+$"
)
# 化解率, 满意度: what a percentage is of; a verb before it is its cause, not what is counted
RATE = re.compile(r"(?:率|度|占比|比例|比重|指数|覆盖面|比|份额|水平|成|幅度)$")
_RATE_CAUSE = re.compile(
    r"^.*(?:实现了?|保持|达到|确保|推动|促使|使得?|完成|力争|要求|切实|做到|其中|以及|提升|提高)(?=[\u4e00-\u9fff]{2})"
)
_CONJUNCTION = "、和及与暨并"
# a verb as part of a noun: 受理|窗口, 办结|率, 处罚|案件
_NOUN_AFTER_VERB = re.compile(
    r"^(?:率|量|数|度|点|站|室|员|会|班|团|队|组|所|窗口|平台|中心|机制|制度|体系|系统|机构|部门|单位|主体|人员|干部|案件?|事项|资料|材料|活动|工作|"
    r"方案|计划|文件|意见|建议|渠道|热线|专栏|阵地|基地|场所|协议|合同|书|卡|证|名单|清单|目录|标准|流程|环节|时限|时间|期限|力度|情况|结果|类|大队|中队|小组)"
)
_COUNTABLE_NOUN_NEEDS_VERB = 2
_EMPTY_LEFT = re.compile(
    r"(?:对|向|为|在|由|从|给|与|以|把|将|涉及|覆盖|惠及|共|有|来自|等|及|和|的|了|出|过|全|各|该|其中|包括|含|新|至|到|比|每|用|于|达)$"
)
_PLACE_ONLY = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,8}(?:省|市|区|县|旗|州|镇|乡|街道|局|系统|辖区|全域|各地|境内))$"
)


def counted_words(ctx: Context, left: Span, right: Span, *, classifier: str, percent: bool) -> Span | None:
    """The words for what is counted.

    Args:
        left: the part of the clause before the number (and its qualifying words) that belongs to it.
        right: the part behind the number's unit that may belong to it.
        classifier: the counter word, or ``""``.
        percent: the number is a percentage.

    Returns:
        A span of the text, or ``None`` where the words beside the number name nothing.
    """
    before = _before(ctx, left, percent=percent)
    behind = _behind(ctx, right)
    if behind is None:
        return _verb_behind(ctx, right, before, classifier) or before
    if before is None:
        return behind
    if percent:
        return before if not ctx.words(right).startswith("的") else behind
    words = ctx.words(before)
    if _open_ended(words):
        return behind
    if ctx.words(right).startswith("的"):
        return behind
    return behind if classifier else before


def wording(ctx: Context, left: Span, right: Span, counted: Span | None) -> str:
    """The counted words with the act that they stand in, number left out: 组建普法小分队, 执法人员通过考试.

    Two values are of one indicator only if these agree: officers who passed and officers who were punished are
    counted by the same word.
    """
    if counted is None:
        return ""
    if counted.start < left.end:
        return ctx.words(counted)
    before = _before(ctx, left, percent=False)
    words = ctx.words(before) if before else ""
    words = words if VERB.match(words) else ""
    behind = ctx.words(Span(counted.start, max(right.end, counted.end)))
    return words + re.split("[、;,]", behind)[0]


def _open_ended(words: str) -> bool:
    """Words that ask for a noun behind the number: 组建…, 全区…, 对…"""
    return bool(VERB.fullmatch(words) or _EMPTY_LEFT.search(words) or _PLACE_ONLY.match(words))


def _behind(ctx: Context, right: Span) -> Span | None:
    """The noun right behind the unit: up to a mark, a conjunction at its end, or a verb."""
    span = trim(ctx.view, right.start, right.end)
    words = ctx.words(span)
    skip = 1 if words.startswith("的") else 0
    words = words[skip:]
    if not words or words[0] in "、,;:。()和及与暨并":
        return None
    if FOLLOWING.match(words):
        return None
    start_verb = VERB.match(words)
    if start_verb and start_verb[0] not in NOUNLIKE and not _NOUN_AFTER_VERB.match(words[start_verb.end() :]):
        return None
    end = len(words)
    # 村(社区)建立…: a short bracket belongs to the noun
    if mark := re.search(r"[、;:,]|\((?![\u4e00-\u9fff]{1,4}\))", words):
        end = mark.start()
    for verb in FOLLOWING.finditer(words, 2, end):
        end = verb.start()
        break
    for verb in VERB.finditer(words, 1, end):
        if words[verb.start() - 1] in "”式性":
            continue  # “拉网式”排查
        if verb[0] not in NOUNLIKE and not _NOUN_AFTER_VERB.match(words[verb.end() :]):
            end = min(end, verb.start())
            break
    noun = words[:end].rstrip(_CONJUNCTION + " ")
    if not noun:
        return None
    return Span(span.start + skip, span.start + skip + len(noun))


# 5次召开…, 3场宣讲…: occasions, counted before the act is named
_OCCASIONS = ("次", "场", "轮", "批次", "场次", "期", "轮次")


def _verb_behind(ctx: Context, right: Span, before: Span | None, classifier: str) -> Span | None:
    """17次主持召开…会议: no act stands before the number, it stands behind it."""
    if before is not None and (classifier not in _OCCASIONS or VERB.search(ctx.words(before))):
        return None
    span = trim(ctx.view, right.start, right.end)
    words = ctx.words(span).removeprefix("的")
    if len(words) < 4 or words[0] in "、,;:()":
        return None
    if not VERB.match(re.sub(r"^(?:专题|集中|带头|牵头|联合)", "", words)):
        return None
    return Span(span.end - len(words), span.end)


def _before(ctx: Context, left: Span, *, percent: bool) -> Span | None:
    """The words before the number, from the last verb on."""
    start, end = left.start, left.end
    view = ctx.view
    words = view[start:end]
    if trail := _TRAIL.search(words):
        end = start + trail.start()
    words = view[start:end]
    # 加强执法监督、|开展案卷评查12次: the last of several acts; but 行政许可、行政处罚共120件 is one
    cut = 0
    for mark in re.finditer("[、;]", words):
        rest = words[mark.end() :]
        verb = VERB.match(ADVERBS.sub("", rest))
        if verb and verb[0] not in NOUNLIKE:
            cut = mark.end()
        elif not VERB.search(words[cut : mark.start()]) and VERB.search(rest):
            continue
    start += cut
    start = _skip(ctx, start, end)
    if start >= end:
        return None
    words = view[start:end]
    if percent and RATE.search(words):
        cause = _RATE_CAUSE.match(words)
        begin = start + (cause.end() if cause else 0)
        begin = _skip(ctx, begin, end)
        return Span(begin, end) if begin < end else None
    start += _actor(words)
    words = view[start:end]
    if percent and (share := _SHARE.match(words)):
        return Span(start, start + share.end("subject"))  # 非现场执法案件|占全部案件的43%
    if has := _HAS.match(words):
        start += has.end()
        words = view[start:end]
    begin = _last_verb(words)
    found = trim(view, start + begin, end)
    return found if len(found) else None


_LED = re.compile(r"^[^、,]*?(?:带头|亲自|先后|联合|共同|牵头|累计|全年)(?=[\u4e00-\u9fff“《]{2})")
_STRONG = "|".join(v for v in VERBS if v not in NOUNLIKE)
_ACTOR = re.compile(
    rf"^[^、,]{{1,20}}?(?:(?:局|厅|委|办|法院|检察院|中心|大队|支队|队|所|委员会|机关|部门|机构)(?=(?:{'|'.join(VERBS)})[\u4e00-\u9fff“《]{{2}})"
    rf"|(?:政府|街道|镇|乡|(?<!社)区|县|市|省|系统)(?=(?:{_STRONG})[\u4e00-\u9fff“《]{{2}}))"
)


def _actor(words: str) -> int:
    """How many characters at the start name who acts: 市司法局|审查…, 主要领导带头|出庭应诉."""
    for pattern in (_LED, _ACTOR):
        found = pattern.match(words)
        if found and not re.search(_STRONG, found[0]):
            return found.end()
    return 0


_SHARE = re.compile(r"(?P<subject>[^占]{2,}?)(?:约|仅|只)?占(?!比|有|用|地|领)")
_HAS = re.compile(
    r"^(?:(?!具)[\u4e00-\u9fff]){0,4}?(?:共|现|仅|还|已|只|设|拥|配)?有(?![关效序力限利待偿意机])(?=[\u4e00-\u9fff]{2})"
)
# 办理|时限, 审结|率: what a verb makes is measured
_MEASURED = re.compile(
    r"^(?:率|量|数|度|时限|时长|时间|金额|总额|年龄|总数|人数|件数|面积|成本|周期|天数|费用)$"
)
_ALSO = re.compile(r"(?:" + "|".join(VERBS) + r")(?:了|出)?(?:和|及|、|与|并)$")


def _last_verb(words: str) -> int:
    """Where the last verb that has an object begins (with the verbs right before it), else 0."""
    best = 0
    previous_end = -1
    for match in VERB.finditer(words):
        rest = words[match.end() :]
        rest = re.sub(r"^(?:了|出|过)", "", rest)
        if len(rest) < _COUNTABLE_NOUN_NEEDS_VERB:
            break
        if rest.startswith(("的", "率", "量", "数", "度")) or _MEASURED.match(rest):
            continue
        if match[0] in NOUNLIKE and match.start() > 0:
            # 行政|调解|案件: a noun unless a mark, an adverb or a whole phrase stands before it
            if not re.search(
                r"(?:共|累计|先后|依法|及时|已|均|并|,|、|还|联合|共同|协同|集中|专题|会)$",
                words[: match.start()],
            ):
                continue
        elif match.start() > 0 and _NOUN_AFTER_VERB.match(rest) and len(rest) <= 3 and best:
            continue
        if match.start() != previous_end:
            best = match.start()
        previous_end = match.end()
    while also := _ALSO.search(words[:best]):  # 取消和|下放…
        best = also.start()
    return best


def _skip(ctx: Context, start: int, end: int) -> int:
    """Past words of time, the reporting body's own name, adverbs."""
    while start < end:
        words = ctx.view[start:end]
        for pattern in (SUBJECT, ADVERBS):
            found = pattern.match(words)
            if found and found.end() and found.end() < len(words):
                start += found.end()
                break
        else:
            own = next((n for n in ctx.self_names if words.startswith(n) and len(words) > len(n) + 1), "")
            if own and not re.match(r"党|机关|领导|政府|主要|干部|全体|的", words[len(own) :]):
                start += len(own)
                continue
            if words[0] in ",:、 (被":
                start += 1
                continue
            return start
    return start
