"""What became of every file: as text, JSON and tables."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from dashi_kg.corpus.coverage import of_records
from dashi_kg.corpus.record import DUPLICATE, OTHER_VERSION, READ, REFUSED, Record
from dashi_kg.errors import shown
from dashi_kg.language import Both, said
from dashi_kg.query.write import no_formula

STATUS_WORDS = {
    READ: Both("已读", "read"),
    REFUSED: Both("未能读取", "refused"),
    DUPLICATE: Both("文本重复", "same text twice"),
    OTHER_VERSION: Both("同一报告的另一文本", "another text of one report"),
}
_MOST_REASONS = 20
_LEVELS = {
    "national": Both("国家级", "national"),
    "province": Both("省级", "province"),
    "prefecture": Both("市级", "prefecture"),
    "county": Both("县级", "county"),
    "township": Both("乡级", "township"),
    "zone": Both("功能区", "zone"),
    "": Both("未定", "undecided"),
}


def as_json(records: Sequence[Record], quads: int, follow_ups: int) -> bytes:
    """The summary for programs: totals, reasons, levels by years, coverage, and a line for each file."""
    covered = of_records(records)
    content: dict[str, Any] = {
        "files": len(records),
        "status": dict(sorted(Counter(r.status for r in records).items())),
        "reasons": dict(sorted(Counter(shown(r.reason) for r in records if r.status == REFUSED).items())),
        "warnings": sum(len(r.warnings) for r in records),
        "levels": dict(sorted(Counter(r.level or "undecided" for r in records if r.status == READ).items())),
        "years": dict(sorted(Counter(r.year for r in records if r.status == READ).items())),
        "quads": quads,
        "followUpCandidates": follow_ups,
        "levelsByYear": {
            level or "undecided": dict(sorted(years.items())) for level, years in _by_level(records).items()
        },
        "bodies": {row.org_id: {"name": row.name, "level": row.level} for row in covered.rows},
        "coverage": covered.as_dict(),
        "reports": [r.line() for r in records],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def as_text(records: Sequence[Record], quads: int, follow_ups: int) -> str:
    """The summary for a terminal, in the language of the person."""
    status = Counter(r.status for r in records)
    first = Both(
        f"{len(records)} 个文件，{quads} 条四元组，{follow_ups} 条跟踪的机器候选",
        f"{len(records)} files, {quads} quads, {follow_ups} machine suggestions of follow-up",
    )
    lines = [said(first)]
    lines += [f"  {said(_named(words, status[key]))}" for key, words in STATUS_WORDS.items() if status[key]]
    lines += _level_table(records)
    if warned := sum(bool(r.warnings) for r in records if r.status == READ):
        lines.append(f"  {said(_named(Both('有警告的报告', 'reports with warnings'), warned))}")
    reasons = Counter((r.reason, r.remedy) for r in records if r.status == REFUSED)
    ordered = sorted(reasons.items(), key=lambda r: (-r[1], r[0]))
    for (reason, remedy), count in ordered[:_MOST_REASONS]:
        lines.append(f"  {count} × {shown(_sentences(said(reason), said(remedy)))}")
    if rest := sum(count for _, count in ordered[_MOST_REASONS:]):
        lines.append(f"  {rest} × {said(Both('其他原因，见 refused.tsv', 'other reasons: see refused.tsv'))}")
    return "\n".join(lines)


def _named(words: Both, count: int) -> Both:
    return Both(f"{words.zh}：{count}", f"{words.en}: {count}")


def _sentences(reason: str, remedy: str) -> str:
    stop = said(Both("。", ". "))
    return f"{reason.rstrip('.。')}{stop}{remedy}".rstrip()


def _by_level(records: Sequence[Record]) -> dict[str, Counter[str]]:
    """Level → year → reports that were read, in the order of the levels."""
    found: dict[str, Counter[str]] = {}
    for level in _LEVELS:
        years = Counter(r.year for r in records if r.status == READ and r.level == level)
        if years:
            found[level] = years
    return found


def _level_table(records: Sequence[Record]) -> list[str]:
    table = _by_level(records)
    years = sorted({year for row in table.values() for year in row})
    if not years:
        return []
    width = max(len(year) for year in years)
    lines = [
        "  " + "  ".join((*(f"{year:>{width}}" for year in years), f"{'Σ':>5}", said(Both("层级", "level"))))
    ]
    for level, row in table.items():
        cells = (f"{row[year] or '·':>{width}}" for year in years)
        lines.append("  " + "  ".join((*cells, f"{row.total():>5}", said(_LEVELS[level]))))
    return lines


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
        row = (r.file, r.status, r.org_id, r.org_name, r.level, r.year, r.issued, r.counts.get("observations", ""), len(r.warnings), r.reason, r.remedy, r.same_as)  # fmt: skip
        writer.writerow(no_formula(shown(str(cell))) for cell in row)
    return out.getvalue().encode("utf-8")


def refused_table(records: Sequence[Record]) -> bytes:
    """The files that were refused, tab-separated: file, reason, remedy."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(("file", "reason", "remedy"))
    for r in records:
        if r.status == REFUSED:
            writer.writerow(no_formula(shown(cell)) for cell in (r.file, r.reason, r.remedy))
    return out.getvalue().encode("utf-8")
