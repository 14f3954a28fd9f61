"""Which quads say a figure: value, period, indicator, what follows by arithmetic?"""
