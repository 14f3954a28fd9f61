"""Quantified statements: numbers with what they count, zero statements, full coverage.

Numbers are found first (:mod:`dashi_kg.patterns`, minus :mod:`digits`' masks); then each gets the piece of
the sentence that states it, the counted words, qualifier, bounds, period, and its relation to the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dashi_kg import patterns
from dashi_kg.extract.context import Context
from dashi_kg.extract.measures import leaf_at
from dashi_kg.extract.periods import STOCK, period_of
from dashi_kg.model import Body, Measure, Observation, Place, Section, Span
from dashi_kg.text.numerals import MAGNITUDES, last_step, number
from dashi_kg.text.segments import clauses, sentences, trim

_UNITS = {
    "学时": "class-hour", "课时": "class-hour",
    "元": "yuan", "小时": "hour", "分钟": "minute", "天": "day", "日": "day", "个工作日": "day",
    "月": "month", "年": "year", "平方米": "square-metre", "平方公里": "square-kilometre", "公里": "kilometre",
    "个百分点": "percentage-point",
}  # fmt: skip

# words of circumstance before the statement itself
_PREFIX = re.compile(
    r"(?:同时|此外|另外|目前|截至目前|现|全年|年内|今年以来|本年度"
    rf"|{patterns.YEAR}年(?:度|以来)?|(?:自|从|至){patterns.YEAR}年以来"
    r"|在[^,、\d]{2,14}(?:下|中|上)|共?有(?=具有|持有|取得))"
)
# words that belong to the number, not to what is counted
_LEAD = re.compile(
    r"^(?:其中|并|还|已|共计|共有|共|累计|总计|合计|均|先后|至今|截至目前|目前|现有|确保|力争|实现|坚持|要求|每人|每年|年均|全年|在|对|为(?=\d))+"
)
_TRAIL = re.compile(
    r"(?:共有|共计|共|累计|总计|达到|达|均为|仅为|仅|为|有|的|约|近|超过|超|不少于|不低于|至少|不超过|各|每年|全年)+$"
)
_TARGET = re.compile(r"确保|力争|要求|应当|不得|必须|目标")
_PRACTICE = re.compile(r"坚持每年|每年(?:均|都|为|坚持|组织|开展|举办)|每季度|每月")
_TOTAL_LEAD = re.compile(r"^(?:其中)?(?:共计|共有|共|累计|总计|合计)")
_TOTAL_IN_PREFIX = re.compile(r"共有")
_BARE_VERB = re.compile(
    r"^(?:化解|办结|受理|完成|调解|审结|整改|处理|答复|办理|采纳|成功|调处|通过|解决)(?:成功)?$"
)
_ACTION = re.compile(
    r"^(?:排查|摸排|受理|收到|接到|办理|审查|审核|调解|化解|处理|开展|组织|举办|召开|发放|印发|制定|修订|清理|检查|出动)(?:出|了)?"
)
_HEAD_NOUN = re.compile(r"(?P<head>案件|事件|问题|情况|行为|事故|案)$")
_AND = re.compile(r"和|及|以及|、|与")
_STUDY = re.compile(r"学习$|列席旁听")

# a verb that needs what stands behind the number: 组建22支普法小分队
_VERB_ONLY = re.compile(
    r"^(?:共|累计|已|先后|全年|全年共)?(?:组建|成立|建立|设立|配备|聘请|召开|举办|开展|组织|完成|培训|培养|打造|新增|选派|发展|印发|出台|制定|修订|办理|受理|化解|调解|审查|建成|整合|清理|废止|保留|命名|创建|评选|吸纳)(?:了|出)?$"
)
_FROM_TO = re.compile(r"(?:由|从)[^,。]*$")
# 参考率、合格率均达100%
_RATES = re.compile(r"^(?P<list>[^、和,]{1,12}率(?:(?:、|和|及)[^、和,]{1,12}率)+)(?:均|都|全部)?$")

MORE, AT_LEAST, AT_MOST = ("超过", "超", "逾"), ("不少于", "不低于", "至少"), ("不超过", "不高于", "至多")
TOTAL = ("共计", "总计", "累计", "合计", "共")
REACHES = ("达到", "达", "高达")


@dataclass(frozen=True, slots=True)
class _Found:
    """A number in its piece of a sentence, before it becomes an observation."""

    match: re.Match[str] | None
    piece: Span
    end: int


@dataclass(frozen=True, slots=True)
class _Actors:
    bodies: Sequence[Body]
    places: Sequence[Place]


def read_observations(
    ctx: Context,
    masked: Sequence[tuple[Span, str]],
    measures: list[Measure],
    bodies: Sequence[Body],
    places: Sequence[Place],
) -> list[Observation]:
    """All quantified statements outside the page chrome, in the order of the text, numbered ``o01`` …

    ``component_of``, ``numerator`` and ``denominator`` are set where the sentence says so; where it leaves
    two readings open, ``possible_wholes`` names them and ``certainty`` is ``ambiguous``.
    """
    actors = _Actors(bodies, places)
    found: list[Observation] = []
    for section, stretch in ctx.prose():
        group: list[Observation] = []
        before: Span | None = None
        for sentence in sentences(ctx.view, stretch):
            continues = ctx.words(sentence).startswith("其中")
            scope = Span(before.start, sentence.end) if continues and before else sentence
            if not continues:
                found += _related(ctx, group)
                group = []
                before = sentence
            group += _in_sentence(ctx, section, sentence, scope, masked, actors)
        found += _related(ctx, group)
    found.sort(key=lambda o: (o.span.start, o.span.end))
    return _numbered(ctx, found, measures)


# ------------------------------------------------------------------ one sentence


def _in_sentence(
    ctx: Context,
    section: Section,
    sentence: Span,
    scope: Span,
    masked: Sequence[tuple[Span, str]],
    actors: _Actors,
) -> list[Observation]:
    found: list[Observation] = []
    subject = ""
    hidden = [span for span, _ in masked if span.overlaps(sentence)]
    for clause in clauses(ctx.view, sentence):
        numbers = _numbers(ctx, clause, hidden)
        for item in _pieces(ctx, clause, numbers):
            observation = _quantity(ctx, section, item, clause, scope, actors)
            if any(place.id == observation.about for place in actors.places):
                subject = observation.about
            elif subject and not observation.about:  # 易家小院参与…3次、组织…7件,自发化解…4起
                observation = replace(observation, about=subject)
            if not observation.counted.strip() and found:  # 组织参加法治培训6期,共320人次
                observation = replace(observation, counted=found[-1].counted, counted_span=None)
            found += _shared(observation)
        if not numbers:
            if cover := next(ctx.find(patterns.FULL_COVERAGE, clause), None):
                if not _inside(hidden, Span(*cover.span())):
                    found.append(_full_coverage(ctx, section, clause, cover, scope, actors))
            elif none := next(ctx.find(patterns.NONE_OCCURRED, clause), None):
                found += _none_occurred(ctx, section, clause, Span(none.end(), clause.end), sentence)
            elif none := next(ctx.find(patterns.NONE_BEHIND, clause), None):
                bare, _ = _stripped(ctx, Span(clause.start, none.start()))
                found += _none_occurred(ctx, section, clause, bare, sentence)
    return found


def _shared(item: Observation) -> list[Observation]:
    """One value over several rates is one observation each; a number that counts nothing nameable is none."""
    if rates := _RATES.match(item.counted):
        return [
            replace(item, counted=rate, counted_span=None) for rate in re.split("、|和|及", rates["list"])
        ]
    return [item] if item.counted.strip() else []


def _inside(hidden: Sequence[Span], span: Span) -> bool:
    return any(h.overlaps(span) for h in hidden)


def _numbers(ctx: Context, clause: Span, hidden: Sequence[Span]) -> list[re.Match[str]]:
    numbers = [
        m for m in ctx.find(patterns.QUANTITY, clause)
        if not _inside(hidden, Span(*m.span("number"))) and not ctx.view[m.start("number") - 1 : m.start("number")].isdigit()
    ]  # fmt: skip
    for m in ctx.find(patterns.CHINESE_QUANTITY, clause):
        span = Span(*m.span())
        previous = ctx.view[max(m.start("number") - 1, 0)]
        quoted = ctx.view[m.end() : m.end() + 1] == "“" or _in_quotes(ctx, clause, m.start())
        if quoted or previous in "第十百千万每统进之唯" or _inside(hidden, span):
            continue
        if number(m["number"]) is None or any(span.overlaps(Span(*n.span())) for n in numbers):
            continue
        if _SLOGAN_AFTER.match(ctx.view, m.end()):
            continue
        numbers.append(m)
    return sorted(numbers, key=lambda m: m.start("number"))


# 三项制度 / 两个维护 / 四个意识: names with a numeral, not counts
_SLOGAN_AFTER = re.compile(
    r"(?:制度|维护|确立|意识|自信|环节|方面|层面|阶段|必须|坚持|责任|一体|关键|清单|重大|统一)"
)


def _in_quotes(ctx: Context, clause: Span, at: int) -> bool:
    before = ctx.view[clause.start : at]
    return before.count("“") > before.count("”") or before.count("《") > before.count("》")


def _pieces(ctx: Context, clause: Span, numbers: list[re.Match[str]]) -> list[_Found]:
    """One piece a number: the clause is cut at 、 after a quantity, and after a quantity before the next."""
    found = []
    start = clause.start
    for index, match in enumerate(numbers):
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        end = clause.end
        if following:
            mark = ctx.view.find("、", match.end(), following.start("number"))
            mark = mark if mark != -1 else _after_and(ctx, match.end(), following.start("number"))
            end = mark if mark != -1 else match.end()
            if patterns.FROM.search(ctx.view[start : match.start()]) and patterns.TO.match(
                ctx.view[match.end() : following.start()] + (following.groupdict().get("before") or "")
            ):
                continue  # 由16个减至14个: one statement, about what is
            if mark == -1 and _VERB_ONLY.match(ctx.view[start : match.start()]):
                # 召开6次党组会暨12次学习会: what is counted stands behind the number
                behind = ctx.view[match.end() : following.start()]
                end = match.end() + len(behind.rstrip("暨和及并与"))
        else:
            mark = ctx.view.find("、", match.end(), clause.end)
            if mark == match.end():  # 「处置3件、规范管理」: the words after belong to nothing here
                end = mark
        found.append(_Found(match, Span(start, end), end))
        start = end + 1 if end < clause.end and ctx.view[end] in "、和及与暨并" else end
    return found


def _after_and(ctx: Context, start: int, end: int) -> int:
    return start if ctx.view[start : start + 1] in ("和", "及", "与") and start < end else -1


def _stripped(ctx: Context, piece: Span) -> tuple[Span, str]:
    """The piece without words of circumstance and the issuer's own name before it, and those words."""
    start = piece.start
    while True:
        words = ctx.view[start : piece.end]
        if found := _PREFIX.match(words):
            start += found.end()
            continue
        own = next((n for n in ctx.self_names if words.startswith(n) and len(words) > len(n) + 3), "")
        if own and not re.match(r"党|机关|领导|政府|主要|干部|全体", words[len(own) :]):
            start += len(own)
            continue
        if start > piece.start and words[:1] in ",:":
            start += 1
            continue
        return trim(ctx.view, start, piece.end), ctx.view[piece.start : start]


