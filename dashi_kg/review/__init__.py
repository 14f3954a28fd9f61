"""How does a person accept, correct, reject or add: a page that shows a report beside its facts?"""
