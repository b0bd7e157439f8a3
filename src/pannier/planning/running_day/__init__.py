"""A hub's day while it is driven: where everything is, what may still change, and proposals to change it."""
