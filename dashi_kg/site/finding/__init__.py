"""Which words lead to what, and what of it is best? The same files answer a browser and the server."""
