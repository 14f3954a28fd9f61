"""The data set described for dataset search engines: schema.org ``Dataset`` in JSON-LD.

Plain words (Chinese as the name, English as the alternate name), because search engines expect text there.
The context stands in the file; no licence is stated as long as none is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Triple

from dashi_kg.export.one_report import reports as report_iris
from dashi_kg.export.tables.lookup import Facts
from dashi_kg.rdf.jsonld import natural
from dashi_kg.rdf.namespaces import FOREIGN
from dashi_kg.version import __version__

_DCT, _SOSA = FOREIGN["dct"], FOREIGN["sosa"]
_KEYWORDS = ("法治政府建设", "年度报告", "依法行政", "rule of law", "government report", "linked data")


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the data set: path below the base, media type, SHA-256, size in bytes."""

    path: str
    media_type: str
    sha256: str
    size: int


def dataset(
    triples: Iterable[Triple], base: str, report: str = "", files: Sequence[Download] = ()
) -> dict[str, Any]:
    """The description of one report's data, or of all.

    Args:
        triples: reports with vocabulary and reference facts.
        base: the base IRI.
        report: the IRI of a report; nothing for the data set of all reports.
        files: what can be downloaded.
    """
    triples = list(triples)
    facts = Facts(triples)
    reports = [report] if report else report_iris(triples, base)
    made: dict[str, Any] = {
        "@context": {"@vocab": FOREIGN["schema"]},
        "@type": "Dataset",
        "inLanguage": ["zh", "en"],
        "version": __version__,
        "keywords": list(_KEYWORDS),
        "publisher": _named("Project", f"{base}agent/dashi-kg", "dashi-kg", ""),
        "includedInDataCatalog": _named("DataCatalog", f"{base}catalog", "法治政府建设年度报告数据目录",
                                        "Catalogue of rule-of-law reports as data"),
        "isBasedOn": [_report(facts, iri, base) for iri in reports],
        "temporalCoverage": _years([facts.one(iri, f"{base}ns#reportYear") for iri in reports]),
        "spatialCoverage": _each(_place(facts, iri, base) for iri in reports),
        "variableMeasured": _variables(facts, reports, base),
    }  # fmt: skip
    if report:
        made |= _named("Dataset", report.replace("/report/", "/dataset/", 1), *_titles(facts, report, base))
        made["url"] = report
        made["description"] = _described(made["name"], made["alternateName"])
    else:
        made |= _named("Dataset", f"{base}dataset/all", "全部报告的图谱", "The graph of all reports")
        made["url"] = base
        made["description"] = _described("法治政府建设年度报告", "The annual rule-of-law reports")
        made["hasPart"] = [_part(facts, iri, base) for iri in reports]
    if files:
        made["distribution"] = [_download(file, base) for file in sorted(files, key=lambda f: f.path)]
    return {name: value for name, value in made.items() if value not in ("", [], {})}


def _described(zh: str, en: str) -> str:
    return (
        f"{zh}：所陈述的每个数值、举措、问题和安排，各带其原文和位置，作为关联数据。数据许可尚未决定。 "
        f"{en}: every figure, measure, problem and plan stated, with its words and their place, "
        "as linked data. The licence of the data is not decided."
    )


def _part(facts: Facts, report: str, base: str) -> dict[str, Any]:
    """A data set within the whole; search engines want name and description on each that they find."""
    made = _named("Dataset", report.replace("/report/", "/dataset/", 1), *_titles(facts, report, base))
    return made | {"url": report, "description": _described(made["name"], made["alternateName"])}


def _titles(facts: Facts, report: str, base: str) -> tuple[str, str]:
    zh, en = facts.words(report, "zh"), facts.words(report, "en")
    return (zh or report.removeprefix(base)) + "（数据）", (en or report.removeprefix(base)) + " (data)"


def _named(kind: str, iri: str, zh: str, en: str) -> dict[str, Any]:
    made = {"@type": kind, "@id": iri, "name": zh or en}
    return made | ({"alternateName": en} if en and zh else {})


def _report(facts: Facts, iri: str, base: str) -> dict[str, Any]:
    made = _named("Report", iri, facts.words(iri, "zh"), facts.words(iri, "en"))
    for role, predicate in (("author", "creator"), ("publisher", "publisher")):
        if body := facts.one(iri, _DCT + predicate):
            made[role] = _named(
                "GovernmentOrganization", body, facts.words(body, "zh"), facts.words(body, "en")
            )
    if issued := facts.one(iri, _DCT + "issued"):
        made["datePublished"] = issued
    return made


def _place(facts: Facts, report: str, base: str) -> dict[str, Any]:
    iri = facts.one(report, _DCT + "spatial")
    if not iri:
        return {}
    made = _named("AdministrativeArea", iri, facts.words(iri, "zh"), facts.words(iri, "en"))
    code = facts.one(iri, f"{base}ns#divisionCode")
    return made | ({"identifier": code} if code else {})


def _each(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    by_iri = {place["@id"]: place for place in found if place}
    return [by_iri[iri] for iri in sorted(by_iri)]


def _years(years: Iterable[str]) -> str:
    known = sorted({year for year in years if year})
    return known[0] if len(known) == 1 else f"{known[0]}/{known[-1]}" if known else ""


def _variables(facts: Facts, reports: Sequence[str], base: str) -> list[dict[str, Any]]:
    """The indicators that the reports give figures for, with the units they give them in."""
    units: dict[str, set[str]] = {}
    for iri in facts.of_type(f"{base}ns#Observation"):
        if iri.partition("#")[0] in reports and (indicator := facts.one(iri, _SOSA + "observedProperty")):
            found = units.setdefault(indicator, set())
            found.update(t.value for t in facts.all(iri, FOREIGN["qudt"] + "hasUnit"))
    made = []
    for iri in sorted(units, key=natural):
        variable = _named("PropertyValue", iri, facts.words(iri, "zh"), facts.words(iri, "en"))
        codes = sorted(units[iri])
        made.append(variable | ({"unitCode": codes[0] if len(codes) == 1 else codes} if codes else {}))
    return made


def _download(file: Download, base: str) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": file.path,
        "contentUrl": base + file.path,
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }
