"""What a person is told of a release that was written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dashi_kg.language import Both
from dashi_kg.publishing.several import LeftOut

_SEVERITIES = {
    "violation": Both("错误", "errors"),
    "warning": Both("警告", "warnings"),
    "info": Both("提示", "notes"),
}


@dataclass(frozen=True, slots=True)
class Release:
    """A written release: where, how much, what to know about it, and what is not in it."""

    folder: Path
    reports: int
    triples: int
    files: int
    findings: dict[str, int]
    warnings: tuple[Both, ...]
    pages: int = 0
    left_out: tuple[LeftOut, ...] = ()
    few: bool = True  # whether all its files are written, and not the chosen only
    kept: int = 0  # files that are those of the former release

    def summary(self) -> str:
        """What was written and how to look at it, in the language of the person."""
        found = [(_SEVERITIES[n], count) for n, count in self.findings.items() if count]
        zh = "，".join(f"{words.zh} {count}" for words, count in found) or "无"
        en = ", ".join(f"{words.en} {count}" for words, count in found) or "none"
        at = self.folder
        lines = [
            Both(
                f"已发布：{at}/（报告 {self.reports} 份，三元组 {self.triples:,} 条，文件 {self.files} 个）",
                f"Published: {at}/ (reports {self.reports}, triples {self.triples:,}, files {self.files})",
            ),
            Both(f"规则检查：{zh}，见 {at}/reports/*/*/validation.html", f"Checks: {en}; see {at}/reports/*/*/validation.html"),
            Both(f"阅读：{at}/dashi-kg.ttl，{at}/reports/*/*/observations.xlsx", f"Read: {at}/dashi-kg.ttl, {at}/reports/*/*/observations.xlsx")
            if self.few
            else Both(f"其余文件在请求时生成：dashi-kg serve {at}（全部写成文件：--files all）", f"The other files are made when asked for: dashi-kg serve {at} (all as files: --files all)"),
            Both(f"核验：dashi-kg verify {at}", f"Verify: dashi-kg verify {at}"),
            Both("查询：dashi-kg query --list", "Ask: dashi-kg query --list"),
        ]  # fmt: skip
        if self.pages:
            browse = Both(
                f"浏览：{at}/index.html（网页 {self.pages:,} 个）",
                f"Browse: {at}/index.html (pages {self.pages:,})",
            )
            lines.insert(2, browse)
        if self.kept:
            kept = Both(
                f"与此前的发布相同、未重写的文件：{self.kept:,} 个",
                f"Files as in the former release, not written again: {self.kept:,}",
            )
            lines.insert(1, kept)
        if self.left_out:
            count = len(self.left_out)
            lines.insert(
                1, Both(f"未收录：{count} 份报告", f"Left out: {count} report{'s' if count > 1 else ''}")
            )
        return "\n".join(line.said() for line in lines)
