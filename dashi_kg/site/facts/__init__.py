"""How does a fact of a report look: its card, kind, amount, findings?"""
