"""Vehicles, riders, shifts and vehicle state."""
