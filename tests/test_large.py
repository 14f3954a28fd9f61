"""A large file is checked in parts, with the findings that it has as a whole; what one part holds does not grow with the file."""

from __future__ import annotations

import gzip
import random
from functools import cache, partial
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from dashi_kg.errors import DashiError
from dashi_kg.pipeline import build, check, shared_quads
from dashi_kg.rdf.lines import rows_of
from dashi_kg.validation import large, parts
from dashi_kg.validation.around import Around
from dashi_kg.validation.compiled.reach import Reach
from dashi_kg.validation.compiled.triples import Known, Triples
from dashi_kg.validation.documents import Documents, NotInPartsError, documents_of
from dashi_kg.validation.engine import Outcome, Validator
from dashi_kg.validation.finding import Finding, Shape
from dashi_kg.validation.large import check_large
from dashi_kg.validation.parts import parts_of
from dashi_kg.validation.shapes import load_shapes
from tests.corpus_make import text

BASE = "https://example.org/kg/"
NS = f"<{BASE}ns#"
SHARED = partial(shared_quads, BASE, graphs=False)
UNITING = ("inReport>", "inSection>", "isPartOf>")
PLACES = ("合川区", "平江县", "株洲市", "岳麓区")


@cache
def reports() -> tuple[str, ...]:
    """Reports of four bodies, as N-Quads."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        found = []
        for number, place in enumerate(PLACES):
            file = Path(folder, f"{number}.txt")
            file.write_text(text(place, "司法局", 2023, number), "utf-8")
            found.append(build(file, BASE).statements.sorted_lines().decode())
    return tuple(found)


def written(folder: Path, lines: str) -> Path:
    file = folder / "all.nq"
    file.write_bytes(b"".join(sorted(set(lines.encode().splitlines(keepends=True)))))
    return file


def whole(file: Path) -> Outcome:
    return Validator(BASE, SHARED).check_terms(rows_of(file.read_text("utf-8")))


def reach_of_all(validator: Validator) -> Reach:
    """How far the shapes look, of which none looks at everything."""
    reaches = [large._reach(shape, validator) for shape in validator.shapes]
    assert None not in reaches
    return large._joined(reaches)


def observations(report: str) -> list[str]:
    """The figures of a report that have a value."""
    rows = rows_of(report)
    counted = {s for s, p, o, _ in rows if o == f"{NS}Observation>"}
    return [s for s, p, o, _ in rows if s in counted and p.endswith("hasSimpleResult>")]


def with_faults(dice: random.Random, *, apart: bool) -> str:
    """The reports with many triples lost and many that lead into another report; ``apart``: none by which reports are united."""
    lines = [line for one in reports() for line in one.splitlines()]
    nodes = sorted({line.partition(" ")[0] for line in lines})
    spoilt = []
    for line in lines:
        fault = dice.random()
        subject, predicate, rest = line.split(" ", 2)
        thing, graph, _ = rest.rsplit(" ", 2)
        if fault < 0.03:
            continue
        if fault < 0.06 and thing.startswith("<") and not (apart and predicate.endswith(UNITING)):
            spoilt.append(f"{subject} {predicate} {dice.choice(nodes)} {graph} .")
        if fault < 0.08 and thing.startswith('"'):
            thing = dice.choice(('"12.50"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"无"@zh', '"-1"'))
        spoilt.append(f"{subject} {predicate} {thing} {graph} .")
    return "\n".join(spoilt) + "\n"


@pytest.mark.parametrize("apart", [False, True])
def test_parts_have_the_findings_of_the_whole(
    apart: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "_TOGETHER", 1)  # each document by itself that hangs together with no other
    reach = reach_of_all(Validator(BASE, SHARED))
    assert all(name.endswith(UNITING) for name in reach.united)
    file = written(tmp_path, with_faults(random.Random(3), apart=apart))
    found = check_large(file, BASE, SHARED)
    assert found == whole(file)
    assert len({finding.code for finding in found.findings}) > 11, "the faults are few"
    if apart:
        documents = documents_of(file, reach.backward, reach.united, reach.classes)
        with_report = [p for p in parts_of(documents) if any("/report/" in one for one in p.documents)]
        assert len(with_report) == len(PLACES)


def test_a_fault_that_two_reports_have_together_is_found(tmp_path: Path) -> None:
    """A part beyond its whole in another report (S15, S35), more parts than there is (S12), a link to a later year that is none (S32)."""
    one, other, *_ = reports()
    part, total = observations(one)[0], observations(other)[0]
    link = f"<{BASE}link/follow-up>"
    graph = f"<{BASE}graph/external>"
    more = f"""{part} {NS}componentOf> {total} {graph} .
{part} <http://www.w3.org/ns/sosa/hasSimpleResult> "9999999"^^<http://www.w3.org/2001/XMLSchema#integer> {graph} .
{link} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> {NS}FollowUpLink> {graph} .
{link} {NS}earlier> {part} {graph} .
{link} {NS}later> {total} {graph} .
"""
    file = written(tmp_path, one + other + more)
    found = check_large(file, BASE, SHARED, jobs=2)
    assert found == whole(file)
    told = {(finding.code, f"<{finding.focus}>") for finding in found.findings}
    assert {("S12", total), ("S15", part), ("S35", part), ("S32", link)} <= told


def test_what_was_found_before_is_found_again_or_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file is checked with what was kept of the one before: faults come and go in the parts and around them."""
    monkeypatch.setattr(parts, "_TOGETHER", 1)
    kept, dice = tmp_path / "cache" / "findings", random.Random(7)
    sound = "".join(reports()[:2])
    total = observations(reports()[1])[0]
    graph, link, item = f"<{BASE}graph/external>", f"<{BASE}link/1>", f"<{BASE}requirement/new>"
    value, integer = (
        "<http://www.w3.org/ns/sosa/hasSimpleResult>",
        "<http://www.w3.org/2001/XMLSchema#integer>",
    )
    part = f"{link} {NS}componentOf> {total} {graph} .\n"
    scheme = f"{item} <http://www.w3.org/2004/02/skos/core#inScheme> <{BASE}scheme/requirement> {graph} .\n"
    kind = f"{item} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://data.europa.eu/m8g/Requirement> {graph} .\n"
    before: tuple[Finding, ...] = ()
    for more, code in (
        ("", ""),
        (part, ""),
        (f'{part}{link} {value} "9999999"^^{integer} {graph} .\n', "S12"),  # another document says so
        (f'{part}{link} {value} "0"^^{integer} {graph} .\n', ""),
        (f'{link} {value} "9999999"^^{integer} {graph} .\n', ""),
        (f'{part}{link} {value} "9999999"^^{integer} {graph} .\n', "S12"),  # another document names it
        (scheme, ""),
        (scheme + kind, "S22"),  # is looked at from anywhere
        (with_faults(dice, apart=False), ""),
        ("", ""),
    ):
        file = written(tmp_path, sound + more)
        found = check_large(file, BASE, SHARED, kept=kept)
        assert found == whole(file)
        fresh = set(found.findings) - set(before)
        before = found.findings
        assert not code or code in {finding.code for finding in fresh}
    with monkeypatch.context() as patch:
        patch.setattr(large._Worker, "_checked", None)  # nothing has to be checked again
        assert check_large(file, BASE, SHARED, kept=kept) == found
        with pytest.raises(TypeError):  # but where all is to be checked
            check_large(file, BASE, SHARED, kept=kept, fresh=True)
    kept.write_bytes(kept.read_bytes().replace(b"\x78\x01", b"\x78\x02"))  # no answer can be read any more
    assert check_large(file, BASE, SHARED, kept=kept) == found
    for other in (b"none of ours" * 9, b"\xff" * 99):  # lengths that no file has
        kept.write_bytes(other)
        assert check_large(file, BASE, SHARED, kept=kept) == found
    kept.write_bytes(b"none of ours")
    kept.chmod(0)
    assert check_large(file, BASE, SHARED, kept=kept) == found


