"""Tables by address: filters, pages, forms; the same rows as the table file of a page and as a query."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from tests.serve.running import Running


def rows(server: Running, address: str) -> dict[str, Any]:
    answer = server.get(address)
    assert answer.status == 200, answer.body
    found: dict[str, Any] = json.loads(answer.body)
    return found


def test_every_table_answers_and_the_index_names_it(published_server: Running) -> None:
    tables = rows(published_server, "/api")["tables"]
    assert [t["name"] for t in tables] == [
        "observations",
        "bodies",
        "indicators",
        "places",
        "plans",
        "problems",
        "reports",
        "topics",
        "search",
    ]
    for table in tables[:-1]:
        found = rows(published_server, f"/api/{table['name']}?limit=2")
        assert found["total"] >= 1 and found["rows"], table
        for form in ("csv", "xlsx"):
            assert published_server.get(table["href"][form]).status == 200


def test_filters_take_keys_names_and_codes(published_server: Running) -> None:
    def total(query: str) -> int:
        return int(rows(published_server, f"/api/observations?{query}")["total"])

    everything = total("")
    assert (
        total("topic=G1")
        == total("topic=G1&place=500117")
        == total("topic=G1&place=%E5%90%88%E5%B7%9D%E5%8C%BA")
        > 3
    )
    assert everything > total("topic=G") > total("topic=G1") > total("topic=G1&stage=found") >= 1
    assert total("body=cn-500117007-office") == total("level=township") == everything
    assert total("year=1999") == total("place=%E6%B2%A1%E6%9C%89") == 0
    one = rows(published_server, "/api/observations?indicator=disputes-resolved")["rows"][0]
    assert (one["value"], one["organisation_zh"], one["report_year"]) == (508, "大石街道办事处", 2023)


def test_pages_follow_each_other_to_the_whole(published_server: Running) -> None:
    found, address = [], "/api/observations?limit=10"
    while address:
        page = rows(published_server, address)
        found += page["rows"]
        address = f"/api/observations{page['next']}" if page["next"] else ""
    whole = published_server.get("/api/observations.csv")
    table = list(csv.DictReader(io.StringIO(whole.body.decode("utf-8-sig"))))
    assert len(found) == page["total"] == len(table)
    assert [row["iri"] for row in found] == [row["iri"] for row in table]
    first = published_server.get("/api/observations.csv?limit=10")
    assert dict(first.headers)["link"] == '<?limit=10&offset=10>; rel="next"'


def test_a_table_is_the_file_of_the_topic(published_server: Running) -> None:
    asked = published_server.get("/api/observations.csv?topic=G1")
    assert asked.body == published_server.get("/topic/G1.figures.csv").body


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/api/observation", 404, "observations"),
        ("/api/observations.tsv", 404, "csv"),
        ("/api/observations?topc=G1", 400, "topic"),
        ("/api/observations?year=23", 400, "2023"),
        ("/api/observations?level=village", 400, "township"),
        ("/api/observations?topic=G1%3E%20.%20%3Fs", 400, "G1"),
        ("/api/observations?limit=-1", 400, "100"),
        ("/api/reports?topic=G1", 400, "year"),
    ],
)
def test_what_cannot_be_asked_is_told(
    published_server: Running, address: str, status: int, words: str
) -> None:
    answer = published_server.get(address)
    assert answer.status == status and words in answer.body.decode()


def test_names_are_bound_as_words(published_server: Running) -> None:
    found = rows(published_server, "/api/observations?body=%22)%20%7D%20%23")
    assert found["total"] == 0
