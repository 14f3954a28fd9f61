"""The value of a numeral in any of its spellings, and the Chinese spelling of a value.

A numeral is a sum of parts, each a digit or number times its magnitude: 1千2百万 is (1×千 + 2×百) × 万, and
三十五点六万 is 35.6 × 万. Digits, Chinese digits (also 两, 廿, and the capital 壹贰叁 of cheques) and magnitudes may stand
in one numeral. What breaks the order of magnitudes (三十五百) is no numeral.
"""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1_000}
MAGNITUDES = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
WAN, YI = MAGNITUDES["万"], MAGNITUDES["亿"]
# Every sign of a Chinese numeral; the capital ones that end common words (队伍, 大陆, 收拾) stand apart.
SIGNS = "零〇一二两三四五六七八九十百千万亿廿卅"
ONE_TO_NINE = "一二两三四五六七八九"
CAPITAL = "壹贰叁肆柒捌玖佰仟"
CAPITAL_IN_WORDS = "伍陆拾"
# A numeral begins behind no sign of another; 统一, 之一 and the like end in one that is none.
NUMERAL_BEGINS = rf"(?:(?<![{SIGNS}{CAPITAL}])(?<![{SIGNS}]点)|(?<=[统唯单同之合逐专]一))"
_PLAIN = str.maketrans(
    {**dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟〇○两", "一二三四五六七八九十百千零零二", strict=True)), "廿": "二十", "卅": "三十"}
    | dict.fromkeys(", \u2060")
)  # fmt: skip
_MOST_DIGITS = 20
_MOST_SIGNS = 40
_TOKEN = re.compile(r"\d+(?:\.\d+)?|.", re.DOTALL)
# 两三, 七八: one more than the other; 三五 is three to five
_PAIR = re.compile("(?P<low>一)(?P<high>[二两])|(?P<a>[二两])(?P<b>三)|三[四五]|四五|五六|六七|七八|八九")


def number(words: str) -> Decimal | None:
    """The value of digits (``50``, ``1,234``, ``99.8``), of a Chinese numeral or of both mixed; else ``None``.

    Digits in a row are read by position (二〇二三), a digit behind a magnitude counts tenths of it (一万二 is 12000).

    >>> [str(number(w)) for w in ("1,234", "一亿二千万", "3.5万亿", "三十五点六万", "1千2百万", "廿三", "二〇二三")]
    ['1234', '120000000', '3500000000000', '356000', '12000000', '23', '2023']
    """
    if words.isascii() and words.isdigit() and len(words) <= _MOST_DIGITS:
        return Decimal(words)  # by far the most
    plain = words.translate(_PLAIN)
    if not plain or len(plain) > _MOST_SIGNS:
        return None
    if plain[0] in "0123456789" and plain.isascii():
        return _of_digits(plain)
    if len(plain) > 1 and all(c in DIGITS for c in plain):
        return Decimal("".join(str(DIGITS[c]) for c in plain))
    value = _sum(plain)
    return None if value is None else _whole(value)


def _of_digits(plain: str) -> Decimal | None:
    if len(plain) > _MOST_DIGITS or plain.count(".") > 1 or not plain.replace(".", "").isdigit():
        return None  # no statistic has so many digits
    return Decimal(plain.rstrip("."))


def _sum(plain: str) -> Decimal | None:
    """Parts times magnitudes: what is below 万, the 万 since the last 亿, and the 亿 are three registers."""
    yi = wan = below = Decimal(0)
    held: Decimal | None = None  # a digit or number that waits for its magnitude
    last = 0  # the magnitude before, 0 at the beginning
    step = WAN  # the last place below 万: the next one must be smaller
    zero = point = False
    tokens = _TOKEN.findall(plain)
    for index, token in enumerate(tokens):
        if token == "零":
            if held is not None or (zero and not point):
                return None
            if index + 1 < len(tokens) and tokens[index + 1] == "点":
                held = Decimal(0)
            zero = True
        elif token[0].isdigit() and token.isascii():
            if held is not None:
                return None
            held = Decimal(token)
            point = point or "." in token
        elif token in DIGITS:
            if held is not None:
                return None
            held = Decimal(DIGITS[token])
        elif token == "点":
            whole, behind = below + (held or 0), "".join(tokens[index + 1 :])
            part = re.match("[零一二三四五六七八九]+", behind)
            if part is None or point or yi or wan or (held is None and not below):
                return None
            value = Decimal(f"{whole}." + "".join(str(DIGITS[c]) for c in part[0]))
            return _times(value, behind[part.end() :])
        elif token in PLACES:
            place = PLACES[token]
            if place >= step or (held is None and index and not zero and place != 10):
                return None
            if held is None and index and not zero and tokens[index - 1] not in PLACES:
                return None
            below += (Decimal(1) if held is None else held) * place
            held, step, last, zero = None, place, place, False
        elif token in ("万", "亿"):
            amount = below + (held or 0)
            if token == "万":
                if wan or (not amount and index) or (yi and amount >= WAN):
                    return None
                wan = (amount or Decimal(1)) * WAN
            else:
                amount += wan
                if yi or (not amount and index):
                    return None
                yi, wan = (amount or Decimal(1)) * YI, Decimal(0)
            below, held, step, last, zero = Decimal(0), None, WAN, MAGNITUDES[token], False
        else:
            return None
        if point and last and held is not None:
            return None  # 3.5万2千
    if zero and held is None:
        return Decimal(0) if len(tokens) == 1 else None
    tail = held or Decimal(0)
    if (
        held is not None
        and last > 1
        and not zero
        and held < 10
        and tokens[-1] in DIGITS | dict.fromkeys("123456789")
    ):
        tail = held * last / 10  # 一万二
    elif last and tail >= last:
        return None
    below += tail
    return None if (wan and below >= WAN) or (yi and wan + below >= YI) else yi + wan + below


def _times(value: Decimal, magnitudes: str) -> Decimal | None:
    """35.6 and 万, 1.2 and 万亿: a number with a point has one magnitude behind it."""
    factors = {"": 1, "百": 100, "千": 1_000, "万": WAN, "百万": 100 * WAN, "千万": 1_000 * WAN, "亿": YI, "万亿": WAN * YI}  # fmt: skip
    return value * factors[magnitudes] if magnitudes in factors else None


def _whole(value: Decimal) -> Decimal:
    """15000, not 15000.0 or 1.5E+4."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def pair(words: str) -> tuple[Decimal, Decimal] | None:
    """Both ends of a numeral that names two neighbours: 两三, 十七八, 三四十, 三五万; ``None`` for any other.

    >>> [tuple(map(str, pair(w) or ())) for w in ("两三", "十七八", "三五万", "一百二三十", "二十三")]
    [('2', '3'), ('17', '18'), ('30000', '50000'), ('120', '130'), ()]
    """
    found = _PAIR.search(words)
    if found is None:
        return None
    before, after = words[: found.start()], words[found.end() :]
    if any(c in DIGITS for c in before[-1:] + after[:1]):
        return None  # 二〇二三, 一二三
    low, high = number(before + found[0][0] + after), number(before + found[0][1] + after)
    return (low, high) if low is not None and high is not None and low < high else None


def by_position(words: str) -> bool:
    """Whether a numeral is written digit by digit (二〇二三, 三六五): a year or a code, hardly ever a count."""
    return len(words) > 1 and all(c in DIGITS for c in words)


def chinese_number(words: str) -> int | None:
    """The value of a Chinese numeral below 万, or ``None`` where the words are none.

    >>> chinese_number("二十三"), chinese_number("一百零五"), chinese_number("二〇二三"), chinese_number("十")
    (23, 105, 2023, 10)
    """
    if not words or any(c not in DIGITS and c not in PLACES for c in words):
        return None
    value = number(words)
    return None if value is None else int(value)


def in_chinese(value: int | Decimal) -> str:
    """The Chinese numeral of a number from 0 to below 10^16, decimals digit by digit.

    Raises:
        ValueError: the number is negative or too large.

    >>> in_chinese(1903971), in_chinese(1017), in_chinese(15), in_chinese(10**12), in_chinese(Decimal("35.6"))
    ('一百九十万三千九百七十一', '一千零一十七', '十五', '一万亿', '三十五点六')
    """
    if not 0 <= value < WAN * WAN * YI:
        raise ValueError(f"no numeral for {value}")
    whole, _, part = f"{Decimal(value):f}".partition(".")
    words = _written(int(whole)) or "零"
    words = words[1:] if words.startswith("一十") else words
    return words + ("点" + "".join("零一二三四五六七八九"[int(c)] for c in part) if part else "")


def _written(value: int) -> str:
    for unit, sign in ((YI, "亿"), (WAN, "万"), (1_000, "千"), (100, "百"), (10, "十")):
        if value >= unit:
            rest = value % unit
            gap = "零" if 0 < rest < unit // 10 else ""
            return _written(value // unit) + sign + gap + _written(rest)
    return "零一二三四五六七八九"[value] if value else ""


def last_step(value: Decimal) -> Decimal:
    """The step of the last non-zero digit: 10 for 150, 10 000 for 180 000, 1 for 7."""
    if value == 0:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** (exponent if isinstance(exponent, int) else 0)
