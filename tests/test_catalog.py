"""The catalogue and the validation page of a release, as their readers see them."""

from __future__ import annotations

import html.parser
import re
from pathlib import Path

import openpyxl
import pytest
import rdflib
from rdflib import DCAT, DCTERMS, RDF, RDFS, VOID

from dashi_kg.export.tables.observations import COLUMNS
from dashi_kg.publishing.catalog import MEDIA_TYPES
from dashi_kg.rdf.ontology_files import read_turtle
from dashi_kg.validation.engine import Outcome, validate
from dashi_kg.validation.render import render
from tests.conftest import ROOT
from tests.once import data_release

BASE = "https://example.org/kg/"
WHERE = Path("reports/cn-500117007-office/2023")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data_release(tmp_path_factory, BASE)


@pytest.fixture(scope="module")
def catalogue(release: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(release / "catalog.ttl")


def test_everything_in_the_catalogue_has_title_and_description_in_both_languages(
    catalogue: rdflib.Graph,
) -> None:
    (top,) = catalogue.subjects(RDF.type, DCAT.Catalog)
    datasets = set(catalogue.objects(top, DCAT.dataset))
    assert len(datasets) == 4  # all, vocabulary, one report, one series
    for node in (top, *datasets):
        for predicate in (DCTERMS.title, DCTERMS.description, RDFS.label):
            words = list(catalogue.objects(node, predicate))
            assert sorted(w.language for w in words) == ["en", "zh"], (node, predicate)
    (series,) = catalogue.subjects(RDF.type, DCAT.DatasetSeries)
    assert {str(w) for w in catalogue.objects(series, RDFS.label)} == {
        "大石街道办事处法治政府建设年度报告数据",
        "Rule-of-law reports as data, Office of Dashi Subdistrict, Hechuan District",
    }


def test_merged_with_the_graph_nothing_has_two_names(release: Path) -> None:
    merged = rdflib.Graph()
    for name in ("catalog.ttl", "void.ttl", "dashi-kg.ttl"):
        merged.parse(release / name)
    for predicate in (DCTERMS.title, DCTERMS.description, RDFS.label):
        said = [
            (s, w.language)
            for s, w in merged.subject_objects(predicate)
            if isinstance(w, rdflib.Literal) and w.language
        ]
        assert len(said) == len(set(said)) > 3


def test_data_sets_say_who_when_where_and_with_which_rights(catalogue: rdflib.Graph) -> None:
    of_reports = {rdflib.URIRef(f"{BASE}dataset/{name}") for name in ("all", "cn-500117007-office/2023")}
    for node in of_reports:
        assert str(catalogue.value(node, DCTERMS.publisher)) == f"{BASE}agent/dashi-kg"
        assert str(catalogue.value(node, DCTERMS.issued)) == "2024-02-20"
        between = catalogue.value(node, DCTERMS.temporal)
        assert [str(catalogue.value(between, p)) for p in (DCAT.startDate, DCAT.endDate)] == [
            "2023-01-01",
            "2023-12-31",
        ]
        assert str(catalogue.value(node, DCTERMS.spatial)) == f"{BASE}place/cn-500117007"
        assert len(set(catalogue.objects(node, DCAT.theme))) == 2
    (rights,) = set(catalogue.objects(None, DCTERMS.rights))
    assert (rights, RDF.type, DCTERMS.RightsStatement) in catalogue
    files = set(catalogue.objects(None, DCAT.distribution))
    assert all(
        catalogue.value(f, DCAT.accessURL) == catalogue.value(f, DCAT.downloadURL) is not None for f in files
    )


def test_void_counts_the_links_into_data_of_others(release: Path) -> None:
    about = rdflib.Graph().parse(release / "void.ttl")
    data = rdflib.Graph().parse(release / "dashi-kg.nt")
    sets = set(about.subjects(RDF.type, VOID.Linkset))
    assert sets
    for node in sets:
        (space,) = about.objects(about.value(node, VOID.objectsTarget), VOID.uriSpace)
        predicate = about.value(node, VOID.linkPredicate)
        links = [o for s, o in data.subject_objects(predicate) if s.startswith(BASE) and o.startswith(space)]
        assert about.value(node, VOID.triples).toPython() == len(links) > 0  # type: ignore[union-attr]


def test_every_data_file_is_the_distribution_of_one_dataset(release: Path, catalogue: rdflib.Graph) -> None:
    owners = {
        str(url).removeprefix(BASE): str(dataset).removeprefix(f"{BASE}dataset/")
        for dataset, distribution in catalogue.subject_objects(DCAT.distribution)
        for url in catalogue.objects(distribution, DCAT.downloadURL)
    }
    about = {"README.txt", "void.ttl", "catalog.ttl", "catalog.jsonld", "SHA256SUMS"}
    files = {p.relative_to(release).as_posix() for p in release.rglob("*") if p.is_file()}
    assert set(owners) == files - about
    for path, owner in owners.items():
        if path.startswith("ontology/"):
            assert owner == "vocabulary"
        elif path.startswith("reports/"):
            assert owner == "cn-500117007-office/2023"
        else:
            assert owner == "all"
    assert all(path.rpartition(".")[2] in MEDIA_TYPES for path in owners)


def test_the_sheet_of_columns_explains_the_headings_of_the_data(release: Path) -> None:
    book = openpyxl.load_workbook(release / WHERE / "observations.xlsx", read_only=True)
    data, columns = book.worksheets
    heads = [str(c).replace("\n", " ") for c in next(data.iter_rows(max_row=1, values_only=True))]
    explained = list(columns.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in explained] == heads
    assert [row[1] for row in explained] == [c[0] for c in COLUMNS]


class _Page(html.parser.HTMLParser):
    """Open elements are closed; addresses and ids are gathered."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)
        values = dict(attrs)
        if tag == "a":
            self.links.append(values.get("href") or "")
        elif tag in ("script", "link", "img", "iframe") or "src" in values:
            self.outside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", ["validation.html", "validation.en.html"])
def test_the_page_is_whole_and_links_to_the_other_language(release: Path, name: str) -> None:
    words = (release / WHERE / name).read_text(encoding="utf-8")
    page = _Page()
    page.feed(words)
    assert not page.open
    assert not page.outside
    assert page.links
    assert page.links != [name]
    for link in page.links:
        assert (release / WHERE / link).is_file()
    assert "{{" not in words
    assert 'content="width=device-width' in words


def test_a_message_that_all_findings_share_is_said_once(release: Path) -> None:
    for name, message in (
        ("validation.html", "安排没有写明数量、时限或责任单位"),
        ("validation.en.html", "The plan states no number, date or unit in charge"),
    ):
        assert (release / WHERE / name).read_text(encoding="utf-8").count(message) == 1
    english = (release / WHERE / "validation.en.html").read_text(encoding="utf-8")
    assert "Too few enforcement staff" in english  # a reader of English is told what the quote says
    assert re.search(r"0 errors, 1 warning, \d+ notes", english)


@pytest.fixture(scope="module")
def broken() -> Outcome:
    bad = next((ROOT / "tests" / "shapes" / "s06-value-has-unit").glob("invalid-*.ttl"))
    return validate(read_turtle(bad, BASE), BASE)


def test_the_verdict_is_said_in_words(broken: Outcome) -> None:
    count = sum(f.shape.severity == "violation" for f in broken.findings)
    assert count >= 2
    told = render(broken, "text", lang="en", base=BASE)
    assert told.startswith(f"Not passed: {count} errors, {len(broken.findings) - count} warnings,")
    assert render(broken, "text", lang="zh", base=BASE).startswith("未通过：")


def test_findings_of_several_reports_name_theirs(broken: Outcome) -> None:
    """The same words have the same id in each report: of a corpus, it alone tells nobody where to look."""
    one, other = (
        broken.findings[0]._replace(focus=f"{BASE}report/{name}/2023#f-5d803836ef") for name in ("a", "b")
    )
    for form in ("text", "html"):
        both = render(broken._replace(findings=(one, other)), form, base=BASE)
        assert "a/2023#f-5d803836ef" in both and "b/2023#f-5d803836ef" in both
        assert "a/2023" not in render(broken._replace(findings=(one,)), form, base=BASE)


def test_what_is_checked_cannot_write_into_the_page(broken: Outcome) -> None:
    page = render(broken, "html", base=BASE, about="<script>alert(1)</script>", other='"><b>')
    assert "<script" not in page
    assert "<b>" not in page
