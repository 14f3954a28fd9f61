"""Expressions of a query as expressions of Python.

Each has a sort: a ``term`` of N-Triples, the ``text`` of a simple literal, a ``number`` of Python, or a ``truth``. A filter asks
whether its expression is true; within ``!``, whether one is false. So an error, which is neither, needs no value of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dashi_kg.rdf.namespaces import XSD
from dashi_kg.text.needed import needed
from dashi_kg.validation.compiled import values
from dashi_kg.validation.compiled.not_compiled import NotCompiledError
from dashi_kg.validation.compiled.regular import pattern, replacement
from dashi_kg.validation.compiled.syntax import plain_words
from dashi_kg.validation.compiled.tree import Call, Constant, Exists, Expression, Variable

TERM, TEXT, NUMBER = "term", "text", "number"
_KEPT = 1_024
_INTEGER = f'"^^<{XSD}integer>'
_ARITHMETIC = {"+": "plus", "-": "minus", "*": "times", "/": "divided"}
_ORDER = {"<": ">=", ">": "<=", "<=": ">", ">=": "<"}  # and the opposite
_ON_TEXTS = {"STRSTARTS": "startswith", "STRENDS": "endswith", "CONTAINS": "__contains__"}


@dataclass(frozen=True, slots=True)
class Code:
    """Python that gives a value of a sort, or ``None``; ``sure``: never ``None``."""

    python: str
    sort: str
    sure: bool = False


class Expressions:
    """Writes expressions.

    Args:
        names: what the Python may name: functions, and constants that are added here.
        exists: writes the test whether a group has a solution.
        early: of Python that is made of a variable alone, and the variable: what to write in its place.
    """

    def __init__(
        self, names: dict[str, Any], exists: Callable[[Exists], str], early: Callable[[str, str], str]
    ) -> None:
        self.names = names
        self._exists = exists
        self._early = early
        self.variables: dict[str, Code] = {}  # of those that have a value so far
        self.aggregates: dict[Call, Code] = {}
        self._count = 0
        for function in (
            values.of_number, values.equal, values.equal_words, values.less, values.less_number, values.equal_numbers,
            values.less_text, values.equal_text, values.opposite, values.text, values.told, values.plus,
            values.minus, values.times, values.divided, values.rounded, values.typed, values.part, values.before,
            values.quoted, values.language_of,
        ):  # fmt: skip
            self.names[function.__name__] = function
        self.names |= {"words_of": values.words_of, "number_of": values.number_of}

    def constant(self, value: object) -> str:
        """The name of a constant of the Python."""
        for name, known in self.names.items():
            if type(known) is type(value) and known == value:
                return name
        name = f"K{len(self.names)}"
        self.names[name] = value
        return name

    # ------------------------------------------------------------ whether

    def true(self, node: Expression) -> str:
        """Python that is true where the expression is."""
        return self._truth(node, wanted=True)

    def _truth(self, node: Expression, wanted: bool) -> str:
        if isinstance(node, Exists):
            test = self._exists(node)
            return test if wanted else f"not ({test})"
        if not isinstance(node, Call):
            raise NotCompiledError(str(node))
        if node.name == "!":
            return self._truth(node.given[0], not wanted)
        if node.name in ("||", "&&"):
            word = " or " if (node.name == "||") == wanted else " and "
            return "(" + word.join(self._truth(one, wanted) for one in node.given) + ")"
        if node.name == "BOUND":
            name = node.given[0]
            if not isinstance(name, Variable):
                raise NotCompiledError("BOUND")
            code = self.variables.get(name.name)
            return f"({code.python if code else None} is {'not ' if wanted else ''}None)"
        if node.name in ("in", "not in"):
            return self._listed(node, wanted == (node.name == "in"))
        if node.name in ("=", "!=") and (quick := self._same(node, wanted == (node.name == "="))):
            return quick
        if node.name in _ON_TEXTS or node.name == "REGEX":
            return self._found(node, wanted)
        if node.name in _ORDER and (quick := self._ordered(node, wanted)):
            return quick
        return f"({self._test(node)} is {wanted})"

    def _kept(self, code: str) -> tuple[str, str]:
        """Python that works a value out and tells whether there is one, and the name that it then has."""
        self._count += 1
        name = f"w{self._count}"
        return f"({name} := {code}) is not None", name

    def _found(self, node: Call, wanted: bool) -> str:
        """A test of words, by a pattern or by other words."""
        there, words = self._kept(self._words(node.given[0]))
        if node.name == "REGEX":
            search = self.constant(pattern(_constant_words(node.given[1])).search)
            return f"({there} and {search}({words}) is {'not ' if wanted else ''}None)"
        mark = self.text(node.given[1])
        if not mark.sure:
            also, name = self._kept(mark.python)
            there = f"{there} and {also}"
        else:
            name = mark.python
        return f"({there} and {'' if wanted else 'not '}{words}.{_ON_TEXTS[node.name]}({name}))"

    def _same(self, node: Call, wanted: bool) -> str:
        """Terms of which one is an IRI are compared as they are, and what is one term needs no look at what it means."""
        one, other = (self.value(part) for part in node.given)
        if one.sort == other.sort == TEXT and other.sure:
            if wanted and (tagged := self._tagged(node, other)):
                return tagged
            there, name = self._kept(one.python)
            return f"({there} and {name} {'==' if wanted else '!='} {other.python})"
        if {one.sort, other.sort} == {TERM, TEXT}:
            words, term = (one, other) if one.sort == TEXT else (other, one)
            return f"(equal_words({words.python}, {term.python}) is {wanted})"
        if one.sort != TERM or other.sort != TERM:
            return ""
        if other.python[:2] == "'<":
            if wanted:
                return f"({one.python} == {other.python})"
            return (
                f"({one.python} != {other.python})"
                if one.sure
                else f"(None is not {one.python} != {other.python})"
            )
        sign = "==" if wanted else "!="
        joint = "or" if wanted else "and"
        if not (one.sure and other.sure):
            return ""
        return f"({one.python} {sign} {other.python} {joint} equal({one.python}, {other.python}) is {wanted})"

    def _ordered(self, node: Call, wanted: bool) -> str:
        """Two numbers, if at least one is no term: compared without a call."""
        one, other = (self.value(part) for part in node.given)
        if NUMBER not in (one.sort, other.sort) or TEXT in (one.sort, other.sort):
            return ""
        tests, names = [], []
        for code in (self._as(NUMBER, one), self._as(NUMBER, other)):
            if code.python.isdigit():
                names.append(code.python)
            else:
                there, name = self._kept(code.python)
                tests.append(there)
                names.append(name)
        sign = node.name if wanted else _ORDER[node.name]
        return f"({' and '.join([*tests, f'{names[0]} {sign} {names[1]}'])})"

    def _tagged(self, node: Call, language: Code) -> str:
        """``LANG(?words) = "zh"``: how the term ends."""
        tag = language.python[1:-1]
        words = node.given[0]
        if not isinstance(words, Call) or words.name != "LANG" or not tag.isalpha():
            return ""
        term = self.term(words.given[0])
        end = f'"@{tag}'
        return f"{term.python}[{-len(end)}:] == {end!r}" if term.sure else ""

    def _listed(self, node: Call, wanted: bool) -> str:
        first, *others = node.given
        terms = [one.term for one in others if isinstance(one, Constant)]
        if len(terms) != len(others) or any(term[0] == '"' for term in terms):
            raise NotCompiledError(node.name)
        code = self.term(first)
        test = f"{code.python} {'' if wanted else 'not '}in {self.constant(frozenset(terms))}"
        # an error is neither in a list nor outside of it
        return f"({test})" if wanted or code.sure else f"({code.python} is not None and {test})"

    def _test(self, node: Call) -> str:
        """Python that gives ``True``, ``False`` or ``None``."""
        given = node.given
        if node.name in ("=", "!="):
            test = self._compared(given[0], given[1], "equal")
            return test if node.name == "=" else f"opposite({test})"
        if node.name in ("<", ">", "<=", ">="):
            one, other = given if node.name in ("<", ">=") else given[::-1]
            test = self._compared(one, other, "less")
            return test if node.name in ("<", ">") else f"opposite({test})"
        if node.name == "ISBLANK":
            return f"({self.term(given[0]).python}[0] == '_')"
        raise NotCompiledError(node.name)

    def _compared(self, one: Expression, other: Expression, how: str) -> str:
        sorts = {self.value(one).sort, self.value(other).sort}
        if NUMBER in sorts and TEXT not in sorts:
            function = "equal_numbers" if how == "equal" else "less_number"
            if how == "equal" and TERM in sorts:  # words are not equal to a number, and that is no error
                return f"equal({self.term(one).python}, {self.term(other).python})"
            return f"{function}({self.number(one).python}, {self.number(other).python})"
        if sorts == {TEXT}:
            return f"{how}_text({self.text(one).python}, {self.text(other).python})"
        return f"{how}({self.term(one).python}, {self.term(other).python})"

    # ------------------------------------------------------------ values

    def value(self, node: Expression) -> Code:
        """Python for the value of an expression, of the sort that comes of itself."""
        if isinstance(node, Variable):
            return self.variables.get(node.name, Code("None", TERM))
        if isinstance(node, Constant):
            if node.term.endswith(_INTEGER):
                return Code(node.term[1 : -len(_INTEGER)], NUMBER, sure=True)
            if node.term[0] == '"':
                return Code(repr(plain_words(node.term)), TEXT, sure=True)
            return Code(repr(node.term), TERM, sure=True)
        if isinstance(node, Exists):
            raise NotCompiledError("EXISTS")
        if node in self.aggregates:
            return self.aggregates[node]
        given = node.given
        if node.name in _ARITHMETIC:
            one, other = (self.number(part).python for part in given)
            return Code(f"{_ARITHMETIC[node.name]}({one}, {other})", NUMBER)
        if node.name == "ROUND":
            return Code(f"rounded({self.number(given[0]).python})", NUMBER)
        if node.name in ("IF", "COALESCE"):
            return self._chosen(node)
        if node.name == "STRDT":
            if not isinstance(given[1], Constant) or given[1].term == f"<{values.STRING}>":
                raise NotCompiledError("STRDT")
            return Code(f"typed({self.text(given[0]).python}, {given[1].term!r})", TERM)
        if node.name == "DATATYPE":
            self.names["_datatype"] = _datatype
            return Code(f"_datatype({self.term(given[0]).python})", TERM)
        return self._text_of(node)

    def _text_of(self, node: Call) -> Code:
        given = node.given
        if node.name == "STR":
            if isinstance(given[0], Constant):
                return Code(repr(values.told(given[0].term)), TEXT, sure=True)
            code = self.value(given[0])
            if code.sort != TERM or not code.sure:
                return code if code.sort == TEXT else Code(f"told({self.term(given[0]).python})", TEXT)
            term = code.python  # most are IRIs: without a call
            return Code(f"({term}[1:-1] if {term}[0] == '<' else told({term}))", TEXT)
        if node.name == "LANG":
            return Code(f"language_of({self.term(given[0]).python})", TEXT)
        if node.name == "SHA256":
            self.names["_sha256"] = _sha256
            return Code(f"_sha256({self.text(given[0]).python})", TEXT)
        if node.name == "SUBSTR":
            numbers = ", ".join(self.number(one).python for one in given[1:])
            return Code(f"part({self.text(given[0]).python}, {numbers})", TEXT)
        if node.name == "STRBEFORE":
            return Code(f"before({self.text(given[0]).python}, {self.text(given[1]).python})", TEXT)
        if node.name == "CONCAT":
            parts = [self.text(one) for one in given]
            unsure = [part.python for part in parts if not part.sure]
            if all(part.isidentifier() for part in unsure):
                there = " and ".join(f"{part} is not None" for part in unsure) or "True"
                return Code(f"({' + '.join(part.python for part in parts)} if {there} else None)", TEXT)
            self.names["_joined"] = _joined
            return Code(f"_joined({', '.join(part.python for part in parts)})", TEXT)
        if node.name == "REPLACE":
            function = f"_replaced_{len(self.names)}"
            found = pattern(_constant_words(given[1]))
            if found.search(""):
                raise NotCompiledError("REPLACE")
            self.names[function] = _replaced(found, replacement(_constant_words(given[2])))
            return Code(f"{function}({self.text(given[0]).python})", TEXT)
        raise NotCompiledError(node.name)

    def _chosen(self, node: Call) -> Code:
        """``IF`` and ``COALESCE``: all branches of one sort, or as terms."""
        branches = node.given[1:] if node.name == "IF" else node.given
        sorts = {self.value(one).sort for one in branches}
        sort = sorts.pop() if len(sorts) == 1 else TERM
        codes = [self._as(sort, self.value(one)).python for one in branches]
        if node.name == "IF":
            yes, no = self._truth(node.given[0], wanted=True), self._truth(node.given[0], wanted=False)
            return Code(f"({codes[0]} if {yes} else {codes[1]} if {no} else None)", sort)
        self.names["_first"] = _first
        return Code(f"_first({', '.join(codes)})", sort)

    def term(self, node: Expression) -> Code:
        """The value as a term."""
        return self._as(TERM, self.value(node))

    def text(self, node: Expression) -> Code:
        """The value as words of a simple literal."""
        return self._as(TEXT, self.value(node))

    def number(self, node: Expression) -> Code:
        """The value as a number."""
        return self._as(NUMBER, self.value(node))

    def _words(self, node: Expression) -> str:
        """The words of a literal in any language, for functions that give no words back."""
        code = self.value(node)
        return f"words_of[{code.python}]" if code.sort == TERM else self._as(TEXT, code).python

    def _as(self, sort: str, code: Code) -> Code:
        if code.sort == sort:
            return code
        if sort == TERM:
            if code.sort == NUMBER and code.python.isdigit():
                return Code(repr(values.of_number(int(code.python))), TERM, sure=True)
            if code.sort == NUMBER:
                return Code(f"of_number({code.python})", TERM, code.sure)
            return Code(f"quoted({code.python})", TERM, code.sure)
        if code.sort == TERM:
            if sort == NUMBER:
                return Code(f"number_of[{code.python}]", sort)
            return Code(self._early(f"text({code.python})", code.python), sort)
        return Code("None", sort)  # a number is no text, nor a text a number


def _constant_words(node: Expression) -> str:
    if not isinstance(node, Constant) or node.term[-1] != '"':
        raise NotCompiledError(str(node))
    return plain_words(node.term)


def _replaced(found: re.Pattern[str], by: str) -> Callable[[str | None], str | None]:
    signs = min(needed(found), key=len, default=frozenset())

    def replaced(words: str | None) -> str | None:
        if words is None or (signs and signs.isdisjoint(words)):
            return words
        return found.sub(by, words)

    return replaced


def _first(*given: Any) -> Any:
    return next((one for one in given if one is not None), None)


def _joined(*given: str | None) -> str | None:
    return None if None in given else "".join(given)  # type: ignore[arg-type]


def _sha256(words: str | None) -> str | None:
    from hashlib import sha256

    return None if words is None else sha256(words.encode("utf-8")).hexdigest()


@lru_cache(maxsize=_KEPT)  # a few values stand in many places
def _datatype(term: str | None) -> str | None:
    if term is None or term[0] != '"':
        return None
    if term[-1] == ">":  # most are numbers
        return term[term.rindex('"') + 3 :]
    return f"<{values.datatype_of(term)}>"
