"""One price per delivery from a versioned rate card; reacts to events."""
