"""Which media types an answer can have, and which of them a client wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dashi_kg.errors import DashiError

_RANGE = re.compile(r"\s*([!#$%&'*+.^_`|~\w-]+|\*)/([!#$%&'*+.^_`|~\w-]+|\*)\s*(.*)", re.DOTALL)
_Q = re.compile(r";\s*q\s*=\s*\"?([01](?:\.[0-9]{0,3})?)\"?\s*(?:;|$)", re.IGNORECASE)


class NotAcceptableError(DashiError):
    """No form of the answer is wanted: 406, with the list of those that there are."""

    def __init__(self, wanted: str, forms: Sequence[Format]) -> None:
        self.types = [f.type for f in forms]
        super().__init__(
            f"none of the answer's forms is “{wanted[:200]}”", remedy=f"There is: {', '.join(self.types)}."
        )


@dataclass(frozen=True, slots=True)
class Format:
    """``name`` is the shortcut of ``?format=``; ``also``: other types and names by which it is asked for."""

    name: str
    type: str
    iri: str
    also: tuple[str, ...] = ()
    text: bool = False

    def content_type(self, wanted: str = "") -> str:
        """The header: the type that was asked for, if it is one of ours by another name."""
        kind = wanted if wanted in self.also and "/" in wanted else self.type
        return f"{kind}; charset=utf-8" if self.text else kind


_W3C = "http://www.w3.org/ns/formats/"
SOLUTIONS = (
    Format(
        "json", "application/sparql-results+json", _W3C + "SPARQL_Results_JSON", ("application/json", "srj")
    ),
    Format(
        "xml",
        "application/sparql-results+xml",
        _W3C + "SPARQL_Results_XML",
        ("application/xml", "text/xml", "srx"),
    ),
    Format("csv", "text/csv", _W3C + "SPARQL_Results_CSV", text=True),
    Format("tsv", "text/tab-separated-values", _W3C + "SPARQL_Results_TSV", text=True),
)
TRIPLES = (
    Format("turtle", "text/turtle", _W3C + "Turtle", ("ttl", "application/x-turtle"), text=True),
    Format("nt", "application/n-triples", _W3C + "N-Triples", ("ntriples",)),
    Format("jsonld", "application/ld+json", _W3C + "JSON-LD", ("application/json", "json-ld", "json")),
    Format("rdfxml", "application/rdf+xml", _W3C + "RDF_XML", ("rdf", "xml", "application/xml", "text/xml")),
    Format("nq", "application/n-quads", _W3C + "N-Quads", ("nquads",)),
    Format("trig", "application/trig", _W3C + "TriG"),
)


def forms_of(form: str) -> tuple[Format, ...]:
    """The forms of the answer to a SELECT, ASK, CONSTRUCT or DESCRIBE."""
    return TRIPLES if form in ("CONSTRUCT", "DESCRIBE") else SOLUTIONS


@lru_cache(maxsize=512)
def choose(forms: tuple[Format, ...], accept: str, name: str = "") -> tuple[Format, str]:
    """The form to answer in, and its content type.

    Args:
        accept: the header ``Accept``; empty: anything.
        name: of the parameter ``format``, a shortcut or a media type; it goes before ``accept``.

    Raises:
        NotAcceptableError: none is wanted.
    """
    if name:
        for form in forms:
            if name.lower() in (form.name, form.type, *form.also):
                return form, form.content_type(name.lower())
        raise NotAcceptableError(name, forms)
    ranges = list(_ranges(accept)) or [("*", "*", 1.0)]
    best: tuple[float, Format, str] | None = None
    for form in forms:
        for kind in (form.type, *(a for a in form.also if "/" in a)):
            q = _quality(kind, ranges)
            # another name of a form counts only where it is asked for by this name
            if kind != form.type and not any(f"{a}/{b}" == kind for a, b, _ in ranges):
                continue
            if q > 0 and (best is None or q > best[0]):
                best = q, form, kind
    if best is None:
        raise NotAcceptableError(accept, forms)
    return best[1], best[1].content_type(best[2])


def wants_page(accept: str) -> bool:
    """Whether a browser asks: HTML before any RDF."""
    ranges = list(_ranges(accept))
    named = any(f"{a}/{b}" in ("text/html", "application/xhtml+xml") for a, b, _ in ranges)
    return named and _quality("text/html", ranges) >= max(_quality(f.type, ranges) for f in TRIPLES)


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    """Media ranges with their weights; what is no range is passed over."""
    found = []
    for part in accept.split(","):
        if match := _RANGE.fullmatch(part):
            weight = _Q.search(match[3])
            found.append((match[1].lower(), match[2].lower(), float(weight[1]) if weight else 1.0))
    return found


def _quality(kind: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    """The weight that the most specific range gives to a type."""
    major, _, minor = kind.partition("/")
    best = (-1, 0.0)
    for a, b, q in ranges:
        if a in ("*", major) and b in ("*", minor):
            best = max(best, ((a != "*") + (b != "*"), q))
    return best[1]
