"""The words before a number that say what it counts: the nearest verb with its noun (悬挂横幅|50余条).

What belongs to the number itself is taken off at the end (累计, 达到, 平均), who and when at the start; then the last
verb that has an object begins the words. 的 and 等 have their heads behind them.
"""

from __future__ import annotations

import re

from dashi_kg.model import Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import (
    ACTS,
    ADVERBS,
    NOUN_AFTER_VERB,
    NOUNLIKE,
    SUBJECT,
    VERB,
    blind,
)
from dashi_kg.text.han import compiled
from dashi_kg.text.segments import trim

# words that belong to the number, not to what is counted
_TRAIL = compiled(
    r"(?>共有|共计|共|累计|总计|合计|达到|高达|(?<![传表送直])达|均为|都为|仅为|仅有|仅|为期|(?<![行成作认视])为|历时|折合人民币|分别为|分别|依次|(?<![规原准细法守否])则|尚有|还有|(?<![所没具含享])有|的|(?<![民公条合节契履])约|近|超过|(?<![高反])超|突破|不少于|不低于|至少|不超过|各|每年|全年|年均|月均|已"
    r"|平均每(?:个|名|位|件|家|所)?[\u4e00-\u9fff]{1,4}(?<![率比度])|每(?:人每年|人|村|户|镇|件|案|场|期|届|班|批|组|所|社区|企业|月|半月|周|季度?|半年|学期|年|天|日|亩)|人均|户均|村均|平均|均"
    r"|[::(]|以|由原来|由|从|至|(?<![收受遇])到|连续(?:[一二三四五六七八九十两\d]+年|多年)?(?:保持|稳定|达到)?|继续保持|始终保持|(?<!水土)保持在?|稳定在|维持在|控制在|力争|争取|确保|仍|(?<![归返退偿])还|只|都|(?<![平相])等|(?<![侵霸强抢])占|在(?=$))+$"
)
# 化解率, 满意度: what a percentage is of; a verb before it is its cause, not what is counted
RATE = re.compile(r"(?:率|度|占比|比例|比重|指数|覆盖面|比|份额|水平|成|幅度)$")
_RATE_CAUSE = compiled(
    r"^.*(?:实现了?|保持|达到|确保|推动|促使|使(?!用)得?|完成|力争|要求|切实|做到|其中|以及|提升|提高|审议的|作出的)(?=[\u4e00-\u9fff]{2})"
)
ACTOR_END = re.compile(
    r"(?:局|厅|委|办|法院|检察院|院|中心|支队|大队|中队|队|所|站|委员会|机关|部门|机构|政府|街道|镇|乡|(?<!社)区|县|市|省|系统|单位|企业|公司|协会|(?:社会|调解|基层|党|群团|自治|行业)组织|领导|负责人|负责同志|同志|干部|人员|律师|顾问|教授|教师|法官|检察官"
    r"|民警|书记|局长|主任|党组|党委|党工委|中心组|小组|专班|班子|成员|财政|代表|群众|志愿者|政协|人大|公示栏)$"
)
EVENT_END = re.compile(r"(?:会议|会|活动|培训|讲座|行动|检查|课|学习|考试|宣讲|演练|普法|培训班|办公会)$")
# acts whose object is an act again: 开展|清理整治, 作出|撤销决定, 提出|整改意见
_CONTAINERS = frozenset(
    "开展 举办 举行 召开 进行 予以 给予 作出 提出 出具 下达 发出 制发 接受 提供 签订 送达 受理 收到 接到 制作 提请 报请 责令 督促 敦促 申请".split()
)
_SEPARATED = re.compile(r"[、,;]|并(?!联)|和(?!谐|解)|(?:会议|座谈会|推进会|工作会|专班|小组)$")
# 主持|召开…: the nearer verb says what was done
_HELPING = frozenset("主持 组织 争取 推动 联合 委托 邀请 发现 梳理 要求".split())
# acts that need no object: 邀请教授|授课, 各乡镇|述法
_ALONE = re.compile(
    r"(?:集体|专题|到校|网上|现场|会前|参与|带头|在线|上门|下乡)?(?:授课|讲课|学法|述法|出庭应诉|应诉|批示|应考|参训|联动|巡田|巡河|采用信息|坐诊|接访|下访|行政拘留|刑事拘留)$"
)
_MEETING = re.compile(r"(?:会议|组会|务会|公会|委会|例会)$")
_BY = re.compile(
    r"^(?:通过|利用|运用|依托|依照|依据|根据|按照|对照|针对|围绕|结合|借助|以|由|对|为|与|同|在|从|经|被|邀请|聘请|组织|联合|会同|将|把|每)"
)
# 办理|时限, 审结|率: what a verb makes is measured; but 减免|费用 is done
_MEASURED = re.compile(
    r"^(?:平均|累计)?(?:率|量|数|度|时限|时长|时间|用时|耗时|时效|金额|总额|年龄|总数|总量|数量|次数|人数|件数|面积|成本|周期|天数|费用|质量|效率|比例|占比|规模|进度)$"
)
_SPENDS = frozenset(
    "减免 降低 压减 节约 节省 涉及 投入 缩短 落实 争取 挽回 追回 补偿 发放 支付 收取 罚没 拆除 整治 清理 建成 新增 完成 划拨 投资".split()
)
# 纳入目录管理的|决策事项, 《A》《B》等|制度: the head stands behind; a head that says nothing alone keeps the rest
_VAGUE = r"(?:人员|人|案件|案|事项|问题|难题|企业|单位|文件|项目|情况|部门|群众|对象|业务|资料|材料|活动|工作|服务|领域|方面|事件|行为|内容|决定|合同|服务|培训)"
_HEAD_BEHIND = (
    compiled(
        r"^.*》(?:\([^)]*\))?(?:等|和|及|以及)(?:\d+[部件项个])?(?P<head>(?!其|[\u4e00-\u9fff]*(?<![方办做])(?:法|条例|细则|办法|规定)$)[\u4e00-\u9fff“”]{2,})$"
    ),
    compiled(r"^[^《]*《[^》]{9,}》(?P<head>(?![及和与])[\u4e00-\u9fff]{3,})$"),
    compiled(
        rf"^.*[^“”]等(?:多个|各|重点)?(?:领域|方面|行业|部门|时段|节点|环节|节日)?的?(?P<head>(?!.*{_VAGUE}$)[\u4e00-\u9fff]{{4,}})$"
    ),
)
_HEAD_BEHIND_OF = re.compile(rf"^.*[^目标]的(?P<head>(?!{_VAGUE}$)[\u4e00-\u9fff“”]{{2,}})$")
# …but a modifier that turns the meaning of its head round stays: 作为被申请人的|复议案件, 未按规定年检的|社会组织
_TURNED = compiled(
    r"(?:(?P<as>(?:以[^,、的]{2,12}?为|作为|属于?))?被[\u4e00-\u9fff]{1,4}|(?:尚未|未|不|拒不|拒绝|无|没有)[^的,、]{1,10})的$"
)
_BYLAW = re.compile(r"(?:条例|细则|办法|意见|方案|规划|纲要)")  # 预算法及其|实施|条例
_LONGEST = 200  # no phrase is longer; words further off are not looked at
_SHORT_CLAUSE = 14
_HOLDING = ("具有", "具备", "取得", "持有", "获得", "参加", "从事", "符合")  # persons are what they hold
_INTRANSITIVE_TAIL = re.compile(
    r"(?<=[\u4e00-\u9fff”》]{2})(?:分别|共|均)?(?:开展|举办|举行|召开|播出|发行|新增|增加|减少|增至|已经?|全部)$"
)


