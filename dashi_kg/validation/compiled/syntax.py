"""A query of SPARQL 1.1 as values (:mod:`dashi_kg.validation.compiled.tree`): as much of the language as shapes are written in.

Whatever else the language has raises :class:`NotCompiledError`.
"""

from __future__ import annotations

import re

from dashi_kg.rdf.namespaces import RDF_TYPE, XSD
from dashi_kg.validation.compiled.tree import (
    Bind,
    Call,
    Constant,
    Exists,
    Expression,
    Filter,
    Group,
    Match,
    NotCompiledError,
    Optional,
    Pattern,
    Select,
    Term,
    Union,
    Values,
    Variable,
)

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<variable>[?$]\w+)
    |(?P<words>"(?:[^"\\\n]|\\.)*")
    |(?P<name>\w*:(?:[A-Za-z_][\w-]*)?)
    |(?P<number>\d+(?!\.\d|[eE]))
    |(?P<word>[A-Za-z]\w*)
    |(?P<sign>\|\||&&|!=|<=|>=|[{}().,;=<>!*/+|-])""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(.)")
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}
_FUNCTIONS = {
    "SHA256": 1, "DATATYPE": 1, "STR": 1, "LANG": 1, "BOUND": 1, "ISBLANK": 1, "ROUND": 1, "SUM": 1, "COUNT": 1,
    "REGEX": 2, "STRENDS": 2, "STRSTARTS": 2, "CONTAINS": 2, "STRDT": 2, "STRBEFORE": 2,
    "SUBSTR": 3, "REPLACE": 3, "IF": 3, "CONCAT": 0, "COALESCE": 0,
}  # fmt: skip
_COMPARED = ("=", "!=", "<", ">", "<=", ">=")


def read_query(text: str, prefixes: dict[str, str]) -> Select:
    """The query as values.

    Args:
        prefixes: prefix → namespace, beside those that the query declares.

    Raises:
        NotCompiledError: it has something that is not read here.
    """
    return _Reader(text, prefixes).query()