def _quantity(
    ctx: Context, section: Section, item: _Found, clause: Span, scope: Span, actors: _Actors
) -> Observation:
    match = item.match
    assert match is not None
    groups = match.groupdict()
    span, prefix = _stripped(ctx, item.piece)
    about, subject_end = _about(ctx, span, scope, actors)
    left = ctx.view[max(span.start, subject_end) : match.start()]
    if change := _FROM_TO.search(left):
        left = left[: change.start()]
    right = ctx.view[match.end() : span.end]
    counted, counted_span = _counted(ctx, left, right, max(span.start, subject_end), match)
    plain = number(match["number"]) or Decimal(0)
    scale = 1
    for character in groups.get("scale") or "":
        scale *= MAGNITUDES[character]
    value = plain * scale
    percent = bool(groups.get("percent"))
    if not percent and value == value.to_integral_value():
        value = value.quantize(Decimal(1))  # 1.5万 is 15000, not 15000.0
    word = "" if percent else (groups.get("unit") or "")
    qualifier = _qualifier(match, left, prefix)
    words = ctx.words(clause)
    planned = section.role == "next-year"
    repeated = bool(_TARGET.search(words)) and bool(patterns.EACH_YEAR.search(words))
    kind = (
        "target" if planned or _TARGET.search(words) else "practice" if _PRACTICE.search(words) else "actual"
    )
    stock = bool(STOCK.search(ctx.words(span))) and kind == "actual"
    period, basis = period_of(
        ctx, scope, clause, match.start(), repeated=repeated, stock=stock, planned=planned
    )
    decimals = None
    if percent:
        decimals = len(match["number"].split(".")[1]) if "." in match["number"] else 0
    return Observation(
        id="",
        span=span,
        rule="number-and-unit",
        counted=counted,
        counted_span=counted_span,
        value=value,
        number_span=Span(*match.span("number")),
        unit="percent" if percent else _UNITS.get(word, "number"),
        classifier=word,
        qualifier=qualifier,
        period=period,
        period_basis=basis,
        kind=kind,
        about=about,
        section=section.number,
        min_inclusive=value if qualifier == "at-least" else None,
        min_exclusive=value if qualifier == "more-than" else None,
        max_inclusive=value if qualifier == "at-most" else None,
        max_exclusive=value if qualifier == "below" else None,
        stated_precision=last_step(plain) * scale if scale > 1 else None,
        decimals=decimals,
        per="person" if "每人" in ctx.view[span.start : match.start()] else "",
    )


