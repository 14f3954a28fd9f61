"""Into a triple store and out again: staged, swapped in at once, proved by fetching back."""

from dashi_kg.load.load import Loaded, load
from dashi_kg.load.plan import GraphPlan, plan
from dashi_kg.load.stores import STORES, connect
from dashi_kg.load.unload import unload

__all__ = ["STORES", "GraphPlan", "Loaded", "connect", "load", "plan", "unload"]
