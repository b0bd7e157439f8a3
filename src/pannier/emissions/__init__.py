"""Emissions of rounds and deliveries, with all that a third party needs to recompute them."""
