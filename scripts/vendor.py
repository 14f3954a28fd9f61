"""The libraries of the site's pages: taken from npm by name and version, kept as published, checked by digest.

    python scripts/vendor.py           # fetch again, write dashi_kg/site/assets/vendor/
    python scripts/vendor.py --check   # only compare what is there with SHA256SUMS

A new version: change it in ``LIBRARIES``, run, read the licences, commit; the addresses in the pages follow from
``dashi_kg/site/vendor.py``.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "dashi_kg" / "site" / "assets" / "vendor"
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Library:
    """Files of one npm package: path in the package → name here.

    ``licences``: further packages whose licence goes along, as (package, version, path there, name here): the
    package itself lacks the file, or holds another library inside.
    """

    package: str
    version: str
    files: dict[str, str]
    licences: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def folder(self) -> str:
        return f"{self.package.rpartition('/')[2]}-{self.version}"


LIBRARIES = (
    Library("oxigraph", "0.5.11", {"web.js": "web.js", "web_bg.wasm": "web_bg.wasm"}),  # LICENSE: by hand
    Library(
        "@zazuko/yasqe",
        "4.6.2",
        {"build/yasqe.min.js": "yasqe.min.js", "build/yasqe.min.css": "yasqe.min.css"},
        (
            ("@triply/yasqe", "4.2.28", "LICENSE.txt", "LICENSE"),
            ("codemirror", "5.65.21", "LICENSE", "LICENSE-codemirror"),
        ),
    ),
    Library(
        "cytoscape", "3.34.4", {"dist/cytoscape.esm.min.mjs": "cytoscape.esm.min.js", "LICENSE": "LICENSE"}
    ),
)


def sums(folder: Path = FOLDER) -> dict[str, str]:
    """Path below the folder → SHA-256, of all files of libraries."""
    files = sorted(p for p in folder.glob("*/*") if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def recorded(folder: Path = FOLDER) -> dict[str, str]:
    """What ``SHA256SUMS`` says."""
    lines = (folder / SUMS).read_text(encoding="ascii").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def fetch() -> None:
    """Write the files of all libraries and their digests."""
    with tempfile.TemporaryDirectory() as work:
        for library in LIBRARIES:
            target = FOLDER / library.folder
            for other in FOLDER.glob(f"{library.package.rpartition('/')[2]}-*"):
                if other != target:
                    shutil.rmtree(other)
            target.mkdir(parents=True, exist_ok=True)
            wanted = [(library.package, library.version, path, name) for path, name in library.files.items()]
            for package, version, path, name in [*wanted, *library.licences]:
                data = _member(package, version, path, Path(work))
                # a map of the sources is not kept; without this line no browser asks for it
                if name.endswith((".js", ".css")):
                    data = b"\n".join(x for x in data.split(b"\n") if b"# sourceMappingURL=" not in x[:30])
                (target / name).write_bytes(data)
    text = "".join(f"{digest}  {name}\n" for name, digest in sums().items())
    (FOLDER / SUMS).write_text(text, encoding="ascii")


def _member(package: str, version: str, path: str, work: Path) -> bytes:
    archive = work / f"{package.lstrip('@').replace('/', '-')}-{version}.tgz"
    if not archive.exists():
        command = ["npm", "pack", "--silent", f"{package}@{version}"]
        subprocess.run(command, cwd=work, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(archive) as tar:
        found = tar.extractfile(f"package/{path}")
        if found is None:
            raise SystemExit(f"{package}@{version} has no {path}")
        return found.read()


def main() -> int:
    if "--check" not in sys.argv[1:]:
        fetch()
    if sums() == recorded():
        return 0
    print("the libraries differ from SHA256SUMS; run python scripts/vendor.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
