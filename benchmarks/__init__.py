"""Benchmarks: run ``make bench``; figures are ratios against peers measured in the same run."""