def _qualifier(match: re.Match[str], left: str, prefix: str) -> str:
    groups = match.groupdict()
    before, after = groups.get("before") or "", groups.get("after") or ""
    if groups.get("yu1") or groups.get("yu2") or before in MORE:
        return "more-than"
    if before in AT_LEAST or after == "以上":
        return "at-least"
    if before in AT_MOST or after in ("以下", "以内"):
        return "at-most"
    if before == "近":
        return "below"
    if before in ("约", "大约") or after.endswith("左右"):
        return "about"
    if before in REACHES:
        return "reaches"
    if before in TOTAL or _TOTAL_LEAD.match(left) or _TOTAL_IN_PREFIX.search(prefix):
        return "total"
    return "exact"


def _counted(
    ctx: Context, left: str, right: str, start: int, match: re.Match[str]
) -> tuple[str, Span | None]:
    """What is counted, in the words of the text, and where these words stand (if they stand together)."""
    lead = _LEAD.match(left)
    begin = lead.end() if lead else 0
    trail = _TRAIL.search(left[begin:])
    end = begin + trail.start() if trail else len(left)
    words = left[begin:end]
    right_words = right.strip()
    if right_words.startswith("的") and words:  # 接受不少于60学时的培训
        return words + right_words[1:], None
    if right_words and _VERB_ONLY.match(words):  # 组建22支普法小分队
        return words + right_words.removeprefix("的"), None
    if not words and right_words:  # 在20个村(社区)建立法治文化宣传阵地
        skip = 1 if right_words.startswith("的") else 0
        at = match.end() + right.index(right_words) + skip
        return right_words[skip:], Span(at, match.end() + len(right.rstrip()))
    return words, Span(start + begin, start + end) if words else None


