"""A city's day as a client of the public HTTP API."""
