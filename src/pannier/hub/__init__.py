"""Custody inside a hub: expected, received, sorted, loaded, back, returned, lost."""