def _about(ctx: Context, span: Span, scope: Span, actors: _Actors) -> tuple[str, int]:
    """Whom or what the value is about: an item id (``""``: the issuer), and where a leading name ends."""
    words = ctx.words(span)
    for place in actors.places:
        if place.kind != "site":
            continue
        for name in (f"“{place.name.strip('“”')}”", place.name.strip("“”")):
            if words.startswith(name):
                return place.id, span.start + len(name)
    before = ctx.view[scope.start : span.end]
    if "每人" in words:
        team = next((b for b in reversed(actors.bodies) if b.kind == "team" and _named(b, before)), None)
        if team:
            return team.id, span.start
    if _STUDY.search(re.sub(r"[\d余多]+\S{0,2}$", "", words)) or "中心组" in words:
        group = next((b for b in actors.bodies if b.kind == "study-group" and _named(b, before)), None)
        if group:
            return group.id, span.start
    return "", span.start


def _named(body: Body, words: str) -> bool:
    return any(m.name in words for m in body.mentions) or body.name in words


def _full_coverage(
    ctx: Context, section: Section, clause: Span, cover: re.Match[str], scope: Span, actors: _Actors
) -> Observation:
    span, _ = _stripped(ctx, clause)
    left = ctx.view[span.start : cover.start()]
    lead = _LEAD.match(left)
    begin = span.start + (lead.end() if lead else 0)
    about, _ = _about(ctx, span, scope, actors)
    planned = section.role == "next-year"
    period, basis = period_of(ctx, scope, clause, cover.start(), repeated=False, stock=False, planned=planned)
    counted = ctx.view[begin : cover.start()]
    return Observation(
        id="", span=span, rule="full-coverage", counted=counted or ctx.words(span),
        counted_span=Span(begin, cover.start()) if counted else None, value=None, number_span=None, unit="",
        classifier="", qualifier="full-coverage", period=period, period_basis=basis,
        kind="target" if planned or _TARGET.search(ctx.words(clause)) else "actual", about=about,
        section=section.number,
    )  # fmt: skip


