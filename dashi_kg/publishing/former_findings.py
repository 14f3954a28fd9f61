"""Which findings are new since the former release of the same folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from dashi_kg.files import is_release
from dashi_kg.publishing.swap import MARK
from dashi_kg.rdf.parse import PACKED_FILE, RELEASE_FILE
from dashi_kg.validation.engine import Outcome
from dashi_kg.validation.finding import Finding

Key = tuple[str, str, str]  # code, node, message in zh
FILE = "validation.json"


class FormerFindings:
    """The findings of a former release, by report.

    Attributes:
        same: it has the same data as the release that is written: what was new in it is still new.
    """

    def __init__(self, reports: Mapping[str, Mapping[Key, bool]], *, same: bool) -> None:
        self._reports, self.same = reports, same

    def new(self, where: str, outcome: Outcome) -> frozenset[Finding] | None:
        """The findings of a report that it had not; ``None`` where the report is new itself.

        Args:
            where: the folder of the report in the release: ``reports/{org}/{year}``.
        """
        former = self._reports.get(where)
        if former is None:
            return None
        return frozenset(
            f for f in outcome.findings if former.get((f.code, f.focus, f.message_zh), not self.same)
        )


def former_findings(out: Path, reports: Iterable[str], digest: str) -> FormerFindings | None:
    """What the release that stands in a folder found; ``None`` where there is none, or it cannot be read.

    Args:
        out: the folder.
        reports: folders of the reports of the new release: ``reports/{org}/{year}``.
        digest: SHA-256 of the file of the new release with all quads. Where the former one has the same, it is the same
            release, written again: it tells what it told before.
    """
    if not is_release(out):
        return None
    sums = (out / MARK).read_text(encoding="utf-8")
    same = any(f"{digest}  {name}\n" in sums for name in (RELEASE_FILE, PACKED_FILE))
    found = {}
    for where in reports:
        file = out / where / FILE
        if file.is_file() and (rows := _rows(file)) is not None:
            known = any(new is not None for _, new in rows)
            if same and not known:
                continue  # it was new itself, and still is
            found[where] = {key: bool(new) and same for key, new in rows}
    return FormerFindings(found, same=same)


def _rows(file: Path) -> list[tuple[Key, bool | None]] | None:
    """Findings with whether they were new; ``None`` where the file is not one of ours."""
    try:
        findings = json.loads(file.read_text(encoding="utf-8"))["findings"]
        return [((f["code"], f["focus"], f["message"]["zh"]), f.get("new")) for f in findings]
    except (OSError, ValueError, KeyError, TypeError):
        return None
