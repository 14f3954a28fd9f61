"""What do all parts of the server share: options, caches, temporary folders, log lines and figures?"""
