"""Addresses, geocoding, hubs, zones, road network, matrices, base map."""
