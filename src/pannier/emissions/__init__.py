"""Emission records per round and delivery; reacts to events."""
