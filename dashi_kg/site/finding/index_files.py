"""The files of the search: a catalogue, the words in parts, the records in parts; a browser fetches those that a question needs.

``search/catalogue.json`` is the catalogue with the first word of each part; ``search/words/000.json`` … hold the words in the order of
UTF-16, each with the records that have it; ``search/records/000.json`` … four hundred records each; ``search/folding.json`` the
traditional characters. A word is

* a pair of neighbouring characters, a last character, a Latin word: up to three lists (:func:`~dashi_kg.site.finding.postings.pack`)
  divided by ``/``: records with it in a name, in the quote, elsewhere;
* ``^`` and a whole name of a thing: the records that bear it;
* ``~`` and the sound of a pair in pinyin: the pairs that sound so, the most frequent first;
* ``=`` and a word of the lexicon: the topics, with or without a kind of quantity, that it means.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice

from dashi_kg.site.finding.catalogue import arranged
from dashi_kg.site.finding.postings import pack
from dashi_kg.site.finding.records import Records
from dashi_kg.site.finding.search_records import SearchRecord
from dashi_kg.site.finding.synonyms import synonyms
from dashi_kg.site.finding.tokens import folding, is_han, runs, tokens
from dashi_kg.site.finding.typed_sounds import spoken, syllables
from dashi_kg.site.shared.site_graph import SiteGraph

INDEX = "search/catalogue.json"
FOLDING = "search/folding.json"
RECORDS = 400  # in a file: some 45 kB, 7 as hosts send them
_BYTES = 40_000  # of words in a file, about
_CUT = 50_000  # names and quotes whose pieces are remembered
_SOUNDS = 12  # pairs that sound alike, at most


def index_files(site_graph: SiteGraph, found: Records) -> dict[str, bytes]:
    """Path → bytes of each file."""
    records, catalogue = arranged(site_graph, found)
    topics, reports = frozenset(catalogue["topics"]), frozenset(path for path, *_ in catalogue["reports"])
    parts = list(_parts({**_words(records()), **_meanings(site_graph, topics)}))
    files = {
        f"search/words/{number:03}.json": _json(part) for number, part in enumerate(parts)
    } | {
        f"search/records/{number:03}.json": _json([_record(r, reports) for r in some])
        for number, some in enumerate(_some(records()))
    }  # fmt: skip
    told = {**catalogue, "in_file": RECORDS, "first": [next(iter(part)) for part in parts], "syllables": " ".join(syllables())}  # fmt: skip
    return {INDEX: _json(told), FOLDING: _json(folding()), **files}


def _some(records: Iterator[SearchRecord]) -> Iterator[list[SearchRecord]]:
    """As many at a time as a file has."""
    while some := list(islice(records, RECORDS)):
        yield some


def _words(records: Iterable[SearchRecord]) -> dict[str, str]:
    """Each word, whole name and sound → what the index says of it."""
    # an array takes a fifth of what a list takes
    places: defaultdict[str, tuple[array[int], ...]] = defaultdict(
        lambda: (array("I"), array("I"), array("I"))
    )
    named: defaultdict[str, list[int]] = defaultdict(list)
    cut = lru_cache(_CUT)(lambda words: tuple(dict.fromkeys(tokens(words))))  # five of six were met before
    for number, one in enumerate(records):
        seen = set[str]()
        for which, words in enumerate(one.words):
            for token in cut(words):
                if token not in seen:
                    seen.add(token)
                    places[token][which].append(number)
        if "#" not in one.path:
            for name in {" ".join(runs(words)) for words in (one.zh, one.en)} - {""}:
                named[name].append(number)
    found = {token: "/".join(map(pack, lists)).rstrip("/") for token, lists in places.items()}
    found |= {f"^{name}": pack(numbers) for name, numbers in named.items()}
    pairs = {
        token: sum(map(len, lists)) for token, lists in places.items() if is_han(token) and len(token) == 2
    }
    sounds: defaultdict[str, list[str]] = defaultdict(list)
    for pair in sorted(pairs, key=lambda p: (-pairs[p], p)):
        for sound in spoken(pair):
            if len(sounds[sound]) < _SOUNDS:
                sounds[sound].append(pair)
    return found | {f"~{sound}": "".join(alike) for sound, alike in sounds.items()}


def _meanings(site_graph: SiteGraph, topics: frozenset[str]) -> dict[str, str]:
    return {f"={form}": " ".join(means) for form, means in synonyms(site_graph, topics).items()}


def _parts(words: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The words in order, as many a part as it bears."""
    part: dict[str, str] = {}
    size = 0
    for word in sorted(words, key=utf16):
        said = words[word]
        size += len(word.encode()) + len(said.encode()) + 6
        part[word] = said
        if size > _BYTES:
            yield part
            part, size = {}, 0
    if part:
        yield part


def utf16(word: str) -> bytes:
    """By this JavaScript compares."""
    return word.encode("utf-16-be", "surrogatepass")


def _record(one: SearchRecord, reports: frozenset[str]) -> list[str]:
    """Path (of an item of a report its fragment), names, quote, more; of a figure value, unit, amounts. Empty ends are left out."""
    report, mark, fragment = one.path.partition("#")
    fields = [f"#{fragment}" if mark and report in reports else one.path, *one[2:10]]
    while fields[-1] == "":
        fields.pop()
    return fields


def _json(what: object) -> bytes:
    return json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
