"""Hand-made YAML files: read safely, checked key by key, errors in one line with file and place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dashi_kg.errors import DataError


def load(path: Path) -> Any:
    """The content of a YAML file.

    Raises:
        DataError: missing, not UTF-8, or not YAML (with the line).
    """
    import yaml

    try:
        # libyaml where it is built in: the same values and places, ten times as fast
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except FileNotFoundError:
        raise DataError("no such file", remedy="Restore it.", file=str(path)) from None
    except UnicodeDecodeError as error:
        place = f"byte {error.start}"
        raise DataError("not UTF-8", remedy="Save it as UTF-8.", file=str(path), place=place) from None
    except RecursionError:
        raise DataError("嵌套过深 nested too deeply", remedy="Write it flatter.", file=str(path)) from None
    except ValueError as error:  # a number of too many digits, a day that no month has
        raise DataError(
            f"not a value: {error}", remedy="Put it into quotation marks.", file=str(path)
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        cause = getattr(error, "problem", None) or "not YAML"
        remedy = "Mend the line; words with : # or quotes go into quotation marks."
        raise DataError(str(cause), remedy=remedy, file=str(path), place=place) from None


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
        raise DataError("a mapping is expected here", remedy=f"Give {keys}.", file=str(file), place=place)
    for key in entry:
        if key not in need and key not in may:
            near = difflib.get_close_matches(str(key), [*need, *may], n=1)
            remedy = f"Did you mean “{near[0]}”?" if near else f"Known keys: {', '.join([*need, *may])}."
            raise DataError(f"unknown key “{key}”", remedy=remedy, file=str(file), place=place)
    for key in need:
        if entry.get(key) in (None, ""):
            raise DataError(f"“{key}” is missing", remedy="Add it.", file=str(file), place=place)
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
            "a list is expected here", remedy="Begin each entry with “- ”.", file=str(file), place=place
        )
    return value
