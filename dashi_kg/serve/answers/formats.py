"""Which media types an answer can have, and which of them a client wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.serve.http.negotiate import Offer, media_ranges, quality


class NotAcceptableError(DashiError):
    """No form of the answer is wanted: 406, with the list of those that there are."""

    def __init__(self, wanted: str, forms: Sequence[ResultFormat]) -> None:
        self.types = [f.type for f in forms]
        super().__init__(
            Both(f"结果没有“{wanted[:200]}”这种格式", f"the answer has no form “{wanted[:200]}”"),
            remedy=Both(f"现有：{'、'.join(self.types)}。", f"These are there: {', '.join(self.types)}."),
        )


@dataclass(frozen=True, slots=True)
class ResultFormat:
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
    ResultFormat(
        "json", "application/sparql-results+json", _W3C + "SPARQL_Results_JSON", ("application/json", "srj")
    ),
    ResultFormat(
        "xml",
        "application/sparql-results+xml",
        _W3C + "SPARQL_Results_XML",
        ("application/xml", "text/xml", "srx"),
    ),
    ResultFormat("csv", "text/csv", _W3C + "SPARQL_Results_CSV", text=True),
    ResultFormat("tsv", "text/tab-separated-values", _W3C + "SPARQL_Results_TSV", text=True),
)
TRIPLES = (
    ResultFormat("turtle", "text/turtle", _W3C + "Turtle", ("ttl", "application/x-turtle"), text=True),
    ResultFormat("nt", "application/n-triples", _W3C + "N-Triples", ("ntriples",)),
    ResultFormat("jsonld", "application/ld+json", _W3C + "JSON-LD", ("application/json", "json-ld", "json")),
    ResultFormat(
        "rdfxml", "application/rdf+xml", _W3C + "RDF_XML", ("rdf", "xml", "application/xml", "text/xml")
    ),
    ResultFormat("nq", "application/n-quads", _W3C + "N-Quads", ("nquads",)),
    ResultFormat("trig", "application/trig", _W3C + "TriG"),
)


def forms_of(form: str) -> tuple[ResultFormat, ...]:
    """The forms of the answer to a SELECT, ASK, CONSTRUCT or DESCRIBE."""
    return TRIPLES if form in ("CONSTRUCT", "DESCRIBE") else SOLUTIONS


@lru_cache(maxsize=512)
def choose(forms: tuple[ResultFormat, ...], accept: str, name: str = "") -> tuple[ResultFormat, str]:
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
    ranges = media_ranges([accept])
    best: tuple[float, ResultFormat, str] | None = None
    for form in forms:
        for kind in (form.type, *(a for a in form.also if "/" in a)):
            q, _ = quality(ranges, Offer(kind), strict=False)
            # another name of a form counts only where it is asked for by this name
            if kind != form.type and not any(r.name == kind for r in ranges):
                continue
            if q > 0 and (best is None or q > best[0]):
                best = q, form, kind
    if best is None:
        raise NotAcceptableError(accept, forms)
    return best[1], best[1].content_type(best[2])


def wants_page(accept: str) -> bool:
    """Whether a browser asks: HTML before any RDF."""
    ranges = media_ranges([accept])
    named = any(r.name in ("text/html", "application/xhtml+xml") and r.q > 0 for r in ranges)

    def liked(kind: str) -> float:
        return quality(ranges, Offer(kind), strict=False)[0]

    return named and liked("text/html") >= max(liked(f.type) for f in TRIPLES)
