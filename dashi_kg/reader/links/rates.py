"""Over what a rate is: 调处1892件,调解成功1851件,调解成功率97.8%.

The surest base is the pair of counts in the sentence whose quotient is the rate; then the count that the rate's own words
name; a rate of 100 % or none has the count of the clause before as its base.
"""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from dashi_kg.model import Observation
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.links.wholes import alike
from dashi_kg.text.han import compiled

_RATE = compiled(r"(?P<stem>[\u4e00-\u9fff]*?)(?:率|占比|比例|比重)$")
_EVERY = compiled(
    "^(?:人民|行政|司法|依法|及时|按期|按时|如期|综合|平均|整体|全年|案件|问题|隐患|总)+(?=[\u4e00-\u9fff]{2})"
)
# what is done to each of the things counted before: 办结率, 整改率; not 满意率, 知晓率
_DONE = re.compile(
    r"(?:办结|审结|结案|办理|受理|处理|处置|整改|化解|调处|调解|成功|解决|答复|办复|回复|反馈|审查|审核|备案|报备|通过|合格|优秀|优良|及格|检验|检测|出庭|应诉|履行|公开|归档|录入|公示|签订|回访|督办|销号|移送|"
    r"败诉|胜诉|纠错|撤销|维持|调撤|和解|执行|兑现|采纳|落实|持证|参训|参考|参会|到岗|完成|评查|抽检|复核|清偿|报送|及时|规范|准确|被纠正|合法)$"
)
# of other numbers than the count before: heads of bodies who went to court, cases that were closed
_OF_OTHERS = re.compile(
    "出庭|应诉|败诉|胜诉|纠错|完成|覆盖|督办|公示|规范|及时$|准确|参训|参考|参会|到岗|持证|调解和解|裁决|落实|执行$"
)
_FAR = Decimal(2)  # a quotient further off than two points is of other numbers
_HUNDRED = Decimal(100)
_LOOSE = 3  # points: 近六成, 约三成
_STEM = 2
_LIST_WORDS = 5  # 民事782件,刑事455件,行政3件: counter word, mark and name


def with_bases(ctx: Context, chain: list[Observation]) -> list[Observation]:
    """The observations of a sentence; rates with ``numerator`` and ``denominator``, as far as the sentence has them."""
    done = list(chain)
    for i, item in enumerate(chain):
        if not _is_rate(ctx, item):
            continue
        before = [o for o in chain[:i] if _is_count(o)]
        behind = [o for o in chain[i + 1 :] if _is_count(o)]
        stem = _stem(item)
        found = (
            _out_of(ctx, item, before) or _dealt_out(ctx, item, chain, before) or _share(ctx, item, before) or _by_quotient(item, stem, before, behind)
            or _by_words(item, stem, before) or _closed(stem, before) or _spent(ctx, item, stem, before)
            or _examined(ctx, item, stem, before) or _sole(ctx, item, stem, before)
        )  # fmt: skip
        if found:
            top, bottom, rule = found
            done[i] = changed(
                item,
                numerator=top.id if top else None,
                denominator=bottom.id if bottom else None,
                rules=(*item.rules, ("base", rule)),
            )
    return done


_Found = tuple[Observation | None, Observation | None, str]


def _is_rate(ctx: Context, item: Observation) -> bool:
    return (
        item.unit in ("percent", "fraction") and item.value is not None and item.kind == "actual" and item.change is None
        and (_RATE.search(item.counted) is not None or _SHARE.search(_said(ctx, item)) is not None or _AMONG.search(_part(ctx, item)) is not None)
    )  # fmt: skip


_AMONG = compiled(
    r"\d[余多万]*[名人个家件户所][\u4e00-\u9fff]{0,8}中,?[^,\d]{2,20}?(?:的|仅|只|不足|超过?|近|约|达到?|有)+$"
)


def _part(ctx: Context, item: Observation) -> str:
    """The words of the sentence up to the number, at most as many as a count and its noun take."""
    if item.number_span is None:
        return ""
    end = item.number_span.start
    start = max(ctx.view.rfind("。", 0, end), ctx.view.rfind("\n", 0, end), end - _CLAUSE) + 1
    return ctx.view[start:end]


_CLAUSE = 48


def _out_of(ctx: Context, item: Observation, before: list[Observation]) -> _Found | None:
    """持证的1062名人员中,具有法学背景的不足|两成: of those persons."""
    return (None, before[-1], "share-among") if before and _AMONG.search(_part(ctx, item)) else None