def words_before(ctx: Context, left: Span, *, percent: bool) -> Span | None:
    """The stretch before a number that names what it counts, or ``None``.

    Args:
        left: the part of the clause before the number and its qualifying words.
        percent: the number is a percentage or a fraction.
    """
    view = ctx.view
    start, end = max(left.start, left.end - _LONGEST), left.end
    while (bare := trim(view, start, end)) and (trail := _TRAIL.search(ctx.words(bare))):
        end = bare.start + trail.start()
    start, end = bare.start, bare.end
    first = skip(ctx, start, end)
    if way := _WAY.match(view[first:end]):
        start = first + way.end()
    if percent and RATE.search(view[start:end]):
        start += _last_rates(view[start:end])
    else:
        start += _last_of_acts(view[start:end])
    start = skip(ctx, start, end)
    if start >= end or SUBJECT.fullmatch(view[start:end]):
        return None
    words = view[start:end]
    if percent and words.startswith("占"):
        return Span(start, end)
    if percent:
        if RATE.search(words):
            cause = _RATE_CAUSE.match(words)
            begin = skip(ctx, start + (cause.end() if cause else 0), end)
            return Span(begin, end) if begin < end else None
        if (share := _SHARE.match(words)) and _TOGETHER.fullmatch(share["subject"]):
            return Span(start + len(share["subject"]), end)  # 三项合计|占受理总数
        if share := _SHARE.match(words):
            return Span(
                start, start + len(share["subject"].removesuffix("的"))
            )  # 非现场执法案件|占全部案件的43%
    short_act = (len(words) <= _SHORT_CLAUSE and VERB.match(words)) or words.startswith(_HOLDING)
    for pattern in (*_HEAD_BEHIND, *(() if short_act else (_HEAD_BEHIND_OF,))):
        if (head := pattern.match(words)) and not _is_act(head["head"]):
            if turned := _TURNED.search(words, 0, head.start("head")):
                begin = start + (
                    turned.start() if turned["as"] or turned.start() == 0 else head.start("head")
                )
                return trim(view, begin, end)  # 以区政府为被告的|行政诉讼案件, 未年检的|组织
            return trim(view, start + head.start("head"), end)
    if re.match("每[百千万亿]", words):
        return Span(start, end)  # 每万人拥有律师数
    start += _actor(words)
    words = view[start:end]
    if _YEARS_ALONE.fullmatch(words):
        return None
    if has := _HAS.match(words):
        start += has.end()
        words = view[start:end]
    if not VERB.match(words) and (tail := _INTRANSITIVE_TAIL.search(words)):
        end = start + tail.start()  # 《…》栏目|播出
        words = view[start:end]
    begin = _last_verb(words)
    if (alone := _ALONE.search(words)) and not (begin and VERB.match(words, begin) and _holds(words, begin)):
        before = _LOOSE_END.sub("", words[: alone.start()])
        if _BY.match(before) or ACTOR_END.search(before) or _MEETING.search(before):
            begin = alone.start()
    found = trim(view, start + begin, end)
    return found if len(found) and ctx.words(found) not in _PARTICLES else None


