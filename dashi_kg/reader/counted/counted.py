"""What a number counts: looked for behind it first (14名执法人员), else before it (悬挂横幅50余条).

A Chinese counter word is followed by its noun without a mark; where a mark, a conjunction or a verb follows,
the noun stands before (:mod:`dashi_kg.reader.counted.words_before`). The result is always one stretch of the text, or nothing.
"""

from __future__ import annotations

import re

from dashi_kg.model import Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import FOLLOWING, NOUN_AFTER_VERB, NOUNLIKE, VERB, blind
from dashi_kg.reader.counted.who_acts import ACTOR_END
from dashi_kg.reader.counted.words_before import EVENT_END, Counted, read_before, words_before
from dashi_kg.reader.rules.polarity import start_of_negation
from dashi_kg.reader.rules.table import table
from dashi_kg.text.han import compiled
from dashi_kg.text.segments import trim

_CONJUNCTION = "、和及与暨并"
_EMPTY_LEFT = re.compile(
    r"(?:对|向|为|在|由|从|给|与|以|把|将|涉及|覆盖|惠及|共|有|来自|等|及|和|的|了|出|过|全|各|该|其中|其余|另|包括|含|新|至|到|比|每|用|于|达|分|走遍|被?处以?|各处)$"
)
_PLACE_ONLY = compiled(
    r"^(?:[\u4e00-\u9fff]{0,8}(?:省|市|区|县|旗|州|镇|乡|街道|局|系统|辖区|全域|各地|境内))$"
)
# 5次召开…, 3场宣讲…: occasions, counted before the act is named
OCCASIONS = ("次", "场", "轮", "批次", "场次", "期", "轮次", "批")


def counted_words(ctx: Context, left: Span, right: Span, *, classifier: str, percent: bool) -> Counted | None:
    """The words for what is counted, and the rule; a negation that stands right before them is one of them.

    Args:
        left: the part of the clause before the number (and its qualifying words) that belongs to it.
        right: the part behind the number's unit that may belong to it.
        classifier: the counter word, or ``""``.
        percent: the number is a percentage or a fraction.

    Returns:
        A span of the text with the rule that gave it, or ``None`` where the words beside the number name nothing.
    """
    if (
        not percent
        and "占" in (said := ctx.words(left))
        and (of := _SHARE_OF.search(said))
        and _IN_PERCENT.match(ctx.view, right.start)
    ):
        return Counted(Span(left.start + of.start("of"), left.start + of.end()), BASE_OF_A_SHARE)
    found = _counted(ctx, left, right, classifier=classifier, percent=percent)
    if found is None or found.span.start >= left.end:
        return found
    if (
        classifier in _PERSONS
        and _GATHERED.fullmatch(ctx.words(found.span))
        and (act := _what_they_do(ctx, right))
    ):
        return Counted(act, "what-they-do")  # 组织全市|1.19万人|参加网络专题班学习
    start = start_of_negation(ctx.view, left.start, found.span.start)
    group = _STUDY_GROUP.search(ctx.view, max(left.start, start - _GROUP_REACH), start)
    if group and _STUDIES.match(ctx.view, start):
        start = group.start()  # 局党组理论学习|中心组学习…: who studies is part of what it is called
    return Counted(Span(start, found.span.end), found.rule)


# 占|应持证人员|25人|的88%: over what the share is, with its number
BASE_OF_A_SHARE = "base-of-a-share"
_SHARE_OF = compiled("占(?:比|到|了)?(?P<of>[^占,;。]{2,16})$")
_IN_PERCENT = compiled(
    "[\u4e00-\u9fff]{0,2}的(?:约|近|逾|超过?|不足|仅)*(?:[\\d.]+ ?%|[一二三四五六七八九]成|[一二三四五六七八九十百]+分之)"
)
# 处以|488.5万元|罚款: verbs as often as nouns, which name the sum before them
_SUMS = frozenset("罚款 补偿 赔偿 补助 补贴 奖励".split())
_PERSONS = frozenset("人 名 位 人次 户 家".split())
# 组织全市, 邀请各级: who was gathered, cut off before what for
_GATHERED = re.compile(
    r"(?:帮助|协助|督促|推动|助力|组织|邀请|动员|发动|选派|安排|带领|吸引|引导|要求|派出|抽调|推荐)(?:全[省市县区镇乡局系统]+|各[级地镇村部门单位]+|[省市县区]直|辖区|机关|上下)*"
)
_STUDY_GROUP = re.compile("中心组$")
_GROUP_REACH = 4
_STUDIES = re.compile("(?:集体|集中|专题)?(?:学习|学法|研学)")