class _Reader:
    """The tokens of one query, one after the other."""

    def __init__(self, text: str, prefixes: dict[str, str]) -> None:
        self._prefixes = dict(prefixes)
        self._tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if not found:
                raise NotCompiledError(text[at : at + 20])
            if found.lastgroup != "space":
                self._tokens.append((str(found.lastgroup), found[0]))
            at = found.end()
        self._tokens.append(("end", ""))
        self._at = 0

    # ------------------------------------------------------------ tokens

    def _next(self) -> tuple[str, str]:
        self._at += 1
        return self._tokens[self._at - 1]

    def _is(self, *words: str) -> bool:
        kind, word = self._tokens[self._at]
        return kind in ("word", "sign") and word.upper() in words

    def _take(self, *words: str) -> bool:
        taken = self._is(*words)
        self._at += taken
        return taken

    def _expect(self, word: str) -> None:
        if not self._take(word):
            raise NotCompiledError(f"{self._tokens[self._at][1]} for {word}")

    def _variable(self) -> str:
        kind, word = self._next()
        if kind != "variable":
            raise NotCompiledError(word)
        return word[1:]

    # ------------------------------------------------------------ the query

    def query(self) -> Select:
        while self._take("PREFIX"):
            _, name = self._next()
            _, iri = self._next()
            self._prefixes[name.removesuffix(":")] = iri[1:-1]
        self._expect("SELECT")
        distinct = self._take("DISTINCT")
        given: list[tuple[str, Expression | None]] = []
        while not self._is("WHERE", "{"):
            if self._take("("):
                expression = self._expression()
                self._expect("AS")
                given.append((self._variable(), expression))
                self._expect(")")
            else:
                given.append((self._variable(), None))
        self._take("WHERE")
        where = self._group()
        grouped, having = [], []
        if self._take("GROUP"):
            self._expect("BY")
            while self._tokens[self._at][0] == "variable":
                grouped.append(self._variable())
            while self._take("HAVING"):
                having.append(self._bracketed())
        if self._next()[0] != "end" or not given:
            raise NotCompiledError(self._tokens[self._at - 1][1])
        return Select(tuple(given), distinct, where, tuple(grouped), tuple(having))

    def _group(self) -> Group:
        self._expect("{")
        patterns: list[Pattern] = []
        while not self._take("}"):
            if self._take("."):
                continue
            if self._take("FILTER"):
                patterns.append(Filter(self._constraint()))
            elif self._take("OPTIONAL"):
                patterns.append(Optional(self._group()))
            elif self._take("BIND"):
                self._expect("(")
                expression = self._expression()
                self._expect("AS")
                patterns.append(Bind(expression, self._variable()))
                self._expect(")")
            elif self._take("VALUES"):
                name = self._variable()
                self._expect("{")
                terms = []
                while not self._take("}"):
                    terms.append(self._constant())
                patterns.append(Values(name, tuple(terms)))
            elif self._is("{"):
                groups = [self._group()]
                while self._take("UNION"):
                    groups.append(self._group())
                patterns.append(Union(tuple(groups)))
            else:
                patterns += self._triples()
        return Group(tuple(patterns))

    def _triples(self) -> list[Match]:
        subject = self._term()
        found = []
        while True:
            repeated, predicates = False, [self._predicate()]
            while self._take("|"):
                predicates.append(self._predicate())
            if len(predicates) == 1:
                repeated = self._take("+")
            while True:
                found.append(Match(subject, tuple(predicates), self._term(), repeated))
                if not self._take(","):
                    break
            if not self._take(";"):
                return found

    def _predicate(self) -> str:
        return str(RDF_TYPE) if self._take("A") else self._iri(*self._next())

    def _iri(self, kind: str, word: str) -> str:
        if kind == "iri" and ":" in word:
            return word
        prefix, _, local = word.partition(":")
        if kind != "name" or prefix not in self._prefixes:
            raise NotCompiledError(word)
        return f"<{self._prefixes[prefix]}{local}>"

    def _term(self) -> Term:
        if self._tokens[self._at][0] == "variable":
            return Variable(self._variable())
        return Constant(self._constant())

    def _constant(self) -> str:
        kind, word = self._next()
        if kind == "words":
            if set(_ESCAPE.findall(word)) - set(_PLAIN):
                raise NotCompiledError(word)
            return word
        if kind == "number":
            return f'"{word}"^^<{XSD}integer>'
        return self._iri(kind, word)

    # ------------------------------------------------------------ expressions

    def _constraint(self) -> Expression:
        return self._bracketed() if self._is("(") else self._primary()

    def _bracketed(self) -> Expression:
        self._expect("(")
        found = self._expression()
        self._expect(")")
        return found

    def _expression(self) -> Expression:
        found = [self._both()]
        while self._take("||"):
            found.append(self._both())
        return found[0] if len(found) == 1 else Call("||", tuple(found))

    def _both(self) -> Expression:
        found = [self._compared()]
        while self._take("&&"):
            found.append(self._compared())
        return found[0] if len(found) == 1 else Call("&&", tuple(found))

    def _compared(self) -> Expression:
        left = self._sum()
        for sign in _COMPARED:
            if self._take(sign):
                return Call(sign, (left, self._sum()))
        opposite = self._take("NOT")
        if opposite and not self._is("IN"):
            raise NotCompiledError("NOT")
        if not self._take("IN"):
            return left
        self._expect("(")
        listed = self._listed()
        return Call("not in" if opposite else "in", (left, *listed))

    def _listed(self) -> list[Expression]:
        found: list[Expression] = []
        while not self._take(")"):
            found.append(self._expression())
            self._take(",")
        return found

    def _sum(self) -> Expression:
        left = self._product()
        while self._is("+", "-"):
            left = Call(self._next()[1], (left, self._product()))
        return left

    def _product(self) -> Expression:
        left = self._unary()
        while self._is("*", "/"):
            left = Call(self._next()[1], (left, self._unary()))
        return left

    def _unary(self) -> Expression:
        return Call("!", (self._unary(),)) if self._take("!") else self._primary()

    def _primary(self) -> Expression:
        if self._is("("):
            return self._bracketed()
        if self._take("NOT"):
            self._expect("EXISTS")
            return Call("!", (Exists(self._group()),))
        if self._take("EXISTS"):
            return Exists(self._group())
        kind, word = self._tokens[self._at]
        if kind != "word":
            return self._term()
        self._at += 1
        name = word.upper()
        if name not in _FUNCTIONS:
            raise NotCompiledError(word)
        self._expect("(")
        given = tuple(self._listed())
        if not given or _FUNCTIONS[name] not in (0, len(given)):
            raise NotCompiledError(word)
        return Call(name, given)


def plain_words(term: str) -> str:
    """The words of a constant without marks and escapes."""
    return _ESCAPE.sub(lambda m: _PLAIN[m[1]], term[1:-1])
