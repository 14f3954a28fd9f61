"""What a query may not do: reach out to other servers, or change data. Decided on tokens, not on words in a text.

A keyword is a bare word of the SPARQL 1.1 grammar (section 19.8): not a part of an IRI, a string, a comment, a
variable or a prefixed name. Parsers differ in two points, so both readings must be harmless:

- Code point escapes (section 19.2) are read before everything else by some, inside IRIs and strings only by
  others: ``"\\u0022"`` may or may not open a long string that hides what follows.
- The grammar takes the longest token, but some parsers take keywords off the front of a word: ``SERVICESILENT<x>``,
  ``1e5SERVICE<x>``, ``SERVICEex:a {`` then reach out. So a bare word must be a keyword or function that is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urljoin

from dashi_kg.errors import DashiError
from dashi_kg.language import Both

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r"""
      (?P<iri> <(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*> )
    | (?P<comment> \#[^\n\r]* )
    | (?P<string> \"{3}(?:\"{0,2}(?:[^\"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<variable> [?$]\w+ )
    | (?P<name> [\w.\-]{0,100}+:(?:[\w\-.:%]|\\.)* )  # a prefix of any length would be looked for at each place
    | (?P<number> \d+\.\d*[eE][+-]?\d+ | \.?\d+[eE][+-]?\d+ | \d*\.\d+ | \d+ )
    | (?P<tag> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<word> [A-Za-z_]\w* )
    | (?P<other> \s+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset("INSERT DELETE LOAD CLEAR DROP CREATE ADD MOVE COPY".split())
FORMS = frozenset("SELECT ASK CONSTRUCT DESCRIBE".split())
# Functions whose value is another at each call.
_CHANGING = frozenset("NOW RAND UUID STRUUID".split())
# What asks for named graphs; a name may follow without a space.
_NAMING = re.compile("graph|from", re.IGNORECASE)
# Keywords and functions of SPARQL 1.1 (sections 19.8) and of the drafts of SPARQL 1.2.
_KNOWN = (
    FORMS
    | _UPDATES
    | _CHANGING
    | frozenset(
        """A ABS ADJUST ALL AS ASC AVG BASE BIND BNODE BOUND BY CEIL COALESCE CONCAT CONTAINS COUNT DATA DATATYPE DAY
        DEFAULT DESC DISTINCT ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM GRAPH GROUP GROUP_CONCAT HASLANG
        HASLANGDIR HAVING HOURS IF IN INTO IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGDIR
        LANGMATCHES LATERAL LCASE LIMIT MAX MD5 MIN MINUS MINUTES MONTH NAMED NIL NOT OBJECT OFFSET OPTIONAL ORDER
        PREDICATE PREFIX REDUCED REGEX REPLACE ROUND SAMETERM SAMEVALUE SAMPLE SECONDS SEPARATOR SERVICE SHA1 SHA256
        SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLANGDIR STRLEN STRSTARTS SUBJECT SUBSTR
        SUM TIMEZONE TO TRIPLE TRUE TZ UCASE UNDEF UNION UNIT URI USING VALUES VERSION WHERE WITH YEAR""".split()
    )
)
# Beyond this a parser that calls itself for each bracket runs out of stack.
_DEPTH = 400


class RefusedError(DashiError):
    """The query asks for what is never done here; mending its syntax does not help."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query asks for.

    Attributes:
        form: SELECT, ASK, CONSTRUCT or DESCRIBE; empty if there is none of them.
        graphs: the IRIs of its ``FROM`` and ``FROM NAMED``, absolute; ``None`` if it names none.
        changing: whether it calls a function such as ``NOW()``, whose value is another each time.
        named: whether it may ask for named graphs.
    """

    form: str
    graphs: tuple[str, ...] | None
    changing: bool
    named: bool


def tokens(text: str, *, escapes: bool = True) -> Iterator[tuple[str, str]]:
    """Kind and characters of each token: iri, string, variable, name, number, tag, word, other; no comments, no spaces.

    Args:
        escapes: whether code point escapes are read before everything else.
    """
    plain = _ESCAPE.sub(_character, text) if escapes else text
    for found in _TOKEN.finditer(plain):
        kind = found.lastgroup or "other"
        if kind != "comment" and not found[0].isspace():
            yield kind, found[0]


def _character(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code <= 0x10FFFF else found[0]


def checked(text: str, base: str = "", prefixes: Mapping[str, str] | None = None) -> Asked:
    """Refuse what reaches out or changes data.

    Args:
        text: the query.
        base: resolves the relative IRIs of ``FROM``.
        prefixes: those that the query need not declare.

    Raises:
        RefusedError: ``SERVICE`` or an update.
        DashiError: a word that SPARQL does not have, or brackets that are nested too deeply.
    """
    found = list(tokens(text, escapes=False))
    readings = [found]
    if "\\" in text and (other := list(tokens(text))) != found:
        readings.append(other)
    for reading in readings:
        if _reaches_out(reading):
            raise RefusedError(
                Both("不接受 SERVICE：查询只限于这份数据", "SERVICE is refused: queries stay on this data"),
                remedy=Both("请先载入所需的数据。", "Load the other data first."),
            )
    words = [word.upper() for kind, word in found if kind == "word"]
    first = next((w for w in words if w in _UPDATES or w in FORMS), "")
    if first in _UPDATES:
        raise RefusedError(
            Both(f"这是更新（{first}），不是查询", f"this is an update ({first}), not a query"),
            remedy=Both(
                "这里只供查询；请用 SELECT、ASK 或 CONSTRUCT。",
                "Updates are refused; ask with SELECT, ASK or CONSTRUCT.",
            ),
        )
    for word in words:
        if word not in _KNOWN:
            raise DashiError(
                Both(
                    f"不是 SPARQL 查询：SPARQL 没有“{word[:40]}”这个词",
                    f"not a SPARQL query: SPARQL has no word “{word[:40]}”",
                ),
                remedy=Both(
                    "请改正查询：词与词之间留空格，变量前加 ?。",
                    "Correct the query: put spaces between words, and ? before variables.",
                ),
            )
    _check_depth(found)
    graphs = _graphs(found, base, prefixes or {}) if "FROM" in words else None
    named = any(kind in ("word", "name") and _NAMING.match(word) for each in readings for kind, word in each)
    return Asked(first, graphs, bool(_CHANGING.intersection(words)), named)


def _reaches_out(reading: Sequence[tuple[str, str]]) -> bool:
    """Whether any parser could see the keyword SERVICE."""
    before, after = [("", ""), *reading], [*reading[1:], ("", "")]
    for (_, last), (kind, word), (_, following) in zip(before, reading, after, strict=False):
        upper = word.upper()
        if kind == "word" and "SERVICE" in upper:
            return True
        # SERVICEex:a { … } for SERVICE ex:a { … }; but GRAPH service:a { … } is a graph
        if kind == "name" and upper.startswith("SERVICE") and following == "{" and last.upper() != "GRAPH":
            return True
    return False


def _check_depth(found: Sequence[tuple[str, str]]) -> None:
    depth = 0
    for kind, word in found:
        if kind == "other" and word in "{([":
            depth += 1
            if depth > _DEPTH:
                raise DashiError(
                    Both(f"括号嵌套超过 {_DEPTH} 层", f"brackets are nested more than {_DEPTH} deep"),
                    remedy=Both("请减少括号的嵌套。", "Nest the brackets less."),
                )
        elif kind == "other" and word in "})]":
            depth -= 1


def _graphs(found: Sequence[tuple[str, str]], base: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The IRIs after ``FROM`` and ``FROM NAMED``; BASE and PREFIX of the query hold (sections 4.1 and 13.2)."""
    known = dict(known)
    named = []
    for i, ((kind, word), (after, name)) in enumerate(pairwise(found)):
        key = word.upper() if kind == "word" else ""
        if key == "BASE" and after == "iri":
            base = _resolved(name, base)
        elif key == "PREFIX" and after == "name" and i + 2 < len(found) and found[i + 2][0] == "iri":
            known[name.partition(":")[0]] = _resolved(found[i + 2][1], base)
        elif key in ("FROM", "NAMED") and after == "iri":
            named.append(_resolved(name, base))
        elif key in ("FROM", "NAMED") and after == "name":
            prefix, _, local = name.partition(":")
            named.append(known.get(prefix, prefix + ":") + re.sub(r"\\(.)", r"\1", local))
    return tuple(named)


def _resolved(iri: str, base: str) -> str:
    plain = _ESCAPE.sub(_character, iri[1:-1])
    joined = urljoin(base, plain)
    return (
        joined + "#" if plain.endswith("#") and not joined.endswith("#") else joined
    )  # urljoin drops an empty one