def _none_occurred(
    ctx: Context, section: Section, clause: Span, things: Span, sentence: Span
) -> list[Observation]:
    """未发生因…而产生的行政复议和行政诉讼案件: one zero for each thing that is named."""
    start = clause.start
    for earlier in clauses(ctx.view, Span(sentence.start, clause.start)):
        if patterns.SINCE.fullmatch(ctx.words(earlier)) or patterns.YEAR_WORD.fullmatch(ctx.words(earlier)):
            start = earlier.start  # the time belongs to what a zero says
    span = Span(start, clause.end)
    planned = section.role == "next-year"
    period, basis = period_of(
        ctx, sentence, clause, things.start, repeated=False, stock=False, planned=planned
    )
    found = []
    for counted in filter(None, _coordinated(ctx.words(things))):
        found.append(
            Observation(
                id="",
                span=span,
                rule="none-occurred",
                counted=counted,
                counted_span=None,
                value=Decimal(0),
                number_span=None,
                unit="percent" if counted.endswith("率") else "number",
                classifier="",
                qualifier="none-occurred",
                period=period,
                period_basis=basis,
                kind="target" if planned else "actual",
                about="",
                section=section.number,
            )
        )
    return found


def _coordinated(words: str) -> list[str]:
    """因执法问题而产生的行政复议和行政诉讼案件 → …行政复议案件, …行政诉讼案件."""
    cut = words.rfind("的") + 1
    shared, rest = words[:cut], words[cut:]
    head = _HEAD_NOUN.search(rest)
    parts = [part for part in _AND.split(rest) if part]
    if len(parts) < 2 or not head:
        return [words]
    return [shared + (part if part.endswith(head["head"]) else part + head["head"]) for part in parts]


# ------------------------------------------------------------------ relations in one sentence


