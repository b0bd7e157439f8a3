"""Organisations, people, roles, sessions and API keys."""
