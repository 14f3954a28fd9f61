"""Which bodies, posts and places does the text name, and how do they hang together?"""