def test_what_reaches_far_is_asked_of_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shape that puts nodes together which do not hang together, and one whose query no function is made of."""
    pairs = "SELECT $this ?value WHERE { $this a fz:Report ; fz:reportYear ?year . ?value a fz:Report ; fz:reportYear ?year . FILTER(STR(?value) < STR($this)) }"
    least = "SELECT $this (MIN(?end) AS ?value) WHERE { $this nif:endIndex ?end } GROUP BY $this ORDER BY ?value $this LIMIT 2"
    own, lines = load_shapes(BASE)
    message = {"zh": "{?value}", "en": "{?value}"}
    shapes = tuple(
        Shape(code, BASE + code, "info", message, message, message, (), query)
        for code, query in (("S98", pairs), ("S99", least))
    )
    monkeypatch.setattr("dashi_kg.validation.engine.load_shapes", lambda base: ((*own, *shapes), lines))
    file = written(tmp_path, "".join(reports()))
    found = check_large(file, BASE, SHARED)
    assert found == whole(file)
    codes = [finding.code for finding in found.findings]
    assert codes.count("S98") == 6 and codes.count("S99") == 2


@pytest.mark.parametrize(
    "lines",
    [
        "<urn:b> <urn:p> <urn:o> <urn:g> .\n<urn:a> <urn:p> <urn:o> <urn:g> .\n",
        "_:a <urn:p> <urn:o> <urn:g> .\n",
        "<urn:a> <urn:p> _:b <urn:g> .\n",
        "<urn:a> <urn:p> <urn:o> <urn:g> .",
    ],
)
def test_what_is_not_sorted_is_left_to_those_who_read_it_whole(lines: str, tmp_path: Path) -> None:
    file = tmp_path / "all.nq"
    file.write_text(lines, "utf-8")
    with pytest.raises(NotInPartsError):
        check_large(file, BASE, SHARED)


def test_a_large_release_is_checked_in_parts_though_it_is_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is left of what was unpacked, and what is no text is refused as in a small file."""
    plain, packed = written(tmp_path, reports()[0]), tmp_path / "all.nq.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes(), 1))
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    monkeypatch.setattr("dashi_kg.pipeline.checking._LARGE", 0)
    monkeypatch.setattr("dashi_kg.pipeline.checking._terms_of", None)  # holds a file as a whole
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert check([packed], BASE)[0] == check([plain], BASE)[0] == whole(plain)
    assert not list((tmp_path / "scratch").iterdir())
    monkeypatch.undo()
    monkeypatch.setattr("dashi_kg.pipeline.checking._LARGE", 0)
    plain.write_bytes(plain.read_bytes().replace(b'"@zh', b'\xff"@zh', 1))
    with pytest.raises(DashiError, match="not N-Quads"):
        check([plain], BASE)


