"""Emission-factor editions, grid intensity, energy parameters by vehicle kind."""
