"""What a query may not do: reach out to other servers, or change data. Decided on tokens, not on words in a text.

A keyword is a bare word of the SPARQL 1.1 grammar (section 19.8): not a part of an IRI, a string, a comment, a
variable or a prefixed name. Code point escapes are read first, as section 19.2 says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashi_kg.errors import DashiError

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r"""
      (?P<iri> <[^\x00-\x20<>"{}|^`\\]*> )
    | (?P<comment> \#[^\n\r]* )
    | (?P<string> \"{3}(?:\"{0,2}(?:[^\"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<variable> [?$]\w+ )
    | (?P<name> [\w.\-]*:(?:[\w\-.:%]|\\.)* )
    | (?P<tag> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<word> [A-Za-z_]\w* )
    | (?P<other> \s+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset("INSERT DELETE LOAD CLEAR DROP CREATE ADD MOVE COPY".split())
_FORMS = frozenset("SELECT ASK CONSTRUCT DESCRIBE".split())


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """Kind and characters of each token: iri, string, variable, name, tag, word, other; no comments, no spaces."""
    plain = _ESCAPE.sub(_character, text)
    for found in _TOKEN.finditer(plain):
        kind = found.lastgroup or "other"
        if kind != "comment" and not found[0].isspace():
            yield kind, found[0]


def _character(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code <= 0x10FFFF else found[0]


def checked(text: str) -> bool:
    """Refuse what reaches out or changes data.

    Returns:
        Whether the query names its own dataset (``FROM``).

    Raises:
        DashiError: ``SERVICE`` or an update.
    """
    words = [word.upper() for kind, word in tokens(text) if kind == "word"]
    if "SERVICE" in words:
        raise DashiError("SERVICE is refused: queries stay on this data", remedy="Load the other data first.")
    first = next((w for w in words if w in _UPDATES or w in _FORMS), "")
    if first in _UPDATES:
        raise DashiError(
            f"not a SPARQL query but an update ({first})",
            remedy="Updates are refused; ask with SELECT, ASK or CONSTRUCT.",
        )
    return "FROM" in words
