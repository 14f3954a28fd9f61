"""SPARQL over HTTP, with real workers, real limits and real clients."""
