"""Hand-made YAML files: read safely, checked key by key, errors in one line with file and place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from dashi_kg.errors import DataError, did_you_mean, unreadable
from dashi_kg.language import Both, byte, line
from dashi_kg.prepared import worked_out


def load_own(path: Path) -> Any:
    """The content of a YAML file of the package: read once as long as it does not change (:mod:`dashi_kg.prepared`); days
    are ``YYYY-MM-DD``.

    Raises:
        DataError: as :func:`load`.
    """
    return worked_out(f"yaml-{path.stem}", str(path), lambda: _without_days(load(path)))


def _without_days(content: Any) -> Any:
    """The same with days as words, as they are written."""
    if isinstance(content, dict):
        return {key: _without_days(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_without_days(value) for value in content]
    return content.isoformat() if isinstance(content, date) else content


def load(path: Path, text: str | None = None) -> Any:
    """The content of a YAML file.

    Args:
        path: the file.
        text: what it is to hold, for a try before it is written; ``None``: what it holds.

    Raises:
        DataError: missing, not UTF-8, or not YAML (with the line).
    """
    import yaml

    try:
        # libyaml where it is built in: the same values and places, ten times as fast
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return yaml.load(path.read_text(encoding="utf-8") if text is None else text, Loader=loader)
    except FileNotFoundError as error:
        remedy = Both("请恢复该文件。", "Restore the file.")
        raise unreadable(path, error, remedy=remedy, kind=DataError) from None
    except UnicodeDecodeError as error:
        place = byte(error.start)
        raise DataError(
            Both("不是 UTF-8 编码", "not UTF-8"),
            remedy=Both("请存为 UTF-8。", "Save it as UTF-8."),
            file=str(path),
            place=place,
        ) from None
    except RecursionError:
        raise DataError(
            Both("嵌套过深", "nested too deeply"),
            remedy=Both("请减少嵌套。", "Nest it less."),
            file=str(path),
        ) from None
    except ValueError as error:  # a number of too many digits, a day that no month has
        raise DataError(
            Both(f"值的写法不对（{error}）", f"not a value ({error})"),
            remedy=Both("请放在引号里。", "Put it into quotation marks."),
            file=str(path),
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = line(mark.line + 1, mark.column + 1) if mark else ""
        words = getattr(error, "problem", None) or "…"
        remedy = Both(
            "请改正这一行；带有 : # 或引号的文字要放在引号里。",
            "Correct the line; words with : # or quotes go into quotation marks.",
        )
        cause = Both(f"YAML 的写法不对（{words}）", f"not YAML ({words})")
        raise DataError(cause, remedy=remedy, file=str(path), place=where) from None


def fields(
    entry: Any, *, file: Path, place: str, need: Iterable[str], may: Iterable[str] = ()
) -> dict[str, Any]:
    """The entry, if it is a mapping with all keys of ``need`` and no others than ``need`` and ``may``.

    Raises:
        DataError: something is missing, or a key is unknown (the nearest is suggested).
    """
    need, may = list(need), list(may)
    if not isinstance(entry, dict):
        keys = ", ".join(need)
        raise DataError(
            Both("此处应为 key: value 的形式", "keys with values are expected here"),
            remedy=Both(f"请写出 {keys}。", f"Give {keys}."),
            file=str(file),
            place=place,
        )
    for key in entry:
        if key not in need and key not in may:
            known = [*need, *may]
            hint = Both(f"可用的键：{'、'.join(known)}。", f"Known keys: {', '.join(known)}.")
            remedy = did_you_mean(str(key), known, hint)
            raise DataError(
                Both(f"没有名为“{key}”的键", f"unknown key “{key}”"),
                remedy=remedy,
                file=str(file),
                place=place,
            )
    for key in need:
        if entry.get(key) in (None, ""):
            raise DataError(
                Both(f"缺少“{key}”", f"“{key}” is missing"),
                remedy=Both("请补上。", "Add it."),
                file=str(file),
                place=place,
            )
    return entry


def entries(value: Any, *, file: Path, place: str) -> list[Any]:
    """The value as a list (nothing: an empty one).

    Raises:
        DataError: it is something else.
    """
    if value is None:
        return []
    if not isinstance(value, list):
        raise DataError(
            Both("此处应为列表", "a list is expected here"),
            remedy=Both("每一项请以“- ”开头。", "Begin each entry with “- ”."),
            file=str(file),
            place=place,
        )
    return value
