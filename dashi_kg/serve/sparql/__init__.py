"""SPARQL over HTTP, reading only: each query in a process that can be killed."""
