"""What the output consists of: a run is done when its manifest is there, and what the manifest does not name is no output."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.spark.places import Place, Written

NAME = "manifest.json"
FORMAT = 1


def commit(place: Place, head: dict[str, Any], files: Iterable[Written]) -> dict[str, Any]:
    """Write the manifest; from here on its files are the output.

    Args:
        head: what is told of the whole: the base IRI, the digest of the program, totals.
    """
    ordered = sorted(files, key=lambda file: file.path)
    content = {"format": FORMAT, **head, "files": [asdict(file) for file in ordered]}
    data = (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")

    def fill(out: Any) -> int:
        out.write(data)
        return 1

    place.write(NAME, fill)
    return content


def load(place: Place) -> dict[str, Any] | None:
    """The manifest of an earlier run; ``None`` where there is none.

    Raises:
        DashiError: it is damaged.
    """
    data = place.read(NAME)
    if data is None:
        return None
    try:
        content: dict[str, Any] = json.loads(data)
        if content["format"] != FORMAT:
            raise ValueError
        _ = [file["path"] for file in content["files"]]
        return content
    except (ValueError, KeyError, TypeError):
        raise DashiError(
            Both("清单已损坏，或不是本程序所写", "the manifest is damaged, or not one of ours"),
            remedy=Both("请删除它，再次运行。", "Remove it, and run again."),
            file=f"{place.name}/{NAME}",
        ) from None


def tidy(place: Place, content: dict[str, Any], folders: Iterable[str], work: str) -> None:
    """Remove what the manifest does not name: files of earlier runs, and results of other versions of the program.

    Args:
        folders: of the output.
        work: the folder of this version's results, which stays.
    """
    named = {file["path"] for file in content["files"]}
    place.remove(path for path in place.sizes(*folders) if path not in named)
    above, _, own = work.rpartition("/")
    for name in place.folders(above):
        if name != own:
            place.remove_folder(f"{above}/{name}")