def _what_they_do(ctx: Context, right: Span) -> Span | None:
    words = re.split("[,;。、]", ctx.words(right))[0]
    act = VERB.match(words)
    return Span(right.start, right.start + len(words)) if act and len(words) - act.end() > 1 else None


def _counted(ctx: Context, left: Span, right: Span, *, classifier: str, percent: bool) -> Counted | None:
    """The first rule of ``rules/counted.yaml`` decides between what stands before the number and what behind it."""
    before = read_before(ctx, left, percent=percent)
    if behind := _behind(ctx, right):
        behind = Span(behind.start, behind.start + fitting_length(classifier, ctx.words(behind)))
    act = _act_behind(ctx, right, before.span if before else None, classifier)
    words = ctx.words(before.span) if before else ""
    is_open = bool(words) and bool(
        VERB.fullmatch(words) or _EMPTY_LEFT.search(words) or (behind and _PLACE_ONLY.match(words))
    )
    told_of = _that_which(ctx, right) if behind is None and (before is None or is_open) else None
    noun = ctx.words(behind) if behind else ""
    frame = (
        f"{words}{'○' if is_open else ''}◆{'%' if percent else classifier}◇{'▷' if VERB.match(noun) and noun not in _SUMS else ''}{noun}|"
        f"{'▷' if act else '△' if told_of else ''}{ctx.words(right)}"
    )
    decided = table("counted").first(frame)
    if decided is None:
        return None
    rule, _ = decided
    if rule.action == "before":
        return before
    span = {"behind": behind, "act-behind": act, "noun-told-of": told_of}[rule.action]
    return Counted(span, rule.id) if span else None


def wording(ctx: Context, left: Span, right: Span, counted: Span | None) -> str:
    """The counted words with the act that they stand in, number left out: 组建普法小分队, 执法人员通过考试.

    Two values are of one indicator only if these agree: officers who passed and officers who were punished are
    counted by the same word.
    """
    if counted is None:
        return ""
    if counted.start < left.end:
        return ctx.words(counted)
    before = words_before(ctx, left, percent=False)
    words = ctx.words(before) if before else ""
    words = words if VERB.match(words) else ""
    behind = ctx.words(Span(counted.start, max(right.end, counted.end)))
    return words + re.split("[、;,]", behind)[0]


# who acts, before a verb that is as often a noun: 网格员|巡查…
_PERSON = re.compile(
    "(?:员|人|师|警|官|众|学生|考生|师生|职工|员工|企业|专家|领导|干部|农户|用户|住户|商户|店|公司|单位|学校|法院|检察院|支队|大队|中队|局|所|街道|镇|村|社区|区|县|市|乡|代表|家长|民|医生|组织|部门|机关|机构|协会|委员会|(?:联系|监测|检测|服务|站|网)点|书记|长)$"
)
# 站所、村(社区)|签订…, 退休法官、检察官|担任…: one noun of two
_PAIR = compiled(r"(?:、|和|及|与)[\u4e00-\u9fff]{1,6}(?:\([\u4e00-\u9fff、]{1,6}\))?")
# 37份|整改通知, 96次|坐班服务: a noun that begins with a verb, to the end of the clause
_DOCUMENT = compiled(
    "(?:[\u4e00-\u9fff]{2,12}(?:通知书?|决定书|建议书|意见书|告知书|承诺书|责任书|提示函|督办函|建议函)|(?:坐班|值班|上门|巡回|跟踪)服务)(?=[,;。、]|$)"
)
_HANDED_OUT = re.compile("签订|签署|下达|出具|签发|发出|制发|印发|下发|送达|发放")
# 5人|作现场述法, 16家|连续两年未年检的社会组织: no noun begins here
_TOLD = re.compile(
    "[\u4e00-\u9fff]{2,4}完毕|转(?=送|交|由|入|[区县市]级|乡镇|街道|属地)|作(?=现场|书面|专题|典型|表态|经验|交流|汇报|述|了|出)|连续[一二两三四五]年|长期未"
)
# 2起|案件|移送公安机关, 25个|联系点|反映意见: things to which something is done, places which do something
_THING = re.compile("(?:案件|线索|文件|图斑)$")
# 6个|执法站|设备老旧: how the things are, said behind them
_STATE = compiled("(?<=[\u4e00-\u9fff]{2})设备(?=老旧|老化|陈旧)")
_TAKES_PART = frozenset("参训 受训 受益 应诉 出庭".split())
_WITH = compiled("与[\u4e00-\u9fff]{2,16}?(?:结对|联动|共建|对接|签约|合作)")
_END_MARK = re.compile(r"[、;:,]|\((?![\u4e00-\u9fff、]{1,6}\))")


