"""Write the golden files of the Dashi report anew, after a change of the reader has been looked at.

Run ``python -m tests.approve`` and read ``git diff tests/golden`` before you commit.
"""

from __future__ import annotations

from dashi_kg.reader.extract import extract
from dashi_kg.reader.show import extraction_json, extraction_text, outline_json, outline_text
from dashi_kg.source.read import read_source
from tests.conftest import REPORT, ROOT


def main() -> None:
    found = extract(read_source(REPORT))
    stages = {
        "outline.txt": outline_text(found.outline, found.source),
        "outline.json": outline_json(found.outline, found.source),
        "extraction.txt": extraction_text(found),
        "extraction.json": extraction_json(found),
    }
    for name, words in stages.items():
        (ROOT / "tests" / "golden" / f"dashi-2023.{name}").write_text(words + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
