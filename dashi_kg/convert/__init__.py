"""Files that are no plain text → the archived text: HTML pages, DOCX, PDF with a text layer.

Each converter takes bytes and gives a :class:`~dashi_kg.convert.archive.Converted`: the text that the graph
quotes, where each piece of it stands in the file, and what the page says about itself. Nothing is fetched.
"""

from __future__ import annotations

from dashi_kg.convert.archive import Converted
from dashi_kg.convert.docx import from_docx
from dashi_kg.convert.html import from_html
from dashi_kg.convert.pdf import from_pdf

__all__ = ["Converted", "from_docx", "from_html", "from_pdf"]