def noun_length(words: str, *, whole: bool = False) -> int:
    """How many characters right behind a unit are the noun that is counted; 0 where none stands there.

    Args:
        whole: 的 stands between (60学时的法律知识和专业知识培训): a conjunction belongs to the noun.

    >>> noun_length("学校聘任法治副校长"), noun_length("领域的行政处罚权"), noun_length("参加考试")
    (2, 2, 0)
    """
    words = blind(words)
    if (
        ("书" in words or "通知" in words or "函" in words or "服务" in words)
        and (document := _DOCUMENT.match(words))
        and not _HANDED_OUT.search(document[0])
        and (VERB.match(words) or FOLLOWING.match(words))
    ):
        return document.end()
    if not words or words[0] in "、,;:。()和及与暨并" or FOLLOWING.match(words) or _TOLD.match(words):
        return 0
    first = VERB.match(words)
    if first and first[0] not in NOUNLIKE and not NOUN_AFTER_VERB.match(words[first.end() :]):
        return 0
    if "设备" in words and (state := _STATE.search(words)):
        words = words[: state.start()]
    bracket = re.match(r"[^、;:,(]*\([\u4e00-\u9fff、]{1,6}\)", words)
    mark = _END_MARK.search(words, bracket.end() if bracket else 0)
    end = mark.start() if mark else len(words)
    for follower in FOLLOWING.finditer(words, 1 if words[0] in "村人户镇县乡" else 2, end):
        if (
            follower[0] in "和与及"
            and (whole or _is_pair(words, follower.start()))
            and not _WITH.match(words, follower.start())
        ):
            continue
        end = follower.start()
        break
    for verb in VERB.finditer(words, 1, end if end == len(words) else min(len(words), end + 2)):
        at = verb.start()
        if at >= end:
            break
        rest = words[verb.end() :]
        person = (len(rest) >= 2 or not rest or verb[0] in _TAKES_PART) and _PERSON.search(words[:at])
        person = person or (len(rest) > 2 and _THING.search(words[:at]))
        if words[at - 1] in "”式性" or (
            NOUN_AFTER_VERB.match(rest) and not (person and verb[0] not in NOUNLIKE)
        ):
            continue  # “拉网式”排查
        if verb[0] not in NOUNLIKE or person:
            end = at
            break
    of = words.find("的", 1 if words[0] in "村镇县乡" else 2, end)
    if (
        of > 0
        and not VERB.search(words[:of])
        and not re.search("[不未无较有被已所靠]|(?<!高)新|(?:突出|严重|薄弱|明显|滞后|强烈)$", words[:of])
    ):  # 领域|的行政处罚权; but 新建的广场
        end = of
    elif mark and end == mark.start() and _is_pair(words, end):
        pair = _PAIR.match(words, end)
        end += noun_length(words[end + 1 :]) + 1 if pair else 0
    return len(words[:end].rstrip(_CONJUNCTION + " 只仅"))


def _is_pair(words: str, at: int) -> bool:
    """A second noun stands behind the conjunction, and then a verb (and no further number)."""
    pair = _PAIR.match(words, at)
    if pair is None or re.search(r"\d", words[at:]):
        return False
    size = noun_length(words[at + 1 :])
    rest = words[at + 1 + size :]
    return size > 0 and bool(FOLLOWING.match(rest) or VERB.match(rest))


def fitting_length(classifier: str, noun: str) -> int:
    """How much of a noun its counter word may count: 名|执法人员|轮训, 家|单位|负责人.

    >>> fitting_length("名", "执法人员轮训"), fitting_length("个", "执法人员轮训")
    (4, 6)
    """
    found = table("counted-noun").first(f"{classifier}◇{noun}") if noun else None
    return len(found[1]["keep"]) if found else len(noun)


