"""IRIs over HTTP: Cool URIs for the Semantic Web, Best Practices for Publishing Linked Data, RFC 9110."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from tests.serve.running import BASE, Running, files, running

DOCUMENTS = {
    "org/one": "/org/one",
    "report/one/2023": "/report/one/2023",
    "ns": "/ns",
    "place/柿子": "/place/%E6%9F%BF%E5%AD%90",
}
KINDS = {
    ".html": ("text/html", "zh"),
    ".en.html": ("text/html", "en"),
    ".ttl": ("text/turtle", ""),
    ".jsonld": ("application/ld+json", ""),
    ".nt": ("application/n-triples", ""),
}


@pytest.fixture(scope="module")
def direct(release: Path) -> Iterator[Running]:
    with running(release, "--dereference", "direct", "--lang", "en", "--max-age", "60") as started:
        yield started


# ------------------------------------------------------------------ 303


@pytest.mark.parametrize("suffix", KINDS)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_an_iri_leads_to_the_document_that_the_client_wants(
    server: Running, document: str, suffix: str
) -> None:
    kind, lang = KINDS[suffix]
    at = DOCUMENTS[document]
    headers = {"accept_language": lang} if lang else {}
    answer = server.get(at, kind, **headers)
    assert (answer.status, answer["Location"], answer.body) == (303, at + suffix, b"")
    assert answer["Vary"] == "Accept, Accept-Language, Accept-Encoding"
    there = server.get(answer["Location"])
    assert there.status == 200
    assert there["Content-Type"].split(";")[0] == kind
    assert there.body == files()[document + suffix]


@pytest.mark.parametrize(
    ("accept", "lang", "suffix"),
    [
        ("", "", ".html"),
        ("*/*", "en", ".en.html"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "en-GB,en;q=0.9", ".en.html"),
        ("text/turtle;q=0.9, text/html;q=0.3", "en", ".ttl"),
        ("*/*, text/html;q=0", "", ".ttl"),
        ("application/ld+json;profile=x", "", ".jsonld"),
    ],
)
def test_wishes_with_weights(server: Running, accept: str, lang: str, suffix: str) -> None:
    headers = [(k, v) for k, v in (("Accept", accept), ("Accept-Language", lang)) if v]
    assert server.ask("/org/one", *headers)["Location"] == f"/org/one{suffix}"


def test_several_headers_are_one(server: Running) -> None:
    answer = server.ask("/org/one", ("Accept", "text/html;q=0.2"), ("Accept", "application/n-triples"))
    assert answer["Location"] == "/org/one.nt"


def test_the_root_is_the_home_page(server: Running) -> None:
    assert server.get("/")["Location"] == "/index.html"
    assert server.get("/", accept_language="en")["Location"] == "/index.en.html"
    assert server.get("/", "text/turtle").status == 406  # there is no Turtle of the home page here
    assert server.get("/index").status == 308
    assert server.get("/index")["Location"] == "/"


def test_a_query_is_kept(server: Running) -> None:
    assert server.get("/org/one?q=%E6%B3%95")["Location"] == "/org/one.html?q=%E6%B3%95"


def test_the_links_name_all_representations_the_iri_and_the_data(server: Running) -> None:
    found = server.get("/org/one")["Link"]
    for suffix, (kind, lang) in KINDS.items():
        tongue = {"zh": '; hreflang="zh-Hans"', "en": '; hreflang="en"', "": ""}[lang]
        assert f'</org/one{suffix}>; rel="alternate"; type="{kind}"{tongue}' in found
    assert f'<{BASE}org/one>; rel="canonical"' in found
    assert '</org/one.ttl>; rel="describedby"; type="text/turtle"' in found
    page = server.get("/org/one.html")["Link"]
    assert '</org/one.html>; rel="alternate"' not in page
    assert '</org/one.en.html>; rel="alternate"' in page
    assert f'<{BASE}org/one>; rel="canonical"' in page
    assert found.isascii()
    assert server.get("/place/%E6%9F%BF%E5%AD%90")["Link"].isascii()


def test_a_link_leads_to_rdf_about_the_iri(server: Running) -> None:
    target = re.search(r'<([^>]+)>; rel="describedby"', server.get("/org/one")["Link"])
    assert target
    triples = list(parse(server.get(target[1]).body, format=RdfFormat.TURTLE))
    assert f"{BASE}org/one" in {t.subject.value for t in triples}  # type: ignore[union-attr]


# ------------------------------------------------------------------ direct


@pytest.mark.parametrize("suffix", KINDS)
def test_the_document_at_once(direct: Running, suffix: str) -> None:
    kind, lang = KINDS[suffix]
    answer = direct.get("/org/one", kind, **({"accept_language": lang} if lang else {}))
    assert answer.status == 200
    assert answer["Content-Location"] == f"/org/one{suffix}"
    assert answer["Vary"] == "Accept, Accept-Language, Accept-Encoding"
    assert answer["Cache-Control"] == "public, max-age=60"
    assert answer.body == files()[f"org/one{suffix}"]
    again = direct.get("/org/one", kind, if_none_match=answer["ETag"], accept_language=lang or "zh")
    assert (again.status, again.body) == (304, b"")
    assert again["Content-Location"] == answer["Content-Location"]


def test_the_language_where_none_is_asked_for(direct: Running) -> None:
    assert direct.get("/org/one")["Content-Location"] == "/org/one.en.html"
    assert b"Not found" in direct.get("/nothing").body


# ------------------------------------------------------------------ 406, 404, 405


def test_none_acceptable_gives_a_list(server: Running) -> None:
    answer = server.get("/org/one", "image/png")
    assert answer.status == 406
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    for suffix, (kind, _) in KINDS.items():
        assert f"/org/one{suffix}  {kind}" in answer.body.decode()
        assert f"</org/one{suffix}>" in answer["Link"]
    assert "Accept" in answer["Vary"]
    found = json.loads(server.get("/org/one", "application/problem+json").body)
    assert {"href": "/org/one.jsonld", "type": "application/ld+json"} in found["available"]
    only = server.get("/", "text/turtle, text/html;q=0")
    assert only.status == 406


def test_a_suffix_gives_exactly_that(server: Running) -> None:
    for suffix, (kind, _) in KINDS.items():  # whatever the client would rather have
        answer = server.get(f"/org/one{suffix}", "image/png")
        assert (answer.status, answer["Content-Type"].split(";")[0]) == (200, kind)


@pytest.mark.parametrize(
    ("accept", "lang", "kind", "word"),
    [
        ("text/html", "", "text/html", "没有此页"),
        ("text/html", "en", "text/html", "Not found"),
        ("", "", "text/html", "没有此页"),
        ("text/turtle", "en", "text/plain", "Not found"),
        ("application/ld+json", "en", "application/problem+json", "Not found"),
        ("application/problem+json", "", "application/problem+json", "没有此页"),
    ],
)
def test_an_unknown_iri(server: Running, accept: str, lang: str, kind: str, word: str) -> None:
    answer = server.get("/org/none", accept, **({"accept_language": lang} if lang else {}))
    assert answer.status == 404
    assert answer["Content-Type"].split(";")[0] == kind
    assert word in answer.body.decode()
    assert answer["Content-Language"] == ("en" if lang else "zh-Hans")
    if kind.endswith("json"):
        assert json.loads(answer.body)["status"] == 404


def test_the_page_of_an_error_is_escaped(server: Running) -> None:
    assert b"<script>" not in server.get("/%3Cscript%3Ealert(1)%3C/script%3E", "text/html").body


def test_the_page_of_an_error_has_the_head_of_the_site(server: Running) -> None:
    for at, word in (("/org/none", "事项"), ("/a/b/none.en.html", "Topics")):
        page = server.get(at, "text/html").body.decode()
        menu = page[page.index('<nav id="menu"') :]
        end = ".en.html" if word == "Topics" else ".html"
        assert f'href="/topic{end}">{word}<' in menu and 'name="q"' in page
        assert "/assets/site.css" in page and 'content="noindex"' in page and "canonical" not in page


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("at", ["/org/one", "/org/one.ttl", "/none", "/healthz"])
def test_reading_only(server: Running, method: str, at: str) -> None:
    answer = server.ask(at, method=method)
    assert answer.status == 405
    assert "GET" in answer["Allow"]


@pytest.mark.parametrize("at", ["/org/one", "/org/one.ttl", "/", "*"])
def test_options(server: Running, at: str) -> None:
    answer = server.ask(at, method="OPTIONS")
    assert (answer.status, answer["Allow"], answer.body) == (204, "GET, HEAD, OPTIONS", b"")


@pytest.mark.parametrize(
    "at", ["/", "/org/one", "/org/one.html", "/dashi-kg.nq", "/none", "/healthz", "/readyz", "/metrics"]
)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_head_is_get_without_a_body(server: Running, at: str, coding: str) -> None:
    head = server.ask(at, ("Accept-Encoding", coding), method="HEAD")
    get = server.ask(at, ("Accept-Encoding", coding))
    assert (head.status, head.body) == (get.status, b"")
    loose = {"date", "x-request-id", "transfer-encoding"} | (
        {"content-length"} if at == "/metrics" else set()
    )
    assert {k.lower(): v for k, v in head.headers if k.lower() not in loose} == {
        k.lower(): v for k, v in get.headers if k.lower() not in loose
    }


# ------------------------------------------------------------------ one spelling


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/place/柿子", "/place/%E6%9F%BF%E5%AD%90"),  # raw UTF-8
        ("/place/%e6%9f%bf%e5%ad%90", "/place/%E6%9F%BF%E5%AD%90"),
        ("/place/%E6%9F%bf%e5%AD%90.ttl", "/place/%E6%9F%BF%E5%AD%90.ttl"),
        ("/org/on%65", "/org/one"),
        ("/%6Frg/one", "/org/one"),
        ("/org/one/", "/org/one"),
        ("/org//one", "/org/one"),
        ("//org/one", "/org/one"),
        ("///org///one//", "/org/one"),
        ("/org%2Fone", "/org/one"),
        ("/org/one.html/", "/org/one.html"),
        ("/org/one/?a=b", "/org/one?a=b"),
    ],
)
def test_other_spellings_lead_to_the_canonical_one(server: Running, asked: str, canonical: str) -> None:
    answer = server.get(asked)
    assert (answer.status, answer["Location"]) == (308, canonical)
    assert server.get(canonical).status in (200, 303)
    head = server.ask(asked, method="HEAD")
    assert (head.status, head["Location"]) == (308, canonical)


def test_what_is_not_there_leads_nowhere(server: Running) -> None:
    for at in ("/none/", "//none", "/org/", "/reports", "/report/one", "/%E6%9F", "/a%FFb"):
        assert server.get(at).status == 404, at


def test_the_absolute_form_of_a_request(server: Running) -> None:
    assert server.get(f"http://127.0.0.1:{server.port}/org/one")["Location"] == "/org/one.html"


# ------------------------------------------------------------------ bytes


def test_the_bytes_are_those_of_the_files(server: Running, content: dict[str, bytes]) -> None:
    from urllib.parse import quote

    assert len(content) > 20
    for path, data in content.items():
        answer = server.get("/" + quote(path))
        assert (answer.status, answer.body) == (200, data), path
        assert answer["Content-Length"] == str(len(data))


def test_gzip_is_the_same_in_less(server: Running, content: dict[str, bytes]) -> None:
    for path in ("org/one.html", "dashi-kg.nq"):  # from memory, and as it is read
        plain = server.get(f"/{path}")
        packed = server.get(f"/{path}", accept_encoding="gzip")
        assert "Content-Encoding" not in plain
        assert packed["Content-Encoding"] == "gzip"
        assert len(packed.body) < len(plain.body) / 2
        assert gzip.decompress(packed.body) == plain.body == content[path]
        assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"
        assert packed.body == server.get(f"/{path}", accept_encoding="gzip").body  # a strong tag says so
        # another coding, another tag; each of them answers 304 to its own
        assert packed["ETag"] != plain["ETag"]
        assert server.get(f"/{path}", accept_encoding="gzip", if_none_match=packed["ETag"]).status == 304
        assert server.get(f"/{path}", if_none_match=plain["ETag"]).status == 304
        assert server.get(f"/{path}", if_none_match=packed["ETag"]).status == 200
    assert "Content-Encoding" not in server.get("/org/one.nt", accept_encoding="gzip")  # too small


def test_tags(server: Running) -> None:
    tag = server.get("/org/one.ttl")["ETag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
    assert tag != server.get("/org/one.html")["ETag"]
    for header in (tag, f"W/{tag}", "*", f'"x", {tag}', f'W/"y",{tag},"z"'):
        answer = server.get("/org/one.ttl", if_none_match=header)
        assert (answer.status, answer.body, answer["ETag"]) == (304, b"", tag), header
        assert {"Cache-Control", "Vary", "Link"} <= {
            k.title() if k != "etag" else k for k, _ in answer.headers
        }
    for header in ('"x"', tag.strip('"'), ""):
        assert server.get("/org/one.ttl", if_none_match=header).status == 200, header
    assert server.get("/org/one.ttl", if_match=tag).status == 200
    assert server.get("/org/one.ttl", if_match="*").status == 200
    assert server.get("/org/one.ttl", if_match='"x"').status == 412
    assert server.get("/org/one.ttl", if_match=f"W/{tag}").status == 412


def test_without_a_date_nothing_is_compared_with_one(server: Running) -> None:
    answer = server.get("/org/one.ttl", if_modified_since="Fri, 01 Jan 2100 00:00:00 GMT")
    assert answer.status == 200  # the date of a file is no sign of its content
    assert "Last-Modified" not in answer


@pytest.mark.parametrize("path", ["org/one.html", "dashi-kg.nq"])
@pytest.mark.parametrize(
    ("header", "start", "end"),
    [("bytes=0-9", 0, 10), ("bytes=-7", -7, None), ("bytes=100-", 100, None), ("BYTES=5-5", 5, 6)],
)
def test_a_part(
    server: Running, content: dict[str, bytes], path: str, header: str, start: int, end: int | None
) -> None:
    answer = server.get(f"/{path}", range=header, accept_encoding="gzip")
    data, size = content[path][start:end], len(content[path])
    first = start % size
    assert (answer.status, answer.body) == (206, data)
    assert answer["Content-Range"] == f"bytes {first}-{first + len(data) - 1}/{size}"
    assert "Content-Encoding" not in answer


def test_parts_that_are_not_given(server: Running, content: dict[str, bytes]) -> None:
    size = len(content["dashi-kg.nq"])
    answer = server.get("/dashi-kg.nq", range=f"bytes={size}-")
    assert (answer.status, answer["Content-Range"]) == (416, f"bytes */{size}")
    for header in ("bytes=5-2", "lines=0-1", "bytes=0-1,5-6", "bytes=-", "bytes=a-b"):
        assert server.get("/org/one.ttl", range=header).status == 200, header
    tag = server.get("/org/one.ttl")["ETag"]
    assert server.get("/org/one.ttl", range="bytes=0-1", if_range=tag).status == 206
    assert server.get("/org/one.ttl", range="bytes=0-1", if_range='"old"').status == 200


def test_how_long_it_may_be_kept(server: Running) -> None:
    assert server.get("/org/one.html")["Cache-Control"] == "public, no-cache"
    assert "immutable" in server.get("/assets/vendor/thing-1.2.3/thing.js")["Cache-Control"]
    assert (
        server.get("/assets/vendor/thing-1.2.3/thing.js")["Content-Type"] == "text/javascript; charset=utf-8"
    )


def test_a_saved_answer_is_a_file_until_it_is_asked_with_parameters(server: Running) -> None:
    answer = server.get("/questions/all.csv")
    assert (answer.status, answer.body) == (200, files()["questions/all.csv"])


def test_the_questions_for_people_and_for_programs(server: Running) -> None:
    assert server.get("/questions", "text/html", accept_language="en")["Location"] == "/questions.en.html"
    assert server.get("/questions/", "text/html")["Location"] == "/questions"
    for accept in ("application/json", ""):
        assert "questions" in json.loads(server.get("/questions", accept).body)


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/sparql/?query=ASK%20%7B%7D", "/sparql?query=ASK%20%7B%7D"), ("//sparql", "/sparql"),
        ("/rdf-graph-store/?default", "/rdf-graph-store?default"), ("/.well-known/void/", "/.well-known/void"),
        ("/questions/", "/questions"), ("/questions/open-disputes.csv/?report=x", "/questions/open-disputes.csv?report=x"),
        ("/healthz/", "/healthz"), ("/openapi.json/", "/openapi.json"),
    ],
)  # fmt: skip
def test_other_spellings_of_an_address_for_programs(server: Running, asked: str, canonical: str) -> None:
    answer = server.get(asked)
    assert (answer.status, answer["Location"]) == (308, canonical)
    posted = server.ask(asked, method="POST", body=b"x")
    assert (posted.status, posted["Location"]) == (308, canonical)  # 308 keeps method and body


def test_a_question_by_its_name_leads_to_its_answer(server: Running) -> None:
    for accept, lang, suffix in (
        ("", "", "html"), ("text/html", "en", "en.html"), ("application/json", "en", "json"), ("text/csv", "", "csv"),
        ("application/sparql-results+xml", "", "xml"), ("text/html;q=0.5, text/csv;q=0.6", "", "csv"),
    ):  # fmt: skip
        headers = [(k, v) for k, v in (("Accept", accept), ("Accept-Language", lang)) if v]
        answer = server.ask("/questions/open-disputes?report=x", *headers)
        assert (answer.status, answer["Location"]) == (303, f"/questions/open-disputes.{suffix}?report=x")
        assert answer["Vary"].startswith("Accept, Accept-Language")
    refused = server.get("/questions/open-disputes", "image/png")
    assert refused.status == 406
    assert "text/csv" in json.loads(refused.body)["available"]


@pytest.mark.parametrize(
    ("at", "vary"),
    [
        ("/questions/all.csv", "Accept-Encoding"), ("/openapi.json", "Accept-Encoding"),
        ("/questions", "Accept, Accept-Language, Accept-Encoding"), ("/.well-known/void", "Accept, Accept-Encoding"),
        ("/sparql?query=ASK%7B%7D", "Accept, Accept-Encoding"), ("/rdf-graph-store?default", "Accept, Accept-Encoding"),
        ("/questions/open-disputes.csv?report=https://x.org/r", "Accept, Accept-Encoding"), ("/org/one.ttl", "Accept-Encoding"),
    ],
)  # fmt: skip
def test_what_has_not_changed_says_what_it_depends_on(server: Running, at: str, vary: str) -> None:
    whole = server.get(at)
    assert (whole.status, whole["Vary"]) == (200, vary)
    spared = server.get(at, if_none_match=whole["ETag"])
    assert (spared.status, spared.body, spared["ETag"]) == (304, b"", whole["ETag"])
    assert (spared["Vary"], spared["Cache-Control"]) == (vary, whole["Cache-Control"])


def test_answers_to_queries_in_gzip(server: Running) -> None:
    for at, accept in (
        ("/openapi.json", ""),
        ("/rdf-graph-store?default", "application/n-quads"),
        ("/questions", ""),
    ):
        plain, packed = server.get(at, accept), server.get(at, accept, accept_encoding="gzip")
        assert "Accept-Encoding" in plain["Vary"]
        if len(plain.body) >= 1024:
            assert packed["Content-Encoding"] == "gzip"
            assert gzip.decompress(packed.body) == plain.body
            assert packed["Content-Length"] == str(len(packed.body))
            if "ETag" in packed:
                assert packed["ETag"].startswith("W/")
                again = server.get(at, accept, accept_encoding="gzip", if_none_match=packed["ETag"])
                assert again.status == 304
    assert "Content-Encoding" not in server.get("/sparql?query=ASK%7B%7D", accept_encoding="gzip")
    assert server.get("/openapi.json", accept_encoding="gzip;q=0").body.startswith(b"{")
