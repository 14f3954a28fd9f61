"""The JSON Schema (draft 2020-12) of a report as a tree: what a program may rely on in ``report.framed.jsonld``."""

from __future__ import annotations

import json
from typing import Any

from dashi_kg.errors import DataError
from dashi_kg.language import Both
from dashi_kg.resources import ontology_dir

_FILE = "schemas/report.schema.json"


def report_schema(base: str) -> dict[str, Any]:
    """The schema, its ``$id`` under the base IRI.

    Raises:
        DataError: the file is missing or is not JSON.
    """
    try:
        words = (ontology_dir() / _FILE).read_text(encoding="utf-8")
        loaded: dict[str, Any] = json.loads(words.replace("{base}", base))
    except (OSError, ValueError) as error:
        raise DataError(
            Both(f"不是 JSON Schema（{error}）", f"not a JSON Schema ({error})"),
            remedy=Both("请恢复该文件。", "Restore the file."),
            file=_FILE,
        ) from None
    return loaded


def schema_bytes(base: str) -> bytes:
    """The schema as a file; its keys keep the order in which they were written."""
    return (json.dumps(report_schema(base), ensure_ascii=False, indent=1) + "\n").encode("utf-8")
