"""Which text is this: bytes of a file in, decoded, converted, checked; and which files does a user mean?"""
