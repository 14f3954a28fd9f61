"""Small tools on Chinese text that know nothing of reports: folding, cutting, numerals."""
