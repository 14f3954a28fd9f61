"""One release of two reports with its site, made once and served from a sub-path, as a plain host would."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashi_kg import pipeline
from dashi_kg.settings import settings
from dashi_kg.site import Site
from tests.conftest import REPORT_DIR

BASE = settings(None).base
SECOND = (
    "日期:2024-02-20来源:仁和镇人民政府\n2023年以来,仁和镇推进依法行政、法治政府建设,现将情况报告如下:\n"
    "一、2023年度法治政府建设的主要举措和成效\n(一)化解矛盾纠纷。人民调解委员会调解矛盾纠纷1,234件,开展法治宣传50余次。\n"
    "二、存在的主要问题\n(一)执法力量不足。\n三、2024年工作打算\n(一)加强人民调解队伍建设。\n"
)


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release of the Dashi report and a small one about mediation."""
    work = tmp_path_factory.mktemp("asking")
    shutil.copytree(REPORT_DIR, work / "data" / "dashi")
    (work / "data" / "renhe").mkdir()
    (work / "data" / "renhe" / "source.txt").write_text(SECOND, encoding="utf-8")
    pipeline.publish(work / "release", BASE, data=work / "data")
    return work / "release"


@pytest.fixture(scope="session")
def site(release: Path) -> Site:
    """The site of that release."""
    return Site(pipeline.engine_for(str(release), "pyoxigraph", BASE), BASE)


@pytest.fixture(scope="session")
def served(release: Path, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address on this machine, below a path: ``http://127.0.0.1:port/some/path/``."""
    root = tmp_path_factory.mktemp("host")
    folder = root / "some" / "path"
    shutil.copytree(release, folder)
    for path in site.paths():
        target = folder / path
        data = site.file(path)
        assert data is not None, path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    handler = functools.partial(Quiet, directory=str(root))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/some/path/"
    server.shutdown()
