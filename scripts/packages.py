"""The packages of a release: ``python scripts/packages.py FOLDER`` writes sdist, wheel, SBOM and ``SHA256SUMS``.

The same commit gives the same bytes on any machine: files are dated by ``SOURCE_DATE_EPOCH`` (default: the commit), and
the tools are the pinned ones of the ``packages`` extra (``pip install -e '.[packages]'``). The SBOM (CycloneDX 1.6, by its own tool,
without time or serial number) lists what ``pip install dashi-kg[serve]`` brings on that day: it changes as those libraries do.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SBOM = "dashi-kg.cdx.json"


def build(folder: Path) -> list[Path]:
    """Write sdist and wheel; gives their paths, the wheel last."""
    env = {**os.environ, "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH") or _date()}
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    return [*folder.glob("*.tar.gz"), *folder.glob("*.whl")]


def sbom(wheel: Path, out: Path) -> None:
    """Write what the wheel needs, as it is installed in an environment of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        python = Path(scratch) / "env" / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(python.parents[1])], check=True)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
        subprocess.run([*pip, "install", "--quiet", f"{wheel}[serve]"], check=True)
        # it is the root of the list, and no part of itself; else the path of its file would be in there
        subprocess.run([*pip, "uninstall", "--quiet", "--yes", "dashi-kg"], check=True)
        command = [
            sys.executable,
            "-m",
            "cyclonedx_py",
            "environment",
            "--output-reproducible",
            "--of",
            "JSON",
        ]
        env = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
        subprocess.run(
            [*command, "--pyproject", str(ROOT / "pyproject.toml"), "--output-file", str(out), str(python)],
            env=env,
            check=True,
        )


def _date() -> str:
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def main() -> None:
    """Write everything into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    made = build(folder)
    sbom(made[-1], folder / SBOM)
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted([*made, folder / SBOM])
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    print("".join(lines), end="")


if __name__ == "__main__":
    main()
