"""What every run shares is worked out once: modules, tables, and what a release of a given text holds.

A publishing run then spends its time where faults matter, on the disk. Nothing else is taken from a former run: which
files are written, how, and how they take their place is the real code.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

TEXT = """仁和镇{year}年法治政府建设年度报告

日期:2024-02-20 来源:重庆市垫江县人民政府

{year}年,仁和镇深入推进依法行政,现将法治政府建设情况报告如下。

一、主要工作
(一)依法化解矛盾。全年办理行政复议案件{cases}件,开展法治宣传12场次。

二、存在的不足
执法力量不足。

三、下一步打算
加强执法培训。
"""
TEXTS = (TEXT.format(year=2023, cases=8), TEXT.format(year=2023, cases=9))
_LOADED = (
    "dashi_kg.__main__", "dashi_kg.cli", "dashi_kg.pipeline", "dashi_kg.publishing.release", "dashi_kg.publishing.verify",
    "dashi_kg.corpus.build", "dashi_kg.corpus.worker", "dashi_kg.loading.load", "dashi_kg.loading.stores",
    "dashi_kg.review.review_page", "dashi_kg.review.save", "yaml",
)  # fmt: skip
_KEPT = (
    "_checked", "serialize", "turtle", "jsonld", "engine", "report_tree", "shapes_turtle", "read_turtle", "render",
    "scheme_quads", "ontology_quads", "dataset", "observation_rows", "catalog", "void", "exact_literals",
)  # fmt: skip
_ONE_PAGE_OF = 40  # a sample of the pages: there is one for each term of the vocabulary

_current = -1  # of TEXTS; -1: another text, nothing is taken from a former run
_at: dict[str, int] = {}
_results: dict[tuple[int, str, int], Any] = {}


def command(*args: object) -> None:
    """``dashi-kg`` with these arguments, in this process, which ends with it."""
    from dashi_kg.__main__ import main

    sys.argv = ["dashi-kg", *map(str, args)]
    main()


def load(folder: Path, *, serving: bool = False) -> None:
    """Import what the commands import late, and read a report, once: its tables are loaded then.

    Args:
        folder: scratch.
    """
    os.environ["NO_COLOR"] = "1"
    os.environ["LC_ALL"] = "en_US.UTF-8"  # the words that are looked for
    os.environ["COLUMNS"] = "80"
    for name in (*_LOADED, *(("dashi_kg.serve.run", "dashi_kg.serve.workers.parent") if serving else ())):
        importlib.import_module(name)
    from dashi_kg.corpus import build
    from dashi_kg.pipeline import outputs

    for module in (build, outputs):  # a pure function of the vocabulary
        vars(module)["shared_quads"] = cache(vars(module)["shared_quads"])
    from dashi_kg.corpus.one_file import key_of
    from dashi_kg.pipeline import review_of
    from dashi_kg.settings import settings

    file = folder / "read-once.txt"
    file.write_text(TEXTS[0], encoding="utf-8")
    review_of(file)
    key_of(file, settings().base)
    vars(build)["shared_quads"](settings().base)


def keep_publishing(folder: Path) -> None:
    """Publish each of :data:`TEXTS` once, in this process, and keep what it worked out.

    Args:
        folder: scratch.
    """
    from dashi_kg.pipeline import publish
    from dashi_kg.publishing import release
    from dashi_kg.settings import settings

    for name in _KEPT:
        vars(release)[name] = _keeping(name, vars(release)[name])
    vars(release)["Site"] = _keeping("Site", _few_pages(vars(release)["Site"]))
    for number, text in enumerate(TEXTS):
        file = folder / f"kept-{number}.txt"
        file.write_text(text, encoding="utf-8")
        publishing(number)
        publish(folder / f"kept-{number}", settings().base, data=file)
    publishing(-1)


def publishing(number: int) -> None:
    """The next run in this process publishes so many a text of :data:`TEXTS`; -1: another."""
    global _current
    _current = number
    _at.clear()


def _keeping(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The results of a pure function, by the order of its calls: the same text, the same results."""

    def kept(*args: Any, **options: Any) -> Any:
        if _current < 0:
            return function(*args, **options)
        count = _at[name] = _at.get(name, 0) + 1
        key = (_current, name, count)
        if key not in _results:
            _results[key] = function(*args, **options)
        return _results[key]

    return kept


def _few_pages(real: Callable[..., Any]) -> Callable[..., Any]:
    """The site with a sample of its pages, each made once."""

    class FewPages:
        def __init__(self, *args: Any, **options: Any) -> None:
            self._site = real(*args, **options)
            every = sorted(self._site.paths())
            self._paths = every[::_ONE_PAGE_OF] + [p for p in every if p in ("index.html", "index.en.html")]
            self._files: dict[str, bytes] = {}

        def paths(self) -> Iterable[str]:
            return sorted(set(self._paths))

        def file(self, path: str) -> bytes:
            if path not in self._files:
                self._files[path] = self._site.file(path)
            return self._files[path]

    return FewPages
