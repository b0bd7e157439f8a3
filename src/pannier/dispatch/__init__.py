"""Release routes, offer orders to partners, reassign."""
