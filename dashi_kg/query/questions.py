"""The saved questions: one ``.rq`` file each, plain SPARQL 1.1 that any store runs.

The first comments are its header::

    # zh: …                   the question
    # en: …
    # rows-zh: …              what a row means
    # rows-en: …
    # cq: 7                   the number of the competency question
    # group: compare          what it helps to know, one of GROUPS
    # of-many: one other      parameters that pages give values where there are many bodies: all pairs are too many
    # param: year gYear 报告年度 | the reporting year

A parameter's default stands in the query itself, on one line: ``VALUES ?year { UNDEF } # param``
(``UNDEF``: any), or on several that say the same. :func:`dashi_kg.query.bind.bind.bind` replaces these lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dashi_kg.errors import DashiError, DataError, did_you_mean
from dashi_kg.language import Both
from dashi_kg.language import line as at_line
from dashi_kg.rdf.namespaces import prefixes
from dashi_kg.resources import ontology_dir

TYPES = ("iri", "string", "integer", "decimal", "date", "gYear")
_HEADER = re.compile(r"# (zh|en|rows-zh|rows-en|cq|group|of-many|param): (.+)")
_PARAMETER = re.compile(r"(\w+) (\w+) (.+?) \| (.+)")
_KEYS = ("zh", "en", "rows-zh", "rows-en", "cq")
# what people want to know, in the order in which questions are listed
GROUPS = {
    "compare": Both("比较各地各年", "Compare places and years"),
    "figures": Both("报告说了哪些数", "Which figures reports state"),
    "work": Both("做了什么，还缺什么，接下来怎么办", "What was done, what is wanting, what comes next"),
    "words": Both("原文怎么说，引用了什么", "What the text says and cites"),
    "reports": Both("有哪些报告，是否公开、完整", "Which reports there are, whether in time and complete"),
    "check": Both("数和说法对不对得上", "Whether figures and statements agree"),
}
SLOT = re.compile(r"^(\s*)VALUES \?(\w+) \{ (.*) \} # param$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question; ``type`` is one of :data:`TYPES`."""

    name: str
    type: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Question:
    """``name`` is the file's stem; ``text`` the SPARQL query, relative IRIs to be resolved against the base; ``group`` a key of :data:`GROUPS`;
    ``of_many`` parameters for two bodies to which pages give values where there are many, or nothing."""

    name: str
    zh: str
    en: str
    rows_zh: str
    rows_en: str
    number: int
    parameters: tuple[Parameter, ...]
    text: str
    group: str = ""
    of_many: str = ""

    def default(self, name: str) -> str:
        """What a parameter is where no value is given, as SPARQL; ``""``: any."""
        found = next(slot[3] for slot in SLOT.finditer(self.text) if slot[2] == name)
        return "" if found == "UNDEF" else found

    def full_text(self, base: str, text: str | None = None) -> str:
        """The query for any endpoint: base and the prefixes that it uses are declared."""
        return declared(self.text if text is None else text, base)


def declared(text: str, base: str) -> str:
    """A query with ``BASE`` and ``PREFIX`` lines for what it uses of ours."""
    used = [
        f"PREFIX {name}: <{iri}>\n"
        for name, iri in prefixes(base).items()
        if re.search(rf"(?<![\w:]){name}:", text) and not re.search(rf"(?i)\bPREFIX\s+{name}:", text)
    ]
    head = "" if re.search(r"(?im)^\s*BASE\s*<", text) else f"BASE <{base}>\n"
    return head + "".join(used) + text


@cache
def _of_file(path: Path) -> Question:
    return read_question(path)


@cache
def questions() -> tuple[Question, ...]:
    """All saved questions by name.

    Raises:
        DataError: a header is malformed.
    """
    return tuple(_of_file(path) for path in _files())


@cache
def _files() -> tuple[Path, ...]:
    """The files, looked for once: a worker of the server can open none."""
    return tuple(sorted((ontology_dir() / "questions").glob("*.rq")))


def read_question(path: Path) -> Question:
    """One file as a question.

    Raises:
        DataError: a header line is missing, unknown or malformed, or a parameter has no place in the query.
    """
    text = path.read_text(encoding="utf-8")
    words: dict[str, str] = {}
    parameters = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            break
        place = at_line(number)
        found = _HEADER.fullmatch(line)
        if not found:
            remedy = Both(f"可用的有：{'、'.join(_KEYS)}、param。", f"Known: {', '.join(_KEYS)}, param.")
            raise DataError(
                Both(f"文件开头的“{line}”无法识别", f"unknown header “{line}”"),
                remedy=remedy,
                file=path.name,
                place=place,
            )
        key, content = found.groups()
        if key != "param":
            words[key] = content
            continue
        parameter = _PARAMETER.fullmatch(content)
        if not parameter or parameter[2] not in TYPES:
            remedy = Both(
                f"请写成 # param: 名称 类型 中文 | 英文，类型为 {'、'.join(TYPES)} 之一。",
                f"Write # param: name type zh | en, with a type of {', '.join(TYPES)}.",
            )
            raise DataError(
                Both("参数的写法不对", "malformed parameter"), remedy=remedy, file=path.name, place=place
            )
        parameters.append(Parameter(*parameter.groups()))
    for key in _KEYS:
        if key not in words:
            raise DataError(
                Both(f"文件开头缺少“# {key}:”", f"the header lacks “# {key}:”"),
                remedy=Both("请补上。", "Add it."),
                file=path.name,
            )
    slots = {name for _, name, _ in SLOT.findall(text)}
    if slots != {p.name for p in parameters}:
        raise DataError(
            Both(
                f"参数 {sorted(p.name for p in parameters)} 与查询中的位置 {sorted(slots)} 不一致",
                f"parameters {sorted(p.name for p in parameters)} and places {sorted(slots)} differ",
            ),
            remedy=Both(
                "每个参数请写一行 VALUES ?name { … } # param。",
                "Give each parameter one line VALUES ?name { … } # param.",
            ),
            file=path.name,
        )
    return Question(
        path.stem, words["zh"], words["en"], words["rows-zh"], words["rows-en"], int(words["cq"]),
        tuple(parameters), text, words.get("group", ""), words.get("of-many", ""),
    )  # fmt: skip


@cache
def tables() -> tuple[Question, ...]:
    """The tables that programs ask for (reports, bodies, places, topics, indicators), each a query like a saved question.

    Raises:
        DataError: a header is malformed.
    """
    return tuple(read_question(path) for path in sorted((ontology_dir() / "tables").glob("*.rq")))


def question(name: str) -> Question:
    """One saved question.

    Raises:
        DashiError: there is none of this name; the nearest is suggested.
    """
    by_name = {path.stem: path for path in _files()}
    if name in by_name:
        return _of_file(by_name[name])
    hint = Both("可用的问题见 dashi-kg query --list。", "See dashi-kg query --list.")
    remedy = did_you_mean(name, by_name, hint)
    raise DashiError(Both(f"没有预设问题“{name}”", f"there is no saved question “{name}”"), remedy=remedy)
