"""What are the characters of a text: widths, folds, lines, clauses, numerals, shared patterns; nothing of reports."""
