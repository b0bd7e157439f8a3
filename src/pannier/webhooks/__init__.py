"""Signed webhooks to merchants and partners, sent from the event log."""
