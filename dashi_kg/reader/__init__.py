"""From the words of a report to facts, each with its place in the text."""
