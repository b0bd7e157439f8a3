"""Database, transaction edge, event log, jobs, settings, clock, files, encryption."""
