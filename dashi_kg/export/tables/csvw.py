"""What the columns of ``observations.csv`` hold: CSV on the Web metadata (W3C Tabular Metadata, REC 2015).

The standard names its context by IRI; readers of CSVW know it by heart, nothing is fetched.
"""

from __future__ import annotations

import json
from typing import Any

from dashi_kg.export.tables.observations import COLUMNS
from dashi_kg.rdf.namespaces import FOREIGN

# Datatypes of the columns that are not words. IRIs stay words: as anyURI, some readers take them apart
# before they fill them into aboutUrl.
DATATYPES: dict[str, str] = {
    "report_year": "gYear",
    "value": "decimal",
    "low": "decimal",
    "high": "decimal",
    "change_size": "decimal",
    "year": "gYear",
    "min_inclusive": "decimal",
    "min_exclusive": "decimal",
    "max_inclusive": "decimal",
    "max_exclusive": "decimal",
    "period_begin": "date",
    "period_end": "date",
    "start": "nonNegativeInteger",
    "end": "nonNegativeInteger",
}
REQUIRED = frozenset(
    ("id", "report_year", "indicator_iri", "kind", "quote", "start", "end", "source_sha256", "iri")
)
_FORMATS = {
    "id": "f-[0-9a-f]{10,}",
    "kind": "actual|practice|requirement",
    "period_basis": "explicit|implied",
    "certainty": "clear|ambiguous",
    "topic_certainty": "clear|unsure",
    "topic": "[A-L][0-9]",
    "role": "value|part|change|before|after|scope|target",
    "source_sha256": "[0-9a-f]{64}",
}
# Columns that state a property of the row's statement; the others help the reader and state nothing new.
_PROPERTIES = {
    "counted_words": "fz:countedThing",
    "value": "sosa:hasSimpleResult",
    "min_inclusive": "fz:minInclusive",
    "min_exclusive": "fz:minExclusive",
    "max_inclusive": "fz:maxInclusive",
    "max_exclusive": "fz:maxExclusive",
    "indicator_iri": "sosa:observedProperty",
    "comparison_key": "fz:comparisonKey",
}


def csvw_metadata(base: str, url: str = "observations.csv") -> dict[str, Any]:
    """The metadata of the table.

    Args:
        base: the base IRI.
        url: where the CSV lies, relative to the metadata.
    """
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "url": url,
        "dc:title": _words("法治政府建设年度报告数据", "Figures of the rule-of-law report"),
        "dc:description": _words(
            "报告中的每个数值一行，带其原文和位置；空白单元格表示报告没有说。",
            "One row for each figure of the report, with its words and their place; an empty cell means that the report does not say.",
        ),
        "dc:conformsTo": {"@id": f"{base}ns"},
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": {
            "aboutUrl": "{+iri}",
            "primaryKey": "iri",
            "rowTitles": ["id"],
            "columns": [_column(base, *column[:5]) for column in COLUMNS],
        },
    }


def csvw_bytes(base: str) -> bytes:
    """The metadata as the file ``observations.csv-metadata.json``; columns in the order of the table."""
    return (json.dumps(csvw_metadata(base), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _column(base: str, name: str, zh: str, en: str, about_zh: str, about_en: str) -> dict[str, Any]:
    column: dict[str, Any] = {
        "name": name,
        # the heading in the file is the name; a validator compares it with the titles
        "titles": {"en": [name, en] if en != name else [name], "zh": [zh]},
        "dc:description": _words(about_zh, about_en),
        "datatype": _datatype(name),
    }
    if name in REQUIRED:
        column["required"] = True
    if name in _PROPERTIES:
        prefix, _, local = _PROPERTIES[name].partition(":")
        column["propertyUrl"] = (f"{base}ns#" if prefix == "fz" else FOREIGN[prefix]) + local
    else:
        column["suppressOutput"] = True
    if name == "counted_words":
        column["lang"] = "zh"
    if name == "indicator_iri":
        column["valueUrl"] = "{+indicator_iri}"
    return column


def _datatype(name: str) -> Any:
    if name in _FORMATS:
        return {"base": "string", "format": _FORMATS[name]}
    return DATATYPES.get(name, "string")


def _words(zh: str, en: str) -> list[dict[str, str]]:
    return [{"@value": zh, "@language": "zh"}, {"@value": en, "@language": "en"}]
