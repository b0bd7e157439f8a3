"""Messages to recipients and merchants, sent from the event log."""
