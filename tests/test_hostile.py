"""RDF of others under limits: what expands, is nested or never ends is one line, and ends nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashi_kg.errors import DashiError, DataError, SourceError
from dashi_kg.knowledge import yamlfile
from dashi_kg.rdf import guarded
from dashi_kg.rdf.parse import read_rdf
from dashi_kg.source.read import read_source

DEEP = 50_000
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"><e:C rdf:about="http://e/a"><e:p>{}</e:p></e:C></rdf:RDF>'
ENTITIES = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
LONG = "x" * 100_000


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("entities.rdf", f'<!DOCTYPE r [<!ENTITY a0 "lollol">{ENTITIES}]>{RDF.format("&a11;")}', "too large"),
        ("a.jsonld", '{"@id":"http://e/a","http://e/p":' * 70_000 + '"x"' + "}" * 70_000, "stack size"),
        ("quoted.nt", f"<u:a> <u:b> {'<<( <u:a> <u:b> ' * DEEP}<u:a>{' )>>' * DEEP} .\n", "nested too deeply"),
        ("prefix.ttl", f"@prefix a: <http://e/{LONG}> .\n" + "a:b a:c a:d .\n" * 20_000, "when expanded"),
        ("context.jsonld", f'{{"@context":{{"v":"http://e/{LONG}/"}},"@graph":[' + ",".join(f'{{"@id":"v:{n}","v:p":"x"}}' for n in range(9000)) + "]}", "when expanded"),
        ("long.ttl", f'<u:a> <u:b> "{"x" * 17_000_000}" .', "longer than 16 MiB"),
        ("open.ttl", f'<u:a> <u:b> """{"x" * 17_000_000}', "its end is missing"),
    ],
)  # fmt: skip
def test_what_is_beyond_a_limit_is_one_line(tmp_path: Path, name: str, text: str, words: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DashiError) as refused:
        read_rdf(tmp_path / name, "http://e/")
    assert words in str(refused.value) and str(refused.value).startswith(str(tmp_path / name))
    assert len(str(refused.value)) < 500


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.rdf", '<!DOCTYPE r [<!ENTITY e "ö">]>' + RDF.format("&e;")),
        ("a.jsonld", '{"@context":{"e":"http://e/"},"@id":"e:a","@type":"e:C","e:p":"ö"}'),
        ("a.ttl", '\ufeff@prefix e: <http://e/> . <a> a e:C ; e:p "ö" .'),
        ("a.trig", '\ufeffBASE <http://e/> { <a> a <C> ; <p> "ö" }'),
        ("a.nq", '<http://e/a> <http://e/p> "<<ö>>" .'),
    ],
)
def test_what_is_within_the_limits_is_read(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = read_rdf(tmp_path / name, "http://e/")
    assert "ö" in "".join(getattr(q.object, "value", "") for q in found)
    assert {q.subject.value for q in found} == {"http://e/a"}  # type: ignore[union-attr]


def test_nesting_that_the_parser_can_bear_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(f"<u:a> <u:b> {'(' * DEEP}1{')' * DEEP} .", encoding="utf-8")
    assert len(read_rdf(tmp_path / "a.ttl", "u:")) == 2 * DEEP + 1


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "a.nq").open("wb") as file:
        file.truncate(3 << 20)
    monkeypatch.setenv(guarded.SIZE_VARIABLE, "2")
    with pytest.raises(DashiError, match=r"2 MiB.* raise the limit: DASHI_KG_RDF_SIZE"):
        read_rdf(tmp_path / "a.nq", "u:")


def test_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<u:a> <u:b> 1 .", encoding="utf-16")
    with pytest.raises(DashiError, match="the file is UTF-16"):
        read_rdf(tmp_path / "a.ttl", "u:")


def test_an_error_does_not_repeat_a_whole_file(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(f"<u:a> <u:b> {'x' * 50_000} .", encoding="utf-8")
    with pytest.raises(DashiError) as refused:
        read_rdf(tmp_path / "a.ttl", "u:")
    assert len(str(refused.value)) < 1500
    assert str(DashiError("\ufeffx" * 9)).startswith("\\ufeffx")  # nor does it hide what it quotes


def test_addresses_in_errors_keep_their_secrets() -> None:
    for words, told in (
        ("http://u:key@h/store?token=abc&graph=urn:g", "http://…@h/store?token=…&graph=…"),
        (
            "HTTPConnectionPool: url: /store?access_token=abc (refused)",
            "url: /store?access_token=… (refused)",
        ),
    ):
        assert told in str(DashiError(words, file="x"))
        assert told in str(DashiError("no", file=words))
    for words in ("FILTER(?x = 1) of ?y", "write to me@x.org", "http://h/a#b=c"):
        assert words in str(DashiError(words))


@pytest.mark.parametrize("text", ["[" * 5000, "a: " + "{b: " * 5000, "a: " + "9" * 5000, "a: 2023-99-99"])
def test_yaml_beyond_what_can_be_read_is_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "reading.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"reading\.yaml: "):
        yamlfile.load(tmp_path / "reading.yaml")


@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_what_is_damaged_is_told_by_its_kind(tmp_path: Path, suffix: str) -> None:
    """Nobody can save bytes of a PDF as UTF-8 text."""
    for data in (b"\x80\x81\xfe\xff" * 500, bytes(range(256)) * 9):
        (tmp_path / f"a.{suffix}").write_bytes(data)
        with pytest.raises(SourceError, match=f"a damaged {suffix.upper()}") as refused:
            read_source(tmp_path / f"a.{suffix}")
        assert "UTF-8" not in str(refused.value)
