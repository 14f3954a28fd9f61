"""Laws and regulations in force that reports name with and without 《》, by their short names.

All laws of the National People's Congress and its Standing Committee (the name without 中华人民共和国), and the
administrative regulations and party rules that the genre names most. A name that is not here is still read in 《》, and
bare behind a verb that takes a law. The names are rows of ``reader/words/laws.tsv``: ``short-law`` those that are also parts of
other words.
"""

from __future__ import annotations

from dashi_kg.reader.rules.table import word_class

LAWS = (*word_class("laws", "law"), *word_class("laws", "short-law"))
