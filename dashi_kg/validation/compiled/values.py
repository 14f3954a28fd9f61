"""What the words of N-Triples mean, and what operators and functions of SPARQL make of them.

``None`` is an error or an unbound variable. A number is an ``int`` (``xsd:integer`` and what is derived from it) or a
``Decimal``. Values of which the meaning is not known here for certain raise :class:`NotCompiledError`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_FLOOR, Context, Decimal
from functools import lru_cache

from dashi_kg.rdf.namespaces import FOREIGN, XSD
from dashi_kg.validation.compiled.not_compiled import NotCompiledError

Number = int | Decimal

STRING, LANGUAGE_STRING = XSD + "string", FOREIGN["rdf"] + "langString"
_INTEGER = f'"^^<{XSD}integer>'
_INTEGERS = frozenset(
    XSD + name
    for name in (
        "integer", "nonNegativeInteger", "positiveInteger", "negativeInteger", "nonPositiveInteger",
        "byte", "short", "int", "long", "unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong",
    )
)  # fmt: skip
_OF_INTEGERS = frozenset(f"^<{name}>" for name in _INTEGERS)
_SURE = 18  # digits; fewer are a number of any engine
_WHOLE = re.compile(r"[+-]?[0-9]{1,17}")
_BROKEN = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,12})?")
_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|(.))")
_MARKS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_TO_ESCAPE = re.compile(r'[\x00-\x1f"\\\x7f]')
_ESCAPED = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f", '"': '\\"', "\\": "\\\\"}
_EXACT = Context(prec=60)
_LARGEST = 10**18
_STEP = Decimal(1).scaleb(-18)
_KEPT = 16_384
_FEW = 1_024
_LONG = 1_000  # code points


def lexical(term: str) -> str:
    """The IRI of a term, or the words of a literal."""
    return _lexical(term) if len(term) < _LONG else _lexical_of_long(term)


def _lexical(term: str) -> str:
    if term[0] != '"':
        return term[1:-1] if term[0] == "<" else term.removeprefix("_:")
    words = term[1 : term.rindex('"')]
    return _ESCAPE.sub(_unescaped, words) if "\\" in words else words


_lexical_of_long = lru_cache(maxsize=8)(_lexical)  # the text of a report, of which each quote is a part


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _MARKS[match[3]]


def quoted(words: str | None) -> str | None:
    """A simple literal of these words, as N-Triples."""
    if words is None:
        return None
    if _TO_ESCAPE.search(words):
        words = _TO_ESCAPE.sub(lambda m: _ESCAPED.get(m[0]) or f"\\u{ord(m[0]):04X}", words)
    return f'"{words}"'


def datatype_of(term: str) -> str | None:
    """The IRI of a literal's datatype, ``None`` for what is no literal."""
    if term[0] != '"':
        return None
    tail = term[term.rindex('"') + 1 :]
    if not tail:
        return STRING
    return LANGUAGE_STRING if tail[0] == "@" else tail[3:-1]


def language_of(term: str | None) -> str | None:
    """The language of a literal, ``""`` where it has none."""
    if term is None or term[0] != '"':
        return None
    if term[-4:-2] == '"@':  # most have one of two letters
        return term[-2:]
    tail = term[term.rindex('"') + 1 :]
    return tail[1:] if tail.startswith("@") else ""


class _Meanings(dict[str, tuple[str, Number | None]]):
    """What sort of value each literal is that was met: a datatype, or ``number`` with its value. Looked up without a call."""

    def __missing__(self, term: str) -> tuple[str, Number | None]:
        if len(self) >= _KEPT:
            self.clear()
        words, _, datatype = term.partition("^")
        digits = words[1:-1]
        found: tuple[str, Number | None]
        if datatype in _OF_INTEGERS and digits.isascii() and digits.isdecimal() and len(digits) < _SURE:
            found = self[term] = ("number", int(digits))  # most of them
        else:
            found = self[term] = _meant(term)
        return found


def _meant(term: str) -> tuple[str, Number | None]:
    datatype = datatype_of(term) or ""
    if datatype in (STRING, LANGUAGE_STRING, XSD + "boolean"):
        return datatype, None
    words = lexical(term)
    if datatype in _INTEGERS and _WHOLE.fullmatch(words):
        return "number", int(words)
    if datatype == XSD + "decimal" and _BROKEN.fullmatch(words):
        return "number", Decimal(words)
    raise NotCompiledError(term)


_meaning = _Meanings()


def number(term: str | None) -> Number | None:
    """The number that a term is."""
    return _meaning[term][1] if term is not None and term[0] == '"' else None


class _Numbers(dict[str | None, Number | None]):
    """The same of terms that are asked for several times, looked up without a call."""

    def __missing__(self, term: str | None) -> Number | None:
        if len(self) >= _KEPT:
            self.clear()
        found = self[term] = number(term)
        return found


number_of = _Numbers()


def of_number(value: Number | None) -> str | None:
    """A number as a term."""
    if value is None:
        return None
    if isinstance(value, int):
        return f'"{value}{_INTEGER}'
    words = format(value.normalize(_EXACT), "f") if value else "0"
    return f'"{words}"^^<{XSD}decimal>'


def plainest(term: str) -> str:
    """A number as it is written shortest: ``100`` for ``100.0``; any other term as it is."""
    if term[-1] != ">" or term[0] != '"':
        return term
    try:
        return of_number(_meaning[term][1]) or term
    except NotCompiledError:
        return term


