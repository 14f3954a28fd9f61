"""What a client wants is read without fail, whatever it sends; answers are cut exactly."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store, parse_query_results

from dashi_kg.serve.answers.formats import SOLUTIONS, TRIPLES, NotAcceptableError, choose, wants_page
from dashi_kg.serve.answers.job import Answer
from dashi_kg.serve.answers.limit import Limits, solutions
from dashi_kg.serve.sparql.respond import respond

TYPES = [f.type for f in (*SOLUTIONS, *TRIPLES)] + ["*/*", "text/*", "text/html", "a/b"]
RANGES = st.tuples(
    st.sampled_from(TYPES),
    st.sampled_from(["", ";q=0", ";q=0.5", "; Q=1.000", ";q=2", ";q=x", ";level=1;q=0.2"]),
)


@given(st.lists(RANGES, max_size=5), st.text(max_size=20))
def test_any_accept_is_read(ranges: list[tuple[str, str]], noise: str) -> None:
    accept = ",".join([*(kind + q for kind, q in ranges), noise])
    wants_page(accept)
    for forms in (SOLUTIONS, TRIPLES):
        try:
            form, kind = choose(forms, accept)
        except NotAcceptableError as error:
            assert error.types == [f.type for f in forms]
        else:
            assert form in forms and "/" in kind


WORDS = st.text(alphabet='a余,"\n\r\t\\\x01{}<&', max_size=12)


@given(
    st.lists(WORDS, max_size=12),
    st.integers(1, 12),
    st.integers(60, 400),
    st.sampled_from(["json", "csv", "tsv"]),
)
def test_a_cut_answer_is_the_beginning_of_the_whole(
    words: list[str], rows: int, size: int, form: str
) -> None:
    values = " ".join(json.dumps(w, ensure_ascii=False).replace("\\u0001", "\x01") for w in words)
    text = f"SELECT ?x {{ VALUES ?x {{ {values} }} }}"

    def asked(limits: Limits) -> tuple[bytes, int, str]:
        found = Store().query(text)
        assert isinstance(found, QuerySolutions)
        cut = solutions(found, form, "http://x/", limits)
        return cut.body, cut.rows, cut.truncated

    whole, _, said = asked(Limits(1_000_000, 1_000_000))
    assert said == ""
    try:
        body, count, said = asked(Limits(rows, size))
    except Exception as error:
        assert "one row" in str(error)
        return
    if not said:
        assert body == whole and len(words) <= rows
        return
    assert count <= rows and (said == "bytes" or count == rows < len(words))
    if form == "json":
        first, all_rows = (json.loads(b)["results"]["bindings"] for b in (body, whole))
        assert first == all_rows[:count]
    elif form == "csv":
        assert whole.startswith(body)
    else:  # two writers may escape the same character in two ways
        first_rows, rows_of_all = ([row["x"] for row in _rows(b)] for b in (body, whole))
        assert first_rows == rows_of_all[:count]


def _rows(body: bytes) -> QuerySolutions:
    found = parse_query_results(body, format=QueryResultsFormat.TSV)
    assert isinstance(found, QuerySolutions)
    return found


@pytest.mark.parametrize("form", ["turtle", "json"])
def test_a_mark_is_no_markup(form: str) -> None:
    kind = "text/turtle" if form == "turtle" else "application/sparql-results+json"
    body = b"" if form == "turtle" else b'{"head":{"vars":[]},"results":{"bindings":[]}}'
    reply = respond(Answer(200, kind, body, "rows"), where='http://x/"sparql')
    if form == "json":
        assert json.loads(bytes(reply.body))["head"]["link"] == ['http://x/"sparql#truncated-rows']