def _is_act(words: str) -> bool:
    """The words begin with a verb that takes the rest as its object: 开展|巡查, but not 宣传|单."""
    verb = VERB.match(words)
    return verb is not None and verb[0] not in NOUNLIKE and not NOUN_AFTER_VERB.match(words[verb.end() :])


def _holds(words: str, at: int) -> bool:
    verb = VERB.match(words, at)
    return verb is not None and verb[0] in _CONTAINERS


def _last_rates(words: str) -> int:
    """加强执法监督、|案件办结率98%: rates may be listed, other things before a rate are not of it."""
    if "等" in words:
        return 0  # 征求意见、合法性审核等程序履行率
    return max((m.end() for m in re.finditer("、", words) if not RATE.search(words[: m.start()])), default=0)


# what a case of reconsideration or litigation ends with
_OUTCOME = re.compile(
    r"(?:决定)?(?:维持|驳回|终止|中止|撤销|变更|撤回|撤诉|和解|调解|确认违法|确认无效|责令履行|限期履行|责令改正|重作|不予受理|按撤回处理)(?:请求|申请|起诉)?"
)


def _bare_acts(parts: list[str]) -> bool:
    """Verbs that share the object behind the last one: (省政府)制定、修改、废止|规章."""
    if all(_OUTCOME.fullmatch(part) for part in parts):
        return True  # 撤销、确认违法、|责令履行
    last = [m for m in VERB.finditer(parts[0]) if m.end() == len(parts[0])]
    return all(VERB.fullmatch(p) for p in parts[1:]) and any(
        m[0] == parts[0] or m[0] not in NOUNLIKE for m in last
    )


# 案件数、|罚没额、移送数: what a verb makes, one more of a list
_MADE = re.compile(r"(?:率|量|数|额|度|面|件)(?=[、和及与同较比]|$)")


def _last_of_acts(words: str) -> int:
    """加强执法监督、|开展案卷评查12次: the last of several acts; but 行政许可、行政处罚共120件 is one."""
    cut, words = 0, blind(words)
    for mark in re.finditer("[、;]", words):
        rest = words[mark.end() :]
        verb = VERB.match(ADVERBS.sub("", rest))
        held = VERB.match(ADVERBS.sub("", words[cut : mark.start()]))
        if (
            verb
            and verb[0] not in NOUNLIKE
            and len(rest) > len(verb[0]) + 1
            and not _MADE.match(ADVERBS.sub("", rest)[len(verb[0]) :])
            and not (held and held[0] in _CONTAINERS)
        ):
            if _bare_acts(words[cut : mark.start()].removeprefix("经").split("、")):
                continue  # 制定、修改、废止规章
            cut = mark.end()
    return cut