def _said(ctx: Context, item: Observation) -> str:
    """The words of the clause before the number, from the number before it on."""
    if item.number_span is None:
        return ""
    start = max(ctx.view.rfind(mark, 0, item.number_span.start) for mark in ",;。:\n(") + 1
    words = re.sub(r"\d+周?岁", "岁", ctx.view[start : item.number_span.start])
    return re.split(r"\d[%％]?[\u4e00-\u9fff]?", words)[-1].rstrip()


_SHARE = re.compile(
    "(?P<of>[^占]{0,20})占(?:比|到|了)?(?:(?P<whole>[^占的]{2,16})的)?(?:比例|比重)?[为达到至近约超不足仅]*$"
)


_TOGETHER = re.compile(
    r"(?:以上|上述|前)?(?:[两三四五六七八九十\d]+[项类者种])?(?:合计|总计|共计|共)"
)  # 三项合计占


_VAGUE = frozenset("案件 纠纷 事项 问题 人员 文件 工作 项目 企业 情况".split())


def _share(ctx: Context, item: Observation, before: list[Observation]) -> _Found | None:
    """其中持证9人,占81.8%: the count before over the one that it is part of; 其中女性占四成: of the count before."""
    share = _SHARE.search(_said(ctx, item))
    if not share or not before:
        return None
    last = before[-1]
    own = re.sub("^(?:其中|约|仅|近)+", "", share["of"])
    together = _TOGETHER.fullmatch(own) is not None
    own = "" if together else own
    if own:  # 优秀卷占26.5%
        alike_words = [
            o for o in before
            if any(own[k : k + 2] in o.counted for k in range(len(own) - 1) if own[k : k + 2] not in _VAGUE)
            or (own[-1] == o.classifier and o.classifier in ("卷", "案"))
        ]  # fmt: skip
        if (
            not alike_words
            and share["of"].startswith("其中")
            and not share["whole"]
            and not _listed(ctx, before)
        ):
            return (None, last, "share-among") if last.unit == "number" else None
        persons = (
            last.classifier in ("人", "名") and share["of"].startswith("其中") and not _listed(ctx, before)
        )
        bottom = alike_words[-1] if alike_words else last if persons else None
        return (None, bottom, "share-named") if bottom and not share["whole"] else None
    exact = next((o for o in reversed(before[:-1]) if alike(last, o) and _gives(last, o, item)), None)
    whole = next((o for o in before if o.id == last.component_of), None) or exact
    if whole is None and share["whole"]:  # 占受理总数的73.2%
        named = re.sub("全部|总数|总量|总", "", share["whole"])
        whole = next(
            (
                o
                for o in reversed(before)
                if len(named) > 1 and (o.wording or o.counted).startswith(named[:2])
            ),
            None,
        )
        return (None if whole else last), whole, "share"
    return (None if together else last), whole, "share"


def _dealt_out(
    ctx: Context, item: Observation, chain: list[Observation], before: list[Observation]
) -> _Found | None:
    """建议186件、提案243件,满意率分别为99.5%和99.2%: the first of the first, the second of the second."""
    if item.number_span is None:
        return None
    start = max(ctx.view.rfind(mark, 0, item.number_span.start) for mark in ",;。:\n") + 1
    if "分别" not in ctx.view[start : item.number_span.start]:
        return None
    own = [o for o in chain if _is_rate(ctx, o) and o.number_span and start <= o.number_span.start and o.counted == item.counted
           and not re.search("[,;。]", ctx.view[start : o.number_span.start])]  # fmt: skip
    counts = [o for o in before if o.number_span and o.number_span.end <= start]
    if len(own) < _STEM or len(counts) < len(own) or item not in own:
        return None
    dealt = counts[len(counts) - len(own) :]
    if not all(alike(dealt[0], o) for o in dealt) or (
        len(counts) > len(own) and alike(counts[-len(own) - 1], dealt[0])
    ):
        return None
    one = dealt[own.index(item)]
    return (one, None, "dealt-out") if item.counted.endswith("占比") else (None, one, "dealt-out")


def _is_count(item: Observation) -> bool:
    return (
        item.unit not in ("percent", "percentage-point", "fraction", "one") and item.value is not None and item.value > 0
        and (item.change is None or item.change.level) and item.kind == "actual"
    )  # fmt: skip


def _stem(item: Observation) -> str:
    match = _RATE.search(item.counted)
    return _EVERY.sub("", match["stem"]) if match else ""