def test_lines_are_read_as_a_parser_reads_them() -> None:
    odd = [
        r'<http://a.b/c> <http://a.b/p> "a\u4e00\tb" <http://a.b/g> .',
        '<http://a.b/c> <http://a.b/p> "a\tb"@EN-gb <http://a.b/g> .',
        '<http://a.b/c> <http://a.b/p> "x"^^<http://www.w3.org/2001/XMLSchema#string> <http://a.b/g> .',
        "<http://a.b/县> <urn:a:p> <http://a.b/o> .",
        r'<http://a.b/c> <http://a.b/p> "“a” \"b\\ <c> \n"@zh <http://a.b/g> .',
    ]
    for line in odd:
        (quad,) = parse(line.encode(), format=RdfFormat.N_QUADS)
        assert [row[:3] for row in rows_of(line + "\n")] == [
            (str(quad.subject), str(quad.predicate), str(quad.object))
        ]
    usual = with_faults(random.Random(5), apart=False)
    predicates = {row[1] for row in rows_of(f"{usual}{odd[-1]}\n")}
    known: Known = {}
    for lines in (usual, usual, odd[-1] + "\n"):
        taken, each = Triples(predicates), Triples(predicates)
        each.take(rows_of(lines))
        assert taken.take_lines(lines.encode(), known)
        assert [taken.objects((one,)) for one in sorted(predicates)] == [
            each.objects((one,)) for one in sorted(predicates)
        ]
        assert [list(taken.several((one,))) for one in sorted(predicates)] == [
            list(each.several((one,))) for one in sorted(predicates)
        ]
    for line in odd[:-1]:
        assert not Triples(predicates).take_lines(f"{usual}{line}\n".encode(), known)
    for bad in (
        "<http://a.b/c> <http://a.b/p> <http://a.b/o>\n<http://a.b/d> <http://a.b/g> .",
        "<http://a.b/c> <http://a.b/p>\n<http://a.b/d> <http://a.b/o> <http://a.b/g> .",
        "<http://a b/> <urn:p> <urn:o> .",
        "<http://a.b/c#d#e> <urn:p> <urn:o> <urn:g> .",
        '<http://a.b/c> <http://a.b/p> "a"b" <http://a.b/g> .',
        "<http://a.b/c> <http://a.b/p> <http://a.b/%zz> <http://a.b/g> .",
    ):
        with pytest.raises(SyntaxError):
            rows_of(bad + "\n")
        assert not Triples(predicates).take_lines(f"{usual}{bad}\n".encode(), known)
    for cut in (
        b"\n",
        usual.encode()[:-1],
        b"_:a" + usual.encode()[usual.index(" ") :],
        b"\xff" + usual.encode(),
    ):
        assert not Triples(predicates).take_lines(cut, known)


