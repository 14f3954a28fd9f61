"""What became of every file, and which body reported for which year: as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from dashi_kg.corpus.record import DUPLICATE, OTHER_VERSION, READ, REFUSED, Record

_WORDS = {
    READ: ("已读", "read"), REFUSED: ("未能读取", "refused"), DUPLICATE: ("文本重复", "same text twice"),
    OTHER_VERSION: ("同一报告的另一文本", "another text of one report"),
}  # fmt: skip
_LEVELS = {
    "province": "省级 province", "prefecture": "市级 prefecture", "county": "县级 county", "township": "乡级 township", "": "未定 undecided",
}  # fmt: skip
PUBLISHED, MISSING = "published", "missing"


def as_json(records: Sequence[Record], quads: int, follow_ups: int) -> bytes:
    """The summary for programs: totals, reasons, levels, years, coverage, and a line for each file."""
    content: dict[str, Any] = {
        "files": len(records),
        "status": dict(sorted(Counter(r.status for r in records).items())),
        "reasons": dict(sorted(Counter(r.reason for r in records if r.status == REFUSED).items())),
        "warnings": sum(len(r.warnings) for r in records),
        "levels": dict(sorted(Counter(r.level or "undecided" for r in records if r.status == READ).items())),
        "years": dict(sorted(Counter(r.year for r in records if r.status == READ).items())),
        "quads": quads,
        "followUpCandidates": follow_ups,
        "coverage": coverage(records),
        "reports": [r.line() for r in records],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def as_text(records: Sequence[Record], quads: int, follow_ups: int) -> str:
    """The summary for a terminal, Chinese and English."""
    status = Counter(r.status for r in records)
    lines = [
        f"{len(records)} 个文件 files · {quads} 条四元组 quads · {follow_ups} 条跟踪候选 follow-up candidates"
    ]
    lines += [f"  {zh} {en}: {status[key]}" for key, (zh, en) in _WORDS.items() if status[key]]
    levels = Counter(r.level for r in records if r.status == READ)
    if levels:
        lines.append("  层级 levels: " + ", ".join(f"{_LEVELS[k]} {levels[k]}" for k in _LEVELS if levels[k]))
    years = Counter(r.year for r in records if r.status == READ)
    if years:
        lines.append("  年度 years: " + ", ".join(f"{year} {count}" for year, count in sorted(years.items())))
    warned = sum(bool(r.warnings) for r in records if r.status == READ)
    if warned:
        lines.append(f"  有提示的报告 reports with warnings: {warned}")
    reasons = Counter(r.reason for r in records if r.status == REFUSED)
    lines += [
        f"  {count} × {reason}" for reason, count in sorted(reasons.items(), key=lambda r: (-r[1], r[0]))
    ]
    return "\n".join(lines)


def as_table(records: Sequence[Record]) -> bytes:
    """One row a file, tab-separated: file, status, body, level, year, date, numbers found, reason, remedy, same as."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(
        (
            "file",
            "status",
            "org_id",
            "organisation",
            "level",
            "year",
            "issued",
            "observations",
            "warnings",
            "reason",
            "remedy",
            "same_as",
        )
    )
    for r in records:
        writer.writerow(
            (r.file, r.status, r.org_id, r.org_name, r.level, r.year, r.issued, r.counts.get("observations", ""), len(r.warnings), r.reason, r.remedy, r.same_as)
        )  # fmt: skip
    return out.getvalue().encode("utf-8")


def coverage(records: Sequence[Record]) -> dict[str, dict[str, str]]:
    """Body → year → ``published`` or ``missing``, over all years of the corpus. Missing says only that no report of
    this year was among the files: not that nothing was done, and not that nothing was published."""
    read = [r for r in records if r.status == READ and r.year.isdigit()]
    if not read:
        return {}
    years = [int(r.year) for r in read]
    every = [str(y) for y in range(min(years), max(years) + 1)]
    rows: dict[str, dict[str, str]] = {}
    for r in sorted(read, key=lambda r: r.org_id):
        rows.setdefault(r.org_id, dict.fromkeys(every, MISSING))[r.year] = PUBLISHED
    return rows


def coverage_table(records: Sequence[Record]) -> bytes:
    """Coverage as CSV: one row a body, one column a year."""
    rows = coverage(records)
    names = {r.org_id: r.org_name for r in reversed(list(records)) if r.status == READ}
    levels = {r.org_id: r.level for r in records if r.status == READ}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    every = list(next(iter(rows.values()), {}))
    writer.writerow(("org_id", "organisation", "level", *every))
    for org_id, cells in rows.items():
        writer.writerow((org_id, names[org_id], levels[org_id], *cells.values()))
    return out.getvalue().encode("utf-8")
