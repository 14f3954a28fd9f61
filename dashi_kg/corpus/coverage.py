"""Which body reported for which year: from the records of a corpus, or from a graph; as text, CSV and JSON.

A cell says what is known of the files, never of the body: ``missing`` is not “nothing was done”, and not
“nothing was published”.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad

from dashi_kg.corpus.record import READ, REFUSED, Record
from dashi_kg.errors import DashiError, unreadable
from dashi_kg.knowledge.reference import load_reference
from dashi_kg.language import Both, said
from dashi_kg.model.board import (
    PUBLISHED,
    UNREADABLE,
    WORDS,
    YEAR,
    BoardRow,
    Coverage,
    bodies_of_folders,
    body_folder,
    table,
    told_by_folder,
)
from dashi_kg.rdf.namespaces import LABEL, RDF_TYPE, Names, curie
from dashi_kg.rdf.parse import FORMATS as RDF_FILES
from dashi_kg.rdf.parse import read_rdf
from dashi_kg.rdf.terms import language, value
from dashi_kg.resources import data_dir
from dashi_kg.source.gather import READABLE

FORMATS = ("table", "csv", "json")
SUMMARY = "summary.json"


def of_records(records: Sequence[Record]) -> Coverage:
    """The coverage of a corpus. A file that was refused counts as ``unreadable`` where its folders say whose report
    it is (``{org-id}/{year}/source.*``); elsewhere nobody knows, and the summary tells the file."""
    names: dict[str, tuple[str, str]] = {}
    cells: dict[tuple[str, str], str] = {}
    for r in records:
        if r.status == READ and YEAR.fullmatch(r.year):
            names.setdefault(r.org_id, (r.org_name, r.level))
            cells[r.org_id, r.year] = PUBLISHED
    bodies = bodies_of_folders((r.file, r.org_id) for r in records if r.status == READ)
    for r in records:
        if r.status == REFUSED and (told := told_by_folder(r.file)):
            body = bodies.get(body_folder(r.file), told[0])
            names.setdefault(body, ("", ""))
            cells.setdefault((body, told[1]), UNREADABLE)
    return table(told_apart(names), cells)


def of_quads(quads: Iterable[Quad], base: str) -> Coverage:
    """The coverage of a graph: every ``fz:Report`` with its ``dct:creator`` and ``fz:reportYear``."""
    n = Names(base)
    reports: set[str] = set()
    creators: dict[str, list[str]] = {}
    years: dict[str, str] = {}
    labels: dict[str, str] = {}
    for q in quads:
        subject = value(q.subject)
        if q.predicate == RDF_TYPE and q.object == n.fz("Report"):
            reports.add(subject)
        elif q.predicate == curie("dct:creator") and isinstance(q.object, NamedNode):
            creators.setdefault(subject, []).append(q.object.value)
        elif q.predicate == n.fz("reportYear"):
            years[subject] = value(q.object)
        elif q.predicate == LABEL and language(q.object) == "zh" and subject.startswith(f"{base}org/"):
            labels[subject] = value(q.object)
    names: dict[str, tuple[str, str]] = {}
    cells: dict[tuple[str, str], str] = {}
    for report in sorted(reports):
        for body in sorted(set(creators.get(report, ()))):
            if YEAR.fullmatch(years.get(report, "")):
                org_id = body.removeprefix(f"{base}org/")
                names[org_id] = labels.get(body, ""), ""
                cells[org_id, years[report]] = PUBLISHED
    return table(told_apart(names), cells)


def told_apart(names: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Bodies → name and level; those that share a name with what they lie in behind it: 城关镇人民政府（榆中县）."""
    often = Counter(name for name, _ in names.values())
    return {
        body: (_in_place(body, name), level) if name and often[name] > 1 else (name, level)
        for body, (name, level) in names.items()
    }


def _in_place(body: str, name: str) -> str:
    """A name with the division above that of the body, which its id tells; the name where it does not."""
    code = re.match(r"cn-(\d{6,9})-", body)
    reference = load_reference(data_dir() / "reference") if code else None
    own = reference.division(code[1]) if reference and code else None
    above = reference.division(own.parent) if reference and own else None
    return f"{name}（{above.zh}）" if above else name


