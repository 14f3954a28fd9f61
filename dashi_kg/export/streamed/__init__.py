"""How is a graph written in every format that is larger than memory: out of its sorted file, and the store beside it?"""
