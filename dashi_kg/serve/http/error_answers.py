"""What went wrong, for people (HTML), programs (RFC 9457 ``application/problem+json``) and terminals (text)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from dashi_kg.serve.http.content import TAGS, Variant, address
from dashi_kg.serve.http.negotiate import Offer, best_language, best_type
from dashi_kg.site.layout.pages import problem_page

_OFFERS = (Offer("text/html"), Offer("application/problem+json"), Offer("text/plain"))
_WORDS = {
    400: ("请求有误", "Bad request"),
    404: ("没有此页", "Not found"),
    405: ("不支持此方法：这里只供读取", "This method is not supported: the site is read-only"),
    406: ("没有您要的格式；现有如下", "None of the formats asked for; these are there"),
    500: ("服务器内部错误", "Internal error"),
    503: ("暂时无法回答，请稍后再试", "Not available for the moment; please try again"),
}
_MISSING = (
    "这个地址没有对应的条目。它可能写错了，也可能属于另一个版本。",
    "There is no item at this address. It may be misspelt, or belong to another release.",
)


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
    of_address = "en" if str(request.scope["path"]).endswith(".en.html") else ""
    lang = of_address or best_language(request.headers.getlist("accept-language"), ("zh", "en"), language)
    zh, en = _WORDS.get(status, (HTTPStatus(status).phrase,) * 2)
    words = zh if lang == "zh" else en
    more = detail[lang == "en"]
    prefix = str(request.scope.get("root_path", ""))
    links = [(address(prefix, v.path), v) for v in others]
    best = best_type(asked, _OFFERS)
    kind = best.type if best else ("application/problem+json" if "json" in ",".join(asked) else "text/plain")
    if kind == "text/html":
        missing = _MISSING[lang == "en"] if status == HTTPStatus.NOT_FOUND and not more else ""
        body = problem_page(
            f"{status} {words}", lang, address(prefix, ""), asked=str(request.scope["path"]), lines=(missing, more),
            available=[(link, v.media_type) for link, v in links],
        ).decode("utf-8")  # fmt: skip
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
