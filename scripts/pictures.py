"""The pictures of the READMEs: pages of the published site, drawn by Chromium at one size.

    make pictures                      # publish data/ into dist/, then this
    python scripts/pictures.py dist    # needs Chromium, playwright and Pillow; writes docs/pictures/

The files are committed: fonts differ from machine to machine. Fonts: Noto Sans CJK SC and Noto Serif CJK SC (OFL 1.1).
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

OUT = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SIZE = (1200, 640)
COLOURS = 32  # few enough for a small file, many enough for smooth letters
LARGEST = 120_000  # bytes of one picture
REPORT = "cn-500117007-office/2023"


class Picture(NamedTuple):
    """``page``: its address in a release, ``{lang}`` is nothing for Chinese and ``.en`` for English; ``item``: the
    fragment that is chosen on it; ``shows``: what must be seen there."""

    name: str
    page: str
    item: str
    shows: str


PICTURES = (
    Picture("report", f"report/{REPORT}{{lang}}.html", "f-5d803836ef", "#panel:not([hidden])"),
    Picture("checks", f"reports/{REPORT}/validation{{lang}}.html", "", "h2"),
    Picture("question", "questions/problems-without-plan{lang}.html", "", "table"),
)
LANGUAGES = {"zh": "", "en": ".en"}


def files() -> list[Path]:
    """The pictures, two of each page."""
    return [OUT / f"{picture.name}.{lang}.png" for picture in PICTURES for lang in LANGUAGES]


def main(release: Path) -> None:
    """Draw the pages of a release and write them."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    OUT.mkdir(exist_ok=True)
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, reduced_motion="reduce")
        for picture in PICTURES:
            for lang, end in LANGUAGES.items():
                file = release.resolve() / picture.page.format(lang=end)
                page.goto(f"{file.as_uri()}#{picture.item}" if picture.item else file.as_uri())
                page.locator(picture.shows).first.wait_for()
                page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
                drawn = Image.open(io.BytesIO(page.screenshot(type="png"))).convert("RGB")
                small = drawn.quantize(COLOURS, dither=Image.Dither.NONE)
                small.save(OUT / f"{picture.name}.{lang}.png", format="PNG", optimize=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
