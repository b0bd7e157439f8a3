"""Position history, ETA per stop, the recipient's page."""
