"""What is known of one file after it was read, or refused: the line of the summary, kept as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from dashi_kg.errors import shown
from dashi_kg.language import Both, parted

READ, REFUSED, DUPLICATE, OTHER_VERSION = "read", "refused", "duplicate", "other-version"
Item = tuple[str, str, str]


@dataclass(slots=True)
class Record:
    """One file. ``status``: ``read``, ``refused`` (with ``reason`` and ``remedy``), ``duplicate`` (the same text as
    ``same_as``) or ``other-version`` (another text of the same body and year as ``same_as``; not merged; ``reason``: why
    that is unsure).

    ``plans`` and ``measures``: IRI, words and anchor IRI of each (relative to the base), for follow-ups between years.
    ``text_sha256``: digest of the archived text.
    """

    file: str
    key: str
    status: str = READ
    reason: str = ""
    remedy: str = ""
    same_as: str = ""
    org_id: str = ""
    org_name: str = ""
    division: str = ""
    level: str = ""
    year: str = ""
    issued: str = ""
    text_sha256: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    report: str = ""
    plans: list[Item] = field(default_factory=list)
    measures: list[Item] = field(default_factory=list)

    def line(self) -> dict[str, object]:
        """The record for the summary: without the working parts."""
        left_out = ("key", "plans", "measures", "report", "text_sha256")
        row = asdict(self) | {"counts": dict(sorted(self.counts.items()))}
        told = {k: v for k, v in row.items() if k not in left_out and v not in ("", [], {})}
        return (
            told
            | {k: shown(v) for k, v in told.items() if isinstance(v, str)}
            | ({"warnings": [shown(w) for w in self.warnings]} if self.warnings else {})
        )


def not_in_time(seconds: float) -> tuple[Both, Both]:
    """Reason and remedy where a file was not read within a limit of time."""
    return (
        Both(f"{seconds:g} 秒内没有读完", f"not read within {seconds:g} s"),
        Both("请用 --limit 放宽时限，或分割文件。", "Raise --limit, or split the file."),
    )


def ended_early(code: int) -> tuple[Both, Both]:
    """Reason and remedy where the process that read a file has died, with its exit code."""
    return (
        Both(
            f"读取这个文件时程序意外终止（退出码 {code}）",
            f"the extractor ended unexpectedly over this file (exit code {code})",
        ),
        Both("请连同文件一并反馈。", "Please report it, with the file."),
    )


def dump(record: Record) -> bytes:
    """The record as JSON."""
    words = json.dumps(asdict(record), ensure_ascii=False, sort_keys=True) + "\n"
    return words.encode("utf-8", "backslashreplace")  # a name that is no UTF-8, as JSON escapes it


def parse(data: bytes) -> Record | None:
    """A record from its JSON; ``None`` where it is damaged."""
    try:
        raw = json.loads(data)
        for kind in ("plans", "measures"):
            raw[kind] = [(iri, words, anchor) for iri, words, anchor in raw[kind]]
        for key in ("reason", "remedy"):
            raw[key] = parted(raw[key])
        return Record(**raw)
    except (ValueError, TypeError, KeyError):
        return None


def load(path: Path) -> Record | None:
    """A record that an earlier run left; ``None`` where there is none, or a damaged one."""
    try:
        return parse(path.read_bytes())
    except OSError:
        return None


def place_of(work: Path, key: str, suffix: str) -> Path:
    """Where a result lies in the working folder."""
    return work / key[:2] / f"{key}{suffix}"


def without_words(record: Record) -> Record:
    """The record without the words of its items, so that thousands fit into memory."""
    return replace(record, plans=[], measures=[])


def with_words(record: Record, work: Path) -> Record:
    """The record with the words of its items, from the working folder; as it is where nothing lies there."""
    kept = load(place_of(work, record.key, ".json"))
    return replace(record, plans=kept.plans, measures=kept.measures) if kept else record
