"""How to cite a report, and one statement of it: GB/T 7714—2015, BibTeX, RIS, CSL-JSON.

GB/T 7714—2015 section 8.10 asks for the day of access of what is online; a page that is the same for every reader
cannot know it, so ``[引用日期]`` stands in its place, for the reader to fill in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

ACCESS = "[引用日期]"
_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """What is cited: a report, or a statement (``part``, with its words' code points) in it.

    ``issued`` is ISO 8601 (``2024-02-20``) or ``""``; ``address`` the IRI; ``digest`` the SHA-256 of the archived text.
    """

    author: str
    title: str
    issued: str
    address: str
    publisher: str = ""
    digest: str = ""
    part: str = ""
    start: int | None = None
    end: int | None = None

    @property
    def key(self) -> str:
        """A key for BibTeX: the end of the address, ASCII."""
        return re.sub(r"[^A-Za-z0-9]+", "-", self.address.split("/report/")[-1]).strip("-")

    @property
    def where(self) -> str:
        return f"{self.start}-{self.end}" if self.start is not None else ""


def gbt7714(work: Work) -> str:
    """The reference by GB/T 7714—2015: of a report 8.5 (``[R/OL]``), of a statement as a part of it (4.2).

    >>> gbt7714(Work("某局", "年度报告", "2024-02-20", "https://x.org/report/a/2023"))
    '某局. 年度报告[R/OL]. (2024-02-20)[引用日期]. https://x.org/report/a/2023.'
    """
    date = f"({work.issued})" if work.issued else ""
    whole = f"{_dot(work.author)}{work.title}"
    if not work.part:
        return f"{whole}[R/OL]. {date}{ACCESS}. {work.address}."
    place = f": 第{work.start}—{work.end}字" if work.start is not None else ""
    return f"{_dot(work.author)}{work.part}[R/OL]//{whole}{place}. {date}{ACCESS}. {work.address}."


def _dot(words: str) -> str:
    return f"{words}. " if words else ""


def bibtex(work: Work) -> str:
    """A ``@techreport`` (report) or ``@incollection`` (statement)."""
    rows = {"author": f"{{{_tex(work.author)}}}" if work.author else ""}
    if work.part:
        rows |= {"title": _tex(work.part), "booktitle": _tex(work.title)}
    else:
        rows |= {"title": _tex(work.title), "institution": _tex(work.author)}
    rows |= {
        "year": work.issued[:4], "date": work.issued, "publisher": _tex(work.publisher), "url": work.address,
        "note": ", ".join(n for n in (f"characters {work.start}--{work.end}" if work.where else "",
                                      f"archived text: SHA-256 {work.digest}" if work.digest else "") if n),
        "langid": "chinese",
    }  # fmt: skip
    kind = "incollection" if work.part else "techreport"
    body = "".join(f"  {name:<11} = {{{words}}},\n" for name, words in rows.items() if words)
    return f"@{kind}{{{work.key},\n{body}}}\n"


def _tex(words: str) -> str:
    return "".join(_ESCAPES.get(c, c) for c in " ".join(words.split()))


def ris(work: Work) -> str:
    """RIS (Research Information Systems 2011): ``RPRT``, or ``CHAP`` for a statement; lines end in CR LF."""
    rows = [("TY", "CHAP" if work.part else "RPRT"), ("AU", work.author), ("TI", work.part or work.title)]
    rows += [
        ("T2", work.title if work.part else ""),
        ("PY", work.issued[:4]),
        ("DA", work.issued.replace("-", "/")),
    ]
    rows += [
        ("PB", work.publisher),
        ("SP", str(work.start) if work.where else ""),
        ("EP", str(work.end) if work.where else ""),
    ]
    rows += [("UR", work.address), ("LA", "zh"), ("N1", f"SHA-256 {work.digest}" if work.digest else "")]
    lines = [f"{tag}  - {' '.join(words.split())}" for tag, words in rows if words]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl(works: Sequence[Work]) -> bytes:
    """CSL-JSON (Citation Style Language 1.0.2)."""
    return (json.dumps([_csl(w) for w in works], ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _csl(work: Work) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": work.key,
        "type": "chapter" if work.part else "report",
        "title": work.part or work.title,
    }
    if work.part:
        row["container-title"] = work.title
    if work.author:
        row["author"] = [{"literal": work.author}]
    if work.issued:
        row["issued"] = {"date-parts": [[int(n) for n in work.issued.split("-")]]}
    if work.publisher:
        row["publisher"] = work.publisher
    if work.where:
        row["page"] = work.where
    if work.digest:
        row["note"] = f"SHA-256 {work.digest}"
    return row | {"language": "zh", "URL": work.address}
