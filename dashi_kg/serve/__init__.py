"""The server: dereferencing, SPARQL 1.1 Protocol, saved questions; reading only."""
