"""Cases that Python and JavaScript must answer alike: (input, expected)."""

from __future__ import annotations

TEXTS: list[tuple[str, list[str]]] = [
    ("人民调解，50次", ["人民", "民调", "调解", "解", "50", "次"]),
    ("", []),
    ("法", ["法"]),
    ("ＡＢＣ　１２", ["abc", "12"]),
    ("Law-based government", ["law", "based", "government"]),
    ("“两个确立”", ["两个", "个确", "确立", "立"]),
    ("𠀀法", ["𠀀法", "法"]),
    ("化解率99.8%", ["化解", "解率", "率", "99", "8"]),
    ("Straße café", ["straße", "café"]),
]
QUERIES: list[tuple[str, list[str]]] = [
    ("调解", ["调解"]),
    ("调", ["调"]),
    ("人民调解 案", ["人民", "民调", "调解", "案"]),
    ("Mediation", ["mediat"]),
    ("reports", ["report"]),
    ("law", ["law"]),
    ("uses", ["uses"]),
    ("𠀀", ["𠀀"]),
    ("  。", []),
]
# query → None: allowed, else the key of the refusal
GUARDED: list[tuple[str, str | None]] = [
    ("SELECT * { SERVICE <http://127.0.0.1:9/> {} }", "refused_service"),
    ("SELECT * { service SILENT ?x {} }", "refused_service"),
    ("SELECT * { SERV\\u0049CE <http://127.0.0.1:9/> {} }", "refused_service"),
    ("SELECT * { ?s ?p '''a'b''' }  # c\n SELECT { SERVICE <u:x> {} }", "refused_service"),
    ("INSERT DATA { <u:a> <u:b> <u:c> }", "refused_update"),
    ("PREFIX x: <u:> DELETE WHERE { ?s ?p ?o }", "refused_update"),
    ("LOAD <http://127.0.0.1:9/>", "refused_update"),
    ("drop all", "refused_update"),
    ('SELECT * { ?s ?p "SERVICE <x> {}" }', None),
    ("SELECT ?service { ?service ?p <http://x/SERVICE> }", None),
    ("# SERVICE\nSELECT * { ?s ?p ?o } LIMIT 1", None),
    ("PREFIX service: <u:> SELECT * { ?s service:SERVICE ?load }", None),
    ('SELECT * { ?s ?p "drop\\" all"@en }', None),
]
# type, value: bound alike, or refused by both
VALUES: list[tuple[str, str]] = [
    ("iri", "ind:publicity-events"),
    ("iri", "indicator/publicity-events"),
    ("iri", "https://x.org/a#b"),
    ("iri", "a b"),
    ("iri", "> { } #"),
    ("iri", "nope:x"),
    ("string", 'a"b\\c\n\t\r'),
    ("string", '" } UNION { ?s ?p ?o } #'),
    ("string", "调解𠀀"),
    ("string", "a\x00b"),
    ("integer", "12"),
    ("integer", "+7"),
    ("integer", "1.5"),
    ("integer", "1 } #"),
    ("decimal", "99.8"),
    ("decimal", "."),
    ("date", "2024-02-20"),
    ("date", "2024-02-32"),
    ("gYear", "2023"),
    ("gYear", "2023\n"),
]
