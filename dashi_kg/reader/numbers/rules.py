"""The ways in which a number stands in prose, as rules in the order tried: what one has read no other reads again.

A numeral is read as a whole or not at all: no sign of a numeral stands right before or behind what a rule reads. Patterns
are for the folded view (:mod:`dashi_kg.text.fold`). Examples stand beside each rule, and the tests read every one.
"""

from __future__ import annotations

import re
from decimal import Context as Precision
from decimal import Decimal

from dashi_kg.reader.numbers.rule import Reading, Rule
from dashi_kg.text.numerals import (
    CAPITAL,
    CAPITAL_IN_WORDS,
    MAGNITUDES,
    SIGNS,
    by_position,
    last_step,
    number,
    pair,
)
from dashi_kg.text.patterns import AFTER, CLASSIFIER, COUNTING, DIGITS, UNIT_NAMES

# ------------------------------------------------------------------ parts
_DIGIT = "一二两三四五六七八九"
_LONGEST = 28  # signs: 九千…九百九十九亿… has 24
# A numeral begins behind no sign of another; 统一, 之一 and the like end in one that is none.
_BEGIN = rf"(?:(?<![{SIGNS}{CAPITAL}])(?<![{SIGNS}]点)|(?<=[统唯单同之合逐专]一))"
_CAPITALS = CAPITAL + CAPITAL_IN_WORDS
# 三十五点六, 一百零四, 廿三, 一两, 壹拾贰; neither 一 alone nor one that ends in 万 or 亿: these stand behind 余, too
_SPELLED = rf"""{_BEGIN}(?:
    (?:[二两三四五六七八九十百千廿卅][{SIGNS}点]{{0,{_LONGEST}}}
      |一(?=[十百千万亿点二两])[{SIGNS}点]{{1,{_LONGEST}}}
      |零点[〇零{_DIGIT}]{{1,8}}
    )(?<![万亿点])
    |(?:[壹贰叁肆柒捌玖]|[伍陆拾](?=[拾佰仟万亿]))[{_CAPITALS}零十百千万亿]{{0,{_LONGEST}}}(?<![万亿])
)"""
# behind 百分之: any numeral, 一 and 零 too
_SHARE = rf"(?:{DIGITS}|[{SIGNS}点]{{1,{_LONGEST}}}|[{_CAPITALS}零]{{1,{_LONGEST}}})"
_SCALE = "[十百千]?(?:万亿|[万亿])|[百千]"
# 1千2百, 3万5千: what stands before the last digits
_HIGH = rf"(?<!\d)\d{{1,4}}[十百千万亿](?:零?(?:\d{{1,4}}|[{_DIGIT}])[十百千万亿]){{0,4}}零?"
_PEOPLE = "群众|人口|居民|市民|村民|农民|学生|师生|用户|家庭|农户|党员|职工|企业|市场主体|经营主体|粉丝"
# 十二万元整
_EVEN = "(?:(?<=元)整(?=[,、。;)]|$))?"
_MARK = r"(?=[,、。;:)]|$|同比)"
_TWELVE = Precision(prec=12)
_MONEY = re.compile(
    "[资款额费债税币]|资金|资本|投[资入]|产值|收入|损失|融资|贷款|预算|财政|补[贴助]|授信|营收|利润|经济"
)
_MONEY_BEHIND = re.compile("的?(?:[资税债]|投资|产值|项目资金|专项资金|贷款|补助)")
_NEAR = 30  # characters in which the words stand that make a sum of money


# ------------------------------------------------------------------ productions
def _reading(match: re.Match[str], place: tuple[int, int], **said: object) -> Reading:
    groups = match.groupdict()
    get = groups.get
    more = (get("yu1") or "") + (get("yu2") or "") + (get("yu3") or "")
    return Reading(match.start(), match.end(), place, more=more, after=groups.get("after") or "", **said)  # type: ignore[arg-type]


