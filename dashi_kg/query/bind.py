"""Values for the parameters of a saved question: made into RDF terms, never pasted as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode

from dashi_kg.errors import DashiError, did_you_mean
from dashi_kg.language import Both
from dashi_kg.query.questions import SLOT, Parameter, Question
from dashi_kg.rdf.namespaces import XSD, prefixes

# Lexical forms of XML Schema 1.1 part 2, without time zones.
_FORMS = {
    "integer": (re.compile(r"[+-]?[0-9]+"), "12"),
    "decimal": (re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"), "99.8"),
    "date": (re.compile(r"-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"), "2024-02-20"),
    "gYear": (re.compile(r"-?[0-9]{4,}"), "2023"),
}
# How the saved questions ask for a language; nothing else in them has this form.
LANGUAGE = ') = "{}"'
# What an IRI may not hold (SPARQL 1.1, IRIREF).
_NOT_IN_IRIS = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def bind(question: Question, values: Mapping[str, str], base: str, lang: str = "zh") -> str:
    """The text of a question with these values.

    Args:
        question: a saved question.
        values: parameter → value as a user writes it.
        base: resolves relative IRIs.
        lang: ``zh`` or ``en``, the language of the labels in the answer.

    Raises:
        DashiError: an unknown parameter (the nearest is named), or a value that its type does not allow.
    """
    known = {p.name: p for p in question.parameters}
    terms: dict[str, str] = {}
    for name, value in values.items():
        if name not in known:
            names = list(known)
            hint = Both(f"它的参数：{'、'.join(names) or '没有'}。", f"It has: {', '.join(names) or 'none'}.")
            remedy = did_you_mean(name, names, hint)
            raise DashiError(
                Both(
                    f"预设问题 {question.name} 没有参数“{name}”", f"{question.name} has no parameter “{name}”"
                ),
                remedy=remedy,
            )
        terms[name] = term(known[name], value, base)
    return SLOT.sub(
        lambda slot: (
            f"{slot[1]}VALUES ?{slot[2]} {{ {terms[slot[2]]} }} # param" if slot[2] in terms else slot[0]
        ),
        question.text.replace(LANGUAGE.format("zh"), LANGUAGE.format(lang)),
    )


def unbound(text: str) -> str:
    """A query, or a part of one, without the values of its parameters and in Chinese: the same for all ways of asking one saved question."""
    return SLOT.sub(r"\1VALUES ?\2", text).replace(LANGUAGE.format("en"), LANGUAGE.format("zh"))


def term(parameter: Parameter, value: str, base: str) -> str:
    """A value as an RDF term in SPARQL.

    Raises:
        DashiError: the value is not of the parameter's type.
    """
    if parameter.type == "iri":
        return str(_iri(parameter, value, base))
    if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise DashiError(
            Both(
                f"参数 {parameter.name} 里有文本不能有的字符",
                f"{parameter.name} has a character that no text has",
            ),
            remedy=Both("请删去。", "Remove it."),
        )
    if parameter.type == "string":
        return str(Literal(value))
    form, example = _FORMS[parameter.type]
    if not form.fullmatch(value):
        raise DashiError(
            Both(
                f"参数 {parameter.name} 的值“{value}”不是 xsd:{parameter.type}",
                f"{parameter.name} is not an xsd:{parameter.type}: “{value}”",
            ),
            remedy=Both(f"请写成 {example} 的样子。", f"Write it like {example}."),
        )
    return str(Literal(value, datatype=NamedNode(XSD + parameter.type)))


def _iri(parameter: Parameter, value: str, base: str) -> NamedNode:
    """Absolute, prefixed (``ind:publicity-events``) or relative to the base."""
    prefix, colon, local = value.partition(":")
    if colon and not local.startswith("//") and prefix in (known := prefixes(base)):
        value = known[prefix] + local
    # a label such as 行政诉讼案件数 would be an IRI of ours, about which no data say anything: an empty answer
    if _NOT_IN_IRIS.search(value) or not {":", "/"} & set(value):
        raise DashiError(
            Both(
                f"参数 {parameter.name} 的值“{value}”不是 IRI", f"{parameter.name} is not an IRI: “{value}”"
            ),
            remedy=Both(
                "请写 IRI，或 ind:publicity-events 这样的名称；指标的名称见预设问题 indicators-used。",
                "Write an IRI, or a name such as ind:publicity-events; the question indicators-used lists those of indicators.",
            ),
        )
    return NamedNode(urljoin(base, value))
