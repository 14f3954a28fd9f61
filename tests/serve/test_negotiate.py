"""Negotiation by tables: the examples of RFC 9110, section 12.5, and of RFC 4647, and what clients really send."""

from __future__ import annotations

import pytest

from dashi_kg.serve.http.negotiate import (
    Offer,
    best_language,
    best_type,
    media_ranges,
    quality,
    wants_gzip,
    words,
)
from tests.many import in_one

HTML, TURTLE, LD, NT = (
    Offer(kind) for kind in ("text/html", "text/turtle", "application/ld+json", "application/n-triples")
)
OURS = (HTML, TURTLE, LD, NT)

# RFC 9110, section 12.5.1, the last table
RFC = "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5"


@pytest.mark.parametrize(
    ("offer", "q"),
    [
        (Offer("text/plain", {"format": "flowed"}), 1.0),
        (Offer("text/plain"), 0.7),
        (Offer("text/html"), 0.3),
        (Offer("image/jpeg"), 0.5),
        (Offer("text/plain", {"format": "fixed"}), 0.4),
        (Offer("text/html", {"level": "3"}), 0.3),
    ],
    ids=str,
)
def test_the_table_of_the_rfc(offer: Offer, q: float) -> None:
    assert quality(media_ranges([RFC]), offer)[0] == q


def test_the_other_examples_of_the_rfc() -> None:
    audio = media_ranges(["audio/*; q=0.2, audio/basic"])
    assert quality(audio, Offer("audio/basic"))[0] == 1.0
    assert quality(audio, Offer("audio/mpeg"))[0] == 0.2
    text = ["text/plain; q=0.5, text/html, text/x-dvi; q=0.8, text/x-c"]
    offers = [Offer(f"text/{name}") for name in ("plain", "x-dvi", "x-c", "html")]
    assert [quality(media_ranges(text), o)[0] for o in offers] == [0.5, 0.8, 1.0, 1.0]
    assert best_type(text, offers) == Offer("text/x-c")


@in_one(
    ("accept", "best"),
    [
        ([], HTML),
        ([""], HTML),
        ([" , ,"], HTML),
        (["*/*"], HTML),
        (["text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"], HTML),
        (["text/turtle"], TURTLE),
        (["TEXT/Turtle"], TURTLE),
        (["text/turtle;q=0.5, application/ld+json"], LD),
        (["text/turtle;q=0.5", "application/ld+json;q=0.6"], LD),  # several headers
        (["application/n-triples;q=0.001"], NT),
        (["text/*"], HTML),
        (["text/*, text/html;q=0"], TURTLE),  # the more specific range decides
        (["*/*, text/html;q=0, text/turtle;q=0"], LD),
        (["*/*;q=0.1, application/n-triples"], NT),
        (["application/ld+json, */*"], LD),  # named beats covered
        (["application/rdf+xml, text/turtle;q=0.9, */*;q=0.1"], TURTLE),
        (["application/ld+json;profile=\"http://www.w3.org/ns/json-ld#compacted\""], LD),
        (['application/ld+json;profile="a,b;q=0", text/html;q=0.5'], HTML),  # exact before lenient
        (["text/turtle; charset=utf-8"], TURTLE),
        (["text/turtle ; q=0.5 , text/html ; q=0.4"], TURTLE),
        (["text/turtle;q=1.000"], TURTLE),
        (["text/turtle;Q=0.2, text/html;q=0.1"], TURTLE),
        (["image/png"], None),
        (["application/rdf+xml"], None),
        (["*/*;q=0"], None),
        (["text/turtle;q=0"], None),
        (["text/html;q=0, text/turtle;q=0, application/*;q=0"], None),
        # malformed elements are left out
        (["text/turtle;q=2, text/html"], HTML),
        (["text/turtle;q=0.1234, application/n-triples"], NT),
        (["text/turtle;q=, application/n-triples"], NT),
        (["html, application/n-triples"], NT),
        (["*/html, application/n-triples"], NT),
        (["text/turtle/x, application/n-triples"], NT),
        (['"unclosed, text/turtle'], HTML),
        (["nonsense"], HTML),  # as if there were no header
        ([",".join(["a/b"] * 100_000)], None),
    ],
    ids=lambda value: str(value)[:60],
)  # fmt: skip
def test_media_types(accept: list[str], best: Offer | None) -> None:
    assert best_type(accept, OURS) == best


@in_one(
    ("header", "best"),
    [
        ([], "zh"),
        ([""], "zh"),
        (["en"], "en"),
        (["EN-us"], "en"),
        (["en-GB,en;q=0.9,zh;q=0.8"], "en"),
        (["zh-CN,zh;q=0.9,en;q=0.8"], "zh"),
        (["zh-Hant-TW, en;q=0.9"], "zh"),
        (["da, en-gb;q=0.8, en;q=0.7"], "en"),  # RFC 9110, section 12.5.4
        (["fr"], "zh"),
        (["fr, en;q=0.1"], "en"),
        (["*"], "zh"),
        (["en;q=0.5, *;q=0.4"], "en"),
        (["*;q=0.9, en;q=0.5"], "zh"),
        (["zh;q=0"], "en"),
        (["zh;q=0, en;q=0"], "zh"),
        (["en, zh"], "en"),  # of equals the first
        (["zh, en"], "zh"),
        (["en;q=0.5", "zh;q=0.4"], "en"),
        (["eng, zhx"], "zh"),
        (["en;q=x"], "zh"),
    ],
    ids=str,
)
def test_languages(header: list[str], best: str) -> None:
    assert best_language(header, ("zh", "en"), "zh") == best
    assert best_language(header, ("en", "zh"), "zh") == best


@in_one(
    ("header", "gzip"),
    [
        ([], False),
        ([""], False),
        (["gzip"], True),
        (["x-gzip"], True),
        (["compress, gzip"], True),
        (["br, gzip;q=0.5"], True),
        (["*"], True),
        (["compress;q=0.5, gzip;q=1.0"], True),
        (["gzip;q=1.0, identity; q=0.5, *;q=0"], True),
        (["gzip;q=0"], False),
        (["gzip;q=0.5, identity"], False),
        (["gzip;q=0, *"], False),
        (["identity"], False),
        (["br"], False),
        (["*;q=0"], False),
        (["GZIP"], True),
    ],
    ids=str,
)
def test_codings(header: list[str], gzip: bool) -> None:
    assert wants_gzip(header) is gzip


def test_the_elements_keep_their_order_and_parameters() -> None:
    assert [r.name for r in words(["b, a;q=0.1", "c"])] == ["b", "a", "c"]
    (only,) = media_ranges([r'text/x;a="p\"q";B=C;q=0.25'])
    assert (only.parameters, only.q) == ({"a": 'p"q', "b": "c"}, 0.25)


@in_one(
    "hostile",
    ["; " * 8000, ";" * 16000, "; x=y " * 2600, '"' * 16000, '\\"' * 8000, ';x="\\a"' * 2300, "," * 16000, "a/b;" * 4000],
    ids=["spaces", "semicolons", "parameters", "quotes", "escapes", "strings", "commas", "ranges"],
)  # fmt: skip
def test_a_hostile_header_is_read_in_no_time(hostile: str) -> None:
    """A pattern that tries every way to divide a row of spaces would not end before the sun does."""
    for header in (f"a/b{hostile}@", f"{hostile}@", f'a/b;x="{hostile}'):
        media_ranges([header])
        words([header])
        wants_gzip([header])


def test_a_wish_at_the_end_of_a_long_header_is_heard() -> None:
    assert best_type(["a/b;q=0.1, " * 1000 + "text/turtle"], OURS) == TURTLE
