"""What does a report state: text in, :class:`~dashi_kg.model.Extraction` out, each fact with its span and rule."""
