"""Which representation a client gets: ``Accept``, ``Accept-Language`` and ``Accept-Encoding`` (RFC 9110, section 12.5).

Elements that are malformed are left out; a header without any well-formed element counts as absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
# possessive: a space must have one place only, or a row of them takes for ever
_PARAMETER = rf'[ \t]*+;[ \t]*+(?:{_TOKEN}[ \t]*+=[ \t]*+(?:{_TOKEN}|"(?:[^"\\]|\\.)*+"))?+'
_RANGE = re.compile(rf"({_TOKEN}/{_TOKEN})((?:{_PARAMETER})*)")
_WORD = re.compile(rf"({_TOKEN})((?:{_PARAMETER})*)")
_NAMED = re.compile(rf'({_TOKEN})[ \t]*=[ \t]*({_TOKEN}|"(?:[^"\\]|\\.)*")')
_WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
# longer headers are nobody's preference; parsing them would only cost
_LONGEST = 16384


@dataclass(frozen=True, slots=True)
class Range:
    """One element of a header: a media range, language range or coding, its parameters and its weight (0 to 1)."""

    name: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    q: float = 1.0


def media_ranges(headers: Iterable[str]) -> list[Range]:
    """The media ranges of all ``Accept`` headers, names and parameters in lower case, in their order.

    >>> media_ranges(["text/*;q=0.3, text/plain;format=flowed"])[0]
    Range(name='text/*', parameters={}, q=0.3)
    """
    found = _elements(headers, _RANGE)
    return [r for r in found if not r.name.startswith("*/") or r.name == "*/*"]


def words(headers: Iterable[str]) -> list[Range]:
    """The elements of ``Accept-Language`` or ``Accept-Encoding`` headers, names in lower case, in their order."""
    return _elements(headers, _WORD)


def _elements(headers: Iterable[str], pattern: re.Pattern[str]) -> list[Range]:
    found = []
    for element in _split(", ".join(headers)[:_LONGEST]):
        if matched := pattern.fullmatch(element):
            q, parameters = 1.0, {}
            for name, value in _NAMED.findall(matched[2]):
                if name.lower() == "q":
                    if not _WEIGHT.fullmatch(value):
                        break
                    q = float(value)
                else:
                    parameters[name.lower()] = re.sub(r"\\(.)", r"\1", value.strip('"')).lower()
            else:
                found.append(Range(matched[1].lower(), parameters, q))
    return found


def _split(header: str) -> list[str]:
    """The elements between commas; a comma within quotes does not divide."""
    parts = re.findall(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+', header)
    return [part.strip(" \t") for part in parts if part.strip(" \t")]


@dataclass(frozen=True, slots=True)
class Offer:
    """A media type that can be had, such as ``text/turtle``, with its parameters."""

    type: str
    parameters: Mapping[str, str] = field(default_factory=dict)


def quality(ranges: Sequence[Range], offer: Offer, *, strict: bool = True) -> tuple[float, int]:
    """How welcome an offer is, and how exactly the header names it (0: not at all … 3: type with parameters).

    The most specific range that matches decides (RFC 9110, section 12.5.1).

    Args:
        ranges: of the header; none at all: everything is welcome.
        offer: what can be had.
        strict: whether a parameter of the range must be one of the offer.
    """
    if not ranges:
        return 1.0, 0
    best, weight = -1, 0.0
    main = offer.type.partition("/")[0]
    for r in ranges:
        if r.name == "*/*":
            exact = 0
        elif r.name == f"{main}/*":
            exact = 1
        elif r.name == offer.type:
            exact = 2
        else:
            continue
        if r.parameters:
            if strict and any(offer.parameters.get(k) != v for k, v in r.parameters.items()):
                continue
            exact += len(r.parameters)
        if exact > best:
            best, weight = exact, r.q
    return weight, max(best, 0)


def best_type(headers: Sequence[str], offers: Sequence[Offer]) -> Offer | None:
    """The offer that the ``Accept`` headers like best; ``None``: none is acceptable (406).

    Among equals the one named more exactly, then the first. A parameter that no offer has, such as a
    ``profile``, is overlooked before the client is sent away.

    Args:
        headers: the values of all ``Accept`` headers.
        offers: what can be had, in the order of our own preference.
    """
    ranges = media_ranges(headers)
    for strict in (True, False):
        rated = [(*quality(ranges, offer, strict=strict), -i) for i, offer in enumerate(offers)]
        top = max(rated, default=(0.0, 0, 0))
        if top[0] > 0:
            return offers[-top[2]]
    return None


def best_language(headers: Sequence[str], offers: Sequence[str], default: str) -> str:
    """The language that the ``Accept-Language`` headers like best (lookup of RFC 4647, section 3.4).

    A range matches an offer that it is, or that its subtags can be cut down to: ``zh-TW`` is content with
    ``zh``. Nobody is sent away: where nothing matches, it is the default.

    >>> best_language(["en-GB, zh;q=0.5"], ["zh", "en"], "zh")
    'en'
    """
    ranges = words(headers)
    star = next((r.q for r in ranges if r.name == "*"), None)
    rated: list[tuple[float, int, str]] = []
    for offer in offers:
        own = [(r, i) for i, r in enumerate(ranges) if r.name == offer or r.name.startswith(f"{offer}-")]
        if own:
            best, place = max(own, key=lambda pair: (pair[0].q, -pair[1]))
            rated.append((best.q, -place, offer))
        elif star is not None:
            rated.append((star, -len(ranges) - (offer != default), offer))
    top = max(rated, default=(0.0, 0, default))
    if top[0] > 0:
        return top[2]
    refused = {offer for q, _, offer in rated if q == 0}
    return default if default not in refused else next((o for o in offers if o not in refused), default)


def wants_gzip(headers: Sequence[str]) -> bool:
    """Whether the client would rather have gzip than no coding (RFC 9110, section 12.5.3)."""
    weights = {r.name: r.q for r in words(headers)}
    gzip = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return gzip > 0 and gzip >= weights.get("identity", 0.0)