def equal(one: str | None, other: str | None) -> bool | None:
    """Whether two terms are equal; one is equal to itself."""
    if one is None or other is None:
        return None
    if one == other:
        return True
    if one[0] != '"' or other[0] != '"':
        return False
    a, b = _meaning[one], _meaning[other]
    if a[0] == "number" == b[0]:
        return a[1] == b[1]
    if a[0] == b[0] != STRING and (a[0] != LANGUAGE_STRING or _alike_but_for_case(one, other)):
        raise NotCompiledError(one)  # truths; words that may differ in the case of their language alone
    return False


def _alike_but_for_case(one: str, other: str) -> bool:
    """Whether two terms of words in a language are of one length, as those are that differ in the case of it alone, and else equal."""
    return len(one) == len(other) and one.casefold() == other.casefold()


def equal_words(words: str | None, term: str | None) -> bool | None:
    """Whether a simple literal of some words is equal to a term."""
    if words is None or term is None:
        return None
    if term[-1] == '"' and "\\" not in term:
        return term[1:-1] == words  # what needs an escape is not in it
    return equal(quoted(words), term)


def less(one: str | None, other: str | None) -> bool | None:
    """Whether a term is less than another: numbers, or words without a language."""
    if one is None or other is None or one[0] != '"' or other[0] != '"':
        return None
    a, b = _meaning[one], _meaning[other]
    if a[0] == "number" == b[0]:
        return less_number(a[1], b[1])
    if a[0] == STRING == b[0]:
        return lexical(one) < lexical(other)
    raise NotCompiledError(one)


def less_number(one: Number | None, other: Number | None) -> bool | None:
    """Whether a number is less than another."""
    return None if one is None or other is None else one < other


def equal_numbers(one: Number | None, other: Number | None) -> bool | None:
    """Whether two numbers are equal."""
    return None if one is None or other is None else one == other


def less_text(one: str | None, other: str | None) -> bool | None:
    """Whether words come before others, by code points."""
    return None if one is None or other is None else one < other


def equal_text(one: str | None, other: str | None) -> bool | None:
    """Whether two words without a language are the same."""
    return None if one is None or other is None else one == other


def opposite(held: bool | None) -> bool | None:
    """The opposite; an error stays one."""
    return None if held is None else not held


def text(term: str | None) -> str | None:
    """The words of a simple literal, for functions that look at words; of one in a language, it is not known."""
    if term is None or term[0] != '"':
        return None
    if term[-1] == '"':
        return lexical(term)
    datatype = datatype_of(term)
    if datatype == LANGUAGE_STRING:
        raise NotCompiledError(term)
    return lexical(term) if datatype == STRING else None


def any_text(term: str | None) -> str | None:
    """The words of a literal with or without a language."""
    if term is None or term[0] != '"':
        return None
    return lexical(term) if datatype_of(term) in (STRING, LANGUAGE_STRING) else None


class _Words(dict[str | None, str | None]):
    """The same of terms that are asked for several times in one run, looked up without a call."""

    def __missing__(self, term: str | None) -> str | None:
        if len(self) >= _FEW:
            self.clear()
        found = self[term] = any_text(term)
        return found


words_of = _Words()


def told(term: str | None) -> str | None:
    """``STR``: the words of any literal, or an IRI."""
    return None if term is None or term[0] == "_" else lexical(term)


def plus(one: Number | None, other: Number | None) -> Number | None:
    """The sum."""
    if one is None or other is None:
        return None
    found = one + other
    return found if type(found) is int and -_LARGEST < found < _LARGEST else _in_range(found)


def minus(one: Number | None, other: Number | None) -> Number | None:
    """The difference."""
    if one is None or other is None:
        return None
    found = one - other
    return found if type(found) is int and -_LARGEST < found < _LARGEST else _in_range(found)


def times(one: Number | None, other: Number | None) -> Number | None:
    """The product."""
    return None if one is None or other is None else _in_range(one * other)


def divided(one: Number | None, other: Number | None) -> Number | None:
    """The quotient, a decimal of 18 places; ``None`` by zero."""
    if one is None or other is None or not other:
        return None
    quotient = _EXACT.divide(Decimal(one), Decimal(other))
    return _in_range(quotient.quantize(_STEP, ROUND_DOWN, _EXACT))


def _in_range(value: Number) -> Number:
    fits = isinstance(value, int) or value == value.quantize(_STEP, ROUND_DOWN, _EXACT)
    if not fits or not -_LARGEST < value < _LARGEST:
        raise NotCompiledError(str(value))
    return value


def rounded(value: Number | None) -> Number | None:
    """The nearest whole number, of two the greater."""
    if value is None or isinstance(value, int):
        return value
    return (value + Decimal("0.5")).to_integral_value(ROUND_FLOOR)


def total(values: Sequence[Number | None]) -> Number | None:
    """The sum of all, if all are numbers."""
    found: Number | None = 0
    for value in values:
        found = plus(found, value)
    return found


def typed(words: str | None, datatype: str | None) -> str | None:
    """A literal of a datatype other than a string."""
    if words is None or datatype is None:
        return None
    return f"{quoted(words)}^^{datatype}"


def part(words: str | None, start: Number | None, length: Number | None) -> str | None:
    """``SUBSTR``: characters from the one of a number on, counted from 1."""
    if words is None or start is None or length is None:
        return None
    if not isinstance(start, int) or not isinstance(length, int) or start < 1 or length < 0:
        raise NotCompiledError(words)
    return words[start - 1 : start - 1 + length]


def before(words: str | None, mark: str | None) -> str | None:
    """What stands before the first mark; nothing where there is none."""
    if words is None or mark is None:
        return None
    return words.partition(mark)[0] if mark in words else ""
