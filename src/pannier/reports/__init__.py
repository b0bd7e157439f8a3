"""Key figures of a day, read-only over all other packages."""
