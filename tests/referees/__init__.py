"""Checks that others wrote: parsers, validators, reasoners and test suites that know nothing of this project."""
