"""Which line ends stand inside a sentence, heading, word or number, and how is a text read without them?"""
