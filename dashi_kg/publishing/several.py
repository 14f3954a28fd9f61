"""Many reports for one release: one text a body and year, and what is left out is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from dashi_kg.errors import DashiError, as_dashi_error
from dashi_kg.files import Progress
from dashi_kg.language import Both, joined
from dashi_kg.model.board import YEAR, bodies_of_folders, body_folder, told_by_folder

if TYPE_CHECKING:
    from dashi_kg.knowledge.reference import Division

UNSURE = (
    Both(
        "地点或年度未定，可能是同名的另一机关的报告",
        "place or year undecided: perhaps the report of another body of the same name",
    ),
    Both(
        "请保留页面中写有地点和年度的部分。", "Keep the part of the page that names the place and the year."
    ),
)


class Named(Protocol):
    """What tells two reports apart (see :class:`dashi_kg.pipeline.BuiltReport`)."""

    @property
    def file(self) -> str: ...
    @property
    def org_id(self) -> str: ...
    @property
    def year(self) -> str: ...
    @property
    def text_sha256(self) -> str: ...
    @property
    def division(self) -> Division | None: ...


Report = TypeVar("Report")
Built = TypeVar("Built", bound=Named)


class LeftOut(NamedTuple):
    """A report that is not in the release: why, its body and year where they are known, and where it lies."""

    error: DashiError
    cell: tuple[str, str] | None = None
    report: str = ""


def read_all(
    reports: Sequence[Path], read: Callable[[Path], Report], progress: Progress, *, keep_going: bool | None
) -> tuple[list[Report], list[LeftOut]]:
    """Read every report, in their order.

    Args:
        reports: files and folders of reports.
        read: reads one.
        progress: told which is being read.
        keep_going: leave out what cannot be read; ``False``: the error names the option, ``None``: there is none.

    Raises:
        DashiError: one cannot be read, without ``keep_going``.
    """
    found: list[Report] = []
    left: list[LeftOut] = []
    for number, report in enumerate(reports):
        progress(Both(f"正在读取 {report.name}", f"reading {report.name}"), number, len(reports))
        try:
            found.append(read(report))
        except Exception as error:
            if keep_going is False and isinstance(error, DashiError) and len(reports) > 1:
                skip = Both(
                    "或加 --keep-going 略过这样的文件。", "Or leave such files out with --keep-going."
                )
                remedy = joined([error.remedy, skip])
                raise type(error)(error.cause, remedy=remedy, file=error.file, place=error.place) from None
            if not keep_going:
                raise
            left.append(LeftOut(as_dashi_error(error, str(report)), _told_by(str(report)), str(report)))
    return found, left


def does_not_conform(report: Named, violations: int) -> LeftOut:
    """A report that violates shapes, with how to see them."""
    name = f"{report.org_id}/{report.year}"
    error = DashiError(
        Both(
            f"报告未通过规则检查：{violations} 处错误",
            f"the report does not pass the checks: {violations} errors",
        ),
        remedy=Both(
            f"请运行 dashi-kg validate {report.file} 查看。",
            f"Run dashi-kg validate {report.file} to see them.",
        ),
        file=report.file or name,
        place=name if report.file else "",
    )
    own = (report.org_id, report.year) if YEAR.fullmatch(report.year) else None
    return LeftOut(error, _told_by(report.file) or own, report.file)


def note_on_second(report: Named, first: Named) -> Both:
    """What is said of a second report of one body and year; the first is kept."""
    where = f"{report.file or report.year}"
    if report.text_sha256 == first.text_sha256:
        return Both(
            f"与 {first.file} 文本相同，未重复收录", f"the same text as {first.file}: not included again"
        ).about(where)
    words = Both(
        f"{report.org_id} {report.year} 年度的另一文本，收录的是 {first.file}",
        f"another text of {report.org_id} for {report.year}: {first.file} is kept",
    ).about(where)
    sure = report.division and YEAR.fullmatch(report.year)
    cause, remedy = UNSURE
    more = Both(f"；{cause.zh}。{remedy.zh}", f"; {cause.en}. {remedy.en}")
    return words if sure else Both(words.zh + more.zh, words.en + more.en)


def first_texts(reports: Iterable[Built]) -> tuple[list[Built], list[Both]]:
    """The first text of each body and year, in their order, and what is told of the others."""
    taken: dict[tuple[str, str], Built] = {}
    notes: list[Both] = []
    for report in reports:
        first = taken.setdefault((report.org_id, report.year), report)
        if first is not report:
            notes.append(note_on_second(report, first))
    return list(taken.values()), notes


def none_left(left: Sequence[LeftOut]) -> DashiError:
    """Every report was left out: nothing is to be published."""
    first = left[0].error
    return DashiError(
        Both(
            f"{len(left)} 份报告都不能发布，第一份的原因：{first.line('zh')}",
            f"none of the {len(left)} reports can be published; the first: {first.line('en')}",
        ),
        remedy=Both("请改正这些报告，或换一个文件夹。", "Correct the reports, or name another folder."),
    )


def reasons_left_out(left: Iterable[LeftOut], read: Iterable[Named] = ()) -> Mapping[tuple[str, str], Both]:
    """Body and year → why, for the board; the first reason where there are several. No paths: they are the machine's.

    Args:
        left: what was left out.
        read: the reports that were read; those of one folder tell whose it is.
    """
    bodies = bodies_of_folders((report.file, report.org_id) for report in read)
    found: dict[tuple[str, str], Both] = {}
    for one in left:
        if one.cell:
            body, year = one.cell
            found.setdefault((bodies.get(body_folder(one.report), body), year), one.error.cause)
    return found


def refused_files(left: Iterable[LeftOut]) -> tuple[tuple[str, Both], ...]:
    """Files of which nobody knows whose they are → why they are not here and what to do; by name, without folders."""
    found: dict[str, Both] = {}
    for one in left:
        if not one.cell:
            words = DashiError(
                one.error.cause, remedy=one.error.remedy
            ).lines()  # without the folders of the machine
            found.setdefault(PurePath(one.report or one.error.file).name, words)
    return tuple(sorted(found.items()))


def _told_by(report: str) -> tuple[str, str] | None:
    """By the folders ``{org-id}/{year}`` of a report's folder or file."""
    return told_by_folder(report) or told_by_folder(f"{report}/source.")
