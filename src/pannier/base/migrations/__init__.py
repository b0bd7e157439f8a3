"""Alembic migrations of all tables, from the first one on."""
