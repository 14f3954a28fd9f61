"""Which representation does a client get, who answers its query, within which limits: a server that only reads?"""
