"""Where the vendored libraries are: their folders bear the version, the pages ask for them by name."""

from __future__ import annotations

from functools import cache

from dashi_kg.errors import DataError
from dashi_kg.language import Both
from dashi_kg.site.layout.pages import HERE


@cache
def vendored(name: str, file: str) -> str:
    """The path of a library's file from the root of the site: ``assets/vendor/oxigraph-0.5.11/web.js``.

    Raises:
        DataError: the installation lacks it, or has two versions.
    """
    found = sorted((HERE / "assets" / "vendor").glob(f"{name}-[0-9]*/{file}"))
    if len(found) != 1:
        raise DataError(
            Both(f"程序库 {name} 缺失，或有两份", f"the library {name} is missing, or there twice"),
            remedy=Both("请重新安装 dashi-kg。", "Install dashi-kg again."),
            file=file,
        )
    return found[0].relative_to(HERE).as_posix()
