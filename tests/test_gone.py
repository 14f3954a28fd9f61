"""What a new release has no more: its IRI says so, with the reason, as long as nothing is said of it again."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from dashi_kg.corpus.build import build_corpus
from dashi_kg.pipeline import build, shared_quads
from dashi_kg.publishing.data.gone import gone, tombstones
from dashi_kg.publishing.data.gone_lines import write_gone
from dashi_kg.query.engines import engine
from dashi_kg.rdf.parse import read_rdf
from dashi_kg.rdf.serialize import serialize
from dashi_kg.rdf.terms import value
from dashi_kg.settings import settings
from dashi_kg.site.site import Site
from tests.once import read_here

BASE = settings(None).base
TEXT = (
    "合川区大石街道办事处2023年法治政府建设年度报告\n一、2023年推进法治政府建设的主要举措和成效\n"
    "(一)开展普法。开展法治培训6期。\n(二)强化队伍。清理规范性文件3件。\n"
)


def read(text: str, folder: Path) -> list[Quad]:
    file = folder / "a.txt"
    file.write_text(text, encoding="utf-8")
    return build(file, BASE).quads


def figure(quads: list[Quad], words: str) -> str:
    (found,) = {
        value(q.subject)
        for q in quads
        if value(q.object) == words and q.predicate.value.endswith("#label") and "#f-" in value(q.subject)
    }
    return found


def said(quads: list[Quad], iri: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for q in quads:
        if value(q.subject) == iri:
            found.setdefault(q.predicate.value.rpartition("#")[2].rpartition("/")[2], set()).add(
                value(q.object)
            )
    return found


def test_a_figure_that_a_corrected_text_has_no_more(tmp_path: Path) -> None:
    before, after = read(TEXT, tmp_path), read(TEXT.replace("6期", "7期"), tmp_path)
    lines = gone(before, after, BASE)
    old = figure(before, "开展法治培训6期")
    assert said(lines, old) == {
        "deprecated": {"true"},
        "historyNote": {"报告的原文已更正", "the text of the report was corrected"},
    }
    assert said(lines, figure(before, "清理规范性文件3件")) == {}
    assert {value(q.graph_name) for q in lines} == {f"{BASE}graph/moved"}
    # kept by the releases behind, until the figure is there again
    assert said(gone([*after, *lines], after, BASE), old) == said(lines, old)
    assert said(gone([*after, *lines], before, BASE), old) == {}
    assert gone(before, before, BASE) == []


def test_a_figure_that_other_rules_read_otherwise(tmp_path: Path) -> None:
    after = read(TEXT, tmp_path)
    new = figure(after, "清理规范性文件3件")
    old = new.rpartition("-")[0] + "-0000000000"

    def renamed(term: object) -> object:
        return NamedNode(old) if isinstance(term, NamedNode) and term.value == new else term

    before = [Quad(renamed(q.subject), q.predicate, renamed(q.object), q.graph_name) for q in after]  # type: ignore[arg-type]
    assert said(gone(before, after, BASE), old) == {
        "deprecated": {"true"},
        "historyNote": {"原文未变，读法已变", "the text is the same and is read otherwise"},
        "isReplacedBy": {new},
    }


def test_a_report_that_is_left_out_says_so_once(tmp_path: Path) -> None:
    before = read(TEXT, tmp_path)
    lines = gone(before, [], BASE)
    assert {value(q.subject) for q in lines} == {f"{BASE}report/cn-500117007-office/2023"}
    assert said(lines, f"{BASE}report/cn-500117007-office/2023") == {
        "deprecated": {"true"},
        "historyNote": {"该报告不在此发布中", "the report is not in this release"},
        "label": {
            "合川区大石街道办事处2023年法治政府建设年度报告",
            "Rule-of-law report 2023, Dashi Subdistrict, Hechuan District",
        },
    }
    site = Site(engine("pyoxigraph", [*shared_quads(BASE), *lines], BASE), BASE, files=[])
    page = site.file("report/cn-500117007-office/2023.html")
    assert page is not None
    words = page.decode("utf-8")
    assert "<title>合川区大石街道办事处2023年法治政府建设年度报告" in words and "该报告不在此发布中" in words


def test_a_folder_without_a_release_tells_nothing(tmp_path: Path) -> None:
    assert tombstones(tmp_path, [], BASE) == []


def test_the_page_of_the_report_says_so(tmp_path: Path) -> None:
    before, after = read(TEXT, tmp_path), read(TEXT.replace("6期", "7期"), tmp_path)
    old = figure(before, "开展法治培训6期")
    quads = [*after, *shared_quads(BASE), *gone(before, after, BASE)]
    site = Site(engine("pyoxigraph", quads, BASE), BASE, files=[])
    for path, words in (("", "报告的原文已更正"), (".en", "the text of the report was corrected")):
        page = site.file(f"report/cn-500117007-office/2023{path}.html")
        assert page is not None
        assert f"<li id={old.partition('#')[2]}>" in page.decode("utf-8")
        assert words in page.decode("utf-8")


def test_a_corpus_says_what_an_earlier_one_had(tmp_path: Path) -> None:
    """As a release does: of a corrected text, and of a report that is no more among the files."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    other = folder / "b.txt"
    other.write_text(
        "合川区司法局2022年法治政府建设年度报告\n一、主要举措\n召开会议2次。\n", encoding="utf-8"
    )

    def built(text: str) -> list[Quad]:
        (folder / "a.txt").write_text(text, encoding="utf-8")
        with read_here():
            build_corpus([folder], out, BASE, jobs=1)
        with (out / "corpus.nq").open("rb") as file:
            ours = b"".join(line for line in file if line.startswith(f"<{BASE}report/".encode()))
        return list(parse(ours, format=RdfFormat.N_QUADS))

    old = figure(built(TEXT), "开展法治培训6期")
    other.unlink()
    now = built(TEXT.replace("6期", "7期"))
    assert said(now, old) == {
        "deprecated": {"true"},
        "historyNote": {"报告的原文已更正", "the text of the report was corrected"},
    }
    (left_out,) = (value(q.subject) for q in now if value(q.object) == "该报告不在此发布中")
    assert left_out.endswith("/2022")


def test_what_a_corpus_said_is_kept_until_it_is_there_again(tmp_path: Path) -> None:
    before, after = read(TEXT, tmp_path), read(TEXT.replace("6期", "7期"), tmp_path)
    report, old = "report/cn-500117007-office/2023", figure(before, "开展法治培训6期")

    def written(name: str, quads: list[Quad]) -> Path:
        file = tmp_path / name
        file.write_bytes(serialize(quads, "nq", BASE))
        return file

    one, two, told = written("1.nq", before), written("2.nq", after), tmp_path / "told.nq"
    assert write_gone(tmp_path / "none.nq", {report: [one]}, told, BASE) == []
    assert write_gone(one, {report: [two]}, told, BASE) == [told]
    lines = read_rdf(told, BASE)
    assert lines == gone(before, after, BASE) != []
    former = written("3.nq", [*after, *lines])
    assert write_gone(former, {report: [two]}, told, BASE) == [told]
    assert read_rdf(told, BASE) == lines
    write_gone(former, {report: [one]}, told, BASE)
    assert said(read_rdf(told, BASE), old) == {}
    assert write_gone(one, {report: [one]}, told, BASE) == [] and not told.exists()
