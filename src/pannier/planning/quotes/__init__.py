"""Quotes: which windows a plan as it stands can still keep at a new address, at which cost and grams."""
