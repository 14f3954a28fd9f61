"""The search as an address: ``/api/search.json?q=调解&year=2023``, hits by pages, with the values that narrow them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from dashi_kg.errors import DashiError
from dashi_kg.export.tables.listed import MOST, USUAL, Listed
from dashi_kg.serve.answers.job import Answer
from dashi_kg.serve.answers.listed_rows import TABLE_TYPES, paging_of, table_bytes
from dashi_kg.serve.answers.problem_details import of_error, problem
from dashi_kg.serve.dereference.finder import LONGEST, Page
from dashi_kg.serve.http.content import GoneError
from dashi_kg.serve.sparql.request import single, url_fields
from dashi_kg.serve.sparql.respond import respond, respond_unless_known
from dashi_kg.serve.sparql.table_form import table_form

QUESTION = ("q", "搜索词：简体、繁体、拼音或英文", "the words: Chinese, pinyin or English")
# name, zh, en of what narrows; as the form of the page has them
FILTERS = (
    ("group", "种类的编号（figure 是数值）", "key of the kind (figure)"),
    ("year", "报告年度", "year of the report"),
    ("body", "报告机关的编号", "id of the reporting body"),
    (
        "level",
        "层级：province、prefecture、county、township",
        "level: province, prefecture, county, township",
    ),
    ("topic", "数值的事项（G1）", "topic of the figure (G1)"),
)
NAME, ZH, EN = "search", "搜索", "Search"
Find = Callable[[str, Mapping[str, str], int, int], Awaitable[Page | None]]


class SearchAnswers:
    """Answers with what was found.

    Args:
        find: question, chosen facets, limit and offset → a page of hits; ``None``: this data has no index.
    """

    def __init__(self, find: Find) -> None:
        self.find = find

    async def answer(self, request: Request) -> Response:
        """``/api/search`` in the form that the client asks for (JSON where it does not say), or ``/api/search.FORM``."""
        form = table_form(request, request.path_params.get("form") or None)
        if isinstance(form, Answer):
            return respond(form)
        given = url_fields(request)
        answer = await self._found({name: single(given, name) for name in given}, form)
        if answer.status >= 400:
            return respond(answer)
        return respond_unless_known(request, answer)

    async def _found(self, values: Mapping[str, str], form: str) -> Answer:
        known = [name for name, *_ in FILTERS]
        for name in values:
            if name not in ("q", "limit", "offset", *known):
                return problem(400, f"There is no filter “{name[:80]}”. There is: {', '.join(known)}.")
        question = values.get("q", "").strip()
        if not question:
            return problem(400, "“q” is missing. Give the words to search for, such as q=调解.")
        if len(question) > LONGEST:
            return problem(400, f"At most {LONGEST} characters can be searched for. Shorten “q”.")
        paging = paging_of(values, USUAL if form == "json" else MOST)
        if isinstance(paging, Answer):
            return paging
        limit, offset = paging[0] or 0, paging[1]
        chosen = {name: words for name in known if (words := values.get(name, ""))}
        try:
            found = await self.find(question, chosen, limit, offset)
        except GoneError:
            return problem(503, "A new release is being put in place. Try again.", retry=2)
        except DashiError as error:
            return of_error(error)
        if found is None:
            return problem(404, "These data have no index to search. Publish them with their site.")
        end = offset + len(found.rows)
        follow = urlencode({"q": question, **chosen, "limit": limit, "offset": end}) if limit and end < found.total else ""  # fmt: skip
        facets = {
            name: [
                {"value": key.removeprefix("org/"), "zh": zh, "en": en, "count": count}
                for key, zh, en, count in values_of
            ]
            for name, values_of in found.facets.items()
        }
        names = tuple(name for name, *_ in columns())
        body = table_bytes(
            Listed(names, found.rows, found.total, offset), {"value"}, form, limit, follow, {"whole": found.whole, "facets": facets},
        )  # fmt: skip
        return Answer(200, TABLE_TYPES[form], body, rows=len(found.rows), problem={"next": follow} if follow else {})  # fmt: skip


def columns() -> tuple[tuple[str, str, str], ...]:
    """Name, zh, en of the columns of the table of hits."""
    from dashi_kg.site.finding.searcher import COLUMNS

    return COLUMNS