def unit_name(word: str) -> str:
    """The name of a unit: 平方米 for ㎡ and 平米, 公里 for km; any other word as it stands."""
    return UNIT_NAMES.get(word, word)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _whole(value: Decimal) -> Decimal:
    """15000, not 15000.0, for 1.5万."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _factor(scale: str | None) -> int:
    """10 000 for 万, 1 000 000 for 百万, 1 where there is none."""
    factor = 1
    for sign in (scale or "").removeprefix("个"):
        factor *= 10 if sign == "十" else MAGNITUDES[sign]
    return factor


def _percent(plain: Decimal, match: re.Match[str], place: tuple[int, int], parts: int) -> Reading:
    value = plain * 100 / parts
    return _reading(
        match, place, value=value, kind="percent", decimals=_decimals(plain) + len(str(parts)) - 3
    )


def _counted(match: re.Match[str]) -> Reading | None:
    """Digits or a numeral, with what stands before (3万|5千) and a magnitude behind it."""
    groups = match.groupdict()
    high, words, scale = groups.get("high") or "", match["number"], groups.get("scale") or ""
    place = (match.start("high") if high else match.start("number"), match.end("number"))
    if groups.get("percent"):
        plain = number(words)
        return (
            None
            if plain is None or high
            else _percent(plain, match, place, 1000 if match["percent"] == "‰" else 100)
        )
    if by_position(words) or (words == "万" and scale):
        return None  # 三六五
    digits = words[0].isascii()
    if high or not digits:
        value = number(high + words + scale)
        step = (
            last_step(value)
            if value is not None and (scale or "万" in words or "亿" in words or high)
            else None
        )
    else:
        plain = number(words)
        value = plain if plain is None or not (scale or "." in words) else _whole(plain * _factor(scale))
        step = last_step(plain) * _factor(scale) if plain is not None and scale else None
    if value is None:
        return None
    return _reading(
        match,
        place,
        value=value,
        unit=unit_name(groups.get("unit") or ""),
        scaled=bool(scale),
        precision=step,
    )


def _bare(match: re.Match[str]) -> Reading | None:
    name = "big" if match["big"] else "number"
    plain, factor = number(match[name]), _factor(match["scale"])
    if plain is None:
        return None
    step = last_step(plain) * factor if factor > 1 else None
    found = _reading(match, match.span(name), value=_whole(plain * factor), scaled=factor > 1, precision=step)
    return found._replace(start=match.start(name))


def _hundred_millions(match: re.Match[str]) -> Reading | None:
    plain = number(match["number"])
    if plain is None or by_position(match["number"]):
        return None
    view, end = match.string, match.end()
    money = (
        match["unit"]
        or _MONEY.search(view, max(0, match.start() - _NEAR), match.start())
        or _MONEY_BEHIND.match(view, end)
    )
    value = _whole(plain * MAGNITUDES["亿"])
    return _reading(
        match, match.span("number"), value=value, unit="元" if money else "", scaled=True,
        precision=last_step(plain) * MAGNITUDES["亿"],
    )  # fmt: skip


def _between(match: re.Match[str]) -> Reading | None:
    """Both ends of a range; a magnitude behind the second holds for the first where that has none of its own."""
    low_words, high_words, groups = match["low"], match["number"], match.groupdict()
    low, high = number(low_words), number(high_words)
    place = (match.start("low"), match.end("number"))
    if low is None or high is None or by_position(low_words) or by_position(high_words):
        return None
    if high_words[0].isascii():
        factor = _factor(match["scale"])
        own = 1 if groups["low_word"] else factor  # 3至5万元, but 500元至2万元
        low, high = low * MAGNITUDES.get(groups["low_scale"] or "", own), high * factor
    else:
        if low_words == "一" and (high_words not in tuple("两二三") or match["unit"] in _GRADED - {"年"}):
            return None  # 一至三层
        tail = high_words.lstrip(_DIGIT + "十")  # 三至五|百, 十至二十|万
        high *= _factor(match["scale"])
        low *= MAGNITUDES.get(groups["low_scale"] or "", _factor(match["scale"]))
        if tail in MAGNITUDES and low < MAGNITUDES[tail] and low * MAGNITUDES[tail] < high:
            low *= MAGNITUDES[tail]
        elif low < 10 and high_words.endswith("十") and len(high_words) == 2:
            return None  # 三至五十: from three, or from thirty?
    if low >= high:
        return None
    kind = "percent" if groups.get("percent") else "count"
    parts = 10 if groups.get("percent") == "‰" else 1
    return _reading(
        match,
        place,
        low=_whole(low / parts),
        high=_whole(high / parts),
        kind=kind,
        unit=unit_name(groups.get("unit") or ""),
    )


_NO_PLAN = re.compile("十[一二三四]五")
_GRADED = frozenset("类 级 档 版 层 线 期 等 批 届 组 号 年 月 日 楼 栋 门".split())


def _approximate(match: re.Match[str]) -> Reading | None:
    words, scale = match["number"].replace("、", ""), match["scale"] or ""
    if _NO_PLAN.fullmatch(words) or (match["unit"] in _GRADED and len(words + scale) == 2):
        return None  # 十四五, 二三级
    if words[0].isascii():
        low, high = Decimal(words[0]), Decimal(words[1])
        ends = (low * _factor(scale), high * _factor(scale)) if high - low == 1 else None
    else:
        ends = pair(words + scale)
    if ends is None:
        return None
    return _reading(
        match,
        match.span("number"),
        low=ends[0],
        high=ends[1],
        unit=unit_name(match["unit"]),
        scaled=bool(scale),
    )


def _of_hundred(match: re.Match[str]) -> Reading | None:
    parts = {"百": 100, "千": 1_000, "万": 10_000}[match["parts"]]
    words, upto = match["number"], match["high"] or match["upto"]
    plain = number(words)
    ends = (plain, number(upto)) if upto else pair(words)
    if ends is not None:
        low, high = ends
        if low is None or high is None or low >= high:
            return None
        place = (match.start("number"), max(match.end("number"), match.end("high"), match.end("upto")))
        share = Decimal(100) / parts
        return _reading(match, place, low=_whole(low * share), high=_whole(high * share), kind="percent")
    return (
        None if plain is None or by_position(words) else _percent(plain, match, match.span("number"), parts)
    )


def _fraction(match: re.Match[str]) -> Reading | None:
    top, bottom = number(match["number"]), number(match["bottom"])
    if not top or not bottom or top >= bottom:
        return None
    begin, end = sorted((match.span("bottom"), match.span("number")))
    return _reading(match, (begin[0], end[1]), value=_TWELVE.divide(top, bottom), kind="fraction")


def _tenths(match: re.Match[str]) -> Reading | None:
    words, half = match["number"], match["half"]
    place = (match.start("number"), match.end("half") if half else match.end("number"))
    if (ends := pair(words)) is not None and not half:
        return _reading(match, place, low=ends[0] * 10, high=ends[1] * 10, kind="percent")
    plain = number(words)
    if plain is None or by_position(words):
        return None
    value = plain * 10 + (0 if not half else 5 if half == "半" else number(half) or 0)
    return _reading(match, place, value=value, kind="percent", decimals=max(_decimals(plain) - 1, 0))


def _money(match: re.Match[str]) -> Reading | None:
    yuan = number(match["number"] + (match["scale"] or ""))
    if yuan is None:
        return None
    jiao, fen = number(match["jiao"]), number(match["fen"] or "零")
    if jiao is None or fen is None:
        return None
    value = yuan + jiao / 10 + fen / 100
    return _reading(
        match,
        (match.start("number"), match.end("fen") if match["fen"] else match.end("jiao")),
        value=value,
        unit="元",
    )


# ------------------------------------------------------------------ rules
RULES: tuple[Rule, ...] = (
    Rule(
        "range", "[至到—~～–-]",
        rf"""(?P<low>{DIGITS}|{_BEGIN}[{SIGNS}]{{1,16}}?)[ ]?(?P<low_unit>%|‰)?余?(?P<low_scale>[万亿])?[ ]?
        (?P<low_word>元|名|人|小时|分钟|个工作日|天|公里|米|岁)?[ ]?(?:至|到|-|—+|–|~|～)[ ]?
        (?:(?P<number>{DIGITS}|[{SIGNS}]{{1,16}}(?<![万亿])(?![余多]?(?:万亿|[万亿])?(?:年级|[月日号]))))
        [ ]?(?:(?P<percent>%|‰)|(?P<scale>万亿|[万亿])?[ ]?(?P<unit>{CLASSIFIER})){AFTER}""",
        _between,
        (("3至5次", "3..5次"), ("10%-15%", "10..15%"), ("20~30名", "20..30名"), ("五至八次", "5..8次"), ("3至5万元", "30000..50000元"),
         ("500元至2万元", "500..20000元"), ("三至五万元", "30000..50000元"), ("三百至五百件", "300..500件"), ("三至五百户", "300..500户"),
         ("一至两次", "1..2次"), ("2至3万人次", "20000..30000人次"), ("三万至五万元", "30000..50000元"), ("三到五年", "3..5年")),
        ("三至五十件", "一至五年级", "三至五月份", "5至3次", "一至三层"),
    ),
    Rule(
        "fraction", "分之",
        rf"{_BEGIN}(?P<bottom>[二三四五六七八九十]+|\d+)分之(?P<number>[一二两三四五六七八九十]+|\d+){AFTER}",
        _fraction,
        (("三分之一", "0.333333333333"), ("三分之二以上", "0.666666666667以上"), ("十分之三", "0.3"), ("4分之3", "0.75")),
        ("三分之五", "百分之五"),
    ),
    Rule(
        "fraction-in-digits", "/",
        # a date or a version has the same form: only behind words that ask for a share, or before 以上 and 的
        rf"""(?:(?<=[占达近约超到足过为少减的])|(?<=[至短])|(?=\d{{1,2}}/\d{{1,2}}(?:以上|以下|左右|多|强|的)))
        (?<![\d./])(?P<number>\d{{1,2}})/(?P<bottom>\d{{1,3}})(?![\d/.]|[ ]?[年月日天号次人件%])(?P<yu1>强)?{AFTER}""",
        _fraction,
        (("占1/3", "0.333333333333"), ("压减至原来的2/3", "0.666666666667"), ("1/4以上", "0.25以上"), ("不足1/5", "0.2")),
        ("12/4宪法日", "5/3", "2023/1/3", "到1/3日", "1/3"),
    ),
    Rule(
        "percent-in-words", "分之",
        rf"""(?P<parts>[百千万])分之(?P<number>{_SHARE})
        (?:(?:至|到|-|—)(?:(?P=parts)分之(?P<high>{_SHARE})|(?P<upto>{_SHARE})(?=以上|以下|左右|之间|不等|[,、。;:)的]|$)))?{AFTER}""",
        _of_hundred,
        (("百分之九十五", "95%"), ("百分之98.5", "98.5%"), ("百分之百", "100%"), ("百分之九十八点五以上", "98.5%以上"), ("百分之零点五", "0.5%"),
         ("千分之九百八十五", "98.5%"), ("千分之3.5", "0.35%"), ("万分之二", "0.02%"), ("百分之玖拾伍", "95%"), ("百分之二三十", "20..30%"), ("百分之三十至四十", "30..40%"), ("百分之三至百分之五以上", "3..5%以上")),
        ("百分之几", "百分之二〇二三"),
    ),
    Rule(
        "tenths", "成",
        rf"""(?P<number>{_BEGIN}[{_DIGIT}]{{1,2}}|(?<![\d.])\d(?:\.\d)?)成(?:(?P<half>[一二三四五六七八九半](?![个项名件次{SIGNS}\d]))
        |(?![立员为果效熟本长功交品绩才就都套网链片都群\d{SIGNS}]))(?P<yu3>多(?![元种样方次媒式功]))?(?P<after>以上|以下|左右)?""",
        _tenths,
        (("九成以上", "90%以上"), ("近七成", "70%"), ("8成", "80%"), ("八成五", "85%"), ("六成半", "65%"), ("两三成", "20..30%")),
        ("三成员", "一成立", "五成熟", "三五成群", "三成三五"),
    ),
    Rule(
        "money-in-parts", "角",
        rf"""(?P<number>{DIGITS}|{_SPELLED}|{_BEGIN}[一壹伍陆拾])(?P<scale>{_SCALE})?元零?(?P<jiao>[\d{_DIGIT}{_CAPITALS}])角
        (?:(?P<fen>[\d{_DIGIT}{_CAPITALS}])分)?整?""",
        _money,
        (("3元5角", "3.5元"), ("3元5角2分", "3.52元"), ("三元五角", "3.5元"), ("1万元5角", "10000.5元"), ("壹拾贰元伍角", "12.5元"), ("一元二角", "1.2元")),
        ("3元角", "三角", "5角钱"),
    ),
    Rule(
        "hundred-millions", "个亿",
        rf"(?P<number>{DIGITS}|{_SPELLED})[ ]?(?P<yu1>余|多|几|来)?个亿(?P<yu2>余|多)?(?P<unit>元)?{AFTER}",
        _hundred_millions,
        (("社会资本1.2个亿", "120000000元"), ("投资两个亿以上", "200000000元以上"), ("10多个亿元", "1000000000+元"), ("点击量3个亿", "300000000")),
        ("几个亿", "一个亿"),
    ),
    Rule(
        "approximate-number", rf"[{_DIGIT}](?=[{_DIGIT}])|[1-9两]、",
        rf"""(?P<number>{_BEGIN}(?:[{SIGNS}]{{0,12}}?[{_DIGIT}]{{2}}[十百千]{{0,2}}|两、三)(?![{SIGNS}]*点)(?<![万亿])|(?<![\d、.第])[1-9]、[1-9](?!\d))
        (?P<yu1>余|多|来)?(?P<scale>{_SCALE})?(?P<yu2>余|多)?(?P<unit>{COUNTING}){AFTER}""",
        _approximate,
        (("两三次", "2..3次"), ("三五万人次", "30000..50000人次"), ("十七八个", "17..18个"), ("三四十户", "30..40户"), ("2、3百户", "200..300户"),
         ("二三百件", "200..300件"), ("一两次", "1..2次"), ("七八百万元", "7000000..8000000元"), ("两、三次", "2..3次"), ("2、3次", "2..3次"),
         ("一百二三十人", "120..130人"), ("三五家", "3..5家")),
        ("二十三次", "十四五期间", "二三类", "2、5次", "第2、3批", "12、13件", "三六次"),
    ),
    Rule(
        "number-and-unit", r"\d",
        rf"""(?P<high>{_HIGH}(?=[\d{_DIGIT}]))?(?P<number>{DIGITS}|(?:(?<=\d[十百千万亿])|(?<=\d[十百千万亿]零))[{_DIGIT}][{SIGNS}]{{0,{_LONGEST}}}(?<![万亿]))[ ]?
        (?:(?P<percent>%|‰)|(?P<yu1>余|多|几|来|\+)?[ ]?(?P<scale>{_SCALE})?[ ]?(?P<yu2>余|多)?[ ]?(?P<unit>{CLASSIFIER}){_EVEN})
        [ ]?{AFTER}""",
        _counted,
        (("50余次", "50+次"), ("18万张", "180000张"), ("1.5万余人次", "15000+人次"), ("2079余万元", "20790000+元"), ("99.8%", "99.8%"), ("3.5‰", "0.35%"),
         ("1,234件", "1234件"), ("3.5万亿元", "3500000000000元"), ("1千2百万元", "12000000元"), ("1亿2千万元", "120000000元"), ("3万5千余人", "35000+人"),
         ("1千二百人", "1200人"), ("3百五十件", "350件"), ("1200㎡", "1200平方米"), ("85.5m²", "85.5平方米"), ("3km", "3公里"), ("12m³", "12立方米"), ("5公顷", "5公顷"), ("3百余户", "300+户")),
        ("2千2千件", "3百", "第三"),
    ),
    Rule(
        "chinese-number-and-unit", f"[{SIGNS[3:]}{CAPITAL}]|一[{SIGNS}]",
        rf"""(?P<number>(?<=[近上逾超约])万(?![元亩户人]?[一-龥]{{0,2}}以?家)|{_SPELLED})
        (?P<yu1>余|多|几|来)?(?P<scale>万亿|[万亿])?(?P<yu2>余|多)?(?P<unit>{COUNTING}){_EVEN}{AFTER}""",
        _counted,
        (("十余项", "10+项"), ("两万余人次", "20000+人次"), ("三个区", "3个"), ("一亿二千万元", "120000000元"), ("三十五点六万元", "356000元"),
         ("两万五千人", "25000人"), ("一万二千三百余份", "12300+份"), ("一百九十万零三千九百七十一人", "1903971人"), ("十万零一千件", "101000件"),
         ("一千零十七件", "1017件"), ("一点二万亿元", "1200000000000元"), ("零点五个百分点", "0.5个百分点"), ("壹拾贰万元整", "120000元"), ("叁拾件", "30件"), ("壹万贰千份", "12000份"),
         ("廿三户", "23户"), ("卅余人", "30+人"), ("近万人次", "10000人次"), ("一百二十家", "120家"), ("两千五百余户", "2500+户")),
        ("一名", "三十五百件", "二〇二三件", "队伍三", "万家", "三点五十件"),
    ),
    Rule(
        "bare-number", r"\d",
        rf"""(?:(?<=[至到达为])|(?<=得分)|(?<=指数)|(?<=评分)|(?<=分值))[ ]?(?P<number>{DIGITS}){_MARK}
        |(?P<big>{DIGITS})[ ]?(?P<yu1>余|多)?(?P<scale>[百千]?(?:万亿|[万亿]))(?P<yu2>余|多|\+)?(?:{_MARK}|(?=名?(?:{_PEOPLE})))""",
        _bare,
        (("满意度达98.6", "98.6"), ("压缩至5,", "5"), ("得分92.5。", "92.5"), ("用户突破80万", "800000"), ("1.2万余群众", "12000+"), ("突破3.5万亿。", "3500000000000")),
        ("共5", "98.6分"),
        digits=True,
    ),
    Rule(
        "number-and-unlisted-unit", r"\d",
        # 37榀,: a counter word that no list knows, between a number and a mark
        rf"""(?P<number>{DIGITS})[ ]?(?P<yu1>余|多)?(?P<scale>万亿|[万亿])?(?P<yu2>余|多)?
        (?P<unit>(?![号年月日时级期型版以至到后线街楼栋室余多第])(?:(?![{SIGNS}])[\u4e00-\u9fff]){{1,2}})(?=[,、。;)]|$)""",
        _counted,
        (("37榀,", "37榀"), ("5.2万羽。", "52000羽")),
        ("5月,", "12号线。", "1零。", "3榀三,"),
        digits=True,
    ),
)  # fmt: skip
