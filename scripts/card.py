"""The picture that previews of a page show (``og:image``): drawn from the SVG below by Chromium, 1200 × 630.

    pip install playwright pillow
    python scripts/card.py             # write dashi_kg/site/assets/card.png

The file is committed: fonts differ from machine to machine, and a release must not. Fonts: Noto Sans CJK SC (OFL 1.1).
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "dashi_kg" / "site" / "assets" / "card.png"
SIZE = (1200, 630)
COLOURS = 64  # few enough for a small file, many enough for smooth letters

# a page of text, and lines from its words to what was read from them: the sign of the site (icons/favicon.svg), unfolded
SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630" font-family="Noto Sans CJK SC">
<rect width="1200" height="630" fill="#fdfdfb"/>
<rect width="1200" height="14" fill="#8c1c13"/>
<g transform="translate(80 86) scale(3)">
<rect width="32" height="32" rx="5" fill="#8c1c13"/>
<path d="M8 8.5h16M8 14.5h9M8 20.5h16" stroke="#fff" stroke-width="2.6"/>
<circle cx="22" cy="14.5" r="2.6" fill="#fff2b8"/><path d="M22 17v3.5" stroke="#fff2b8" stroke-width="1.6"/>
</g>
<text x="78" y="300" font-size="64" font-weight="700" fill="#1b1f23">法治政府建设年度报告知识图谱</text>
<text x="80" y="366" font-size="38" fill="#1b1f23">Rule-of-law reports as linked data</text>
<g font-size="30" fill="#1b1f23">
<rect x="80" y="446" width="420" height="58" fill="#fff2b8"/>
<text x="98" y="486">“开展各类宣传活动50余次”</text>
</g>
<g fill="none" stroke="#555d66" stroke-width="3">
<path d="M500 475 H616"/><circle cx="624" cy="475" r="8" fill="#0b5394" stroke="none"/>
</g>
<text x="652" y="486" font-size="30" fill="#0b5394">&gt; 50 次</text>
<text x="80" y="570" font-size="28" fill="#555d66">每个条目都指向报告原文 · Every item leads to its words</text>
</svg>
"""


def main() -> None:
    """Draw the picture and write it."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{SVG}")
        drawn = page.screenshot(type="png")
        browser.close()
    picture = Image.open(io.BytesIO(drawn)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(OUT, format="PNG", optimize=True)


if __name__ == "__main__":
    main()