def test_a_document_more_changes_few_parts() -> None:
    def parts_with(count: int) -> list[parts.Part]:
        names = sorted(f"{BASE}report/{number:03}" for number in range(count, 400))
        return list(parts_of(Documents(Path(), {name: [(0, 300_000)] for name in names})))

    all_of, fewer = parts_with(0), parts_with(1)
    assert all(300_000 * len(part.documents) <= 4 << 20 for part in all_of)
    assert 50 < len(all_of) < 120
    assert len({*all_of} ^ {*fewer}) < 10


def test_a_part_is_no_larger_in_a_larger_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same reports of other bodies once more, and more often: as many rows are looked at for each, and at once."""
    validator = Validator(BASE, SHARED)
    reach = reach_of_all(validator)
    monkeypatch.setattr(parts, "_TOGETHER", 1)
    held = []
    for copies in (1, 5):
        lines = "".join(_renamed(copies))
        documents = documents_of(written(tmp_path, lines), reach.backward, reach.united, reach.classes)
        around = Around(documents, validator.shared, validator.wanted, reach)
        sizes = []
        for part in parts_of(documents):
            data, own = validator.data(row for one in part.documents for row in documents.rows(one))
            sizes.append((own, sum(len(one.things) for one in around.nodes(part, data)[0])))
        held.append(sizes)
    once, often = held
    assert max(map(sum, often)) < 1.2 * max(map(sum, once))
    assert sum(map(sum, often)) < 5.5 * sum(map(sum, once))


def _renamed(copies: int) -> list[str]:
    found = []
    for copy in range(copies):
        for one in reports()[:2]:
            found.append(
                one.replace(f"{BASE}report/", f"{BASE}report/c{copy}")
                .replace(f"{BASE}source/", f"{BASE}source/c{copy}")
                .replace(f"{BASE}graph/", f"{BASE}graph/c{copy}")
            )
    return found
