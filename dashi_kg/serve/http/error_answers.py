"""What went wrong, for people (HTML), programs (RFC 9457 ``application/problem+json``) and terminals (text)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from dashi_kg.serve.http.content import TAGS, Variant, address
from dashi_kg.serve.http.negotiate import Offer, best_language, best_type

_OFFERS = (Offer("text/html"), Offer("application/problem+json"), Offer("text/plain"))
_WORDS = {
    400: ("请求有误", "Bad request"),
    404: ("没有此页", "Not found"),
    405: ("不支持此方法：这里只供读取", "This method is not supported: the site is read-only"),
    406: ("没有您要的格式；现有如下", "None of the formats asked for; these are there"),
    500: ("服务器内部错误", "Internal error"),
    503: ("暂时无法回答，请稍后再试", "Not available for the moment; please try again"),
}
_HOME = {"zh": ("首页", "index.html"), "en": ("Home", "index.en.html")}


def problem(
    request: Request,
    status: int,
    *,
    language: str = "zh",
    others: Sequence[Variant] = (),
    headers: Mapping[str, str] | None = None,
    detail: tuple[str, str] = ("", ""),
) -> Response:
    """The answer that tells a problem in the format and language that the client asks for.

    Args:
        request: what was asked.
        status: of HTTP.
        language: where the client asks for none.
        others: representations that are there instead, to be linked.
        headers: more of them.
        detail: what is wrong and what helps, in Chinese and English.
    """
    asked = request.headers.getlist("accept")
    lang = best_language(request.headers.getlist("accept-language"), ("zh", "en"), language)
    zh, en = _WORDS.get(status, (HTTPStatus(status).phrase,) * 2)
    words = zh if lang == "zh" else en
    more = detail[lang == "en"]
    prefix = str(request.scope.get("root_path", ""))
    links = [(address(prefix, v.path), v) for v in others]
    best = best_type(asked, _OFFERS)
    kind = best.type if best else ("application/problem+json" if "json" in ",".join(asked) else "text/plain")
    if kind == "text/html":
        body = _page(status, words, lang, prefix, links, str(request.scope["path"]), more)
    elif kind == "text/plain":
        body = "\n".join(
            [
                f"{status} {words}",
                *([more] if more else []),
                *(f"{link}  {v.media_type}" for link, v in links),
                "",
            ]
        )
    else:
        document: dict[str, object] = {"status": status, "title": words}
        if more:
            document["detail"] = more
        if links:
            document["available"] = [{"href": link, "type": v.media_type} for link, v in links]
        body = json.dumps(document, ensure_ascii=False) + "\n"
    sent = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language", **(headers or {})}
    sent["Content-Language"] = TAGS[lang]
    charset = "" if kind == "application/problem+json" else "; charset=utf-8"
    return Response(body.encode("utf-8"), status, {**sent, "Content-Type": kind + charset})


def _page(
    status: int,
    words: str,
    lang: str,
    prefix: str,
    links: Sequence[tuple[str, Variant]],
    asked: str,
    more: str,
) -> str:
    home, file = _HOME[lang]
    listed = "".join(
        f'<li><a href="{escape(link)}" type="{v.media_type}">{escape(link)}</a> {v.media_type}</li>\n'
        for link, v in links
    )
    return (
        f'<!doctype html>\n<html lang="{TAGS[lang]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<title>{status} {words}</title>\n'
        f'<link rel="stylesheet" href="{escape(address(prefix, "assets/site.css"))}">\n</head>\n'
        f'<body>\n<main id="main" class="wide">\n<h1>{status} {words}</h1>\n'
        f"<p><code>{escape(asked)}</code></p>\n"
        + (f"<p>{escape(more)}</p>\n" if more else "")
        + (f"<ul>\n{listed}</ul>\n" if listed else "")
        + f'<p><a href="{escape(address(prefix, file))}">{home}</a></p>\n</main>\n</body>\n</html>\n'
    )
