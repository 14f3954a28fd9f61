"""Numbers as reports write them: numerals, units, and the rules that read both."""