def _behind(ctx: Context, right: Span) -> Span | None:
    """The noun right behind the unit: up to a mark, a conjunction at its end, or a verb."""
    span = trim(ctx.view, right.start, right.end)
    words = ctx.words(span)
    skip = 1 if words.startswith("的") else 0
    size = noun_length(words[skip:], whole=bool(skip))
    return Span(span.start + skip, span.start + skip + size) if size else None


# 3家|存在重大隐患的企业: a noun behind what is said of it
_THAT_WHICH = re.compile(
    r"(?P<said>(?:连续[一二两三四五\d]+年|长期)?(?:存在|具有|具备|符合|涉及|参加|从事|取得|持有|获得|未|不|被|拒|无|没有)[^,;、的\d]{1,14}的)(?=[\u4e00-\u9fff“])"
)
# 3名|未持证人员, 12家|不合格企业: a noun that begins with a negation
_NEGATED_NOUN = compiled(
    r"(?:未|不|无|非|拒不|失)(?!予|满|足|等)[\u4e00-\u9fff]{1,6}?(?:人员|案件|企业|单位|车辆|产品|商品|食品|场所|商户|经营户|事项|问题|学生|对象|机构|文件|行为|线索|批次|项目|人)(?=[,;。、和及]|$|[的被均已予进])"
)
_SHORT = 12


def _that_which(ctx: Context, right: Span) -> Span | None:
    words = ctx.words(right)
    if named := _NEGATED_NOUN.match(words):
        return Span(right.start, right.start + named.end())
    found = _THAT_WHICH.match(words)
    size = noun_length(words[found.end() :]) if found else 0
    if not found or not size:
        return None
    start = 0 if found.end() + size <= _SHORT else found.end()
    return Span(right.start + start, right.start + found.end() + size)


# 17次|主持召开…, 12次|对法治工作作出批示: what stands between the number and the act
_LED = re.compile("主持|组织|牵头|带队|带头|集中|专题|联合|亲自|共同|分别")
_TOGETHER_WITH = re.compile("联合|会同|协同|配合|对|向|为|到|赴|在|以|与|就|围绕|针对|深入")


def _lead_length(words: str) -> int:
    """How many characters before an act say how or for whom it was done; 0 where no act follows them."""
    if (led := _LED.match(words)) and VERB.match(words, led.end()):
        return led.end()
    if (whom := _TOGETHER_WITH.match(words)) and (act := VERB.search(words, whom.end())):
        return 0 if re.search("[,;]", words[: act.start()]) else act.start()
    return 0


_ACT_END = re.compile(r"(?:会议|会|活动|培训|讲座|行动|检查|课|批示|学习)")


def _act_behind(ctx: Context, right: Span, before: Span | None, classifier: str) -> Span | None:
    """17次主持召开…会议: no act stands before the number, it stands behind it."""
    if before is not None:
        words = ctx.words(before)
        if classifier not in OCCASIONS or EVENT_END.search(words):
            return None
        if not (ACTOR_END.search(words) or re.search(r"(?:先后|全年|分)$", words)) or VERB.match(words):
            return None
    span = trim(ctx.view, right.start, right.end)
    words = ctx.words(span)
    start = 1 if words.startswith("的") else 0
    if len(words) - start < 4 or words[start] in "、,;:()":
        return None
    if (
        before is None
        and classifier not in OCCASIONS
        and (not VERB.match(words, start) or noun_length(words))
    ):
        return None  # 2名评审专家|予以处罚
    while lead := _lead_length(words[start:]):
        start += lead
    act = VERB.match(words, start)
    if not act:
        return None
    end = len(words)
    if mark := re.compile("[,;]").search(words, start):
        end = mark.start()
    for verb in VERB.finditer(words, act.end() + 2, end):
        if verb[0] not in NOUNLIKE or _ACT_END.fullmatch(words[verb.start() - 2 : verb.start()]):
            end = verb.start()
            break
    found = re.sub("(?:专题|集中|共同|并|后|统一|联合|亲自)+$", "", words[start:end])
    return Span(span.start + start, span.start + start + len(found))