def of_path(path: Path, base: str) -> Coverage:
    """The coverage of a corpus that was built (its ``summary.json``), of a release, or of an RDF file or folder.

    Raises:
        DashiError: nothing of the kind is there, or it is damaged.
    """
    summary = path / SUMMARY if path.is_dir() else path
    if summary.name.endswith(".json") and summary.is_file():
        return _of_summary(summary)
    if (
        path.is_dir()
        and not any(f.suffix.lower() in RDF_FILES for f in path.iterdir())
        and _has_reports(path)
    ):
        raise DashiError(
            Both("这里是报告，还不是语料", "these are reports, not yet a corpus"),
            remedy=Both(
                f"请先运行 dashi-kg build {path} -o corpus，再运行 dashi-kg coverage corpus。",
                f"Run dashi-kg build {path} -o corpus first, then dashi-kg coverage corpus.",
            ),
            file=str(path),
        )
    found = of_quads(read_rdf(path, base), base)
    if not found.rows:
        remedy = Both(
            "请给出语料、发布包或报告的图谱；--base 须与其一致。",
            "Give a corpus, a release, or the graph of reports; --base must be the one they were made with.",
        )
        raise DashiError(
            Both("数据里没有写明机关和年度的报告", "no report with a body and a year in this data"),
            remedy=remedy,
            file=str(path),
        )
    return found


def _has_reports(folder: Path) -> bool:
    return any(f.suffix.lower() in READABLE for f in folder.rglob("*"))


def _of_summary(path: Path) -> Coverage:
    try:
        raw: Any = json.loads(path.read_text(encoding="utf-8"))
        bodies, table = raw["bodies"], raw["coverage"]
        years = tuple(next(iter(table.values()), {}))
        rows = (
            BoardRow(org_id, bodies[org_id]["name"], bodies[org_id]["level"], tuple(cells[y] for y in years))
            for org_id, cells in table.items()
        )
        return Coverage(years, tuple(rows))
    except OSError as error:
        raise unreadable(path, error) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        remedy = Both("请给出 dashi-kg build 写出的文件夹。", "Give the folder that dashi-kg build wrote.")
        raise DashiError(
            Both("这不是语料的汇总文件", "not the summary of a corpus"), remedy=remedy, file=str(path)
        ) from None


def as_csv(found: Coverage) -> bytes:
    """One row a body, one column a year."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("org_id", "organisation", "level", *found.years))
    writer.writerows((row.org_id, row.name, row.level, *row.cells) for row in found.rows)
    return out.getvalue().encode("utf-8")


def as_json(found: Coverage) -> bytes:
    """``{"years": […], "bodies": [{"id", "name", "level", "years": {year: cell}}]}``."""
    bodies = [
        {
            "id": r.org_id,
            "name": r.name,
            "level": r.level,
            "years": dict(zip(found.years, r.cells, strict=True)),
        }
        for r in found.rows
    ]
    content = {"years": list(found.years), "bodies": bodies}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def as_text(found: Coverage) -> bytes:
    """A line a body with a sign a year, the years above, the signs and sums below."""
    lines = ["  ".join((*(f"{y:>4}" for y in found.years), said(Both("机关", "body"))))]
    for row in found.rows:
        signs = (f"{WORDS[cell][2]:>4}" for cell in row.cells)
        lines.append("  ".join((*signs, f"{row.name} {row.org_id}".strip())))
    cells = [cell for row in found.rows for cell in row.cells]
    key = (f"{sign} {said(Both(zh, en))} {cells.count(k)}" for k, (zh, en, sign) in WORDS.items())
    lines += [
        "  ".join(key),
        said(
            Both(
                "未收录不等于没有公开。",
                "Not collected does not mean that nothing was made public.",
            )
        ),
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def write(found: Coverage, form: str) -> bytes:
    """The coverage in one of :data:`FORMATS`."""
    return {"table": as_text, "csv": as_csv, "json": as_json}[form](found)
