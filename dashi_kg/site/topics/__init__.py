"""How do the figures of one topic, or of one body, compare over bodies and years?"""
