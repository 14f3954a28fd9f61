"""How does a query of a shape run as plain Python over what is said of each node?"""