# 通过调解、和解方式|结案: how it was done
_WAY = compiled(
    r"(?:通过|以|采取|采用|利用|运用)[^,;]{2,20}?(?:方式|形式|途径|手段|渠道)(?=[\u4e00-\u9fff]{2})"
)
# 三年|降幅21%: a span of time counts nothing
_YEARS_ALONE = re.compile(r"[一两二三四五六七八九十\d]+年(?:间|来|内|期间)?")
# 全市两级法院|一审行政案件
# between who acts and the verb: 领导班子成员|每半年至少学法
_LOOSE_END = re.compile(
    r"(?:每[季半月周年学日天度期]{1,2}|至少|不少于|(?<!公)共|累计|分别|均|全年|先后|依法|积极|及时|已|主动|还|也)+$"
)
# an office in front of a verb always acts: 消防救援大队|检查单位
_OFFICE = re.compile(r"(?:[局厅]|大队|支队|中队|总队|派出所|司法所|监管所|海关|税务部门|公安机关)$")
_COURT = re.compile(r"^[^、,]{0,8}?法院(?=[一二]审|行政|新收|案件|涉)")
# 秸秆禁烧期间|出动…, 每个村(社区)|培养…
_DURING = re.compile("期间")
_EACH = re.compile("(?:平均)?每")
_LED = re.compile(
    r"^(?P<who>[^、,]*?)(?:带头|亲自|先后|联合(?!会|检查|执法|整治|惩戒|监管|督查)|共同|牵头|累计|全年)(?=[\u4e00-\u9fff“《]{2})"
)
_STRONG = frozenset(v for v in ACTS if v not in NOUNLIKE)
_STRONGEST = max(map(len, _STRONG))
_LONGEST_VERB = max(map(len, ACTS))
_OBJECT = re.compile(r"[\u4e00-\u9fff“《]{2}")
_HIGH = re.compile("政府|街道|镇|乡|(?<!社)区|县|市|省|系统")
_FAR, _NEAR = 20, 12


def _while(words: str) -> int:
    """Where the act begins behind a time or what each of some did; 0 where none follows."""
    for during in _DURING.finditer(words, 2, _NEAR + 2):
        if re.search("[、,]", words[: during.start()]):
            break
        if VERB.match(words, during.end()):
            return during.end()
    if not (each := _EACH.match(words)):
        return 0
    for begin in (each.end() + (words[each.end() : each.end() + 1] in tuple("个名所家位户")), each.end()):
        for at in range(begin + 1, begin + 9):
            if not ("\u4e00" <= words[at - 1 : at] <= "\u9fff" or words[at - 1 : at] in tuple("()、")):
                break
            if VERB.match(words, at):
                return at
    return 0


def _high(words: str) -> int:
    """Where a strong act with its object begins right behind a government or place: 县|印发…; else 0."""
    for high in _HIGH.finditer(words):
        if high.start() > _FAR or re.search("[、,]", words[: high.start()]):
            break
        at = high.end()
        if any(
            words[at : at + n] in _STRONG and _OBJECT.match(words, at + n) for n in range(1, _STRONGEST + 1)
        ):
            return at
    return 0


def _actor(words: str) -> int:
    """How many characters at the start name who acts: 市司法局|审查…, 主要领导带头|出庭应诉."""
    if court := _COURT.match(words):
        return court.end()
    if begin := _while(words):
        return begin
    if (led := _LED.match(words)) and not VERB.search(led["who"]):
        return led.end()
    if (high := _high(words)) and not VERB.search(words[:high]):
        return high
    words = blind(words)
    for verb in VERB.finditer(words, 1):
        if not ACTOR_END.search(_LOOSE_END.sub("", words[: verb.start()])):
            if verb[0] not in NOUNLIKE:
                break
            continue
        rest = words[verb.end() :]
        if (
            (len(rest) >= 2 or not rest)
            and rest[:1] not in tuple("、和与及的")
            and _OFFICE.search(words[: verb.start()])
        ):
            return verb.start()
        if len(rest) < 2 or NOUN_AFTER_VERB.match(rest) or rest[0] in "、和与及的":
            if verb[0] not in NOUNLIKE:
                break
            continue
        if (
            verb[0] in NOUNLIKE
            and re.search(r"[、,]", words[: verb.start()])
            and not re.search(r"(?:局|委|所|队|院|办|人员|干部)$", words[: verb.start()])
        ):
            continue
        return verb.start()
    return 0


