"""Which quantities does the text state: value, unit, qualifier, period, change, whole and part?"""
