"""docs/serve.md is true: every curl line is run against a real server, and the answer compared with the page."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tests.conftest import ROOT
from tests.serve.running import Running

PAGE = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
STEP = re.compile(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
STEPS = [(line, shown) for block in BLOCKS for line, shown in STEP.findall(block) if line.startswith("curl ")]
LEFT_OUT = "…"


def test_there_is_something_to_run() -> None:
    assert len(STEPS) >= 10


@pytest.mark.parametrize(("line", "shown"), STEPS, ids=[line[:70] for line, _ in STEPS])
def test_what_curl_shows(line: str, shown: str, published_server: Running) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not on this machine")
    command = line.replace("curl ", "curl -sS --noproxy '*' ", 1).replace(
        "127.0.0.1:8000", f"127.0.0.1:{published_server.port}"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr.decode()
    found = done.stdout.decode().replace("\r\n", "\n")
    lines = found.splitlines()
    position, skipping = 0, False
    for expected in shown.splitlines():
        if expected == LEFT_OUT:
            skipping = True
            continue
        pattern = re.compile(".*".join(map(re.escape, expected.split(LEFT_OUT))))
        # the order of headers is nobody's promise, and some of them are left out; the body has its order
        header = re.match(r"[a-z-]+: ", expected)
        start = 0 if header else position
        matching = [n for n in range(start, len(lines)) if pattern.fullmatch(lines[n])]
        assert matching, f"not found: {expected}\n{found[:2000]}"
        if not header:
            assert skipping or matching[0] == position or position == 0, (
                f"something stands before: {expected}"
            )
            position, skipping = matching[0] + 1, False


def test_the_program_that_reads_a_report_lists_its_figures(
    published_server: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    (program,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    exec(program.replace("127.0.0.1:8000", f"127.0.0.1:{published_server.port}"), {})
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 31 and "('i:disputes-resolved', 508, '化解508起')" in lines
