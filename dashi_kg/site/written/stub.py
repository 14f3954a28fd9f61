"""The page at the address of a text that is shown on the page of its report: it leads there."""

from __future__ import annotations

from html import escape

from dashi_kg.site.layout.links import page_path, relative

_PAGE = """<!DOCTYPE html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta http-equiv="refresh" content="0; url={zh}">
<title>原文见报告页 · The text stands on the page of its report</title>
<link rel="canonical" href="{iri}">
</head>
<body>
<p><a href="{zh}">原文见报告页</a></p>
<p lang="en"><a href="{en}" lang="en" hreflang="en">The text stands on the page of its report</a></p>
</body>
</html>
"""


def stub(path: str, document: str, iri: str) -> bytes:
    """The page.

    Args:
        path: its place.
        document: on whose page the thing is told.
        iri: of the thing.
    """
    zh, en = (escape(relative(page_path(document, lang), path)) for lang in ("zh", "en"))
    return _PAGE.format(zh=zh, en=en, iri=escape(iri)).encode("utf-8")
