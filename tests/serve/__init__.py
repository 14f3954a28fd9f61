"""The server as a client meets it: a real process on a free port, raw bytes over the wire."""
