"""Who works a query out: processes that can be killed?"""