def _related(ctx: Context, group: list[Observation]) -> list[Observation]:
    """Parts of totals, rates of counts, verbs without an object: for the observations of one sentence.

    Links are kept as positions in the group (``"@3"``) until the observations have their numbers.
    """
    done = list(group)
    among = False  # behind 其中
    whole: list[int] = []
    part_open = False
    for i, item in enumerate(group):
        words = ctx.words(item.span)
        here = done[i]
        starts = ctx.view[max(item.span.start - 3, 0) : item.span.start + 2]
        if "其中" in starts:
            among = True
            whole = _wholes(done[:i], item)
        if among and item.value is not None and item.unit != "percent":
            if words.startswith(("涉及", "惠及")):
                if part_open or len(whole) > 1:
                    here = replace(here, certainty="ambiguous")
            elif len(whole) == 1:
                here = replace(here, component_of=f"@{whole[0]}")
            elif len(whole) > 1:
                here = replace(here, certainty="ambiguous", possible_wholes=tuple(f"@{w}" for w in whole))
                part_open = True
        if _BARE_VERB.match(here.counted):
            noun = _object_before(done[:i], here)
            if noun:
                here = replace(here, counted=here.counted + noun)
        if here.unit == "percent" and here.counted.endswith("率"):
            pair = _pair(done[:i], here.counted)
            if pair:
                here = replace(here, numerator=f"@{pair[0]}", denominator=f"@{pair[1]}")
        done[i] = here
    return [_anchored(item, done) for item in done]


def _wholes(before: list[Observation], part: Observation) -> list[int]:
    """Which earlier values can be the total that 其中 opens: the stated total, else those of the same kind."""
    counts = [i for i, o in enumerate(before) if o.value is not None and o.unit == "number"]
    totals = [i for i in counts if before[i].qualifier == "total"]
    if totals:
        return totals[-1:]
    same = [
        i
        for i in counts
        if before[i].classifier == part.classifier and (before[i].value or 0) >= (part.value or 0)
    ]
    return same or counts[-1:]


def _object_before(before: list[Observation], item: Observation) -> str:
    for other in reversed(before):
        if other.classifier == item.classifier and (verb := _ACTION.match(other.counted)):
            return other.counted[verb.end() :]
    return ""


def _pair(before: list[Observation], rate: str) -> tuple[int, int] | None:
    """Numerator and denominator of 化解率: 化解508起 over 排查…509起, both stated before it."""
    stem = rate[:-1][-2:]
    top = next((i for i in reversed(range(len(before))) if before[i].counted.startswith(stem)), None)
    if top is None:
        return None
    value = before[top].value
    for i in reversed(range(top)):
        other = before[i]
        if (
            other.unit == "number"
            and other.classifier == before[top].classifier
            and None not in (other.value, value)
            and (other.value or 0) >= (value or 0) > 0
        ):
            return top, i
    return None


def _anchored(item: Observation, group: list[Observation]) -> Observation:
    """Turn positions in the group into places in the text, which survive sorting."""

    def place(reference: str | None) -> str | None:
        return f"@{_key(group[int(reference[1:])])}" if reference else None

    return replace(
        item,
        component_of=place(item.component_of),
        numerator=place(item.numerator),
        denominator=place(item.denominator),
        possible_wholes=tuple(filter(None, (place(w) for w in item.possible_wholes))),
    )


def _key(item: Observation) -> str:
    return f"{item.span.start},{item.span.end},{item.counted}"


def _numbered(ctx: Context, found: list[Observation], measures: list[Measure]) -> list[Observation]:
    names: dict[str, str] = {}
    width = max(2, len(str(len(found))))
    for index, item in enumerate(found, start=1):
        names.setdefault(f"@{_key(item)}", f"o{index:0{width}d}")
    done = []
    for index, item in enumerate(found, start=1):
        leaf = leaf_at(measures, item.span)
        done.append(
            replace(
                item,
                id=f"o{index:0{width}d}",
                measure=leaf.id if leaf else None,
                component_of=names.get(item.component_of or ""),
                numerator=names.get(item.numerator or ""),
                denominator=names.get(item.denominator or ""),
                possible_wholes=tuple(names[w] for w in item.possible_wholes if w in names),
            )
        )
    return done