def _by_quotient(
    item: Observation, stem: str, before: list[Observation], behind: list[Observation]
) -> _Found | None:
    """The nearest pair whose quotient rounds to the rate; one of 100 % needs the rate's own words in it."""
    assert item.value is not None
    tried = [*reversed(before), *behind]
    for n, top in enumerate(tried):
        by_chance = item.value == _HUNDRED or (not item.decimals and _OF_OTHERS.search(stem))
        if by_chance and not _names(top, stem):
            continue
        order = [*tried[n + 1 :], *tried[:n]]
        for bottom in order:
            if alike(top, bottom) and bottom.number_span != top.number_span and _gives(top, bottom, item):
                return top, bottom, "quotient"
    return None


def _gives(top: Observation, bottom: Observation, rate: Observation) -> bool:
    assert top.value is not None and bottom.value is not None and rate.value is not None
    if top.value > bottom.value or not {top.qualifier, bottom.qualifier} <= {"exact", "total", "reaches"}:
        return False
    step = Decimal(1).scaleb(-(rate.decimals or 0))
    quotient = top.value * _HUNDRED / bottom.value
    near = {quotient.quantize(step, rounding=ROUND_HALF_UP), quotient.quantize(step, rounding=ROUND_FLOOR)}
    off = quotient - rate.value
    loose = {
        "at-least": 0 <= off < 1,
        "more-than": 0 <= off < 1,
        "below": -_LOOSE < off < 0,
        "about": abs(off) < _LOOSE,
    }
    return rate.value in near or loose.get(rate.qualifier, False)


def _by_words(item: Observation, stem: str, before: list[Observation]) -> _Found | None:
    """调解成功率: 调解成功… over the nearest larger count before it; far-off quotients are of other numbers."""
    assert item.value is not None
    if len(stem) < _STEM:
        return None
    for n in range(len(before) - 1, -1, -1):
        top = before[n]
        if not (top.counted.startswith(stem[-_STEM:]) or _names(top, stem)):
            continue
        for bottom in reversed(before[:n]):
            if alike(top, bottom) and bottom.value and top.value and bottom.value >= top.value:
                off = abs(top.value * _HUNDRED / bottom.value - item.value)
                if off <= _FAR:
                    return top, bottom, "named-numerator"
        return None
    return None


# 参考率: of those who should sit, how many did
_SAID_ELSE = {
    "参考": ("实考", "参加考试"),
    "参训": ("实训", "参加培训"),
    "出庭": ("出庭", "出庭应诉"),
    "参会": ("到会",),
}


def _names(top: Observation, stem: str) -> bool:
    if len(stem) < _STEM:
        return False
    return any(word in top.counted for word in (stem[-_STEM:], *_SAID_ELSE.get(stem[-_STEM:], ())))


_CORRECTED = re.compile("纠错$|被纠正$")
_CASES_CLOSED = re.compile("(?:审结|办结|结案|作出(?:行政)?复议决定)")


def _closed(stem: str, before: list[Observation]) -> _Found | None:
    """审结1,174件,…直接纠错率10.99%: of the cases that were closed, however many outcomes stand between."""
    if not _CORRECTED.search(stem):
        return None
    bottom = next((o for o in reversed(before) if _CASES_CLOSED.match(o.counted)), None)
    return (None, bottom, "cases-closed") if bottom else None


_SPENDING = re.compile("(?:执行|支付|到位|拨付|支出|使用|兑付)$")


def _spent(ctx: Context, item: Observation, stem: str, before: list[Observation]) -> _Found | None:
    """普法经费预算15万元,执行率98.6%: of the money of the clause before."""
    last = before[-1] if before else None
    if not _SPENDING.search(stem) or last is None or last.unit != "yuan" or last.number_span is None:
        return None
    between = ctx.view[last.number_span.end : item.span.end]
    return None if re.search("[;。]", between) else (None, last, "money-spent")


_EXAM = re.compile("考试|测试|考核|测验|竞赛|培训")


def _examined(ctx: Context, item: Observation, stem: str, before: list[Observation]) -> _Found | None:
    """参加考试412人次,合格率98.3%: the persons who sat for it."""
    persons = [o for o in before if o.classifier in ("人", "名", "人次") and o.number_span]
    if (
        not persons
        or item.number_span is None
        or not re.search("合格|优秀|及格|通过|参考|参训|持有|优良", stem)
    ):
        return None
    last = persons[-1].number_span
    assert last is not None
    start = max(ctx.view.rfind(mark, 0, last.start) for mark in ",;。:\n") + 1
    end = ctx.view.find(",", last.end, item.number_span.start)
    found = end > 0 and _EXAM.search(ctx.view, start, end)
    return (None, persons[-1], "examined") if found else None


