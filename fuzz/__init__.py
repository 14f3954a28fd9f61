"""Fuzzing: every reader by ``make fuzz`` (``__main__.py``), the text by coverage (``reader.py``)."""
