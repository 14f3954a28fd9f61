"""Which stages follow each other: a report's folder or file in; quads, findings, answers or a release out?"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashi_kg.pipeline.asking import (
        ask,
        engine_for,
        query_text,
        question_list,
        unknown_values,
        who_answered,
        with_names,
    )
    from dashi_kg.pipeline.checking import check
    from dashi_kg.pipeline.inputs import (
        Given,
        given,
        is_rdf,
        own_quads,
        report_folders,
        reports_in,
        shared_quads,
    )
    from dashi_kg.pipeline.load_store import load_into, load_table, unload_from
    from dashi_kg.pipeline.outputs import export, exported, material_of, publish
    from dashi_kg.pipeline.report import BuiltReport, Review, build, not_a_report, review_of
    from dashi_kg.pipeline.report_files import (
        READING,
        SOURCE,
        SOURCES,
        is_one_report,
        reading_file,
        source_file,
    )

__all__ = [
    "READING",
    "SOURCE",
    "SOURCES",
    "BuiltReport",
    "Given",
    "Review",
    "ask",
    "build",
    "check",
    "engine_for",
    "export",
    "exported",
    "given",
    "is_one_report",
    "is_rdf",
    "load_into",
    "load_table",
    "material_of",
    "not_a_report",
    "own_quads",
    "publish",
    "query_text",
    "question_list",
    "reading_file",
    "report_folders",
    "reports_in",
    "review_of",
    "shared_quads",
    "source_file",
    "unknown_values",
    "unload_from",
    "who_answered",
    "with_names",
]

# A stage is imported when it is first asked for (PEP 562): a query needs no reader, a reader no store.
_HOMES = {
    **dict.fromkeys(
        ("ask", "engine_for", "query_text", "question_list", "unknown_values", "who_answered", "with_names"),
        "asking",
    ),
    **dict.fromkeys(
        ("Given", "given", "is_rdf", "own_quads", "report_folders", "reports_in", "shared_quads"), "inputs"
    ),
    "check": "checking",
    **dict.fromkeys(("export", "exported", "material_of", "publish"), "outputs"),
    **dict.fromkeys(
        ("READING", "SOURCE", "SOURCES", "is_one_report", "reading_file", "source_file"), "report_files"
    ),
    **dict.fromkeys(("load_into", "load_table", "unload_from"), "load_store"),
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'report')}"), name)
    return found
