"""Fuzzing: see reader.py."""
