"""Duty, load, arrive, deliver, fail, prove: the rider app's API."""
