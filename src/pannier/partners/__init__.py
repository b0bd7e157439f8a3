"""Partner and merchant contracts, coverage and all rate cards."""