# 三项合计, 以上两类: what was named before, together
_TOGETHER = re.compile(
    r"(?:以上|上述|前)?(?:[两二三四五六七八九十\d]+[项类者个种])?(?:案件|纠纷|事项|问题)?(?:合计|总计|共计|共|总共|总和)?"
)
_SHARE = re.compile(r"(?P<subject>[^占]{2,}?)(?:约|仅|只)?占(?!比|有|用|地|领|道)")
_HAS = compiled(
    r"^(?:(?![具持])[\u4e00-\u9fff]){0,4}?(?:共|现|仅|还|已|只|设|拥|配)?有(?![关效序力限利待偿意机])(?=[\u4e00-\u9fff]{2})"
)
_ALSO = re.compile("(?P<done>[了出]?)(?:和|及|、|与|或)$")
_PARTICLES = frozenset("对 向 为 将 把 以 在 从 与 被 给 由 就 和 及 共 其 该 各 的 中".split())
_ABSTRACT = ("标准", "制度", "时限", "流程", "机制", "结果", "期限", "力度")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_MEANS = compiled(r"(?:通过|利用|运用|依托|依照|依据|根据|按照|对照|借助)[^、]{2,}?(?=[\u4e00-\u9fff])")
_ADVERB_END = re.compile(
    r"(?:共|累计|先后|依法|及时|已|均|并|,|、|还|联合|共同|协同|集中|专题|会|平台|网站|广播|公众号|行动)$"
)


def _last_verb(words: str) -> int:
    """Where the last verb that has an object begins, else 0."""
    if all(_OUTCOME.fullmatch(part) for part in re.split("[、和或及]", words)):
        return 0
    best, held, words = 0, "", _IN_BRACKETS.sub(lambda m: "□" * len(m[0]), blind(words))
    means = _MEANS.match(words)
    previous_end = -1
    for match in VERB.finditer(words):
        verb, at = match[0], match.start()
        rest = re.sub(r"^(?:了|出|过)", "", words[match.end() :])
        if len(rest) < 2:
            break
        if rest.startswith(("的", "率", "量", "数", "度", "额")) or (
            verb not in _SPENDS and _MEASURED.match(rest)
        ):
            continue
        if held in _CONTAINERS and not _SEPARATED.search(words[best + len(held) : at]):
            continue
        if verb == "集中" or (verb == "实施" and _BYLAW.match(rest)):
            continue
        if verb in NOUNLIKE and at > 0:
            # 行政|调解|案件: a noun unless a mark, an adverb or a whole phrase stands before it
            if at == previous_end and held in _HELPING and not NOUN_AFTER_VERB.match(rest):
                pass
            elif (
                means and at >= means.end() and not NOUN_AFTER_VERB.match(rest) and rest[0] not in "、和与及"
            ):
                means = None  # 依照《预算法》答复|…
            elif not _ADVERB_END.search(words[:at]) or (held and words[at - 1] == "、"):
                continue  # 参加法治讲座、庭审旁听等活动: one more of a list
        elif at > 0 and NOUN_AFTER_VERB.match(rest) and len(rest) <= 3 and (held or rest in _ABSTRACT):
            continue  # 办案补贴标准
        if at != previous_end or held in _HELPING or (at > 0 and words[at - 1] in "并"):
            best, held = at, verb
        previous_end = match.end()
    while (also := _also(words[:best])) is not None:  # 取消和|下放…
        best = also
    return best


def _also(words: str) -> int | None:
    """Where a verb begins that a conjunction joins to what stands behind; ``None`` where none does."""
    if not (tail := _ALSO.search(words)):
        return None
    ends = {tail.start(), tail.end("done")}
    return next(
        (
            at
            for at in range(max(0, tail.start() - _LONGEST_VERB), tail.start())
            if any(VERB.fullmatch(words, at, end) for end in ends)
        ),
        None,
    )


_ITEM = re.compile(r"^\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[).](?!\d)")  # (1)行政许可


_RATE_ALONE = compiled("[\u4e00-\u9fff]{2,4}率")


def skip(ctx: Context, start: int, end: int) -> int:
    """Past words of time, the reporting body's own name, adverbs."""
    while start < end:
        words = ctx.view[start:end]
        for pattern in (_ITEM, SUBJECT, ADVERBS):
            found = pattern.match(words)
            if found and pattern is ADVERBS and _RATE_ALONE.fullmatch(words, found.end()):
                continue  # 定期检验率, 及时受理率: how it was done is part of the rate's name
            if found and found.end() and found.end() < len(words):
                start += found.end()
                break
        else:
            own = next((n for n in ctx.self_names if words.startswith(n) and len(words) > len(n) + 1), "")
            if own and not re.match(
                r"党|机关|领导|政府|主要|干部|全体|的|村|乡|域|级|直|属|街|管|辖|人大|内|长",
                words[len(own) :],
            ):
                start += len(own)
                continue
            if words[0] == "含" and ctx.view[start - 1] == "(":
                start += 1  # (含|上年结转182件)
                continue
            if words[0] in ",:、 (" or (words[0] in "将把" and len(words) > 3):
                start += 1
                continue
            return start
    return start
