"""Portal, file and API orders: acceptance and life cycle."""