def _sole(ctx: Context, item: Observation, stem: str, before: list[Observation]) -> _Found | None:
    """评查案卷68卷,优秀率41.2%: the count of the clause before, where some whole number of it gives the rate."""
    assert item.value is not None
    if not _DONE.search(stem) or _OF_OTHERS.search(stem):
        return None
    if item.value != _HUNDRED and _IN_TIME.search(item.counted):
        return None
    counts = [
        o
        for o in before
        if o.unit == "number" and o.classifier not in ("人次", "次", "场", "期", "场次", "轮")
    ]
    if not counts:
        return None
    last = counts[-1]
    named = [o for o in counts if _shares_words(o, item)]
    bottom = named[-1] if named and item.value not in (_HUNDRED, Decimal(0)) else last
    if _GRADED.search(stem) and _GRADED.search(
        bottom.counted
    ):  # 抽查案卷120卷,优秀36卷,合格82卷,合格率98.3%: of all that were looked at
        bottom = next((o for o in reversed(counts) if _is_taken_in(o) and alike(o, bottom)), bottom)
    if bottom.number_span and ctx.view.count("。", bottom.number_span.end, item.span.end):
        return None
    if bottom.counted.endswith(("室", "站", "中心", "窗口", "点")):
        return None  # 建有调解室12个,调解成功率85%
    if len(stem) >= _STEM and re.match(f"(?:已|依法|按期)?{stem[-_STEM:]}", bottom.counted):
        return None  # 办结1307件,办结率99%: what was done, not what it is of
    if bottom is last and _listed(ctx, counts):
        return None  # 建议76件、提案112件,办复率100%: of both
    beside = (
        bottom.number_span is not None and bottom.number_span.end + len(bottom.classifier) >= item.span.start
    )
    if (bottom in named or _names(bottom, stem) or _is_taken_in(bottom) or beside) and _possible(
        bottom, item
    ):
        return None, bottom, "sole-count"
    return None


_TAKEN_IN = re.compile(
    "^(?:共|累计|全年|流转|组织|随机|抽样)?(?:受理|收到|接到|接收|收|办理|立案|立案查处|查处|排查|摸排|发现|抽查|抽检|抽取|评查|检查|调处|调解|化解|提出|出具|处置|流转处置|归集|预警|参加|审议|清理)"
)


def _is_taken_in(count: Observation) -> bool:
    """受理诉求18 462件: what is handled, counted before it is."""
    words = count.wording or count.counted
    return _TAKEN_IN.match(words) is not None or words.endswith(("立案", "收案", "受理"))


_IN_TIME = re.compile(
    "按期|按时|如期|当期|提前|快速|及时"
)  # of those whose time was up, not of all that came in
_GRADED = re.compile("(?:合格|优秀|良好|及格)$")


def _listed(ctx: Context, counts: list[Observation]) -> bool:
    if len(counts) <= 1 or counts[-1].number_span is None or counts[-2].number_span is None:
        return False
    between = ctx.view[counts[-2].number_span.end : counts[-1].number_span.start]
    beside = "," in between and len(between) <= _LIST_WORDS and not _ACT.search(between)
    return ("、" in between and "," not in between and "其中" not in between) or beside


_ACT = re.compile(
    "查处|实有|在岗|到岗|现有|办结|审结|结案|受理|化解|整改|立案"
)  # 受理3370起,查处3218起: no list


def _shares_words(count: Observation, rate: Observation) -> bool:
    """隐患整改率 and 发现隐患: two characters side by side stand in both."""
    words = rate.counted.removesuffix("率")
    return any(words[k : k + 2] in count.counted for k in range(len(words) - 1))


def _possible(bottom: Observation, rate: Observation) -> bool:
    """Whether some whole number of the count rounds to the rate."""
    assert bottom.value is not None and rate.value is not None
    half = Decimal("0.5").scaleb(-(rate.decimals or 0))
    low = ((rate.value - half) * bottom.value / _HUNDRED).to_integral_value(ROUND_CEILING)
    high = ((rate.value + half) * bottom.value / _HUNDRED).to_integral_value(ROUND_FLOOR)
    return (
        low <= high
        or bottom.qualifier in ("more-than", "about", "below")
        or rate.qualifier not in ("exact", "reaches")
    )
