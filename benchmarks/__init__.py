"""Programs that measure Pannier; run by hand, never by the product."""
